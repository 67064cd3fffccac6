"""Who speaks: the source as written, resolved to the fullest name that the article gives.

The resolver wires what the article calls its persons (`names`), what a noun phrase names (`descriptions`), what has been
mentioned before (`mentions`) and whom a pronoun takes up (`antecedents`). It keeps the reason of each answer.
"""

from collections.abc import Sequence
from functools import partial

from framing.language import Language
from framing.quotation.antecedents import ANTECEDENTS, FIRST_PERSON, Context, Source, Speaker, source_of
from framing.quotation.descriptions import Description, Known, describe
from framing.quotation.mentions import (
    Antecedent,
    History,
    NounPhrase,
    gender_of,
    in_marks,
    is_plural,
    is_subject,
    noun_phrases,
    nouns_of,
    second_of_pair,
)
from framing.quotation.names import NameIndex
from framing.quotation.ranking import RANKED, is_open, options, ranker_of
from framing.quotation.relations import Range
from framing.quotation.vocabulary import vocabulary_of
from framing.tables.joint import joined, values_of
from framing.text.units import Unit

__all__ = ["FIRST_PERSON", "Resolver", "Speaker"]

TOGETHER = "several speakers"
_LEADS = 12  # characters before the subject of a sentence that is not parsed


def _describe(known: Known, text: str, at: int) -> Description:
    """What a noun phrase at a place names; a person whom it names first is known from then on."""
    description = describe(text, at, known)
    if description.is_new:
        known.names.add(description.name)
    return description


class Resolver:
    """Resolves the sources of one article, in the order of the text, and remembers who has been named and who has spoken."""

    def __init__(self, text: str, language: Language) -> None:
        self._text = text
        self.words = vocabulary_of(language)
        self._known = Known(NameIndex(text, language), History(self.words), self.words)
        self._speakers: list[tuple[int, Speaker]] = []
        # No method of its own in here, so that it goes when the article goes, and does not wait for the garbage collector.
        self.describe = partial(_describe, self._known)
        self.context = Context(text, self._known.history, self._speakers, self.describe, self.words)
        self._ranker = ranker_of(language)

    def read(self, u: Unit) -> None:
        """Remember the noun phrases of a sentence that a later source can take up."""
        history = self._known.history
        for phrase in noun_phrases(u, self.words):
            at, head = u.begin[phrase.head], phrase.head
            subject = is_subject(u, head)
            described = self.describe(self._text[u.begin[phrase.first] : u.end[phrase.last]], at)
            gender = described.gender or gender_of(u, phrase, self.words)
            plural = is_plural(u, phrase, self.words) and described.kind != "name"
            name, kind, person = described.name, described.kind, described.person
            quoted = in_marks(u, at)
            nouns = nouns_of(u, phrase)
            history.add(Antecedent(at, u.number, name, gender, plural, kind, person, subject, quoted, nouns))
            if phrase.joined is None or (joint := self._joint_name(u, phrase, name)) is None:
                continue
            if u.words[head][0].isupper() and u.words[phrase.joined][0].isupper():
                history.add_pair(at, joint)
            history.add(Antecedent(at, u.number, joint, "", True, kind, False, subject))

    def skim(self, u: Unit) -> None:
        """Remember the persons whom a sentence names that is not parsed."""
        names = self._known.names
        for run in names.between(u.start, u.stop):
            full = names.fullest(run.name)
            if full is not None:
                gender, subject = names.gender_of(full), run.start - u.start < _LEADS
                self._known.history.add(Antecedent(run.start, u.number, full, gender, False, "name", True, subject))

    def _joint_name(self, u: Unit, phrase: NounPhrase, name: str) -> str | None:
        """What a noun phrase, whose own name is known, and the last that is joined to it name together."""
        second = second_of_pair(u, phrase, self._text)
        return None if second is None else joined((name, self.describe(*second).name))

    def resolve(self, u: Unit, source: Range | None, members: Sequence[Range] = ()) -> Speaker:
        """The speaker of a relation whose source are these words: by the first of `ANTECEDENTS` that applies, and of a source
        that names nobody by itself whom the ranker of the language prefers.

        Where several speak (`members`: the words of each), all are its speakers: their names are one cell of a table.
        """
        if source is None:
            return Speaker(None, "none", "no source")
        if members:
            return self._together([self.resolve(u, member) for member in members])
        asked = source_of(u, *source, self._text, self.words)
        speaker = next(speaker for rule in ANTECEDENTS if (speaker := rule(asked, self.context)))
        return self._ranked(asked, speaker) if self._ranker and is_open(asked, speaker, self.context) else speaker

    def _ranked(self, asked: Source, rule: Speaker) -> Speaker:
        """Whom the ranker prefers; the reason stays that of the rules where they say the same."""
        found = options(asked, rule, self.context)
        if self._ranker is None or not found:
            return rule
        best, probability = self._ranker.best(found)
        if best.name == rule.name:
            return rule._replace(probability=probability)
        kind = "pronoun" if rule.kind == "pronoun" else best.kind
        return Speaker(best.name, kind, RANKED, probability)

    def _together(self, speakers: Sequence[Speaker]) -> Speaker:
        """Several speakers as one."""
        kinds = {speaker.kind for speaker in speakers}
        return Speaker(joined(s.name for s in speakers), kinds.pop() if len(kinds) == 1 else "group", TOGETHER)

    def take_up(self, u: Unit, source: Range | None, speaker: Speaker) -> None:
        """A resolved source is the likeliest antecedent of the next pronoun."""
        if source is None or speaker.name is None or speaker.kind in ("pronoun", "none"):
            return
        at = u.begin[source[0]]
        if speaker.reason == TOGETHER:
            self._known.history.add(Antecedent(at, u.number, speaker.name, "", True, speaker.kind, False, True))
            if all(name[0].isupper() for name in values_of(speaker.name)):
                self._known.history.add_pair(at, speaker.name)
        else:
            self._known.history.repeat(speaker.name, at, u.number)

    def add_speaker(self, u: Unit, speaker: Speaker) -> None:
        """Remember who has spoken in a sentence."""
        if speaker.name:
            self._speakers.append((u.number, speaker))

    @property
    def last_speaker(self) -> str | None:
        """Who has spoken last."""
        return self._speakers[-1][1].name if self._speakers else None
