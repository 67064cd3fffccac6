"""Plain text files, and how bytes become text."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import charset_normalizer

from framing import language as languages
from framing.corpus.formats import MAX_BYTES, Problem, RawArticle
from framing.language import Language

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27, 28, 29, 30, 31})
_MAX_CONTROL = 0.01  # of the bytes; more is no text


class Decoded(NamedTuple):
    """A text, the encoding that it was read with, and what the user should know about it (may be empty)."""

    text: str
    encoding: str
    note: str


def decode(data: bytes, language: Language | None = None) -> Decoded:
    """Read bytes as text: UTF-8 when they are, else the likeliest encoding of the language (charset-normalizer).

    A short text fits many code pages; `language.toml` names those that users of the language have (none: any may be).
    Raises ValueError with the reason when the bytes are no text.

    >>> decode("Le préfet".encode("cp1252")).text
    'Le préfet'
    """
    if is_binary(data):
        raise ValueError("holds binary data, no text")
    language = language or languages.load()
    if not data.startswith(_UTF16):
        try:
            text = data.decode("utf-8-sig")
            broken = "\ufffd" in text or sum(map(text.count, language.setting("mojibake", []))) >= 2
            return Decoded(
                text, "utf_8", "letters were lost in an earlier conversion (such as « Ã© » for « é »)" if broken else ""
            )
        except UnicodeDecodeError:
            pass
    best = charset_normalizer.from_bytes(
        data, cp_isolation=language.setting("encodings"), preemptive_behaviour=True
    ).best()
    if best is None:
        raise ValueError("is in an encoding that cannot be told")
    return Decoded(str(best).removeprefix("\ufeff"), best.encoding, f"not UTF-8: read as {best.encoding}")


def is_binary(data: bytes) -> bool:
    """Whether `data` looks like no text: control bytes at its beginning, without the mark of UTF-16 or UTF-32."""
    if data.startswith(_UTF16):
        return False
    head = data[:8192]
    return b"\0" in head or len(head) - len(head.translate(None, _CONTROL)) > _MAX_CONTROL * len(head)


def load(path: Path, name: str, language: Language | None = None) -> Decoded | Problem:
    """The decoded text of a file that holds one article, or why there is none."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Problem(
            name, 0, f"{size:,} bytes are too many for one article (at most {MAX_BYTES:,})", "cut it into articles"
        )
    data = path.read_bytes()
    if not data.strip():
        return Problem(name, 0, "the file is empty", "put the text in, or delete the file")
    try:
        return decode(data, language)
    except ValueError as error:
        return Problem(name, 0, str(error), "save the article as plain text in UTF-8")


def read_text(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The one article of a plain text file; its id is the name of the file without the suffix."""
    loaded = load(path, name, language)
    if isinstance(loaded, Problem):
        yield loaded
    else:
        yield RawArticle(name, 0, path.stem, loaded.text, note=loaded.note)
