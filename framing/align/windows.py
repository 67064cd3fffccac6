"""What several articles share, a stretch of time after the other: for more articles than the memory holds."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.align.passages import days, in_order, reuse
from framing.align.sayings import statements
from framing.tables import SCHEMA, as_table

DAYS = 30
"""How many days may lie between two articles that are compared: news is copied within days, and retold within weeks."""


class Window(NamedTuple):
    """Articles that are compared together: those of a stretch of time, and the `earlier` ones that may be their sources."""

    own: list[str]
    earlier: list[str]


def in_windows(articles: pd.DataFrame, within: int = DAYS) -> Iterator[Window]:
    """Articles in stretches of `within` days, each with the stretch before it: every two at most so far apart meet once.

    `articles` has the columns article_id and published (outlet may be absent). What has no date may be of any: those
    articles come last, with all others before them, so that memory is bounded by a stretch only where few lack a date.

    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c", "d"], "published": ["2031-05-02", "2031-05-03", "2031-06-30", ""]})
    >>> [(window.own, window.earlier) for window in in_windows(articles)]
    [(['a', 'b'], []), (['c'], ['a', 'b']), (['d'], ['a', 'b', 'c'])]
    """
    ordered = in_order(articles)
    ids = ordered["article_id"].to_numpy(dtype=object)
    day = days(ordered["published"])
    dated = np.isfinite(day)
    stretch = np.floor((day[dated] - (day[0] if dated.any() else 0)) / within)
    for number in np.unique(stretch):
        inside, before = stretch == number, stretch == number - 1
        yield Window(ids[dated][inside].tolist(), ids[dated][before].tolist())
    if not dated.all():
        yield Window(ids[~dated].tolist(), ids[dated].tolist())


def links(
    window: Window, articles: pd.DataFrame, texts: Mapping[str, str], quotes: pd.DataFrame, within: int = DAYS
) -> pd.DataFrame:
    """The passages that the articles of a window share and the statements that they retell: rows of the `links` table.

    `articles` are those of the window (article_id, outlet, event, published), `quotes` their quotations; see `reuse` and
    `statements`, for which rare letters and a formula are what is rare, or one, in this window. Of the earlier articles
    among themselves there are none: another window has them.
    """
    some = articles[articles["article_id"].isin([*window.own, *window.earlier])]
    known = {id_: texts[id_] for id_ in some["article_id"]}
    found = [reuse(some.assign(text=list(known.values()))), statements(quotes, known, some)]
    columns = list(SCHEMA["links"])
    table = pd.concat([as_table("links"), *(part[columns] for part in found)], ignore_index=True).round({"score": 4})
    day = dict(zip(some["article_id"], days(some["published"]), strict=True))
    here, there = (table[column].map(day).astype("float64") for column in ("article_id", "other_article_id"))
    far = (here - there).abs() > within
    own = table["article_id"].isin(window.own) | table["other_article_id"].isin(window.own)
    return table[own & ~far].reset_index(drop=True)
