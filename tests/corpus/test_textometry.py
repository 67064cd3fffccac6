"""Corpora of textometry and texts in XML: an article each, what is known of it from its variables or attributes."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus.formats import Problem, RawArticle, iramuteq, read_file, tei
from framing.language import load

FR = load()
IRAMUTEQ = """**** *journal_LeFanal *date_2031_05_02 *relu
-*theme_ponts
Le pont rouvre, a dit Élise Orsel.
« Enfin », a-t-elle soufflé.
-*theme_gel
Il gèle.

**** *media_La_Voix *annee_2031 *mois_5 *jour_3 *id_v7
Le maire se tait.
"""
TEI = """<?xml version="1.0" encoding="UTF-8"?>
<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">
<TEI><teiHeader><fileDesc><titleStmt><title>Le pont rouvre</title></titleStmt>
<sourceDesc><bibl><title level="j">Le Fanal</title><date when="2031-05-02">mai</date></bibl></sourceDesc></fileDesc></teiHeader>
<text><body><head>Lundi</head><p>Le pont <hi>rouvre</hi><note>sic</note>, dit-on.</p><p>Il gèle.</p></body></text></TEI>
<TEI><teiHeader><fileDesc><titleStmt><title>Le gel</title></titleStmt></fileDesc></teiHeader>
<text id="b" journal="La Voix" date="20310503">
<p><w>L'</w> <w>eau</w> <w>monte</w> <w>(</w> <w>un peu</w> <w>)</w> <w>.</w></p></text>
</TEI></teiCorpus>"""
PRESS = '<text source="Le Fanal" title="Le &lt;b&gt;pont&lt;/b&gt;" date="2031-05-02"><p>Il &amp; elle.</p></text>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><text><p>&b;</p></text>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><text><p>&a;</p></text>'


def read(tmp_path, data, name="c.txt"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return list(read_file(path, name, FR))


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (
            IRAMUTEQ, "c.txt",
            [
                ("c-1", "Le Fanal", "2031-05-02", "Le pont rouvre, a dit Élise Orsel.\n« Enfin », a-t-elle soufflé.\nIl gèle."),
                ("v7", "La Voix", "2031-05-03", "Le maire se tait."),
            ],
        ),
        ("**** *v_1\nUn.\n0002 *v_2 *w_3\nDeux.\n", "c", [("c-1", "", "", "Un."), ("c-2", "", "", "Deux.")]),
        (
            TEI, "t.xml",
            [
                ("t-1", "Le Fanal", "2031-05-02", "Le pont rouvre\n\nLundi\n\nLe pont rouvre, dit-on.\n\nIl gèle."),
                ("b", "La Voix", "2031-05-03", "Le gel\n\nL'eau monte (un peu)."),
            ],
        ),
        (PRESS, "a.xml", [("a", "Le Fanal", "2031-05-02", "Le pont\n\nIl & elle.")]),
        ("<corpus><text id='x'>Un.\nDeux.</text></corpus>", "a.xml", [("x", "", "", "Un.\n\nDeux.")]),
    ],
)  # fmt: skip
def test_an_article_each(tmp_path, data, name, expected):
    from framing.corpus.dates import parse_date

    found = read(tmp_path, data, name)
    assert all(isinstance(raw, RawArticle) for raw in found), found
    days = [str(parse_date(raw.published, FR) or "") for raw in found]
    assert [(r.article_id, r.site, d, r.text) for r, d in zip(found, days, strict=True)] == expected


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        ("**** *v_1\n\n**** *v_2\nDeux.", "c.txt", "no text below « **** *v_1 »"),
        ("", "a.xml", "the file is empty"),
        (TEI[:400], "a.xml", "broken XML"),
        ("<text><p></p></text>", "a.xml", "a text without words"),
        (
            "<?xml version='1.0'?><catalogue><cd>Un.</cd></catalogue>",
            "a.xml",
            "XML of a kind that is not known (<catalogue>)",
        ),
        (LAUGHS, "a.xml", "declares entities of its own"),
        (OUTSIDE, "a.xml", "declares entities of its own"),
        ("Du texte, et rien d'autre.", "a.xml", "broken XML"),
        (b"**** *v_1\n" + b"\0" * 50, "c.txt", "holds binary data"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, data, name, reason):
    problems = [raw for raw in read(tmp_path, data, name) if isinstance(raw, Problem)]
    assert len(problems) == 1
    assert reason in problems[0].reason
    assert problems[0].advice


def test_unknown_xml_is_told_what_is_read(tmp_path):
    (problem,) = read(tmp_path, "<rdf/>", "a.xml")
    assert all(kind in problem.advice for kind in ("TEI", "TXM", "Factiva"))


@pytest.mark.parametrize(
    "data", ["Du texte.", "<html><body><text>x</text></body></html>", "a,text\n1,x\n", "**** fin ****\n", ""]
)
def test_other_files_are_left_to_others(data):
    for module in (iramuteq, tei):
        assert not module.holds(data.encode(), ".txt")


@given(st.sampled_from([IRAMUTEQ, TEI, PRESS]), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_cut_and_spliced_files_never_raise(tmp_path_factory, text, chance: random.Random):
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randint(0, 40)] = bytes(chance.randrange(256) for _ in range(chance.randint(0, 9)))
    path = tmp_path_factory.mktemp("fuzz") / chance.choice(["a.xml", "a.txt", "a"])
    path.write_bytes(data)
    for module in (iramuteq, tei):
        assert all(isinstance(raw, RawArticle | Problem) for raw in module.read(path, path.name, FR))


SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="the sample exports are not here")
@pytest.mark.parametrize(
    ("file", "n"),
    [("samples/iramuteq/alceste_test.txt", 2), ("cases/files/iramuteq/corpus.txt", 2), ("cases/files/xml/a.xml", 1)],
)
def test_the_sample_files(file, n):
    found = list(read_file(SHARED / file, file, FR))
    assert [type(raw) for raw in found] == [RawArticle] * n
    assert not any("*" in raw.text for raw in found)
