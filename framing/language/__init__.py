"""What a language is to the other rooms: a folder of tables, and the name of its spaCy model.

Each language is a folder here (`fr/`): `language.toml` says its code, name and model, and every list stands in a table
beside it. A folder that has some of the tables serves the measures that need no others.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from framing.language.lexicon import Cue, Language, Phrase, Role, of_folder
from framing.language.loading import load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

__all__ = ["Cue", "Language", "Phrase", "Role", "codes", "default", "load", "pipeline"]

_HERE = Path(__file__).parent


@cache
def _folders() -> dict[str, Path]:
    return {path.parent.name: path.parent for path in sorted(_HERE.glob("*/language.toml"))}


def codes() -> tuple[str, ...]:
    """The codes of the languages there are."""
    return tuple(_folders())


@cache
def default() -> str:
    """The language of a text of which nothing is said: the one whose `language.toml` says so."""
    return next(code for code in codes() if load(code).is_default)


@cache
def load(code: str | Path | None = None) -> Language:
    """The language of this code, that of a folder of one's own (a Path), or the default one.

    Its tables are read when they are first asked for. Raises ValueError for a code that has no folder here.

    >>> load().verbs["affirmait"][0].lemma
    'affirmer'
    """
    if isinstance(code, Path):
        return of_folder(code)
    if code is None:
        return load(default())
    if code not in _folders():
        raise ValueError(f"no language {code!r} in framing/language; there is: {', '.join(codes())}")
    return of_folder(_folders()[code])


def pipeline(model: str | None = None) -> "Pipeline":
    """The spaCy pipeline of that name, or the default language's, without named entities, loaded once in a process."""
    return load_pipeline(model or load().model)
