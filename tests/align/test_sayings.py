from pathlib import Path

import pandas as pd
import pytest

from framing.align import statements
from framing.align.sayings import COLUMNS, rendering
from framing.corpus.store import read_texts
from framing.tables import SCHEMA

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.mark.parametrize(
    "a, b, expected",
    [
        ("", "", "verbatim"),
        ("Le port rouvrira lundi", "le port rouvrira « lundi »", "verbatim"),
        ("L’été n’attend pas", "l'ete n'attend pas", "verbatim"),
        ("le port rouvrira lundi prochain à midi", "le port rouvrira lundi à midi", "light edit"),
        ("le port rouvrira lundi", "dès lundi, les bateaux entreront", "paraphrase"),
        ("le port", "le port rouvrira lundi prochain", "summary"),
        ("", "le port", "summary"),
    ],
)
def test_rendering(a, b, expected):
    assert rendering(a, b) == rendering(b, a) == expected


def told(*rows: tuple[str, str, str | None, str | None, str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Quotations from (article, content, speaker, actor, class), each the whole text of its article."""
    quotes = [
        (id_, "q1", "direct", 0, len(content), f"0-{len(content)}", speaker, actor, actor_class, "neutral")
        for id_, content, speaker, actor, actor_class in rows
    ]
    columns = [
        "article_id",
        "quote_id",
        "type",
        "start",
        "end",
        "spans",
        "speaker",
        "actor",
        "actor_class",
        "cue_class",
    ]
    return pd.DataFrame(quotes, columns=columns), {id_: content for id_, content, *_ in rows}


def articles(**events: str) -> pd.DataFrame:
    days = [f"2031-05-{k + 1:02}" for k in range(len(events))]
    return pd.DataFrame({"article_id": list(events), "event": list(events.values()), "published": days})


SAID, AGAIN, OTHER = "le port rouvrira lundi", "le port va rouvrir lundi", "les pêcheurs seront payés"
SHORT = "dès lundi les bateaux entreront au port de la ville"


@pytest.mark.parametrize(
    "first, second, n",
    [
        ((SAID, "Élise Orsel", "orsel", "etat"), (AGAIN, "Mme Orsel", "orsel", "etat"), 1),
        ((SAID, "Élise Orsel", "orsel", "etat"), (OTHER, "Mme Orsel", "orsel", "etat"), 0),
        # A spokesman and the state: one class, and words that are nearly the same.
        ((SAID, "Élise Orsel", "orsel", "etat"), (AGAIN, "le gouvernement", "gouv", "etat"), 1),
        ((SAID, "Élise Orsel", "orsel", "etat"), (SAID, "le syndicat", "synd", "ong"), 0),
        # Without an actor the name decides, or words that are nearly the same: the name may be misread.
        ((SAID, "le docker Jean Ruel", None, "other"), (SHORT, "Jean Ruel, docker", None, "other"), 1),
        ((SAID, "Jean Ruel", None, "other"), (SHORT, "Paul Vast", None, "other"), 0),
        ((SAID, "Élise Orsel", "orsel", "etat"), (AGAIN, "cet hôpital", None, "other"), 1),
        ((SAID, None, None, "unknown"), (SHORT, None, None, "unknown"), 0),
        ((SAID, "une source", None, "unnamed"), (SAID, "une source", None, "unnamed"), 1),
    ],
)
def test_who_says_what(first, second, n):
    quotes, texts = told(("a", *first), ("b", *second))
    assert len(statements(quotes, texts, articles(a="port", b="port"))) == n


def test_another_event_is_another_statement():
    quotes, texts = told(("a", SAID, "E", "orsel", "etat"), ("b", SAID, "E", "orsel", "etat"))
    assert statements(quotes, texts, articles(a="port", b="vote")).empty


def test_no_quotations_give_an_empty_table_with_all_columns():
    quotes, texts = told()
    found = statements(quotes, texts, articles())
    assert found.empty and list(found.columns) == list(COLUMNS) and list(COLUMNS)[:8] == list(SCHEMA["links"])


def test_a_row_tells_how_the_renderings_differ():
    quotes, texts = told(
        ("a", SAID, "E", "orsel", "etat"), ("b", "le port rouvrira peut-être lundi", "E", "orsel", "etat")
    )
    quotes["cue_class"], quotes["type"] = ["neutral", "doubt"], ["direct", "indirect"]
    (row,) = statements(quotes, texts, articles(a="port", b="port")).to_dict("records")
    assert (row["article_id"], row["other_article_id"], row["kind"]) == ("b", "a", "statement")
    assert (row["cue_class"], row["other_cue_class"], row["type"], row["other_type"]) == (
        "doubt",
        "neutral",
        "indirect",
        "direct",
    )
    assert (row["hedges"], row["other_hedges"], row["rendering"]) == (1, 0, "light edit")


def test_renderings_of_one_statement_share_its_number():
    rows = [(k, SAID if k != "d" else OTHER, "E", "orsel", "etat") for k in "abcd"] + [
        ("e", OTHER, "E", "orsel", "etat")
    ]
    quotes, texts = told(*rows)
    found = statements(quotes, texts, articles(**dict.fromkeys("abcde", "port")))
    assert len(found) == 4 and found.groupby("statement").size().tolist() == [3, 1]


def test_the_nearest_rendering_keeps_a_distant_one_away():
    one, other = "le port de Sarvelle rouvrira lundi", "le port de Sarvelle coûtera cent millions"
    quotes, texts = told(("a", one, "E", "orsel", "etat"), ("b", other, "E", "orsel", "etat"))
    assert len(statements(quotes, texts, articles(a="port", b="port"))) == 1
    texts = dict.fromkeys("ab", f"{one} {other}")
    spans = [(0, len(one)), (len(one) + 1, len(texts["a"]))]
    both = pd.concat([
        quotes.assign(quote_id=f"q{k}", start=start, end=end, spans=f"{start}-{end}") for k, (start, end) in enumerate(spans)
    ])  # fmt: skip
    found = statements(both, texts, articles(a="port", b="port"))
    assert found[["quote_id", "other_quote_id", "rendering"]].values.tolist() == [
        ["q0", "q0", "verbatim"],
        ["q1", "q1", "verbatim"],
    ]


def test_the_sample_s_statements_are_found():
    sample = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    quotes = pd.read_csv(SAMPLE / "gold_quotes.csv")
    quotes["spans"], quotes["cue_class"] = quotes["start"].astype(str) + "-" + quotes["end"].astype(str), None
    found = statements(quotes, dict(zip(sample["article_id"], sample["text"], strict=True)), sample)
    known = quotes.set_index(["article_id", "quote_id"])["statement"]
    mine = [known[key] for key in zip(found["article_id"], found["quote_id"], strict=True)]
    other = [known[key] for key in zip(found["other_article_id"], found["other_quote_id"], strict=True)]
    coded = [(a, b) for a, b in zip(mine, other, strict=True) if pd.notna(a) or pd.notna(b)]
    gold = pd.read_csv(SAMPLE / "gold_links.csv")["kind"].eq("statement").sum()
    hits = sum(a == b for a, b in coded)
    assert hits / len(coded) >= 0.95 and hits / gold >= 0.9
