"""The figures: the same bytes every time, the table beside them, n in sight, and nothing drawn that was not measured."""

import math
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from framing.report import plots
from framing.study import Concept, read_study

ROOT = Path(__file__).parents[2]
NAN = math.nan
GROUPS = {"state": "médias d'État", "wire": "agences"}
ARTICLES = pd.DataFrame(
    [
        ("a1_x", "state", "e1", "2019-04-03", 120),
        ("a2_x", "state", "e1", None, 80),
        ("b1_x", "wire", "e2", "2019-04-09", 95),
    ],
    columns=["article_id", "group", "event", "published", "n_words"],
)
VOICES = pd.DataFrame(
    [("a1", "state", 60, 30, 10, 100), ("b1", "wire", 5, 0, 15, 20), ("b2", "wire", 0, 0, 0, 0)],
    columns=["article_id", "group", "outlet_words", "reported_words", "direct_words", "n_words"],
)
ESTIMATES = pd.DataFrame(
    [
        ("etat", "state", 0.5, 0.2, 0.8, 3, 12),
        ("etat", "wire", 0.25, NAN, NAN, 2, 4),
        ("ong", "state", NAN, NAN, NAN, 3, 12),
    ],
    columns=["actor_class", "group", "estimate", "low", "high", "n_units", "n"],
)
DIFFERENCES = pd.DataFrame(
    [("share_quoted", 0.2, -0.1, 0.5, 6), ("share_direct", -0.3, NAN, NAN, 5), ("share_unknown", NAN, NAN, NAN, 0)],
    columns=["measure", "estimate", "low", "high", "n_units"],
)
LABELS = pd.DataFrame(
    [
        ("camps", "a1", "state", "adopted", 2),
        ("camps", "b1", "wire", "distanced", 1),
        ("fleaux", "a1", "state", "quoted", 3),
    ],
    columns=["concept", "column", "group", "adoption", "n"],
)
RELIABILITY = pd.DataFrame(
    [(0.3, 0.4, 0.2, 0.6, 11), (0.9, 0.8, 0.7, 0.9, 40)], columns=["confidence", "right", "low", "high", "n"]
)
PEERS = pd.DataFrame(
    [("framing", "f1_0.3", 0.8, 0.7, 0.9), ("autre", "f1_0.3", 0.5, NAN, NAN), ("framing", "seconds", 3.0, NAN, NAN)],
    columns=["tool", "measure", "estimate", "low", "high"],
)
FACTS = pd.DataFrame(
    [("pont-rouvert", "a1", "Boréal", "wire", True, NAN), ("pont-rouvert", "b1", "Phare", "state", False, 0.25),
     ("deux-blessés", "a1", "Boréal", "wire", True, NAN), ("deux-blessés", "b1", "Phare", "state", False, NAN)],
    columns=["item", "article_id", "outlet", "group", "present", "p_unseen"],
)  # fmt: skip
PAIRED = pd.DataFrame(
    [("All events", "state", 0.8, 0.7, 0.9, 12, 5), ("All events", "wire", 0.4, 0.3, 0.5, 20, 7),
     ("Vote", "state", 0.5, 0.1, 0.9, 6, 2), ("Vote", "wire", 0.5, NAN, NAN, 9, 3),
     ("Crue", "state", 0.9, 0.8, 1.0, 6, 3), ("Crue", "wire", 0.3, 0.1, 0.6, 8, 3), ("Gel", "wire", 0.2, 0.1, 0.6, 3, 1)],
    columns=["event", "group", "estimate", "low", "high", "n", "n_units"],
)  # fmt: skip
COPIES = pd.DataFrame(
    [("a1", "wire", 0, 40, 0.5, "copied", "camps"), ("a1", "wire", 1, 20, 0.0, "retold", "fleaux inconnu"),
     ("b1", "state", 0, 80, 0.0, "alone", "")],
    columns=["article_id", "group", "paragraph", "n_words", "copied", "kept", "concepts"],
)  # fmt: skip
PLACEBO = pd.DataFrame(
    [("directe", "state", 0.05, 0.02, 0.1, 200), ("directe", "wire", NAN, NAN, NAN, 200)],
    columns=["measure", "group", "estimate", "low", "high", "n_splits"],
)
POWER = pd.DataFrame(
    [("directe", 3, 0.4), ("directe", 6, 0.2), ("citée", 3, 0.3)],
    columns=["measure", "n_events", "smallest_difference"],
)
CONCEPTS = {i: Concept(i, name, (name,)) for i, name in (("camps", "Camps"), ("fleaux", "Les deux fléaux"))}
CHOICES = pd.concat([DIFFERENCES, DIFFERENCES.assign(estimate=0.2, low=0.1, high=0.3)], ignore_index=True)
FIGURES = {
    "voices": (VOICES, lambda t: plots.voices(t, "Whose words")),
    "estimates": (ESTIMATES, lambda t: plots.estimates(t, "actor_class", "Who is quoted", "share", GROUPS)),
    "numbers": (ESTIMATES, lambda t: plots.estimates(t, "actor_class", "How often", "n", GROUPS, percent=False)),
    "differences": (DIFFERENCES, lambda t: plots.differences(t, "measure", "State minus wire", "difference")),
    "choices": (CHOICES, lambda t: plots.choices(t, "measure", "Other choices", "difference")),
    "labels": (LABELS, lambda t: plots.labels(t, ["a1", "b1"], CONCEPTS, "Labels")),
    "reliability": (RELIABILITY, lambda t: plots.reliability(t, "Reliability")),
    "peers": (PEERS, lambda t: plots.peers(t, "Peers")),
    "facts": (FACTS, lambda t: plots.facts(t, GROUPS, "Facts")),
    "copies": (COPIES, lambda t: plots.copies(t, "Copies", CONCEPTS)),
    "coverage": (ARTICLES, lambda t: plots.coverage(t, {"e1": "Crue de Sarvelle", "e2": "Vote"}, GROUPS)),
    "paired": (PAIRED, lambda t: plots.paired(t, "event", "Officials", "share", GROUPS)),
    "denied": (FACTS.assign(told=["outlet", "denied", "source", "no"]), lambda t: plots.facts(t, GROUPS, "Facts")),
    "placebo": (PLACEBO, lambda t: plots.placebo(t, "measure", "Like halves", GROUPS)),
    "power": (POWER, lambda t: plots.power(t, "measure", "Power")),
}
each = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(autouse=True)
def style():
    before = dict(mpl.rcParams)
    plots.use_style()
    yield
    plt.close("all")
    mpl.rcParams.update(before)


