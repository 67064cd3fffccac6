"""The report in two languages: it is written in English, and a table of words says the same in the other one."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from framing.language import load

FIRST = "en"  # in which the report is written
STUDY_WORDS = Path("../data")  # where, from a notebook, the names of the study stand in the other language
NARROW, FIXED = "\u202f", "\u00a0"  # spaces at which no line breaks
_NUMBER = re.compile(r"([<>]?\s?[-+−]?)(\d*(?:,\d{3})*)(\.\d+)?(\s?%?)")
_language: ContextVar[str] = ContextVar("language", default=FIRST)
_unknown: ContextVar[set[str] | None] = ContextVar("unknown", default=None)


@contextmanager
def speaking(code: str) -> Iterator[set[str]]:
    """Let `say` speak a language; gives what it was asked for and found no words for."""
    asked: set[str] = set()
    tokens = _language.set(code), _unknown.set(asked)
    try:
        yield asked
    finally:
        _language.reset(tokens[0])
        _unknown.reset(tokens[1])


def current() -> str:
    """The language that `say` speaks."""
    return _language.get()


def say(text: str) -> str:
    """A text of the interface, a name of the study or a number in the language that is spoken; what nobody translated stays.

    A row of the table may have fields: « {} articles » says « 12 articles » with what 12 is said as.

    >>> from framing.language import default
    >>> with speaking(default()):
    ...     say("0.25"), say("1,250"), say("-5%"), say("speaker"), say("n = 3 articles")
    ('0,25', '1\\u202f250', '-5\\xa0%', 'locuteur', 'n = 3 articles')
    """
    code = current()
    if code == FIRST or not text.strip():
        return text
    words, patterns = _table(code)
    plain = " ".join(text.split())
    if plain in words:
        return words[plain]
    if number := _NUMBER.fullmatch(plain):
        return _number(*number.groups(""))
    for pattern, translation in patterns:
        if found := pattern.fullmatch(plain):
            return translation.format(*map(say, found.groups()))
    asked = _unknown.get()
    if asked is not None:
        asked.add(plain)
    return text


def _number(sign: str, whole: str, part: str, percent: str) -> str:
    """A number as the language writes it: decimal comma, narrow spaces between thousands."""
    thousands, fraction = (whole or "0").replace(",", NARROW), part.replace(".", ",")
    return f"{sign}{thousands}{fraction}{FIXED + '%' if percent else ''}"


def _table(code: str) -> tuple[Mapping[str, str], list[tuple[re.Pattern[str], str]]]:
    return _read(load(code).path("interface.csv"), (STUDY_WORDS / f"words.{code}.csv").resolve())


@cache
def _read(*files: Path) -> tuple[Mapping[str, str], list[tuple[re.Pattern[str], str]]]:
    """The words of the tables that are there, and the rows with fields, the most particular first."""
    rows: dict[str, str] = {}
    for file in files:
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as lines:
                rows |= {row["english"]: row["translation"] for row in csv.DictReader(lines)}
    fields = sorted((english for english in rows if "{}" in english), key=lambda e: (-len(e), e))
    patterns = [(re.compile("(.+?)".join(map(re.escape, english.split("{}")))), rows[english]) for english in fields]
    return rows, patterns


def in_each(make: Callable[[], str]) -> tuple[str, str]:
    """What a function says, in English and in the other language."""
    first = make()
    with speaking(load().code):
        return first, make()
