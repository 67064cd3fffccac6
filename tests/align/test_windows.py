"""Windows: every two articles that may be compared meet once, and what they share is what they share without windows."""

import pickle
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.align import Window, in_windows, links, passages, reuse, sayings, statements, windows
from framing.align.passages import days
from framing.tables import SCHEMA, as_table

LINES = [
    "Le vieux port de Sarvelle a rouvert jeudi après trois mois de travaux payés par la région.",
    "La mairie promet un marché couvert et deux cents places de parking avant la fin du mois.",
    "Les dockers demandent une hausse des salaires et menacent de bloquer les quais dès lundi matin.",
    "Une tempête a emporté la digue dans la nuit et la capitainerie cherche où loger les familles.",
    "Le tribunal maritime rendra son jugement en automne après deux années de longue procédure.",
    "Plusieurs chalutiers sont restés au large faute de place et leurs équipages attendent un abri.",
]


def corpus(seed: int, n: int = 14, span: int = 40) -> pd.DataFrame:
    """Articles of some of the lines and of words of their own, on random days or none."""
    rng = random.Random(seed)
    rows = []
    for k in range(n):
        text = " ".join(rng.sample([*LINES, f"Billet numéro {k} écrit par la rédaction du quai."], 3))
        day = (
            ""
            if rng.random() < 0.15
            else f"{pd.Timestamp('2031-05-01') + pd.Timedelta(days=rng.randrange(span)):%Y-%m-%d}"
        )
        rows.append((f"a{k:02}", f"o{rng.randrange(3)}", rng.choice(["port", "mer"]), day, text))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "event", "published", "text"])


def quotations(articles: pd.DataFrame) -> pd.DataFrame:
    """Each line in an article as words of one speaker."""
    rows = []
    for id_, text in zip(articles["article_id"], articles["text"], strict=True):
        for k, line in enumerate(line for line in LINES if line in text):
            start, end = text.index(line), text.index(line) + len(line)
            known = {"article_id": id_, "quote_id": f"q{k}", "start": start, "end": end, "spans": f"{start}-{end}"}
            rows.append(
                dict.fromkeys(SCHEMA["quotes"]) | known | {"speaker": "E", "actor": "orsel", "actor_class": "etat"}
            )
    return as_table("quotes", rows)


def rows(table: pd.DataFrame) -> list[tuple[object, ...]]:
    columns = [name for name in SCHEMA["links"] if name != "score"]
    return sorted(table[columns].itertuples(index=False, name=None))


def by_windows(articles: pd.DataFrame, within: float, full: int) -> pd.DataFrame:
    texts, quotes = dict(zip(articles["article_id"], articles["text"], strict=True)), quotations(articles)
    table = articles.drop(columns="text")
    with patch.object(windows, "FULL", full):
        found = [links(window, table, texts, quotes, within) for window in in_windows(table, within)]
    return pd.concat([as_table("links"), *found], ignore_index=True)


def are_near(articles: pd.DataFrame, within: float) -> set[tuple[str, str]]:
    """The pairs of ids, in order of the alphabet, whose dates are near enough; without a date every pair is."""
    day = dict(zip(articles["article_id"], days(articles["published"]), strict=True))
    return {(a, b) for a, b in combinations(sorted(day), 2) if not abs(day[a] - day[b]) > within}


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 30)), max_size=25), st.integers(1, 12), st.sampled_from([0, 1, 5, 90])
)
def test_every_two_articles_near_enough_meet_once(offsets, full, within):
    published = ["" if k is None else f"{pd.Timestamp('2031-05-01') + pd.Timedelta(days=k):%Y-%m-%d}" for k in offsets]
    articles = pd.DataFrame({"article_id": [f"a{k:02}" for k in range(len(offsets))], "published": published})
    met: Counter[tuple[str, ...]] = Counter()
    with patch.object(windows, "FULL", full):
        for own, earlier, among in in_windows(articles.astype("str"), within):
            assert len(own) <= full and len(earlier) <= full
            met.update(tuple(sorted((a, b))) for a in own for b in earlier)
            met.update(tuple(sorted(pair)) for pair in combinations(own, 2) if among)
    assert set(met.values()) <= {1} and are_near(articles, within) <= set(met)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("within", "full"), [(0, 3), (5, 1), (5, 4), (12, 6), (60, 5), (12, 99)])
