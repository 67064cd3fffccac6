"""What a reader of a file could read: its words out of whatever holds them, and what could not be opened."""

import bz2
import gzip
import html
import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

MAX_BYTES = 500_000_000  # of a file, and of all that is packed in one
MAX_CELLS = 10_000_000  # of a workbook
MAX_DEPTH = 4  # archives in archives

JSON_SUFFIXES = frozenset({".ipynb", ".json", ".geojson"})
JSON_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
# A text that is not UTF-8 is read in every encoding that French texts come in: one of them is right.
LEGACY = ("cp1252", "mac_roman", "cp850")
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32"} | dict.fromkeys(
    (b"\xff\xfe", b"\xfe\xff"), "utf-16"
)
# What looks like text, or would be called binary, and shows words that its bytes do not.
CLOSED = {
    b"%PDF": "a PDF", b"{\\rtf": "RTF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
}  # fmt: skip

_CONTROL = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 27})
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[nrt])")
_PICTURE = re.compile(r'data:[\w.+-]+/[\w.+-]+;base64,|"image/(?!svg)[\w.+-]+"\s*:')


class Contents(NamedTuple):
    """The texts that a file shows, and why parts of it (or all) could not be read."""

    texts: list[str]
    unread: list[str]


class _Unread(Exception):
    """Why something cannot be read."""


def contents_of(path: Path) -> Contents:
    """The words of a file, and what of it could not be read; nothing is raised for what a file holds.

    Read are texts (UTF-8, UTF-16, and the likely French code pages), JSON with its escapes resolved, pages with and without
    their tags, Parquet, workbooks (.xlsx: every cell of every sheet), and what lies in zip, gzip, bzip2 and xz files. Not
    read are pictures (also those inside a page or notebook), PDF, RTF and any other binary file: each has its reason.
    """
    opener = _Opener()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _Unread(f"more than {MAX_BYTES:,} bytes")
        opener.open(path.read_bytes(), path.name, 0)
    except _Unread as error:
        opener.found.unread.append(str(error))
    except OSError as error:
        opener.found.unread.append(error.strerror or str(error))
    return opener.found


class _Opener:
    """Opens a file and what is packed in it; `left` is how many bytes more may be unpacked."""

    def __init__(self) -> None:
        self.found = Contents([], [])
        self.left = MAX_BYTES
        self.packed: dict[bytes, Callable[[bytes, str, int], None]] = {
            b"PK\x03\x04": self.archive,
            b"PK\x05\x06": self.archive,
            b"PAR1": self.parquet,
            b"\x1f\x8b": self.stream(gzip.open),
            b"BZh": self.stream(bz2.open),
            b"\xfd7zXZ": self.stream(lzma.open),
        }

    def open(self, data: bytes, name: str, depth: int) -> None:
        """Add the texts of a file, given as bytes."""
        if depth > MAX_DEPTH:
            raise _Unread(f"{name}: more than {MAX_DEPTH} archives in one another")
        for magic, what in CLOSED.items():
            if data.startswith(magic):
                raise _Unread(what)
        for magic, unpack in self.packed.items():
            if data.startswith(magic):
                return unpack(data, name, depth)
        text = decoded(data)
        self.found.texts.extend(_readings(text))
        if _PICTURE.search(text):
            self.found.unread.append("a picture inside it")
        suffix = Path(name).suffix.lower()
        if suffix in JSON_SUFFIXES | JSON_LINES_SUFFIXES:
            self.found.texts.extend(_readings(_json_text(text, suffix in JSON_LINES_SUFFIXES)))
        return None

    def take(self, stream: IO[bytes]) -> bytes:
        """The bytes of a packed file, as many as may be."""
        data = stream.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise _Unread(f"unpacks to more than {MAX_BYTES:,} bytes")
        return data

    def stream(self, opened: Callable[..., Any]) -> Callable[[bytes, str, int], None]:
        """What opens a compressed file."""

        def unpack(data: bytes, name: str, depth: int) -> None:
            try:
                with opened(io.BytesIO(data)) as stream:
                    inner = self.take(stream)
            except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
                raise _Unread(f"a damaged archive ({error})") from error
            self.open(inner, Path(name).stem, depth + 1)

        return unpack

    def archive(self, data: bytes, name: str, depth: int) -> None:
        """A zip file, or one of the many formats that are one: every member; of a workbook the cells as well."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                members = [member for member in packed.infolist() if not member.is_dir()]
                for member in members:
                    with packed.open(member) as stream:
                        inner = self.take(stream)
                    try:
                        self.open(inner, member.filename, depth + 1)
                    except _Unread as error:
                        self.found.unread.append(f"{member.filename}: {error}")
        except (OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise _Unread(f"an archive that is damaged or locked ({error})") from error
        if any(member.filename == "xl/workbook.xml" for member in members):
            self.workbook(data)

    def workbook(self, data: bytes) -> None:
        """The cells of every sheet, row by row: a sentence may stand one word a cell."""
        import openpyxl

        n_cells = 0
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                rows = []
                for row in sheet.iter_rows(values_only=True):
                    n_cells += len(row)
                    if n_cells > MAX_CELLS:
                        raise _Unread(f"more than {MAX_CELLS:,} cells")
                    rows.append(" ".join(str(value) for value in row if value is not None))
                self.found.texts.append("\n".join(rows))
        except _Unread:
            raise
        except Exception as error:  # openpyxl raises whatever the damage leads to
            raise _Unread(f"a workbook that is damaged ({error})") from error

    def parquet(self, data: bytes, name: str, depth: int) -> None:
        """The texts of every column."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            for batch in pq.ParquetFile(io.BytesIO(data)).iter_batches(batch_size=1024):
                for column, values in batch.to_pydict().items():
                    text = "\n".join([column, *_strings(values)])
                    self.left -= len(text)
                    if self.left < 0:
                        raise _Unread(f"unpacks to more than {MAX_BYTES:,} bytes")
                    self.found.texts.append(text)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _Unread(f"a Parquet file that is damaged ({error})") from error


def decoded(data: bytes) -> str:
    """Bytes as text; those that are not UTF-8 in every likely encoding, one after the other."""
    for bom, encoding in BOMS.items():
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _Unread("binary data") from error
    if b"\0" in data:
        raise _Unread("binary data")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if len(data.translate(None, _CONTROL)) < len(data):
            raise _Unread("binary data") from None
    return "\n".join(data.decode(encoding, "replace") for encoding in LEGACY)


def _readings(text: str) -> Iterable[str]:
    """A text as it stands, and as it is shown: escapes resolved (a script in a page), entities resolved and tags dropped,
    where a tag may part two words, or one word in two."""
    yield text
    if "\\" in text:
        yield _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else " ", text)
    if "<" in text or "&" in text:
        for instead in (" ", ""):
            yield html.unescape(_TAG.sub(instead, text))


def _json_text(text: str, lines: bool) -> str:
    """The strings of a JSON document, or of one a line, decoded."""
    try:
        documents = text.splitlines() if lines else [text]
        values = [json.loads(document) for document in documents if document.strip()]
        return "\n".join(_strings(values))
    except (ValueError, RecursionError) as error:
        raise _Unread("JSON that is damaged: its escapes cannot be read") from error


def _strings(value: object) -> Iterable[str]:
    """Every string of a nested value; lists of strings that follow each other (notebook sources) are joined."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        yield "".join(value)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
