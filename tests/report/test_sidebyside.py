import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from study_examples import HOSTILE

from framing.report.html import COLOURS
from framing.report.sidebyside import side_by_side
from framing.tables import SCHEMA, Annotations, as_table

A = "Titre.\nLe port rouvre lundi <b>. « Enfin ! », dit Orsel & Cie.\nImprimer"
B = "Elle dit « enfin ». Le port rouvre lundi."


def annotations(a: str = A, b: str = B) -> Annotations:
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table("articles", [(k, f"<{k}>", "g", "e", None, "fr", 5, 1, None) for k in "ab"])
    tables["sentences"] = as_table("sentences", [("a", "s1", 0, 0, 6, 1), ("a", "s2", 1, 7, 32, 4), ("a", "s3", 1, 33, 60, 4),
                                                 ("b", "s1", 0, 0, 19, 3), ("b", "s2", 0, 20, 41, 4)])  # fmt: skip
    tables["zones"] = as_table("zones", [("a", 0, 60, "body"), ("a", 61, 69, "furniture"), ("b", 0, 41, "body")])
    return Annotations(tables, {"a": a, "b": b})


LINKS = as_table("links", [("b", "a", 20, 40, 7, 27, "reuse", 1.0), ("a", "b", 35, 40, 11, 16, "statement", 0.5),
                           ("a", "c", 0, 5, 0, 5, "reuse", 1.0)])  # fmt: skip


class Text(HTMLParser):
    """The text of the articles and the anchors of a page; fails on tags that do not match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.anchors: list[dict[str, str | None]] = []
        self.articles: list[str] = []
        self.bands: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.open.append("hidden" if found.get("class") == "lone" else tag)
        if tag == "a":
            self.anchors.append(found)
        if tag == "article":
            self.articles.append("")
        if tag == "span" and found["class"] != "lone":
            self.bands.append((found["class"], ""))

    def handle_endtag(self, tag):
        assert self.open.pop() in (tag, "hidden")

    def handle_data(self, data):
        if "article" in self.open and not {"a", "h3", "small", "hidden"} & set(self.open):
            self.articles[-1] += data
            if "span" in self.open:
                kinds, words = self.bands.pop()
                self.bands.append((kinds, words + data))


def test_the_texts_are_whole_and_escaped():
    page = Text(str(side_by_side(annotations(), "a", "b", LINKS)))
    assert page.articles == [A, B] and not page.open


def test_every_badge_leads_to_the_same_number_in_the_other_article():
    page = str(side_by_side(annotations(), "a", "b", LINKS))
    anchors = {a["id"]: a["href"] for a in Text(page).anchors}
    assert len(anchors) == 4
    for id_, href in anchors.items():
        assert href and anchors[href[1:]] == f"#{id_}"
    assert re.findall(r">(\d[=≈])</a>", page) == ["1=", "2≈", "2≈", "1="]


def test_lone_sentences_are_marked_and_counted():
    page = str(side_by_side(annotations(), "a", "b", LINKS))
    assert page.count('class="lone"') == 1  # the headline of the first
    assert "1 copied passages, 1 statements told twice; A has 1 of 3 sentences to itself; B has 0 of 2" in page
    assert [words for kinds, words in Text(page).bands if kinds == "alone"] == ["Titre."]
    assert page.count('class="furniture"') == 1


def test_what_both_have_stands_on_one_colour_and_on_the_line_of_its_kind():
    page = str(side_by_side(annotations(), "a", "b", LINKS))
    shared = [(kinds, words) for kinds, words in Text(page).bands if "c" in kinds.split()[-1][:1]]
    assert shared == [
        ("reuse c0", A[7:27]), ("statement c1", A[35:40]), ("statement c1", B[11:16]), ("reuse c0", B[20:40]),
    ]  # fmt: skip
    assert [a["class"] for a in Text(page).anchors] == ["c0", "c1", "c1", "c0"]


def test_of_two_passages_the_shorter_gives_its_colour_and_both_their_lines():
    links = pd.concat([LINKS, as_table("links", [("a", "b", 7, 60, 0, 41, "statement", 0.4)])])
    bands = Text(str(side_by_side(annotations(), "a", "b", links))).bands
    assert ("reuse statement c0", A[7:27]) in bands and ("statement c1", A[27:35]) in bands


def test_colours_come_round_and_numbers_do_not():
    text = "mot " * 20
    links = as_table("links", [("a", "b", 4 * i, 4 * i + 3, 4 * i, 4 * i + 3, "reuse", 1.0) for i in range(20)])
    page = Text(str(side_by_side(annotations(text, text), "a", "b", links)))
    assert [a["class"] for a in page.anchors[:20]] == [f"c{i % COLOURS}" for i in range(20)]
    assert len({a["id"] for a in page.anchors}) == 40 and page.articles == [text, text]


@pytest.mark.parametrize("text", [HOSTILE, "\u202egauche\u2066 droite", "\n\n", "é" * 200_000])
def test_any_text_is_whole(text):
    links = pd.concat([LINKS, as_table("links", [("a", "b", 3, 10**6, 1, 2, "reuse", 1.0)])])
    assert Text(str(side_by_side(annotations(text, text), "a", "b", links))).articles == [text, text]


def test_without_links_all_stands_alone():
    page = str(side_by_side(annotations(), "a", "b", as_table("links")))
    assert not Text(page).anchors and "A has 3 of 3 sentences to itself; B has 2 of 2" in page


def test_overlapping_passages_keep_the_text_whole():
    links = pd.concat([LINKS, as_table("links", [("a", "b", 9, 38, 0, 41, "statement", 0.4)])])
    page = side_by_side(annotations(), "a", "b", links)
    assert Text(page.body).articles == [A, B] and page._repr_html_() == page.body


def test_an_empty_text():
    assert Text(str(side_by_side(annotations(a="", b=""), "a", "b", as_table("links")))).articles == ["", ""]


def test_a_missing_text_is_refused():
    data = annotations()
    with pytest.raises(KeyError):
        side_by_side(Annotations(data.tables, {"a": A}), "a", "b", LINKS)
