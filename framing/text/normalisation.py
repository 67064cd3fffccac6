"""One form for every text, and the way back to the form that it came in."""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from framing.language import Language, load
from framing.text.characters import HIDDEN, odd_characters
from framing.text.edits import edited
from framing.text.hyphenation import broken_words

MAX_MARKS = 30  # combining marks on one letter that are composed together, as in Unicode's stream-safe text format
# One line of what French news is mostly made of, all of it normal: letters and marks of Latin-1 without its controls and
# soft hyphen, and those of cp1252. A line says so in a hundredth of the time that the steps below take to find nothing.
_ORDINARY = re.compile("[ -~\u00a0-\u00ac\u00ae-\u00ffŒœŸ–—‘’‚“”„†‡•…‹›€\u2009\u202f]*")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Normalised(NamedTuple):
    """A text in our form, and the way back: character i was at to_original[i]; its last entry is the original's end."""

    text: str
    to_original: np.ndarray

    def in_original(self, original: str, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original, hidden characters behind it left out.

        >>> normalise("mi\\u00adnistre\\u200b !").in_original("mi\\u00adnistre\\u200b !", 0, 8)
        (0, 9)
        """
        first, last = int(self.to_original[start]), int(self.to_original[end])
        while last > first and HIDDEN.fullmatch(original, last - 1, last):
            last -= 1
        return first, last

    def breaks(self) -> np.ndarray:
        """Rows (start, original start): from `start` on both texts run in step, up to the next row."""
        shift = self.to_original - np.arange(len(self.to_original))
        starts = np.flatnonzero(np.diff(shift, prepend=-1))
        return np.column_stack([starts, self.to_original[starts]])


def normalise(text: str, language: Language | None = None) -> Normalised:
    """`text` as a reader sees it, and where in `text` each character of the result was.

    Characters that nobody sees are left out, ligatures are letters, C1 controls the marks that were misread
    (`odd_characters`); words broken at line ends are whole (`broken_words`); letters are composed (NFC), line ends \\n.
    What is normal already comes out as it is.

    >>> normalise("e\\u0301te\\u0301\\r\\nfin").to_original.tolist()
    [0, 2, 3, 5, 7, 8, 9, 10]
    >>> normalise("La mi\\u00adnistre a dé-\\nclaré").text
    'La ministre a déclaré'
    """
    if _ORDINARY.fullmatch(text):
        return Normalised(text, np.arange(len(text) + 1))
    seen = edited(text, odd_characters(text))
    whole = edited(seen.text, broken_words(seen.text, language or load()))
    composed = _composed(whole.text)
    return Normalised(composed.text, seen.to_original[whole.to_original[composed.to_original]])


def _composed(text: str) -> Normalised:
    """`text` with composed letters (NFC) and \\n at line ends."""
    if "\r" not in text and unicodedata.is_normalized("NFC", text) and not _HALF_PAIR.search(text):
        return Normalised(text, np.arange(len(text) + 1))
    pieces: list[str] = []
    origins = array("q")
    for start, end in _clusters(text):
        piece = text[start:end]
        composed = "\n" if piece in ("\r\n", "\r") else unicodedata.normalize("NFC", piece)
        pieces.append(composed)
        origins.extend(range(start, end) if len(composed) == end - start else [start] * len(composed))
    origins.append(len(text))
    # Half of a surrogate pair, as a broken JSON escape leaves it, cannot be written as UTF-8.
    return Normalised(_HALF_PAIR.sub("\ufffd", "".join(pieces)), np.array(origins, dtype=np.int64))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Cut `text` where composition never reaches across: long runs of plain text, letters with their marks."""
    at = 0
    for match in re.finditer("\r\n?|[^\n\r]?[\u0300-\uffff\U00010000-\U0010ffff]+", text):
        if at < match.start():
            yield at, match.start()
        at = match.end()
        if match.group()[0] == "\r":
            yield match.span()
            continue
        start = match.start()
        for i in range(start + 1, match.end()):
            if i - start > MAX_MARKS or not _joins(text[i]):
                yield start, i
                start = i
        yield start, match.end()
    if at < len(text):
        yield at, len(text)


def _joins(char: str) -> bool:
    """Whether `char` may compose with what stands before it: a mark, or a part of a Korean syllable."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"
