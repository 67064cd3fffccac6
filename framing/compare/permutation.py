"""Tests by permutation, exact where the design is small; the smallest p a design can reach."""

from collections.abc import Callable
from itertools import combinations
from math import comb

import numpy as np

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
    slack = 1e-12 + 1e-9 * abs(observed)
    extra = 0 if exact else 1
    above = ((drawn >= observed - slack).sum() + extra) / (len(drawn) + extra)
    below = ((drawn <= observed + slack).sum() + extra) / (len(drawn) + extra)
    return float(min(1.0, 2 * min(above, below)))


def _in_parts(draw: Callable[[int], Array], n: int) -> Array:
    """Statistics of `DRAWS` drawn arrangements of n labels, a few million labels in memory at once."""
    step = max(1, 4_000_000 // n)
    return np.concatenate([draw(min(step, DRAWS - start)) for start in range(0, DRAWS, step)])


def permute_labels(total: Array, size: Array, first: Array, rng: np.random.Generator) -> float:
    """Two-sided p of a difference of two means under permutation of the labels of units.

    `total` and `size` are each unit's sum of values and number of observations; `first` says which are of the first group.
    """
    n, n_first = len(first), int(first.sum())
    labels = first.astype(float)

    def statistic(member: Array) -> Array:
        inside, weight = member @ total, member @ size
        return inside / weight - (total.sum() - inside) / (size.sum() - weight)

    exact = comb(n, n_first) <= EXACT
    if exact:
        chosen = np.array(list(combinations(range(n), n_first)))
        member = np.zeros((len(chosen), n))
        np.put_along_axis(member, chosen, 1.0, axis=1)
        drawn = statistic(member)
    else:
        drawn = _in_parts(lambda m: statistic(rng.permuted(np.broadcast_to(labels, (m, n)), axis=1)), n)
    return _two_sided(float(statistic(labels[None])[0]), drawn, exact)


def flip_signs(differences: Array, rng: np.random.Generator) -> float:
    """Two-sided p of a sum of the differences within events when each may as well have the other sign."""
    n = len(differences)
    exact = 2**n <= EXACT
    if exact:
        drawn = (1.0 - 2.0 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)) @ differences
    else:
        drawn = _in_parts(lambda m: rng.choice([-1.0, 1.0], size=(m, n)) @ differences, n)
    return _two_sided(float(differences.sum()), drawn, exact)
