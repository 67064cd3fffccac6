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
    shared: Array = np.all(size > 0, axis=0)
    weight = np.where(shared, size.prod(axis=0) / np.where(shared, size.sum(axis=0), 1), 0.0)
    weight = weight / weight.sum() if shared.any() else weight
    kept = rows.where(shared[event])
    number = (np.cumsum(shared) - 1)[event[shared[event]]]
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
        weight = np.bincount(event, rows.weight, n_clusters) / 2
        calibrated = _calibrate(sides, _like_the_table(rows, event, checked, all_checked))
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


def _like_the_table(rows: Observations, event: Array, checked: Observations, checked_event: Array) -> Observations:
    """Checked rows weighted as the rows of their event and group; those of other events weigh 1."""
    n_rows = np.bincount(rows.cell, minlength=2)
    weight = {
        (e, g): w * n_rows[g] for e, g, w in zip(event.tolist(), rows.cell.tolist(), rows.weight.tolist(), strict=True)
    }
    pairs = zip(checked_event.tolist(), checked.cell.tolist(), strict=True)
    return checked.weighted(np.array([weight.get(pair, 1.0) for pair in pairs]))


def _silence(rows: Observations, groups: Sequence[str], unit: str, event: str | None, paired: bool) -> str:
    """Why nothing can be said of a difference; empty where something can."""
    n_units = [len(set(side.unit)) for side in _sides(rows)]
    if event is not None and not len(rows):
        return f"no {event} is covered by both groups"
    for group, n in zip(groups, n_units, strict=True):
        if n == 0:
            return f"no observation in group {group!r}" if len(rows) else "no observation"
        if n == 1 and not paired:
            return f"one {unit} in group {group!r}: no interval"
    return ""


def _p(rows: Observations, number: Array, unit: str, paired: bool, seed: int) -> tuple[float, str]:
    """p of the raw difference by permutation, and how it was found."""
    rng = np.random.default_rng(seed)
    if paired:
        signed = rows.weight * rows.value * (1 - 2 * rows.cell)
        return permutation.flip_signs(np.bincount(number, signed), rng), "sign-flip permutation over events"
    n, (code,) = codes(rows.unit)
    first = np.zeros(n, dtype=bool)
    first[code[rows.cell == 0]] = True
    size = np.bincount(code, minlength=n).astype(float)
    p = permutation.permute_labels(np.bincount(code, rows.value, n), size, first, rng)
    return p, f"permutation of the labels of {unit}"


