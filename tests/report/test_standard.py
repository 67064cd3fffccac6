"""The standard pages of any study: what they show of the sample, and that a poor study is told what it lacks."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from study_examples import DATA, EMPTY

from framing import compare
from framing.evaluate import sentences_to_check
from framing.measures import sentences_quoting
from framing.report import Html, build, plots, standard
from framing.report.build import ReportError, study_report
from framing.report.standard import Given
from framing.study import read_study, sort_into, study_text
from framing.tables import Annotations, as_table

SAMPLE = DATA / "sample"
QUESTIONS = (
    standard.primary, standard.classes, standard.types, standard.speakers, standard.left_out, standard.labels, standard.marks,
    standard.stances, standard.words, standard.coverage, standard.shared, standard.doubts, standard.definitions,
)  # fmt: skip


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Figures go where nobody minds."""
    monkeypatch.setattr(standard, "FIGURES", tmp_path / "figures")


@pytest.fixture(scope="module")
def of():
    return Given(read_study(SAMPLE / "study.toml"), Annotations.load(SAMPLE / "annotations"))


@pytest.fixture(scope="module")
def poor(of):
    """One article of one outlet, in which nothing was found."""
    article = {"article_id": "a", "outlet": "ant", "group": "state", "language": "fr", "n_words": 0, "n_sentences": 0}
    return Given(of.study, Annotations(EMPTY | {"articles": as_table("articles", [article])}))


def lacks(shown):
    return isinstance(shown, Html) and "framing-nothing" in str(shown)


def test_every_primary_measure_can_be_explored(of, poor):
    table = standard.combinations(of)
    assert table["measure"].unique().tolist() == list(of.study.primary) and table["events"].nunique() == 7
    assert isinstance(standard.choices(of, table), plots.Picture) and "framing-explorer" in str(
        standard.explore(of, table)
    )
    nothing = standard.combinations(poor)
    assert lacks(standard.choices(poor, nothing)) and str(standard.explore(poor, nothing)) == ""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.__name__)
def test_every_question_has_an_answer_or_says_what_it_lacks(question, of, poor):
    answer = question(of)
    assert not lacks(answer) and (isinstance(answer, plots.Picture) or "<table>" in str(answer))
    assert lacks(question(poor)) or question is standard.marks


def test_differences_are_those_of_the_library(of, tmp_path):
    standard.primary(of)
    drawn = pd.read_csv(tmp_path / "figures" / "0_primary.csv").set_index("measure")
    for measure in of.study.primary:
        event = "event"
        expected = compare.each(compare.difference, of.facts, [measure], event=event).iloc[0]
        assert drawn.loc[measure, "estimate"] == pytest.approx(expected["estimate"], abs=1e-5)
        assert drawn.loc[measure, "low"] == pytest.approx(expected["low"], abs=1e-5)


def test_a_finding_says_what_the_interval_says(of):
    said = str(standard.findings(of))
    quoted, officials, held_off = said.split("<li>")[1:]
    assert "holds zero" in quoted and "does not hold zero" not in quoted
    assert "does not hold zero: médias d&#39;État (fictifs) has more." in officials
    assert "does not hold zero: agences (fictives) has more." in held_off
    assert "L&#39;intervalle contient zéro" in standard.findings(of).other


def test_a_measure_of_each_event_and_of_a_study_without_events(of, tmp_path):
    standard.difference(of, "share_quoted", "a", "Quoted", "share")
    assert set(pd.read_csv(tmp_path / "figures" / "a.csv")["event"]) == {
        "All events",
        *(e.name for e in of.study.events.values()),
    }
    alone = Given(dataclasses.replace(of.study, events={}), of.facts)
    standard.difference(alone, "share_quoted", "b", "Quoted", "share")
    assert len(pd.read_csv(tmp_path / "figures" / "b.csv")) == 2


def test_the_accuracy_told_is_that_of_the_last_look():
    looks = pd.read_csv(DATA / "evaluation" / "looks.csv").query("part == 'check2'")
    last = looks[looks["look"] == looks["look"].max()]
    columns = ["measure", "estimate", "low", "high", "n"]
    told = pd.read_csv(Path(standard.__file__).parents[1] / "evaluate" / "accuracy.csv")
    pd.testing.assert_frame_equal(told[columns], last[columns].reset_index(drop=True))
    assert "0.854 [0.809, 0.896]" in str(standard.accuracy())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")  # of Sphinx
def test_the_pages_of_a_study_are_rendered_whole_or_not_at_all(tmp_path, monkeypatch):
    study = sort_into(
        dataclasses.replace(read_study(SAMPLE / "study.toml"), title='<b>"Ponts" & [routes]</b>'),
        {"État": ["ant", "phare", "voix"], "Agences": ["boreal", "continentale", "meridienne"]},
        {},
    )
    (tmp_path / "study.toml").write_text(study_text(study), "utf-8")
    tables = {**EMPTY, "articles": pd.DataFrame(Annotations.load(SAMPLE / "annotations").articles)}
    Annotations(tables).save(tmp_path / "annotations")
    page = study_report(tmp_path / "study.toml", tmp_path / "annotations", tmp_path / "out")
    assert page == tmp_path / "out" / "index.html" and (tmp_path / "out" / "fr" / "1_who_speaks.html").exists()
    assert "&lt;b&gt;" in page.read_text("utf-8") and "<b>&quot;Ponts" not in page.read_text("utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("x")
    with pytest.raises(ReportError, match="holds something else"):
        study_report(tmp_path / "study.toml", tmp_path / "annotations", tmp_path / "other")
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*.html")}
    monkeypatch.setattr(build, "run_notebook", lambda path, of: (_ for _ in ()).throw(ReportError("no")))
    with pytest.raises(ReportError):
        study_report(tmp_path / "study.toml", tmp_path / "annotations", tmp_path / "out")
    assert before == {p: p.read_bytes() for p in (tmp_path / "out").rglob("*.html")}


def test_sentences_to_check_are_drawn_from_both_groups(of):
    articles = Annotations.load(SAMPLE / "annotations").articles["article_id"]
    texts = {id_: (SAMPLE / "texts" / f"{id_}.txt").read_bytes().decode() for id_ in articles}
    facts = Annotations(of.facts.tables, texts)
    table = sentences_quoting(facts, ["etat-tauvrien"])
    sheet = sentences_to_check(facts, table, n=51, seed=3)
    assert (
        len(sheet) == 51 and sheet["truth"].isna().all() and not sheet.duplicated(["article_id", "sentence_id"]).any()
    )
    groups = sheet["article_id"].map(facts.articles.set_index("article_id")["group"]).value_counts()
    assert sorted(groups) == [25, 26]
    assert sheet.equals(sentences_to_check(facts, table, n=51, seed=3))
    assert all(row.sentence in " ".join(texts[row.article_id].split()) for row in sheet.itertuples())
