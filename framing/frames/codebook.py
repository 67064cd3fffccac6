"""The codebook of frames: what each frame is, by what words it is known, and the model beside it.

The generic frames are those of Semetko & Valkenburg (2000); the others are those that this news lives on.
"""

import json
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from framing.language import Language, load

_KEYS = {"name", "source", "definition", "example", "counter_example", "indicators", "prototypes"}


class CodebookError(ValueError):
    """A codebook, or the model beside it, that cannot be used; told with file and frame."""


class Frame(NamedTuple):
    """A frame of the codebook; `gold` is its name in the sample, where that is another."""

    id: str
    name: str
    source: str
    definition: str
    example: str
    counter_example: str
    indicators: dict[str, float]
    prototypes: tuple[str, ...]
    gold: str | None


def codebook_of(language: Language | None = None) -> Path:
    """Where the codebook of a language lies; a language may have none.

    >>> codebook_of().name
    'frames.toml'
    """
    return (language or load()).path("frames.toml")


def read_codebook(path: str | Path | None = None) -> dict[str, Frame]:
    """The frames of a codebook (TOML), by id; without a path, of the default language's.

    Raises CodebookError when the file cannot be read, a frame lacks a part, or a weight is no number above 0.

    >>> read_codebook()["conflict"].source
    'Semetko & Valkenburg 2000'
    """
    path = codebook_of() if path is None else Path(path)
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8"))["frames"]
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read ({error.strerror}): name a codebook of frames") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise CodebookError(
            f"{path}: no codebook of frames ({error}): it is TOML with a table [frames.ID] each"
        ) from error
    return {id_: _frame(id_, table, f"{path}, [frames.{id_}]") for id_, table in tables.items()}


def _frame(id_: str, table: dict[str, Any], where: str) -> Frame:
    if missing := sorted(_KEYS - table.keys()):
        raise CodebookError(f"{where}: {missing[0]} is missing")
    for phrase, weight in table["indicators"].items():
        if not isinstance(weight, int | float) or not 0 < weight <= 1:
            raise CodebookError(f"{where}: {phrase!r} weighs {weight!r}: write a number above 0, at most 1")
    known = {key: table[key] for key in _KEYS - {"prototypes"}}
    return Frame(id=id_, gold=table.get("gold"), prototypes=tuple(table["prototypes"]), **known)


def read_model(codebook: Path) -> dict[str, Any]:
    """The model beside a codebook (JSON): `probe`, what the encoder needs, and `measured`, what each model has been worth.

    Raises CodebookError, with the command that makes it, where there is none or it is no JSON.
    """
    path = codebook.with_suffix(".json")
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CodebookError(
            f"{path}: cannot be read ({error.strerror}): make it with `python bench/frames.py --train`"
        ) from error
    except json.JSONDecodeError as error:
        raise CodebookError(
            f"{path}: no valid JSON ({error}): make it anew with `python bench/frames.py --train`"
        ) from error
