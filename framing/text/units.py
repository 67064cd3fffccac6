"""What a parser sees of a text at once: a sentence without quotation marks, every word with its place in the text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING

import numpy as np

from framing.language import Language, pipeline
from framing.text.marks import Marks, Pair
from framing.text.sentence_splitting import sentences

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Token

Span = tuple[int, int]
Numbers = tuple[int, ...]

_FINAL = frozenset([".", "!", "?", "…", "...", ";", ":", ",", "–", "-", "—"])
_ODD = re.compile(r"\s\s|\s[,.;!?)\]…]|'\s|[^\S ]|[«»]")
# What a parser shall not see, once the marks are spaces; each pattern takes time linear in the text.
LEFT_OUT = {
    "a full stop said again after a mark": r"(?<=\.)(?:\s++\.++)+",  # « … fin. ». »
    "space at the start": r"\A\s+",
    "space after an apostrophe": r"(?<=')\s+",
    "space before a mark that follows its word": r"\s++(?=[,.;!?)\]…])",
    "space at the end": r"\s++\Z",
    "space after a space": r"(?<=\s)\s+",
}
_LEFT_OUT = re.compile("|".join(LEFT_OUT.values()))
_ANY_SPACE = re.compile(r"\s")
MAX_CHARS = 2400  # a window that the parser sees at once; longer sentences are cut, with a warning
MAX_PIECES = 4  # windows of one sentence that are read for quotations; what is longer is no sentence
BATCH = 64
_SPELT: dict[int, str] = {}
_MOST_SPELT = 50_000  # words and labels that are remembered


class Unit:
    """A stretch of text that is parsed at once, as parallel tuples over its words.

    `low` the words in lower case, `begin` and `end` their offsets in the text, `pos`, `dep`, `head` and `morph` the parse,
    `left` and `right` the edges of the subtree of each word, `kids` its dependents, `pairs` the quotation marks as
    (first word inside, last word inside, pair). `doc` is spaCy's own form of the same. They are tuples, because Python's garbage
    collector looks through all lists of a batch of articles again and again.
    """

    doc: "Doc"

    def __init__(
        self,
        number: int,
        start: int,
        stop: int,
        sentence: str,
        offsets: list[int],
        pairs: list[Pair],
        language: Language,
    ):
        self.number = number
        self.start = start
        self.stop = stop
        # The tokenizer splits « Celle-ci » unless it is in lower case.
        deictic = language.pattern("deictic").match(sentence)
        self.sentence = sentence[:1].lower() + sentence[1:] if deictic else sentence
        self.offsets = tuple(offsets)
        self.raw_pairs = pairs
        self.language = language

    @property
    def is_parsed(self) -> bool:
        """Whether the parse is there."""
        return "doc" in self.__dict__

    def read(self, doc: "Doc") -> None:
        """Take over the words and the parse."""
        self.doc = doc
        self.n = len(doc)
        offsets = self.offsets
        words, starts, dep, pos, morph = doc.to_array(["ORTH", "IDX", "DEP", "POS", "MORPH"]).T.tolist()
        strings = doc.vocab.strings
        self.words, self.dep, self.pos, self.morph = (_spelt(codes, strings) for codes in (words, dep, pos, morph))
        self.low = tuple([intern(w.lower()) for w in self.words])
        self.begin = tuple([offsets[s] for s in starts])
        self.end = tuple([offsets[s + len(w) - 1] + 1 for s, w in zip(starts, self.words, strict=True)])
        self.head = tuple([i + h for i, h in enumerate(doc.to_array("HEAD").astype("int64").tolist())])
        self.kids = _dependents(self.head)
        self.left, self.right = _edges(self.head)
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

    def span_of(self, first: "Token", last: "Token | None" = None) -> Span:
        """Where a token of `doc`, or the tokens from one to another, stand in the text."""
        return self.begin[first.i], self.end[(last or first).i]


def _spelt(codes: list[int], strings: "StringStore") -> tuple[str, ...]:
    """The strings whose numbers spaCy gives, each number the same object: rules compare and look up these all the time,
    and what is the same object is equal at once."""
    try:
        return tuple([_SPELT[code] for code in codes])
    except KeyError:
        found = tuple([intern(strings[code]) for code in codes])
        if len(_SPELT) < _MOST_SPELT:
            _SPELT.update(zip(codes, found, strict=True))
        return found


def _dependents(heads: Numbers) -> tuple[Numbers, ...]:
    """The words that hang on each word."""
    found: list[Numbers] = [()] * len(heads)
    for i, up in enumerate(heads):
        if up != i:
            found[up] += (i,)
    return tuple(found)


def _edges(heads: Numbers) -> tuple[Numbers, Numbers]:
    """The first and the last word of the subtree of each word."""
    left, right = list(range(len(heads))), list(range(len(heads)))
    for i, up in enumerate(heads):
        # A word that lies in a subtree already lies in all those round it; a root is its own head.
        while not left[up] <= i <= right[up]:
            if i < left[up]:
                left[up] = i
            else:
                right[up] = i
            up = heads[up]
    return tuple(left), tuple(right)


def view(plain: str, start: int, stop: int, pairs: list[Pair], inner_stops: dict[int, int]) -> tuple[str, list[int]]:
    """The sentence plain[start:stop] as the parser shall see it, and the offset in the text of each of its characters.

    Quotation marks go, spaces are single, none stands before a comma or after an apostrophe. Of a long quotation only the first
    sentence stays (`inner_stops`: where it ends, by the offset of the opening mark, for pairs in no other).
    """
    if not pairs and not _ODD.search(plain, start, stop):
        return plain[start:stop], list(range(start, stop))
    spaced, offsets = _without_marks(plain, start, stop, pairs, inner_stops)
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for gone in _LEFT_OUT.finditer(spaced):
        parts.append(spaced[done : gone.start()])
        places += offsets[done : gone.start()]
        done = gone.end()
    parts.append(spaced[done:])
    return _ANY_SPACE.sub(" ", "".join(parts)), places + offsets[done:]


def _without_marks(
    plain: str, start: int, stop: int, pairs: list[Pair], inner_stops: dict[int, int]
) -> tuple[str, list[int]]:
    """plain[start:stop] with spaces for marks, without what follows a quotation's first sentence; and the offsets."""
    chars, offsets = list(plain[start:stop]), list(range(start, stop))
    for pair in pairs:
        for at in (pair.open, pair.close):
            if start <= at < stop:
                chars[at - start] = " "
    for pair in reversed(pairs):  # from the end, so that the places before hold
        if pair.open in inner_stops:
            rest = slice(inner_stops[pair.open] - start, pair.close - start)
            del chars[rest], offsets[rest]
    return "".join(chars), offsets


