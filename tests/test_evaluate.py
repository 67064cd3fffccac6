import importlib.util
import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.evaluate.gold import (
    GoldError,
    calibration,
    calibration_error,
    confusion,
    cue_place,
    load_gold,
    pairs,
    rates,
    read_texts,
    same_speaker,
    score,
    share,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_gold = pytest.mark.skipif(
    not (SHARED / "gold" / "score.py").exists(), reason="../shared/gold with its scorer is not there"
)


def quote(content, id="q1", type="direct", cue=None, source=None, speaker=None, **more):
    return {"id": id, "type": type, "cue": cue, "content": content, "source": source, "speaker": speaker, **more}


def article(*quotes, id="a", islands=()):
    return {"id": id, "quotes": list(quotes), "islands": [{"span": span} for span in islands]}


def by_id(*articles):
    return {a["id"]: a for a in articles}


def statuses(gold, pred, texts=None, threshold=0.3):
    return pairs(by_id(gold), by_id(pred), texts, threshold)["status"].tolist()


# --- pairing ---


@pytest.mark.parametrize(
    ("gold", "pred", "expected"),
    [
        (article(), article(), []),
        (article(quote([[0, 10]])), article(), ["missed"]),
        (article(), article(quote([[0, 10]])), ["spurious"]),
        (article(quote([[0, 10]])), article(quote([[0, 10]])), ["right"]),
        # 3 of 10 characters: an overlap of exactly 0.3 counts, 2 of 10 does not
        (article(quote([[0, 10]])), article(quote([[7, 10]])), ["right"]),
        (article(quote([[0, 10]])), article(quote([[8, 10]])), ["missed", "spurious"]),
        # two spans round an inserted clause; spans that touch, overlap or stand out of order are one set of characters
        (article(quote([[0, 10], [20, 30]])), article(quote([[20, 30], [0, 6], [4, 10]])), ["right"]),
        (article(quote([[0, 10]], speaker="Odile Kerr")), article(quote([[0, 10]], speaker="Mme Kerr")), ["right"]),
        (article(quote([[0, 10]], speaker="Odile Kerr")), article(quote([[0, 10]])), ["wrong_speaker"]),
        # one to one: the second prediction of the same words is spurious
        (article(quote([[0, 10]])), article(quote([[0, 10]]), quote([[0, 10]], "q2")), ["right", "spurious"]),
        # optional in the gold, and islands, count for nothing either way
        (article(quote([[0, 10]], optional=True)), article(), ["neutral"]),
        (article(quote([[0, 10]], optional=True)), article(quote([[0, 10]])), ["neutral"]),
        (article(islands=[[0, 10]]), article(quote([[1, 10]])), ["neutral"]),
        (article(islands=[[0, 10]]), article(quote([[3, 10]])), ["spurious"]),
    ],
)
def test_status_of_each_relation(gold, pred, expected):
    assert statuses(gold, pred) == expected


def test_the_pairing_maximises_the_sum_of_overlaps_not_the_best_pair():
    # X shares 9 of 11 with A and 8 of 12 with B; Y shares 5 of 10 with A only. Taking A-X first would lose B.
    gold = article(quote([[0, 10]], "A"), quote([[3, 13]], "B"))
    pred = article(quote([[1, 11]], "X"), quote([[0, 5]], "Y"))
    table = pairs(by_id(gold), by_id(pred))
    assert dict(zip(table["gold_id"], table["pred_id"], strict=True)) == {"A": "Y", "B": "X"}
    assert table["overlap"].tolist() == [5 / 10, 8 / 12]


def test_white_space_does_not_count_where_the_text_is_known():
    gold, pred = by_id(article(quote([[0, 9]]))), by_id(article(quote([[0, 3]])))
    assert pairs(gold, pred)["overlap"].tolist() == [3 / 9]
    assert pairs(gold, pred, {"a": "oui   non"})["overlap"].tolist() == [3 / 6]


def test_spans_beyond_the_text_cover_nothing():
    gold, pred = by_id(article(quote([[0, 3]]))), by_id(article(quote([[0, 900]]), quote([[500, 900]], "q2")))
    assert pairs(gold, pred, {"a": "oui"})["status"].tolist() == ["right", "spurious"]


def test_an_unpaired_relation_tells_how_near_it_came():
    table = pairs(by_id(article(quote([[0, 10]]))), by_id(article(quote([[8, 10]]))))
    assert table["overlap"].tolist() == [0.2, 0.2]
    assert table[["gold_id", "pred_id"]].isna().values.tolist() == [[False, True], [True, False]]


def test_pairs_tells_the_attributes_and_the_confidence():
    gold = by_id(article(quote([[0, 10]], cue=[12, 15], source=[16, 20], speaker="Odile Kerr")))
    pred = by_id(article(quote([[0, 10]], type="mixed", cue=[14, 18], source=None, speaker="Kerr", confidence=0.75)))
    (row,) = pairs(gold, pred).to_dict("records")
    assert (row["cue_ok"], row["source_ok"], row["speaker_ok"]) == (True, False, True)
    assert (row["type"], row["pred_type"], row["cue_place"], row["confidence"]) == ("direct", "mixed", "after", 0.75)


def test_pairs_changes_nothing_that_it_is_given():
    gold, pred = by_id(article(quote([[0, 10]]))), by_id(article(quote([[4, 10]])))
    before = json.dumps([gold, pred])
    pairs(gold, pred)
    assert json.dumps([gold, pred]) == before


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (None, None, True),
        ("", "", False),
        ("Odile Kerr", None, False),
        ("Odile Kerr", "M. KERR", True),
        ("l’Élysée", "Elysee", True),
        ("la ministre Kerr", "le ministre Orvault", False),
    ],
)
def test_same_speaker(a, b, same):
    assert same_speaker(a, b) is same
    assert same_speaker(b, a) is same


