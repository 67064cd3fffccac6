"""Dialogue by dashes: lines that open with a dash, one who speaks after another, without quotation marks."""

import re

from framing.text.units import Span

_LINE = re.compile(r"^[ \t]*[–—][ ]?(?=[^\W\d_]).*$", re.MULTILINE)
_ADDRESSES = re.compile(r"[?!…]")


def dialogue_lines(view: str) -> list[Span]:
    """The lines of a text that are dialogue by dashes: two or more together, one of which asks or exclaims.

    Without that, lines with dashes are a list.

    >>> dialogue_lines("— Tu y crois ?\\n— Non.")
    [(0, 14), (15, 21)]
    >>> dialogue_lines("— le pont\\n— la route")
    []
    """
    found: list[Span] = []
    together: list[re.Match[str]] = []
    for line in [*_LINE.finditer(view), None]:
        if line is not None and (not together or not view[together[-1].end() : line.start()].strip()):
            together.append(line)
            continue
        if len(together) > 1 and any(_ADDRESSES.search(m.group()) for m in together):
            found += [m.span() for m in together]
        together = [line] if line is not None else []
    return found
