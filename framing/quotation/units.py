"""A sentence as quotations need it: parsed on a view without quotation marks, every word with its place in the text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from framing.text.marks import Pair

if TYPE_CHECKING:
    from spacy.language import Language

_FINAL = frozenset([".", "!", "?", "…", "...", ";", ":", ",", "–", "-", "—"])
_NO_SPACE_BEFORE = ",.;:!?)]…"
_ODD = re.compile(r"\s\s|\s[,.;!?)\]…]|'\s|[^\S ]|[«»]")
_DEICTIC = re.compile(r"Ce(?:lui|lle|ux|lles)-ci\b")
MAX_CHARS = 2400  # a window that the parser sees at once; longer sentences are cut, with a warning
MAX_PIECES = 4  # windows of one sentence that are read; what is longer is no sentence
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
        # The tokenizer splits « Celle-ci » unless it is in lower case.
        self.sentence = sentence[:1].lower() + sentence[1:] if _DEICTIC.match(sentence) else sentence
        self.offsets = offsets
        self.raw_pairs = pairs
        self.inner_of: Pair | None = None

    def read(self, doc: Any) -> None:
        """Take over the words and the parse."""
        n = self.n = len(doc)
        offsets = self.offsets
        strings = doc.vocab.strings
        self.words = [t.text for t in doc]
        self.low = [w.lower() for w in self.words]
        table = doc.to_array(["IDX", "HEAD", "DEP", "POS", "MORPH"])
        starts = table[:, 0].tolist()
        self.begin = [offsets[s] for s in starts]
        self.end = [offsets[s + len(w) - 1] + 1 for s, w in zip(starts, self.words, strict=True)]
        self.head = [i + h for i, h in enumerate(table[:, 1].astype("int64").tolist())]
        self.dep, self.pos, self.morph = ([strings[h] for h in table[:, k].tolist()] for k in (2, 3, 4))
        self.left, self.right = list(range(n)), list(range(n))
        self.kids: list[list[int]] = [[] for _ in range(n)]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        for i in range(n):
            up, steps = i, 0
            while self.head[up] != up and steps < n:
                up, steps = self.head[up], steps + 1
                if self.left[up] <= i <= self.right[up]:
                    break
                self.left[up], self.right[up] = min(self.left[up], i), max(self.right[up], i)
        self.pairs: list[tuple[int, int, Pair]] = []
        for pair in self.raw_pairs:
            first, stop = bisect_right(self.begin, pair.open), bisect_right(self.end, pair.close)
            inside = [i for i in range(first, stop) if self.low[i] not in _FINAL]
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
    if not pairs and not _ODD.search(plain, start, stop):
        return plain[start:stop], list(range(start, stop))
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
            if char == "." and chars and chars[-1] == "." and offsets[-1] < i - 1:
                i += 1  # « … fin. ». »: the stop inside the marks and the one after them are one
                continue
            chars.append(char)
            offsets.append(i)
        i += 1
    if chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return "".join(chars), offsets


def parse(units: Iterable[Unit], nlp: "Language", batch_size: int = 64) -> Iterator[Unit]:
    """Parse units, each as one sentence, in batches."""
    from spacy.tokens import Doc

    def docs() -> Iterator[tuple[Any, Unit]]:
        for unit in units:
            words = nlp.make_doc(unit.sentence)
            starts: list[bool | int | None] = [k == 0 for k in range(len(words))]
            yield (
                Doc(nlp.vocab, [t.text for t in words], [bool(t.whitespace_) for t in words], sent_starts=starts),
                unit,
            )

    parsed = nlp.pipe(docs(), as_tuples=True, batch_size=batch_size, disable=["lemmatizer", "attribute_ruler"])
    for doc, unit in parsed:
        unit.read(doc)
        yield unit
