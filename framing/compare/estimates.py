"""One group or cell at a time: means, shares and rates with their intervals."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.compare.intervals import LEVEL, Mean, rate_interval, share_interval, student_interval
from framing.compare.means import MIN_CHECKED, are_shares, calibrate, is_share, mean_over, raw
from framing.compare.observations import need_columns, numbers, read

COLUMNS = ["estimate", "low", "high", "raw_estimate", "raw_low", "raw_high", "n_units", "n_observations", "method"]

Form = Callable[[Mean], tuple[float, float]]


def _share_form(mean: Mean) -> tuple[float, float]:
    return share_interval(mean.value, mean.size, mean.df, LEVEL)


def _number_form(mean: Mean) -> tuple[float, float]:
    return student_interval(mean.value, mean.variance, mean.df, LEVEL)


def _cells(table: pd.DataFrame, by: Sequence[str], name: str = "table") -> list[tuple[Any, ...]]:
    need_columns(table, by, name)
    return list(zip(*(table[column] for column in by), strict=True)) if by else [()] * len(table)


def _by_cell(
    table: pd.DataFrame,
    value: str,
    by: Sequence[str],
    unit: str,
    checked: pd.DataFrame | None,
    weight: str | None,
    form: Form | None,
    words: str,
) -> pd.DataFrame:
    by = [by] if isinstance(by, str) else list(by)
    labels = _cells(table, by)
    whole = [not any(pd.isna(part) for part in label) for label in labels]
    index = {label: n for n, label in enumerate(sorted({label for label, ok in zip(labels, whole, strict=True) if ok}))}
    code = np.array([index.get(label, -1) for label in labels], dtype=int)
    rows = read(table, value, code, unit, weight=weight)
    sample = None
    if checked is not None:
        code = np.array([index.get(label, -1) for label in _cells(checked, by, "checked")], dtype=int)
        sample = read(checked, value, code, unit, truth="truth", name="checked")
    shares = are_shares(rows.value)
    out = []
    for label, cell in index.items():
        mine = rows.of(cell)
        n_units = len(set(mine.unit))
        counts = [n_units, len(mine)]
        if n_units < 2:
            reason = f"one {unit}: no interval" if n_units else "no observation"
            out.append([*label, *[np.nan] * 6, *counts, reason])
            continue
        first = _interval(mean_over(raw(mine), mine), form or (_share_form if shares else _number_form))
        cells, method = first, f"{words} over {unit}"
        if sample is not None:
            mine_checked = sample.of(cell)
            if len(mine_checked) < MIN_CHECKED:
                cells = (np.nan, np.nan, np.nan)
                method = f"fewer than {MIN_CHECKED} checked observations: no correction"
            else:
                mean = mean_over(calibrate(mine, mine_checked, sample), mine, mine_checked.unit)
                cells = _interval(mean, _share_form if shares and is_share(sample) else _number_form)
                method += f"; corrected by {len(mine_checked)} checked observations"
        out.append([*label, *cells, *first, *counts, method])
    return pd.DataFrame(out, columns=[*by, *COLUMNS])


def _interval(mean: Mean, form: Form) -> tuple[float, float, float]:
    if mean.variance < 1e-15 and form is _number_form:
        return np.nan, np.nan, np.nan
    return mean.value, *form(mean)


def estimate(
    table: pd.DataFrame,
    value: str,
    by: Sequence[str] = ("group",),
    unit: str = "article_id",
    checked: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Mean or share of each cell of `by`, with a 95 % interval over units."""
    return _by_cell(table, value, by, unit, checked, None, None, "mean")


def share(
    table: pd.DataFrame, part: str, whole: str, by: Sequence[str] = ("group",), unit: str = "article_id"
) -> pd.DataFrame:
    """Share that a part has of a whole (words quoted of words), in each cell of `by`, with a 95 % interval over units."""
    made = ratios(table, part, whole)
    if (made["_ratio"] > 1).any():
        row = made.index[int(np.argmax(made["_ratio"] > 1))]
        raise ValueError(f"table, row {row!r}: {part} is more than {whole}")
    return _by_cell(made, "_ratio", by, unit, None, whole, _share_form, f"{part} of {whole}; Wilson interval")


def rate(
    table: pd.DataFrame,
    count: str,
    size: str,
    per: float = 1000,
    by: Sequence[str] = ("group",),
    unit: str = "article_id",
) -> pd.DataFrame:
    """How many of something there are per 1,000 (words, by default), in each cell of `by`, with a 95 % interval."""

    def form(mean: Mean) -> tuple[float, float]:
        exposure = min(mean.value / mean.variance, mean.weight) if mean.variance > 0 else mean.weight
        return rate_interval(mean.value, exposure, mean.df, LEVEL)

    out = _by_cell(
        ratios(table, count, size), "_ratio", by, unit, None, size, form, f"{count} per {per:g} {size}; score interval"
    )
    out[COLUMNS[:6]] *= per
    return out


def ratios(table: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """The table with `_ratio`, part over whole, NaN where the whole is 0; raises a ValueError for a negative part."""
    need_columns(table, [part, whole])
    above, below = numbers(table, part), numbers(table, whole)
    if (above < 0).any():
        raise ValueError(f"table, row {table.index[int(np.argmax(above < 0))]!r}: {part} is negative")
    return table.assign(_ratio=np.divide(above, below, out=np.full(len(table), np.nan), where=below > 0))
