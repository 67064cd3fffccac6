import datetime as dt

import pandas as pd
import pytest
from lxml.html import document_fromstring

from framing.corpus.dates import days_in, find_date, find_days, find_month, parse_date, parse_month
from framing.corpus.page_dates import page_date
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
    ("12 juill. 2020", "2020-07-12"),
    ("1ᵉʳ mars 2021", "2021-03-01"),
    ("2018 年 10 月 7 日", "2018-10-07"),
    ("2018年10月7日", "2018-10-07"),
    ("4. März 2023", "2023-03-04"),
    ("4 de marzo de 2023", "2023-03-04"),
    ("4 March 2023", "2023-03-04"),
    ("March 4, 2023", "2023-03-04"),
    ("2023 03 04T08:30:00", "2023-03-04"),
    ("20230304", "2023-03-04"),
    ("04/03/23", None),
    ("© 2019", None),
    ("0001-01-01", None),
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
    # A day among the rights may be that of a picture.
    (f"Le port rouvre\n{BODY}\n© Le Fanal, 3 avril 2019", None),
    (f"Le port rouvre\n{BODY}\n© 2019 Le Fanal. Tous droits réservés.", None),
    (f"Le port rouvre\n{BODY}\n— Lia Brone (@lbrone) 3 avril 2031\n{BODY}", None),
    (f"Le port rouvre\n{BODY}\nSur le même sujet\n3 avril 2019", None),
    (f"Le port rouvre\n{BODY}\nPublié le 3 avril 2019 à 10h12", "2019-04-03"),
    (f"11 septembre 2001 – Vingt ans après\n{BODY}{BODY}", None),
    (f"Le port rouvre\nPublié le 12 juill. 2019\nLe Fanal | 14.07.2019\n{BODY}", "2019-07-12"),
    (f"Le port rouvre\n3 avril 2019\n4 avril 2019\n{BODY}", None),
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


def test_two_days_that_contradict_each_other_are_both_told():
    page = f"Le port rouvre\n3 avril 2019\n4 avril 2019\n{BODY}"
    assert [day.isoformat() for day in find_days(page, zones(page)).days] == ["2019-04-03", "2019-04-04"]
    assert find_days("Le port rouvre", zones("Le port rouvre")).days == ()
    assert days_in("mis à jour le 4 avril 2019").is_update


JSON = '<script type="application/ld+json">{}</script>'
ARTICLE = (
    '{"@graph": [{"@type": "NewsArticle", "datePublished": "2023-03-04T08:00:00Z", '
    '"comment": {"datePublished": "2023-03-09"}}]}'
)
HTML = [
    ("", ""),
    ("<p>© 2019</p>", ""),
    ("<footer><time>2019-01-01</time></footer>", ""),
    ("<h1>La crue du 11 septembre 2001</h1>", ""),
    ("<article><blockquote class=twitter-tweet>x <a>March 4, 2023</a></blockquote></article>", ""),
    ("<article><div class=twitter-tweet><time datetime=2023-03-04></time></div></article>", ""),
    ("<article><h1>x</h1><article class=z><time datetime=2023-03-04></time></article></article>", ""),
    ("<article><h1>x</h1><p>Le rapport, publié le 3 mai 2019, dit que le port rouvre.</p></article>", ""),
    ("<article><h1>x</h1><time datetime=2023-03-04T10:00>hier</time></article>", "2023-03-04"),
    ("<article><p>Publié le <time>4 mars 2023</time>, mis à jour le <time>6 mars 2023</time></p></article>", "2023-03-04"),
    ("<article><p>Mis à jour le <time datetime=2023-03-06>lundi</time></p></article>", ""),
    ("<article><time datetime=2023-03-04></time><time datetime=2023-03-05></time></article>", "2023-03-04 / 2023-03-05"),
    (JSON.format(ARTICLE), "2023-03-04"),
    (JSON.format("{"), ""),
    (JSON.format("[" * 100_000), ""),
    (JSON.format('{"@type": "NewsArticle", "datePublished": 7}'), ""),
    ("<meta name=date content=2023-03-04><meta name=datepublished content=2023-03-02>", "2023-03-02"),
    # One moment in two time zones is one day.
    ('<meta name=datepublished content="2023-03-04T23:30:00+00:00">'
     '<meta name=article:published_time content="2023-03-05T00:30:00+01:00">', "2023-03-04"),
    ("<meta name=date content=2022-01-01><p class=date>Publié le 4 mars 2023</p>", "2023-03-04"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), HTML)
def test_page_date(page, expected):
    assert page_date(document_fromstring(f"<html><body>{page}<p>.</p></body></html>")) == expected


def test_a_deep_page_is_read_in_linear_time():
    deep = "<div class=date>" * 5_000 + "<p>4 mars 2023" + "<meta name=x content=y>" * 5_000
    assert page_date(document_fromstring(f"<html><body>{deep}</body></html>")) in ("", "2023-03-04")
