"""The scores, by hand and beside the gold's own scorer."""

import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest
from gold_examples import article, by_id, quote

from framing.evaluate import gold_texts, load_gold, score

SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_gold = pytest.mark.skipif(
    not (SHARED / "gold" / "score.py").exists(), reason="../shared/gold with its scorer is not there"
)


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
    np.testing.assert_array_equal(table["estimate"], [value for value, _ in expected.values()])
    assert table["n"].tolist() == [n for _, n in expected.values()]


def test_the_interval_is_that_of_drawing_articles():
    # Drawn with replacement, two articles, one perfect and one missed, give an F1 of 0, 2/3 or 1, each often.
    gold = by_id(article(quote([[0, 10]])), article(quote([[0, 10]]), id="b"))
    f1 = score(gold, by_id(article(quote([[0, 10]])))).set_index("measure").loc["f1_0.3"]
    assert f1[["estimate", "low", "high"]].tolist() == [2 / 3, 0, 1]


def test_without_prediction_recall_is_measured_and_precision_is_not():
    table = score(by_id(article(quote([[0, 10]]))), {}).set_index("measure")
    assert table.loc["recall_0.3", "estimate"] == 0
    assert table.loc[["precision_0.3", "speaker"]].drop(columns="n").isna().all(axis=None)


def test_predicted_articles_without_gold_are_left_out_with_a_warning():
    gold = by_id(article(quote([[0, 10]])))
    with pytest.warns(UserWarning, match="1 predicted articles have no gold"):
        table = score(gold, by_id(article(quote([[0, 10]])), article(quote([[0, 10]]), id="z")))
    assert table.set_index("measure").loc["precision_0.3", ["estimate", "n"]].tolist() == [1, 1]


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
    texts = gold_texts([SHARED / "gold" / "texts", SHARED / "seeds"], gold)
    pred = perturbed(gold, seed) if seed else {}
    for id_, text in texts.items():
        (tmp_path / f"{id_}.txt").write_bytes(text.encode("utf-8"))
    theirs = scorer.score(gold, pred, tmp_path if with_texts else None, 500)
    ours = score(gold, pred, texts if with_texts else None, 500).set_index("measure")

    def same(name, value):
        # Where nothing can be measured we say NaN, the scorer 0.
        assert ours.loc[name, "estimate"] == value or (ours.loc[name, "n"] == 0 and value == 0)

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
        assert 0.2 < ours.loc["f1_0.8", "estimate"] < ours.loc["f1_0.3", "estimate"] < 0.95, (
            "the perturbation tests nothing"
        )


@needs_gold
def test_the_gold_against_itself_is_perfect():
    gold = load_gold(SHARED / "gold" / "dev.jsonl")
    assert (score(gold, gold, rounds=50)["estimate"] == 1).all()
