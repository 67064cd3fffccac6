"""Every kind of bad input is reported with its file and place, and loses no other article."""

import datetime as dt
import json
import re
import time

import pytest
from import_examples import FIRST, PAGE, SECOND, STUDY

from framing.corpus.formats import MAX_BYTES, MAX_PARAGRAPHS
from framing.corpus.importing import import_texts
from framing.text.zoning import zones

GOOD = {"article_id": "bon", "text": SECOND, "outlet": "fanal", "event": "reouverture", "published": "2019-04-03"}
JUNK = b"a" * 50_000_000  # one line

HTML = """<html lang="fr"><head><title>Le port rouvre</title><script>alert("jamais")</script></head>
<body><article><h1>Le port rouvre</h1>
<p>Le port d'Orée a rouvert, a annoncé la capitainerie.<img src=x onerror="alert('jamais')"></p>
<script>document.write("jamais")</script><style>p::after {content: "jamais"}</style>
<p>« Il était temps », a dit le maire, qui promet une criée neuve aux pêcheurs pour la fin de l'automne.</p>
<p>Les travaux ont duré trois longs mois et coûté trois millions de couronnes, selon la capitainerie.</p>
</article></body></html>"""


def jsonl(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows).encode()


def csv_of(*rows):
    return "\n".join(["article_id,outlet,event,published,text", *rows]).encode()


