"""What is refused of an import, and what the user should know: a rule, an example."""

import datetime as dt

import numpy as np
import pytest
from import_examples import STUDY_FILE

from framing.corpus.details import DOUBTS, REFUSALS, CleanArticle, details_of, doubts, refusal, row_of
from framing.corpus.formats import RawArticle
from framing.corpus.manifest import Entry
from framing.study import parse_study

TODAY = dt.date(2031, 5, 1)
TEXT = "Le port d'Orée rouvre. « Enfin », dit le maire."
STUDY = parse_study(STUDY_FILE.replace("2019", "2031"))
SOUND = {"outlet": "fanal", "event": "reouverture", "published": "2031-04-03"}


def known(text=TEXT, page_date=None, page_month=None, entry=None, **said):
    raw = RawArticle("a.csv", 3, "a", text, **said)
    article = CleanArticle(raw, "a", text, np.zeros((1, 2)), [(0, len(text))], 9, page_date, page_month, True)
    return details_of(article, entry, STUDY)


def entry(**cells):
    return Entry(**dict.fromkeys(Entry._fields, "") | {"manifest": "m.csv", "line": 2} | cells)


def test_what_the_manifest_says_goes_before_the_table_and_that_before_the_page():
    page = {"page_date": dt.date(2031, 4, 1), "site": "Agence Orée"}
    assert known(**page).published == dt.date(2031, 4, 1) and known(**page).outlet == "oree"
    table = page | {"published": "02.04.2031", "outlet": " fanal "}
    assert known(**table).published == dt.date(2031, 4, 2) and known(**table).outlet == "fanal"
    manifest = table | {"entry": entry(published="3 avril 2031", outlet="agence oree")}
    assert known(**manifest).published == dt.date(2031, 4, 3) and known(**manifest).outlet == "oree"


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
