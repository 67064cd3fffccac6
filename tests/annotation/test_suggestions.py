"""A draft of a study from a corpus: what the sample holds comes out, and the import takes it."""

from pathlib import Path

import pandas as pd
import pytest

from framing.annotation import suggest
from framing.corpus.importing import import_texts
from framing.corpus.store import read_texts
from framing.study import parse_study, read_study, study_text

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """The sample as a person holds it: one table, with outlets and dates, without events."""
    path = tmp_path_factory.mktemp("own") / "export.csv"
    texts = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    texts[["article_id", "outlet", "published", "text"]].to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def draft(export):
    return suggest([export])


def test_outlets_speakers_and_labels_of_the_sample_are_proposed(draft):
    known = read_study(SAMPLE / "study.toml")
    assert set(draft.study.outlets) == set(known.outlets)
    proposed = {actor.name for actor in draft.study.actors.values()}
    assert {"Sarrin Okhave", "Aurel Vastine", "Observatoire Lanterne"} <= proposed
    okhave = next(actor for actor in draft.study.actors.values() if actor.name == "Sarrin Okhave")
    assert "Okhave" in okhave.aliases
    assert "une marchande" not in proposed  # nobody who has a name
    assert {"trois-ombres", "mains-exterieures"} <= set(draft.study.concepts)
    assert all(n.count("times") == 1 for head, n in draft.notes.items() if head.startswith("actors."))


def test_events_are_those_that_two_outlets_tell(draft):
    true = pd.read_csv(SAMPLE / "articles.csv").set_index("article_id")["event"]
    table = pd.crosstab(draft.articles.set_index("article_id")["event"], true)
    assert table.shape == (6, 6) and (table.gt(0).sum(axis=1) == 1).all()
    assert all(event.start <= event.end for event in draft.study.events.values())


def test_the_draft_is_a_study_that_takes_the_same_files(draft, export, tmp_path):
    study = parse_study(study_text(draft.study, draft.notes))
    assert study == draft.study
    draft.articles.to_csv(tmp_path / "manifest.csv", index=False)
    report = import_texts([export], study, tmp_path / "texts", manifest=tmp_path / "manifest.csv")
    assert report.set_aside.empty and report.articles["event"].notna().all() and len(report.articles) == 36


def test_events_that_a_table_names_are_kept(tmp_path):
    rows = [
        (f"a{i}", "Le Phare", "vote-1", f"2021-05-0{i + 1}", f"Le vote {i} a eu lieu. Il a duré {i} heures.")
        for i in range(3)
    ]
    pd.DataFrame(rows, columns=["id", "outlet", "event", "published", "text"]).to_csv(tmp_path / "t.csv", index=False)
    found = suggest([tmp_path / "t.csv"], name="essai")
    event = found.study.events["vote-1"]
    assert (event.start.isoformat(), event.end.isoformat(), found.study.name) == ("2021-05-01", "2021-05-03", "essai")
    assert not found.study.actors and not found.study.concepts


def test_articles_without_an_outlet_are_told(tmp_path):
    (tmp_path / "a.txt").write_text("Le pont a rouvert hier soir après de longs travaux.", "utf-8")
    found = suggest([tmp_path / "a.txt"])
    assert "1 articles name no outlet" in found.notes["study"] and list(found.study.outlets) == ["unnamed"]


def test_nothing_to_read(tmp_path):
    (tmp_path / "a.txt").write_text("", "utf-8")
    with pytest.raises(ValueError, match="no article can be read"):
        suggest([tmp_path / "a.txt"])