@pytest.mark.parametrize(
    ("cue", "content", "place"),
    [
        (None, [[5, 9]], "none"),
        ([0, 4], [[5, 9]], "before"),
        ([10, 14], [[5, 9]], "after"),
        ([10, 14], [[5, 9], [15, 20]], "inside"),
    ],
)
def test_cue_place(cue, content, place):
    assert cue_place({"cue": cue, "content": content}) == place


# --- scores ---


def test_scores_by_hand():
    gold = by_id(
        article(
            quote([[0, 10]], "q1", "direct", [11, 14], [15, 20], "Odile Kerr"),
            quote([[30, 40]], "q2", "indirect", [25, 29], None, "Odile Kerr"),
            quote([[50, 60]], "q3", "mixed", None, None, None, optional=True),
        ),
        article(quote([[0, 10]], "q1", "indirect"), id="b"),
    )
    pred = by_id(
        article(
            quote([[0, 10]], "p1", "direct", [12, 18], [15, 20], "Kerr"),  # right
            quote([[30, 35]], "p2", "indirect", None, None, "Jean Orvault"),  # half the words, wrong cue and speaker
            quote([[50, 60]], "p3", "mixed"),  # optional
            quote([[70, 80]], "p4", "indirect"),  # spurious
        )
    )
    table = score(gold, pred).set_index("measure")
    expected = {
        "precision_0.3": (2 / 3, 3), "recall_0.3": (2 / 3, 3), "f1_0.3": (4 / 6, 3),
        "recall_0.3_direct": (1, 1), "recall_0.3_indirect": (1 / 2, 2), "recall_0.3_mixed": (np.nan, 0),
        "precision_0.8": (1 / 3, 3), "recall_0.8": (1 / 3, 3), "f1_0.8": (2 / 6, 3),
        "recall_0.8_direct": (1, 1), "recall_0.8_indirect": (0, 2), "recall_0.8_mixed": (np.nan, 0),
        "cue": (1 / 2, 2), "source": (1, 2), "speaker": (1 / 2, 2),
        "attributed_precision": (1 / 3, 3), "attributed_recall": (1 / 3, 3), "attributed_f1": (2 / 6, 3),
    }  # fmt: skip
    assert table.index.tolist() == list(expected)
    np.testing.assert_array_equal(table["value"], [value for value, _ in expected.values()])
    assert table["n"].tolist() == [n for _, n in expected.values()]


def test_the_interval_is_that_of_drawing_articles():
    # Drawn with replacement, two articles, one perfect and one missed, give an F1 of 0, 2/3 or 1, each often.
    gold = by_id(article(quote([[0, 10]])), article(quote([[0, 10]]), id="b"))
    f1 = score(gold, by_id(article(quote([[0, 10]])))).set_index("measure").loc["f1_0.3"]
    assert f1[["value", "low", "high"]].tolist() == [2 / 3, 0, 1]


def test_without_prediction_recall_is_measured_and_precision_is_not():
    table = score(by_id(article(quote([[0, 10]]))), {}).set_index("measure")
    assert table.loc["recall_0.3", "value"] == 0
    assert table.loc[["precision_0.3", "speaker"]].drop(columns="n").isna().all(axis=None)


