"""Texts in, the table of articles out: decoded, normalised, checked, counted once."""

import csv
import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing.corpus.dates import SOURCES, find_days, find_month
from framing.corpus.details import STATED, CleanArticle, Doubt, details_of, doubts, refusal, row_of
from framing.corpus.duplicates import find_duplicates
from framing.corpus.formats import MAX_BYTES, MAX_PARAGRAPHS, Problem, RawArticle, read_file
from framing.corpus.manifest import Entry, entry_of, metadata_files, read_manifest
from framing.language import Language, load
from framing.study import Study
from framing.tables import write_atomically
from framing.tables.ids import safe_id
from framing.tables.waiting import progress
from framing.text.fold import folded
from framing.text.normalisation import normalise
from framing.text.sentence_splitting import paragraphs
from framing.text.tokenisation import count_words
from framing.text.zoning import spans_of, zones

# The columns of the articles table (`framing.tables.SCHEMA`), and who says the day of publication.
ARTICLES = [
    *("article_id", "outlet", "group", "event", "published", "language", "n_words", "n_sentences", "sha256"),
    "date_source",
]
TABLE = "articles.csv"


class _Met(NamedTuple):
    """What this import or an earlier one met, and who says the date of publication that it brings."""

    raw: RawArticle | Problem
    said_by: str
    is_new: bool


class ImportReport(NamedTuple):
    """What an import did.

    `articles`: the table of articles of the whole folder, with `date_source` (manifest, table, dateline, page, none).
    `set_aside`: file, row, reason, advice. `duplicates`: article_id, same_as, kind (exact, near), similarity, kept (True
    when another outlet printed the same copy). `warnings`: file, row, article_id, reason, advice, for articles that were
    kept. `n_read` counts what this run met, `n_kept` what of it is in the table.
    """

    articles: pd.DataFrame
    set_aside: pd.DataFrame
    duplicates: pd.DataFrame
    n_read: int
    n_kept: int
    warnings: pd.DataFrame


def import_texts(
    paths: Iterable[str | Path],
    study: Study,
    out_dir: str | Path,
    *,
    manifest: str | Path | None = None,
    today: dt.date | None = None,
) -> ImportReport:
    """Read articles from files and folders into `out_dir`: a text file for each article and the table `articles.csv`.

    Takes texts, saved pages, tables, documents, archives and the exports of press databases (`framing.corpus.formats`). Outlet,
    event and date come from `manifest` (a CSV with the column file or article_id, and outlet, event, published or
    language, or what a table calls them) or a `metadata.csv` beside the texts (a folder of TXM), else from the columns of a
    table, else from the page; what nothing says stays empty and is reported in `warnings`. Of a page, the dateline goes
    before the metadata; dates that contradict each other give none. n_words and n_sentences count headline and body only.
    Texts are kept in one form (`framing.text.normalisation`); where that changed one, `<article_id>.offsets.csv` leads
    back to the original.

    Nothing is refused silently: what cannot be kept is a row of `set_aside` and stops nothing. Running it again
    changes no byte, and after an interruption it goes on. Articles of earlier imports into the same folder stay.
    `today` (the clock's by default) is the day after which a date of publication is a mistake. Raises `CorpusError`
    when the manifest cannot be read.
    """
    out, language = Path(out_dir), load(study.language)
    given_paths = [Path(path) for path in paths]
    beside = [file for path in given_paths if path.is_dir() for file in metadata_files(path, language)]
    given = {key: entry for file in beside for key, entry in read_manifest(file, language).items()}
    given |= read_manifest(Path(manifest), language) if manifest else {}
    set_aside: list[Problem] = []
    warnings: list[Doubt] = []
    met = list(progress(_read_all(given_paths, out, beside, language), desc="reading", unit=" articles", leave=False))
    again = {safe_id(raw.article_id) for raw in met if isinstance(raw, RawArticle)}
    articles = _checked([*_earlier(out, again), *(_Met(raw, _said_by(raw), True) for raw in met)], language, set_aside)
    rows = []
    for article in progress(articles, desc="checking", unit=" articles", leave=False):
        details = details_of(article, entry_of(given, article.id, article.raw.file), study)
        if problem := refusal(details, study, today or dt.date.today()):
            set_aside.append(problem)
        else:
            warnings += doubts(details)
            rows.append((article, row_of(details, study)))
    warnings.extend(_unused(given, articles))
    duplicates = find_duplicates(
        ["\n".join(article.text[start:end] for start, end in article.spans) for article, _ in rows],
        [str(row["outlet"]) for _, row in rows],
        language,
    )
    ids = [article.id for article, _ in rows]
    twice = set(duplicates.loc[~duplicates["kept"], "row"])
    kept = [(article, row) for i, (article, row) in enumerate(rows) if i not in twice]
    table = pd.DataFrame([row for _, row in kept], columns=ARTICLES).sort_values("article_id", ignore_index=True)
    table = table.astype(dict.fromkeys(ARTICLES, "str") | {"n_words": "int64", "n_sentences": "int64"})
    _write(out, [article for article, _ in kept], table)
    kept_ids = {article.id for article, _ in kept}
    warnings = [warning for warning in warnings if not warning.article_id or warning.article_id in kept_ids]
    return ImportReport(
        articles=table,
        set_aside=pd.DataFrame(set_aside, columns=Problem._fields),
        duplicates=duplicates.assign(
            article_id=[ids[i] for i in duplicates["row"]], same_as=[ids[i] for i in duplicates["same_as"]]
        )[["article_id", "same_as", "kind", "similarity", "kept"]],
        n_read=len(met),
        n_kept=sum(article.is_new for article, _ in kept),
        warnings=pd.DataFrame(warnings, columns=Doubt._fields),
    )


