"""The folders are the street: a folder imports only those above it."""

import ast
from pathlib import Path

import pytest

import framing

ROOT = Path(framing.__file__).parent
STREET = (
    "tables", "language", "study", "text", "corpus", "quotation", "voice", "stances", "frames", "distance", "align",
    "annotation", "measures", "exports", "compare", "evaluate", "report",
)  # fmt: skip
MODULES = sorted(p for p in ROOT.rglob("*.py") if len(p.relative_to(ROOT).parts) > 1)


def imported(code: str) -> set[str]:
    """The folders of the project that a module imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("framing.") and name.count(".")}
    return found


@pytest.mark.parametrize(
    ("code", "folders"),
    [
        ("import framing", set()),
        ("import framing.text.tokenisation as w", {"text"}),
        ("from framing.text.marks import Pair", {"text"}),
        ("from framing import compare", {"compare"}),
        ("def f():\n    from framing.report import plots", {"report"}),
    ],
)
def test_imported(code, folders):
    assert imported(code) == folders


def test_the_street_names_every_folder():
    assert set(STREET) == {path.parent.name for path in ROOT.glob("*/__init__.py")}


@pytest.mark.parametrize("path", MODULES, ids=[p.relative_to(ROOT).as_posix() for p in MODULES])
def test_no_folder_imports_one_that_stands_further_down(path):
    here = STREET.index(path.relative_to(ROOT).parts[0])
    below = sorted(folder for folder in imported(path.read_text("utf-8")) if STREET.index(folder) > here)
    assert not below, f"{path.relative_to(ROOT)} imports {', '.join(below)}"
