"""Whether a relation stands: somebody can have said it, and somebody did."""

from collections.abc import Callable

from framing.quotation.relations.grammar import has_ne
from framing.quotation.relations.relation import Reading, Relation, Verb


def stands(reading: Reading, verb: Verb, r: Relation) -> bool:
    """Whether what a verb is found to report is somebody's speech: the first rule that has an answer decides."""
    answers = (answer for rule in RULES if (answer := rule(reading, verb, r)) is not None)
    return next(answers, True)


def _in_others_words(reading: Reading, verb: Verb, r: Relation) -> bool | None:
    """« « Le maire dit que le pont est fermé », … »: within another's words only what names its own source counts."""
    opening = next((a for a, b, _ in reading.u.pairs if a <= verb.at <= b), None)
    if opening is None or r.content[0][0] < opening:
        return None
    if r.construction != "que" or r.source is None or r.source[0] < opening:
        return False
    return reading.u.low[r.source[0]] not in reading.classes.nobody


def _from_nobody(reading: Reading, _: Verb, r: Relation) -> bool | None:
    """« On note que … », « j'ajoute que … »: not somebody else's speech; « note-t-on » is."""
    u, c = reading.u, reading.classes
    if r.source is None or r.source[0] != r.source[1]:
        return None
    word = u.low[r.source[0]]
    if word in c.que or word in c.nobody or word in c.first_person_pronouns:
        return word in c.postposed_indefinites
    return None


def _without_source(reading: Reading, verb: Verb, r: Relation) -> bool | None:
    """« il a été annoncé que … », « accusé de … »: without a source only a passive counts, and not a negated one."""
    if r.source is not None or r.construction not in ("que", "infinitive", "passive") or verb.form == "infinitive":
        return None
    return (r.passive or verb.form == "bare") and not has_ne(reading, verb)


# What none of them answers stands.
RULES: tuple[Callable[[Reading, Verb, Relation], bool | None], ...] = (_in_others_words, _from_nobody, _without_source)
