"""Whose words: kinds of sentences in which the source was taken for another, or was not found."""

import pytest

from framing.language import load
from framing.quotation import extract
from framing.quotation.descriptions import Known, describe
from framing.quotation.mentions import History
from framing.quotation.names import NameIndex
from framing.quotation.vocabulary import vocabulary_of

CASES = [
    # what stands before a colon heads the sentence
    ("Barrages : l’opposition dénonce un passage en force.", "dénonce", "opposition"),
    ("Marée noire aux Sternes : l'armateur nie toute négligence.", "nie", "armateur"),
    # a name in apposition, behind a role, a civility or a hyphen
    ("Le porte-parole de la junte, le colonel Amos Tidjane, a promis des élections.", "a promis", "Amos Tidjane"),
    (
        "La route est fermée, a indiqué le président-directeur général du groupe, Wade Colburn.",
        "a indiqué",
        "Wade Colburn",
    ),
    # « selon la police, | le suspect … »: a role behind what is no person opens the content
    ("Selon la police, le suspect Jean Orsel, 34 ans, a fui.", "Selon", "police"),
    ("Selon Paul Varlat, la loi, votée hier, est mauvaise.", "Selon", "Paul Varlat"),
    # a report that goes on behind a clause of another tense
    (
        "La ministre des Mines, Élodie Taravel, a assuré que le puits rouvrirait et a promis aux salariés une prime.",
        "a promis",
        "Élodie Taravel",
    ),
    # an agent that other complements part from its verb
    (
        "L’attaque a été revendiquée dans la soirée par les Brigades de l’Aube.",
        "a été revendiquée",
        "Brigades de l’Aube",
    ),
    ("La jument Orageuse, considérée comme une favorite par les parieurs, a fini septième.", "considérée", "parieurs"),
    # whose words a noun names
    (
        "La promesse d’un train par heure, faite par la région Basse-Lande, n’a pas suffi.",
        "La promesse",
        "région Basse-Lande",
    ),
    ("Le syndicat des grutiers menace de bloquer le port de Merle.", "menace", "syndicat des grutiers"),
    # behind a comma « qui » takes up all that stands before it
    (
        "Paul Varlat, président du Tarn et de l'Union des quais, qui a rappelé que la loi est bonne, est venu.",
        "a rappelé",
        "Paul Varlat",
    ),
]


def describe_as_written(phrase):
    words = vocabulary_of(load())
    return describe(phrase, 0, Known(NameIndex("", load()), History(words), words)).name


@pytest.mark.parametrize(("text", "cue", "speaker"), CASES, ids=[case[1] + " " + case[2] for case in CASES])
def test_speaker(text, cue, speaker):
    assert [q.speaker for q in extract(text).quotes if text[slice(*q.cue)] == cue] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Selon Hugo Morel, du comité des quais, la fermeture des quais reste prévue.",
        "D'après Lise Castel, la présidente des riverains, la fermeture des quais reste prévue.",
        "Selon des riverains s'exprimant sur place, la fermeture des quais reste prévue.",
    ],
)
def test_who_the_source_is_is_no_content(text):
    (quote,) = extract(text).quotes
    assert [text[slice(*span)] for span in quote.spans] == ["la fermeture des quais reste prévue"]


def test_a_role_takes_up_a_person_whom_a_sentence_names_that_needs_no_parse():
    text = "Renaud Castel est mort lundi. Sa fille Lise Castel préside le club. La dirigeante affirme que la fête aura lieu."
    assert [q.speaker for q in extract(text).quotes] == ["Lise Castel"]


@pytest.mark.parametrize(
    "content",
    [
        "pendant la nuit, la route a été fermée",
        "voulant fuir, l'homme a sauté dans la Sarve",
    ],
)
def test_what_a_comma_parts_from_the_source_is_said_of_the_content(content):
    text = f"Selon la police, {content}."
    (quote,) = extract(text).quotes
    assert [text[slice(*span)] for span in quote.spans] == [content]


def test_a_time_before_a_source_is_not_its_name():
    assert describe_as_written("Ce lundi, 162 stations") == "162 stations"
    assert describe_as_written("Torva Lind, 64 ans, relogée à Tirsk") == "Torva Lind"
