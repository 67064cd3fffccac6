"""Labels: every mention of a concept, in which voice, and whether that voice makes the word its own."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from framing.language import Language, load
from framing.study import Study
from framing.text.fold import folded
from framing.text.patterns import occurrences
from framing.voice.segments import DIRECT, OUTLET, Segment, voice_at

ADOPTED, QUOTED, DISTANCED = "adopted", "quoted", "distanced"
REACH = 60
MAX_ISLAND = 60
OPEN = r'[\s"(]*'


class Mention(NamedTuple):
    """A place where a variant of a concept stands."""

    concept: str
    variant: str
    start: int
    end: int


class Label(NamedTuple):
    """A mention with its voice: adopted, quoted or distanced, and the words or marks that make the distance."""

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


@lru_cache(maxsize=8)
def _glosses(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """The distance markers of a language as they stand before a label, and after it; None when it has none."""
    before, after = [], []
    rows = sorted(language.table("distance_markers"), key=lambda row: (-len(row["pattern"]), row["pattern"]))
    for row in rows:
        form = re.escape(folded(row["pattern"])).replace(r"\ ", r"\s+").replace(r"\.\.\.", r"[^.;!?\n]{1,30}?")
        before.append(form)
        if row["kind"] != "verb":
            after.append(form if row["kind"] == "adjective" else f",?{OPEN}{form}")
    if not rows:
        return None
    articles = "|".join(sorted(map(re.escape, language.words("articles_after_gloss")), key=lambda w: (-len(w), w)))
    return (
        re.compile(rf"(?<![\w-])(?:{'|'.join(before)})(?:\s+(?:{articles}))?{OPEN}$"),
        re.compile(rf"^{OPEN}(?:{'|'.join(after)})(?![\w-])"),
    )


def gloss(text: str, start: int, end: int, language: Language | None = None) -> str | None:
    """The words next to a label that keep it at a distance: « soi-disant », « ce que X appelle »; a heuristic.

    They are those of `language` (the default one when None is given); None when none stand there.

    >>> gloss("une soi-disant trêve a tenu", 15, 20)
    'soi-disant'
    """
    first, last = max(0, start - REACH), end + REACH
    patterns = _glosses(language or load())
    if patterns is None:
        return None
    before, after = patterns
    if match := before.search(folded(text[first:start])):
        found = text[first + match.start() : first + match.end()]
    elif match := after.search(folded(text[end:last])):
        found = text[end + match.start() : end + match.end()]
    else:
        return None
    return " ".join(found.split()).strip(' ,"«»“”')


def labels(
    text: str,
    found: Iterable[Mention],
    segments: Sequence[Segment],
    islands: Iterable[tuple[int, int, str]],
    language: Language | None = None,
) -> list[Label]:
    """Mentions with voice and adoption (see Label); mentions in page furniture are left out.

    `islands` are the (start, end, role) of the article's words in marks that are no quotation; `language` is the text's
    (the default one when None is given). Words in a direct quotation are quoted. Elsewhere an island or a gloss distances
    them; without one they are adopted in the outlet's voice and quoted in anybody else's.
    """
    near = sorted((s, e) for s, e, role in islands if role != "title" and e - s <= MAX_ISLAND)
    result = []
    for mention in found:
        segment = voice_at(segments, mention.start)
        if segment is None:
            continue
        marker = None
        if segment.speech != DIRECT:
            first = bisect_left(near, (mention.start - MAX_ISLAND, 0))
            last = bisect_left(near, (mention.end, 0))
            in_marks = any(mention.start < e for _, e in near[first:last])
            marker = gloss(text, mention.start, mention.end, language) or ("quotation marks" if in_marks else None)
        adoption = DISTANCED if marker else ADOPTED if segment.voice == OUTLET else QUOTED
        result.append(Label(*mention, segment.voice, segment.speech, segment.quote_id, adoption, marker))
    return result
