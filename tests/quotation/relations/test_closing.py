import pytest
from relation_examples import decides, found, rules_of

from framing.quotation.relations import closing

CASES = [
    ("« Le pont est fermé », a dit le maire.", [("closing", "a dit", "le maire", "Le pont est fermé")]),
    ("Le pont sera fermé, a-t-elle précisé.", [("closing", "a-t-elle précisé", "-elle", "Le pont sera fermé")]),
    ("Le pont sera fermé, comme l'a annoncé le préfet.", [("closing", "a annoncé", "le préfet", "Le pont sera fermé")]),
    (
        "« Le pont est fermé, a dit le maire. Nous partons. »",
        [("closing", "a dit", "le maire", "Le pont est fermé / Nous partons")],
    ),
    (
        "Cette loi, a regretté Hanne M. devant la presse, « est une arme ».",
        [("closing", "a regretté", "Hanne M.", "Cette loi / est une arme")],
    ),
    ("« Le pont », a dit le maire, « est fermé. »", [("closing", "a dit", "le maire", "Le pont / est fermé")]),
    (
        "« Le pont est fermé », a dit le maire, alors que la foule attendait.",
        [("closing", "a dit", "le maire", "Le pont est fermé")],
    ),
    (
        "« Le pont est fermé », a dit le maire. « Nous partons », a ajouté la préfète.",
        [("closing", "a dit", "le maire", "Le pont est fermé"), ("closing", "a ajouté", "la préfète", "Nous partons")],
    ),
    (
        "Le maire est formel : « Le pont est fermé », a-t-il dit.",
        [("closing", "a-t-il dit", "-il", "Le pont est fermé")],
    ),
    ("« Le pont », grimace le maire.", []),
    ("Le pont, a dit le maire.", []),
    ("Le pont sera fermé, a été informé le préfet.", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows


RULES = [
    (
        "CONTENTS",
        "_is_clause",
        "Le maire viendra, a annoncé le préfet.",
        [("closing", "a annoncé", "le préfet", "Le maire viendra")],
    ),
    (
        "CONTENTS",
        "_is_completed",
        "Le pont, a dit le maire, demain sera fermé.",
        [("closing", "a dit", "le maire", "Le pont / demain sera fermé")],
    ),
    (
        "CONTENTS",
        "_is_continued",
        "Cette loi, a déploré Hanne M., « fait de chacun un suspect ».",
        [("closing", "a déploré", "Hanne M.", "Cette loi / fait de chacun un suspect")],
    ),
    (
        "CONTENTS",
        "_is_answer",
        "Les quais aussi, a dit le maire.",
        [("closing", "a dit", "le maire", "Les quais aussi")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, closing, name, rule, text, rows)


def test_every_rule_has_an_example():
    assert [case[1] for case in RULES] == rules_of(closing, "CONTENTS")
