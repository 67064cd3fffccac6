"""The study file, read: what is right becomes a `Study`, what is wrong is told with its place."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from framing.study.model import Actor, Concept, Event, Expectation, Fact, Outlet, Study, Target
from framing.study.templates import template

if TYPE_CHECKING:
    from framing.study.document import Document, EventTable

__all__ = [
    "Actor", "Concept", "Event", "Expectation", "Fact", "Outlet", "Study", "StudyError", "Target", "new_study", "parse_study",
    "read_study",
]  # fmt: skip

MAX_BYTES = 2_000_000
MAX_MISTAKES = 10  # in a message


class StudyError(ValueError):
    """A mistake in a study file, told with its file, its key, the value and what is allowed."""


def parse_study(text: str, file: str = "study.toml") -> Study:
    """Read a study from the text of a study file.

    Raises StudyError with a line for each mistake, naming the file, the key, the value and what is allowed.

    >>> parse_study('[study]\\nname = "essai"\\ntitle = 3\\n[groups.presse]\\nname = "presse"\\n[outlets]')
    Traceback (most recent call last):
    framing.study.reader.StudyError: study.toml: study.title = 3: write a text
    study.toml: outlets = {}: write a table
    """
    from framing.study.document import check

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise StudyError(f"{file}: not valid TOML: {error}") from error
    found = check(values)
    if isinstance(found, list):
        more = [f"… and {len(found) - MAX_MISTAKES} more mistakes"] if len(found) > MAX_MISTAKES else []
        raise StudyError("\n".join([f"{file}: {mistake}" for mistake in found[:MAX_MISTAKES]] + more))
    return _study(found, file)


def _study(document: "Document", file: str) -> Study:
    head = document.study
    return Study(
        name=head.name,
        title=head.title,
        language=head.language,
        fictional=head.fictional,
        groups={id_: group.name for id_, group in document.groups.items()},
        outlets={id_: Outlet(id_, o.name, o.group, tuple(o.aliases)) for id_, o in document.outlets.items()},
        events={id_: _event(id_, event) for id_, event in document.events.items()},
        classes={id_: class_.name for id_, class_ in document.classes.items()},
        actors={id_: Actor(id_, a.name, a.class_, tuple(a.aliases)) for id_, a in document.actors.items()},
        concepts={id_: Concept(id_, c.name, tuple(c.variants)) for id_, c in document.concepts.items()},
        targets={id_: Target(id_, t.name, tuple(t.aliases)) for id_, t in document.targets.items()},
        primary=tuple(document.measures.primary),
        expected=tuple(Expectation(e.measure, e.name, e.more, e.why) for e in document.measures.expected),
        path=file,
    )


def _event(id_: str, event: "EventTable") -> Event:
    facts = tuple(Fact(fact.id, fact.text, tuple(fact.patterns), fact.family or "") for fact in event.facts)
    return Event(id_, event.name, event.start, event.end, facts)


def read_study(path: str | Path) -> Study:
    """Read a study from its file (TOML, UTF-8, at most 2 MB).

    Raises StudyError, naming the file, the key, the value and what is allowed.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StudyError(
            f"{path}: cannot be read ({error.strerror}): name a study file, or write one with `framing new`"
        ) from error
    if len(raw) > MAX_BYTES:
        raise StudyError(f"{path}: {len(raw):,} bytes: a study file has at most {MAX_BYTES:,}")
    try:
        return parse_study(raw.decode("utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise StudyError(f"{path}: not UTF-8 at byte {error.start}: save the file as UTF-8") from error


def new_study(folder: str | Path, language: str | None = None, text: str | None = None) -> Path:
    """Write a study file (study.toml) into a folder that has none yet; the file's path.

    Without `text` (as `study_text` gives it) it is a skeleton with examples in the language of this code, by default the
    default one. Raises StudyError when there is a study already: it is never overwritten.
    """
    path = Path(folder) / "study.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(template(language).read_bytes() if text is None else text.encode("utf-8"))
    except FileExistsError:
        raise StudyError(f"{path}: is there already: edit it, or name another folder") from None
    return path
