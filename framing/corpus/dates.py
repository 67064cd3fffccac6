"""The day an article was published, as its page states it; the words for days stand in `dates.csv`, in five languages."""

import csv
import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from framing.language import Language, load
from framing.text.fold import folded

SOURCES = ("manifest", "table", "dateline", "page", "none")  # who says the day: the first goes before the others
# What the page says of itself; a date in the body is the date of something told, one in the furniture may be anything's.
_ZONES = ("dateline", "source", "furniture")
_MAX_CHARS = 2_000  # of a zone or a cell that are looked at
_MIN_YEAR = 1600  # before it there was no press: what is written so is a year that nobody filled in
_PUBLICATION, _PLAIN, _UPDATE = "publication", "plain", "update"

# How days are written, the surest first; day before month where both are figures. {n}: a month in words, {a}: what follows the
# figure of the day, {b}: what stands between the parts; {Y}, {M}, {D}: year, month, day in Chinese.
_DAYS = (
    r"\A(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=t|\s|\Z)",  # 20190403T1012
    r"(?P<y>\d{{4}}) ?[-/.] ?(?P<m>\d{{1,2}}) ?[-/.] ?(?P<d>\d{{1,2}})(?!\d)",  # 2019-04-03
    r"(?P<y>\d{{4}}) (?P<m>\d\d) (?P<d>\d\d)(?!\d)",  # 2019 04 03T10:12
    r"(?P<d>\d{{1,2}}) ?[./-] ?(?P<m>\d{{1,2}}) ?[./-] ?(?P<y>\d{{4}})(?!\d)",  # 03.04.2019
    r"(?P<d>\d{{1,2}})(?:{a}|[.°])?[ /-]?(?:{b} )?(?P<n>{n})\.?,?[ /-]?(?:{b} )?(?P<y>\d{{4}})(?!\d)",
    r"(?<![^\W_])(?P<n>{n})\.? (?P<d>\d{{1,2}})(?:{a})?,? (?P<y>\d{{4}})(?!\d)",  # April 3rd, 2019
    r"(?P<y>\d{{4}}) ?{Y} ?(?P<m>\d{{1,2}}) ?{M} ?(?P<d>\d{{1,2}}) ?{D}",
)
_MONTHS = (
    r"(?<!-)(?P<y>\d{{4}})-(?P<m>0[1-9]|1[0-2])(?![\d-])",  # 2019-04
    r"(?<![^\W_])(?P<n>{n})\.? (?:{b} )?(?P<y>\d{{4}})(?![\d-])",
    r"(?P<y>\d{{4}}) ?{Y} ?(?P<m>\d{{1,2}}) ?{M}",
)


class Stated(NamedTuple):
    """What a text says of the day of publication: none, one, or several that contradict each other."""

    days: tuple[dt.date, ...]
    is_update: bool = False  # only the day of an update is stated


class _Mention(NamedTuple):
    day: dt.date
    kind: str  # by what stands before it


