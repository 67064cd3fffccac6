"""Where a content may end, and what is counted of a sentence."""

import pytest
from judge_examples import facts_of


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Le maire dit que le pont, neuf, tient.", ",", "comma"),
        ("Le maire dit que le pont (neuf) tient.", "(", "bracket"),
        ("Le maire dit que le pont est fermé et que la foule est partie.", "et", "conjunction"),
        ("Le maire dit que le pont et la grande route du nord de la ville sont fermés.", "et", "joint"),
        ("Le maire dit que le pont tient en citant un rapport.", "en", "gerund"),
        ("Le maire dit que le pont tient en hiver.", "en", "preposition"),
        ("Le pont est critiqué par le maire.", "par", "agent"),
        ("Le maire dit que le pont tient.", "que", "complementizer"),
        ("Le maire cite le préfet qui tient le pont.", "qui", "relative"),
        ("Le maire dit que « le pont, neuf, tient ».", ",", "inside marks"),
        ("Le maire dit que le pont tient.", "pont", "word"),
    ],
)
def test_boundary(text, word, kind):
    facts = facts_of(text)
    assert facts.boundaries[facts.u.low.index(word)] == kind


def test_behind_the_last_word_is_the_end():
    facts = facts_of("Le maire dit que le pont tient.")
    assert facts.boundaries[facts.u.last + 1] == "end"


def test_counts_are_of_the_words_between():
    facts = facts_of("Le maire affirme que le pont, neuf, est fermé.")
    whole = (0, facts.u.n - 1)
    assert (
        facts.within(facts.finite, *whole),
        facts.within(facts.commas, *whole),
        facts.within(facts.cues, *whole),
    ) == (2, 2, 1)
    assert facts.within(facts.finite, 3, 6) == 0


def test_a_comma_in_marks_parts_nothing():
    facts = facts_of("Le maire dit que « le pont, neuf » tient, hélas.")
    assert facts.u.low[facts.first_comma((0, facts.u.last)) + 1] == "hélas"
