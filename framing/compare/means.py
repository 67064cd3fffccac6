"""Mean of one group over clusters: as the extractor gives it, and corrected by a hand-checked sample."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.compare.intervals import (
    Mean,
    cluster_df,
    clustered_mean,
    count_df,
    effective_clusters,
    effective_size,
    movements,
)
from framing.compare.observations import Array, Observations

MIN_CHECKED = 10
"""Fewer checked observations of a group than this say too little of its errors for a correction."""
FEW_CHECKED = 30
"""Below so many checked units of a group a correction is trusted no further than the checked ones alone."""


class Calibrated(NamedTuple):
    """A group's values brought to the scale of the truth by its checked observations."""

    mean: float
    fitted: Array
    """What each row of the table is expected to be, given its value."""
    residual: Array
    """What each checked row moves the mean by, were its unit left out."""
    pull: Array
    """How much each checked row weighs in the correction (sum 1)."""
    unseen: float
    """Variance that stands for errors too rare to be met in the sample."""


def codes(*labels: Array) -> tuple[int, list[Array]]:
    """Number the labels of several arrays alike, as they come: how many there are, and the numbers of each array."""
    numbers, known = pd.factorize(np.concatenate(labels))
    return len(known), np.split(numbers, np.cumsum([len(part) for part in labels])[:-1])


def are_shares(*values: Array) -> bool:
    """Whether all values are 0 or 1."""
    return all(bool(np.isin(value, (0.0, 1.0)).all()) for value in values)


def within_one(*values: Array | None) -> bool:
    """Whether all values lie from 0 to 1, as shares of something do; what is not given is not asked."""
    return all(value.min() >= 0 and value.max() <= 1 for value in values if value is not None and len(value))


def is_share(checked: Observations) -> bool:
    """Whether values and truth of a checked sample are all 0 or 1."""
    assert checked.truth is not None
    return are_shares(checked.value, checked.truth)


def pooled_rates(checked: Observations) -> Array:
    """Share of true ones among checked zeros and among checked ones, all groups together, never quite 0 or 1."""
    assert checked.truth is not None
    hits = np.bincount(checked.value.astype(int), checked.truth, minlength=2)
    return (hits + 0.5) / (np.bincount(checked.value.astype(int), minlength=2) + 1)


def calibrate_shares(rows: Observations, share: Array, checked: Observations, pooled: Array) -> Calibrated:
    """Correct a share: each value, 0 or 1, counts as the rate of truth among the checked rows with that value.

    An error that happens once in a hundred is often absent from a hundred checked rows; the variance would then be 0.
    One more observation is therefore imagined for each value, with a rate that half a hit and half a miss have moved off 0
    and 1. Where a group has no checked row with a value, the rate is that of all groups, and the variance that of a coin.
    """
    assert checked.truth is not None
    value, checked_value = rows.value.astype(int), checked.value.astype(int)
    weight = checked.weight / checked.weight.mean() if len(checked) else checked.weight
    mass = np.bincount(value, share, minlength=2)
    size = np.bincount(checked_value, weight, minlength=2)
    hits = np.bincount(checked_value, weight * checked.truth, minlength=2)
    rate = np.where(size > 0, hits / np.where(size > 0, size, 1), pooled)
    moved = (hits + 0.5) / (size + 1)
    smooth = np.where(size > 0, (hits + moved) / (size + 1), pooled)
    # Between what dividing by the rows met and by these and the imagined one gives: the first is too wide where errors are
    # rare, the second too narrow where they are not (bench/inference.py).
    pull = mass / np.sqrt((size + 1) * np.maximum(size, 1))
    n_units, (unit,) = codes(checked.unit)
    of_unit = unit * 2 + checked_value
    leverage = np.bincount(of_unit, weight, 2 * n_units)[of_unit] / (size[checked_value] + 1)
    residual = pull[checked_value] * weight * (checked.truth - smooth[checked_value])
    return Calibrated(
        mean=float(np.clip(mass @ rate, 0, 1)),
        fitted=smooth[value],
        residual=_left_out(residual, leverage, n_units),
        pull=_normal(pull[checked_value] * weight),
        unseen=float((pull**2 * moved * (1 - moved)).sum()),
    )


