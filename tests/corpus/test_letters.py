"""Letters that a conversion broke: put right where that is certain, told of where it is not, and left alone where all is well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.letters import repaired

RIGHT = "« Le préfet n’a rien décidé », a répété la mairie de Sarvelle. L’œuvre coûtera 3 000 € à l’été."
LETTERS = "abcdefghijklmnopqrstuvwxyz àâçéèêëîïôùûœ «»’,.-ÉÀ0123456789\n"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_read_in_another_encoding(encoding, times):
    text = broken = RIGHT.replace("œ", "e").replace("’", "'").replace("€", "e")
    for _ in range(times):
        broken = broken.encode("utf-8").decode(encoding, "strict" if encoding == "latin-1" else "replace")
    if "\ufffd" in broken:
        pytest.skip("a byte that the encoding does not have")
    assert repaired(broken).text == text
    assert "put back" in repaired(broken).note


def test_control_characters_and_entities():
    assert repaired("\x93Rien n\x92est dit\x94").text == "“Rien n’est dit”"
    assert repaired("&laquo;&nbsp;D&eacute;cid&eacute;&nbsp;&raquo;").text == "«\u00a0Décidé\u00a0»"


@pytest.mark.parametrize(
    "text", ["", RIGHT, "Le préfet a écrit « Ã© » au lieu de « é ».", "R&D, AT&T et 3 < 4", "Ana Ãvila"]
)
def test_a_text_in_good_order_comes_back_as_it_is(text):
    assert repaired(text) == (text, "")


@given(st.text(LETTERS, max_size=200))
def test_french_is_left_alone(text):
    assert repaired(text).text == text


@given(st.text(max_size=300))
def test_nothing_raises(text):
    repaired(text)
