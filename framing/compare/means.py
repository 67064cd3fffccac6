"""Mean of one group over clusters: as the extractor gives it, and corrected by a hand-checked sample."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.compare.intervals import Mean, cluster_variance, effective_number
from framing.compare.observations import Array, Observations

MIN_CHECKED = 10
"""Fewer checked observations of a group than this say too little of its errors for a correction."""


class Calibrated(NamedTuple):
    """A group's values brought to the scale of the truth by its checked observations."""

    mean: float
    fitted: Array
    """What each row of the table is expected to be, given its value."""
    residual: Array
    """What each checked row adds to the error of the mean."""
    unseen: float
    """Variance that stands for errors too rare to be met in the sample."""


def codes(*labels: Array) -> tuple[int, list[Array]]:
    """Number the labels of several arrays alike, as they come: how many there are, and the numbers of each array."""
    numbers, known = pd.factorize(np.concatenate(labels))
    return len(known), np.split(numbers, np.cumsum([len(part) for part in labels])[:-1])


def are_shares(*values: Array) -> bool:
    """Whether all values are 0 or 1."""
    return all(bool(np.isin(value, (0.0, 1.0)).all()) for value in values)


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
    return Calibrated(
        mean=float(np.clip(mass @ rate, 0, 1)),
        fitted=smooth[value],
        residual=pull[checked_value] * weight * (checked.truth - smooth[checked_value]),
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
    return Calibrated(
        mean=float(truth + slope * shift),
        fitted=truth + slope * (rows.value - centre),
        residual=weight * lever * left * np.sqrt(len(checked) / (len(checked) - lost)),
        unseen=0.0,
    )


def calibrate(rows: Observations, checked: Observations, all_checked: Observations) -> Calibrated:
    """Correct the mean of a group by its checked rows; those of all groups lend a little where its own show no error."""
    share = rows.weight / rows.weight.sum()
    if are_shares(rows.value) and is_share(all_checked):
        return calibrate_shares(rows, share, checked, pooled_rates(all_checked))
    return calibrate_numbers(rows, share, checked)


def raw(rows: Observations) -> Calibrated:
    """The values taken at their word."""
    return Calibrated(float(rows.weight @ rows.value / rows.weight.sum()), rows.value, np.array([]), 0.0)


def mean_over(calibrated: Calibrated, rows: Observations, checked_units: Array | None = None) -> Mean:
    """The mean of a group with its variance over units; a unit's checked rows stand by its other rows."""
    n_clusters, (unit, checked_unit) = codes(rows.unit, rows.unit[:0] if checked_units is None else checked_units)
    share = rows.weight / rows.weight.sum()
    centre = float(share @ calibrated.fitted)
    contributions = np.bincount(unit, share * (calibrated.fitted - centre), minlength=n_clusters)
    contributions += np.bincount(checked_unit, calibrated.residual, minlength=n_clusters)
    leverage = np.bincount(unit, share, minlength=n_clusters)
    n_units = len(np.unique(unit))
    variance = cluster_variance(contributions, leverage) + calibrated.unseen
    return Mean(
        value=calibrated.mean,
        variance=variance,
        df=effective_number(leverage) - 1,
        size=_effective_size(centre, variance, float(rows.weight.sum()), n_units),
        weight=float(rows.weight.sum()),
        n_units=n_units,
        n_observations=len(rows),
    )


def _effective_size(share: float, variance: float, weight: float, n_units: int) -> float:
    """Independent observations that would know a share as well: never more than there are.

    Where all are 0, or all 1, nothing shows how alike those of a unit are; a unit then counts as one.
    """
    spread = share * (1 - share)
    if spread <= 0:
        return float(n_units)
    return min(spread / variance, weight) if variance > 0 else weight
