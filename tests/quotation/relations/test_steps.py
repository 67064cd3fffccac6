import pytest
from relation_examples import decides, rules_of

from framing.quotation import relations

# list, rule, text, its relations as (construction, cue, source, content): another result without the rule
RULES = [
    (
        "STEPS",
        "with_verbs",
        "Le maire affirme que le pont est fermé.",
        [("que", "affirme", "Le maire", "le pont est fermé")],
    ),
    (
        "STEPS",
        "with_phrases",
        "Selon le préfet, le pont sera fermé.",
        [("phrase", "Selon", "le préfet", "le pont sera fermé")],
    ),
    (
        "STEPS",
        "with_closing_relations",
        "Le pont sera fermé, a annoncé le préfet.",
        [("closing", "a annoncé", "le préfet", "Le pont sera fermé")],
    ),
    (
        "STEPS",
        "with_unlisted_relations",
        "« Le pont est fermé », grimace le maire.",
        [("closing", "grimace", "le maire", "Le pont est fermé")],
    ),
    (
        "STEPS",
        "with_opening_relations",
        "Élise Orsel a déclaré que le pont était fermé.",
        [("que", "a déclaré", "Élise Orsel", "le pont était fermé")],
    ),
    (
        "STEPS",
        "end_at_next",
        "La ministre a promis de rouvrir le pont et assuré que la route tiendrait.",
        [
            ("infinitive", "a promis", "La ministre", "rouvrir le pont"),
            ("que", "assuré", "La ministre", "la route tiendrait"),
        ],
    ),
    (
        "STEPS",
        "with_source_of_one",
        "Le pont sera fermé, indique-t-on de source policière.",
        [("closing", "indique-t-on", "source policière", "Le pont sera fermé")],
    ),
    (
        "STEPS",
        "with_phrase_relations",
        "Le pont sera fermé, selon le préfet.",
        [("phrase", "selon", "le préfet", "Le pont sera fermé")],
    ),
    (
        "STEPS",
        "with_free_relative",
        "Selon ce que rapportent des médias, le pont sera fermé.",
        [("phrase", "rapportent", "des médias", "le pont sera fermé")],
    ),
    (
        "STEPS",
        "with_noun_relations",
        "Sa promesse de rouvrir le pont a surpris.",
        [("noun", "Sa promesse", "Sa", "rouvrir le pont")],
    ),
    (
        "STEPS",
        "with_joint_sources",
        "L'Orbe et la Valdorie ont annoncé un accord.",
        [("object", "ont annoncé", "L'Orbe et la Valdorie", "un accord")],
    ),
]


@pytest.mark.parametrize(("name", "rule", "text", "rows"), RULES, ids=[case[1] for case in RULES])
def test_rule_decides(monkeypatch, name, rule, text, rows):
    decides(monkeypatch, relations, name, rule, text, rows)


def test_every_rule_has_an_example():
    lists = dict.fromkeys(name for name, *_ in RULES)
    assert [case[:2] for case in RULES] == [(name, rule) for name in lists for rule in rules_of(relations, name)]
