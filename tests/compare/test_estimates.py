from itertools import combinations
from math import exp, log

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, false_discovery_control, mannwhitneyu
from simpledorff import calculate_krippendorffs_alpha_for_df
from statsmodels.stats.multitest import multipletests

from framing import compare, evaluate

GROUPS = ("state", "wire")
ENDS = ["estimate", "low", "high"]


def articles(state, wire, column="value"):
    """A table of one row an article."""
    rows = [(g, f"{g}-{n}", v) for g, vs in zip(GROUPS, (state, wire), strict=True) for n, v in enumerate(vs)]
    return pd.DataFrame(rows, columns=["group", "article_id", column])


def counted(state, wire):
    """A table of counts and sizes, a row an article."""
    table = articles([n for n, _ in state], [n for n, _ in wire], "n")
    return table.assign(words=[w for _, w in [*state, *wire]])


@pytest.mark.parametrize(
    ("values", "estimate", "reason"),
    [
        ([], None, ""),
        ([1.0], np.nan, "one article_id: no interval"),
        ([0.5, 0.5], np.nan, "every article_id: no interval"),
        ([0.0, 0.02, 0.4, 0.05], 0.1175, "Wilson"),
        ([1, 0, 1, 0], 0.5, "Wilson"),
        ([2.5, 3.5, 6.0], 4.0, "Student"),
    ],
)
def test_estimate(values, estimate, reason):
    table = compare.estimate(articles(values, [])[lambda t: t["group"] == "state"], "value")
    if estimate is None:
        assert not len(table)
        assert list(table.columns[:4]) == ["group", *ENDS]
        return
    row = table.iloc[0]
    assert row["estimate"] == pytest.approx(estimate, nan_ok=True)
    assert (row["n_units"], row["n"]) == (len(values), len(values))
    assert reason in row["method"]
    if np.isnan(estimate):
        assert row[["low", "high", "raw_estimate", "raw_low", "raw_high"]].isna().all()
    else:
        assert row["low"] < estimate < row["high"]


@pytest.mark.parametrize("values", [[0.0, 0.02, 0.4, 0.05], [0.0, 0.0, 0.01], [1.0, 0.99, 1.0, 0.7]])
def test_a_share_stays_within_0_and_1(values):
    """Shares of articles (issue 10: 0, .02, .4 and .05 had a low end of -0.23), as such and as words of words."""
    table = articles(values, [])
    words = table.assign(words=100, part=100 * table["value"])
    checked = pd.concat([table.assign(truth=table["value"])] * 4)
    for got in (
        compare.estimate(table, "value"),
        compare.estimate(table, "value", checked=checked),
        compare.share(words, "part", "words"),
    ):
        assert 0 <= got["low"].item() <= got["estimate"].item() <= got["high"].item() <= 1


@pytest.mark.parametrize("seed", range(4))
def test_one_interval_of_shares_in_the_project(seed):
    """Scores of the extractor and estimates of the study: the same hits in the same articles, the same interval."""
    rng = np.random.default_rng(seed)
    article = rng.integers(0, 8, 60)
    hits = (rng.random(60) < rng.random(8)[article]).astype(float)
    weights = rng.integers(1, 9, 60) if seed % 2 else np.ones(60)
    found = evaluate.share(hits, article, weights)
    if seed % 2:
        # A weight counts as a row that is heavier, a whole as so many rows: only the first is bounded by the rows.
        table = pd.DataFrame({"article_id": article, "part": hits * weights, "whole": weights})
        known = compare.share(table, "part", "whole", by=()).iloc[0]
    else:
        known = compare.estimate(pd.DataFrame({"article_id": article, "value": hits}), "value", by=()).iloc[0]
    assert found[:3] == pytest.approx((known["estimate"], known["low"], known["high"]))


def test_share_of_single_observations_is_nearly_wilsons():
    """Where each article has one observation, clusters are no clusters."""
    table = articles([1] * 30 + [0] * 70, [])
    row = compare.estimate(table, "value").iloc[0]
    known = binomtest(30, 100).proportion_ci(method="wilson")
    assert (row["low"], row["high"]) == pytest.approx((known.low, known.high), abs=0.003)


