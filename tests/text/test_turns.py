"""Transcripts: who speaks stands before the colon; lists, headings and headlines with a colon are none."""

import time

import pandas as pd
import pytest

import framing
from framing.annotation import annotate
from framing.quotation import extract
from framing.text.article import Article

CONFERENCE = """Conférence de presse du 17 mars 2031 tenue par le porte-parole Hugo Morel

2031-03-17 16:48

Agence Boréal : Selon des médias, l’Orbe prendra une position « de plus en plus dure ». Quel est votre commentaire ?

Hugo Morel : La Valdorie s’y oppose fermement. Nous avons dit que la porte reste ouverte.

Il n'y a rien à ajouter.

Q : Et le barrage ?

R : Il ouvrira jeudi.
"""
INTERVIEW = """Le maire d'Orée : « Le port rouvrira »

Lia Brone, maire d'Orée depuis trois ans, répond aux questions du Fanal sur les travaux du port et de la criée.

Question : Quand rouvre le port ?
Réponse : Il rouvre jeudi.
Question 2 : Et la criée ?
Réponse 2 : Elle attendra.
"""
DEBATE = """Ana Zorel : Le port doit rester ouvert.
M. Varlat : La préfecture en décidera.
Ana Zorel : Elle a trop attendu.
Paul Varlat (préfet) : Elle a pris le temps qu'il fallait.
"""
OFFICIAL = """Le porte-parole Hugo Morel a répondu aux journalistes mardi, à Port-Orée, après le conseil des ministres.
Q. - Le traité sera-t-il signé ?
R. - Il le sera jeudi.
"""


def said(text: str) -> list[tuple[str | None, str]]:
    """Speaker and first word of each turn."""
    return [(q.speaker, text[q.start :].split()[0]) for q in extract(text).quotes if q.construction == "turn"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CONFERENCE, [("Agence Boréal", "Selon"), ("Hugo Morel", "La"), (None, "Et"), ("Hugo Morel", "Il")]),
        (INTERVIEW, [(None, "Quand"), ("Lia Brone", "Il"), (None, "Et"), ("Lia Brone", "Elle")]),
        (DEBATE, [("Ana Zorel", "Le"), ("Paul Varlat", "La"), ("Ana Zorel", "Elle"), ("Paul Varlat", "Elle")]),
        (OFFICIAL, [(None, "Le"), ("Hugo Morel", "Il")]),
        ("Question :\nEt le pont ?\nRéponse :\nIl est fermé.\n", [(None, "Et"), (None, "Il")]),
    ],
)
def test_turns(text, expected):
    assert said(text) == expected
    assert extract(text).warnings[-1].startswith(f"transcript: {len(expected)} turns")


def test_what_is_said_in_a_turn():
    table = framing.quotes(CONFERENCE).set_index("quote_id")
    answer = table[table["speaker"] == "Hugo Morel"].iloc[0]
    assert answer["type"] == "direct" and answer["quotation"].endswith("ouverte. … Il n'y a rien à ajouter.")
    assert CONFERENCE[answer["source_start"] : answer["source_end"]] == "Hugo Morel"
    (own,) = table[table["cue_lemma"] == "dire"].itertuples()  # « nous avons dit » in his own words
    assert (own.speaker, table.loc[own.parent, "speaker"]) == ("Hugo Morel", "Hugo Morel")
    (rumour,) = table[table["cue_lemma"] == "selon"].itertuples()
    assert rumour.quotation == "l’Orbe prendra une position « de plus en plus dure »"
    assert table.loc[rumour.parent, "speaker"] == "Agence Boréal"


def test_the_outlet_says_the_headline_and_the_labels():
    found = annotate(pd.DataFrame({"text": [CONFERENCE]}), stance_models=["lexical"])
    own = found.voices[found.voices["voice"] == "outlet"]
    words = " ".join(CONFERENCE[s:e] for s, e in zip(own["start"], own["end"], strict=True)).split()
    assert "Conférence" in words and "Boréal" in words and "fermement." not in words and "barrage" not in words
    assert found.warnings["warning"].str.startswith("transcript").tolist() == [True]


LEAD = "Le port d'Orée a rouvert mercredi, a annoncé la capitainerie, après trois longs mois de travaux.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Lundi : pluie sur la côte.\nMardi : soleil partout.\nMercredi : vent fort.\n",
        "Hugo Morel : « Le port rouvrira »\n\n" + LEAD,
        LEAD + "Le bilan : trois blessés.\nLa cause : une vague.\nLa suite : une enquête.\n",
        LEAD + "Lia Brone : la maire d'Orée, élue il y a trois ans.\nPaul Varlat : le préfet, nommé en mars.\n",
        LEAD + "Pour le port : douze voix.\nContre : neuf.\n",
        "Q : le nom d'une lettre.\n" + LEAD,
        "Question : Et le port ?\nRéponse : Il rouvre.\n" + LEAD * 8,  # too few to read all the rest as one answer
        "Le maire a dit : « Le port rouvre. »\nLe préfet a répondu : « Jeudi. »\nLe maire a dit : « Enfin. »\n",
        "10 h 05 : le port rouvre.\n10 h 20 : la criée aussi.\n10 h 05 : la foule arrive.\n",
        "",
    ],
)
def test_other_texts_have_no_turns(text):
    assert Article(text).turns == []


@pytest.mark.timing
def test_time_is_linear():
    def seconds(n):
        article = Article("Q : Et le port ?\nR : Il rouvre.\nLia Brone : Oui.\n" * n)
        assert len(article.view)
        begin = time.process_time()
        assert len(article.turns) == 3 * n
        return time.process_time() - begin

    assert min(seconds(2_000) for _ in range(2)) < 30 * min(seconds(200) for _ in range(3)) + 0.05