def words(axes):
    """Everything that is written on a figure."""
    ticks = [tick.get_text() for axis in (axes.xaxis, axes.yaxis) for tick in axis.get_ticklabels()]
    return [text.get_text() for text in axes.texts] + ticks + [axes.get_title(loc="left")]


def marks(axes):
    """The marks of a figure as (x, filled): lines with one point and a marker."""
    drawn = [line for line in axes.lines if line.get_marker() not in ("None", "", None)]
    return sorted((float(line.get_xdata()[0]), line.get_markerfacecolor() != "white") for line in drawn)


@each
def test_the_same_bytes_every_time_and_the_table_beside(name, tmp_path):
    table, draw = FIGURES[name]
    first = plots.publish(draw(table), name, table, tmp_path / "1")
    second = plots.publish(draw(table), name, table, tmp_path / "2")
    assert first.svg == second.svg
    made = {p.relative_to(tmp_path / "1").as_posix() for p in (tmp_path / "1").rglob("*.*")}
    assert made == {f"fr/{name}.svg", f"{name}.csv", f"{name}.svg"}
    for file in made:
        assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes()
    drawn = [(tmp_path / "1" / file).read_bytes() for file in (f"{name}.svg", f"fr/{name}.svg")]
    assert drawn[0] != drawn[1]  # at least its numbers are written otherwise
    kept = pd.read_csv(tmp_path / "1" / f"{name}.csv").fillna(dict.fromkeys({"concepts"} & set(table), ""))
    pd.testing.assert_frame_equal(kept, table, check_dtype=False)
    assert first._repr_svg_() == (tmp_path / "1" / f"{name}.svg").read_text("utf-8")
    assert plt.get_fignums() == []


