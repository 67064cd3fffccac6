import datetime as dt

import pandas as pd
import pytest

from framing.corpus.dates import find_date, find_month, parse_date, parse_month
from framing.text.zoning import zones

DAYS = [
    ("", None),
    ("hier", None),
    ("9 juin", None),
    ("2017-06", None),
    ("09.06.2017 08h34", "2017-06-09"),
    ("09/06/2017", "2017-06-09"),
    ("9-6-2017", "2017-06-09"),
    ("12. 01. 2022", "2022-01-12"),
    ("2017-06-09T08:34:00Z", "2017-06-09"),
    ("2017/06/09", "2017-06-09"),
    ("9 juin 2017", "2017-06-09"),
    ("9\u00a0juin\u00a02017", "2017-06-09"),
    ("lundi 1er mars 2021", "2021-03-01"),
    ("12 févr. 2020", "2020-02-12"),
    ("5 août 2019 à 7 h", "2019-08-05"),
    ("3 DÉCEMBRE 2018", "2018-12-03"),
    ("31 février 2020", None),
    ("99.99.2020", None),
    ("12 canards 2020, puis 4 mai 2020", "2020-05-04"),
    ("1234567890-12-12", None),
]

MONTHS = [
    ("", None),
    ("date 2022-09 Le port", "2022-09"),
    ("septembre 2022", "2022-09"),
    ("2022-13", None),
    ("canards 2022", None),
    ("2022-09-14", None),
]

BODY = "Le port d'Orée a rouvert ce mercredi 5 juin 2013, après trois longs mois de travaux.\n"
PAGES = [
    ("", None),
    (BODY, None),
    (f"Le port rouvre\nLe Fanal | 03.04.2019 10h12\n{BODY}", "2019-04-03"),
    (f"Le port rouvre\nPublié le 3 avril 2019 à 10h12, modifié le 4 avril 2019\n{BODY}", "2019-04-03"),
    (f"Le port rouvre\nMis à jour le 4 avril 2019\nLe Fanal | 03.04.2019\n{BODY}", "2019-04-03"),
    (f"Le port rouvre\nMis à jour le 4 avril 2019\n{BODY}", "2019-04-04"),
    (f"Le port rouvre\nPORT-ORÉE, 3 avril 2019 (Agence Orée) – {BODY}", "2019-04-03"),
    (f"Le port rouvre\nPORT-ORÉE, 3 avril (Agence Orée) – {BODY}", None),
    (f"Ce que changera le 1er mai 2030\n{BODY}", None),
    (f"Le port rouvre\n{BODY}\n© Le Fanal, 3 avril 2019", "2019-04-03"),
]


@pytest.mark.parametrize(("value", "expected"), DAYS)
def test_parse_date(value, expected):
    assert parse_date(value) == (dt.date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(("value", "expected"), MONTHS)
def test_parse_month(value, expected):
    assert parse_month(value) == expected


@pytest.mark.parametrize(("page", "expected"), PAGES)
def test_find_date(page, expected):
    found = find_date(page, zones(page))
    assert (found.isoformat() if found else None) == expected


def test_find_month():
    page = f"date 2019-04 Le port rouvre\n{BODY}"
    assert find_date(page, zones(page)) is None
    assert find_month(page, zones(page)) == "2019-04"


def test_zones_without_rows():
    nothing = pd.DataFrame({"start": [], "end": [], "zone": []})
    assert find_date("3 avril 2019", nothing) is None
