import pytest

from framing.text.tokenisation import count_words, word_spans, words

CASES = [
    ("", []),
    (" \n« … » – !", []),
    ("Le port rouvre.", ["Le", "port", "rouvre"]),
    ("l'été qu’elle aime", ["l'", "été", "qu’", "elle", "aime"]),
    ("aujourd'hui, quelqu’un, prud'homme", ["aujourd'hui", "quelqu’un", "prud'homme"]),
    ("jusqu’aujourd’hui", ["jusqu’", "aujourd’hui"]),
    ("d'1 an, l'11e, l'« été »", ["d'", "1", "an", "l'", "11e", "l'", "été"]),
    ("N'Djamena et M'Bala", ["N'Djamena", "et", "M'Bala"]),
    ("un porte-parole a-t-il dit", ["un", "porte-parole", "a-t-il", "dit"]),
    ("mot - mot – mot-", ["mot", "mot", "mot"]),
    ("12 000 ou 12\u202f000 en 2017 100 fois", ["12 000", "ou", "12\u202f000", "en", "2017", "100", "fois"]),
    ("3,5 % à 20h30, le 1er", ["3,5", "à", "20h30", "le", "1er"]),
    ("l’O.N.U. siège", ["l’", "O.N.U", "siège"]),
    ("‘oui’ et 'non'", ["oui", "et", "non"]),
    ("e\u0301te\u0301", ["e\u0301te\u0301"]),
    ("mot_mot", ["mot", "mot"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_words(text, expected):
    assert words(text) == expected
    assert count_words(text) == len(expected)
    assert [text[start:end] for start, end in word_spans(text)] == expected


@pytest.mark.parametrize(("text", "_"), CASES)
def test_typography_does_not_matter(text, _):
    other = text.translate(str.maketrans({"’": "'", "'": "’", " ": "\u00a0", "\u202f": " "}))
    assert count_words(other) == count_words(text)
