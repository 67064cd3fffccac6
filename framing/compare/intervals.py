"""Means over clusters with intervals that hold in small studies; the arithmetic under every estimate.

Functions work along the last axis, so that one comparison, the thousand permutations of its test and the thousand
simulations of its power go through the same lines.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import stdtrit

from framing.compare.observations import Array

LEVEL = 0.95
Interval = Callable[[float], tuple[float, float]]
"""The ends of an interval at any level."""
FEW = 20
"""Fewer clusters than this are few to know a variance from."""
SAME = 1e-15
"""A variance below this is none."""


class Mean(NamedTuple):
    """A mean of clustered observations: its variance, the degrees of freedom of that variance, and what it rests on."""

    value: Array
    variance: Array
    df: Array
    size: Array
    """How many independent observations would know it as well, were it a share."""


def effective_clusters(sizes: Array) -> Array:
    """How many clusters of one size would weigh as these do: (sum)² / sum of squares (Kish 1965).

    >>> round(float(effective_clusters(np.array([10.0, 10.0, 10.0]))), 6)
    3.0
    >>> round(float(effective_clusters(np.array([100.0, 1.0]))), 2)
    1.02
    """
    return _ratio(sizes.sum(axis=-1) ** 2, (sizes**2).sum(axis=-1), 0.0)


def _ratio(above: Array, below: Array, otherwise: float) -> Array:
    """One array over another, and `otherwise` where the second is not above 0."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=float), np.asarray(below, dtype=float))
    return np.divide(above, below, out=np.full(above.shape, otherwise), where=below > 0)


def movements(contributions: Array, leverage: Array) -> Array:
    """What a mean moves by when each cluster is left out, scaled so that the squares sum to its variance: the jackknife CV3.

    A cluster that holds the share h of the weight pulls the mean towards itself by as much; dividing its contribution by
    1 - h gives what the mean moves by without it. With the jackknife's (G - 1) / G the sum of squares is, where all weigh
    the same, the variance of Student and Welch (MacKinnon, Nielsen & Webb 2023).

    >>> x = np.array([1.0, 2.0, 4.0, 7.0])
    >>> float((movements((x - x.mean()) / 4, np.full(4, 1 / 4)) ** 2).sum().round(12)), float((x.var(ddof=1) / 4).round(12))
    (1.75, 1.75)
    """
    n = (leverage > 0).sum(axis=-1, keepdims=True)
    return contributions / np.maximum(1 - leverage, 1e-12) * np.sqrt(_ratio(n - 1, n, 0.0))


def cluster_df(leverage: Array) -> Array:
    """Degrees of freedom of the variance by `movements`, were the clusters' means to vary alike: never below 1.

    The variance is a quadratic form y'By in the clusters' means, B = M' diag(h² / (1 - h)²) M with M = I - 1h'; the
    degrees are tr(B)² / tr(B²) (Satterthwaite 1946; Bell & McCaffrey 2002). Where one cluster outweighs the others, one
    contrast is all that is seen: that of the large one with the rest.

    >>> [round(float(cluster_df(np.array(h))), 2) for h in ([0.2] * 5, [150 / 151, 1 / 151], [0.6, 0.2, 0.2])]
    [4.0, 1.0, 1.2]
    """
    a = (leverage / np.maximum(1 - leverage, 1e-12)) ** 2
    h, total = leverage, (leverage**2).sum(axis=-1)
    big = np.expand_dims(total, -1)
    of_one = 1 - 2 * h + big
    trace = (a * of_one).sum(axis=-1)
    zero, first, second = a.sum(axis=-1), (a * h).sum(axis=-1), (a * h**2).sum(axis=-1)
    others = zero * (zero * total**2 - 2 * total * first + second) - 2 * first * (total * zero - first) + zero * second
    square = (a**2 * (of_one**2 - (big - 2 * h) ** 2)).sum(axis=-1) + others
    return np.maximum(_ratio(trace**2, square, 1.0), 1.0)


def count_df(total: Array, size: Array) -> Array:
    """Degrees of freedom of the variance of a share that few clusters hold: as many as hold it, at least 2; else no bound.

    `total` is what is counted in clusters of `size`. The variance of a rare share is that of the clusters where it occurs; a
    share that is low by chance otherwise looks surer than it is (bench/inference.py). Where none holds it no cluster shows
    how they differ, and each counts as one observation anyway (`effective_size`).

    >>> count_df(np.array([[2.0, 2, 2, 0, 0, 0], [9, 1, 0, 0, 0, 0], [0] * 6]), np.full(6, 10.0)).round(1).tolist()
    [3.0, 2.0, inf]
    """
    rare = total.sum(axis=-1, keepdims=True) <= size.sum(axis=-1, keepdims=True) / 2
    counted = np.where(rare, total, size - total)
    holding = effective_clusters(counted)
    return np.where((holding > 0) & (holding < FEW), np.maximum(holding, 2.0), np.inf)


def mean_and_variance(total: Array, size: Array) -> tuple[Array, Array]:
    """Mean of observations, and its variance, by what their clusters sum to: `total` of the values, `size` of the weights.

    A size of 0 is no cluster.
    """
    weight = size.sum(axis=-1, keepdims=True)
    value = total.sum(axis=-1, keepdims=True) / weight
    moved = movements((total - size * value) / weight, size / weight)
    return value[..., 0], (moved**2).sum(axis=-1)


