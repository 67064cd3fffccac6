"""Each combination of choices is the comparison that its names say, and nothing is counted that they leave out."""

import numpy as np
import pandas as pd
import pytest
from small_study import EMPTY, GROUPS, STUDY

from framing import compare, measures
from framing.compare.combinations import CHOICES, UNCORRECTED, multiverse
from framing.measures.definitions import sentences_quoting, words_of_class
from framing.tables import Annotations

SIDES = {("state", "wire"): ("group == 'state'", "group == 'wire'")}
OUTLETS = {("La Voix", "L'Ant"): ("outlet == 'voix'", "outlet == 'ant'")}
EVENTS = {"first": "event == 'e1'", "both": "event in ['e1', 'e2']"}


def cell(table, **named):
    rows = table[(table[list(named)] == pd.Series(named)).all(axis=1)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_study_s_own_choices_come_first_and_are_the_comparison_itself():
    found = multiverse({"as printed": STUDY}, ["share_direct"], SIDES, EVENTS)
    assert found.loc[0, CHOICES].tolist() == [
        "share_direct",
        "as in the study",
        "as printed",
        *GROUPS,
        compare.ALL_EVENTS,
    ]
    own = compare.difference(measures.observations(STUDY, "share_direct"), "value", GROUPS, event="event")
    pd.testing.assert_frame_equal(found.loc[[0], own.columns.drop(UNCORRECTED)], own.drop(columns=UNCORRECTED))


def test_every_combination_has_a_row():
    found = multiverse({"as printed": STUDY, "again": STUDY}, ["share_direct"], SIDES | OUTLETS, EVENTS)
    assert len(found) == 2 * 2 * 2 * 3 == len(found.drop_duplicates(CHOICES))


@pytest.mark.parametrize("chosen", ["first", "both", compare.ALL_EVENTS])
def test_an_event_is_the_rows_of_its_query(chosen):
    table = measures.observations(STUDY, "share_direct")
    part = table.query(EVENTS.get(chosen, "event == event"))
    row = cell(multiverse({"v": STUDY}, ["share_direct"], SIDES, EVENTS, all_definitions=False), events=chosen)
    expected = compare.difference(part, "value", GROUPS, event="event").iloc[0]
    pd.testing.assert_series_equal(
        row[["estimate", "low", "high", "n"]], expected[["estimate", "low", "high", "n"]], check_names=False
    )
    alone = compare.estimate(part, "value").set_index("group")
    np.testing.assert_array_equal(
        row[["first_estimate", "second_estimate"]].tolist(), alone.loc[list(GROUPS), "estimate"]
    )
    assert row[["first_n", "second_n_units"]].tolist() == [alone.loc["state", "n"], alone.loc["wire", "n_units"]]


def test_groups_are_those_of_their_queries_and_the_others_are_left_out():
    row = cell(multiverse({"v": STUDY}, ["share_direct"], OUTLETS, all_definitions=False))
    assert row[["first_n", "second_n", "n"]].tolist() == [2, 1, 3]
    turned = {("wire", "state"): ("group == 'wire'", "group == 'state'")}
    there, back = (multiverse({"v": STUDY}, ["share_direct"], sides).iloc[0] for sides in (SIDES, turned))
    assert there["estimate"] == -back["estimate"] != 0
    assert there[["first_estimate", "second_estimate"]].tolist() == back[["second_estimate", "first_estimate"]].tolist()


def test_a_group_that_is_empty_has_zero_observations_and_no_share():
    row = cell(
        multiverse(
            {"v": STUDY}, ["share_direct"], {("a", "b"): ("outlet == 'none'", "group == 'wire'")}, all_definitions=False
        )
    )
    assert (
        row["first_n"] == 0 and pd.isna(row["first_estimate"]) and pd.isna(row["estimate"]) and "'a'" in row["method"]
    )


def test_groups_that_share_articles_are_told():
    with pytest.raises(ValueError, match="'all' and 'state' have observations in common"):
        multiverse({"v": STUDY}, ["share_direct"], {("all", "state"): ("group == group", "group == 'state'")})


def test_without_events_articles_are_compared_whatever_they_tell_of():
    pooled = cell(multiverse({"v": STUDY}, ["share_direct"], SIDES, all_definitions=False))
    within = cell(multiverse({"v": STUDY}, ["share_direct"], SIDES, {}, all_definitions=False))
    assert pd.isna(pooled["n_events"]) and within["n_events"] == 2


def test_nothing_gives_a_table_of_no_rows():
    assert multiverse({"v": EMPTY}, ["share_direct"], SIDES).empty
    assert multiverse({}, ["share_direct"], SIDES).columns.tolist() == CHOICES


def test_definitions_that_a_hand_coded_table_cannot_count_are_left_out_and_never_zero():
    """Who codes by hand writes down neither places nor numbers of words."""
    quotes = STUDY.quotes.assign(spans=None, n_words=None).astype(STUDY.quotes.dtypes)
    coded = Annotations({**STUDY.tables, "quotes": quotes})
    assert sentences_quoting(coded, ["etat"])["value"].isna().all() and len(sentences_quoting(coded, ["etat"])) == 8
    assert words_of_class(coded, ["etat"], outermost=True).empty
    of_hand = set(multiverse({"v": coded}, ["share_class:etat"], SIDES)["definition"])
    of_program = set(multiverse({"v": STUDY}, ["share_class:etat"], SIDES)["definition"])
    assert of_program - of_hand == {"quoted words, outermost speaker", "sentences that quote them"}
