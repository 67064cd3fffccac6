"""Tables with an article a row: CSV (comma, semicolon or tab), JSON and JSON lines, Parquet."""

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from framing.corpus.formats import MAX_BYTES, Problem, RawArticle
from framing.corpus.formats.plain import Decoded, joined, read_bytes
from framing.corpus.letters import repaired
from framing.language import Language, load

# Other names of our columns, in order of preference; those of a language stand in its `column_names.csv`. They are those of
# users and of news-please, trafilatura, minet, fundus, newspaper and Media Cloud.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("maintext", "body", "content", "article", "plaintext", "article_text", "full_text", "fulltext"),
        *("main_content", "raw_text"),
    ),
    "article_id": ("id", "stories_id", "story_id"),
    "headline": ("title", "title_rss", "title_page"),
    "outlet": ("media", "journal", "source"),
    "event": (),
    "published": (
        *(
            "date",
            "publication_date",
            "date_publish",
            "publish_date",
            "publishing_date",
            "date_published",
            "published_at",
        ),
        *("datepublished", "published_date", "pub_date"),
    ),
    "language": ("lang",),
}
# What other tools say besides: the outlet as they name it, or where its site is (the study may not know it so), and the parts
# of the date. Where a tool cleans the name of an outlet, its clean one goes before the one it found.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "clean_outlet": ("journal_clean",),
    "site": (
        *("sitename", "site_name", "source-hostname", "media_name", "publisher"),
        *("source_domain", "hostname", "domain", "media_url", "canonical_url", "url"),
    ),
    "year": (),
    "month": (),
    "day": (),
}
MAX_TABLE_BYTES = 1_000_000_000
EXCEL_MAX = 32_767  # characters that a cell of Excel holds, in units of UTF-16: what is longer is cut without a word
_MAX_RESTARTS = 100  # of the reader of CSV, after quotation marks that nobody closes
_CHUNK = 1_000  # rows of Parquet read at a time
_TOO_LONG = f"longer than {MAX_BYTES:,} bytes: too much for one article"
_CUT = "cut it into articles, a row for each"
_NOTHING = frozenset(["none", "null", "nan", "nat", "unk"])  # what programs write for nothing; as an id each may be one
SEPARATOR_HINT = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)  # for Excel, which does not show the line
_ADDRESS = re.compile(
    r"(?:https?:)?//(?:[^/@?#\s]*@)?([^/:?#\s]+)", re.IGNORECASE
)  # a bare domain may be a user's name
_BRACKETS = re.compile(r"\s*\([^()]*\)")
# « , no. 24321 », « n° 24321 », « No 24321 », « #24321 » at the end of a name; « France 24 » is a name.
_ISSUE = re.compile(
    r"(?:\s*[,;]\s*[^\W\d_]{1,6}[.°º]?|\s+[^\W\d_]{1,3}[.°º]|[\s,;]*#)\s*\d[\d ]*\Z|\s+[^\W\d_]{1,2}\s+\d{3,}\Z"
)
_PARAGRAPHS = frozenset(["summary", "sections", "headline", "paragraphs"])  # of an article body of fundus
_MAX_DEPTH = 6  # of the lists in it


@cache
def _aliases(language: Language) -> dict[str, tuple[str, ...]]:
    """Our name -> what users call the column, in order of preference: our name, those of the language, the others."""
    theirs = sorted(language.table("column_names"), key=lambda row: int(row["preference"]))
    return {
        ours: (ours, *(row["name"] for row in theirs if row["column"] == ours), *others)
        for ours, others in {**COLUMNS, **_PARTS}.items()
    }


def names_of(columns: list[str], language: Language | None = None) -> dict[str, str]:
    """Our name -> the column of the table that holds it, for those that the table has; letter case does not matter.

    >>> names_of(["Titre", "Texte", "autre"])
    {'text': 'Texte', 'headline': 'Titre'}
    """
    return {ours: names[0] for ours, names in columns_of(columns, language).items() if ours in COLUMNS}


def columns_of(columns: list[str], language: Language | None = None) -> dict[str, tuple[str, ...]]:
    """Our name -> the columns of the table that hold it, the preferred first: an empty cell gives way to the next."""
    given = {column.strip().casefold(): column for column in reversed(columns)}
    found = {ours: [given[n] for n in names if n in given] for ours, names in _aliases(language or load()).items()}
    return {ours: tuple(dict.fromkeys(names)) for ours, names in found.items() if names}


def plain_outlet(name: str) -> str:
    """The name of an outlet without brackets and without the number of an issue, which changes every day.

    >>> plain_outlet("Le Fanal (site web), no. 24321")
    'Le Fanal'
    """
    name = name.strip()
    return _ISSUE.sub("", _BRACKETS.sub("", name[:500])).strip(" ,;") or name


