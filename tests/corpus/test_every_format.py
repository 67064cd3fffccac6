"""Every format against every kind of bad file: a message that names the file and what to do, and the others go on."""

import io
import random
import zipfile
from pathlib import Path

import docx
import pandas as pd
import pytest
from import_examples import SECOND, STUDY
from test_factiva import fields, page
from test_textometry import IRAMUTEQ, PRESS, TEI
from test_web_archives import TWO, archive, wacz

from framing.corpus.formats import Problem, RawArticle, kinds, read_file, readers
from framing.corpus.importing import import_texts
from framing.language import load

FR = load()
EUROPRESSE = (
    '<html><body><article><div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Fanal</span></div>'
    '<span class="DocHeader">lundi 2 mai 2031</span><p class="titreArticle"><span class="titreArticleVisu">Le pont</span></p>'
    f'<div class="DocText clearfix"><p>{SECOND}</p></div><div class="publiC-lblNodoc">news·20310502·FA·1</div></article>'
    "</body></html>"
)
NEXIS = (
    f"1 of 1 DOCUMENTS\n\nLe Fanal\n\n2 mai 2031\n\nLe pont\n\nLENGTH: 20 words\n\n{SECOND}\n\nLOAD-DATE: May 3, 2031\n"
)


def word():
    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph(SECOND)
    document.save(out)
    return out.getvalue()


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(name.replace("_", "."), data)
    return out.getvalue()


def parquet():
    out = io.BytesIO()
    pd.DataFrame({"id": ["a"], "text": [SECOND]}).to_parquet(out)
    return out.getvalue()


# A good file of each format: its suffix, its bytes.
GOOD = {
    "text": (".txt", SECOND.encode()),
    "page": (".html", f"<html><body><article><p>{SECOND}</p><p>{SECOND[::1]}</p></article></body></html>".encode()),
    "CSV": (".csv", f'id,text\na,"{SECOND}"\n'.encode()),
    "JSON": (".json", f'[{{"id": "a", "text": "{" ".join(SECOND.split())}"}}]'.encode()),
    "JSON lines": (".jsonl", f'{{"id": "a", "text": "{" ".join(SECOND.split())}"}}'.encode()),
    "Parquet": (".parquet", parquet()),
    "DOCX": (".docx", word()),
    "RTF": (".rtf", rb"{\rtf1\ansi " + SECOND.encode("ascii", "replace") + rb"\par}"),
    "zip": (".zip", zipped(a_txt=SECOND)),
    "Europresse": (".html", EUROPRESSE.encode()),
    "Factiva": (".html", page(fields()).encode()),
    "Nexis": (".txt", NEXIS.encode()),
    "IRaMuTeQ": (".txt", IRAMUTEQ.encode()),
    "TEI": (".xml", TEI.encode()),
    "PRESSE": (".xml", PRESS.encode()),
    "WARC": (".warc", archive(*TWO, packed=False)),
    "WARC.GZ": (".warc.gz", archive(*TWO)),
    "WACZ": (".wacz", wacz(archive(*TWO))),
}  # fmt: skip


def read(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_file(path, name, FR))


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_file_is_read(tmp_path, kind):
    suffix, data = GOOD[kind]
    found = read(tmp_path, f"a{suffix}", data)
    assert found and all(isinstance(raw, RawArticle) for raw in found), found


@pytest.mark.parametrize("kind", GOOD)
def test_an_empty_file_is_told(tmp_path, kind):
    suffix, _ = GOOD[kind]
    (problem,) = read(tmp_path, f"a{suffix}", b"")
    assert isinstance(problem, Problem) and problem.file == f"a{suffix}" and problem.advice


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("wrong", [".txt", ".html", ".csv", ".docx", ".parquet", ".zip", ".xml", ".bin", ""])
def test_a_wrong_extension_raises_nothing(tmp_path, kind, wrong):
    found = read(tmp_path, f"a{wrong}", GOOD[kind][1])
    assert all(isinstance(raw, RawArticle | Problem) for raw in found)
    assert found


@pytest.mark.parametrize("kind", GOOD)
def test_cut_spliced_and_random_files_raise_nothing(tmp_path, kind):
    suffix, data = GOOD[kind]
    chance = random.Random(kind)
    for i in range(60):
        broken = bytearray(data[: chance.randrange(len(data))] if i % 3 else data)
        for _ in range(i % 5):
            at = chance.randrange(len(broken) + 1)
            broken[at : at + chance.randrange(20)] = chance.randbytes(chance.randrange(12))
        found = read(tmp_path, f"a{suffix}", bytes(broken) if i else chance.randbytes(2000))
        assert all(isinstance(raw, RawArticle | Problem) for raw in found)
    assert [path.name for path in tmp_path.iterdir()] == [f"a{suffix}"]


@pytest.mark.parametrize("kind", GOOD)
def test_a_bad_file_stops_no_good_one(tmp_path, kind):
    suffix, data = GOOD[kind]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / f"bad{suffix}").write_bytes(data[: len(data) // 3])
    (folder / "good.txt").write_text(SECOND, "utf-8")
    report = import_texts([folder], STUDY, tmp_path / "out")
    assert "good" in report.articles["article_id"].tolist() or report.duplicates["same_as"].eq("good").any()
    assert all(row.file and row.reason and row.advice for row in report.set_aside.itertuples())


def test_every_reader_has_its_good_file():
    files = [(data[:65_536], Path(f"a{suffix}").suffix) for suffix, data in GOOD.values()]
    assert all(any(kind.holds(*file) for file in files) for kind in kinds())
    assert {suffix for _, suffix in files} >= set(readers()) - {".text", ".htm", ".xhtml", ".tsv", ".ndjson"}
