"""Lemmas: every word that is counted is one, or part of one."""

from pathlib import Path

import pandas as pd
import pytest

from framing import annotate, read_study, read_texts
from framing.annotation.lemmas import lemmas_of
from framing.study import parse_study
from framing.study.templates import template
from framing.text.article import Article

SAMPLE = Path("data/sample")
TERMS = parse_study(
    template().read_text("utf-8")
    + """
[concepts.fleaux]
name = "les deux fléaux"
variants = ["deux fléaux", "avant-poste"]
"""
)


@pytest.mark.parametrize(
    ("text", "word", "lemma", "pos"),
    [
        ("Les États-Unis parlent.", "États-Unis", "états-unis", "PROPN"),
        ("Le cessez-le-feu tient.", "cessez-le-feu", "cessez-le-feu", "NOUN"),
        ("Les porte-parole parlent.", "porte-parole", "porte-parole", "NOUN"),
        ("Les sous-marins plongent.", "sous-marins", "sous-marin", "NOUN"),
        ("Le pont ouvre aujourd’hui.", "aujourd’hui", "aujourd'hui", "ADV"),
        ("Le G7 parle.", "G7", "g7", "NOUN"),
        ("Il a eu le Covid-19 deux fois.", "Covid-19", "covid-19", "NOUN"),
        ("Il y a 12\u202f000 habitants.", "12\u202f000", "12 000", "NUM"),
        ("Il y a 3,5 % de sel.", "3,5", "3,5", "NUM"),
        ("Il arrive le 1er mai.", "1er", "premier", "ADJ"),
        ("Le budget 2022/2023 est voté.", "2023", "2023", "NUM"),
        ("Il part, dit-elle.", "dit-elle", "dire", "VERB"),
        ("Qu'a-t-il vu ?", "a-t-il", "avoir", "AUX"),
        ("Elles partent, disent-elles.", "disent-elles", "dire", "VERB"),
        ("Un rond-point, un vivre-ensemble.", "vivre-ensemble", "vivre-ensemble", "NOUN"),
        ("L’eau monte.", "L’", "le", "DET"),
        ("M. Orsel parle.", "M", "m", "NOUN"),
        ("Le port de l'O.N.U. ouvre.", "O.N.U", "o.n.u", "PROPN"),
    ],
)
def test_a_word_is_one_lemma(text: str, word: str, lemma: str, pos: str) -> None:
    found = {start: (lemma, pos) for start, lemma, pos in lemmas_of(Article(text))}
    assert found[text.index(word)] == (lemma, pos)


@pytest.mark.parametrize(
    "text", ["", "…", "Quoi ?! 7h30–8h : c’est-à-dire « là-bas »", "mot " * 3000, "a-" * 2000 + "b", "l'" * 500]
)
def test_no_word_is_left_out_whatever_the_text(text: str) -> None:
    article = Article(text)
    assert [start for start, _, _ in lemmas_of(article)] == [start for start, _ in article.word_spans]


def test_the_counts_of_a_voice_are_its_words() -> None:
    study = read_study(SAMPLE / "study.toml")
    terms = [v for concept in study.concepts.values() for v in concept.variants if " " in v]
    found = annotate(read_texts(SAMPLE / "texts", SAMPLE / "articles.csv"), study, stance_models=("lexical",))
    keys = ["article_id", "voice", "speech"]
    said = found.voices.groupby(keys, dropna=False)["n_words"].sum()
    labels = found.labels[found.labels["variant"].isin(terms)]
    joined = labels.assign(n=labels["variant"].str.count("[ ']")).groupby(keys, dropna=False)["n"].sum()
    counts = found.lemmas.groupby(keys, dropna=False)["count"].sum()
    assert counts.index.equals(said[said > 0].index)
    assert (counts + joined.reindex(counts.index, fill_value=0) == said[said > 0]).all()
    assert joined.sum() > 100


def test_a_term_of_several_words_is_one_lemma_and_one_with_a_hyphen_a_word() -> None:
    text = "Les deux fléaux menacent l'avant-poste, et les deux fléaux passent."
    found = annotate(pd.DataFrame({"text": [text]}), TERMS, stance_models=("lexical",)).lemmas
    assert found.groupby("lemma")["count"].sum().to_dict() == {
        "le": 3,
        "deux fléaux": 2,
        "menacer": 1,
        "avant-poste": 1,
        "et": 1,
        "passer": 1,
    }