# file name, bytes, row, words of the reason, words of the advice
SET_ASIDE = [
    ("vide.txt", b"", 0, "empty", "delete"),
    ("blanc.txt", b" \n\r\n\t", 0, "empty", "delete"),
    ("mobilier.txt", "Partager sur Facebook\n© Orée".encode(), 0, "no article text", "leave the article out"),
    ("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 0, "binary", "plain text"),
    ("image.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 0, "binary", "CSV in UTF-8"),
    ("ligne.txt", JUNK, 0, "50,000,000 bytes", "cut it"),
    ("lignes.txt", b"Le port rouvre.\n" * (MAX_PARAGRAPHS + 1), 0, "20,001 paragraphs", "cut it"),
    (
        "ligne.csv",
        csv_of("bon2,,,,texte court", f"long,,,,{'a' * (MAX_BYTES + 1)}"),
        3,
        "longer than",
        "a row for each",
    ),
    (
        "ligne.jsonl",
        jsonl(GOOD | {"article_id": "bon2", "text": FIRST}) + b"\n" + JUNK,
        2,
        "longer than",
        "a row for each",
    ),
    ("vide.csv", b"", 0, "empty", "text (or texte"),
    ("vide.jsonl", b"", 0, "empty", "text (or texte"),
    ("vide.parquet", b"", 0, "empty", "text (or texte"),
    ("faux.parquet", b"PAR1 mais non", 0, "not a Parquet file", "pandas"),
    ("blanc.csv", b"\n\n", 1, "no header", "text (or texte"),
    ("sans-texte.csv", b"id,titre\na,Le port\n", 1, "no text column among: id, titre", "text (or texte"),
    ("sans-texte.jsonl", b'{"id": "a", "titre": "Le port"}', 1, "no text column among: id, titre", "text (or texte"),
    ("cellules.csv", csv_of("bon2,,,,texte court", "a,,,,un, deux, trois"), 3, "7 cells under 5", "quotation marks"),
    (
        "malforme.jsonl",
        jsonl(GOOD | {"article_id": "bon2", "text": FIRST}, '{"text": "Le po'),
        2,
        "malformed JSON",
        "one line",
    ),
    ("liste.jsonl", b'["Le port"]', 1, "not a JSON object", "article_id"),
    ("profond.jsonl", b"[" * 100_000, 1, "malformed JSON", "one line"),
    (
        "futur.jsonl",
        jsonl(GOOD | {"article_id": "f", "published": "2999-01-01"}),
        1,
        "2999-01-01 lies in the future",
        "date",
    ),
    ("futur.txt", PAGE.replace("2019", "2999").encode(), 0, "2999-04-03 lies in the future", "date"),
    ("maison.jsonl", jsonl(GOOD | {"article_id": "m", "outlet": "Le Phare"}), 1, "no outlet 'Le Phare'", "fanal, oree"),
    ("affaire.jsonl", jsonl(GOOD | {"article_id": "e", "event": "tempête"}), 1, "no event 'tempête'", "reouverture"),
    ("double.csv", csv_of("a,,,,Le port rouvre.", "a,,,,Le port ferme."), 3, "double.csv, row 2", "id of its own"),
    ("casse.csv", csv_of("a,,,,Le port rouvre.", "A,,,,Le port rouvre."), 3, "casse.csv, row 2", "id of its own"),
    ("encore.csv", csv_of("a,,,,Le port rouvre.", "a,,,,Le port rouvre."), 3, "read before (", "nothing to do"),
    ("sans-id.csv", csv_of("???,,,,Le port rouvre."), 2, "'???' has no letter", "give it an id"),
    ("page.html", b"<html><body><script>alert(1)</script></body></html>", 0, "no article was found", ".txt"),
    ("vide.html", b"", 0, "empty", "delete"),
    ("balises.html", b"<table>" + b"<tr><td>" * 20_000, 0, "40,001 tags", ".txt"),
    ("profonde.html", b"<div>" * 15_000, 0, "no article was found", ".txt"),
    ("lettre.docx", b"PK\3\4", 0, "damaged or cut off", ".txt"),
    ("lettre.pages", b"abc", 0, "no reader", ".txt"),
]


def run(tmp_path, *paths):
    good = tmp_path / "zz-bon.jsonl"  # read after the bad file
    good.write_bytes(jsonl(GOOD))
    return import_texts([*paths, good], STUDY, tmp_path / "out", today=dt.date(2026, 1, 1))


@pytest.mark.parametrize(("name", "data", "row", "reason", "advice"), SET_ASIDE, ids=[case[0] for case in SET_ASIDE])
def test_set_aside(tmp_path, name, data, row, reason, advice):
    bad = tmp_path / name
    bad.write_bytes(data)
    report = run(tmp_path, bad)
    (found,) = report.set_aside.to_dict("records")
    assert (found["file"], found["row"]) == (bad.as_posix(), row)
    assert reason in found["reason"] and advice in found["advice"]
    assert "bon" in report.articles["article_id"].tolist()
    assert report.n_kept + 1 == report.n_read == len(report.articles) + 1


def test_all_at_once(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data, *_ in SET_ASIDE:
        (folder / name).write_bytes(data[:100_000])
    report = run(tmp_path, folder)
    assert report.n_read == report.n_kept + len(report.set_aside) + int((~report.duplicates["kept"]).sum())
    assert "bon" in report.articles["article_id"].tolist()


def test_a_path_that_is_not_there(tmp_path):
    (found,) = run(tmp_path, tmp_path / "rien").set_aside.to_dict("records")
    assert found["file"].endswith("/rien") and "no such file" in found["reason"]


ODD_MARKS = [
    ("« Il était temps, a dit le maire d'Orée à midi.", "« 1, » 0"),
    ("Il était temps », a dit le maire d'Orée à midi.", "« 0, » 1"),
    ("“Il était temps, a dit le maire d'Orée à midi.", "“ 1, ” 0"),
    ('Il était "temps", a dit le "maire d\'Orée à midi.', '" 3'),
]


@pytest.mark.parametrize(("text", "marks"), ODD_MARKS)
def test_odd_quotation_marks(tmp_path, text, marks):
    (tmp_path / "a.txt").write_text(text, "utf-8")
    report = run(tmp_path, tmp_path / "a.txt")
    assert report.articles["article_id"].tolist() == ["a", "bon"]
    assert report.warnings.query("article_id == 'a'")["reason"].str.contains(re.escape(f"do not pair: {marks}")).any()


WARNED = [
    (PAGE.encode("cp1252"), "not UTF-8: read as cp1252"),
    (PAGE.encode("utf-16"), "not UTF-8: read as utf_16"),
    (FIRST.encode().decode("cp1252").encode(), "letters were lost"),
    (FIRST.encode(), "no date of publication is stated"),
    ((FIRST + "Publié le 3 avril de cette année\n").encode(), "no date of publication is stated"),
    (FIRST.encode(), "no outlet is named"),
    (FIRST.encode(), "no event is named"),
]


@pytest.mark.parametrize(("data", "reason"), WARNED)
def test_kept_with_a_warning(tmp_path, data, reason):
    (tmp_path / "a.txt").write_bytes(data)
    report = run(tmp_path, tmp_path / "a.txt")
    assert report.set_aside.empty
    assert report.articles["article_id"].tolist() == ["a", "bon"]
    warned = report.warnings.query("article_id == 'a'")
    assert reason in warned["reason"].str.cat(sep="\n")
    assert (warned["file"] == (tmp_path / "a.txt").as_posix()).all()


def test_a_date_that_cannot_be_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(GOOD | {"article_id": "a", "text": FIRST, "published": "un mardi"}))
    report = run(tmp_path, path)
    (warning,) = report.warnings.to_dict("records")
    assert warning["reason"] == "the date of publication 'un mardi' cannot be read" and warning["row"] == 1
    assert report.articles["published"].tolist() == ["", "2019-04-03"]


@pytest.mark.parametrize("id_", ["../../x", "/tmp/x", "..\\..\\x", "x/../../../x", "x\0y"])
def test_an_id_cannot_leave_the_folder(tmp_path, id_):
    path = tmp_path / "in.jsonl"
    path.write_bytes(jsonl(GOOD | {"article_id": id_, "text": FIRST}))
    before = {p for p in tmp_path.parent.rglob("*") if p.is_file()}
    report = run(tmp_path, path)
    assert report.n_kept == 2
    written = {p for p in tmp_path.parent.rglob("*") if p.is_file()} - before - {tmp_path / "zz-bon.jsonl"}
    assert {p.parent for p in written} == {tmp_path / "out"} and len(written) == 3


def test_a_script_is_never_kept(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(HTML, "utf-8")
    report = run(tmp_path, path)
    assert report.articles["article_id"].tolist() == ["bon", "page"]
    text = (tmp_path / "out" / "page.txt").read_text("utf-8")
    assert "criée neuve" in text and "trois longs mois" in text
    assert "jamais" not in text and "<" not in text


@pytest.mark.timing
@pytest.mark.parametrize("unit", ['"', "« ", "Partager\n", "a ", "le port, ", "| ", "M. "])
def test_hostile_text_takes_time_linear_in_its_size(unit):
    def seconds(n):
        text = unit * (n // len(unit))
        begin = time.process_time()
        zones(text)
        return time.process_time() - begin

    short = min(seconds(3_000) for _ in range(3))
    assert min(seconds(30_000) for _ in range(2)) < 30 * short + 0.05
