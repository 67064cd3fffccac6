import pytest
from relation_examples import decides, found, rules_of

from framing.quotation.relations import verbs

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "SIGNS_OF_A_VERB",
        "_is_tagged",
        "Le maire affirme que le pont est fermé.",
        [("que", "affirme", "Le maire", "le pont est fermé")],
    ),
    (
        "SIGNS_OF_A_VERB",
        "_precedes_pronoun",
        "Le pont sera fermé, juge-t-elle.",
        [("closing", "juge-t-elle", "-elle", "Le pont sera fermé")],
    ),
    (
        "SIGNS_OF_A_VERB",
        "_stands_for_verb",
        "Orsel nuance que le pont est fermé.",
        [("que", "nuance", "Orsel", "le pont est fermé")],
    ),
    (
        "SIGNS_OF_A_VERB",
        "_is_only_verb",
        "La préfète dément cette fermeture.",
        [("object", "dément", "La préfète", "cette fermeture")],
    ),
    (
        "FORMS",
        "_follows_auxiliary",
        "Le maire a annoncé sa démission.",
        [("object", "a annoncé", "Le maire", "sa démission")],
    ),
    (
        "FORMS",
        "_reads_as_finite",
        "Le maire dit que le pont est fermé.",
        [("que", "dit", "Le maire", "le pont est fermé")],
    ),
    (
        "FORMS",
        "_has_one_form",
        "Le maire affirme que le pont est fermé.",
        [("que", "affirme", "Le maire", "le pont est fermé")],
    ),
    (
        "FORMS",
        "_shares_with_conjunct",
        "Le maire a quitté la salle et dénoncé la loi.",
        [("object", "dénoncé", "Le maire", "la loi")],
    ),
    (
        "FORMS",
        "_shares_with_verb_before",
        "Le maire a dénoncé la loi votée mardi par la chambre et demandé un vote.",
        [
            ("object", "a dénoncé", "Le maire", "la loi votée mardi par la chambre"),
            ("object", "demandé", "Le maire", "un vote"),
        ],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, verbs, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(verbs, name)]


CASES = [
    ("Le préfet se défend de mentir.", [("infinitive", "se défend", "Le préfet", "mentir")]),
    ("Le préfet défend la loi.", [("object", "défend", "Le préfet", "la loi")]),
    (
        "Le maire avait, dans un communiqué, annoncé sa démission.",
        [("object", "avait, dans un communiqué, annoncé", "Le maire", "sa démission")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
