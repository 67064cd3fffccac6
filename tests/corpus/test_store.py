"""Texts of a folder, each read when it is asked for."""

import pandas as pd
import pytest

from framing.corpus.store import Texts
from framing.tables import AnnotationError, sha256

WORDS = "L'été à Sarvelle.\n"


@pytest.fixture
def texts(tmp_path) -> Texts:
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "b.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"\xe9t\xe9")
    (tmp_path / "e.txt").write_text(WORDS, encoding="utf-8")
    digests = {"a": sha256(WORDS), "b": sha256("Autre."), "c": None, "d": None, "f": None}
    return Texts(tmp_path, pd.DataFrame({"article_id": digests.keys(), "sha256": digests.values()}))


def test_a_text_is_what_the_file_holds_now(texts):
    assert texts["a"] == WORDS
    (texts.folder / "f.txt").write_text("Un.", encoding="utf-8")
    assert texts["f"] == "Un."
    (texts.folder / "f.txt").write_text("Deux.", encoding="utf-8")
    assert texts["f"] == "Deux."


@pytest.mark.parametrize(("id_", "why"), [("b", "sha256 differs"), ("c", "not UTF-8 at byte 0"), ("d", "is not there")])
def test_a_text_that_is_not_what_the_table_says_is_refused(texts, id_, why):
    with pytest.raises(AnnotationError, match=why):
        texts[id_]


@pytest.mark.parametrize("id_", ["e", "../a", ""])
def test_what_the_table_does_not_name_is_not_read(texts, id_):
    assert id_ not in texts
    with pytest.raises(KeyError):
        texts[id_]


def test_the_table_tells_what_is_known_without_reading(texts):
    assert list(texts) == list("abcdf") and len(texts) == 5 and "d" in texts
