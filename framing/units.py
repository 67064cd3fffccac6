"""A sentence as quotations need it: parsed on a view without quotation marks, every word with its place in the text."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from framing.marks import Pair

if TYPE_CHECKING:
    from spacy.language import Language

_FINAL = frozenset([".", "!", "?", "…", "...", ";", ":", ",", "–", "-", "—"])
_NO_SPACE_BEFORE = ",.;:!?)]…"
MAX_CHARS = 2400  # a window that the parser sees at once; longer sentences are cut, with a warning
_MAX_INSIDE = 420  # characters of a quotation that are parsed with its frame


class Unit:
    """A stretch of text that is parsed at once, as parallel lists over its words.

    `low` the words in lower case, `begin` and `end` their offsets in the text, `pos`, `dep`, `head` and `morph` the parse,
    `left` and `right` the edges of the subtree of each word, `kids` its dependents, `pairs` the quotation marks as
    (first word inside, last word inside, pair).
    """

    def __init__(self, number: int, start: int, stop: int, sentence: str, offsets: list[int], pairs: list[Pair]):
        self.number = number
        self.start = start
        self.stop = stop
        self.sentence = sentence
        self.offsets = offsets
        self.raw_pairs = pairs
        self.inner_of: Pair | None = None

    def read(self, doc: Any, text: str) -> None:
        """Take over the words and the parse."""
        self.n = len(doc)
        offsets = self.offsets
        self.words = [t.text for t in doc]
        self.low = [w.lower() for w in self.words]
        self.begin = [offsets[t.idx] for t in doc]
        self.end = [offsets[t.idx + len(t.text) - 1] + 1 for t in doc]
        self.pos = [t.pos_ for t in doc]
        self.dep = [t.dep_ for t in doc]
        self.head = [t.head.i for t in doc]
        self.morph = [str(t.morph) for t in doc]
        self.left = list(range(self.n))
        self.right = list(range(self.n))
        self.kids: list[list[int]] = [[] for _ in range(self.n)]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        for t in doc:
            self.left[t.i], self.right[t.i] = t.left_edge.i, t.right_edge.i
        self.pairs: list[tuple[int, int, Pair]] = []
        for pair in self.raw_pairs:
            inside = [
                i
                for i in range(self.n)
                if self.begin[i] > pair.open and self.end[i] <= pair.close and self.low[i] not in _FINAL
            ]
            if inside:
                self.pairs.append((inside[0], inside[-1], pair))

    @cached_property
    def last(self) -> int:
        """The last word that is no final punctuation."""
        i = self.n - 1
        while i > 0 and self.low[i] in _FINAL:
            i -= 1
        return i


def view(plain: str, start: int, stop: int, pairs: list[Pair], inner_stops: dict[int, int]) -> tuple[str, list[int]]:
    """The sentence plain[start:stop] as the parser shall see it, and the offset in the text of each of its characters.

    Quotation marks go, spaces are single, none stands before a comma or after an apostrophe. Of a long quotation only the first
    sentence stays (`inner_stops`: where it ends, by the offset of the opening mark).
    """
    drop = {o for p in pairs for o in (p.open, p.close)}
    skips = {stop_at: p.close for p in pairs if (stop_at := inner_stops.get(p.open)) is not None}
    chars: list[str] = []
    offsets: list[int] = []
    i = start
    while i < stop:
        char = plain[i]
        if i in skips:
            i = skips.pop(i)
            continue
        if i in drop or char.isspace():
            if chars and chars[-1] != " " and not (chars[-1] == "'" and i + 1 < stop):
                chars.append(" ")
                offsets.append(i)
        else:
            if char in _NO_SPACE_BEFORE and chars and chars[-1] == " " and char != ":":
                chars.pop()
                offsets.pop()
            chars.append(char)
            offsets.append(i)
        i += 1
    if chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return "".join(chars), offsets


def parse(units: Iterable[tuple[Unit, str]], nlp: "Language", batch_size: int = 64) -> Iterator[Unit]:
    """Parse units, each as one sentence, in batches."""

    def docs() -> Iterator[tuple[Any, tuple[Unit, str]]]:
        for unit, text in units:
            doc = nlp.make_doc(unit.sentence)
            for token in doc[1:]:
                token.is_sent_start = False
            yield doc, (unit, text)

    for doc, (unit, text) in nlp.pipe(docs(), as_tuples=True, batch_size=batch_size):
        unit.read(doc, text)
        yield unit
