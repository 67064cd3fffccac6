"""Tables with an article a row: CSV (comma, semicolon or tab), JSON lines, Parquet."""

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from framing.corpus.formats import MAX_BYTES, Problem, RawArticle
from framing.corpus.formats.plain import decode
from framing.language import Language, load

# Other names of our columns, in order of preference; those of a language stand in its `column_names.csv`.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("body", "content", "article"),
    "article_id": ("id",),
    "headline": ("title",),
    "outlet": ("media", "journal", "source"),
    "event": (),
    "published": ("date", "publication_date"),
    "language": ("lang",),
}
MAX_TABLE_BYTES = 1_000_000_000
_MAX_RESTARTS = 100  # of the reader of CSV, after quotation marks that nobody closes
_CHUNK = 1_000  # rows of Parquet read at a time
_TOO_LONG = f"longer than {MAX_BYTES:,} bytes: too much for one article"
_CUT = "cut it into articles, a row for each"


@cache
def _aliases(language: Language) -> dict[str, tuple[str, ...]]:
    """Our name -> what users call the column, in order of preference: our name, those of the language, the others."""
    theirs = sorted(language.table("column_names"), key=lambda row: int(row["preference"]))
    return {
        ours: (ours, *(row["name"] for row in theirs if row["column"] == ours), *others)
        for ours, others in COLUMNS.items()
    }


def names_of(columns: list[str], language: Language | None = None) -> dict[str, str]:
    """Our name -> the column of the table that holds it, for those that the table has; letter case does not matter.

    >>> names_of(["Titre", "Texte", "autre"])
    {'text': 'Texte', 'headline': 'Titre'}
    """
    aliases = _aliases(language or load())
    given = {column.strip().casefold(): column for column in reversed(columns)}
    return {ours: given[name] for ours, names in aliases.items() for name in names[::-1] if name in given}


