"""Files of word processors and PDF, an article each, and archives of files."""

import codecs
import contextlib
import importlib
import importlib.util
import io
import itertools
import logging
import math
import re
import stat
import statistics
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any, ClassVar, NamedTuple

from lxml import etree

from framing import language as languages
from framing.corpus.formats import HEAD, MAX_BYTES, Problem, RawArticle, interface_words, is_leftover
from framing.language import Language
from framing.tables.ids import safe_id
from framing.text.edits import edited
from framing.text.hyphenation import broken_words

# Modules that know exports of several articles, if they are there: `holds_document(paragraphs)` says whether the paragraphs
# are such an export, `read_lines(lines, path, name, language)` reads it.
HAND_OVERS = tuple(f"framing.corpus.formats.{name}" for name in ("nexis", "factiva", "europresse"))

MAX_FILE = 50_000_000  # bytes of a document, and of what is unpacked from one member of an archive
MAX_UNPACKED = 500_000_000  # bytes of all members of an archive together, archives inside it included
MAX_MEMBERS = 10_000
MAX_DEPTH = 2  # an archive, and one inside it
MAX_RATIO = 200  # bytes unpacked of one packed; text comes to some tens
MAX_PAGES = 2_000
MAX_STEPS = 5_000_000  # of drawing, in all pages of a PDF
_RATIO_COUNTS_FROM = 1_000_000  # bytes unpacked: what is small may be as regular as it likes
_MAX_DIRECTORY = 5_000_000  # bytes of the list of members of an archive
_CHUNK = 65_536

_ZIP, _OLE, _PDF, _RTF = b"PK", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf"
_MAGIC = {".docx": _ZIP, ".docm": _ZIP, ".odt": _ZIP, ".zip": _ZIP, ".pdf": _PDF, ".rtf": _RTF, ".doc": _OLE}
_OTHER_ZIPS = frozenset([".xlsx", ".xlsm", ".ods", ".pptx", ".odp", ".wacz", ".epub", ".jar"])
_WORD_IN_ZIP = re.compile(rb"PK\x03\x04.{26}word/document\d*\.xml", re.DOTALL)
_ODT_IN_ZIP = re.compile(rb"PK\x03\x04.{26}mimetype.{0,64}?application/vnd\.oasis\.opendocument\.text", re.DOTALL)
_WORD_PART = re.compile(r"word/document\d*\.xml")
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_AS_TEXT = "save it again, or save the text of the article as a .txt file"
_NO_PASSWORD = "save it without a password, or save the text of the article as a .txt file"
_ONE_EACH = "save it again with one article in each file, or export it from the database as HTML or plain text"


class UnreadableError(ValueError):
    """Why a document cannot be read (`reason`), and what to do about it (`advice`)."""

    def __init__(self, reason: str, advice: str = _AS_TEXT) -> None:
        super().__init__(f"{reason}: {advice}")
        self.reason, self.advice = reason, advice


class Document(NamedTuple):
    """The paragraphs of a document in order, "" for an empty one, and what the user should know about it."""

    lines: list[str]
    note: str = ""


def holds(head: bytes, suffix: str) -> bool:
    """Whether a file is a document (.docx, .odt, .rtf, .pdf, old .doc) or a .zip, by its first bytes; never other zips."""
    own = _MAGIC.get(suffix)
    if own and own.startswith(head[: len(own)]):  # empty, or cut before its magic was over: a message says so
        return True
    if head.startswith(_ZIP):
        return _holds_zip(head, suffix)
    if head.startswith(_OLE):
        return suffix in _MAGIC or "WordDocument".encode("utf_16_le") in head
    if head.startswith(_PDF) or (suffix == ".pdf" and _PDF in head[:1024]):
        return True
    return head[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_RTF)


def _holds_zip(head: bytes, suffix: str) -> bool:
    if suffix in _OTHER_ZIPS or not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    return _MAGIC.get(suffix) == _ZIP or bool(_WORD_IN_ZIP.search(head) or _ODT_IN_ZIP.match(head))


