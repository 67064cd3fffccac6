"""Exports of Factiva: invented articles in the structure that its interfaces write."""

import random
import time
from pathlib import Path

import pytest

from framing.corpus.formats import Problem, RawArticle, factiva
from framing.language import load

SHARED = Path(__file__).parents[3] / "shared"
BARRAGE, MAIRE = "FANAL00020230304ej3400001", "VOIX000020230305ej3500002"
LEAD = "Le barrage de Kadrine ouvrira jeudi, a annoncé samedi la ministre Élise Orsel."
BODY = "« Rien n’arrêtera l’eau », a-t-elle assuré."


def read(tmp_path, content, name="export.txt"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(factiva.read(path, name, load()))


def holds(content, suffix=".txt"):
    data = content if isinstance(content, bytes) else content.encode()
    return factiva.holds(data[:65_536], suffix)


def facts(found):
    return [(one.article_id, one.site, one.published) for one in found if isinstance(one, RawArticle)]


def fields(code="fr", **more):
    cells = {
        "SE": "Région", "HD": f"<b class='{code}Headline'>Le barrage ouvrira\n</b>", "BY": "Ana Zorel", "WC": "64 mots",
        "PD": "4 mars 2023", "ET": "15:32", "SN": "Le Fanal", "SC": "FANAL", "ED": "Nord", "PG": "7", "LA": "Français",
        "CY": "(c) 2023 Le Fanal.   ", "LP": f"<p class='articleParagraph {code}articleParagraph'>{LEAD}</p>",
        "TD": f"<p class='articleParagraph {code}articleParagraph'>{BODY}</p>\n<p class='articleParagraph'>"
        "Fin <b>de</b> tout.</p>",
        "NS": "<br/>gcat : Politique", "RE": "<br/>vald : Valdorie | eur : Europe", "PUB": "Fanal SA",
        "AN": f"<br/>Document {BARRAGE}",
    } | more  # fmt: skip
    rows = "".join(
        f'<tr><td align="right" class="index"><b>{key}</b>&nbsp;</td><td>{cell}</td></tr>'
        for key, cell in cells.items()
        if cell
    )
    return f'<div class="article {code}Article"><table>{rows}</table><br/></div><br/><span></span>'


def display(code="fr", count="58 mots", day="5 mars 2023", tongue="Français", document="Document", id_=MAIRE, hour=""):
    lines = filter(None, [count, day, hour, "La Voix", "VOIX", "12", tongue, "(c) 2023 La Voix"])
    header = "".join(f"<div>{line}</div>" for line in lines)
    return (
        f'<div id="article-{id_}" class="article" ><div class="article {code}Article"><p>\n<div>Politique</div>\n'
        f"<div id=\"hd\" ><span class='{code}Headline'>Le maire se dit inquiet   </span>\n</div>"
        f'<div class="author">Von TOM KADREC.</div>{header}\n</p>\n'
        f'<p class="articleParagraph {code}articleParagraph">Le maire s’est dit <b>inquiet</b> dimanche.   </p>\n'
        f'<p class="articleParagraph {code}articleParagraph">Voir Kadrine[http://kadrine.example/a?b=1].</p>\n'
        f"<p>La Voix SARL</p><p>{document} {id_}</p></div></div><br/><span></span>"
    )


SUMMARY = (
    '<table id="oddEvenPreview" class="searchPreview "><tr><td class="sbSummaryTitle" colspan="2">Zusammenfassung der Suche'
    '</td></tr><tr><td class="label">Text</td><td>barrage and Kadrine</td></tr></table>'
)


def page(*articles):
    style = "<style>div.divFactivaException{background-color:#CCC;}" + ".x{margin:0}" * 50 + "</style>"
    foot = '<div id="pageFooter"><span class="copyright">&copy; 2023 Factiva, Inc. Tous droits réservés.</span></div>'
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"/>\n<title>Factiva</title>{style}</head><body><h1>Factiva</h1>'
        f'<div id="contentLeft">{"".join(articles)}{SUMMARY}</div>{foot}</body></html>'
    )


