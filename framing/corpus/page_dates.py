"""The day of publication that a web page states: a line that says so, else its metadata; nothing is guessed."""

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.corpus.dates import days_in
from framing.language import Language, load

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OF_AN_UPDATE = re.compile(r"modif|updat", re.IGNORECASE)
_MAX_LINE = 120  # characters: what is longer is a paragraph
_MAX_JSON = 500_000
_MAX_NODES = 1_000  # of JSON that are looked at
_MENTIONS = 20  # dates of one kind that are looked at: a page that states more is a list of articles


@cache
def _words(field: str) -> frozenset[str]:
    """The rows of `page_dates.csv` of a field: names of `meta` and tags, and how labels (class, id) begin."""
    with Path(__file__).with_name("page_dates.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["word"] for row in csv.DictReader(rows) if row["field"] == field)


@cache
def _label(field: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[-_ ])(?:{'|'.join(map(re.escape, sorted(_words(field))))})", re.IGNORECASE)


class _Line(NamedTuple):
    """A short element of the article."""

    text: str
    says_date: bool  # by its tag, class or itemprop


def page_date(tree: "HtmlElement", language: Language | None = None) -> str:
    """The day of publication that a page states, as YYYY-MM-DD; several, parted by « / », where it contradicts itself.

    Looked at in this order, the first that states a day counts: a line of the article that says that it was published
    (« Publié le 3 avril 2019 »), the metadata of an article (JSON-LD, Open Graph), the metadata of a page, `time` and what
    is marked as a date inside the article. Never: rights, headlines, asides, embedded posts, lists of other articles, the
    address, the day of an update. Empty when nothing of this states a day.
    """
    language = language or load()
    lines = list(_lines(tree, language))
    of_article, of_page = _data(tree)
    of_meta = _metas(tree)
    ranks = (
        [line.text for line in lines if _says_published(line.text, language)],
        [*of_article, *(value for name, value in of_meta.items() if name in _words("meta_of_article"))],
        [*of_page, *(value for name, value in of_meta.items() if name in _words("meta_of_page"))],
        [line.text for line in lines if line.says_date],
    )
    for texts in ranks:
        if days := _days(texts, language):
            return " / ".join(day.isoformat() for day in days)
    return ""


def _days(texts: list[str], language: Language) -> list[dt.date]:
    """The days that texts state, updates aside; one moment in two time zones is one day."""
    found: dict[dt.date, None] = {}
    moments: set[dt.datetime] = set()
    for text in texts[:_MENTIONS]:
        moment = _moment(text)
        if moment in moments:
            continue
        if moment:
            moments.add(moment)
        stated = days_in(text, language)
        if not stated.is_update:
            found |= dict.fromkeys(stated.days)
    return list(found)


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text.strip())
        return moment.astimezone(dt.UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _says_published(text: str, language: Language) -> bool:
    """Whether a line begins with the word for being published, and is no sentence."""
    word = language.pattern("publication_line").match(text)
    return word is not None and not text.endswith(".")


def _metas(tree: "HtmlElement") -> dict[str, str]:
    """The metadata of the page by small-letter name; of a name that comes twice, the first."""
    found: dict[str, str] = {}
    elsewhere = "ancestor::article or ancestor::aside or ancestor::footer"
    for meta in tree.xpath(f"//meta[@content][not({elsewhere})]"):
        for key in ("itemprop", "name", "property"):
            if name := (meta.get(key) or "").strip().lower():
                found.setdefault(name, meta.get("content") or "")
    return found


# --- JSON-LD ---------------------------------------------------------------------------------------------------------------


def _data(tree: "HtmlElement") -> tuple[list[str], list[str]]:
    """The days of publication of the articles, and of the pages, that the page's JSON-LD describes."""
    of_article: list[str] = []
    of_page: list[str] = []
    for script in tree.xpath("//script[@type='application/ld+json']")[:_MENTIONS]:
        for node in _nodes(script.text or ""):
            published = node.get("datePublished")
            if isinstance(published, str):
                (of_article if _is_article(node.get("@type")) else of_page).append(published)
    return of_article, of_page


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """What a script describes itself: not what its objects refer to, such as comments, videos, other articles."""
    try:
        waiting = [json.loads(text)] if len(text) <= _MAX_JSON else []
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            waiting.extend(value for key in ("mainEntity", "@graph") if isinstance(value := node.get(key), dict | list))


def _is_article(kind: object) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(k, str) and k.endswith(("Article", "Posting", "Report")) for k in kinds)


# --- the lines of the article ------------------------------------------------------------------------------------------------


def _lines(tree: "HtmlElement", language: Language) -> Iterator[_Line]:
    """The short lines of the article that may state a day, in their order."""
    scope = _scope(tree)
    # An article in an article is a card of another one, and so is one of several on a page.
    no_cards = scope.tag != "article" and len(scope.xpath(".//article")) < 2
    outside: set[HtmlElement] = set()
    for element in scope.iter():
        if element is not scope and (element.getparent() in outside or _is_outside(element, no_cards)):
            outside.add(element)
        elif element.tag not in _words("no_line_tag") and not _is_update(element, language):
            yield from _line(element)


def _line(element: "HtmlElement") -> Iterator[_Line]:
    text, is_named = _own_text(element), (element.get("itemprop") or "").lower() == "datepublished"
    if element.tag == "time":
        yield _Line(element.get("datetime") or text, True)
    elif is_named and element.get("content"):
        yield _Line(element.get("content") or "", True)
    elif len(text) <= _MAX_LINE and any(char.isdigit() for char in text):
        yield _Line(text, is_named or _label("label_of_date").search(_labels(element)) is not None)


def _is_update(element: "HtmlElement", language: Language) -> bool:
    """Whether an element says when the article was changed: by its labels, or by the words before it."""
    if _OF_AN_UPDATE.search(f"{_labels(element)} {element.get('itemprop') or ''}"):
        return True
    if element.tag != "time":
        return False
    sibling, parent = element.getprevious(), element.getparent()
    before = sibling.tail if sibling is not None else parent.text if parent is not None else ""
    return language.pattern("before_update").search((before or "")[-_MAX_LINE:]) is not None


def _labels(element: "HtmlElement") -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _scope(tree: "HtmlElement") -> "HtmlElement":
    """The element that holds the article: round the headline, else the only one that says so, else the page."""
    for headline in tree.xpath("//h1")[:1]:
        for parent in headline.iterancestors("article", "main"):
            return parent
    for tag in ("article", "main", "body"):
        found = tree.xpath(f"//{tag}")
        if len(found) == 1:
            element: HtmlElement = found[0]
            return element
    return tree


def _is_outside(element: "HtmlElement", no_cards: bool) -> bool:
    if not isinstance(element.tag, str) or element.tag in _words("outside_tag"):
        return True
    if element.tag in ("body", "main"):
        return False
    if element.tag == "article" and not no_cards:
        return True
    return _label("label_of_others").search(_labels(element)) is not None


def _own_text(element: "HtmlElement") -> str:
    """The text of an element and of what stands right in it, so that a page is read once however deep it is."""
    skipped = _words("no_line_tag") | _words("outside_tag")
    pieces = [element.text or ""]
    for child in element:
        inside = (child.text or "") if isinstance(child.tag, str) and child.tag not in skipped else ""
        pieces += [inside, child.tail or ""]
    return " ".join("".join(pieces).split())
