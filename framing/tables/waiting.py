"""How far a long run is, for who waits for it: in a terminal, and in a notebook that somebody runs by hand."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from tqdm import tqdm

NOBODY = "FRAMING_QUIET"  # in the environment of notebooks that a program runs: their outputs are the same every time
PATIENCE = 5  # seconds that a run may last before a notebook shows a bar
_told: ContextVar[Callable[[str], str]] = ContextVar("how words of a bar are told", default=str)


@contextmanager
def labelled(told: Callable[[str], str]) -> Iterator[None]:
    """Let bars say their words as a function tells them."""
    token = _told.set(told)
    try:
        yield
    finally:
        _told.reset(token)


def progress(items: Iterable[Any] | None = None, **options: Any) -> "tqdm[Any]":
    """A bar over items, or one that is updated by hand (`total=`), on stderr; `options` are those of tqdm.

    Nobody sees it where stderr is a file, and in a notebook only what lasts longer than a few seconds shows one.
    """
    options |= {name: _told.get()(options[name]) for name in ("desc", "unit") if name in options}
    by_hand = "ipykernel.kernelapp" in sys.modules and not os.environ.get(NOBODY)
    return tqdm(items, **{"disable": False, "delay": PATIENCE} if by_hand else {"disable": None}, **options)
