import numpy as np
import pandas as pd
import pytest

from framing import compare
from framing.compare import permutation
from framing.compare.planning import Articles


def pilot(articles=10, quotes=12, spread=0.15, events=5, event_spread=0.0, seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    own = rng.normal(0, event_spread, events)
    for sign, group in ((1, "state"), (0, "wire")):
        for n in range(articles):
            centre = 0.5 + rng.normal(0, spread) + sign * own[n % events]
            rows += [(group, f"{group}{n}", f"e{n % events}", v) for v in rng.normal(centre, 0.3, quotes)]
    return pd.DataFrame(rows, columns=["group", "article_id", "event", "value"])


def shares(articles=10, quotes=8, alike=0.1, means=(0.4, 0.4), seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for group, mean in zip(("state", "wire"), means, strict=True):
        size = (1 - alike) / alike
        for n, chance in enumerate(rng.beta(mean * size, (1 - mean) * size, articles)):
            said = rng.random(rng.integers(2, 2 * quotes)) < chance
            rows += [(group, f"{group}{n}", float(v)) for v in said]
    return pd.DataFrame(rows, columns=["group", "article_id", "value"])


EMPTY = pilot(articles=0)


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        (EMPTY, {}, "pilot: group 'state' has fewer than two article_id"),
        (pilot(articles=1), {}, "fewer than two article_id"),
        (pilot(), {"n": [10, 1]}, "a study has at least 2 article_id, not 1"),
        (pilot().drop(columns="event"), {"event": "event"}, "pilot has no column 'event'"),
        (pilot(events=1), {"event": "event"}, "1 events are covered by both groups"),
        (shares(), {"difference": 1.2}, "difference is 1.2; shares differ by 1 at most"),
        (pilot(), {"groups": ("state", "wier")}, "pilot has no group 'wier'"),
    ],
)
def test_errors_name_the_cause(table, options, message):
    with pytest.raises(ValueError, match=message):
        compare.power(table, "value", **{"difference": 0.2, "groups": ("state", "wire"), **options})


@pytest.mark.parametrize("event", [None, "event"])
def test_power_grows_with_the_study_and_the_difference(event):
    table = pilot(event_spread=0.1)
    small = compare.power(table, "value", 0.1, n=[4, 8, 16, 64], event=event)
    large = compare.power(table, "value", 0.3, n=[4, 8, 16, 64], event=event)
    assert small["estimate"].is_monotonic_increasing
    assert (large["estimate"] >= small["estimate"]).all()
    assert small["smallest_difference"].is_monotonic_decreasing
    assert ((small["low"] <= small["estimate"]) & (small["estimate"] <= small["high"])).all()
    assert small["n_events"].isna().all() if event is None else small["n_events"].tolist() == [4, 8, 16, 64]
    pd.testing.assert_frame_equal(small, compare.power(table, "value", 0.1, n=[4, 8, 16, 64], event=event))


@pytest.mark.parametrize("event", [None, "event"])
def test_no_difference_is_found_one_time_in_twenty(event):
    got = compare.power(pilot(articles=30), "value", 0.0, n=[6, 40], event=event)
    assert got["estimate"].between(0.02, 0.075).all()


@pytest.mark.parametrize("event", [None, "event"])
def test_smallest_difference_is_found_with_the_target_power(event):
    table = pilot()
    smallest = compare.power(table, "value", 0.1, n=[12], event=event, target=0.8)["smallest_difference"].item()
    assert compare.power(table, "value", smallest, n=[12], event=event)["estimate"].item() == pytest.approx(
        0.8, abs=0.01
    )


@pytest.mark.parametrize("n", [3, 5, 12])
@pytest.mark.parametrize("kind", ["numbers", "shares"])
def test_power_is_that_of_the_study_itself(kind, n, monkeypatch):
    """What is promised is what `difference` then finds in corpora of which the pilot is one."""
    monkeypatch.setattr(permutation, "DRAWS", 19)
    monkeypatch.setattr(permutation, "EXACT", 0)
    if kind == "numbers":
        promised = compare.power(pilot(articles=400), "value", 0.2, n=[n])["estimate"].item()
    else:
        promised = compare.power(shares(articles=400), "value", 0.3, n=[n])["estimate"].item()
    found = 0
    for seed in range(300):
        if kind == "numbers":
            table = pilot(articles=n, seed=1000 + seed)
            table["value"] += 0.2 * (table["group"] == "state")
        else:
            table = shares(articles=n, means=(0.55, 0.25), seed=1000 + seed)
        row = compare.difference(table, "value").iloc[0]
        found += row["low"] > 0 or row["high"] < 0
    assert found / 300 == pytest.approx(promised, abs=0.08)


@pytest.mark.parametrize("target", [0.0, 0.02, 0.3, 0.97, 1.0])
def test_shares_of_a_pilot_are_moved_within_0_and_1(target):
    rng = np.random.default_rng(2)
    articles = Articles(rng.uniform(-0.3, 0.6, 40), np.repeat([0.3, 0.001], 20), rng.integers(1, 30, 40).astype(float))
    moved = articles.shares_at(target)
    share = moved.centre + moved.distance
    assert share.min() >= 0
    assert share.max() <= 1
    assert np.average(share, weights=articles.size) == pytest.approx(target)


def test_smallest_difference_of_shares():
    """Found with the target's power; where no share is different enough there is none."""
    got = compare.power(shares(), "value", 0.3, n=[3, 20])
    assert np.isnan(got["smallest_difference"].iloc[0])
    smallest = got["smallest_difference"].iloc[1]
    assert compare.power(shares(), "value", smallest, n=[3, 20])["estimate"].iloc[1] == pytest.approx(0.8, abs=0.02)


def test_more_articles_an_event_help_only_against_their_own_spread():
    table = pilot(articles=40, events=20)
    one, four = (
        compare.power(table, "value", 0.1, n=[10], event="event", per_event=k)["estimate"].item() for k in (1, 4)
    )
    assert four > one
    alone = pilot(articles=10, events=10)
    one, four = (
        compare.power(alone, "value", 0.1, n=[10], event="event", per_event=k)["estimate"].item() for k in (1, 4)
    )
    assert four == pytest.approx(one)