FIRST = f"Le barrage ouvrira\n\nAna Zorel\n\n{LEAD}\n\n{BODY}\n\nFin de tout."
SECOND = "Le maire se dit inquiet\n\nVon TOM KADREC.\n\nLe maire s’est dit inquiet dimanche.\n\nVoir Kadrine."


def test_html(tmp_path):
    content = page(fields(), display())
    found = read(tmp_path, content, "export.html")
    assert holds(content, ".html")
    assert [(one.row, one.text, one.note) for one in found] == [(1, FIRST, ""), (2, SECOND, "")]
    assert facts(found) == [(BARRAGE, "Le Fanal", "2023-03-04"), (MAIRE, "La Voix", "2023-03-05")]


INTERFACES = [
    ("fr", "1 234 mots", "4 mars 2023", "Français", "Document"),
    ("en", "1,234 words", "4 March 2023", "French", "Document"),
    ("de", "1.234 Wörter", "4. März 2023", "Französisch", "Dokument"),
    ("zhcn", "1,234 字", "2023 年 3 月 4 日", "法语", "文件"),
]


@pytest.mark.parametrize(("code", "count", "day", "tongue", "document"), INTERFACES)
@pytest.mark.parametrize("hour", ["", "04:15"])
def test_interfaces(tmp_path, code, count, day, tongue, document, hour):
    with_codes = fields(code, WC=count, PD=day, LA=tongue, AN=f"{document} {BARRAGE}")
    without = display(code, count, day, tongue, document, hour=hour)
    found = read(tmp_path, page(with_codes, without), "export.html")
    assert facts(found) == [(BARRAGE, "Le Fanal", "2023-03-04"), (MAIRE, "La Voix", "2023-03-04")]
    assert [one.text for one in found] == [FIRST, SECOND]
    hour_line = f"{hour}\n" if hour else ""
    text = f"Le maire inquiet\n\nAna Zorel\n{count}\n{day}\n{hour_line}La Voix\nVOIX\n12\n{tongue}\n(c) 2023 La Voix\n\n{LEAD}\n"
    text = f"{text}\n{BODY}\n\n{document} {MAIRE}\n"
    assert holds(text)
    found = read(tmp_path, text)
    assert facts(found) == [(MAIRE, "La Voix", "2023-03-04")]
    assert found[0].text == f"Le maire inquiet\n\nAna Zorel\n\n{LEAD}\n\n{BODY}"


def test_an_article_that_is_not_closed_keeps_the_next_apart(tmp_path):
    open_ = fields().replace("</table><br/></div>", "</table>")
    assert [one.text for one in read(tmp_path, page(open_, display()), "a.html")] == [FIRST, SECOND]


