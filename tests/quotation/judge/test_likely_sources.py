"""Who speaks where the rules find nobody who can."""

import pytest
from judge_examples import facts_of, words

from framing.quotation.judge import sources
from framing.quotation.judge.sources import LIKELY, with_likely_source
from framing.quotation.relations.relation import reported

CASES = {
    "_spoke_before": ("« Le pont tiendra », a dit le préfet, ajoutant que la route aussi.", "ajoutant", "le préfet"),
    "_main_subject": ("Le préfet a quitté la salle, dénonçant un complot.", "dénonçant", "Le préfet"),
    "_phrase_before": ("Le préfet, malade et las, la semaine durant, dénonce un complot.", "dénonce", "Le préfet"),
}


def test_every_rule_has_a_case():
    assert list(CASES) == [rule.__name__ for rule in LIKELY]


@pytest.mark.parametrize("rule", CASES)
def test_a_verb_without_a_source(rule):
    text, form, source = CASES[rule]
    facts = facts_of(text)
    verb = next(v for v in facts.reading.verbs if facts.u.low[v.at] == form)
    bare = reported(verb, "object", [(verb.end + 1, facts.u.last)], None)
    assert words(facts, getattr(sources, rule)(facts, bare)).startswith(source)
    assert words(facts, with_likely_source(facts, bare).source).startswith(source)


def test_a_subject_of_its_own_stays():
    facts = facts_of("La crise annonce une guerre, disent les experts.")
    verb = facts.reading.verbs[0]
    own = reported(verb, "object", [(3, 4)], (0, 1))
    assert with_likely_source(facts, own) == own
