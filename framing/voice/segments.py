"""Whose words: every stretch of an article belongs to the outlet or to the innermost source that it quotes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

OUTLET, INDIRECT, DIRECT = "outlet", "indirect", "direct"
VOICES = (OUTLET, INDIRECT, DIRECT)


class Quotation(Protocol):
    """What voice needs to know of an attribution relation."""

    @property
    def quote_id(self) -> str: ...  # noqa: D102
    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def spans(self) -> tuple[tuple[int, int], ...]: ...  # noqa: D102


class Segment(NamedTuple):
    """A stretch of one voice: the outlet's, or a quotation's, reported (indirect) or word for word (direct)."""

    start: int
    end: int
    voice: str
    quote_id: str | None


def segments(
    stretches: Iterable[tuple[int, int]], quotes: Sequence[Quotation], marked: Iterable[tuple[int, int]]
) -> list[Segment]:
    """The stretches of an article (in order, apart), cut where the voice changes.

    A character belongs to the innermost quotation that holds it, else to the outlet. Quoted words are `direct` where
    the quotation is direct or the words stand between quotation marks inside it (`marked`), else `indirect`.

    >>> from types import SimpleNamespace as Relation
    >>> texte = "Elle a promis d'agir « sans délai »."
    >>> promesse = Relation(quote_id="q1", type="mixed", spans=((16, 33),))
    >>> for s in segments([(0, len(texte))], [promesse], [(23, 33)]): print(texte[s.start:s.end], s[2:], sep="|")
    Elle a promis d'|('outlet', None)
    agir « |('indirect', 'q1')
    sans délai|('direct', 'q1')
     ».|('outlet', None)
    """
    stretches = list(stretches)
    length = max([e for _, e in stretches] + [e for q in quotes for _, e in q.spans], default=0)
    owner = np.zeros(length, dtype=np.int32)
    verbatim = np.zeros(length, dtype=bool)
    extents = [(sum(e - s for s, e in q.spans), -i, q) for i, q in enumerate(quotes)]
    number = {q.quote_id: i for i, q in enumerate(quotes, 1)}
    marked = sorted(marked)
    starts = [s for s, _ in marked]
    for _, _, quote in sorted(extents, key=lambda x: x[:2], reverse=True):
        for start, end in quote.spans:
            owner[start:end] = number[quote.quote_id]
            verbatim[start:end] = quote.type == "direct"
            if quote.type != "mixed":
                continue
            for a, b in marked[bisect_left(starts, start - 1) : bisect_right(starts, end)]:
                verbatim[max(a, start) : max(start, min(b, end))] = True
    found = []
    for start, end in stretches:
        code = owner[start:end] * 2 + verbatim[start:end]
        cuts = [0, *(np.flatnonzero(np.diff(code)) + 1).tolist(), end - start]
        for a, b in pairwise(cuts):
            if a == b:
                continue
            index, direct = divmod(int(code[a]), 2)
            quote_id = quotes[index - 1].quote_id if index else None
            voice = OUTLET if quote_id is None else DIRECT if direct else INDIRECT
            found.append(Segment(start + a, start + b, voice, quote_id))
    return found


def voice_at(cut: Sequence[Segment], position: int) -> Segment | None:
    """The segment that holds a position; None where the article has no words of its own (page furniture)."""
    i = bisect_right(cut, position, key=lambda s: s.start) - 1
    return cut[i] if i >= 0 and position < cut[i].end else None


def segments_by_article(voices: pd.DataFrame) -> dict[str, list[Segment]]:
    """The stretches of each article in a `voices` table (article_id, start, end, voice, quote_id), in the table's order.

    >>> columns = ["article_id", "start", "end", "voice", "quote_id"]
    >>> segments_by_article(pd.DataFrame([("a", 0, 9, "outlet", None)], columns=columns))
    {'a': [Segment(start=0, end=9, voice='outlet', quote_id=None)]}
    """
    found: dict[str, list[Segment]] = {}
    columns = voices[["article_id", "start", "end", "voice", "quote_id"]]
    for id_, start, end, voice, quote in columns.itertuples(index=False):
        segment = Segment(int(start), int(end), voice, None if pd.isna(quote) else quote)
        found.setdefault(id_, []).append(segment)
    return found
