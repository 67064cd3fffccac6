import pytest
from relation_examples import decides, found, rules_of

from framing.quotation.relations import attributes

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "ATTRIBUTE_OPENERS",
        "_opens_by_comme",
        "Le juge considère cette loi comme une menace.",
        [("attribute", "considère", "Le juge", "cette loi comme une menace")],
    ),
    (
        "ATTRIBUTE_OPENERS",
        "_opens_by_pour",
        "Le maire tient le député pour responsable.",
        [("attribute", "tient", "Le maire", "le député pour responsable")],
    ),
    (
        "ATTRIBUTE_OPENERS",
        "_opens_by_de",
        "Le maire a qualifié le député de « menteur ».",
        [("attribute", "a qualifié", "Le maire", "le député de « menteur »")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, attributes, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(attributes, name)]


CASES = [
    ("Le maire se dit inquiet.", [("attribute", "se dit", "Le maire", "inquiet")]),
    ("Le maire juge la pluie.", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