@pytest.mark.parametrize("value", [0, 1])
def test_none_and_all_have_an_interval(value):
    row = compare.estimate(articles([value] * 20, []), "value").iloc[0]
    assert row["estimate"] == value
    assert row["high"] - row["low"] == pytest.approx(0.18, abs=0.01)


def test_estimate_by_cells():
    table = articles([1, 0, 1, 1], [0, 0, 1, 0]).assign(event=["a", "a", "b", None] * 2)
    got = compare.estimate(table, "value", by=["event", "group"])
    assert got[["event", "group"]].to_numpy().tolist() == [["a", "state"], ["a", "wire"], ["b", "state"], ["b", "wire"]]
    assert got["estimate"].head(2).tolist() == [0.5, 0.0]
    assert got["estimate"].tail(2).isna().all()
    assert compare.estimate(table, "value", by=()).loc[0, "estimate"] == 0.5


def test_estimate_is_corrected_by_cell():
    table = pd.concat([articles([1, 0] * 20, [0, 0, 0, 1] * 10)] * 4, ignore_index=True)
    checked = table.assign(truth=np.where(table["group"] == "state", 1 - table["value"], table["value"]))
    checked = checked.sample(frac=0.5, random_state=1)
    got = compare.estimate(table, "value", checked=checked).set_index("group")
    assert got.loc["state", "estimate"] == pytest.approx(0.5)
    assert got.loc["wire", "estimate"] == pytest.approx(got.loc["wire", "raw_estimate"])
    few = compare.estimate(table, "value", checked=checked.head(5)).set_index("group")
    assert few[ENDS].isna().all(axis=None)
    assert few["raw_estimate"].notna().all()


@pytest.mark.parametrize(
    ("state", "share", "rate"),
    [
        ([(0, 100), (0, 300)], 0.0, 0.0),
        ([(30, 100), (30, 300)], 0.15, 150.0),
        ([(3, 300), (0, 0), (6, 600)], 0.01, 10.0),
    ],
)
def test_share_and_rate_are_of_all_words(state, share, rate):
    table = counted(state, [])
    for function, expected, options in ((compare.share, share, {}), (compare.rate, rate, {"per": 1000})):
        row = function(table, "n", "words", **options).iloc[0]
        assert row["estimate"] == pytest.approx(expected)
        assert row["low"] <= expected < row["high"]
        assert row["low"] >= 0
    assert compare.rate(table, "n", "words", per=1)["high"].item() == pytest.approx(
        compare.rate(table, "n", "words")["high"].item() / 1000
    )


def test_part_is_no_more_than_the_whole():
    with pytest.raises(ValueError, match="row 1: n is more than words"):
        compare.share(counted([(1, 2), (3, 2)], []), "n", "words")
    with pytest.raises(ValueError, match="row 0: n is negative"):
        compare.rate(counted([(-1, 2), (3, 2)], []), "n", "words")


@pytest.mark.parametrize(
    ("state", "wire", "ratio", "reason"),
    [
        ([], [], np.nan, "no article_id in group 'state'"),
        ([(1, 100)], [(1, 100), (2, 100)], np.nan, "one article_id in group 'state'"),
        ([(0, 100), (0, 100)], [(0, 100), (0, 100)], np.nan, "no n in either group"),
        ([(0, 100), (0, 100)], [(3, 100), (2, 100)], 0.0, "ratio"),
        ([(3, 100), (2, 100)], [(0, 100), (0, 100)], np.inf, "ratio"),
        ([(3, 100), (5, 200), (4, 120)], [(9, 100), (8, 110), (7, 90)], (12 / 420) / (24 / 300), "ratio"),
    ],
)
def test_rate_ratio(state, wire, ratio, reason):
    table = counted(state, wire)
    row = compare.rate_ratio(table, "n", "words", GROUPS).iloc[0]
    assert row["estimate"] == pytest.approx(ratio, nan_ok=True)
    assert reason in row["method"]
    if np.isfinite(ratio) and ratio > 0:
        assert row["low"] < ratio < row["high"]
        back = compare.rate_ratio(table, "n", "words", groups=GROUPS[::-1]).iloc[0]
        assert list(back[ENDS]) == pytest.approx([1 / ratio, 1 / row["high"], 1 / row["low"]])


