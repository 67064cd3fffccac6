"""One form for every text, and the way back to the form that it came in."""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

MAX_MARKS = 30  # combining marks on one letter that are composed together, as in Unicode's stream-safe text format
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Normalised(NamedTuple):
    """A text in our form, and the way back: character i was at to_original[i]; its last entry is the original's end."""

    text: str
    to_original: np.ndarray

    def breaks(self) -> np.ndarray:
        """Rows (start, original start): from `start` on both texts run in step, up to the next row."""
        shift = self.to_original - np.arange(len(self.to_original))
        starts = np.flatnonzero(np.diff(shift, prepend=-1))
        return np.column_stack([starts, self.to_original[starts]])


def normalise(text: str) -> Normalised:
    """`text` with composed letters (NFC) and \\n at line ends, and where in `text` each character of the result was.

    >>> normalise("e\\u0301te\\u0301\\r\\nfin").to_original.tolist()
    [0, 2, 3, 5, 7, 8, 9, 10]
    """
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
