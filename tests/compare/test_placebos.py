"""Where there can be no difference: like halves."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from small_study import GROUPS, corpus

from framing import compare
from framing.compare import placebos
from framing.compare.placebos import placebo
from framing.report import plots


@pytest.mark.parametrize("event", [None, "event"])
def test_placebo_seldom_finds_what_is_not_there(event):
    table = placebo(corpus(difference=0.3), "value", n=60, event=event)
    assert table["group"].tolist() == ["state", "wire"] and (table["n_units"] == 18).all()
    assert (table["estimate"] <= 0.1).all() and (table["low"] <= table["estimate"]).all()
    assert (table["n_splits"] == 60).all()


def test_placebo_finds_what_intervals_that_are_too_short_would(monkeypatch):
    real = compare.difference

    def boastful(*arguments, **options):
        return real(*arguments, **options).assign(low=lambda t: t["estimate"], high=lambda t: t["estimate"])

    monkeypatch.setattr(placebos, "difference", boastful)
    assert (placebo(corpus(), "value", n=12)["estimate"] > 0.8).all()


def test_placebo_is_seeded_and_keeps_articles_whole():
    table = corpus()
    pd.testing.assert_frame_equal(placebo(table, "value", n=10), placebo(table, "value", n=10))
    units = table.assign(unit=table["article_id"]).drop_duplicates("unit")
    for side in placebos._splits(units[units["group"] == "state"], "event", 5, seed=1):
        assert len(side) == 18
        for event in range(6):
            assert sorted({side[f"{outlet}{event}"] for outlet in "abc"}) == ["a", "b"]


def test_placebo_of_too_little_is_not_measured():
    table = placebo(corpus()[:8], "value", n=5, groups=GROUPS)
    assert table["estimate"].isna().all() and (table["n_splits"] == 0).all()
    assert table["n_units"].tolist() == [1, 0]


def test_one_group_can_be_split_alone():
    table = placebo(corpus(), "value", n=5, groups=("wire",))
    assert table["group"].tolist() == ["wire"]
    pd.testing.assert_series_equal(table.iloc[0], placebo(corpus(), "value", n=5).iloc[1], check_names=False)


def test_figures_of_placebo_and_power_show_every_measure():
    found = placebo(corpus(n_events=3), "value", n=4).assign(measure="directe")
    axes = plots.placebo(found, "measure", "Like halves", {"state": "médias d'État", "wire": "agences"})
    assert [t.get_text() for t in axes.get_yticklabels()] == ["directe"]
    assert "4 splits" in axes.get_title("left") + axes.get_title("center")
    assert sum(t.get_text().endswith("%") for t in axes.texts) == 3  # a share a group, and the line
    pilot = corpus(n_events=3)
    sizes = compare.power(pilot, "value", difference=0.1, n=(3, 6), event="event", per_event=3).assign(
        measure="directe"
    )
    axes = plots.power(sizes, "measure", "What could be found")
    (line,) = axes.get_lines()
    assert line.get_ydata().tolist() == sizes["smallest_difference"].tolist()
    assert "directe" in [t.get_text() for t in axes.texts]
    plt.close("all")
