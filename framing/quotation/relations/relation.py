"""What a relation is, what a reporting verb is, and the reading of one sentence that collects them."""

from collections.abc import Sequence
from typing import NamedTuple

from framing.language import Cue, Language, Phrase
from framing.quotation.relations.classes import WordClasses
from framing.text.marks import Pair
from framing.text.units import Unit

Range = tuple[int, int]  # first and last word


class Relation(NamedTuple):
    """One relation of a sentence, in words of the sentence."""

    construction: str
    cue: Range | None
    lemma: str | None
    cls: str | None
    content: Sequence[Range]
    source: Range | None
    verb: int | None = None
    passive: bool = False
    form: str = ""
    rest: Pair | None = None  # the rest of this quotation belongs to the content, parsed or not
    speakers: tuple[Range, ...] = ()  # the words of each, where several speak
    insertion: int | None = None  # the first word of a reporting clause that stands in its content or behind it

    def holding(self, content: Sequence[Range]) -> "Relation":
        """The same with another content."""
        return Relation._make((*self[:_CONTENT], content, *self[_CONTENT + 1 :]))


_CONTENT = Relation._fields.index("content")


class Verb(NamedTuple):
    """A reporting verb at a place: its entry, the word range of the whole verb group, its form, whether passive."""

    at: int
    cue: Cue
    group: Range
    form: str  # finite, gerund, infinitive, participle; bare: a participle without an auxiliary
    passive: bool
    end: int  # last word of the lemma (« mettre l'accent »)
    shares: int | None = None  # the participle before it, whose auxiliary and subject are its own too


class PhraseMatch(NamedTuple):
    """An attribution phrase at a place: its first word, its last one with the source, its entry, the source."""

    first: int
    last: int
    phrase: Phrase
    source: Range | None


class Reading(NamedTuple):
    """One sentence, its language, and what the rules have found in it so far; a rule makes a new one."""

    u: Unit
    language: Language
    classes: WordClasses
    verbs: tuple[Verb, ...] = ()
    phrases: tuple[PhraseMatch, ...] = ()
    found: tuple[Relation, ...] = ()
    insertions: tuple[int, ...] = ()  # words at which an attribution of the whole sentence starts: content ends there

    def with_insertions_of(self, relations: Sequence[Relation]) -> "Reading":
        """This reading, and the places at which the reporting clauses of some relations start."""
        starts = tuple(r.insertion for r in relations if r.insertion is not None)
        return self._replace(insertions=self.insertions + starts) if starts else self

    def adding(self, relations: Sequence[Relation]) -> "Reading":
        """This reading with some relations more."""
        return self._replace(found=(*self.found, *relations)).with_insertions_of(relations) if relations else self


def reported(verb: Verb, construction: str, content: Sequence[Range], source: Range | None) -> Relation:
    """The relation whose cue is a verb in the active."""
    return Relation(construction, verb.group, verb.cue.lemma, verb.cue.cls, content, source, verb.at, form=verb.form)
