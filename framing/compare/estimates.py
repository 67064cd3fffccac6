"""One group or cell at a time: means, shares and rates with their intervals."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.compare.intervals import (
    LEVEL,
    SAME,
    Interval,
    Mean,
    no_narrower,
    rate_interval,
    share_interval,
    student_interval,
)
from framing.compare.means import FEW_CHECKED, MIN_CHECKED, are_shares, calibrate, corrected_mean, mean_of, within_one
from framing.compare.observations import Array, Observations, need_columns, numbers, read

COLUMNS = ["estimate", "low", "high", "raw_estimate", "raw_low", "raw_high", "n_units", "n", "method"]


class Form(NamedTuple):
    """A kind of interval of a mean over rows of some weight: its ends at a level, where they may lie, and its name."""

    ends: Callable[[Mean, float, float], tuple[Array, Array]]
    bounds: tuple[float, float]
    name: str


def rate_ends(mean: Mean, df: Array, weight: float, level: float = LEVEL) -> tuple[Array, Array]:
    """Interval of a rate; never narrower than if what is counted fell independently over the `weight` words."""
    exposure = min(mean.value / mean.variance, weight) if mean.variance > 0 else weight
    return rate_interval(mean.value, np.asarray(exposure), df, level)


SHARE = Form(
    lambda mean, weight, level: share_interval(np.clip(mean.value, 0, 1), mean.size, mean.df, level),
    (0.0, 1.0),
    "share; Wilson interval",
)
NUMBER = Form(
    lambda mean, weight, level: student_interval(mean.value, mean.variance, mean.df, level),
    (-np.inf, np.inf),
    "mean; Student interval",
)
RATE = Form(lambda mean, weight, level: rate_ends(mean, mean.df, weight, level), (0.0, np.inf), "rate; score interval")

Cells = tuple[float, float, float]
NOTHING: Cells = (np.nan, np.nan, np.nan)


def ratios(table: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """The table with a column `_ratio`, the column `part` over the column `whole`, NaN where the whole is 0.

    Raises ValueError, naming the row, for a negative part, a cell that is no number or a column that is not there.
    """
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


def _form(*values: Array | None) -> Form:
    """Values from 0 to 1 are shares, of observations or themselves of something; others are numbers."""
    return SHARE if within_one(*values) else NUMBER


def _interval(mean: Mean, form: Form, weight: float) -> Interval:
    def interval(level: float) -> tuple[float, float]:
        low, high = form.ends(mean, weight, level)
        return float(low), float(high)

    return interval


def _cell(mean: Mean, form: Form, interval: Interval) -> Cells:
    return (float(np.clip(mean.value, *form.bounds)), *interval(LEVEL))


def _as_given(rows: Observations, form: Form, unit: str, counted: bool) -> tuple[Cells, str]:
    """Estimate and interval of a cell as its values are, and how they were found or why not."""
    n_units = len(set(rows.unit))
    if n_units < 2:
        return NOTHING, f"one {unit}: no interval" if n_units else "no observation"
    weight = float(rows.weight.sum())
    mean = mean_of(rows, most=weight if counted else None)
    if not counted and mean.variance < SAME and not are_shares(rows.value):
        return NOTHING, f"the value is the same in every {unit}: no interval"
    return _cell(mean, form, _interval(mean, form, weight)), f"{form.name} over {unit}"


def _as_checked(rows: Observations, sample: Observations, all_checked: Observations, unit: str) -> tuple[Cells, str]:
    """Corrected estimate and interval of a cell, and how they were found or why not."""
    assert sample.truth is not None
    n_checked = len(set(sample.unit))
    if len(sample) < MIN_CHECKED:
        return NOTHING, f"fewer than {MIN_CHECKED} checked observations: no correction"
    if n_checked < 2:
        return NOTHING, f"the checked observations are of one {unit}: no correction"
    form = _form(rows.value, sample.truth)
    mean = corrected_mean(calibrate(rows, sample, all_checked), rows, sample)
    interval, method = _interval(mean, form, len(rows)), f"{form.name} over {unit}"
    if n_checked < FEW_CHECKED:
        truth = replace(sample, value=sample.truth)
        alone = mean_of(truth)
        interval = no_narrower(interval, _interval(alone, form, len(truth)), float(mean.value), form.bounds)
        method += f", no narrower than of the checked {unit} alone"
    return _cell(mean, form, interval), f"{method}; checked observations: {len(sample)}"


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
    """A row a cell; with a `form`, values are counts by `weight`, and each counted thing is an observation at most."""
    by = [by] if isinstance(by, str) else list(by)
    cells = _cells(table, by)
    index = {cell: n for n, cell in enumerate(sorted({c for c in cells if not any(pd.isna(part) for part in c)}))}
    rows = read(table, value, _numbered(cells, index), unit, weight=weight)
    sample = None
    if checked is not None:
        code = _numbered(_cells(checked, by, "checked"), index)
        sample = read(checked, value, code, unit, truth="truth", name="checked")
    out = []
    for cell, number in index.items():
        mine = rows.of(number)
        given, method = _as_given(mine, form or _form(rows.value), unit, form is not None)
        ends = given
        n_units = len(set(mine.unit))
        if n_units > 1 and sample is not None:
            ends, method = _as_checked(mine, sample.of(number), sample, unit)
        out.append([*cell, *ends, *given, n_units, len(mine), method])
    return pd.DataFrame(out, columns=[*by, *COLUMNS])


def estimate(
    table: pd.DataFrame,
    value: str,
    by: Sequence[str] = ("group",),
    unit: str = "article_id",
    checked: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Share or mean of each cell of `by`, with a 95 % interval over units.

    The mean is over observations: an article with more of them counts for more. The interval is over units. Where all
    values lie from 0 to 1 they are shares, and so are the ends of the interval.

    Parameters
    ----------
    table
        A row an observation: columns of `by`, `value` (0/1 or a number) and `unit`. Rows without a value or cell are left out.
    checked
        A hand-checked sample: the same columns and `truth`. Each cell is corrected by its own checked observations, of
        which it needs at least 10, as in `difference`, where stands what this can and cannot correct.

    Returns
    -------
    DataFrame
        A row a cell, sorted: columns of `by`; estimate, low, high (corrected when `checked` is given), raw_estimate, raw_low,
        raw_high, all in units of `value`; n_units, n, method. NaN with the reason in `method` where nothing can
        be said: one unit in a cell, numbers that do not vary, too few checked observations.

    Raises
    ------
    ValueError
        A column is missing, a value is no number or a unit has no name.

    Sources: as for `difference`.

    >>> citations = pd.DataFrame({"group": ["state"] * 6, "article_id": list("aabbcc"), "directe": [0, 0, 1, 0, 0, 1]})
    >>> estimate(citations, "directe")[["group", "estimate", "low", "high", "n_units", "n"]].round(2)
       group  estimate   low  high  n_units  n
    0  state      0.33  0.03  0.89        3               6
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
    0  wire      0.31  0.13  0.57        3
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
    0  wire       9.9  2.0  48.8        3
    """
    out = _by_cell(ratios(table, count, size), "_ratio", by, unit, weight=size, form=RATE)
    out[COLUMNS[:6]] *= per
    return out