def test_events_stand_by_how_far_the_groups_lie_apart():
    axes = plots.paired(PAIRED, "event", "Officials", "share", GROUPS)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["All events", "Crue", "Vote", "Gel"]
    assert {"12 (5) v 20 (7)", "0 (0) v 3 (1)"} <= set(words(axes))
    assert sum(not filled for _, filled in marks(axes)) == 1  # no interval: hollow


def test_a_fact_that_is_denied_is_neither_told_nor_missing():
    table, draw = FIGURES["denied"]
    assert words(draw(table)).count("denied") == 1 and "denied" not in words(FIGURES["facts"][1](FACTS))


@each
def test_an_empty_table(name, tmp_path):
    table, draw = FIGURES[name]
    assert "<svg" in plots.publish(draw(table.iloc[:0]), name, table.iloc[:0], tmp_path).svg


@each
def test_the_table_is_left_as_it_is(name):
    table, draw = FIGURES[name]
    before = table.copy()
    draw(table)
    pd.testing.assert_frame_equal(table, before)


def test_a_drawing_bears_its_title_and_the_name_of_its_table(tmp_path):
    table, _ = FIGURES["differences"]
    svg = plots.publish(plots.differences(table, "measure", "mot " * 30, "x"), "essai", table, tmp_path).svg
    assert f"<title>{('mot ' * 30).strip()}</title>" in svg and "<dc:source>essai.csv</dc:source>" in svg


def test_an_svg_asks_no_other_host_and_holds_no_date(tmp_path):
    table, draw = FIGURES["estimates"]
    svg = plots.publish(draw(table), "estimates", table, tmp_path).svg
    assert "<dc:date>" not in svg and "@import" not in svg and "<image" not in svg
    assert all(link.startswith("#") for link in svg.split('xlink:href="')[1:])


@pytest.mark.parametrize(
    ("name", "title", "empty"),
    [
        ("coverage", "Who covered which event (n = 3 articles)", "(n = 0 articles)"),
        ("voices", "Whose words (n = 3 articles)", "(n = 0 articles)"),
        ("estimates", "Who is quoted (n = 16 in 5 articles)", "(n = 0 in 0 articles)"),
        ("labels", "Labels (n = 6 mentions, 2 articles)", "(n = 0 mentions, 2 articles)"),
        ("paired", "Officials (n = 32 in 12 articles, 3 events)", "(n = 0 in 0 articles, 0 events)"),
    ],
)
def test_n_stands_in_the_title(name, title, empty):
    table, draw = FIGURES[name]
    assert draw(table).get_title(loc="left") == title
    assert draw(table.iloc[:0]).get_title(loc="left").endswith(empty)


def test_accounts_count_the_articles_of_each_group():
    table, draw = FIGURES["coverage"]
    written = words(draw(table))
    assert [text for text in written if text in {"0", "1", "2"}] == ["2", "0", "0", "1"]


def test_every_estimate_has_its_n():
    table, draw = FIGURES["estimates"]
    shown = words(draw(table))
    assert "50%  (n = 12)" in shown and "25%  (n = 4)" in shown
    assert sum("%  (n = " in text for text in shown) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [("estimates", [(0.25, False), (0.5, True)]), ("differences", [(-0.3, False), (0.2, True)])],
)
def test_no_interval_is_a_hollow_mark_and_no_estimate_no_mark(name, expected):
    table, draw = FIGURES[name]
    axes = draw(table)
    assert marks(axes) == expected
    intervals = [line for line in axes.lines if len(set(line.get_xdata())) == 2 and line.get_linewidth() >= 2]
    assert len(intervals) == 1


