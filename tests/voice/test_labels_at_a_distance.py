"""Labels at a distance: the denominator is known before the outcome, and only the marks of a name hold nothing off."""

import pandas as pd
import pytest

from framing import annotate, measures
from framing.study import parse_study
from framing.study.templates import template
from framing.tables import SCHEMA, Annotations, as_table
from framing.voice.glosses import gloss

STUDY = parse_study(
    template().read_text("utf-8")
    + """
[concepts.fleaux]
name = "les deux fléaux"
variants = ["deux fléaux"]
"""
)


def reported(n_with: int, n_without: int) -> Annotations:
    """An article with so many reported mentions of a label, with a marker and without, and one of the outlet's own."""
    marks = ["quotation marks"] * n_with + [None] * n_without
    rows = [
        {"article_id": "a", "concept": "c", "voice": "source", "speech": "reported", "adoption": "quoted", "marker": m}
        for m in marks
    ]
    own = {"article_id": "a", "concept": "c", "voice": "outlet", "adoption": "adopted"}
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table("articles", [{"article_id": "a", "outlet": "o", "group": "state", "event": "e"}])
    tables["labels"] = as_table("labels", [*rows, own])
    return Annotations(tables)


@pytest.mark.parametrize(("n_with", "n_without"), [(1, 9), (0, 10), (10, 0)])
def test_what_a_source_says_counts_neither_way_or_always(n_with: int, n_without: int) -> None:
    found = reported(n_with, n_without)
    own = measures.observations(found, "labels_distanced")["value"]
    assert own.tolist() == [0.0]
    too = measures.definitions_of("labels_distanced")["reported speech too"](found)["value"]
    assert (len(too), too.sum()) == (n_with + n_without + 1, n_with)


@pytest.mark.parametrize(
    ("sentence", "role", "adoption"),
    [
        ("Le film « Deux fléaux » sort mardi à Sarvelle.", "naming", "adopted"),
        ("Le port combat les « deux fléaux » depuis mars.", "comment", "distanced"),
        ("Le port combat les « deux fléaux », comme le maire les nomme.", "quotation", "distanced"),
        ("Les « deux fléaux », c'est-à-dire la crue et le gel, sont finis.", "autonymy", "distanced"),
    ],
)
def test_a_label_in_marks_is_held_off_unless_it_is_a_name(sentence: str, role: str, adoption: str) -> None:
    found = annotate(pd.DataFrame({"text": [sentence]}), STUDY, stance_models=("lexical",))
    assert found.islands["role"].tolist() == [role] and found.islands["reason"].str.len().all()
    assert found.labels["adoption"].tolist() == [adoption]
    scare_quotes = found.distance[found.distance["kind"] == "scare_quote"]
    assert scare_quotes["variant"].tolist() == [role]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Une soi-disant trêve tient.", "trêve", ("soi-disant", "comment")),
        ("Ce que le maire appelle la trêve tient.", "trêve", ("Ce que le maire appelle la", "quotation")),
        ("La trêve, nom donné par le maire à la pause, tient.", "trêve", ("nom donné par", "quotation")),
        ("Un plan baptisé trêve tient.", "trêve", ("baptisé", "naming")),
        ("Le pont tient.", "pont", None),
    ],
)
def test_a_gloss_has_the_role_of_its_longest_marker(text: str, word: str, expected: tuple[str, str] | None) -> None:
    start = text.index(word)
    assert gloss(text, start, start + len(word)) == expected