def test_windows_find_what_is_found_at_once(seed, within, full):
    articles = corpus(seed)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    found = by_windows(articles, within, full)
    told = statements(quotations(articles), texts, articles, within)
    assert rows(found) == rows(pd.concat([reuse(articles, within=within), told])) != []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("within", [0, 3, 12])
def test_within_leaves_out_what_is_too_far_apart_and_nothing_else(seed, within):
    articles = corpus(seed)
    texts, quotes = dict(zip(articles["article_id"], articles["text"], strict=True)), quotations(articles)
    near = are_near(articles, within)
    for whole, part in (
        (reuse(articles), reuse(articles, within=within)),
        (statements(quotes, texts, articles), statements(quotes, texts, articles, within)),
    ):
        pairs = zip(whole["article_id"], whole["other_article_id"], strict=True)
        stays = [tuple(sorted(pair)) in near for pair in pairs]
        assert rows(part) == rows(whole[stays]) and 0 < len(part) < len(whole)


@pytest.mark.parametrize(
    ("module", "name", "value"), [(passages, "BLOCK", 1), (sayings, "CELLS", 1), (sayings, "BLOCK", 2)]
)
def test_how_much_is_in_memory_at_a_time_changes_nothing(module, name, value):
    articles = corpus(7, n=30, span=3)
    texts, quotes = dict(zip(articles["article_id"], articles["text"], strict=True)), quotations(articles)
    whole = reuse(articles), statements(quotes, texts, articles)
    with patch.object(module, name, value):
        pieces = reuse(articles), statements(quotes, texts, articles)
    assert all(a.equals(b) and len(a) for a, b in zip(whole, pieces, strict=True))


def test_a_formula_is_one_among_the_articles_of_a_window():
    """Words that stand in more than sixty articles start no passage; a year has more of them than a month."""
    articles = pd.DataFrame({
        "article_id": [f"a{k:03}" for k in range(64)], "outlet": "o", "event": None, "text": LINES[0],
        "published": [f"{pd.Timestamp('2031-01-01') + pd.Timedelta(days=5 * k):%Y-%m-%d}" for k in range(64)],
    })  # fmt: skip
    assert by_windows(articles, 5, full=64).empty
    assert len(by_windows(articles, 5, full=32)) == 63


class Counted(Mapping[str, str]):
    """Texts that know how often they were asked for."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts, self.asked = texts, Counter[str]()

    def __getitem__(self, key: str) -> str:
        self.asked[key] += 1
        return self.texts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def test_a_window_reads_its_texts_once_and_no_others():
    articles = corpus(1)
    texts = Counted(dict(zip(articles["article_id"], articles["text"], strict=True)))
    ids = articles["article_id"].tolist()
    links(Window(ids[6:9], ids[:4]), articles.drop(columns="text"), texts, quotations(articles))
    assert texts.asked == Counter([*ids[:4], *ids[6:9]])


def test_a_window_without_articles_has_no_links():
    nothing = as_table("articles")
    (window,) = in_windows(nothing)
    found = links(window, nothing, {}, as_table("quotes"))
    assert found.empty and list(found) == list(SCHEMA["links"])


def test_a_window_can_travel_to_another_process():
    window = Window(["b"], ["a"], among=False)
    assert pickle.loads(pickle.dumps((links, window))) == (links, window)


def test_order_of_rows_does_not_matter():
    articles = corpus(3)
    assert by_windows(articles, 5, 4).equals(by_windows(articles.iloc[::-1], 5, 4))
