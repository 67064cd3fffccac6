"""When, where and to whom something was said is no part of who said it, unless it is the office's own place."""

import pytest

from framing.quotation import extract

SAID = "Les ports rouvrent jeudi, a déclaré {}."
CASES = [  # who and where, the source as written, the speaker
    ("mardi le président valdorien Hugo Morel à Orée", "le président valdorien Hugo Morel", "Hugo Morel"),
    ("le président Hugo Morel devant la presse", "le président Hugo Morel", "Hugo Morel"),
    ("le porte-parole Hugo Morel au micro de Radio Boréal", "le porte-parole Hugo Morel", "Hugo Morel"),
    ("le ministre Hugo Morel mardi 4 mai à la télévision", "le ministre Hugo Morel", "Hugo Morel"),
    ("Hugo Morel sur Facebook", "Hugo Morel", "Hugo Morel"),
    ("Hugo Morel lors d'une conférence de presse", "Hugo Morel", "Hugo Morel"),
    ("le ministre en marge du sommet", "le ministre", "ministre"),
    ("le ministère dans un communiqué publié lundi", "le ministère", "ministère"),
    ("la porte-parole du ministère devant la presse", "la porte-parole du ministère", "porte-parole du ministère"),
    ("le maire aux journalistes", "le maire", "maire"),
    ("le maire de Kadrine", "le maire de Kadrine", "maire de Kadrine"),
    ("la ministre de l'Eau", "la ministre de l'Eau", "ministre de l'Eau"),
    ("l'ambassadeur à Orée", "l'ambassadeur à Orée", "ambassadeur à Orée"),
    ("l'ambassadeur de Valdorie à Orée", "l'ambassadeur de Valdorie à Orée", "ambassadeur de Valdorie à Orée"),
    ("le Premier ministre Paul Varlat", "le Premier ministre Paul Varlat", "Paul Varlat"),
]


@pytest.mark.parametrize(("who", "source", "speaker"), CASES)
def test_where_it_was_said_is_no_part_of_the_source(who, source, speaker):
    text = SAID.format(who)
    (quote,) = extract(text).quotes
    assert (text[slice(*quote.source)], quote.speaker) == (source, speaker)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Selon le ministre Hugo Morel à Orée, les ports rouvrent.", "les ports rouvrent"),
        ("Le président Hugo Morel à Orée a déclaré que les ports rouvrent.", "les ports rouvrent"),
        ("Les quais aussi, a dit le président Hugo Morel devant la presse.", "Les quais aussi"),
    ],
)
def test_nor_of_the_content(text, content):
    (quote,) = extract(text).quotes
    assert [text[slice(*span)] for span in quote.spans] == [content]
    assert quote.speaker == "Hugo Morel"


def test_one_who_speaks_at_two_places_is_one_speaker():
    text = f"{SAID.format('le président valdorien Hugo Morel à Orée')} {SAID.format('le président Hugo Morel au port')}"
    assert {q.speaker for q in extract(text).quotes} == {"Hugo Morel"}


@pytest.mark.parametrize(
    "text", ["Le maire, Paul Varlat, a salué le préfet.", "La promesse n'a pas convaincu le préfet."]
)
def test_an_object_is_nobody_who_speaks(text):
    assert not [q for q in extract(text).quotes if q.construction == "closing"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Paul Varlat est venu. « Hugo Morel ment », a-t-il dit.", "Paul Varlat"),
        ("Mme Varnier est venue. « Le pont tiendra », a-t-elle dit.", "Varnier"),
        (
            "Selon un communiqué commun, le pont rouvrira. Le communiqué précise que le pont est fermé.",
            "un communiqué commun",
        ),
        ("Les habitants sont inquiets. Ils affirment que le pont est fermé.", "habitants"),
        ("La préfète Lise Ravel est venue. La préfète affirme que le pont est fermé.", "Lise Ravel"),
    ],
)
def test_whom_a_shorter_phrase_takes_up(text, speaker):
    assert extract(text).quotes[-1].speaker == speaker
