import io
import random
from pathlib import Path

import docx
import pytest

from framing.corpus.formats import HEAD, Problem, RawArticle, documents, nexis
from framing.language import load

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "nexis"
FRENCH = load("fr")

TEXT_EN = """\ufeff

Download Request: Selected Items: 1-3
Time Of Request: Friday, March 20, 2020  16:51:31

Terms: (port and Orée)


                               1 of 3 DOCUMENTS


                              The Fanal (Orée)

                            January 11, 2019 Monday
                                   Edition 1;
                                National Edition

Harbour of Orée opens again;
Ships are back

BYLINE: Jean Batelier

SECTION: NEWS; Pg. 3

LENGTH: 1,355 words


The harbour opened on Monday, said
the mayor of Orée.

"It was time", she added. Language: a
matter of taste.

Graphic: she drew one on the wall.

GRAPHIC: Ships in the harbour

LOAD-DATE: January 13, 2019

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                       Copyright 2019 Fanal Ltd.
                              All Rights Reserved

                               2 of 3 DOCUMENTS

                       Copyright 2019 Agence Orée
                              All Rights Reserved

                                  Agence Orée

                            12 January 2019 3:05 AM GMT

SECTION: WIRE
LENGTH: 12 words
DATELINE: ORÉE, Jan 12
HEADLINE: Ferries wait
BODY:
The ferries wait.

They waited yesterday.
SUBJECT: FERRIES (90%); HARBOURS
(80%)

LOAD-DATE: January 14, 2019

                               3 of 3 DOCUMENTS

We are sorry but there is an error in this document and it is not possible to display it.
"""

TEXT_FR = """
                              {first}

                                   Le Fanal (site web)

                              mardi 12 avril 2016

Le port rouvre

AUTEUR: Anne Quai

RUBRIQUE: INTERNATIONAL; Pg. 35

LONGUEUR: 143 mots

ENCART: Trois mois de travaux.

Le port d'Orée a rouvert mardi.

SUJET : PORTS (90%); TRAVAUX (80%)

DATE-CHARGEMENT: 13 mars 2016

LANGUE: FRENCH; FRANÇAIS

TYPE-PUBLICATION: Journal

DROITS D'AUTEUR: Copyright 2016 Le Fanal

Tous Droits Réservés

                              {second}

                              La Vigie d'Orée, édition du soir

                              12 décembre 2016 lundi 3:00 AM GMT

TITRE: Les bacs attendent

LONGUEUR: 20 mots

CORPS: Les bacs attendent.

DATE-CHARGEMENT: 1 janvier 2017
"""

HTML = """<html><head><style type="text/css"><!--
.c0 {{ text-align: center; }} .c1 {{ margin-top: 0em; }}
--></style><title>&nbsp;</title></head><body>
<div class="c5"><span class="c27">Download Request: Selected Items: 1-2<br>Terms: port</span></div>
<a name="DOC_ID_0_0"></a><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<br><div class="c0"><p class="c1"><span class="c2">1 of 2 DOCUMENTS</span></p></div>
<br><div class="c0"><br><p class="c1"><img src="logo.gif" alt="x"><br><span class="c2">Le Fanal</span></p></div>
<br><div class="c3"><p class="c1"><span class="c4">12</span><span class="c2"> avril 2013 Vendredi<br>Édition 1</span></p></div>
<br><div class="c5"><p class="c6"><span class="c7">Le port rouvre&nbsp;;<br>Les bateaux reviennent</span></p></div>
<br><div class="c5"><p class="c6"><span class="c8">RUBRIQUE: </span><span class="c2">INTERNATIONAL; Pg. 35</span></p></div>
<br><div class="c5"><p class="c6"><span class="c8">LONGUEUR: </span><span class="c2">143 mots</span></p></div>
<br><div class="c5"><p class="c9"><span class="c2">Le port a </span><span class="c4">rouvert</span><span class="c2">.</span></p>
<p class="c9"><span class="c2">Une suite
sur deux lignes.</span></p><p class="c9"></p></div>
<br><div class="c5"><p class="c6"><span class="c8">SUJET: </span><span class="c2">PORTS (90%)</span></p></div>
<br><div class="c5"><p class="c6"><span class="c8">DATE-CHARGEMENT: </span><span class="c2">13 mars 2013</span></p></div>
<br><div class="c5"><p class="c6"><span class="c8">LANGUE: </span><span class="c2">FRENCH</span></p></div>
<br><div class="c0"><p class="c1"><span class="c2">Copyright 2013 Fanal SA<br>Tous Droits Réservés</span></p></div>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
<a name="DOC_ID_0_1"></a><!-- Hide XML section from browser
<DOC NUMBER=2>
<DOCFULL> -->
{second}
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
</body></html>"""
ERROR = (
    '<div class="c5"><p>We are sorry but there is an error in this document and it is not possible to display it.</p>'
)
ERROR += "</div>"

