"""What two pages share beside their articles is no copied passage and makes no duplicate."""

import pandas as pd
import pytest

from framing.align import reuse
from framing.corpus.duplicates import find_duplicates
from framing.text.zoning import spans_of, zones

FIRST = "Le port d'Orée a rouvert mercredi, a annoncé la capitainerie, après trois longs mois de travaux."
SECOND = "Une tempête a emporté la digue de Sarvelle dans la nuit, et la mairie cherche où loger les familles."
SHARED = [
    "© Agence Boréal. Tous droits de reproduction et de représentation réservés pour toutes les pages de ce site.",
    "Vous avez une question, une remarque, des suggestions sur ce que vous lisez ici ? Contactez notre équipe de rédaction.",
    "Nous utilisons des cookies pour mesurer l'audience de nos pages et pour vous montrer ce que vous aimez.",
    "Abonnez-vous à notre lettre du soir pour recevoir chaque jour le meilleur de notre rédaction et de ses reporters.",
    "Pour toute question sur cette page ou sur une autre, écrivez à la rédaction : boreal@exemple.test",
]


def articles(line):
    texts = [f"{body}\n\n{line}\n" for body in (FIRST, SECOND)]
    return pd.DataFrame({"article_id": ["a", "b"], "published": ["2031-05-02", "2031-05-03"], "text": texts})


@pytest.mark.parametrize("line", SHARED)
def test_shared_furniture_makes_no_link(line):
    assert reuse(articles(line)).empty


@pytest.mark.parametrize("line", SHARED)
def test_shared_furniture_makes_no_duplicate(line):
    texts = articles((line + "\n") * 20)["text"]
    own = ["\n".join(text[s:e] for s, e in spans_of(text, zones(text))) for text in texts]
    assert find_duplicates(own, ["Le Fanal", "La Voix"]).empty


def test_the_same_line_in_the_article_makes_one():
    body = "La capitainerie demande aux pêcheurs de ne pas prendre la mer avant que la digue soit réparée."
    (link,) = reuse(articles(body)).itertuples()
    assert link.score == 1.0
