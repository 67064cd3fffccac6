"""The tables: saved and loaded whole, checked, and audited for leaks."""

import json

import pytest

from framing.tables.annotations import (
    SCHEMA,
    AnnotationError,
    Annotations,
    as_table,
    runs_of_words,
    sha256,
    write_atomically,
)

TEXT = "Le barrage de Kadrine ouvrira ses vannes lundi matin, a dit Mme Orsel devant la presse réunie."


def annotations(**changes):
    rows = {
        "articles": [("a1", "voix", "state", None, None, "fr", 17, 1, sha256(TEXT))],
        "sentences": [("a1", "s1", 0, 0, len(TEXT), 17)],
        "quotes": [
            ("a1", "q1", "indirect", 0, 52, "0-52", 54, 59, "dire", "neutral", 60, 69, "name", "Mme Orsel", None)
            + ("other", None, 9, "name", 0.9)
        ],
    } | changes
    return Annotations({name: as_table(name, rows.get(name, [])) for name in SCHEMA}, {"a1": TEXT})


def test_saved_and_loaded_are_equal(tmp_path):
    ours = annotations()
    loaded = Annotations.load(ours.save(tmp_path), ours.texts)
    for name in SCHEMA:
        assert loaded.tables[name].equals(ours.tables[name]), name
    assert loaded.quotes["cue_lemma"].tolist() == ["dire"]
    before = {p: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    ours.save(tmp_path)
    assert before == {p: p.stat().st_mtime_ns for p in tmp_path.iterdir()}


def test_a_thousand_articles_are_saved_as_parquet_and_load_the_same(tmp_path):
    annotations().save(tmp_path)
    many = annotations(articles=[(f"a{i}", None, None, None, None, "fr", 1, 1, "x") for i in range(1, 1001)])
    many.save(tmp_path)
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".parquet"] * len(SCHEMA)
    assert Annotations.load(tmp_path).articles.equals(many.articles)


def test_tables_that_are_missing_or_other(tmp_path):
    with pytest.raises(AnnotationError, match="there is no articles.csv"):
        Annotations.load(tmp_path)
    annotations().save(tmp_path)
    (tmp_path / "quotes.csv").write_text("article_id,quote\na1,q1\n")
    with pytest.raises(AnnotationError, match="quotes.csv: not a table of this version"):
        Annotations.load(tmp_path)
    with pytest.raises(AttributeError):
        _ = annotations().nothing


def test_check_finds_nothing_in_good_tables():
    assert annotations().check().empty


QUOTE = annotations().quotes.iloc[0].tolist()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"articles": [("a1", None, None, None, None, "fr", 17, 1, "other")]}, "sha256 differs"),
        ({"articles": [("a2", None, None, None, None, "fr", 1, 1, "x")]}, "the article is not in the articles table"),
        ({"articles": [("a1", None, None, None, None, "fr", 17, 1, sha256(TEXT))] * 2}, "the article_id stands twice"),
        ({"quotes": [QUOTE, QUOTE]}, "a quote_id stands twice"),
        ({"quotes": [[*QUOTE[:16], "q9", *QUOTE[17:]]]}, "parent q9 is no quotation"),
        ({"sentences": [("a1", "s1", 0, 0, len(TEXT) + 1, 17)]}, "is not inside the text"),
        ({"sentences": [("a1", "s1", 0, 9, 9, 0)]}, "is not inside the text"),
        ({"islands": [("a1", -1, 3, "term", None)]}, "is not inside the text"),
        ({"islands": [("a1", 1, None, "term", None)]}, "is not inside the text"),
        ({"labels": [("a1", "c", "v", 0, 2, "direct", "q7", "quoted", None)]}, "quote_id q7 is no quotation"),
    ],
)
def test_check_finds(changes, problem):
    assert annotations(**changes).check()["problem"].str.contains(problem, regex=False).any()


def test_check_finds_a_table_of_other_types():
    ours = annotations()
    tables = dict(ours.tables) | {"quotes": ours.quotes.astype({"start": "float64"})}
    assert "the columns or their types" in Annotations(tables, ours.texts).check()["problem"].iloc[0]


EIGHT = " ".join(TEXT.split()[:8])


@pytest.mark.parametrize(
    ("name", "content", "leaks"),
    [
        ("empty.csv", "", 0),
        ("seven.md", " ".join(TEXT.split()[:7]), 0),
        ("eight.md", EIGHT.upper().replace(" ", ", "), 1),
        ("page.html", EIGHT.replace(" ", " <b>").replace("é", "&eacute;"), 1),
        ("note.ipynb", json.dumps({"cells": [{"source": [EIGHT[:20], EIGHT[20:]]}]}), 1),
        ("lines.jsonl", json.dumps({"a": EIGHT}) + "\n", 1),
        ("bytes.bin", b"\xff\xfe\x00", 0),
    ],
)
def test_audit(tmp_path, name, content, leaks):
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    found = annotations().audit([tmp_path])
    assert found["n_runs"].tolist() == [1] * leaks
    assert found["article_id"].tolist() == ["a1"] * leaks


def test_audit_needs_the_texts():
    with pytest.raises(AnnotationError, match="an audit needs the texts"):
        Annotations(annotations().tables).audit([])


def test_runs_of_words():
    assert runs_of_words("") == set()
    assert len(runs_of_words(TEXT)) == 17 - 8 + 1


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    write_atomically(tmp_path / "a.csv", b"old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_atomically(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
