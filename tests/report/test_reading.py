"""The reading view: the whole text, once and in order, whatever stands in it, and who speaks without colour."""

import html
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from study_examples import EMPTY, HOSTILE, project

from framing.report.reading import letter, reading_view, write_reading_pages
from framing.tables import Annotations, as_table, sha256
from framing.voice.segments import DIRECT, OUTLET, REPORTED, SOURCE, Segment

TAGS = {"style", "div", "span", "sup", "details", "summary", "p", "table", "tr", "td", "th", "b"}


class Page(HTMLParser):
    """What a browser would show of the article: its text without the letters of the speakers, and who is marked how."""

    def __init__(self, body):
        super().__init__()
        self.inside, self.text, self.letters, self.tags, self.spans, self.legend = [], "", [], set(), [], []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.inside.append((tag, dict(attributes)))
        self.tags.add(tag)
        if tag == "span":
            self.spans.append((dict(attributes)["class"], dict(attributes).get("title")))
        if tag == "tr":
            self.legend.append([])

    def handle_endtag(self, tag):
        assert self.inside.pop()[0] == tag

    def handle_data(self, data):
        tags = [tag for tag, _ in self.inside]
        if "sup" in tags:
            self.letters.append(data.strip())
        elif "div" in tags:
            self.text += data
        elif "td" in tags:
            self.legend[-1].append(data)


def quotation(quote_id, type_, spans, speaker="Mme Orsel", parent=None, n_words=1):
    where = (type_, spans[0][0], spans[-1][1], ";".join(f"{a}-{b}" for a, b in spans))
    return ("a1", quote_id, *where, *[None] * 6, "name", speaker, None, "other", parent, n_words, "name", 0.9)


def annotations(text, quotes=(), voices=None, labels=()):
    segments = [Segment(0, len(text), OUTLET, None, None)] if voices is None and text else voices or []
    rows = {
        "articles": [("a1", None, None, None, None, "fr", 1, 1, sha256(text))],
        "quotes": quotes,
        "voices": [("a1", *segment, 1) for segment in segments],
        "labels": [("a1", "c", "v", start, end, OUTLET, None, None, adoption, None) for start, end, adoption in labels],
    }
    return Annotations(EMPTY | {name: as_table(name, found) for name, found in rows.items()}, {"a1": text})


def page(*args, **options):
    return Page(str(reading_view(annotations(*args, **options), "a1")))


def test_empty_article():
    shown = page("")
    assert (shown.text, shown.letters, shown.spans) == ("", [], [])


@pytest.mark.parametrize("text", ["Il pleut.", HOSTILE, "\n\n  a\tb\u00a0c\u2028d 🌧 é e\u0301  \n"])
def test_the_text_is_shown_as_it_is(text):
    for voices in (None, [], [Segment(2, 5, OUTLET, None, None)]):
        shown = page(text, voices=voices)
        assert shown.text == text
        assert shown.tags <= TAGS


def test_furniture_is_marked_and_the_article_is_not():
    shown = page("Menu\nIl pleut.\nPied", voices=[Segment(5, 14, OUTLET, None, None)])
    assert [kind for kind, _ in shown.spans] == ["furniture", "furniture"]
    assert shown.text == "Menu\nIl pleut.\nPied"


def test_nested_and_multi_span_relations():
    text = "«A dit que B crie», dit-on, «fort»."
    quotes = [
        quotation("q1", DIRECT, [(1, 17), (29, 33)], "Mme Orsel", n_words=4),
        quotation("q2", "indirect", [(11, 17)], "B & <fils>", parent="q1", n_words=2),
    ]
    voices = [
        Segment(0, 1, OUTLET, None, None), Segment(1, 11, SOURCE, DIRECT, "q1"), Segment(11, 17, SOURCE, DIRECT, "q2"),
        Segment(17, 29, OUTLET, None, None), Segment(29, 33, SOURCE, DIRECT, "q1"), Segment(33, 35, OUTLET, None, None),
    ]  # fmt: skip
    shown = page(text, quotes, voices)
    assert shown.text == text
    assert shown.letters == ["A", "B", "A"]
    assert shown.spans == [
        ("v direct", "A Mme Orsel, direct"),
        ("v direct deep", "B B & <fils>, direct"),
        ("v direct", "A Mme Orsel, direct"),
    ]
    assert shown.legend[1:] == [["A", "Mme Orsel", "1", "4", "0"], ["B", "B & <fils>", "1", "2", "1"]]


def test_a_quotation_in_two_stretches_has_one_letter():
    quotes = [quotation("q1", DIRECT, [(0, 3), (6, 9)])]
    voices = [
        Segment(0, 3, SOURCE, DIRECT, "q1"),
        Segment(3, 6, OUTLET, None, None),
        Segment(6, 9, SOURCE, DIRECT, "q1"),
    ]
    assert page("oui ! non", quotes, voices).letters == ["A"]


def test_an_unknown_speaker_is_named_so():
    quotes = [quotation("q1", "indirect", [(0, 3)], None)]
    shown = page("oui", quotes, [Segment(0, 3, SOURCE, REPORTED, "q1")])
    assert shown.spans == [("v reported", "A unknown, reported")]
    assert shown.legend[1] == ["A", "unknown", "1", "1", "0"]


