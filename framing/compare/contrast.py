"""Two groups compared: the difference of their means, corrected for the extractor's errors, with interval and test."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.compare import permutation
from framing.compare.intervals import (
    LEVEL,
    SAME,
    Interval,
    Mean,
    cluster_df,
    means_difference,
    movements,
    no_narrower,
    p_of,
    shares_difference,
    student_interval,
)
from framing.compare.means import (
    FEW_CHECKED,
    MIN_CHECKED,
    are_shares,
    calibrate,
    codes,
    corrected_mean,
    is_share,
    mean_of,
    within_one,
)
from framing.compare.observations import Array, Observations, group_codes, groups_asked, read


class Contrast(NamedTuple):
    """A difference and its interval at any level; NaN and the reason where nothing can be said."""

    estimate: float
    interval: Interval
    method: str
    reason: str = ""


class Design(NamedTuple):
    """What is compared: the rows that count, and, where differences are taken within events, the events."""

    rows: Observations
    number: Array
    """The event of each row."""
    weight: Array
    """How much each event weighs (sum 1)."""
    n_units: list[int]
    paired: bool

    @property
    def p_min(self) -> float:
        """The smallest p that permutation can reach; NaN where a group is empty."""
        if not min(self.n_units):
            return np.nan
        if self.paired:
            return permutation.smallest_p_of_signs(len(self.weight))
        return permutation.smallest_p_of_labels(*self.n_units)


def _bound(*values: Array | None) -> float:
    """How far from 0 a difference can lie: 1 for shares and other values from 0 to 1."""
    return 1.0 if within_one(*values) else np.inf


def _bounded(interval: Callable[[float], tuple[Array, Array]], bound: float) -> Interval:
    def within(level: float) -> tuple[float, float]:
        low, high = interval(level)
        return max(float(low), -bound), min(float(high), bound)

    return within


def _nothing(reason: str) -> Contrast:
    return Contrast(np.nan, lambda level: (np.nan, np.nan), "", reason)


def unit_interval(first: Mean, second: Mean, shares: bool, level: float) -> tuple[Array, Array]:
    """Interval of a difference between groups whose units were drawn apart; means may be arrays, a comparison an entry."""
    return (shares_difference if shares else means_difference)(first, second, level)


def event_interval(differences: Array, weight: Array, level: float) -> tuple[Array, Array]:
    """Interval of a sum of differences within events, along the last axis; `weight` is how much each weighs (sum 1)."""
    variance = (_moved(differences, weight) ** 2).sum(axis=-1)
    return student_interval(differences.sum(axis=-1), variance, cluster_df(weight), level)


def _moved(differences: Array, weight: Array) -> Array:
    """What a sum of differences within events moves by without each event."""
    return movements(differences - weight * differences.sum(axis=-1, keepdims=True), weight)


def mantel_haenszel(first: Array, second: Array) -> Array:
    """Weight of each event, along the last axis (sum 1): n1 n2 / (n1 + n2) (Mantel & Haenszel 1959), 0 where one is 0."""
    weight = np.divide(first * second, first + second, out=np.zeros(np.shape(first)), where=first + second > 0)
    total = weight.sum(axis=-1, keepdims=True)
    return np.divide(weight, total, out=weight, where=total > 0)


def _nested(rows: Observations, unit: str) -> None:
    pairs = pd.DataFrame({"unit": rows.unit, "cell": rows.cell}).drop_duplicates()
    twice = pairs.loc[pairs["unit"].duplicated(), "unit"]
    if len(twice):
        raise ValueError(f"{unit} {twice.iloc[0]!r} stands in both groups; a unit belongs to one")


def _sides(rows: Observations) -> list[Observations]:
    return [rows.of(side) for side in (0, 1)]


def _n_units(rows: Observations) -> list[int]:
    return [len(set(side.unit)) for side in _sides(rows)]


def _over_units(rows: Observations, unit: str) -> Contrast:
    """Units are the clusters: articles drawn independently in each group."""
    first, second = (mean_of(side) for side in _sides(rows))
    return _between(first, second, are_shares(rows.value), _bound(rows.value), unit)


def _between(first: Mean, second: Mean, shares: bool, bound: float, unit: str) -> Contrast:
    if not shares and first.variance + second.variance < SAME:
        return _nothing(f"the value is the same in every {unit} of a group: no interval")
    kind = "shares; Newcombe-Wilson" if shares else "means; Welch"
    return Contrast(
        float(first.value - second.value),
        _bounded(lambda level: unit_interval(first, second, shares, level), bound),
        f"difference of {kind} interval over {unit} (jackknife CV3)",
    )


def _event_weights(rows: Observations) -> tuple[Observations, Array, Array]:
    """Rows of the events that both groups cover, weighted so that either group has the same make-up of events.

    Returns the rows with these weights, the event of each row
    as a number, and the weight of each event (sum 1).
    """
    assert rows.event is not None
    n_events, (event,) = codes(rows.event)
    size = np.array([np.bincount(event[rows.cell == g], rows.weight[rows.cell == g], n_events) for g in (0, 1)])
    size = size.reshape(2, n_events)
    shared: Array = np.all(size > 0, axis=0)
    weight = mantel_haenszel(*size)
    kept = rows.where(shared[event])
    number = (np.cumsum(shared) - 1)[event[shared[event]]]
    weight, size = weight[shared], size[:, shared]
    balanced = kept.weight * weight[number] / size[kept.cell, number] if shared.any() else kept.weight
    return kept.weighted(balanced), number, weight


def _over_events(design: Design) -> Contrast:
    """Events are the clusters: the difference within each, weighted."""
    rows, weight = design.rows, design.weight
    differences = _by_event(rows, design.number, len(weight))
    if (_moved(differences, weight) ** 2).sum() < SAME:
        return _nothing("the difference is the same in every event: no interval")
    return Contrast(
        float(differences.sum()),
        _bounded(lambda level: event_interval(differences, weight, level), _bound(rows.value)),
        _event_method(are_shares(rows.value)),
    )


def _by_event(rows: Observations, number: Array, n_events: int) -> Array:
    """What each event adds to the difference."""
    return np.bincount(number, rows.weight * rows.value * (1 - 2 * rows.cell), n_events)


def _event_method(shares: bool) -> str:
    return f"difference of {'shares' if shares else 'means'} within events; t interval over events (jackknife CV3)"


def _corrected_over_units(rows: Observations, checked: Observations, unit: str) -> Contrast:
    sides, samples = _sides(rows), _sides(checked)
    calibrated = [calibrate(side, sample, checked) for side, sample in zip(sides, samples, strict=True)]
    first, second = (corrected_mean(*part) for part in zip(calibrated, sides, samples, strict=True))
    shares = are_shares(rows.value) and is_share(checked)
    return _between(first, second, shares, _bound(rows.value, checked.truth), unit)


def _corrected_over_events(rows: Observations, checked: Observations) -> Contrast:
    assert checked.event is not None and rows.event is not None
    n, (event, checked_event) = codes(rows.event, checked.event)
    weight = np.bincount(event, rows.weight, n) / 2
    sides, samples = _sides(rows), _sides(_like_the_table(rows, event, checked, checked_event))
    calibrated = [calibrate(side, sample, checked) for side, sample in zip(sides, samples, strict=True)]
    within, errors = np.zeros(n), np.zeros(n)
    for side, part in enumerate(calibrated):
        sign = 1 - 2 * side
        within += sign * np.bincount(event[rows.cell == side], sides[side].weight * part.fitted, n)
        errors += sign * np.bincount(checked_event[checked.cell == side], part.residual, n)
    variance = ((_moved(within, weight) + errors) ** 2).sum() + sum(part.unseen for part in calibrated)
    if variance < SAME:
        return _nothing("the difference is the same in every event: no interval")
    estimate, df = calibrated[0].mean - calibrated[1].mean, cluster_df(weight)
    return Contrast(
        estimate,
        _bounded(
            lambda level: student_interval(np.asarray(estimate), variance, df, level), _bound(rows.value, checked.truth)
        ),
        _event_method(are_shares(rows.value) and is_share(checked)),
    )


def _corrected(design: Design, checked: Observations, unit: str, groups: Sequence[str]) -> Contrast:
    """The difference of the truth; with few checked units no surer than these alone would be."""
    n_rows, n_units = [len(side) for side in _sides(checked)], _n_units(checked)
    few = [repr(group) for group, n in zip(groups, n_rows, strict=True) if n < MIN_CHECKED]
    if few:
        return _nothing(f"fewer than {MIN_CHECKED} checked observations in group {', '.join(few)}: no correction")
    if min(n_units) < 2:
        return _nothing(
            f"the checked observations of group {groups[int(np.argmin(n_units))]!r} are of one {unit}: no correction"
        )
    rows = design.rows
    contrast = _corrected_over_events(rows, checked) if design.paired else _corrected_over_units(rows, checked, unit)
    if min(n_units) >= FEW_CHECKED or contrast.reason:
        return contrast
    bound = _bound(rows.value, checked.truth)
    alone = _alone(checked, unit, design.paired).interval
    return contrast._replace(
        interval=no_narrower(contrast.interval, alone, contrast.estimate, (-bound, bound)),
        method=f"{contrast.method}, no narrower than of the checked {unit} alone",
    )


def _alone(checked: Observations, unit: str, paired: bool) -> Contrast:
    """The difference of the truth in the checked observations, nothing else known."""
    assert checked.truth is not None
    truth = replace(checked, value=checked.truth)
    if paired:
        shared, number, weight = _event_weights(truth)
        if len(weight) > 1:
            return _over_events(Design(shared, number, weight, _n_units(shared), True))
    return _over_units(truth.weighted(np.ones(len(truth))), unit)


def _like_the_table(rows: Observations, event: Array, checked: Observations, checked_event: Array) -> Observations:
    """Checked rows weighted as the rows of their event and group; those of other events weigh 1."""
    n_rows = np.bincount(rows.cell, minlength=2)
    weight = {
        (e, g): w * n_rows[g] for e, g, w in zip(event.tolist(), rows.cell.tolist(), rows.weight.tolist(), strict=True)
    }
    pairs = zip(checked_event.tolist(), checked.cell.tolist(), strict=True)
    return checked.weighted(np.array([weight.get(pair, 1.0) for pair in pairs]))


def _design(rows: Observations, event: str | None) -> Design:
    number, weight = np.array([], dtype=int), np.array([])
    if event is not None:
        rows, number, weight = _event_weights(rows)
    # One event is no sample of events: its articles are the units, and what is found holds for that event.
    paired = len(weight) > 1
    if not paired:
        rows = rows.weighted(np.ones(len(rows)))
    return Design(rows, number, weight, _n_units(rows), paired)


def _reason_for_none(design: Design, groups: Sequence[str], unit: str, event: str | None) -> str:
    """Why nothing can be said of a difference; empty where something can."""
    if event is not None and not len(design.rows):
        return f"no {event} is covered by both groups"
    for group, n in zip(groups, design.n_units, strict=True):
        if n == 0:
            return f"no observation in group {group!r}" if len(design.rows) else "no observation"
        if n == 1 and not design.paired:
            return f"one {unit} in group {group!r}: no interval"
    return ""


def _permuted_p(design: Design, seed: int) -> float:
    rng = np.random.default_rng(seed)
    rows = design.rows
    if design.paired:
        differences = _by_event(rows, design.number, len(design.weight))
        return permutation.flip_signs(differences, design.weight, rng)
    n, (code,) = codes(rows.unit)
    first = np.zeros(n, dtype=bool)
    first[code[rows.cell == 0]] = True
    size = np.bincount(code, minlength=n).astype(float)
    return permutation.permute_labels(np.bincount(code, rows.value, n), size, first, rng)


def _p(design: Design, contrast: Contrast, corrected: bool, unit: str, seed: int) -> tuple[float, str]:
    """The p of a contrast, and how it was found or why there is none."""
    if design.p_min > 1 - LEVEL:
        return np.nan, f"no p: the smallest that the design can reach is {design.p_min:.2g}"
    if np.isnan(contrast.estimate):
        return np.nan, ""
    of_interval = p_of(contrast.interval)
    if corrected:
        return max(of_interval, design.p_min), "p from the interval"
    # Permutation is exact where groups are alike and holds for many articles where they are not; a few that vary more than
    # those of the other group deceive it (bench/inference.py), and the interval does not.
    of_what = "signs of events" if design.paired else f"labels of {unit}"
    return max(_permuted_p(design, seed), of_interval), f"studentised permutation of the {of_what}, and the interval"


class Comparison(NamedTuple):
    """A difference as it is, and as far as it was checked, with its test."""

    contrast: Contrast
    uncorrected: Contrast
    p: float
    design: Design
    notes: list[str]


def compared(
    rows: Observations, sample: Observations | None, groups: Sequence[str], unit: str, event: str | None, seed: int
) -> Comparison:
    """What `difference` says of a table that was read; cells 0 and 1 are the groups."""
    design = _design(rows, event)
    reason = _reason_for_none(design, groups, unit, event)
    if reason:
        return Comparison(_nothing(reason), _nothing(reason), np.nan, design, [])
    notes = []
    contrast = uncorrected = _over_events(design) if design.paired else _over_units(design.rows, unit)
    if len(design.weight) == 1:
        notes.append(f"within the one {event} that both groups cover")
    if sample is not None:
        contrast = _corrected(design, sample, unit, groups)
        notes.append(f"checked observations: {' and '.join(str(len(side)) for side in _sides(sample))}")
    p, how = _p(design, contrast, sample is not None, unit, seed)
    return Comparison(contrast, uncorrected, p, design, [*notes, how])


def difference(
    table: pd.DataFrame,
    value: str,
    groups: Sequence[str] | None = None,
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
    group, or at random given the value. It corrects what an observation says, not which observations there are: rows of
    quotations that were checked tell nothing of quotations that were missed, and give those that are none a truth that
    does not exist. Where those matter, and they do wherever one group's are missed more often, let the observation be the
    sentence, which has a row whatever was found in it (`robustness.sentences_quoting`), and check whole articles. With fewer
    than 30 checked units in a group the corrected interval is no narrower than that of the checked ones alone.

    Parameters
    ----------
    table
        A row an observation (a quotation, a label, a sentence): columns group, `value` (0/1 or a number), `unit` (each in one
        group) and, when given, `event`. Rows without a value or event, or of other groups, are left out.
    groups
        The two groups, the first minus the second; by default those of the column, if it has two, in the order of its
        categories or, without, of its rows.
    checked
        A hand-checked sample, of the table's observations or of others like them: the same columns and `truth`. At
        least 10 observations, of 2 units, a group.
    seed
        Of the permutations drawn where there are more than 20,000; the interval needs no chance.

    Returns
    -------
    DataFrame
        One row, in units of `value`: estimate, low, high (95 %; corrected when `checked` is given), raw_estimate, raw_low,
        raw_high (uncorrected), p (two-sided; by permutation of the studentised difference, and never below that of the
        interval, so that the two agree; of a corrected estimate that of the interval; NaN where p_min is above 0.05), p_min
        (the smallest p the design can reach by permutation), n_units, n, n_events
        (covered by both groups; NaN without `event`), method. All NaN, with the reason in `method`, where nothing can be
        said: an empty group, one unit in a group, no event in common, numbers that do not vary.

    Raises
    ------
    ValueError
        A column is missing, a value is no number, a group is not known, a unit has no name or stands in both groups.

    Sources: variance over clusters by the jackknife CV3 (MacKinnon, Nielsen & Webb 2023) with Student's t (Welch 1947) at the
    degrees of freedom of Bell & McCaffrey (2002); with one value an article this is Welch's test. For shares the intervals of
    Wilson (1927) with effective n (Korn & Graubard 1998), joined after Newcombe (1998). Correction: post-stratified
    prediction-powered inference (Angelopoulos et al. 2023; Egami et al. 2023). Permutation over clusters, studentised
    (Janssen 1997; Chung & Romano 2013); two-stage resampling is not used: events resampled whole carry the
    variance of their articles (Davison & Hinkley 1997, 3.8). Coverage and the error of p are measured in bench/inference.py.

    >>> citations = pd.DataFrame({
    ...     "group": ["state"] * 8 + ["wire"] * 8, "article_id": list("aabbccddeeffgghh"),
    ...     "directe": [0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0]})
    >>> d = difference(citations, "directe")
    >>> d[["estimate", "low", "high", "p", "p_min", "n_units", "n"]].round(3)
       estimate    low   high      p  p_min  n_units  n
    0      -0.5 -0.789  0.136  0.171  0.029        8              16
    """
    groups = groups_asked(table, groups)
    rows = read(table, value, group_codes(table, groups), unit, event=event)
    _nested(rows, unit)
    sample = None
    if checked is not None:
        cell = group_codes(checked, groups, "checked")
        sample = read(checked, value, cell, unit, event=event, truth="truth", name="checked")
        _nested(sample, unit)
    contrast, uncorrected, p, design, notes = compared(rows, sample, groups, unit, event, seed)
    interval, raw_interval = contrast.interval(LEVEL), uncorrected.interval(LEVEL)
    return pd.DataFrame(
        {
            "estimate": [contrast.estimate],
            "low": [interval[0]],
            "high": [interval[1]],
            "raw_estimate": [uncorrected.estimate],
            "raw_low": [raw_interval[0]],
            "raw_high": [raw_interval[1]],
            "p": [p],
            "p_min": [design.p_min],
            "n_units": [sum(design.n_units)],
            "n": [len(design.rows)],
            "n_events": [np.nan if event is None else len(design.weight)],
            "method": ["; ".join(filter(None, [contrast.method, contrast.reason, *notes]))],
        }
    )
