"""Other effects than a difference: ratio of rates, rank-biserial correlation, effective number; many tests at once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtrit
from scipy.stats import false_discovery_control, hypergeom, rankdata

from framing.compare.estimates import rate_ends, ratios
from framing.compare.intervals import LEVEL, share_interval, welch_df
from framing.compare.means import codes, mean_of
from framing.compare.observations import Array, Observations, group_codes, groups_asked, need_columns, read

COLUMNS = ["estimate", "low", "high", "n_units", "n", "method"]


def _row(cells: tuple[float, float, float], sides: list[Observations], method: str) -> pd.DataFrame:
    counts = [sum(len(set(side.unit)) for side in sides), sum(len(side) for side in sides)]
    return pd.DataFrame([[*cells, *counts, method]], columns=COLUMNS)


def _too_few(sides: list[Observations], groups: Sequence[str], unit: str) -> pd.DataFrame | None:
    for side, group in zip(sides, groups, strict=True):
        n = len(set(side.unit))
        if n < 2:
            reason = f"{'one' if n else 'no'} {unit} in group {group!r}: no interval"
            return _row((np.nan, np.nan, np.nan), sides, reason)
    return None


def rate_ratio(
    table: pd.DataFrame,
    count: str,
    size: str,
    groups: Sequence[str] | None = None,
    unit: str = "article_id",
) -> pd.DataFrame:
    """How many times the rate of the second group the first group's is, with a 95 % interval over units.

    Parameters
    ----------
    table
        Columns: group, `unit`, `count` (how many), `size` (of how many words or other units).

    Returns
    -------
    DataFrame
        One row: estimate (1 is no difference), low, high, n_units, n, method. High is infinite where the second
        group's rate may be 0; NaN with the reason where nothing can be said.

    Raises
    ------
    ValueError
        A column is missing, a count is no number or negative, a group is not known.

    Source: intervals of two rates joined (Donner & Zou 2012, Statistical Methods in Medical Research 21: 347-359).

    >>> t = pd.DataFrame({"group": ["state"] * 3 + ["wire"] * 3, "article_id": list("abcdef"),
    ...                   "citations": [2, 3, 1, 6, 7, 5], "mots": [300, 280, 320, 310, 290, 300]})
    >>> rate_ratio(t, "citations", "mots")[["estimate", "low", "high", "n_units"]].round(2)
       estimate  low  high  n_units
    0      0.33  0.1   1.2        6
    """
    groups = groups_asked(table, groups)
    made = ratios(table, count, size)
    rows = read(made, "_ratio", group_codes(table, groups), unit, weight=size)
    sides = [rows.of(0), rows.of(1)]
    nothing = _too_few(sides, groups, unit)
    if nothing is not None:
        return nothing
    first, second = map(mean_of, sides)
    df = welch_df(first, second)
    weights = [float(side.weight.sum()) for side in sides]
    low_1, high_1 = map(float, rate_ends(first, df, weights[0]))
    low_2, high_2 = map(float, rate_ends(second, df, weights[1]))
    one, two = float(first.value), float(second.value)
    if one == two == 0:
        return _row((np.nan, np.nan, np.nan), sides, f"no {count} in either group")
    product = one * two
    under = high_2 * (2 * two - high_2)
    over = low_2 * (2 * two - low_2)
    below = product - np.sqrt(max(0.0, product**2 - low_1 * high_2 * (2 * one - low_1) * (2 * two - high_2)))
    above = product + np.sqrt(max(0.0, product**2 - high_1 * low_2 * (2 * one - high_1) * (2 * two - low_2)))
    low = max(0.0, below / under) if under else low_1 / (2 * two)
    high = above / over if over > 0 else np.inf
    return _row(
        (one / two if two else np.inf, low, high),
        sides,
        f"ratio of {count} per {size}; Donner-Zou interval over {unit}",
    )


def rank_biserial(
    table: pd.DataFrame, value: str, groups: Sequence[str] | None = None, unit: str = "article_id"
) -> pd.DataFrame:
    """Chance that a unit of the first group has the higher value, minus the chance that it has the lower.

    Per unit the mean of its values is taken; so it asks of articles, not of quotations, and heeds their order alone.

    Parameters
    ----------
    table
        Columns: group, `unit`, `value` (a number).

    Returns
    -------
    DataFrame
        One row: estimate (-1 to 1; 0 is no tendency), low, high (95 %), n_units, n, method.

    Raises
    ------
    ValueError
        A column is missing, a value is no number, a group is not known.

    Sources: Cliff (1993); variance from placements (Brunner & Munzel 2000), interval within -1 and 1 after Wilson (1927).

    >>> t = pd.DataFrame({"group": ["state"] * 4 + ["wire"] * 4, "article_id": list("abcdefgh"),
    ...                   "citations_pour_mille": [2.0, 3.1, 1.5, 6.5, 6.0, 7.2, 5.1, 2.5]})
    >>> rank_biserial(t, "citations_pour_mille")[["estimate", "low", "high", "n_units"]].round(2)
       estimate   low  high  n_units
    0      -0.5 -0.94  0.54        8
    """
    groups = groups_asked(table, groups)
    rows = read(table, value, group_codes(table, groups), unit)
    sides = [rows.of(0), rows.of(1)]
    nothing = _too_few(sides, groups, unit)
    if nothing is not None:
        return nothing
    first, second = (_unit_means(side) for side in sides)
    n_1, n_2 = len(first), len(second)
    ranks = rankdata(np.concatenate([first, second]))
    # How much of the other group each unit stands above: its rank among all less its rank among its own.
    above_2 = (ranks[:n_1] - rankdata(first)) / n_2
    above_1 = (ranks[n_1:] - rankdata(second)) / n_1
    chance = float(above_2.mean())
    parts = above_2.var(ddof=1) / n_1, above_1.var(ddof=1) / n_2
    variance = sum(parts)
    spread = chance * (1 - chance)
    least = min(n_1, n_2)
    size = spread / variance if spread > 0 and variance > 0 else float(least)
    df = variance**2 / (parts[0] ** 2 / (n_1 - 1) + parts[1] ** 2 / (n_2 - 1)) if variance > 0 else least - 1.0
    low, high = (float(end) for end in share_interval(chance, size, df, LEVEL))
    return _row(
        (2 * chance - 1, 2 * low - 1, 2 * high - 1),
        sides,
        f"rank-biserial correlation; placements, Wilson interval over {unit}",
    )


def _unit_means(side: Observations) -> Array:
    n, (unit,) = codes(side.unit)
    return np.bincount(unit, side.value, n) / np.bincount(unit, minlength=n)


def effective_number(
    table: pd.DataFrame,
    category: str = "actor",
    by: Sequence[str] = ("group",),
    unit: str = "article_id",
    sample: int | None = None,
) -> pd.DataFrame:
    """Effective number of speakers (exp of Shannon's entropy), brought to an equal number of quotations in each cell.

    Ten speakers of whom one has nine words in ten count as few. The number grows with the number of quotations; so it is
    what `sample` quotations drawn from the cell without replacement would give on average (rarefaction), by default as many
    as the smallest cell still has when any one of its articles is left out.

    Parameters
    ----------
    table
        A row a quotation: columns of `by`, `unit` and `category` (empty: the speaker is not known; the row is left out).

    Returns
    -------
    DataFrame
        A row a cell: columns of `by`, estimate, low, high (95 %, delete-one jackknife over units on the log scale: a
        bootstrap draws articles twice and so lowers the number), sample, n_units, n, method.

    Raises
    ------
    ValueError
        A column is missing, or `sample` is less than 1.

    Sources: Hill (1973); Jost (2006); rarefied entropy: Chao et al. (2014), Ecological Monographs 84: 45-67.

    >>> t = pd.DataFrame({"group": ["state"] * 6 + ["wire"] * 6, "article_id": list("aabbccddeeff"),
    ...                   "actor": ["ministre"] * 5 + ["experte"] + ["ministre", "témoin", "experte", "juge", "maire", "témoin"]})
    >>> effective_number(t)[["group", "estimate", "sample", "n_units", "n"]].round(2)
       group  estimate  sample  n_units  n
    0  state      1.45       4        3               6
    1   wire      3.48       4        3               6
    """
    by = [by] if isinstance(by, str) else list(by)
    need_columns(table, [*by, unit, category])
    if sample is not None and sample < 1:
        raise ValueError(f"sample is {sample}; it must be at least 1")
    known = table[table[category].notna()]
    groups = [(key, part) for key, part in known.groupby(by, sort=True, observed=True)] if by else [((), known)]
    cells = [(key, np.asarray(pd.crosstab(part[unit], part[category]), dtype=int)) for key, part in groups]
    kept = [int((counts.sum() - counts.sum(axis=1)).min()) for _, counts in cells if len(counts) > 1]
    size = sample if sample is not None else max(1, min(kept, default=1))
    out = []
    for key, counts in cells:
        n_units, total = len(counts), int(counts.sum())
        left = counts.sum(axis=0) - counts
        ends = [np.nan, np.nan, np.nan]
        if n_units < 2:
            method = f"one {unit}: no interval" if n_units else "no observation"
        elif left.sum(axis=1).min() < size:
            method = f"fewer than {size} observations when one {unit} is left out: no interval"
        else:
            entropy = _rarefied_entropy(counts.sum(axis=0)[None], size)[0]
            without = _rarefied_entropy(left, size)
            error = np.sqrt((n_units - 1) / n_units * ((without - without.mean()) ** 2).sum())
            half = stdtrit(n_units - 1, (1 + LEVEL) / 2) * error
            ends = [
                float(np.exp(entropy)),
                float(max(1.0, np.exp(entropy - half))),
                float(min(size, np.exp(entropy + half))),
            ]
            method = f"exp of Shannon's entropy in {size} observations; jackknife over {unit}"
        out.append([*(key if isinstance(key, tuple) else (key,)), *ends, size, n_units, total, method])
    return pd.DataFrame(out, columns=[*by, "estimate", "low", "high", "sample", "n_units", "n", "method"])


def _rarefied_entropy(counts: Array, size: int) -> Array:
    """Expected Shannon entropy of `size` draws without replacement, for each row of counts."""
    total = np.broadcast_to(counts.sum(axis=1, keepdims=True), counts.shape)
    base = int(counts.max()) + 1
    # Rows that differ by one article share most pairs of total and count: each pair is worked out once.
    pairs, where = np.unique(total * base + counts, return_inverse=True)
    drawn = np.arange(1, min(size, base - 1) + 1)
    term = -(drawn / size) * np.log(drawn / size)
    expected = hypergeom.pmf(drawn, (pairs // base)[:, None], (pairs % base)[:, None], size) @ term
    return expected[where.reshape(counts.shape)].sum(axis=1)


def adjust(table: pd.DataFrame, primary: Sequence[str] = (), measure: str = "measure") -> pd.DataFrame:
    """The same table with `primary` and `p_adjusted`: Holm over the primary measures, Benjamini-Hochberg over the rest.

    Holm keeps the chance of one false finding among the primary measures, named in the study file before the result was
    looked at, at the level; Benjamini-Hochberg keeps the expected share of false ones among the findings of the rest there.
    A measure without p has none and counts for nothing.

    Parameters
    ----------
    table
        A row a measure: columns `measure` and p.
    primary
        Names of the primary measures.

    Raises
    ------
    ValueError
        A column is missing, a primary measure is not in the table, or a p is not between 0 and 1.

    Sources: Holm (1979); Benjamini & Hochberg (1995), as in `scipy.stats.false_discovery_control`.

    >>> t = pd.DataFrame({"measure": ["part_citée", "étiquettes", "verbes", "guillemets"], "p": [0.03, 0.01, 0.02, 0.04]})
    >>> adjust(t, primary=["part_citée", "étiquettes"])
          measure     p  primary  p_adjusted
    0  part_citée  0.03     True        0.03
    1  étiquettes  0.01     True        0.02
    2      verbes  0.02    False        0.04
    3  guillemets  0.04    False        0.04
    """
    need_columns(table, [measure, "p"])
    absent = sorted(set(primary) - set(table[measure]))
    if absent and len(table):
        raise ValueError(f"primary measure {', '.join(map(repr, absent))} is not in the table")
    p = table["p"].to_numpy(dtype=float)
    if ((p < 0) | (p > 1)).any():
        raise ValueError(f"table, row {table.index[int(np.argmax((p < 0) | (p > 1)))]!r}: p is not between 0 and 1")
    named = table[measure].isin(list(primary)).to_numpy()
    adjusted = p.copy()
    for chosen, correct in ((named, _holm), (~named, false_discovery_control)):
        tested = chosen & ~np.isnan(p)
        if tested.any():
            adjusted[tested] = correct(p[tested])
    return table.assign(primary=named, p_adjusted=adjusted)


def _holm(p: Array) -> Array:
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return adjusted
