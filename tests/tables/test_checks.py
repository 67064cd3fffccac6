"""What is wrong with tables is found, rule by rule."""

import pytest
from table_examples import TEXT, annotations

from framing.tables import SCHEMA, Annotations, as_table, sha256


def test_check_finds_nothing_in_good_tables():
    assert annotations().check().empty


QUOTE = annotations().quotes.iloc[0].tolist()
EIGHT = " ".join(TEXT.split()[:8])


def spans(cell):
    return [*QUOTE[:5], cell, *QUOTE[6:]]


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
        ({"islands": [("a1", -1, 3, "autonymy", None, None, None)]}, "is not inside the text"),
        ({"islands": [("a1", 1, None, "autonymy", None, None, None)]}, "is not inside the text"),
        ({"labels": [("a1", "c", "v", 0, 2, "source", "direct", "q7", "quoted", None)]}, "quote_id q7 is no quotation"),
        ({"articles": [("../a1", None, None, None, None, "fr", 17, 1, "x")]}, "the article_id is no safe name"),
        ({"articles": [(None, None, None, None, None, "fr", 17, 1, "x")]}, "the article_id is no safe name"),
        ({"links": [("a1", "a1", 0, 9, 90, 999, "reuse", 1.0)]}, "other_start–other_end is not inside the other text"),
        ({"quotes": [spans("0-52;")]}, "no list of spans"),
        ({"quotes": [spans(None)]}, "no list of spans"),
        ({"quotes": [spans("0-51")]}, "do not go in order from start to end"),
        ({"quotes": [spans("0-20;20-52")]}, "do not go in order"),
        ({"quotes": [spans("30-52;0-20")]}, "do not go in order"),
    ],
)
def test_check_finds(changes, problem):
    assert annotations(**changes).check()["problem"].str.contains(problem, regex=False).any()


def test_check_finds_a_table_of_other_types():
    ours = annotations()
    tables = dict(ours.tables) | {"quotes": ours.quotes.astype({"start": "float64"})}
    assert "the columns or their types" in Annotations(tables, ours.texts).check()["problem"].iloc[0]


def test_a_missing_table_is_a_problem_and_the_others_are_checked():
    for name in SCHEMA:
        ours = annotations(islands=[("a1", -1, 3, "autonymy", None, None, None)])
        tables = {key: table for key, table in ours.tables.items() if key != name}
        found = Annotations(tables, ours.texts).check()
        assert ("the table is missing" in found["problem"].tolist()) and found["table"].iloc[0] == name
        assert found["problem"].str.contains("is not inside the text").any() == (name != "islands")
    assert len(Annotations({}).check()) == len(SCHEMA)


@pytest.mark.parametrize("name", SCHEMA)
def test_a_run_of_words_is_found_in_every_column_of_text(name):
    """A row a column, so that all columns of a table are checked at once, each for itself."""
    ours = annotations()
    columns = [column for column, type_ in SCHEMA[name].items() if type_ == "str"]
    for words, holds in ((8, columns), (7, [])):
        rows = as_table(name, [[None] * len(SCHEMA[name])] * len(columns))
        for row, column in enumerate(columns):
            rows.loc[row, column] = "Voici : " + " ".join(TEXT.split()[:words]).upper()
        found = Annotations(dict(ours.tables) | {name: rows}, ours.texts).check()
        problems = found.loc[found["problem"].str.contains("words of a text in a row"), ["table", "problem"]]
        assert problems.to_numpy().tolist() == [
            [name, f"{column} holds 8 words of a text in a row"] for column in holds
        ]
