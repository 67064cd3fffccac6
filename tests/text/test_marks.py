import time

import pytest

from framing.text.marks import find_marks, plain

NB = "\u00a0"
THIN = "\u202f"


def inside(text):
    return [text[p.open + 1 : p.close].strip() for p in find_marks(text).pairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Rien ici.", []),
        ("« oui »", ["oui"]),
        ("«oui»", ["oui"]),
        (f"«{NB}oui{NB}»", ["oui"]),
        (f"«{THIN}oui{THIN}»", ["oui"]),
        ("“oui”", ["oui"]),
        ("„oui“", ["oui"]),
        ("„oui”", ["oui"]),
        ("‹ oui ›", ["oui"]),
        ("‘oui’", ["oui"]),
        ('"oui"', ["oui"]),
        ('" oui "', ["oui"]),
        ("'oui'", ["oui"]),
        ("”oui”", ["oui"]),
        ("»oui«", ["oui"]),
        ('Il dit "oui" et "non".', ["oui", "non"]),
        ('Il juge qu\'"on verra".', ["on verra"]),
        ("L'avis d'Orsel n'est 'pas clair', dit-elle.", ["pas clair"]),
        ("L’avis d’Orsel n’est ‘pas l’usage’, dit-elle.", ["pas l’usage"]),
        ("Aujourd'hui, l'avis qu'il a n'est pas d'ici.", []),
        ("« Il a dit “oui” hier »", ["Il a dit “oui” hier", "oui"]),
        ("« Il a dit « oui » hier »", ["Il a dit « oui » hier", "oui"]),
        ("Un « mot ouvert. Et « un mot fermé ».", ["un mot fermé"]),
        ("Un mot fermé » et « un autre ».", ["un autre"]),
        ("« Un.\nDeux. »", ["Un.\nDeux."]),
        ("« Un.\n« Deux. »", ["Un.\n« Deux."]),
        ("“Un.\n\n“Deux.\n\n“Trois.”", ["Un.\n\n“Deux.\n\n“Trois."]),
        ("« Un.\n» Deux. »", ["Un.\n» Deux."]),
        ("« Ouvert.\nUn paragraphe sans rien.\n« Autre ».", ["Autre"]),
        ("« Ouvert.\nIl a dit « oui ».", ["oui"]),
    ],
)
def test_pairs(text, expected):
    assert inside(text) == expected


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("after a letter an apostrophe", "Il parle 'd'ici' et part", ["d'ici"]),
        ("after a letter no opening mark", "Aujourd'hui ou demain' ?", []),
        ("after a letter a closing mark, where one is open", "Il juge 'bien' l'avis", ["bien"]),
        ("after a shortened word never a closing mark", "Il parle 'de l' autre' ici", ["de l' autre"]),
        ("after another mark a closing mark", "Il dit ‘« oui »’ hier", ["« oui »", "oui"]),
        ("after another mark a closing mark", "'Il dit «oui»' hier", ["Il dit «oui»", "oui"]),
        ("between two letters an apostrophe", "‘Rob’Ot est là’", ["Rob’Ot est là"]),
        ("after a space a curly one closes", "Il dit ‘ oui ’ hier", ["oui"]),
        ("after a space a straight one does not close", "Il dit 'oui ' hier' ici", ["oui ' hier"]),
        ("before a word it opens, where one could close it later", "Il dit 'oui, peut-être' hier", ["oui, peut-être"]),
        ("before a word it does not open without one to close it", "Il dit 'oui, peut-être hier", []),
        ("before a word it does not open for one on another line", "Il dit 'oui\n peut-être' hier", []),
        ("before a space it does not open", "Il dit ' oui' hier", []),
        ("after a full stop it closes even before a word", "Il dit ‘oui !’d’ici", ["oui !"]),
        ("after a full stop it closes nothing with none open", "Oui !' dit-il", []),
    ],
)
def test_single_marks(rule, text, expected):
    assert inside(text) == expected, rule


@pytest.mark.parametrize(
    ("text", "unpaired"),
    [
        ("", 0),
        ("« oui »", 0),
        ("« oui", 1),
        ("oui »", 1),
        ("« a » b »", 1),
        ("« a\nb\nc", 1),
        ('un 7" et rien', 1),
        ("« a “b »", 1),
        ("Oui !' dit-il", 0),
        ("« " * 20 + "» " * 20, 8),
    ],
)
def test_marks_without_a_partner_are_reported(text, unpaired):
    assert len(find_marks(text).unpaired) == unpaired


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("L’“été”", "L'«été»"),
        (f"«{NB}L’été{THIN}»", "« L'été »"),
        ('"L\'été"', "«L'été»"),
        ("ouvert » seul", "ouvert   seul"),
    ],
)
def test_plain_view_has_one_kind_of_mark_and_the_same_length(text, expected):
    assert plain(text, find_marks(text)) == expected
    assert len(plain(text, find_marks(text))) == len(text)


@pytest.mark.timing
@pytest.mark.parametrize("unit", ["«", "»", '"', "“", "”", "'", "‘", "« ' \" ", "«a»", "«\n", "“\n", "a'b "])
def test_time_is_linear(unit):
    def seconds(n):
        start = time.perf_counter()
        find_marks(unit * n)
        return time.perf_counter() - start

    seconds(100)
    small = min(seconds(10_000) for _ in range(3))
    large = min(seconds(80_000) for _ in range(2))
    assert large < 8 * small * 3 + 0.05
