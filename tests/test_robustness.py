"""Does it hold: other definitions, less of the data, like halves, and the gold in the extractor's place."""

import math
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from framing import compare, evaluate, measures, read_texts
from framing.compare import robustness
from framing.report import plots
from framing.tables import SCHEMA, Annotations, as_table

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
EMPTY = Annotations({name: as_table(name) for name in SCHEMA})
# Two events, two outlets a group; q2 of a1 stands inside q1.
ARTICLES = [
    ("a1", "voix", "state", "e1"),
    ("a2", "ant", "state", "e2"),
    ("b1", "am", "wire", "e1"),
    ("b2", "dc", "wire", "e2"),
]
QUOTES = [
    # article, id, type, spans, speaker, class, parent, words
    ("a1", "q1", "indirect", "0-10;20-30", "Mme Orsel", "etat", None, 6),
    ("a1", "q2", "direct", "20-30", "M. Tarn", "ong", "q1", 2),
    ("a2", "q1", "mixed", "0-10", "Mme Orsel", "etat", None, 4),
    ("b1", "q1", "direct", "30-40", None, "unknown", None, 5),
    ("b2", "q1", "indirect", "0-10", "M. Tarn", "ong", None, 5),
]
VOICES = [
    ("a1", 0, 10, "source", "reported", "q1", 4), ("a1", 10, 20, "outlet", None, None, 4),
    ("a1", 20, 30, "source", "direct", "q2", 2),
    ("a2", 0, 10, "source", "direct", "q1", 4), ("a2", 10, 40, "outlet", None, None, 6),
    ("b1", 0, 30, "outlet", None, None, 15), ("b1", 30, 40, "source", "direct", "q1", 5),
    ("b2", 0, 10, "source", "reported", "q1", 5), ("b2", 10, 20, "outlet", None, None, 5),
]  # fmt: skip
SENTENCES = [(id_, f"s{i}", 0, 20 * i, 20 * (i + 1), 5) for id_ in ("a1", "a2", "b1", "b2") for i in (0, 1)]
LABELS = [
    ("a1", None, "adopted", None), ("a1", None, "adopted", None), ("a2", None, "distanced", "quotation marks"),
    ("a2", "direct", "quoted", None), ("b1", None, "distanced", "soi-disant"),
    # Eleven mentions that a source is reported to make, one with a marker: they were a share of 1.0 of one.
    *[("b2", "reported", "quoted", None)] * 10, ("b2", "reported", "quoted", "quotation marks"), ("b2", None, "adopted", None),
]  # fmt: skip


def _study() -> Annotations:
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table(
        "articles", [{"article_id": a, "outlet": o, "group": g, "event": e} for a, o, g, e in ARTICLES]
    )
    keys = ["article_id", "quote_id", "type", "spans", "speaker", "actor_class", "parent", "n_words"]
    quotes = [dict(zip(keys, row, strict=True)) for row in QUOTES]
    ends = [(int(q["spans"].split("-")[0]), int(q["spans"].split("-")[-1])) for q in quotes]
    tables["quotes"] = as_table(
        "quotes", [q | {"start": start, "end": end} for q, (start, end) in zip(quotes, ends, strict=True)]
    )
    tables["voices"] = as_table("voices", VOICES)
    tables["sentences"] = as_table("sentences", SENTENCES)
    tables["labels"] = as_table(
        "labels",
        [
            {
                "article_id": a,
                "start": 20 + i,
                "end": 21 + i,
                "voice": "source" if s else "outlet",
                "speech": s,
                "adoption": d,
                "marker": m,
            }
            for i, (a, s, d, m) in enumerate(LABELS)
        ],
    )
    return Annotations(tables)


