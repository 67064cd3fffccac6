from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from framing.align import clusters, events
from framing.align.clusters import tokens
from framing.corpus.store import Texts, read_texts
from framing.study import Study, parse_study

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
DAY, NEXT, LATER = "2031-05-01", "2031-05-02", "2031-05-15"
PORT = "Le port de Sarvelle a rouvert jeudi. La ministre Élise Orsel a coupé le ruban devant les dockers de la ville."
PORT_2 = "Jeudi, la ministre Élise Orsel a coupé le ruban du port de Sarvelle, qui rouvre devant ses dockers."
VOTE = "Le Parlement d'Orée a adopté mardi la loi sur les pêches, par quarante voix contre douze abstentions."
COLUMNS = ["article_id", "published", "event", "text"]


def study() -> Study:
    return parse_study("""
        study = {name = "essai", title = "Essai"}
        groups.a = {name = "A"}
        outlets.o = {name = "O", group = "a"}
        events.port = {name = "Le port", start = 2031-05-01, end = 2031-05-02}
        events.vote = {name = "Le vote", start = 2031-05-01, end = 2031-05-02}""")


def table(*rows: tuple[str, str, str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def groups(found: pd.DataFrame) -> list[list[str]]:
    return sorted(sorted(rows) for _, rows in found.groupby("event_id")["article_id"])


@pytest.mark.parametrize(
    "rows, expected",
    [
        ([], []),
        ([("a", DAY, None, "")], [["a"]]),
        ([("a", "", None, ""), ("b", "", None, "")], [["a"], ["b"]]),
        ([("a", DAY, None, PORT), ("b", NEXT, None, PORT_2), ("c", NEXT, None, VOTE)], [["a", "b"], ["c"]]),
        # The same words a fortnight later are another event; without a date the words alone decide.
        ([("a", DAY, None, PORT), ("b", LATER, None, PORT_2), ("c", NEXT, None, VOTE)], [["a"], ["b"], ["c"]]),
        ([("a", DAY, None, PORT), ("b", "", None, PORT_2), ("c", NEXT, None, VOTE)], [["a", "b"], ["c"]]),
    ],
)  # fmt: skip
def test_groups(rows, expected):
    assert groups(events(table(*rows)).articles) == expected


def test_pairs_have_a_score_and_the_words_that_tie_them():
    found = events(table(("b", DAY, None, PORT), ("a", DAY, None, PORT_2), ("c", DAY, None, VOTE)))
    (pair,) = found.pairs.to_dict("records")
    assert (pair["article_id"], pair["other_article_id"], pair["event_id"]) == ("a", "b", "auto-1")
    assert 0.18 <= pair["score"] <= 1 and set(pair["words"].split()) <= set(tokens(PORT)) & set(tokens(PORT_2))


def test_the_study_s_events_are_kept_and_others_join_them():
    rows = table(("a", DAY, "port", PORT), ("b", DAY, "vote", PORT_2), ("c", NEXT, None, VOTE),
                 ("d", NEXT, None, PORT + " Il pleuvait."), ("e", "2031-06-02", None, PORT))  # fmt: skip
    found = events(rows, study()).articles.set_index("article_id")
    assert found["event_id"].to_dict() == {"a": "port", "b": "vote", "c": "auto-1", "d": "port", "e": "auto-2"}
    assert found["given"].to_dict() == {"a": True, "b": True, "c": False, "d": False, "e": False}


def test_without_a_study_the_column_event_is_not_read():
    rows = table(("a", DAY, "port", PORT), ("b", DAY, "vote", PORT_2), ("c", DAY, "vote", VOTE))
    assert groups(events(rows).articles) == [["a", "b"], ["c"]]


def test_an_event_that_the_study_has_not_is_refused():
    with pytest.raises(ValueError, match="no event 'mer' in the study: name one of port, vote"):
        events(table(("a", DAY, "mer", PORT)), study())


def test_order_of_rows_does_not_matter():
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    found, again = events(articles), events(articles.sample(frac=1, random_state=1))
    assert found.articles.equals(again.articles) and found.pairs.equals(again.pairs)


def test_texts_may_stand_beside_the_table():
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    found, again = events(articles), events(articles.drop(columns="text"), texts=Texts(SAMPLE / "texts", articles))
    assert found.articles.equals(again.articles) and found.pairs.equals(again.pairs)


@pytest.mark.parametrize(("name", "value"), [("BLOCK", 3), ("DENSE", 40)])
def test_how_much_is_in_memory_at_a_time_changes_nothing(monkeypatch, name, value):
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    articles.loc[::3, "published"] = ""
    whole = events(articles)
    monkeypatch.setattr(clusters, name, value)
    pieces = events(articles)
    assert whole.articles.equals(pieces.articles) and whole.pairs.equals(pieces.pairs)


@pytest.mark.parametrize("window_days, least", [(3, 1.0), (5, 1.0), (7, 0.9)])
def test_the_sample_s_events_are_found_near_misses_apart(window_days, least):
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    found = events(articles, window_days=window_days).articles
    told = pairs_of(articles.rename(columns={"event": "event_id"}))
    got = pairs_of(found)
    assert 2 * len(told & got) / (len(told) + len(got)) >= least


def pairs_of(table: pd.DataFrame) -> set[tuple[str, ...]]:
    return {pair for _, ids in table.groupby("event_id")["article_id"] for pair in combinations(sorted(ids), 2)}
