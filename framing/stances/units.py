"""What a stance model is asked, and what it answers."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

LABELS = ("negative", "neutral", "positive")


class Unit(NamedTuple):
    """Words of one voice, and where the target stands in them (offsets of `text`, end excluded)."""

    text: str
    start: int
    end: int


class Judgement(NamedTuple):
    """The stance that words take towards a target: label, score in [-1, 1], and why."""

    label: str
    score: float
    reason: str


class Model(Protocol):
    """What every stance model does: name itself, and judge units, in order, one answer each."""

    @property
    def name(self) -> str: ...  # noqa: D102

    def judge(self, units: Sequence[Unit]) -> list[Judgement]: ...  # noqa: D102
