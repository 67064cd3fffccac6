import pytest
from relation_examples import found

CASES = [
    ("Sa promesse de rouvrir le pont a surpris.", [("noun", "Sa promesse", "Sa", "rouvrir le pont")]),
    ("L'annonce de la fermeture du pont a surpris.", [("noun", "L'annonce", None, "la fermeture du pont")]),
    (
        "La préfète a réagi à l'annonce que le pont était fermé.",
        [("que", "a réagi", "La préfète", "le pont était fermé"), ("noun", "à l'annonce", None, "le pont était fermé")],
    ),
    ("Une promesse de paix circule.", []),
    ("Cette annonce de la fermeture a surpris.", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
