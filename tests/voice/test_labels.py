"""Labels: found in all their typography, and told apart by whose words they are."""

import pytest

from framing.study import parse_study
from framing.study.templates import template
from framing.voice.glosses import gloss
from framing.voice.labels import labels, mentions
from framing.voice.segments import Segment

STUDY = parse_study(
    template().read_text("utf-8")
    + """
[concepts.fleaux]
name = "les deux fléaux"
variants = ["deux fléaux", "fléaux"]
[concepts.region]
name = "la région"
variants = ["pays d'Arvenne", "Arvenne"]
"""
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Rien de tel.", []),
        ("les deux fléaux", ["deux fléaux"]),
        ("LES DEUX FLEAUX", ["deux fléaux"]),
        ("les deux «fléaux»", ["deux fléaux"]),
        ("les deux « fléaux »", ["deux fléaux"]),
        ("les « deux fléaux »", ["deux fléaux"]),
        ("les deux\u00a0fléaux", ["deux fléaux"]),
        ("le pays d’Arvenne", ["pays d'Arvenne"]),
        ("le pays d'Arvenne et l'Arvenne", ["pays d'Arvenne", "Arvenne"]),
        ("les Arvennes", []),
        ("fléaux, fléaux", ["fléaux", "fléaux"]),
    ],
)
def test_mentions(text, expected):
    found = mentions(text, STUDY)
    assert [m.variant for m in found] == expected
    assert all(text[m.start : m.end].strip() for m in found)


def test_a_study_without_concepts_has_no_mentions():
    bare = template().read_text("utf-8").split("[concepts")[0]
    assert mentions("les deux fléaux", parse_study(bare)) == []


LABEL = "deux fléaux"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("les deux fléaux menacent", None),
        ("les soi-disant deux fléaux", "soi-disant"),
        ("ce que Sarvelle appelle les « deux fléaux »", "ce que Sarvelle appelle les"),
        ("les deux fléaux, terme utilisé par Sarvelle", "terme utilisé par"),
        ("les prétendus deux fléaux", "prétendus"),
        ("Sarvelle présente les deux fléaux, dit-on", None),
        ("La trêve prétendue tient. Les deux fléaux demeurent", None),
    ],
)
def test_gloss(text, expected):
    start = text.index(LABEL)
    found = gloss(text, start, start + len(LABEL))
    assert (found.words if found else None) == expected


@pytest.mark.parametrize(
    ("before", "speech", "held_off", "adoption", "marker"),
    [
        ("les ", None, False, "adopted", None),
        ("les ", None, True, "distanced", "quotation marks"),
        ("les soi-disant ", None, False, "distanced", "soi-disant"),
        ("les soi-disant ", None, True, "distanced", "soi-disant"),
        # A gloss that says a name holds nothing off.
        ("le plan baptisé ", None, False, "adopted", None),
        ("le plan baptisé ", None, True, "distanced", "quotation marks"),
        # What a source says is quoted, with a marker or without: whose marker it is cannot be known.
        ("les ", "reported", False, "quoted", None),
        ("les soi-disant ", "reported", False, "quoted", "soi-disant"),
        ("les ", "reported", True, "quoted", "quotation marks"),
        ("les soi-disant ", "direct", True, "quoted", None),
    ],
)
def test_adoption(before, speech, held_off, adoption, marker):
    text = f"{before}{LABEL} demeurent"
    start = len(before)
    segments = [Segment(0, len(text), *(("source", speech, "q1") if speech else ("outlet", None, None)))]
    (label,) = labels(text, mentions(text, STUDY), segments, [(start, start + len(LABEL))] if held_off else [])
    assert (label.voice, label.speech) == ("source" if speech else "outlet", speech)
    assert (label.adoption, label.marker) == (adoption, marker)
    assert text[label.start : label.end] == LABEL


def test_labels_in_furniture_are_left_out():
    assert labels(LABEL, mentions(LABEL, STUDY), [], []) == []
