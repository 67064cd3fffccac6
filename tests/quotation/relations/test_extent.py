import pytest
from relation_examples import decides, found, rules_of

from framing.quotation.relations import extent

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "CLAUSE_ENDS",
        "_before_coordinated_clause",
        "La ministre a promis une enquête et a quitté la salle.",
        [("object", "a promis", "La ministre", "une enquête")],
    ),
    (
        "CLAUSE_ENDS",
        "_before_adverbial_clause",
        "Elle a promis de partir, profitant du calme.",
        [("infinitive", "a promis", "Elle", "partir")],
    ),
    (
        "CLAUSE_ENDS",
        "_before_semicolon",
        "Le maire dit que le pont est fermé ; la route est ouverte.",
        [("que", "dit", "Le maire", "le pont est fermé")],
    ),
    (
        "CLAUSE_ENDS",
        "_before_closing_bracket",
        "Élise Orsel (qui a déclaré que le pont était fermé) part jeudi.",
        [("que", "a déclaré", "qui", "le pont était fermé")],
    ),
    (
        "CLAUSE_ENDS",
        "_before_reporting_gerund",
        "Élise Orsel dit que la loi est bonne, ajoutant que le vote est libre.",
        [("que", "dit", "Élise Orsel", "la loi est bonne"), ("que", "ajoutant", "la loi", "le vote est libre")],
    ),
    (
        "CLAUSE_ENDS",
        "_before_contrast",
        "Le maire dit que le pont est fermé, tandis que le train passe.",
        [("que", "dit", "Le maire", "le pont est fermé")],
    ),
    (
        "CLAUSE_ENDS",
        "_before_comment",
        "Le maire a dit que le pont était fermé, en montrant la rivière.",
        [("que", "a dit", "Le maire", "le pont était fermé")],
    ),
    (
        "CLAUSE_ENDS",
        "_before_subject_of_gerund",
        "Notant que le pont est fermé, il part jeudi.",
        [("que", "Notant", "il", "le pont est fermé")],
    ),
    (
        "CLAUSE_ENDS",
        "_before_finite_conjunct",
        "Le maire a promis de rouvrir le pont et la foule a applaudi.",
        [("infinitive", "a promis", "Le maire", "rouvrir le pont")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, extent, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(extent, name)]


CASES = [
    (
        "Le maire a promis de rouvrir le pont, après la pluie.",
        [("infinitive", "a promis", "Le maire", "rouvrir le pont")],
    ),
    (
        "Le maire promet de « rouvrir le pont » avant son départ.",
        [("infinitive", "promet", "Le maire", "rouvrir le pont")],
    ),
    ("Le maire a demandé une enquête avant de partir.", [("object", "a demandé", "Le maire", "une enquête")]),
    (
        "Le maire a annoncé la fermeture du pont, un ouvrage ancien.",
        [("object", "a annoncé", "Le maire", "la fermeture du pont, un ouvrage ancien")],
    ),
    (
        "Le maire dit que le pont est fermé, selon La Gazette.",
        [
            ("phrase", "selon", "La Gazette", "Le maire dit que le pont est fermé"),
            ("que", "dit", "Le maire", "le pont est fermé"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
