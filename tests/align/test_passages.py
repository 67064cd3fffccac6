import time
from pathlib import Path

import pandas as pd
import pytest

from framing.align import reuse, without_reuse
from framing.align.passages import copied
from framing.corpus.store import read_texts
from framing.tables import SCHEMA, Annotations, as_table, sha256

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
DISPATCH = "le vieux port de Sarvelle a rouvert jeudi après trois mois de travaux payés par la région"


def table(*texts: str, days: tuple[str, ...] = ()) -> pd.DataFrame:
    days = days or tuple(f"2031-05-{k + 1:02}" for k in range(len(texts)))
    rows = [(f"a{k}", day, text) for k, (day, text) in enumerate(zip(days, texts, strict=True))]
    return pd.DataFrame(rows, columns=["article_id", "published", "text"])


def passages(articles: pd.DataFrame, **options: int) -> list[tuple[str, str]]:
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    return [
        (texts[row.article_id][row.start : row.end], texts[row.other_article_id][row.other_start : row.other_end])
        for row in reuse(articles, **options).itertuples()
    ]


@pytest.mark.parametrize(
    "a, b, shared",
    [
        ("", "", None),
        ("Rien de commun ici.", "Tout autre chose là-bas.", None),
        (f"Hier, {DISPATCH}.", f"Voici : {DISPATCH} !", DISPATCH),
        # Elision, apostrophes, accents and case do not matter.
        ("Voici que l'été à l'école d'Orée a changé beaucoup d'habitudes", "L’ETE A L’ECOLE D’OREE A CHANGE BEAUCOUP D’HABITUDES",
         None),  # names only: capitals throughout count for nothing
        ("mais l'été à l'école a changé beaucoup d'habitudes ici", "or l’ete a l’ecole a change beaucoup d’habitudes là",
         "l’ete a l’ecole a change beaucoup d’habitudes"),
        # A word is exchanged, another put in: one passage still.
        (f"Hier, {DISPATCH}.", f"Bon, {DISPATCH.replace('trois', 'quatre').replace('payés', 'lourds et payés')}.",
         DISPATCH.replace("trois", "quatre").replace("payés", "lourds et payés")),
        # The same words quoted by both show no copying.
        (f"Il dit : « {DISPATCH} ».", f"Elle écrit « {DISPATCH} » mardi.", None),
        # Seven words are too few.
        ("Or le vieux port rouvert jeudi après travaux.", "Hier le vieux port rouvert jeudi après travaux.", None),
    ],
)  # fmt: skip
def test_passages(a, b, shared):
    found = passages(table(a, b))
    assert [mine for mine, _ in found] == ([] if shared is None else [shared])


def test_the_later_article_comes_first_and_an_undated_one_is_the_latest():
    articles = table(
        f"Un. {DISPATCH}", f"Deux. {DISPATCH}", f"Trois. {DISPATCH}", days=("", "2031-05-03", "2031-05-02")
    )
    found = reuse(articles)
    assert found[["article_id", "other_article_id"]].values.tolist() == [["a0", "a1"], ["a0", "a2"], ["a1", "a2"]]


def test_two_passages_with_other_text_between_are_two():
    other = "la mairie promet un marché couvert et deux cents places de parking avant la fin du mois"
    filler = " ".join(f"mot{k}" for k in range(40))
    found = passages(table(f"{DISPATCH}. {filler}. {other}.", f"{DISPATCH}. Puis rien. {other}."))
    assert found == [(DISPATCH, DISPATCH), (other, other)]


def test_same_input_in_another_order_gives_the_same_table():
    articles = table(*(f"{k} {DISPATCH} {k}" for k in ("un", "deux", "trois", "quatre")))
    assert reuse(articles).equals(reuse(articles.iloc[::-1]))


def test_input_is_not_changed():
    articles = table(f"Hier {DISPATCH}", f"Ici {DISPATCH}")
    before = articles.copy()
    reuse(articles)
    assert articles.equals(before)


@pytest.mark.timing
@pytest.mark.parametrize(
    "text", ["mot fort long " * 20_000, '"' * 20_000, " ".join(f"mot{k % 977}x" for k in range(9_000))]
)
def test_hostile_text_takes_linear_time(text):
    start = time.perf_counter()
    reuse(table(text, text + " fin"))
    assert time.perf_counter() - start < 8


