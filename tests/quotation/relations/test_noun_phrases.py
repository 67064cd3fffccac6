import pytest
from relation_examples import found

CASES = [
    (
        "La ministre de l'Eau, Élise Orsel, a annoncé sa démission.",
        [("object", "a annoncé", "La ministre de l'Eau, Élise Orsel", "sa démission")],
    ),
    ("La ministre, qui part jeudi, a annoncé sa démission.", [("object", "a annoncé", "La ministre", "sa démission")]),
    (
        "La ministre de l'Eau Élise Orsel a annoncé sa démission.",
        [("object", "a annoncé", "La ministre de l'Eau Élise Orsel", "sa démission")],
    ),
    ("Ce dernier a annoncé sa démission.", [("object", "a annoncé", "Ce dernier", "sa démission")]),
    (
        "Le pont sera fermé, a annoncé ce jeudi 4 mai le ministère des Eaux.",
        [("closing", "a annoncé", "le ministère des Eaux", "Le pont sera fermé")],
    ),
    (
        "Le pont sera fermé, a annoncé son porte-parole.",
        [("closing", "a annoncé", "son porte-parole", "Le pont sera fermé")],
    ),
    ("Le pont sera fermé, a annoncé la pluie.", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
