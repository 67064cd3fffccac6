"""What a stance model is asked, and what it answers."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from framing.text.article import Article
from framing.text.units import Span

STANCES = ("negative", "neutral", "positive")


class Excerpt(NamedTuple):
    """Where the words of a passage stand in their article: the stretches that are the voice's own, the target, and the pairs
    of marks whose words the voice holds off."""

    article: Article
    stretches: tuple[Span, ...]
    target: Span
    marks: tuple[Span, ...]


class Passage(NamedTuple):
    """Words of one voice, and where the target stands in them (offsets of `text`, end excluded).

    `excerpt` says where the words stand in an article, so that a model which needs a parse reads the article's; `is_quoted`
    whether the voice is a quoted source's.
    """

    text: str
    start: int
    end: int
    excerpt: Excerpt | None = None
    is_quoted: bool = False


class Judgement(NamedTuple):
    """What words do with a target: the stance (of STANCES), a score in [-1, 1], and why."""

    stance: str
    score: float
    reason: str


class Model(Protocol):
    """What every stance model does: name itself, and judge passages, in order, one answer each."""

    @property
    def name(self) -> str: ...  # noqa: D102

    def judge(self, passages: Sequence[Passage]) -> list[Judgement]: ...  # noqa: D102
