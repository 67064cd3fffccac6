"""A quotation made of what was found: its words, its speaker and the construction that told."""

from collections.abc import Sequence

from framing.language import Language
from framing.quotation.model import Quote, Span
from framing.quotation.speakers import Speaker


def attributed(
    spans: Sequence[Span],
    type_: str,
    speaker: Speaker,
    construction: str,
    language: Language,
    *,
    source: Span | None = None,
    cue: Span | None = None,
    cue_lemma: str | None = None,
    cue_class: str | None = None,
    probability: float | None = None,
) -> Quote:
    """A quotation of a speaker, with the confidence that the language's tables give it: by its construction, or by what the
    judge says of it (`probability`), and by how its speaker was found.

    `spans` are the words said, in order, `type_` is direct, indirect or mixed. Its id and the quotation that it stands in
    are empty: they are known when all quotations of the text are.

    >>> from framing.language import load
    >>> quote = attributed([(2, 9), (20, 31)], "direct", Speaker("Élise Orsel", "name", "as written"), "closing", load())
    >>> quote.start, quote.end, quote.speaker, quote.cue
    (2, 31, 'Élise Orsel', None)
    """
    return Quote(
        quote_id="",
        type=type_,
        start=spans[0][0],
        end=spans[-1][1],
        spans=tuple(spans),
        cue=cue,
        cue_lemma=cue_lemma,
        cue_class=cue_class,
        source=source,
        source_kind=speaker.kind,
        speaker=speaker.name,
        reason=speaker.reason,
        confidence=language.confidence_of(construction, speaker.reason, probability),
        parent=None,
        construction=construction,
    )
