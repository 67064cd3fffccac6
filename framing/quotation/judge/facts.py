"""What is asked again and again of a parsed sentence, looked up once: where a content may end, what stands in marks."""

from collections.abc import Callable
from functools import cached_property
from itertools import accumulate

from framing.quotation.relations.classes import COMMA
from framing.quotation.relations.grammar import ends_as_gerund
from framing.quotation.relations.relation import Range, Reading

_STOPS = frozenset([";", ":"])
_SENTENCE_ENDS = frozenset([".", "!", "?"])
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
        return next((name for name, test in BOUNDARIES if test(self, k)), "word")

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


def _joins_clauses(f: Facts, k: int) -> bool:
    return f.u.pos[k] == "CCONJ" and f.within(f.finite, k + 1, min(k + _CONJUNCT, f.u.n) - 1) > 0


def _opens_gerund(f: Facts, k: int) -> bool:
    c = f.reading.classes
    return f.u.low[k] in c.gerund_prepositions and k < f.u.last and ends_as_gerund(f.reading, k + 1)


def _opens_relative(f: Facts, k: int) -> bool:
    c = f.reading.classes
    return f.u.low[k] in c.tail_relatives or f.u.low[k] in c.subject_relatives


# The first test that holds says which boundary a word is.
BOUNDARIES: tuple[tuple[str, Callable[[Facts, int], bool]], ...] = (
    ("end", lambda f, k: k > f.u.last),
    ("inside marks", lambda f, k: f.in_marks[k] and f.in_marks[k - 1] and any(a < k <= b for a, b, _ in f.u.pairs)),
    ("bracket", lambda f, k: f.u.low[k] in ("(", ")")),
    ("comma", lambda f, k: f.u.low[k] == ","),
    ("stop", lambda f, k: f.u.low[k] in COMMA or f.u.low[k] in _STOPS),
    ("sentence", lambda f, k: f.u.low[k] in _SENTENCE_ENDS),
    ("conjunction", _joins_clauses),
    ("joint", lambda f, k: f.u.pos[k] == "CCONJ"),
    ("gerund", _opens_gerund),
    ("agent", lambda f, k: f.u.low[k] in f.reading.classes.agent_prepositions),
    ("relative", _opens_relative),
    ("que", lambda f, k: f.u.low[k] in f.reading.classes.que),
    ("time", lambda f, k: f.u.low[k] in f.reading.classes.time_openers),
    ("preposition", lambda f, k: f.u.pos[k] == "ADP"),
)
_BREAKS = frozenset(["bracket", "comma", "stop"])
_JOINTS = frozenset(["bracket", "comma", "stop", "conjunction", "gerund", "agent"])