def _read_all(
    paths: Iterable[Path], out: Path, beside: Sequence[Path], language: Language
) -> Iterator[RawArticle | Problem]:
    """The articles of files and folders, in the order of file names; what the import itself wrote and tables `beside` texts
    are left out."""
    for path in paths:
        if not path.exists():
            yield Problem(path.as_posix(), 0, "no such file or folder", "check the path")
        elif path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.relative_to(path)))
            inside = [file for file in inside if file not in beside]
            for file in inside:
                if not file.resolve().is_relative_to(out.resolve()):
                    yield from read_file(file, file.as_posix(), language)
        else:
            yield from read_file(path, path.as_posix(), language)


def _said_by(raw: RawArticle | Problem) -> str:
    """Who says the date that a file gives: a table or an export, or a page or document of which it is the metadata."""
    is_page = raw.row == 0 or isinstance(raw, RawArticle) and raw.is_page
    return "page" if is_page else "table"


def named_in(
    paths: Iterable[str | Path], manifest: str | Path | None, language: Language
) -> tuple[list[str], list[str]]:
    """The outlets and the events that files and a manifest name, each once, in the order of the alphabet.

    What nobody names an outlet but a page tells its site of, is of that site. For a study that is still to be written.
    """
    files = [Path(path) for path in paths]
    beside = [file for path in files if path.is_dir() for file in metadata_files(path, language)]
    entries = [
        e for file in [*beside, *([Path(manifest)] if manifest else [])] for e in read_manifest(file, language).values()
    ]
    outlets, named = {e.outlet for e in entries}, {e.event for e in entries}
    for raw in _read_all(files, Path(os.devnull), beside, language):
        if isinstance(raw, RawArticle):
            outlets.add(raw.outlet.strip() or raw.site)
            named.add(raw.event.strip())
    alone = {folded(name): name for name in sorted(outlets - {""}, reverse=True)}
    return sorted(alone.values()), sorted(named - {""})


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _earlier(out: Path, again: set[str]) -> Iterator[_Met]:
    """The articles of earlier imports into `out`; the text of one that comes `again` may be gone."""
    table = out / TABLE
    if not table.exists():
        return
    with table.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines), start=2):
            id_ = safe_id(row.get("article_id") or "")
            file = out / f"{id_}.txt"
            if file.is_file():
                known: dict[str, Any] = {key: row.get(key) or "" for key in STATED}
                said_by = row.get("date_source") or ("table" if known["published"] else "dateline")
                if said_by == "dateline":  # the text says it again
                    known["published"] = ""
                text = file.read_bytes().decode("utf-8", "replace")
                yield _Met(RawArticle(file.as_posix(), 0, id_, text, **known), said_by, False)
            elif id_ not in again:
                gone = Problem(table.as_posix(), line, f"the text {file.name} is gone", "import the article again")
                yield _Met(gone, "none", False)