def calibrate_numbers(rows: Observations, share: Array, checked: Observations) -> Calibrated:
    """Correct a mean: regression of truth on value among the checked rows (power-tuned inference; Angelopoulos 2023)."""
    assert checked.truth is not None
    weight = checked.weight / checked.weight.sum()
    centre, truth = weight @ checked.value, weight @ checked.truth
    spread = weight @ (checked.value - centre) ** 2
    slope = weight @ ((checked.value - centre) * (checked.truth - truth)) / spread if spread > 0 else 1.0
    shift = share @ rows.value - centre
    left = checked.truth - truth - slope * (checked.value - centre)
    lever = 1 + (shift * (checked.value - centre) / spread if spread > 0 else 0.0)
    lost = 2 if spread > 0 else 1
    n_units, (unit,) = codes(checked.unit)
    residual = weight * lever * left * np.sqrt(len(checked) / (len(checked) - lost))
    return Calibrated(
        mean=float(truth + slope * shift),
        fitted=truth + slope * (rows.value - centre),
        residual=_left_out(residual, np.bincount(unit, weight, n_units)[unit], n_units),
        pull=weight,
        unseen=0.0,
    )


def _left_out(residual: Array, leverage: Array, n_units: int) -> Array:
    """What checked rows move the mean by when their unit is left out (see `intervals.movements`)."""
    return residual / np.maximum(1 - leverage, 1e-12) * np.sqrt((n_units - 1) / max(n_units, 1))


def _normal(weight: Array) -> Array:
    return weight / weight.sum() if weight.sum() > 0 else weight


def calibrate(rows: Observations, checked: Observations, all_checked: Observations) -> Calibrated:
    """Correct the mean of a group by its checked rows; those of all groups lend a little where its own show no error."""
    share = rows.weight / rows.weight.sum()
    if are_shares(rows.value) and is_share(all_checked):
        return calibrate_shares(rows, share, checked, pooled_rates(all_checked))
    return calibrate_numbers(rows, share, checked)


def mean_of(rows: Observations, most: float | None = None) -> Mean:
    """The mean of a group as its values are, with its variance over units (`most`: see `intervals.clustered_mean`)."""
    n, (unit,) = codes(rows.unit)
    total, size = np.bincount(unit, rows.weight * rows.value, n), np.bincount(unit, rows.weight, n)
    return clustered_mean(total, size, most_independent(rows) if most is None else most)


def most_independent(rows: Observations) -> float:
    """So many independent observations a share rests on at most: its rows where they are 0 or 1, as they weigh (Kish 1965).

    Values in between are themselves shares of something; how many observations are in each is not known.
    """
    return float(effective_clusters(rows.weight)) if are_shares(rows.value) else np.inf


def _true_df(checked: Observations) -> Array:
    """`intervals.count_df` of the truth where it is 0 or 1."""
    assert checked.truth is not None
    if not are_shares(checked.truth):
        return np.asarray(np.inf)
    n, (unit,) = codes(checked.unit)
    return count_df(np.bincount(unit, checked.truth, n), np.bincount(unit, minlength=n).astype(float))


def corrected_mean(calibrated: Calibrated, rows: Observations, checked: Observations) -> Mean:
    """The corrected mean of a group with its variance over units; a unit's checked rows stand by its other rows."""
    n, (unit, checked_unit) = codes(rows.unit, checked.unit)
    share = rows.weight / rows.weight.sum()
    centre = float(share @ calibrated.fitted)
    leverage = np.bincount(unit, share, n)
    of_table = movements(np.bincount(unit, share * (calibrated.fitted - centre), n), leverage)
    of_check = np.bincount(checked_unit, calibrated.residual, n)
    variance = ((of_table + of_check) ** 2).sum() + calibrated.unseen
    parts = (of_table**2).sum(), (of_check**2).sum() + calibrated.unseen
    degrees = cluster_df(leverage), cluster_df(np.bincount(checked_unit, calibrated.pull, n))
    below = sum(part**2 / df for part, df in zip(parts, degrees, strict=True))
    # A rare share stays known as badly as the few units that hold it show.
    most = _true_df(checked) if are_shares(rows.value) else np.inf
    return Mean(
        value=np.asarray(calibrated.mean),
        variance=variance,
        df=np.minimum(np.maximum(sum(parts) ** 2 / below, 1.0) if below > 0 else min(degrees), most),
        size=effective_size(np.asarray(centre), variance, effective_clusters(leverage), most_independent(rows)),
    )
