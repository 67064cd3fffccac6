"""The report in two languages: what is said, and that neither language has a cell or a number that the other lacks."""

import csv
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import framing
from framing.report import show
from framing.report.html import OTHER, render
from framing.report.localising import in_language, marker
from framing.report.words import FIRST, say, speaking

ROOT = Path(__file__).parents[2]
PACKAGE = Path(framing.__file__).parent
NOTEBOOKS = sorted([*(ROOT / "notebooks").glob("*.ipynb"), *(PACKAGE / "report" / "pages").glob("*.ipynb")])
PAGES = sorted((ROOT / "notebooks").glob("*.md"))
TABLES = [PACKAGE / "language" / "fr" / "interface.csv", ROOT / "data" / "words.fr.csv"]
NUMBER = re.compile(r"(?<![\w.])[-+−]?\d[\d\u202f]*(?:[.,]\d+)*|(?<!\w)\.\d+")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


def numbers(prose, code="fr"):
    """The numbers of a text, as its language writes them."""
    plain = re.sub(r"\]\([^)]*\)|`[^`]*`|<[^>]*>", " ", prose)
    read = plain if code == "fr" else THOUSANDS.sub("", plain)
    found = (n.replace("\u202f", "").replace(",", ".") for n in NUMBER.findall(read))
    return Counter(float(n.lstrip("+").replace("−", "-").rstrip(".") or 0) for n in found)


def links(prose):
    return re.findall(r"\]\(([^)]*)\)", prose)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.25", "0,25"),
        (".001", "0,001"),
        ("< .001", "< 0,001"),
        ("-12%", "-12\u00a0%"),
        ("1,250", "1\u202f250"),
        ("0.59 [0.02, 0.99]", "0,59 [0,02\u00a0; 0,99]"),
        ("speaker", "locuteur"),
        ("share  of\nquotations", "part des citations"),
        ("39%  (n = 153)", "39\u00a0% (n = 153)"),
        ("■ State media", "■ Médias d'État"),
        ("Élise Orsel", "Élise Orsel"),
        ("", ""),
    ],
)
def test_what_is_said(text, said, monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")  # where the study's own words lie beside
    assert say(text) == text
    with speaking("fr"):
        assert say(text).replace("  ", " ") == said


def test_what_nobody_translated_is_told():
    with speaking("fr") as unknown:
        assert say("a wholly new sentence") == "a wholly new sentence" and say("0.5") == "0,5"
    assert unknown == {"a wholly new sentence"}


def test_a_table_and_a_page_come_in_both_languages():
    table = show(pd.DataFrame({"speaker": ["x"], "share": [0.5], "low": [0.25], "high": [0.75]}))
    both = table._repr_mimebundle_()
    assert "0.50 [0.25, 0.75]" in both["text/html"] and "0,50 [0,25\u00a0; 0,75]" in both[OTHER]
    assert "<th>locuteur</th>" in both[OTHER] and "<th>speaker</th>" in both["text/html"]
    assert "aucune citation" in render("nothing.html", why="no quotation was found").other


@pytest.mark.parametrize("path", TABLES, ids=[path.name for path in TABLES])
def test_words_are_said_once_and_fields_are_kept(path):
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["english"] for row in rows}) == len(rows)
    for row in rows:
        assert row["translation"] and row["source"], row
        assert row["english"].count("{}") == row["translation"].count("{}"), row
        assert numbers(row["english"], FIRST) == numbers(row["translation"]), row


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.name for path in NOTEBOOKS])
def test_neither_language_has_a_cell_a_number_or_a_link_that_the_other_lacks(path):
    prose = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    assert len(prose) % 2 == 0
    for first, other in zip(prose[::2], prose[1::2], strict=True):
        assert "fr" not in first.metadata.get("tags", []) and "fr" in other.metadata.get("tags", []), first.id
        assert numbers(first.source, FIRST) == numbers(other.source), first.id
        assert links(first.source) == links(other.source), first.id
        assert re.match(r"#*", first.source)[0] == re.match(r"#*", other.source)[0], first.id


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_every_block_of_a_page_is_in_both_languages(path):
    blocks = re.split(r"\n[ \t]*\n", path.read_text("utf-8").strip())
    pairs = [(a, b.partition("\n")[2]) for a, b in pairwise(blocks) if b.startswith(marker("fr"))]
    untold = [b for b, after in zip(blocks, [*blocks[1:], ""], strict=True) if not after.startswith(marker("fr"))]
    untold = [b for b in untold if not b.startswith((marker("fr"), "```", "#", "    "))]
    assert pairs and all(numbers(a, FIRST) == numbers(b) and links(a) == links(b) for a, b in pairs)
    assert not [b for b in untold if re.search(r"\b(the|and|of)\b", b) and "```" not in b]


def test_a_notebook_in_each_language(tmp_path):
    drawing = "<svg><dc:source>a.csv</dc:source>{}</svg>"
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "a.svg").write_text(drawing.format("Un"), "utf-8")
    outputs = [{"data": {"text/html": "one", OTHER: "un"}}, {"data": {"image/svg+xml": drawing.format("One")}}]
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# One\n\nText"},
        {"cell_type": "markdown", "metadata": {"tags": ["fr"]}, "source": "# Un\n\nTexte"},
        {"cell_type": "code", "metadata": {}, "source": "1", "outputs": outputs},
    ]
    path = tmp_path / "p.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    for code, title, text, word, link in (
        (FIRST, "# One", "one", "One", "fr/p.html"),
        ("fr", "# Un", "un", "Un", "../p.html"),
    ):
        made = json.loads(in_language(path, tmp_path, code))["cells"]
        assert len(made) == 2 and made[0]["source"].startswith(title) and f'href="{link}"' in made[0]["source"]
        html, svg = (output["data"] for output in made[1]["outputs"])
        assert html == {"text/html": text} and svg == {"image/svg+xml": drawing.format(word)}
    page = tmp_path / "q.md"
    page.write_text("# Q\n\n<!-- fr -->\n# R\n\n```sh\nls\n```\n", "utf-8")
    assert b"# R" not in in_language(page, tmp_path, FIRST) and b"# Q" not in in_language(page, tmp_path, "fr")
    assert b"ls" in in_language(page, tmp_path, FIRST) and b"ls" in in_language(page, tmp_path, "fr")


def test_both_readmes_say_the_same_numbers():
    prose = [
        re.sub(r"```.*?```", " ", (ROOT / name).read_text("utf-8"), flags=re.S)
        for name in ("README.md", "README.fr.md")
    ]
    assert numbers(prose[0], FIRST) == numbers(prose[1])
    assert [line.count("#") for line in prose[0].splitlines() if line.startswith("#")] == [
        line.count("#") for line in prose[1].splitlines() if line.startswith("#")
    ]
