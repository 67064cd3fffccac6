"""Whom a source takes up: which sources are open, what they may stand for, and what speaks for each."""

import pytest
from source_examples import source_in

from framing.language import load
from framing.quotation import extract
from framing.quotation.antecedents import ANTECEDENTS
from framing.quotation.ranking import GROUPS, Option, Ranker, chains_before, is_open, options, ranker_of, sort_of

BEFORE = "La maire Élise Orsel a reçu le préfet Paul Varlat."


def asked(sentence, before=BEFORE):
    """The source in brackets, what the rules say of it, and what came before."""
    source, context = source_in(before, sentence)
    rule = next(speaker for test in ANTECEDENTS if (speaker := test(source, context)))
    return source, rule, context


@pytest.mark.parametrize(
    ("sentence", "sort", "is_open_"),
    [
        ("[Elle] a dit non.", "pronoun elle", True),
        ("[Ce dernier] a dit non.", "pronoun latter", True),
        ("[L'élue] a dit non.", "definite", True),
        ("[Cette élue] a dit non.", "demonstrative", True),
        ("[Des élus] ont dit non.", "indefinite", False),
        ("[La maire de Kadrine] a dit non.", "definite", False),
        ("[Élise Orsel] a dit non.", "bare", False),
        ("[On] a dit non.", "pronoun on", False),
    ],
)
def test_sort(sentence, sort, is_open_):
    source, rule, context = asked(sentence)
    assert (sort_of(source, context), is_open(source, rule, context)) == (sort, is_open_)


def test_options_are_the_rules_answer_itself_and_the_names_before():
    source, rule, context = asked("[L'élue] a dit non.")
    names = [option.name for option in options(source, rule, context)]
    assert names[0] == rule.name
    assert {"Élise Orsel", "Paul Varlat"} <= set(names)
    assert len(names) == len(set(names))


def test_the_last_mentioned_is_the_first_chain():
    source, _, context = asked("[Elle] a dit non.")
    assert next(chain.name for chain in chains_before(source.at, context)) == "Paul Varlat"


@pytest.mark.parametrize(
    ("group", "sentence", "name", "feature"),
    [
        ("_by_rule", "[Elle] a dit non.", "Élise Orsel", "rule=True&sort=pronoun elle"),
        ("_by_name", "[L'élue] a dit non.", "Élise Orsel", "capital=True&sort=definite"),
        ("_by_place", "[Elle] a dit non.", "Paul Varlat", "rank=0"),
        ("_by_kind", "[L'élue] a dit non.", "Élise Orsel", "named=True&kind=person&sort=definite"),
        ("_by_agreement", "[Elle] a dit non.", "Élise Orsel", "gender=yes&plural=False"),
        ("_by_speech", "[Elle] a dit non.", "Élise Orsel", "spoke=never"),
    ],
)
def test_feature(group, sentence, name, feature):
    source, rule, context = asked(sentence)
    option = next(o for o in options(source, rule, context) if o.name == name)
    assert group in [g.__name__ for g in GROUPS]
    assert feature in option.features


def test_of_equals_the_first_is_the_best():
    best, probability = Ranker({}).best([Option("A", "name", ()), Option("B", "name", ())])
    assert (best.name, probability) == ("A", 0.5)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("La maire Élise Orsel a reçu le préfet Paul Varlat. Elle a promis de rouvrir le pont.", "Élise Orsel"),
        ("Le sénateur Paul Varlat est venu mardi. Il a dénoncé la fermeture du pont.", "Paul Varlat"),
        ("Le sénateur Paul Varlat est venu mardi. La maire de Kadrine a dénoncé la fermeture.", "maire de Kadrine"),
        ("Le sénateur Paul Varlat est venu. Les habitants dénoncent la fermeture du pont.", "habitants"),
    ],
)
def test_speaker(text, speaker):
    assert [q.speaker for q in extract(text).quotes] == [speaker]


def test_french_has_a_ranker():
    assert ranker_of(load()) is not None
