"""A study as the file that a person edits: every table with a line that says what it is for."""

import datetime as dt
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count

from framing.language import default
from framing.study.model import Event, Outlet, Study
from framing.study.reader import StudyError
from framing.tables.ids import safe_id

SAID = {
    "groups": "Who is compared: every outlet is in one group; two groups make a comparison.",
    "outlets": "Outlets, with every name under which a page or a database gives them.",
    "events": "What happened, and the days within which articles tell of it; an article need not be of any.",
    "classes": "Kinds of speakers: shares are of a class.",
    "actors": "Who speaks: aliases are names, offices and short forms, written as the articles write them.",
    "concepts": "Words to follow, in all their wordings; * stands for any ending.",
    "targets": "Towards whom or what a voice may take a stance.",
    "measures": (
        "What is asked, written down before a table is looked at: primary measures are corrected for their number. Such as "
        "share_class:CLASS, of the quotations those of a class; labels_adopted:CONCEPT; facts_told:FAMILY; the README has all."
    ),
}
# What stands in the place of a table that the study has not got, for a person to fill.
BLANK = {"concepts": '# [concepts.reform]\n# name = "the reform"\n# variants = ["reform*", "the new law"]\n'}
WIDTH = 110  # letters of a line of comment
_Section = tuple[str, list[tuple[str, dict[str, object]]]]
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_NO_ID = re.compile(r"[^a-z0-9]+")
_CONTROLS = re.compile(r"[\x7f-\x9f]")  # TOML allows them only as escapes; JSON writes them out


def new_id(name: str, taken: Iterable[str] = ()) -> str:
    """An id for a name: small letters, digits, hyphens; another one where it is taken.

    >>> new_id("L'Écho du Sud"), new_id("Ouest", {"ouest"}), new_id("新华")
    ('l-echo-du-sud', 'ouest-2', 'x')
    """
    wanted, known = _NO_ID.sub("-", safe_id(name).lower()).strip("-")[:40].strip("-") or "x", set(taken)
    return next(id_ for i in count(1) if (id_ := wanted if i == 1 else f"{wanted}-{i}") not in known)


def study_text(study: Study, notes: Mapping[str, str] | None = None) -> str:
    """A study as the text of its file; read again it is the same study.

    `notes` gives a comment for a table, by its head: {"actors.orsel": "12 quotations in 5 articles"}.

    >>> from framing.study import parse_study
    >>> essai = parse_study('''
    ... study = {name = "essai", title = "Essai"}
    ... groups.a = {name = "Presse"}
    ... outlets.o = {name = "L'Écho", group = "a"}''')
    >>> print(study_text(essai, {"outlets.o": "12 articles"}))
    [study]
    name = "essai"
    title = "Essai"
    language = "fr"
    <BLANKLINE>
    # Who is compared: every outlet is in one group; two groups make a comparison.
    [groups.a]
    name = "Presse"
    <BLANKLINE>
    # Outlets, with every name under which a page or a database gives them.
    # 12 articles
    [outlets.o]
    name = "L'Écho"
    group = "a"
    <BLANKLINE>
    # Words to follow, in all their wordings; * stands for any ending.
    # [concepts.reform]
    # name = "the reform"
    # variants = ["reform*", "the new law"]
    <BLANKLINE>
    >>> parse_study(study_text(essai)) == essai
    True
    """
    head: dict[str, object] = {"name": study.name, "title": study.title, "language": study.language} | (
        {"fictional": True} if study.fictional else {}
    )
    sections: list[_Section] = [("", [("study", head)]), *_sections(study)]
    parts = []
    for section, tables in sections:
        comments = _comment(SAID[section]) if section and (tables or section in BLANK) else ""
        if not tables and section in BLANK:
            parts.append(f"{comments}{BLANK[section]}")
        for key, values in tables:
            note = _comment(notes[key]) if notes and key in notes else ""
            parts.append(f"{comments}{note}{_table(key, values)}")
            comments = ""
    return "\n".join(parts)


def _sections(study: Study) -> Iterator[_Section]:
    """The tables of each section, by their heads; keys that would be empty are left out."""
    yield "groups", [(f"groups.{id_}", {"name": name}) for id_, name in study.groups.items()]
    outlets: list[tuple[str, dict[str, object]]] = [
        (o.id, {"name": o.name, "group": o.group, "aliases": o.aliases}) for o in study.outlets.values()
    ]
    yield "outlets", [(f"outlets.{id_}", values) for id_, values in outlets]
    yield "events", list(_events(study))
    yield "classes", [(f"classes.{id_}", {"name": name}) for id_, name in study.classes.items()]
    actors: list[tuple[str, dict[str, object]]] = [
        (a.id, {"name": a.name, "class": a.actor_class, "aliases": a.aliases}) for a in study.actors.values()
    ]
    yield "actors", [(f"actors.{id_}", values) for id_, values in actors]
    yield "concepts", [(f"concepts.{c.id}", {"name": c.name, "variants": c.variants}) for c in study.concepts.values()]
    yield "targets", [(f"targets.{t.id}", {"name": t.name, "aliases": t.aliases}) for t in study.targets.values()]
    yield "measures", list(_measures(study))


