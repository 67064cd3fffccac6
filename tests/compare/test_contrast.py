import importlib.util
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import permutation_test

from framing import compare
from framing.compare import permutation

GROUPS = ("state", "wire")
BENCH = Path(__file__).parents[2] / "bench" / "inference.py"
COLUMNS = [
    "estimate", "low", "high", "raw_estimate", "raw_low", "raw_high",
    "p", "p_min", "n_units", "n_observations", "n_events", "method",
]  # fmt: skip


@pytest.fixture(scope="module")
def inference():
    spec = importlib.util.spec_from_file_location("bench_inference", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def observations(state, wire, events=None):
    """A table from one list of values an article: state and wire are lists of articles."""
    rows = []
    for group, articles in zip(GROUPS, (state, wire), strict=True):
        for n, values in enumerate(articles):
            event = events[group][n] if events else "visite"
            rows += [(group, f"{group}-{n}", event, value) for value in values]
    return pd.DataFrame(rows, columns=["group", "article_id", "event", "value"])


def corpus(articles=12, quotes=8, shares=(0.6, 0.4), events=4, seed=0):
    rng = np.random.default_rng(seed)
    made = [[rng.binomial(1, share, quotes).astype(float) for _ in range(articles)] for share in shares]
    table = observations(*made, events={g: [f"e{n % events}" for n in range(articles)] for g in GROUPS})
    wrong = rng.random(len(table)) < np.where(table["group"] == "state", 0.3, 0.1)
    return table.assign(truth=np.where(wrong, 1 - table["value"], table["value"]))


EMPTY = observations([], [])


@pytest.mark.parametrize(
    ("table", "event", "reason", "n_units", "p_min"),
    [
        (EMPTY, None, "no observation", 0, np.nan),
        (EMPTY, "event", "no event is covered by both groups", 0, np.nan),
        (observations([[1, 0], [1]], []), None, "no observation in group 'wire'", 2, np.nan),
        (observations([[1, 0]], [[1], [0]]), None, "one article_id in group 'state': no interval", 3, 2 / 3),
        (observations([[1]], [[0]]), None, "one article_id in group 'state': no interval", 2, 1.0),
        (observations([[0.5], [0.5]], [[0.5], [0.5]]), None, "the value is the same", 4, 2 / 6),
        (observations([[np.nan], [np.nan]], [[1], [0]]), None, "no observation in group 'state'", 2, np.nan),
        (
            observations([[1], [0]], [[1], [0]], {"state": ["a", "a"], "wire": ["b", "b"]}),
            "event",
            "no event is covered by both groups",
            0,
            np.nan,
        ),
        (
            observations([[1], [2]], [[0], [1]], {"state": ["a", "b"], "wire": ["a", "b"]}),
            "event",
            "the difference is the same in every event",
            4,
            0.5,
        ),
    ],
)
def test_silence_has_a_reason(table, event, reason, n_units, p_min):
    row = compare.difference(table, "value", event=event).iloc[0]
    assert reason in row["method"]
    assert row[["estimate", "low", "high", "raw_estimate", "raw_low", "raw_high", "p"]].isna().all()
    assert row["n_units"] == n_units
    assert row["p_min"] == pytest.approx(p_min, nan_ok=True)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda t: t.drop(columns="group"), {}, "no column 'group'"),
        (lambda t: t.drop(columns="article_id"), {}, "no column 'article_id'"),
        (lambda t: t, {"event": "évènement"}, "no column 'évènement'"),
        (lambda t: t, {"groups": ("state", "wier")}, "no group 'wier'; its groups are: 'state', 'wire'"),
        (lambda t: t, {"groups": ("state", "state")}, "two different groups"),
        (lambda t: t, {"groups": ("state",)}, "two different groups"),
        (lambda t: t.assign(value=["oui"] + [1] * (len(t) - 1)), {}, "row 0: value is 'oui'"),
        (lambda t: t.assign(value=np.inf), {}, "row 0: value is inf"),
        (lambda t: t.assign(article_id=["x"] * len(t)), {}, "article_id 'x' stands in both groups"),
        (lambda t: t.assign(article_id=[None, *t["article_id"][1:]]), {}, "row 0: article_id is empty"),
        (lambda t: t, {"checked": corpus().drop(columns="truth")}, "checked has no column 'truth'"),
        (lambda t: t, {"checked": corpus().assign(truth="?")}, r"checked, row 0: truth is '\?'"),
    ],
)
def test_errors_name_the_cause(change, options, message):
    with pytest.raises(ValueError, match=message):
        compare.difference(change(corpus().drop(columns="truth")), "value", **options)


