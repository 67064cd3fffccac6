"""The tables: saved and loaded whole."""

import pytest
from table_examples import annotations

from framing.tables import SCHEMA, AnnotationError, Annotations


def test_saved_and_loaded_are_equal(tmp_path):
    ours = annotations()
    loaded = Annotations.load(ours.save(tmp_path), ours.texts)
    for name in SCHEMA:
        assert loaded.tables[name].equals(ours.tables[name]), name
    assert loaded.quotes["cue_lemma"].tolist() == ["dire"]
    before = {p: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    ours.save(tmp_path)
    assert before == {p: p.stat().st_mtime_ns for p in tmp_path.iterdir()}


def test_tables_that_are_missing_or_other(tmp_path):
    with pytest.raises(AnnotationError, match="there is no articles.csv"):
        Annotations.load(tmp_path)
    annotations().save(tmp_path)
    (tmp_path / "quotes.csv").write_text("article_id,quote\na1,q1\n")
    with pytest.raises(AnnotationError, match="quotes.csv: not a table of this version"):
        Annotations.load(tmp_path)
    with pytest.raises(AttributeError):
        _ = annotations().nothing


UNSAFE = ["../secret", "a/b", "..", "", "é", "a b", "-a", "a.", "a" * 101, "a\\b", "a\n"]


@pytest.mark.parametrize("id_", UNSAFE)
def test_an_id_that_is_no_safe_name_of_a_file_is_not_loaded(tmp_path, id_):
    for changes, file in (
        ({"articles": [(id_, None, None, None, None, "fr", 17, 1, "x")]}, "articles"),
        ({"islands": [(id_, 0, 3, "autonymy", None, None, None)]}, "islands"),
        ({"links": [("a1", id_, 0, 3, 0, 3, "reuse", 1.0)]}, "links"),
    ):
        annotations(**changes).save(tmp_path)
        with pytest.raises(AnnotationError, match=rf"{file}\.csv: (the|an) article_id"):
            Annotations.load(tmp_path)
