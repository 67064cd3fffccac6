"""Paragraphs: what is copied, what is retold, what stands alone."""

import pandas as pd
import pytest

from framing.align import paragraphs
from framing.tables import SCHEMA, Annotations, as_table

ARTICLES = [(id_, "o", "state", "e", None, "fr", 1, 1, "x") for id_ in ("a", "b")]
SENTENCES = [
    ("a", "s1", 0, 0, 40, 4), ("a", "s2", 0, 41, 100, 6), ("a", "s3", 2, 110, 210, 10), ("b", "s1", 0, 0, 100, 10),
]  # fmt: skip


def kept(*links, labels=()):
    rows = {"articles": ARTICLES, "sentences": SENTENCES, "links": links, "labels": labels}
    return paragraphs(Annotations({name: as_table(name, rows.get(name, [])) for name in SCHEMA}))


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], [("a", 0.0, "alone"), ("a", 0.0, "alone"), ("b", 0.0, "alone")]),
        ([("b", "a", 0, 50, 0, 50, "reuse", 1.0)], [("a", 0.5, "copied"), ("a", 0.0, "alone"), ("b", 0.5, "copied")]),
        # Passages that overlap count once.
        (
            [("b", "a", 0, 30, 0, 30, "reuse", 1.0), ("b", "a", 10, 40, 10, 40, "reuse", 1.0)],
            [("a", 0.4, "alone"), ("a", 0.0, "alone"), ("b", 0.4, "alone")],
        ),
        (
            [("b", "a", 0, 30, 0, 30, "reuse", 1.0), ("b", "a", 0, 9, 120, 130, "statement", 0.5)],
            [("a", 0.3, "alone"), ("a", 0.0, "retold"), ("b", 0.3, "retold")],
        ),
    ],
)
def test_what_is_kept(links, expected):
    found = kept(*links)
    assert list(found[["article_id", "copied", "kept"]].itertuples(index=False, name=None)) == expected
    assert found["paragraph"].tolist() == [1, 2, 1] and found["n_words"].tolist() == [10, 10, 10]


def test_concepts_of_the_paragraph():
    labels = [
        ("a", c, c, at, at + 3, "outlet", None, None, "adopted", None)
        for c, at in (("pont", 5), ("eau", 90), ("eau", 150))
    ]
    assert kept(labels=labels)["concepts"].tolist() == ["eau pont", "eau", ""]


def test_nothing():
    empty = paragraphs(Annotations({name: as_table(name) for name in SCHEMA}))
    assert empty.empty and "kept" in empty and isinstance(empty, pd.DataFrame)
