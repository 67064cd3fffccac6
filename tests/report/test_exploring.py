"""The explorer shows the rows of its table and nothing else, in both languages; what it is given is escaped."""

import json
import re

import pandas as pd
import pytest
from small_study import STUDY

from framing import compare
from framing.report import explorer
from framing.report.exploring import NUMBERS

SIDES = {
    ("state", "wire"): ("group == 'state'", "group == 'wire'"),
    ("Voix", "Am"): ("outlet == 'voix'", "outlet == 'am'"),
}
TABLE = compare.multiverse(
    {"as printed": STUDY}, ["share_direct", "share_quoted"], SIDES, {"first event": "event == 'e1'"}
)


def blocks(html):
    return [
        json.loads(block) for block in re.findall(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    ]


def test_every_row_of_the_table_is_in_the_page():
    words, data = blocks(str(explorer(TABLE, "essai")))
    assert len(data["rows"]) == len(TABLE) and words["columns"] == NUMBERS
    for row, (_, expected) in zip(data["rows"], TABLE.iterrows(), strict=True):
        chosen = dict(zip(words["choices"], row, strict=False))
        options = {c: words["options"][k][chosen[c]][1] for k, c in enumerate(words["choices"])}
        assert options["definition"] == expected["definition"] and options["events"] == expected["events"]
        assert options["groups"] == f"{expected['first']} / {expected['second']}"
        assert data["groups"][chosen["groups"]] == [expected["first"], expected["second"]]
        for number, column in zip(row[len(chosen) :], NUMBERS, strict=False):
            assert number is None if pd.isna(expected[column]) else number == pytest.approx(expected[column], abs=1e-4)


def test_what_can_be_said_has_no_reason_and_what_cannot_has_one():
    _, data = blocks(str(explorer(TABLE, "essai")))
    for row in data["rows"]:
        assert bool(data["reasons"][row[-1]]) == (row[5] is None)
    assert not any("article_id" in reason or "no p" in reason for reason in data["reasons"])


def test_addresses_are_of_ids_and_the_same_in_both_languages():
    view = explorer(TABLE, "essai", {"share_direct": "paroles"})
    english, french = blocks(str(view))[0], blocks(view.other)[0]
    ids = [[option[0] for option in options] for options in english["options"]]
    assert ids == [[option[0] for option in options] for options in french["options"]]
    assert ids[0] == ["share_direct", "share_quoted"] and "paroles" in str(view)
    assert all(re.fullmatch(r"[a-z0-9:+_-]+", id_) for options in ids for id_ in options)
    assert english["words"] != french["words"] and blocks(str(view))[1]["rows"] == blocks(view.other)[1]["rows"]


def test_what_it_is_given_is_escaped():
    hostile = TABLE.replace({"definition": {"as in the study": "</script><script>alert(1)</script>"}})
    page = str(explorer(hostile, "essai"))
    assert "<script>alert" not in page and page.count("</script>") == 3


@pytest.mark.parametrize(
    ("table", "told"), [(TABLE[:0], "no combination"), (TABLE.assign(estimate=4.0), "shows shares")]
)
def test_what_cannot_be_shown_is_told(table, told):
    with pytest.raises(ValueError, match=told):
        explorer(table, "essai")


def test_it_stays_small():
    many = pd.concat([TABLE] * 500, ignore_index=True)
    assert len(str(explorer(many, "essai"))) < 150 * len(many)
