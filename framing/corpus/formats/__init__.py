"""Readers of the formats that users have: each yields the articles of a file, and the problems met on the way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from framing.language import Language, load

MAX_BYTES = 5_000_000  # of one article: a file, a row of a table, a line of JSON
MAX_PARAGRAPHS = 20_000  # of one article


class RawArticle(NamedTuple):
    """An article as a file holds it; what the file does not say is empty. `row` is 0 for a whole file."""

    file: str
    row: int
    article_id: str
    text: str
    outlet: str = ""  # as the user names it: must be of the study
    event: str = ""
    published: str = ""
    language: str = ""
    site: str = ""  # as the page names it: may be unknown to the study
    note: str = ""  # something the user should know, though the article is kept

    @property
    def place(self) -> str:
        """File and row, for messages."""
        return f"{self.file}, row {self.row}" if self.row else self.file

    def problem(self, reason: str, advice: str) -> "Problem":
        """Why this article cannot be kept, and what to do about it."""
        return Problem(self.file, self.row, reason, advice)


class Problem(NamedTuple):
    """Something that could not be read: where, why, and what to do about it."""

    file: str
    row: int
    reason: str
    advice: str


Reader = Callable[[Path, str, Language], Iterator[RawArticle | Problem]]


def readers() -> dict[str, Reader]:
    """The reader for each file suffix."""
    from framing.corpus.formats import html, plain, tabular

    return {
        ".txt": plain.read_text,
        ".text": plain.read_text,
        ".htm": html.read_page,
        ".html": html.read_page,
        ".xhtml": html.read_page,
        ".csv": tabular.read_csv,
        ".tsv": tabular.read_csv,
        ".jsonl": tabular.read_jsonl,
        ".ndjson": tabular.read_jsonl,
        ".parquet": tabular.read_parquet,
    }


def read_file(path: Path, name: str, language: Language | None = None) -> Iterator[RawArticle | Problem]:
    """The articles of the file `path`, which messages call `name`; what cannot be read yields a `Problem`.

    `language` says how users name the columns of a table, and the encodings that texts come in.
    """
    reader = readers().get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(readers()))
        yield Problem(
            name, 0, f"no reader for files that end in {path.suffix or '(nothing)'}", f"save it as one of {known}"
        )
        return
    try:
        yield from reader(path, name, language or load())
    except OSError as error:
        yield Problem(
            name, 0, f"cannot be read: {error.strerror or error}", "check that the file is there and may be read"
        )
