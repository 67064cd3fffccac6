"""Web archives (WARC, WACZ, as Common Crawl and browsers write them): an article a page, one record in memory at a time."""

import gzip
import hashlib
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from framing.corpus.formats import MAX_BYTES, Problem, RawArticle
from framing.corpus.formats.html import article_on
from framing.corpus.formats.plain import declared_charset, joined, read_bytes
from framing.language import Language
from framing.tables.ids import MAX_ID, safe_id
from framing.text.detection import wrong_language

_PAGES = ("text/html", "application/xhtml+xml")
_KINDS = ("response", "resource")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_IN_WACZ = re.compile(rb"PK\x03\x04.{26}(?:archive/[^/]{1,200}\.warc|datapackage\.json)", re.DOTALL)
_MEMBER = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
_MAX_RATIO = 1_000  # bytes unpacked of one packed, of what is not small
_SMALL = 100_000_000
_GZIP, _END = b"\x1f\x8b", b"\r\n\r\n"
_DIGITS = 8  # of a hash, where an address is too long for an id
_OTHER, _NONE, _AGAIN = "in another language", "without an article", "under an address that was read before"
_BROKEN = (OSError, EOFError, ValueError, KeyError, AttributeError, TypeError, zlib.error)


def holds(head: bytes, suffix: str) -> bool:
    """Whether a file is a web archive, by its first bytes: packed or not, or a WACZ."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(b"WARC/") or (head.startswith(b"PK") and (suffix == ".wacz" or bool(_IN_WACZ.match(head))))


def read(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of the pages of an archive; the address is the id, the header of the answer says the charset.

    Pages that were not found, pictures, scripts and whatever else a browser asks for are passed over. Pages in another
    language, without an article, or under an address that was read before are counted, in a `Problem` for each kind.
    """
    passed: Counter[str] = Counter()
    met: set[bytes] = set()
    if zipfile.is_zipfile(path):
        yield from _wacz(path, name, language, passed, met)
    else:
        with path.open("rb") as stream:
            yield from _warc(stream, name, 0, language, passed, met)
    for reason, n in sorted(passed.items()):
        yield Problem(name, 0, f"pages {reason}: {n:,}", "nothing to do, unless you miss one")


def _wacz(
    path: Path, name: str, language: Language, passed: Counter[str], met: set[bytes]
) -> Iterator[RawArticle | Problem]:
    """The articles of the archives in a WACZ; nothing is unpacked onto the disk."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [member for member in packed.infolist() if _MEMBER.fullmatch(member.filename)]
            if not members:
                yield Problem(name, 0, "a WACZ without archive/*.warc", "save it again, or the pages as .html files")
            row = 0
            for member in members:
                if member.file_size > max(_SMALL, _MAX_RATIO * member.compress_size):
                    reason = f"{member.filename[:80]} unpacks to {member.file_size:,} bytes: no archive of pages"
                    yield Problem(name, 0, reason, "save it again, or the pages as .html files")
                    continue
                with packed.open(member) as stream:
                    for found in _warc(stream, name, row, language, passed, met):
                        row = max(row, found.row)
                        yield found
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile, *_BROKEN) as error:
        yield Problem(
            name, 0, f"a WACZ that is damaged or locked ({_short(error)})", "save it again, without a password"
        )


def _warc(
    stream: IO[bytes], name: str, before: int, language: Language, passed: Counter[str], met: set[bytes]
) -> Iterator[RawArticle | Problem]:
    """The articles of one stream of records; rows are counted from `before`."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    row, tail = before, _Tail(_unpacked(stream))
    try:
        for record in ArchiveIterator(tail):
            row += 1
            if _is_page(record):
                found = _page(record, name, row, language, met)
                if isinstance(found, str):
                    passed[found] += 1
                else:
                    yield found
        broken = "" if tail.last == _END else "it ends inside a record"
    except (ArchiveLoadFailed, *_BROKEN) as error:
        broken = _short(error)
    if broken:
        reason = f"damaged behind record {row - before} ({broken}): what stands before it was read"
        yield Problem(name, row, reason, "fetch the archive again")


class _Tail:
    """A stream that remembers how it ended."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.last = stream, b""

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.last = (self.last + data)[-len(_END) :]
        return data


def _unpacked(stream: IO[bytes]) -> IO[bytes]:
    """The records of a stream, unpacked if they are packed: warcio would stop without a word where a packed one is cut."""
    is_packed = stream.peek(2)[:2] == _GZIP  # type: ignore[attr-defined]
    return cast(IO[bytes], gzip.GzipFile(fileobj=stream)) if is_packed else stream


def _is_page(record: Any) -> bool:
    """Whether a record holds a page that was found."""
    if record.rec_type not in _KINDS:
        return False
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() not in ("200", ""):
        return False
    return _type(record).split(";")[0].strip().lower() in _PAGES


def _type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "")


def _page(record: Any, name: str, row: int, language: Language, met: set[bytes]) -> RawArticle | Problem | str:
    """The article of a page, or why it is passed over."""
    address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    data = record.content_stream().read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Problem(
            name, row, f"{address[:200]}: more than {MAX_BYTES:,} bytes: too many for a page", "nothing to do"
        )
    key = hashlib.sha256(address.encode("utf-8", "replace")).digest()[:16]
    if key in met:
        return _AGAIN
    said = _CHARSET.search(_type(record))
    try:
        decoded = read_bytes(data, language, said[1] if said else declared_charset(data))
    except ValueError as error:
        return Problem(name, row, f"{address[:200]}: {error}", "save the page as a file")
    if wrong_language(_HIDDEN.sub(" ", decoded.text), language):
        return _OTHER
    found = article_on(decoded.text, name, row, _id(address) or f"{Path(name).stem}-{row}", language)
    if isinstance(found, Problem):
        return _NONE
    met.add(key)
    return found._replace(is_page=True, note=joined(found.note, decoded.note))


def _id(address: str) -> str:
    """An address as an id; one that is too long for it ends in a hash.

    >>> _id("https://www.fanal.test/2031/pont?id=3")
    'www.fanal.test-2031-pont-id-3'
    """
    plain = re.sub(r"^[a-z]+://", "", address, flags=re.IGNORECASE)
    id_ = safe_id(plain)
    if len(plain) <= MAX_ID:
        return id_
    return f"{id_[: MAX_ID - _DIGITS - 1]}-{hashlib.sha256(plain.encode('utf-8', 'replace')).hexdigest()[:_DIGITS]}"


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
