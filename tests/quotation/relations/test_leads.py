import pytest
from relation_examples import found

CASES = [
    (
        "Une passante, Lise Ravel : « Le pont est fermé. »",
        [("lead-in", None, "Une passante, Lise Ravel", "Le pont est fermé")],
    ),
    ("Elle est catégorique : « Le pont est fermé. »", [("lead-in", None, "Elle", "Le pont est fermé")]),
    ("La pluie est claire : « Le pont est fermé. »", [("alone", None, None, "Le pont est fermé")]),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
