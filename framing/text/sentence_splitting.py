"""Paragraphs and sentences of a raw text, by rule, before any parser sees it.

A parser's own splitter runs over paragraph ends and breaks at guillemets; quotations need better. These rules look at
the characters round a full stop and at the language's abbreviations, nothing else, and take time linear in the text.
"""

import re
from functools import cache
from typing import NamedTuple

from framing.language import Language, load

# One line is one paragraph: line ends of every system, and the form feed and separators that PDF and web text bring.
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOP = re.compile(r"[.!?…]+(?:[ \u00a0\u202f][!?…]+)*")
_OPEN = "«“‹„([{"
_CLOSE = "»)]}"
_MOSTLY_CLOSE = "”›"  # some pages open with them: not closing between a space and a letter
_EITHER = "\"'’‘＂"  # open or close by their place; ’ and ' are apostrophes elsewhere, never just after a full stop
_STRAIGHT = '"＂'
_SPACE = " \u00a0\u2009\u202f\t"
_DASH = "-–—•"
_BEFORE_START = frozenset(_OPEN + _EITHER + _DASH + "”")  # what may stand before the first word of a sentence
_MAX_MARKS = 6  # marks and spaces looked at on either side of a full stop
_BEFORE = re.compile(r"[^\s«“„‹(\[\"]{1,24}$")
_NUMBER = re.compile(r"\s?(?:\d|[IVXLC]+\b)")
_WORD_BEFORE = re.compile(r"(\w+)\s$")
_WORD_AFTER = re.compile(r"\s(\w+)")
_ACRONYM = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.){3,}")  # O.N.U. may end a sentence; J.R.R. before a name is cut wrongly


class _Shortened(NamedTuple):
    """What a language shortens with a full stop: abbreviation -> whether its stop may end a sentence too (`never`,
    `sometimes`, `unless_number`: it does but before a number), and initials.

    `small` are words that open no name, `titles` those that a name may follow at once.
    """

    abbreviations: dict[str, str]
    initials: re.Pattern[str]
    small: frozenset[str]
    titles: frozenset[str]


