"""Exports of the press database Europresse (Eureka.cc): HTML, old and present markup, and the text of its PDF."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from framing.corpus.dates import parse_date, parse_month
from framing.corpus.formats import MAX_BYTES, MAX_PARAGRAPHS, Problem, RawArticle, data_of, interface_words
from framing.corpus.formats.plain import decode, is_binary
from framing.language import Language
from framing.text.edits import edited
from framing.text.fold import folded
from framing.text.hyphenation import broken_words

MAX_FILE = 50_000_000  # bytes of one export; Europresse gives some hundreds of articles at a time
MAX_ARTICLES = 20_000  # of one export
_AGAIN = "export it again from Europresse as HTML, or save each article as a .txt file of its own"
_SMALLER = "export fewer articles at a time"
_NO_ARTICLE = "an export of Europresse in which no article was found"
_NO_HEADLINE = "the export of Europresse gives no headline"
_CUT_OFF = "the rights and certificate lines of Europresse are missing: the article may be cut off at its end"
_TOO_DEEP = "its tags are nested too deeply (some are not closed): the article may be cut off at its end"
_GOES_ON = "its text goes on below the certificate of Europresse: check where it ends"
_HTML, _TEXT = frozenset(["", ".htm", ".html", ".xhtml", ".txt"]), frozenset(["", ".txt", ".text"])

# What the markup calls its parts; small letters, because the old layout writes TitreArticleVisu.
_ROLES = {
    "docpublicationname": "outlet",
    "docheader": "header",
    "titrearticle": "kicker",  # round the title, and round lines above and below it
    "titrearticlevisu": "title",
    "rdp__articletitle": "title",
    "rdp__subtitle": "kicker",
    "doctext": "body",
    "dococurrcontainer": "body",
}
_LEFT_OUT_CLASSES = frozenset(["doc-urlref", "txtcertificat", "img-container", "apd-wrapper", "public-lblnodoc"])
_LEFT_OUT_IDS = frozenset(["divpublic", "divmorelikethis", "frmsave"])
_LEFT_OUT_TAGS = frozenset([
    "aside", "footer", "figure", "figcaption", "script", "style", "noscript", "template", "head",
    "button", "select", "textarea", "svg", "iframe",
])  # fmt: skip
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])  # fmt: skip
_CLASS = re.compile(r"(?<![\w-])DocPublicationName(?![\w-])", re.IGNORECASE)
_IN_TAG = re.compile(r"<[a-z]\w{0,20}\s(?:[^<>]*\s)?class\s*=\s*[\"']?[^\"'<>=]*\Z", re.IGNORECASE)
_RULE = re.compile(r"\.DocPublicationName\s{0,9}[{,]")
_TITLE_FRAME = re.compile(r"[\"'\s]titreArticle[\"'\s>]", re.IGNORECASE)
_BODY_FRAME = re.compile(r"[\"'\s]docOcurrContainer[\"'\s>]", re.IGNORECASE)
_ARTICLE = re.compile(r"<article(?=[\s>])", re.IGNORECASE)
_TITLE = re.compile("titreArticle", re.IGNORECASE)
_SKIPPED = re.compile(r"<(script|style)\b|<!--", re.IGNORECASE)
_CLOSERS = {kind: re.compile(rf"</{kind}\s{{0,9}}>", re.IGNORECASE) for kind in ("script", "style")}
_COMMENT_END = re.compile("-->")
_MAX_TAG = 500  # characters of a tag before the name of its class

_NUMBER = re.compile(
    r"(?<!\w)[a-z]{2,12}[·•∙‧](?:19|20)\d{6}[·•∙‧][A-Z0-9_]{1,12}[·•∙‧]\w{1,60}"
)  # news·20230304·XYZ·123
_ADDRESS = re.compile(r"\W{0,5}(?:https?://|www\.)\S{1,2000}")
_PAGE_OF_PDF = re.compile(r"\d{1,4}")
_PAGE = re.compile(r"(?:^|[•·,;] ?)pp?\. ?[\w*-]{1,12}")
_SENTENCE_END = re.compile(r"[.!?…:;,»”\"]['’)\]]?$")
_BRACKET = re.compile(r"\s*\([^()]{0,200}\)?\s*$")
_MAX_OUTLET, _MAX_DATE, _MAX_DATE_WORDS = 100, 150, 18
_MAX_NOTICE, _MAX_ASIDE, _MAX_RIGHTS = 400, 400, 1_500  # characters
_MIN_KICKER = 4  # words; a line above the title with fewer names a section
_AHEAD = 25  # lines after a certificate in which the next article begins
_MIN_GOES_ON = 60  # characters of a text that goes on below a certificate
_FULL_LINE = 0.7  # of the longest line; the last one of a paragraph is shorter


class _Found(NamedTuple):
    """An article as an export holds it."""

    outlet: str = ""
    date: str = ""
    headline: str = ""
    paragraphs: Sequence[str] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""  # why it cannot be kept


class _Block(NamedTuple):
    """A line of a page, and the part of the markup that it stands in ("" for none)."""

    role: str
    text: str


# The words of the interfaces


@cache
def _words(field: str) -> tuple[str, ...]:
    """The words of one field, letter case and accents aside, the longest first."""
    return tuple(dict.fromkeys(map(folded, interface_words(__file__).get(field, ()))))


@cache
def _pattern(field: str) -> re.Pattern[str]:
    """What the words of a field look like in a folded line."""
    template = {
        "rights": r"(?:©|\(c\)|\bcopyright\b)[^©]{0,300}?(?:@)",
        "certificate": r"^\W{0,5}(?:@)\b",
        "protected": r"^\W{0,5}(?:@)\b",
        "purpose": r"(?:@)",
        "tail": r"(?:@)",
        "number": r"^\W{0,5}(?:@)\W{0,5}(?:$|[a-z]{2,12}\W\d)",
        "cover": r"^\W{0,5}(?:@)(?!\w)",
        "name": r"^(?:@) ?:?$",
        "label": r"^(?:@) ?:?$",
        "appendix": r"^\W{0,5}(?:@)\s?:",
        "further": r"^\W{0,5}(?:@)(?!\w)",
        "printed": r"^\W{0,5}(?:@)(?!\w)",
        "numbering": r",\s?(?:@)(?!\w)|\s(?:@)(?!\w)\W{0,5}(?=\d)",
        "edition": r"(?:\s?[,;]\s?|\s-\s)(?:[\w']{1,20} ){0,2}(?:@)(?!\w)",
        "count": r"(?<!\d)\d[\d., ]{0,9}\s?(?:@)(?!\w)",
        "notice": r"^\W{0,5}(?:@)",
    }[field]
    return re.compile(template.replace("@", "|".join(map(re.escape, _words(field)))))


def _is(field: str, line: str) -> bool:
    return _pattern(field).search(folded(line[:2_000])) is not None


def _is_number(line: str) -> bool:
    """Whether a line gives the number of a document and nothing else, but for a word before it."""
    return len(line) < 200 and (_NUMBER.fullmatch(line.strip(" .")) is not None or _is("number", line))


def _is_strong(line: str) -> bool:
    """Whether a line stands below an article of Europresse and nowhere else."""
    return _is_number(line) or _is("certificate", line) or _is("protected", line)


def _rights_at(line: str) -> int | None:
    """Where the rights begin that end a line, or that it is; None where it has none."""
    begin = max(0, len(line) - _MAX_RIGHTS)
    match = _pattern("rights").search(folded(line[begin:]))
    return begin + match.start() if match else None


def _is_rights(line: str) -> bool:
    at = _rights_at(line)
    return at is not None and at <= 5


def _is_left_out(line: str) -> bool:
    """Whether a line of an article is none of its text: further reading, where it was printed, rights, certificate."""
    if _is_strong(line) or _is_rights(line) or (len(line) < _MAX_ASIDE and _is("purpose", line)):
        return True
    if len(line) > _MAX_ASIDE:
        return False
    return _ADDRESS.fullmatch(line) is not None or _is("printed", line) or _is_further(line)


def _is_further(line: str) -> bool:
    """Whether a line names another article; a sentence may begin with the same words, and ends with a full stop."""
    match = _pattern("further").search(folded(line))
    if match is None:
        return False
    rest = line[match.end() :].strip()
    return not rest or rest[0] in ':|>»«“"–—-' or "http" in rest or rest[-1] not in ".!?…»"


# What files are exports


def holds(head: bytes, suffix: str) -> bool:
    """Whether a file is an export of Europresse: HTML with its markup, or text with its certificates or numbers."""
    if suffix not in _HTML | _TEXT or is_binary(head):
        return False
    text = _decoded(head)
    if suffix in _HTML and (suffix not in _TEXT or text.lstrip("\ufeff \t\r\n").startswith("<")):
        return _is_markup(text)
    return suffix in _TEXT and holds_document(text.splitlines())


def holds_document(lines: Sequence[str]) -> bool:
    """Whether lines of text are an export: they have a number of a document, or a certificate and what it is for."""
    lines = [line for line in map(str.strip, lines) if line]
    if any(_NUMBER.search(line) and (_is_number(line) or _is_rights(line) or _is_strong(line)) for line in lines):
        return True
    has_certificate = any(_is("certificate", line) for line in lines)
    return has_certificate and any(
        _is("tail", line) and not _is("certificate", line) or _is("purpose", line) for line in lines
    )


def _decoded(head: bytes) -> str:
    """The beginning of a file as text, whatever its encoding: only words of the interface are looked for."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    try:
        return head[: len(head) - 4].decode("utf-8") + head[len(head) - 4 :].decode("utf-8", "ignore")
    except UnicodeDecodeError as error:
        cut_letter = len(head) - 8 <= error.start
        return head.decode("utf-8", "ignore") if cut_letter else head.decode("cp1252", "ignore")


