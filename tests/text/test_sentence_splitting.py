import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.language import load
from framing.text.sentence_splitting import paragraphs, sentences

# Each case lists the sentences of a text, which stands between them.
CASES = [
    [],
    ["Un mot sans point"],
    ["Le port rouvre.", "La pêche reprend.", "Pourquoi ?", "Mystère…", "Enfin !"],
    ["M. Ravel et Mme. Dorn sont là.", "MM. Brone et Zorel aussi."],
    ["J.-P. Dunal, Ph. Ravel et G.W. Orel partent.", "Ils reviendront."],
    ["C'est dit à l'art. 3 du code, p. 12.", "Le reste suit."],
    ["Des filets, des nasses, etc.", "Le reste suit, etc. et s'arrête."],
    ["L'O.N.U.", "Le délégué y siège."],
    ["Il en coûte 3.5 millions, soit 1.000 de plus.", "Personne ne paie."],
    ["Mis à jour le 12. 01. 2022 au soir.", "Fin."],
    ["Cela date de 2017.", "12 personnes y étaient."],
    ["1. Premier point.", "2. Second point."],
    ["Le site www.exemple.test ne répond plus.", "On attend."],
    ["« Pourquoi ? », demande-t-elle.", "Personne ne répond."],
    ["« Assez ! » crie un pêcheur.", "Il s'en va."],
    ["Elle a dit : « Nous irons. »", "Puis elle est partie."],
    ["« Nous irons.", "Nous gagnerons », dit-elle."],
    ["Elle promet “de partir.”", "Puis elle reste."],
    ["Elle l'a dit.", "“Nous irons.”", "Puis elle est partie."],
    ["Elle l'a dit.", '"Nous irons."', "Puis elle est partie."],
    ['Elle a dit : " Nous irons. "', "Puis elle est partie."],
    ["Elle l'a dit.", '" Nous irons. "', "Puis elle est partie."],
    ["Elle l'a dit.", "‘Nous irons.’", "Puis elle est partie."],
    ["Elle a dit : « C'est “fini.” »", "Puis elle est partie."],
    ["– Vous venez ?", "– Non."],
    ["Elle parle (…) et s'en va.", "(…) Elle revient.", "[…] Fin."],
    ["Elle part (vers 10 h. environ).", "(Lui reste.)", "Fin."],
    ["Eh bien... elle hésite… mais non…", "Oui."],
    ["Quoi ?!", "Non !!!", "Si."],
    ["École fermée.", "Élèves absents.", "Œuvre perdue."],
]


def joined(parts, between):
    spans, at = [], 0
    for part in parts:
        spans.append((at, at + len(part)))
        at += len(part) + len(between)
    return between.join(parts), spans


@pytest.mark.parametrize("between", [" ", "\u00a0", "\n", "\n\n", "\r\n", " \r\n\t"])
@pytest.mark.parametrize("parts", CASES)
def test_sentences(parts, between):
    text, spans = joined(parts, between)
    assert sentences(text) == spans


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("» ) ] } close always", ["(Elle part.)", "[Elle reste.]", "{Fin.}", "« Oui. »", "Non."]),
        ("” closes after a stop", ["“Oui.”", "Il part."]),
        ("” opens between a space and a word", ["Elle part.", "”Oui”, dit-il."]),
        ("” closes after a space where no word follows", ["“ Oui. ”", "Il part."]),
        ("’ closes after a stop", ["‘Oui.’", "Il part."]),
        ("’ opens after a space", ["Elle part.", "’ Oui ’, dit-il."]),
        ("“ closes after a stop", ["„Oui.“", "Il part."]),
        ("“ opens after a space", ["Elle part.", "“ Oui ”, dit-il."]),
        ('" closes after a space where one is open', ['" Oui. "', "Il part."]),
        ('" opens after a space where none is open', ["Elle part.", '" Oui ", dit-il.']),
        ('" does not close before a word', ['Elle part."Oui" Fin.']),
        ('" opens before a word even where one is open', ['"Oui.', '"Il part.']),
        ("’ does not close before a word", ["Elle part.’Oui’ Fin."]),
    ],
)
def test_marks_after_a_full_stop(rule, parts):
    text, spans = joined(parts, " ")
    assert sentences(text) == spans, rule


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("a capital", ["Oui.", "École fermée."]),
        ("a letter that is a capital and a small one", ["Oui.", "ǅ part."]),
        ("a digit", ["Oui.", "12 élus partent."]),
        ("no small letter", ["Oui. elle part."]),
        ("a capital after marks and spaces", ["Oui.", "– « Elle part. »"]),
        ("a capital behind too many marks", ["Oui. – « – « Elle part. »"]),
        ("an omission after a mark", ["Oui.", "« … et puis rien »"]),
        ("an omission of three stops after a mark", ["Oui.", "« ... et puis rien »"]),
        ("no omission without a mark", ["Oui.  … rien"]),
        ("no comma", ["Oui. , Elle part"]),
    ],
)
def test_what_a_sentence_starts_with(rule, parts):
    text, spans = joined(parts, " ")
    assert sentences(text) == spans, rule


def test_no_space_after_a_closing_mark():
    text = "C'est fini.»Elle part.”Lui reste."
    assert [text[start:end] for start, end in sentences(text)] == ["C'est fini.»", "Elle part.”", "Lui reste."]


def test_a_sentence_never_leaves_its_paragraph():
    text = "Un titre sans point\n« Une citation ouverte\nsur deux lignes »"
    assert sentences(text) == paragraphs(text) == [(0, 19), (20, 42), (43, 60)]


@pytest.mark.parametrize("row", load().table("abbreviations"), ids=lambda row: row["abbreviation"])
def test_abbreviations(row):
    text = f"Voir {row['abbreviation']} Orel ici."
    n = {"never": 1, "sometimes": 2, "unless_number": 2}[row["ends_sentence"]]
    assert len(sentences(text)) == n
    if row["ends_sentence"] == "unless_number":
        assert len(sentences(text.replace("Orel", "3"))) == len(sentences(text.replace("Orel", "IV"))) == 1
    assert row["abbreviation"].endswith(".") and row["source"]


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=" \n\r\tABab.!?…«»“”\"'()1-,\u00a0\u2028", max_size=80))
def test_every_letter_is_in_one_sentence(text):
    spans = sentences(text)
    bounds = [0, *(bound for span in spans for bound in span), len(text)]
    assert bounds == sorted(bounds) and all(start < end for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.timing
@pytest.mark.parametrize("unit", ['"', ".", "« ", "a. ", ". ", "J.", "? ! ", "A.\u00a0", '." '])
def test_time_is_linear(unit):
    def seconds(n):
        begin = time.process_time()
        sentences(unit * n)
        return time.process_time() - begin

    short = min(seconds(4_000) for _ in range(3))
    assert min(seconds(40_000) for _ in range(2)) < 30 * short + 0.05


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Le labo étudie la vitamine C. La revue publie ses tests.", 2),
        ("L'historien J. Le Goff a écrit un livre.", 1),
        ("Il marche avec J. La Rue.", 1),
        ("Le pilote a raté son vol. Hugo Morel est venu.", 2),
        ("Le vol. IV paraît en sept. 2016 et cite l'art. 5 du code.", 1),
    ],
)
def test_a_letter_or_a_short_word_before_a_stop(text, n):
    """A letter behind a common noun is no initial, and « vol » is also a word."""
    assert len(sentences(text)) == n
