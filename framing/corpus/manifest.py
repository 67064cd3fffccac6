"""What the user knows about the articles and the files do not say: a table with a line for each article or file."""

import csv
import io
from pathlib import Path
from typing import NamedTuple

from framing.corpus.formats.plain import decode
from framing.corpus.formats.tabular import SEPARATOR_HINT, names_of
from framing.language import Language
from framing.tables.ids import safe_id


class CorpusError(ValueError):
    """The import cannot begin: a mistake in what it was given, told with file and line."""


class Entry(NamedTuple):
    """A line of the manifest: what it says about the articles that its file or id names."""

    manifest: str
    line: int
    article_id: str
    file: str
    outlet: str
    event: str
    published: str
    language: str
    sha256: str
    date_source: str  # of a table of articles that serves as a manifest


def read_manifest(path: Path, language: Language | None = None) -> dict[str, Entry]:
    """The lines of the manifest by « id A » and « file F ».

    Its columns have the names that those of a table of articles may have (`framing.corpus.formats.tabular.names_of`), and file,
    sha256 and date_source theirs; the separator is told from a first line `sep=;` or from the header.
    Raises CorpusError, naming the file and the line, where it cannot be read, has no column to find a text by, or names a
    text twice.
    """
    try:
        text = decode(path.read_bytes()).text
    except (OSError, ValueError) as error:
        raise CorpusError(f"{path.as_posix()}: the manifest cannot be read: {error}") from error
    hint = SEPARATOR_HINT.match(text)
    text = text[hint.end() :] if hint else text
    separator = hint[1] if hint else max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name for name in rows.fieldnames or [] if name]
    names = {name.strip().casefold(): name for name in reversed(header)} | names_of(header, language)
    if not {"file", "article_id"} & set(names):
        advice = "write a header such as article_id,outlet,event,published"
        raise CorpusError(f"{path.as_posix()}, line 1: no column file or article_id: {advice}")
    found: dict[str, Entry] = {}
    for row in rows:
        cells = {field: (row.get(names.get(field, "")) or "").strip() for field in Entry._fields[2:]}
        entry = Entry(path.as_posix(), rows.line_num, **cells)
        for key in _keys(entry.article_id, entry.file):
            if found.setdefault(key, entry) is not entry:
                raise CorpusError(
                    f"{path.as_posix()}, line {entry.line}: {key} stands in line {found[key].line} already: keep one"
                )
    return found


def metadata_files(folder: Path, language: Language | None = None) -> list[Path]:
    """The files of a folder, as TXM has them, that say of the texts beside them what a manifest says: `metadata.csv`.

    One that names none of the files beside it, or is no such table, is a table like any other.
    """
    found = []
    for file in sorted(p for p in folder.rglob("metadata.*") if p.suffix.lower() in (".csv", ".tsv") and p.is_file()):
        try:
            entries = read_manifest(file, language).values()
        except CorpusError:
            continue
        names = {name for p in file.parent.iterdir() for name in (p.name, safe_id(p.stem)) if p != file}
        if any(entry.file in names or safe_id(entry.article_id) in names for entry in entries):
            found.append(file)
    return found


def _keys(article_id: str, *files: str) -> list[str]:
    return [
        *([f"id {safe_id(article_id)}"] if article_id else []),
        *(f"file {file}" for file in dict.fromkeys(files) if file),
    ]


def entry_of(given: dict[str, Entry], article_id: str, file: str) -> Entry | None:
    """What the manifest says of an article: found by its id, else by its file (the whole path or the name alone)."""
    keys = _keys(article_id, file, Path(file).name)
    return next((given[key] for key in keys if key in given), None)
