"""What a study is: outlets in groups, events, actors in classes, concepts and targets."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


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
    family: str = ""
    """The facts that are counted together with it, as those that speak for one side."""


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
class Expectation:
    """What a primary measure is expected to show, written down before any table was looked at."""

    measure: str
    name: str
    more: bool
    """Whether the first group of the file is expected to have more of it than the second."""
    why: str


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
    expected: tuple[Expectation, ...] = ()
    path: str = field(default="", compare=False)
