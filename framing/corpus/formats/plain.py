"""Plain text files, and how bytes become text."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import charset_normalizer

from framing import language as languages
from framing.corpus import letters
from framing.corpus.formats import MAX_BYTES, Problem, RawArticle
from framing.language import Language

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27, 28, 29, 30, 31})
_MAX_CONTROL = 0.01  # of the bytes; more is no text
_BAD_TO_GOOD = (
    10  # good characters beyond ASCII for one that does not fit the charset: fewer, and it is another charset
)
_MARKUP = (".htm", ".html", ".xhtml", ".xml")
_BEGINS_AS_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
_DECLARED_WITHIN = 2_048  # bytes
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})"""
    rb"""|\A\s*<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""",
    re.IGNORECASE | re.ASCII,
)
# What browsers read where a page declares a charset that holds less (https://encoding.spec.whatwg.org/#names-and-labels).
_AS_BROWSERS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "big5": "big5hkscs",
    "shift_jis": "cp932", "x-sjis": "cp932", "euc_kr": "cp949", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
    "x-cp1252": "cp1252", "x-user-defined": "cp1252",
    "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "unicode": "utf-16",
}  # fmt: skip


class Decoded(NamedTuple):
    """A text, the encoding that it was read with, and what the user should know about it (may be empty)."""

    text: str
    encoding: str
    note: str


def decode(data: bytes, language: Language | None = None, declared: str = "") -> Decoded:
    """Read bytes as text, and warn of letters that look lost (`framing.corpus.letters.doubt`); see `read_bytes`.

    >>> decode("Le préfet".encode("cp1252")).text
    'Le préfet'
    """
    read = read_bytes(data, language, declared)
    return read._replace(note=joined(read.note, letters.doubt(read.text)))


def read_bytes(data: bytes, language: Language | None = None, declared: str = "") -> Decoded:
    """Read bytes as text: UTF-8 when they are, else the charset `declared`, else the likeliest encoding of the language.

    A short text fits many code pages; `language.toml` names those that users of the language have (none: any may be), and
    charset-normalizer chooses. UTF-8 or a declared charset with few bytes that do not fit is taken for it all the same.
    Raises ValueError with the reason when the bytes are no text.
    """
    if is_binary(data):
        raise ValueError("holds binary data, no text")
    if not data.startswith(_UTF16):
        for charset in ("utf-8-sig", _codec(declared)):
            if charset and (read := _read_with(data, charset)):
                return read
    allowed = (language or languages.load()).setting("encodings")
    best = charset_normalizer.from_bytes(data, cp_isolation=allowed, preemptive_behaviour=True).best()
    if best is None:
        raise ValueError("is in an encoding that cannot be told")
    return Decoded(str(best).removeprefix("\ufeff"), best.encoding, f"not UTF-8: read as {best.encoding}")


def declared_charset(head: bytes) -> str:
    """The charset that a web page or an XML file declares in its first bytes; empty when it declares none.

    >>> declared_charset(b'<html><head><meta charset="GB2312">')
    'gb2312'
    """
    found = _DECLARED.search(_COMMENT.sub(b"", head[:_DECLARED_WITHIN]))
    return next(group for group in found.groups() if group).decode("ascii").lower() if found else ""


def _codec(declared: str) -> str:
    """Python's name for a declared charset, as browsers read it; empty for one that is unknown, or must be UTF-8."""
    label = declared.strip().lower()
    try:
        codec = codecs.lookup(_AS_BROWSERS.get(label, label)).name
        "".encode(codec)  # a codec that is no charset (hex, zlib) refuses
    except (LookupError, ValueError, TypeError):
        return ""
    return "" if codec.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode")) else _AS_BROWSERS.get(codec, codec)


def _read_with(data: bytes, charset: str) -> Decoded | None:
    """The bytes in a charset, if they fit it but for a few."""
    encoding = "utf_8" if charset.startswith("utf-8") else charset.replace("-", "_")
    try:
        return Decoded(data.decode(charset), encoding, "")
    except UnicodeDecodeError:
        text = data.decode(charset, "replace")
    n_bad = text.count("\ufffd")
    n_good = len(text) - n_bad - len(text.encode("ascii", "ignore"))
    if n_bad * _BAD_TO_GOOD > n_good:
        return None
    return Decoded(text, encoding, f"read as {encoding}, which {n_bad:,} characters do not fit")


def joined(*notes: str) -> str:
    """The notes as one; each says something once."""
    return "; ".join(dict.fromkeys(note for note in notes if note))


def is_binary(data: bytes) -> bool:
    """Whether `data` looks like no text: control bytes at its beginning, without the mark of UTF-16 or UTF-32."""
    if data.startswith(_UTF16):
        return False
    head = data[:8192]
    return b"\0" in head or len(head) - len(head.translate(None, _CONTROL)) > _MAX_CONTROL * len(head)


def load(path: Path, name: str, language: Language | None = None, *, repair: bool = True) -> Decoded | Problem:
    """The decoded text of a file that holds one article, or why there is none.

    A page or an XML file is read in the charset that it declares. Letters are put right where that is certain, and HTML
    entities unless the file is markup (`framing.corpus.letters.repaired`); with `repair` False nothing is changed.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Problem(
            name, 0, f"{size:,} bytes are too many for one article (at most {MAX_BYTES:,})", "cut it into articles"
        )
    data = path.read_bytes()
    if not data.strip():
        return Problem(name, 0, "the file is empty", "put the text in, or delete the file")
    is_markup = path.suffix.lower() in _MARKUP or _BEGINS_AS_MARKUP.match(data) is not None
    declared = declared_charset(data) if is_markup else ""
    try:
        if not repair:
            return decode(data, language, declared)
        read = read_bytes(data, language, declared)
    except ValueError as error:
        return Problem(name, 0, str(error), "save the article as plain text in UTF-8")
    text, note = letters.repaired(read.text, is_markup=is_markup)
    return read._replace(text=text, note=joined(read.note, note))


def read_text(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The one article of a plain text file; its id is the name of the file without the suffix."""
    loaded = load(path, name, language)
    if isinstance(loaded, Problem):
        yield loaded
    else:
        yield RawArticle(name, 0, path.stem, loaded.text, note=loaded.note)