STUDY = _study()
# By hand: group means of the observations, state minus wire, over articles.
EXPECTED = [
    ("share_quoted", "as in the study", (0.6 + 0.4) / 2 - (0.25 + 0.5) / 2),
    ("share_quoted", "each word counts once", 10 / 20 - 10 / 30),
    ("share_quoted", "no indirect speech", (0.2 + 0.4) / 2 - (0.25 + 0) / 2),
    ("share_quoted", "direct quotations only", (0.2 + 0) / 2 - (0.25 + 0) / 2),
    ("share_quoted", "words in marks only", (0.2 + 0.4) / 2 - (0.25 + 0) / 2),
    ("share_class:ong", "as in the study", 1 / 3 - 1 / 2),
    ("share_class:ong", "each article counts once", (1 / 2 + 0) / 2 - (0 + 1) / 2),
    ("share_class:ong", "quoted words", 2 / 10 - 5 / 10),
    ("share_class:ong", "quoted words, outermost speaker", 0 / 10 - 5 / 10),
    ("share_class:ong", "sentences that quote them", 1 / 4 - 1 / 4),
    ("share_class:ong", "direct and mixed only", 1 / 2 - 0),
    ("share_class:ong", "indirect only", 0 - 1),
    ("share_class:ong", "speakers found only", 1 / 3 - 1),
    ("labels_distanced", "as in the study", 1 / 3 - 1 / 2),
    ("labels_distanced", "each article counts once", (0 + 1) / 2 - (1 + 0) / 2),
    ("labels_distanced", "by marks only", 1 / 3 - 0),
    ("labels_distanced", "by words only", 0 - 1 / 2),
    ("labels_distanced", "reported speech too", 1 / 3 - 2 / 13),
    ("labels_distanced", "every mention", 1 / 4 - 2 / 13),
    ("share_unknown", "as in the study", 0 - 1 / 2),
    ("share_unknown", "each article counts once", 0 - 1 / 2),
]


@pytest.mark.parametrize(("measure", "definition", "expected"), EXPECTED)
def test_every_definition_by_hand(measure, definition, expected):
    way = robustness._ways(measure)[definition](STUDY)
    means = way.groupby("group")["value"].mean()
    assert means["state"] - means["wire"] == pytest.approx(expected)
    assert set(measures.KEYS) <= set(way.columns) and way["value"].notna().all()


def test_every_definition_is_checked_by_hand():
    for measure in {name for name, _, _ in EXPECTED}:
        assert list(robustness._ways(measure)) == [d for m, d, _ in EXPECTED if m == measure]


@pytest.mark.parametrize("measure", ["share_quoted", "labels_distanced", "share_direct"])
def test_definitions_of_nothing(measure):
    table = robustness.definitions(EMPTY, measure)
    assert len(table) == len(robustness._ways(measure))
    assert table["estimate"].isna().all() and table["method"].str.len().all()


def test_definitions_are_rows_of_compare_and_the_first_is_the_studys_own():
    table = robustness.definitions(STUDY, "share_quoted", event=None)
    own = compare.difference(measures.observations(STUDY, "share_quoted"), "value")
    pd.testing.assert_frame_equal(table[:1].drop(columns="definition"), own)
    assert table["definition"].iloc[0] == "as in the study"


def test_unknown_measure_is_told():
    with pytest.raises(ValueError, match="luck"):
        robustness.definitions(STUDY, "share_of_luck")


def _corpus(n_events=6, seed=3, difference=0.0) -> pd.DataFrame:
    """Three outlets a group, an article an outlet and event, eight observations each."""
    rng = np.random.default_rng(seed)
    rows = []
    for event in range(n_events):
        for group, outlets in (("state", "abc"), ("wire", "xyz")):
            for outlet in outlets:
                share = min(1, max(0, rng.normal(0.4 + difference * (group == "state"), 0.1)))
                for value in rng.random(8) < share:
                    rows.append((f"{outlet}{event}", outlet, group, f"e{event}", float(value)))
    return pd.DataFrame(rows, columns=[*measures.KEYS, "value"])


def test_leave_one_out_finds_the_outlet_that_makes_it_all():
    table = _corpus()
    table.loc[table["outlet"] == "b", "value"] = 1.0
    left = robustness.leave_one_out(table, "value", by="outlet").set_index("left_out")
    assert left.index.tolist() == ["none", "a", "b", "c", "x", "y", "z"]
    assert left.loc["none", "estimate"] > 0.15
    assert left["estimate"].idxmin() == "b" and abs(left.loc["b", "estimate"]) < left.loc["none", "estimate"] / 2
    expected = compare.difference(table[table["outlet"] != "b"], "value", event="event")["estimate"].iloc[0]
    assert left.loc["b", "estimate"] == expected