def clustered_mean(total: Array, size: Array, most: float | Array = np.inf) -> Mean:
    """`mean_and_variance` and what goes with them; `most` is how many independent observations there are at most.

    Where there is a most, `total` counts some of the observations.
    """
    value, variance = mean_and_variance(total, size)
    leverage = size / size.sum(axis=-1, keepdims=True)
    df = cluster_df(leverage)
    if np.all(np.isfinite(most)):
        df = np.minimum(df, count_df(total, size))
    return Mean(value, variance, df, effective_size(value, variance, effective_clusters(leverage), most))


def effective_size(share: Array, variance: Array, n_clusters: Array, most: float | Array) -> Array:
    """Independent observations that would know a share as well: share · (1 - share) / variance, at most `most`.

    Where all are 0, or all 1, nothing shows how alike those of a cluster are; a cluster then counts as one.
    """
    spread = share * (1 - share)
    return np.where(spread > 0, np.minimum(_ratio(spread, variance, np.inf), most), n_clusters)


def student(df: Array, level: float) -> Array:
    """How many standard errors an interval reaches to either side: the quantile of Student's t."""
    return stdtrit(df, (1 + level) / 2)


def student_interval(mean: Array, variance: Array, df: Array, level: float) -> tuple[Array, Array]:
    """Interval of Student's t."""
    half = student(df, level) * np.sqrt(variance)
    return mean - half, mean + half


def share_interval(share: Array | float, size: Array | float, df: Array | float, level: float) -> tuple[Array, Array]:
    """Wilson's interval (1927) for a share known as well as `size` independent observations would tell it.

    The size is the effective one, share · (1 - share) / variance over clusters (Korn & Graubard 1998), and Student's t
    stands for the normal quantile. Unlike the t interval it stays within 0 and 1 and does not vanish at a share of 0.

    >>> [round(float(end), 3) for end in share_interval(0.0, 40, 39, 0.95)]
    [0.0, 0.093]
    """
    share = np.asarray(share, dtype=float)
    quantile = student(np.asarray(df, dtype=float), level) ** 2 / size
    centre = (share + quantile / 2) / (1 + quantile)
    half = np.sqrt(quantile * share * (1 - share) + quantile**2 / 4) / (1 + quantile)
    # At 0 and 1 the ends are exact; rounding must not move them.
    return np.clip(centre - half, 0.0, share), np.clip(centre + half, share, 1.0)


def welch_df(first: Mean, second: Mean) -> Array:
    """Degrees of freedom of the variance of a difference (Satterthwaite 1946; Welch 1947)."""
    parts = first.variance**2 / first.df + second.variance**2 / second.df
    least = np.minimum(first.df, second.df)
    return np.where(parts > 0, _ratio((first.variance + second.variance) ** 2, parts, 1.0), least)


def shares_difference(first: Mean, second: Mean, level: float) -> tuple[Array, Array]:
    """Interval of a difference of two shares from the intervals of each (Newcombe 1998, method 10; MOVER)."""
    df = welch_df(first, second)
    low_1, high_1 = share_interval(first.value, first.size, df, level)
    low_2, high_2 = share_interval(second.value, second.size, df, level)
    difference = first.value - second.value
    return (
        difference - np.hypot(first.value - low_1, high_2 - second.value),
        difference + np.hypot(high_1 - first.value, second.value - low_2),
    )


def means_difference(first: Mean, second: Mean, level: float) -> tuple[Array, Array]:
    """Interval of a difference of two means (Welch 1947)."""
    variance = first.variance + second.variance
    return student_interval(first.value - second.value, variance, welch_df(first, second), level)


def rate_interval(rate: Array, exposure: Array, df: Array, level: float) -> tuple[Array, Array]:
    """Score interval of a rate known as well as `exposure` would tell it if what is counted fell independently.

    The exposure is the effective one, rate / variance over clusters, and Student's t stands for the normal quantile.

    >>> [round(float(end), 3) for end in rate_interval(0.0, 10, 99, 0.95)]
    [0.0, 0.394]
    """
    quantile = student(df, level) ** 2 / exposure
    centre, half = rate + quantile / 2, np.sqrt(rate * quantile + quantile**2 / 4)
    return np.maximum(0.0, centre - half), centre + half


def no_narrower(interval: Interval, other: Interval, estimate: float, bounds: tuple[float, float]) -> Interval:
    """An interval stretched about its estimate, within bounds, to at least the width of another.

    >>> no_narrower(lambda level: (0.0, 0.3), lambda level: (0.2, 0.8), 0.1, (0.0, 1.0))(0.95)
    (0.0, 0.6...)
    """

    def wide(level: float) -> tuple[float, float]:
        low, high = interval(level)
        other_low, other_high = other(level)
        width = other_high - other_low
        if not high - low < width:
            return low, high
        factor = width / (high - low) if high > low else 1.0
        low, high = estimate - factor * (estimate - low), estimate + factor * (high - estimate)
        low, high = max(bounds[0], low), min(bounds[1], high)
        # What a bound cut off one end is added to the other.
        return max(bounds[0], min(low, high - width)), min(bounds[1], max(high, low + width))

    return wide


def p_of(interval: Interval) -> float:
    """The p that an interval implies: 1 minus the level at which it begins to hold zero."""

    def excess(level: float) -> float:
        low, high = interval(level)
        return float(min(-low, high))

    lowest, highest = 1e-9, 1 - 1e-12
    if excess(lowest) >= 0:
        return 1.0
    if excess(highest) <= 0:
        return 0.0
    return float(1 - brentq(excess, lowest, highest, xtol=1e-9))
