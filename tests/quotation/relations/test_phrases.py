import pytest
from relation_examples import found

CASES = [
    ("De l'avis du préfet, le pont est perdu.", [("phrase", "De l'avis du", "préfet", "le pont est perdu")]),
    ("Selon lui, le pont est perdu.", [("phrase", "Selon", "lui", "le pont est perdu")]),
    ("Selon moi, le pont est perdu.", []),
    ("Selon ce que le préfet a vu, le pont est perdu.", []),
    (
        "Selon le préfet des Eaux, Élise Orsel a vu le pont tomber.",
        [("phrase", "Selon", "le préfet des Eaux", "Élise Orsel a vu le pont tomber")],
    ),
    (
        "De source policière, le pont est perdu.",
        [("phrase", "De source policière", "De source policière", "le pont est perdu")],
    ),
    ("Suivant la route, le pont est perdu.", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
