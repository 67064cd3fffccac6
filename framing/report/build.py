"""The report: notebooks run top to bottom, then a static site that asks no other host for anything."""

import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from framing.language import load
from framing.report import standard
from framing.report.localising import in_language
from framing.report.reading import escaped, with_texts, write_reading_pages
from framing.report.words import FIRST, say, speaking
from framing.study import read_study
from framing.tables import Annotations, write_atomically
from framing.tables.waiting import NOBODY, progress

PAGES = Path(__file__).with_name("pages")  # the standard pages, as notebooks that take any study
CONF = b"from framing.report.settings import settings\n\nglobals().update(settings())\n"
AT_ONCE = 2  # notebooks that run side by side
MODEL = load().model.replace("_", "-")  # as the package registry writes it
PACKAGES = ("framing", "numpy", "pandas", "scipy", "spacy", MODEL, "seaborn", "matplotlib")
ADDRESS = re.compile(r" at 0x[0-9a-f]+(?=>)")  # where an object lies in memory, other each time
KERNEL = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    NOBODY: "1",
}  # the same on every machine


class ReportError(RuntimeError):
    """A notebook or the site could not be made, told with its file and what went wrong."""


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(str(file).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _inputs(root: Path) -> list[Path]:
    """What a notebook's result depends on besides itself: the library, the data, the versions."""
    library = [p for p in (root / "framing").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    data = [
        p for p in (root / "data").rglob("*") if p.is_file() and "texts" not in p.relative_to(root / "data").parts[:1]
    ]
    return library + data + [root / "requirements.lock"]


def _made(notebook: Path) -> dict[str, str]:
    """A notebook as it stands, and the figures that bear its number."""
    figures = (notebook.parent.parent / "figures").glob(f"{notebook.stem[:3]}*")
    return {"notebook": _digest([notebook]), "figures": _digest(figures)}


def run_notebook(path: Path, of: Mapping[str, str] | None = None) -> bytes:
    """Run a notebook in its folder and return it with its outputs, the same bytes for the same inputs.

    `of` are variables of its environment, which name the study where the notebook takes any. Raises ReportError with the file
    and the message when it is no notebook, or when a cell fails or takes ten minutes.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises whatever the damage leads to
        raise ReportError(f"{path}: not a notebook: {error}") from error
    _execute(notebook, path, of or {})
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        if plain := output.get("data", {}).get("text/plain"):
            output.data["text/plain"] = ADDRESS.sub("", plain)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")


def _execute(notebook: nbformat.NotebookNode, path: Path, of: Mapping[str, str]) -> None:
    """Run a notebook in the folder of its path; its cells then hold their outputs."""
    with tempfile.TemporaryDirectory(prefix="framing-") as private:
        # A socket that is a file: no port that others on the machine could reach, and a path short enough for one.
        kernel = {"transport": "ipc" if os.name == "posix" else "tcp", "connection_file": f"{private}/kernel.json"}
        client = NotebookClient(
            notebook,
            timeout=600,
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": path.parent}},
            config=Config(AsyncKernelManager=kernel),
        )
        try:
            client.execute(env={**os.environ, **KERNEL, **of} | {"IPYTHONDIR": f"{private}/ipython"})
        except CellExecutionError as error:
            raise ReportError(f"{path}: {error.ename}: {error.evalue}\n{error}") from error
        except (RuntimeError, TimeoutError) as error:
            raise ReportError(f"{path}: the notebook did not run to its end: {error}") from error


def run_notebooks(root: Path, *, force: bool = False) -> list[Path]:
    """Run the notebooks of a project whose inputs have changed since they last ran; those that ran."""
    stamps = root / "build" / "notebooks"
    shared = _digest(_inputs(root))
    changed = {}
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        stamp = stamps / f"{path.stem}.json"
        if force or not stamp.exists() or json.loads(stamp.read_text()) != {"shared": shared} | _made(path):
            changed[path] = stamp
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = zip(changed, pool.map(run_notebook, changed), strict=True)
        for path, data in progress(results, total=len(changed), unit="notebook", desc="run"):
            write_atomically(path, data)
            write_atomically(changed[path], json.dumps({"shared": shared} | _made(path)).encode())
    return list(changed)


def versions() -> dict[str, str]:
    """The versions that the results depend on, by package."""
    python = ".".join(map(str, sys.version_info[:2]))
    return {"Python": python} | {name: importlib.metadata.version(name) for name in PACKAGES}


def build_site(root: Path) -> Path:
    """Render the notebooks and pages as a static site (build/report), in English and in a folder of its own in the other
    language; the landing page's path.

    Where the study's texts are there (data/texts), the site gains reading pages of them; it is then for this machine only.
    Raises ReportError when a page cannot be made or a reference leads nowhere.
    """
    data = root / "data"
    known = with_texts(Annotations.load(data / "annotations"), data / "texts")
    site = _Site(root / "notebooks", root / "figures", root / "build" / "sources", known, data / "study.toml")
    return _replace(root / "build" / "report", site)


def study_report(study: Path, tables: Path, out: Path, texts: Path | None = None) -> Path:
    """Render the standard pages of any study into a folder: who speaks, whose words, how it is told, the same event, how right;
    the landing page's path.

    `tables` is the folder of its annotations. With the folder of its `texts` the site gains reading pages, and is then for this
    machine only. Raises ReportError when the folder holds something else than an earlier report, StudyError and
    AnnotationError when the study or its tables cannot be read.
    """
    if out.exists() and any(out.iterdir()) and not (out / "searchindex.js").exists():
        raise ReportError(f"{out}: holds something else than a report: name another folder, or a new one")
    read, known = read_study(study), Annotations.load(tables)
    known = with_texts(known, texts) if texts else known
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        work = Path(folder)
        of = {standard.STUDY: str(study.resolve()), standard.TABLES: str(tables.resolve())}
        for page in sorted(PAGES.glob("*.ipynb")):
            titled = page.read_text("utf-8").replace("{{title}}", json.dumps(escaped(read.title))[1:-1])
            write_atomically(work / "notebooks" / page.name, titled.encode())
        write_atomically(work / "notebooks" / "conf.py", CONF)
        pages = sorted((work / "notebooks").glob("*.ipynb"))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            made = pool.map(lambda path: run_notebook(path, of), pages)
            for path, data in progress(zip(pages, made, strict=True), total=len(pages), unit="page", desc="run"):
                write_atomically(path, data)
        return _replace(out, _Site(work / "notebooks", work / "figures", work / "sources", known, study))


class _Site(NamedTuple):
    """What a site is made of: notebooks that ran, their figures, a folder for what lies between, tables, the study file."""

    notebooks: Path
    figures: Path
    between: Path
    known: Annotations
    study: Path


def _replace(out: Path, site: _Site) -> Path:
    """Render a site in each language and put it where it belongs, whole or not at all; its landing page."""
    new = out.with_name(f"{out.name}.new")
    # A site of its own each time: one made over an older keeps its images, and differs from it in the bytes of every page.
    shutil.rmtree(new, ignore_errors=True)
    _render(site, FIRST, new)
    _render(site, load().code, new / load().code)
    shutil.rmtree(out, ignore_errors=True)
    shutil.move(new, out)
    return out / "index.html"


def _render(site: _Site, code: str, out: Path) -> None:
    """The site in one language."""
    from sphinx.cmd.build import build_main

    place = site.between / code
    source, doctrees = place / "pages", place / "doctrees"
    with speaking(code):
        _mirror(_pages(site.notebooks, site.figures, code), source)
        _mirror(_figures(site.figures, code), place / "figures")
        pages = write_reading_pages(site.known, site.study, source / "reading")
        write_atomically(source / "reading" / "index.md", _contents([page.stem for page in pages]).encode())
        write_atomically(source / "versions.md", _versions_page().encode())
        _forget(source, doctrees)
        asked = ["-q", "-W", "--keep-going", "-d", str(doctrees), "-b", "html", str(source), str(out)]
        failed = build_main(asked)  # its settings (conf.py) speak the same language
    if failed:
        raise ReportError(f"{source}: the site could not be made: see the messages above")


def _pages(notebooks: Path, figures: Path, code: str) -> dict[Path, bytes]:
    """The files of the notebooks' folder as one language's site takes them, by their place in it."""
    files = {p.relative_to(notebooks): p for p in notebooks.rglob("*") if p.is_file()}
    return {
        name: in_language(path, figures, code)
        for name, path in sorted(files.items())
        if ".ipynb_checkpoints" not in name.parts
    }


def _figures(figures: Path, code: str) -> dict[Path, bytes]:
    """Tables and drawings, those that the language has of its own before the others."""
    found = {p.name: p for p in figures.glob("*.*")}
    if code != FIRST:
        found |= {p.name: p for p in (figures / code).glob("*.*")}
    return {Path(name): path.read_bytes() for name, path in found.items()}


def _contents(names: Sequence[str]) -> str:
    """The page that leads to the reading pages, as Markdown."""
    note = say("The articles of the study with their voices told apart: for this machine only, never to be published.")
    links = "```{toctree}\n" + "\n".join(names) + "\n```"
    listed = links if names else say("No folder of texts was given or found, so there is nothing to read here.")
    return f"---\norphan: true\n---\n# {say('Reading pages')}\n\n{note}\n\n{listed}\n"


def _versions_page() -> str:
    """The page of the versions, as Markdown."""
    rows = "".join(f"| {name} | {version} |\n" for name, version in versions().items())
    head = f"---\norphan: true\n---\n# {say('Versions')}\n\n{say('The results of this report depend on these.')}"
    return f"{head}\n\n| {say('package')} | {say('version')} |\n| --- | --- |\n{rows}"


def _mirror(wanted: Mapping[Path, bytes], copy: Path) -> None:
    """Make `copy` hold these files; unchanged ones are left alone, so that Sphinx makes only changed pages."""
    for name, data in wanted.items():
        write_atomically(copy / name, data)
    for old in [p for p in copy.rglob("*") if p.is_file()]:
        relative = old.relative_to(copy)
        if relative not in wanted and relative.parts[0] not in {"reading", "versions.md"}:
            old.unlink()


def _forget(source: Path, doctrees: Path) -> None:
    """Remove what Sphinx keeps of pages that are gone, their text with it."""
    pages = {p.relative_to(source).with_suffix("") for p in source.rglob("*") if p.suffix in {".md", ".ipynb"}}
    for old in doctrees.rglob("*.doctree"):
        if old.relative_to(doctrees).with_suffix("") not in pages:
            old.unlink()
