"""What is refused of an import, and what the user should know: a rule, an example."""

import datetime as dt

import numpy as np
import pytest
from import_examples import STUDY_FILE

from framing.corpus.dates import Stated
from framing.corpus.details import DOUBTS, REFUSALS, CleanArticle, details_of, doubts, refusal, row_of
from framing.corpus.formats import RawArticle
from framing.corpus.manifest import Entry
from framing.study import parse_study

TODAY = dt.date(2031, 5, 1)
TEXT = "Le port d'Orée rouvre. « Enfin », dit le maire."
STUDY = parse_study(STUDY_FILE.replace("2019", "2031"))
SOUND = {"outlet": "fanal", "event": "reouverture", "published": "2031-04-03"}


def known(text=TEXT, dateline=(), page_month=None, entry=None, said_by="table", update=False, **said):
    raw = RawArticle("a.csv", 3, "a", text, **said)
    stated = Stated(tuple(map(dt.date.fromisoformat, dateline)), update)
    article = CleanArticle(raw, "a", text, np.zeros((1, 2)), [(0, len(text))], 9, stated, page_month, said_by, True)
    return details_of(article, entry, STUDY)


def entry(**cells):
    return Entry(**dict.fromkeys(Entry._fields, "") | {"manifest": "m.csv", "line": 2} | cells)


def test_what_the_manifest_says_goes_before_the_table_and_that_before_the_page():
    page = {"dateline": ["2031-04-01"], "site": "Agence Orée"}
    assert dated(**page) == ("2031-04-01", "dateline") and known(**page).outlet == "oree"
    table = page | {"published": "02.04.2031", "outlet": " fanal "}
    assert dated(**table) == ("2031-04-02", "table") and known(**table).outlet == "fanal"
    manifest = table | {"entry": entry(published="3 avril 2031", outlet="agence oree")}
    assert dated(**manifest) == ("2031-04-03", "manifest") and known(**manifest).outlet == "oree"
    of_articles = manifest | {"entry": entry(published="2031-04-03", date_source="page")}
    assert dated(**of_articles) == ("2031-04-03", "page")


DATED = [
    ({"said_by": "page", "published": "2031-04-02"}, "2031-04-02", "page"),
    ({"said_by": "page", "published": "2031-04-02", "dateline": ["2031-04-01"]}, "2031-04-01", "dateline"),
    ({"said_by": "page", "published": "2031-04-02", "dateline": ["2031-04-05"], "update": True}, "2031-04-02", "page"),
    ({"said_by": "page", "published": "2031-04-02 / 2031-04-03"}, "None", "none"),
    ({"said_by": "page", "published": "2031-04-02", "dateline": ["2031-04-01", "2031-04-03"]}, "None", "none"),
    ({"published": "2031-04-02, 2031-04-03", "dateline": ["2031-04-01"]}, "None", "none"),
    ({"published": "hier", "dateline": ["2031-04-01"]}, "2031-04-01", "dateline"),
    ({"published": "mars 2031", "dateline": ["2031-04-01"]}, "None", "none"),
    ({}, "None", "none"),
]


def dated(**said):
    dating = known(**said).dating
    return str(dating.day), dating.source


@pytest.mark.parametrize(("said", "day", "source"), DATED)
def test_who_says_the_day(said, day, source):
    assert dated(**said) == (day, source)


def test_the_row():
    assert row_of(known(**SOUND, language="fr-BE"), STUDY) == {
        "article_id": "a",
        "outlet": "fanal",
        "group": "state",
        "event": "reouverture",
        "published": "2031-04-03",
        "language": "fr-BE",
        "n_words": 9,
        "n_sentences": 2,
        "sha256": known().sha256,
        "date_source": "table",
    }
    row = row_of(known(), STUDY)
    assert (row["outlet"], row["group"], row["event"], row["published"], row["language"]) == ("", "", "", "", "fr")


