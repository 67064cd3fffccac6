"""What is asked again and again of a parsed sentence, looked up once: where a content may end, what stands in marks."""

from functools import cached_property, lru_cache
from itertools import accumulate

from framing.quotation.relations.classes import COMMA, WordClasses
from framing.quotation.relations.grammar import ends_as_gerund
from framing.quotation.relations.relation import Range, Reading

_CONJUNCT = 6  # words behind a conjunction among which a finite verb makes it one of clauses


class Facts:
    """A reading, and for each of its words which boundary it is and how many of a sort stand before it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.u = reading.u

    @cached_property
    def in_marks(self) -> list[bool]:
        """Whether each word stands in quotation marks."""
        return [any(a <= k <= b for a, b, _ in self.u.pairs) for k in range(self.u.n)]

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
    def cues(self) -> list[int]:
        """How many reporting verbs stand before each word."""
        places = {verb.at for verb in self.reading.verbs}
        return _counts([k in places for k in range(self.u.n)])

    @cached_property
    def boundaries(self) -> list[str]:
        """Which kind of place each word is, for a content that may end before it."""
        return [self._boundary(k) for k in range(self.u.n + 1)]

    @cached_property
    def crossings(self) -> dict[str, list[int]]:
        """How many boundaries of each kind stand before each word."""
        kinds = self.boundaries[: self.u.n]
        return {kind: _counts([k == kind for k in kinds]) for kind in set(kinds)}

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

    def joints(self, first: int, stop: int) -> list[int]:
        """The words before which a content may end that goes from `first` to `stop`."""
        return [k - 1 for k in range(first + 1, stop + 1) if self.boundaries[k] in _JOINTS]

    def next_break(self, first: int) -> int:
        """The word before the next comma, bracket or stop behind a word that stands in no marks."""
        return next((k - 1 for k in range(first + 1, self.u.last + 1) if self.boundaries[k] in _BREAKS), self.u.last)

    def first_comma(self, content: Range) -> int | None:
        """The first comma of a content that stands in no marks."""
        first, last = content
        return next((k for k in range(first, last + 1) if self.u.low[k] == "," and not self.in_marks[k]), None)


def _counts(flags: list[bool]) -> list[int]:
    return list(accumulate(flags, initial=0))


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