class Cut:
    """A text cut into units: the frames of its quotations, the asides that hold no frame, and what was too long.

    A frame is a sentence; one that holds a quotation of several sentences is read with the first of them. An aside is
    what the frames leave out: the labels of turns (`openings`), the further sentences of quotations, the end of an
    endless sentence. Together they hold every character of `plain` that is no space and no quotation mark.
    """

    def __init__(
        self, plain: str, marks: Marks, spans: list[Span], language: Language, openings: Iterable[Span] = ()
    ) -> None:
        self.plain = plain
        self.marks = marks
        self.language = language
        self.warnings: list[str] = []
        self.frames: list[Unit] = []
        self._openings = dict(openings)
        self._cut_frames(spans)

    def _cut_frames(self, spans: list[Span]) -> None:
        marks, j = self.marks.pairs, 0
        for start, end in self._bounds(spans):
            while j < len(marks) and marks[j].open < start:
                j += 1
            first = j
            while j < len(marks) and marks[j].open < end:
                j += 1
            self.frames += self._windows(start, end, list(marks[first:j]))

    def _bounds(self, spans: list[Span]) -> list[Span]:
        """Sentences without the openings of turns, those of one quotation joined, and a quotation with the words before it
        that end with a colon."""
        outer = [p for p in self.marks.pairs if p.depth == 0]
        bounds: list[Span] = []
        k = 0
        for first, end in spans:
            start = self._openings.get(first, first)
            if start >= end:
                continue
            while k < len(outer) and outer[k].close < start:
                k += 1
            if bounds and k < len(outer) and self._goes_on(bounds[-1], outer[k], start):
                bounds[-1] = (bounds[-1][0], end)
            else:
                bounds.append((start, end))
        return bounds

    def _goes_on(self, before: Span, pair: Pair, start: int) -> bool:
        """Whether a sentence belongs to the one before: it begins in a quotation, or it is one that a colon leads to."""
        led = pair.open == start and self.plain[before[1] - 1] == ":"
        return led or pair.open < start <= pair.close

    def _windows(self, start: int, end: int, pairs: list[Pair]) -> list[Unit]:
        """The sentence as one unit, or as several when it is longer than a parser should see."""
        stops = {}
        for pair in pairs:
            if pair.depth == 0 and pair.close - pair.open > 2 and (stop := self._first_sentence(pair)) is not None:
                stops[pair.open] = stop
        number = len(self.frames)
        sentence, offsets = view(self.plain, start, end, pairs, stops)
        if not sentence:
            return []
        if len(sentence) <= MAX_CHARS:
            return [Unit(number, start, end, sentence, offsets, pairs, self.language)]
        self.warnings.append(
            f"a sentence of {len(sentence)} characters at {start}: its first "
            f"{MAX_CHARS * MAX_PIECES} are read, in pieces of {MAX_CHARS}"
        )
        units: list[Unit] = []
        k = 0
        for first, last in _pieces(sentence, MAX_PIECES):
            low, high = offsets[first], offsets[last - 1]
            inside = []
            while k < len(pairs) and pairs[k].open <= high:
                if pairs[k].open >= low and pairs[k].close <= high:
                    inside.append(pairs[k])
                k += 1
            units.append(
                Unit(
                    number + len(units), low, high + 1, sentence[first:last], offsets[first:last], inside, self.language
                )
            )
        return units

    def _first_sentence(self, pair: Pair) -> int | None:
        """Where the first sentence of a quotation of several ends: the rest is not parsed with its frame."""
        inner = sentences(self.plain[pair.open + 1 : pair.close], self.language)
        return pair.open + 1 + inner[0][1] if len(inner) > 1 else None

    @cached_property
    def asides(self) -> list[Unit]:
        """The sentences, or parts of them, that no frame holds; their numbers go on after the frames'."""
        found: list[Unit] = []
        for first, stop in self._left_out():
            for start, end in sentences(self.plain[first:stop], self.language):
                sentence, offsets = view(self.plain, first + start, first + end, self._marks_in(first, stop), {})
                for low, high in _pieces(sentence):
                    number = len(self.frames) + len(found)
                    span = offsets[low], offsets[high - 1] + 1
                    found.append(Unit(number, *span, sentence[low:high], offsets[low:high], [], self.language))
        return found

    def _left_out(self) -> Iterator[Span]:
        """The stretches between the characters that the frames hold, where they have a letter or a digit."""
        kept = np.array([-1, *(o for unit in self.frames for o in unit.offsets), len(self.plain)], dtype=np.int64)
        for k in np.flatnonzero(np.diff(kept) > 1).tolist():
            start, stop = int(kept[k]) + 1, int(kept[k + 1])
            if any(char.isalnum() for char in self.plain[start:stop]):
                yield start, stop

    def _marks_in(self, start: int, stop: int) -> list[Pair]:
        pairs = self.marks.pairs
        first = bisect_right(pairs, start - 1, key=lambda p: p.open)
        inside = []
        for pair in pairs[first:]:
            if pair.open >= stop:
                break
            inside.append(pair)
        return inside