def test_predicted_articles_without_gold_are_left_out_with_a_warning():
    gold = by_id(article(quote([[0, 10]])))
    with pytest.warns(UserWarning, match="1 predicted articles have no gold"):
        table = score(gold, by_id(article(quote([[0, 10]])), article(quote([[0, 10]]), id="z")))
    assert table.set_index("measure").loc["precision_0.3", ["value", "n"]].tolist() == [1, 1]


def test_an_empty_gold_is_an_error():
    with pytest.raises(ValueError, match="no article"):
        score({}, {})


def perturbed(gold, seed):
    """A prediction that errs in every way: relations lost, invented, doubled, shifted, with other attributes."""
    draw = random.Random(seed)
    pred = {}
    for id_, a in gold.items():
        if draw.random() < 0.1:
            continue
        quotes = [quote([i["span"]], f"i{n}") for n, i in enumerate(a.get("islands", []))]
        for q in a["quotes"]:
            if draw.random() < 0.2:
                continue
            shift, stretch = draw.choice([0, 0, 5, 20, 60]), draw.choice([0, 0, 3, 30])
            q = q | {"content": [[start + shift, end + shift + stretch] for start, end in q["content"]]}
            q |= {"speaker": draw.choice([q["speaker"], q["speaker"], None, "Odile Kerr"])}
            q |= {"cue": draw.choice([q["cue"], q["cue"], None]), "source": draw.choice([q["source"], [0, 4]])}
            quotes += [q, q | {"id": q["id"] + "x"}] if draw.random() < 0.2 else [q]
        pred[id_] = {"id": id_, "quotes": quotes}
    return pred


