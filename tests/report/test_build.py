"""The report: notebooks run when their inputs changed, and a site that asks no other host for anything."""

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from study_examples import HOSTILE, project

from framing.report import build as report
from framing.report.build import ReportError, build_site, run_notebook, run_notebooks, versions

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "report"
CELL = "import os\nassert hash('a') and os.environ['PYTHONHASHSEED'] == '0'\n{'b', 'a'}"


def notebook(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    made = [nbformat.v4.new_code_cell(source, id=f"c{i}") for i, source in enumerate(cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


def files(folder):
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def root(tmp_path):
    """A project of one module, one table and two notebooks."""
    for name, content in {"framing/a.py": "A = 1\n", "data/t.csv": "a\n1\n", "requirements.lock": "\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    notebook(tmp_path / "notebooks" / "01.ipynb", CELL)
    notebook(tmp_path / "notebooks" / "02.ipynb", "1 + 1")
    return tmp_path


def test_a_notebook_has_the_same_bytes_every_time(tmp_path, capfd):
    path = notebook(tmp_path / "a.ipynb", CELL, "print('é')\nfrom pathlib import Path\nPath.cwd().name", "object()")
    first, second = run_notebook(path), run_notebook(path)
    assert first == second
    cells = nbformat.reads(first.decode("utf-8"), as_version=4).cells
    assert cells[0].outputs[0]["data"]["text/plain"] == "{'a', 'b'}"
    assert cells[1].outputs[0]["text"] == "é\n"
    assert cells[1].outputs[1]["data"]["text/plain"] == repr(tmp_path.name)
    assert cells[2].outputs[0]["data"]["text/plain"] == "<object>"
    assert b"timestamp" not in first and b"iopub" not in first
    assert "over TCP" not in capfd.readouterr().err  # as a kernel says that listens on a port others could reach


def test_only_what_changed_runs_again(root, monkeypatch):
    ran = []

    def run(path):
        ran.append(path.stem)
        return path.read_bytes()

    monkeypatch.setattr(report, "run_notebook", run)

    def again():
        ran.clear()
        assert [path.stem for path in run_notebooks(root)] == ran
        return list(ran)

    assert again() == ["01", "02"]
    before = files(root)
    assert again() == []
    assert files(root) == before
    notebook(root / "notebooks" / "02.ipynb", "1 + 2")
    assert again() == ["02"]
    (root / "data" / "t.csv").write_text("a\n2\n")
    assert again() == ["01", "02"]
    (root / "framing" / "a.py").write_text("A = 2\n")
    assert again() == ["01", "02"]
    (root / "requirements.lock").write_text("numpy==2\n")
    assert again() == ["01", "02"]
    # The texts are not everywhere: results do not depend on them.
    (root / "data" / "texts").mkdir()
    (root / "data" / "texts" / "a.txt").write_text("Il pleut.")
    assert again() == []
    ran.clear()
    assert len(run_notebooks(root, force=True)) == 2


def test_running_writes_outputs_once(root):
    (root / "notebooks" / "02.ipynb").unlink()
    assert run_notebooks(root) == [root / "notebooks" / "01.ipynb"]
    before = files(root)
    assert b"{'a', 'b'}" in before[root / "notebooks" / "01.ipynb"][0]
    assert run_notebooks(root) == []
    assert files(root) == before


def test_a_failing_cell_is_told_with_its_notebook_and_writes_nothing(root):
    path = notebook(root / "notebooks" / "02.ipynb", "1 + 1", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(ReportError, match=r"02\.ipynb: ZeroDivisionError: division by zero"):
        run_notebook(path)
    assert path.read_bytes() == before


def test_a_dead_kernel_is_told_with_its_notebook(tmp_path):
    path = notebook(tmp_path / "a.ipynb", "import os\nos._exit(1)")
    with pytest.raises(ReportError, match=r"a\.ipynb: the notebook did not run to its end"):
        run_notebook(path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 3}'])
def test_a_file_that_is_no_notebook(tmp_path, content):
    path = tmp_path / "a.ipynb"
    path.write_text(content)
    with pytest.raises(ReportError, match=r"a\.ipynb: not a notebook"):
        run_notebook(path)


def test_versions_name_every_package():
    assert set(versions()) == {"Python", *report.PACKAGES}
    assert all(re.match(r"\d", version) for version in versions().values())


PAGES = {"index.md": "# Essai\n\n```{toctree}\nun\n```\n", "un.md": "# Un\n\nIl pleut.\n"}
CONF = "extensions = ['myst_nb']\nnb_execution_mode = 'off'\nhtml_theme = 'basic'\nhtml_copy_source = False\n"


IGNORED = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")  # of Sphinx


@pytest.mark.slow
@IGNORED
def test_the_site_and_its_reading_pages(tmp_path):
    texts = project(tmp_path, a_1=HOSTILE, a2="Il neige sur Sarvelle.")
    (tmp_path / "figures").mkdir()
    (tmp_path / "notebooks").mkdir()
    for name, content in (PAGES | {"conf.py": CONF}).items():
        (tmp_path / "notebooks" / name).write_text(content)
    page = build_site(tmp_path)
    assert page == tmp_path / "build" / "report" / "index.html"
    read = (page.parent / "reading" / "a_1.html").read_text("utf-8")
    assert "<h1>a_1" in read and read.count("alert(1)") == 1
    assert "&lt;img src=x onerror=alert(1)&gt;" in read and "<img" not in read
    assert (page.parent / "reading" / "a2.html").is_file()
    # What is gone from the project is gone from the site, and from what the site is built from.
    (texts / "a2.txt").unlink()
    (tmp_path / "notebooks" / "un.md").unlink()
    (tmp_path / "notebooks" / "index.md").write_text("# Essai\n")
    build_site(tmp_path)
    kept = [p for p in (tmp_path / "build").rglob("*") if p.is_file() and p.stem in ("a2", "un")]
    assert kept == []
    assert (page.parent / "reading" / "a_1.html").is_file()
    assert not any(b"sarvelle" in p.read_bytes().lower() for p in page.parent.rglob("*.js"))


@IGNORED
def test_a_page_that_leads_nowhere_is_told(tmp_path):
    project(tmp_path)
    (tmp_path / "figures").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "conf.py").write_text(CONF)
    (tmp_path / "notebooks" / "index.md").write_text("# Essai\n\n[là](rien.md)\n")
    with pytest.raises(ReportError, match="the site could not be made"):
        build_site(tmp_path)


REMOTE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
CSS = re.compile(r"(?:@import\s*(?:url\()?|url\()\s*['\"]?\s*((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)
LOADS = {"src", "srcset", "poster", "data", "action", "background", "xlink:href"}
LINKS = {"canonical", "author", "license", "next", "prev"}  # relations that a browser does not fetch


class Requests(HTMLParser):
    """What a page asks other hosts for when it is opened; links that a reader may follow are none of it."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], ""

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        self.inside = tag
        loaded = [value for name, value in values.items() if name in LOADS]
        if tag != "a":
            loaded += [values["href"]] if "href" in values and values.get("rel") not in LINKS else []
        self.found += [value for value in loaded if REMOTE.match(value)]
        self.found += CSS.findall(values.get("style", ""))
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.found += [values.get("content", "")]

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "style":
            self.found += CSS.findall(data)
        if self.inside == "script":
            self.found += re.findall(r"(?:import|fetch|importScripts)\s*\(?\s*['\"](https?://[^'\"]+)", data)


def requests(page):
    parser = Requests()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("", []),
        ('<a href="https://a.example/">là</a><script src="_static/a.js"></script><img src="a.svg">', []),
        ('<link rel="canonical" href="https://a.example/">', []),
        ('<script src="https://a.example/m.js"></script>', ["https://a.example/m.js"]),
        ('<link rel="stylesheet" href="//a.example/m.css">', ["//a.example/m.css"]),
        ("<style>@import url('https://a.example/m.css');</style>", ["https://a.example/m.css"]),
        ('<p style="background: url(http://a.example/m.png)">', ["http://a.example/m.png"]),
        ('<script>import("https://a.example/m.js")</script>', ["https://a.example/m.js"]),
    ],
)
def test_requests_are_seen(page, found):
    assert requests(page) == found


built = pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the report is not built: make study")


@built
def test_no_page_asks_another_host():
    found = {page.name: requests(page.read_text("utf-8")) for page in sorted(SITE.rglob("*.html"))}
    assert {name: asked for name, asked in found.items() if asked} == {}


@built
def test_no_style_asks_another_host():
    found = {page.name: CSS.findall(page.read_text("utf-8")) for page in sorted(SITE.rglob("*.css"))}
    assert {name: asked for name, asked in found.items() if asked} == {}
