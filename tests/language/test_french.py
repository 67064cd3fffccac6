"""The French tables keep their contract: columns, closed sets of values, keys, order, encoding."""

import unicodedata

import pytest

from framing.language import load

FRENCH = load("fr")
FOLDER = FRENCH.folder
CLASSES = {"neutral", "factive", "doubt", "commitment", "demand", "accusation", "denial", "praise"}
NOUN_FRAMES = {"que", "de", "a", "si", "object", "speaker_de"}
VERB_FRAMES = NOUN_FRAMES - {"speaker_de"} | {
    "infinitive", "inverted", "direct", "person_de", "a_object", "de_object", "contre_object", "pour_object",
    "attribute", "attribute_de", "comme", "pour",
}  # fmt: skip
GENDERS = {"m", "f", "both"}
STRENGTHS = {"0.25", "0.5", "0.75", "1.0"}


def read(name: str) -> tuple[dict[str, str], ...]:
    return FRENCH.table(name.removesuffix(".csv"))


# file: (columns that make the key, fewest rows, {column: allowed values})
TABLES: dict[str, tuple[tuple[str, ...], int, dict[str, set[str]]]] = {
    "reporting_verbs.csv": (
        ("lemma", "pronominal"),
        450,
        {"class": CLASSES, "pronominal": {"yes", "no", "both"}, "public": {"yes", "cognition"}},
    ),
    "reporting_nouns.csv": (("lemma",), 200, {"class": CLASSES, "public": {"yes", "cognition"}}),
    "attribution_phrases.csv": (
        ("phrase",),
        100,
        {"class": {"neutral", "doubt"}, "kind": {"before-source", "source-inside", "after"}},
    ),
    "roles.csv": (("noun",), 300, {"gender": GENDERS, "kind": {"person", "office", "group", "document", "outlet"}}),
    "first_names.csv": (("name",), 400, {"gender": GENDERS}),
    "civilities.csv": (("form",), 30, {"gender": GENDERS}),
    "distance_markers.csv": (
        ("pattern",),
        100,
        {"kind": {"gloss", "adjective", "verb"}, "role": {"naming", "quotation", "autonymy", "comment"}},
    ),
    "hedges.csv": (("lemma_or_phrase",), 100, {"strength": STRENGTHS}),
    "boosters.csv": (("lemma_or_phrase",), 100, {"strength": STRENGTHS}),
    "polarity.csv": (
        ("lemma", "pos"),
        1200,
        {"pos": {"VERB", "NOUN", "ADJ", "ADV"}, "polarity": {"-1", "-0.5", "0.5", "1"}},
    ),
    "negations.csv": (
        ("lemma_or_phrase",),
        50,
        {
            "kind": {
                "clitic",
                "particle",
                "pronoun",
                "determiner",
                "adverb",
                "conjunction",
                "preposition",
                "phrase",
                "noun",
                "shifter",
                "attenuated",
                "restriction",
                "additive",
            }
        },
    ),
    "intensifiers.csv": (("lemma_or_phrase",), 100, {"factor": {"0.5", "0.75", "1.5", "1.75", "2.0"}}),
    "nominalisations.csv": (
        ("noun",),
        100,
        {
            "kind": {"coercion", "violence", "policy", "diplomacy"},
            "de": {"agent", "object"},
            "own": {"agent", "object"},
        },
    ),
    "attitude_nouns.csv": (("noun",), 50, {}),
    "attribute_verbs.csv": (
        ("lemma",),
        20,
        {"class": CLASSES, "frame": {"attribute", "attribute_de", "comme", "pour"}},
    ),
    "closed_classes.csv": (("list", "word"), 200, {"source": {"Grevisse", "own"}}),
    "column_names.csv": (
        ("column", "preference"),
        10,
        {
            "column": {
                *("text", "article_id", "headline", "outlet", "event", "published", "language"),
                *("clean_outlet", "site", "year", "month", "day"),
            }
        },
    ),
    "conditional_forms.csv": (("ending", "match"), 50, {"match": {"ending", "whole"}}),
    "conditional_uses.csv": (
        ("form",),
        50,
        {"kind": {"advice", "condition", "no such thing", "opening condition", "possibility", "wish"}},
    ),
    "etre_verbs.csv": (("lemma",), 20, {}),
    "frame_words.csv": (("frame", "word"), 20, {"frame": VERB_FRAMES, "source": {"Grevisse"}}),
    "function_words.csv": (("word",), 200, {}),
    "metalinguistic_nouns.csv": (("noun",), 30, {"role": {"autonymy", "comment", "naming", "quotation"}}),
    "named_things.csv": (("noun",), 50, {}),
    "role_synonyms.csv": (("phrase",), 10, {}),
    "contractions.csv": (("word", "form"), 7, {}),
    "odd_participles.csv": (("form",), 4, {}),
    "patterns.csv": (("name",), 3, {"flags": {"-", "i"}}),
    "plurals.csv": (("ending",), 7, {}),
    "answers.csv": (("word",), 6, {"meaning": {"yes", "no"}, "written": {"yes", "no"}}),
    "name_fillers.csv": (("word",), 20, {}),
    "marks.csv": (("character",), 30, {"role": {"open", "close", "both", "dash", "apostrophe"}, "source": {"Unicode"}}),
}


