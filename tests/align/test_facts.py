import math
from pathlib import Path

import pandas as pd
import pytest

from framing.align import coverage, facts_told, matcher_scores, who_is_left_out
from framing.align.facts import accounts as told_by
from framing.align.facts import chance_of_missing, find_fact
from framing.corpus.store import read_texts
from framing.study import Study, parse_study, read_study
from framing.tables import SCHEMA, Annotations, as_table
from framing.text.sentence_splitting import sentences

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
TEXT = "L'Été, le pont est rouvert. Deux ministres l'ont inauguré. Un syndicat proteste. Le maire se tait."


@pytest.mark.parametrize(
    "text, patterns, start, score",
    [
        ("", ["pont"], None, None),
        (TEXT, ["grève"], None, None),
        (TEXT, ["pont"], 0, 1.0),
        (TEXT, ["ETE", "PONT"], 0, 1.0),
        (TEXT, ["pont", "inaugur"], 0, 1.0),  # two neighbouring sentences
        (TEXT, ["pont", "syndicat"], 0, 0.5),  # too far apart: a near miss
        (TEXT, ["ont"], 28, 1.0),  # the beginning of a word, not the middle of « pont »
        (TEXT, ["deux ministres"], 28, 1.0),
        (TEXT, ["ministres deux"], None, None),
        (TEXT, ["syndicat", "proteste"], 59, 1.0),  # one sentence is enough
    ],
)
def test_find_fact(text, patterns, start, score):
    place = find_fact(text, sentences(text), patterns)
    assert (place and place.start, place and place.score) == (start, score)


@pytest.mark.parametrize(
    "others, holding, low, high",
    [
        ([], [], math.nan, math.nan),
        ([300, 300], [True, True], math.nan, math.nan),
        ([300] * 20, [True] * 20, 0.0, 0.05),
        ([300] * 20, [False] * 20, 0.95, 1.0),
        ([300] * 20, [True, False] * 10, 0.45, 0.55),
    ],
)
def test_chance_of_missing(others, holding, low, high):
    chance = chance_of_missing(300, others, holding)
    assert math.isnan(chance) if math.isnan(low) else low <= chance <= high


def test_a_shorter_account_misses_more():
    chances = [chance_of_missing(n, [300, 200, 400, 250], [True, True, True, False]) for n in (50, 100, 300, 900)]
    assert chances == sorted(chances, reverse=True) and chances[0] > 0.7 and chances[-1] < 0.1


def test_no_length_no_chance():
    assert math.isnan(chance_of_missing(0, [300] * 4, [True] * 4))


STUDY = """
    study = {name = "essai", title = "Essai"}
    groups = {a = {name = "A"}, b = {name = "B"}}
    outlets = {o = {name = "O", group = "a"}, p = {name = "P", group = "b"}}
    classes.etat = {name = "État"}
    actors.orsel = {name = "Élise Orsel", class = "etat"}
    concepts.treve = {name = "Trêve", variants = ["trêve"]}
    [events.pont]
    name = "Le pont"
    start = 2031-05-01
    end = 2031-05-02
    facts = [{id = "rouvert", text = "Le pont rouvre.", patterns = ["pont", "rouv"]},
             {id = "mort", text = "Un ouvrier est mort.", patterns = ["ouvrier", "mort"]}]"""


def study() -> Study:
    return parse_study(STUDY)


def accounts(*rows: tuple[str, str, str], quotes: tuple[tuple[str, str], ...] = ()) -> Annotations:
    """Annotations of one event from (article, published, text) and quotations (article, actor); outlets by turns."""
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table("articles", [
        (id_, "op"[k % 2], "ab"[k % 2], "pont", day, "fr", len(text.split()), 1, None) for k, (id_, day, text) in enumerate(rows)
    ])  # fmt: skip
    tables["sentences"] = as_table("sentences", [
        (id_, f"s{k}", 0, start, end, 5) for id_, _, text in rows for k, (start, end) in enumerate(sentences(text))
    ])  # fmt: skip
    tables["voices"] = as_table("voices", [(id_, 0, len(text), "outlet", None, None, 5) for id_, _, text in rows])
    tables["labels"] = as_table("labels", [
        (id_, "treve", "trêve", text.index("trêve"), text.index("trêve") + 5, "outlet", None, None, "adopted", None)
        for id_, _, text in rows if "trêve" in text
    ])  # fmt: skip
    tables["quotes"] = as_table("quotes", [
        dict.fromkeys(SCHEMA["quotes"]) | {"article_id": id_, "quote_id": f"q{k}", "speaker": actor, "actor": actor,
                                           "actor_class": "etat", "start": 0, "end": 3}
        for k, (id_, actor) in enumerate(quotes)
    ])  # fmt: skip
    return Annotations(tables, {id_: text for id_, _, text in rows})


