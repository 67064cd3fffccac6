"""The measures: expected values by hand, NaN for what cannot be measured, 0 for what was measured and is none."""

import math

import pandas as pd
import pytest

from framing.compare.shares import estimates_by_category
from framing.measures.registry import KEYS, MEASURES, article_voices, observations
from framing.measures.summaries import introductions, label_counts, speaker_words
from framing.tables import SCHEMA, Annotations, as_table

NAN = math.nan
EMPTY = {name: as_table(name) for name in SCHEMA}
ARTICLES = [
    ("a1", "voix", "state", "e1"),
    ("a2", "ant", "state", "e1"),
    ("b1", "am", "wire", "e1"),
    ("b2", "dc", "wire", None),
]
# Words by voice: a1 6 + 3 + 1, a2 none at all (no words), b1 5 + 0 + 15, b2 8 + 0 + 0.
VOICES = [
    ("a1", 0, 1, "outlet", None, None, 6), ("a1", 1, 2, "source", "reported", "q1", 3), ("a1", 2, 3, "source", "direct", "q2", 1),
    ("b1", 0, 1, "outlet", None, None, 2), ("b1", 1, 2, "source", "direct", "q1", 11), ("b1", 2, 3, "outlet", None, None, 3),
    ("b1", 3, 4, "source", "direct", "q1", 4), ("b2", 0, 1, "outlet", None, None, 8),
]  # fmt: skip
LABELS = [
    ("a1", "camps", "outlet", None, "adopted"), ("a1", "camps", "outlet", None, "adopted"),
    ("a1", "camps", "outlet", None, "distanced"), ("a1", "fleaux", "source", "direct", "quoted"),
    ("b1", "camps", "source", "reported", "quoted"), ("b1", "fleaux", "source", "direct", "quoted"),
]  # fmt: skip


def quotation(article_id, quote_id, type_, speaker, actor_class):
    where = (type_, 0, 1, "0-1", *[None] * 6, "name" if speaker else "none")
    return (article_id, quote_id, *where, speaker, None, actor_class, None, 1, "name", 0.9)


QUOTES = [
    quotation("a1", "q1", "indirect", "Mme Orsel", "etat"),
    quotation("a1", "q2", "direct", None, "unknown"),
    quotation("b1", "q1", "mixed", "M. Brunn", "experts"),
]


def annotations(articles=ARTICLES, **rows):
    rows = {"articles": [(*keys, None, "fr", 1, 1, "x") for keys in articles]} | rows
    return Annotations(EMPTY | {name: as_table(name, found) for name, found in rows.items()})


NOTHING = annotations([])
STUDY = annotations(
    voices=VOICES,
    quotes=QUOTES,
    labels=[(a, c, c, 0, 1, voice, speech, None, use, None) for a, c, voice, speech, use in LABELS],
)
STUDY = Annotations(
    STUDY.tables
    | {
        "facts": as_table(
            "facts",
            [
                {"article_id": "a1", "fact": "digue", "family": "etat", "told": "outlet"},
                {"article_id": "a1", "fact": "vannes", "family": "etat", "told": "denied"},
                {"article_id": "a1", "fact": "crue", "family": None, "told": "outlet"},
                {"article_id": "b1", "fact": "digue", "family": "etat", "told": "source"},
            ],
        )
    }
)
ALL_MEASURES = [*MEASURES, "share_class:etat", "labels_adopted:camps", "facts_told:etat"]


@pytest.mark.parametrize("measure", ALL_MEASURES)
def test_empty_annotations(measure):
    found = observations(NOTHING, measure)
    assert found.empty
    assert found["value"].dtype == "float64"
    assert set(KEYS) < set(found.columns)


EXPECTED = [
    ("share_quoted", [("a1", 0.4), ("a2", NAN), ("b1", 0.75), ("b2", 0.0)]),
    ("share_verbatim", [("a1", 0.1), ("a2", NAN), ("b1", 0.75), ("b2", 0.0)]),
    ("quotes_per_1000", [("a1", 200.0), ("a2", NAN), ("b1", 50.0), ("b2", 0.0)]),
    ("share_direct", [("a1", 0.0), ("a1", 1.0), ("b1", 1.0)]),
    ("share_unknown", [("a1", 0.0), ("a1", 1.0), ("b1", 0.0)]),
    ("share_class:etat", [("a1", 1.0), ("a1", 0.0), ("b1", 0.0)]),
    ("share_class:unknown", [("a1", 0.0), ("a1", 1.0), ("b1", 0.0)]),
    ("share_class:etat+experts", [("a1", 1.0), ("a1", 0.0), ("b1", 1.0)]),
    ("labels_adopted:camps", [("a1", 1.0), ("a1", 1.0), ("a1", 0.0), ("b1", 0.0)]),
    ("labels_adopted:camps+fleaux", [("a1", 1.0), ("a1", 1.0), ("a1", 0.0), ("a1", 0.0), ("b1", 0.0), ("b1", 0.0)]),
    ("facts_told:etat", [("a1", 1.0), ("a1", 0.0), ("b1", 1.0)]),
    ("labels_distanced", [("a1", 0.0), ("a1", 0.0), ("a1", 1.0)]),
    ("labels_outlet", [("a1", 1.0), ("a1", 1.0), ("a1", 1.0), ("a1", 0.0), ("b1", 0.0), ("b1", 0.0)]),
]


