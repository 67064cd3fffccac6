"""The accuracy that the README states is the one that was measured."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing import compare, read_study
from framing.annotation import coded_pages, read_selection
from framing.measures.registry import CHOICES, MEASURES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SCORES = ["f1_0.3", "f1_0.8", "attributed_f1"]
TOOLS = {
    "GenderGapTracker, French": "GenderGapTracker (French)",
    "GenderedNews": "GenderedNews",
    "textacy": "textacy direct_quotations",
    "a second annotation pass": "second annotation pass",
}


def percent(name):
    """The percentages of the README's line of a table that begins with a name, its intervals with them."""
    (line,) = re.findall(rf"^\| {re.escape(name)} \|(.+)\|$", README, re.M)
    return [int(number) for number in re.findall(r"\d+", line)]


def of_part(part):
    """The scores of a part, cross-validated; of what nobody reads those of the last look."""
    name = "looks" if part == "check2" else "cross_validation"
    table = pd.read_csv(ROOT / f"data/evaluation/{name}.csv")
    table = table[(table["look"] == table["look"].max()) if part == "check2" else (table["fold"] == "all")]
    return table[table["part"] == part].set_index("measure").loc[SCORES, ["estimate", "low", "high"]].mul(100).round()


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("**articles that nobody has read**", "check2"),
        ("93 articles that may be read, each scored without its fold", "dev+train2"),
    ],
)
def test_scores_and_intervals(line, part):
    assert percent(line) == of_part(part).astype(int).to_numpy().ravel().tolist()


@pytest.mark.parametrize("line", TOOLS)
def test_scores_of_other_tools(line):
    table = pd.read_csv(ROOT / "data/peers.csv")
    of = table[table["tool"] == TOOLS[line]].set_index("measure").loc[SCORES, "estimate"]
    assert percent(line) == (of * 100).round().astype(int).tolist()


def test_scores_of_framing_among_the_other_tools_are_those_of_the_same_articles():
    assert percent("framing") == of_part("dev")["estimate"].astype(int).tolist()


def test_scores_of_the_sample():
    stated = re.search(r"On the fictional\s+sample[^.]+figures are (\d+), (\d+) and (\d+) %", README)
    assert [int(number) for number in stated.groups()] == of_part("sample")["estimate"].tolist()


@pytest.mark.parametrize(
    ("pattern", "model", "part", "columns"),
    [
        (r"stance is right on\s+(\d+) % \[(\d+), (\d+)\]", "transformer", "all test families", 3),
        (r"the word list's on (\d+) %", "lexical", "all test families", 1),
        (r"labelled by hand on (\d+) % \[(\d+), (\d+)\]", "transformer", "real, all", 3),
        (r'"neutral" for all would be right on (\d+) %', "always the commonest", "real, all", 1),
        (r"alone it is right on (\d+) % of 724", "transformer", "real, all, outlet", 1),
        (r'"neutral" for all\s+on (\d+) %', "always the commonest", "real, all, outlet", 1),
        (r"it finds (\d+) % of the 122", "transformer", "real, all, outlet: evaluations found", 1),
    ],
)
def test_scores_of_stance(pattern, model, part, columns):
    table = pd.read_csv(ROOT / "data/evaluation/stance_scores.csv", dtype=str)
    (row,) = table[(table["model"] == model) & (table["part"] == part)].to_dict("records")
    measured = [round(float(row["accuracy"])), *map(int, row["95 %"].split("–"))]
    assert [int(number) for number in re.search(pattern, README).groups()] == measured[:columns]


def test_what_it_found():
    study, data = read_study(ROOT / "data/study.toml"), ROOT / "data"
    kept = read_selection(data / "selection.csv").query("keep == 'yes'")
    coded = coded_pages(data / "comparison", kept, study, n_sentences=5).annotations
    found = compare.adjust(compare.each(compare.difference, coded, study.primary, event="event"), study.primary)
    for expected, row in zip(study.expected, found.to_dict("records"), strict=True):
        (line,) = re.findall(rf"^\| {re.escape(expected.name)} \|(.+)\|$", README, re.M)
        ends = [round(100 * row[column]) for column in ("estimate", "low", "high")]
        p = "none" if np.isnan(row["p_adjusted"]) else f"{row['p_adjusted']:.2g}".removeprefix("0")
        assert [int(number) for number in re.findall(r"[-+]?\d+", line)[:3]] == ends
        assert f"| {'more' if expected.more else 'less'} | {p}" in line


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_every_measure_is_listed(name):
    listed = re.findall(r"^\| (`.+?`) \|", (ROOT / name).read_text("utf-8"), re.M)
    named = {re.sub(r":.*", "", one) for cell in listed for one in re.findall(r"`(.+?)`", cell)}
    assert {*MEASURES, *CHOICES} <= named
