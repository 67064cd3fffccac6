import csv
import json
import subprocess
import sys

import pandas as pd
import pytest

from framing.corpus.formats import MAX_BYTES, Problem, RawArticle, plain, read_file, tabular

TEXT = "Le port d'Orée a rouvert mercredi, a annoncé la capitainerie. « Il était temps », a dit le maire."


def articles_of(path):
    return list(read_file(path, path.name))


ENCODINGS = [
    ("utf-8", False),
    ("utf-8-sig", False),
    ("utf-16", True),
    ("cp1252", True),
    ("iso8859-15", True),
]


@pytest.mark.parametrize(("encoding", "is_noted"), ENCODINGS)
def test_decode(encoding, is_noted):
    text = f"{TEXT} Voilà l'été : çà et là, des forêts brûlées, où naît l'île."
    decoded = plain.decode(text.encode(encoding))
    assert decoded.text == text
    assert bool(decoded.note) == is_noted


def test_decode_nothing():
    assert plain.decode(b"") == ("", "utf_8", "")


@pytest.mark.parametrize("data", [b"\0\1\2\3", b"%PDF-1.7\n" + bytes(range(32)) * 9, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_binary_data_is_no_text(data):
    with pytest.raises(ValueError, match="binary"):
        plain.decode(data)


def test_lost_letters_are_noted():
    assert "lost" in plain.decode(TEXT.encode().decode("cp1252").encode()).note


def test_plain(tmp_path):
    path = tmp_path / "un article.txt"
    path.write_text(TEXT, "utf-8")
    assert articles_of(path) == [RawArticle("un article.txt", 0, "un article", TEXT)]


NAMES = [
    ([], {}),
    (["a", "b"], {}),
    (["text"], {"text": "text"}),
    (["Titre", "TEXTE", "Journal"], {"text": "TEXTE", "headline": "Titre", "outlet": "Journal"}),
    (["texte", "text", "id", "article_id"], {"text": "text", "article_id": "article_id"}),
    ([" Date "], {"published": " Date "}),
]


@pytest.mark.parametrize(("columns", "expected"), NAMES)
def test_names_of(columns, expected):
    assert tabular.names_of(columns) == expected


ROWS = [
    {"article_id": "a1", "titre": "Le port rouvre", "texte": TEXT, "journal": "fanal", "date": "3 avril 2019"},
    {"article_id": "", "titre": "", "texte": TEXT + "\n\nSuite, en deux lignes.", "journal": "", "date": ""},
]
EXPECTED = [
    ("a1", f"Le port rouvre\n\n{TEXT}", "fanal", "3 avril 2019"),
    (None, TEXT + "\n\nSuite, en deux lignes.", "", ""),
]


def write_csv(path, separator=","):
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(ROWS[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(ROWS)


@pytest.mark.parametrize("suffix", ["csv", "semicolon.csv", "tsv", "jsonl", "parquet"])
def test_tables(tmp_path, suffix):
    path = tmp_path / f"articles.{suffix}"
    if suffix == "jsonl":
        path.write_text("\n".join(json.dumps(row) for row in ROWS), "utf-8")
    elif suffix == "parquet":
        pd.DataFrame(ROWS).to_parquet(path)
    else:
        write_csv(path, {"csv": ",", "semicolon.csv": ";", "tsv": "\t"}[suffix])
    found = articles_of(path)
    assert [(a.text, a.outlet, a.published) for a in found] == [expected[1:] for expected in EXPECTED]
    assert found[0].article_id == "a1"
    assert found[1].article_id == f"{path.stem}-{found[1].row}"
    assert len({a.row for a in found}) == 2


def test_empty_cells_of_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"text": [TEXT, None], "outlet": [None, "fanal"], "id": [1, 2]}).to_parquet(path)
    assert [(a.article_id, a.text, a.outlet) for a in articles_of(path)] == [("1", TEXT, ""), ("2", "", "fanal")]


def test_a_mark_that_is_not_closed_loses_one_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,text\na,un\nb,"deux\nc,trois\nd,quatre\n', "utf-8")
    found = articles_of(path)
    assert [(a.article_id, a.text) for a in found if isinstance(a, RawArticle)] == [
        ("a", "un"),
        ("c", "trois"),
        ("d", "quatre"),
    ]
    (problem,) = [p for p in found if isinstance(p, Problem)]
    assert problem.row == 3 and "malformed" in problem.reason


def test_csv_field_limit_is_put_back(tmp_path):
    before = csv.field_size_limit()
    path = tmp_path / "a.csv"
    path.write_text(f"text\n{'a' * 200_000}\n", "utf-8")
    reading = read_file(path, "a.csv")
    assert len(next(reading).text) == 200_000
    assert csv.field_size_limit() == before
    assert list(reading) == []
    assert csv.field_size_limit() == before


PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="{charset}"><title>Le port d'Orée rouvre | Le Fanal</title>
<meta property="og:title" content="Le port d'Orée rouvre"><meta property="og:site_name" content="Le Fanal du Soir">
<meta property="article:published_time" content="2019-04-03T10:12:00+02:00">
<script>var secret = "jamais-montré";</script></head><body>
<nav><a href="/">Accueil</a> <a href="/monde">Monde</a></nav>
<article><h1>Le port d'Orée rouvre</h1>
<p>{text}</p><script>document.write("jamais-montré")</script>
<p>Les travaux ont coûté trois millions de couronnes et duré trois longs mois, a précisé la capitainerie d'Orée.</p>
<p onclick="alert('jamais-montré')">La criée rouvrira à l'automne, si les pêcheurs reviennent avant les premiers froids.</p>
</article><footer>Mentions légales</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_html(tmp_path, charset):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(text=TEXT, charset=charset).encode(charset))
    (article,) = articles_of(path)
    assert article.text.split("\n")[:2] == ["Le port d'Orée rouvre", TEXT]
    assert article.text.count("Le port d'Orée rouvre") == 1
    assert (article.published, article.site) == ("2019-04-03", "Le Fanal du Soir")
    assert "jamais" not in article.text and "Mentions" not in article.text


def test_no_reader(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK")
    (problem,) = articles_of(path)
    assert ".docx" in problem.reason and ".txt" in problem.advice


def test_too_big(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    (problem,) = articles_of(path)
    assert "5,000,001" in problem.reason


def test_what_few_corpora_need_is_loaded_when_it_is_needed():
    slow = ("dateparser", "matplotlib", "openpyxl", "pyarrow.parquet", "spacy", "torch", "trafilatura")
    code = f"import sys, framing.corpus.importing; print([m for m in {slow} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
