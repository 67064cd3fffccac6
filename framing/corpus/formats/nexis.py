"""Exports of the press database Nexis (LexisNexis, Nexis Uni, Lexis+): HTML, plain text, RTF and Word."""

import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from framing.corpus.formats import Problem, RawArticle, data_of, interface_words
from framing.corpus.formats.plain import decode
from framing.language import Language
from framing.text.fold import folded

MAX_EXPORT = 100_000_000  # bytes of a file
MAX_ARTICLES = 20_000  # of a file; an export holds some hundreds
_MAX_XML = 2_000_000  # bytes of a Word document that are unpacked to tell its kind
_MAX_NAME = 30  # characters of the name of a field
_MAX_NOTICE = 600  # characters of a notice in the place of an article
_MAX_HEADER = 120  # characters of a line with a date, or of an outlet
_WRAPPED = 120  # characters: longer lines are paragraphs, shorter ones are wrapped

_FIELDS = ("headline", "body", "byline", "lead", "length", "section", "loaded", "last", "late")
_LAST = ("loaded", "last")  # after the text; the others may stand before it
_AGAIN = "export it again, or leave it out"
_ONE_EACH = "export it again with one article in each file"

_DOCUMENT = re.compile(r"<DOCFULL>[ \t\r\n]{0,9}(?:-->)?", re.IGNORECASE)
_DOCUMENT_END = re.compile(r"(?:<!--[^<>]{0,80})?</DOCFULL>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CONTROL_WORD = re.compile(
    r"\\(?:'(?P<byte>[0-9a-fA-F]{2})|u(?P<code>-?\d{1,6}) ?\??|(?P<word>[a-z]{1,32})-?\d{0,9}[ \r\n]?|\W)|[{}]"
)
_HTML_BLOCKS = frozenset(["address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt"])
_HTML_BLOCKS |= frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "ol", "p", "pre", "section", "ul"])
_HTML_BLOCKS |= frozenset(["table", "tbody", "tr"])
_UNSEEN = frozenset(["script", "style", "head", "title"])


class _Item(NamedTuple):
    """A block of lines: what it is ("" for text), its lines without the name of the field, and as it stands."""

    kind: str
    lines: list[str]
    whole: list[str]


class _Part(NamedTuple):
    """What stands between two marks of an export: its blocks, and whether a mark says that it is whole."""

    blocks: list[list[str]]
    is_marked: bool
    is_closed: bool


class _Layout(NamedTuple):
    """How the lines of an export are to be read."""

    joins_lines: bool  # text that is wrapped at a width: a paragraph is several lines


# The words of the interfaces


@cache
def _words(field: str) -> tuple[str, ...]:
    """The words of one field, letter case and accents aside, the longest first."""
    return tuple(dict.fromkeys(map(folded, interface_words(__file__).get(field, ()))))


@cache
def _names() -> dict[str, str]:
    """The name of a field -> its kind."""
    return {word: kind for kind in _FIELDS for word in _words(kind)}


@cache
def _months() -> dict[str, int]:
    return {word: n for n in range(1, 13) for word in _words(f"month-{n:02}")}


@cache
def _marker() -> re.Pattern[str]:
    """The line before an article: « 1 of 10 DOCUMENTS »."""
    patterns = "|".join(re.escape(word).replace(r"\#", r"\d{1,6}") for word in _words("marker"))
    return re.compile(rf"(?:focus ?- ?)?(?:{patterns})")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\d[\d., ]{{0,9}} ?(?:{'|'.join(map(re.escape, _words('counted')))})\b")


@cache
def _rights() -> re.Pattern[str]:
    """A line of rights: « Copyright 2013 », « (c) 2013 », or one that ends with « All Rights Reserved »."""
    signs, reserved = ("|".join(map(re.escape, _words(field))) for field in ("rights", "reserved"))
    return re.compile(
        rf"(?:{signs})(?:\W{{0,3}}(?:{signs}))?\W{{0,3}}\d{{4}}.{{0,300}}|.{{0,300}}(?:{reserved})\W{{0,3}}",
        re.DOTALL,
    )


