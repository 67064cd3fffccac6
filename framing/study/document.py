"""What a study file must hold: its tables and keys, checked by pydantic, and what is said of those that are wrong.

Only `reader` imports this module, and only when a study is read: pydantic takes its time to load.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from framing.language import codes, default

SHOWN = 80  # characters of a value in a message
WRONG = "wrong"  # the type of our own errors, whose message says what is allowed

# The description of a field says what may be written there; messages end with it.
_TextValue = Annotated[str, StringConstraints(pattern=r"\S")]
_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
A_TEXT, TEXTS = "a text", "a list of texts"
Text = Annotated[_TextValue, Field(description=A_TEXT)]
Texts = Annotated[list[_TextValue], Field(description=TEXTS)]
Day = Annotated[dt.date, Field(description="a date without quotes, as 2022-09-14")]
AN_ID = "an id of small letters a-z, digits and hyphens"
TRUE_OR_FALSE = "true or false"
A_TABLE = Field(description="a table")


class _Table(BaseModel):
    """A table of the file: its keys are known and its values are of their types as they stand."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Named(_Table):
    """A group or a class."""

    name: Text


class OutletTable(_Table):
    """[outlets.ID]"""

    name: Text
    group: Text
    aliases: Texts = []


class FactTable(_Table):
    """[[events.ID.facts]]"""

    id: Text
    text: Text
    patterns: Texts
    family: Annotated[_Id | None, Field(description=AN_ID)] = None


class EventTable(_Table):
    """[events.ID]"""

    name: Text
    start: Day
    end: Day
    facts: Annotated[list[FactTable], Field(description="a list of tables")] = []

    @field_validator("end")
    @classmethod
    def _not_before_start(cls, end: dt.date, info: ValidationInfo) -> dt.date:
        start = info.data.get("start")
        if start is not None and end < start:
            raise PydanticCustomError(WRONG, "a date that is not before start ({start})", {"start": start.isoformat()})
        return end


class ActorTable(_Table):
    """[actors.ID]"""

    name: Text
    class_: Annotated[Text, Field(alias="class")]
    aliases: Texts = []


class ConceptTable(_Table):
    """[concepts.ID]"""

    name: Text
    variants: Texts


class TargetTable(_Table):
    """[targets.ID]"""

    name: Text
    aliases: Texts = []


class Head(_Table):
    """[study]"""

    name: Text
    title: Text
    language: Text = Field(default_factory=default, description=A_TEXT)
    fictional: Annotated[bool, Field(description=TRUE_OR_FALSE)] = False

    @field_validator("language")
    @classmethod
    def _known_language(cls, code: str) -> str:
        if code not in codes():
            raise PydanticCustomError(WRONG, "{allowed}", {"allowed": " or ".join(codes())})
        return code


class ExpectationTable(_Table):
    """[[measures.expected]]"""

    measure: Text
    name: Text
    more: Annotated[bool, Field(description=TRUE_OR_FALSE)]
    why: Text


class Measures(_Table):
    """[measures]"""

    primary: Texts = []
    expected: Annotated[list[ExpectationTable], Field(description="a list of tables")] = []


class Document(_Table):
    """The whole file."""

    study: Annotated[Head, Field(description="the table [study]")]
    groups: Annotated[dict[_Id, Named], Field(min_length=1), A_TABLE]
    outlets: Annotated[dict[_Id, OutletTable], Field(min_length=1), A_TABLE]
    events: Annotated[dict[_Id, EventTable], A_TABLE] = {}
    classes: Annotated[dict[_Id, Named], A_TABLE] = {}
    actors: Annotated[dict[_Id, ActorTable], A_TABLE] = {}
    concepts: Annotated[dict[_Id, ConceptTable], A_TABLE] = {}
    targets: Annotated[dict[_Id, TargetTable], A_TABLE] = {}
    measures: Annotated[Measures, A_TABLE] = Measures()


def check(values: Mapping[str, Any]) -> Document | list[str]:
    """The document that the values of a file make, or what is wrong with them: a message a mistake."""
    try:
        document = Document.model_validate(values)
    except ValidationError as error:
        return [_message(details) for details in error.errors(include_url=False)]
    return list(_unknown_references(document)) or document


def one_of(allowed: Iterable[str]) -> str:
    """The ids that may be written, for a message."""
    return f"one of {', '.join(allowed) or '(none defined)'}"


def wrong(key: str, value: object, allowed: str) -> str:
    """What is said of a value that may not stand there."""
    shown = repr(value.isoformat() if isinstance(value, dt.date) else value)
    return f"{key} = {shown if len(shown) <= SHOWN else shown[: SHOWN - 3] + '...'}: write {allowed}"


def _unknown_references(document: Document) -> Iterator[str]:
    for id_, outlet in document.outlets.items():
        if outlet.group not in document.groups:
            yield wrong(f"outlets.{id_}.group", outlet.group, one_of(document.groups))
    for id_, actor in document.actors.items():
        if actor.class_ not in document.classes:
            yield wrong(f"actors.{id_}.class", actor.class_, one_of(document.classes))
    for number, expected in enumerate(document.measures.expected, 1):
        if expected.measure not in document.measures.primary:
            allowed = one_of(document.measures.primary)
            yield wrong(f"measures.expected[{number}].measure", expected.measure, allowed)


def _message(error: ErrorDetails) -> str:
    """One of pydantic's errors in our words: the key, the value, and what is allowed."""
    location, value = error["loc"], error["input"]
    if location[-1] == "[key]":
        return wrong(_path(location[:-1]), value, AN_ID)
    table, field = _at(location)
    if error["type"] == "extra_forbidden":
        return f"{_path(location)} is not known here: the keys are {', '.join(_keys(table))}"
    if error["type"] == WRONG:
        return wrong(_path(location), value, error["msg"])
    allowed = A_TABLE.description if field is None else field.description
    if error["type"] == "missing":
        return f"{_path(location)} is missing: write {allowed}"
    if allowed == TEXTS and isinstance(location[-1], int):
        allowed = A_TEXT
    return wrong(_path(location), value, str(allowed))


def _keys(table: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a table by the keys of the file."""
    return {field.alias or name: field for name, field in table.model_fields.items()}


def _at(location: tuple[int | str, ...]) -> tuple[type[BaseModel], FieldInfo | None]:
    """The table and the field that a location leads to; no field for a key that is not known and for a table that stands
    in a field among others, under its id or number."""
    table: type[BaseModel] = Document
    field: FieldInfo | None = None
    among_others = False
    for step in location:
        if among_others:
            among_others, field = False, None
        elif isinstance(step, str):
            field = _keys(table).get(step)
            if field is None:
                break
            inside = (get_args(field.annotation) or (field.annotation,))[-1]
            if isinstance(inside, type) and issubclass(inside, BaseModel):
                table, among_others = inside, bool(get_args(field.annotation))
    return table, field


def _path(location: tuple[int | str, ...]) -> str:
    """A location as the file would write it; what stands in a list is counted from 1."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step + 1}]"
        else:
            path += "." * bool(path) + (step if step.isprintable() else repr(step))
    return path
