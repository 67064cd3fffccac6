import pytest
from relation_examples import found

CASES = [
    ("La ministre a promis de ne pas le rouvrir.", [("infinitive", "a promis", "La ministre", "ne pas le rouvrir")]),
    ("Le maire affirme avoir reçu trois lettres.", [("infinitive", "affirme", "Le maire", "avoir reçu trois lettres")]),
    (
        "Le maire a affirmé à un journaliste avoir reçu trois lettres.",
        [("infinitive", "a affirmé", "Le maire", "avoir reçu trois lettres")],
    ),
    (
        "Le maire a reconnu mardi avoir signé la lettre.",
        [("infinitive", "a reconnu", "Le maire", "avoir signé la lettre")],
    ),
    (
        "Le préfet a exhorté les habitants à quitter la vallée.",
        [("infinitive", "a exhorté", "Le préfet", "quitter la vallée")],
    ),
    (
        "Le préfet a demandé aux habitants de quitter la vallée.",
        [("infinitive", "a demandé", "Le préfet", "quitter la vallée")],
    ),
    ("Le préfet s'est engagé à rouvrir le pont.", [("infinitive", "s'est engagé", "Le préfet", "rouvrir le pont")]),
    (
        "Le préfet a annoncé une enquête afin de rassurer la foule.",
        [("object", "a annoncé", "Le préfet", "une enquête")],
    ),
    (
        "Le préfet a demandé le droit de quitter la vallée.",
        [("object", "a demandé", "Le préfet", "le droit de quitter la vallée")],
    ),
    ("Elle souhaite rouvrir le pont.", []),
    ("Elle souhaite « rouvrir » le pont.", [("infinitive", "souhaite", "Elle", "« rouvrir » le pont")]),
    (
        "Le préfet a promis une enquête ; de rouvrir le pont, il n'est plus question.",
        [("object", "a promis", "Le préfet", "une enquête")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
