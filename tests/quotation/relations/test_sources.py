import pytest
from relation_examples import decides, found, rules_of

from framing.quotation.relations import sources

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "OWN_SUBJECTS",
        "_subject_of_its_clause",
        "« Le pont est fermé », a-t-il dit, ajoutant que la route rouvrirait.",
        [("closing", "a-t-il dit", "-il", "Le pont est fermé"), ("que", "ajoutant", "-il", "la route rouvrirait")],
    ),
    (
        "OWN_SUBJECTS",
        "_pronoun_behind",
        "Pourquoi affirme-t-elle que le pont est fermé ?",
        [("que", "affirme-t-elle", "-elle", "le pont est fermé")],
    ),
    ("OWN_SUBJECTS", "_pronoun_before", "Ému, elle réclame un vote.", [("object", "réclame", "elle", "un vote")]),
    (
        "OWN_SUBJECTS",
        "_parsed_subject",
        "Le maire, élu jeudi, affirme que le pont est fermé.",
        [("que", "affirme", "Le maire", "le pont est fermé")],
    ),
    (
        "OWN_SUBJECTS",
        "_noun_phrase_before",
        "Le syndicat dément cette rumeur.",
        [("object", "dément", "Le syndicat", "cette rumeur")],
    ),
    (
        "BORROWED_SUBJECTS",
        "_leads_sentence",
        "Notant que le pont est fermé, il part jeudi.",
        [("que", "Notant", "il", "le pont est fermé")],
    ),
    (
        "BORROWED_SUBJECTS",
        "_is_relative",
        "Le préfet a pris la parole lundi à 8 heures, tout en dénonçant une farce.",
        [],
    ),
    (
        "BORROWED_SUBJECTS",
        "_joins_a_report",
        "La rapporteure estime que le groupe a joué la montre et préconise la création d'un fonds.",
        [
            ("que", "estime", "La rapporteure", "le groupe a joué la montre"),
            ("object", "préconise", "La rapporteure", "la création d'un fonds"),
        ],
    ),
    (
        "BORROWED_SUBJECTS",
        "_hangs_on_clause",
        "Le maire est venu et affirme que le pont est fermé.",
        [("que", "affirme", "Le maire", "le pont est fermé")],
    ),
    (
        "BORROWED_SUBJECTS",
        "_is_gerund_of_noun",
        "Le syndicat a écrit à la ministre des Eaux, demandant une enquête.",
        [("object", "demandant", "Le syndicat", "une enquête")],
    ),
    (
        "BORROWED_SUBJECTS",
        "_hangs_on_noun",
        "Le syndicat, dénonçant la loi, part jeudi.",
        [("object", "dénonçant", "Le syndicat", "la loi")],
    ),
    (
        "BORROWED_SUBJECTS",
        "_is_gerund_or_fixed",
        "Le syndicat a voté non, tout en promettant une enquête.",
        [("object", "promettant", "Le syndicat", "une enquête")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, sources, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(sources, name)]


CASES = [
    (
        "Le pont sera fermé, a indiqué lundi soir à la presse le préfet.",
        [("closing", "a indiqué", "le préfet", "Le pont sera fermé")],
    ),
    ("La loi est dénoncée par l'opposition.", [("passive", "est dénoncée", "l'opposition", "La loi")]),
    ("La loi est dénoncée par la pluie.", []),
    (
        "Le maire a condamné la grève et annoncé que le pont rouvrirait.",
        [("object", "a condamné", "Le maire", "la grève"), ("que", "annoncé", "Le maire", "le pont rouvrirait")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
