"""Tables and pages: what is given is shown as text, whatever stands in it, and never read as a page."""

import datetime as dt
import math
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from jinja2 import UndefinedError

from framing.report import Html, concordance_page, reading_view, show, side_by_side
from framing.report.html import TEMPLATES, language_of, render
from framing.study import Concept, Study, read_study
from framing.tables import SCHEMA, Annotations, as_table, sha256

ROOT = Path(__file__).parents[2]
NAN = math.nan
HOSTILE = [
    "<script>alert('non')</script>",
    '" onmouseover="alert(1)',
    "' x='",
    "</script>",
    "</style><b>",
    "&lt;i&gt; {{ 7 * 7 }}",
]
hostile = pytest.mark.parametrize("text", HOSTILE)


class Page(HTMLParser):
    """The tags of a page, with their attributes, and what it shows of each kind of tag."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.shown.append(data)


def cells(page: Html) -> list[str]:
    return [shown.strip() for shown in Page(str(page)).shown if shown.strip()]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([0.456, float("nan")], ["0.46", "–"]),
        ([1, 2], ["1", "2"]),
        (pd.array([1, None], "Int64"), ["1", "–"]),
        (pd.array([0.456, None], "Float64"), ["0.46", "–"]),
        (pd.array([True, None], "boolean"), ["yes", "–"]),
        ([False, True], ["no", "yes"]),
        (["dire", None], ["dire", "–"]),
        ([2, 0.5, "x", None], ["2", "0.50", "x", "–"]),
        ([((1, 2), (4, 8))], ["((1, 2), (4, 8))"]),
        (pd.to_datetime(["2021-03-04", None]), ["2021-03-04", "–"]),
        ([dt.date(2021, 3, 4)], ["2021-03-04"]),
        ([float("inf")], ["inf"]),
        (["f1_0.3", "a2_94b7466549ce0b36"], ["f1_0.3", "a2"]),
    ],
)
def test_show(values, expected):
    assert cells(show(pd.DataFrame({"cue_lemma": values}))) == ["cue", *expected]


def test_show_takes_columns_and_digits():
    table = pd.DataFrame({"n_units": [3], "share_of_it": [0.12345], "left_out": ["x"]})
    assert cells(show(table, ["share_of_it", "n_units"], digits=3)) == ["share of it", "articles", "0.123", "3"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"f1": 0.5, "low": 0.25, "high": 0.75}, ["F1 [95 %]", "0.50 [0.25, 0.75]"]),
        ({"estimate": -0.5, "low": NAN, "high": NAN}, ["estimate [95 %]", "-0.50"]),
        ({"estimate": NAN, "low": NAN, "high": NAN}, ["estimate", "at least", "high", "–", "–", "–"]),
        ({"raw_estimate": 0.5, "raw_low": 0.0, "raw_high": 1.0}, ["raw estimate [95 %]", "0.50 [0.00, 1.00]"]),
        (
            {"raw_estimate": 0.5, "raw_low": 0.0, "high": 1.0},
            ["raw estimate", "raw low", "high", "0.50", "0.00", "1.00"],
        ),
        ({"n": 4, "low": 0.1, "other_articles": 7}, ["n", "at least", "other articles", "4", "0.10", "7"]),
        ({"what": "x", "low": 0.1, "high": 0.2}, ["what", "at least", "high", "x", "0.10", "0.20"]),
        ({"low": 0.1, "high": 0.2}, ["at least", "high", "0.10", "0.20"]),
    ],
)
def test_an_estimate_and_its_interval_are_one_column(row, expected):
    assert cells(show(pd.DataFrame([row]))) == expected


@pytest.mark.parametrize(
    ("p", "expected"),
    [(0.0581, ".058"), (0.00049, "< .001"), (0.0005, ".001"), (0.0, "< .001"), (1.0, "1.000"), (NAN, "–")],
)
@pytest.mark.parametrize("head", ["p", "p_adjusted", "p_min"])
def test_a_p_is_never_rounded_to_nothing(head, p, expected):
    assert cells(show(pd.DataFrame({head: [p]})))[1] == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("f1_0.3", "F1, overlap 0.3"),
        ("recall_0.8_mixed", "recall, mixed, overlap 0.8"),
        ("attributed_precision", "precision, right speaker"),
        ("speaker", "speaker"),
    ],
)
def test_a_score_is_told_in_words(score, expected):
    assert cells(show(pd.DataFrame({"measure": [score]})))[1] == expected


def test_ids_of_a_study_are_shown_by_their_names():
    study = read_study(ROOT / "data" / "sample" / "study.toml")
    table = pd.DataFrame({"group": ["wire", "autre"], "outlet": ["ant", "phare"], "state": [1, 2]})
    assert cells(show(table, study=study)) == [
        "group", "outlet", "médias d'État (fictifs)",
        "agences (fictives)", "Agence nationale tauvrienne", "1", "autre", "Le Phare d'Orvenne", "2",
    ]  # fmt: skip
    assert cells(show(table))[:4] == ["group", "outlet", "state", "wire"]


def test_numbers_stand_digit_under_digit_and_long_texts_may_break():
    table = pd.DataFrame(
        {"n": [1], "mot": ["dire"], "phrase": ["mot " * 9], "jour": [dt.date(2021, 3, 4)], "vrai": [True]}
    )
    kinds = [attributes.get("class") for tag, attributes in Page(str(show(table))).tags if tag in {"th", "td"}]
    assert kinds == ["number", None, None, None, None, "number", None, "long", None, None]


def test_an_id_is_there_on_demand():
    page = Page(str(show(pd.DataFrame({"article_id": ["a2_94b7466549ce0b36"]}))))
    assert [attributes["title"] for tag, attributes in page.tags if tag == "td"] == ["a2_94b7466549ce0b36"]


@pytest.mark.parametrize(("n", "outer"), [(10, "div"), (11, "details")])
def test_a_table_of_more_than_ten_rows_is_folded_away(n, outer):
    page = show(pd.DataFrame({"n_events": range(n), "mot": "x"}))
    assert Page(str(page)).tags[0] == (outer, {"class": "framing-table"})
    assert ("Table of 11 rows: events, mot" in cells(page)) == (n == 11)


def test_the_table_is_left_as_it_is():
    table = pd.DataFrame({"group": ["wire"], "estimate": [0.5], "low": [0.1], "high": [0.9]})
    before = table.copy()
    show(table, study=read_study(ROOT / "data" / "sample" / "study.toml"))
    pd.testing.assert_frame_equal(table, before)


@hostile
def test_a_table_shows_what_stands_in_it(text):
    page = show(pd.DataFrame({text: [text]}))
    assert {tag for tag, _ in Page(str(page)).tags} == {"div", "table", "thead", "tbody", "tr", "th", "td"}
    assert "".join(cells(page)) == text + text


def annotations(text: str) -> Annotations:
    """Two articles about which everything says `text`, where a study lets it."""
    body = f"{text} ! oui"
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table(
        "articles", [(k, text, text, text, text, text, 5, 1, sha256(body)) for k in (text, "b")]
    )
    tables["voices"] = as_table("voices", [(text, 0, len(body), "source", "direct", "q1", 2)])
    tables["quotes"] = as_table("quotes", [{"article_id": text, "quote_id": "q1", "speaker": text, "n_words": 2}])
    tables["labels"] = as_table("labels", [(text, "c", "v", 0, len(text), "source", "direct", "q1", text, None)])
    return Annotations(tables, {text: body, "b": body})


@hostile
def test_no_view_takes_a_name_or_a_text_for_a_tag(text):
    made = annotations(text)
    concept = Concept(text, text, (text,))
    study = Study(text, text, "fr", True, {}, {}, {}, {}, {}, {text: concept}, {}, ())
    links = as_table("links", [(text, "b", 0, 4, 0, 4, "reuse", 1.0)])
    quiet = annotations("x")
    plain = Study("x", "x", "fr", True, {}, {}, {}, {}, {}, {"x": Concept("x", "x", ("x",))}, {}, ())
    for page, same in (
        (reading_view(made, text), reading_view(quiet, "x")),
        (side_by_side(made, text, "b", links), side_by_side(quiet, "x", "b", links.assign(article_id="x"))),
        (concordance_page(made, study), concordance_page(quiet, plain)),
    ):
        assert [(tag, set(names)) for tag, names in Page(str(page)).tags] == [
            (tag, set(names)) for tag, names in Page(str(same)).tags
        ]


def test_a_template_that_lacks_a_value_is_told():
    with pytest.raises(UndefinedError):
        render("table.html", heads=[])


def test_every_template_and_what_it_includes_is_beside_the_others():
    assert {path.suffix for path in TEMPLATES.iterdir()} == {".html", ".css", ".js"}


def test_the_language_of_a_page_is_that_of_the_article():
    made = annotations("x")
    assert language_of(made, "b") == "x" and language_of(made, "autre") is None
    made = Annotations(made.tables | {"articles": made.articles.assign(language=None)}, made.texts)
    assert '<div class="text" dir="auto" tabindex="-1">' in str(reading_view(made, "x"))
    assert repr(reading_view(made, "x")) == "<Html>"


@hostile
def test_a_page_of_its_own(tmp_path, text):
    file = tmp_path / "new" / "page.html"
    shown = show(pd.DataFrame({"cue": [text]}))
    shown.save(file, text)
    page = Page(file.read_bytes().decode("utf-8"))
    assert page.shown.count(text) == 3  # its title, the heading and the cell
    assert "".join(str(shown).split()) in "".join(file.read_text("utf-8").split())
    policies = [names["content"] for tag, names in page.tags if "http-equiv" in names]
    assert policies and policies[0].startswith(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    )
    assert ("meta", {"charset": "utf-8"}) in page.tags[:4]
    before = file.stat().st_mtime_ns
    shown.save(str(file), text)
    assert file.stat().st_mtime_ns == before
