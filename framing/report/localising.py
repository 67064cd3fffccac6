"""One source a page: what a site in one language takes of a notebook or a page that speaks two."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.language import load
from framing.report.html import OTHER
from framing.report.words import FIRST, say, speaking

DRAWING = re.compile(r"<dc:source>([\w-]+)\.csv</dc:source>")  # as plots.publish has it written
_BLOCKS = re.compile(r"\n[ \t]*\n")
_HERE = "In English"  # the link to a page in the first language; its translation is the link to one in the other


def in_language(path: Path, figures: Path, code: str) -> bytes:
    """The bytes of a file of the notebooks' folder as the site in one language takes it.

    Of a notebook and of a Markdown page only the prose in that language is left, figures and tables come in it (drawings from
    the folder of that code), and a link below the title leads to the page in the other language. Any other file stays.
    """
    if path.suffix == ".ipynb":
        return _notebook(json.loads(path.read_bytes()), figures, code, path.stem)
    if path.suffix == ".md":
        blocks = "\n\n".join(_prose(_BLOCKS.split(path.read_text("utf-8").strip("\n")), code))
        return (_with_link(blocks, code, path.stem) + "\n").encode()
    return path.read_bytes()


def marker(code: str) -> str:
    """The line above a block of a page that says the block before it in another language."""
    return f"<!-- {code} -->"


def _prose(blocks: list[str], code: str) -> Iterator[str]:
    """The blocks of a page that are in one language or in both."""
    mark = marker(load().code) + "\n"
    for block, after in zip(blocks, [*blocks[1:], ""], strict=True):
        if block.startswith(mark):
            if code != FIRST:
                yield block.removeprefix(mark)
        elif code == FIRST or not after.startswith(mark):
            yield block


def _notebook(notebook: dict[str, Any], figures: Path, code: str, stem: str) -> bytes:
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] != "markdown" or _is_in(cell, code)]
    titled = next((cell for cell in cells if cell["cell_type"] == "markdown"), None)
    if titled is not None:
        titled["source"] = _with_link("".join(titled["source"]), code, stem)
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        _say(output.get("data", {}), figures, code)
    return json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1).encode()


def _is_in(cell: dict[str, Any], code: str) -> bool:
    """Whether a cell of prose is in a language; what bears no language is in the first."""
    return (load().code in cell["metadata"].get("tags", ())) == (code != FIRST)


def _say(data: dict[str, Any], figures: Path, code: str) -> None:
    """Of an output in two languages leave the one, in place."""
    other = data.pop(OTHER, None)
    if code == FIRST:
        return
    if other is not None:
        data["text/html"] = other
    drawn = DRAWING.search("".join(data.get("image/svg+xml", ())))
    if drawn and (path := figures / code / f"{drawn[1]}.svg").is_file():
        data["image/svg+xml"] = path.read_text("utf-8")


def _with_link(prose: str, code: str, stem: str) -> str:
    """Prose that begins with a title, and below it the way to the same page in the other language."""
    if not prose.startswith("# "):
        return prose
    other = load().code if code == FIRST else FIRST
    where = f"{other}/{stem}.html" if code == FIRST else f"../{stem}.html"
    with speaking(other):
        name = say(_HERE)
    link = f'<a class="framing-language" lang="{other}" hreflang="{other}" href="{where}">{name}</a>'
    title, _, rest = prose.partition("\n")
    return f"{title}\n\n{link}\n\n{rest.strip(chr(10))}"