def test_every_row_of_every_table_says_its_source() -> None:
    names = sorted(path.name for path in FOLDER.glob("*.csv"))
    assert set(names) >= set(TABLES)
    assert [(name, row) for name in names for row in read(name) if not (row.get("source") or "").strip()] == []


@pytest.mark.parametrize("name", sorted(TABLES))
def test_table_keeps_its_contract(name: str) -> None:
    key, fewest, allowed = TABLES[name]
    rows = read(name)
    keys = [tuple(row[column] for column in key) for row in rows]
    assert len(rows) >= fewest
    assert len(set(keys)) == len(keys), sorted(k for k in set(keys) if keys.count(k) > 1)
    assert keys == sorted(keys)
    for row in rows:
        assert None not in row, f"too many cells: {row}"
        assert None not in row.values(), f"too few cells: {row}"
        for column, value in row.items():
            assert value == value.strip() and value, f"{column} empty or with outer space: {row}"
        for column, values in allowed.items():
            assert row[column] in values, f"{column}: {row}"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_table_is_nfc_with_plain_apostrophes(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text and text.endswith("\n")
    if name != "marks.csv":
        assert not set(text) & set("’ʼ\u00a0\u202f")


@pytest.mark.parametrize(
    ("name", "frames"), [("reporting_verbs.csv", VERB_FRAMES), ("reporting_nouns.csv", NOUN_FRAMES)]
)
def test_frames_are_known_and_not_repeated(name: str, frames: set[str]) -> None:
    for row in read(name):
        found = row["frames"].split(" ")
        assert set(found) <= frames, row
        assert len(set(found)) == len(found), row


@pytest.mark.parametrize("name", ["reporting_verbs.csv", "reporting_nouns.csv"])
def test_every_class_has_words(name: str) -> None:
    assert {row["class"] for row in read(name)} == CLASSES


@pytest.mark.parametrize("name", ["reporting_verbs.csv", "reporting_nouns.csv"])
def test_lemmas_are_lower_case(name: str) -> None:
    assert [row["lemma"] for row in read(name) if row["lemma"] != row["lemma"].lower()] == []


@pytest.mark.parametrize("name", ["reporting_verbs.csv", "reporting_nouns.csv"])
def test_cognition_reports_clauses_only(name: str) -> None:
    for row in read(name):
        if row["public"] == "cognition":
            assert not set(row["frames"].split(" ")) & {"object", "de", "a", "a_object", "de_object"}, row
            assert "que" in row["frames"].split(" "), row


@pytest.mark.parametrize(
    ("lemma", "participle"),
    [
        ("dire", "dit"), ("promettre", "promis"), ("prétendre", "prétendu"), ("reconnaître", "reconnu"),
        ("écrire", "écrit"), ("démentir", "démenti"), ("soutenir", "soutenu"), ("enjoindre", "enjoint"),
        ("requérir", "requis"), ("offrir", "offert"), ("conclure", "conclu"), ("sourire", "souri"),
        ("prévaloir", "prévalu"), ("croire", "cru"), ("taire", "tu"), ("avertir", "averti"),
        ("interrompre", "interrompu"), ("faire savoir", "fait savoir"), ("mettre en garde", "mis en garde"),
    ],
)  # fmt: skip
def test_irregular_participles(lemma: str, participle: str) -> None:
    assert {row["participle"] for row in read("reporting_verbs.csv") if row["lemma"] == lemma} == {participle}


@pytest.mark.parametrize(
    ("lemma", "pronominal", "expected"),
    [
        ("dire", "both", "neutral"), ("souligner", "no", "factive"), ("prétendre", "both", "doubt"),
        ("promettre", "both", "commitment"), ("exiger", "no", "demand"), ("accuser", "no", "accusation"),
        ("démentir", "no", "denial"), ("saluer", "no", "praise"), ("défendre", "yes", "denial"),
        ("défendre", "no", "neutral"),
    ],
)  # fmt: skip
def test_class_of_a_known_verb(lemma: str, pronominal: str, expected: str) -> None:
    classes = {(row["lemma"], row["pronominal"]): row["class"] for row in read("reporting_verbs.csv")}
    assert classes[lemma, pronominal] == expected


def test_no_phrase_both_weakens_and_strengthens() -> None:
    hedges, boosters = ({row["lemma_or_phrase"] for row in read(name)} for name in ("hedges.csv", "boosters.csv"))
    assert hedges & boosters == set()


def test_marks_are_named_by_unicode() -> None:
    for row in read("marks.csv"):
        assert row["name"] == unicodedata.name(row["character"])
        assert row["codepoint"] == f"U+{ord(row['character']):04X}"