HEADS = [
    ("Le barrage ouvrira\n\nAna Zorel\n", "Le barrage ouvrira\n\nAna Zorel"),
    ("Le barrage ouvrira\n\n", "Le barrage ouvrira"),
    ("Le barrage ouvrira\n", "Le barrage ouvrira"),
    ("Le barrage de Kadrine ouvrira jeudi\nPar Ana Zorel\n", "Le barrage de Kadrine ouvrira jeudi\n\nPar Ana Zorel"),
    ("Région\nLe barrage de Kadrine ouvrira jeudi\n", "Le barrage de Kadrine ouvrira jeudi"),
    (
        "Région\n\nLe barrage de Kadrine ouvrira jeudi\n\nAna Zorel\n",
        "Le barrage de Kadrine ouvrira jeudi\n\nAna Zorel",
    ),
]
HEADERS = [
    "64 mots\n4 mars 2023\nLe Fanal\nFANAL\n7\nFrançais\n(c) 2023 Le Fanal.\n\n",
    "64 mots\n4 mars 2023\n15:32\nLe Fanal\nFANAL\nNord\n7\nFrançais\nFanal SA 2023.\n\n",
    "64 mots\n4 mars 2023\nLe Fanal\nFANAL\nFrançais\nCopyright 2023 Le Fanal. All rights reserved.\n",
    "64 mots\n4 mars 2023\nLe Fanal\nFANAL\n© 2023 Le Fanal\n\n",
    "64 mots\n4 mars 2023\nLe Fanal\nFANAL\n\n",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_text(tmp_path, head, header, expected):
    text = f"{head}{header}{LEAD}\n\n{BODY}\n\nDocument {BARRAGE}\n\n"
    second = text.replace(BARRAGE, MAIRE).replace("4 mars", "5 mars")
    end = "Résumé de la recherche\nTexte barrage\nDate Toutes les dates\n© 2024 Factiva, Inc. Tous droits réservés.\n"
    found = read(tmp_path, text + "Page 2 of 3 © 2024 Factiva, Inc. Tous droits réservés.\n" + second + end)
    assert facts(found) == [(BARRAGE, "Le Fanal", "2023-03-04"), (MAIRE, "Le Fanal", "2023-03-05")]
    assert {one.text for one in found} == {f"{expected}\n\n{LEAD}\n\n{BODY}"}


CODES = ["{code}\t{value}\n", "{code} {value}\n", "{code}|{value}|\n", "{code}\n{value}\n\n"]


@pytest.mark.parametrize("form", CODES)
def test_text_with_codes(tmp_path, form):
    cells = {"SE": "Région", "HD": "Le barrage ouvrira", "BY": "Ana Zorel", "WC": "64 mots", "PD": "4 mars 2023",
             "SN": "Le Fanal", "SC": "FANAL", "LA": "Français", "CY": "(c) 2023", "LP": LEAD, "TD": f"{BODY}\n\nIN MEMORIAM",
             "RE": "vald : Valdorie", "AN": f"Document {BARRAGE}"}  # fmt: skip
    text = "".join(form.format(code=code, value=value) for code, value in cells.items())
    assert holds(text)
    found = read(tmp_path, text + "\n" + text.replace(BARRAGE, MAIRE))
    assert facts(found) == [(BARRAGE, "Le Fanal", "2023-03-04"), (MAIRE, "Le Fanal", "2023-03-04")]
    assert {one.text for one in found} == {f"Le barrage ouvrira\n\nAna Zorel\n\n{LEAD}\n\n{BODY}\n\nIN MEMORIAM"}


TEXT = f"Le barrage ouvrira\n\n{HEADERS[0]}{LEAD}\n\n{BODY}\n\nDocument {BARRAGE}\n"


def rtf(text):
    escaped = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)
    return "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}" + escaped.replace("\n", "\\par ") + "}"


def test_rtf(tmp_path):
    content = rtf(TEXT + "\n" + TEXT.replace(BARRAGE, MAIRE))
    assert holds(content, ".rtf")
    found = read(tmp_path, content, "export.rtf")
    assert facts(found) == [(BARRAGE, "Le Fanal", "2023-03-04"), (MAIRE, "Le Fanal", "2023-03-04")]
    assert found[1].text == f"Le barrage ouvrira\n\n{LEAD}\n\n{BODY}"


def test_the_lines_of_a_document(tmp_path):
    lines = TEXT.splitlines()
    assert factiva.holds_document(lines)
    assert not factiva.holds_document([LEAD, "", BODY, "64 mots"])
    found = list(factiva.read_lines(lines, tmp_path / "a.docx", "a.docx", load()))
    assert facts(found) == [(BARRAGE, "Le Fanal", "2023-03-04")]


ONE_XML = (
    f"<article><accessionNo>{BARRAGE}</accessionNo><byline>Ana Zorel</byline><copyright>(c) 2023</copyright><headline>"
    "<paragraph>Le <hlt>barrage</hlt> ouvrira</paragraph></headline>"
    f"<leadParagraph><paragraph>{LEAD}</paragraph></leadParagraph>"
    "<publicationDate><dateTime>2023-03-04T01:35:58Z</dateTime></publicationDate><sourceName>Le Fanal</sourceName>"
    f"<tailParagraphs><paragraph>{BODY}</paragraph><paragraph>Fin.<!-- x --></paragraph></tailParagraphs>"
    "<wordCount>64</wordCount></article>"
)