FOUR = (
    ("a1", "2031-05-01", "Le pont est rouvert, dit Élise Orsel."),
    ("a2", "2031-05-02", "Le pont a rouvert. Un ouvrier y est mort."),
    ("a3", "2031-05-02", "Le pont rouvre après la trêve. Un ouvrier est mort."),
    ("a4", "2031-05-02", "La foule fête le pont dans la ville, et la ville est contente de la fête."),
)


def test_a_row_for_every_item_and_account():
    found = coverage("pont", data := accounts(*FOUR), data.texts, study())
    present = found.pivot(index="item", columns="article_id", values="present")
    assert present.loc["rouvert"].tolist() == [True, True, True, False]
    assert present.loc["mort"].tolist() == [False, True, True, False]
    assert present.loc["orsel"].tolist() == [True, False, False, False]
    assert present.loc["treve"].tolist() == [False, False, True, False]


def test_an_absence_comes_with_its_chance():
    found = coverage("pont", data := accounts(*FOUR), data.texts, study(), recall=0.5).set_index(["item", "article_id"])
    early, late = found.loc[("mort", "a1")], found.loc[("mort", "a4")]
    assert early["p_miss"] == 1.0  # published before anybody told of it
    assert 0 < late["p_miss"] < 1 and late["p_unseen"] == pytest.approx(late["p_miss"] + (1 - late["p_miss"]) * 0.5)
    assert (late["n_others"], late["n_holding"], late["score"]) == (3, 2, 0.0)
    assert found.loc[("rouvert", "a4"), "score"] == 0.5


def test_a_statement_that_most_accounts_hold_is_an_item():
    links = pd.DataFrame(
        [("a2", "a1", 0, 7, 0, 7, "pont", "q1", "q0", 1), ("a3", "a1", 0, 7, 0, 7, "pont", "q2", "q0", 1)],
        columns=["article_id", "other_article_id", "start", "end", "other_start", "other_end", "event", "quote_id",
                 "other_quote_id", "statement"],
    )  # fmt: skip
    data = accounts(*FOUR, quotes=(("a1", "orsel"), ("a2", "orsel"), ("a3", "orsel")))
    found = coverage("pont", data, data.texts, study(), links)
    told = found[found["kind"] == "statement"]
    assert told["present"].tolist() == [True, True, True, False]
    assert set(told["text"]) == {"said by orsel"}


def test_no_texts_no_rows_and_an_unknown_event_is_refused():
    data = accounts(*FOUR)
    assert coverage("pont", data, {}, study()).empty
    with pytest.raises(KeyError):
        coverage("mer", data, data.texts, study())


def test_matcher_scores_on_the_sample():
    sample = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    known, gold = read_study(SAMPLE / "study.toml"), pd.read_csv(SAMPLE / "gold_facts.csv")
    data = accounts(*sample[["article_id", "published", "text"]].itertuples(index=False))
    tables = dict(data.tables) | {
        "articles": as_table("articles", sample[list(SCHEMA["articles"])].itertuples(index=False))
    }
    data = Annotations(tables, data.texts)
    found = pd.concat([coverage(event, data, data.texts, known) for event in known.events])
    scores = matcher_scores(found, gold).set_index("measure")
    assert scores.loc["recall", "n"] == (gold.groupby(["article_id", "fact"])["reported"].max() == 1).sum()
    assert (scores["estimate"] >= 0.95).all() and (scores["low"] < scores["estimate"]).all()


