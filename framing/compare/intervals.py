"""Means over clusters with intervals that hold in small studies; the arithmetic under every estimate."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import stdtrit

from framing.compare.observations import Array

LEVEL = 0.95


class Mean(NamedTuple):
    """A mean of clustered observations: its variance, the degrees of freedom of that variance, and what it rests on."""

    value: float
    variance: float
    df: float
    size: float
    """How many independent observations would know it as well."""
    weight: float
    n_units: int
    n_observations: int


def effective_number(sizes: Array) -> float:
    """How many clusters of one size would weigh as these do: (sum)² / sum of squares (Kish 1965).

    >>> round(effective_number(np.array([10.0, 10.0, 10.0])), 6), round(effective_number(np.array([100.0, 1.0])), 2)
    (3.0, 1.02)
    """
    total = (sizes**2).sum()
    return float(sizes.sum() ** 2 / total) if total > 0 else 0.0


def cluster_variance(contributions: Array, leverage: Array) -> float:
    """Variance of a sum of independent cluster contributions, each freed of what it lost to the mean it was taken from.

    A cluster that holds the share h of the weight pulls the mean towards itself by as much; its contribution is divided by
    1 - h, which amounts to leaving each cluster out in turn (jackknife; MacKinnon, Nielsen & Webb 2023).
    """
    return float(((contributions / np.maximum(1 - leverage, 1e-12)) ** 2).sum())


def student(df: float, level: float) -> float:
    """How many standard errors an interval reaches to either side: the quantile of Student's t."""
    return float(stdtrit(df, (1 + level) / 2))


def student_interval(mean: float, variance: float, df: float, level: float) -> tuple[float, float]:
    """Interval of Student's t."""
    half = float(student(df, level) * np.sqrt(variance))
    return mean - half, mean + half


def share_interval(share: float, size: float, df: float, level: float) -> tuple[float, float]:
    """Wilson's interval (1927) for a share known as well as `size` independent observations would tell it.

    The size is the effective one, share · (1 - share) / variance over clusters (Korn & Graubard 1998), and Student's t
    stands for the normal quantile. Unlike the t interval it stays within 0 and 1 and does not vanish at a share of 0.

    >>> [round(end, 3) for end in share_interval(0.0, 40, 39, 0.95)]
    [0.0, 0.093]
    """
    quantile = student(df, level) ** 2 / size
    centre = (share + quantile / 2) / (1 + quantile)
    half = np.sqrt(quantile * share * (1 - share) + quantile**2 / 4) / (1 + quantile)
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def welch_df(first: Mean, second: Mean) -> float:
    """Degrees of freedom of the variance of a difference (Satterthwaite 1946; Welch 1947)."""
    total = first.variance + second.variance
    if total == 0:
        return min(first.df, second.df)
    return total**2 / (first.variance**2 / first.df + second.variance**2 / second.df)


def shares_difference(first: Mean, second: Mean, level: float) -> tuple[float, float]:
    """Interval of a difference of two shares from the intervals of each (Newcombe 1998, method 10; MOVER)."""
    df = welch_df(first, second)
    low_1, high_1 = share_interval(first.value, first.size, df, level)
    low_2, high_2 = share_interval(second.value, second.size, df, level)
    difference = first.value - second.value
    return (
        difference - float(np.hypot(first.value - low_1, high_2 - second.value)),
        difference + float(np.hypot(high_1 - first.value, second.value - low_2)),
    )


def rate_interval(rate: float, exposure: float, df: float, level: float) -> tuple[float, float]:
    """Score interval of a rate known as well as `exposure` would tell it if what is counted fell independently.

    The exposure is the effective one, rate / variance over clusters, and Student's t stands for the normal quantile.

    >>> [round(end, 3) for end in rate_interval(0.0, 10, 99, 0.95)]
    [0.0, 0.394]
    """
    quantile = student(df, level) ** 2 / exposure
    centre, half = rate + quantile / 2, np.sqrt(rate * quantile + quantile**2 / 4)
    return max(0.0, float(centre - half)), float(centre + half)


def means_difference(first: Mean, second: Mean, level: float) -> tuple[float, float]:
    """Interval of a difference of two means (Welch 1947)."""
    variance = first.variance + second.variance
    return student_interval(first.value - second.value, variance, welch_df(first, second), level)


def p_of(interval: Callable[[float], tuple[float, float]]) -> float:
    """The p that an interval implies: 1 minus the level at which it begins to hold zero."""

    def excess(level: float) -> float:
        low, high = interval(level)
        return min(-low, high)

    lowest, highest = 1e-9, 1 - 1e-12
    if excess(lowest) >= 0:
        return 1.0
    if excess(highest) <= 0:
        return 0.0
    return float(1 - brentq(excess, lowest, highest))
