"""The study file: who is compared with whom, on which events, for which actors, concepts and targets."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_BYTES = 2_000_000
SKELETON = Path(__file__).with_name("new_study.toml")


class StudyError(ValueError):
    """A mistake in a study file, told with its file, its key, the value and what is allowed."""


@dataclass(frozen=True)
class Outlet:
    """A house that publishes, and the group that it is compared in."""

    id: str
    name: str
    group: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Something that an account of the event may hold or leave out."""

    id: str
    text: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """Something that happened, with the days within which articles tell of it."""

    id: str
    name: str
    start: dt.date
    end: dt.date
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Somebody who can speak or act, under the names that articles give them."""

    id: str
    name: str
    actor_class: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concept:
    """What the study follows through the texts, in all its wordings."""

    id: str
    name: str
    variants: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """What a voice may take a stance towards."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Study:
    """A study, checked: every mapping is keyed by id and keeps the order of the file."""

    name: str
    title: str
    language: str
    fictional: bool
    groups: Mapping[str, str]
    outlets: Mapping[str, Outlet]
    events: Mapping[str, Event]
    classes: Mapping[str, str]
    actors: Mapping[str, Actor]
    concepts: Mapping[str, Concept]
    targets: Mapping[str, Target]
    primary: tuple[str, ...]
    path: str = field(default="", compare=False)


class _Section:
    """One table of the file: takes its keys one by one and, at the end, complains of those that nobody took."""

    def __init__(self, file: str, key: str, values: Any) -> None:
        self.file, self.key = file, key
        if not isinstance(values, dict):
            self.fail(key, values, "a table")
        self.values: dict[str, Any] = dict(values)
        self.known: list[str] = []

    def path(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name

    def fail(self, key: str, value: object, allowed: str) -> None:
        shown = repr(value)
        raise StudyError(f"{self.file}: {key} = {shown if len(shown) <= 80 else shown[:77] + '...'}: write {allowed}")

    def take(self, name: str, allowed: str, good: Callable[[Any], bool], default: Any = None) -> Any:
        self.known.append(name)
        if name not in self.values and default is not None:
            return default
        value = self.values.pop(name, None)
        if value is None:
            raise StudyError(f"{self.file}: {self.path(name)} is missing: write {allowed}")
        if not good(value):
            self.fail(self.path(name), value, allowed)
        return value

    def text(self, name: str, default: str | None = None) -> str:
        return str(self.take(name, "a text", lambda v: isinstance(v, str) and bool(v.strip()), default))

    def texts(self, name: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        def good(value: Any) -> bool:
            return isinstance(value, list | tuple) and all(isinstance(v, str) and v.strip() for v in value)

        return tuple(self.take(name, "a list of texts", good, default))

    def one_of(self, name: str, allowed: Mapping[str, object]) -> str:
        return str(self.take(name, f"one of {', '.join(allowed) or '(none defined)'}", lambda v: v in allowed))

    def date(self, name: str) -> dt.date:
        def good(value: Any) -> bool:
            return isinstance(value, dt.date) and not isinstance(value, dt.datetime)

        value: dt.date = self.take(name, "a date without quotes, as 2022-09-14", good)
        return value

    def items(self, name: str, required: bool = True) -> dict[str, "_Section"]:
        """The sub-tables of the table `name`, by id."""
        values = self.take(
            name, "a table", lambda v: isinstance(v, dict) and bool(v or not required), {} if not required else None
        )
        for key in values:
            if not SLUG.fullmatch(key):
                self.fail(f"{name}.{key}", key, "an id of small letters a-z, digits and hyphens")
        return {key: _Section(self.file, f"{name}.{key}", value) for key, value in values.items()}

    def done(self) -> None:
        for key in self.values:
            raise StudyError(f"{self.file}: {self.path(key)} is not known here: the keys are {', '.join(self.known)}")


def _named(sections: Mapping[str, _Section]) -> dict[str, str]:
    names = {}
    for key, section in sections.items():
        names[key] = section.text("name")
        section.done()
    return names


def _event(id_: str, section: _Section) -> Event:
    name, start, end = section.text("name"), section.date("start"), section.date("end")
    if end < start:
        section.fail(f"{section.key}.end", end.isoformat(), f"a date that is not before start ({start.isoformat()})")
    listed = section.take("facts", "a list of tables", lambda v: isinstance(v, list), [])
    facts = []
    for i, values in enumerate(listed, 1):
        fact = _Section(section.file, f"{section.key}.facts[{i}]", values)
        facts.append(Fact(fact.text("id"), fact.text("text"), fact.texts("patterns", None)))
        fact.done()
    section.done()
    return Event(id_, name, start, end, tuple(facts))


def parse_study(text: str, file: str = "study.toml") -> Study:
    """Read a study from the text of a study file.

    Raises StudyError, naming the file, the key, the value and what is allowed.

    >>> parse_study('[study]\\nname = "essai"\\ntitle = 3')
    Traceback (most recent call last):
    framing.study.reader.StudyError: study.toml: study.title = 3: write a text
    """
    try:
        top = _Section(file, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise StudyError(f"{file}: not valid TOML: {error}") from error
    head = _Section(file, "study", top.take("study", "the table [study]", lambda v: isinstance(v, dict)))
    name, title = head.text("name"), head.text("title")
    language = str(head.take("language", "fr, the one language there is so far", lambda v: v == "fr", "fr"))
    fictional = bool(head.take("fictional", "true or false", lambda v: isinstance(v, bool), False))
    head.done()

    groups = _named(top.items("groups"))
    outlets = {}
    for key, section in top.items("outlets").items():
        outlets[key] = Outlet(key, section.text("name"), section.one_of("group", groups), section.texts("aliases"))
        section.done()
    events = {key: _event(key, section) for key, section in top.items("events", required=False).items()}
    classes = _named(top.items("classes", required=False))
    actors = {}
    for key, section in top.items("actors", required=False).items():
        actors[key] = Actor(key, section.text("name"), section.one_of("class", classes), section.texts("aliases"))
        section.done()
    concepts = {}
    for key, section in top.items("concepts", required=False).items():
        concepts[key] = Concept(key, section.text("name"), section.texts("variants", None))
        section.done()
    targets = {}
    for key, section in top.items("targets", required=False).items():
        targets[key] = Target(key, section.text("name"), section.texts("aliases"))
        section.done()
    measures = _Section(
        file, "measures", top.take("measures", "a table", lambda v: isinstance(v, dict), {"primary": []})
    )
    primary = measures.texts("primary")
    measures.done()
    top.done()
    return Study(
        name, title, language, fictional, groups, outlets, events, classes, actors, concepts, targets, primary, file
    )


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


def new_study(folder: str | Path) -> Path:
    """Write the skeleton of a study (study.toml) into a folder that has none yet; the file's path.

    Raises StudyError when there is one already: it is never overwritten.
    """
    path = Path(folder) / "study.toml"
    if path.exists():
        raise StudyError(f"{path}: is there already: edit it, or name another folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SKELETON.read_text("utf-8"), "utf-8")
    return path
