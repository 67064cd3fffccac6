"""What a study needs before it can conclude: power and the smallest difference it can detect, from a pilot."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import bisect, brentq

from framing.compare.contrast import event_interval, mantel_haenszel, unit_interval
from framing.compare.intervals import LEVEL, SAME, Mean, clustered_mean, share_interval
from framing.compare.means import are_shares, codes
from framing.compare.observations import Array, Observations, group_codes, groups_asked, read

SIMULATIONS = 2000
Interval = tuple[Array, Array]


class Articles(NamedTuple):
    """What articles of the pilot differ by: each one's distance from its group (and event), and its observations."""

    distance: Array
    centre: Array
    """The mean of the group (and event) that the distance is from."""
    size: Array

    def drawn(self, shape: tuple[int, ...], rng: np.random.Generator) -> "Articles":
        """Articles drawn from these; none differ where the pilot cannot tell them from events."""
        if not len(self.distance):
            return Articles(np.zeros(shape), np.zeros(shape), np.ones(shape))
        chosen = rng.integers(0, len(self.distance), shape)
        return Articles(self.distance[chosen], self.centre[chosen], self.size[chosen])

    def shares_at(self, target: float) -> "Articles":
        """The same articles with a common mean share and as strong a likeness of their observations.

        Their distances shrink or grow with the standard deviation of a share, and those that would leave 0 and 1 stop there;
        all are then moved by so much that the mean is what is aimed at.
        """
        if target in (0, 1) or not len(self.distance):
            return self._replace(distance=np.zeros(len(self.distance)), centre=np.full(len(self.distance), target))
        own = self.centre * (1 - self.centre)
        scale = np.sqrt(target * (1 - target) * np.divide(1.0, own, out=np.zeros(len(own)), where=own > 0))

        def shares(offset: float) -> Array:
            return np.clip(offset + scale * self.distance, 0.0, 1.0)

        reach = 1 + float(np.abs(scale * self.distance).max())
        offset = brentq(lambda offset: float(np.average(shares(offset), weights=self.size)) - target, -reach, 1 + reach)
        return self._replace(distance=shares(offset) - target, centre=np.full(len(own), target))