def _events(study: Study) -> Iterator[tuple[str, dict[str, object]]]:
    for event in study.events.values():
        yield f"events.{event.id}", {"name": event.name, "start": event.start, "end": event.end}
        for fact in event.facts:
            yield (
                f"[events.{event.id}.facts]",
                {"id": fact.id, "text": fact.text, "patterns": fact.patterns, "family": fact.family},
            )


def _measures(study: Study) -> Iterator[tuple[str, dict[str, object]]]:
    if study.primary:
        yield "measures", {"primary": study.primary}
    for e in study.expected:
        yield "[measures.expected]", {"measure": e.measure, "name": e.name, "more": e.more, "why": e.why}


def _table(key: str, values: Mapping[str, object]) -> str:
    lines = [f"{name} = {_value(value)}" for name, value in values.items() if value not in ("", ())]
    return "\n".join([f"[{key}]", *lines]) + "\n"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dt.date):
        return value.isoformat()
    return _CONTROLS.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False))


def _comment(note: str) -> str:
    """A note as comment lines, whatever it quotes."""
    printable = "".join(c if c.isprintable() else " " for c in note)
    return "".join(f"# {line}\n" for line in textwrap.wrap(printable, WIDTH))


def study_from(name: str, title: str, outlets: Iterable[str], events: Iterable[str]) -> Study:
    """A study of what a person says in short: outlets as « NAME=GROUP », events as « NAME=DAY..DAY ».

    Raises StudyError for a line that says something else.

    >>> found = study_from("essai", "Le barrage", ["La Voix=Presse d'État"], ["Vote=2031-05-02..2031-05-09"])
    >>> found.outlets["la-voix"].group, found.events["vote"].end
    ('presse-d-etat', datetime.date(2031, 5, 9))
    """
    groups: dict[str, str] = {}
    made: dict[str, Outlet] = {}
    for line in outlets:
        said, _, group = (part.strip() for part in line.rpartition("="))
        if not (said and group):
            raise StudyError(f"{line!r}: write an outlet and its group, as Phare=State media")
        of = next((id_ for id_, known in groups.items() if known == group), None) or new_id(group, groups)
        groups[of] = group
        id_ = new_id(said, made)
        made[id_] = Outlet(id_, said, of)
    if not made:
        raise StudyError("a study has outlets: write each with its group, as Phare=State media")
    dated = {event.id: event for event in map(_event_from, events)}
    known_name = new_id(name)
    return Study(known_name, title or known_name, default(), False, groups, made, dated, {}, {}, {}, {}, ())


def _event_from(line: str) -> Event:
    said, _, days = (part.strip() for part in line.rpartition("="))
    start, _, end = days.partition("..")
    try:
        found = Event(new_id(said), said, _day(start), _day(end or start))
    except ValueError as error:
        raise StudyError(f"{line!r}: write an event and its days, as Vote=2031-05-02..2031-05-09 ({error})") from error
    if not said or found.end < found.start:
        raise StudyError(f"{line!r}: write an event and its days, the first before the last")
    return found


def _day(written: str) -> dt.date:
    """A day as 2031-05-02, or as 02/05/2031 and 2.5.2031, the day first."""
    if found := _DAY_FIRST.fullmatch(written.strip()):
        day, month, year = map(int, found.groups())
        return dt.date(year, month, day)
    return dt.date.fromisoformat(written.strip())


def sort_into(study: Study, groups: Mapping[str, Iterable[str]], classes: Mapping[str, Iterable[str]]) -> Study:
    """A study with its outlets in groups and its actors in classes: each is named, and lists the ids that belong to it.

    Outlets that no group lists are left out, and actors that no class lists. Raises StudyError for an id that the study does not
    have or that is listed twice.

    >>> essai = study_from("essai", "Le barrage", ["La Voix=x", "Boréal=x"], [])
    >>> found = sort_into(essai, {"Presse": ["la-voix"], "Agences": ["boreal"]}, {})
    >>> [(o.id, o.group) for o in found.outlets.values()], dict(found.groups)
    ([('la-voix', 'presse'), ('boreal', 'agences')], {'presse': 'Presse', 'agences': 'Agences'})
    """
    of_outlets, group_names = _sorted_ids(groups, study.outlets, "outlet")
    of_actors, class_names = _sorted_ids(classes, study.actors, "actor")
    return replace(
        study,
        groups=group_names,
        outlets={id_: replace(study.outlets[id_], group=group) for id_, group in of_outlets.items()},
        classes=class_names,
        actors={id_: replace(study.actors[id_], actor_class=class_) for id_, class_ in of_actors.items()},
    )


def _sorted_ids(
    named: Mapping[str, Iterable[str]], known: Mapping[str, object], kind: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The id of the place of each thing, and the name of each place by its id."""
    places: dict[str, str] = {}
    found: dict[str, str] = {}
    for name, ids in named.items():
        place = new_id(name, places)
        places[place] = name
        for id_ in ids:
            if id_ not in known or id_ in found:
                raise StudyError(f"{name}: {id_!r} is {'listed twice' if id_ in found else f'no {kind} of the study'}")
            found[id_] = place
    return found, places
