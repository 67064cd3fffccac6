import numpy as np
import pandas as pd
import pytest

from framing import compare
from framing.compare import words

COLUMNS = [
    "lemma", "pos", "estimate", "low", "high", "strength", "count_state", "count_wire",
    "documents_state", "documents_wire", "dispersion", "n_units", "method",
]  # fmt: skip


def lemmas(documents, voice="outlet"):
    """documents: {(group, article): {lemma: count}}."""
    rows = [(g, a, voice, None, w, "NOUN", n) for (g, a), counts in documents.items() for w, n in counts.items()]
    return pd.DataFrame(rows, columns=["group", "article_id", "voice", "actor", "lemma", "pos", "count"])


def press(seed=0, documents=20):
    """Two groups: "partenariat" is the first's in every article, "mouton" stands often in one article of the first."""
    rng = np.random.default_rng(seed)
    made = {}
    for group, rate in (("state", 6), ("wire", 2)):
        for n in range(documents):
            counts = {f"mot{k}": int(rng.poisson(10)) for k in range(20)} | {"partenariat": int(rng.poisson(rate))}
            made[group, f"{group}{n}"] = {w: c for w, c in counts.items() if c}
    made["state", "state0"]["mouton"] = 80
    return made


@pytest.mark.parametrize(
    ("documents", "rows", "reason"),
    [
        ({}, 0, None),
        ({("state", "a"): {"pays": 5}}, 1, "fewer than two article_id in a group"),
        ({("state", "a"): {"pays": 5}, ("state", "b"): {"pays": 5}, ("wire", "c"): {"pays": 2}}, 1, "fewer than two"),
        ({("state", "a"): {"pays": 1}, ("wire", "c"): {"pays": 1}}, 0, None),
    ],
)
def test_little_gives_no_interval(documents, rows, reason):
    got = compare.keyness(lemmas(documents), ("state", "wire"))
    assert list(got.columns) == COLUMNS
    assert len(got) == rows
    if rows:
        assert reason in got["method"].item()
        assert got[["low", "high", "strength"]].isna().all(axis=None)


def test_estimate_is_that_of_monroe_and_others():
    documents = {
        ("state", "a"): {"paix": 7, "pays": 20},
        ("state", "b"): {"paix": 4, "pays": 9},
        ("wire", "c"): {"paix": 1, "pays": 18},
        ("wire", "d"): {"pays": 21},
    }
    got = compare.keyness(lemmas(documents), prior_words=10).set_index("lemma")
    prior = 10 * 12 / 80
    odds = [np.log((y + prior) / (n + 10 - y - prior)) for y, n in ((11, 40), (1, 40))]
    assert got.loc["paix", "estimate"] == pytest.approx(odds[0] - odds[1])
    assert got.loc["paix", ["count_state", "count_wire", "documents_state", "documents_wire"]].tolist() == [11, 1, 2, 1]
    assert (got["n_units"] == 4).all()


def test_a_word_of_one_article_is_not_key():
    got = compare.keyness(lemmas(press())).set_index("lemma")
    assert got.index[0] == "partenariat"
    assert got.loc["partenariat", "low"] > 0
    assert got.loc["mouton", "count_state"] == 80
    assert got.loc["mouton", "strength"] == 0
    assert got.loc["mouton", "dispersion"] < 0.1 < 0.8 < got.loc["partenariat", "dispersion"]


def test_words_of_either_group_keep_clear_of_zero():
    """The second group's words have a negative strength: a word is key where it is not 0."""
    made = press()
    for (group, _), counts in made.items():
        if group == "wire":
            counts["doute"] = 9
    got = compare.keyness(lemmas(made)).set_index("lemma")
    assert got.loc["doute", "strength"] == got.loc["doute", "high"] < 0
    assert set(got.index[got["strength"] != 0]) >= {"doute", "partenariat"}
    assert (got["strength"].abs().diff().dropna() <= 1e-12).all()


def test_like_groups_have_few_key_words():
    made = {key: {w: n for w, n in counts.items() if w.startswith("mot")} for key, counts in press(3).items()}
    got = compare.keyness(lemmas(made))
    assert (got.loc[got["lemma"] != "mouton", "strength"] != 0).mean() <= 0.15


def test_only_the_voice_asked_for():
    documents = press()
    table = pd.concat([lemmas(documents), lemmas({k: {"partenariat": 50} for k in documents}, voice="direct")])
    outlet = compare.keyness(table).set_index("lemma")
    assert outlet["count_state"].sum() == lemmas(documents).query("group == 'state'")["count"].sum()
    everyone = compare.keyness(table, voice=None).set_index("lemma")
    assert everyone.loc["partenariat", "count_state"] == outlet.loc["partenariat", "count_state"] + 1000


def test_same_table_whatever_the_order_and_the_chunk(monkeypatch):
    table = lemmas(press())
    once = compare.keyness(table, seed=4)
    shuffled = table.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(once, compare.keyness(shuffled, ("state", "wire"), seed=4))
    monkeypatch.setattr(words, "CHUNK", 5)
    pd.testing.assert_frame_equal(once, compare.keyness(table, seed=4))
    assert not once["low"].equals(compare.keyness(table, seed=5)["low"])


def test_errors_name_the_cause():
    table = lemmas(press())
    with pytest.raises(ValueError, match="lemmas has no column 'lemma'"):
        compare.keyness(table.drop(columns="lemma"))
    with pytest.raises(ValueError, match="lemmas, row 0: count is negative"):
        compare.keyness(table.assign(count=[-1] + [1] * (len(table) - 1)))
    both = pd.concat([table, lemmas({("wire", "state0"): {"pays": 3}})])
    with pytest.raises(ValueError, match="lemmas: article_id 'state0' stands in both groups"):
        compare.keyness(both)
    with pytest.raises(ValueError, match="lemmas, row 0: article_id is empty"):
        compare.keyness(table.assign(article_id=[None, *table["article_id"][1:]]))
    with pytest.raises(ValueError, match="lemmas has no group 'wier'"):
        compare.keyness(table, groups=("state", "wier"))