def difference(
    table: pd.DataFrame,
    value: str,
    groups: Sequence[str] = ("state", "wire"),
    unit: str = "article_id",
    event: str | None = None,
    checked: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Difference of a share or mean between two groups, with interval, test and, where checked, correction.

    What is estimated: the mean of `value` over the observations of the first group (the share, where values are 0 or 1; long
    articles count for more) minus that of the second. With `event` only events that both groups cover count, and the
    difference is taken within each (weights n1 n2 / (n1 + n2); Mantel & Haenszel 1959): a group that writes more of one event
    does not differ for that. Observations of an article, and articles of an event, are not independent: articles, or
    events, are the units of interval and test, and the interval speaks of further ones like them.

    The correction takes, by group, what the truth is on average among the checked observations with a value (for numbers: by
    regression) and puts it in the place of that value everywhere. So it asks that `checked` be drawn at random from each
    group, or at random given the value. Where articles are few the interval is as wide as it is; it is not given from one.

    Parameters
    ----------
    table
        A row an observation (a quotation, a label, a sentence): columns group, `value` (0/1 or a number), `unit` (each in one
        group) and, when given, `event`. Rows without a value or event, or of other groups, are left out.
    checked
        A hand-checked sample, of the table's observations or of others like them: the same columns and `truth`. At
        least 10 observations a group.
    seed
        Of the permutations drawn where there are more than 20,000; the interval needs no chance.

    Returns
    -------
    DataFrame
        One row, in units of `value`: estimate, low, high (95 %; corrected when `checked` is given), raw_estimate, raw_low,
        raw_high (uncorrected), p (two-sided; of the raw values by permutation, of a corrected estimate from its interval;
        NaN where p_min is above 0.05), p_min (the smallest p the design can reach), n_units, n_observations, n_events
        (covered by both groups; NaN without `event`), method. All NaN, with the reason in `method`, where nothing can be
        said: an empty group, one unit in a group, no event in common, numbers that do not vary.

    Raises
    ------
    ValueError
        A column is missing, a value is no number, a group is not known, a unit has no name or stands in both groups.

    Sources: variance over clusters by jackknife (MacKinnon, Nielsen & Webb 2023) with Student's t (Welch 1947); for shares the
    intervals of Wilson (1927) with effective n (Korn & Graubard 1998), joined after Newcombe (1998). Correction:
    post-stratified prediction-powered inference (Angelopoulos et al. 2023; Egami et al. 2023). Permutation over
    clusters (Good 2005); two-stage resampling is not used: events resampled whole carry the variance of their articles
    (Davison & Hinkley 1997, 3.8). Coverage is measured in bench/inference.py.

    >>> citations = pd.DataFrame({
    ...     "group": ["state"] * 8 + ["wire"] * 8, "article_id": list("aabbccddeeffgghh"),
    ...     "directe": [0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0]})
    >>> d = difference(citations, "directe")
    >>> d[["estimate", "low", "high", "p", "p_min", "n_units", "n_observations"]].round(3)
       estimate    low   high      p  p_min  n_units  n_observations
    0      -0.5 -0.785  0.118  0.171  0.029        8              16
    """
    rows = read(table, value, group_codes(table, groups), unit, event=event)
    _nested(rows, unit)
    sample = None
    if checked is not None:
        cell = group_codes(checked, groups, "checked")
        sample = read(checked, value, cell, unit, event=event, truth="truth", name="checked")
    number, weight = np.array([], dtype=int), np.array([])
    n_events: float = np.nan
    if event is not None:
        rows, number, weight = _event_weights(rows)
        n_events = len(weight)
    # One event is no sample of events: its articles are the units, and what is found holds for that event.
    paired = len(weight) > 1
    if not paired:
        rows = rows.weighted(np.ones(len(rows)))
    n_units = [len(set(side.unit)) for side in _sides(rows)]
    p, p_min, notes = np.nan, np.nan, []
    contrast = first = _nothing(_silence(rows, groups, unit, event, paired))
    if min(n_units):
        p_min = permutation.smallest_p_of_signs(len(weight)) if paired else permutation.smallest_p_of_labels(*n_units)
    if not contrast.reason:

        def over(checks: Observations | None) -> Contrast:
            return _over_events(rows, number, weight, checks) if paired else _over_units(rows, checks, unit)

        contrast = first = over(None)
        if len(weight) == 1:
            notes.append(f"within the one {event} that both groups cover")
        if sample is not None:
            n_checked = [len(side) for side in _sides(sample)]
            contrast = over(sample) if min(n_checked) >= MIN_CHECKED else _nothing(_too_few_checked(n_checked, groups))
            notes.append(f"checked observations: {n_checked[0]} and {n_checked[1]}")
        if p_min > 1 - LEVEL:
            notes.append(f"no p: the smallest that the design can reach is {p_min:.2g}")
        elif not np.isnan(contrast.estimate):
            if sample is None:
                p, how = _p(rows, number, unit, paired, seed)
            else:
                p, how = max(p_of(contrast.interval), p_min), "p from the interval"
            notes.append(how)
    possible = 1.0 if len(rows) and rows.value.min() >= 0 and rows.value.max() <= 1 else np.inf
    interval, raw_interval = (np.clip(c.interval(LEVEL), -possible, possible) for c in (contrast, first))
    return pd.DataFrame(
        {
            "estimate": [contrast.estimate],
            **dict(zip(("low", "high"), ([end] for end in interval), strict=True)),
            "raw_estimate": [first.estimate],
            **dict(zip(("raw_low", "raw_high"), ([end] for end in raw_interval), strict=True)),
            "p": [p],
            "p_min": [p_min],
            "n_units": [sum(n_units)],
            "n_observations": [len(rows)],
            "n_events": [n_events],
            "method": ["; ".join(filter(None, [contrast.method, contrast.reason, *notes]))],
        }
    )


def _too_few_checked(n_checked: Sequence[int], groups: Sequence[str]) -> str:
    few = ", ".join(repr(group) for group, n in zip(groups, n_checked, strict=True) if n < MIN_CHECKED)
    return f"fewer than {MIN_CHECKED} checked observations in group {few}: no correction"