@pytest.mark.parametrize(
    ("state", "wire", "estimate"),
    [
        ([], [1.0, 2.0], np.nan),
        ([1.0, 2.0], [3.0], np.nan),
        ([1.0, 2.0, 3.0], [4.0, 5.0, 6.0], -1.0),
        ([1.0, 1.0, 1.0], [1.0, 1.0, 1.0], 0.0),
        ([1.0, 5.0, 2.5, 2.5], [2.5, 0.0, 3.0], None),
    ],
)
def test_rank_biserial(state, wire, estimate):
    row = compare.rank_biserial(articles(state, wire), "value", GROUPS).iloc[0]
    if estimate is None:
        estimate = 2 * mannwhitneyu(state, wire).statistic / (len(state) * len(wire)) - 1
    assert row["estimate"] == pytest.approx(estimate, nan_ok=True)
    if not np.isnan(estimate):
        assert -1 <= row["low"] <= estimate <= row["high"] <= 1
        assert row["low"] < row["high"]


def test_rank_biserial_covers():
    rng = np.random.default_rng(4)
    truth = 0.5204998778  # erf(0.5): two normals one standard deviation apart
    covered = 0
    for _ in range(300):
        row = compare.rank_biserial(articles(rng.normal(1, 1, 15), rng.normal(0, 1, 12)), "value").iloc[0]
        covered += row["low"] <= truth <= row["high"]
    assert 0.91 <= covered / 300 <= 0.99


def speakers(**cells):
    rows = [(g, f"{g}-{n}", s) for g, texts in cells.items() for n, text in enumerate(texts) for s in text]
    return pd.DataFrame(rows, columns=["group", "article_id", "actor"])


def test_effective_number_of_none():
    assert compare.effective_number(speakers()).empty
    row = compare.effective_number(speakers(state=["abc"])).iloc[0]
    assert np.isnan(row["estimate"])
    assert row["method"] == "one article_id: no interval"


def test_effective_number_is_the_mean_over_all_samples():
    table = speakers(state=["aab", "ac", "bd"])
    row = compare.effective_number(table, sample=3).iloc[0]
    entropies = []
    for drawn in combinations("aabacbd", 3):
        shares = [drawn.count(s) / 3 for s in set(drawn)]
        entropies.append(-sum(p * log(p) for p in shares))
    assert row["estimate"] == pytest.approx(exp(np.mean(entropies)))
    assert row["low"] <= row["estimate"] <= row["high"] <= 3


def test_effective_number_heeds_equal_size():
    """The same mixture with three times the quotations is as diverse; unknown speakers are no speaker."""
    small, large = ["aabc"] * 3, ["aabc"] * 9
    table = speakers(state=small, wire=large)
    table = pd.concat([table, pd.DataFrame({"group": "wire", "article_id": "wire-0", "actor": [None] * 5})])
    got = compare.effective_number(table)
    assert got["sample"].tolist() == [8, 8]
    assert got["n"].tolist() == [12, 36]
    assert got["estimate"].iloc[0] == pytest.approx(got["estimate"].iloc[1], rel=0.08)
    assert compare.effective_number(speakers(state=["aa", "aaa"]))["estimate"].item() == pytest.approx(1)
    with pytest.raises(ValueError, match="sample is 0"):
        compare.effective_number(table, sample=0)


@pytest.mark.parametrize(
    ("p", "primary", "adjusted"),
    [
        ([], [], []),
        ([0.01], ["m0"], [0.01]),
        ([0.01, 0.04, np.nan, 0.03], ["m0"], [0.01, 0.04, np.nan, 0.04]),
        ([0.04, 0.01, 0.03, 0.02], ["m0", "m1", "m2", "m3"], [0.06, 0.04, 0.06, 0.06]),
        ([0.04, np.nan, 0.03, 0.02], ["m0", "m1", "m2"], [0.06, np.nan, 0.06, 0.02]),
        ([0.2, 0.001, 0.02, 0.03], [], list(false_discovery_control([0.2, 0.001, 0.02, 0.03]))),
    ],
)
def test_adjust(p, primary, adjusted):
    table = pd.DataFrame({"measure": [f"m{n}" for n in range(len(p))], "p": p})
    got = compare.adjust(table, primary)
    assert got["p_adjusted"].tolist() == pytest.approx(adjusted, nan_ok=True)
    assert got.loc[got["primary"], "measure"].tolist() == primary
    assert "p_adjusted" not in table


