"""What is asked again and again of a parsed sentence, looked up once: where a content may end, what stands in marks."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from framing.quotation.relations.classes import COMMA, WordClasses
from framing.quotation.relations.grammar import ends_as_gerund, finite_group
from framing.quotation.relations.relation import Range, Reading, Verb
from framing.quotation.relations.sources import subject_of

_CONJUNCT = 6  # words behind a conjunction among which a finite verb makes it one of clauses
CROSSED = ("comma", "conjunction", "bracket", "gerund", "agent", "stop", "relative")  # boundaries that are counted
_CROSSED = {kind: place for place, kind in enumerate(CROSSED)}
_SHOWN = frozenset(["ADP", "SCONJ", "PRON", "PUNCT", "CCONJ", "DET"])  # function words


class Facts:
    """A reading, and for each of its words which boundary it is and how many of a sort stand before it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.u = reading.u

    @cached_property
    def in_marks(self) -> list[bool]:
        """Whether each word stands in quotation marks."""
        found = [False] * self.u.n
        for a, b, _ in self.u.pairs:
            found[a : b + 1] = [True] * (b + 1 - a)
        return found

    @cached_property
    def finite(self) -> list[int]:
        """How many finite verbs stand before each word."""
        u = self.u
        return _counts(["VerbForm=Fin" in u.morph[k] and u.pos[k] in ("VERB", "AUX") for k in range(u.n)])

    @cached_property
    def commas(self) -> list[int]:
        """How many commas stand before each word."""
        return _counts([word == "," for word in self.u.low])

    @cached_property
    def ques(self) -> list[int]:
        """How many « que » stand before each word."""
        que = self.reading.classes.que
        return _counts([word in que for word in self.u.low])

    @cached_property
    def brackets(self) -> list[int]:
        """How many brackets are open before each word."""
        return _counts([(word == "(") - (word == ")") for word in self.u.low])

    @cached_property
    def cues(self) -> list[int]:
        """How many reporting verbs stand before each word."""
        places = {verb.at for verb in self.reading.verbs}
        return _counts([k in places for k in range(self.u.n)])

    @cached_property
    def shown(self) -> list[str]:
        """Each function word itself, of other words the part of speech; an empty one before the first and behind the last."""
        u = self.u
        return ["", *(word if pos in _SHOWN else pos for word, pos in zip(u.low, u.pos, strict=True)), ""]

    @cached_property
    def boundaries(self) -> list[str]:
        """Which kind of place each word is, for a content that may end before it."""
        return [self._boundary(k) for k in range(self.u.n + 1)]

    @cached_property
    def crossings(self) -> list[tuple[int, ...]]:
        """How many boundaries of each kind of `CROSSED` stand before each word."""
        before = (0,) * len(CROSSED)
        found = [before]
        for kind in self.boundaries[: self.u.n]:
            if (place := _CROSSED.get(kind)) is not None:
                before = (*before[:place], before[place] + 1, *before[place + 1 :])
            found.append(before)
        return found

    @cached_property
    def speakers_of_cues(self) -> list[tuple[int, Range | None]]:
        """The finite reporting verbs that a conjunction joins to another, each with its subject."""
        u = self.u
        joined = [verb for verb in self.reading.verbs if u.dep[verb.at] == "conj" and finite_group(u, verb.at)]
        return [(verb.at, subject_of(self.reading, verb.at, verb.group)) for verb in joined]

    def verb_at(self, k: int | None) -> Verb | None:
        """The reporting verb that a word is."""
        return self._verbs.get(k)

    @cached_property
    def _verbs(self) -> dict[int | None, Verb]:
        return {verb.at: verb for verb in self.reading.verbs}

    def _boundary(self, k: int) -> str:
        u = self.u
        if k > u.last:
            return "end"
        if u.pairs and any(a < k <= b for a, b, _ in u.pairs):
            return "inside marks"
        kind = _kinds(self.reading.classes).get(u.low[k])
        if kind == "gerund":
            kind = "gerund" if k < u.last and ends_as_gerund(self.reading, k + 1) else None
        if kind is None and u.pos[k] == "CCONJ":
            return "conjunction" if self.within(self.finite, k + 1, min(k + _CONJUNCT, u.n) - 1) else "joint"
        return kind or ("preposition" if u.pos[k] == "ADP" else "word")

    def within(self, counts: list[int], first: int, last: int) -> int:
        """How many of those counted stand from one word to another."""
        return counts[last + 1] - counts[first]

    def all_within(self, counts: list[int], parts: Sequence[Range]) -> int:
        """How many of those counted stand in all parts."""
        return sum([counts[b + 1] - counts[a] for a, b in parts])

    def joints(self, first: int, stop: int) -> list[int]:
        """The words before which a content may end that goes from `first` to `stop`."""
        return [k - 1 for k in range(first + 1, stop + 1) if self.boundaries[k] in _JOINTS]

    def next_break(self, first: int) -> int:
        """The word before the next comma, bracket or stop behind a word that stands in no marks."""
        return next((k - 1 for k in range(first + 1, self.u.last + 1) if self.boundaries[k] in _BREAKS), self.u.last)

    def first_comma(self, content: Range) -> int | None:
        """The first comma of a content that stands in no marks."""
        first, last = content
        if not self.within(self.commas, first, last):
            return None
        return next((k for k in range(first, last + 1) if self.u.low[k] == "," and not self.in_marks[k]), None)


def _counts(numbers: Sequence[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


@lru_cache(maxsize=8)
def _kinds(c: WordClasses) -> dict[str, str]:
    """The words that are a boundary of a kind by themselves, the first kind that names a word."""
    lists = (
        ("bracket", ("(", ")")),
        ("comma", (",",)),
        ("stop", (*COMMA, ";", ":")),
        ("sentence", (".", "!", "?")),
        ("gerund", c.gerund_prepositions),
        ("agent", c.agent_prepositions),
        ("relative", c.relatives),
        ("complementizer", c.que),
        ("time", c.time_openers),
    )
    found: dict[str, str] = {}
    for kind, words in lists:
        for word in words:
            found.setdefault(word, kind)
    return found


_BREAKS = frozenset(["bracket", "comma", "stop"])
_JOINTS = frozenset(["bracket", "comma", "stop", "conjunction", "gerund", "agent"])
