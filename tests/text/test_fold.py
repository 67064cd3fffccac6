"""Folding: comparable, and never shorter or longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.text.fold import folded, name_words


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("Été", "ete"), ("l’« Œuvre »", 'l\'" œuvre "'), ("a\u00a0b\nc", "a b\nc"), ("ß", "s"), ("—", "-")],
)
def test_folded(text, expected):
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("", set()), ("le", set()), ("M. Xi", {"xi"}), ("l’ONU", {"onu"}), ("des témoins", {"temoins"})],
)
def test_name_words(name, expected):
    assert name_words(name) == expected
