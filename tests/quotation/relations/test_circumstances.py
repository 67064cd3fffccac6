"""What opens the circumstances of a speech: each rule with a text that is read otherwise without it."""

import pytest
from relation_examples import decides, rules_of

from framing.quotation.relations import noun_phrases

RULES = [
    (
        "CIRCUMSTANCES",
        "_time_of_speech",
        "Le ministère mardi a déclaré que les ports rouvrent.",
        [("que", "a déclaré", "Le ministère", "les ports rouvrent")],
    ),
    (
        "CIRCUMSTANCES",
        "_place_after_name",
        "Les ports rouvrent jeudi, a déclaré le président valdorien Hugo Morel à Orée.",
        [("closing", "a déclaré", "le président valdorien Hugo Morel", "Les ports rouvrent jeudi")],
    ),
    (
        "CIRCUMSTANCES",
        "_occasion",
        "Les ports rouvrent jeudi, a déclaré la porte-parole du ministère devant la presse.",
        [("closing", "a déclaré", "la porte-parole du ministère", "Les ports rouvrent jeudi")],
    ),
    (
        "CIRCUMSTANCES",
        "_time_of_event",
        "Les ports rouvrent jeudi, selon la préfète des Eaux lors de la visite.",
        [("phrase", "selon", "la préfète des Eaux", "Les ports rouvrent jeudi")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, noun_phrases, name, rule, text, rows)


def test_every_rule_has_an_example():
    assert [case[1] for case in RULES] == rules_of(noun_phrases, "CIRCUMSTANCES")