def test_one_row_of_exactly_these_columns():
    table = corpus()
    before = table.copy()
    for options in ({}, {"event": "event"}, {"checked": table}, {"event": "event", "checked": table}):
        got = compare.difference(table, "value", **options)
        assert list(got.columns) == COLUMNS
        assert len(got) == 1
        assert got["low"].item() <= got["estimate"].item() <= got["high"].item()
    pd.testing.assert_frame_equal(table, before)


def test_share_over_observations_not_over_articles():
    table = observations([[1, 1, 1, 1, 0, 0], [0, 0]], [[1], [0, 0, 0]])
    row = compare.difference(table, "value").iloc[0]
    assert row["estimate"] == pytest.approx(4 / 8 - 1 / 4)
    assert (row["n_units"], row["n_observations"]) == (4, 12)
    assert np.isnan(row["n_events"])


def test_swapped_groups_swap_the_interval():
    table = corpus()
    one, two = (compare.difference(table, "value", groups=g, checked=table).iloc[0] for g in (GROUPS, GROUPS[::-1]))
    assert one["estimate"] == pytest.approx(-two["estimate"])
    assert (one["low"], one["high"]) == pytest.approx((-two["high"], -two["low"]))
    assert one["p"] == pytest.approx(two["p"])


def test_order_of_rows_does_not_matter():
    table = corpus()
    shuffled = table.sample(frac=1, random_state=3)
    for options in ({}, {"event": "event"}):
        one, two = (compare.difference(t, "value", **options, checked=t).iloc[0] for t in (table, shuffled))
        assert list(one[COLUMNS[:-1]]) == pytest.approx(list(two[COLUMNS[:-1]]), nan_ok=True)


def test_variance_is_that_of_leaving_each_article_out():
    table = observations([[1, 2, 4], [0, 1], [3]], [[2, 2], [1, 0, 5, 1]])
    total = 0.0
    for _, side in table.groupby("group"):
        without = [side.loc[side["article_id"] != a, "value"].mean() for a in side["article_id"].unique()]
        total += ((np.array(without) - side["value"].mean()) ** 2).sum()
    row = compare.difference(table, "value").iloc[0]
    low, high = row[["low", "high"]]
    assert row["estimate"] - low == pytest.approx(high - row["estimate"])
    # Student's t of at least 1.96 and, with 3 and 2 articles, of at most that of one degree of freedom.
    assert 1.96 < (high - low) / 2 / np.sqrt(total) < 12.71


def test_event_make_up_is_no_difference():
    """One group writes more of an event that both tell alike: no difference within events, a large one across them."""
    events = {"state": ["a", "a", "a", "b"], "wire": ["a", "b", "b", "b"]}
    high, low = [1, 1, 1, 0], [0, 0, 0, 1]
    table = observations([high, high, high, low], [high, low, low, low], events)
    assert compare.difference(table, "value")["estimate"].item() == pytest.approx(0.25)
    table = pd.concat([table, table.assign(value=table["value"] + 0.0)])
    assert "the same in every event" in compare.difference(table, "value", event="event")["method"].item()