def read(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The article of a document, its id the name of the file without the suffix; the articles of an archive.

    An export of several articles goes to the module of `HAND_OVERS` that knows it; one that none knows is a problem, as
    is what is encrypted, scanned without text, or damaged.
    """
    try:
        if _kind(path) is None:
            yield from read_zip(path, name, language)
            return
        document = _document(path, language)
    except UnreadableError as error:
        yield Problem(name, 0, error.reason, error.advice)
        return
    yield from _articles(document, path, name, language)


def lines_of(path: Path) -> list[str]:
    """The paragraphs of a document in order, "" for an empty one; raises `UnreadableError` (a ValueError) if there are none.

    A line break inside a paragraph ends it, as everywhere in the project. PDF has lines only: paragraphs are told by the
    distance and length of lines, hyphens at line ends by the default language.
    """
    return _document(path, languages.load()).lines


def _articles(document: Document, path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """What the paragraphs of a document hold: the articles of an export, or one article."""
    for module in _hand_overs():
        if module.holds_document(document.lines):
            for item in module.read_lines(document.lines, path, name, language):
                is_noted = document.note and isinstance(item, RawArticle)
                note = "; ".join(filter(None, [document.note, item.note])) if is_noted else ""
                yield item._replace(note=note) if is_noted else item
            return
    if n := _n_articles(document.lines):
        yield Problem(
            name, 0, f"holds an export of several articles ({n} are marked), which cannot be split", _ONE_EACH
        )
        return
    text = "\n\n".join(filter(None, document.lines))
    if not text:
        yield Problem(name, 0, "the document holds no text", "put the text in, or delete the file")
    elif len(text) > MAX_BYTES:
        reason = f"{len(text):,} characters are too many for one article (at most {MAX_BYTES:,})"
        yield Problem(name, 0, reason, "cut it into articles, a file for each")
    else:
        yield RawArticle(name, 0, path.stem, text, note=document.note)


def _hand_overs() -> Iterator[ModuleType]:
    for name in HAND_OVERS:
        if importlib.util.find_spec(name):
            module = importlib.import_module(name)
            if hasattr(module, "holds_document") and hasattr(module, "read_lines"):
                yield module


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    """What a line is that an export writes once in each article, from `documents.csv`."""
    words = interface_words(__file__)
    of, counted, end, id_, certificate = (
        "|".join(map(re.escape, words[key])) for key in ("of", "counted", "end", "id", "certificate")
    )
    return (
        re.compile(rf"\d{{1,6}} (?:{of}) \d{{1,6}} (?:{counted})", re.IGNORECASE),
        re.compile(end, re.IGNORECASE),
        re.compile(rf"(?:{id_}) (?=[A-Za-z0-9]*\d{{6}})[A-Za-z0-9]{{16,40}}"),
        re.compile(rf"(?:{certificate})\b.{{0,200}}"),
    )


def _n_articles(lines: Sequence[str]) -> int:
    """How many articles the lines of an export mark; 0 for less than two."""
    found = (sum(bool(mark.fullmatch(line)) for line in lines if len(line) < 300) for mark in _marks())
    return most if (most := max(found)) > 1 else 0


# Which document, and its paragraphs


def _kind(path: Path) -> Callable[[Path, Language], Document] | None:
    """The function that reads a document, None for an archive; raises UnreadableError for what is neither."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise UnreadableError("the file is empty", "put the text in, or delete the file")
    if head.startswith(_OLE):
        return _refuse_old_word
    if _PDF in head[:1024]:
        return _read_pdf
    if _RTF in head[:64]:
        return _read_rtf
    if not head.startswith(_ZIP):
        raise UnreadableError(f"not a {suffix} file that can be read: it is damaged or of another kind")
    with _open_zip(path) as archive:
        names = archive.namelist()
        if any(map(_WORD_PART.fullmatch, names)):
            return _read_word
        if _is_odt(archive):
            return _read_odt
    if suffix in (".docx", ".docm", ".odt"):
        if "encrypted-package" in names:
            raise UnreadableError("the document is encrypted", _NO_PASSWORD)
        raise UnreadableError(f"not a {suffix} file that can be read: the zip holds no text of a document")
    return None


def _is_odt(archive: zipfile.ZipFile) -> bool:
    return "mimetype" in archive.namelist() and _content(archive, "mimetype", 1_000).strip().startswith(_ODT_TYPE)


def _document(path: Path, language: Language) -> Document:
    """The paragraphs of a document of any kind; raises UnreadableError."""
    if (size := path.stat().st_size) > MAX_FILE:
        raise UnreadableError(f"{size:,} bytes are too many for one document (at most {MAX_FILE:,})")
    reader = _kind(path)
    if reader is None:
        raise UnreadableError("an archive, no document", "unpack it")
    return reader(path, language)


def _refuse_old_word(path: Path, _language: Language) -> Document:
    """Raises UnreadableError: Word before 2007, or a document that Word encrypted, which is kept in the same container."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE)
    if "EncryptedPackage".encode("utf_16_le") in data:
        raise UnreadableError("the document is encrypted with a password", _NO_PASSWORD)
    raise UnreadableError(
        "a document of the old kind of Word (.doc), which is not read", "open it and save it as .docx"
    )


# Word and OpenDocument: XML in a zip


class _Paragraphs:
    """Takes what an XML parser meets, keeps the paragraphs; no tree is built, so that memory stays small."""

    SKIPPED: frozenset[str] = frozenset()
    PARAGRAPHS: frozenset[str] = frozenset()
    SPACES: ClassVar[Mapping[str, str]] = {}

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._open: list[
            list[str]
        ] = []  # the text of the paragraphs that are open: one of a text box is inside another
        self._skipped = 0
        self._n = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        kind = _local(tag)
        if self._skipped or kind in self.SKIPPED:
            self._skipped += 1
        elif kind in self.PARAGRAPHS:
            self._open.append([])
        elif kind in self.SPACES:
            self._add(self.SPACES[kind])
        else:
            self._begin(kind, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
        elif _local(tag) in self.PARAGRAPHS:
            if self._open:
                self.lines.extend(_clean("".join(self._open.pop())))
        else:
            self._finish(_local(tag))

    def data(self, text: str) -> None:
        """Text between tags."""
        if not self._skipped and self._shows():
            self._add(text)

    def doctype(self, *_: object) -> None:
        """A declaration of entities is in no document that a word processor writes."""
        raise UnreadableError("the document declares entities, which is not safe to read")

    def close(self) -> list[str]:
        """The paragraphs."""
        return self.lines

    def _add(self, text: str) -> None:
        if self._open:
            self._n += len(text)
            if self._n > 4 * MAX_BYTES:
                raise UnreadableError("the document is too long", "cut it into articles, a file for each")
            self._open[-1].append(text)

    def _shows(self) -> bool:
        return True

    def _begin(self, kind: str, attributes: Mapping[str, str]) -> None: ...

    def _finish(self, kind: str) -> None: ...


class _Word(_Paragraphs):
    """The paragraphs of Word: text of runs, but none that a tracked change deleted, that is hidden, or a field's code."""

    SKIPPED = frozenset(["w_pPr", "w_del", "w_moveFrom", "w_rt", "Fallback"])
    PARAGRAPHS = frozenset(["w_p"])
    SPACES: ClassVar[Mapping[str, str]] = {
        "w_br": "\n",
        "w_cr": "\n",
        "w_tab": " ",
        "w_ptab": " ",
        "w_noBreakHyphen": "-",
    }

    def __init__(self) -> None:
        super().__init__()
        self._in_text = self._hidden = False

    def _begin(self, kind: str, attributes: Mapping[str, str]) -> None:
        if kind == "w_r":
            self._hidden = False
        elif kind == "w_vanish":
            self._hidden = not any(value in ("0", "false", "off") for value in attributes.values())
        elif kind == "w_t":
            self._in_text = True

    def _finish(self, kind: str) -> None:
        if kind == "w_t":
            self._in_text = False

    def _shows(self) -> bool:
        return self._in_text and not self._hidden


class _OpenDocument(_Paragraphs):
    """The paragraphs of OpenDocument, without notes, comments, deleted text and the table of contents."""

    SKIPPED = frozenset(
        ["t_note", "o_annotation", "t_tracked-changes", "t_ruby-text", "t_table-of-content", "desc", "title", "o_forms"]
    )
    PARAGRAPHS = frozenset(["t_p", "t_h"])
    SPACES: ClassVar[Mapping[str, str]] = {"t_s": " ", "t_tab": " ", "t_line-break": "\n"}

    def _add(self, text: str) -> None:
        super()._add(text if text == "\n" else re.sub(r"[ \t\r\n]+", " ", text))  # as in HTML, line ends are spaces


_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w_",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w_",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "t_",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "o_",
}