@pytest.mark.parametrize(
    ("labels", "boxes"),
    [
        ([], []),
        ([(3, 9, "adopted")], ["label: adopted"]),
        ([(0, 2, "quoted"), (3, 9, "distanced")], ["label: quoted", "label: distanced"]),
        ([(3, 9, "adopted"), (5, 12, "quoted")], ["label: adopted"]),
        # A label that runs over the end of a voice has a box in each.
        ([(8, 14, "adopted")], ["label: adopted", "label: adopted"]),
        ([(0, 3, '"><script>')], ['label: "><script>']),
    ],
)
def test_labels_are_boxed(labels, boxes):
    text = "le deux fléaux & <b>"
    voices = [Segment(0, 10, OUTLET, None, None), Segment(10, 20, SOURCE, REPORTED, "q1")]
    shown = page(text, [quotation("q1", "indirect", [(10, 20)])], voices, labels)
    assert shown.text == text
    assert [title for kind, title in shown.spans if kind == "label"] == boxes


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.text("ab<>&\"'`«» \n;#/é", max_size=40),
    st.lists(st.integers(0, 40), max_size=8),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=5),
)
def test_every_character_once_and_in_order(text, edges, labels):
    points = sorted({min(edge, len(text)) for edge in edges})
    pieces = list(pairwise(points))
    quotes = [quotation(f"q{i}", "indirect", [piece], f"voix {i}") for i, piece in enumerate(pieces) if i % 2]
    voices = [
        Segment(a, b, *((SOURCE, REPORTED, f"q{i}") if i % 2 else (OUTLET, None, None)))
        for i, (a, b) in enumerate(pieces)
    ]
    boxes = [(a, min(a + n, len(text)), "adopted") for a, n in labels if a < len(text)]
    shown = page(text, quotes, voices, boxes)
    assert shown.text == text
    assert shown.tags <= TAGS


def test_long_articles_take_linear_time():
    text = "mot " * 20_000
    labels = [(i, i + 3, "adopted") for i in range(0, len(text), 8)]
    voices = [Segment(i, i + 8, OUTLET, None, None) for i in range(0, len(text), 8)]
    body = str(reading_view(annotations(text, voices=voices, labels=labels), "a1"))
    assert body.count('class="label"') == 10_000


def test_letters():
    assert [letter(i) for i in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_no_pages_without_texts(tmp_path):
    texts = project(tmp_path, a1="Il pleut.")
    (texts / "a1.txt").unlink()
    assert write_reading_pages(tmp_path, tmp_path / "reading") == []
    assert not (tmp_path / "reading").exists()


def test_pages_hold_no_text_that_markdown_could_read(tmp_path):
    project(tmp_path, a_1_=HOSTILE)
    path, everything = write_reading_pages(tmp_path, tmp_path / "reading")
    assert everything.read_text("utf-8") == "# Concordance\n\n```{raw} html\n:file: _concordance.html\n```\n"
    assert path.read_text("utf-8") == ("# a\\_1\\_\n\n```{raw} html\n:file: a_1_.html\n```\n")
    assert Page((tmp_path / "reading" / "a_1_.html").read_text("utf-8")).text == HOSTILE


def test_pages_only_of_texts_that_the_tables_tell_of(tmp_path):
    texts = project(tmp_path, a1="Il pleut.", a2="Il neige.", a3="Il vente.")
    (texts / "a2.txt").write_text("Il neige!", "utf-8")
    (texts / "a3.txt").write_bytes(b"\xff\xfe")
    (texts / "autre.txt").write_text("Il grêle.", "utf-8")
    assert [p.name for p in write_reading_pages(tmp_path, tmp_path / "reading")] == ["a1.md", "_concordance.md"]


def test_pages_go_with_their_texts_and_stay_as_they_are_otherwise(tmp_path):
    texts, folder = project(tmp_path, a1="Il pleut.", a2="Il neige."), tmp_path / "reading"
    write_reading_pages(tmp_path, folder)
    before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    write_reading_pages(tmp_path, folder)
    assert {p: p.stat().st_mtime_ns for p in folder.iterdir()} == before
    (texts / "a2.txt").unlink()
    write_reading_pages(tmp_path, folder)
    assert sorted(p.name for p in folder.iterdir()) == [
        "_concordance.html", "_concordance.md", "a1.html", "a1.md",
    ]  # fmt: skip
    (texts / "a1.txt").unlink()
    assert write_reading_pages(tmp_path, folder) == [] and not list(folder.iterdir())


def test_a_page_says_who_speaks_without_colour():
    body = str(
        reading_view(
            annotations("oui", [quotation("q1", DIRECT, [(0, 3)])], [Segment(0, 3, SOURCE, DIRECT, "q1")]), "a1"
        )
    )
    assert "Solid line and tint: words in quotation marks" in html.unescape(body)
    assert "border-bottom: 2px solid" in body and "border-bottom: 2px dotted" in body
