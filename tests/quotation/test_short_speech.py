"""One word in marks is a quotation where a cue governs it, and a predicate is one where somebody is said to hold it."""

import pytest

from framing.quotation import extract


def rows(text):
    return [
        (q.type, text[slice(*q.cue)], [text[slice(*span)] for span in q.spans], q.speaker) for q in extract(text).quotes
    ]


WRONG = pytest.mark.xfail(strict=True, reason="the judge does not see it yet")

CASES = [
    ("Paul Varlat a dit « oui ».", [("mixed", "a dit", ["oui"], "Paul Varlat")]),
    ("Paul Varlat a dit « oui » au projet.", [("mixed", "a dit", ["oui"], "Paul Varlat")]),
    pytest.param(
        "Paul Varlat a répondu « non merci » à la presse.",
        [("mixed", "a répondu", ["non merci"], "Paul Varlat")],
        marks=WRONG,
    ),
    ("Le maire crie « au feu ».", [("mixed", "crie", ["au feu"], "maire")]),
    ("Le ministre, qui a dit « oui », est parti.", [("mixed", "a dit", ["oui"], "ministre")]),
    ("Paul Varlat a écrit « La Nuit » en 1999.", []),
    (
        "Le maire a exprimé « sa gratitude » pour le pont.",
        [("mixed", "a exprimé", ["« sa gratitude » pour le pont"], "maire")],
    ),
    (
        "Le pont est qualifié de « vétuste » par la préfecture.",
        [("mixed", "est qualifié", ["Le pont", "vétuste"], "préfecture")],
    ),
    (
        "Le pont a été décrit comme « dangereux » par le maire.",
        [("mixed", "a été décrit", ["Le pont", "dangereux"], "maire")],
    ),
    (
        "Le vote est jugé « illégal » par l'opposition.",
        [("mixed", "est jugé", ["Le vote", "illégal"], "opposition")],
    ),
    (
        "Le vote a été jugé illégal par l'opposition.",
        [("indirect", "a été jugé", ["Le vote", "illégal"], "opposition")],
    ),
    (
        "La loi est présentée comme une menace par l'opposition.",
        [("indirect", "est présentée", ["La loi", "une menace"], "opposition")],
    ),
    ("La loi est qualifiée par le maire de scandale.", [("indirect", "est qualifiée", ["La loi", "scandale"], "maire")]),
    (
        "La loi est qualifiée de scandale par le chef de parti.",
        [("indirect", "est qualifiée", ["La loi", "scandale"], "chef de parti")],
    ),
    ("Le maire est accusé de « trahison » par Paul Varlat.", [("mixed", "est accusé", ["trahison"], "Paul Varlat")]),
    pytest.param("Le pont est qualifié de « vétuste ».", [("mixed", "est qualifié", ["Le pont", "vétuste"], None)], marks=WRONG),
    ("Paul Varlat accuse le maire de trahison.", [("indirect", "accuse", ["trahison"], "Paul Varlat")]),
    ("Paul Varlat a accusé le maire de Kadrine de trahison.", [("indirect", "a accusé", ["trahison"], "Paul Varlat")]),
    ("Paul Varlat accuse le maire de Kadrine.", []),
    ("Le maire ne dit que la vérité.", []),
    ("Le maire ne dit pas que le pont est fermé.", [("indirect", "ne dit", ["le pont est fermé"], "maire")]),
    ("Pour sa part, a dit le maire, le pont est fermé.", [("indirect", "a dit", ["Pour sa part", "le pont est fermé"], "maire")]),
    ("Le maire, a salué le préfet, est venu.", [("indirect", "a salué", ["Le maire", "est venu"], "préfet")]),
    (
        "La loi, selon Paul Varlat, « fait de chaque chien un loup ».",
        [("mixed", "selon", ["La loi", "fait de chaque chien un loup"], "Paul Varlat")],
    ),
    ("Hanne Malteur, dite « la Grande », est partie.", []),
    ("Le maire, Paul Varlat, dit « oui ».", [("mixed", "dit", ["oui"], "Paul Varlat")]),
    (
        "Cette loi, déplore Hanne M., « fait de chaque chien un loup ».",
        [("mixed", "déplore", ["Cette loi", "fait de chaque chien un loup"], "Hanne M.")],
    ),
    (
        "Cette loi, a déploré Hanne M. devant la presse, « est une arme ».",
        [("mixed", "a déploré", ["Cette loi", "est une arme"], "Hanne M.")],
    ),
    ("Cette loi, déplore le maire, « est une arme ».", [("mixed", "déplore", ["Cette loi", "est une arme"], "maire")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_a_cue_governs(text, expected):
    assert rows(text) == expected
