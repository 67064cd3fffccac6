"""Phrases: found in all their typography, told where they cannot be, in time proportional to the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.study import Concept, Study
from framing.text.patterns import occurrences, phrase_pattern
from framing.voice.labels import mentions

APOSTROPHES = "'’ʼ′`"
HYPHENS = "-‐‑–"
SPACES = " \u00a0\u2009\u202f"


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("eau", "", []),
        ("eau", "L’eau, les eaux", ["eau"]),
        ("EAU", "l'Eau", ["Eau"]),
        ("été", "un ete", ["ete"]),
        ("eau*", "L’eau, les eaux, un tuyau", ["eau", "eaux"]),
        ("trêve*", "la trêve, des TREVES", ["trêve", "TREVES"]),
        ("deux trêve* hivernale*", "deux « trêves » hivernales", ["deux « trêves » hivernales"]),
        ("deux trêves", "deux «trêves»", ["deux «trêves"]),
        ("deux trêves", "deux\ntrêves", ["deux\ntrêves"]),
        ("deux trêves", "deux, trêves", []),
        ("deux trêves", "deuxtrêves", []),
        ("« deux trêves »", "deux trêves", ["deux trêves"]),
        ("l'été", "l’« été »", ["l’« été"]),
        ("l'été", "l été", []),
        ("O.N.U.", "l’O.N.U. et l’ONU", ["O.N.U"]),
        ("100 % local", "du 100 % local, du 100% local", ["100 % local", "100% local"]),
        ("G7", "le G7, les G77", ["G7"]),
        ("a[b", "a[b", ["a[b"]),
    ],
)
def test_occurrences(phrase, text, expected):
    assert [text[found.start : found.end] for found in occurrences(text, [phrase])] == expected


@pytest.mark.parametrize(
    ("phrases", "text", "expected"),
    [
        ([], "une trêve", []),
        (["trêve", "trêve hivernale"], "une trêve hivernale", ["trêve hivernale"]),
        (["trêve*", "trêve"], "une trêve, des trêves", ["trêve", "trêve*"]),
        (["trêve*", "trêves hivernales"], "des trêves hivernales", ["trêves hivernales"]),
        (["Trêve", "trêve"], "une trêve", ["Trêve"]),
    ],
)
def test_the_longest_phrase_is_found(phrases, text, expected):
    assert [found.phrase for found in occurrences(text, phrases)] == expected


@pytest.mark.parametrize("phrase", ["", " ", "?", "« »", "...", "_", "'"])
def test_a_phrase_without_a_letter_or_digit_is_told(phrase):
    with pytest.raises(ValueError, match="needs a letter or a digit") as error:
        occurrences("une trêve ?", ["trêve", phrase])
    assert repr(phrase) in str(error.value)


@pytest.mark.parametrize("phrase", ["*", "deux *", "* trêves", "*trêve", "tr*ve", "trêve**", "a*a*a*a*a*b"])
def test_a_star_that_ends_no_word_is_told(phrase):
    with pytest.raises(ValueError, match=r"has a \* that ends no word"):
        occurrences("une trêve", [phrase])


@pytest.mark.parametrize("written", APOSTROPHES)
@pytest.mark.parametrize("read", APOSTROPHES)
@pytest.mark.parametrize("space", ["", *SPACES])
def test_the_kind_of_apostrophe_does_not_matter(written, read, space):
    concept = Concept("orbe", "Orbe", (f"ouvrage de l{written}Orbe",))
    study = Study("s", "s", "fr", True, {}, {}, {}, {}, {}, {"orbe": concept}, {}, ())
    text = f"le grand ouvrage de l{read}{space}Orbe"
    assert [(m.start, m.end) for m in mentions(text, study)] == [(9, len(text))]


@pytest.mark.parametrize("written", HYPHENS + SPACES)
@pytest.mark.parametrize("read", HYPHENS + SPACES)
def test_the_kind_of_hyphen_and_space_does_not_matter(written, read):
    concept = Concept("port", "Port-Orée", (f"Port{written}Orée",))
    study = Study("s", "s", "fr", True, {}, {}, {}, {}, {}, {"port": concept}, {}, ())
    assert [(m.start, m.end) for m in mentions(f"à Port{read}Orée", study)] == [(2, 11)]


@pytest.mark.parametrize("outer", ["", *SPACES])
@pytest.mark.parametrize("inner", ["", *SPACES])
def test_the_spaces_of_marks_do_not_matter(outer, inner):
    text = f"les deux{outer or ' '}«{inner}trêves{inner}», 100{outer}% local"
    found = [o.phrase for o in occurrences(text, ["deux trêves", "100 % local", "100% locaux"])]
    assert found == ["deux trêves", "100 % local"]


def test_the_mention_names_the_variant_and_its_concept():
    concepts = {"a": Concept("a", "A", ("trêve*",)), "b": Concept("b", "B", ("trêve", "paix"))}
    study = Study("s", "s", "fr", True, {}, {}, {}, {}, {}, concepts, {}, ())
    assert [tuple(m) for m in mentions("trêve, trêves, paix", study)] == [
        ("b", "trêve", 0, 5), ("a", "trêve*", 7, 13), ("b", "paix", 15, 19),
    ]  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text("aé0_*'’« -.?\n[", max_size=8), st.text("aé0_'’« -.?\n[", max_size=20))
def test_no_phrase_is_found_nowhere(phrase, text):
    try:
        phrase_pattern(phrase)
    except ValueError:
        return
    for found in occurrences(f"{text} {phrase.replace('*', '')} {text}", [phrase]):
        assert found.end > found.start


@pytest.mark.parametrize("phrase", ["a*", "a* a* a* a* a* b", "l'a* b", "a-a-a-a-a-a-a-b", "a . a . a . a . b"])
@pytest.mark.parametrize("piece", ["a", "a ", "a-", "l'a", " ", '" "', "a . "])
def test_a_search_takes_time_proportional_to_the_text(phrase, piece):
    text = piece * 50_000
    occurrences("", [phrase])
    began = time.process_time()
    occurrences(text, [phrase])
    assert time.process_time() - began < 2