def _checked(met: Iterable[_Met], language: Language, set_aside: list[Problem]) -> list[CleanArticle]:
    """The articles with a text and an id of their own; one of an earlier import that comes again takes what is new."""
    found: dict[str, CleanArticle] = {}
    for raw, said_by, is_new in met:
        article = raw if isinstance(raw, Problem) else _article(raw, said_by, is_new, language)
        if isinstance(article, Problem):
            set_aside.append(article)
            continue
        key = article.id.casefold()  # some file systems do not tell A.txt from a.txt
        first = found.setdefault(key, article)
        if first is article:
            continue
        if (first.text, first.id) != (article.text, article.id):
            instead = "" if first.is_new else f", or delete {first.raw.file} to replace it"
            reason = f"the id {article.id} belongs to another text already ({first.raw.place})"
            set_aside.append(article.raw.problem(reason, f"give it an id of its own{instead}"))
        elif first.is_new:
            reason = f"the same article, id and text, was read before ({first.raw.place})"
            set_aside.append(article.raw.problem(reason, "nothing to do"))
        else:
            found[key] = _renewed(article, first)
    return list(found.values())


def _renewed(article: CleanArticle, earlier: CleanArticle) -> CleanArticle:
    """An article that comes again: what it brings, and what only an earlier import knew, or knew from a better source."""
    known = {field: getattr(article.raw, field) or getattr(earlier.raw, field) for field in STATED}
    said_by = article.said_by
    better = SOURCES.index(earlier.said_by) < SOURCES.index(said_by) if earlier.said_by in SOURCES else False
    if earlier.raw.published and (better or not article.raw.published):
        known["published"], said_by = earlier.raw.published, earlier.said_by
    return article._replace(raw=article.raw._replace(**known), said_by=said_by)


def _article(raw: RawArticle, said_by: str, is_new: bool, language: Language) -> CleanArticle | Problem:
    """The article as it will be kept, or why it cannot be."""
    cut = "cut it into articles"
    id_ = safe_id(raw.article_id)
    if not id_:
        return raw.problem(f"the id {raw.article_id[:40]!r} has no letter or digit", "give it an id such as a-17")
    if (n := len(raw.text)) > MAX_BYTES:
        return raw.problem(f"{n:,} characters are too many for one article (at most {MAX_BYTES:,})", cut)
    normalised = normalise(raw.text, language)
    text = normalised.text
    if (n := len(paragraphs(text))) > MAX_PARAGRAPHS:
        return raw.problem(f"{n:,} paragraphs are too many for one article (at most {MAX_PARAGRAPHS:,})", cut)
    table = zones(text, language)
    spans = spans_of(text, table)
    n_words = sum(count_words(text[start:end], language) for start, end in spans)
    if n_words == 0:
        return raw.problem("holds no article text", "put the text in, or leave the article out")
    dateline, month = find_days(text, table, language), find_month(text, table, language)
    return CleanArticle(raw, id_, text, normalised.breaks(), spans, n_words, dateline, month, said_by, is_new)


def _unused(given: dict[str, Entry], articles: list[CleanArticle]) -> list[Doubt]:
    """A warning for each line of the manifest that speaks of no article."""
    used = {entry for article in articles if (entry := entry_of(given, article.id, article.raw.file))}
    unused = [entry for entry in dict.fromkeys(given.values()) if entry not in used]
    advice = "check the id or the file name"
    return [Doubt(e.manifest, e.line, "", f"no article is {e.article_id or e.file}", advice) for e in unused]


def _write(out: Path, articles: list[CleanArticle], table: pd.DataFrame) -> None:
    """Texts first, the table last: as long as the table is missing, the import is not finished."""
    out.mkdir(parents=True, exist_ok=True)
    for article in articles:
        if not article.is_new:
            continue
        write_atomically(out / f"{article.id}.txt", article.text.encode())
        offsets = out / f"{article.id}.offsets.csv"
        if len(article.way_back) > 1:
            way_back = pd.DataFrame(article.way_back, columns=["start", "original_start"])
            write_atomically(offsets, way_back.to_csv(index=False, lineterminator="\n").encode())
        else:
            offsets.unlink(missing_ok=True)
    write_atomically(out / TABLE, table.to_csv(index=False, lineterminator="\n").encode())