LEXIS = [
    *("Date and Time: Friday, 5. July 2019 09:31:00 CEST", "Job Number: 1", "Documents (2)"),
    *("1. Harbour opens", "Client/Matter: -None-", "Search Terms: harbour", "Narrowed by:", "", "News"),
    *("Harbour opens", "The Fanal(Orée)", "July 1, 2019 Monday 9:20 AM GMT", ""),
    "Copyright 2019 Fanal Ltd. All Rights Reserved",
    *(
        "Section: POLITICS; Version:28",
        "Length: 355 words",
        "Byline: Jean Batelier",
        "Highlight: Ships are back.",
        "Body",
    ),
    *("", "The harbour opened on Monday.", "Language: a matter of taste, she said.", "It was time.", ""),
    *("Load-Date: July 3, 2019", "End of Document", "", ""),
    *("May 2019 elections: who won", "Vigie Online", "2 July 2019", "Section: NEWS", "Length: 20 words", "Body"),
    *("Nobody won.", "Classification", "Language: ENGLISH", "Publication-Type: Newspaper", "End of Document"),
]


def of(found):
    return [(a.row, a.article_id, a.site, a.published, a.text) for a in found if isinstance(a, RawArticle)]


def read(tmp_path, data, name="export.txt"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(nexis.read(path, path.name, FRENCH))


def word(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def rtf(lines):
    def escaped(line):
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line)

    return (
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times;}}\\f0 " + "\\par\n".join(map(escaped, lines)) + "\\par}"
    ).encode()


