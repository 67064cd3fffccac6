import pytest
from relation_examples import found

CASES = [
    ("Le maire a dit : « Le pont est fermé. »", [("direct", "a dit", "Le maire", "Le pont est fermé")]),
    (
        "Le maire a lancé « Le pont est fermé », puis il est parti.",
        [("direct", "a lancé", "Le maire", "Le pont est fermé")],
    ),
    ("Le maire prévient : le pont sera fermé.", [("direct", "prévient", "Le maire", "le pont sera fermé")]),
    ("Le maire a dit, hier : trois ponts.", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[case[0][:40] for case in CASES])
def test_relations(text, rows):
    assert found(text) == rows
