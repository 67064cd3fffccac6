"""Who speaks where the rules find nobody who can: in the sentence, whoever has spoken before, the main subject, or the noun
phrase before a verb that the parser has left alone."""

from collections.abc import Callable

from framing.quotation.judge.facts import Facts
from framing.quotation.relations.grammar import plain_subject
from framing.quotation.relations.noun_phrases import can_speak, phrase_span
from framing.quotation.relations.relation import Range, Relation
from framing.quotation.relations.sources import animate

_BORROWING = frozenset(["gerund", "infinitive"])
_OWN_SOURCE = frozenset(["phrase", "noun", "passive"])


def with_likely_source(facts: Facts, r: Relation) -> Relation:
    """The relation, with the likeliest source where its verb has none, or where a gerund's cannot speak."""
    if r.verb is None or r.passive or r.construction in _OWN_SOURCE:
        return r
    if r.source is not None and (r.form not in _BORROWING or animate(facts.reading, r.source)):
        return r
    found = (source for rule in LIKELY if (source := rule(facts, r)) is not None)
    return next((r._replace(source=source) for source in found if animate(facts.reading, source)), r)


def _spoke_before(facts: Facts, r: Relation) -> Range | None:
    """« « … », a dit X, ajoutant que … »: who has spoken last in the sentence."""
    if r.form not in _BORROWING or r.cue is None:
        return None
    before = [o for o in facts.reading.found if o.cue and o.source and o.cue[1] < r.cue[0] and o.verb != r.verb]
    return max(before, key=lambda o: o.cue or (0, 0)).source if before else None


def _main_subject(facts: Facts, r: Relation) -> Range | None:
    """« Le préfet a quitté la salle, promettant de … »: the subject of the sentence."""
    u = facts.u
    root = next((k for k in range(u.n) if u.head[k] == k), None)
    if root is None or root == r.verb or r.form not in _BORROWING:
        return None
    subject = plain_subject(facts.reading, root)
    return None if subject is None else phrase_span(facts.reading, subject)


def _phrase_before(facts: Facts, r: Relation) -> Range | None:
    """« Élise Orsel, préfète du Nord, a dénoncé … »: the first noun phrase of the clause that can speak."""
    u = facts.u
    if r.form in _BORROWING or r.cue is None:
        return None
    start = max(
        (k + 1 for k in range(r.cue[0]) if facts.boundaries[k] in ("stop", "conjunction", "sentence")), default=0
    )
    for k in range(start, r.cue[0]):
        free = u.pos[k] in ("NOUN", "PROPN", "PRON") and not any(u.dep[m] == "case" for m in u.kids[k])
        if free and not facts.in_marks[k] and can_speak(facts.reading, k, u.left[k]):
            return phrase_span(facts.reading, k, low=start, high=r.cue[0] - 1)
    return None


# The first that finds somebody who can speak decides.
LIKELY: tuple[Callable[[Facts, Relation], Range | None], ...] = (_spoke_before, _main_subject, _phrase_before)
