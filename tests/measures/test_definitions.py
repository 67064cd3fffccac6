"""The ways to define a measure: each by hand on four articles, and the gold in the extractor's place."""

import math
from pathlib import Path

import pandas as pd
import pytest
from small_study import EMPTY, STUDY

from framing import evaluate, measures, read_texts
from framing.measures import definitions_of, sentences_quoting, words_of_class
from framing.tables import SCHEMA, Annotations, as_table

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
# By hand: group means of the observations, state minus wire, over articles.
EXPECTED = [
    ("share_quoted", "as in the study", (0.6 + 0.4) / 2 - (0.25 + 0.5) / 2),
    ("share_quoted", "each word counts once", 10 / 20 - 10 / 30),
    ("share_quoted", "no indirect speech", (0.2 + 0.4) / 2 - (0.25 + 0) / 2),
    ("share_quoted", "direct quotations only", (0.2 + 0) / 2 - (0.25 + 0) / 2),
    ("share_quoted", "words in marks only", (0.2 + 0.4) / 2 - (0.25 + 0) / 2),
    ("share_class:ong", "as in the study", 1 / 3 - 1 / 2),
    ("share_class:ong", "each article counts once", (1 / 2 + 0) / 2 - (0 + 1) / 2),
    ("share_class:ong", "quoted words", 2 / 10 - 5 / 10),
    ("share_class:ong", "quoted words, outermost speaker", 0 / 10 - 5 / 10),
    ("share_class:ong", "sentences that quote them", 1 / 4 - 1 / 4),
    ("share_class:ong", "direct and mixed only", 1 / 2 - 0),
    ("share_class:ong", "indirect only", 0 - 1),
    ("share_class:ong", "speakers found only", 1 / 3 - 1),
    ("labels_distanced", "as in the study", 1 / 3 - 1 / 2),
    ("labels_distanced", "each article counts once", (0 + 1) / 2 - (1 + 0) / 2),
    ("labels_distanced", "by marks only", 1 / 3 - 0),
    ("labels_distanced", "by words only", 0 - 1 / 2),
    ("labels_distanced", "reported speech too", 1 / 3 - 2 / 13),
    ("labels_distanced", "every mention", 1 / 4 - 2 / 13),
    ("share_unknown", "as in the study", 0 - 1 / 2),
    ("share_unknown", "each article counts once", 0 - 1 / 2),
]


@pytest.mark.parametrize(("measure", "definition", "expected"), EXPECTED)
def test_every_definition_by_hand(measure, definition, expected):
    observed = definitions_of(measure)[definition](STUDY)
    means = observed.groupby("group")["value"].mean()
    assert means["state"] - means["wire"] == pytest.approx(expected)
    assert set(measures.KEYS) <= set(observed.columns) and observed["value"].notna().all()


def test_every_definition_is_checked_by_hand():
    for measure in {name for name, _, _ in EXPECTED}:
        assert list(definitions_of(measure)) == [d for m, d, _ in EXPECTED if m == measure]


def test_unknown_measure_is_told():
    with pytest.raises(ValueError, match="luck"):
        definitions_of("share_of_luck")["as in the study"](STUDY)


@pytest.fixture(scope="module")
def gold() -> Annotations:
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table("articles", articles[list(SCHEMA["articles"])].to_dict("records"))
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    return evaluate.hand_made(Annotations(tables, texts), SAMPLE)


def test_the_gold_as_tables_is_sound_and_gives_the_planted_sizes(gold):
    from compile_sample import planted

    assert gold.check().empty
    sizes = pd.DataFrame(planted(SAMPLE)).set_index(["measure", "of"])
    for of in ("etat-tauvrien", "ong", "unnamed"):
        words = words_of_class(gold, [of], outermost=True).groupby("group")["value"].mean()
        known = sizes.loc["share of quoted words", of]
        assert words["state"] == pytest.approx(known["state"]) and words["wire"] == pytest.approx(known["wire"])
    quoted = measures.article_voices(gold).groupby("group")[["n_words", "outlet_words"]].sum()
    share = 1 - quoted["outlet_words"] / quoted["n_words"]
    known = sizes.loc["trap: quoted words among all words", "all"]
    assert share["state"] == pytest.approx(known["state"], abs=0.01) and share["wire"] == pytest.approx(
        known["wire"], abs=0.01
    )


def test_sentences_quoting_has_every_sentence():
    table = sentences_quoting(STUDY, ["etat"])
    assert table["value"].tolist() == [1, 1, 1, 0, 0, 0, 0, 0]
    assert sentences_quoting(EMPTY, ["etat"]).empty
    assert not math.isnan(sentences_quoting(STUDY, [])["value"].sum())


def test_how_sure_it_is_that_a_sentence_quotes():
    quotes = STUDY.quotes.assign(confidence=[0.9, 0.4, 0.7, 0.2, 0.5])
    sure = sentences_quoting(Annotations({**STUDY.tables, "quotes": quotes}), ["etat", "ong"], probability=True)
    found = sentences_quoting(STUDY, ["etat", "ong"])
    assert sure["value"].tolist() == [0.9, 0.9, 0.7, 0.0, 0.0, 0.0, 0.5, 0.0]
    assert (sure["value"] > 0).tolist() == (found["value"] == 1).tolist()