def _pieces(sentence: str, most: int | None = None) -> Iterator[Span]:
    """A sentence in pieces that a parser can see at once, cut at spaces, at most so many."""
    first = n = 0
    while first < len(sentence) and (most is None or n < most):
        last = min(first + MAX_CHARS, len(sentence))
        if last < len(sentence):
            last = max(sentence.rfind(" ", first + MAX_CHARS // 2, last), first) + 1 or last
            last = last if last > first + 1 else first + MAX_CHARS
        yield first, last
        first, n = last, n + 1


def parse(units: Iterable[Unit], nlp: "Pipeline | None" = None, *, lemmas: bool = False) -> None:
    """Parse the units that are not parsed yet, each as one sentence, in batches; with `lemmas` all have their lemmas then.

    Each is read by the spaCy model of its own language, or all by `nlp`. Raises ValueError, naming the language, for a unit
    whose language has no model.

    >>> from framing.text.article import Article
    >>> article = Article("Le port rouvre.")
    >>> parse(article.units)
    >>> article.units[0].words
    ('Le', 'port', 'rouvre', '.')
    """
    waiting: dict[str, list[Unit]] = {}
    for unit in units:
        if not unit.is_parsed:
            waiting.setdefault("" if nlp else _model_of(unit.language), []).append(unit)
        elif lemmas and len(unit.doc) and not unit.doc.has_annotation("LEMMA"):
            (nlp or pipeline(_model_of(unit.language))).get_pipe("lemmatizer")(unit.doc)
    # What is parsed already needs no pipeline, which takes seconds to load.
    for model, alike in waiting.items():
        _parse_alike(alike, nlp or pipeline(model), lemmas)


def _model_of(language: Language) -> str:
    if not language.model:
        raise ValueError(f"{language.name} has no model to parse with: name one in {language.path('language.toml')}")
    return language.model


def _parse_alike(units: list[Unit], nlp: "Pipeline", lemmas: bool) -> None:
    """Parse units with one pipeline."""

    def docs() -> Iterator[tuple["Doc", Unit]]:
        for unit in units:
            doc = nlp.make_doc(unit.sentence)
            starts = np.full((len(doc), 1), -1, dtype="int64").astype("uint64")
            starts[:1] = 1
            yield doc.from_array(["SENT_START"], starts), unit  # type: ignore[arg-type]  # the stub asks for thinc's array

    # A model without a morphologizer has its parts of speech from the attribute ruler.
    disabled = ["attribute_ruler"] if nlp.has_pipe("morphologizer") else []
    disabled += [] if lemmas else ["lemmatizer"]
    for doc, unit in nlp.pipe(docs(), as_tuples=True, batch_size=BATCH, disable=disabled):
        unit.read(doc)
