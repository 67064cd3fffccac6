"""Leaks: what a file shows is compared with the texts, and what cannot be read is said."""

import bz2
import gzip
import io
import json
import lzma
import zipfile

import openpyxl
import pandas as pd
import pytest
from table_examples import TEXT, annotations

from framing.tables import AnnotationError, Annotations, contents, leaks, runs_of_words

EIGHT = " ".join(TEXT.split()[:8])
ACCENTS = "L'été a brûlé la forêt près de Kadrine où dînait Mme Orsel."


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def workbook(*rows, sheet=0):
    book = openpyxl.Workbook()
    for _ in range(sheet):
        book.create_sheet()
    for row in rows:
        book.worksheets[sheet].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(value):
    return pd.DataFrame({"n": [1], "a": [value]}).to_parquet()


READ = [
    ("empty.csv", "", 0),
    ("seven.md", " ".join(TEXT.split()[:7]), 0),
    ("eight.md", EIGHT.upper().replace(" ", ", "), 1),
    ("unknown.suffix", EIGHT, 1),
    ("none", EIGHT, 1),
    ("decomposed.txt", EIGHT.replace("é", "e\u0301"), 1),
    ("hidden.txt", EIGHT.replace("barrage", "bar\u00adra\u200bge"), 1),
    ("utf16.txt", EIGHT.encode("utf-16"), 1),
    ("signed.csv", EIGHT.encode("utf-8-sig"), 1),
    ("page.html", EIGHT.replace(" ", " <b>").replace("é", "&eacute;"), 1),
    ("parted.html", EIGHT.replace("barrage", "bar<b>rage</b>"), 1),
    ("data.html", "<script>let t = " + json.dumps(EIGHT.replace("K", "\u200bK")) + "</script>", 1),
    ("lines.js", repr(" ".join(TEXT.split()[:4]) + "\n" + " ".join(TEXT.split()[4:8])), 1),
    ("drawn.svg", f"<svg><!-- {EIGHT} --><path d='M0 0'/></svg>", 1),
    ("note.ipynb", json.dumps({"cells": [{"source": [EIGHT[:20], EIGHT[20:]]}]}), 1),
    ("lines.jsonl", json.dumps({"a": "é " + EIGHT}) + "\n", 1),
    ("escaped.json", json.dumps({EIGHT.replace("e", "\\u0065"): 1}).replace("\\\\", "\\"), 1),
    ("cells.xlsx", workbook(["x", EIGHT]), 1),
    ("words.xlsx", workbook(EIGHT.split()), 1),
    ("sheets.xlsx", workbook(["x"], [EIGHT], sheet=2), 1),
    ("clean.xlsx", workbook(["x"]), 0),
    ("table.parquet", parquet(EIGHT), 1),
    ("nested.parquet", parquet([{"b": [EIGHT]}]), 1),
    ("clean.parquet", parquet("x"), 0),
    ("files.zip", zipped(a__txt="x", b__html=EIGHT.replace(" ", "&nbsp;")), 1),
    ("deep.zip", zipped(a__zip=zipped(b__xlsx=workbook([EIGHT]))), 1),
    ("page.html.gz", gzip.compress(EIGHT.replace(" ", " <b>").encode()), 1),
    ("page.txt.bz2", bz2.compress(EIGHT.encode()), 1),
    ("lines.jsonl.xz", lzma.compress(json.dumps(EIGHT).encode()), 1),
]


