"""Measures of a corpus in parts: the same observations as of the tables in memory, with one part in memory at a time."""

from pathlib import Path

import pandas as pd
import pytest

from framing import measures
from framing.distance import reporting
from framing.tables import SCHEMA, Annotations, as_table, dataset
from framing.tables import annotations as saving

WHOLE = Annotations.load(Path(__file__).parents[2] / "data" / "sample" / "annotations")
CLASS = WHOLE.quotes["actor_class"].mode()[0]
CONCEPT = WHOLE.labels["concept"].mode()[0]
TARGET = WHOLE.stances["target"].mode()[0]
SHARES = [f"share_class:{CLASS}", f"labels_adopted:{CONCEPT}", "labels_distanced", "share_quoted", "share_unknown"]
OF_ARTICLES = {
    "article_voices": measures.article_voices,
    "each_speaker": measures.each_speaker,
    "introductions": measures.introductions,
    "judgements": lambda tables: measures.judgements(tables, [("negative", TARGET), ("neutral", TARGET)]),
    "reporting": lambda tables: reporting(tables, "doubt"),
} | {
    f"{name}, {definition}": observe for name in SHARES for definition, observe in measures.definitions_of(name).items()
}


@pytest.fixture(scope="module")
def in_parts(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saving, "PARTS_FROM", 1)
        for name, value in (("LEAST", 3), ("MOST", 9), ("ODDS", 4)):
            patch.setattr(dataset, name, value)
        loaded = Annotations.load(WHOLE.save(tmp_path_factory.mktemp("parts")))
        assert len(list(loaded.parts())) > 4
        yield loaded


@pytest.mark.parametrize("name", OF_ARTICLES)
def test_the_same_by_part(in_parts, name):
    expected, found = (
        OF_ARTICLES[name](tables).sort_values("article_id", kind="stable", ignore_index=True)
        for tables in (WHOLE, in_parts)
    )
    assert len(expected)
    pd.testing.assert_frame_equal(found, expected)


def test_no_table_is_read_whole(in_parts, monkeypatch):
    monkeypatch.setattr(dataset.Dataset, "__getitem__", lambda self, name: pytest.fail(f"{name} was read whole"))
    assert len(measures.observations(in_parts, "share_direct"))


def test_no_articles(tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "PARTS_FROM", 0)
    loaded = Annotations.load(Annotations({name: as_table(name) for name in SCHEMA}).save(tmp_path))
    assert measures.observations(loaded, "share_direct").empty
