import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.language import load
from framing.text.zoning import ZONES, patterns, spans_of, zones

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

BODY = (
    "Le port d'Orée a rouvert mercredi, a annoncé la capitainerie, après trois longs mois de travaux.\n\n"
    "« Les pêcheurs ont attendu avec patience », a dit le maire, qui promet une criée neuve pour l'automne.\n"
)
P = "body"  # both paragraphs of BODY

# Pages as lists of (line or block, zone).
PAGES = [
    [],
    [(BODY, P)],
    [("Le port d'Orée rouvre", "headline"), (BODY, P)],
    [("« Nous sommes prêts » : le port d'Orée rouvre", "headline"), (BODY, P)],
    [("Pourquoi le port d'Orée est-il resté fermé pendant trois longs mois ?", "headline"), (BODY, P)],
    [("Le port d'Orée rouvre", "headline"), ("Lia Brone a vu la criée neuve.", P), (BODY, P)],
    [  # a site of a news agency, as 002
        ("Dernière mise à jour à 10h12 le 03/04", "furniture"),
        ("Page d'accueil>>Littoral", "furniture"),
        ("Le port d'Orée rouvre", "headline"),
        ("Le Fanal | 03.04.2019 10h12", "source"),
        (BODY, P),
        ("(Rédacteurs :Ana Zorel, Lou MIREK)", "furniture"),
        ("Partez cet article sur :", "furniture"),
        ("  • Votre pseudo", "furniture"),
        ("  •  \u00a0", "furniture"),
        ("Conseils de la rédaction :", "furniture"),
    ],
    [  # a portal, as 004
        ("Envoyer [A A]", "furniture"),
        ("Le port d'Orée rouvre", "headline"),
        ("Fanal.test | Mis à jour le 03. 04. 2019 ", "source"),
        ("| Mots clés : port,pêche", "furniture"),
        (BODY, P),
        ("Suivez Fanal.test sur Twitter et Facebook pour rejoindre la conversation.", "furniture"),
        ("Source:fanal.test", "source"),
    ],
    [(" date 2019-04 ", "dateline"), ("Le port d'Orée a rouvert après des travaux", "headline"), (BODY, P)],
    [  # a daily
        ("Littoral", "furniture"),
        ("Le port d'Orée rouvre après trois mois", "headline"),
        ("Reportage", "furniture"),
        ("Par Lia Brone (Port-Orée, envoyée spéciale)", "source"),
        ("Publié le 3 avril 2019 à 10h12, modifié le 4 avril 2019 à 08h00", "dateline"),
        ("Temps de lecture : 3 min.", "furniture"),
        ("Article réservé aux abonnés", "furniture"),
        (BODY, P),
        ("Lire aussi : A Port-Orée, la criée attend ses poissons depuis des mois", "furniture"),
        (BODY, P),
        ("Le Fanal avec AFP", "source"),
        ("© Le Fanal. Tous droits réservés.", "furniture"),
        ("Partager sur Facebook", "furniture"),
        ("Le port en dix dates", "furniture"),
        ("Commentaires (12)", "furniture"),
    ],
    [  # a news agency
        ("Réouverture du port d'Orée", "headline"),
        ("PORT-ORÉE, 3 avril (Agence Orée) - ", "dateline"),
        (BODY, P),
    ],
    [("Port-Orée, 3 avril 2019 (Agence Orée) -- ", "dateline"), (BODY, P), ("(AFP)", "source")],
    [("Réouverture du port d'Orée", "headline"), ("3 avril 2019 . –", "dateline"), (BODY, P)],
    [("Réouverture du port d'Orée", "headline"), ("3 avril 2019 . – ", "dateline"), (BODY, P)],
    [
        ("Nous utilisons des cookies pour mesurer l'audience de nos pages. Vous pouvez les refuser.", "furniture"),
        ("Tout accepter", "furniture"),
        ("Accueil > Littoral > Ports", "furniture"),
        ("Réouverture du port d'Orée", "headline"),
        (BODY, P),
        ("Abonnez-vous à notre lettre du soir", "furniture"),
        ("Mentions légales", "furniture"),
    ],
    [("Port\nDates\nCriée", P)],  # nothing on the page is a paragraph
    [("Littoral", "furniture"), ("Le port d'Orée rouvre", "headline"), (BODY, P)],
    [  # what stands between headline and byline is a label when it is short
        ("Pourquoi le port d'Orée est-il resté fermé pendant trois longs mois ?", "headline"),
        ("Reportage", "furniture"),
        ("Le Fanal | 03.04.2019 10h12", "source"),
        (BODY, P),
    ],
    [
        ("Le port d'Orée rouvre", "headline"),
        ("La criée neuve attend encore ses poissons", P),
        ("Le Fanal | 03.04.2019 10h12", "source"),
        (BODY, P),
    ],
    [  # what stands between paragraphs is none
        ("Le port d'Orée rouvre", "headline"),
        (BODY, P),
        ("Une criée neuve", P),
        (BODY, P),
        ("Partez cet article sur :", "furniture"),
    ],
]


def built(page, line_end="\n"):
    """The text of a page and the zones that it should have; an in-line piece ends with a space and takes no line end."""
    pieces = [piece if piece.endswith(" ") and not piece.startswith("  ") else piece + "\n" for piece, _ in page]
    text = "".join(pieces).replace("\n", line_end)
    expected = []
    for piece, (_, zone) in zip(pieces, page, strict=True):
        shown = " ".join(piece.split())
        if expected and expected[-1][1] == zone:
            expected[-1] = (f"{expected[-1][0]} {shown}", zone)
        else:
            expected.append((shown, zone))
    return text, expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n", "\r"])
