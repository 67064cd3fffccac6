"""A dateline is no part of what is said, whatever its dash; what surrounds a dispatch on its page is no part of it."""

import pytest

import framing
from framing.text.article import Article
from framing.text.zoning import zones

SAID = "Les ports rouvrent jeudi car les deux pays sont voisins"
DASHES = ["-", "--", "–", "—", "―", "‒", "−", "––"]
DATELINES = [
    "PORT-ORÉE, 19 novembre (Agence Boréal) {} ",
    "PORT-ORÉE (Agence Boréal){} ",
    "Port-Orée, le 19 novembre 2031 (Agence Boréal) {}",
    "SARVELLE (Valdorie), 3 avril (AFP) {} ",
    "(Reuters) {} ",
    "PORT-ORÉE, 19 novembre {} ",
    "19 novembre 2031 . {} ",
]


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("dateline", DATELINES)
@pytest.mark.parametrize("page", ["", "Réouverture des ports\n\n"])
def test_a_dateline_is_no_part_of_a_quotation(page, dateline, dash):
    opening = page + dateline.format(dash)
    text = f"{opening}{SAID}, a déclaré mardi Hugo Morel.\n"
    assert framing.quotes(text)[["quotation", "cue_lemma", "speaker"]].values.tolist() == [
        [SAID, "déclarer", "Hugo Morel"]
    ]
    assert [text[z.start : z.end].strip() for z in zones(text).itertuples() if z.zone == "dateline"] == [
        dateline.format(dash).strip()
    ]


def test_each_dispatch_of_a_page_has_its_dateline():
    first = (
        "PORT-ORÉE, 19 novembre (Agence Boréal) -- Les ports rouvrent jeudi, a déclaré Hugo Morel, après trois mois.\n"
    )
    second = (
        "KADRINE, 20 novembre (Agence Boréal) — Le barrage ouvre vendredi, a annoncé la préfète Lia Brone au port.\n"
    )
    starts = framing.quotes(first + second)["quotation"].str.split().str[0].tolist()
    assert starts == ["Les", "Le"]
    assert zones(first + second)["zone"].tolist() == ["dateline", "body", "dateline", "body"]


def test_a_date_in_a_chronology_stays():
    lead = "Le port d'Orée a fermé deux fois en dix ans, selon la capitainerie de la ville.\n"
    text = lead + "3 avril 2019 – Le port ferme après la tempête, et la criée avec lui.\n"
    assert zones(text)["zone"].tolist() == ["body"]


BODY = "Le port d'Orée a rouvert mercredi, a annoncé la capitainerie, après trois longs mois de travaux."
AROUND = [
    "Fin",
    "FIN",
    "(Fin)",
    "Contact : redaction@exemple.test",
    "Contact presse : +00 1 23 45 67",
    "Pour toute question, écrivez-nous : boreal@exemple.test",
    "notre équipe de rédaction par e-mail à boreal_fr@exemple.test",
    "Vous avez une question, une remarque, des suggestions ? Contactez",
    "Une erreur dans l'article ? Signalez-la à notre équipe : boreal@exemple.test",
    "boreal@exemple.test",
    "(Agence Boréal avec ANT)",
    "(Agence Boréal)",
    "Rédaction : Lia Brone",
    "Reportage de Lia Brone, édité par Ana Zorel",
    "(Reportage Lia Brone ; version française Ana Zorel, édité par Lou Mirek)",
    "(Lia Brone, édité par Ana Zorel)",
    "Édité par Ana Zorel",
]


@pytest.mark.parametrize("line", AROUND)
def test_the_lines_round_a_dispatch_are_no_part_of_it(line):
    article = Article(f"Réouverture du port\n\n{BODY}\n{line}\n")
    assert article.own.split() == f"Réouverture du port {BODY}".split()


@pytest.mark.parametrize(
    "end",
    ["Fin", "FIN", "(Agence Boréal)", "(Agence Boréal avec ANT)", "(Reportage Lia Brone, édité par Ana Zorel)"],
)
def test_what_ends_the_last_line_is_no_part_of_it(end):
    assert Article(f"{BODY} {end}\n").own.split() == BODY.split()


@pytest.mark.parametrize(
    "line",
    [
        "La fin de la grève a été annoncée au port d'Orée.",
        "Fin de la grève : le port d'Orée rouvre ses quais mercredi.",
        "Fin du conflit, dit-on au port d'Orée, pas des difficultés.",
        "Les habitants gardent le contact avec la capitainerie d'Orée depuis des mois.",
        "Une question demeure : qui paiera les travaux du port d'Orée ?",
        "Une erreur a été commise, a dit le maire d'Orée mercredi soir.",
        "Le livre d'Ana Zorel, traduit par Lia Brone, raconte la tempête du port.",
        "Il a promis un « port neuf » (Agence Boréal, mercredi), puis s'est tu.",
        "Texte de loi, version de mars, édité par la mairie d'Orée.",
    ],
)
def test_sentences_of_the_article_stay(line):
    article = Article(f"Réouverture du port\n\n{BODY}\n{line}\n{BODY}\n")
    assert " ".join(line.split()) in " ".join(article.own.split())