def _is_markup(text: str) -> bool:
    return next(_tags(text), None) is not None or _RULE.search(text) is not None


def _tags(text: str) -> Iterator[int]:
    """Where the tags of HTML begin that hold the name of an outlet."""
    for match in _CLASS.finditer(text):
        start = text.rfind("<", max(0, match.start() - _MAX_TAG), match.start())
        if start >= 0 and _IN_TAG.match(text[start : match.start()]):
            yield start


# Reading


def read(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of an export, HTML or the text of a PDF; `site` is the outlet, `published` the day of the article.

    What cannot be kept (no text, a notice in its place, no outlet and date above it) yields a `Problem`; others go on.
    """
    data = data_of(path, name, MAX_FILE, _SMALLER)
    if isinstance(data, Problem):
        yield data
        return
    try:
        decoded = decode(data, language)
    except ValueError as error:
        yield Problem(name, 0, str(error), _AGAIN)
        return
    if decoded.text.count("DocPublicationName") > 2 * MAX_ARTICLES:  # in tags, and round them
        yield Problem(name, 0, f"more than {MAX_ARTICLES:,} articles are too many for one export", _SMALLER)
        return
    if path.suffix.lower() in _HTML and _is_markup(decoded.text):
        found = [_of_html(piece, language) for piece in _pieces_of_html(decoded.text)]
    else:
        found = list(_of_text(decoded.text.splitlines(), language))
    yield from _articles(found, path, name, language, decoded.note)


def read_lines(lines: Sequence[str], path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of an export of which the paragraphs are given, "" for an empty one: those of a PDF or of Word."""
    yield from _articles(list(_of_text(lines, language)), path, name, language, "")


def _articles(
    found: Sequence[_Found], path: Path, name: str, language: Language, note: str
) -> Iterator[RawArticle | Problem]:
    if not found:
        yield Problem(name, 0, _NO_ARTICLE, _AGAIN)
    for n, one in enumerate(found, 1):
        row, id_ = (n, f"{path.stem}-{n}") if len(found) > 1 else (0, path.stem)
        text = "\n\n".join(filter(None, [one.headline, *one.paragraphs]))
        notes = (note, *one.notes, "" if one.headline else _NO_HEADLINE)
        day = _published(one.date, language)
        raw = RawArticle(
            name, row, id_, text, published=day, site=_outlet(one.outlet), note="; ".join(filter(None, notes))
        )
        reason = one.problem or _refusal(one, text)
        yield raw.problem(f"Europresse: {reason}", _AGAIN) if reason else raw


def _refusal(one: _Found, text: str) -> str:
    """Why an article cannot be kept; empty if it can."""
    if not one.paragraphs:
        shown = f" below « {one.headline[:80]} »" if one.headline else ""
        return "; ".join([f"the export holds no text of this article{shown}", *one.notes])
    if len(text) > MAX_BYTES:
        return f"{len(text):,} characters are too many for one article (at most {MAX_BYTES:,})"
    if len(one.paragraphs) > MAX_PARAGRAPHS:
        return f"{len(one.paragraphs):,} paragraphs are too many for one article (at most {MAX_PARAGRAPHS:,})"
    if len(" ".join(one.paragraphs)) <= _MAX_NOTICE and any(_is("notice", line) for line in one.paragraphs):
        return f"a notice stands in the place of the article: « {one.paragraphs[0][:100]} »"
    return ""


def _published(line: str, language: Language) -> str:
    """The day (or else the month) that the line of the date names, as ISO; its text when it names none."""
    if day := parse_date(line, language):
        return day.isoformat()
    return parse_month(line, language) or line[:_MAX_DATE]


def _outlet(name: str) -> str:
    """The name of an outlet without what Europresse adds: « (site web) », the number of the issue, an edition."""
    name = re.split(r"\s*[\r\n]\s*|\s{3,}", name.strip()[:1_000])[0]
    name = " ".join(name.split())[:_MAX_OUTLET]
    for field in ("numbering", "edition"):
        if (match := _pattern(field).search(folded(name))) and match.start():
            name = name[: match.start()]
    first, *parts = name.split(",")
    name = ",".join(
        [first, *itertools.takewhile(lambda part: not _PAGE.match(part.strip()) and not parse_date(part), parts)]
    )
    while (bracket := _BRACKET.search(name)) and bracket.start():
        name = name[: bracket.start()]
    return name.strip(" ,;–-•·")


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _body(lines: Iterable[str]) -> list[str]:
    """The paragraphs of an article among the lines below its headline: captions and notes end it, asides go."""
    kept: list[str] = []
    for line in lines:
        if len(line) < 200 and _is("appendix", line):
            break
        if (at := _rights_at(line)) is not None:
            line = line[:at].strip()
        if line and not _is_left_out(line):
            kept.append(line)
    return kept


# HTML


def _pieces_of_html(text: str) -> Iterator[str]:
    """The source of each article: one tag that is not closed, or thousands, then spoil no other article."""
    text = _without_scripts(text)
    places = sorted({(start, True) for start in _tags(text)} | {(m.start(), False) for m in _ARTICLE.finditer(text)})
    cuts: list[int] = []
    names_outlet = True  # the piece that is open
    for at, is_outlet in places:
        if is_outlet and not names_outlet:
            names_outlet = True
        else:
            cuts.append(at)
            names_outlet = is_outlet
    pieces: list[list[str]] = []
    for begin, end in itertools.pairwise([*cuts, len(text)]):
        piece = text[begin:end]
        if not pieces or next(_tags(piece), None) is not None or _TITLE.search(piece):
            pieces.append([piece])
        else:  # an article inside an article: a post of a network
            pieces[-1].append(piece)
    yield from map("".join, pieces)


def _without_scripts(text: str) -> str:
    parts, at = [], 0
    while opening := _SKIPPED.search(text, at):
        closer = _CLOSERS[opening[1].lower()] if opening[1] else _COMMENT_END
        closing = closer.search(text, opening.end())
        if closing is None:
            break
        parts.append(text[at : opening.start()])
        at = closing.end()
    return "".join([*parts, text[at:]])


def _of_html(source: str, language: Language) -> _Found:
    """The article of a piece of HTML."""
    if (size := len(source)) > 2 * MAX_BYTES:
        return _Found(problem=f"{size:,} characters of HTML are too many for one article")
    blocks, is_whole = _blocks(source)
    outlet = next((block.text for block in blocks if block.role == "outlet"), "")
    blocks = [_Block(role, _tidy(text)) for role, text in blocks if role != "outlet"]
    titles = "title" if any(block.role == "title" for block in blocks) else "kicker"
    at_title = [i for i, block in enumerate(blocks) if block.role == titles]
    first = at_title[0] if at_title else _below_header(blocks)
    above, below = blocks[:first], [block for block in blocks[first:] if block.role not in (titles, "header")]
    return _Found(
        outlet=outlet,
        date=_date_of(above, language),
        headline=_tidy(" ".join(blocks[i].text for i in at_title)),
        paragraphs=_body_of_html(_kickers(above, source, language), below, source),
        notes=() if is_whole else (_TOO_DEEP,),
    )


def _kickers(above: Sequence[_Block], source: str, language: Language) -> list[str]:
    """The lines above the title that say more than the name of a section; in the old layout no markup tells them."""
    role = "kicker" if _TITLE_FRAME.search(source) else ""
    lines = [block.text for block in above if block.role == role and len(block.text.split()) >= _MIN_KICKER]
    return [line for line in lines if not parse_date(line, language)]


def _below_header(blocks: Sequence[_Block]) -> int:
    return max((i + 1 for i, block in enumerate(blocks) if block.role == "header"), default=0)


def _date_of(above: Sequence[_Block], language: Language) -> str:
    """The line above the title that names the day; none of the certificate below the article."""
    headers = [block.text for block in above if block.role == "header"]
    others = [block.text for block in above if block.role == "" and len(block.text) <= _MAX_DATE]
    dated = (text for text in [*headers, *others] if parse_date(text, language) or parse_month(text, language))
    return next(dated, " ".join(headers))


def _body_of_html(kickers: Sequence[str], below: Sequence[_Block], source: str) -> list[str]:
    """The paragraphs below the title, up to the number or certificate where no markup divides them from the article."""
    end = next((i for i, block in enumerate(below) if _is_strong(block.text)), len(below))
    has_text = any(block.role == "body" for block in below)
    if not has_text and _BODY_FRAME.search(source):  # what stands below the title is the byline
        return []
    body = _body(block.text for block in below[:end])
    return [*kickers, *body] if body else []


def _blocks(source: str) -> tuple[list[_Block], bool]:
    """The lines of a piece of HTML as a browser breaks them, with their roles; whether the parser read all of it.

    Inline markup (a search term that is marked) breaks no line. The parser stops where tags are nested too deeply.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(b"<div>" + source.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return [], False
    blocks: list[_Block] = []
    roles = [""]
    open_role, open_text = "", [""]

    def flush() -> None:
        if open_role != "-" and (text := "".join(open_text)).strip():
            blocks.append(_Block(open_role, text))
        open_text.clear()

    def add(text: str | None) -> None:
        nonlocal open_role
        if text:
            if roles[-1] != open_role and text.strip():
                flush()
                open_role = roles[-1]
            open_text.append(text)

    for event, element in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        tag = str(element.tag).lower()
        if tag in _BLOCKS:
            flush()
        if event == "start":
            roles.append(_role(tag, element, roles[-1]))
            add(element.text)
        else:
            roles.pop()
            add(element.tail)
    flush()
    return blocks, not any("depth" in error.message for error in parser.error_log)


def _role(tag: str, element: "etree._Element", around: str) -> str:
    """The part of an article that an element is, "-" for what is none of it."""
    if around in ("-", "title", "outlet"):
        return around
    classes = (element.get("class") or "").lower().split()
    is_left_out = tag in _LEFT_OUT_TAGS or (element.get("id") or "").lower() in _LEFT_OUT_IDS
    if is_left_out or not _LEFT_OUT_CLASSES.isdisjoint(classes):
        return "-"
    found = {_ROLES[name] for name in classes if name in _ROLES}
    return next(
        (role for role in ("outlet", "header", "title", "body", "kicker") if role in found),
        "body" if tag == "section" else around,
    )


# The text of a PDF


class _Piece(NamedTuple):
    """Lines above one foot of rights and certificates, and that foot."""

    lines: list[str]
    foot: list[str]


class _Head(NamedTuple):
    """Where an article begins: its first line, its outlet, the line of its date."""

    begin: int
    outlet: str
    date: int


def _of_text(lines: Sequence[str], language: Language) -> Iterator[_Found]:
    """The articles of the lines of a text, each above its foot, below the lines of its outlet and date."""
    found: list[_Found] = []
    is_export = False
    for n, piece in enumerate(_pieces_of_text([_tidy(line) for line in lines], language)):
        is_export |= bool(piece.foot)
        head = _head(piece, language, is_first=n == 0)
        if head is None and not piece.foot:
            _go_on(found, piece.lines, language)
        elif head is None:
            shown = next(filter(None, piece.lines), "")
            if shown or not found:
                reason = "no line of an outlet and of a date stands above this article"
                found.append(_Found(problem=f"{reason}{f' (« {shown[:80]} »)' if shown else ''}"))
        else:
            if n:
                _go_on(found, piece.lines[: head.begin], language)
            found.append(_of_piece(piece, head, language))
    yield from found if is_export else ()


def _pieces_of_text(lines: Sequence[str], language: Language) -> Iterator[_Piece]:
    begin = at = 0
    while at < len(lines):
        if not _is_foot(lines[at]):
            at += 1
            continue
        end = _foot_end(lines, at)
        foot = list(lines[at:end])
        rest = [line for line in lines[end : end + _AHEAD] if line]
        if any(map(_is_strong, foot)) or not rest or _starts_article(rest, language):
            inside = _before_rights(lines[at])
            yield _Piece([*lines[begin:at], *([inside] if inside else [])], foot)
            begin = end
        at = end
    if any(lines[begin:]):
        yield _Piece(list(lines[begin:]), [])


def _before_rights(line: str) -> str:
    """What a line says before the rights that end it: the end of a paragraph."""
    at = _rights_at(line)
    return line[:at].strip() if at is not None and at > 5 else ""


def _is_foot(line: str) -> bool:
    """Whether the foot of an article begins with a line."""
    return bool(line) and (_is_strong(line) or _rights_at(line) is not None)


def _foot_end(lines: Sequence[str], at: int) -> int:
    """The line behind a foot; a line of it may be broken, and goes on with a small letter or with words of it."""
    last = at
    for i in range(at + 1, min(len(lines), at + _AHEAD)):
        line = lines[i]
        if not line:
            continue
        is_broken = i == last + 1 and not lines[last].endswith((".", "!")) and line[0].islower()
        goes_on = i == last + 1 and len(line) < _MAX_DATE and _is("tail", line)
        if not (_is_strong(line) or _is_rights(line) or _is("purpose", line) or is_broken or goes_on):
            break
        last = i
    return last + 1


def _starts_article(lines: Sequence[str], language: Language) -> bool:
    """Whether an outlet and a date stand at the beginning of some lines."""
    return any(_is_date(line, language) for line in lines[1:4]) and _is_outlet(lines[0])


def _is_outlet(line: str) -> bool:
    return 0 < len(line) <= _MAX_OUTLET and not _SENTENCE_END.search(line) and any(map(str.isalpha, line))


def _is_date(line: str, language: Language) -> bool:
    """Whether a line is that of a date: a day, perhaps with a section, hour, page or number of words."""
    if not line or len(line) > _MAX_DATE or not any(map(str.isdigit, line)) or len(line.split()) > _MAX_DATE_WORDS:
        return False
    return not _SENTENCE_END.search(line) and parse_date(line, language) is not None


def _head(piece: _Piece, language: Language, *, is_first: bool) -> _Head | None:
    """Where the article of a piece begins; below a cover and its contents, where the outlet is that of the rights."""
    if not (is_first and any(len(line) < _MAX_DATE and _is("cover", line) for line in piece.lines)):
        return next(_heads(piece.lines, language), None)
    heads = list(_heads(piece.lines, language))
    owner = folded(" ".join(piece.foot))
    named = [head for head in heads if (name := folded(_outlet(head.outlet))) and name in owner]
    return next(reversed(named or heads), None)


def _heads(lines: Sequence[str], language: Language) -> Iterator[_Head]:
    """Where a line of an outlet stands above that of a date, with or without the margin of a PDF between them."""
    before = -1  # the last line that holds something
    margin: _Head | None = None
    for i, line in enumerate(lines):
        if not line:
            continue
        if _is("name", line):
            value = next((other for other in lines[i + 1 : i + 3] if other), "")
            margin = _Head(i if before < 0 or not _is_outlet(lines[before]) else before, value, i)
        elif before >= 0 and _is_date(line, language):
            if margin and i - margin.date <= _AHEAD:
                yield margin._replace(date=i)
            elif _is_outlet(lines[before]) and not _is_date(lines[before], language):
                yield _Head(before, lines[before], i)
            margin = None
        before = i


def _of_piece(piece: _Piece, head: _Head, language: Language) -> _Found:
    """The article below its head: headline, then paragraphs."""
    rest = itertools.dropwhile(lambda line: not line or _is_count(line), piece.lines[head.date + 1 :])
    paragraphs = _paragraphs(list(rest), language)
    headline, body = (paragraphs[0], paragraphs[1:]) if paragraphs else ("", [])
    return _Found(
        outlet=head.outlet,
        date=piece.lines[head.date],
        headline=headline,
        paragraphs=_body(body),
        notes=() if piece.foot else (_CUT_OFF,),
    )


def _is_count(line: str) -> bool:
    """Whether a line gives the page and the number of words of an article."""
    return len(line) < _MAX_DATE and (_is("count", line) or _PAGE.search(line) is not None) and not line.endswith(".")


def _go_on(found: list[_Found], lines: Sequence[str], language: Language) -> None:
    """Give the last article the lines below its foot, the second page of a PDF; what is no sentence is left out."""
    more = _body(_paragraphs(lines, language))
    if found and not found[-1].problem and len(text := " ".join(more)) >= _MIN_GOES_ON and text[-1] in ".!?…»":
        last = found[-1]
        notes = tuple(dict.fromkeys([*last.notes, _GOES_ON]))
        found[-1] = last._replace(paragraphs=[*last.paragraphs, *more], notes=notes)


def _paragraphs(lines: Sequence[str], language: Language) -> list[str]:
    """Paragraphs out of lines: the lines themselves, or what the lines of a page are broken from."""
    if not _is_wrapped(lines):
        return [line for line in lines if line]
    full = _FULL_LINE * max(map(len, lines))
    joined: list[str] = []
    before = ""
    for line in lines:
        if _PAGE_OF_PDF.fullmatch(line):
            continue
        if line:
            is_same = line[0].islower() or (len(before) >= full and not _is_aside(line))
            goes_on = before and is_same
            joined += ["\n" if goes_on else "\n\n", line]
        before = line
    text = "".join(joined)
    text = edited(text, broken_words(text, language)).text
    return [tidied for part in text.split("\n\n") if (tidied := _tidy(part))]


def _is_aside(line: str) -> bool:
    """Whether a line begins something else than a paragraph, however long the line before it."""
    return _is_left_out(line) or _is("appendix", line)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether line ends are those of a page: several lines go on with a small letter in the next one."""
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if a and b]
    n = sum(b[0].islower() and not _SENTENCE_END.search(a) for a, b in pairs)
    return n >= 2 or (n == 1 and len(pairs) <= 4)