@pytest.mark.parametrize(("name", "content", "n"), READ, ids=[name for name, *_ in READ])
def test_audit_reads(tmp_path, name, content, n):
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    found = annotations().audit([tmp_path])
    assert found["n_runs"].tolist() == [1] * n
    assert found["article_id"].tolist() == ["a1"] * n
    assert found["problem"].tolist() == ["shows 8 words in a row"] * n


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "cp1252", "mac_roman", "cp850"])
def test_a_text_is_read_in_whatever_french_texts_come_in(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(ACCENTS.encode(encoding))
    assert len(leaks({"a": ACCENTS}, [tmp_path])) == 1


UNREAD = [
    ("bytes.bin", b"\xff\xfe\x00", "binary data"),
    ("wide.txt", EIGHT.encode("utf-16-le"), "binary data"),
    ("control.txt", b"\xe9\x01" + EIGHT.encode("cp1252"), "binary data"),
    ("picture.png", b"\x89PNG\r\n", "a picture"),
    ("a.pdf", b"%PDF-1.4\n", "a PDF"),
    ("a.rtf", b"{\\rtf1 \\'e9t\\'e9}", "RTF"),
    ("bad.json", '{"a": "\\u00e9', "JSON that is damaged"),
    ("deep.json", "[" * 100_000, "JSON that is damaged"),
    ("bad.jsonl", '{"a": 1}\n{', "JSON that is damaged"),
    ("bad.zip", zipped(a__txt="x" * 99)[:60], "an archive that is damaged"),
    ("bad.gz", gzip.compress(b"x" * 99)[:-9], "a damaged archive"),
    ("bad.parquet", b"PAR1" + b"\0" * 20, "a Parquet file that is damaged"),
    ("bad.xlsx", zipped(**{"xl/workbook__xml": "<a"}), "a workbook that is damaged"),
    ("in.zip", zipped(a__png=b"\x89PNG\r\n", b__txt="x"), "a.png: a picture"),
    ("page.html", '<img src="data:image/png;base64,iVBO">', "a picture inside it"),
    ("note.ipynb", json.dumps({"outputs": [{"data": {"image/png": "iVBO"}}]}), "a picture inside it"),
]


@pytest.mark.parametrize(("name", "content", "reason"), UNREAD, ids=[name for name, *_ in UNREAD])
def test_what_cannot_be_read_is_never_called_clean(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (row,) = annotations().audit([tmp_path]).to_dict("records")
    assert row["file"].endswith(name) and row["problem"].startswith("not read: ") and reason in row["problem"]
    assert pd.isna(row["article_id"]) and pd.isna(row["n_runs"])


def test_what_can_be_read_of_a_file_is(tmp_path):
    (tmp_path / "in.zip").write_bytes(zipped(a__png=b"\x89PNG\r\n", b__txt=EIGHT))
    assert annotations().audit([tmp_path])["problem"].tolist() == [
        "shows 8 words in a row",
        "not read: a.png: a picture",
    ]


def test_nothing_unpacks_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(contents, "MAX_BYTES", 10_000)
    monkeypatch.setattr(contents, "MAX_CELLS", 100)
    bomb = b"x" * 20_000
    nested = b"x"
    for _ in range(8):
        nested = gzip.compress(nested)
    files = {
        "a.gz": gzip.compress(bomb), "b.zip": zipped(a__txt=bomb), "d.txt": bomb, "e.gz": nested,
        "c.zip": zipped(a__txt=bomb[:6000], b__txt=bomb[:6000]),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = annotations().audit([tmp_path])
    assert found["file"].tolist() == [str(tmp_path / name) for name in sorted(files)]
    assert found["problem"].str.contains("10,000 bytes|archives in one another").all()
    monkeypatch.setattr(contents, "MAX_BYTES", 1_000_000)
    (tmp_path / "g.xlsx").write_bytes(workbook(*[[1] * 20] * 20))
    assert annotations().audit([tmp_path / "g.xlsx"])["problem"].str.contains("more than 100 cells").all()


def test_audit_needs_the_texts_and_files_that_are_there(tmp_path):
    with pytest.raises(AnnotationError, match="an audit needs the texts"):
        Annotations(annotations().tables).audit([])
    with pytest.raises(AnnotationError, match="nowhere: there is no such file"):
        annotations().audit([tmp_path / "nowhere"])


def test_runs_of_words():
    assert runs_of_words("") == set()
    assert len(runs_of_words(TEXT)) == 17 - 8 + 1
