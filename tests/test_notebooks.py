"""The notebooks: short cells that call the library, run in order, with their outputs; and nothing of this machine."""

import ast
import getpass
import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MAX_LINES = 6
MAX_SETUP_LINES = 10  # the cell that names all inputs
LOOPS = (ast.For, ast.AsyncFor, ast.While)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
SILENT = (ast.Import, ast.ImportFrom, ast.Assert, ast.Assign)  # statements that show nothing
CALLS = {"use_style"}  # nor do these
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.name for path in NOTEBOOKS])


def cells(path):
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


def source(cell):
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def is_silent(code):
    """Whether a cell only imports, names and asserts, so that it has nothing to show."""
    last = ast.parse(code).body[-1]
    called = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and ast.unparse(last.value.func)
    return isinstance(last, SILENT) or bool(called and called.split(".")[-1] in CALLS)


@pytest.mark.parametrize(
    ("code", "silent"),
    [
        ("import a", True),
        ("a = 1", True),
        ("assert a", True),
        ("plots.use_style()", True),
        ("a", False),
        ("a = 1\nf(a)", False),
    ],
)
def test_is_silent(code, silent):
    assert is_silent(code) == silent


def test_there_are_notebooks():
    assert {"01", "02", "03", "04"} <= {path.name[:2] for path in NOTEBOOKS}


@each
def test_cells_are_short_and_only_call_the_library(path):
    for cell in cells(path):
        code = source(cell)
        lines = [line for line in code.splitlines() if line.strip()]
        most = MAX_SETUP_LINES if any(line.startswith(("import ", "from ")) for line in lines) else MAX_LINES
        assert 0 < len(lines) <= most, f"{path.name}, cell {cell['id']}: {len(lines)} lines"
        found = [type(node).__name__ for node in ast.walk(ast.parse(code)) if isinstance(node, LOOPS + FUNCTIONS)]
        assert not found, f"{path.name}, cell {cell['id']}: {found} belongs into the library, with a test"


@each
def test_cells_have_ids_of_their_own(path):
    ids = [cell["id"] for cell in json.loads(path.read_text("utf-8"))["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", id_) for id_ in ids)


@each
def test_every_cell_has_run_in_order_and_shows_its_outputs(path):
    counts = [cell["execution_count"] for cell in cells(path)]
    assert counts == list(range(1, len(counts) + 1)), f"{path.name}: run it anew: framing report --force"
    for cell in cells(path):
        assert cell["outputs"] or is_silent(source(cell)), f"{path.name}, cell {cell['id']}: no output"
        kinds = {output["output_type"] for output in cell["outputs"]}
        assert not kinds & {"error"}, f"{path.name}, cell {cell['id']}: it failed"
        streams = [output["name"] for output in cell["outputs"] if output["output_type"] == "stream"]
        assert "stderr" not in streams, f"{path.name}, cell {cell['id']}: a warning is shown"


@each
def test_code_is_folded_away_and_every_figure_is_told_in_words(path):
    for cell in cells(path):
        folded = {"hide-input", "remove-cell"} & set(cell["metadata"].get("tags", []))
        assert folded or path.stem == "your_own_corpus", (
            f"{path.name}, cell {cell['id']}"
        )  # there the code is what is shown
        drawn = any("image/svg+xml" in output.get("data", {}) for output in cell["outputs"])
        told = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt")
        assert told or not drawn, f"{path.name}, cell {cell['id']}: say what the figure shows: mystnb.image.alt"


@each
def test_a_notebook_says_nothing_of_when_and_where_it_ran(path):
    book = json.loads(path.read_text("utf-8"))
    assert set(book["metadata"]) == {"kernelspec", "language_info"}
    assert book["metadata"]["language_info"] == {"name": "python"}
    assert all("execution" not in cell["metadata"] for cell in book["cells"])
    assert not re.search(r" at 0x[0-9a-f]{6,}", json.dumps(book)), f"{path.name}: run it anew: framing report --force"


def committed():
    """The files that git keeps or would keep; every file of the folder where there is no git."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(listing, capture_output=True, check=True, timeout=60).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git is not here, so what is committed cannot be told")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_path_of_this_machine_is_committed():
    homes = {str(ROOT), str(Path.home())} - {"/"}
    user = getpass.getuser()
    homes |= {f"/home/{user}/", f"/Users/{user}/"}
    wanted = re.compile("|".join(rf"(?<![\w.-]){re.escape(home)}(?![\w-])" for home in sorted(homes)).encode())
    found = [str(path.relative_to(ROOT)) for path in committed() if wanted.search(path.read_bytes())]
    assert found == []


def test_no_path_of_the_makers_is_committed():
    parts = ("work", "main"), ("work", "shared")  # kept apart here, or this file would be found
    wanted = re.compile("|".join("/" + "/".join(part) + r"\b" for part in parts).encode())
    found = [str(path.relative_to(ROOT)) for path in committed() if wanted.search(path.read_bytes())]
    assert found == []
