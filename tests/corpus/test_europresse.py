import random
import time
from pathlib import Path

import pytest

from framing.corpus.formats import HEAD, Problem, RawArticle, europresse
from framing.language import load
from framing.text.fold import folded

SHARED = Path(__file__).parents[3] / "shared"
SAMPLES = SHARED / "samples" / "europresse"
FRENCH = load("fr")
FIRST = "Le barrage de Kadrine ouvrira jeudi, a annoncé la ministre Élise Orsel devant la presse réunie à Port-Orée."
SECOND = "« Rien n’arrêtera l’eau », a-t-elle assuré. Les riverains attendent les plans promis en janvier."
VOICE = "Le maire de Kadrine, Tom Kadrec, s’est dit inquiet dimanche lors d’une réunion publique à la mairie."


def read(tmp_path, data, name="export.html"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(europresse.read(path, name, FRENCH))


def holds(data, suffix):
    return europresse.holds((data if isinstance(data, bytes) else data.encode())[:HEAD], suffix)


# The present markup


def article(
    outlet="Le Fanal, no. 24321                ",
    header="International, samedi 4 mars 2023, p. 7",
    title="Le <mark>barrage</mark> ouvre",
    above="",
    below='<p class="sm-margin-bottomNews">Ana Zorel</p>',
    body=f"<p>{FIRST}</p><p>{SECOND}</p>",
):
    return f"""<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{outlet}</span></div>
<div><span class="DocHeader">{header}</span></div><div><p>MÉDIAS</p></div>
<div class="titreArticle">{above}<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{title}</p></div>
{below}</header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">{body}</div></div></section>
<aside><div><p><b>Illustration(s) : </b></p><div><p>Le barrage vu du ciel.</p></div></div><div><b>Note(s) : </b></div></aside>
<footer><small>© 2023 Le Fanal. Tous droits réservés.</small><p>Numéro de document : news·20230305·LF·0101</p>
<div id="divPubliC"><span id="PubliC_lblNodoc">news·20230305·LF·0101</span><div>Certificat émis le <b>12 septembre 2024</b> à
<b>Université d’Orbe</b> à des fins de visualisation personnelle et temporaire.</div></div></footer></article>"""


def page(*articles):
    style = "<style>.DocPublicationName{color:#83724e}.titreArticle{margin:20px 0}</style>"
    head = f"<head><meta charset='utf-8'><title></title>{style}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{''.join(articles)}</body></html>"


def old(outlet, headers, title, body, above=""):
    spans = "".join(f'<span class="DocHeader">{header}</span>' for header in headers)
    return f"""<p><br><br><table align="center"><tr><td><table id="tbHeaderImages"><tr><td><img src="x.gif"><br></td></tr></table>
<span class="DocPublicationName">{outlet}</span><br>{spans}<br><br>{above}
<span class="TitreArticleVisu">{title}</span><br><br>{body}
<p></p><b><i>© 2012 {outlet}. Tous droits réservés.</i></b><p></p>Numéro de document : news·20121004·PO·2040056000<br><br><br>
<table><tr><td><img alt="Certificat PubliC">news·20121004·PO·2040056000</td></tr>
<tr><td>Ce certificat est émis à <b>Université</b>
à des fins de visualisation personnelle et temporaire.</td></tr><tr><td>Date d'émission : <b>2012-10-05</b></td></tr>
<tr><td class="txtCertificat">Le présent document est protégé par les lois et conventions internationales.</td></tr></table>
</td></tr></table>"""


def test_present_markup(tmp_path):
    other = article(
        "La Voix (site web)", "dimanche 5 mars 2023 - 08:12 UTC +01:00", "Inquiet", below="", body=f"<p>{VOICE}</p>"
    )
    assert read(tmp_path, page(article(), other)) == [
        RawArticle(
            "export.html", 1, "export-1", f"Le barrage ouvre\n\nAna Zorel\n\n{FIRST}\n\n{SECOND}",
            published="2023-03-04", site="Le Fanal",
        ),
        RawArticle("export.html", 2, "export-2", f"Inquiet\n\n{VOICE}", published="2023-03-05", site="La Voix"),
    ]  # fmt: skip


def test_one_article_is_the_file(tmp_path):
    (raw,) = read(tmp_path, page(article()))
    assert (raw.row, raw.article_id) == (0, "export")


def test_old_layout(tmp_path):
    first = old(
        "L'Orbe", ["Politique, ", "jeudi ", "5 octobre 2013"], "Un titre", f"Lia Brone<br><p></p>{FIRST}<p></p>{SECOND}"
    )
    second = old(
        "Revue 1, no. 5968", ["Éditorial, ", "jeudi ", "4 octobre 2012", ", p. 03"],
        'Un <span style="color:red">autre</span> titre',
        f"Second Auteur<br><p></p>{VOICE}", above="Dossier<br>",
    )  # fmt: skip
    found = read(
        tmp_path, f"<html><body><form><input type='button' value='Annuler'></form>{first}{second}</body></html>"
    )
    assert [(raw.site, raw.published, raw.text) for raw in found] == [
        ("L'Orbe", "2013-10-05", f"Un titre\n\nLia Brone\n\n{FIRST}\n\n{SECOND}"),
        ("Revue 1", "2012-10-04", f"Un autre titre\n\nSecond Auteur\n\n{VOICE}"),
    ]


OUTLETS = [
    ("Le Fanal (site web), no. 24321", "Le Fanal"),
    ("Le Fanal, no. 24321", "Le Fanal"),
    ("Le Fanal no 24321", "Le Fanal"),
    ("La Voix (site web)                ", "La Voix"),
    ("La Voix (réf. site web)", "La Voix"),
    ("La Voix (Port-Orée)", "La Voix"),
    ("L'Orbe, édition de Port-Orée", "L'Orbe"),
    ("L'Orbe - Édition Nord", "L'Orbe"),
    ("L'Orbe, 4 mars 2023, p. 3", "L'Orbe"),
    ("Le Fanal\n                Idées", "Le Fanal"),
    ("Orbe, la revue", "Orbe, la revue"),
    ("20 Heures", "20 Heures"),
    ("Nord-Édito", "Nord-Édito"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "outlet"), OUTLETS)
def test_outlet(tmp_path, written, outlet):
    (raw,) = read(tmp_path, page(article(outlet=written)))
    assert raw.site == outlet


DATES = [
    ("International, samedi 4 mars 2023, p. 7", "2023-03-04"),
    ("dimanche 5 mars 2023 - 08:12 UTC +01:00", "2023-03-05"),
    ("World, Saturday, March 4, 2023, p. A1", "2023-03-04"),
    ("Dossier, mars 2023, p. 12", "2023-03"),
    ("International, p. 7", "International, p. 7"),
    ("", ""),
]


@pytest.mark.parametrize(("header", "published"), DATES)
def test_date_is_that_of_the_article(tmp_path, header, published):
    (raw,) = read(tmp_path, page(article(header=header)))
    assert raw.published == published


LEFT_OUT = [
    "Lire aussi : À Kadrine, la peur de l’eau https://exemple.test/kadrine",
    "À lire aussi « La peur de l’eau »",
    "Lire également La peur de l’eau",
    '<a href="https://exemple.test/a1">Cet article est paru dans Le Fanal (site web)</a>',
    "https://exemple.test/kadrine",
    "© 2023 Agence Orée. Tous droits réservés.",
    "<figure><img src='x'><figcaption>Le barrage en mars.</figcaption></figure>",
    "<script>var a = '<span class=\"DocPublicationName\">';</script>",
    "<!-- <span class='DocPublicationName'>x</span> -->",
]
KEPT = [
    "Lire aussi entre les lignes, voilà ce que demande Tom Kadrec.",
    "Le certificat émis le 3 mars par la mairie n’a pas suffi.",
    "a-t-<mark>elle</mark> dit",
]


@pytest.mark.parametrize("line", LEFT_OUT)
def test_what_is_no_text_is_left_out(tmp_path, line):
    (raw,) = read(tmp_path, page(article(body=f"<p>{FIRST}</p><p>{line}</p><p>{SECOND}</p>")))
    assert raw.text == f"Le barrage ouvre\n\nAna Zorel\n\n{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize("line", KEPT)
def test_sentences_stay(tmp_path, line):
    (raw,) = read(tmp_path, page(article(body=f"<p>{FIRST}</p><p>{line}</p>")))
    assert raw.text.endswith(line.replace("<mark>", "").replace("</mark>", ""))


ABOVE = [
    ('<p class="sm-margin-bottom">TRIBUNES</p>', "Le barrage ouvre\n\nAna Zorel"),
    (
        '<p class="sm-margin-bottom">La ministre veut aller vite</p>',
        "Le barrage ouvre\n\nLa ministre veut aller vite\n\nAna Zorel",
    ),
]


@pytest.mark.parametrize(("above", "begins"), ABOVE)
def test_line_above_the_title(tmp_path, above, begins):
    (raw,) = read(tmp_path, page(article(above=above)))
    assert raw.text.startswith(f"{begins}\n\n{FIRST}")


PROBLEMS = [
    ({"body": ""}, "no text of this article"),
    ({"body": "<p>Ce document n'est pas disponible.</p>", "below": ""}, "a notice stands in the place"),
]


@pytest.mark.parametrize(("broken", "reason"), PROBLEMS)
def test_an_article_that_cannot_be_kept(tmp_path, broken, reason):
    first, problem, third = read(tmp_path, page(article(), article(**broken), article()))
    assert isinstance(problem, Problem) and problem.row == 2 and reason in problem.reason and problem.advice
    assert first.text == third.text


def test_unclosed_markup_spoils_no_other_article(tmp_path):
    broken = article(body=f"<p>{SECOND}</p><div><b>{'<div><i>' * 400}<p>{FIRST}").replace("</article>", "")
    found = read(tmp_path, page(broken, *[article()] * 3))
    assert [raw.row for raw in found] == [1, 2, 3, 4] and all(SECOND in raw.text for raw in found)
    assert "too deeply" in found[0].note and not any(raw.note for raw in found[1:])


# The text of a PDF

FOOT = """© 2023 Le Fanal. Tous droits réservés.
Le présent document et son usage sont protégés par les lois et conventions internationales sur le droit d'auteur et son
utilisation est régie par ces lois et conventions.
Certificat émis le 12 septembre 2024 à Université d'Orbe à des fins de visualisation
personnelle et temporaire.
news·20230305·LF·0101
"""
HEADS = [
    "Le Fanal (site web), no. 24321\nsamedi 4 mars 2023\n",
    "Le Fanal, no. 24321\nInternational, samedi 4 mars 2023, p. 7\n",
    "Le Fanal\n\nSamedi 4 mars 2023\nLe Fanal • p. 7 • 512 mots\n\n",
    "Le Fanal\nNom de la source\nLe Fanal\nType de source\nPresse • Journaux\nPériodicité\nQuotidien\n\n"
    "Samedi 4 mars 2023\nLe Fanal • p. 7 • 512 mots\n",
]
BODY = f"Le barrage ouvre\n\nAna Zorel\n\n{FIRST}\n\n{SECOND}\n\n"
VOICE_TEXT = f"La Voix (site web)\ndimanche 5 mars 2023\nInquiet\n{VOICE}\nLire aussi : La peur de l’eau\n"
COVER = (
    "Samedi 14 septembre 2024 à 10 h 12\nDocuments sauvegardés par Université d'Orbe\nSommaire\n"
    "Documents sauvegardés • 2 documents\nLe Fanal\nsamedi 4 mars 2023\nLe barrage ouvre\n2\n"
)


@pytest.mark.parametrize("before", ["", COVER, "\f\n"])
@pytest.mark.parametrize("head", HEADS)
def test_text_of_a_pdf(tmp_path, before, head):
    text = f"{before}{head}{BODY}{FOOT}\n\f{VOICE_TEXT}{FOOT.replace('Le Fanal', 'La Voix')}"
    assert holds(text, ".txt")
    assert read(tmp_path, text, "export.txt") == [
        RawArticle(
            "export.txt", 1, "export-1", f"Le barrage ouvre\n\nAna Zorel\n\n{FIRST}\n\n{SECOND}",
            published="2023-03-04", site="Le Fanal",
        ),
        RawArticle("export.txt", 2, "export-2", f"Inquiet\n\n{VOICE}", published="2023-03-05", site="La Voix"),
    ]  # fmt: skip


def test_lines_of_a_page_become_paragraphs(tmp_path):
    body = (
        "Le barrage ouvre\nAna Zorel\nLe barrage de Kadrine ouvrira jeudi, a annoncé\nla ministre Élise Orsel devant la "
        "presse réu-\nnie à Port-Orée. Les riverains attendent encore\ndes plans d'éva-\ncuation.\n"
        "« Rien n’arrêtera l’eau », a-t-elle assuré.\n"
    )
    (raw,) = read(tmp_path, f"{HEADS[0]}{body}{FOOT}", "export.txt")
    assert raw.text == (
        "Le barrage ouvre\n\nAna Zorel\n\nLe barrage de Kadrine ouvrira jeudi, a annoncé la ministre Élise Orsel devant la "
        "presse réunie à Port-Orée. Les riverains attendent encore des plans d'évacuation.\n\n"
        "« Rien n’arrêtera l’eau », a-t-elle assuré."
    )


def test_rights_inside_and_captions_below(tmp_path):
    middle = (
        f"{FIRST} © Agence Orée, 2023. Tous droits réservés.\n{SECOND}\nIllustration(s) :\nLe barrage vu du ciel.\n"
    )
    (raw,) = read(tmp_path, f"{HEADS[0]}Le barrage ouvre\n{middle}{FOOT}", "export.txt")
    assert raw.text.startswith(f"Le barrage ouvre\n\n{FIRST}") and SECOND in raw.text
    assert "Agence" not in raw.text and "ciel" not in raw.text


def test_text_below_the_certificate_goes_on(tmp_path):
    first, second = read(tmp_path, f"{HEADS[0]}Titre\n{FIRST}\n{FOOT}\f{SECOND}\n{VOICE_TEXT}{FOOT}", "export.txt")
    assert first.text == f"Titre\n\n{FIRST}\n\n{SECOND}" and "goes on" in first.note
    assert second.site == "La Voix" and not second.note


def test_text_without_head_or_foot(tmp_path):
    problem, last = read(tmp_path, f"{FIRST}\n{FOOT}{VOICE_TEXT}", "export.txt")
    assert isinstance(problem, Problem) and problem.row == 1 and "outlet" in problem.reason
    assert last.site == "La Voix" and "cut off" in last.note


def test_lines_of_a_document():
    lines = [line.strip() for line in f"{HEADS[1]}{BODY}{FOOT}".splitlines()]
    assert europresse.holds_document(lines) and not europresse.holds_document(BODY.splitlines())
    (raw,) = europresse.read_lines(lines, Path("export.pdf"), "export.pdf", FRENCH)
    assert (raw.site, raw.published) == ("Le Fanal", "2023-03-04")


# Which files are exports, and files that are damaged

HELD = [
    (page(article()), ".html", True),
    (page(article()), ".txt", True),
    (page(article()).encode("utf-16"), ".html", True),
    (old("L'Orbe", ["5 octobre 2013"], "T", FIRST).encode("cp1252"), ".htm", True),
    (HEADS[0] + BODY + FOOT, ".txt", True),
    ((HEADS[0] + BODY + FOOT).encode("cp1252"), ".txt", True),
    (FIRST, ".txt", False),
    (f"{FIRST}\n© 2023 Le Fanal. Tous droits réservés.\n", ".txt", False),
    (f"{FIRST}\nCertificat émis le 3 mars 2023 par la mairie.\n", ".txt", False),
    (f"<html><body><article><h1>Titre</h1><p>{FIRST}</p></article></body></html>", ".html", False),
    ("<html><body><pre>&lt;span class=\"DocPublicationName\"&gt; et news·20230304·LF·1</pre></body></html>", ".html", False),
    ("journal,texte\nLe Fanal,news·20230304·LF·0101\n", ".csv", False),
    (page(article()), ".csv", False),
    (b"\0\1\2\3DocPublicationName", ".html", False),
    (b"", ".html", False),
    (b"", ".txt", False),
    (b"\xff\xfe\x00", ".txt", False),
]  # fmt: skip


@pytest.mark.parametrize(("data", "suffix", "expected"), HELD)
def test_holds(data, suffix, expected):
    assert holds(data, suffix) is expected


@pytest.mark.parametrize("data", [b"", b"   \n", b"\0\0\1", b"<html></html>"])
def test_nothing_to_read(tmp_path, data):
    (problem,) = read(tmp_path, data)
    assert isinstance(problem, Problem) and problem.reason and problem.advice


def test_encoding_is_noted(tmp_path):
    (raw,) = read(tmp_path, old("L'Orbe", ["5 octobre 2013"], "Éléments", f"{FIRST}<p></p>{SECOND}").encode("cp1252"))
    assert "cp1252" in raw.note and raw.text.startswith("Éléments")


EXPORTS = {
    "export.html": page(article(), old("L'Orbe", ["jeudi ", "5 octobre 2013"], "Un titre", FIRST), article()).encode(),
    "export.txt": f"{COVER}{HEADS[3]}{BODY}{FOOT}{VOICE_TEXT}{FOOT}".encode(),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_truncated_and_spliced(tmp_path, name):
    data = EXPORTS[name]
    draw = random.Random(7)
    damaged = [data[:n] for n in range(0, len(data), 97)]
    for _ in range(60):
        a, b, c, d = (draw.randrange(len(data)) for _ in range(4))
        damaged.append(data[min(a, b) : max(a, b)] + data[min(c, d) : max(c, d)])
    for one in damaged:
        holds(one, Path(name).suffix)
        for found in read(tmp_path, one, name):
            assert isinstance(found, RawArticle | Problem)
            if isinstance(found, RawArticle):
                assert found.text.strip() and "2024" not in found.published


HEAVY = {
    "tags.html": page(article()) + '<div class="DocPublicationName"' * 20_000,
    "open.html": page(article(body=f"<p>{FIRST}</p>" + "<b><div>" * 100_000)),
    "scripts.html": page(article()) + "<script" * 100_000 + "<!--" * 100_000,
    "rights.txt": HEADS[0] + BODY + "(c) " * 300_000 + "\n" + FOOT,
    "lines.txt": HEADS[0] + "\n" * 200_000 + BODY + FOOT,
    "feet.txt": (HEADS[0] + BODY + FOOT) * 2_000,
    "rights_lines.txt": HEADS[0] + BODY + "© Orée. Tous droits réservés\n" * 20_000 + FOOT,
}


@pytest.mark.parametrize("name", HEAVY)
def test_time_is_linear(tmp_path, name):
    begin = time.perf_counter()
    assert read(tmp_path, HEAVY[name], name)
    assert time.perf_counter() - begin < 20


# Samples and cases of others, where they are there


SAMPLED = [
    ("europresse_test1.html", ["2013-10-05", "2012-10-03", "2012-10-04"]),
    ("europresse_test2.html", ["2006-03-14", "2006-03-14", "2006-03-13", "2006-03-13"]),
]


@pytest.mark.parametrize(("file", "days"), SAMPLED)
def test_samples(file, days):
    path = SAMPLES / file
    if not path.exists():
        pytest.skip("the samples are not there")
    assert europresse.holds(path.read_bytes()[:HEAD], ".html")
    found = list(europresse.read(path, file, FRENCH))
    assert [raw.published for raw in found] == days
    assert not any(
        word in folded(raw.text) for raw in found for word in ("certificat", "numero", "tous droits", "photo")
    )


def test_case():
    path = SHARED / "cases" / "files" / "europresse" / "export.html"
    if not path.exists():
        pytest.skip("the cases are not there")
    found = list(europresse.read(path, "export.html", FRENCH))
    assert [(raw.site, raw.published) for raw in found] == [("Le Fanal", "2023-03-04"), ("La Voix", "2023-03-05")]
    assert "a-t-elle" in found[0].text
    assert not any(
        word in raw.text for raw in found for word in ("Lire aussi", "paru dans", "©", "vu du ciel", "Certificat")
    )


def test_other_samples_are_none():
    others = [path for path in SAMPLES.parent.glob("*/*") if path.is_file() and path.parent != SAMPLES]
    if not others:
        pytest.skip("the samples are not there")
    assert not [path.name for path in others if europresse.holds(path.read_bytes()[:HEAD], path.suffix.lower())]
