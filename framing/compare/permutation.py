"""Tests by permutation of a studentised difference, exact where the design is small; the smallest p a design can reach.

The difference is divided by the standard error that its interval uses, anew in every arrangement. So the test is exact
where groups differ in nothing, and holds as they grow where they differ in their variances or sizes but not in their
means; that of the bare difference does not (Janssen 1997; Chung & Romano 2013).
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import chain, combinations
from math import comb

import numpy as np

from framing.compare.intervals import SAME, mean_and_variance, movements
from framing.compare.observations import Array

EXACT = 20_000
"""Up to so many arrangements all are visited; beyond, `DRAWS` are drawn."""
DRAWS = 9_999


def smallest_p_of_labels(n_first: int, n_second: int) -> float:
    """The smallest two-sided p when the labels of units are permuted.

    >>> smallest_p_of_labels(2, 3), round(smallest_p_of_labels(4, 4), 4)
    (0.2, 0.0286)
    """
    arrangements = comb(n_first + n_second, n_first)
    return min(1.0, 2 / arrangements if arrangements <= EXACT else 2 / (DRAWS + 1))


def smallest_p_of_signs(n_events: int) -> float:
    """The smallest two-sided p when the groups trade places within events.

    >>> [smallest_p_of_signs(n) for n in (1, 5, 6)]
    [1.0, 0.0625, 0.03125]
    """
    arrangements = 2**n_events
    return min(1.0, 2 / arrangements if arrangements <= EXACT else 2 / (DRAWS + 1))


def _two_sided(observed: float, drawn: Array, exact: bool) -> float:
    """Twice the smaller tail, as in `scipy.stats.permutation_test`; a draw equal but for rounding counts as equal."""
    slack = 1e-12 + 1e-9 * abs(observed) if np.isfinite(observed) else 0.0
    extra = 0 if exact else 1
    above = ((drawn >= observed - slack).sum() + extra) / (len(drawn) + extra)
    below = ((drawn <= observed + slack).sum() + extra) / (len(drawn) + extra)
    return float(min(1.0, 2 * min(above, below)))


def _in_parts(draw: Callable[[int], Array], n: int) -> Array:
    """Statistics of `DRAWS` drawn arrangements of n labels, a few million labels in memory at once."""
    step = max(1, 1_000_000 // n)
    return np.concatenate([draw(min(step, DRAWS - start)) for start in range(0, DRAWS, step)])


def _studentised(difference: Array, variance: Array) -> Array:
    """A difference over its standard error; one without any is infinite, and no difference is 0."""
    none = np.where(np.abs(difference) < 1e-12, 0.0, np.copysign(np.inf, difference))
    return np.divide(difference, np.sqrt(variance), out=none, where=variance > SAME)


@lru_cache(maxsize=4)
def _members(n: int, n_first: int) -> Array:
    """Every choice of a first group of `n_first` among n, as rows of zeros and ones."""
    chosen = np.fromiter(chain.from_iterable(combinations(range(n), n_first)), dtype=int).reshape(-1, n_first)
    member = np.zeros((len(chosen), n))
    np.put_along_axis(member, chosen, 1.0, axis=1)
    member.flags.writeable = False
    return member


def permute_labels(total: Array, size: Array, first: Array, rng: np.random.Generator) -> float:
    """Two-sided p of a difference of two means, studentised, under permutation of the labels of units.

    `total` and `size` are each unit's sum of values and number of observations; `first` says which are of the first group.
    """
    n, n_first = len(first), int(first.sum())
    labels = first.astype(float)

    def statistic(member: Array) -> Array:
        one, two = (mean_and_variance(mine * total, mine * size) for mine in (member, 1 - member))
        return _studentised(one[0] - two[0], one[1] + two[1])

    exact = comb(n, n_first) <= EXACT
    if exact:
        drawn = statistic(_members(n, n_first))
    else:
        drawn = _in_parts(lambda m: statistic(rng.permuted(np.broadcast_to(labels, (m, n)), axis=1)), n)
    return _two_sided(float(statistic(labels[None])[0]), drawn, exact)


def flip_signs(differences: Array, weight: Array, rng: np.random.Generator) -> float:
    """Two-sided p of a sum of differences within events, studentised, when each may as well have the other sign.

    `differences` are what the events add to the sum; `weight` is how much each weighs in it (sum 1).
    """
    n = len(differences)

    def statistic(sign: Array) -> Array:
        signed = sign * differences
        total = signed.sum(axis=-1)
        moved = movements(signed - weight * total[:, None], np.broadcast_to(weight, signed.shape))
        return _studentised(total, (moved**2).sum(axis=-1))

    exact = 2**n <= EXACT
    if exact:
        drawn = statistic(1.0 - 2.0 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1))
    else:
        drawn = _in_parts(lambda m: statistic(rng.choice([-1.0, 1.0], size=(m, n))), n)
    return _two_sided(float(statistic(np.ones((1, n)))[0]), drawn, exact)
