"""Whether a relation stands: somebody can have said it, and somebody did."""

from framing.quotation.relations.grammar import has_ne
from framing.quotation.relations.relation import Reading, Relation, Verb


def stands(reading: Reading, verb: Verb, r: Relation) -> bool:
    """Whether what follows a verb is somebody's speech: not within another's, not the writer's own, not nobody's."""
    u, c = reading.u, reading.classes
    word = u.low[r.source[0]] if r.source else ""
    opening = next((a for a, b, _ in u.pairs if a <= verb.at <= b), None)
    if opening is not None and r.content[0][0] >= opening:
        # Within another's words only what names its own source counts.
        named = r.source is not None and r.source[0] >= opening and word not in c.nobody
        return named and r.construction == "que"
    alone = r.source is not None and r.source[0] == r.source[1]
    if alone and (word in c.que or word in c.nobody or word in c.first_person_pronouns):
        return word in c.postposed_indefinites
    if r.source is None and r.construction in ("que", "infinitive", "passive") and verb.form != "infinitive":
        return (r.passive or verb.form == "bare") and not has_ne(reading, verb)
    return True
