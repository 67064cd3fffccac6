"""Spans, ids and files: small things that everything stands on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.tables import AnnotationError, check_ids, format_spans, parse_spans, safe_id, write_atomically


@given(st.lists(st.tuples(st.integers(0, 10**15), st.integers(0, 10**15)), min_size=1))
def test_spans_come_back_as_they_went(spans):
    assert parse_spans(format_spans(spans)) == tuple(spans)


@pytest.mark.parametrize(
    "cell", ["", "1", "1-", "-1", "1-2;", ";1-2", "1-2,3-4", "1 - 2", "1--2", "a-b", "١-٢", "1-2\n", "nan"]
)
def test_what_is_no_list_of_spans(cell):
    with pytest.raises(ValueError, match="write start-end;start-end"):
        parse_spans(cell)


@given(st.text())
def test_a_safe_id_stays_as_it_is(name):
    safe = safe_id(name)
    assert safe_id(safe) == safe and "/" not in safe and not safe.startswith(".")


def test_ids_that_are_missing_or_unsafe():
    check_ids(["a", "voix_barrage.2", "a"], "t.csv")
    with pytest.raises(AnnotationError, match=r"t\.csv: the article_id '\.\./secret' is no safe name .*, as secret"):
        check_ids(["a", "../secret"], "t.csv")
    with pytest.raises(AnnotationError, match=r"t\.csv: an article_id is empty"):
        check_ids(["a", None], "t.csv")


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    write_atomically(tmp_path / "a.csv", b"old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_atomically(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