def test_leave_one_event_out_leaves_five_and_no_p():
    left = robustness.leave_one_out(_corpus(), "value", by="event")
    assert left["n_events"].tolist() == [6] + [5] * 6
    assert left["p"].notna().tolist() == [True] + [False] * 6


@pytest.mark.parametrize("by", ["outlet", "event"])
def test_leave_one_out_of_nothing(by):
    left = robustness.leave_one_out(_corpus()[:0], "value", by=by)
    assert left["left_out"].tolist() == ["none"] and left["estimate"].isna().all()


def test_leave_one_out_needs_its_column():
    with pytest.raises(KeyError, match="author"):
        robustness.leave_one_out(_corpus(), "value", by="author")


@pytest.mark.parametrize("event", [None, "event"])
def test_placebo_seldom_finds_what_is_not_there(event):
    table = robustness.placebo(_corpus(difference=0.3), "value", n=60, event=event)
    assert table["group"].tolist() == ["state", "wire"] and (table["n_units"] == 18).all()
    assert (table["estimate"] <= 0.1).all() and (table["low"] <= table["estimate"]).all()
    assert (table["n_splits"] == 60).all()


def test_placebo_finds_what_intervals_that_are_too_short_would(monkeypatch):
    real = compare.difference

    def boastful(*arguments, **options):
        return real(*arguments, **options).assign(low=lambda t: t["estimate"], high=lambda t: t["estimate"])

    monkeypatch.setattr(robustness.compare, "difference", boastful)
    assert (robustness.placebo(_corpus(), "value", n=12)["estimate"] > 0.8).all()


def test_placebo_is_seeded_and_keeps_articles_whole():
    table = _corpus()
    pd.testing.assert_frame_equal(robustness.placebo(table, "value", n=10), robustness.placebo(table, "value", n=10))
    units = table.assign(unit=table["article_id"]).drop_duplicates("unit")
    for side in robustness._splits(units[units["group"] == "state"], "event", 5, seed=1):
        assert len(side) == 18
        for event in range(6):
            assert sorted({side[f"{outlet}{event}"] for outlet in "abc"}) == ["a", "b"]


def test_placebo_of_too_little_is_not_measured():
    table = robustness.placebo(_corpus()[:8], "value", n=5)
    assert table["estimate"].isna().all() and (table["n_splits"] == 0).all()
    assert table["n_units"].tolist() == [1, 0]


def test_each_measure_of_a_check():
    table = robustness.each(compare.difference, STUDY, ["share_quoted", "share_direct"], event=None)
    assert table["measure"].tolist() == ["share_quoted", "share_direct"]
    assert table.columns[0] == "measure" and table["estimate"].notna().all()


def _read_badly(truth: pd.DataFrame, miss: float) -> pd.DataFrame:
    """What an extractor that misses a share of the true ones of state media makes of it."""
    lost = (truth["group"] == "state") & (np.random.default_rng(5).random(len(truth)) < miss)
    return truth.assign(value=truth["value"].mask(lost, 0.0))


def test_correction_undoes_errors_that_differ_by_group():
    truth = _corpus(n_events=8, difference=0.2).assign(row=lambda t: t.groupby("article_id").cumcount())
    table = robustness.correction(_read_badly(truth, 0.5), truth, on=["article_id", "row"], draws=6)
    assert table["reading"].tolist() == [
        "as extracted",
        *(f"corrected, draw {i}" for i in range(1, 7)),
        "all checked by hand",
    ]
    raw, full, drawn = table["estimate"].iloc[0], table["estimate"].iloc[-1], table.iloc[1:-1]
    assert raw < full - 0.1 and abs(drawn["estimate"].mean() - full) < 0.05
    assert (drawn["raw_estimate"] == raw).all()
    assert ((drawn["low"] <= full) & (full <= drawn["high"])).all()


