"""What the command line tells people, in their language: the library below it returns and raises English."""

import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from framing.language import codes, load
from framing.language.translating import translate

if TYPE_CHECKING:
    import pandas as pd

FIRST = "en"  # in which everything is written
VARIABLE = "FRAMING_LANGUAGE"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
MESSAGES = "messages.csv"
# Heads and the words of a few columns have tables of their own: no id or name in a message is taken for one of them.
HEADS = ("interface.csv", "heads.csv")
SENTENCES = ("reason", "advice", "problem", "method", "note")  # columns whose cells are messages
WORDS = ("status", "kind", "kept", "measure")  # columns whose cells are words of ours

_language: ContextVar[str] = ContextVar("language of messages", default=FIRST)
_unknown: ContextVar[set[str] | None] = ContextVar("messages without words", default=None)


def spoken() -> tuple[str, ...]:
    """The codes of the languages that messages can be told in."""
    return (FIRST, *(code for code in codes() if _file(code, MESSAGES).is_file()))


def chosen(environment: Mapping[str, str]) -> str:
    """The language that an environment asks for: FRAMING_LANGUAGE, or that of the locale where it is spoken, or English.

    Raises ValueError when FRAMING_LANGUAGE names another.

    >>> chosen({"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}), chosen({"FRAMING_LANGUAGE": "en", "LANG": "fr_FR.UTF-8"})
    ('en', 'en')
    """
    named = environment.get(VARIABLE, "").strip()
    if named and named not in spoken():
        raise ValueError(f"{VARIABLE} is {named}: write {' or '.join(spoken())}")
    locale = next(filter(None, (environment.get(name) for name in LOCALE)), "")
    return named or next((code for code in spoken() if locale.lower().startswith(code)), FIRST)


@contextmanager
def telling(code: str) -> Iterator[set[str]]:
    """Let people be told things in a language, warnings too; gives what it has no words for."""
    asked: set[str] = set()
    tokens, formatted = (_language.set(code), _unknown.set(asked)), warnings.formatwarning
    warnings.formatwarning = lambda message, *where, **more: formatted(told(str(message)), *where, **more)
    try:
        yield asked
    finally:
        warnings.formatwarning = formatted
        _language.reset(tokens[0])
        _unknown.reset(tokens[1])


def told(text: str, *tables: str) -> str:
    """A text in the language of who is told it, line by line; what nobody translated stays."""
    code = _language.get()
    if code == FIRST:
        return text
    files = tuple(_file(code, table) for table in tables or (MESSAGES,))
    return "\n".join(_line(line, files) for line in text.split("\n"))


def tell(text: str, file: TextIO | None = None) -> None:
    """Print a text in the language of who reads it."""
    print(told(text), file=file or sys.stdout)


def tell_table(table: "pd.DataFrame") -> None:
    """Print a table: its heads, and the cells that hold messages, in the language of who reads it."""
    if table.empty:
        tell("(none)")
        return
    if _language.get() != FIRST:
        table = table.assign(
            **{name: table[name].map(lambda cell: told(str(cell))) for name in SENTENCES if name in table},
            **{name: table[name].map(lambda cell: told(str(cell), *HEADS)) for name in WORDS if name in table},
        ).rename(columns=lambda name: told(str(name).replace("_", " "), *HEADS))
    print(table.to_string(index=False, decimal=told("0.5")[1]))


def tell_down(table: "pd.DataFrame") -> None:
    """Print a table of one row, a line a column, as `tell_table` would."""
    shown = {}
    for name, cell in table.iloc[0].items():
        text = f"{cell:.4g}" if isinstance(cell, float) else str(cell)
        tables = (MESSAGES,) if name in SENTENCES else HEADS if isinstance(cell, float) or name in WORDS else None
        head = str(name) if _language.get() == FIRST else told(str(name).replace("_", " "), *HEADS)
        shown[head] = text if tables is None else told(text, *tables)
    width = max(map(len, shown))
    for head, text in shown.items():
        print(f"{head:<{width}}  {text}")


def _line(line: str, files: tuple[Path, ...]) -> str:
    inside = line.strip()
    before = len(line) - len(line.lstrip())
    return line[:before] + translate(inside, files, _unknown.get()) + line[before + len(inside) :]


def _file(code: str, table: str) -> Path:
    return load(code).path(table)