@pytest.mark.parametrize(("measure", "expected"), EXPECTED)
def test_observations(measure, expected):
    found = observations(STUDY, measure)
    assert found["article_id"].tolist() == [article for article, _ in expected]
    assert found["value"].tolist() == pytest.approx([value for _, value in expected], nan_ok=True)
    of = {keys[0]: keys[1:3] for keys in ARTICLES}
    assert list(zip(found["outlet"], found["group"], strict=True)) == [of[article] for article, _ in expected]


def test_every_measure_has_a_case_and_a_description():
    assert set(MEASURES) <= {measure for measure, _ in EXPECTED}
    assert all(text for text, _ in MEASURES.values())


def test_an_unknown_measure_is_told_with_those_there_are():
    with pytest.raises(ValueError, match=r"no measure 'share'.*share_quoted.*share_class:ID"):
        observations(STUDY, "share")


def test_article_voices():
    found = article_voices(STUDY).drop(columns=["outlet", "group", "event"])
    assert list(found.itertuples(index=False, name=None)) == [
        ("a1", 10, 6, 3, 1, 2), ("a2", 0, 0, 0, 0, 0), ("b1", 20, 5, 0, 15, 1), ("b2", 8, 8, 0, 0, 0)
    ]  # fmt: skip
    assert list(found.columns)[1:] == ["n_words", "outlet_words", "reported_words", "direct_words", "n_quotes"]
    assert article_voices(NOTHING).dtypes[found.columns].equals(found.dtypes)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (None, [("state", "etat", 3, 1, 1, 0.75), ("state", "unknown", 1, 1, 1, 0.25), ("wire", "experts", 15, 1, 1, 1.0)]),
        (["outlet"], [("am", "experts", 15, 1, 1, 1.0), ("voix", "etat", 3, 1, 1, 0.75), ("voix", "unknown", 1, 1, 1, 0.25)]),
    ],
)  # fmt: skip
def test_speaker_words(by, expected):
    assert list(speaker_words(STUDY, by).itertuples(index=False, name=None)) == expected


def test_speaker_words_of_nothing():
    found = speaker_words(NOTHING)
    assert found.empty
    assert list(found.columns) == ["group", "actor_class", "n_words", "n_quotes", "n_articles", "share"]


def test_label_counts():
    assert list(label_counts(STUDY).itertuples(index=False, name=None)) == [
        ("camps", "a1", "state", "adopted", 2), ("camps", "a1", "state", "distanced", 1),
        ("camps", "b1", "wire", "quoted", 1), ("fleaux", "a1", "state", "quoted", 1), ("fleaux", "b1", "wire", "quoted", 1),
    ]  # fmt: skip
    assert label_counts(NOTHING).empty


def test_estimates_by_category():
    # Two articles of each group, with 2 and 2, 1 and 2 quotations: shares are of all quotations of the group.
    more = [("a2", "q1", "direct", "M. Okhave", "etat"), ("a2", "q2", "direct", None, None)]
    more += [("b2", "q1", "mixed", "Mme Rieg", "experts"), ("b2", "q2", "mixed", "M. Vastine", "etat")]
    found = estimates_by_category(annotations(quotes=QUOTES + [quotation(*row) for row in more]), "actor_class")
    shares = found.set_index(["actor_class", "group"])["estimate"]
    assert shares.to_dict() == pytest.approx(
        {("etat", "state"): 2 / 4, ("etat", "wire"): 1 / 3, ("experts", "state"): 0.0, ("experts", "wire"): 2 / 3}
        | {("unknown", "state"): 2 / 4, ("unknown", "wire"): 0.0}
    )
    # The most frequent first, ids in order where two are as frequent.
    assert list(dict.fromkeys(found["actor_class"])) == ["etat", "experts", "unknown"]
    assert (found["low"] <= found["estimate"]).all() and (found["estimate"] <= found["high"]).all()
    assert found["n_units"].tolist() == [2] * 6
    assert found["n"].tolist() == [4, 3] * 3


def test_one_article_has_no_interval_and_nothing_has_no_row():
    found = estimates_by_category(STUDY, "type")
    assert found["estimate"].isna().all()
    assert found["method"].str.contains("no interval").all()
    nothing = estimates_by_category(NOTHING, "type")
    assert nothing.empty
    assert list(nothing.columns) == list(found.columns)


def test_the_tables_are_left_as_they_are():
    before = {name: table.copy() for name, table in STUDY.tables.items()}
    for measure in ALL_MEASURES:
        observations(STUDY, measure)
    speaker_words(STUDY)
    label_counts(STUDY)
    article_voices(STUDY)
    for name, table in before.items():
        pd.testing.assert_frame_equal(STUDY.tables[name], table)


def test_introductions():
    lemmas = [
        ("a1", "outlet", None, None, "camp", "NOUN", 2, False), ("a1", "source", "direct", "etat", "camp", "NOUN", 1, True),
        ("a1", "outlet", None, None, "pont", "NOUN", 1, True), ("a1", "source", "reported", None, "pont", "NOUN", 1, False),
        ("a1", "source", "direct", "etat", "paix", "NOUN", 1, True), ("a1", "outlet", None, None, "le", "DET", 9, True),
    ]  # fmt: skip
    found = introductions(annotations(lemmas=lemmas))
    assert found[["lemma", "by", "taken_up"]].values.tolist() == [
        ["camp", "source", 1.0], ["paix", "source", 0.0], ["pont", "outlet", 1.0],
    ]  # fmt: skip
    assert found["actor"].fillna("-").tolist() == ["etat", "etat", "-"]
    assert introductions(NOTHING).empty
