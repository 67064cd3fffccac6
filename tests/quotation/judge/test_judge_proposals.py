"""Which contents are proposed for a cue: the right one is among them, whatever the rules say of its verb."""

import pytest
from judge_examples import facts_of, verb_of, words

from framing.quotation.judge.behind import BEHIND, extents
from framing.quotation.judge.held import held
from framing.quotation.judge.proposals import proposals

BEHIND_CASES = {
    "que": ("Le maire dit mardi, avec force, que le pont tient.", "dit", "le pont tient"),
    "infinitive": ("Le maire promet au préfet de rouvrir le pont.", "promet", "rouvrir le pont"),
    "object": ("Le maire évoque une fermeture du pont mardi.", "évoque", "une fermeture du pont"),
    "attribute": ("Le maire qualifie le pont de dangereux.", "qualifie", "dangereux"),
    "direct": ("Le maire lance un « non » ferme.", "lance", "un non"),
}


def test_every_construction_has_a_case():
    assert list(BEHIND_CASES) == [name for name, _ in BEHIND]


@pytest.mark.parametrize("construction", BEHIND_CASES)
def test_behind_a_verb(construction):
    text, form, content = BEHIND_CASES[construction]
    facts = facts_of(text)
    found = dict(BEHIND)[construction](facts, verb_of(facts, form))
    assert content in [words(facts, span) for span in found]


@pytest.mark.parametrize(
    ("text", "form", "parts"),
    [
        ("L'attaque, revendiquée par un groupe, a fait deux morts.", "revendiquée", ["L' attaque"]),
        ("La loi a été critiquée par le maire.", "critiquée", ["La loi"]),
        ("La loi est jugée inutile par le maire.", "jugée", ["La loi", "inutile"]),
    ],
)
def test_before_a_participle(text, form, parts):
    facts = facts_of(text)
    assert parts in [[words(facts, part) for part in found] for found in held(facts, verb_of(facts, form))]


@pytest.mark.parametrize(
    ("text", "construction", "parts"),
    [
        ("Le pont tiendra, a dit mardi le maire.", "closing", ["Le pont tiendra"]),
        ("Le pont, a dit mardi le maire, est fermé.", "closing", ["Le pont", "est fermé"]),
        ("Le pont, selon le maire, tiendra.", "phrase", ["Le pont", "tiendra"]),
        ("Selon Élise Orsel, préfète du Nord, le pont tiendra.", "phrase", ["le pont tiendra"]),
        ("Sa proposition de rouvrir le pont est restée sans suite.", "noun", ["rouvrir le pont"]),
        ("Des accusations de fraude ont été lancées par le préfet.", "noun", ["fraude"]),
        ("Les demandes du préfet de fermer le pont lassent.", "noun", ["fermer le pont"]),
    ],
)
def test_round_a_cue(text, construction, parts):
    facts = facts_of(text)
    found = [[words(facts, part) for part in r.content] for r in proposals(facts) if r.construction == construction]
    assert parts in found


def test_no_content_opens_with_que():
    facts = facts_of("Le maire ne dit que la vérité.")
    assert extents(facts, facts.u.low.index("que"), facts.u.last) == []


def test_without_hope_nothing_is_looked_for():
    facts = facts_of("Le maire évoque une fermeture du pont mardi.")
    assert list(proposals(facts, lambda _: False)) == []