def _local(tag: str) -> str:
    """The name of an element with a short sign for its namespace, none for those of pictures and of compatibility."""
    space, _, name = tag.rpartition("}")
    return _NAMESPACES.get(space[1:], "") + name


def _clean(text: str) -> list[str]:
    """The lines of a paragraph, white space put in order."""
    return [re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in text.split("\n")]


def _read_word(path: Path, _language: Language) -> Document:
    with _open_zip(path) as archive:
        part = next(part for part in sorted(archive.namelist()) if _WORD_PART.fullmatch(part))
        return Document(_parsed(archive, part, _Word()))


def _read_odt(path: Path, _language: Language) -> Document:
    with _open_zip(path) as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in _content(
            archive, "META-INF/manifest.xml", _MAX_DIRECTORY
        ):
            raise UnreadableError("the document is encrypted with a password", _NO_PASSWORD)
        if "content.xml" not in names:
            raise UnreadableError("not an .odt file that can be read: content.xml is missing")
        return Document(_parsed(archive, "content.xml", _OpenDocument()))


def _parsed(archive: zipfile.ZipFile, part: str, target: _Paragraphs) -> list[str]:
    """The paragraphs of a part of a document, parsed as it is unpacked."""
    parser: Any = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for chunk in _chunks(archive, archive.getinfo(part), MAX_FILE):
            parser.feed(chunk)
        return list(parser.close())
    except etree.LxmlError as error:
        raise UnreadableError(f"the document is damaged: {str(error)[:200]}") from error


