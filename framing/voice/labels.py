"""Labels: every mention of a concept, in which voice, and whether that voice makes the word its own."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from framing.language import Language
from framing.study import Study
from framing.text.patterns import occurrences
from framing.voice.glosses import NAMING, gloss
from framing.voice.segments import DIRECT, OUTLET, Segment, voice_at

ADOPTED, QUOTED, DISTANCED = "adopted", "quoted", "distanced"
MARKS = "quotation marks"  # the marker of a word that stands between marks, without a gloss
MAX_ISLAND = 60


class Mention(NamedTuple):
    """A place where a variant of a concept stands."""

    concept: str
    variant: str
    start: int
    end: int


class Label(NamedTuple):
    """A mention with its voice, its adoption and what holds it off.

    `adoption` is adopted or distanced in the outlet's own words, quoted in a source's. `marker` is the words, or the
    marks, that hold it off; missing where none do and in direct quotations.
    """

    concept: str
    variant: str
    start: int
    end: int
    voice: str
    speech: str | None
    quote_id: str | None
    adoption: str
    marker: str | None


def mentions(text: str, study: Study) -> list[Mention]:
    """Where the concepts of a study stand in a text, by their variants; of two that overlap, the longer.

    Case, accents, quotation marks between the words and kinds of apostrophe, hyphen and space do not matter; a * at the
    end of a word of a variant stands for any ending. Raises ValueError for a variant without a letter or digit.

    >>> from framing.study import parse_study
    >>> essai = parse_study('''
    ... study = {name = "essai", title = "Essai"}
    ... groups.a = {name = "A"}
    ... outlets.o = {name = "O", group = "a"}
    ... concepts.fleaux = {name = "les fléaux", variants = ["deux fléaux"]}''')
    >>> mentions("contre les deux « fléaux »", essai)
    [Mention(concept='fleaux', variant='deux fléaux', start=11, end=24)]
    """
    named: dict[str, str] = {}
    for concept in study.concepts.values():
        for variant in concept.variants:
            named.setdefault(variant, concept.id)
    return [Mention(named[found.phrase], *found) for found in occurrences(text, tuple(named))]


def labels(
    text: str,
    found: Iterable[Mention],
    segments: Sequence[Segment],
    held_off: Iterable[tuple[int, int]] = (),
    language: Language | None = None,
) -> list[Label]:
    """Mentions with voice, adoption and marker (see Label); mentions in page furniture are left out.

    `segments` are the voices of the article, `held_off` the spans of its words in marks that are no quotation and no name.
    Who says a word decides first: in the words of a source, direct or reported, it is `quoted`. In the outlet's own words
    it is `distanced` where marks or a gloss hold it off, else `adopted`. The marker of a reported word is kept: those are
    the outlet's words for what a source said, and whose marker it is cannot be known. Between the marks of a direct
    quotation every word is the source's, and no marker is looked for. A gloss that tells a name (« baptisé ») marks none.

    >>> text = "une soi-disant trêve a tenu"
    >>> outlet = [Segment(0, len(text), "outlet", None, None)]
    >>> [(label.adoption, label.marker) for label in labels(text, [Mention("treve", "trêve", 15, 20)], outlet)]
    [('distanced', 'soi-disant')]
    """
    near = sorted((s, e) for s, e in held_off if e - s <= MAX_ISLAND)
    result = []
    for mention in found:
        segment = voice_at(segments, mention.start)
        if segment is None:
            continue
        marker = None if segment.speech == DIRECT else _marker(text, mention, near, language)
        adoption = QUOTED if segment.voice != OUTLET else DISTANCED if marker else ADOPTED
        result.append(Label(*mention, segment.voice, segment.speech, segment.quote_id, adoption, marker))
    return result


def _marker(text: str, mention: Mention, near: list[tuple[int, int]], language: Language | None) -> str | None:
    """What holds a mention off: the words of a gloss, else the marks round it; `near` are spans in order."""
    words = gloss(text, mention.start, mention.end, language)
    if words and words.role != NAMING:
        return words.words
    first = bisect_left(near, (mention.start - MAX_ISLAND, 0))
    last = bisect_left(near, (mention.end, 0))
    return MARKS if any(mention.start < e for _, e in near[first:last]) else None
