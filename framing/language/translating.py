"""What the program says in another language: tables of its English texts, some with fields, and what each is said as."""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

NARROW, FIXED = "\u202f", "\u00a0"  # spaces at which no line breaks
_NUMBER = re.compile(r"([<>]?\s?[-+−]?)(\d*(?:,\d{3})*)(\.\d+)?(\s?%?)")


class _Row(NamedTuple):
    pieces: Sequence[str]
    pattern: re.Pattern[str]
    translation: str


def translate(text: str, files: tuple[Path, ...], asked: set[str] | None = None) -> str:
    """A text or a number as the tables of these files say it; what nobody translated stays, and is added to `asked`.

    A table has the columns english and translation; a row may have fields: « {} articles » says « 12 articles » with what
    12 is said as. Of rows that fit the longest is taken; a later file goes before an earlier one.
    """
    plain = " ".join(text.split())
    if not plain:
        return text
    words, rows = _read(files)
    if plain in words:
        return words[plain]
    if number := _NUMBER.fullmatch(plain):
        return _number(*number.groups(""))
    for row in rows:
        if all(piece in plain for piece in row.pieces) and (found := row.pattern.fullmatch(plain)):
            return row.translation.format(*(_field(part, files, asked) for part in found.groups()))
    if asked is not None:
        asked.add(plain)
    return text


def _field(text: str, files: tuple[Path, ...], asked: set[str] | None) -> str:
    """What stands in a field, with the spaces around it."""
    inside = text.strip()
    before = len(text) - len(text.lstrip())
    return text[:before] + translate(inside, files, asked) + text[before + len(inside) :]


def _number(sign: str, whole: str, part: str, percent: str) -> str:
    """A number as the language writes it: decimal comma, narrow spaces between thousands."""
    thousands, fraction = (whole or "0").replace(",", NARROW), part.replace(".", ",")
    return f"{sign}{thousands}{fraction}{FIXED + '%' if percent else ''}"


@cache
def _read(files: tuple[Path, ...]) -> tuple[Mapping[str, str], list[_Row]]:
    """The words of the tables that are there, and the rows with fields, the most particular first."""
    rows: dict[str, str] = {}
    for file in files:
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as lines:
                rows |= {row["english"]: row["translation"] for row in csv.DictReader(lines)}
    fields = sorted((english for english in rows if "{}" in english), key=lambda e: (-len(e), e))
    return rows, [_row(english, rows[english]) for english in fields]


def _row(english: str, translation: str) -> _Row:
    pieces = english.split("{}")
    return _Row(pieces, re.compile("(.+?)".join(map(re.escape, pieces))), translation)