# RTF

_FONT = re.compile(r"\\f(\d{1,5})(?!\d)|\\fcharset(\d{1,3})(?!\d)")
_PICTURE_DATA = re.compile(r"(?<![0-9a-fA-F\s])[0-9a-fA-F\s]{1000,}")  # tried once a run
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _read_rtf(path: Path, _language: Language) -> Document:
    from striprtf.striprtf import rtf_to_text

    data = path.read_bytes()
    page = _CODE_PAGE.search(data, 0, HEAD)
    encoding = _encoding(page[1].decode() if page else "1252")
    rtf = _prepared(_decoded(data, encoding))
    try:
        text = rtf_to_text(rtf, encoding, "replace")
    except (ValueError, OverflowError, LookupError, TypeError) as error:
        raise UnreadableError(f"the document is damaged: {str(error)[:200]}") from error
    # A character beyond the first 65,536 is written as two halves.
    text = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    is_cut = "\\bin" not in rtf and rtf.count("{") - rtf.count("\\{") > rtf.count("}") - rtf.count("\\}")
    return Document(_clean(text.replace("|\n", "\n")), "the file seems to be cut off at its end" if is_cut else "")


def _encoding(code_page: str) -> str:
    """Python's name of a code page of Windows, of old Macs for 10000; that of western Europe for what is none."""
    name = "mac_roman" if code_page == "10000" else f"cp{int(code_page)}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _decoded(data: bytes, encoding: str) -> str:
    """RTF is ASCII by rule; what breaks the rule is UTF-8, or of the code page that the file names."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(encoding, "replace")


def _prepared(rtf: str) -> str:
    """RTF that striprtf reads in linear time, without the addresses of links and the data of pictures.

    Two of its expressions take time that grows faster than the text: the one for fonts gets a table of our own, the one
    for links, whose addresses are no text of an article, nothing that fits.
    """
    charsets: dict[str, str] = {}
    font = ""
    for match in _FONT.finditer(rtf):
        if match[1]:
            font = match[1]
        elif font and not 78 <= int(match[2]) <= 89:  # of old Macs: Python has no code pages of theirs
            charsets.setdefault(font, match[2])
    table = "\n".join(f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in charsets.items())
    rtf = _PICTURE_DATA.sub("", rtf).replace("\\fldinst{", "\\fldinst {").replace("\\fonttbl", "\\fontemb")
    rtf = re.sub(r"\\ansicpg\d*", "", rtf)  # given with the text
    if len(rtf) > 4 * MAX_BYTES:
        raise UnreadableError("the document is too long", "cut it into articles, a file for each")
    return re.sub(r"\{\\rtf\d*", lambda begin: f"{begin[0]}{{\\fonttbl{table}}}", rtf, count=1)


# PDF

_SENTENCE_END = re.compile(r"[.!?…»”\"):;]\s*$")
_BROWSER_FOOT = re.compile(r"(?:https?://|about:|file:)\S*\s+\d{1,4}\s?/\s?\d{1,4}")
_BROWSER_HEAD = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? (?:[^\W\d]{1,3} )?\d{1,2}[:h]\d{2}\b.*")
_EDGE = 4  # lines at the top and foot of a page among which those are looked for that repeat on every page
_BROKEN_COMPOUND = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")
_NO_LETTER = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


@dataclass
class _Line:
    """A line of a page: where it begins, the size of its letters, its fonts."""

    text: str = ""
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    fonts: set[str] = field(default_factory=set)

    @property
    def ends(self) -> bool:
        """Whether a sentence ends with the line."""
        return bool(_SENTENCE_END.search(self.text))


class _Page:
    """Takes what pypdf meets on a page, keeps the lines."""

    def __init__(self, steps: Iterator[int]) -> None:
        self.lines = [_Line()]
        self._steps = steps

    def step(self, *_: object) -> None:
        """One step of drawing: a page may draw without end."""
        if next(self._steps) > MAX_STEPS:
            raise UnreadableError("the pages of the PDF draw too much")

    def text(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        """A piece of text, and the matrices that say where it stands."""
        for i, piece in enumerate(text.split("\n")):
            if i:
                self.lines.append(_Line())
            line = self.lines[-1]
            if piece.strip():
                if not line.text.strip():
                    line.x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                    line.y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                    line.size = abs(size) * math.hypot(tm[1], tm[3]) * math.hypot(cm[1], cm[3])
                line.fonts.add(str((font or {}).get("/BaseFont", "")))
            line.text += piece

    def kept(self) -> list[_Line]:
        """The lines that hold something."""
        for line in self.lines:
            line.text = " ".join(re.sub(r"[ \t\r\f\v]+", " ", line.text).split(" ")).strip()
        return [line for line in self.lines if line.text]


def _read_pdf(path: Path, language: Language) -> Document:
    with _quiet("pypdf"):
        try:
            pages = _pages(path)
        except UnreadableError:
            raise
        except Exception as error:  # pypdf meets what is wrong in a file with errors of every kind
            reason = f"the PDF is damaged: {type(error).__name__} {str(error)[:200]}".rstrip()
            raise UnreadableError(reason) from error
    n_empty = sum(not page for page in pages)
    if n_empty == len(pages):
        raise UnreadableError(
            "the PDF holds pictures of pages and no text (a scan?)",
            "run a text recognition (OCR) over it, or save the text of the article as a .txt file",
        )
    pages = _without_edges(pages)
    text = "".join(line.text for page in pages for line in page)
    if len(_NO_LETTER.findall(text)) > 0.1 * len(text):
        raise UnreadableError("the fonts of the PDF do not say which letters they show")
    note = f"{n_empty} of {len(pages)} pages of the PDF hold no text (pictures?)" if n_empty else ""
    return Document(_whole(_joined(pages), language), note)


def _pages(path: Path) -> list[list[_Line]]:
    """The lines of each page of a PDF; raises UnreadableError, and whatever pypdf raises."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(path.read_bytes()), strict=False)
    if reader.is_encrypted:
        raise UnreadableError("the PDF is encrypted or protected by a password", _NO_PASSWORD)
    if not 0 < (n := len(reader.pages)) <= MAX_PAGES:
        raise UnreadableError(f"the PDF has {n:,} pages (at least 1, at most {MAX_PAGES:,})")
    pages, steps, n_characters = [], itertools.count(1), 0
    for sheet in reader.pages:
        page = _Page(steps)
        sheet.extract_text(visitor_operand_before=page.step, visitor_text=page.text)
        pages.append(page.kept())
        n_characters += sum(len(line.text) for line in pages[-1])
        if n_characters > 4 * MAX_BYTES:
            raise UnreadableError("the document is too long", "cut it into articles, a file for each")
    return pages


