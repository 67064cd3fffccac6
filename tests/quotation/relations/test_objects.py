import pytest
from relation_examples import decides, found, rules_of

from framing.quotation.relations import objects

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "OBJECT_RULES",
        "_tied_object",
        "La ministre a dénoncé devant la presse une dérive.",
        [("object", "a dénoncé", "La ministre", "une dérive")],
    ),
    (
        "OBJECT_RULES",
        "_object_of_phrase",
        "Le préfet a fait état de menaces.",
        [("object", "a fait état", "Le préfet", "de menaces")],
    ),
    (
        "OBJECT_RULES",
        "_object_behind",
        "Le préfet dément toute menace.",
        [("object", "dément", "Le préfet", "toute menace")],
    ),
    (
        "OBJECT_RULES",
        "_object_farther",
        "Le préfet a annoncé mardi dans un communiqué la fermeture du pont.",
        [("object", "a annoncé", "Le préfet", "la fermeture du pont")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, objects, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(objects, name)]


CASES = [
    ("Le maire a annoncé mardi sa démission.", [("object", "a annoncé", "Le maire", "sa démission")]),
    ("Le maire l'a annoncé.", []),
    ("Le maire a parlé à la presse.", []),
    ("Le syndicat plaide pour la paix.", [("oblique", "plaide", "Le syndicat", "la paix")]),
    ("Le maire s'est prononcé contre la loi.", [("oblique", "s'est prononcé", "Le maire", "la loi")]),
    ("Le syndicat crie au « bâillon ».", [("oblique", "crie", "Le syndicat", "bâillon")]),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
