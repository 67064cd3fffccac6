"""A text with some of its characters replaced, and the way back."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np


class Edit(NamedTuple):
    """What stands in the place of text[start:end]."""

    start: int
    end: int
    by: str


class Edited(NamedTuple):
    """A text, and where each of its characters was before the edits; the last entry is the end."""

    text: str
    to_original: np.ndarray


def edited(text: str, edits: Iterable[Edit]) -> Edited:
    """`text` with edits that are in order and apart; what replaces several characters came from the first of them.

    >>> edited("mi-\\nnistre", [Edit(2, 4, "")]).to_original.tolist()
    [0, 1, 4, 5, 6, 7, 8, 9, 10]
    """
    parts: list[str] = []
    origins: list[np.ndarray] = []
    at = 0
    for start, end, by in edits:
        parts += [text[at:start], by]
        origins += [np.arange(at, start), np.full(len(by), start)]
        at = end
    parts.append(text[at:])
    origins.append(np.arange(at, len(text) + 1))
    return Edited("".join(parts), np.concatenate(origins))
