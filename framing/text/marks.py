"""Quotation marks: a view of the text in which their kind does not matter, and the pairs that they make.

Outlets differ in typography. If a parser saw it, a study would measure typography; so marks are paired by code point and place,
with recovery, and everything after this module reads the same view whatever the marks were.
"""

import re
from typing import NamedTuple

from framing.language import Language, load
from framing.text.characters import exchanged

_OPENING = {"«": "»", "“": "”", "„": "“”", "‹": "›", "‘": "’", "‚": "‘’"}
_TURNED = {"”": "”", "»": "«"}  # marks that some pages open with, and what closes them then
_STRAIGHT = "\"＂″'"
_APOSTROPHES = "’ʼ′`´"
_SPACES = "\u00a0\u2007\u2009\u202f\u200a\u2002\u2003\t\u200b\ufeff"
_PLAIN = dict.fromkeys(_SPACES, " ") | dict.fromkeys(_APOSTROPHES, "'")
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_EVENT = re.compile(f"[«»“”„‹›‘’‚\"＂″'{_LINE_ENDS}]")
_WORD_ENDS = frozenset("»”)")  # what a word can end with besides a letter, before a single mark
_SENTENCE_ENDS = frozenset(".!?…")
_MAX_NESTING = 16  # deeper marks are noise, and a bound keeps hostile text linear
_MAX_GAP = 64  # characters of white space between a paragraph and the next
_MAX_PARAGRAPHS = 12  # a quotation that runs over more paragraphs is a mark that was never closed


class Pair(NamedTuple):
    """Two marks that belong together: the offset of each, and how many pairs hold this one."""

    open: int
    close: int
    depth: int


class Marks(NamedTuple):
    """The pairs of a text in order, its marks without a partner, and the marks that are repeated at a paragraph's start."""

    pairs: tuple[Pair, ...]
    unpaired: tuple[int, ...]
    repeated: tuple[int, ...]


class _Open(NamedTuple):
    at: int
    closers: str
    paragraph: int


def find_marks(text: str, language: Language | None = None) -> Marks:
    """The quotation marks of `text`, paired by kind and place; an odd number is no error.

    Straight marks open or close by the space round them, and by turns where that does not tell. A single mark after a letter is
    an apostrophe. A quotation runs on over a paragraph's end where the next paragraph opens with the mark again or closes it.
    Time and memory are linear in the text.

    >>> find_marks("Il dit « oui » et “non”.").pairs
    (Pair(open=7, close=13, depth=0), Pair(open=18, close=22, depth=0))
    """
    reader = _Reader(text, (language or load()).pattern("before_apostrophe"))
    events = [(m.start(), m.group()) for m in _EVENT.finditer(text)]
    found = _Pairing()
    stack = found.stack
    paragraph = 0
    for number, (at, char) in enumerate(events):
        if char in _LINE_ENDS:
            paragraph += 1
            if stack and not reader.runs_on(events, number, stack[0], paragraph):
                found.give_up()
        elif stack and _repeats(text, at, char, stack[0], paragraph):
            found.repeated.append(at)
        else:
            opens, closers = reader.reads_as(at, char, stack)
            if opens:
                found.open(_Open(at, closers, paragraph))
            elif opens is False:
                found.close(at, char)
    found.give_up()
    return Marks(tuple(sorted(found.pairs)), tuple(sorted(found.unpaired)), tuple(found.repeated))


class _Pairing:
    """The pairs of the marks read so far, and the stack of those that are open."""

    def __init__(self) -> None:
        self.pairs: list[Pair] = []
        self.unpaired: list[int] = []
        self.repeated: list[int] = []
        self.stack: list[_Open] = []

    def open(self, mark: _Open) -> None:
        """A mark opens, unless too many are open already."""
        if len(self.stack) < _MAX_NESTING:
            self.stack.append(mark)
        else:
            self.unpaired.append(mark.at)

    def close(self, at: int, char: str) -> None:
        """A mark closes the innermost one that it can close; what was opened after that one has no partner."""
        depth = len(self.stack) - 1
        while depth >= 0 and char not in self.stack[depth].closers:
            depth -= 1
        if depth < 0:
            self.unpaired.append(at)
            return
        self.pairs.append(Pair(self.stack[depth].at, at, depth))
        self.give_up(depth + 1)
        del self.stack[depth:]

    def give_up(self, depth: int = 0) -> None:
        """What is open at this depth and deeper has no partner."""
        self.unpaired += [mark.at for mark in self.stack[depth:]]
        del self.stack[depth:]


