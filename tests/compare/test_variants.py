"""Does a difference hold: other definitions, without copy, without one outlet or event."""

import pandas as pd
import pytest
from small_study import EMPTY, GROUPS, STUDY, corpus

from framing import compare, measures
from framing.compare.variants import definitions, each, leave_one_out, without_copy
from framing.tables import Annotations, as_table


@pytest.mark.parametrize("measure", ["share_quoted", "labels_distanced", "share_direct"])
def test_definitions_of_nothing(measure):
    table = definitions(EMPTY, measure, groups=GROUPS)
    assert len(table) == len(measures.definitions_of(measure))
    assert table["estimate"].isna().all() and table["method"].str.len().all()


def test_definitions_are_rows_of_compare_and_the_first_is_the_studys_own():
    table = definitions(STUDY, "share_quoted", event=None)
    own = compare.difference(measures.observations(STUDY, "share_quoted"), "value", GROUPS)
    pd.testing.assert_frame_equal(table[:1].drop(columns="definition"), own)
    assert table["definition"].iloc[0] == "as in the study"


def test_unknown_measure_is_told():
    with pytest.raises(ValueError, match="luck"):
        definitions(STUDY, "share_of_luck")


def test_leave_one_out_finds_the_outlet_that_makes_it_all():
    table = corpus()
    table.loc[table["outlet"] == "b", "value"] = 1.0
    left = leave_one_out(table, "value", by="outlet").set_index("left_out")
    assert left.index.tolist() == ["none", "a", "b", "c", "x", "y", "z"]
    assert left.loc["none", "estimate"] > 0.15
    assert left["estimate"].idxmin() == "b" and abs(left.loc["b", "estimate"]) < left.loc["none", "estimate"] / 2
    expected = compare.difference(table[table["outlet"] != "b"], "value", GROUPS, event="event")["estimate"].iloc[0]
    assert left.loc["b", "estimate"] == expected


def test_leave_one_event_out_leaves_five_and_no_p():
    left = leave_one_out(corpus(), "value", by="event")
    assert left["n_events"].tolist() == [6] + [5] * 6
    assert left["p"].notna().tolist() == [True] + [False] * 6


@pytest.mark.parametrize("by", ["outlet", "event"])
def test_leave_one_out_of_nothing(by):
    left = leave_one_out(corpus()[:0], "value", by=by, groups=GROUPS)
    assert left["left_out"].tolist() == ["none"] and left["estimate"].isna().all()


def test_leave_one_out_needs_its_column():
    with pytest.raises(KeyError, match="author"):
        leave_one_out(corpus(), "value", by="author")


def test_each_measure_of_a_check():
    table = each(compare.difference, STUDY, ["share_quoted", "share_direct"], event=None)
    assert table["measure"].tolist() == ["share_quoted", "share_direct"]
    assert table.columns[0] == "measure" and table["estimate"].notna().all()


def test_without_copy_takes_the_copy_out_of_every_measure():
    study = Annotations(STUDY.tables, dict.fromkeys(("a1", "a2", "b1", "b2"), "mot " * 10))
    links = as_table("links", [("b2", "a1", 0, 10, 0, 10, "reuse", 1.0)])
    table = without_copy(study, ["share_direct"], links, event=None).set_index("text")
    assert table["measure"].eq("share_direct").all() and table["n"].tolist() == [5, 4, 4]
    assert table.index.tolist() == ["as printed", "without copied passages", "copy kept in the earliest article"]


def test_the_groups_are_the_two_that_there_are_or_those_that_are_named():
    table = corpus(difference=0.3)
    swapped = leave_one_out(table, "value", by="event", groups=("wire", "state"))["estimate"]
    assert (swapped == -leave_one_out(table, "value", by="event")["estimate"]).all() and (swapped < 0).all()
    with pytest.raises(ValueError, match="two groups are compared, and there are 3"):
        leave_one_out(table.assign(group=table["event"].where(table["event"] < "e2", "e2")), "value", by="outlet")
    with pytest.raises(ValueError, match="two groups are compared, and there are 0"):
        definitions(EMPTY, "share_quoted")


def test_without_its_only_outlet_a_group_has_no_difference():
    """The two are found once, so that a table that loses an outlet is compared as the whole is."""
    table = corpus()
    table = table[(table["group"] == "state") | (table["outlet"] == "x")]
    left = leave_one_out(table, "value", by="outlet").set_index("left_out")
    assert left.index.tolist() == ["none", "a", "b", "c", "x"]
    assert left["estimate"].isna().tolist() == [False] * 4 + [True]