ENGLISH = [
    (
        1,
        "export-1",
        "The Fanal (Orée)",
        "2019-01-11",
        "Harbour of Orée opens again; Ships are back\n\nJean Batelier\n\n"
        "The harbour opened on Monday, said the mayor of Orée.\n\n"
        '"It was time", she added. Language: a matter of taste.\n\nGraphic: she drew one on the wall.',
    ),
    (2, "export-2", "Agence Orée", "2019-01-12", "Ferries wait\n\nThe ferries wait.\n\nThey waited yesterday."),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_english_text(tmp_path, encoding):
    found = read(tmp_path, TEXT_EN.removeprefix("\ufeff").replace("\n", "\r\n").encode(encoding))
    assert of(found) == ENGLISH
    (problem,) = [p for p in found if isinstance(p, Problem)]
    assert problem.row == 3 and "a notice stands" in problem.reason and problem.advice


MARKERS = [
    ("1 de 2 DOCUMENTS", "2 de 2 DOCUMENTS"),
    ("Document 1 de 2", "Document 2 de 2"),
    ("1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS"),
]


@pytest.mark.parametrize("markers", MARKERS)
def test_french_text(tmp_path, markers):
    text = TEXT_FR.format(first=markers[0], second=markers[1])
    assert nexis.holds(text.encode(), ".txt") and nexis.holds(text.encode("cp1252"), ".txt")
    found = read(tmp_path, text)
    assert of(found) == [
        (
            1,
            "export-1",
            "Le Fanal",
            "2016-04-12",
            "Le port rouvre\n\nAnne Quai\n\nTrois mois de travaux.\n\nLe port d'Orée a rouvert mardi.",
        ),
        (2, "export-2", "La Vigie d'Orée", "2016-12-12", "Les bacs attendent\n\nLes bacs attendent."),
    ]
    assert [a.note for a in found] == ["", ""]


def test_html(tmp_path):
    page = HTML.format(second=ERROR)
    assert nexis.holds(page.encode(), ".html")
    found = read(tmp_path, page, "export.html")
    text = "Le port rouvre ; Les bateaux reviennent\n\nLe port a rouvert.\n\nUne suite sur deux lignes."
    assert of(found) == [(1, "export-1", "Le Fanal", "2013-04-12", text)]
    (problem,) = [p for p in found if isinstance(p, Problem)]
    assert problem.row == 2 and "notice" in problem.reason


@pytest.mark.parametrize("second", ["", "<p>2 of 2 DOCUMENTS</p>", "<p>Une page d'aide.</p>"])
def test_html_without_a_second_article(tmp_path, second):
    found = read(tmp_path, HTML.format(second=second), "export.html")
    assert len(of(found)) == 1
    assert [p.row for p in found if isinstance(p, Problem)] == [2]


def test_html_without_its_comments(tmp_path):
    page = HTML.format(
        second="<p>2 of 2 DOCUMENTS</p><p>Vigie</p><p>2 mai 2013</p><p>Titre</p><p>LONGUEUR: 2 mots</p><p>Un texte.</p>"
    )
    for mark in ("<DOCFULL>", "</DOCFULL>"):
        page = page.replace(mark, "")
    assert nexis.holds(page.encode(), ".html")
    found = of(read(tmp_path, page, "export.html"))
    assert [a[2:4] for a in found] == [("Le Fanal", "2013-04-12"), ("Vigie", "2013-05-02")]
    assert found[1][4] == "Titre\n\nUn texte."


EXPECTED_LEXIS = [
    (
        1,
        "export-1",
        "The Fanal (Orée)",
        "2019-07-01",
        "Harbour opens\n\nJean Batelier\n\nShips are back.\n\nThe harbour opened on Monday.\n\n"
        "Language: a matter of taste, she said.\n\nIt was time.",
    ),
    (2, "export-2", "Vigie Online", "2019-07-02", "May 2019 elections: who won\n\nNobody won."),
]


@pytest.mark.parametrize("suffix", [".docx", ".rtf", ".txt"])
def test_lexis(tmp_path, suffix):
    data = {".docx": word, ".rtf": rtf, ".txt": lambda lines: "\n\n".join(lines).encode()}[suffix](LEXIS)
    assert nexis.holds(data[:HEAD], suffix)
    assert of(read(tmp_path, data, f"export{suffix}")) == EXPECTED_LEXIS


@pytest.mark.parametrize("suffix", [".docx", ".rtf"])
def test_old_layout_in_a_document(tmp_path, suffix):
    lines = [line.strip() for line in TEXT_FR.format(first="1 of 2 DOCUMENTS", second="2 of 2 DOCUMENTS").split("\n")]
    data = {".docx": word, ".rtf": rtf}[suffix](lines)
    assert nexis.holds(data[:HEAD], suffix)
    found = of(read(tmp_path, data, f"export{suffix}"))
    assert [a[2:4] for a in found] == [("Le Fanal", "2016-04-12"), ("La Vigie d'Orée", "2016-12-12")]


def test_the_reader_of_documents_hands_over(tmp_path):
    path = tmp_path / "export.docx"
    path.write_bytes(word(LEXIS))
    assert nexis.holds_document(LEXIS)
    assert of(nexis.read_lines(LEXIS, path, path.name, FRENCH)) == EXPECTED_LEXIS
    assert of(documents.read(path, path.name, FRENCH)) == EXPECTED_LEXIS


def test_one_article_is_the_file(tmp_path):
    (article,) = read(tmp_path, word(LEXIS[9:26]), "le port.docx")
    assert (article.row, article.article_id, article.published) == (0, "le port", "2019-07-01")


DATES = [
    ("mardi 10 décembre 2019", "2019-12-10"),
    ("Mardi 10 Décembre 2019", "2019-12-10"),
    ("décembre 10 2019", "2019-12-10"),
    ("10 décembre 2019 mardi 3:00 AM GMT", "2019-12-10"),
    ("1er mars 2019", "2019-03-01"),
    ("December 31, 2018 Monday", "2018-12-31"),
    ("January 28, 1993, Tuesday, Late Edition - Final", "1993-01-28"),
    ("27. Februar 2012 Montag 9:50 PM GMT+1", "2012-02-27"),
    ("Dienstag 10.Dezember 2019", "2019-12-10"),
    ("2019-03-01", "2019-03-01"),
    ("mars 2019", "2019-03"),
    ("03/04/2019", "03/04/2019"),
    ("avant le 3 avril 2019", ""),
]


@pytest.mark.parametrize(("line", "published"), DATES)
def test_dates(tmp_path, line, published):
    text = (
        f"1 of 2 DOCUMENTS\n\nLe Fanal\n\n{line}\n\nTitre\n\nLENGTH: 3 words\n\nUn texte.\n\nLOAD-DATE: March 1, 2001\n"
    )
    (article,) = read(tmp_path, text)
    assert (article.site, article.published) == ("Le Fanal", published)


SITES = [
    ("Le Fanal (site web)", "Le Fanal"),
    ("The Fanal(London)", "The Fanal (London)"),
    ("La Vigie, édition du soir", "La Vigie"),
    ("La Vigie - Édition nationale", "La Vigie"),
    ("La Vigie n° 1234", "La Vigie"),
    ("Orée-Matin", "Orée-Matin"),
    ("mot " * 50, ""),
]


@pytest.mark.parametrize(("name", "site"), SITES)
def test_sites(tmp_path, name, site):
    text = f"1 of 2 DOCUMENTS\n\n{name}\n\n3 mai 2019\n\nTitre\n\nLENGTH: 3 words\n\nUn texte.\n\nLOAD-DATE: March 1, 2001\n"
    (article,) = read(tmp_path, text)
    assert (article.site, article.text) == (site, "Titre\n\nUn texte.")


PARTS = [  # what stands between the date and the end, the text
    ("Titre\n\nSous-titre\n\nLENGTH: 3 words\n\nUn texte.\n\nLOAD-DATE: x", "Titre\n\nSous-titre\n\nUn texte."),
    ("Late Edition - Final\n\nTitre\n\nLENGTH: 3 words\n\nUn texte.\n\nLOAD-DATE: x", "Titre\n\nUn texte."),
    ("Une édition record\n\nLENGTH: 3 words\n\nUn texte.\n\nLOAD-DATE: x", "Une édition record\n\nUn texte."),
    ("Titre\n\nUn texte.\n\nSuite.\n\nLOAD-DATE: x", "Titre\n\nUn texte.\n\nSuite."),
    ("LENGTH: 3 words\n\nUn texte.\n\nLOAD-DATE: x", "Un texte."),
    ("Titre\n\nLENGTH: 3 words\n\nUn texte.\n\nSOURCE: le port.\n\nSuite.\n\nURL: x\n\nLOAD-DATE: x",
     "Titre\n\nUn texte.\n\nSOURCE: le port.\n\nSuite."),
    ("Titre\n\nBYLINE:\n\nJean Quai\n\nLENGTH: 3 words\n\nUn texte.\n\nLOAD-DATE: x", "Titre\n\nJean Quai\n\nUn texte."),
    ("Titre\n\nLANGUAGE: FRENCH\n\nLENGTH: 3 words\n\nUn texte.\n\nLOAD-DATE: x", "Titre\n\nUn texte."),
    ("Titre\n\nLENGTH: 3 words\n\nLe\ncorps.\n\nCorps\n\nGraphic\n\nSuite.\n\nLOAD-DATE: x\n\nCORRECTION:\n\nFaux.",
     "Titre\n\nLe corps.\n\nCorps"),
    ("Titre\n\nLENGTH: 3 words\n\nUn texte.\n\nCopyright 2019 Le Fanal\nTous Droits Réservés", "Titre\n\nUn texte."),
]  # fmt: skip


@pytest.mark.parametrize(("part", "text"), PARTS)
def test_parts_of_an_article(tmp_path, part, text):
    (article,) = read(tmp_path, f"1 of 2 DOCUMENTS\n\nLe Fanal\n\n3 mai 2019\n\n{part}\n")
    assert (article.text, article.note) == (text, "")


REFUSED = [
    ("", "empty"),
    ("  \n", "empty"),
    (b"\0\1\2\3" * 99, "binary"),
    ("1 of 1 DOCUMENTS", "neither a date"),
    ("1 of 1 DOCUMENTS\n\nLe Fanal\n\n3 mai 2019\n\nTitre\n\nLENGTH: 3 words\n\nLOAD-DATE: x", "no text"),
    ("Le Fanal\n\n3 mai 2019\n\nTitre\n\nLENGTH: 3 words\n\nUn.\n\nLENGTH: 2 words\n\nDeux.", "looks like 2 articles"),
    (
        "Le Fanal\n\n3 mai 2019\n\nTitre\n\nLENGTH: 3 words\n\nCopyright restrictions prevent us from displaying it.",
        "notice",
    ),
    (b"PK\x03\x04 no zip", ""),
    (b"<html><DOCFULL>", "no text|neither"),
    (b"<html><body></body></html>", "no article"),
    (b"<html>" + b"<DOCFULL>" * 20_001, "too many"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_is_refused(tmp_path, data, reason):
    (problem,) = read(tmp_path, data)
    assert isinstance(problem, Problem) and problem.advice
    assert any(words in problem.reason for words in reason.split("|"))


def test_what_is_too_big(tmp_path, monkeypatch):
    monkeypatch.setattr(nexis, "MAX_EXPORT", 10)
    (problem,) = read(tmp_path, TEXT_EN)
    assert "too many" in problem.reason


def test_an_export_that_breaks_off_is_noted(tmp_path):
    text = TEXT_FR.format(first="1 of 2 DOCUMENTS", second="2 of 2 DOCUMENTS")
    found = read(tmp_path, text[: text.index("attendent.") + 5])
    assert [bool(a.note) for a in found] == [False, True]


OTHERS = [
    (b"", ".txt"),
    (b"\xff\xd8\xff\0", ".jpg"),
    (b"PK\x03\x04", ".docx"),
    ("Le port d'Orée a rouvert.\n\nSection: 3\n\nIl était temps. 1 of 10 DOCUMENTS were lost.".encode(), ".txt"),
    (b"Document 1 of 10\n\nTitle: A title\n\nPublication title: The Fanal\n\nLanguage: English", ".txt"),
    (b"Body\n\nLanguage: a matter of taste.\n\nLength: of the ship", ".txt"),
    (b"text,length\n1 of 10 DOCUMENTS,LENGTH: 3 words\n", ".csv"),
    (b'{"text": "1 of 10 DOCUMENTS"}', ".jsonl"),
    (
        b"<html><head><title>Le port</title></head><body><p class='c1'>Le port a rouvert.</p></body></html>",
        ".html",
    ),
    (b"<?xml version='1.0'?><a>1 of 10 DOCUMENTS</a>", ".xml"),
    (rtf(["Le port a rouvert.", "Il était temps."]), ".rtf"),
    (word(["Le port a rouvert.", "Body", "Il était temps."]), ".docx"),
]


@pytest.mark.parametrize(("head", "suffix"), OTHERS)
def test_what_is_no_export(head, suffix):
    assert not nexis.holds(head, suffix)


def exports():
    return {
        ".txt": TEXT_FR.format(first="1 de 2 DOCUMENTS", second="2 de 2 DOCUMENTS").encode(),
        ".html": HTML.format(second=ERROR).encode(),
        ".rtf": rtf(LEXIS),
        ".docx": word(LEXIS),
    }


@pytest.mark.parametrize("suffix", [".txt", ".html", ".rtf", ".docx"])
def test_damaged_files_never_raise(tmp_path, suffix):
    data = exports()[suffix]
    shuffled = random.Random(7)
    step = 97 if suffix != ".docx" else 997
    damaged = [data[:n] for n in range(0, len(data), step)]
    for _ in range(60):
        a, b, c = sorted(shuffled.randrange(len(data)) for _ in range(3))
        damaged += [data[:b] + data[a:], data[b:c] + data[:a], data[:a] + bytes([shuffled.randrange(256)]) + data[a:]]
    for piece in damaged:
        nexis.holds(piece[:HEAD], suffix)
        for found in read(tmp_path, piece, f"export{suffix}"):
            assert isinstance(found, RawArticle | Problem)
            assert not isinstance(found, RawArticle) or found.text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "<html><DOCFULL>" + "<span>" * 100_000,
        "<html><DOCFULL>" + "<" * 300_000,
        "1 of 2 DOCUMENTS\n\nLENGTH: 1 words\n\n" + "Graphic\n\n" * 20_000,
        "1 of 2 DOCUMENTS\n\nLENGTH: 1 words\n\n" + "Body\n" * 20_000,
        "1 of 2 DOCUMENTS\n\nLENGTH: 1 words\n\n" + " " * 1_000_000 + "x",
    ],
)
def test_long_runs_end(tmp_path, text):
    assert len(read(tmp_path, text, "export.html" if text[0] == "<" else "export.txt")) == 1
    assert nexis.holds(text[:HEAD].encode(), ".html" if text[0] == "<" else ".txt")


SAMPLE_FILES = [
    ("lexisnexis_test_fr.html", ["2013-04-12", "2013-10-14", "2013-03-10"], []),
    ("lexisnexis_test_en.html", ["1991-12-19", "1993-01-28"], []),
    ("lexisnexis_test_copyright_error.html", ["2018-12-31"], [2]),
    (
        "sample.txt",
        [*["2010-01-11"] * 6, "2010-01-08", "2010-01-10", "2010-01-10", "2010-01-09"],
        [],
    ),
    (
        "sample.docx",
        [f"2019-07-0{day}" for day in (1, 2, 4, 3, 4, 2, 3, 3, 3, 2)],
        [],
    ),
]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not there")
@pytest.mark.parametrize(("name", "dates", "problems"), SAMPLE_FILES)
def test_samples(name, dates, problems):
    found = list(nexis.read(SAMPLES / name, name, FRENCH))
    articles = [a for a in found if isinstance(a, RawArticle)]
    assert [a.published for a in articles] == dates
    assert [p.row for p in found if isinstance(p, Problem)] == problems
    assert all(a.site and not a.note for a in articles)
    for word_ in (
        "RUBRIQUE",
        "LONGUEUR",
        "SUJET",
        "CHARGEMENT",
        "LOAD-DATE",
        "LENGTH",
        "Length:",
        "Reserved",
        "DOCUMENTS",
    ):
        assert not any(word_ in a.text for a in articles)
