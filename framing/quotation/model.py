"""What an extraction finds: quotations, and words in marks that are none."""

from collections.abc import Callable
from typing import NamedTuple

from framing.tables.joint import values_of

Span = tuple[int, int]


class Quote(NamedTuple):
    """An attribution relation; offsets are of the text as given, end excluded.

    Several who speak together are one relation, whose words count once: `speaker` joins their names (« Élise Orsel ; Paul
    Varlat »), `speakers` has them apart.
    """

    quote_id: str
    type: str
    start: int
    end: int
    spans: tuple[Span, ...]
    cue: Span | None
    cue_lemma: str | None
    cue_class: str | None
    source: Span | None
    source_kind: str | None
    speaker: str | None
    reason: str
    confidence: float
    parent: str | None
    construction: str = ""  # the rule that found it: que, closing, phrase, infinitive, object …

    @property
    def speakers(self) -> tuple[str, ...]:
        """Each who speaks: several say one quotation together (« X et Y ont déclaré »); none when nobody is named."""
        return values_of(self.speaker)

    def moved(self, place: Callable[[int, int], Span]) -> "Quote":
        """The same with every span where `place` says."""
        spans = tuple(place(*span) for span in self.spans)
        cue = self.cue and place(*self.cue)
        source = self.source and place(*self.source)
        return self._replace(start=spans[0][0], end=spans[-1][1], spans=spans, cue=cue, source=source)


class Island(NamedTuple):
    """Words in quotation marks that are no quotation: where (inside the marks), and whose words if the text says.

    What the marks do is said by `framing.distance.islands.role_of`.
    """

    start: int
    end: int
    speaker: str | None


class Extraction(NamedTuple):
    """All that `extract` finds in a text."""

    quotes: tuple[Quote, ...]
    islands: tuple[Island, ...]
    warnings: tuple[str, ...]

    def moved(self, place: Callable[[int, int], Span]) -> "Extraction":
        """The same with every span where `place` says."""
        quotes = tuple(quote.moved(place) for quote in self.quotes)
        spans = (place(island.start, island.end) for island in self.islands)
        islands = (i._replace(start=start, end=end) for i, (start, end) in zip(self.islands, spans, strict=True))
        return self._replace(quotes=quotes, islands=tuple(islands))
