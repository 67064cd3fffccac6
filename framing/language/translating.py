"""What the program says in another language: tables of its English texts, some with fields, and what each is said as."""

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

NARROW, FIXED = "\u202f", "\u00a0"  # spaces at which no line breaks
_NUMBER = re.compile(r"([<>]?\s?[-+−]?)(\d*(?:,\d{3})*)(\.\d+)?(\s?%?)")


class _Row(NamedTuple):
    longest: str
    n: int
    pattern: re.Pattern[str]
    translation: str


class _Said(NamedTuple):
    n: int
    text: str
    unknown: frozenset[str]


def translate(text: str, files: tuple[Path, ...], asked: set[str] | None = None) -> str:
    """A text or a number as the tables of these files say it; what nobody translated stays, and is added to `asked`.

    A table has the columns english and translation; a row may have fields: « {} articles » says « 12 articles » with what
    12 is said as. Of rows that fit, that is taken which with its fields leaves the fewest characters untranslated; a later
    file goes before an earlier one.
    """
    plain = " ".join(text.split())
    if not plain:
        return text
    said = _said(plain, files)
    if asked is not None:
        asked |= said.unknown
    return text if said.unknown == {plain} else said.text


@lru_cache(maxsize=10_000)
def _said(plain: str, files: tuple[Path, ...]) -> _Said:
    words, rows = _read(files)
    if plain in words:
        return _Said(len(plain), words[plain], frozenset())
    if number := _NUMBER.fullmatch(plain):
        return _Said(len(plain), _number(*number.groups("")), frozenset())
    best = _Said(0, plain, frozenset({plain}))
    for row in rows:
        if row.longest in plain and (found := row.pattern.fullmatch(plain)):
            fields = [_field(part, files) for part in found.groups()]
            n = row.n + sum(field.n for field in fields)
            if n > best.n:
                text = row.translation.format(*(field.text for field in fields))
                best = _Said(n, text, frozenset().union(*(field.unknown for field in fields)))
    return best


def _field(text: str, files: tuple[Path, ...]) -> _Said:
    """What stands in a field, with the spaces around it."""
    inside = text.strip()
    if not inside:
        return _Said(0, text, frozenset())
    before = len(text) - len(text.lstrip())
    said = _said(inside, files)
    return said._replace(text=text[:before] + said.text + text[before + len(inside) :])


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
    pattern = re.compile("(.+?)".join(map(re.escape, pieces)))
    return _Row(max(pieces, key=len), sum(map(len, pieces)), pattern, translation)
