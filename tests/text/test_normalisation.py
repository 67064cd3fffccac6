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
]


@pytest.mark.parametrize(("text", "expected", "to_original"), CASES)
def test_normalise(text, expected, to_original):
    result = normalise(text)
    assert result.text == expected
    assert result.to_original.tolist() == to_original


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
@pytest.mark.parametrize("unit", ["\u0301\u0327", "e\u0301", "\r", "’"])
def test_time_is_linear(unit):
    def seconds(n):
        begin = time.process_time()
        normalise(unit * n)
        return time.process_time() - begin

    short = min(seconds(5_000) for _ in range(3))
    assert min(seconds(50_000) for _ in range(2)) < 30 * short + 0.05