@pytest.fixture(scope="module")
def scorer():
    spec = importlib.util.spec_from_file_location("gold_scorer", SHARED / "gold" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_gold
@pytest.mark.parametrize("with_texts", [True, False])
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_agrees_with_the_scorer_of_the_gold_to_the_digit(scorer, tmp_path, with_texts, seed):
    gold = load_gold(SHARED / "gold" / "dev.jsonl")
    texts = read_texts([SHARED / "gold" / "texts", SHARED / "seeds"], gold)
    pred = perturbed(gold, seed) if seed else {}
    for id_, text in texts.items():
        (tmp_path / f"{id_}.txt").write_bytes(text.encode("utf-8"))
    theirs = scorer.score(gold, pred, tmp_path if with_texts else None, 500)
    ours = score(gold, pred, texts if with_texts else None, 500).set_index("measure")

    def same(name, value):
        # Where nothing can be measured we say NaN, the scorer 0.
        assert ours.loc[name, "value"] == value or (ours.loc[name, "n"] == 0 and value == 0)

    for t, of in theirs["content"].items():
        for name in ("precision", "recall", "f1"):
            same(f"{name}_{t}", of[name])
        assert ours.loc[f"f1_{t}", ["low", "high"]].tolist() == of["f1_95"]
        assert ours.loc[f"precision_{t}", "n"] == of["pred"]
        for type_, (value, n) in of["recall_by_type"].items():
            same(f"recall_{t}_{type_}", value)
            assert ours.loc[f"recall_{t}_{type_}", "n"] == n
    for name in ("cue", "source", "speaker"):
        same(name, theirs[name])
        assert ours.loc[name, "n"] == theirs["pairs"]
    for name in ("precision", "recall", "f1"):
        same(f"attributed_{name}", theirs["attributed"][name])
    assert ours.loc["attributed_f1", ["low", "high"]].tolist() == theirs["attributed"]["f1_95"]
    if seed:
        assert 0.2 < ours.loc["f1_0.8", "value"] < ours.loc["f1_0.3", "value"] < 0.95, "the perturbation tests nothing"


@needs_gold
def test_the_gold_against_itself_is_perfect():
    gold = load_gold(SHARED / "gold" / "dev.jsonl")
    assert (score(gold, gold, rounds=50)["value"] == 1).all()


# --- files ---


GOOD = json.dumps({"id": "a", "quotes": []})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "not a JSON object"),
        ('{"quotes": []}', "id is not a text"),
        ('{"id": "../b", "quotes": []}', "id is '../b'"),
        ('{"id": "b"}', "quotes is not a list"),
        ('{"id": "b", "quotes": [], "islands": 3}', "islands is not a list"),
        ('{"id": "b", "quotes": [], "islands": [{"span": [3, 3]}]}', "island 1"),
        ('{"id": "b", "quotes": ["oui"]}', "quotation 1 is not a JSON object"),
        (json.dumps(article(quote([[0, 1]], type="libre"), id="b")), "quotation 1: type is 'libre'"),
        (json.dumps(article(quote([]), id="b")), "quotation 1: content"),
        (json.dumps(article(quote([[0, 1]]), quote([[5, 4]], "q2"), id="b")), "quotation 2: content"),
        (json.dumps(article(quote([[0, True]]), id="b")), "quotation 1: content"),
        (json.dumps(article(quote([[0, 1]], cue=[-1, 2]), id="b")), "quotation 1: cue"),
        (json.dumps(article(quote([[0, 1]], source="Kerr"), id="b")), "quotation 1: source"),
        (json.dumps(article(quote([[0, 1]], speaker=3), id="b")), "quotation 1: speaker"),
        (json.dumps(article(quote([[0, 1]]), quote([[5, 6]]), id="b")), "quotation 2: the id 'q1' stands twice"),
        (GOOD, "the article 'a' stood before"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(GoldError, match="line 3") as error:
        load_gold(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_file_that_is_not_utf8_or_not_there(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(GOOD.encode() + b'\n{"id": "\xe9t\xe9", "quotes": []}\n')
    with pytest.raises(GoldError, match="line 2: not UTF-8 at byte 8"):
        load_gold(path)
    with pytest.raises(GoldError, match="cannot be read"):
        load_gold(tmp_path / "absent.jsonl")


def test_a_missing_key_of_a_quotation_is_named(tmp_path):
    path = tmp_path / "pred.jsonl"
    path.write_text('{"id": "a", "quotes": [{"type": "direct", "content": [[0, 4]]}]}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="line 1: quotation 1: cue is missing"):
        load_gold(path)


def test_an_empty_file_holds_no_article(tmp_path):
    (tmp_path / "gold.jsonl").write_text("")
    assert load_gold(tmp_path / "gold.jsonl") == {}


def test_texts_are_checked(tmp_path):
    gold = by_id(article(quote([[0, 3]])) | {"sha256": "0" * 64})
    with pytest.raises(GoldError, match=r"a\.txt is in none of the folders"):
        read_texts(tmp_path, gold)
    (tmp_path / "a.txt").write_bytes(b"\xe9t\xe9")
    with pytest.raises(GoldError, match="not UTF-8 at byte 0"):
        read_texts(tmp_path, gold)
    (tmp_path / "a.txt").write_bytes(b"oui\r\n")
    with pytest.raises(GoldError, match="not the one that was annotated"):
        read_texts(tmp_path, gold)
    with pytest.raises(GoldError, match="not the one that was annotated"):
        pairs(gold, {}, {"a": "oui"})
    assert read_texts(tmp_path, by_id(article())) == {"a": "oui\r\n"}


# --- shares, confusion, calibration ---


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
    assert whole.value == alone.value
    assert whole.high - whole.low > 1.8 * (alone.high - alone.low)


def test_share_weighs():
    weighted, plain = share([1, 1, 0, 0], range(4), [3, 3, 1, 1]), share([1, 1, 1, 0], range(4))
    assert weighted.value == plain.value == 6 / 8
    assert weighted.high - weighted.low > plain.high - plain.low


def test_intervals_of_shares_hold_the_truth_about_95_times_in_100():
    draw = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        chances = draw.beta(6, 2, size=20)  # articles differ: mean 0.75
        hits = draw.binomial(1, np.repeat(chances, 6))
        found = share(hits, np.repeat(range(20), 6))
        held += found.low <= 0.75 <= found.high
    assert 0.92 <= held / 400 <= 0.99


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
    assert found["value"].to_dict() == {
        "precision": 4 / 5, "recall": 4 / 5, "speaker": 3 / 4, "attributed_precision": 3 / 5, "attributed_recall": 3 / 5
    }  # fmt: skip
    assert found["n"].tolist() == [5, 5, 4, 5, 5]
    assert found["n_articles"].tolist() == [2] * 5
    by_type = rates(table, ["type"]).set_index(["type", "measure"])["value"]
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
    assert error["value"] == pytest.approx((1 * 0.1 + 4 * 0.15) / 5)
    assert error["n"] == 5
    assert error["low"] <= error["value"] <= error["high"]
    contents = calibration(table, bins=5, right=("right", "wrong_speaker"))
    assert contents["right"].tolist() == [0, 1]


def test_calibration_without_confidence(table):
    bare = table.assign(confidence=np.nan)
    assert calibration(bare).empty
    assert calibration_error(bare)["value"].isna().all()
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
    assert calibration_error(honest, rounds=50)["value"].item() < 0.04
    assert calibration_error(boastful, rounds=50)["value"].item() > 0.14
