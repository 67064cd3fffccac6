import json
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.evaluate import pairs
from framing.quotation import extract, to_gold
from framing.tables import sha256
from framing.text.typography import MARK_STYLES, exchange_marks, mark_style, move_spans

NB = "\u00a0"
ALL_MARKS = '«»‹›“”„‟"'


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("", "none"),
        ("l’été", "none"),
        ("« oui »", "guillemets"),
        ("“oui”", "curly"),
        ('"oui"', "straight"),
        ('« oui » et "non"', "mixed"),
        ("« oui » " * 19 + "“non”", "guillemets"),
    ],
)
def test_mark_style(text, style):
    assert mark_style(text) == style


@pytest.mark.parametrize(
    ("text", "style", "offsets"),
    [
        ("", "curly", [0]),
        ("« a »", "guillemets", [0, 2, 2, 3, 4, 5]),
        ("« a »", "straight", [0, 1, 1, 2, 2, 3]),
        ('"a"', "guillemets", [0, 2, 3, 5]),
        ("«  a»", "thin guillemets", [0, 2, 2, 2, 3, 5]),
    ],
)
def test_where_offsets_go(text, style, offsets):
    assert exchange_marks(text, style).offsets == offsets


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("", "curly", ""),
        ("sans rien", "curly", "sans rien"),
        (f"«{NB}Oui{NB}», dit-elle", "curly", "“Oui”, dit-elle"),
        ("« Oui », dit-elle", "straight", '"Oui", dit-elle'),
        ("«Oui», dit-elle", "guillemets", f"«{NB}Oui{NB}», dit-elle"),
        ('Elle dit : "Oui."', "guillemets", f"Elle dit : «{NB}Oui.{NB}»"),
        ('l\'"accord" et "la paix"', "curly", "l'“accord” et “la paix”"),
        ('" Oui ", dit-elle', "curly", "“ Oui ”, dit-elle"),
        (f"“{NB}Oui{NB}”", "tight guillemets", "«Oui»"),
        ("„Oui“, puis “non”", "guillemets", f"«{NB}Oui{NB}», puis «{NB}non{NB}»"),
        (f"«{NB}Elle dit “oui”{NB}»", "straight", '"Elle dit "oui""'),
        ("« Oui", "curly", "“Oui"),
        ("« Oui », dit l’ami", "single curly", "‘Oui’, dit l’ami"),
        ("‘Oui’, dit l’ami", "straight", "‘Oui’, dit l’ami"),
        ("« »", "curly", "“”"),
        ("« «  » »", "tight guillemets", "««»»"),
        ('"Oui\n"Non"', "curly", "“Oui\n“Non”"),
    ],
)
def test_exchange_marks(text, style, expected):
    assert exchange_marks(text, style).text == expected


@pytest.mark.parametrize(
    ("apostrophe", "expected"), [("’", "l’ami d’ici"), ("'", "l'ami d'ici"), (None, "l'ami d’ici")]
)
def test_exchange_apostrophes_in_place(apostrophe, expected):
    text, offsets = exchange_marks("l'ami d’ici", "curly", apostrophe)
    assert text == expected
    assert offsets == list(range(12))


def test_unknown_style_or_apostrophe():
    with pytest.raises(ValueError, match="style = 'gothique'"):
        exchange_marks("", "gothique")
    with pytest.raises(ValueError, match="apostrophe = 'x'"):
        exchange_marks("", "curly", "x")


@pytest.mark.parametrize("style", sorted(MARK_STYLES))
@pytest.mark.parametrize(
    "text", ["« Oui », dit-elle.", "“Oui”, dit-elle.", '"Oui", dit-elle.', f"«{NB}Oui{NB}», dit-elle."]
)
def test_spans_follow_their_words(text, style):
    new, offsets = exchange_marks(text, style)
    start = text.index("Oui")
    assert new[offsets[start] : offsets[start + 3]] == "Oui"
    first, last = text.index(text[0]), text.index(",")
    assert new[offsets[first] : offsets[last]] == MARK_STYLES[style][0] + "Oui" + MARK_STYLES[style][1]
    assert new[offsets[last] :] == ", dit-elle."


