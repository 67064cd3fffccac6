"""Does a comparison find a difference where there can be none."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from framing.compare.contrast import difference
from framing.compare.intervals import LEVEL, share_interval
from framing.tables.groups import two_groups


def _splits(units: pd.DataFrame, event: str | None, n: int, seed: int) -> Iterator[dict[object, str]]:
    """Random halves of the units, within each event where one is given; which half is the larger is drawn too."""
    rng = np.random.default_rng(seed)
    strata = [part.tolist() for _, part in units.groupby(event)["unit"]] if event else [units["unit"].tolist()]
    for _ in range(n):
        side: dict[object, str] = {}
        for members in strata:
            order = rng.permutation(len(members))
            half = len(members) // 2 + (int(rng.integers(2)) if len(members) % 2 else 0)
            side |= {members[k]: "a" if place < half else "b" for place, k in enumerate(order.tolist())}
        yield side


def placebo(
    table: pd.DataFrame,
    value: str,
    n: int = 200,
    event: str | None = None,
    unit: str = "article_id",
    groups: Sequence[str] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """How often the comparison finds a difference where there is none: each group's articles split in two at random.

    Of 95 % intervals about one in twenty may exclude zero. With `event` the articles of an event are split among
    themselves, and the difference is taken within events. `groups` are those that are split, by default the two that there
    are. Columns: group, estimate (share of the intervals that exclude
    zero), low, high (95 %, for the number of splits: splits of the same articles overlap, so nothing is said about other
    articles), n_splits (that gave an interval), n_units, n, method; NaN where no split gave one.

    Source: placebo tests (Athey & Imbens 2017).

    >>> citations = pd.DataFrame({"group": ["state"] * 8 + ["wire"] * 8, "article_id": list("abcdefghijklmnop"),
    ...     "directe": [0, 1] * 8})
    >>> placebo(citations, "directe", n=20)[["group", "n_splits", "n_units"]]
       group  n_splits  n_units
    0  state        20        8
    1   wire        20        8
    """
    rows: list[list[object]] = []
    for group in two_groups(table["group"]) if groups is None else groups:
        mine = table[(table["group"] == group) & table[value].notna()]
        units = mine.assign(unit=mine[unit]).drop_duplicates("unit").sort_values("unit")
        found = []
        for side in _splits(units, event, n, seed):
            halves = mine.assign(group=mine[unit].map(side))
            row = difference(halves, value, ("a", "b"), unit, event).iloc[0]
            if pd.notna(row["low"]):
                found.append(row["low"] > 0 or row["high"] < 0)
        share, low, high = np.nan, np.nan, np.nan
        if found:
            share = float(np.mean(found))
            low, high = (float(end) for end in share_interval(share, len(found), np.inf, LEVEL))
        method = f"{n} random splits of the {unit} of {group}" + (f" within {event}" if event else "")
        rows.append([group, share, low, high, len(found), len(units), len(mine), method])
    columns = ["group", "estimate", "low", "high", "n_splits", "n_units", "n", "method"]
    return pd.DataFrame(rows, columns=columns)
