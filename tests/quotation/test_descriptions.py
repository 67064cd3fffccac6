"""What a noun phrase names: each rule with an example that it takes and one that it leaves."""

import pytest

from framing.language import load
from framing.quotation import descriptions
from framing.quotation.descriptions import DESCRIPTIONS, PERSONS, Known, describe, expression_of, name_in_apposition
from framing.quotation.mentions import Antecedent, History
from framing.quotation.names import NameIndex
from framing.quotation.vocabulary import vocabulary_of

WORDS = vocabulary_of(load())
ARTICLE = (
    "La ministre de l'Eau, Élise Orsel, est venue. La Cour des eaux du Nord (CEN) est saisie. "
    "Le maire a lu un rapport commun. Les Nations unies s'en félicitent."
)
AFTER = len(ARTICLE)


def known():
    history = History(WORDS)
    history.add(Antecedent(20, 0, "Élise Orsel", "f", False, "name", True, True))
    history.add(Antecedent(90, 2, "maire du Nord", "m", False, "role", True, True))
    history.add(Antecedent(100, 2, "rapport commun", "m", False, "document", False, False))
    return Known(NameIndex(ARTICLE, load()), history, WORDS)


# rule: (a phrase that it takes, the person's name), (a phrase that it leaves)
PERSON_RULES = {
    "name_first": [("Mme Orsel", "Élise Orsel"), ("Orsel, ministre", "Élise Orsel"), ("Sarvelle", None)],
    "civility_first": [("Me Ravel", "Ravel"), ("Ravel", None), ("Me", None), ("le maire", None)],
    "name_last": [
        ("la ministre valdorienne Élise Orsel", "Élise Orsel"),
        ("la ministre des Affaires Étrangères Élise Orsel", "Élise Orsel"),
        ("le bureau d'Élise Orsel", None),
        ("les amis de Orsel", None),
        ("le gouvernement Orsel", None),
        ("la ministre Marie Ravel", None),
    ],
}


def test_every_rule_has_examples():
    assert list(PERSON_RULES) == [rule.__name__ for rule in PERSONS]
    assert list(DESCRIPTION_RULES) == [rule.__name__ for rule in DESCRIPTIONS]


@pytest.mark.parametrize(
    ("rule", "text", "name"), [(rule, *case) for rule, cases in PERSON_RULES.items() for case in cases]
)
def test_person_by_name(rule, text, name):
    assert getattr(descriptions, rule)(expression_of(text, AFTER, WORDS), known().names, WORDS) == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("une voisine, Élise Orsel", ("Élise Orsel", False)),
        ("une voisine (Orsel)", ("Élise Orsel", False)),
        ("une passante, Lise Ravel", ("Lise Ravel", True)),
        ("une passante, Ravel", None),
        ("une passante, hier", None),
        ("un rapport, Lise Ravel", None),
    ],
)
def test_name_in_apposition(text, found):
    assert name_in_apposition(expression_of(text, AFTER, WORDS), known().names, WORDS) == found


# rule: (a phrase, its name or None where the rule leaves it, kind, reason)
DESCRIPTION_RULES = {
    "named_person": [
        ("Élise Orsel", "Élise Orsel", "name", "name"),
        ("Mme Orsel", "Élise Orsel", "name", "fullest name"),
        ("la ministre Élise Orsel", "Élise Orsel", "name", "name in phrase"),
        ("une passante, Lise Ravel", "Lise Ravel", "name", "name in apposition"),
        ("la ministre", None, None, None),
    ],
    "unnamed": [
        ("un témoin", "un témoin", "unnamed", "as written"),
        ("la source", "la source", "unnamed", "as written"),
        ("le témoin", None, None, None),
        ("un maire", None, None, None),
    ],
    "role_of_person": [
        ("la ministre de l'Eau", "Élise Orsel", "role", "role"),
        ("le maire", "maire du Nord", "role", "fuller mention"),
        ("la géologue", "Élise Orsel", "role", "role, recent person"),
        ("une ministre", None, None, None),
        ("les ministres", None, None, None),
        ("le gouvernement", None, None, None),
    ],
    "acronym": [
        ("la CEN", "Cour des eaux du Nord", "metonym", "acronym"),
        ("la CEX", None, None, None),
    ],
    "other_name": [
        ("l'ONU", "Nations unies", "group", "other name"),
        ("l'OMS", None, None, None),
    ],
    "fuller_mention": [
        ("le rapport", "rapport commun", "document", "fuller mention"),
        ("le document", "rapport commun", "document", "fuller mention"),
        ("un rapport", None, None, None),
        ("le gouvernement", None, None, None),
    ],
}


@pytest.mark.parametrize(
    ("rule", "text", "name", "kind", "reason"),
    [(rule, *case) for rule, cases in DESCRIPTION_RULES.items() for case in cases],
)
def test_rule(rule, text, name, kind, reason):
    found = getattr(descriptions, rule)(expression_of(text, AFTER, WORDS), known())
    assert (found and (found.name, found.kind, found.reason)) == (name and (name, kind, reason))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("le gouvernement", "gouvernement", "group"),
        ("des habitants", "des habitants", "role"),
        ("Sarvelle", "Sarvelle", "metonym"),
        ("L'AFP", "AFP", "outlet"),
        ("les pompiers volontaires", "pompiers volontaires", "role"),
    ],
)
def test_what_no_rule_takes_is_as_written(text, name, kind):
    found = describe(text, AFTER, known())
    assert (found.name, found.kind, found.reason) == (name, kind, "as written")


def test_describing_changes_nothing():
    before = known()
    assert describe("une passante, Lise Ravel", AFTER, before).is_new
    assert before.names.fullest("Lise Ravel") is None


@pytest.mark.parametrize("text", ["", " ", ",", "l'", "(", "— "])
def test_odd_phrases_name_themselves(text):
    assert describe(text, AFTER, known()).reason == "as written"
