import time
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.text.normalisation import normalise

CASES = [
    ("", "", [0]),
    ("été", "été", [0, 1, 2, 3]),
    ("e\u0301te\u0301", "été", [0, 2, 3, 5]),
    ("a\r\nb\rc\n", "a\nb\nc\n", [0, 1, 3, 4, 5, 6, 7]),
    ("\u212b", "Å", [0, 1]),
    ("« l’e\u0301te\u0301 »", "« l’été »", [0, 1, 2, 3, 4, 6, 7, 9, 10, 11]),
    ("a\ud800b", "a\ufffdb", [0, 1, 2, 3]),
    ("mi\u00adnis\u200btre", "ministre", [0, 1, 3, 4, 5, 7, 8, 9, 10]),
    ("con\ufb01rmé", "confirmé", [0, 1, 2, 3, 3, 4, 5, 6, 7]),
    ("dé-\nclaré", "déclaré", [0, 1, 4, 5, 6, 7, 8, 9]),
    ("\x93d\x92or\x94", "“d’or”", [0, 1, 2, 3, 4, 5, 6]),
]
# As a page shows a text, and as a reader reads it.
SEEN = [
    ("\ufeffLa mi\u00adnistre\u200b a dé\u00adclaré.", "La ministre a déclaré."),
    ("«\u2060\u00a0Rien\u00a0\u2060», a\u200b-t-elle dit", "«\u00a0Rien\u00a0», a-t-elle dit"),
    ("\u202aOrée\u202c, l'\u200dété", "Orée, l'été"),
    (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ),  # a joiner that its script needs
    ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
    ("o\ufb00rir des \ufb02eurs, a\ufb03ché, e\ufb04uve, \ufb06yle", "offrir des fleurs, affiché, effluve, style"),
    ("e\u200d\u0301té", "été"),  # composed once what stood between is gone
    ("l\x92\x9cuvre \x96 10 \x80\x85", "l’œuvre – 10 €…"),
    ("une ligne\x85une autre", "une ligne\x85une autre"),  # alone it ends a line
    ("les tra\u00ad\nvaux", "les travaux"),
    ("les tra¬\r\nvaux", "les travaux"),
    ("les tra-\rvaux", "les travaux"),
    ("Y a-t-\nil un porte-\nparole pour celui-\nlà ?", "Y a-t-il un porte-parole pour celui-là ?"),
    ("le cessez-le-\nfeu, c'est-\nà-dire", "le cessez-le-feu, c'est-à-dire"),
    ("un avant-poste, l'avant-\nposte", "un avant-poste, l'avant-poste"),  # the text tells
    ("la contre-\nattaque, des contrecoups, le contre-\ncoups", "la contreattaque, des contrecoups, le contrecoups"),
    ("Port-\nOrée rouvre", "Port-\nOrée rouvre"),  # no word is broken here: a line that ends in a hyphen
    (
        "les tra-\nvaux de Port-\nOrée repren-\ndront\nlundi.\nIl pleut",
        "les travaux de Port-Orée reprendront lundi.\nIl pleut",
    ),
    ("- un point -\nun autre", "- un point -\nun autre"),
    ("de 2019-\n2020", "de 2019-\n2020"),
]


@pytest.mark.parametrize(("text", "expected", "to_original"), CASES)
def test_normalise(text, expected, to_original):
    result = normalise(text)
    assert result.text == expected
    assert result.to_original.tolist() == to_original


@pytest.mark.parametrize(("page", "seen"), SEEN)
def test_a_text_is_what_a_reader_sees(page, seen):
    result = normalise(page)
    assert result.text == seen
    assert normalise(seen).text == seen
    for word in seen.split():  # what is as it was stands where it was
        if (at := page.find(word)) >= 0 and page.count(word) == 1 == seen.count(word):
            start = seen.index(word)
            assert result.in_original(page, start, start + len(word)) == (at, at + len(word))


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet="aéB-¬ \n\r.\u00ad\u200b\u200d\u0301\ufb01\x93\x85\U0001f469", max_size=20))
def test_what_is_in_our_form_stays(text):
    once = normalise(text)
    assert normalise(once.text).text == once.text
    assert len(once.to_original) == len(once.text) + 1
    assert (np.diff(once.to_original) >= 0).all()


def test_breaks():
    assert normalise("").breaks().tolist() == [[0, 0]]
    assert normalise("été\n").breaks().tolist() == [[0, 0]]
    assert normalise("e\u0301te\u0301 !").breaks().tolist() == [[0, 0], [1, 2], [3, 5]]


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet="aeE\u0301\u0300\u0327\u0323’«\n\r\u1100\u1161\u11a8\u09c7\u09be\u212b\U0001d160", max_size=25))
def test_same_as_the_standard(text):
    result = normalise(text)
    assert result.text == unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert len(result.to_original) == len(result.text) + 1
    assert (np.diff(result.to_original) >= 0).all()
    assert result.to_original[-1] == len(text)


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit", ["\u0301\u0327", "e\u0301", "\r", "’", "\u00ad", "a-\n", "a\u00ad\n", "a\n", "-", "a-"]
)
def test_time_is_linear(unit):
    def seconds(n):
        begin = time.process_time()
        normalise(unit * n)
        return time.process_time() - begin

    short = min(seconds(5_000) for _ in range(3))
    assert min(seconds(50_000) for _ in range(2)) < 30 * short + 0.05
