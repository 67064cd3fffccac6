"""Readers of the formats that users have: each yields the articles of a file, and the problems met on the way."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
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
    is_page: bool = (
        False  # of an archive of pages: what it says of itself is the metadata of a page, though it has a row
    )

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
HEAD = 65_536  # bytes of a file by which its kind is told
LEFTOVERS = ("~$", "._", ".~lock.")  # what Word, macOS and LibreOffice leave beside a file
LEFT_FILES = frozenset([".ds_store", "thumbs.db", "desktop.ini", "__macosx"])


class Kind(NamedTuple):
    """A kind of file that is told by what it holds: the beginning of the file and its suffix (small letters) decide."""

    holds: Callable[[bytes, str], bool]
    read: Reader


def readers() -> dict[str, Reader]:
    """The reader for each file suffix, for files of no kind that can be told by what they hold."""
    from framing.corpus.formats import html, plain, tabular

    return {
        ".txt": plain.read_text,
        ".text": plain.read_text,
        ".htm": html.read_page,
        ".html": html.read_page,
        ".xhtml": html.read_page,
        ".csv": tabular.read_csv,
        ".tsv": tabular.read_csv,
        ".json": tabular.read_json,
        ".jsonl": tabular.read_jsonl,
        ".ndjson": tabular.read_jsonl,
        ".parquet": tabular.read_parquet,
    }


def kinds() -> tuple[Kind, ...]:
    """The kinds of files that are told by what they hold, the first that fits counts."""
    from framing.corpus.formats import documents, europresse, factiva, iramuteq, nexis, tei, web_archives

    return tuple(
        Kind(module.holds, module.read)
        for module in (web_archives, nexis, factiva, europresse, iramuteq, tei, documents)
    )


@cache
def interface_words(module: str) -> Mapping[str, tuple[str, ...]]:
    """The words of the interfaces that a format is written in, from the CSV beside its module: by field, the longest first.

    `module` is the module's `__file__`; the file has the columns field, word, language, source.
    """
    words: dict[str, set[str]] = defaultdict(set)
    with Path(module).with_suffix(".csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            words[row["field"]].add(row["word"])
    return {field: tuple(sorted(some, key=lambda word: (-len(word), word))) for field, some in words.items()}


def data_of(path: Path, name: str, most: int, advice: str) -> bytes | Problem:
    """The bytes of a file, or why it is not read: it has more than `most` (then `advice` says what to do) or none."""
    if (size := path.stat().st_size) > most:
        return Problem(name, 0, f"{size:,} bytes are too many for one file of this kind (at most {most:,})", advice)
    data = path.read_bytes()
    return data if data.strip() else Problem(name, 0, "the file is empty", "put the text in, or delete the file")


def is_leftover(path: Path) -> bool:
    """Whether a file is what a program left beside the files of its user: passed over in silence."""
    return path.name.startswith(LEFTOVERS) or any(part.casefold() in LEFT_FILES for part in path.parts[-2:])


def read_file(path: Path, name: str, language: Language | None = None) -> Iterator[RawArticle | Problem]:
    """The articles of the file `path`, which messages call `name`; what cannot be read yields a `Problem`.

    The kind of a file is told by what it holds, else by its suffix. `language` says how users name the columns of a table, and
    the encodings that texts come in.
    """
    if is_leftover(path):
        return
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        reader = next((kind.read for kind in kinds() if kind.holds(head, suffix)), readers().get(suffix))
        if reader is None:
            known = ", ".join(sorted(readers()))
            reason = f"no reader for files that end in {path.suffix or '(nothing)'}"
            yield Problem(name, 0, reason, f"save it as one of {known}")
            return
        yield from reader(path, name, language or load())
    except OSError as error:
        yield Problem(
            name, 0, f"cannot be read: {error.strerror or error}", "check that the file is there and may be read"
        )
