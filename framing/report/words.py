"""The report in two languages: it is written in English, and a table of words says the same in the other one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from framing.language import load
from framing.language.translating import translate

FIRST = "en"  # in which the report is written
STUDY_WORDS = Path("../data")  # where, from a notebook, the names of the study stand in the other language
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
    return text if code == FIRST else translate(text, _tables(code), _unknown.get())


def _tables(code: str) -> tuple[Path, ...]:
    return load(code).path("interface.csv"), (STUDY_WORDS / f"words.{code}.csv").resolve()


def in_each(make: Callable[[], str]) -> tuple[str, str]:
    """What a function says, in English and in the other language."""
    first = make()
    with speaking(load().code):
        return first, make()
