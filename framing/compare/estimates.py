"""One group or cell at a time: means, shares and rates with their intervals."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.compare.intervals import LEVEL, Mean, rate_interval, share_interval, student_interval
from framing.compare.means import MIN_CHECKED, are_shares, calibrate, is_share, mean_over, raw
from framing.compare.observations import Array, need_columns, numbers, read

COLUMNS = ["estimate", "low", "high", "raw_estimate", "raw_low", "raw_high", "n_units", "n_observations", "method"]


class Form(NamedTuple):
    """A kind of interval: its ends, and its name for the reader."""

    ends: Callable[[Mean], tuple[float, float]]
    name: str


SHARE = Form(lambda mean: share_interval(mean.value, mean.size, mean.df, LEVEL), "share; Wilson interval")
NUMBER = Form(lambda mean: student_interval(mean.value, mean.variance, mean.df, LEVEL), "mean; Student interval")
RATE = Form(lambda mean: rate_ends(mean, mean.df), "rate; score interval")

NOTHING = (np.nan, np.nan, np.nan)


def rate_ends(mean: Mean, df: float) -> tuple[float, float]:
    """Interval of a rate; never narrower than if what is counted fell independently."""
    exposure = min(mean.value / mean.variance, mean.weight) if mean.variance > 0 else mean.weight
    return rate_interval(mean.value, exposure, df, LEVEL)


def ratios(table: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """The table with `_ratio`, part over whole, NaN where the whole is 0; raises a ValueError for a negative part."""
    need_columns(table, [part, whole])
    above, below = numbers(table, part), numbers(table, whole)
    if (above < 0).any():
        raise ValueError(f"table, row {table.index[int(np.argmax(above < 0))]!r}: {part} is negative")
    return table.assign(_ratio=np.divide(above, below, out=np.full(len(table), np.nan), where=below > 0))


def _cells(table: pd.DataFrame, by: Sequence[str], name: str = "table") -> list[tuple[Any, ...]]:
    need_columns(table, by, name)
    return list(zip(*(table[column] for column in by), strict=True)) if by else [()] * len(table)


def _numbered(cells: list[tuple[Any, ...]], index: dict[tuple[Any, ...], int]) -> Array:
    return np.array([index.get(cell, -1) for cell in cells], dtype=int)


def _ends(mean: Mean, form: Form) -> tuple[float, float, float]:
    if form is NUMBER and mean.variance < 1e-15:
        return NOTHING
    return mean.value, *form.ends(mean)


def _by_cell(
    table: pd.DataFrame,
    value: str,
    by: Sequence[str],
    unit: str,
    *,
    checked: pd.DataFrame | None = None,
    weight: str | None = None,
    form: Form | None = None,
) -> pd.DataFrame:
    by = [by] if isinstance(by, str) else list(by)
    cells = _cells(table, by)
    index = {cell: n for n, cell in enumerate(sorted({c for c in cells if not any(pd.isna(part) for part in c)}))}
    rows = read(table, value, _numbered(cells, index), unit, weight=weight)
    form = form or (SHARE if are_shares(rows.value) else NUMBER)
    corrected_form = form
    sample = None
    if checked is not None:
        code = _numbered(_cells(checked, by, "checked"), index)
        sample = read(checked, value, code, unit, truth="truth", name="checked")
        corrected_form = form if is_share(sample) else NUMBER
    out = []
    for cell, number in index.items():
        mine = rows.of(number)
        n_units = len(set(mine.unit))
        first = ends = NOTHING
        method = f"one {unit}: no interval" if n_units else "no observation"
        if n_units > 1:
            first = ends = _ends(mean_over(raw(mine), mine), form)
            method = f"{form.name} over {unit}"
            if np.isnan(first[0]):
                method = f"the value is the same in every {unit}: no interval"
        if n_units > 1 and sample is not None:
            his = sample.of(number)
            if len(his) < MIN_CHECKED:
                ends, method = NOTHING, f"fewer than {MIN_CHECKED} checked observations: no correction"
            else:
                ends = _ends(mean_over(calibrate(mine, his, sample), mine, his.unit), corrected_form)
                method = f"{corrected_form.name} over {unit}; checked observations: {len(his)}"
        out.append([*cell, *ends, *first, n_units, len(mine), method])
    return pd.DataFrame(out, columns=[*by, *COLUMNS])


def estimate(
    table: pd.DataFrame,
    value: str,
    by: Sequence[str] = ("group",),
    unit: str = "article_id",
    checked: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Share or mean of each cell of `by`, with a 95 % interval over units.

    The mean is over observations: an article with more of them counts for more. The interval is over units.

    Parameters
    ----------
    table
        A row an observation: columns of `by`, `value` (0/1 or a number) and `unit`. Rows without a value or cell are left out.
    checked
        A hand-checked sample: the same columns and `truth`. Each cell is corrected by its own checked observations, of
        which it needs at least 10, as in `difference`.

    Returns
    -------
    DataFrame
        A row a cell, sorted: columns of `by`; estimate, low, high (corrected when `checked` is given), raw_estimate, raw_low,
        raw_high, all in units of `value`; n_units, n_observations, method. NaN with the reason in `method` where nothing can
        be said: one unit in a cell, numbers that do not vary, too few checked observations.

    Raises
    ------
    ValueError
        A column is missing, a value is no number or a unit has no name.

    Sources: as for `difference`.

    >>> citations = pd.DataFrame({"group": ["state"] * 6, "article_id": list("aabbcc"), "directe": [0, 0, 1, 0, 0, 1]})
    >>> estimate(citations, "directe")[["group", "estimate", "low", "high", "n_units", "n_observations"]].round(2)
       group  estimate   low  high  n_units  n_observations
    0  state      0.33  0.03   0.9        3               6
    """
    return _by_cell(table, value, by, unit, checked=checked)