def read_csv(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of a CSV file with a header; the separator is told from the header."""
    if problem := _too_big(path, name, language):
        yield problem
        return
    try:
        decoded = read_bytes(path.read_bytes(), language)
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
    names = columns_of(header, language)
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
            yield article_of(name, line, dict(zip(header, row, strict=False)), names, decoded.note)


def _csv_rows(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """(line where it begins, cells) for each row, or (line, what is wrong); reading goes on after a malformed row."""
    lines = list(io.StringIO(text, newline=""))
    hint = SEPARATOR_HINT.fullmatch(lines[0]) if lines else None
    begin = int(hint is not None)
    separator = hint[1] if hint else max(",;\t", key=lines[0].count) if lines else ","
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
                yield _json_line(name, n_lines, line, language)
    if n_lines == 0:
        yield Problem(name, 0, "the file is empty", "write a JSON object a line, or delete the file")


def _json_line(name: str, line: int, data: bytes, language: Language) -> RawArticle | Problem:
    try:
        decoded = read_bytes(data, language)
        row = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        return Problem(name, line, _malformed(error), "write one JSON object on one line")
    return _json_article(name, line, row, language, decoded.note)


def _json_article(name: str, row: int, values: Any, language: Language, note: str) -> RawArticle | Problem:
    if not isinstance(values, dict):
        return Problem(name, row, "not a JSON object", 'write an object such as {"article_id": "a1", "text": "…"}')
    names = columns_of(list(values), language)
    if "text" not in names:
        return _no_text(name, row, list(values), language)
    return article_of(name, row, values, names, note)


def _malformed(error: Exception) -> str:
    return f"malformed JSON: {'nested too deeply' if isinstance(error, RecursionError) else error}"


def read_json(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The articles of a JSON file: a list of objects, an object that holds such lists or is an article, or JSON lines.

    Rows count from 1. Of a list that breaks off, the articles before the break are read.
    """
    if problem := _too_big(path, name, language):
        yield problem
        return
    try:
        decoded = read_bytes(path.read_bytes(), language)
    except ValueError as error:
        yield Problem(name, 0, str(error), "save the file as JSON in UTF-8")
        return
    try:
        found = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        yield from _broken_json(path, name, decoded, error, language)
        return
    if _is_article(found, language):
        article = _json_article(name, 1, found, language, decoded.note)
        if isinstance(article, RawArticle) and article.article_id == f"{Path(name).stem}-1":
            article = article._replace(article_id=Path(name).stem)
        yield article
        return
    rows = _rows_in(found, language)
    if not rows:
        advice = 'write a list of objects such as [{"article_id": "a1", "text": "…"}]'
        yield Problem(name, 0, "holds no list of articles", advice)
    for row, values in enumerate(rows, start=1):
        yield _json_article(name, row, values, language, decoded.note)


def _is_article(found: Any, language: Language) -> bool:
    """Whether a JSON value is an object with a text, not one that calls its list of articles so."""
    if not isinstance(found, dict):
        return False
    texts = [found[name] for name in columns_of(list(found), language).get("text", ())]
    return any(_said(text) and not (isinstance(text, list) and _have_texts(text, language)) for text in texts)


def _have_texts(values: list[Any], language: Language) -> bool:
    return any(isinstance(one, dict) and "text" in columns_of(list(one), language) for one in values)


def _rows_in(found: Any, language: Language) -> list[Any]:
    """The rows of a JSON file: a list, else the objects with a text in the object's lists, else those in the object itself."""
    if not isinstance(found, dict):
        return found if isinstance(found, list) else []
    lists = [value for value in found.values() if isinstance(value, list) and _have_texts(value, language)]
    if lists:
        return list(itertools.chain.from_iterable(lists))
    objects = list(found.values())
    return objects if all(isinstance(one, dict) for one in objects) and _have_texts(objects, language) else []


def _broken_json(
    path: Path, name: str, decoded: Decoded, error: Exception, language: Language
) -> Iterator[RawArticle | Problem]:
    """JSON lines under the suffix of JSON, or the objects of a list up to the place where it breaks."""
    text = decoded.text.lstrip()
    first = text.partition("\n")[0].strip()
    if first.startswith("{") and first.endswith("}"):
        yield from read_jsonl(path, name, language)
        return
    row = 0
    if text.startswith("["):
        for row, values in enumerate(_before_break(text), start=1):
            yield _json_article(name, row, values, language, decoded.note)
    place = f" (after row {row})" if row else ""
    yield Problem(name, row + 1 if row else 0, f"{_malformed(error)}{place}", "get the file again, or mend it there")


def _before_break(text: str) -> Iterator[Any]:
    """The values of a JSON list that breaks off somewhere."""
    decoder, at = json.JSONDecoder(), 1
    gap = re.compile(r"[\s,]*")
    while True:
        try:
            at = gap.match(text, at).end()  # type: ignore[union-attr]  # it fits everywhere
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value


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
            names = columns_of(columns, language)
            if "text" not in names:
                yield _no_text(name, 0, columns, language)
                return
            row = 0
            for batch in table.iter_batches(_CHUNK, columns=sorted({n for known in names.values() for n in known})):
                for values in batch.to_pylist():
                    row += 1
                    yield article_of(name, row, values, names, "")
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        yield Problem(
            name, 0, f"not a Parquet file that can be read: {str(error)[:200]}", "write it again with pandas or pyarrow"
        )


def article_of(
    name: str, row: int, values: Mapping[str, Any], names: Mapping[str, tuple[str, ...]], note: str
) -> RawArticle | Problem:
    """The article of a row: of each of our columns, the first of theirs that says something."""
    article_id = next((id_ for n in names.get("article_id", ()) if (id_ := _cell(values.get(n)).strip())), "")
    cells = {
        ours: next((cell for n in theirs if (cell := _said(values.get(n)))), "")
        for ours, theirs in names.items()
        if ours not in ("article_id", "outlet", "clean_outlet", "site")
    }
    text, headline = cells["text"], cells.get("headline", "").strip()
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return Problem(name, row, _TOO_LONG, _CUT)
    cut = _cut_by_excel(text)
    if headline and not text.lstrip().startswith(headline):
        text = f"{headline}\n\n{text}"
    text, letters = repaired(text)
    outlet, site = _outlet(values, names)
    return RawArticle(
        name,
        row,
        article_id or f"{Path(name).stem}-{row}",
        text,
        outlet=outlet,
        event=cells.get("event", ""),
        published=cells.get("published", "") or _date_of_parts(cells),
        language=cells.get("language", ""),
        site=site,
        note=joined(note, cut, letters),
    )


def _outlet(values: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """The outlet as the user names it, or the site as another tool does: one of them is empty.

    An address, or a name with brackets or the number of an issue, is another tool's: the study may not know it.
    """

    def said(ours: str) -> list[str]:
        return [repaired(cell.strip()).text for n in names.get(ours, ()) if (cell := _said(values.get(n)))]

    named, clean = said("outlet"), said("clean_outlet")
    no_addresses = [name for name in named if not _ADDRESS.match(name)]
    if not clean and no_addresses and plain_outlet(no_addresses[0]) == no_addresses[0]:
        return no_addresses[0], ""
    sites = [*clean, *no_addresses, *said("site"), *named]
    return "", _site(sites[0]) if sites else ""


def _site(name: str) -> str:
    """The name of a site, without the number of an issue; of an address, its host."""
    address = _ADDRESS.match(name)
    return (address[1] if address else plain_outlet(name)).removeprefix("www.")


def _date_of_parts(cells: Mapping[str, str]) -> str:
    """The date whose year, month and day have a column each; without the day, the month."""
    try:
        year, month, *day = (int(float(cells[part])) for part in ("year", "month", "day") if cells.get(part))
    except (ValueError, OverflowError):
        return ""
    return "-".join(f"{part:02}" for part in (year, month, *day)) if cells.get("year") and cells.get("month") else ""


def _cut_by_excel(text: str) -> str:
    """What the user should know of a text that is as long as a cell of Excel can be."""
    for cell in {text, text.replace("\r\n", "\n")}:
        if len(cell) <= EXCEL_MAX <= 2 * len(cell) and len(cell.encode("utf_16_le", "surrogatepass")) == 2 * EXCEL_MAX:
            return f"the text has exactly {EXCEL_MAX:,} characters: Excel has probably cut it (no cell holds more)"
    return ""


def _said(value: Any) -> str:
    """What a cell says: empty where a program wrote that it says nothing; a list is paragraphs."""
    cell = "\n\n".join(_paragraphs_in(value)) if isinstance(value, list | dict) else _cell(value)
    nothing = cell.strip().casefold()
    return "" if not nothing or nothing in _NOTHING else cell


def _paragraphs_in(value: Any, depth: int = 0) -> Iterator[str]:
    """The paragraphs of a list of them, or of the body of an article as fundus writes it."""
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list | dict) and depth < _MAX_DEPTH:
        within = [value[key] for key in value if key in _PARAGRAPHS] if isinstance(value, dict) else value
        for one in within:
            yield from _paragraphs_in(one, depth + 1)


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
