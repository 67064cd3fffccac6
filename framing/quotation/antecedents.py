"""Whom a source takes up that names nobody: pronouns, « ce dernier », « qui », « les deux parties », « ses proches ».

A light resolver on gender, number, role and recency; it prefers no answer to a guess.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from framing.quotation.descriptions import Description
from framing.quotation.mentions import Antecedent, History, first_word, in_marks
from framing.quotation.vocabulary import Vocabulary, folded
from framing.text.units import Unit

FIRST_PERSON = "first person"
_REACH = 200  # speakers that are looked back at
_SENTENCES = 8  # sentences that a pronoun looks back over
_NOMINAL = frozenset(["NOUN", "PROPN"])
_PARTS = frozenset(["conj", "appos", "nmod", "flat:name"])


class Speaker(NamedTuple):
    """A resolved source: its name (None when the article does not say), the kind of the source as written, and why.

    `probability`: how likely the name is among those that a ranker has weighed, 1 where nothing had to be weighed.
    """

    name: str | None
    kind: str
    reason: str
    probability: float = 1.0


class Source(NamedTuple):
    """A source as written: its sentence, its first word, its text and the folded form of it, its place in the article."""

    unit: Unit
    first: int
    text: str
    folded: str
    at: int


class Context(NamedTuple):
    """What has come before a source, and how a noun phrase is described.

    `speakers` are those of the quotations before, each with the number of its sentence.
    """

    text: str
    history: History
    speakers: Sequence[tuple[int, Speaker]]
    describe: Callable[[str, int], Description]
    words: Vocabulary


def source_of(u: Unit, first: int, last: int, text: str, words: Vocabulary) -> Source:
    """The words from one to another of a sentence as a source; the hyphens of « a-t-il » are left out of its folded form."""
    written = " ".join(text[u.begin[first] : u.end[last]].split())
    pronoun, gloss, _ = written.partition(" [")  # « Elle [l'UE] »
    if gloss and folded(pronoun) in words.personal_pronouns:
        written = pronoun
    return Source(u, first, written, words.pronoun_hyphens.sub("", folded(written)), u.begin[first])


def _taken_up(mention: Antecedent | None, reason: str) -> Speaker:
    return Speaker(None, "pronoun", "no antecedent") if mention is None else Speaker(mention.name, "pronoun", reason)


# Each rule: (a source, what has come before) -> its speaker, or None when the rule does not apply.


def relative(source: Source, context: Context) -> Speaker | None:
    """« qui »: the noun phrase before it."""
    if source.folded not in context.words.relative_pronouns:
        return None
    span = _antecedent_span(source.unit, source.first)
    if span is None:
        return Speaker(None, "pronoun", "no antecedent")
    begin, end = source.unit.begin[span[0]], source.unit.end[span[1]]
    return Speaker(context.describe(context.text[begin:end], begin).name, "pronoun", "relative")


def _antecedent_span(u: Unit, pronoun: int) -> tuple[int, int] | None:
    """The words of the noun phrase that a relative pronoun takes up."""
    verb = u.head[pronoun]
    head = u.head[verb] if u.dep[verb] == "acl:relcl" and u.head[verb] < pronoun else pronoun - 1
    while head > 0 and u.pos[head] not in _NOMINAL:
        head -= 1
    if u.low[pronoun - 1] == ",":
        head = _whole_phrase(u, head)
    if u.pos[head] not in _NOMINAL:
        return None
    first, last = first_word(u, head), max(head, pronoun - 1)
    while last > head and u.pos[last] in ("PUNCT", "ADP"):
        last -= 1
    return (first, last) if first <= last else None


def _whole_phrase(u: Unit, k: int) -> int:
    """« Paul Varlat, président du Nord et de l'Est, | qui … »: behind a comma the pronoun takes up all of it."""
    while u.dep[k] in _PARTS and u.head[k] < k and u.pos[u.head[k]] in _NOMINAL:
        k = u.head[k]
    return k


def first_person(source: Source, context: Context) -> Speaker | None:
    """« je », « nous »: the speaker of the quotation round it, whom the assembling knows."""
    u, first, pronouns = source.unit, source.first, context.words.first_person_pronouns
    opens = u.low[first] in pronouns and u.dep[first].startswith("nsubj")  # « Nous » as a subject names nobody else
    return Speaker(None, "pronoun", FIRST_PERSON) if opens or source.folded in pronouns else None