def test_copied_merges_and_keeps_the_first_when_asked():
    links = as_table("links", [("b", "a", 5, 20, 0, 15, "reuse", 1.0), ("b", "c", 10, 30, 7, 27, "reuse", 1.0),
                               ("b", "a", 50, 60, 70, 80, "statement", 1.0)])  # fmt: skip
    assert copied(links) == {"a": [(0, 15)], "b": [(5, 30)], "c": [(7, 27)]}
    assert copied(links, keep_first=True) == {"b": [(5, 30)]}


@pytest.mark.parametrize(
    "start, end, stays",
    [(0, 10, True), (0, 21, True), (0, 40, False), (10, 20, False), (19, 30, False), (None, None, True)],
)
def test_a_row_goes_when_half_of_it_is_copied(start, end, stays):
    links = as_table("links", [("b", "a", 10, 20, 0, 10, "reuse", 1.0), ("b", "a", 22, 40, 20, 38, "reuse", 1.0)])
    rows = as_table("islands", [("b", start, end, "autonymy", None, None, None)])
    assert len(without_reuse(rows, links)) == stays


def annotations(text: str) -> Annotations:
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table("articles", [("a", "o", "g", "e", "2031-05-01", "fr", 5, 1, sha256(text))])
    tables["sentences"] = as_table("sentences", [("a", "s1", 0, 0, len(text), 5)])
    tables["voices"] = as_table(
        "voices", [("a", 0, 12, "outlet", None, None, 3), ("a", 12, len(text), "source", "direct", "q1", 2)]
    )
    tables["lemmas"] = as_table("lemmas", [("a", "outlet", None, None, "port", "NOUN", 1, True)])
    quote = dict.fromkeys(SCHEMA["quotes"]) | {"article_id": "a", "quote_id": "q1", "start": 12, "end": len(text)}
    tables["quotes"] = as_table("quotes", [quote])
    tables["stances"] = as_table(
        "stances", [("a", u, "source", "direct", None, "t", "positive", 1.0, "m", "") for u in ("s1", "q1")]
    )
    return Annotations(tables, {"a": text})


def test_annotations_without_reuse_cut_voices_and_count_again():
    whole = annotations("un deux que trois quatre")
    links = as_table("links", [("b", "a", 0, 5, 3, 12, "reuse", 1.0)])
    rest = without_reuse(whole, links)
    assert rest.voices[["start", "end", "n_words"]].values.tolist() == [[0, 3, 1], [12, 24, 2]]
    assert rest.quotes["quote_id"].tolist() == ["q1"] and rest.lemmas.empty
    assert len(whole.voices) == 2 and len(whole.lemmas) == 1


def test_what_hangs_on_a_copied_quotation_goes_with_it():
    rest = without_reuse(
        annotations("un deux que trois quatre"), as_table("links", [("a", "b", 11, 24, 0, 9, "reuse", 1.0)])
    )
    assert rest.quotes.empty and rest.stances.empty
    assert rest.voices[["start", "end"]].values.tolist() == [[0, 11]]
    assert rest.check().empty


def test_the_sample_s_copies_are_found():
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    gold = pd.read_csv(SAMPLE / "gold_links.csv")
    gold = gold[gold["kind"] == "reuse"]
    found = reuse(articles)
    links = pd.concat([found, found.rename(columns={"article_id": "other_article_id", "other_article_id": "article_id",
                       "start": "other_start", "other_start": "start", "end": "other_end", "other_end": "end"})])  # fmt: skip
    pairs = {
        key: rows[["start", "end"]].values.tolist() for key, rows in links.groupby(["article_id", "other_article_id"])
    }

    def half_found(article: str, other: str, start: int, end: int) -> bool:
        spans = pairs.get((article, other), [])
        return sum(max(0, min(e, end) - max(s, start)) for s, e in spans) > (end - start) / 2

    hits = [half_found(r.article_id, r.other_article_id, r.start, r.end) for r in gold.itertuples()]
    assert sum(hits) / len(hits) >= 0.9
