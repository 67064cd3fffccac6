"""From texts to tables: the committed tables, the same in every way of working, and what cannot be annotated."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from framing.annotation import annotate, annotating
from framing.annotation.rows import short_name
from framing.corpus.store import read_articles, read_texts
from framing.study import parse_study, read_study
from framing.study.templates import template
from framing.tables import SCHEMA
from framing.text.tokenisation import count_words

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
STUDY = parse_study(
    template().read_text("utf-8").split("[concepts")[0]
    + '[concepts.fleaux]\nname = "les deux fléaux"\nvariants = ["deux fléaux"]\n'
)
ARTICLE = """Le barrage de Kadrine rouvre

Orée-Presse | 03.04.2019 10h12

La ministre des Eaux, Élise Orsel, a affirmé que le canton agirait « sans délai » contre les « deux fléaux » de Sarvelle.

« Il était temps », a déclaré le maire de Kadrine. Selon lui, les deux fléaux sont aussi dans la vallée.

Partager sur Facebook
"""
FURNITURE = "Partager sur Facebook\n© Orée-Presse\n"


def table(**texts):
    """An articles table of these texts."""
    rows = [
        (id_, None, None, None, None, "fr", 1, 1, hashlib.sha256(text.encode()).hexdigest(), text)
        for id_, text in texts.items()
    ]
    return pd.DataFrame(rows, columns=[*SCHEMA["articles"], "text"]).astype(SCHEMA["articles"] | {"text": "str"})


def same(one, other):
    for name in SCHEMA:
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name], obj=name)
    return one.texts == other.texts


def committed_is_what_we_make(articles, study, folder, tmp_path):
    annotate(articles, study, stance_models=("lexical", "transformer")).save(tmp_path)
    for name in SCHEMA:
        made, kept = (tmp_path / f"{name}.csv").read_bytes(), (folder / f"{name}.csv").read_bytes()
        assert made == kept, f"{folder}/{name}.csv is stale: make it anew with `framing annotate`"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five articles are not here: they belong to their publishers")
def test_the_tables_of_the_real_articles(tmp_path):
    articles = read_articles(ROOT / "data" / "articles.csv")
    texts = [(SEEDS / f"{id_}.txt").read_bytes().decode("utf-8") for id_ in articles["article_id"]]
    study = read_study(ROOT / "data" / "study.toml")
    committed_is_what_we_make(articles.assign(text=texts), study, ROOT / "data" / "annotations", tmp_path)


SAMPLE = ROOT / "data" / "sample"


@pytest.mark.skipif(not (SAMPLE / "annotations").is_dir(), reason="the sample has no committed tables")
def test_the_tables_of_the_sample(tmp_path):
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    committed_is_what_we_make(articles, read_study(SAMPLE / "study.toml"), SAMPLE / "annotations", tmp_path)


def test_no_articles():
    made = annotate(table(), STUDY)
    assert all(made.tables[name].empty for name in SCHEMA)
    assert {name: list(made.tables[name].columns) for name in SCHEMA} == {name: list(SCHEMA[name]) for name in SCHEMA}
    assert made.check().empty


def test_an_article():
    made = annotate(table(a1=ARTICLE), STUDY)
    assert made.check().empty
    assert [ARTICLE[s:e] for s, e in zip(made.quotes["start"], made.quotes["end"], strict=True)] == [
        "le canton agirait « sans délai » contre les « deux fléaux » de Sarvelle",
        "Il était temps",
        "les deux fléaux sont aussi dans la vallée",
    ]
    assert made.quotes["speaker"].tolist()[0] == "Élise Orsel"
    assert made.zones["zone"].tolist() == ["headline", "source", "body", "furniture"]
    assert made.labels["voice"].tolist() == ["source", "source"]
    assert made.labels["speech"].tolist() == ["direct", "reported"]
    assert [ARTICLE[s:e] for s, e in zip(made.labels["start"], made.labels["end"], strict=True)] == ["deux fléaux"] * 2
    # A term of several words counts once, and its words do not count again.
    assert made.lemmas.query("pos == 'TERM'")["lemma"].tolist() == ["deux fléaux"] * 2
    assert "fléau" not in set(made.lemmas["lemma"])
    assert made.lemmas.query("lemma == 'deux fléaux' and first")["speech"].tolist() == ["direct"]
    assert made.lemmas.query("first").groupby("lemma").size().eq(1).all()


def test_every_word_is_counted_once():
    made = annotate(table(a1=ARTICLE), STUDY)
    zones = zip(*(made.zones[column] for column in ("start", "end", "zone")), strict=True)
    words = sum(count_words(ARTICLE[s:e]) for s, e, zone in zones if zone in ("headline", "body"))
    assert made.voices["n_words"].sum() == made.sentences["n_words"].sum() == words > 40


def test_an_article_of_furniture_alone():
    made = annotate(table(a1=FURNITURE, a2=ARTICLE), STUDY)
    assert made.check().empty
    for name in set(SCHEMA) - {"articles", "zones"}:
        assert "a1" not in set(made.tables[name]["article_id"]), name
    assert same(annotate(table(a2=ARTICLE), STUDY), annotate(table(a2=ARTICLE), STUDY))


@pytest.mark.parametrize(
    "text", ["", "\n", "«", "»»»", "« « « “ ' \"", "\u2028\u00a0\ufeff", "a\x00b", "« Oui »", "e\u0301" * 9]
)
def test_odd_texts(text):
    made = annotate(table(a1=text, a2=ARTICLE), STUDY)
    assert made.check().empty
    assert set(made.quotes["article_id"]) >= {"a2"}


def texts(n):
    return table(**{f"a{i:02}": ARTICLE.replace("2019", str(1900 + i)) for i in range(n)})


def test_processes_give_the_same_tables(monkeypatch):
    articles = texts(5)
    alone = annotate(articles, STUDY)
    monkeypatch.setattr(annotating, "BATCH", 2)
    assert same(annotate(articles, STUDY, processes=2), alone)


@pytest.mark.slow
def test_a_cluster_gives_the_same_tables(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="needs `framing[cluster]`")
    articles = texts(5)
    alone = annotate(articles, STUDY)
    monkeypatch.setattr(annotating, "BATCH", 2)
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        assert same(annotate(articles, STUDY, client=client), alone)


def test_the_order_of_articles_does_not_matter():
    articles = texts(3)
    assert same(annotate(articles[::-1], STUDY), annotate(articles, STUDY))


def test_a_table_with_nothing_but_texts():
    made = annotate(pd.DataFrame({"text": [ARTICLE, "Il neige."]}))
    assert made.check().empty
    assert made.articles["article_id"].tolist() == ["text-1", "text-2"]
    assert made.articles["sha256"].tolist()[1] == hashlib.sha256(b"Il neige.").hexdigest()
    assert made.articles["n_words"].tolist() == made.voices.groupby("article_id")["n_words"].sum().tolist()
    assert made.articles["n_sentences"].tolist() == made.sentences.groupby("article_id").size().tolist()
    assert made.articles["language"].eq("fr").all() and made.articles["outlet"].isna().all()
    assert made.quotes["speaker"].notna().all() and made.labels.empty and made.stances.empty


def test_ids_made_stand_in_the_order_of_the_table():
    made = annotate(pd.DataFrame({"text": [f"Il neige {i} fois." for i in range(12)]}))
    assert made.articles["article_id"].tolist() == [f"text-{i:02}" for i in range(1, 13)]
    assert made.texts["text-11"] == "Il neige 10 fois."


@pytest.mark.parametrize("ids", [[7, 8], ["007", "NA"]])
def test_ids_that_are_given_stay(ids):
    made = annotate(pd.DataFrame({"article_id": ids, "text": ["Il neige.", "Il pleut."]}))
    assert made.articles["article_id"].tolist() == [str(i) for i in ids]


def test_every_word_is_parsed_once():
    from framing.text.article import Article

    units = Article(ARTICLE * 3).parsed
    places = [place for unit in units for place in unit.begin]
    assert places == sorted(set(places))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="text"), "needs the column `text`"),
        (lambda t: t.assign(text="Autre chose."), "a1: the text is not the one.*sha256"),
        (lambda t: t.assign(text=None), "a1: the article has no text"),
        (lambda t: pd.concat([t, t]), "a1: two articles have this article_id"),
    ],
)
def test_what_cannot_be_annotated(change, message):
    with pytest.raises(ValueError, match=message):
        annotate(change(table(a1=ARTICLE)), STUDY)


def test_a_text_without_a_hash_is_taken():
    assert annotate(table(a1=ARTICLE).assign(sha256=None), STUDY).quotes.equals(
        annotate(table(a1=ARTICLE), STUDY).quotes
    )


def test_the_articles_are_left_as_they_are():
    articles = texts(2)[::-1]
    before = articles.copy()
    annotate(articles, STUDY)
    pd.testing.assert_frame_equal(articles, before)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (None, None),
        ("", None),
        ("Élise Orsel", "Élise Orsel"),
        ("un deux trois quatre cinq six sept", "un deux trois quatre cinq six sept"),
        ("un deux trois quatre cinq six sept huit", "un deux trois quatre cinq six sept…"),
    ],
)
def test_short_names(name, expected):
    assert short_name(name) == expected
