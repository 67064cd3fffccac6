"""What the judge looks at in a candidate."""

import pytest
from judge_examples import facts_of

from framing.language import load
from framing.quotation.judge import candidates
from framing.quotation.judge.features import Heads, features, head_of, uses


def of_rule(text):
    facts = facts_of(text)
    found = next(c for c in candidates(facts.reading, facts) if c.by_rule == "self")
    return set(features(facts, found.relation, found.heads, found.by_rule))


@pytest.mark.parametrize(
    ("text", "holds", "does_not"),
    [
        ("Le maire dit que le pont tient.", "construction=que", "construction=object"),
        ("Le maire dit que le pont tient.", "lemma=dire&que", "cue_in_marks"),
        ("Le maire dit que le pont tient.", "source=role&que", "source=none"),
        ("Il dit que le pont tient.", "pronoun=il&quoted=False", "source=role"),
        ("Le maire ne dit pas que le pont tient.", "negated=True&que", "negated=False&que"),
        ("Le maire dit que « le pont tient ».", "marks=whole&que", "marks=&que"),
        (
            "Le maire affirme que le pont, qui est neuf, rouvrira mardi.",
            "crosses_relative=1&que",
            "crosses_relative=0&que",
        ),
        ("Le maire dira que le pont est fermé.", "Tense=Fut", "Mood=Cnd"),
        ("Le pont tient, selon le maire.", "construction=phrase", "verb_between"),
    ],
)
def test_feature(text, holds, does_not):
    found = of_rule(text)
    assert holds in found
    assert does_not not in found


def test_uses_are_those_of_the_tables():
    assert "use=que3" in uses(load(), False, "affirmer")
    assert "use=de_noun3" in uses(load(), True, "annonce") or "use=de_noun2" in uses(load(), True, "annonce")
    assert uses(load(), False, "nager") == ()


def test_the_head_of_parts_hangs_outside_of_them():
    facts = facts_of("Le maire dit que le pont neuf tient.")
    assert facts.u.low[head_of(facts.u, [(4, 6)])] == "pont"


def test_a_cue_stands_for_itself_and_a_content_for_what_has_none():
    facts = facts_of("Le maire dit que le pont tient.")
    (r,) = facts.reading.found
    heads = Heads(facts.u, r)
    assert (facts.u.low[heads.at], facts.u.low[heads.content], facts.u.low[heads.source]) == ("dit", "tient", "maire")
    assert Heads(facts.u, r._replace(cue=None, verb=None)).at == heads.content