def share(
    table: pd.DataFrame, part: str, whole: str, by: Sequence[str] = ("group",), unit: str = "article_id"
) -> pd.DataFrame:
    """Share that a part has of a whole (words quoted of all words), in each cell of `by`, with a 95 % interval over units.

    Parameters
    ----------
    table
        Columns of `by`, `unit`, `part` and `whole` (counts: of words, say). Rows whose whole is 0 are left out.

    Returns
    -------
    DataFrame
        As for `estimate`; shares of the sum of `whole`, so that a long article counts for more.

    Raises
    ------
    ValueError
        A column is missing, or a part is no number, negative or more than its whole.

    Sources: as for `difference`.

    >>> mots = pd.DataFrame({"group": ["wire"] * 3, "article_id": list("abc"), "cités": [90, 40, 120], "mots": [300, 200, 310]})
    >>> share(mots, "cités", "mots")[["group", "estimate", "low", "high", "n_units"]].round(2)
      group  estimate   low  high  n_units
    0  wire      0.31  0.12   0.6        3
    """
    made = ratios(table, part, whole)
    if (made["_ratio"] > 1).any():
        raise ValueError(f"table, row {made.index[int(np.argmax(made['_ratio'] > 1))]!r}: {part} is more than {whole}")
    return _by_cell(made, "_ratio", by, unit, weight=whole, form=SHARE)


def rate(
    table: pd.DataFrame,
    count: str,
    size: str,
    per: float = 1000,
    by: Sequence[str] = ("group",),
    unit: str = "article_id",
) -> pd.DataFrame:
    """How many of something there are per 1,000 (words, say), in each cell of `by`, with a 95 % interval over units.

    Parameters
    ----------
    table
        Columns of `by`, `unit`, `count` and `size`. Rows whose size is 0 are left out.
    per
        The size that the rate is for.

    Returns
    -------
    DataFrame
        As for `estimate`, in counts per `per` of `size`.

    Raises
    ------
    ValueError
        A column is missing, or a count is no number or negative.

    Sources: score interval with the effective exposure, rate over variance (after Wilson 1927; Korn & Graubard 1998).

    >>> mots = pd.DataFrame({"group": ["wire"] * 3, "article_id": list("abc"), "verbes": [3, 1, 4], "mots": [300, 200, 310]})
    >>> rate(mots, "verbes", "mots")[["group", "estimate", "low", "high", "n_units"]].round(1)
      group  estimate  low  high  n_units
    0  wire       9.9  2.3  42.7        3
    """
    out = _by_cell(ratios(table, count, size), "_ratio", by, unit, weight=size, form=RATE)
    out[COLUMNS[:6]] *= per
    return out
