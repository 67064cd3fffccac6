"""Exports of the press database Factiva: HTML with and without field codes, RTF, saved text, XML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from framing.corpus.dates import parse_date
from framing.corpus.formats import MAX_BYTES, Problem, RawArticle, data_of, interface_words
from framing.corpus.formats.plain import decode
from framing.language import Language
from framing.tables.ids import is_safe_id

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_FILE = 50_000_000  # bytes of one export; Factiva gives 100 articles at a time, which come to some megabytes
_TABLES = frozenset([".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"])  # a cell may hold an article of Factiva
_AGAIN = "export it again from Factiva as HTML or RTF, or save each article as a .txt file of its own"
_SMALLER = "export fewer articles at a time"
_CUT_OFF = "its document number is missing in the export of Factiva: the article may be cut off at its end"
_LEFT_OUT = "lines above the headline were left out"

# Source code, zeros, day of delivery, running number: « FANAL00020230304ej3400001 ».
_ID = r"[A-Za-z][A-Za-z0-9]{2,15}(?:19|20)\d{6}[A-Za-z][A-Za-z0-9]{6,10}"
_ID_LINE = re.compile(rf"(?:AN\s{{0,5}}\|?\s{{0,5}})?[^\W\d_]{{1,20}}\s{{1,3}}({_ID})\s?\|?")
_ID_ALONE = re.compile(rf"(?<![A-Za-z0-9]){_ID}(?![A-Za-z0-9])")
_ID_IN_RTF = re.compile(rf"[^\W\d_] {_ID}(?![A-Za-z0-9])")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s[a-z]{2,4})?", re.IGNORECASE)
_CODE = re.compile(r"([A-Z]{2,3})(?:(\s{0,5}[|\t]\s{0,5})|\s{1,8}|$)(.*)")
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_ADDRESS = re.compile(r"\[https?://[^\]\s]{1,500}\]")  # written behind the text of each link
_CONTENTS = re.compile(r".{1,300}?\.{4,}\s?\d{1,4}")  # a line of a table of contents
_TITLE = re.compile(r"<title[^>]{0,80}>\s{0,80}Factiva\W{0,80}</title", re.IGNORECASE)
_MARKS = ("divfactivaexception", "articleparagraph", "factivalogo", 'class="article', "class='article", "<b>hd</b>")
_ARTICLE_CLASS = re.compile(r"(?:^|\s)[a-z]{2,4}Article(?:\s|$)")
_ARTICLE_TAG = re.compile(r"<div\b[^<>]{0,300}?class\s?=\s?[\"'][^\"'<>]{0,80}?\b[a-z]{2,4}Article\b")
_XML_MARKS = (("ppsarticle",), ("global.factiva.com",), ("<headline", "paragraph", "<sourcename", "<accessionno"))
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "td",
        "th",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "hr",
        "form",
    ]
)
_HIDDEN = frozenset(["script", "style", "noscript", "template", "head"])
_MAX_HEADER = 14  # lines between the word count and the text
_MAX_HEADLINE = 6  # lines above the word count that are looked at
_MAX_META = 200  # characters of a line that says where an article comes from
_LONG = 25  # words; more than that below the last article are no search summary


class _Found(NamedTuple):
    """An article as an export holds it."""

    headline: str = ""
    above: Sequence[str] = ()  # byline, and lines between headline and text
    paragraphs: Sequence[str] = ()
    date: str = ""
    source: str = ""
    id: str = ""
    note: str = ""
    problem: str = ""  # why it cannot be read


# The words of the interfaces


@cache
def _pattern(field: str) -> re.Pattern[str]:
    """What the words of a field look like in a line."""
    either = "|".join(map(re.escape, interface_words(__file__)[field]))
    template = {
        "count": r"\d[\d.,'’ \u202f]{0,12}\s?(?:@)",
        "summary": r"(?:@)\W{0,5}",
        "rights": r"\W{0,5}(?:©|\(c\)|ⓒ|@)|.{0,400}(?:@)",
        "language": r"(?:@)(?:\s?[-(/].{0,40})?",
        "byline": r"(?:@)(?!\w)",
        "aside": r".{0,60}?\b(?:@)(?!\w)",
        "number": r"(?:@)\s?\d",
    }[field]
    return re.compile(template.replace("@", either), re.IGNORECASE)


def _is(field: str, line: str) -> bool:
    """Whether a whole line (for rights and byline its beginning) is what a field of `factiva.csv` says."""
    pattern = _pattern(field)
    match = pattern.match(line) if field in ("rights", "byline") else pattern.fullmatch(line)
    return len(line) < 1_000 and match is not None


def _is_day(line: str, language: Language) -> bool:
    return len(line) <= 40 and any(map(str.isdigit, line)) and parse_date(line, language) is not None


# Which file


def holds(head: bytes, suffix: str) -> bool:
    """Whether a file is an export of Factiva, by its first bytes: HTML, RTF, text or XML; never a table."""
    if suffix in _TABLES or not head:
        return False
    if _is_rtf(head):
        return any(map(_ID_IN_RTF.search, _readings(head)))
    for text in _readings(head):
        if text.lstrip("\ufeff \t\r\n").startswith("<"):
            if _holds_html(text) or _holds_xml(text):
                return True
        elif holds_document(text.splitlines()):
            return True
    return False


def holds_document(lines: Iterable[str]) -> bool:
    """Whether the lines of a document are an export of Factiva: a document number, or all of a header, says so."""
    lines = _clean_lines(lines)
    if any(len(line) < 100 and _ID_LINE.fullmatch(line) for line in lines):
        return True
    filled = [line for line in lines if line]
    counts = [i for i, line in enumerate(filled) if len(line) < 40 and line[0].isdigit() and _is("count", line)]
    return any(_is_header(filled[i + 1 : i + _MAX_HEADER]) for i in counts[:20])


def _is_header(lines: Sequence[str]) -> bool:
    """Whether the lines below a word count are day, source, its code and the language."""
    from framing.language import load

    if not lines or not _is_day(lines[0], load()):
        return False
    codes = [i for i, line in enumerate(lines[:5]) if _SOURCE_CODE.fullmatch(line)]
    return any(_is("language", line) for line in lines[codes[-1] + 1 :]) if codes else False


def _is_rtf(head: bytes) -> bool:
    return head[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def _readings(head: bytes) -> Iterator[str]:
    """The beginning of a file as the encodings have it that it may be in; a character may be cut at its end."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield head.decode("utf-16", "ignore")
        return
    if b"\0" in head[:1024]:
        return
    text = head.decode("utf-8", "replace")
    yield text
    if "\ufffd" in text[:-4]:
        yield head.decode("cp1252", "replace")
        yield head.decode("gb18030", "replace")