@cache
def _date() -> re.Pattern[str]:
    """A line that begins with a date, after the day of the week or not; what follows is short."""
    month = "|".join(map(re.escape, sorted(_months(), key=len, reverse=True)))
    ordinal = r"(?:[^\W\d]{2}|\.)?"
    return re.compile(
        rf"""(?:[^\W\d]{{2,12}}\.?,?\ )?(?:
        (?P<d1>\d{{1,2}}){ordinal}\ ?(?P<m1>{month})\.?,?\ (?P<y1>\d{{4}})
        | (?P<m2>{month})\.?\ (?P<d2>\d{{1,2}}){ordinal},?\ (?P<y2>\d{{4}})
        | (?P<y3>\d{{4}})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}})
        | (?P<m4>{month}),?\ (?P<y4>\d{{4}})
        | (?P<digits>\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})
        )(?![\w-]).{{0,80}}""",
        re.VERBOSE,
    )


def _is_line(line: str, field: str) -> bool:
    """Whether a line is one of the words of a field and begins with a capital."""
    line = line.strip()
    return len(line) <= _MAX_NAME and line[:1].isupper() and folded(line) in _words(field)


def _is_marker(line: str) -> bool:
    return len(line) < 300 and bool(_marker().fullmatch(folded(_tidy(line))))


def _field(line: str) -> tuple[str, str, bool] | None:
    """The kind of the field that a line begins with, its value, and whether its name is in capitals."""
    name, colon, value = line.partition(":")
    if not colon or len(name) > 2 * _MAX_NAME or not (name := name.lstrip())[:1].isupper():
        return None
    kind = _names().get(folded(name.strip().replace("’", "'")))
    in_capitals = name.upper() == name
    if kind is None or (name != name.rstrip() and not in_capitals):
        return None
    if kind == "last" and not in_capitals:  # may begin a paragraph of a text
        kind = "late"
    return kind, value.strip(), in_capitals


def _tidy(line: str) -> str:
    return " ".join(line.split())


# Whether a file is an export


def holds(head: bytes, suffix: str) -> bool:
    """Whether a file is an export of Nexis, by its first bytes; a Word document only if they are all of it."""
    if head.startswith(b"PK"):
        return suffix in (".docx", ".docm") and _holds_word(head)
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in head[:1024]:
        return False
    text = _decoded(head)
    if text.lstrip()[:5] == "{\\rtf":
        return holds_document(_rtf_lines(text))
    lower = text[:4096].lower()
    if "<html" in lower or "<body" in lower or suffix in (".html", ".htm", ".xhtml"):
        if _DOCUMENT.search(text):
            return True
        text = unescape(_TAG.sub("\n", re.sub(r"</?(?:span|b|i|font|a)\b[^<>]*>", "", text, flags=re.IGNORECASE)))
    elif "<" in lower[:64] or suffix in (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xml"):
        return False
    return holds_document(text.splitlines())


def holds_document(paragraphs: Sequence[str]) -> bool:
    """Whether the paragraphs of a document are an export of Nexis, in one of its layouts."""
    found = {_sign(line) for line in paragraphs}
    old, new = found & {"LENGTH", "LAST"}, found & {"mark", "cover"}
    return len(old) == 2 or ("marker" in found and bool(old)) or ("length" in found and bool(new))


def _sign(line: str) -> str:
    """What a line tells of an export, in capitals what only the old layout writes so; empty for nothing."""
    if field := _field(line):
        kind, value, in_capitals = field
        if kind == "length" and _counted().match(folded(value)):
            return "LENGTH" if in_capitals else "length"
        if kind in _LAST:
            return "LAST" if in_capitals else "mark"
        return ""
    if _is_marker(line):
        return "marker"
    if _is_line(line, "end") or _is_line(line, "start"):
        return "mark"
    return "cover" if _is_line(line.partition(":")[0], "cover") else ""


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    try:
        return head[:-3].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return head.decode("utf-8-sig" if error.start >= len(head) - 6 else "cp1252", "replace")


def _rtf_lines(rtf: str) -> list[str]:
    """The lines of the beginning of an RTF file, roughly."""
    rtf = re.sub(r"[\r\n]+", "", _CONTROL_WORD.sub(_written, rtf))
    return rtf.split("\v")


def _written(match: re.Match[str]) -> str:
    """What a control word of RTF stands for: a letter, the end of a line, or nothing."""
    if match["code"]:
        return chr(int(match["code"]) & 0xFFFF)
    if match["byte"]:
        return bytes.fromhex(match["byte"]).decode("cp1252", "replace")
    return "\v" if match["word"] in _words("rtf_line") else ""


def _holds_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as member:
            xml = member.read(_MAX_XML).decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, RuntimeError, NotImplementedError):
        return False
    return holds_document(unescape(_TAG.sub("", re.sub(r"</w:p>|<w:br\b[^<>]*>", "\n", xml))).split("\n"))


