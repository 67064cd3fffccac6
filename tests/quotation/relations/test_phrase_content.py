import pytest
from relation_examples import decides, found, rules_of

from framing.quotation.relations import phrase_content

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "PARTS",
        "_content_in_brackets",
        "Le bilan est lourd (douze blessés sont partis, selon le préfet).",
        [("phrase", "selon", "le préfet", "douze blessés sont partis")],
    ),
    (
        "PARTS",
        "_inserted_phrase",
        "Le pont, fermé selon le préfet, rouvre jeudi.",
        [("phrase", "selon", "le préfet", "fermé")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, phrase_content, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(phrase_content, name)]


CASES = [
    ("Le pont, selon le préfet, sera fermé.", [("phrase", "selon", "le préfet", "Le pont / sera fermé")]),
    ("Pour Élise Orsel, le pont est perdu.", [("phrase", "Pour", "Élise Orsel", "le pont est perdu")]),
    ("Le pont est perdu pour Élise Orsel.", []),
    ("Le préfet, selon qui le pont est perdu, part jeudi.", [("phrase", "selon", "qui", "le pont est perdu")]),
    ("Le pont, selon lequel tout va bien, est perdu.", []),
    ("Douze blessés (selon le préfet) ont quitté la ville.", [("phrase", "selon", "le préfet", "Douze blessés")]),
    (
        "Le pont est perdu, selon le préfet, alors que la route tient.",
        [("phrase", "selon", "le préfet", "Le pont est perdu")],
    ),
    (
        "Selon le préfet, le pont est perdu, en faisant une moue.",
        [("phrase", "Selon", "le préfet", "le pont est perdu")],
    ),
    (
        "Selon le préfet, dont le frère est maire, le pont est perdu.",
        [("phrase", "Selon", "le préfet", "le pont est perdu")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