def test_events_are_weighted_as_mantel_and_haenszel():
    events = {"state": ["a", "b", "b", "c"], "wire": ["a", "a", "b", "d"]}
    table = observations([[3, 1], [4], [0, 2], [9]], [[1], [0, 1], [2, 2, 5], [7]], events)
    weight = {"a": 2 * 3 / 5, "b": 3 * 3 / 6}
    apart = {"a": 2 - 2 / 3, "b": 2 - 3}
    row = compare.difference(table, "value", event="event").iloc[0]
    assert row["estimate"] == pytest.approx(sum(weight[e] * apart[e] for e in "ab") / sum(weight.values()))
    assert (row["n_events"], row["n_units"], row["n_observations"]) == (2, 6, 11)


def test_one_event_is_compared_over_its_articles():
    events = {"state": ["a"] * 4 + ["b"], "wire": ["a"] * 4 + ["c"]}
    table = observations([[1, 1]] * 3 + [[1, 0]] + [[0]], [[0, 0]] * 3 + [[1, 0]] + [[1]], events)
    row = compare.difference(table, "value", event="event").iloc[0]
    inside = compare.difference(table[table["event"] == "a"], "value").iloc[0]
    assert list(row[COLUMNS[:10]]) == pytest.approx(list(inside[COLUMNS[:10]]))
    assert row["n_events"] == 1
    assert "within the one event" in row["method"]


@pytest.mark.parametrize(
    ("state", "wire", "p_min"), [(1, 1, 1.0), (2, 3, 0.2), (3, 3, 0.1), (3, 4, 2 / 35), (4, 4, 2 / 70), (40, 40, 2e-4)]
)
def test_smallest_p_of_labels(state, wire, p_min):
    assert permutation.smallest_p_of_labels(state, wire) == pytest.approx(p_min)


@pytest.mark.parametrize(("events", "p_min"), [(1, 1.0), (2, 0.5), (5, 1 / 16), (6, 1 / 32), (40, 2e-4)])
def test_smallest_p_of_signs(events, p_min):
    assert permutation.smallest_p_of_signs(events) == pytest.approx(p_min)


def test_no_p_where_the_design_cannot_reach_it():
    table = observations([[1] * 9, [1] * 9], [[0] * 9, [0] * 9, [0] * 9])
    row = compare.difference(table, "value").iloc[0]
    assert np.isnan(row["p"])
    assert row["p_min"] == pytest.approx(0.2)
    assert "no p: the smallest that the design can reach is 0.2" in row["method"]
    # Five articles that could not differ more still prove nothing of others.
    assert row["low"] <= 0


@pytest.mark.parametrize("seed", range(4))
def test_permutation_of_labels_as_scipy(seed):
    rng = np.random.default_rng(seed)
    state, wire = rng.normal(0.5, 1, 5), rng.normal(0, 1, 6)
    table = observations([[v, v] for v in state], [[v, v] for v in wire])
    known = permutation_test((state, wire), lambda x, y, axis: x.mean(axis) - y.mean(axis), vectorized=True)
    assert compare.difference(table, "value")["p"].item() == pytest.approx(known.pvalue)


@pytest.mark.parametrize("seed", range(4))
def test_sign_flips_as_scipy(seed):
    rng = np.random.default_rng(seed)
    events = [f"e{n}" for n in range(8)]
    state, wire = rng.normal(0.5, 1, 8), rng.normal(0, 1, 8)
    table = observations([[v] for v in state], [[v] for v in wire], dict.fromkeys(GROUPS, events))
    known = permutation_test(
        (state, wire), lambda x, y, axis: (x - y).mean(axis), permutation_type="samples", vectorized=True
    )
    assert compare.difference(table, "value", event="event")["p"].item() == pytest.approx(known.pvalue)


