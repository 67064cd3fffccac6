"""Two groups compared: the difference of their means, corrected for the extractor's errors, with interval and test."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.compare import permutation
from framing.compare.intervals import (
    LEVEL,
    cluster_variance,
    effective_number,
    means_difference,
    p_of,
    shares_difference,
    student_interval,
)
from framing.compare.means import (
    MIN_CHECKED,
    Calibrated,
    are_shares,
    calibrate,
    codes,
    is_share,
    mean_over,
    raw,
)
from framing.compare.observations import Array, Observations, group_codes, read

COLUMNS = [
    "estimate", "low", "high", "raw_estimate", "raw_low", "raw_high",
    "p", "p_min", "n_units", "n_observations", "n_events", "method",
]  # fmt: skip

Interval = Callable[[float], tuple[float, float]]


class Contrast(NamedTuple):
    """A difference and its interval at any level; NaN and the reason where nothing can be said."""

    estimate: float
    interval: Interval
    method: str
    reason: str = ""


def _nothing(reason: str) -> Contrast:
    return Contrast(np.nan, lambda level: (np.nan, np.nan), "", reason)


def _nested(rows: Observations, unit: str) -> None:
    pairs = pd.DataFrame({"unit": rows.unit, "cell": rows.cell}).drop_duplicates()
    twice = pairs.loc[pairs["unit"].duplicated(), "unit"]
    if len(twice):
        raise ValueError(f"{unit} {twice.iloc[0]!r} stands in both groups; a unit belongs to one")


def _sides(rows: Observations) -> list[Observations]:
    return [rows.of(side) for side in (0, 1)]


def _calibrate(sides: list[Observations], checked: Observations) -> list[Calibrated]:
    return [calibrate(side, sample, checked) for side, sample in zip(sides, _sides(checked), strict=True)]


def _over_units(rows: Observations, checked: Observations | None, unit: str) -> Contrast:
    """Units are the clusters: articles drawn independently in each group."""
    sides = _sides(rows)
    shares = are_shares(rows.value)
    if checked is None:
        means = [mean_over(raw(side), side) for side in sides]
    else:
        shares = shares and is_share(checked)
        parts = zip(_calibrate(sides, checked), sides, _sides(checked), strict=True)
        means = [mean_over(calibrated, side, sample.unit) for calibrated, side, sample in parts]
    first, second = means
    if not shares and first.variance + second.variance == 0:
        return _nothing(f"the value is the same in every {unit} of a group: no interval")
    form = shares_difference if shares else means_difference
    kind = "shares; Newcombe-Wilson" if shares else "means; Welch"
    return Contrast(
        first.value - second.value,
        lambda level: form(first, second, level),
        f"difference of {kind} interval over {unit}",
    )


def _event_weights(rows: Observations) -> tuple[Observations, Array, Array]:
    """Rows of the events that both groups cover, weighted so that either group has the same make-up of events.

    An event weighs n1 n2 / (n1 + n2) (Mantel & Haenszel 1959). Returns the rows with these weights, the event of each row
    as a number, and the weight of each event (sum 1).
    """
    assert rows.event is not None
    n_events, (event,) = codes(rows.event)
    size = np.array([np.bincount(event[rows.cell == g], rows.weight[rows.cell == g], n_events) for g in (0, 1)])
    size = size.reshape(2, n_events)
    shared = (size > 0).all(axis=0)
    keep: Array = shared[event]
    weight = np.where(shared, size.prod(axis=0) / np.where(shared, size.sum(axis=0), 1), 0.0)
    weight = weight / weight.sum() if shared.any() else weight
    kept = rows.where(keep)
    number = (np.cumsum(shared) - 1)[event[keep]]
    weight, size = weight[shared], size[:, shared]
    balanced = kept.weight * weight[number] / size[kept.cell, number] if shared.any() else kept.weight
    return kept.weighted(balanced), number, weight


def _over_events(rows: Observations, event: Array, weight: Array, checked: Observations | None) -> Contrast:
    """Events are the clusters: the difference within each, weighted."""
    shares = are_shares(rows.value)
    sides = _sides(rows)
    n_clusters = len(weight)
    if checked is None:
        calibrated = [raw(side) for side in sides]
        checked_event = [np.array([], dtype=int)] * 2
    else:
        assert checked.event is not None and rows.event is not None
        shares = shares and is_share(checked)
        n_clusters, (event, all_checked) = codes(rows.event, checked.event)
        # `codes` numbers by first appearance; the weights must follow.
        weight = np.bincount(event, rows.weight, n_clusters) / 2
        calibrated = _calibrate(sides, checked)
        checked_event = [all_checked[checked.cell == side] for side in (0, 1)]
    within = np.zeros(n_clusters)
    errors = np.zeros(n_clusters)
    for side, part in enumerate(calibrated):
        sign = 1 - 2 * side
        mine = rows.cell == side
        within += sign * np.bincount(event[mine], rows.weight[mine] * part.fitted, n_clusters)
        errors += sign * np.bincount(checked_event[side], part.residual, n_clusters)
    contributions = within - weight * within.sum() + errors
    variance = cluster_variance(contributions, weight) + sum(part.unseen for part in calibrated)
    df = effective_number(weight[weight > 0]) - 1
    estimate = calibrated[0].mean - calibrated[1].mean
    if variance < 1e-15:
        return _nothing("the difference is the same in every event: no interval")
    bound = 1.0 if shares else np.inf

    def interval(level: float) -> tuple[float, float]:
        low, high = student_interval(estimate, variance, df, level)
        return max(low, -bound), min(high, bound)

    return Contrast(
        estimate, interval, f"difference of {'shares' if shares else 'means'} within events; t interval over events"
    )


def difference(
    table: pd.DataFrame,
    value: str,
    groups: Sequence[str] = ("state", "wire"),
    unit: str = "article_id",
    event: str | None = None,
    checked: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Difference of a mean or share between two groups, with interval, test and, where checked, correction."""
    rows = read(table, value, group_codes(table, groups), unit, event=event)
    _nested(rows, unit)
    sample = None
    if checked is not None:
        cell = group_codes(checked, groups, "checked")
        sample = read(checked, value, cell, unit, event=event, truth="truth", name="checked")
    rng = np.random.default_rng(seed)
    n_events: float = np.nan
    paired = False
    number, weight = np.array([], dtype=int), np.array([])
    if event is not None:
        rows, number, weight = _event_weights(rows)
        n_events = len(weight)
        paired = n_events > 1
    n_units = [len(set(side.unit)) for side in _sides(rows)]
    counts = {"n_units": sum(n_units), "n_observations": len(rows), "n_events": n_events}

    def row(raw_contrast: Contrast, contrast: Contrast, p: float, p_min: float, notes: list[str]) -> pd.DataFrame:
        raw_low, raw_high = raw_contrast.interval(LEVEL)
        low, high = contrast.interval(LEVEL)
        method = "; ".join(filter(None, [contrast.method, contrast.reason, *notes]))
        cells = [
            contrast.estimate,
            low,
            high,
            raw_contrast.estimate,
            raw_low,
            raw_high,
            p,
            p_min,
            *counts.values(),
            method,
        ]
        return pd.DataFrame([cells], columns=COLUMNS)

    if event is not None and not n_events:
        nothing = _nothing(f"no {event} is covered by both groups" if len(table) else "no observation")
        return row(nothing, nothing, np.nan, np.nan, [])
    for label, n in zip(groups, n_units, strict=True):
        if n < 1:
            nothing = _nothing(f"no observation in group {label!r}" if len(rows) else "no observation")
            return row(nothing, nothing, np.nan, np.nan, [])
    p_min = permutation.smallest_p_of_signs(len(weight)) if paired else permutation.smallest_p_of_labels(*n_units)
    for label, n in zip(groups, n_units, strict=True):
        if n < 2 and not paired:
            nothing = _nothing(f"one {unit} in group {label!r}: no interval")
            return row(nothing, nothing, np.nan, p_min, [])
    raw_contrast = _over_events(rows, number, weight, None) if paired else _over_units(rows, None, unit)
    contrast = raw_contrast
    notes = []
    if sample is not None:
        n_checked = [len(side) for side in _sides(sample)]
        few = [label for label, n in zip(groups, n_checked, strict=True) if n < MIN_CHECKED]
        if few:
            contrast = _nothing(
                f"fewer than {MIN_CHECKED} checked observations in group {', '.join(map(repr, few))}: no correction"
            )
        else:
            contrast = _over_events(rows, number, weight, sample) if paired else _over_units(rows, sample, unit)
            notes.append(f"corrected by {n_checked[0]} + {n_checked[1]} checked observations")
    p = np.nan
    if p_min > 1 - LEVEL:
        notes.append(f"no p: the smallest that the design can reach is {p_min:.2g}")
    elif not np.isnan(contrast.estimate):
        if sample is not None:
            p = max(p_of(contrast.interval), p_min)
            notes.append("p from the interval")
        elif paired:
            signed = rows.weight * rows.value * (1 - 2 * rows.cell)
            p = permutation.flip_signs(np.bincount(number, signed), rng)
            notes.append("sign-flip permutation over events")
        else:
            n, (code,) = codes(rows.unit)
            first = np.zeros(n, dtype=bool)
            first[code[rows.cell == 0]] = True
            total = np.bincount(code, rows.weight * rows.value)
            p = permutation.permute_labels(total, np.bincount(code, rows.weight), first, rng)
            notes.append(f"permutation of the labels of {unit}")
    return row(raw_contrast, contrast, p, p_min, notes)
