"""The page for a corpus of one's own is a template: another CSV, groups and class, and no cell of the sample, run to the end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "notebooks" / "your_own_corpus.ipynb"
GIVEN = [
    'CSV, FOLDER, CHECKED = Path("../presse.csv"), Path("../build/presse"), Path("../checked.csv")',
    'groups = {"Presse officielle": ["l-ant", "phare", "voix"], "Presse privée": ["boreal", "continentale", "meridienne"]}',
    'classes = {"Dirigeants": ["aurel-vastine", "teodar-brunn"]}',
    'asked, within = "Dirigeants", None',
]


def code():
    """The code of the page with the lines that are the reader's put in, and without the cells of the sample."""
    book, given = json.loads(PAGE.read_text("utf-8")), iter(GIVEN)
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    lines = [line for cell in cells if not cell.startswith("# The sample") for line in cell.splitlines()]
    filled = "\n".join(next(given) if "# yours" in line else line for line in lines)
    assert next(given, None) is None
    return filled


@pytest.mark.slow
def test_another_csv_runs_to_the_end(tmp_path):
    table = pd.read_csv(ROOT / "data" / "own_corpus" / "export.csv", dtype="str")
    named = table.rename(columns={"outlet": "journal", "published": "date", "text": "texte"}).drop(
        columns="article_id", errors="ignore"
    )
    named["journal"] = named["journal"].replace({"ant": "L'Ant"})
    named.to_csv(tmp_path / "presse.csv", sep=";", encoding="utf-8-sig", index=False)
    (tmp_path / "notebooks").mkdir()
    run = [sys.executable, "-c", code()]
    done = subprocess.run(
        run, cwd=tmp_path / "notebooks", env={**os.environ, "FRAMING_QUIET": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "build" / "presse" / "page.html").read_text("utf-8")
    assert "Who quotes: Dirigeants?" in page and "Presse officielle minus Presse privée" in page
    assert "Tauvri" not in page and "corrected" not in page
    sheet = pd.read_csv(tmp_path / "build" / "presse" / "to_check.csv")
    assert len(sheet) == 50 and (tmp_path / "figures" / "own_corpus.svg").is_file()
