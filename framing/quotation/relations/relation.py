"""What a relation is, what a reporting verb is, and the reading of one sentence that collects them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from framing.language.fr import Cue, French
from framing.text.marks import Pair
from framing.text.units import Unit

Range = tuple[int, int]  # first and last word


@dataclass
class Relation:
    """One relation of a sentence, in words of the sentence."""

    construction: str
    cue: Range | None
    lemma: str | None
    cls: str | None
    content: list[Range]
    source: Range | None
    verb: int | None = None
    passive: bool = False
    form: str = ""
    rest: Pair | None = None  # the rest of this quotation belongs to the content, parsed or not


class Verb(NamedTuple):
    """A reporting verb at a place: its entry, the word range of the whole verb group, its form, whether passive."""

    at: int
    cue: Cue
    group: Range
    form: str
    passive: bool
    end: int  # last word of the lemma (« mettre l'accent »)


@dataclass
class Reading:
    """One sentence, the tables, and what the rules have found in it so far, which later rules look up and add to."""

    u: Unit
    data: French
    verbs: list[Verb] = field(default_factory=list)
    found: list[Relation] = field(default_factory=list)
    shared: dict[int, int] = field(default_factory=dict)  # a participle to the one whose auxiliary it shares
    cuts: list[int] = field(default_factory=list)  # words at which an attribution of the whole sentence starts