@contextlib.contextmanager
def _quiet(logger: str) -> Iterator[None]:
    """What a library logs about a damaged file is not for users: a problem says it."""
    log = logging.getLogger(logger)
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


def _without_edges(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Pages without the lines at their top and foot that repeat on every page, numbers aside, and those of a browser."""
    full = [page for page in pages if page]
    seen = Counter(key for page in full for key in {_key(page[i]) for i in _edges(page)})
    repeated = {key for key, n in seen.items() if n == len(full) > 1}
    if 2 * len(repeated) * len(full) > sum(map(len, full)):
        repeated = set()  # pages that are alike all over have no header
    printed = any(_BROWSER_FOOT.fullmatch(page[i].text) for page in full for i in _edges(page))

    def is_edge(line: _Line) -> bool:
        is_browsers = printed and (_BROWSER_FOOT.fullmatch(line.text) or _BROWSER_HEAD.fullmatch(line.text))
        return bool(_key(line) in repeated or is_browsers)

    return [
        [line for i, line in enumerate(page) if not (i in edges and is_edge(line))]
        for page, edges in ((page, _edges(page)) for page in pages)
    ]


def _edges(page: list[_Line]) -> set[int]:
    """Places of the lines at the top and foot of a page: the first and last that are drawn, the highest and lowest."""
    drawn = range(len(page))
    by_height = sorted(drawn, key=lambda i: page[i].y)
    return {*drawn[:_EDGE], *drawn[-_EDGE:], *by_height[:_EDGE], *by_height[-_EDGE:]}


def _key(line: _Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _joined(pages: list[list[_Line]]) -> list[list[str]]:
    """The lines of each paragraph."""
    lines = [line for page in pages for line in page]
    starts = set(itertools.accumulate(len(page) for page in pages))
    widths = sorted(len(line.text) for line in lines)
    width = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    gaps = [a.y - b.y for a, b in itertools.pairwise(lines) if 0 < a.y - b.y < 3 * max(a.size, 1.0)]
    leading = statistics.median_low(gaps) if gaps else 0.0
    found: list[list[str]] = []
    for i, line in enumerate(lines):
        if i == 0 or _parts(lines[i - 1], line, i in starts, width, leading):
            found.append([])
        found[-1].append(line.text)
    return found


def _parts(a: _Line, b: _Line, is_turn: bool, width: int, leading: float) -> bool:
    """Whether a paragraph ends between two lines; `is_turn`: between two pages."""
    size = max(a.size, b.size, 1.0)
    if abs(a.size - b.size) > 0.1 * size:
        return True
    gap = a.y - b.y
    if is_turn or gap < -size:  # the next page or column: nothing but the sentence says whether the paragraph goes on
        return a.ends and not b.text[0].islower()
    is_short = len(a.text) < 0.8 * width
    if leading and gap > 1.3 * leading:
        return True
    if a.fonts.isdisjoint(b.fonts) and (is_short or a.ends):
        return True
    return a.ends and (is_short or 0.8 * size < b.x - a.x < 5 * size)


def _whole(found: list[list[str]], language: Language) -> list[str]:
    """Paragraphs of lines as text: words whole that line ends break, line ends spaces."""
    text = "\n\n".join("\n".join(lines) for lines in found)
    text = edited(text, broken_words(text, language)).text
    return [
        paragraph.replace("\n", " ")
        for paragraph in re.sub(r"\xad\n?", "", _BROKEN_COMPOUND.sub("-", text)).split("\n\n")
    ]


# Archives


class _Bounded(io.BufferedReader):
    """A file of which nothing reads more at once than the list of members of an archive may take."""

    def read(self, size: int | None = -1) -> bytes:
        most = _MAX_DIRECTORY + 1
        data = super().read(most if size is None or size < 0 else min(size, most))
        if len(data) == most:
            raise zipfile.BadZipFile("the list of its members is too long")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and offset < 0:  # zipfile believes what a damaged archive says
            raise zipfile.BadZipFile("a member is said to stand before the file")
        return super().seek(offset, whence)


@contextlib.contextmanager
def _open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip whose list of members is not too long; raises UnreadableError."""
    with _Bounded(path.open("rb", buffering=0)) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, EOFError) as error:
            kind = path.suffix.lower() or "zip"
            raise UnreadableError(
                f"not a {kind} file that can be read, it is damaged or cut off: {str(error)[:200]}"
            ) from error
        with archive:
            yield archive


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """The bytes of a member, at most `most`, counted as they come: what the archive says of its sizes may be a lie."""
    if member.flag_bits & 0x41:
        advice = "unpack the archive with its password, and import the folder"
        raise UnreadableError("is encrypted with a password", advice)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # A few bytes packed by bzip2 or LZMA can come to gigabytes before anybody counts them.
        raise UnreadableError("is packed in a way that is not read", "pack it again as an ordinary zip")
    n = 0
    try:
        with archive.open(member) as packed:
            while chunk := packed.read(_CHUNK):
                n += len(chunk)
                if n > most:
                    raise UnreadableError(f"comes to more than {most:,} bytes", "cut it into smaller files")
                if n > max(_RATIO_COUNTS_FROM, MAX_RATIO * member.compress_size):
                    reason = f"comes to more than {MAX_RATIO} times its packed size, as no text does"
                    raise UnreadableError(reason, "unpack it and import the folder if you trust it")
                yield chunk
    except UnreadableError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError, ValueError) as e:
        raise UnreadableError(f"is damaged: {str(e)[:200]}", "make the archive again") from e