@pytest.mark.parametrize("page", PAGES)
def test_zones(page, line_end):
    text, expected = built(page, line_end)
    found = [(" ".join(text[row.start : row.end].split()), row.zone) for row in zones(text).itertuples()]
    assert found == expected


@pytest.mark.parametrize("page", PAGES)
def test_apostrophes_and_spaces_do_not_matter(page):
    text, _ = built(page)
    other = text.translate(str.maketrans({"'": "’", " ": "\u00a0"}))
    assert zones(other).equals(zones(text))


# Sentences and headlines that a pattern could take for furniture and must not.
ARTICLE_LINES = [
    "Partager le pouvoir, c'est ce que refuse le maire d'Orée.",
    "Par ailleurs, Lia Brone a été nommée à la tête du port.",
    "Par Toutatis, dit-on encore à Port-Orée les jours de grand vent.",
    "Source de conflits, la criée ferme à midi depuis deux longues années.",
    "Le 3 avril 2019, la capitainerie d'Orée a fermé le bassin.",
    "Envoyer des renforts, telle est la demande du préfet d'Orée.",
    "Suivez son regard : le maire vise la capitainerie et ses comptes.",
    "Accueil glacial pour le ministre, mardi, dans le port d'Orée.",
    "Photos, cartes et carnets ont été saisis au domicile de l'armateur.",
    "Publicité mensongère : la criée d'Orée devant le tribunal de commerce.",
    "Nous voulons que les pêcheurs soient payés, a dit le maire d'Orée.",
    "Tous les droits des pêcheurs ont été réservés par le tribunal d'Orée.",
    "Le Fanal du Soir, quotidien d'Orée, a publié la lettre en entier.",
    "Le port (au nord) – le plus ancien – a rouvert après des travaux.",
    "Lire et écrire : la priorité du maire d'Orée pour la rentrée.",
    "Un accord avec l'Agence Orée, dit-on, a été signé mercredi au port.",
    "Fermer le port ne servirait à rien, juge la capitainerie d'Orée.",
    "« Réagir vite », voilà ce que demande la capitainerie au ministre.",
]


@pytest.mark.parametrize("line", ARTICLE_LINES)
def test_article_lines_stay_body(line):
    page = f"Réouverture du port d'Orée\n{BODY}{line}\n{BODY}"
    assert zones(page)["zone"].tolist() == ["headline", "body"]


def test_spans_of():
    text, _ = built(PAGES[7])
    table = zones(text)
    assert [text[start:end] for start, end in spans_of(text, table)] == ["Le port d'Orée rouvre", BODY.strip()]
    assert [text[start:end] for start, end in spans_of(text, table, ("source",))] == [
        "Fanal.test | Mis à jour le 03. 04. 2019",
        "Source:fanal.test",
    ]
    assert spans_of("", zones("")) == []


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["\n", "\r\n", " ", "Partager", "Le port d'Orée rouvre", BODY, "© Orée", "(AFP)", "a", "| 3.4.2019"]
        ),
        max_size=12,
    )
)
def test_the_table_covers_the_text(pieces):
    text = "".join(pieces)
    table = zones(text)
    assert table.dtypes.astype(str).tolist() == ["int64", "int64", "str"]
    assert set(table["zone"]) <= set(ZONES)
    if not text.strip():
        assert table.empty
        return
    assert table["start"].tolist() == [0, *table["end"].tolist()[:-1]]
    assert table["end"].iloc[-1] == len(text)
    assert (table["start"] < table["end"]).all()
    assert not (table["zone"] == table["zone"].shift()).any()


@pytest.mark.parametrize("row", load().table("furniture"), ids=lambda row: row["example"])
def test_each_pattern_has_an_example(row):
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    find = {"line": pattern.fullmatch, "start": pattern.match, "paragraph": pattern.match, "end": pattern.search}[
        row["match"]
    ]
    assert find(row["example"]) and len(row["example"]) <= int(row["max_chars"])
    assert row["zone"] in ZONES and row["source"]


UNITS = [
    "a",
    "A",
    "A.",
    " ",
    "1 ",
    ">",
    "a>",
    "| ",
    ". ",
    "Le ",
    "A' ",
    "(A",
    "A-",
    "• ",
    "avec ",
    "cookies ",
    "de ",
    "A ",
]


@pytest.mark.timing
@pytest.mark.parametrize("unit", UNITS)
def test_no_pattern_backtracks(unit):
    """The longest line that a pattern looks at costs at most some milliseconds."""
    for pattern in [pattern for match in patterns(load()).values() for pattern in match]:
        for opening in ("", "Par A", "nous a", "PARIS, ", "a | "):
            line = (opening + unit * pattern.max_chars)[: pattern.max_chars]
            begin = time.process_time()
            pattern.regex.search(line)
            pattern.regex.fullmatch(line)
            assert time.process_time() - begin < 0.1, pattern


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five articles of the study are not here")
def test_the_articles_of_the_study():
    """Zones of the real articles, as offsets: their texts are not ours to print."""
    found = {path.name[:3]: zones(path.read_text("utf-8")) for path in sorted(SEEDS.glob("*.txt"))}
    assert {key: list(table[["zone", "start"]].itertuples(index=False, name=None)) for key, table in found.items()} == {
        "000": [("body", 0)],
        "001": [("headline", 0), ("body", 88)],
        "002": [("furniture", 0), ("headline", 62), ("source", 154), ("body", 181), ("furniture", 3828)],
        "003": [("dateline", 0), ("headline", 14), ("body", 119)],
        "004": [
            ("furniture", 0),
            ("headline", 15),
            ("source", 77),
            ("furniture", 126),
            ("body", 154),
            ("furniture", 3800),
            ("source", 3876),
        ],
    }
