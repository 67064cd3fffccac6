"""Labels: found in all their typography, and told apart by whose words they are."""

import pytest

from framing.study import parse_study
from framing.study.templates import template
from framing.voice.labels import gloss, labels, mentions
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
    assert gloss(text, start, start + len(LABEL)) == expected


@pytest.mark.parametrize(
    ("before", "speech", "island", "adoption", "marker"),
    [
        ("les ", None, False, "adopted", None),
        ("les ", None, True, "distanced", "quotation marks"),
        ("les soi-disant ", None, False, "distanced", "soi-disant"),
        ("les ", "reported", False, "quoted", None),
        ("les soi-disant ", "reported", False, "distanced", "soi-disant"),
        ("les soi-disant ", "direct", True, "quoted", None),
    ],
)
def test_adoption(before, speech, island, adoption, marker):
    text = f"{before}{LABEL} demeurent"
    start = len(before)
    segments = [Segment(0, len(text), *(("source", speech, "q1") if speech else ("outlet", None, None)))]
    islands = [(start, start + len(LABEL), "distancing")] if island else []
    (label,) = labels(text, mentions(text, STUDY), segments, islands)
    assert (label.voice, label.speech) == ("source" if speech else "outlet", speech)
    assert (label.adoption, label.marker) == (adoption, marker)
    assert text[label.start : label.end] == LABEL


def test_labels_in_furniture_are_left_out():
    assert labels(LABEL, mentions(LABEL, STUDY), [], []) == []
