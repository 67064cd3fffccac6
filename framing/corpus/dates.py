"""The day an article was published, as its page states it; how days stand in words, the language's folder says."""

import datetime as dt
import re
from functools import cache

import pandas as pd

from framing.language import Language, load

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_ZONES = ("dateline", "source", "furniture")  # in this order; a date in the body is the date of something told
_MAX_CHARS = 2_000  # of a zone that are looked at


@cache
def _day_pattern(language: Language) -> re.Pattern[str]:
    """A day in digits, or in words as the language writes it."""
    return re.compile(
        rf"""(?<!\d)(?:
        (?P<y>\d{{4}})[-/](?P<m>\d{{1,2}})[-/](?P<d>\d{{1,2}})(?!\d)                                # 2019-04-03
        | (?P<day>\d{{1,2}})\ ?[./-]\ ?(?P<month>\d{{1,2}})\ ?[./-]\ ?(?P<year>\d{{4}})(?!\d)  # 03.04.2019  03/04/2019
        | (?P<words>(?-x:{language.pattern("day_in_words").pattern}))(?!\d)
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _month_pattern(language: Language) -> re.Pattern[str]:
    in_words = language.pattern("month_in_words").pattern
    return re.compile(
        rf"(?<![\d-])(?P<y>\d{{4}})-(?P<m>0[1-9]|1[0-2])(?![\d-])|(?<![^\W_])(?P<words>{in_words})(?![\d-])"
    )


def _parse(words: str, language: Language) -> dt.datetime | None:
    """The day that some words name in full."""
    import dateparser  # slow to import, and most days are written in digits

    return dateparser.parse(words, languages=[language.code], settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY"})


def parse_date(value: str, language: Language | None = None) -> dt.date | None:
    """The first day that `value` names, day before month; None when it names none or an impossible one.

    >>> parse_date("lundi 1er mars 2021 à 8 h 30")
    datetime.date(2021, 3, 1)
    >>> parse_date("31.02.2021") is None
    True
    """
    language = language or load()
    found = _day_pattern(language).finditer(_plain(value))
    return next((day for match in found if (day := _day(match, language))), None)


def parse_month(value: str, language: Language | None = None) -> str | None:
    """The first month that `value` names without a day, as YYYY-MM; None when it names none.

    >>> parse_month("date 2022-09"), parse_month("septembre 2022")
    ('2022-09', '2022-09')
    """
    language = language or load()
    for match in _month_pattern(language).finditer(_plain(value)):
        if match["y"]:
            return f"{match['y']}-{match['m']}"
        if parsed := _parse(f"1 {match['words']}", language):
            return f"{parsed:%Y-%m}"
    return None


def find_date(text: str, zones: pd.DataFrame, language: Language | None = None) -> dt.date | None:
    """The day on which the page of `text` says it was published; None when it does not say.

    `zones` is the table of `framing.text.zoning.zones`. The day of publication goes before that of an update, the dateline
    before the source line, and both before the page furniture. Dates in the headline or the body are not looked at.

    >>> from framing.text.zoning import zones
    >>> page = "Le port rouvre\\nLe Fanal | 03.04.2019 10h12\\nLe port a rouvert mercredi, après trois mois de travaux."
    >>> find_date(page, zones(page))
    datetime.date(2019, 4, 3)
    """
    language = language or load()
    before_update = language.pattern("before_update")
    updated = None
    for part in _parts(text, zones):
        for match in _day_pattern(language).finditer(part):
            if day := _day(match, language):
                if not before_update.search(part[max(0, match.start() - 40) : match.start()]):
                    return day
                updated = updated or day
    return updated


def find_month(text: str, zones: pd.DataFrame, language: Language | None = None) -> str | None:
    """The month (YYYY-MM) that the page names without a day, in the zones of `find_date`; None when there is none."""
    return next((month for part in _parts(text, zones) if (month := parse_month(part, language))), None)


def _parts(text: str, zones: pd.DataFrame) -> list[str]:
    rows = list(zip(zones["start"].tolist(), zones["end"].tolist(), zones["zone"].tolist(), strict=True))
    return [
        _plain(text[start : min(end, start + _MAX_CHARS)])
        for wanted in _ZONES
        for start, end, zone in rows
        if zone == wanted
    ]


def _plain(value: str) -> str:
    return value.translate(_SPACES)


def _day(match: re.Match[str], language: Language) -> dt.date | None:
    if match["words"]:
        parsed = _parse(match["words"], language)
        return parsed.date() if parsed else None
    year, month, day = (
        (match["y"], match["m"], match["d"]) if match["y"] else (match["year"], match["month"], match["day"])
    )
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
