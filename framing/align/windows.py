"""What several articles share, some thousands of articles at a time: for more than the memory holds."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.align.passages import days, in_order, near, shared_passages
from framing.align.sayings import comparable, retold
from framing.tables import SCHEMA, as_table

DAYS = 30
"""How many days may lie between two articles that are compared: of the 180 pairs of dated pages that tell one event in
`data/selection.csv` 97 % lie within 7 days and all within 13; twice that is left for what is told again."""
FULL = 5_000
"""Articles of a window, and earlier ones beside them: memory follows from it, about 0.6 GB a process."""


class Window(NamedTuple):
    """Ids of articles that are compared together: each of `own` with the `earlier` ones, and `own` among themselves where
    no other window does that (`among`)."""

    own: list[str]
    earlier: list[str]
    among: bool = True


def in_windows(articles: pd.DataFrame, within: float = DAYS) -> Iterator[Window]:
    """Articles in windows, in order of date, in which every two at most `within` days apart meet once.

    `articles` has the columns article_id and published (outlet may be absent). Up to `FULL` articles are one window. More
    are cut into windows of as many, however long a time that is; beside them stand those of the `within` days before the
    first of them, and where these are more than `FULL`, they stand in several windows with the same `own`. What has no
    date may be of any: such articles come last, in windows with all others before them.

    >>> articles = pd.DataFrame({"article_id": ["c", "a", "b"], "published": ["", "2031-05-02", "2031-08-03"]})
    >>> list(in_windows(articles))
    [Window(own=['a', 'b', 'c'], earlier=[], among=True)]
    """
    ordered = in_order(articles)
    ids, day = ordered["article_id"].tolist(), days(ordered["published"])
    n_dated = int(np.isfinite(day).sum())
    starts = sorted({*range(0, n_dated, FULL), *range(n_dated, len(ids), FULL)}) if len(ids) > FULL else [0]
    for start, end in zip(starts, [*starts[1:], len(ids)], strict=True):
        first = int(np.searchsorted(day[:n_dated], day[start] - within)) if start < n_dated else 0
        pieces = [ids[max(first, at - FULL) : at] for at in range(start, first, -FULL)] or [[]]
        for place, earlier in enumerate(pieces):
            yield Window(ids[start:end], earlier, place == 0)


def links(
    window: Window, articles: pd.DataFrame, texts: Mapping[str, str], quotes: pd.DataFrame, within: float = DAYS
) -> pd.DataFrame:
    """The passages that the articles of a window share and the statements that they retell: rows of the `links` table.

    `articles` has the columns article_id, outlet, event and published, `quotes` those of the quotes table, both at least
    for the articles of the window; `texts` may read from disk: each of them is asked for once. See `reuse` and
    `statements`, for which a formula is one, and rare is what is rare, among the articles of the window. Scores have four
    decimals. A window is a task of its own: the windows of a corpus can be worked on in any order and in several processes.
    """
    of_window = articles["article_id"].isin({*window.own, *window.earlier})
    ordered = in_order(articles[of_window])
    known = {id_: texts[id_] for id_ in ordered["article_id"]}
    own, are_near = ordered["article_id"].isin(set(window.own)).to_numpy(), near(ordered, within)

    def meet(earlier: np.ndarray, later: np.ndarray) -> np.ndarray:
        met: np.ndarray = own[later] & (window.among | ~own[earlier]) & are_near(earlier, later)
        return met

    quotations = comparable(quotes[quotes["article_id"].isin(set(known))], known, ordered)
    found = [shared_passages(ordered, known.values(), meet), retold(quotations, meet)]
    columns = list(SCHEMA["links"])
    return pd.concat([as_table("links"), *(table[columns] for table in found)], ignore_index=True).round({"score": 4})
