import io
import itertools
import random
import stat
import struct
import sys
import textwrap
import time
import types
import zipfile
from pathlib import Path

import pytest

from framing.corpus import formats
from framing.corpus.formats import Kind, Problem, RawArticle, documents, read_file
from framing.language import load

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
FRENCH = load("fr")
TITLE = "Le port d'Orée rouvre"
FIRST = "Le port d'Orée a rouvert mercredi, a annoncé la capitainerie après dix longues semaines de travaux."
SECOND = "« Il était temps », a dit le maire, Hugo Morel, qui attendait la fin du chantier depuis le mois de février."
THREE = [TITLE, FIRST, SECOND]


def write(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def read(path):
    return list(documents.read(path, path.name, FRENCH))


def problem_of(path):
    (problem,) = read(path)
    assert isinstance(problem, Problem) and problem.file == path.name and problem.advice
    return problem


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members if isinstance(members, list) else members.items():
            archive.writestr(name, data)
    return out.getvalue()


# Documents, as the programs write them

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def run(text):
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def word(*paragraphs, part="word/document.xml", before="", space=W):
    body = "".join(f"<w:p>{p if p.startswith('<') else run(p)}</w:p>" for p in paragraphs)
    root = f'<w:document xmlns:w="{space}" xmlns:mc="{MC}">'
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{before}{root}<w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<R/>", part: xml})


def odt(*paragraphs, extra=None):
    names = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<text:p>{p}</text:p>" for p in paragraphs)
    xml = (
        f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:text="{names}:text:1.0" xmlns:d="{names}:drawing:1.0" '
        f'xmlns:svg="{names}:svg-compatible:1.0"><o:body><o:text>{body}</o:text></o:body></o:document-content>'
    )
    kind = (zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")  # stored, as the rule is
    return zipped([kind, ("content.xml", xml), *(extra or {}).items()])


def rtf(*paragraphs, head="\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Helvetica;}}"):
    def escaped(text):
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)

    body = "".join(p + "\\par\n" if p.startswith("{") else escaped(p) + "\\par\n" for p in paragraphs)
    return f"{{\\rtf1{head}\n\\pard\\f0\\fs24 {body}}}".encode("ascii")


def pdf(*pages):
    """A PDF of pages of lines (x, y, size, text)."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, page in enumerate(pages):
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R {fonts} >>".encode()
        )
        drawn = b""
        for x, y, size, text in page:
            escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn += b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, escaped)
        objects.append(b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"endstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def column(lines, x=72, y=740, size=11, leading=14):
    """Lines of a page, one under the other; an empty one is a gap of half a line."""
    placed = []
    for line in lines:
        if line:
            placed.append((x, y, size, line))
        y -= leading if line else leading // 2
    return placed


def wrapped(*paragraphs, width=60):
    return [line for p in paragraphs for line in [*textwrap.wrap(p, width, break_on_hyphens=False), ""]]


PAPER = [(72, 780, 18, TITLE), *column(wrapped(FIRST, SECOND))]
MAKERS = {".docx": word(*THREE), ".odt": odt(*THREE), ".rtf": rtf(*THREE), ".pdf": pdf(PAPER)}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OLD_WORD = OLE + "WordDocument".encode("utf-16-le") + bytes(200)


@pytest.mark.parametrize("suffix", MAKERS)
def test_an_article(tmp_path, suffix):
    path = write(tmp_path, f"un article{suffix}", MAKERS[suffix])
    assert documents.holds(MAKERS[suffix][:65_536], suffix)
    assert read(path) == [RawArticle(path.name, 0, "un article", "\n\n".join(THREE))]
    assert documents.lines_of(path) == THREE or [line for line in documents.lines_of(path) if line] == THREE


HELD = [
    (MAKERS[".pdf"], "", True),
    (b"\xff\xff" + MAKERS[".pdf"], ".pdf", True),
    (MAKERS[".rtf"], ".doc", True),
    (MAKERS[".docx"], "", True),
    (MAKERS[".odt"], "", True),
    (OLD_WORD, ".doc", True),
    (OLD_WORD, "", True),
    (OLE, ".docx", True),
    (OLE, ".xls", False),
    (zipped({"a.txt": "a"}), ".zip", True),
    (zipped({"a.txt": "a"}), "", False),
    (zipped({"xl/workbook.xml": "a"}), ".xlsx", False),
    (MAKERS[".docx"], ".xlsx", False),
    (zipped({"archive/a.warc.gz": "a"}), ".wacz", False),
    (b"", ".pdf", True),
    (b"PK", ".docx", True),
    (b"", ".txt", False),
    (b"", "", False),
    (FIRST.encode(), ".txt", False),
    (FIRST.encode(), ".pdf", False),
    (b"PK est un sigle.", ".txt", False),
    (b"<!DOCTYPE html><html><body><p>Le port</p></body></html>", ".html", False),
    (b"<html><body>Le port</body></html>", ".doc", False),
    (b"texte,journal\nLe port,fanal\n", ".csv", False),
]


@pytest.mark.parametrize(("head", "suffix", "expected"), HELD)
def test_holds(head, suffix, expected):
    assert documents.holds(head, suffix) is expected


def test_holds_never_raises():
    for data, suffix in itertools.product([*MAKERS.values(), OLD_WORD], [*MAKERS, "", ".txt", ".zip"]):
        for end in range(0, len(data), 97):
            documents.holds(data[:end], suffix)
            documents.holds(data[end:], suffix)


WORD = [
    ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + run("Le ") + run("port."), ["Le port."]),
    (run("Le port") + "<w:r><w:br/><w:t>rouvre.</w:t></w:r>", ["Le port", "rouvre."]),
    ("<w:r><w:t>Le</w:t><w:tab/><w:t>port</w:t><w:noBreakHyphen/><w:t>là</w:t></w:r>", ["Le port-là"]),
    (run("Le port ") + "<w:del>" + run("ferme") + "<w:r><w:delText>ferme</w:delText></w:r></w:del>", ["Le port"]),
    (run("Le port ") + "<w:ins>" + run("rouvre.") + "</w:ins>", ["Le port rouvre."]),
    ("<w:moveFrom>" + run("ici") + "</w:moveFrom><w:moveTo>" + run("là") + "</w:moveTo>", ["là"]),
    ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>" + run("montré"), ["montré"]),
    ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>montré</w:t></w:r>", ["montré"]),
    ("<w:r><w:instrText>DATE \\@ yyyy</w:instrText></w:r>" + run("Le port"), ["Le port"]),
    ("<w:hyperlink>" + run("Le port") + "</w:hyperlink><w:sdt><w:sdtContent>" + run(" rouvre") + "</w:sdtContent></w:sdt>",
     ["Le port rouvre"]),
    ("<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>" + run("Un encadré") + "</w:p></w:txbxContent></mc:Choice>"
     "<mc:Fallback><w:txbxContent><w:p>" + run("Un encadré") + "</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>"
     "</w:r>" + run("Le texte"), ["Un encadré", "Le texte"]),
    ("<w:ruby><w:rt>" + run("gǎng") + "</w:rt><w:rubyBase>" + run("港") + "</w:rubyBase></w:ruby>", ["港"]),
]  # fmt: skip


@pytest.mark.parametrize(("paragraph", "expected"), WORD)
def test_word(tmp_path, paragraph, expected):
    assert documents.lines_of(write(tmp_path, "a.docx", word(paragraph))) == expected


@pytest.mark.parametrize(
    "options", [{"part": "word/document2.xml"}, {"space": "http://purl.oclc.org/ooxml/wordprocessingml/main"}]
)
def test_word_of_other_makes(tmp_path, options):
    assert documents.lines_of(write(tmp_path, "a.docx", word(*THREE, **options))) == THREE


def test_word_tables(tmp_path):
    cell = "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>"
    data = word("Avant", "<w:r/></w:p>" + cell.format(run("un"), run("deux")) + "<w:p>", "Après")
    assert list(filter(None, documents.lines_of(write(tmp_path, "a.docx", data)))) == ["Avant", "un", "deux", "Après"]


def test_word_by_python_docx(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading(TITLE, 1)
    document.add_paragraph(FIRST)
    document.add_paragraph(SECOND).add_run(" Fin.").bold = True
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.save(str(tmp_path / "a.docx"))
    assert documents.lines_of(tmp_path / "a.docx") == [TITLE, FIRST, SECOND + " Fin."]


ODT = [
    ("Le<text:s text:c='99999999'/>port<text:tab/>\n   rouvre.", ["Le port rouvre."]),
    ("Le <text:span>port</text:span><text:line-break/>rouvre.", ["Le port", "rouvre."]),
    ("Le port<text:note><text:p>Une note.</text:p></text:note> rouvre.", ["Le port rouvre."]),
    ("Le port<o:annotation><text:p>À voir.</text:p></o:annotation>", ["Le port"]),
    ("<d:frame><d:text-box><text:p>Un encadré</text:p></d:text-box><svg:desc>image</svg:desc></d:frame>Le texte",
     ["Un encadré", "Le texte"]),
]  # fmt: skip


@pytest.mark.parametrize(("paragraph", "expected"), ODT)
def test_odt(tmp_path, paragraph, expected):
    assert documents.lines_of(write(tmp_path, "a.odt", odt(paragraph))) == expected


def test_odt_by_odfpy(tmp_path):
    opendocument, text = pytest.importorskip("odf.opendocument"), pytest.importorskip("odf.text")
    document = opendocument.OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=1, text=TITLE))
    document.text.addElement(text.P(text=FIRST))
    document.save(str(tmp_path / "a.odt"))
    assert documents.lines_of(tmp_path / "a.odt") == [TITLE, FIRST]


def link(shown):
    return '{\\field{\\*\\fldinst{HYPERLINK "https://fanal.example/a" }}{\\fldrslt ' + shown + "}}"


GB = "\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}"
RTF = [
    (rtf("{Le port \\u-10179?\\u-8542? l\\u224\\'e0.}"), ["Le port \U0001f6a2 là."]),
    (rtf("{L\\'e9t\\'e9\\line puis l\\rquote hiver}"), ["Lété", "puis l’hiver"]),
    (rtf("{\\'b8\\'db\\'bf\\'da}", head=GB), ["港口"]),
    (rtf("{L\\'8et\\'8e}", head="\\mac\\ansicpg10000"), ["Lété"]),
    (rtf("{L\\'e9t\\'e9}", head="\\ansi\\ansicpg99999"), ["Lété"]),
    (rtf(link("Le port")), ["Le port"]),
    (rtf("{{\\pict\\pngblip " + "89504e47" * 500 + "}Le port}"), ["Le port"]),
    (rtf("{{\\footer Page 1}{\\*\\generator X}Le port}"), ["Le port"]),
    (b"{\\rtf1\\ansi Le pr\xe9fet\\par}", ["Le préfet"]),
    (b"\xef\xbb\xbf{\\rtf1\\ansi Le pr\xc3\xa9fet\\par}", ["Le préfet"]),
]


@pytest.mark.parametrize(("data", "expected"), RTF)
def test_rtf(tmp_path, data, expected):
    assert list(filter(None, documents.lines_of(write(tmp_path, "a.rtf", data)))) == expected


def test_an_rtf_that_is_cut_off_is_noted(tmp_path):
    (article,) = read(write(tmp_path, "a.rtf", MAKERS[".rtf"][:-40]))
    assert "cut off" in article.note and article.text.startswith(TITLE)


HOSTILE = [
    b"{\\rtf1{\\fonttbl" + b"\\f0" * 300_000,
    b"{\\rtf1{\\fonttbl" + b"\\f0\\fcharset0" * 100_000,
    b"{\\rtf1" + b'{\\field{\\*\\fldinst{HYPERLINK "' * 40_000,
    b"{\\rtf1" + b"{" * 1_000_000,
    b"{\\rtf1\\pict\\bin" + b"9" * 6_000,
    b"{\\rtf1\\u99999999999 \\uc\\uc\\u",
    b"{\\rtf1 " + (b"a" * 999 + b"z") * 1_000,
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_rtf_takes_no_time(tmp_path, data):
    start = time.perf_counter()
    (found,) = read(write(tmp_path, "a.rtf", data))
    assert isinstance(found, RawArticle | Problem)
    assert time.perf_counter() - start < 10


# PDF

LONG = " ".join([FIRST, SECOND, "Les travaux ont coûté trois millions de couronnes, selon la mairie."])


def test_pdf_headers_and_footers(tmp_path):
    bodies = [f"{SECOND} {FIRST}", LONG, f"Un bilan. {LONG}"]
    pages = [
        [(72, 810, 9, "Le Fanal – mercredi 3 avril 2019"), *column(wrapped(body)), (290, 30, 9, f"Page {n}")]
        for n, body in enumerate(bodies, start=1)
    ]
    (article,) = read(write(tmp_path, "a.pdf", pdf(*pages)))
    assert article.text == "\n\n".join(bodies)


def test_pdf_pages_that_are_alike_stay(tmp_path):
    pages = [column(wrapped(f"{n}. {FIRST}")) for n in (1, 2, 3)]
    assert documents.lines_of(write(tmp_path, "a.pdf", pdf(*pages)))[0] == f"1. {FIRST}"


def test_pdf_pages_printed_by_a_browser(tmp_path):
    page = [
        (30, 820, 8, "12/03/2023 10:12"),
        *PAPER,
        (30, 20, 8, "https://fanal.example/port 1/1"),
    ]
    (article,) = read(write(tmp_path, "a.pdf", pdf(page)))
    assert article.text == "\n\n".join(THREE)


def test_a_paragraph_goes_on_over_the_page(tmp_path):
    lines = wrapped(LONG)[:-1]
    pages = [column(lines[:3]), column(lines[3:])]
    assert documents.lines_of(write(tmp_path, "a.pdf", pdf(*pages))) == [LONG]


LINES = [
    (["Le préfet a dé-", "claré samedi que les tra-", "vaux repren-", "draient lundi."],
     ["Le préfet a déclaré samedi que les travaux reprendraient lundi."]),
    (["« Y a-t-", "il un pont ? », a deman-", "dé le maire de Port-", "Orée."],
     ["« Y a-t-il un pont ? », a demandé le maire de Port-Orée."]),
    # No gap between paragraphs: a short last line tells.
    (["Le port d'Orée a rouvert mercredi matin,", "a dit le maire.", "La criée rouvrira à l'automne prochain."],
     ["Le port d'Orée a rouvert mercredi matin, a dit le maire.", "La criée rouvrira à l'automne prochain."]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), LINES)
def test_pdf_lines(tmp_path, lines, expected):
    assert documents.lines_of(write(tmp_path, "a.pdf", pdf(column(lines)))) == expected


def test_pdf_columns_and_indents(tmp_path):
    left = column(wrapped(LONG, width=40)[:-1], x=50)
    right = [(312, 740, 11, "Un autre paragraphe commence ici, au fond."), *column(["Il finit là."], x=300, y=726)]
    assert documents.lines_of(write(tmp_path, "a.pdf", pdf([*left, *right]))) == [
        LONG,
        "Un autre paragraphe commence ici, au fond. Il finit là.",
    ]


def test_a_pdf_by_matplotlib(tmp_path):
    figure = pytest.importorskip("matplotlib.figure").Figure()
    pytest.importorskip("matplotlib.backends.backend_pdf").FigureCanvasPdf(figure)
    figure.text(0.1, 0.8, TITLE, fontsize=18)
    figure.text(0.1, 0.6, "« Il était temps », a dit\nle maire d'Orée.", fontsize=11)
    figure.savefig(tmp_path / "a.pdf", format="pdf")
    assert documents.lines_of(tmp_path / "a.pdf") == [TITLE, "« Il était temps », a dit le maire d'Orée."]


def encrypted_pdf():
    from pypdf import PdfReader, PdfWriter

    out = io.BytesIO()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(MAKERS[".pdf"])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


MANIFEST = "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
TOO_DEEP = "<w:r>" * 1_000
REFUSED = [
    ("a.pdf", pdf([], []), "scan", "OCR"),
    ("a.pdf", encrypted_pdf(), "encrypted", "password"),
    ("a.pdf", b"%PDF-1.4\n", "damaged", ".txt"),
    ("a.odt", odt(*THREE, extra={"META-INF/manifest.xml": MANIFEST}), "encrypted", "password"),
    ("a.odt", zipped({"encrypted-package": "x", "META-INF/manifest.xml": "x"}), "encrypted", "password"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
    ("a.doc", OLD_WORD, ".doc", ".docx"),
    ("a.docx", b"PK", ".docx", ".txt"),
    ("a.docx", b"", "empty", "text"),
    ("a.docx", word(), "no text", "text"),
    ("a.docx", word("  "), "no text", "text"),
    ("a.docx", zipped({"xl/workbook.xml": "x"}), "no text", ".txt"),
    ("a.docx", word(*THREE, before=ENTITIES), "entities", ".txt"),
    ("a.docx", word(TOO_DEEP), "damaged", ".txt"),
    ("a.docx", word("a" * 9_000_000), "times its packed size", "unpack"),
    ("a.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "content.xml", ".txt"),
    ("a.rtf", b"{\\rtf1\\ansi }", "no text", "text"),
    ("a.zip", zipped({}), "no files", "files"),
    ("a.zip", b"PK\x03\x04 and no more", "damaged", ".txt"),
]


@pytest.mark.parametrize(("name", "data", "reason", "advice"), REFUSED)
def test_what_cannot_be_read(tmp_path, name, data, reason, advice):
    path = write(tmp_path, name, data)
    problem = problem_of(path)
    assert reason in problem.reason and advice in problem.advice


def test_lines_of_what_cannot_be_read(tmp_path):
    with pytest.raises(documents.UnreadableError, match="OCR"):
        documents.lines_of(write(tmp_path, "a.pdf", pdf([])))
    with pytest.raises(documents.UnreadableError, match="archive"):
        documents.lines_of(write(tmp_path, "a.zip", zipped({"a.txt": FIRST})))


def test_pages_without_text_are_noted(tmp_path):
    (article,) = read(write(tmp_path, "a.pdf", pdf(PAPER, [])))
    assert article.text == "\n\n".join(THREE) and "1 of 2 pages" in article.note


# Exports of several articles

EXPORTS = [
    ["1 of 10 DOCUMENTS", FIRST, "2 of 10 DOCUMENTS", SECOND],
    ["1 sur 2 DOCUMENTS", FIRST, "2 sur 2 DOCUMENTS", SECOND],
    [FIRST, "Document FANAL00020230304ej3400001", SECOND, "Document VOIX000020230305ej3500002"],
    [FIRST, "End of Document", SECOND, "End of Document"],
    [FIRST, "Certificat émis le 12 septembre 2024 à Orée", SECOND, "Certificat émis le 12 septembre 2024 à Orée"],
]


@pytest.mark.parametrize("suffix", [".docx", ".rtf", ".odt"])
@pytest.mark.parametrize("lines", EXPORTS, ids=range(len(EXPORTS)))
def test_several_articles(tmp_path, monkeypatch, lines, suffix):
    monkeypatch.setattr(documents, "HAND_OVERS", ())
    make = {".docx": word, ".rtf": rtf, ".odt": odt}[suffix]
    problem = problem_of(write(tmp_path, f"a{suffix}", make(*lines)))
    assert "several articles (2" in problem.reason and "one article" in problem.advice


ONE = [
    [FIRST, "End of Document"],
    [FIRST, "1 of 10 DOCUMENTS were lost.", "2 of 10 DOCUMENTS were found."],
    [FIRST, "Document confidentiel", "Document confidentiel"],
]


@pytest.mark.parametrize("lines", ONE, ids=range(len(ONE)))
def test_one_article(tmp_path, monkeypatch, lines):
    monkeypatch.setattr(documents, "HAND_OVERS", ())
    (article,) = read(write(tmp_path, "a.docx", word(*lines)))
    assert article.text == "\n\n".join(lines)


def test_an_export_is_handed_over(tmp_path, monkeypatch):
    module = types.ModuleType("export_of_tests")
    module.__spec__ = types.SimpleNamespace(name="export_of_tests")
    module.holds_document = lambda paragraphs: "Export" in paragraphs
    module.read_lines = lambda lines, path, name, language: iter([RawArticle(name, 1, f"{path.stem}-1", lines[-1])])
    monkeypatch.setitem(sys.modules, "export_of_tests", module)
    monkeypatch.setattr(documents, "HAND_OVERS", ("framing.corpus.formats.of_nobody", "export_of_tests"))
    assert read(write(tmp_path, "a.docx", word("Export", "", FIRST))) == [RawArticle("a.docx", 1, "a-1", FIRST)]
    assert len(read(write(tmp_path, "b.docx", word(FIRST)))) == 1
    (cut,) = read(write(tmp_path, "c.rtf", rtf("Export", FIRST)[:-1]))
    assert cut.row == 1 and "cut off" in cut.note


@pytest.mark.skipif(not SAMPLES.exists(), reason="no samples here")
def test_the_sample_of_nexis(tmp_path, monkeypatch):
    path = SAMPLES / "nexis" / "sample.docx"
    lines = documents.lines_of(path)
    assert lines.count("End of Document") == 10 and lines.count("Body") == 10
    monkeypatch.setattr(documents, "HAND_OVERS", ())
    assert "(10 are marked)" in problem_of(path).reason


# Archives


@pytest.fixture(autouse=True)
def _registered(monkeypatch):
    kind = Kind(documents.holds, documents.read)
    kinds = [other for other in formats.kinds() if other.read is not documents.read]
    monkeypatch.setattr(formats, "kinds", lambda: (*kinds, kind))


def texts(found):
    return {(a.file, a.article_id): a.text for a in found if isinstance(a, RawArticle)}


def test_an_archive(tmp_path):
    inner = zipped({"un.txt": FIRST, "deux.rtf": MAKERS[".rtf"]})
    members = {
        "dossier/": "",
        "dossier/un.txt": FIRST,
        "autre/un.txt": SECOND,
        "port.docx": MAKERS[".docx"],
        "table.csv": f'texte,id\n"{FIRST}",\n"{SECOND}",port-2\n',
        "dedans.zip": inner,
        "__MACOSX/dossier/._un.txt": "x",
        "~$port.docx": "x",
        ".DS_Store": "x",
        "image.jpg": "x",
    }
    found = read(write(tmp_path, "mes textes.zip", zipped(members)))
    whole = "\n\n".join(THREE)
    assert texts(found) == {
        ("mes textes.zip/dossier/un.txt", "mes-textes-un"): FIRST,
        ("mes textes.zip/autre/un.txt", "mes-textes-un.2"): SECOND,
        ("mes textes.zip/port.docx", "mes-textes-port"): whole,
        ("mes textes.zip/table.csv", "mes-textes-table-2"): FIRST,
        ("mes textes.zip/table.csv", "port-2"): SECOND,
        ("mes textes.zip/dedans.zip/un.txt", "mes-textes-dedans-un"): FIRST,
        ("mes textes.zip/dedans.zip/deux.rtf", "mes-textes-dedans-deux"): whole,
    }
    (problem,) = [p for p in found if isinstance(p, Problem)]
    assert problem.file == "mes textes.zip/image.jpg"


@pytest.mark.parametrize(
    "name",
    ["../../slip.txt", "/tmp/slip.txt", "C:\\slip.txt", "..\\..\\slip.txt", "a/../../slip.txt", "con.txt", "a\nb.txt"],
)
def test_no_name_of_an_archive_is_a_path(tmp_path, monkeypatch, name):
    inside = tmp_path / "deep" / "temporary"
    inside.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(inside))
    path = write(tmp_path, "a.zip", zipped({name: FIRST}))
    before = sorted(tmp_path.rglob("*"))
    (article,) = read(path)
    assert article.text == FIRST and "/" not in article.article_id and ".." not in article.file
    assert article.file.isprintable()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_is_refused(tmp_path):
    member = zipfile.ZipInfo("link.txt")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link" in problem_of_member(tmp_path, zipped([(member, "/etc/passwd"), ("b.txt", FIRST)]))


def problem_of_member(tmp_path, data):
    """The one problem of an archive whose other member is read."""
    found = read(write(tmp_path, "a.zip", data))
    assert list(texts(found).values()) == [FIRST]
    (problem,) = [p for p in found if isinstance(p, Problem)]
    return problem.reason


def patched(data, places, number, size="<H"):
    """An archive with a number written over in its headers of members named a.txt: (local, central) places."""
    for sign, place, at_name in ((b"PK\x03\x04", places[0], 30), (b"PK\x01\x02", places[1], 46)):
        start = next(i for i in range(len(data)) if data.startswith(sign, i) and data.startswith(b"a.txt", i + at_name))
        start += place
        data = data[:start] + struct.pack(size, number) + data[start + struct.calcsize(size) :]
    return data


MEMBERS = [("a.txt", SECOND * 3), ("b.txt", FIRST)]
BAD_MEMBERS = [
    (patched(zipped(MEMBERS), (6, 8), 1), "encrypted"),
    (patched(zipped(MEMBERS), (22, 24), 10, "<I"), "damaged"),  # its size is a lie
    (patched(zipped(MEMBERS), (14, 16), 10, "<I"), "damaged"),  # so is its checksum
    (patched(zipped(MEMBERS), (8, 10), 99), "packed in a way"),
    (zipped([("b.txt", FIRST), (zipfile.ZipInfo("a.txt"), bytes(60_000_000))], zipfile.ZIP_STORED), "50,000,000"),
    (zipped([("a.txt", bytes(40_000_000)), ("b.txt", FIRST)]), "200 times"),
]


@pytest.mark.parametrize(("data", "reason"), BAD_MEMBERS, ids=range(len(BAD_MEMBERS)))
def test_a_member_that_cannot_be_read(tmp_path, data, reason):
    assert reason in problem_of_member(tmp_path, data)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_unpacks_without_limit_is_refused(tmp_path, method):
    (problem,) = read(write(tmp_path, "a.zip", zipped({"a.txt": bytes(20_000_000)}, method)))
    assert "packed in a way" in problem.reason


def test_limits_of_an_archive(tmp_path, monkeypatch):
    many = write(tmp_path, "a.zip", zipped({f"{i}.txt": "Le port." for i in range(12)}))
    left = documents._Left
    monkeypatch.setattr(documents, "_Left", lambda: left(n_members=11))
    assert "more than" in problem_of(many).reason
    monkeypatch.setattr(documents, "_Left", lambda: left(n_bytes=20))
    found = read(many)
    assert len(texts(found)) == 2 and "rest was not read" in found[-1].reason and len(found) == 4


def test_the_list_of_members_may_not_be_long(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "_MAX_DIRECTORY", 66_000)
    data = zipped({f"{i:0200d}.txt": "" for i in range(300)})
    assert "too long" in problem_of(write(tmp_path, "a.zip", data)).reason


def test_archives_in_archives(tmp_path):
    data = zipped({"a.txt": FIRST})
    for name in ("drei.zip", "zwei.zip"):
        data = zipped({name: data, "b.txt": SECOND})
    found = read(write(tmp_path, "eins.zip", data))
    assert list(texts(found).values()) == [SECOND, SECOND]
    (problem,) = [p for p in found if isinstance(p, Problem)]
    assert problem.file == "eins.zip/zwei.zip/drei.zip" and "archive" in problem.reason


def test_names_of_members_that_are_not_ascii(tmp_path):
    data = zipped({"été.txt": FIRST, "港口.txt": SECOND})
    assert texts(read(write(tmp_path, "a.zip", data))) == {
        ("a.zip/été.txt", "a-ete"): FIRST,
        ("a.zip/港口.txt", "a-2"): SECOND,
    }


def test_a_member_without_a_name(tmp_path):
    data = zipped({"a.txt": FIRST, "b.txt": FIRST}).replace(b"a.txt", b"\0.txt")
    found = read(write(tmp_path, "a.zip", data))
    assert list(texts(found).values()) == [FIRST]
    assert [p.file for p in found if isinstance(p, Problem)] == ["a.zip/(no name)"]


def test_many_members_of_one_name_take_no_time():
    start = time.perf_counter()
    ids = documents._ids("a", ["x/un.txt"] * 10_000)
    assert len(set(ids)) == 10_000 and time.perf_counter() - start < 2


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = write(tmp_path, "a.zip", zipped({"a.txt": FIRST, "b.txt": SECOND}))
    reading = documents.read(path, "a.zip", FRENCH)
    next(reading)
    assert len(list(tmp_path.iterdir())) == 2
    reading.close()
    assert list(tmp_path.iterdir()) == [path]


# Damaged files

ARCHIVE = zipped({"a.txt": FIRST, "b.docx": MAKERS[".docx"], "c.zip": zipped({"d.pdf": MAKERS[".pdf"]})})
DAMAGED = {**MAKERS, ".zip": ARCHIVE, ".doc": OLD_WORD}


@pytest.mark.parametrize("suffix", DAMAGED)
def test_damaged_files_are_problems(tmp_path, suffix):
    data, chance = DAMAGED[suffix], random.Random(7)
    path = tmp_path / f"a{suffix}"
    others = list(DAMAGED.values())
    for end in range(0, len(data), 97):
        other = chance.choice(others)
        cut = chance.randrange(len(other))
        noise = bytes(chance.randrange(256) for _ in range(20))
        for damaged in (data[:end], data[:end] + other[cut:], data[:end] + noise + data[end + 20 :], data[end:]):
            path.write_bytes(damaged)
            for reader in (documents.read, read_file):
                found = list(reader(path, path.name, FRENCH))
                assert all(isinstance(item, RawArticle | Problem) for item in found)