def test_drawn_permutations_are_near_the_exact_ones(monkeypatch):
    rng = np.random.default_rng(5)
    total, first = rng.normal(0, 1, 16), np.arange(16) < 8
    total[first] += 0.7
    exact = permutation.permute_labels(total, np.ones(16), first, rng)
    flips = permutation.flip_signs(total[:14], rng)
    monkeypatch.setattr(permutation, "EXACT", 0)
    assert permutation.permute_labels(total, np.ones(16), first, rng) == pytest.approx(exact, abs=0.02)
    assert permutation.flip_signs(total[:14], rng) == pytest.approx(flips, abs=0.02)


def test_seed_decides():
    table = corpus(articles=30, shares=(0.55, 0.45))
    one, two, other = (compare.difference(table, "value", seed=seed)["p"].item() for seed in (1, 1, 2))
    assert one == two
    assert one != other


@pytest.mark.parametrize("event", [None, "event"])
@pytest.mark.parametrize("numbers", [False, True])
def test_everything_checked_is_the_truth(event, numbers):
    """When every observation was checked, the corrected estimate is the difference of the truth, whatever the extractor said."""
    table = corpus()
    if numbers:
        noise = np.random.default_rng(1).normal(0, 1, (2, len(table)))
        table = table.assign(value=table["value"] + noise[0], truth=3 * table["truth"] + noise[1])
    row = compare.difference(table, "value", event=event, checked=table).iloc[0]
    truth = compare.difference(table.assign(value=table["truth"]), "value", event=event).iloc[0]
    assert row["estimate"] == pytest.approx(truth["estimate"])
    assert row["raw_estimate"] == pytest.approx(compare.difference(table, "value", event=event)["estimate"].item())
    assert row["estimate"] != pytest.approx(row["raw_estimate"], abs=1e-3)


def test_correction_by_hand():
    """Each value becomes the rate of truth among the group's checked rows with that value."""
    table = corpus(articles=20)
    checked = table.sample(120, random_state=2)
    expected = []
    for group in GROUPS:
        side, sample = table[table["group"] == group], checked[checked["group"] == group]
        rate = sample.groupby("value")["truth"].mean()
        expected.append(side["value"].map(rate).mean())
    row = compare.difference(table, "value", checked=checked).iloc[0]
    assert row["estimate"] == pytest.approx(expected[0] - expected[1])
    assert "checked observations: " in row["method"]


def test_sure_extractor_keeps_the_estimate_but_not_all_of_its_sureness():
    table = corpus(articles=20).assign(truth=lambda t: t["value"])
    row = compare.difference(table, "value", checked=table.sample(60, random_state=2)).iloc[0]
    assert row["estimate"] == pytest.approx(row["raw_estimate"])
    assert row["high"] - row["low"] > row["raw_high"] - row["raw_low"]


def test_too_few_checked_give_the_raw_interval_only():
    table = corpus()
    checked = table[table["group"] == "state"].head(30)
    row = compare.difference(table, "value", checked=checked).iloc[0]
    assert row[["estimate", "low", "high", "p"]].isna().all()
    assert row[["raw_estimate", "raw_low", "raw_high"]].notna().all()
    assert "fewer than 10 checked observations in group 'wire'" in row["method"]


def test_a_value_that_nobody_checked():
    table = corpus()
    checked = table[table["value"] == 0]
    row = compare.difference(table, "value", checked=checked).iloc[0]
    assert row["high"] - row["low"] > 0.5


def test_intervals_hold_the_truth_and_raw_ones_do_not(inference):
    """A short look; bench/inference.py looks long."""
    short = inference.coverage(inference.SCENARIOS["5 % v 5 %"], 100, seed=11)
    assert 0.89 <= short["corrected"] <= 0.99
    assert short["raw"] < 0.3


def test_placebo_splits_cry_wolf_seldom(inference, monkeypatch):
    monkeypatch.setattr(permutation, "DRAWS", 199)
    splits = inference.placebo(inference.SCENARIOS["base: error differs"], 200)
    assert max(splits["corrected"], splits["raw"]) <= 0.07


@pytest.mark.timing
def test_fast_enough():
    table = corpus(articles=40, quotes=20)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        compare.difference(table, "value")
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.2