# Reading


def read(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of an export: headline, author, lead and body; site and date as the line of each names them.

    A notice in the place of an article, and what holds no text, is a problem; the others are kept.
    """
    data = data_of(path, name, MAX_EXPORT, "export fewer articles at a time")
    if isinstance(data, Problem):
        yield data
        return
    if data.startswith(b"PK") or data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        yield from _read_document(path, name, language)
        return
    try:
        decoded = decode(data, language)
    except ValueError as error:
        yield Problem(name, 0, str(error), "export it again as plain text or HTML")
        return
    if _DOCUMENT.search(decoded.text) or re.search(r"<(?:html|body)\b", decoded.text[:4096], re.IGNORECASE):
        if (n := decoded.text.upper().count("<DOCFULL>")) > MAX_ARTICLES:
            yield Problem(name, 0, f"{n:,} articles are too many for one export", "export fewer articles at a time")
            return
        yield from _articles(_html_parts(decoded.text), _Layout(joins_lines=False), path, name, decoded.note)
        return
    lines = decoded.text.splitlines()
    n_long = sum(len(line) > _WRAPPED for line in lines)
    layout = _Layout(joins_lines=n_long * 50 < sum(bool(line.strip()) for line in lines))
    yield from _articles(
        _parts(_blocks(lines) if layout.joins_lines else _single(lines)), layout, path, name, decoded.note
    )


def read_lines(lines: Sequence[str], path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of an export that another reader made into lines, a paragraph each; see `read`."""
    yield from _articles(_parts(_single(lines)), _Layout(joins_lines=False), path, name, "")


def _read_document(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    from framing.corpus.formats import documents  # which hands over to this module

    try:
        lines = documents.lines_of(path)
    except documents.UnreadableError as error:
        yield Problem(name, 0, error.reason, error.advice)
        return
    yield from read_lines(lines, path, name, language)


# Parts: what stands between two marks


def _single(lines: Iterable[str]) -> Iterator[list[str]]:
    """A block for each line that is a paragraph."""
    for text in lines:
        for line in text.split("\n"):
            if tidy := _tidy(line):
                yield [tidy]


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """The blocks of lines between blank ones; a mark is a block of its own."""
    block: list[str] = []
    for line in lines:
        tidy = _tidy(line)
        is_mark = _is_marker(tidy) or _is_line(tidy, "end")
        if (not tidy or is_mark) and block:
            yield block
            block = []
        if is_mark:
            yield [tidy]
        elif tidy:
            block.append(tidy)
    if block:
        yield block


def _parts(blocks: Iterable[list[str]]) -> Iterator[_Part]:
    """The parts of an export; what stands before the first mark and has no field is its cover."""
    found: list[list[str]] = []
    is_marked = False
    for block in blocks:
        if _is_marker(block[0]):
            if is_marked or any((field := _field(other[0])) and field[0] == "length" for other in found):
                yield _Part(found, is_marked, False)
            found, is_marked = [], True
        elif _is_line(block[0], "end"):
            yield _Part(found, is_marked, True)
            found, is_marked = [], False
        else:
            found.append(block)
    if found or is_marked:
        yield _Part(found, is_marked, False)


def _html_parts(page: str) -> Iterator[_Part]:
    """The parts of a web page: those that its comments set apart, or those of its marks."""
    page = page.replace("\0", "")
    pieces = _DOCUMENT.split(page)
    if len(pieces) == 1:
        yield from _parts(_html_blocks(page))
        return
    for piece in pieces[1:]:
        content, *after = _DOCUMENT_END.split(piece, maxsplit=1)
        inside = list(_parts(_html_blocks(content)))
        for part in inside or [_Part([], True, False)]:
            yield part._replace(is_closed=part.is_closed or bool(after))


def _html_blocks(page: str) -> list[list[str]]:
    """The blocks of a page, in each the lines that a browser would show; a row of a table is a line."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return []
    if tree is None:
        return []
    writer = _HtmlWriter()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        writer.take(event, element)
    writer.end_block()
    return writer.blocks


class _HtmlWriter:
    """Takes the elements of a page as they begin and end, keeps the blocks."""

    def __init__(self) -> None:
        self.blocks: list[list[str]] = []
        self._pieces: list[str] = []
        self._unseen = self._cells = 0

    def take(self, event: str, element: Any) -> None:
        """One beginning or end of an element."""
        tag = element.tag
        (self._begin if event == "start" else self._end)(tag)
        if not self._unseen and (text := element.text if event == "start" else element.tail):
            self._pieces.append(re.sub(r"\s+", " ", text))

    def _begin(self, tag: str) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "br":
            self._pieces.append(" " if self._cells else "\n")
        elif tag == "td" or tag == "th":
            if any(piece.strip() for piece in self._pieces):
                self._pieces.append(" | ")
            self._cells += 1
        elif tag in _HTML_BLOCKS:
            self._space()

    def _end(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag == "td" or tag == "th":
            self._cells -= 1
        elif tag in _HTML_BLOCKS:
            self._space()

    def _space(self) -> None:
        if self._cells:
            self._pieces.append(" ")
        else:
            self.end_block()

    def end_block(self) -> None:
        """Keep what was written since the last block ended."""
        lines = [tidy for line in "".join(self._pieces).split("\n") if (tidy := _tidy(line))]
        self._pieces = []
        if lines:
            self.blocks.append(lines)


# Articles


def _articles(
    parts: Iterable[_Part], layout: _Layout, path: Path, name: str, note: str
) -> Iterator[RawArticle | Problem]:
    found = [part for part in parts if part.blocks or part.is_marked]
    if not found:
        yield Problem(name, 0, "no article was found in the export", "export it again as plain text or HTML")
        return
    is_one = len(found) == 1
    for n, part in enumerate(found, 1):
        row, id_ = (0, path.stem) if is_one else (n, f"{path.stem}-{n}")
        raw = RawArticle(name, row, id_, "", note=note)
        yield _article(part, layout, raw)


def _article(part: _Part, layout: _Layout, raw: RawArticle) -> RawArticle | Problem:
    """The article of a part of an export, or why there is none."""
    if notice := _notice(part):
        return raw.problem(f"a notice stands in the place of the article: « {notice[:100]} »", _AGAIN)
    capitals = _is_in_capitals(part)
    items = [item for block in part.blocks for item in _items(block, capitals)]
    if (n := _n_lengths(items)) > 1:
        return raw.problem(f"looks like {n} articles, with no line that divides them", _ONE_EACH)
    begin = next((i for i, item in enumerate(items) if item.kind in (*_FIELDS, "start")), len(items))
    head = _head(items[:begin], _is_lexis(part, items))
    body = _body(items[begin:], head, layout.joins_lines)
    if not head.published and begin == len(items) and not part.is_closed:
        shown = " ".join(itertools.chain.from_iterable(part.blocks))[:80]
        return raw.problem(f"no article: neither a date nor a field stands here (« {shown} »)", _AGAIN)
    if not body.paragraphs:
        return raw.problem("holds no text of an article", _AGAIN)
    cut = (
        "" if body.is_whole or part.is_closed else "the export breaks off in this article, or lacks the lines after it"
    )
    text = "\n\n".join(filter(None, [body.headline, *body.paragraphs]))
    note = "; ".join(filter(None, [raw.note, cut]))
    return raw._replace(text=text, site=head.site, published=head.published, note=note)


def _n_lengths(items: list[_Item]) -> int:
    """How often a number of words is stated, which every article does once."""
    return sum(item.kind == "length" and bool(_counted().match(folded(" ".join(item.lines)))) for item in items)


def _notice(part: _Part) -> str:
    """The notice in the place of an article; empty when there is none."""
    text = " ".join(" ".join(block) for block in part.blocks[:40])
    seen = folded(text[:2_000]).replace("’", "'")
    return text if len(text) <= _MAX_NOTICE and any(phrase in seen for phrase in _words("error")) else ""


def _is_in_capitals(part: _Part) -> bool:
    """Whether the names of the fields are in capitals: then « Language: » begins a paragraph of the text."""
    fields = [field for block in part.blocks if (field := _field(block[0]))]
    return any(kind in ("length", *_LAST) and in_capitals for kind, _, in_capitals in fields)


def _items(block: list[str], capitals: bool) -> Iterator[_Item]:
    """What a block is; one that begins with a field may hold several."""
    n_starts = next((i for i, line in enumerate(block) if not _is_line(line, "start")), len(block))
    yield from (_Item("start", [], [line]) for line in block[:n_starts])
    if not (block := block[n_starts:]):
        return
    if _is_line(block[0], "heading"):
        yield _Item("heading", [], block)
        return
    yield from _fields_of(block, capitals)


def _fields_of(block: list[str], capitals: bool) -> Iterator[_Item]:
    """The fields of a block, and what stands before the first."""
    found = [_field(line) for line in block]
    begins = [i for i, field in enumerate(found) if field and (field[2] or (found[0] and not capitals))]
    if before := block[: begins[0] if begins else len(block)]:
        yield _Item("rights" if _is_rights(before) else "", before, before)
    for begin, end in itertools.pairwise([*begins, len(block)]):
        if field := found[begin]:
            yield _Item(field[0], [line for line in (field[1], *block[begin + 1 : end]) if line], block[begin:end])


def _is_rights(block: list[str]) -> bool:
    text = " ".join(block)
    return len(text) <= 400 and bool(_rights().fullmatch(folded(text)))


def _is_lexis(part: _Part, items: list[_Item]) -> bool:
    """Whether an article is in the layout of Lexis+: the title first, names of fields in small letters."""
    lengths = [item.whole[0].partition(":")[0] for item in items if item.kind == "length"]
    return any(not name.isupper() for name in lengths) or (
        not lengths and not part.is_marked and any(item.kind == "start" for item in items)
    )


class _Head(NamedTuple):
    site: str
    published: str
    rest: list[list[str]]  # the headline, and what else stands there


def _head(items: list[_Item], is_lexis: bool) -> _Head:
    """Outlet, date and headline, which no word names: they are told by their order and by the date."""
    blocks = [item.lines for item in items if item.kind == ""]
    dated = [
        (i, j, day)
        for i, block in enumerate(blocks)
        for j, line in enumerate(block[:4])
        if (day := _day(line)) is not None
    ]
    if not dated:
        if is_lexis:
            return _Head(_site(" ".join(blocks[-1])) if blocks[1:] else "", "", blocks[-2:-1] or blocks)
        return _Head(_site(" ".join(blocks[0])) if blocks else "", "", blocks[1:])
    i, j, day = dated[-1 if is_lexis else 0]
    before = [*blocks[:i], *([blocks[i][:j]] if j else [])]
    outlet = [line for line in (before[-1] if before else []) if not line.startswith(("http:", "https:"))]
    rest = before[-2:-1] if is_lexis else _without_edition(blocks[i + 1 :])
    return _Head(_site(" ".join(outlet)), day, rest)


def _without_edition(blocks: list[list[str]]) -> list[list[str]]:
    """The blocks after the date without a line of their own that names the edition."""
    if len(blocks) > 1 and len(first := " ".join(blocks[0])) < 60:
        words = re.findall(r"\w+", folded(first))
        ends = words if " - " in first else [*words[:1], *words[-1:]]
        if len(words) <= 4 and any(word in _words("edition") for word in ends):
            return blocks[1:]
    return blocks


def _day(line: str) -> str | None:
    """The day or month that a line begins with, in ISO form; as it stands if it is in digits of unclear order."""
    if len(line) > _MAX_HEADER or not (match := _date().fullmatch(folded(line))):
        return None
    found = match.groupdict()
    if digits := found["digits"]:
        return str(digits)
    if found["m4"]:
        return f"{found['y4']}-{_months()[found['m4']]:02}"
    n = next(n for n in "123" if found[f"y{n}"])
    month = found[f"m{n}"]
    return f"{found[f'y{n}']}-{_months().get(month) or int(month):02}-{int(found[f'd{n}']):02}"


def _site(name: str) -> str:
    """The name of an outlet without number, edition and « (site web) »; empty for what is too long to be one."""
    name = re.sub(r"(?<=[^\s(])\(", " (", name)
    words = "|".join(map(re.escape, _words("web")))
    name = re.sub(rf" ?\((?:{words})\)", "", name, flags=re.IGNORECASE)
    name = re.sub(r"[,;]? ?\b[Nn](?:[°º]|[ro]\.) ?\d.{0,40}$", "", name)
    pieces = re.split(r"([,;(] ?| [-–] )", name)
    for i in range(2, len(pieces), 2):
        if any(word in _words("edition") for word in re.findall(r"\w+", folded(pieces[i]))):
            name = "".join(pieces[: i - 1])
            break
    return _tidy(name).strip(" ,;") if len(name) <= _MAX_HEADER else ""


class _Body(NamedTuple):
    headline: str
    paragraphs: list[str]
    is_whole: bool


def _body(items: list[_Item], head: _Head, joins_lines: bool) -> _Body:
    """Headline, author, lead and text, from the first field on; fields after the text say that it is whole."""
    split: Callable[[list[str]], list[str]] = (
        (lambda lines: [" ".join(lines)] if lines else []) if joins_lines else list
    )
    fields: dict[str, list[str]] = {}
    i = _fields(items, fields)
    text, is_whole = _text(items[i:])
    headline = fields.get("headline", [])
    before = head.rest if headline else head.rest[1:]
    headline = headline or (head.rest[0] if head.rest else [])
    if not items and len(before) == 0:  # no field at all, and one block only: that is the text
        headline, before = [], head.rest
    paragraphs = [line for block in before for line in split(block)]
    has_text = bool(paragraphs or text or fields.get("lead"))
    byline = " ".join(fields.get("byline", []))
    paragraphs = [*([byline] if byline else []), *paragraphs, *split(fields.get("lead", []))]
    paragraphs += [line for item in text for line in split(item.whole if item.kind != "body" else item.lines)]
    return _Body(" ".join(headline).rstrip(" ;"), paragraphs if has_text else [], is_whole)


def _fields(items: list[_Item], fields: dict[str, list[str]]) -> int:
    """Take the fields before the text; where the text begins."""
    awaited = ""
    n_length = next((i for i, item in enumerate(items) if item.kind in ("length", "body", "start")), -1)
    for i, item in enumerate(items):
        if item.kind == "start":
            return i + 1
        if item.kind == "body" or (item.kind in _LAST and i > n_length):
            return i
        if item.kind in _FIELDS:
            awaited = _taken(item, fields)
        elif item.kind == "":
            if awaited not in ("headline", "byline", "lead"):
                return i
            fields.setdefault(awaited, item.lines)
            awaited = ""
    return len(items)


def _taken(item: _Item, fields: dict[str, list[str]]) -> str:
    """Take a field; its kind where its words are to come in the next block."""
    if item.lines or item.kind == "length":
        fields.setdefault(item.kind, item.lines)
    return "" if item.lines else item.kind


def _text(items: list[_Item]) -> tuple[list[_Item], bool]:
    """The paragraphs up to the fields after them, and whether there are such fields."""
    text: list[_Item] = []
    # A heading without a field after it may be one of the text's own.
    n_last = max((i for i, item in enumerate(items) if item.kind in (*_LAST, "late")), default=-1)
    ends = (i for i, item in enumerate(items) if item.kind in _LAST or (item.kind == "heading" and i < n_last))
    end = next(ends, len(items))
    stop = end
    while stop and items[stop - 1].kind in ("late", "rights"):
        stop -= 1
    for item in items[:stop]:
        if item.kind not in ("length", "section", "rights"):
            text.append(item)
    return text, stop < len(items)
