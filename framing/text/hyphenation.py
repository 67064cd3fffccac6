"""Words that the ends of lines break, as scans and columns of print have them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from framing.language import Language
from framing.text.characters import BROKEN
from framing.text.edits import Edit

_LETTER = r"[^\W\d_]"
_BREAK = re.compile(rf"(?<={_LETTER})[-‐{BROKEN}][ \t]*(?:\r\n?|\n)[ \t]*(?={_LETTER})")
_LINE_END = re.compile(rf"(?<=[^\s.!?…])[ \t]*(\r\n?|\n)[ \t]*(?={_LETTER})")
_BEFORE = re.compile(rf"{_LETTER}+(?:[-‐]{_LETTER}+)*$")
_AFTER = re.compile(rf"{_LETTER}+")
_COMPOUND = re.compile(rf"{_LETTER}+(?:-{_LETTER}+)+")
_MAX_WORD = 40  # characters of a word that are looked at before a line's end
MIN_BREAKS = 2  # from so many broken words on, the lines of a text are those of a page


class _Classes(NamedTuple):
    """The words of a language that a hyphen joins to others."""

    after: frozenset[str]  # a hyphen after one of them stays
    before: frozenset[str]  # a hyphen before one of them stays
    function_words: frozenset[str]


@cache
def _classes(language: Language) -> _Classes:
    words = language.words
    return _Classes(words("hyphen_stays_after"), words("hyphen_stays_before"), language.function_words)


class _Compounds:
    """Tells a compound that a line's end breaks from a word that it breaks: by the text itself, then by the language."""

    def __init__(self, text: str, language: Language) -> None:
        low = text.lower()
        self._compounds = set(_COMPOUND.findall(low))
        self._words = set(_AFTER.findall(low))
        self._classes = _classes(language)

    def keeps(self, before: str, after: str) -> bool:
        """Whether a hyphen stands between the two."""
        last = before.rpartition("-")[2]
        if f"{before}-{after}" in self._compounds:
            return True
        if before + after in self._words:
            return False
        known = last in self._classes.after or after in self._classes.before
        return known or (last != before and last in self._classes.function_words)


def broken_words(text: str, language: Language) -> Iterator[Edit]:
    """What makes the words whole that line ends break, and the lines of such a text sentences.

    A hyphen goes with the line end behind it where a small letter follows, unless the word is a compound: the text writes
    it with its hyphen elsewhere, or one of its parts is of the language's `hyphen_stays_after` or `hyphen_stays_before`.
    Where words are broken more than once, a line end before a small letter is a space, and a compound of names
    (« Port-⏎Orée ») is joined, too.

    >>> from framing.language import load
    >>> [edit.by for edit in broken_words("Le préfet a dé-\\nclaré : « Y a-t-\\nil un pont ? »", load())]
    ['', '-']
    """
    breaks = list(_BREAK.finditer(text))
    if not breaks:
        return
    is_page = sum(text[b.end()].islower() for b in breaks) >= MIN_BREAKS
    compounds = _Compounds(text, language)
    found = [edit for b in breaks if (edit := _joined(text, b, compounds, is_page))]
    if is_page:
        joined = {edit.end for edit in found}
        for line_end in _LINE_END.finditer(text):
            if line_end.end() not in joined and text[line_end.end()].islower():
                found.append(Edit(*line_end.span(1), " "))
    yield from sorted(found)


def _joined(text: str, at: re.Match[str], compounds: _Compounds, is_page: bool) -> Edit | None:
    """The two parts of a word as one; None where they are none."""
    if not text[at.end()].islower():
        return Edit(*at.span(), "-") if is_page else None
    before, after = _BEFORE.search(text, max(0, at.start() - _MAX_WORD), at.start()), _AFTER.match(text, at.end())
    if before is None or after is None or text[at.start()] == BROKEN:
        return Edit(*at.span(), "")
    keeps = compounds.keeps(before.group().lower().replace("‐", "-"), after.group().lower())
    return Edit(*at.span(), "-" if keeps else "")
