"""Web archives: an article a page, in constant memory, and nothing that a browser fetched besides."""

import gzip
import io
import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from framing.corpus.formats import Problem, RawArticle, read_file, web_archives
from framing.language import load

FR = load()
BODY = (
    "Le {} de Kadrine, attendu depuis douze ans par les agriculteurs de la plaine, sera mis en eau jeudi, selon le préfet. "
    "« Rien n’arrêtera l’eau », a assuré la ministre valdorienne Élise Orsel devant les élus réunis à Port-Orée."
)
ENGLISH = (
    "The bridge that the people of the valley have been waiting for will be opened on Thursday, said the mayor. " * 3
)


def page(what="barrage", charset="utf-8", body=BODY, meta=""):
    paragraph = body.format(what)
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}">{meta}<title>Le {what} ouvre</title></head><body>'
        f"<article><h1>Le {what} ouvre</h1><p>{paragraph}</p><p>{paragraph[::1].replace('jeudi', 'lundi')}</p></article>"
        "</body></html>"
    ).encode(charset, "replace")


def archive(*records, packed=True):
    """Records (address, status, type, bytes) as a WARC, behind its own description."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "tests"}))
    for address, status, type_, data, *more in records:
        headers = StatusAndHeaders(status, [("Content-Type", type_), *more], protocol="HTTP/1.1")
        kind = "response"
        writer.write_record(writer.create_warc_record(address, kind, payload=io.BytesIO(data), http_headers=headers))
    return out.getvalue()


HTML, CP1252 = "text/html; charset=utf-8", "text/html; charset=windows-1252"
TWO = (("https://fanal.test/1", "200 OK", HTML, page()), ("https://fanal.test/2", "200 OK", HTML, page("pont")))


def read(tmp_path, data, name="a.warc.gz"):
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_file(path, name, FR))


def wacz(data, member="archive/data.warc.gz"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("datapackage.json", "{}")
        packed.writestr(member, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (archive(*TWO), "a.warc.gz"),
        (archive(*TWO, packed=False), "a.warc"),
        (archive(*TWO), "renamed"),
        (wacz(archive(*TWO)), "a.wacz"),
        (wacz(archive(*TWO)), "renamed.zip"),
    ],
)
def test_an_article_a_page(tmp_path, data, name):
    found = read(tmp_path, data, name)
    assert [raw.article_id for raw in found] == ["fanal.test-1", "fanal.test-2"]
    assert all(raw.is_page and raw.row and raw.text.startswith("Le ") and "a assuré" in raw.text for raw in found)


@pytest.mark.parametrize(
    ("record", "letters"),
    [
        (("https://f.test/1", "200 OK", CP1252, page(charset="cp1252", meta='<meta charset="utf-8">')), "préfet"),
        (("https://f.test/1", "200 OK", "text/html", page(charset="cp1252")), "préfet"),
        (("https://f.test/1", "200 OK", HTML, gzip.compress(page()), ("Content-Encoding", "gzip")), "préfet"),
    ],
)  # fmt: skip
def test_the_charset_of_the_answer_goes_before_the_page(tmp_path, record, letters):
    (raw,) = read(tmp_path, archive(record))
    assert letters in raw.text


@pytest.mark.parametrize(
    "record",
    [
        ("https://f.test/1", "404 Not Found", HTML, page()),
        ("https://f.test/1", "301 Moved", HTML, page()),
        ("https://f.test/1.png", "200 OK", "image/png", b"\x89PNG" + b"\0" * 99),
        ("https://f.test/robots.txt", "200 OK", "text/plain", b"User-agent: *"),
    ],
)
def test_what_is_no_page_is_passed_over(tmp_path, record):
    assert [raw.article_id for raw in read(tmp_path, archive(record, *TWO))] == ["fanal.test-1", "fanal.test-2"]


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ([("https://f.test/en", "200 OK", HTML, page(body=ENGLISH))] * 3, "pages in another language: 3"),
        ([("https://f.test/0", "200 OK", HTML, b"<html><body></body></html>")], "pages without an article: 1"),
        ([TWO[0]], "pages under an address that was read before: 1"),
        ([("https://f.test/big", "200 OK", HTML, b"<p>a</p>" * 700_000)], "more than 5,000,000 bytes"),
        ([("https://f.test/bin", "200 OK", HTML, b"\0\1" * 50)], "holds binary data"),
    ],
)
def test_what_cannot_be_kept_is_told_once(tmp_path, records, reason):
    found = read(tmp_path, archive(*TWO, *records))
    assert [raw.article_id for raw in found if isinstance(raw, RawArticle)] == ["fanal.test-1", "fanal.test-2"]
    (problem,) = (raw for raw in found if isinstance(raw, Problem))
    assert reason in problem.reason


def locked():
    data = bytearray(wacz(archive(*TWO)))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(magic, place + 4)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (archive(*TWO)[:-300], "a.warc.gz", "damaged behind record"),
        (archive(*TWO)[:-3], "a.warc.gz", "damaged behind record"),
        (archive(*TWO, packed=False)[:60], "a.warc", "it ends inside a record"),
        (archive(*TWO, packed=False)[:-300], "a.warc", "it ends inside a record"),
        (wacz(archive(*TWO))[:-30], "a.wacz", "damaged|locked|without a record"),
        (locked(), "a.wacz", "damaged or locked"),
        (wacz(b"x", "../archive/x.warc"), "a.wacz", "without archive"),
        (wacz(b"\0" * 150_000_000), "a.wacz", "no archive of pages"),
    ],
    ids=range(8),  # the bytes hold ids that are drawn anew each time
)
def test_damage_is_told(tmp_path, data, name, reason):
    problems = [raw for raw in read(tmp_path, data, name) if isinstance(raw, Problem)]
    assert problems and any(part in problems[0].reason for part in reason.split("|")), problems
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_memory_does_not_grow_with_the_archive(tmp_path):
    def peak(n):
        path = tmp_path / f"{n}.warc"
        path.write_bytes(
            archive(*((f"https://f.test/{i}", "200 OK", "image/png", b"x" * 100_000) for i in range(n)), packed=False)
        )
        tracemalloc.start()
        assert sum(isinstance(raw, RawArticle) for raw in web_archives.read(path, path.name, FR)) == 0
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(200) < 1.5 * peak(20)


WHOLE = (archive(*TWO), archive(*TWO, packed=False), wacz(archive(*TWO)))


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_cut_and_spliced_archives_never_raise(tmp_path_factory, chance: random.Random):
    data = bytearray(chance.choice(WHOLE))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randint(0, 60)] = bytes(chance.randrange(256) for _ in range(chance.randint(0, 9)))
    path = tmp_path_factory.mktemp("fuzz") / "a.warc.gz"
    path.write_bytes(data)
    assert all(isinstance(raw, RawArticle | Problem) for raw in web_archives.read(path, path.name, FR))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"Du texte.", page(), gzip.compress(b"Du texte.", mtime=0)]
)
def test_other_files_are_left_to_others(data):
    assert not web_archives.holds(data, ".txt")


CASE = Path(__file__).parents[3] / "shared" / "cases" / "files" / "warc" / "two.warc.gz"


@pytest.mark.skipif(not CASE.exists(), reason="the cases are not here")
def test_the_case():
    assert [raw.article_id for raw in read_file(CASE, CASE.name, FR)] == ["fanal.test-1", "fanal.test-2"]
