"""The day an article was published, as a French page states it."""

import datetime as dt
import re

import dateparser
import pandas as pd

_DAY = re.compile(
    r"""(?<!\d)(?:
    (?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?!\d)                           # 2019-04-03
    | (?P<day>\d{1,2})\ ?[./-]\ ?(?P<month>\d{1,2})\ ?[./-]\ ?(?P<year>\d{4})(?!\d)  # 03.04.2019  03/04/2019
    | (?P<words>\d{1,2}(?:er)?\ [^\W\d_]{3,9}\.?\ \d{4})(?!\d)                      # 3 avril 2019  1er mars 2019
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?<![\d-])(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])(?![\d-])|(?<![^\W_])(?P<words>[^\W\d_]{3,9} \d{4})(?![\d-])"
)
_UPDATED = re.compile(r"(mise? à jour|modifiée?|actualisée?|màj)\b[^\d]{0,20}$", re.IGNORECASE)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_ZONES = ("dateline", "source", "furniture")  # in this order; a date in the body is the date of something told
_STRICT = {"STRICT_PARSING": True, "DATE_ORDER": "DMY"}
_MAX_CHARS = 2_000  # of a zone that are looked at


def parse_date(value: str) -> dt.date | None:
    """The first day that `value` names, day before month as in French; None when it names none or an impossible one.

    >>> parse_date("lundi 1er mars 2021 à 8 h 30")
    datetime.date(2021, 3, 1)
    >>> parse_date("31.02.2021") is None
    True
    """
    return next((day for match in _DAY.finditer(_plain(value)) if (day := _day(match))), None)


def parse_month(value: str) -> str | None:
    """The first month that `value` names without a day, as YYYY-MM; None when it names none.

    >>> parse_month("date 2022-09"), parse_month("septembre 2022")
    ('2022-09', '2022-09')
    """
    for match in _MONTH.finditer(_plain(value)):
        if match["y"]:
            return f"{match['y']}-{match['m']}"
        if parsed := dateparser.parse(f"1 {match['words']}", languages=["fr"], settings=_STRICT):
            return f"{parsed:%Y-%m}"
    return None


def find_date(text: str, zones: pd.DataFrame) -> dt.date | None:
    """The day on which the page of `text` says it was published; None when it does not say.

    `zones` is the table of `framing.zones.zones`. The day of publication goes before that of an update, the dateline
    before the source line, and both before the page furniture. Dates in the headline or the body are not looked at.

    >>> from framing.text.zones import zones
    >>> page = "Le port rouvre\\nLe Fanal | 03.04.2019 10h12\\nLe port a rouvert mercredi, après trois mois de travaux."
    >>> find_date(page, zones(page))
    datetime.date(2019, 4, 3)
    """
    updated = None
    for part in _parts(text, zones):
        for match in _DAY.finditer(part):
            if day := _day(match):
                if not _UPDATED.search(part[max(0, match.start() - 40) : match.start()]):
                    return day
                updated = updated or day
    return updated


def find_month(text: str, zones: pd.DataFrame) -> str | None:
    """The month (YYYY-MM) that the page names without a day, in the zones of `find_date`; None when there is none."""
    return next((month for part in _parts(text, zones) if (month := parse_month(part))), None)


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


def _day(match: re.Match[str]) -> dt.date | None:
    if match["words"]:
        parsed = dateparser.parse(match["words"], languages=["fr"], settings=_STRICT)
        return parsed.date() if parsed else None
    year, month, day = (
        (match["y"], match["m"], match["d"]) if match["y"] else (match["year"], match["month"], match["day"])
    )
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