def power(
    pilot: pd.DataFrame,
    value: str,
    difference: float,
    n: Sequence[int] = (5, 10, 20, 40, 80),
    groups: Sequence[str] | None = None,
    unit: str = "article_id",
    event: str | None = None,
    per_event: int = 1,
    target: float = 0.8,
    seed: int = 0,
) -> pd.DataFrame:
    """Chance that a study of n articles a group (or n events) finds a difference, simulated from a pilot.

    Articles are drawn from the pilot's own, freed of what their groups and events differ by, so that they differ as the
    pilot's do; the first group's are moved by `difference`, of which shares take one half each, about the pilot's mean. With
    `event`, `per_event` articles of each group cover every event, and the difference itself varies over events as it does in
    the pilot beyond what articles explain. Found means: the 95 % interval of `compare.difference`, worked out by the same
    functions, excludes zero. A pilot of a few articles knows the spread badly; so does the power that comes of it.
    Decide on it before the result is looked at.

    Parameters
    ----------
    pilot
        Columns: group, `unit`, `value`, and `event` when given; as for `compare.difference`.
    difference
        The difference worth finding, in units of `value`.
    n
        Sizes of study: articles a group, or events. At least 2.
    target
        The power at which the smallest detectable difference is given.

    Returns
    -------
    DataFrame
        A row a size: n_events (NaN without events), n_units, difference, estimate (the power), low, high (95 % for the
        number of simulations), smallest_difference (that would be found with the power of `target`; NaN where no share is
        different enough), n_pilot, method.

    Raises
    ------
    ValueError
        A column is missing, a value is no number, a group is not known, a size is below 2, a difference of shares is above
        1, or a group of the pilot has fewer than two units.

    Source: simulation from a pilot (Gelman & Hill 2007, ch. 20); smallest difference before the result: Cohen (1988).

    >>> pilote = pd.DataFrame({"group": ["state"] * 8 + ["wire"] * 8, "article_id": list("aabbccddeeffgghh"),
    ...                        "value": [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 1]})
    >>> power(pilote, "value", difference=0.3, n=[10, 20])[["n_units", "difference", "estimate"]].round(1)
       n_units  difference  estimate
    0       20         0.3       0.4
    1       40         0.3       0.8
    """
    groups = groups_asked(pilot, groups, "pilot")
    rows = read(pilot, value, group_codes(pilot, groups, "pilot"), unit, event=event, name="pilot")
    shares = are_shares(rows.value)
    _check(rows, groups, unit, event, n, difference if shares else 0.0)
    articles = _articles(rows)
    spread = _event_spread(rows, articles) if event is not None else 0.0
    rng = np.random.default_rng(seed)
    most = 1.0 if shares and event is None else np.inf
    out = []
    for size in n:
        if event is not None:
            study = _moved_as_a_whole(_events(articles, size, per_event, spread, rng))
        elif shares:
            study = _share_study(articles, size, float(rows.value.mean()), rng)
        else:
            study = _moved_as_a_whole(_units(articles, size, rng))
        found = float(_excludes_zero(study(difference)).mean())
        low, high = share_interval(found, SIMULATIONS, np.inf, LEVEL)
        n_units = 2 * size * (per_event if event else 1)
        ends = [found, float(low), float(high), _smallest(study, target, most)]
        out.append([size if event else np.nan, n_units, difference, *ends, len(set(rows.unit))])
    columns = ["n_events", "n_units", "difference", "estimate", "low", "high", "smallest_difference", "n_pilot"]
    how = f"articles redrawn from the pilot{', events with a spread of ' + format(spread, '.3g') if event else ''}"
    return pd.DataFrame(out, columns=columns).assign(method=f"{SIMULATIONS} simulations; {how}")


def _check(
    rows: Observations, groups: Sequence[str], unit: str, event: str | None, n: Sequence[int], share: float
) -> None:
    """Raises ValueError for a study that cannot be; `share` is the difference of shares, 0 for numbers."""
    if any(size < 2 for size in n):
        raise ValueError(f"a study has at least 2 {event or unit}, not {min(n)}")
    if abs(share) > 1:
        raise ValueError(f"difference is {share}; shares differ by 1 at most")
    for side, group in enumerate(groups):
        if len(set(rows.of(side).unit)) < 2:
            raise ValueError(f"pilot: group {group!r} has fewer than two {unit}; nothing is known of how they differ")


def _excludes_zero(interval: Interval) -> Array:
    return (interval[0] > 0) | (interval[1] < 0)


def _moved_as_a_whole(interval: Interval) -> Callable[[float], Interval]:
    """Intervals of studies for any difference, where it moves both ends by as much."""
    return lambda difference: (interval[0] + difference, interval[1] + difference)


def _smallest(study: Callable[[float], Interval], target: float, most: float) -> float:
    """The smallest difference found with the target's power; NaN where even the largest possible is not."""

    def lacking(difference: float) -> float:
        return target - float((study(difference)[0] > 0).mean())

    if np.isinf(most):
        return float(np.quantile(-study(0.0)[0], target))
    if lacking(most) > 0:
        return np.nan
    return float(bisect(lacking, 0.0, most, xtol=1e-3)) if lacking(0.0) > 0 else 0.0


def _articles(rows: Observations) -> Articles:
    """Each article's mean less that of its group (within its event), stretched for the degree of freedom lost to it."""
    n, (unit,) = codes(rows.unit)
    n_events, event = (1, np.zeros_like(unit)) if rows.event is None else _numbered(rows.event)
    n_cells, cell = 2 * n_events, rows.cell * n_events + event
    size = np.bincount(unit, minlength=n).astype(float)
    mean = np.bincount(unit, rows.value, n) / size
    home = np.zeros(n, dtype=int)
    home[unit] = cell
    weight = np.bincount(home, size, n_cells)
    centre = np.bincount(home, size * mean, n_cells) / np.where(weight > 0, weight, 1)
    members = np.bincount(home, minlength=n_cells)
    stretch = np.sqrt(members / np.maximum(members - 1, 1))
    alone = members[home] < 2
    kept = home[~alone]
    return Articles((mean - centre[home])[~alone] * stretch[kept], centre[kept], size[~alone])