def indefinite_pronoun(source: Source, context: Context) -> Speaker | None:
    """« on »: nobody in particular."""
    found = source.folded in context.words.indefinite_pronouns
    return Speaker(None, "pronoun", "indefinite pronoun") if found else None


def personal_pronoun(source: Source, context: Context) -> Speaker | None:
    """« elle », « celui-ci »: the mention of its gender and number that weighs most among the last sentences."""
    words, number = context.words, source.unit.number
    if source.folded not in words.personal_pronouns:
        return None
    gender, plural = ("f" if source.folded in words.feminine_pronouns else "m"), source.folded in words.plural_pronouns
    last_spoke = {speaker.name: unit for unit, speaker in context.speakers[-_REACH:] if speaker.name}
    quoted = in_marks(source.unit, source.at)  # « « Le maire ment », a-t-il dit » is about another
    best, best_weight = None, 0.0
    for mention in context.history.before(source.at):
        if number - mention.unit > _SENTENCES:
            break
        if not _agrees(mention, gender, plural) or (mention.quoted and not quoted):
            continue
        weight = _weight(mention, number, last_spoke.get(mention.name))
        if best is None or weight > best_weight:
            best, best_weight = mention, weight
    return _taken_up(best, "pronoun, recent subject" if best and best.subject else "pronoun, recent mention")


def _agrees(mention: Antecedent, gender: str, plural: bool) -> bool:
    """Whether a pronoun can take up a mention: « ils » takes up women and men, and an unknown gender is any."""
    return mention.plural == plural and (mention.gender in ("", gender) or plural and gender == "m")


def _weight(mention: Antecedent, unit: int, last_spoke: int | None) -> float:
    """How likely a pronoun takes up a mention: near ones, subjects, persons and those who have just spoken first."""
    weight = -1.0 * (unit - mention.unit) + 1.5 * mention.subject + 1.2 * mention.person
    weight += 0.3 * (mention.kind in ("group", "role"))
    if last_spoke is not None and unit - last_spoke <= 3:
        weight += 1.8
    if mention.kind == "metonym":
        weight -= 0.8
    return weight


def latter(source: Source, context: Context) -> Speaker | None:
    """« ce dernier »: the last person of its gender and number, else the last that can speak."""
    match = context.words.latter.match(source.folded)
    if match is None or context.describe(source.text, source.at).kind == "name":
        return None
    gender, plural, number = ("f" if match["feminine"] else "m"), bool(match["plural"]), source.unit.number
    fits = [
        m
        for m in context.history.before(source.at)
        if number - m.unit <= 4 and m.plural == plural and m.gender in ("", gender)
    ]
    persons = [m for m in fits if m.person and number - m.unit <= 2]
    able = [m for m in fits if m.kind in ("group", "role", "outlet", "name")]
    return _taken_up(max(reversed(persons or able or fits), key=lambda m: m.at, default=None), "the latter")


def both_parties(source: Source, context: Context) -> Speaker | None:
    """« les deux parties »: the pair of names that the article joins most often."""
    if not context.words.both_parties.match(source.folded):
        return None
    pairs = context.history.pairs_before(source.at)
    if not pairs:
        return None
    return Speaker(max(pairs, key=lambda p: (pairs.count(p), pairs.index(p))), "group", "both parties")


def possessive(source: Source, context: Context) -> Speaker | None:
    """« ses proches »: those of the person named last, within three sentences; not « son adjointe Lise Ravel »."""
    pattern = context.words.possessive_start
    if not pattern.match(source.text) or context.describe(source.text, source.at).kind == "name":
        return None
    near = (m for m in context.history.before(source.at) if source.unit.number - m.unit <= 3)
    persons = (m for m in near if m.kind == "name" and not m.plural)
    owner = next(persons, None)
    if owner is None:
        return None
    return Speaker(context.words.owned(pattern.sub("", source.text), owner.name), "group", "possessive")


def noun_phrase(source: Source, context: Context) -> Speaker:
    """Any other source: what it names."""
    described = context.describe(source.text, source.at)
    return Speaker(described.name, described.kind, described.reason)


ANTECEDENTS: tuple[Callable[[Source, Context], Speaker | None], ...] = (
    relative,
    first_person,
    indefinite_pronoun,
    personal_pronoun,
    latter,
    both_parties,
    possessive,
    noun_phrase,
)