@given(
    st.text(alphabet=ALL_MARKS + NB + " \nab,.'’", max_size=60),
    st.sampled_from(sorted(MARK_STYLES.keys() - {"single curly"})),
)
def test_nothing_but_marks_and_their_spaces_changes(text, style):
    new, offsets = exchange_marks(text, style)
    assert len(offsets) == len(text) + 1
    assert offsets[0] == 0
    assert offsets[-1] == len(new)
    assert all(a <= b for a, b in pairwise(offsets))
    for i, char in enumerate(text):
        if char not in ALL_MARKS and not char.isspace():
            assert new[offsets[i]] == char
            assert offsets[i + 1] >= offsets[i] + 1 or text[i + 1 : i + 2].isspace()
    kept = [c for c in text if c not in ALL_MARKS and not c.isspace()]
    assert [c for c in new if c not in ALL_MARKS and not c.isspace()] == kept
    assert sum(map(new.count, ALL_MARKS)) == sum(map(text.count, ALL_MARKS))


@given(st.text(alphabet="«»“”„ab,\n", max_size=40))
def test_there_and_back(text):
    tight = exchange_marks(text, "tight guillemets").text
    assert exchange_marks(exchange_marks(tight, "curly").text, "tight guillemets").text == tight


def test_an_annotation_moves_with_its_text():
    text = "« Oui », dit Kerr, « mais pas “demain” »."
    article = {
        "id": "a",
        "sha256": sha256(text),
        "quotes": [
            {"id": "q1", "type": "direct", "cue": [9, 12], "content": [[2, 5], [21, 38]], "source": [13, 17]}
            | {"speaker": "Kerr"},
            {"id": "q2", "type": "direct", "cue": None, "content": [[31, 37]], "source": None, "speaker": None},
        ],
        "islands": [{"span": [31, 37]}],
    }  # fmt: skip
    before = json.dumps(article)
    exchanged = exchange_marks(text, "straight")
    moved = move_spans(article, exchanged)
    assert json.dumps(article) == before
    words = [exchanged.text[s:e] for s, e in moved["quotes"][0]["content"]]
    assert words == ["Oui", 'mais pas "demain"']
    cue, source = moved["quotes"][0]["cue"], moved["quotes"][0]["source"]
    assert exchanged.text[slice(*cue)] + exchanged.text[slice(*source)] == "ditKerr"
    assert exchanged.text[slice(*moved["islands"][0]["span"])] == "demain"
    assert pairs({"a": moved}, {"a": moved}, {"a": exchanged.text})["status"].eq("right").sum() == 2


@pytest.mark.timing
def test_texts_of_nothing_but_marks_take_linear_time():
    took = {}
    for n in (50_000, 200_000):
        start = time.process_time()
        exchange_marks('"«' + NB * 3 + " " * (n - 10) + "»" * 5, "curly")
        exchange_marks('"' * n, "guillemets")
        took[n] = time.process_time() - start
    assert took[200_000] < 12 * took[50_000]


ARTICLE = """Le pont de Sarvelle restera fermé

« Nous ne rouvrirons pas avant l'hiver », a déclaré mardi la mairesse de Sarvelle, Odile Kerr. « Les câbles, a-t-elle \
ajouté, doivent être changés. »

Jean Orvault, chef de l'opposition, a dénoncé un « abandon » et estimé que la ville « n'avait rien prévu ». Selon la \
préfecture, les travaux coûteront douze millions. D'après un témoin, « l'eau est montée d'un coup. Personne n'a crié ».
"""


@pytest.mark.parametrize("apostrophe", ["'", "’"])
@pytest.mark.parametrize("style", sorted(MARK_STYLES))
def test_the_extractor_reads_every_typography_alike(style, apostrophe):
    original = to_gold("a", ARTICLE, extract(ARTICLE))
    exchanged = exchange_marks(ARTICLE, style, apostrophe)
    found = to_gold("a", exchanged.text, extract(exchanged.text))
    expected = move_spans(original, exchanged)
    parts = ("type", "cue", "content", "source")
    assert {q["type"] for q in expected["quotes"]} == {"direct", "indirect", "mixed"}, "the article tests too little"
    assert [[q[p] for p in parts] for q in found["quotes"]] == [[q[p] for p in parts] for q in expected["quotes"]]
    assert [i["span"] for i in found["islands"]] == [i["span"] for i in expected["islands"]]