def _content(archive: zipfile.ZipFile, member: str, most: int) -> bytes:
    return b"".join(_chunks(archive, archive.getinfo(member), most))


@dataclass
class _Left:
    """What an archive and those inside it may still hold."""

    n_bytes: int = MAX_UNPACKED
    n_members: int = MAX_MEMBERS


def read_zip(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of the files in a zip, read one file at a time; ids are made of the names of the archive and the file.

    No name in the archive is ever used as a path. What is encrypted, a link, too big, or not to be read is a problem each;
    an archive in the archive is read, one in that is not.
    """
    yield from _read_archive(path, name, language, safe_id(path.stem)[:40], 1, _Left())


def _read_archive(
    path: Path, name: str, language: Language, stem: str, depth: int, left: _Left
) -> Iterator[RawArticle | Problem]:
    try:
        with _open_zip(path) as archive, tempfile.TemporaryDirectory(prefix="framing-") as folder:
            listed = archive.infolist()
            left.n_members -= len(listed)
            if left.n_members < 0:
                reason = f"the archive holds more than {MAX_MEMBERS:,} files"
                raise UnreadableError(reason, "cut it into smaller archives")
            members = [(member, shown) for member in listed if (shown := _shown(member))]
            if not members:
                raise UnreadableError("the archive holds no files", "put the files in, or delete the archive")
            for (member, shown), id_ in zip(members, _ids(stem, [shown for _, shown in members]), strict=True):
                place = f"{name}/{shown}"
                file = Path(folder) / f"{id_}{_suffix(shown)}"
                try:
                    _unpack(archive, member, file, left)
                except UnreadableError as error:
                    yield Problem(place, 0, error.reason, error.advice)
                else:
                    yield from _read_member(file, place, language, depth, left)
                file.unlink(missing_ok=True)
                if left.n_bytes <= 0:
                    reason = f"unpacked, the archive comes to more than {MAX_UNPACKED:,} bytes: the rest was not read"
                    raise UnreadableError(reason, "cut it into smaller archives")
    except UnreadableError as error:
        yield Problem(name, 0, error.reason, error.advice)


def _read_member(file: Path, place: str, language: Language, depth: int, left: _Left) -> Iterator[RawArticle | Problem]:
    """The articles of an unpacked file; the ids that a reader made of the file's name carry that of the archive."""
    from framing.corpus.formats import read_file

    if _is_archive(file):
        if depth < MAX_DEPTH:
            yield from _read_archive(file, place, language, file.stem, depth + 1, left)
        else:
            yield Problem(place, 0, "an archive in an archive in an archive is not read", "unpack the archive")
        return
    made = re.compile(rf"{re.escape(Path(place).stem)}(-\d+)?")  # the name of the file, and a number
    for item in read_file(file, place, language):
        if isinstance(item, RawArticle) and (match := made.fullmatch(item.article_id)):
            yield item._replace(article_id=file.stem + (match[1] or ""))
        else:
            yield item


def _is_archive(path: Path) -> bool:
    """Whether a file is a zip of files, no document."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    try:
        return head.startswith(_ZIP) and _holds_zip(head, path.suffix) and _kind(path) is None
    except UnreadableError:
        return False


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: Path, left: _Left) -> None:
    """Write a member into the file `file`, a new one; raises UnreadableError."""
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UnreadableError("is a link, no file", "put the file itself into the archive")
    with file.open("xb") as out:
        for chunk in _chunks(archive, member, MAX_FILE):
            left.n_bytes -= len(chunk)
            if left.n_bytes < 0:
                raise UnreadableError("was not read: the archive is too big", "cut it into smaller archives")
            out.write(chunk)


def _shown(member: zipfile.ZipInfo) -> str:
    """The name of a member as messages show it, without steps up; "" for a folder and what programs leave behind."""
    name = member.filename
    if not member.flag_bits & 0x800:  # by rule of the code page 437; macOS and others write UTF-8 and do not say so
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = [part for part in re.split(r"[/\\]", name) if part not in ("", ".", "..")]
    if name.endswith(("/", "\\")) or any(is_leftover(Path(part)) for part in parts):
        return ""
    shown = "".join(char if char.isprintable() else "?" for char in "/".join(parts))
    return shown[-200:].lstrip("/") or "(no name)"


def _suffix(shown: str) -> str:
    suffix = PurePosixPath(shown).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,10}", suffix) else ""


def _ids(stem: str, shown: Sequence[str]) -> list[str]:
    """An id for each file: the names of the archive and of the file; a number tells apart those that have one name."""
    used: Counter[str] = Counter()
    ids = []
    for number, name in enumerate(shown, start=1):
        own = safe_id(PurePosixPath(name).stem)[:40].rstrip("-.") or str(number)
        id_ = f"{stem}-{own}" if stem else own
        while n := used[id_.casefold()]:
            used[id_.casefold()] += 1
            id_ = f"{id_}.{n + 1}"
        used[id_.casefold()] += 1
        ids.append(id_)
    return ids
