"""Gold and prediction, relation by relation."""

import json

import pytest
from gold_examples import article, by_id, quote

from framing.evaluate import cue_place, pairs, same_speaker


def statuses(gold, pred, texts=None, threshold=0.3):
    return pairs(by_id(gold), by_id(pred), texts, threshold)["status"].tolist()


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
