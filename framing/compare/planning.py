"""What a study needs before it can conclude: power and the smallest difference it can detect, from a pilot."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from framing.compare.intervals import LEVEL, share_interval
from framing.compare.means import codes
from framing.compare.observations import Array, Observations, group_codes, read

SIMULATIONS = 2000


class Articles(NamedTuple):
    """What articles of the pilot differ by: each one's distance from its group (and event), and its observations."""

    distance: Array
    size: Array


def power(
    pilot: pd.DataFrame,
    value: str,
    difference: float,
    n: Sequence[int] = (5, 10, 20, 40, 80),
    groups: Sequence[str] = ("state", "wire"),
    unit: str = "article_id",
    event: str | None = None,
    per_event: int = 1,
    target: float = 0.8,
    seed: int = 0,
) -> pd.DataFrame:
    """Chance that a study of n articles a group (or n events) finds a difference, simulated from a pilot.

    Articles are drawn from the pilot's own, freed of what their groups and events differ by, so that they differ as the
    pilot's do; the first group's are moved by `difference`. With `event`, `per_event` articles of each group cover every
    event, and the difference itself varies over events as it does in the pilot beyond what articles explain. Found means: the
    95 % interval of `compare.difference` excludes zero. A pilot of a few articles knows the spread badly; so does the
    power that comes of it. Decide on it before the result is looked at.

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
        number of simulations), smallest_difference (that would be found with the power of `target`), n_pilot, method.

    Raises
    ------
    ValueError
        A column is missing, a value is no number, a group is not known, a size is below 2, or a group of the pilot has fewer
        than two units.

    Source: simulation from a pilot (Gelman & Hill 2007, ch. 20); smallest difference before the result: Cohen (1988).

    >>> pilote = pd.DataFrame({"group": ["state"] * 8 + ["wire"] * 8, "article_id": list("aabbccddeeffgghh"),
    ...                        "value": [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 1]})
    >>> power(pilote, "value", difference=0.3, n=[5, 20])[["n_units", "difference", "estimate"]].round(1)
       n_units  difference  estimate
    0       10         0.3       0.3
    1       40         0.3       0.9
    """
    rows = read(pilot, value, group_codes(pilot, groups, "pilot"), unit, event=event, name="pilot")
    if any(size < 2 for size in n):
        raise ValueError(f"a study has at least 2 {event or unit}, not {min(n)}")
    for side, group in enumerate(groups):
        if len(set(rows.of(side).unit)) < 2:
            raise ValueError(f"pilot: group {group!r} has fewer than two {unit}; nothing is known of how they differ")
    articles = _articles(rows)
    spread = _event_spread(rows, articles) if event is not None else 0.0
    rng = np.random.default_rng(seed)
    out = []
    for size in n:
        noise, error, df = _events(articles, size, per_event, spread, rng) if event else _units(articles, size, rng)
        needed = stdtrit(df, (1 + LEVEL) / 2) * error
        found = float((np.abs(difference + noise) > needed).mean())
        low, high = share_interval(found, SIMULATIONS, np.inf, LEVEL)
        # The noise does not depend on the difference: it is found with the target's power where it outgrows that quantile.
        smallest = float(np.quantile(needed - noise, target))
        n_units = 2 * size * (per_event if event else 1)
        out.append([size if event else np.nan, n_units, difference, found, low, high, smallest, len(set(rows.unit))])
    columns = ["n_events", "n_units", "difference", "estimate", "low", "high", "smallest_difference", "n_pilot"]
    how = f"articles redrawn from the pilot{', events with a spread of ' + format(spread, '.3g') if event else ''}"
    return pd.DataFrame(out, columns=columns).assign(method=f"{SIMULATIONS} simulations; {how}")


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
    return Articles(((mean - centre[home]) * stretch[home])[~alone], size[~alone])


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
        held = np.bincount([e for e, _ in pairs], minlength=n)
        per_article += np.divide(1.0, held, out=np.zeros(n), where=held > 0)
    apart = means[0] - means[1]
    shared = ~np.isnan(apart)
    if shared.sum() < 2:
        raise ValueError(
            f"pilot: {int(shared.sum())} events are covered by both groups; at least 2 show how events differ"
        )
    explained = per_article[shared].mean() * (articles.distance**2).mean() if len(articles.distance) else 0.0
    return float(np.sqrt(max(0.0, apart[shared].var(ddof=1) - explained)))


def _draw(articles: Articles, shape: tuple[int, ...], rng: np.random.Generator) -> tuple[Array, Array]:
    """Distances and sizes of articles drawn from the pilot's; none differ where the pilot cannot tell them from events."""
    if not len(articles.distance):
        return np.zeros(shape), np.ones(shape)
    drawn = rng.integers(0, len(articles.distance), shape)
    return articles.distance[drawn], articles.size[drawn]


def _units(articles: Articles, n: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Errors of a difference of two groups of n articles, their standard errors and degrees of freedom, by simulation."""
    errors, variances, degrees = [], [], []
    for _ in range(2):
        distance, size = _draw(articles, (SIMULATIONS, n), rng)
        share = size / size.sum(axis=1, keepdims=True)
        error = (share * distance).sum(axis=1)
        part = (share * (distance - error[:, None])) ** 2 / (1 - share)
        errors.append(error)
        variances.append(part.sum(axis=1))
        degrees.append(1 / (share**2).sum(axis=1) - 1)
    variance = variances[0] + variances[1]
    df = variance**2 / np.maximum(variances[0] ** 2 / degrees[0] + variances[1] ** 2 / degrees[1], 1e-300)
    return errors[0] - errors[1], np.sqrt(variance), np.maximum(df, 1.0)


def _events(
    articles: Articles, n: int, per_event: int, spread: float, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """Errors of a mean difference within n events, their standard errors and degrees of freedom, by simulation."""
    apart = rng.normal(0, spread, (SIMULATIONS, n))
    for sign in (1, -1):
        distance, size = _draw(articles, (SIMULATIONS, n, per_event), rng)
        apart += sign * (size * distance).sum(axis=2) / size.sum(axis=2)
    return apart.mean(axis=1), apart.std(axis=1, ddof=1) / np.sqrt(n), np.full(SIMULATIONS, n - 1.0)
