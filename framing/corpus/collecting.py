"""Pages of a list, fetched again: so that somebody with a network can have the texts that a study's facts are about."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import pandas as pd

from framing.corpus.fetching import Fetcher, FetchError, Page
from framing.corpus.fingerprints import verdict
from framing.corpus.formats import Problem
from framing.corpus.formats.html import read_page
from framing.corpus.importing import import_texts
from framing.corpus.manifest import CorpusError
from framing.language import Language, load
from framing.study import Study
from framing.tables.files import write_atomically
from framing.tables.ids import safe_id
from framing.tables.waiting import progress
from framing.text.detection import wrong_language
from framing.text.tokenisation import count_words

ARCHIVE = "https://archive.org/wayback/available"
PAGES, REPORT = "pages", "collected.csv"
MIN_WORDS = 40
GONE = {401, 402, 403, 404, 410, 451}
COLUMNS = ["article_id", "url", "status", "from", "reason"]


class _Row(NamedTuple):
    article_id: str
    url: str
    status: str
    where: str
    reason: str


def collect(
    pages: pd.DataFrame, study: Study, out_dir: str | Path, fetcher: Fetcher | None = None, archive: str = ARCHIVE
) -> pd.DataFrame:
    """Fetch the pages of a list politely, take the articles out, and say which are still what they were.

    `pages` has a row a page: article_id, url and, where known, outlet, event, published, keep (pages with `no` are passed over)
    and fingerprint. The page as it came is kept in `out_dir`/pages and not asked for again, so that a run that stopped
    goes on; the texts and their table lie in `out_dir` (see `import_texts`), what became of each page in collected.csv there. A
    page that is gone is looked for in the Wayback Machine (`archive`: the address of its availability service), at the day
    when it was published.

    Columns: article_id, url, status (same, changed, another: by fingerprint; new: none was known; gone; failed; set aside),
    from (live, archive) and reason. Raises CorpusError when a column is missing, an id or an address stands twice.
    """
    pages = _checked(pages)
    out = Path(out_dir)
    hosts = {host for url in pages["url"] if (host := _hostname(url))}
    fetcher = fetcher or Fetcher(named=hosts)
    (out / PAGES).mkdir(parents=True, exist_ok=True)
    rows = [_fetched(row, out / PAGES, fetcher, archive) for row in progress(list(_rows(pages)), desc="fetching")]
    rows = [
        row if row.status else _looked_at(row, out / PAGES / f"{row.article_id}.html", load(study.language))
        for row in rows
    ]
    have = {row.article_id for row in rows if not row.status}
    manifest = pages[pages["article_id"].isin(have)].reindex(columns=["article_id", "outlet", "event", "published"])
    write_atomically(out / PAGES / "manifest.csv", manifest.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    files = [out / PAGES / f"{id_}.html" for id_ in sorted(have)]
    report = import_texts(files, study, out, manifest=out / PAGES / "manifest.csv")
    reasons = {
        Path(file).stem: reason
        for file, reason in zip(report.set_aside["file"], report.set_aside["reason"], strict=True)
    }
    same_as = dict(zip(report.duplicates["article_id"], report.duplicates["same_as"], strict=True))
    outside = dict(_outside(report.articles, study))
    known = dict(zip(pages["article_id"], pages["fingerprint"], strict=True))
    done = [_judged(row, out, known, reasons, same_as, outside) if not row.status else row for row in rows]
    table = pd.DataFrame(done, columns=COLUMNS)
    write_atomically(out / REPORT, table.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    return table


def _checked(pages: pd.DataFrame) -> pd.DataFrame:
    for column in ("article_id", "url"):
        if column not in pages:
            raise CorpusError(
                f"the list of pages has no column {column}: write a header such as article_id,url,outlet,event"
            )
    pages = pages.astype("str").replace({"nan": "", "<NA>": "", "None": ""})
    if "keep" in pages:
        pages = pages[pages["keep"] != "no"]
    for column in ("article_id", "url"):
        for value in pages.loc[pages[column].duplicated() & (pages[column] != ""), column]:
            raise CorpusError(f"the list of pages names {column} {value} twice: keep one row")
    unsafe = pages.loc[pages["article_id"].map(safe_id) != pages["article_id"], "article_id"]
    for value in unsafe:
        raise CorpusError(
            f"the list of pages: article_id {value!r} is no safe name of a file: use letters, digits, _ and -"
        )
    return pages.reindex(
        columns=[*pages.columns.drop("fingerprint", errors="ignore"), "fingerprint"], fill_value=""
    ).fillna("")


def _rows(pages: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    published = pages["published"] if "published" in pages else pd.Series("", index=pages.index)
    yield from zip(pages["article_id"], pages["url"], published, strict=True)


def _fetched(row: tuple[str, str, str], folder: Path, fetcher: Fetcher, archive: str) -> _Row:
    """A page in the folder (status empty), or why there is none."""
    id_, url, published = row
    path, where = folder / f"{id_}.html", folder / f"{id_}.from"
    if path.exists() and where.exists():
        return _Row(id_, url, "", where.read_text("utf-8"), "")
    try:
        page, came = fetcher.page(url), "live"
        if page.status in GONE:
            page, came = _archived(url, published, fetcher, archive), "archive"
        if page.status != 200:
            raise FetchError(f"answered {page.status}")
        write_atomically(path, _as_utf8(page))
        write_atomically(where, came.encode())
    except _Gone as error:
        return _Row(id_, url, "gone", "", str(error))
    except FetchError as error:
        return _Row(id_, url, "failed", "", str(error))
    return _Row(id_, url, "", came, "")


class _Gone(Exception):
    """A page that is neither at its address nor in the archive."""


def _archived(url: str, published: str, fetcher: Fetcher, archive: str) -> Page:
    """The copy of a page that lies nearest to the day when it was published."""
    day = published.replace("-", "") if _is_day(published) else ""
    try:
        answer = fetcher.page(f"{archive}?url={quote(url, safe='')}" + (f"&timestamp={day}" if day else ""))
        closest = json.loads(answer.data).get("archived_snapshots", {}).get("closest", {}).get("url", "")
    except (FetchError, ValueError, AttributeError) as error:
        raise _Gone(f"gone, and the archive could not be asked ({error})") from error
    if not closest:
        raise _Gone("gone, and not in the archive")
    return fetcher.page(closest)


def _is_day(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _as_utf8(page: Page) -> bytes:
    """The page in UTF-8 where the header declares another charset that the bytes are in; else as it came."""
    if not page.charset or page.charset in ("utf-8", "utf8"):
        return page.data
    try:
        return b"\xef\xbb\xbf" + page.data.decode(page.charset).encode("utf-8")
    except (LookupError, UnicodeDecodeError):
        return page.data


def _looked_at(row: _Row, path: Path, language: Language) -> _Row:
    """The row of a page as it is, or set aside: no article, too short for one (a wall of cookies, a teaser), another language."""
    found = next(read_page(path, path.name, language))
    if isinstance(found, Problem):
        return row._replace(status="set aside", reason=found.reason)
    if (n := count_words(found.text, language)) < MIN_WORDS:
        reason = f"{n} words are no article (at least {MIN_WORDS}): a teaser, a paywall, a wall of cookies or a list of links"
        return row._replace(status="set aside", reason=reason)
    foreign = wrong_language(found.text, language)
    return row._replace(status="set aside", reason=foreign) if foreign else row


def _judged(
    row: _Row,
    out: Path,
    known: dict[str, str],
    reasons: dict[str, str],
    same_as: dict[str, str],
    outside: dict[str, str],
) -> _Row:
    """What became of a page that was fetched: what its text is to the one that was measured, or why there is none."""
    path = out / f"{row.article_id}.txt"
    if row.article_id in same_as and not path.exists():
        return row._replace(status="set aside", reason=f"the same text as {same_as[row.article_id]}")
    if not path.exists():
        return row._replace(status="set aside", reason=reasons.get(row.article_id, "the import kept no text"))
    if row.article_id in outside:
        return row._replace(status="set aside", reason=outside[row.article_id])
    return row._replace(status=verdict(known[row.article_id], path.read_text("utf-8")))


def _outside(articles: pd.DataFrame, study: Study) -> Iterator[tuple[str, str]]:
    """The articles whose day lies outside the days of their event, with the reason."""
    for id_, event, day in articles[["article_id", "event", "published"]].itertuples(index=False, name=None):
        told = study.events.get(event)
        if told and _is_day(day) and not told.start <= dt.date.fromisoformat(day) <= told.end:
            yield (
                id_,
                f"dated {day}, outside the days of {event} ({told.start} to {told.end}): correct the day or the event",
            )


def _hostname(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
