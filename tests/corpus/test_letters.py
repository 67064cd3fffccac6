"""Letters that a conversion broke: put right where that is certain, told of where it is not, and left alone where all is well."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus.formats import RawArticle, plain, read_file
from framing.corpus.letters import doubt, repaired

RIGHT = "« Le préfet n’a rien décidé », a répété la mairie de Sarvelle. L’œuvre “coûtera” 3 000 € à l’été — À L’ÎLE…"
LETTERS = "abcdefghijklmnopqrstuvwxyz àâçéèêëîïôùûœ «»’,.-ÉÀ0123456789\n"
WORDS = [
    "préfet",
    "décidé",
    "à",
    "l’œuvre",
    "«",
    "»",
    "“tout”",
    "port",
    "—",
    "10\u00a0€",
    "Noël",
    "R&D",
    "ÉTÉ",
    "n°\u202f3",
    "…",
]
CASES = Path(__file__).parents[3] / "shared" / "cases" / "files" / "enc"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")


def misread(text, encoding, times=1, errors="strict"):
    """UTF-8 read in another encoding; cp1252 as browsers read it where `errors` is "browser"."""
    for _ in range(times):
        data = text.encode("utf-8")
        if errors == "browser":
            text = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in data)
        else:
            text = data.decode(encoding, errors)
    return text


MISREAD = [
    ("latin-1", "strict"),
    ("mac_roman", "strict"),
    ("cp1252", "browser"),
    ("cp1252", "replace"),  # the last byte of ” is gone
    ("cp1252", "ignore"),
]


@pytest.mark.parametrize(("encoding", "errors"), MISREAD)
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_read_in_another_encoding(encoding, errors, times):
    found = repaired(misread(RIGHT, encoding, times, errors))
    assert found.text == RIGHT
    assert ("twice" in found.note) == (times == 2) and "put back in 21 places" in found.note
    assert ("a byte was gone" in found.note) == (errors in ("replace", "ignore"))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), st.sampled_from(["latin-1", "mac_roman"]))
def test_nothing_is_made_up(words, encoding):
    """What comes back is the text as it was, or the broken one with a warning; never a third."""
    text = " ".join(words)
    broken = misread(text, encoding)
    found = repaired(broken)
    assert found.text in (text, broken)
    assert found.text == broken or text == broken or "put back" in found.note


def test_a_no_break_space_that_became_a_space():
    assert repaired("voilÃ le travail dÃ©jÃ fait Ã la main").text == "voilà le travail déjà fait à la main"


MIXED = "Le préfet parle.\n\nLa dÃ©cision a Ã©tÃ© prise, dit le prÃ©fet.\n\nLâ€™Ã©tÃ©.\n\nRien.\n\n« Oui »."


def test_paragraphs_beside_others_that_are_in_order():
    found = repaired(MIXED)
    assert found.text == "Le préfet parle.\n\nLa décision a été prise, dit le préfet.\n\nL’été.\n\nRien.\n\n« Oui »."
    assert found.note.endswith("(UTF-8 read as Latin-1, UTF-8 read as cp1252) and are put back in 6 places")


UNCERTAIN = [
    ("Le préfet parle.\n\nLa dÃ©cision.", "lost in an earlier conversion"),  # one word in a paragraph
    ("Le préfet a dÃ©cidÃ© lundi, la prÃ©fÃ¨te a refusÃ©.", "in 5 places"),  # both in one paragraph
    ("Il a lu Ã©, Ã¨ et Ãª.", "in 3 places"),  # letters that the text speaks of
    ("Le pr\ufffdfet", "for good"),
    ("Ils ont d\x8ecid\x8e", "control characters in 2 places"),  # Mac Roman
    ("« Le code &eacute; donne é »", "&eacute;) are left in 1 place"),
    ("Les codes &laquo; et &raquo; donnent « et »", "are left in 2 places"),
]


@pytest.mark.parametrize(("text", "note"), UNCERTAIN)
def test_told_where_it_is_not_certain(text, note):
    found = repaired(text)
    assert found.text == text and note in found.note and "put back" not in found.note


REPLACED = [
    ("\x93Rien n\x92est dit\x94, l\x92\x9cuvre", "“Rien n’est dit”, l’œuvre", "in 5 places"),
    ("&laquo;&nbsp;D&eacute;cid&eacute;&nbsp;&raquo;", "«\u00a0Décidé\u00a0»", "in 6 places"),
    ("d&#8217;Or&#xe9;e", "d’Orée", "in 2 places"),
    ("l&#146;eau", "l’eau", "in 1 place"),
    ("&amp;Eacute;t&amp;eacute;", "Été", "in 2 places"),
    ("&laquo; Rien &raquo;", "« Rien »", "in 2 places"),
    ("Dupont &amp; Fils", "Dupont & Fils", "in 1 place"),
    ("&Atilde;&copy;t&Atilde;&copy; pr&Atilde;&copy;fet", "été préfet", "put back in 3 places"),
]


@pytest.mark.parametrize(("text", "right", "note"), REPLACED)
def test_control_characters_and_entities(text, right, note):
    found = repaired(text)
    assert found.text == right and note in found.note


def test_no_tag_is_made():
    found = repaired("&lt;p&gt;L&rsquo;eau : 3 &lt; 4&lt;/p&gt;").text
    assert found == "&lt;p&gt;L’eau : 3 &lt; 4&lt;/p&gt;"
    assert repaired("3&nbsp;&lt; 4").text == "3\u00a0< 4"


def test_a_broken_letter_with_a_control_character_is_certain():
    found = repaired("Le préfet, lâ\x80\x99été, “oui” Ã\x89ric")
    assert found.text == "Le préfet, l’été, “oui” Éric" and "put back in 2 places" in found.note


def test_markup_keeps_its_entities():
    assert repaired('<p title="&quot;">dÃ©cidÃ©&nbsp;</p>', is_markup=True).text == '<p title="&quot;">décidé&nbsp;</p>'


RIGHT_TEXTS = [
    "",
    RIGHT,
    "Le préfet a écrit « Ã© » au lieu de « é ».",
    "On lit Ã© ici, et rien d'autre.",
    "R&D, AT&T et 3 < 4",
    "Ana Ãvila, Õ, √2, ≈ 3, Š. São Paulo, SÃO PAULO, Ångström",
    "Fin\x85Début",  # U+0085 ends a line
    "ﬁn 1\u202f000\u00a0€ “tout” ‘rien’ \ufeff",
    "e\u0301te\u0301\r\nfin",
    "l'« œuvre », « Ê », N° 5, ½ », 10 €»",
]


@pytest.mark.parametrize("text", RIGHT_TEXTS)
def test_a_text_in_good_order_comes_back_as_it_is(text):
    assert repaired(text) == (text, "")


@given(st.text(LETTERS, max_size=200))
def test_french_is_left_alone(text):
    assert repaired(text) == (text, "")


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.integers(0, 40))
def test_a_mention_in_correct_french_is_left_alone(words, at):
    words = ["La", "préfète", *words]
    words.insert(at, "« Ã© »")
    text = " ".join(words)
    assert repaired(text).text == text


@settings(deadline=None)
@given(st.text(max_size=300))
def test_nothing_raises(text):
    repaired(text)
    doubt(text)


@pytest.mark.parametrize(
    "piece", ["Â«", "Ã© ", "&laquo; ", "&amp;", "amp;", "â€ ", "\x92", "&lt;a", "prÃ©fet Ã©tÃ© Ã©lu\né\n"]
)
def test_long_texts_take_no_long_time(piece):
    repaired("&" + piece * (200_000 // len(piece)))


# --- what is read -------------------------------------------------------------------------------------------------------------

PAGE = "<html><head>{meta}<title>Le barrage</title></head><body><p>« Rien n'est décidé », a dit la préfète.</p></body></html>"
DECLARED = [
    ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030", "gb18030"),
    ("<meta charset='iso-8859-1'>", "cp1252", "cp1252"),
    ('<META CHARSET="windows-1252">', "cp1252", "cp1252"),
    ("<meta charset=x-mac-roman>", "mac_roman", "mac_roman"),
    ('<!-- <meta charset="gb2312"> --><meta charset="iso-8859-15">', "iso8859-15", "iso8859_15"),
    ("<meta charset=iso-8859-1>", "utf-8", "utf_8"),  # a page that was saved again
    ("<meta charset=no-such-one>", "cp1252", "cp1252"),
]


@pytest.mark.parametrize(("meta", "encoding", "expected"), DECLARED)
def test_a_declared_charset_is_obeyed(tmp_path, meta, encoding, expected):
    page = PAGE.format(meta=meta).replace("«", "'").replace("»", "'")
    (tmp_path / "a.html").write_bytes(page.encode(encoding))
    loaded = plain.load(tmp_path / "a.html", "a.html")
    assert (loaded.text, loaded.encoding) == (page, expected)
    assert bool(loaded.note) == ("no-such" in meta)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", " gb18030 "])
def test_decode_as_declared(declared):
    assert plain.decode("a été élu".encode("gb18030"), declared=declared).text == "a été élu"


@pytest.mark.parametrize(
    "declared", ["", "hex", "rot13", "utf-16", "nonsense", "a\0b", "é", "x" * 1000, "undefined", "mbcs"]
)
def test_a_declaration_that_says_nothing(declared):
    assert plain.decode("L'été a été très chaud à Orée.".encode("cp1252"), declared=declared).text.startswith("L'été")


@pytest.mark.parametrize(
    "head", ['<?xml version="1.0" encoding="ISO-8859-15"?>', "\n<?xml version=\"1.0\" encoding='iso-8859-15'?>"]
)
def test_xml_declares_its_charset(tmp_path, head):
    assert plain.declared_charset(head.encode()) == "iso-8859-15"
    (tmp_path / "a.xhtml").write_bytes((head + "<p>10 €</p>").encode("iso8859-15"))
    assert plain.load(tmp_path / "a.xhtml", "a.xhtml").text.endswith("10 €</p>")


def test_a_declaration_counts_in_the_first_bytes_only():
    assert plain.declared_charset(b" " * 2_048 + b"<meta charset=gb2312>") == ""
    assert plain.declared_charset(b"the charset=gb2312 of a page") == ""


def test_few_bytes_that_do_not_fit():
    read = plain.decode(("é" * 30).encode() + b"\xe9 fin")
    assert read.text == "é" * 30 + "\ufffd fin" and "1 characters do not fit" in read.note


def test_files_are_repaired_and_can_be_read_as_they_are(tmp_path):
    broken = misread(RIGHT, "latin-1")
    (tmp_path / "a.txt").write_text(broken, "utf-8", newline="")
    (article,) = read_file(tmp_path / "a.txt", "a.txt")
    assert article.text == RIGHT and "put back" in article.note
    as_it_is = plain.load(tmp_path / "a.txt", "a.txt", repair=False)
    assert as_it_is.text == broken and "lost" in as_it_is.note


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json"])
def test_tables_are_repaired(tmp_path, suffix):
    row = {"id": "a", "title": "Lâ€™Ã©tÃ©", "text": misread(RIGHT, "cp1252", errors="browser"), "outlet": "LibertÃ©"}
    path = tmp_path / f"t.{suffix}"
    as_csv = ",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values())
    path.write_text(as_csv if suffix == "csv" else json.dumps(row), "utf-8", newline="")
    (article,) = read_file(path, path.name)
    assert (article.text, article.outlet) == (
        f"L’été\n\n{RIGHT}",
        "Liberté",
    ) and "put back in 23 places" in article.note


@needs_cases
@pytest.mark.parametrize(
    ("name", "begins", "note"),
    [
        ("double.txt", "“Rien n’est décidé”, a déclaré la préfète.", "cp1252, twice"),
        ("c1.jsonl", "“Rien n’est décidé”, a déclaré la préfète.", "control characters"),
        ("entities.csv", "«\u00a0Rien n’est décidé\u00a0», a déclaré la préfète d’Orée.", "HTML entities"),
        ("gb.html", "Le barrage ouvre", ""),
    ],
)
def test_cases(name, begins, note):
    (article,) = read_file(CASES / name, name)
    assert isinstance(article, RawArticle) and article.text.startswith(begins)
    assert note in article.note and bool(note) == bool(article.note)
    assert "préfète" in article.text and "\ufffd" not in article.text
