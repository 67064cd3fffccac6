"""Spans of a text, as pairs of numbers and as the text that a table's cell holds."""

import re
from collections.abc import Iterable

Span = tuple[int, int]

_SPANS = re.compile(r"\d{1,18}-\d{1,18}(?:;\d{1,18}-\d{1,18})*", re.ASCII)


def format_spans(spans: Iterable[Span]) -> str:
    """Spans as the `spans` column holds them.

    >>> format_spans([(16, 33), (40, 52)])
    '16-33;40-52'
    """
    return ";".join(f"{start}-{end}" for start, end in spans)


def parse_spans(text: str) -> tuple[Span, ...]:
    """The spans of a cell of the `spans` column, in its order.

    Raises ValueError, showing the cell, when it is no list of spans.

    >>> parse_spans("16-33;40-52")
    ((16, 33), (40, 52))
    """
    if not _SPANS.fullmatch(text):
        raise ValueError(f"spans are {text!r:.80}: write start-end;start-end, as 16-33;40-52")
    pairs = (span.partition("-") for span in text.split(";"))
    return tuple((int(start), int(end)) for start, _, end in pairs)
