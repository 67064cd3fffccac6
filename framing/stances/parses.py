"""The parse of one voice's words, made of the article's: the words of others are left out."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from framing.stances.passages import Excerpt
from framing.text.units import Span, Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ROOT = "ROOT"


class VoiceParse(NamedTuple):
    """The words of a voice as a Doc, and where each stands in the article."""

    doc: "Doc"
    spans: tuple[Span, ...]

    def words_in(self, start: int, end: int) -> list[int]:
        """The words that share a character with a stretch of the article."""
        return [i for i, (first, stop) in enumerate(self.spans) if first < end and start < stop]


class _Word(NamedTuple):
    """A word of a unit."""

    begin: int
    unit: int
    i: int


def voice_parse(units: Sequence[Unit], stretches: Sequence[Span]) -> VoiceParse | None:
    """The words of parsed units that begin in some stretches of the article, in the order of the text, as one Doc; None when
    there are none.

    A word keeps its relation to the nearest word above it that is kept; where none is, it is a root.

    >>> from framing.text.article import Article
    >>> units = Article("Le maire, très pressé, accuse la Sarnie.").parsed
    >>> parse = voice_parse(units, [(0, 8), (23, 40)])
    >>> parse.doc.text, [token.head.text for token in parse.doc if token.dep_ != "punct"]
    ('Le maire accuse la Sarnie.', ['maire', 'accuse', 'accuse', 'Sarnie', 'accuse'])
    """
    words = sorted(
        _Word(unit.begin[i], k, i)
        for k, unit in enumerate(units)
        for i in range(unit.n)
        if any(start <= unit.begin[i] < end for start, end in stretches)
    )
    if not words:
        return None
    places = {(word.unit, word.i): place for place, word in enumerate(words)}
    heads = [_head(word, units[word.unit], places) for word in words]
    read = [units[word.unit] for word in words]
    return VoiceParse(
        _doc(words, read, heads),
        tuple((unit.begin[word.i], unit.end[word.i]) for word, unit in zip(words, read, strict=True)),
    )


def _head(word: _Word, unit: Unit, places: dict[tuple[int, int], int]) -> int:
    """The place of the nearest kept word above a word; its own where there is none."""
    up = unit.head[word.i]
    while (word.unit, up) not in places and unit.head[up] != up:
        up = unit.head[up]
    return places.get((word.unit, up), places[word.unit, word.i])


def _doc(words: Sequence[_Word], read: Sequence[Unit], heads: Sequence[int]) -> "Doc":
    from spacy.tokens import Doc

    tokens = [unit.doc[word.i] for word, unit in zip(words, read, strict=True)]
    follows = [(a.unit, a.i + 1) == (b.unit, b.i) for a, b in pairwise(words)]
    spaces = [bool(t.whitespace_) or not next_ for t, next_ in zip(tokens, [*follows, True], strict=True)]
    return Doc(
        tokens[0].vocab,
        words=[t.text for t in tokens],
        spaces=[*spaces[:-1], False],
        pos=[t.pos_ for t in tokens],
        morphs=[str(t.morph) for t in tokens],
        lemmas=[t.lemma_ for t in tokens],
        heads=list(heads),
        deps=[_ROOT if head == place else t.dep_ for place, (head, t) in enumerate(zip(heads, tokens, strict=True))],
    )


def parse_of(excerpt: Excerpt) -> VoiceParse | None:
    """The words of an excerpt, by the article's parse."""
    first, last = excerpt.stretches[0][0], excerpt.stretches[-1][1]
    units = [unit for unit in excerpt.article.parsed if unit.offsets[0] < last and unit.offsets[-1] >= first]
    return voice_parse(units, excerpt.stretches)
