"""Shares and their intervals, rates and confusion, and what a confidence is worth."""

import numpy as np
import pandas as pd
import pytest
from gold_examples import article, by_id, quote

from framing.evaluate import calibration, calibration_error, confusion, pairs, rates, share


@pytest.mark.parametrize(
    ("hits", "clusters", "expected"),
    [
        ([], [], (np.nan, np.nan, np.nan, 0, 0)),
        ([1, 0], ["a", "a"], (0.5, np.nan, np.nan, 2, 1)),
        # by hand, with q = t²/n: half = sqrt(q/4 + q²/4) / (1 + q), t = 1.9842, n = 99 (the variance has n - 1);
        # low = 1 / (1 + q), t = 2.2622, n = 10
        ([1, 0] * 50, range(100), (0.5, 0.4022, 0.5978, 100, 100)),
        ([1] * 10, range(10), (1.0, 0.6615, 1.0, 10, 10)),
    ],
)
def test_share(hits, clusters, expected):
    np.testing.assert_allclose(share(hits, clusters), expected, atol=1e-4)


def test_share_is_less_sure_of_things_that_come_in_clusters():
    hits = [1] * 30 + [0] * 10
    alone = share(hits, range(40))
    whole = share(hits, np.repeat(range(8), 5))  # every article all right or all wrong
    assert whole.estimate == alone.estimate
    assert whole.high - whole.low > 1.8 * (alone.high - alone.low)


def test_share_weighs():
    weighted, plain = share([1, 1, 0, 0], range(4), [3, 3, 1, 1]), share([1, 1, 1, 0], range(4))
    assert weighted.estimate == plain.estimate == 6 / 8
    assert weighted.high - weighted.low > plain.high - plain.low


def test_intervals_of_shares_hold_the_truth_about_95_times_in_100():
    draw = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        chances = draw.beta(6, 2, size=20)  # articles differ: mean 0.75
        hits = draw.binomial(1, np.repeat(chances, 6))
        found = share(hits, np.repeat(range(20), 6))
        held += found.low <= 0.75 <= found.high


@pytest.fixture
def table():
    """Two articles: a relation called mixed that is direct, one with the wrong speaker, one missed, one spurious."""
    gold = by_id(
        article(quote([[0, 10]], "q1"), quote([[20, 30]], "q2"), quote([[40, 50]], "q3", speaker="Kerr")),
        article(quote([[0, 10]], "q1", "indirect"), quote([[20, 30]], "q2", "indirect"), id="b"),
    )
    pred = by_id(
        article(
            quote([[0, 10]], "p1", confidence=0.95),
            quote([[20, 30]], "p2", "mixed", confidence=0.85),
            quote([[40, 50]], "p3", confidence=0.8),
            quote([[60, 70]], "p4", "indirect", confidence=0.1),
        ),
        article(quote([[0, 10]], "p1", "indirect", confidence=1.0), id="b"),
    )
    return pairs(gold, pred)


def test_rates(table):
    found = rates(table).set_index("measure")
    assert found["estimate"].to_dict() == {
        "precision": 4 / 5, "recall": 4 / 5, "speaker": 3 / 4, "attributed_precision": 3 / 5, "attributed_recall": 3 / 5
    }  # fmt: skip
    assert found["n"].tolist() == [5, 5, 4, 5, 5]
    assert found["n_articles"].tolist() == [2] * 5
    by_type = rates(table, ["type"]).set_index(["type", "measure"])["estimate"]
    assert by_type["direct", "recall"] == 1
    assert by_type["indirect", "recall"] == 1 / 2
    assert rates(table.head(0)).set_index("measure")["n"].eq(0).all()


def test_rates_names_the_column_that_is_not_there(table):
    with pytest.raises(KeyError, match="no column outlet"):
        rates(table, ["outlet"])


def test_confusion(table):
    found = confusion(table).set_index(["gold", "pred"])
    assert found["n"].to_dict() == {
        ("direct", "direct"): 2, ("direct", "indirect"): 0, ("direct", "mixed"): 1, ("direct", "none"): 0,
        ("indirect", "direct"): 0, ("indirect", "indirect"): 1, ("indirect", "mixed"): 0, ("indirect", "none"): 1,
        ("none", "direct"): 0, ("none", "indirect"): 1, ("none", "mixed"): 0,
    }  # fmt: skip
    assert found.loc[("direct", "mixed"), ["share", "n_of"]].tolist() == [1 / 3, 3]
    assert found.groupby("gold")["share"].sum().tolist() == pytest.approx([1, 1, 1])


def test_the_shares_of_predictions_correct_a_count(table):
    found = confusion(table, of="pred")
    n_predicted = table[table["pred_id"].notna()]["pred_type"].value_counts()
    corrected = (found["share"] * found["pred"].map(n_predicted))[found["gold"] == "direct"].sum()
    assert corrected == pytest.approx(3)  # of the five predictions, three are direct quotations


def test_confusion_by_a_column_of_ones_own(table):
    found = confusion(table.assign(outlet=table["article_id"].map({"a": "vigie", "b": "phare"})), by=["outlet"])
    assert found.loc[(found["gold"] == "indirect") & (found["pred"] == "none"), ["outlet", "n"]].values.tolist() == [
        ["phare", 1],
        ["vigie", 0],
    ]
    assert confusion(table.head(0)).empty
    with pytest.raises(ValueError, match="write 'gold' or 'pred'"):
        confusion(table, of="both")


def test_calibration(table):
    found = calibration(table, bins=5)
    assert found["bin"].tolist() == ["0–0.2", "0.8–1"]
    assert found["n"].tolist() == [1, 4]
    assert found["right"].tolist() == [0, 3 / 4]
    assert found["confidence"].tolist() == pytest.approx([0.1, 0.9])
    (error,) = calibration_error(table, bins=5).to_dict("records")
    assert error["estimate"] == pytest.approx((1 * 0.1 + 4 * 0.15) / 5)
    assert error["n"] == 5
    assert error["low"] <= error["estimate"] <= error["high"]
    contents = calibration(table, bins=5, right=("right", "wrong_speaker"))
    assert contents["right"].tolist() == [0, 1]


def test_calibration_without_confidence(table):
    bare = table.assign(confidence=np.nan)
    assert calibration(bare).empty
    assert calibration_error(bare)["estimate"].isna().all()
    with pytest.raises(ValueError, match="from 0 to 1"):
        calibration(table.assign(confidence=7.0))


def test_a_confidence_that_keeps_its_word_has_a_small_error():
    draw = np.random.default_rng(3)
    confidence = draw.uniform(0.3, 1, 4000)
    right = draw.uniform(size=4000) < confidence
    honest = pd.DataFrame(
        {
            "article_id": np.repeat([f"a{i}" for i in range(200)], 20),
            "pred_id": "p",
            "confidence": confidence,
            "status": np.where(right, "right", "spurious"),
        }
    )
    boastful = honest.assign(confidence=0.5 + confidence / 2)
    assert calibration_error(honest, rounds=50)["estimate"].item() < 0.04
    assert calibration_error(boastful, rounds=50)["estimate"].item() > 0.14