def _numbered(labels: Array) -> tuple[int, Array]:
    n, (numbers,) = codes(labels)
    return n, numbers


def _event_spread(rows: Observations, articles: Articles) -> float:
    """Standard deviation over events of the difference of the groups, beyond what their articles explain."""
    assert rows.event is not None
    n, (event,) = codes(rows.event)
    means, per_article = [], np.zeros(n)
    for side in (0, 1):
        mine = rows.cell == side
        total = np.bincount(event[mine], minlength=n)
        means.append(
            np.divide(np.bincount(event[mine], rows.value[mine], n), total, out=np.full(n, np.nan), where=total > 0)
        )
        pairs = {(e, u) for e, u in zip(event[mine], rows.unit[mine], strict=True)}
        n_articles = np.bincount([e for e, _ in pairs], minlength=n)
        per_article += np.divide(1.0, n_articles, out=np.zeros(n), where=n_articles > 0)
    apart = means[0] - means[1]
    shared = ~np.isnan(apart)
    if shared.sum() < 2:
        raise ValueError(
            f"pilot: {int(shared.sum())} events are covered by both groups; at least 2 show how events differ"
        )
    explained = per_article[shared].mean() * (articles.distance**2).mean() if len(articles.distance) else 0.0
    return float(np.sqrt(max(0.0, apart[shared].var(ddof=1) - explained)))


def _units(articles: Articles, n: int, rng: np.random.Generator) -> Interval:
    """Intervals of a difference of the means of two groups of n articles that do not differ, by simulation."""
    drawn = [articles.drawn((SIMULATIONS, n), rng) for _ in range(2)]
    first, second = (clustered_mean(side.size * side.distance, side.size) for side in drawn)
    low, high = unit_interval(first, second, False, LEVEL)
    # `difference` gives no interval where nothing varies.
    none = first.variance + second.variance < SAME
    return np.where(none, -np.inf, low), np.where(none, np.inf, high)


def _share_study(articles: Articles, n: int, centre: float, rng: np.random.Generator) -> Callable[[float], Interval]:
    """Intervals of a difference of shares of two groups of n articles, for any difference, by simulation."""
    seeds = rng.spawn(2)
    states = [side.bit_generator.state for side in seeds]

    def group(which: int, target: float) -> Mean:
        # The same articles are drawn for every difference, so that power grows with it.
        seeds[which].bit_generator.state = states[which]
        drawn = articles.shares_at(target).drawn((SIMULATIONS, n), seeds[which])
        return clustered_mean(drawn.size * (drawn.centre + drawn.distance), drawn.size, drawn.size.sum(axis=-1))

    def study(difference: float) -> Interval:
        lower = min(max(centre - abs(difference) / 2, 0.0), 1 - abs(difference))
        first, second = lower + max(difference, 0.0), lower + max(-difference, 0.0)
        return unit_interval(group(0, first), group(1, second), True, LEVEL)

    return study


def _events(articles: Articles, n: int, per_event: int, spread: float, rng: np.random.Generator) -> Interval:
    """Intervals of a difference within n events of groups that do not differ but by event, by simulation."""
    drawn = [articles.drawn((SIMULATIONS, n, per_event), rng) for _ in range(2)]
    sizes = [side.size.sum(axis=-1) for side in drawn]
    means = [(side.size * side.distance).sum(axis=-1) / size for side, size in zip(drawn, sizes, strict=True)]
    weight = mantel_haenszel(*sizes)
    apart = rng.normal(0, spread, (SIMULATIONS, n)) + means[0] - means[1]
    return event_interval(weight * apart, weight, LEVEL)