def xml(*articles):
    inside = "".join(f"<ppsarticle>{one}</ppsarticle>" for one in articles)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">'
        f"{inside}</ppsArticleResponse></PPSResponse>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml(tmp_path, encoding):
    content = (
        xml(ONE_XML, ONE_XML.replace(BARRAGE, MAIRE)).replace("utf-8", encoding.replace("-sig", "")).encode(encoding)
    )
    assert holds(content, ".xml")
    found = read(tmp_path, content, "export.xml")
    assert facts(found) == [(BARRAGE, "Le Fanal", "2023-03-04"), (MAIRE, "Le Fanal", "2023-03-04")]
    assert found[0].text == f"Le barrage ouvrira\n\nAna Zorel\n\n{LEAD}\n\n{BODY}\n\nFin."


OUTLETS = [
    ("Le Fanal", "Le Fanal"),
    ("Le Fanal (site web)", "Le Fanal"),
    ("Le Fanal (Valdorie, French Language)", "Le Fanal"),
    ("Le Fanal, n° 1234", "Le Fanal"),
    ("Le Fanal (Kadrine)", "Le Fanal (Kadrine)"),
    ("(web)", "(web)"),
]


@pytest.mark.parametrize(("source", "expected"), OUTLETS)
def test_the_outlet(tmp_path, source, expected):
    (found,) = read(tmp_path, page(fields(SN=source)), "a.html")
    assert found.site == expected


PROBLEMS = [
    ("a.txt", f"Bonjour\n\nDocument {BARRAGE}\n\nBonsoir\n\nDocument {MAIRE}\n", [(0, "Factiva that cannot be split")]),
    ("a.txt", TEXT.replace(f"Document {BARRAGE}\n", "\n") * 2, [(0, "Factiva: 2 articles without")]),
    ("a.txt", f"Bonjour\n\nDocument {MAIRE}\n{TEXT}", [(1, "Factiva: no line with word count")]),
    ("a.txt", TEXT + "mot " * 30, [(2, "Factiva: text without the lines")]),
    ("a.txt", " \n", [(0, "empty")]),
    ("a.html", page(), [(0, "Factiva")]),
    ("a.html", page(fields(LP="", TD=""), display()), [(1, "Factiva gives no text")]),
    (
        "a.html",
        page(fields(), fields() + fields()).replace(
            '</table><br/></div><br/><span></span><div class="article frArticle"><table>', "", 2
        ),
        [(1, "cannot be told apart")],
    ),
    ("a.html", page("<div>" * 100_000, fields()), [(0, "Factiva")]),
    ("a.xml", xml(ONE_XML)[:-30], [(2, "Factiva: the XML is broken")]),
    ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]>' + xml(ONE_XML)[38:], [(1, "declares entities")]),
    ("a.rtf", rtf(f"Bonjour\n\nDocument {BARRAGE}\n"), [(0, "Factiva")]),
]


@pytest.mark.parametrize(("name", "content", "expected"), PROBLEMS)
def test_problems(tmp_path, name, content, expected):
    problems = [one for one in read(tmp_path, content, name) if isinstance(one, Problem)]
    assert [one.row for one in problems] == [row for row, _ in expected]
    for problem, (_, reason) in zip(problems, expected, strict=True):
        assert reason in problem.reason
        assert problem.advice


def test_an_article_cut_off_is_kept_with_a_note(tmp_path):
    for name, content in [("a.txt", TEXT.split("Document")[0]), ("a.html", page(fields(AN="")))]:
        (found,) = read(tmp_path, content, name)
        assert "cut off" in found.note
        assert found.article_id == "a-1"


