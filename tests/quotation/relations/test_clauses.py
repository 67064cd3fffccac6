import pytest
from relation_examples import found

CASES = [
    (
        "Élise Orsel a indiqué mardi à la presse que le pont était fermé.",
        [("que", "a indiqué", "Élise Orsel", "le pont était fermé")],
    ),
    (
        "Le préfet a expliqué, devant une foule calme, que le pont était fermé.",
        [("que", "a expliqué", "Le préfet", "le pont était fermé")],
    ),
    ("Elle ne dit pas si le pont tiendra.", [("que", "ne dit", "Elle", "si le pont tiendra")]),
    ("Elle demande si le pont tiendra.", [("que", "demande", "Elle", "si le pont tiendra")]),
    ("Elle n'a pas dit que le pont était fermé.", [("que", "n'a pas dit", "Elle", "le pont était fermé")]),
    (
        "Le préfet a annoncé la fermeture du pont alors que le train passait.",
        [("object", "a annoncé", "Le préfet", "la fermeture du pont")],
    ),
    ("Le préfet a promis plus de trains que de cars.", []),
    (
        "Elle a annoncé la fermeture du pont, et que la route resterait ouverte.",
        [("object", "a annoncé", "Elle", "la fermeture du pont, et que la route resterait ouverte")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
