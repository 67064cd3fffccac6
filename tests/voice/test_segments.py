"""Whose words: every character has one voice, the innermost."""

from typing import NamedTuple

import pytest

from framing.voice.segments import voice_at, voice_segments


class Relation(NamedTuple):
    quote_id: str
    type: str
    spans: tuple[tuple[int, int], ...]


def parts_of(text, quotes, marked=()):
    segments = voice_segments([(0, len(text))], quotes, marked)
    assert all((s.voice == "outlet") == (s.speech is None) == (s.quote_id is None) for s in segments)
    return [(text[s.start : s.end], s.speech, s.quote_id) for s in segments]


@pytest.mark.parametrize(
    ("text", "quotes", "marked", "expected"),
    [
        ("", [], [], []),
        ("Il pleut.", [], [], [("Il pleut.", None, None)]),
        (
            "Il dit oui",
            [Relation("q1", "indirect", ((7, 10),))],
            [],
            [("Il dit ", None, None), ("oui", "reported", "q1")],
        ),
        (
            "«oui», dit-il, «non»",
            [Relation("q1", "direct", ((1, 4), (16, 19)))],
            [(1, 4), (16, 19)],
            [("«", None, None), ("oui", "direct", "q1"), ("», dit-il, «", None, None)]
            + [("non", "direct", "q1"), ("»", None, None)],
        ),
        (
            "A dit que B crie «feu» ici, selon C",
            [Relation("q1", "mixed", ((0, 26),)), Relation("q2", "mixed", ((10, 26),))],
            [(18, 21)],
            [("A dit que ", "reported", "q1"), ("B crie «", "reported", "q2"), ("feu", "direct", "q2")]
            + [("» ici", "reported", "q2"), (", selon C", None, None)],
        ),
        # Words of a whole-sentence quotation stay the speaker's when he reports somebody: no marks of their own.
        (
            "«il sait que oui»",
            [Relation("q1", "direct", ((1, 16),)), Relation("q2", "indirect", ((13, 16),))],
            [(1, 16)],
            [("«", None, None), ("il sait que ", "direct", "q1"), ("oui", "reported", "q2"), ("»", None, None)],
        ),
    ],
)
def test_segments(text, quotes, marked, expected):
    assert parts_of(text, quotes, marked) == expected
    assert "".join(part for part, _, _ in parts_of(text, quotes, marked)) == text


def test_order_of_quotations_does_not_matter():
    text = "A dit que B crie «feu» ici, selon C"
    quotes = [Relation("q1", "mixed", ((0, 26),)), Relation("q2", "mixed", ((10, 26),))]
    assert parts_of(text, quotes, [(18, 21)]) == parts_of(text, quotes[::-1], [(18, 21)])


def test_furniture_has_no_voice():
    parts = voice_segments([(5, 10), (20, 25)], [Relation("q1", "indirect", ((8, 22),))], [])
    assert [(s.start, s.end) for s in parts] == [(5, 8), (8, 10), (20, 22), (22, 25)]
    assert voice_at(parts, 4) is None
    assert voice_at(parts, 15) is None
    assert voice_at(parts, 21).quote_id == "q1"
    assert voice_at(parts, 24).quote_id is None
    assert voice_at(parts, 25) is None
    assert voice_at([], 0) is None
