"""The accuracy that the README states is the one that was measured."""

import re
from pathlib import Path

import pandas as pd
import pytest

from framing import read_texts
from framing.evaluate import load_gold, score
from framing.quotation import extract_many, to_gold

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data/sample"
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


@pytest.mark.parametrize(
    ("line", "file", "part"),
    [
        ("**articles that nobody had read**", "unread_scores.csv", "train2+check2"),
        ("33 articles whose errors were read (239 relations)", "gold_scores.csv", "dev"),
    ],
)
def test_scores_and_intervals(line, file, part):
    table = pd.read_csv(ROOT / "data/evaluation" / file)
    of = table[table["part"] == part].set_index("measure").loc[SCORES, ["estimate", "low", "high"]]
    assert percent(line) == (of * 100).round().astype(int).to_numpy().ravel().tolist()


@pytest.mark.parametrize("line", TOOLS)
def test_scores_of_other_tools(line):
    table = pd.read_csv(ROOT / "data/peers.csv")
    of = table[table["tool"] == TOOLS[line]].set_index("measure").loc[SCORES, "estimate"]
    assert percent(line) == (of * 100).round().astype(int).tolist()


def test_scores_of_framing_among_the_other_tools_are_those_of_the_same_articles():
    assert percent("framing") == percent("33 articles whose errors were read (239 relations)")[::3]


def test_scores_of_the_sample():
    gold, texts = (
        load_gold(SAMPLE / "gold.jsonl"),
        read_texts(SAMPLE / "texts", SAMPLE / "articles.csv").set_index("article_id")["text"].to_dict(),
    )
    found = zip(gold, extract_many([texts[id_] for id_ in gold]), strict=True)
    predictions = {id_: to_gold(id_, texts[id_], extraction) for id_, extraction in found}
    measured = score(gold, predictions, texts).set_index("measure")["estimate"]
    stated = re.search(r"On the fictional sample[^.]+figures are (\d+), (\d+) and (\d+) %", README)
    assert [int(number) for number in stated.groups()] == measured[SCORES].mul(100).round().tolist()


@pytest.mark.parametrize(
    ("pattern", "model", "part", "columns"),
    [
        (r"stance is right on\s+(\d+) % \[(\d+), (\d+)\]", "transformer", "all test families", 3),
        (r"the word list's on (\d+) %", "lexical", "all test families", 1),
        (r"labelled by hand on (\d+) % \[(\d+), (\d+)\]", "transformer", "real, walked", 3),
        (r'"neutral" for all would be right on\s+(\d+) %', "always the commonest", "real, walked", 1),
        (r"it finds (\d+) % of the 46", "transformer", "real, all, outlet: evaluations found", 1),
    ],
)
def test_scores_of_stance(pattern, model, part, columns):
    table = pd.read_csv(ROOT / "data/evaluation/stance_scores.csv", dtype=str)
    (row,) = table[(table["model"] == model) & (table["part"] == part)].to_dict("records")
    measured = [round(float(row["accuracy"])), *map(int, row["95 %"].split("–"))]
    assert [int(number) for number in re.search(pattern, README).groups()] == measured[:columns]
