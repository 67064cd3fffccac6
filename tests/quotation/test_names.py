"""The names of an article: runs of capitals, what introduces them, who holds which role."""

import re

import pytest

from framing.language import Language, load
from framing.quotation.names import NameIndex, acronyms, bare_name, names_of, titled
from framing.quotation.titles import has_role_after, role_after, role_before, title_before
from framing.quotation.vocabulary import vocabulary_of

WORDS = vocabulary_of(load())


def test_the_language_has_every_list_and_pattern_that_the_rules_name():
    for name, value in vars(WORDS).items():
        if isinstance(value, re.Pattern):
            assert value.pattern != "(?!)", name
        elif not callable(value):
            assert value, name
    assert set(WORDS.latter.groupindex) == {"feminine", "plural"}


def test_a_language_without_tables_has_no_names(tmp_path):
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "None"\n', encoding="utf-8")
    assert NameIndex("Mme Élise Orsel (MEO)", Language(tmp_path)).fullest("Orsel") is None


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("Orsel", "Orsel"),
        ("Élise Orsel", "Élise Orsel"),
        ("Mme Élise Orsel", "Élise Orsel"),
        ("Me Ravel", "Ravel"),
        ("Selon Élise Orsel", "Élise Orsel"),
        ("Selon Mme Élise Orsel", "Élise Orsel"),
        ("Ministre Élise Orsel", "Élise Orsel"),
        ("Affaires Étrangères Paul Varlat", "Paul Varlat"),
        ("Jean Paul Varlat", "Jean Paul Varlat"),
        ("Ministre", ""),
        ("Selon", ""),
        ("Le", ""),
    ],
)
def test_bare_name(run, name):
    start, found = bare_name(run, WORDS)
    assert found == name
    assert run[start:].startswith(name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("le pont est fermé", []),
        ("Le préfet Paul Varlat a reçu Mme Orsel.", ["Paul Varlat", "Orsel"]),
        ("chez Ana de la Roche et L. Orsel", ["Ana de la Roche", "L. Orsel"]),
        ("Paul\u00a0Varlat, Jean d’Orée", ["Paul Varlat", "Jean d’Orée"]),
    ],
)
def test_names_of(text, names):
    assert [found.name for found in names_of(text, WORDS)] == names


@pytest.mark.parametrize(
    ("text", "kind", "gender"),
    [
        ("", "", ""),
        ("Mme ", "civility", "f"),
        ("M. ", "civility", "m"),
        ("la préfète ", "role", "f"),
        ("la préfète du Nord, ", "role", "f"),
        ("le roi des Ponts, des Eaux et des Forêts ", "role", "m"),
        ("le bureau de la préfète ", "role", "f"),
        ("le roi est venu avec ", "", ""),
        ("le roi a reçu ", "", ""),
        ("la géologue. ", "", ""),
        ("à ", "", ""),
    ],
)
def test_title_before(text, kind, gender):
    assert title_before(text + "Orsel", len(text), WORDS) == (kind, gender)


@pytest.mark.parametrize(
    ("text", "after"),
    [("", False), (", ministre de l'Eau", True), (" ministre de l'Eau", False), (", hier, au port", False)],
)
def test_role_after_a_comma(text, after):
    assert has_role_after("Orsel" + text, 5, WORDS) is after
    assert (role_after("Orsel" + text, 5, WORDS) is not None) is after


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", None),
        ("Le ministre de l'Eau ", {"ministre", "eau"}),
        ("Hier, le ministre de l'Eau, ", {"ministre", "eau"}),
        ("le ministre des Ponts, des Eaux et des Forêts ", {"ministre", "ponts", "eaux", "forets"}),
        ("le ministre a parlé. ", None),
        ("le ministre et ", None),
    ],
)
def test_role_before_a_name(text, words):
    role = role_before(text + "Orsel", len(text), WORDS)
    assert (role and role.words) == words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("la préfète de la Valdorie Ysolt Orsel", "Ysolt Orsel"),
        ("la préfète Ysolt Orsel", "Ysolt Orsel"),
        ("le pont de la Valdorie Ysolt Orsel", "Valdorie Ysolt Orsel"),
    ],
)
def test_a_place_between_role_and_name_is_no_name(text, name):
    assert titled(text, next(names_of(text, WORDS)), WORDS)[0] == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("la Cour des eaux du Nord (CEN)", {"CEN": "Cour des eaux du Nord"}),
        ("la Cour des eaux du Nord (CEX)", {}),
        ("la Cour a vu (CEN)", {}),
        ("(CEN)", {}),
    ],
)
def test_acronyms(text, found):
    assert acronyms(text, WORDS) == found


def test_the_fullest_name_wins():
    names = NameIndex("Mme Orsel est venue. Élise Orsel et M. Ravel ont parlé.", load())
    assert [names.fullest(n) for n in ("Orsel", "ÉLISE ORSEL", "Ravel", "Varlat", "")] == [
        "Élise Orsel", "Élise Orsel", "Ravel", None, None,
    ]  # fmt: skip
    assert (names.gender_of("Élise Orsel"), names.gender_of("Ravel"), names.gender_of("Varlat")) == ("f", "m", "")


def test_a_name_that_nothing_introduces_is_nobody():
    assert NameIndex("Vallée Claire est loin.", load()).fullest("Claire") is None


@pytest.mark.parametrize(
    ("role", "noun", "at", "holder"),
    [
        ("ministre", "ministre", 30, "Élise Orsel"),
        ("ministre", "ministre", 200, "Paul Varlat"),
        ("ministre de l'eau", "ministre", 200, "Élise Orsel"),
        ("chef de l'etat", "chef", 200, "Marc Ravel"),
        ("president tauvrien", "president", 200, "Marc Ravel"),
        ("ministre des ponts", "ministre", 200, None),
    ],
)
def test_holder_of_a_role(role, noun, at, holder):
    text = "La ministre de l'Eau Élise Orsel est venue. Le ministre de l'Air Paul Varlat a vu le président Marc Ravel."
    assert NameIndex(text, load()).holder_of(role, noun, at) == holder


def test_many_names_take_little():
    text = "Mme Élise Orsel a vu M. Paul Varlat. " * 3000
    assert NameIndex(text, load()).fullest("Varlat") == "Paul Varlat"