class _Reader(NamedTuple):
    """Tells what a mark of a text does; `elided` finds a word that lost its end, before an apostrophe."""

    text: str
    elided: re.Pattern[str]

    def reads_as(self, at: int, char: str, stack: list[_Open]) -> tuple[bool | None, str]:
        """Whether the mark opens (True), closes (False) or is none (None), and what would close it."""
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        may_close = any(char in o.closers for o in stack)
        if char in "'’":
            return self._single(at, char, before, after, may_close)
        if char in _STRAIGHT:
            return _straight(char, before, after, may_close)
        return _paired(char, before, after, may_close)

    def _single(self, at: int, char: str, before: str, after: str, may_close: bool) -> tuple[bool | None, str]:
        """A single mark: after a letter an apostrophe, unless it closes what one like it opened."""
        closes = may_close and not after.isalnum()
        if _ends_word(before) or (char == "’" and closes):
            return (False, "") if closes and not self._elides(self.text, at) else (None, "")
        if char == "'" and after.isalnum() and self._closes_later(at):
            return True, "'"
        return (False, "") if may_close and before in _SENTENCE_ENDS else (None, "")

    def _elides(self, text: str, at: int) -> bool:
        return self.elided.search(text[max(0, at - 8) : at]) is not None

    def _closes_later(self, at: int) -> bool:
        """Whether a single mark that could close follows within the line, near by."""
        window = self.text[at + 1 : at + 300]
        for match in re.finditer(r"'(?![\w])", window):
            if "\n" in window[: match.start()]:
                return False
            if not self._elides(window, match.start()):
                return True
        return False

    def runs_on(self, events: list[tuple[int, str]], number: int, outer: _Open, paragraph: int) -> bool:
        """Whether the outermost open quotation goes on after a paragraph's end: the next mark repeats or closes it."""
        if paragraph - outer.paragraph > _MAX_PARAGRAPHS:
            return False
        ended = events[number][0]
        for at, char in events[number + 1 : number + 40]:
            if char in _LINE_ENDS:
                continue
            opens, _ = self.reads_as(at, char, [outer])
            if opens is None:
                continue
            next_paragraph = at - ended <= _MAX_GAP and not self.text[ended:at].strip()
            closes = char in outer.closers
            if next_paragraph and (char == self.text[outer.at] or (closes and char not in _STRAIGHT)):
                return True
            return opens is False and closes
        return False


def _straight(char: str, before: str, after: str, may_close: bool) -> tuple[bool, str]:
    """A straight mark: by the space round it, and by turns where that does not tell."""
    left = not before or before.isspace() or before in "([{'’«“-–—/:"
    right = not after or after.isspace() or after in ".,;:!?…)]}»”'’-–—/"
    # A mark that looks like a closing one with nothing open opens nothing.
    return (left, char) if left != right else (not may_close, char)


def _paired(char: str, before: str, after: str, may_close: bool) -> tuple[bool, str]:
    """A mark of a pair does what its kind says, unless it closes what its like opened, or opens where a pair is turned."""
    if char in "“«" and may_close:
        return False, ""
    if char in _TURNED and not may_close and _left_edge(before, after):
        return True, _TURNED[char]
    return (True, _OPENING[char]) if char in _OPENING else (False, "")


def _ends_word(before: str) -> bool:
    return before.isalnum() or before in _WORD_ENDS


def _left_edge(before: str, after: str) -> bool:
    return (not before or before.isspace() or before in "(['’") and after.isalnum()


def _paragraph_start(text: str, at: int) -> bool:
    i = at - 1
    while i >= 0 and at - i < 8 and text[i] in " \u00a0\u202f\u2009\t":
        i -= 1
    return i < 0 or text[i] in _LINE_ENDS


def _repeats(text: str, at: int, char: str, outer: _Open, paragraph: int) -> bool:
    """Whether the mark only says again, at the start of a paragraph, that the quotation goes on."""
    return (
        paragraph > outer.paragraph and (char == text[outer.at] or char in outer.closers) and _paragraph_start(text, at)
    )


def plain(text: str, marks: Marks) -> str:
    """A view of `text` of the same length: pairs as « », other marks blank, one kind of apostrophe, plain spaces.

    >>> text = "L’“été”"
    >>> plain(text, find_marks(text))
    "L'«été»"
    """
    chars = list(exchanged(text, _PLAIN))
    for at in (*marks.unpaired, *marks.repeated):
        chars[at] = " "
    for pair in marks.pairs:
        chars[pair.open], chars[pair.close] = "«", "»"
    return "".join(chars)
