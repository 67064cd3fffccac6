"""The reading view: the whole text, once and in order, whatever stands in it, and who speaks without colour."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from study_examples import DATA, EMPTY, HOSTILE, project

from framing.report.reading import anchor, letter, reading_view, with_texts, write_reading_pages
from framing.tables import Annotations, as_table, sha256
from framing.voice.segments import DIRECT, OUTLET, REPORTED, SOURCE, Segment

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TAGS = {
    "style", "script", "section", "div", "span", "a", "b", "i", "bdi", "small", "details", "summary", "p", "table", "tr", "td",
    "th", "label", "input",
}  # fmt: skip


class Page(HTMLParser):
    """What a browser would show of the article: its text without letters and cards, and who is marked how."""

    def __init__(self, body):
        super().__init__()
        self.inside, self.text, self.letters, self.cards, self.spans, self.legend = [], "", [], [], [], []
        self.tags, self.ids, self.links, self.described = set(), [], [], []
        self.feed(body)
        self.close()
        assert not self.inside

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kinds = (attributes.get("class") or "").split()
        self.tags.add(tag)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes["href"]] if "href" in attributes else []
        self.described += [attributes["aria-describedby"]] if "aria-describedby" in attributes else []
        if tag != "input":
            self.inside.append((tag, kinds))
        if tag == "tr":
            self.legend.append([])
        elif tag in ("td", "th"):
            self.legend[-1].append("")
        elif "about" in kinds:
            self.cards.append("")
        elif tag == "span" and {"direct", "reported", "furniture", "label"} & set(kinds):
            depth = sum("run" in kinds for _, kinds in self.inside)
            self.spans.append((kinds[0], depth, attributes.get("title")))

    def handle_endtag(self, tag):
        assert self.inside.pop()[0] == tag

    def handle_data(self, data):
        kinds = {kind for _, kinds in self.inside for kind in kinds}
        if "sign" in kinds:
            self.letters.append(data)
        elif "about" in kinds:
            self.cards[-1] += data
        elif "text" in kinds:
            self.text += data
        elif {"td", "th"} & {tag for tag, _ in self.inside}:
            self.legend[-1][-1] += data


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
    assert [kind for kind, _, _ in shown.spans] == ["furniture", "furniture"]
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
    assert shown.letters == ["A", "A‹B", "…A"]
    assert shown.spans == [("direct", 1, None), ("direct", 2, None), ("direct", 1, None)]
    assert shown.legend == [
        [" all", "speaker", "quotations", "words"],
        [" A", "Mme Orselother", "1: q1", "4"],
        [" B", "B & <fils>other", "1 (1 inside another’s): q2", "2"],
        ["", "the outlet itself", "plain", "3"],
    ]
    assert [card.split(" ")[0] for card in shown.cards] == ["A‹B", "A", "A"]


def test_words_around_a_nested_quotation_are_one_run():
    quotes = [quotation("q1", DIRECT, [(0, 9)]), quotation("q2", DIRECT, [(3, 6)], "Ido Vern", parent="q1")]
    voices = [
        Segment(0, 3, SOURCE, DIRECT, "q1"), Segment(3, 6, SOURCE, DIRECT, "q2"), Segment(6, 9, SOURCE, DIRECT, "q1"),
    ]  # fmt: skip
    assert page("oui ! non", quotes, voices).letters == ["A", "A‹B"]


def chain(parents):
    """Quotations of a letter each, each inside the one named."""
    quotes = [quotation(f"q{i}", DIRECT, [(i, i + 1)], f"voix {i}", parent=parent) for i, parent in enumerate(parents)]
    return quotes, [Segment(i, i + 1, SOURCE, DIRECT, f"q{i}") for i in range(len(parents))]


@pytest.mark.parametrize(
    ("parents", "letters"),
    [
        ([None, "q0", "q1"], ["A", "A‹B", "A‹B‹C"]),
        # Of more than three, the innermost: the fourth opens the second anew.
        ([None, "q0", "q1", "q2"], ["A", "A‹B", "A‹B‹C", "…A‹B", "…A‹B‹C", "B‹C‹D"]),
        ([None, "absent"], ["A", "B"]),
        (["q0", None], ["A", "B"]),
    ],
)
def test_sources_inside_one_another(parents, letters):
    shown = page("abcd"[: len(parents)], *chain(parents))
    assert shown.text == "abcd"[: len(parents)] and shown.letters == letters


@pytest.mark.parametrize(
    "parents", [["q1", "q0"], ["q2", "q0", "q1"], ["q3", "q0", "q1", "q2"], [f"q{i}" for i in range(1, 900)]]
)
def test_a_ring_or_a_long_row_of_sources_ends(parents):
    text = "a" * len(parents)
    shown = page(text, *chain(parents))
    assert shown.text == text and max(letters.count("‹") for letters in shown.letters) == min(len(parents), 3) - 1


def test_a_quotation_goes_on_with_its_letter():
    quotes = [quotation("q1", DIRECT, [(0, 3), (6, 9)])]
    voices = [
        Segment(0, 3, SOURCE, DIRECT, "q1"),
        Segment(3, 6, OUTLET, None, None),
        Segment(6, 9, SOURCE, DIRECT, "q1"),
    ]
    shown = page("oui ! non", quotes, voices)
    assert shown.letters == ["A", "…A"] and shown.ids == ["a1-q1", "a1-q1-is"]


def test_speakers_who_are_not_known_share_no_letter_of_the_alphabet():
    quotes = [
        quotation("q1", "indirect", [(0, 3)], None),
        quotation("q2", "indirect", [(3, 6)]),
        quotation("q3", "indirect", [(6, 9)], None),
    ]
    voices = [Segment(3 * i, 3 * i + 3, SOURCE, REPORTED, f"q{i + 1}") for i in range(3)]
    shown = page("oui ! non", quotes, voices)
    assert shown.letters == ["?", "A", "?"]
    assert shown.legend[1][1:] == ["unknown, one or severalother", "2: q1 q3", "2"]


def test_a_card_says_what_the_table_holds():
    text = "« Enfin », a soupiré la maire d'Oulme."
    row = ("a1", "q1", DIRECT, 2, 7, "2-7", 11, 20, "soupirer", "expressive", 21, 37, "role", "Ilse Varn", None, "elus", None, 1,
           "role before", 0.876)  # fmt: skip
    bare = ("a1", "q2", None, 0, 1, "0-1", *[None] * 10, None, 0, None, None)
    voices = [Segment(0, 1, SOURCE, REPORTED, "q2"), Segment(2, 7, SOURCE, DIRECT, "q1")]
    shown = page(text, [row, bare], voices)
    assert shown.cards == [
        "? unknown, one or severalconfidence: –nextlink to q2",
        "A Ilse Varn, elustype: directcue: a soupiré (expressive)named as: la maire d'Oulme (role)"
        "why this speaker: role beforeconfidence: 0.88previouslink to q1",
    ]
    assert shown.described == ["a1-q2-is", "a1-q1-is"] and set(shown.described) <= set(shown.ids)


def test_every_link_leads_to_a_quotation_of_the_page():
    shown = page("abcd", *chain([None, "q0", None, "q2"]))
    assert len(set(shown.ids)) == len(shown.ids) == 8
    assert {link.removeprefix("#") for link in shown.links} == {f"a1-q{i}" for i in range(4)}
    # Each row of the legend, each letter and its own link; before and after but at the ends.
    assert len(shown.links) == 4 + 4 + 4 + 3 + 3


@pytest.mark.parametrize("id_", ["a b", "é/à", '"><script>', "%20", "#q"])
def test_anchors_hold_no_blank_and_links_say_the_same(id_):
    made = anchor("a1", id_)
    assert not set(made) & set(" \n\"'<>#/") and unquote(made) == f"a1-{id_}"
    shown = page("oui", [quotation(id_, DIRECT, [(0, 3)])], [Segment(0, 3, SOURCE, DIRECT, id_)])
    assert {unquote(link) for link in shown.links} == {f"#{made}"} and made in shown.ids


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
    assert [title for kind, _, title in shown.spans if kind == "label"] == boxes


@pytest.mark.parametrize(
    "spans",
    [
        [(0, 6), (3, 9)],
        [(3, 9), (0, 6)],
        [(0, 9), (3, 6)],
        [(0, 3), (0, 3)],
        [(5, 400), (2, 3)],
    ],
)
def test_voices_that_overlap_keep_the_text_whole(spans):
    quotes = [quotation(f"q{i}", DIRECT, [span], f"voix {i}") for i, span in enumerate(spans)]
    voices = [Segment(*span, SOURCE, DIRECT, f"q{i}") for i, span in enumerate(spans)]
    shown = page("oui ! non", quotes, voices)
    assert shown.text == "oui ! non" and {unquote(link)[1:] for link in shown.links} <= set(shown.ids)


def test_words_of_a_quotation_that_no_table_tells_of_stay_marked():
    shown = page("oui", voices=[Segment(0, 3, SOURCE, DIRECT, "q9")])
    assert (shown.text, shown.letters, shown.spans) == ("oui", [], [("direct", 0, None)])


@pytest.mark.parametrize("text", [HOSTILE, "\u202egauche\u2066 droite\u202c \u200f fin", "a\u0000b\u0007c", "]]>-->"])
def test_hostile_names_are_text(text):
    row = ("a1", text, text, 0, 3, "0-3", 0, 3, text, text, 0, 3, text, text, text, text, text, 1, text, 0.5)
    shown = page("oui", [row], [Segment(0, 3, SOURCE, DIRECT, text)])
    assert shown.tags <= TAGS and shown.text == "oui" and shown.legend[1][1] == text + text


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
    text = "mot " * 50_000
    edges = range(0, len(text), 8)
    quotes = [quotation(f"q{i}", DIRECT, [(i, i + 8)], f"voix {i % 300}") for i in edges[::5]]
    labels = [(i, i + 3, "adopted") for i in edges]
    voices = [
        Segment(i, i + 8, SOURCE, DIRECT, f"q{i}") if k % 5 == 0 else Segment(i, i + 8, OUTLET, None, None)
        for k, i in enumerate(edges)
    ]
    body = str(reading_view(annotations(text, quotes, voices, labels), "a1"))
    assert body.count('class="label"') == 25_000 and body.count('class="about"') == 5_000


def test_letters():
    assert [letter(i) for i in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def pages_of(root, folder):
    known = with_texts(Annotations.load(root / "data" / "annotations"), root / "data" / "texts")
    return write_reading_pages(known, root / "data" / "study.toml", folder)


def test_no_pages_without_texts(tmp_path):
    texts = project(tmp_path, a1="Il pleut.")
    (texts / "a1.txt").unlink()
    assert pages_of(tmp_path, tmp_path / "reading") == []
    assert not (tmp_path / "reading").exists()


def test_pages_hold_no_text_that_markdown_could_read(tmp_path):
    project(tmp_path, a_1_=HOSTILE)
    path, everything = pages_of(tmp_path, tmp_path / "reading")
    assert everything.read_text("utf-8") == "# Concordance\n\n```{raw} html\n:file: _concordance.html\n```\n"
    assert path.read_text("utf-8") == ("# a\\_1\\_\n\n```{raw} html\n:file: a_1_.html\n```\n")
    assert Page((tmp_path / "reading" / "a_1_.html").read_text("utf-8")).text == HOSTILE


def test_pages_only_of_texts_that_the_tables_tell_of(tmp_path):
    texts = project(tmp_path, a1="Il pleut.", a2="Il neige.", a3="Il vente.")
    (texts / "a2.txt").write_text("Il neige!", "utf-8")
    (texts / "a3.txt").write_bytes(b"\xff\xfe")
    (texts / "autre.txt").write_text("Il grêle.", "utf-8")
    assert [p.name for p in pages_of(tmp_path, tmp_path / "reading")] == ["a1.md", "_concordance.md"]


def test_pages_go_with_their_texts_and_stay_as_they_are_otherwise(tmp_path):
    texts, folder = project(tmp_path, a1="Il pleut.", a2="Il neige."), tmp_path / "reading"
    pages_of(tmp_path, folder)
    before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    pages_of(tmp_path, folder)
    assert {p: p.stat().st_mtime_ns for p in folder.iterdir()} == before
    (texts / "a2.txt").unlink()
    pages_of(tmp_path, folder)
    assert sorted(p.name for p in folder.iterdir()) == [
        "_concordance.html", "_concordance.md", "a1.html", "a1.md",
    ]  # fmt: skip
    (texts / "a1.txt").unlink()
    assert pages_of(tmp_path, folder) == [] and not list(folder.iterdir())


def test_a_page_says_who_speaks_without_colour():
    body = str(
        reading_view(
            annotations("oui", [quotation("q1", DIRECT, [(0, 3)])], [Segment(0, 3, SOURCE, DIRECT, "q1")]), "a1"
        )
    )
    assert "Solid line on a tint: words in quotation marks" in body
    assert "underline solid 2px" in body and "text-decoration-style: dotted" in body


SAMPLE = Annotations.load(DATA / "sample" / "annotations")
TEXTS = {id_: (DATA / "sample" / "texts" / f"{id_}.txt").read_bytes().decode() for id_ in SAMPLE.articles["article_id"]}


def test_pages_of_the_sample_are_light_and_ask_nobody(tmp_path):
    sample = Annotations(SAMPLE.tables, TEXTS)
    for id_, text in TEXTS.items():
        view, file = reading_view(sample, id_), tmp_path / f"{id_}.html"
        view.save(file, id_)
        shown = Page(str(view))
        assert shown.text == text.replace("\r\n", "\n") and len(file.read_bytes()) < 100_000
        assert all(link.startswith("#") for link in shown.links)
        assert not re.search(r"https?:|//\w|url\(|@import|src=", str(view).replace(text, ""))


def probe(page, script):
    """What a script that writes to the title makes of a page, in a browser without a network."""
    page.write_text(page.read_text("utf-8").replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={page.parent / 'profile'}",
               "--dump-dom", page.as_uri()]  # fmt: skip
    seen = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    return re.findall("<title>(.*)</title>", seen)[0].split()


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
def test_keys_and_boxes(tmp_path):
    text = "abcdef"
    quotes = [quotation(f"q{i}", DIRECT, [(i, i + 1)], "AB"[i % 2], parent="q2" if i == 3 else None) for i in range(6)]
    voices = [Segment(i, i + 1, SOURCE, DIRECT, f"q{i}") for i in range(6)]
    reading_view(annotations(text, quotes, voices), "a1").save(tmp_path / "a1.html", "a1")
    script = """
      const log = [], view = document.querySelector(".framing-view"), text = view.querySelector(".text");
      const cards = () => [...view.querySelectorAll(".about")].filter((card) => getComputedStyle(card).display !== "none").length;
      const press = (key) => {
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        log.push(`${key}:${document.activeElement.id}:${cards()}`);
      };
      press("n");
      text.focus();
      for (const key of ["n", "n", "n", "n", "p", "p", "Escape", "n"]) press(key);
      document.activeElement.parentElement.querySelector(".about a").focus();
      log.push(`card:${cards()}`);
      press("p");
      view.querySelector("input[value=B]").click();
      log.push(`off:${view.querySelectorAll(".run.off").length}:${view.querySelector("input[name=all]").indeterminate}`);
      press("n");
      view.querySelector("input[name=all]").click();
      log.push(`off:${view.querySelectorAll(".run.off").length}`);
      document.title = log.join(" ");
    """
    assert probe(tmp_path / "a1.html", script) == [
        "n::0", "n:a1-q0:1", "n:a1-q1:1", "n:a1-q2:1", "n:a1-q3:1", "p:a1-q2:1", "p:a1-q1:1", "Escape:a1-q1:0", "n:a1-q2:1",
        "card:1", "p:a1-q1:1", "off:3:true", "n:a1-q2:1", "off:0",
    ]  # fmt: skip