@cache
def _shortened(language: Language) -> _Shortened:
    capital = "|".join(["[A-ZÀ-ÖØ-Þ]", *sorted(map(re.escape, language.words("initials_of_two_letters")))])
    return _Shortened(
        {row["abbreviation"]: row["ends_sentence"] for row in language.table("abbreviations")},
        re.compile(rf"(?:(?:{capital})(?:\.-?|-))*(?:{capital})\."),  # J.  J.-P.  G.W.  Ph.
        language.function_words,
        frozenset([*language.civilities, *(noun for noun, r in language.roles.items() if r.kind == "person")]),
    )


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the lines of `text` that hold something, without the white space round them.

    >>> paragraphs("Un titre\\n\\n  Un paragraphe. \\r\\n")
    [(0, 8), (12, 26)]
    """
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            found.append((start, start + len(stripped)))
    return found


def sentences(text: str, language: Language | None = None) -> list[tuple[int, int]]:
    """Offsets (start, end) of the sentences of `text`, in order, without the white space between them.

    A sentence never runs over the end of a paragraph. It ends at a full stop (. ! ? …) that a capital, a digit or an
    opening mark follows, unless the stop belongs to an abbreviation, an initial, a number or an omission mark « (…) ».
    A quotation of several sentences is split inside; the closing mark belongs to the sentence that it closes.

    >>> text = "« C'est fini. Nous partons », a dit M. Ravel. Il pleuvait."
    >>> [text[start:end] for start, end in sentences(text)]
    ["« C'est fini.", 'Nous partons », a dit M. Ravel.', 'Il pleuvait.']
    """
    shortened = _shortened(language or load())
    return [span for start, end in paragraphs(text) for span in _split(text, start, end, shortened)]


def _split(text: str, start: int, end: int, shortened: _Shortened) -> list[tuple[int, int]]:
    """The sentences of the paragraph text[start:end]."""
    spans = []
    first = start
    open_marks = 0  # straight double marks seen so far in the paragraph
    counted = start
    for stop in _STOP.finditer(text, start, end):
        if stop.start() < first:
            continue
        open_marks += text.count('"', counted, stop.start())
        counted = stop.start()
        if _is_no_end(text, first, start, stop.start(), stop.end(), shortened):
            continue
        close = _after_closing_marks(text, stop.end(), end, open_marks % 2 == 1)
        following = _next_start(text, close, end)
        if following is None or not _may_follow(text, following, end):
            continue
        spans.append((first, close))
        first = following
    if first < end:
        spans.append((first, end))
    return spans


def _is_no_end(text: str, first: int, paragraph: int, stop: int, after: int, shortened: _Shortened) -> bool:
    """Whether the stop at text[stop:after] belongs to an abbreviation, an initial, a number or an omission mark."""
    if (
        text[stop:after] in ("…", "...")
        and stop > paragraph
        and text[stop - 1] in "(["
        and text[after : after + 1] in (")", "]")
    ):
        return True
    if text[stop:after] != ".":
        return False
    match = _BEFORE.search(text[max(paragraph, stop - 24) : stop])
    token = (match.group() if match else "") + "."
    # The part after an elision is the abbreviation: « l'art. 3 ».
    token = re.split("['’]", token)[-1]
    if (may_end := shortened.abbreviations.get(token)) is not None:
        return _shortens(may_end, text, after)
    if shortened.initials.fullmatch(token):
        return not (_ACRONYM.fullmatch(token) or _is_letter_of_noun(text, paragraph, stop - 1, after, shortened))
    if token[:-1].isdigit():
        digit_follows = re.match(r"\s?\d", text[after : after + 2]) is not None
        numbers_a_list = stop - len(token) + 1 == first
        return numbers_a_list or (digit_follows and len(token) <= 3)
    return False


def _shortens(may_end: str, text: str, after: int) -> bool:
    """Whether the stop of an abbreviation ends no sentence: « le vol. 3 », but not « il a raté son vol. Hugo … »."""
    return may_end == "never" or may_end == "unless_number" and _NUMBER.match(text, after) is not None


def _is_letter_of_noun(text: str, paragraph: int, letter: int, after: int, shortened: _Shortened) -> bool:
    """« la vitamine C. La revue … »: a letter behind a noun that nobody is called by, and a word behind it that opens no name."""
    before = _WORD_BEFORE.search(text[max(paragraph, letter - 24) : letter])
    following = _WORD_AFTER.match(text, after)
    if before is None or following is None or not before[1].islower():
        return False
    names_follow = before[1] in shortened.small or before[1] in shortened.titles
    return not names_follow and following[1].lower() in shortened.small


def _after_closing_marks(text: str, at: int, end: int, straight_open: bool) -> int:
    """The place after the marks that close here, spaces between them included; `at` when there are none."""
    close = at
    for i in range(at, min(end, at + _MAX_MARKS)):
        if text[i] in _SPACE:
            continue
        word_follows = i + 1 < end and text[i + 1].isalnum()
        if not _closes(text[i], text[i - 1] in _SPACE, word_follows, straight_open):
            break
        close = i + 1
    return close


def _closes(mark: str, is_spaced: bool, word_follows: bool, straight_open: bool) -> bool:
    """Whether a mark after a full stop closes: by its kind, a space before it, a word after it, and what is open."""
    if mark in _CLOSE:
        return True
    if mark in _MOSTLY_CLOSE:
        return not (is_spaced and word_follows)
    if word_follows:
        return False
    if mark in _STRAIGHT and straight_open:
        return True
    return not is_spaced and (mark in _EITHER or mark == "“")  # “ closes what „ opened


def _next_start(text: str, close: int, end: int) -> int | None:
    """Where the next sentence would start; None when no space parts it from the stop (« 3.5 », « site.fr »)."""
    following = close
    while following < end and text[following].isspace():
        following += 1
    if following >= end:
        return None
    return following if following > close or text[close - 1] in "»”" else None


def _may_follow(text: str, at: int, end: int) -> bool:
    """Whether a sentence can start at `at`: a capital or a digit, or, after opening marks or a dash, an omission."""
    opened = False
    for i in range(at, min(end, at + _MAX_MARKS)):
        char = text[i]
        if _starts_sentence(char) or (opened and text.startswith(("…", "..."), i)):
            return True
        if char in _BEFORE_START:
            opened = True
        elif char not in _SPACE:
            return False
    return False


def _starts_sentence(char: str) -> bool:
    return char.istitle() or char.isdigit()  # every capital is a title letter