def test_matcher_scores_without_cases_are_nan():
    empty = pd.DataFrame({"article_id": [], "fact": [], "reported": []})
    found = coverage("pont", data := accounts(*FOUR), data.texts, study())
    assert matcher_scores(found, empty)["estimate"].isna().all()


def test_who_is_left_out():
    rows = [(f"a{k}", "2031-05-01", "Un texte.") for k in range(40)]
    quotes = [(f"a{k}", "orsel") for k in range(0, 40, 2)] + [("a1", "vast"), ("a2", "ruel"), ("a3", "ruel")]
    found = who_is_left_out(accounts(*rows, quotes=tuple(quotes)), ("a", "b")).set_index("who")
    assert list(found.index) == ["orsel", "vast"]
    assert found.loc["orsel", ["speaks_in", "left_out_in", "n_articles", "of_articles"]].tolist() == ["a", "b", 20, 20]
    assert found.loc["orsel", "apart"] and not found.loc["vast", "apart"]
    assert found.loc["orsel", "other_high"] == pytest.approx(3 / 20, abs=0.02)  # the rule of three


def test_events_of_one_group_only_are_not_counted():
    data = accounts(("a1", "2031-05-01", "Un texte."), quotes=(("a1", "orsel"),))
    assert who_is_left_out(data, ("a", "b")).empty


TOLD = parse_study("""
study = {name = "essai", title = "Essai"}
groups.a = {name = "A"}
groups.b = {name = "B"}
outlets.o = {name = "O", group = "a"}
outlets.p = {name = "P", group = "b"}
[events.crue]
name = "Crue"
start = 2026-03-01
end = 2026-03-04
facts = [
  {id = "pont", text = "Le pont est rouvert.", patterns = ["pont", "rouvert"], family = "etat"},
  {id = "digue", text = "La digue cède.", patterns = ["digue", "cède"]},
]
""")
TEXTS = {"a1": "Le pont est rouvert.", "b1": "« Le pont est rouvert », dit-elle. La digue tient."}
ABOUT = {
    "articles": [
        {"article_id": "a1", "outlet": "o", "group": "a", "event": "crue", "n_words": 4},
        {"article_id": "b1", "outlet": "p", "group": "b", "event": "crue", "n_words": 9},
        {"article_id": "c1", "outlet": "p", "group": "b", "event": None, "n_words": 9},
    ],
    "sentences": [
        {"article_id": "a1", "sentence_id": "s1", "start": 0, "end": 20},
        {"article_id": "b1", "sentence_id": "s1", "start": 0, "end": 33},
        {"article_id": "b1", "sentence_id": "s2", "start": 34, "end": 50},
    ],
    "voices": [
        {"article_id": "a1", "start": 0, "end": 20, "voice": "outlet"},
        {"article_id": "b1", "start": 0, "end": 22, "voice": "source"},
        {"article_id": "b1", "start": 22, "end": 50, "voice": "outlet"},
    ],
}


def test_facts_told_and_accounts():
    tables = {name: as_table(name, ABOUT.get(name, ())) for name in SCHEMA}
    tables["facts"] = facts_told(
        tables["articles"], tables["sentences"], tables["voices"], TEXTS | {"c1": "Rien."}, TOLD
    )
    rows = tables["facts"][["article_id", "fact", "told", "score"]].values.tolist()
    assert rows == [
        ["a1", "pont", "outlet", 1.0],
        ["a1", "digue", "no", 0.0],
        ["b1", "pont", "source", 1.0],
        ["b1", "digue", "no", 0.5],
    ]
    assert tables["facts"]["family"].fillna("").tolist() == ["etat", "", "etat", ""]
    found = told_by("crue", Annotations(tables), TOLD)
    assert found[["item", "article_id", "present"]].values.tolist() == [
        ["pont", "a1", True], ["pont", "b1", True], ["digue", "a1", False], ["digue", "b1", False]
    ]  # fmt: skip
    assert found["p_unseen"].isna().all()  # one other account tells nothing of chance
    with pytest.raises(KeyError):
        told_by("gel", Annotations(tables), TOLD)
