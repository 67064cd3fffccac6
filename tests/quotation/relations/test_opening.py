import pytest
from relation_examples import decides, found, rules_of

from framing.quotation.relations import opening

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "CLAUSES",
        "_reported_clause",
        "Élise Orsel a déclaré que le pont était fermé.",
        [("que", "a déclaré", "Élise Orsel", "le pont était fermé")],
    ),
    (
        "CLAUSES",
        "_attribute",
        "Le maire juge la loi inacceptable.",
        [("attribute", "juge", "Le maire", "la loi inacceptable")],
    ),
    (
        "CLAUSES",
        "_reported_infinitive",
        "La ministre a promis de rouvrir le pont.",
        [("infinitive", "a promis", "La ministre", "rouvrir le pont")],
    ),
    (
        "CLAUSES",
        "_direct_speech",
        "Le maire a dit : « Le pont est fermé. »",
        [("direct", "a dit", "Le maire", "Le pont est fermé")],
    ),
    ("PHRASES", "_accusation", "Le député l'accuse de trahison.", [("person_de", "accuse", "Le député", "trahison")]),
    (
        "PHRASES",
        "_oblique_object",
        "Les syndicats appellent à la grève.",
        [("oblique", "appellent", "Les syndicats", "la grève")],
    ),
    (
        "PHRASES",
        "_clause_of_object",
        "Le maire a exprimé la crainte que le pont cède.",
        [("que", "a exprimé", "Le maire", "le pont cède"), ("noun", "la crainte", None, "le pont cède")],
    ),
    ("PHRASES", "_marked_words", "Le maire a dit « oui ».", [("object", "a dit", "Le maire", "oui")]),
    (
        "PHRASES",
        "_object",
        "Le ministre a annoncé sa démission.",
        [("object", "a annoncé", "Le ministre", "sa démission")],
    ),
    ("PHRASES", "_marked_object", "Le maire a parlé de « camps ».", [("oblique", "a parlé", "Le maire", "camps")]),
    (
        "PASSIVES",
        "_accused_of",
        "Le maire est accusé par le député d'avoir menti.",
        [("passive", "est accusé", "le député", "avoir menti")],
    ),
    (
        "PASSIVES",
        "_impersonal_clause",
        "Il a été annoncé que le pont était fermé.",
        [("passive", "a été annoncé", None, "le pont était fermé")],
    ),
    (
        "PASSIVES",
        "_held_to_be",
        "Le pont est qualifié de « vétuste » par la préfecture.",
        [("passive", "est qualifié", "la préfecture", "Le pont / vétuste")],
    ),
    (
        "PASSIVES",
        "_subject_of_passive",
        "Une enquête est demandée par le syndicat.",
        [("passive", "est demandée", "le syndicat", "Une enquête")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, opening, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(opening, name)]


CASES = [
    ("Le maire, accusé d'avoir menti.", [("passive", "accusé", None, "avoir menti")]),
    ("Le maire pourrait dénoncer la loi.", []),
    ("Le maire tient à dénoncer la loi.", [("object", "dénoncer", "Le maire", "la loi")]),
    ("Le maire a parlé avant de dénoncer la loi.", [("object", "dénoncer", "Le maire", "la loi")]),
    ("Le maire a affirmé sa volonté de rester.", [("object", "a affirmé", "Le maire", "sa volonté de rester")]),
    ("Le maire a affirmé son vélo.", []),
    ("Le maire affirme « l'urgence » de la paix.", [("object", "affirme", "Le maire", "« l'urgence » de la paix")]),
    ("L'État est reconnu par dix pays.", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