def _holds_html(text: str) -> bool:
    small = text.lower()
    if _TITLE.search(text) and any(mark in small for mark in _MARKS):
        return True
    return "articleParagraph" in text and _ARTICLE_TAG.search(text) is not None


def _holds_xml(text: str) -> bool:
    small = text.lower()
    return "<html" not in small and any(all(mark in small for mark in marks) for marks in _XML_MARKS)


# Reading


def read(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of an export of Factiva, each once, ids as Factiva gives them (else the file's name and a number).

    Headline, byline, lead and body are the text, the day of publication is given as an ISO day, the source as `site`. What
    is Factiva's but cannot be split is one problem; an article without text is a problem, and the others are read.
    """
    data = data_of(path, name, MAX_FILE, _SMALLER)
    if isinstance(data, Problem):
        yield data
    elif _is_rtf(data[:64]):
        yield from _read_rtf(path, name, language)
    elif any(map(_is_xml, _readings(data[:65_536]))):
        yield from _finished(_read_xml(data), path, name, language)
    else:
        yield from _read_decoded(data, path, name, language)


def _is_xml(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<") and not _holds_html(text) and _holds_xml(text)


def _read_rtf(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    from framing.corpus.formats import documents

    try:
        lines = documents.lines_of(path)
    except documents.UnreadableError as error:
        yield Problem(name, 0, error.reason, error.advice)
        return
    yield from read_lines(lines, path, name, language)


def _read_decoded(data: bytes, path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    try:
        decoded = decode(data, language)
    except ValueError as error:
        yield Problem(name, 0, f"an export of Factiva that cannot be read: {error}", _AGAIN)
        return
    text = decoded.text.replace("\0", "")
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        yield from read_lines(text.splitlines(), path, name, language, decoded.note)
        return
    tree = _tree(text)
    if tree is None:
        yield Problem(name, 0, "a page of Factiva that holds nothing", _AGAIN)
        return
    articles = _articles_of(tree)
    n_missing = len(_ARTICLE_TAG.findall(text)) - len(articles)  # a page nested too deeply is not read to its end
    if articles:
        yield from _finished((_of_page(one, language) for one in articles), path, name, language, decoded.note)
        if n_missing > 0:
            reason = f"{n_missing} of the articles of this page of Factiva cannot be told apart"
            yield Problem(name, 0, reason, _AGAIN)
    else:
        yield from read_lines(_lines(tree), path, name, language, decoded.note)


def read_lines(
    lines: Iterable[str], path: Path, name: str, language: Language, note: str = ""
) -> Iterator[RawArticle | Problem]:
    """The articles of an export of Factiva whose lines are given, "" for an empty one; see `read`."""
    found = list(_split(_clean_lines(lines), language))
    if not any(one.problem == "" for one in found):
        n = len(found)
        reason = "an export of Factiva that cannot be split into articles" if n != 1 else f"Factiva: {found[0].problem}"
        yield Problem(name, 0, reason, _AGAIN)
        return
    yield from _finished(found, path, name, language, note)


def _finished(
    found: Iterable[_Found], path: Path, name: str, language: Language, note: str = ""
) -> Iterator[RawArticle | Problem]:
    """Articles as the importer takes them, numbered from 1, and what is wrong with those that cannot be kept."""
    n = 0
    for n, one in enumerate(found, start=1):
        paragraphs = [part for part in map(_tidy, one.paragraphs) if part]
        text = "\n\n".join(filter(None, [_tidy(one.headline), *map(_tidy, one.above), *paragraphs]))
        if one.problem:
            yield Problem(name, n, f"Factiva: {one.problem}", _AGAIN)
        elif not paragraphs:
            yield Problem(name, n, "Factiva gives no text for this article", _AGAIN)
        elif len(text) > MAX_BYTES:
            reason = f"{len(text):,} characters are too many for one article (at most {MAX_BYTES:,})"
            yield Problem(name, n, reason, "leave the article out")
        else:
            day = parse_date(one.date, language)
            yield RawArticle(
                name,
                n,
                one.id if is_safe_id(one.id) else f"{path.stem}-{n}",
                text,
                published=day.isoformat() if day else one.date,
                site=_outlet(one.source),
                note="; ".join(filter(None, [note, one.note, "" if one.id else _CUT_OFF])),
            )
    if n == 0:
        yield Problem(name, 0, "an export of Factiva in which no article was found", _AGAIN)


def _tidy(text: str) -> str:
    return " ".join(_ADDRESS.sub("", text).split()) if "[" in text else " ".join(text.split())


def _outlet(source: str) -> str:
    """The name of a source without what Factiva adds: « (site web) », an edition, the number of an issue."""
    source = _tidy(source)[:_MAX_META]
    name, bracket, inside = source.rpartition("(")
    if bracket and name.strip() and inside.endswith(")") and _pattern("aside").match(inside):
        source = name.strip()
    name, comma, rest = source.rpartition(",")
    return name.strip() if comma and name and _pattern("number").match(rest.strip()) else source


class _Details(NamedTuple):
    """What the lines round the headline say."""

    date: str
    source: str


def _details(lines: Sequence[str], language: Language) -> _Details:
    """Day and source: the source stands below the day (or the hour), wherever the others stand."""
    days = [i for i, line in enumerate(lines) if _is_day(line, language) and not _TIME.fullmatch(line)]
    first = days[0] if days else -1
    named = [i for i, line in enumerate(lines) if i not in days and not _is_mark(line)]
    below = next((i for i in named if i > first), next(iter(named), None))
    return _Details(lines[first] if days else "", lines[below] if below is not None else "")


def _is_mark(line: str) -> bool:
    """Whether a line of a header is its hour, word count, page, language or rights, no name."""
    return (
        bool(_TIME.fullmatch(line))
        or line.isdigit()
        or len(line) > _MAX_META
        or any(_is(field, line) for field in ("count", "language", "rights"))
    )


# HTML


def _tree(text: str) -> "HtmlElement | None":
    from lxml import html

    text = re.sub(r"\A\s*<\?xml[^>]{0,200}>", "", text)  # lxml takes no text that names an encoding
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _articles_of(tree: "HtmlElement") -> "list[HtmlElement]":
    """The articles of a page, each once and each without those that an unclosed tag put inside it."""
    found = [div for div in tree.iter("div") if _ARTICLE_CLASS.search(div.get("class", ""))]
    if not found:
        found = [div for div in tree.iter("div") if "article" in div.get("class", "").split()]
    for div in reversed(found):
        if div.getparent() is not None:
            div.drop_tree()
    return [div for div in found if div.text_content().strip()]


def _of_page(article: "HtmlElement", language: Language) -> _Found:
    rows = [
        (code, cells[1]) for row in article.iter("tr") if (cells := row.findall("td"))[1:] and (code := _code(cells[0]))
    ]
    codes = [code for code, _ in rows]
    if codes.count("HD") > 1:
        return _Found(problem="several articles that cannot be told apart")
    if "HD" in codes or "LP" in codes or "TD" in codes:
        return _of_fields({code: _lines(cell) for code, cell in reversed(rows)})
    return _of_display(article, language)


def _code(cell: "HtmlElement") -> str:
    """The code of a field, which stands alone and bold in its cell; else empty."""
    text = cell.text_content().strip() if cell.find(".//b") is not None else ""
    return text if 2 <= len(text) <= 4 and text.isascii() and text.isalnum() and text.isupper() else ""


def _of_fields(fields: dict[str, list[str]]) -> _Found:
    """An article whose fields have codes."""
    number = _ID_ALONE.search(" ".join(fields.get("AN", [])))
    return _Found(
        " ".join(fields.get("HD", [])),
        [" ".join(fields.get("BY", []))],
        [*fields.get("LP", []), *fields.get("TD", [])],
        " ".join(fields.get("PD", [])),
        " ".join(fields.get("SN", [])),
        number[0] if number else "",
    )


def _of_display(article: "HtmlElement", language: Language) -> _Found:
    """An article without codes: headline, byline and paragraphs have classes of their own, the rest is lines."""
    found: dict[str, list[str]] = {kind: [] for kind in ("headline", "byline", "header", "paragraph", "other")}
    used: set[Any] = set()
    for element in article.iterdescendants():
        if not isinstance(element.tag, str) or element.getparent() in used:
            used.add(element)  # of something that was taken as a whole
            continue
        if kind := _kind_of(element, bool(found["paragraph"])):
            found[kind] += _lines(element)
            used.add(element)
    header = found["header"]
    date, source = _details(header[: 2 * _MAX_HEADER], language) if len(header) > 1 else ("", "")
    last = (match[1] for line in reversed(found["other"] + header) if (match := _ID_LINE.fullmatch(line)))
    headline, byline = " ".join(found["headline"]), " ".join(found["byline"])
    return _Found(headline, [byline], found["paragraph"], date, source, next(last, ""))


def _kind_of(element: "HtmlElement", is_below: bool) -> str:
    """What an element of an article without codes is, below its first paragraph or above; empty where its children say."""
    kind = element.get("class", "")
    if element.get("id") == "hd" or kind.endswith("Headline"):
        return "headline"
    if "articleParagraph" in kind:
        return "paragraph"
    if kind == "author":
        return "byline"
    if element.tag == "p" and element.find("div") is None:
        return "other"
    if element.tag == "div" and element.find(".//div") is None and element.find(".//p") is None:
        return "other" if is_below else "header"
    return ""


def _lines(element: "HtmlElement") -> list[str]:
    """The lines that an element shows, white space put in order."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        pieces.append("\n" if node.tag in _BLOCKS or node.tag == "pre" else "")
        if event == "start":
            pieces.append(_shown(node))
        elif node is not element:
            pieces.append(_on_one_line(node.tail))
    return [line for part in "".join(pieces).split("\n") if (line := " ".join(part.split()))]


def _shown(node: Any) -> str:
    """The text that a node begins with; nothing of what a page hides."""
    if not isinstance(node.tag, str) or node.tag in _HIDDEN:
        return ""
    return node.text or "" if node.tag == "pre" else _on_one_line(node.text)


def _on_one_line(text: str | None) -> str:
    return " ".join(re.split(r"[ \t\r\n]", text or ""))


# Text


def _clean_lines(lines: Iterable[str]) -> list[str]:
    """Lines without white space at their ends, and without what Factiva prints on every page."""
    stripped = (line.replace("\u00a0", " ").replace("\u202f", " ").strip("\ufeff \r\n\f\v") for line in lines)
    return [line for line in stripped if not _is_furniture(line)]


def _is_furniture(line: str) -> bool:
    if line in ("Factiva", "Dow Jones", "Dow Jones Factiva"):
        return True
    return len(line) < _MAX_META and (
        "Factiva, Inc." in line and ("©" in line or "(c)" in line.lower()) or bool(_CONTENTS.fullmatch(line))
    )


def _split(lines: Sequence[str], language: Language) -> Iterator[_Found]:
    """The articles of a text, each ends with its document number; what stands below the last one is looked at too."""
    start = 0
    for i, line in enumerate(lines):
        match = _ID_LINE.fullmatch(line) if len(line) < 100 else None
        if match:
            yield _of_text(lines[start:i], language)._replace(id=match[1])
            start = i + 1
    rest = lines[start:]
    end = next((i for i, line in enumerate(rest) if _is("summary", line)), len(rest))
    rest = rest[:end]
    if _headers(rest, language) or "HD" in _fields(rest):
        yield _of_text(rest, language)
    elif sum(len(line.split()) for line in rest) > _LONG:
        yield _Found(problem="text without the lines that say where an article begins and ends")


def _headers(lines: Sequence[str], language: Language) -> list[int]:
    """The lines with a word count below which the day follows: each is the header of an article."""
    found = []
    for i, line in enumerate(lines):
        if line and line[0].isdigit() and len(line) < 40 and _is("count", line):
            below = [other for other in lines[i + 1 : i + 6] if other][:2]
            if any(_is_day(other, language) for other in below):
                found.append(i)
    return found


def _of_text(lines: Sequence[str], language: Language) -> _Found:
    """The article that some lines hold."""
    fields = _fields(lines)
    if "HD" in fields and ("PD" in fields or "SN" in fields):
        return _of_fields(fields)
    headers = _headers(lines, language)
    if len(headers) > 1:
        return _Found(problem=f"{len(headers)} articles without the document number that stands between articles")
    if not headers:
        return _Found(problem="no line with word count and day below the headline")
    count = headers[0]
    headline, above, note = _above(lines[:count])
    end = _end_of_header(lines, count, language)
    date, source = _details([line for line in lines[count:end] if line], language)
    return _Found(headline, above, lines[end:], date, source, note=note)


def _above(lines: Sequence[str]) -> tuple[str, list[str], str]:
    """Headline, byline and the rest of what stands above the word count, and a note if lines were left out."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    attached = blocks.pop()  # what no empty line parts from the word count
    if not any(blocks):
        blocks = [attached[:1]] if len(attached) == 1 or _may_be_byline(attached[1:]) else [attached]
        attached = attached[1:] if blocks == [attached[:1]] else []
    above = [line for block in blocks for line in block]
    note = _LEFT_OUT if len(above) > _MAX_HEADLINE else ""
    if note:
        above = [*blocks[-1]][-_MAX_HEADLINE:]
    if len(above) > 1 and _is_section(above[0], above[1]):
        above = above[1:]
    return (above[0] if above else ""), [*above[1:], *attached], note


def _may_be_byline(lines: Sequence[str]) -> bool:
    """Whether the line below the first is a byline: it says so, or is a name or two."""
    return len(lines) == 1 and (_is("byline", lines[0]) or len(lines[0].split()) <= 4)


def _is_section(line: str, below: str) -> bool:
    """Whether a line is the section of the headline below it: a word or two above a longer line that is no byline."""
    return len(line.split()) <= 3 and len(below.split()) > 4 and not _is("byline", below)


def _end_of_header(lines: Sequence[str], count: int, language: Language) -> int:
    """Where the text begins: below the line of rights, which stands below the language."""
    last = min(len(lines), count + 2 * _MAX_HEADER)
    tongues = [i for i in range(count + 1, last) if lines[i] and _is("language", lines[i])]
    if tongues:
        end = tongues[0] + 1
        if end + 1 < len(lines) and 0 < len(lines[end]) <= _MAX_META and not lines[end + 1]:
            end += 1  # rights without a mark, part of the header because an empty line follows
    else:
        end = _below_source(lines, count + 1, last, language)
    following = end
    while following < len(lines) and (not lines[following] or _is("rights", lines[following])):
        following += 1
        end = following
    return end


def _below_source(lines: Sequence[str], start: int, last: int, language: Language) -> int:
    """Where the text begins when no language is named: at the first empty line, or below day, source and its code."""
    empty = next((i for i in range(start, last) if not lines[i]), None)
    if empty is not None:
        return empty
    source = _details(lines[start:last], language).source
    end = next((i + 1 for i in range(start, last) if lines[i] == source), start)
    return end + 1 if end < last and _SOURCE_CODE.fullmatch(lines[end]) else end


def _fields(lines: Sequence[str]) -> dict[str, list[str]]:
    """The fields of an article that is written with codes, one at the beginning of a line; no `HD`: it is not."""
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        match = _CODE.fullmatch(line) if len(line) < 4 or line[:2].isupper() else None
        if match and _begins_field(match, fields):
            current = fields.setdefault(match[1], [])
            line = match[3]
        if line.strip(" |\t"):
            current.append(line.strip(" |\t"))
    return fields


def _begins_field(match: re.Match[str], fields: dict[str, list[str]]) -> bool:
    """Whether a line that begins with capitals begins a field: in its place, once, and with what such a field holds."""
    code, mark, value = match[1], match[2], match[3]
    allowed = "tail" if "LP" in fields or "TD" in fields else "head"
    if code in fields or code not in interface_words(__file__)[allowed] and code != "TD":
        return False
    if "HD" not in fields and code not in ("SE", "HD"):
        return False
    if mark or not value:
        return True
    if code == "LA":
        return _is("language", value)
    return " : " in value if code in interface_words(__file__)["listed"] else True


# XML


def _read_xml(data: bytes) -> Iterator[_Found]:
    """The articles of Factiva's XML; those before a place where it is broken are read."""
    if b"<!ENTITY" in data.replace(b"\0", b""):  # in UTF-16 too
        yield _Found(problem="the XML declares entities, which is not safe to read")
        return
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for start in range(0, len(data), 65_536):
            parser.feed(data[start : start + 65_536])
            yield from _ended(parser)
        parser.close()
    except etree.LxmlError as error:
        yield from _ended(parser)
        yield _Found(problem=f"the XML is broken, what follows was not read: {str(error)[:200]}")


def _ended(parser: Any) -> Iterator[_Found]:
    """The articles that the parser has come to the end of."""
    try:
        for _, element in parser.read_events():
            if _local(element) == "article":
                yield _of_xml(element)
                element.clear()
    except etree.LxmlError:
        return  # what broke it is reported once


def _of_xml(article: Any) -> _Found:
    parts: dict[str, list[str]] = {}
    for child in article:
        lines = ["".join(one.itertext()) for one in child if _local(one) in ("paragraph", "date", "datetime")]
        parts.setdefault(_local(child), []).extend(lines or ["".join(child.itertext())])
    first = {key: _tidy(" ".join(lines)) for key, lines in parts.items()}
    return _Found(
        first.get("headline", ""),
        [first.get("byline", "")],
        [*parts.get("leadparagraph", []), *parts.get("tailparagraphs", [])],
        next(iter(parts.get("publicationdate", [])), "").strip()[:_MAX_META],
        first.get("sourcename", ""),
        first.get("accessionno", ""),
    )


def _local(element: Any) -> str:
    """The name of an element in small letters, without its namespace."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