def read_csv(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of a CSV file with a header; the separator is told from the header."""
    if problem := _too_big(path, name, language):
        yield problem
        return
    try:
        decoded = decode(path.read_bytes(), language)
    except ValueError as error:
        yield Problem(name, 0, str(error), "save the table as CSV in UTF-8")
        return
    rows = _csv_rows(decoded.text)
    header = next(rows, (1, []))[1]
    if isinstance(header, str) or not any(cell.strip() for cell in header):
        yield Problem(
            name,
            1,
            "the file is empty or has no header",
            f"write a first line that names the columns: {_wanted(language)}",
        )
        return
    names = names_of(header, language)
    if "text" not in names:
        yield _no_text(name, 1, header, language)
        return
    for line, row in rows:
        if isinstance(row, str):
            yield Problem(
                name,
                line,
                row,
                _CUT if row == _TOO_LONG else "double the quotation marks inside a cell and close every cell",
            )
        elif len(row) > len(header):
            yield Problem(
                name,
                line,
                f"{len(row)} cells under {len(header)} columns",
                "put cells that hold the separator in quotation marks",
            )
        elif any(cell.strip() for cell in row):
            yield _article(name, line, dict(zip(header, row, strict=False)), names, decoded.note)


def _csv_rows(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """(line where it begins, cells) for each row, or (line, what is wrong); reading goes on after a malformed row."""
    lines = list(io.StringIO(text, newline=""))
    separator = max(",;\t", key=lines[0].count) if lines else ","
    begin = 0
    for _ in range(_MAX_RESTARTS):
        reader = csv.reader(itertools.islice(lines, begin, None), delimiter=separator, strict=True)
        restart = None
        while restart is None:
            line = begin + reader.line_num
            row = _next_row(reader)
            if row is None:
                return
            yield line + 1, row
            # A quotation mark that nobody closes swallows the rows below it: go back to the line after its own.
            if isinstance(row, str) and begin + reader.line_num > line + 1:
                restart = line + 1
        begin = restart
    yield begin + 1, f"more than {_MAX_RESTARTS} rows with a quotation mark that is not closed: the rest was not read"


def _next_row(reader: Iterator[list[str]]) -> list[str] | str | None:
    """The cells of the next row, or what is wrong with it, or None at the end."""
    before = csv.field_size_limit(MAX_BYTES)  # one limit for the whole process, so it is put back at once
    try:
        return next(reader, None)
    except csv.Error as error:
        return _TOO_LONG if "field limit" in str(error) else f"malformed row: {error}"
    finally:
        csv.field_size_limit(before)


def read_jsonl(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of a file with a JSON object a line; a line that is none is reported, the others are read."""
    if problem := _too_big(path, name, language):
        yield problem
        return
    n_lines = 0
    with path.open("rb") as lines:
        while line := lines.readline(MAX_BYTES + 1):
            n_lines += 1
            if len(line) > MAX_BYTES and not line.endswith(b"\n"):
                while (rest := lines.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                    pass
                yield Problem(name, n_lines, _TOO_LONG, _CUT)
            elif line.strip():
                yield _json_article(name, n_lines, line, language)
    if n_lines == 0:
        yield Problem(name, 0, "the file is empty", "write a JSON object a line, or delete the file")


def _json_article(name: str, line: int, data: bytes, language: Language) -> RawArticle | Problem:
    try:
        decoded = decode(data, language)
        row = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Problem(name, line, f"malformed JSON: {reason}", "write one JSON object on one line")
    if not isinstance(row, dict):
        return Problem(name, line, "not a JSON object", 'write an object such as {"article_id": "a1", "text": "…"}')
    names = names_of(list(row), language)
    if "text" not in names:
        return _no_text(name, line, list(row), language)
    return _article(name, line, row, names, decoded.note)


def read_parquet(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of a Parquet file; rows count from 1."""
    if problem := _too_big(path, name, language):
        yield problem
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            columns = list(table.schema_arrow.names)
            names = names_of(columns, language)
            if "text" not in names:
                yield _no_text(name, 0, columns, language)
                return
            row = 0
            for batch in table.iter_batches(_CHUNK, columns=sorted(set(names.values()))):
                for values in batch.to_pylist():
                    row += 1
                    yield _article(name, row, values, names, "")
    except (pa.ArrowException, OSError) as error:
        yield Problem(
            name, 0, f"not a Parquet file that can be read: {str(error)[:200]}", "write it again with pandas or pyarrow"
        )


def _article(
    name: str, row: int, values: Mapping[str, Any], names: Mapping[str, str], note: str
) -> RawArticle | Problem:
    cells = {ours: _cell(values.get(theirs)) for ours, theirs in names.items()}
    text, headline = cells.pop("text"), cells.pop("headline", "").strip()
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return Problem(name, row, _TOO_LONG, _CUT)
    if headline and not text.lstrip().startswith(headline):
        text = f"{headline}\n\n{text}"
    return RawArticle(
        name, row, cells.pop("article_id", "").strip() or f"{Path(name).stem}-{row}", text, **cells, note=note
    )


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    return value if isinstance(value, str) else str(value)


def _no_text(name: str, row: int, columns: list[str], language: Language) -> Problem:
    shown = ", ".join(column[:40] for column in columns[:20])
    return Problem(name, row, f"no text column among: {shown}", f"name the columns: {_wanted(language)}")


def _wanted(language: Language) -> str:
    text, *others = _aliases(language)["text"]
    return f"{text} (or {', '.join(others)}), and if you have them {', '.join(list(COLUMNS)[1:])}"


def _too_big(path: Path, name: str, language: Language) -> Problem | None:
    if (size := path.stat().st_size) > MAX_TABLE_BYTES:
        return Problem(
            name, 0, f"{size:,} bytes are too many for one table", f"cut it into tables of {MAX_TABLE_BYTES:,} bytes"
        )
    if size == 0:
        return Problem(name, 0, "the file is empty", f"write a table with the columns {_wanted(language)}")
    return None