REFUSED = [
    ("_unknown_outlet", {"outlet": "Nulle Part"}, "the study has no outlet 'Nulle Part'"),
    ("_unknown_event", {"event": "tempete"}, "the study has no event 'tempete'"),
    ("_of_the_future", {"published": "2031-05-02"}, "the date of publication 2031-05-02 lies in the future"),
]


@pytest.mark.parametrize(("rule", "said", "reason"), REFUSED)
def test_what_is_refused(rule, said, reason):
    details = known(**SOUND | said)
    problem = refusal(details, STUDY, TODAY)
    assert problem is not None and (problem.file, problem.row, problem.reason) == ("a.csv", 3, reason)
    assert [r.__name__ for r in REFUSALS if r(details, STUDY, TODAY)] == [rule]


def test_the_first_rule_that_holds_gives_the_reason():
    details = known(outlet="Nulle Part", event="tempete", published="2050-01-01")
    assert refusal(details, STUDY, TODAY).reason == REFUSED[0][2]


DOUBTED = [
    (
        "_no_outlet",
        {"outlet": "", "site": "inconnu.test"},
        "no outlet is named (the page names the site 'inconnu.test')",
    ),
    ("_no_outlet", {"outlet": ""}, "no outlet is named"),
    ("_no_event", {"event": ""}, "no event is named"),
    ("_no_date", {"published": ""}, "no date of publication is stated"),
    (
        "_no_date",
        {"published": "", "page_month": "2031-04"},
        "no date of publication is stated (only the month 2031-04)",
    ),
    ("_no_date", {"published": "hier"}, "the date of publication 'hier' cannot be read"),
    (
        "_no_date",
        {"published": "avril 2031", "page_month": "2031-03"},
        "the date of publication 'avril 2031' cannot be read (only the month 2031-04)",
    ),
    (
        "_two_dates",
        {"published": "2031-04-03 / 2031-04-04"},
        "dates of publication that contradict each other: 2031-04-03, 2031-04-04",
    ),
    (
        "_two_dates",
        {"published": "mars 2031", "dateline": ["2031-04-03"]},
        "dates of publication that contradict each other: 2031-03, 2031-04-03",
    ),
    (
        "_unread_date",
        {"published": "hier", "dateline": ["2031-04-03"]},
        "the date of publication 'hier' cannot be read; 2031-04-03 was taken instead (dateline)",
    ),
    (
        "_only_an_update",
        {"published": "", "dateline": ["2031-04-03"], "update": True},
        "only the day of an update is stated: 2031-04-03 was taken (dateline)",
    ),
    ("_noted", {"note": "read as cp1252"}, "read as cp1252"),
    ("_odd_marks", {"text": "« Oui", "entry": entry()}, "quotation marks that do not pair: « 1, » 0"),
    ("_odd_marks", {"text": 'un 7" rare'}, 'quotation marks that do not pair: " 1'),
    ("_another_text", {"entry": entry(sha256="0" * 64)}, "the text is not the one that m.csv lists (sha256)"),
]


@pytest.mark.parametrize(("rule", "said", "reason"), DOUBTED)
def test_what_the_user_should_know(rule, said, reason):
    details = known(**SOUND | said)
    assert refusal(details, STUDY, TODAY) is None
    (doubt,) = doubts(details)
    assert (doubt.file, doubt.row, doubt.article_id, doubt.reason) == ("a.csv", 3, "a", reason) and doubt.advice
    assert [r.__name__ for r in DOUBTS if r(details)] == [rule]


def test_today_is_no_day_of_the_future():
    assert refusal(known(**SOUND | {"published": TODAY.isoformat()}), STUDY, TODAY) is None


def test_nothing_is_wrong_with_a_sound_article():
    details = known(**SOUND, entry=entry(sha256=known().sha256))
    assert refusal(details, STUDY, TODAY) is None and doubts(details) == []


def test_every_rule_has_an_example():
    assert {rule for rule, *_ in REFUSED} == {rule.__name__ for rule in REFUSALS}
    assert {rule for rule, *_ in DOUBTED} == {rule.__name__ for rule in DOUBTS}
