"""Whose words: every stretch of an article belongs to the outlet or to the innermost source that it quotes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

OUTLET, SOURCE = VOICES = ("outlet", "source")
DIRECT, REPORTED = SPEECHES = ("direct", "reported")


class Quotation(Protocol):
    """What voice needs to know of an attribution relation."""

    @property
    def quote_id(self) -> str: ...  # noqa: D102
    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def spans(self) -> tuple[tuple[int, int], ...]: ...  # noqa: D102


class Segment(NamedTuple):
    """A stretch of one voice: `voice` says who (outlet, source), `speech` how a source speaks (direct: word for word, or
    reported; None for the outlet), `quote_id` in which quotation."""

    start: int
    end: int
    voice: str
    speech: str | None
    quote_id: str | None


def voice_segments(
    stretches: Iterable[tuple[int, int]], quotes: Sequence[Quotation], marked: Iterable[tuple[int, int]]
) -> list[Segment]:
    """The stretches of an article (in order, apart), parted where the voice changes.

    A character belongs to the innermost quotation that holds it, else to the outlet. A source's words are `direct` where
    the quotation is direct or the words stand between quotation marks inside it (`marked`), else `reported`.

    >>> from types import SimpleNamespace as Relation
    >>> texte = "Elle a promis d'agir « sans délai »."
    >>> promesse = Relation(quote_id="q1", type="mixed", spans=((16, 33),))
    >>> for s in voice_segments([(0, len(texte))], [promesse], [(23, 33)]): print(texte[s.start:s.end], s[2:], sep="|")
    Elle a promis d'|('outlet', None, None)
    agir « |('source', 'reported', 'q1')
    sans délai|('source', 'direct', 'q1')
     ».|('outlet', None, None)
    """
    stretches = list(stretches)
    length = max([e for _, e in stretches] + [e for q in quotes for _, e in q.spans], default=0)
    code = _voice_codes(length, quotes, sorted(marked))
    found = []
    for start, end in stretches:
        changes = (np.flatnonzero(np.diff(code[start:end])) + 1).tolist()
        for a, b in pairwise([0, *changes, end - start]):
            if a < b:
                found.append(_segment(start + a, start + b, int(code[start + a]), quotes))
    return found


def _voice_codes(
    length: int, quotes: Sequence[Quotation], marked: list[tuple[int, int]]
) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    """For each character twice the number of the innermost quotation that holds it (0: none), plus one for direct words."""
    codes = np.zeros(length, dtype=np.int32)
    starts = [s for s, _ in marked]
    outer_first = sorted(enumerate(quotes, 1), key=lambda q: (-sum(e - s for s, e in q[1].spans), q[0]))
    for number, quote in outer_first:
        for start, end in quote.spans:
            codes[start:end] = 2 * number + (quote.type == "direct")
            if quote.type != "mixed":
                continue
            for a, b in marked[bisect_left(starts, start - 1) : bisect_right(starts, end)]:
                codes[max(a, start) : max(start, min(b, end))] = 2 * number + 1
    return codes


def _segment(start: int, end: int, code: int, quotes: Sequence[Quotation]) -> Segment:
    number, direct = divmod(code, 2)
    if not number:
        return Segment(start, end, OUTLET, None, None)
    return Segment(start, end, SOURCE, DIRECT if direct else REPORTED, quotes[number - 1].quote_id)


def voice_at(parts: Sequence[Segment], position: int) -> Segment | None:
    """The segment that holds a position; None where the article has no words of its own (page furniture)."""
    i = bisect_right(parts, position, key=lambda s: s.start) - 1
    return parts[i] if i >= 0 and position < parts[i].end else None


def segments_by_article(voices: pd.DataFrame) -> dict[str, list[Segment]]:
    """The stretches of each article in a `voices` table (article_id, start, end, voice, speech, quote_id), in the table's
    order.

    >>> columns = ["article_id", "start", "end", "voice", "speech", "quote_id"]
    >>> segments_by_article(pd.DataFrame([("a", 0, 9, "outlet", None, None)], columns=columns))
    {'a': [Segment(start=0, end=9, voice='outlet', speech=None, quote_id=None)]}
    """
    found: dict[str, list[Segment]] = {}
    columns = voices[["article_id", "start", "end", "voice", "speech", "quote_id"]]
    for id_, start, end, voice, speech, quote_id in columns.itertuples(index=False):
        segment = Segment(int(start), int(end), voice, *(None if pd.isna(v) else str(v) for v in (speech, quote_id)))
        found.setdefault(id_, []).append(segment)
    return found