def test_a_difference_that_cannot_be_measured_says_so():
    table, draw = FIGURES["differences"]
    assert "  cannot be measured" in words(draw(table))


def test_voices_name_their_words():
    table, draw = FIGURES["voices"]
    shown = words(draw(table))
    assert "a1  (100 words)" in shown and "b2  (0 words)" in shown
    assert {"60%", "30%", "10%"} <= set(shown)


def test_labels_are_counted_where_they_stand():
    table, draw = FIGURES["labels"]
    assert [text for text in words(draw(table)) if text.isdigit()] == ["2", "1", "3"]


def test_colour_is_never_the_only_sign():
    assert len(set(plots.MARKERS)) == len(set(plots.PALETTE)) == len(plots.PALETTE) == len(plots.MARKERS)
    assert len({marker for marker, _ in plots.ADOPTIONS.values()}) == len(plots.ADOPTIONS)


def test_the_groups_of_any_study_take_colours_and_marks_in_their_order():
    plots.use_style(["officiel", "prive"])
    table = ESTIMATES.replace({"group": {"state": "officiel", "wire": "prive"}})
    axes = plots.estimates(table, "actor_class", "Who", "share", {"officiel": "Officiels", "prive": "Privés"})
    assert {plots.PALETTE[0], plots.PALETTE[1]} <= {line.get_color() for line in axes.lines}
    assert {"■ Officiels", "● Privés"} <= set(words(axes)) and plots.colour("state") == plots.NEUTRAL


def test_a_group_without_a_colour_is_drawn():
    assert plots.colour("presse") == plots.NEUTRAL
    table = ESTIMATES.assign(group="presse")
    assert len(marks(plots.estimates(table, "actor_class", "Who", "share", {"presse": "Presse"}))) == 2


def test_long_titles_are_wrapped():
    table, _ = FIGURES["differences"]
    title = plots.differences(table, "measure", "mot " * 40, "x").get_title(loc="left")
    assert max(map(len, title.splitlines())) <= 70


def test_facts_that_are_not_there_have_their_chance():
    table, draw = FIGURES["facts"]
    shown = words(draw(table))
    assert "25%" in shown and "?" in shown and "pont rouvert" in shown


def test_copies_name_the_concepts_that_are_not_copied():
    table, draw = FIGURES["copies"]
    shown = words(draw(table))
    assert "Les deux fléaux" in shown
    assert "Camps" not in shown


STUDY = read_study(ROOT / "data" / "study.toml")
COMMITTED = {  # figures whose table a CSV holds without rounding, drawn as the notebooks draw them
    "02_coverage": lambda t: plots.coverage(
        t, {e.id: e.name for e in STUDY.events.values() if e.id in set(t["event"])}, STUDY.groups
    ),
    "03_voices": lambda t: plots.voices(t, "Whose words"),
}


@pytest.mark.parametrize("name", COMMITTED)
def test_the_committed_figures_are_drawn_again(name, tmp_path):
    table = pd.read_csv(ROOT / "figures" / f"{name}.csv")
    plots.publish(COMMITTED[name](table), name, table, tmp_path)
    for end in ("svg", "csv"):
        assert (tmp_path / f"{name}.{end}").read_bytes() == (ROOT / "figures" / f"{name}.{end}").read_bytes()


@pytest.mark.parametrize(
    ("module", "loaded"), [("framing.report", set()), ("framing.report.plots", {"matplotlib"})], ids=["views", "plots"]
)
def test_what_is_slow_to_import_waits_until_it_is_used(module, loaded):
    code = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert {"matplotlib", "seaborn", "jinja2", "nbformat", "sphinx", "sklearn"} & set(run.stdout.split()) == loaded