@pytest.mark.parametrize("seed", range(4))
def test_adjust_as_statsmodels(seed):
    p = np.random.default_rng(seed).random(9).round(2) ** 2
    table = pd.DataFrame({"measure": [f"m{n}" for n in range(9)], "p": p})
    got = compare.adjust(table, ["m0", "m1", "m2", "m3"])["p_adjusted"].to_numpy()
    assert got[:4] == pytest.approx(multipletests(p[:4], method="holm")[1])
    assert got[4:] == pytest.approx(multipletests(p[4:], method="fdr_bh")[1])


def test_adjust_refuses():
    table = pd.DataFrame({"measure": ["a"], "p": [0.5]})
    with pytest.raises(ValueError, match="primary measure 'b' is not in the table"):
        compare.adjust(table, ["b"])
    with pytest.raises(ValueError, match="row 0: p is not between 0 and 1"):
        compare.adjust(table.assign(p=2.0))


# Hayes & Krippendorff (2007): four coders, twelve units, a dot for none; nominal alpha 0.743.
CODED = {"A": "1233214 12...", "B": "1233224 1 25.3", "C": ".333234 2251.", "D": "1233244 1251."}


def ratings(coded):
    rows = [(n, c, x) for c, line in coded.items() for n, x in enumerate(line.replace(" ", "")) if x != "."]
    return pd.DataFrame(rows, columns=["unit", "coder", "label"])


@pytest.mark.parametrize(
    ("coded", "alpha", "reason"),
    [
        ({}, np.nan, "no unit has two labels"),
        ({"A": "12.", "B": "..1"}, np.nan, "no unit has two labels"),
        ({"A": "11", "B": "11"}, np.nan, "one label throughout"),
        ({"A": "1", "B": "2"}, np.nan, "one unit"),
        ({"A": "1212", "B": "1212"}, 1.0, "alpha"),
        (CODED, 0.743, "alpha"),
    ],
)
def test_krippendorff_alpha(coded, alpha, reason):
    row = compare.krippendorff_alpha(ratings(coded)).iloc[0]
    assert row["estimate"] == pytest.approx(alpha, abs=5e-4, nan_ok=True)
    assert reason in row["method"]
    if not np.isnan(alpha):
        assert row["low"] <= row["estimate"] <= row["high"]
        pd.testing.assert_series_equal(row, compare.krippendorff_alpha(ratings(coded)).iloc[0])


@pytest.mark.parametrize("seed", range(4))
def test_krippendorff_alpha_as_simpledorff(seed):
    rng = np.random.default_rng(seed)
    coded = {c: "".join(rng.choice(list("123."), 20, p=[0.4, 0.3, 0.2, 0.1])) for c in "ABC"}
    table = ratings(coded)
    known = calculate_krippendorffs_alpha_for_df(table, "unit", "coder", "label")
    assert compare.krippendorff_alpha(table)["estimate"].item() == pytest.approx(known)


def test_alpha_of_one_label_nearly_throughout_has_a_note():
    """19 of 20 units alike, one apart: coders agree on 95 %, and alpha is about 0."""
    row = compare.krippendorff_alpha(ratings({"A": "1" * 20, "B": "1" * 19 + "2"})).iloc[0]
    assert row["estimate"] == pytest.approx(0, abs=0.03)
    assert "one label has 98% of all" in row["method"]
    assert "they agree on 95% of pairs" in row["method"]
    assert "prevalence" not in compare.krippendorff_alpha(ratings(CODED))["method"].item()


def test_a_coder_labels_a_unit_once():
    table = pd.concat([ratings({"A": "12", "B": "12"})] * 2, ignore_index=True)
    with pytest.raises(ValueError, match="coder A labels unit 0 twice"):
        compare.krippendorff_alpha(table)
