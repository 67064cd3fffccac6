import pytest
from relation_examples import decides, rules_of

from framing.quotation.relations import standing

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "RULES",
        "_in_others_words",
        "« Le maire demande la paix », affirme Élise Orsel.",
        [("closing", "affirme", "Élise Orsel", "Le maire demande la paix")],
    ),
    ("RULES", "_from_nobody", "On note que le pont est fermé.", []),
    ("RULES", "_without_source", "La préfète part, et il n'a pas été annoncé que le pont fermerait.", []),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, standing, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(standing, name)]