NO_EXPORTS = [
    (".txt", f"Le barrage ouvrira\n\n{LEAD}\n\n{BODY}\n"),
    (".txt", "Le texte fait\n64 mots\nFactiva l’a compté.\n"),
    (".html", "<html><head><title>Factiva, une base</title></head><body><p>Factiva</p></body></html>"),
    (".html", f'<html><body><div class="article"><p>{LEAD}</p></div></body></html>'),
    (".csv", f"id,texte\n1,\"{TEXT}\"\n"),
    (".xml", f'<?xml version="1.0"?><text source="Le Fanal" date="2023-03-04"><p>{LEAD}</p></text>'),
    (".rtf", rtf(f"Le barrage ouvrira\n{LEAD}\nFactiva")),
    (".pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20),
    (".txt", b""),
]  # fmt: skip


@pytest.mark.parametrize(("suffix", "content"), NO_EXPORTS)
def test_what_is_no_export(suffix, content):
    assert not holds(content, suffix)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path, encoding):
    content = (TEXT * 3).encode(encoding)
    assert holds(content)
    assert {one.text for one in read(tmp_path, content)} == {f"Le barrage ouvrira\n\n{LEAD}\n\n{BODY}"}


SAMPLES = {
    "a.html": page(fields(), display()).encode(),
    "a.txt": (TEXT * 2).encode(),
    "a.xml": xml(ONE_XML, ONE_XML).encode(),
    "a.rtf": rtf(TEXT).encode(),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_exports_do_not_raise(tmp_path, name):
    data, chance = SAMPLES[name], random.Random(7)
    damaged = [data[:end] for end in range(0, len(data), 97)]
    for _ in range(40):
        other = chance.choice(list(SAMPLES.values()))
        a, b = chance.randrange(len(data)), chance.randrange(len(other))
        damaged.append(data[:a] + other[b : b + chance.randrange(1, 2_000)] + data[chance.randrange(len(data)) :])
    for content in damaged:
        holds(content, Path(name).suffix)
        found = read(tmp_path, content, name)
        assert found
        assert all(isinstance(one, RawArticle | Problem) for one in found)


LONG = [
    ("a.html", page("<div>" * 100_000, fields())),
    ("a.html", page("<div class='article frArticle'>" * 20_000)),
    ("a.txt", "64 mots\n" * 100_000 + TEXT),
    ("a.txt", "64 mots\n4 mars 2023\n" * 20_000),
    ("a.txt", "A" * 1_000_000 + "\n" + TEXT + "[http://" * 50_000),
    ("a.txt", "(" * 500_000 + "\n" + TEXT + " 1" * 500_000),
    ("a.xml", xml("<article>" * 100_000)),
]


@pytest.mark.parametrize(("name", "content"), LONG)
def test_long_exports_take_no_long_time(tmp_path, name, content):
    start = time.perf_counter()
    holds(content, Path(name).suffix)
    assert read(tmp_path, content, name)
    assert time.perf_counter() - start < 10


@pytest.mark.skipif(not (SHARED / "samples" / "factiva").is_dir(), reason="no samples")
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("samples/factiva/factiva_test.html", [("Test newspaper", "2011-12-29"), ("Ouest France", "2011-12-29")]),
        ("samples/factiva/factiva_test.xml", [("My Newspaper", f"2012-{day}") for day in ("01-09", "01-06", "05-06")]),
        ("cases/files/factiva/export.html", [("Le Fanal", "2023-03-04"), ("La Voix", "2023-03-05")]),
        ("cases/files/factiva/export.txt", [("Le Fanal", "2023-03-04"), ("La Voix", "2023-03-05")]),
    ],
)
def test_samples(file, expected):
    path = SHARED / file
    assert holds(path.read_bytes(), path.suffix)
    found = list(factiva.read(path, path.name, load()))
    assert [(one.site, one.published) for one in found] == expected
    assert not any(word in one.text for one in found for word in ("Document", "mots", "Français", "©", "(c)", "gcat"))
