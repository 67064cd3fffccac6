"""Without copied passages: every table loses what lies in them, so that a rate is one of the same words above and below."""

import pandas as pd
import pytest

from framing import annotate, distance, measures
from framing.align import without_reuse
from framing.study import parse_study
from framing.study.templates import template
from framing.tables import SCHEMA, Annotations, as_table, sha256

STUDY = parse_study(
    template().read_text("utf-8")
    + """
[concepts.fleaux]
name = "les deux fléaux"
variants = ["deux fléaux"]
"""
)
# Passives, nouns of acts, a hedge, a hearsay conditional, a scare quote, a label and a quotation, all of an agency's.
COPY = (
    "Deux pêcheurs auraient été arrêtés mardi par la police du port, où la grève est sans doute finie. "
    "La répression des « meneurs » vise les soi-disant deux fléaux que la Valdorie combat depuis trois ans. "
    "Le tribunal a été saisi et trois navires ont été retenus, a déclaré la ministre des Eaux, Élise Orsel."
)
OWN = (
    "Le marché couvert de Sarvelle a ouvert avec une heure de retard, sous la pluie, devant une foule de curieux. "
    "Les étals ont été dressés par les commerçants le long du quai, et les bateaux de la criée sont rentrés tôt. "
    "« Nous avons vendu tout le poisson avant midi », a raconté Lise Ravel. La fête de la mer commence samedi soir."
)
CORPUS = pd.DataFrame(
    {
        "article_id": ["a", "b"],
        "published": ["2031-05-01", "2031-05-02"],
        "text": [f"{COPY}\n\n{OWN}", f"Une dépêche est arrivée dans la nuit à la rédaction.\n\n{COPY}"],
    }
)
WITH_OFFSETS = ("sentences", "quotes", "voices", "islands", "labels", "distance")


@pytest.fixture(scope="module")
def whole() -> Annotations:
    return annotate(CORPUS, STUDY, stance_models=("lexical",))


@pytest.fixture(scope="module")
def rest(whole: Annotations) -> Annotations:
    return without_reuse(whole, whole.links)


def test_the_corpus_holds_rows_of_every_table_in_the_copied_passage(whole: Annotations) -> None:
    end = len(COPY)
    assert whole.links["kind"].tolist() == ["reuse"]
    for name in WITH_OFFSETS:
        table = whole.tables[name]
        assert ((table["article_id"] == "a") & (table["start"] < end)).any(), name
    assert set(whole.frames["article_id"]) == {"a", "b"} and len(whole.stances)


def test_every_table_loses_what_lies_in_a_copied_passage(whole: Annotations, rest: Annotations) -> None:
    for name in WITH_OFFSETS:
        inside = whole.links.iloc[0]
        table = rest.tables[name]
        here = table[
            (table["article_id"] == "b") & (table["start"] >= inside["start"]) & (table["end"] <= inside["end"])
        ]
        assert here.empty, name
    assert rest.links.empty and rest.lemmas.empty
    assert rest.stances.empty and rest.labels.empty and rest.islands.empty
    assert rest.quotes["speaker"].tolist() == ["Lise Ravel"]
    assert rest.check().empty


def outlet_rate(annotations: Annotations, kind: str) -> "pd.Series[float]":
    """Marks and words of the outlet's voice in all articles."""
    table = distance.rates(annotations.distance, annotations, kind)
    return table[table["voice"] == "outlet"][["count", "n_words"]].sum()


@pytest.mark.parametrize(
    ("kind", "before", "after"), [("passive", 3, 1), ("nominalisation", 4, 0), ("hedge", 2, 0), ("scare_quote", 2, 0)]
)
def test_a_rate_loses_marks_and_words_together(whole, rest, kind, before, after) -> None:
    """What is left is what the articles have without the copied passage, not its marks over the other words."""
    apart = CORPUS.assign(text=[OWN, "Une dépêche est arrivée dans la nuit à la rédaction."])
    alone = outlet_rate(annotate(apart, STUDY, stance_models=("lexical",)), kind)
    assert outlet_rate(whole, kind)["count"] == before
    assert outlet_rate(rest, kind)["count"] == alone["count"] == after
    assert outlet_rate(rest, kind)["n_words"] == alone["n_words"] < outlet_rate(whole, kind)["n_words"]


def test_words_of_the_voices_are_those_of_the_sentences_that_stay(rest: Annotations) -> None:
    said = rest.voices.groupby("article_id")["n_words"].sum()
    assert said["a"] == rest.sentences.query("article_id == 'a'")["n_words"].sum()
    assert measures.observations(rest, "share_quoted")["value"].between(0, 1).all()


def test_words_of_a_quotation_that_is_copied_in_part_are_counted_again() -> None:
    text = "Il dit que le port rouvre jeudi et que le phare de l'île reste fermé."
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table("articles", [("a", "o", "g", "e", "2031-05-01", "fr", 15, 1, sha256(text))])
    quote = dict.fromkeys(SCHEMA["quotes"]) | {
        "article_id": "a",
        "quote_id": "q1",
        "start": 11,
        "end": 68,
        "spans": "11-31;35-68",
        "n_words": 13,
    }
    tables["quotes"] = as_table("quotes", [quote])
    tables["sentences"] = as_table("sentences", [("a", "s1", 0, 0, len(text), 16)])
    links = as_table("links", [("a", "b", 11, 31, 0, 20, "reuse", 1.0)])
    left = without_reuse(Annotations(tables, {"a": text}), links)
    assert left.quotes["n_words"].tolist() == [8] and left.sentences["n_words"].tolist() == [12]


def test_links_of_statements_go_with_either_side() -> None:
    tables = {name: as_table(name) for name in SCHEMA}
    links = [
        ("b", "a", 0, 40, 9, 50, "reuse", 1.0),
        ("b", "a", 50, 60, 10, 20, "statement", 1.0),
        ("b", "a", 5, 15, 70, 80, "statement", 1.0),
        ("b", "a", 50, 60, 70, 80, "statement", 1.0),
    ]
    tables["links"] = as_table("links", links)
    left = without_reuse(Annotations(tables, {}), tables["links"]).links
    assert left[["start", "other_start"]].values.tolist() == [[50, 70]]
    kept = without_reuse(Annotations(tables, {}), tables["links"], keep_first=True).links
    assert kept[["start", "other_start"]].values.tolist() == [[50, 10], [50, 70]]
