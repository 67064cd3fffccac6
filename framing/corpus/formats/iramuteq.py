"""Corpora of IRaMuTeQ and Alceste: texts one below the other, what is known of each in a line of starred variables."""

import re
from collections.abc import Iterator
from pathlib import Path

from framing.corpus.formats import Problem, RawArticle, data_of
from framing.corpus.formats.plain import is_binary, read_bytes
from framing.corpus.formats.tabular import article_of, columns_of
from framing.language import Language

MAX_FILE = 200_000_000  # bytes of a corpus
_TEXTS = frozenset(["", ".txt", ".text"])
_STARRED = re.compile(
    r"(?:\*{4}|\d{1,9})(?:[ \t]+\*\w[^\s*]*)+[ \t]*"
)  # « **** *journal_x *date_2031 », « 0001 *journal_x »
_FIRST = re.compile(r"\*{4}[ \t]+\*\w")  # numbers alone may be anything: the first line has its stars
_THEME = re.compile(r"-\*\S{1,200}[ \t]*")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")  # « LeFanal »: values have no blanks
_DATE = re.compile(r"(\d{4})[_.-]?(\d{2})[_.-]?(\d{2})")


def holds(head: bytes, suffix: str) -> bool:
    """Whether a file is a corpus of IRaMuTeQ or Alceste: its first line is one of starred variables."""
    if suffix not in _TEXTS or is_binary(head):
        return False
    first = head.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n").split("\n", 1)[0].strip()
    return _FIRST.match(first) is not None and _STARRED.fullmatch(first) is not None


def read(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The texts of a corpus; outlet, date and id come from the starred variables, under the names that columns may have.

    Lines of themes (`-*theme_…`) are none of the text. A text without words yields a `Problem`, and the others go on.
    """
    data = data_of(path, name, MAX_FILE, "cut it at a line of ****")
    if isinstance(data, Problem):
        yield data
        return
    try:
        read_as = read_bytes(data, language)
    except ValueError as error:
        yield Problem(name, 0, str(error), "save the corpus as plain text in UTF-8")
        return
    for row, (stars, lines) in enumerate(_texts(read_as.text), 1):
        text = "\n".join(lines).strip()
        if not text:
            yield Problem(name, row, f"no text below « {stars[:80]} »", "put the text in, or delete the line")
            continue
        values = _variables(stars) | {"text": text}
        raw = article_of(name, row, values, columns_of(list(values), language), read_as.note)
        yield raw if isinstance(raw, Problem) else raw._replace(outlet="", site=raw.outlet or raw.site)


def _texts(corpus: str) -> Iterator[tuple[str, list[str]]]:
    """The line of variables and the lines of each text."""
    stars, lines = "", list[str]()
    for line in corpus.removeprefix("\ufeff").splitlines():
        if _STARRED.fullmatch(line.strip()):
            if stars:
                yield stars, lines
            stars, lines = line.strip(), []
        elif not _THEME.fullmatch(line.strip()):
            lines.append(line)
    if stars:
        yield stars, lines


def _variables(stars: str) -> dict[str, str]:
    """The variables of a line, their values with the blanks that they must not have.

    >>> _variables("**** *journal_LeFanal *date_2031_05_02 *relu")
    {'journal': 'Le Fanal', 'date': '2031-05-02'}
    """
    found: dict[str, str] = {}
    for star in stars.split()[1:]:
        variable, _, value = star.removeprefix("*").partition("_")
        if date := _DATE.fullmatch(value):
            value = "-".join(date.groups())
        elif value:
            value = _CAMEL.sub(" ", value.replace("_", " ")).strip()
        if value:
            found.setdefault(variable, value)
    return found