@cache
def _rows() -> tuple[dict[str, str], ...]:
    """The rows of `dates.csv`."""
    with Path(__file__).with_name("dates.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


@cache
def _known_languages() -> frozenset[str]:
    return frozenset(row["language"] for row in _rows())


@cache
def _months() -> dict[str, int]:
    return {folded(row["word"]): int(row["field"]) for row in _rows() if row["field"].isdecimal()}


@cache
def _forms(forms: tuple[str, ...], code: str) -> tuple[re.Pattern[str], ...]:
    # « 3rd » and « 1er » are short and could be anything: they count in their own language only.
    rows = [row for row in _rows() if row["field"] != "after_day" or row["language"] == code]
    fields = {"a": "after_day", "b": "between", "Y": "year", "M": "month", "D": "day"}
    parts = {
        key: _any_of(folded(row["word"]) for row in rows if row["field"] == field) for key, field in fields.items()
    }
    return tuple(re.compile(rf"(?<!\d){form.format(n=_any_of(_months()), **parts)}") for form in forms)


def _any_of(words: Iterable[str]) -> str:
    """An alternative of words, the longest first; of none, what never matches."""
    return f"(?:{'|'.join(sorted(set(words), key=lambda word: (-len(word), word))) or '(?!)'})"


def _found(value: str, forms: tuple[str, ...], code: str) -> list[tuple[int, int, re.Match[str]]]:
    """The places in a folded text that one of the forms covers, in their order, none inside another."""
    every = [(m.start(), i, m) for i, form in enumerate(_forms(forms, code)) for m in form.finditer(value)]
    kept: list[tuple[int, int, re.Match[str]]] = []
    for start, _, match in sorted(every, key=lambda one: one[:2]):
        if not kept or start >= kept[-1][1]:
            kept.append((start, match.end(), match))
    return kept


def _mentions(value: str, language: Language) -> Iterator[_Mention]:
    """The days that a text names, in their order, and whether it says that something was published or changed then."""
    value = _plain(value)
    before_update, before_publication = language.pattern("before_update"), language.pattern("before_publication")
    for start, day in _days(value, language):
        before = value[max(0, start - 40) : start]
        if before_update.search(before):
            yield _Mention(day, _UPDATE)
        else:
            yield _Mention(day, _PUBLICATION if before_publication.search(before) else _PLAIN)


def _days(value: str, language: Language) -> list[tuple[int, dt.date]]:
    found = [(start, _day(match)) for start, _, match in _found(folded(value), _DAYS, language.code)]
    if language.code not in _known_languages():
        words = language.pattern("day_in_words").finditer(value)
        found += [(match.start(), _parsed(match[0], language)) for match in words]
    return sorted((start, day) for start, day in found if day)


def _parsed(words: str, language: Language) -> dt.date | None:
    """The day that some words name, in a language that `dates.csv` does not have."""
    import dateparser  # slow to import, and seldom needed

    settings = {"STRICT_PARSING": True, "DATE_ORDER": "DMY"}
    parsed: dt.datetime | None = dateparser.parse(words, languages=[language.code], settings=settings)
    return parsed.date() if parsed else None


def parse_date(value: str, language: Language | None = None) -> dt.date | None:
    """The first day that `value` names, day before month; None when it names none or an impossible one.

    >>> parse_date("lundi 1er mars 2021 à 8 h 30"), parse_date("2018 年 10 月 7 日")
    (datetime.date(2021, 3, 1), datetime.date(2018, 10, 7))
    >>> parse_date("31.02.2021") is None
    True
    """
    return next((mention.day for mention in _mentions(value[:_MAX_CHARS], language or load())), None)


def days_in(value: str, language: Language | None = None) -> Stated:
    """The day of publication that a cell or a line states; several where it names several and no word decides.

    A day that the text says something was published on goes before others, and these before the day of an update.

    >>> [day.isoformat() for day in days_in("Publié le 12 sept. 2023, mis à jour le 14 sept. 2023").days]
    ['2023-09-12']
    >>> [day.isoformat() for day in days_in("2023-03-04 / 2023-03-05").days]
    ['2023-03-04', '2023-03-05']
    """
    by_rank: dict[int, list[dt.date]] = defaultdict(list)
    for day, kind in _mentions(value[:_MAX_CHARS], language or load()):
        by_rank[(_PUBLICATION, _PLAIN, _UPDATE).index(kind)].append(day)
    return _first(by_rank, 2)


def parse_month(value: str, language: Language | None = None) -> str | None:
    """The first month that `value` names without a day, as YYYY-MM; None when it names none.

    >>> parse_month("date 2022-09"), parse_month("septembre 2022")
    ('2022-09', '2022-09')
    """
    language = language or load()
    value = _plain(value[:_MAX_CHARS])
    for _, _, match in _found(folded(value), _MONTHS, language.code):
        parts = match.groupdict()
        month = _months()[parts["n"]] if parts.get("n") else int(parts["m"])
        if 1 <= month <= 12 and int(parts["y"]) >= _MIN_YEAR:
            return f"{int(parts['y']):04}-{month:02}"
    if language.code in _known_languages():
        return None
    words = (match[0] for match in language.pattern("month_in_words").finditer(value))
    return next((f"{day:%Y-%m}" for word in words if (day := _parsed(f"1 {word}", language))), None)


def find_date(text: str, zones: pd.DataFrame, language: Language | None = None) -> dt.date | None:
    """The day on which the page of `text` says it was published; None when it does not say, or says two: see `find_days`.

    >>> from framing.text.zoning import zones
    >>> page = "Le port rouvre\\nLe Fanal | 03.04.2019 10h12\\nLe port a rouvert mercredi, après trois mois de travaux."
    >>> find_date(page, zones(page))
    datetime.date(2019, 4, 3)
    """
    days = find_days(text, zones, language).days
    return days[0] if len(days) == 1 else None


def find_days(text: str, zones: pd.DataFrame, language: Language | None = None) -> Stated:
    """The day of publication by the dateline and the source line of a page; several where they contradict each other.

    `zones` is the table of `framing.text.zoning.zones`. What stands above the text or below its first paragraph goes before
    what stands at its end, a day that something is said to be published on before others, the dateline before the source
    line, and all of them before the day of an update. Headline, body and page furniture (rights, further reading, embedded
    posts) are not looked at, but for a line above the text that is a day and nothing else; nor is what stands between
    paragraphs further down, nor a day that opens the headline.
    """
    language = language or load()
    by_rank: dict[int, list[dt.date]] = defaultdict(list)
    for part in _parts(text, zones, language):
        for day, kind in _mentions(part.text, language):
            rank = _rank(part, kind)
            if rank is not None:
                by_rank[rank].append(day)
    return _first(by_rank, _LAST_RANK)


_LAST_RANK = 6  # the day of an update


class _Part(NamedTuple):
    """A dateline or source line: where it stands."""

    text: str
    zone: str
    at_head: bool
    is_next: bool  # right behind the body
    opens_headline: bool


def _rank(part: _Part, kind: str) -> int | None:
    """Which mentions go before which; None for those that do not count."""
    if kind == _UPDATE:
        return _LAST_RANK
    if kind == _PUBLICATION:
        return 0 if part.at_head else 4
    if part.opens_headline:
        return None
    if part.at_head:
        return 1 + _ZONES.index(part.zone)
    return 5 if part.is_next else None


def _first(by_rank: dict[int, list[dt.date]], update: int) -> Stated:
    rank = min(by_rank, default=None)
    return Stated(()) if rank is None else Stated(tuple(dict.fromkeys(by_rank[rank])), rank == update)


def find_month(text: str, zones: pd.DataFrame, language: Language | None = None) -> str | None:
    """The month (YYYY-MM) that the page names without a day, in the zones of `find_days`; None when there is none."""
    language = language or load()
    parts = _parts(text, zones, language)
    return next((month for part in parts if (month := parse_month(part.text, language))), None)


def _parts(text: str, zones: pd.DataFrame, language: Language) -> Iterator[_Part]:
    rows = list(zip(zones["start"].tolist(), zones["end"].tolist(), zones["zone"].tolist(), strict=True))
    body = [i for i, (_, _, zone) in enumerate(rows) if zone == "body"]
    first, last = (body[0], body[-1]) if body else (len(rows), len(rows))
    # A lead may stand above the dateline: one paragraph, and the text goes on below.
    has_lead = len(body) > 1 and "\n" not in text[rows[first][0] : rows[first][1]].strip()
    head_end = body[1] if has_lead else first
    around = (i for i, (_, _, zone) in enumerate(rows) if zone in _ZONES and not head_end <= i <= last)
    for i in around:
        start, end, zone = rows[i]
        part = text[start : min(end, start + _MAX_CHARS)]
        if zone != "furniture":
            opens = i + 1 < len(rows) and rows[i + 1][2] == "headline" and "\n" not in part
            yield _Part(part, zone, i < head_end, i == last + 1, opens)
        elif i < head_end:
            yield from _bare_days(part, zone, language)


def _bare_days(part: str, zone: str, language: Language) -> Iterator[_Part]:
    """The lines of page furniture that are a day and nothing else."""
    return (_Part(line, zone, True, False, False) for line in part.splitlines() if _is_day(line, language))


def _is_day(line: str, language: Language) -> bool:
    """Whether a line is a day and nothing else."""
    line = _plain(line).strip()
    ends = [end for start, end, _ in _found(folded(line), _DAYS, language.code) if start == 0]
    words = language.pattern("day_in_words") if language.code not in _known_languages() else None
    return len(line) in ends or (words is not None and words.fullmatch(line) is not None)


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value)


def _day(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    month = _months()[parts["n"]] if parts.get("n") else int(parts["m"])
    try:
        day = dt.date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None
    return day if day.year >= _MIN_YEAR else None