@pytest.mark.parametrize(("share", "n_articles"), [(0.0, 0), (0.5, 18), (1.0, 36)])
def test_checked_draws_whole_articles_by_group(share, n_articles):
    truth = _corpus().assign(row=lambda t: t.groupby("article_id").cumcount())
    sample = robustness.checked(_read_badly(truth, 0.5), truth, ["article_id", "row"], share)
    assert sample["article_id"].nunique() == n_articles and len(sample) == 8 * n_articles
    assert {"value", "truth", "group", "event"} <= set(sample.columns)
    assert sample.groupby("group")["article_id"].nunique().tolist() == [n_articles // 2] * (2 if n_articles else 0)


def test_checked_refuses_a_truth_that_stands_twice():
    truth = _corpus()
    with pytest.raises(ValueError, match="stands twice by article_id"):
        robustness.checked(truth, truth, ["article_id"])


def test_without_copy_takes_the_copy_out_of_every_measure():
    study = Annotations(STUDY.tables, dict.fromkeys(("a1", "a2", "b1", "b2"), "mot " * 10))
    links = as_table("links", [("b2", "a1", 0, 10, 0, 10, "reuse", 1.0)])
    table = robustness.without_copy(study, ["share_direct"], links, event=None).set_index("text")
    assert table["measure"].eq("share_direct").all() and table["n_observations"].tolist() == [5, 4, 4]
    assert table.index.tolist() == ["as printed", "without copied passages", "copy kept in the earliest article"]


@pytest.fixture(scope="module")
def gold() -> Annotations:
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table("articles", articles[list(SCHEMA["articles"])].to_dict("records"))
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    return evaluate.hand_made(Annotations(tables, texts), SAMPLE)


def test_the_gold_as_tables_is_sound_and_gives_the_planted_sizes(gold):
    from compile_sample import planted

    assert gold.check().empty
    sizes = pd.DataFrame(planted(SAMPLE)).set_index(["measure", "of"])
    for of in ("etat-tauvrien", "ong", "unnamed"):
        words = robustness.words_of_class(gold, [of], outermost=True).groupby("group")["value"].mean()
        told = sizes.loc["share of quoted words", of]
        assert words["state"] == pytest.approx(told["state"]) and words["wire"] == pytest.approx(told["wire"])
    quoted = measures.article_voices(gold).groupby("group")[["n_words", "outlet_words"]].sum()
    share = 1 - quoted["outlet_words"] / quoted["n_words"]
    told = sizes.loc["trap: quoted words among all words", "all"]
    assert share["state"] == pytest.approx(told["state"], abs=0.01) and share["wire"] == pytest.approx(
        told["wire"], abs=0.01
    )


def test_sentences_quoting_has_every_sentence():
    table = robustness.sentences_quoting(STUDY, ["etat"])
    assert table["value"].tolist() == [1, 1, 1, 0, 0, 0, 0, 0]
    assert robustness.sentences_quoting(EMPTY, ["etat"]).empty
    assert not math.isnan(robustness.sentences_quoting(STUDY, [])["value"].sum())


def test_figures_of_placebo_and_power_show_every_measure():
    found = robustness.placebo(_corpus(n_events=3), "value", n=4).assign(measure="directe")
    axes = plots.placebo(found, "measure", "Like halves", {"state": "médias d'État", "wire": "agences"})
    assert [t.get_text() for t in axes.get_yticklabels()] == ["directe"]
    assert "4 splits" in axes.get_title("left") + axes.get_title("center")
    assert sum(t.get_text().endswith("%") for t in axes.texts) == 3  # a share a group, and the line
    pilot = _corpus(n_events=3)
    sizes = compare.power(pilot, "value", difference=0.1, n=(3, 6), event="event", per_event=3).assign(
        measure="directe"
    )
    axes = plots.power(sizes, "measure", "What could be found")
    (line,) = axes.get_lines()
    assert line.get_ydata().tolist() == sizes["smallest_difference"].tolist()
    assert "directe" in [t.get_text() for t in axes.texts]
    plt.close("all")
