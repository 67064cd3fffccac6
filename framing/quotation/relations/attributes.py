"""What somebody is held to be: « considère X comme Y », « qualifie X de Y », « juge X inacceptable »."""

from collections.abc import Callable

from framing.quotation.relations.extent import clause_end, phrase_end
from framing.quotation.relations.objects import object_head
from framing.quotation.relations.relation import Range, Reading, Verb

_FRAMES = frozenset(["attribute", "attribute_de", "comme", "pour"])


def attribute_span(reading: Reading, verb: Verb) -> Range | None:
    """The thing and what it is held to be, together."""
    u, first = reading.u, verb.group[1] + 1
    if first >= u.n or not verb.cue.frames & _FRAMES:
        return None
    head = object_head(reading, verb)
    if head is None:
        return _own_attribute(reading, verb)
    start = max(first, u.left[head])
    words = range(head + 1, clause_end(reading, verb, start) + 1)
    linked = next((k for k in words if any(opens(reading, verb, k) for opens in ATTRIBUTE_OPENERS)), None)
    found = _adjective(reading, verb, start, words) if linked is None else linked
    return None if found is None else (start, phrase_end(reading, verb, start, found))


def predicate_of_passive(reading: Reading, verb: Verb, agent: Range | None) -> Range | None:
    """« est qualifié de | « vétuste » | par la préfecture »: what stands between a verb of naming and who names."""
    u, first = reading.u, verb.group[1] + 1
    frames = verb.cue.frames & _FRAMES
    if agent is None or not frames or first >= agent[0] - 1:
        return None
    opened = u.low[first] in reading.classes.frame_words(*(frames - {"attribute"}))
    bare = "attribute" in frames and (u.pos[first] == "ADJ" or any(a == first for a, _, _ in u.pairs))
    start, end = (first + 1 if opened else first), agent[0] - 2
    if start > end or not (opened or bare) or u.low[agent[0] - 1] not in reading.classes.agent_prepositions:
        return None
    return start, end


def _own_attribute(reading: Reading, verb: Verb) -> Range | None:
    """« se dit inquiet »."""
    u, first = reading.u, verb.group[1] + 1
    reflexive = any(u.low[k] in reading.classes.reflexives for k in range(verb.group[0], verb.at))
    if "attribute" not in verb.cue.frames or not reflexive:
        return None
    k = first
    while k < u.last and u.pos[k] == "ADV":
        k += 1
    adjective = u.pos[k] == "ADJ" or (u.pos[k] == "VERB" and "VerbForm=Part" in u.morph[k])
    return (first, phrase_end(reading, verb, first, k)) if adjective else None


def _opens_by_comme(reading: Reading, verb: Verb, k: int) -> bool:
    """« considère cette loi | comme une menace »."""
    return "comme" in verb.cue.frames and reading.u.low[k] in reading.classes.frame_words("comme")


def _opens_by_pour(reading: Reading, verb: Verb, k: int) -> bool:
    """« tient l'affaire | pour close »."""
    u = reading.u
    named = "pour" in verb.cue.frames and u.low[k] in reading.classes.frame_words("pour")
    return named and k < u.last and u.pos[k + 1] in ("ADJ", "NOUN")


def _opens_by_de(reading: Reading, verb: Verb, k: int) -> bool:
    """« qualifie le vote | de « farce » »: tied to the verb, or before marks."""
    u = reading.u
    if "attribute_de" not in verb.cue.frames or u.low[k] not in reading.classes.frame_words("attribute_de"):
        return False
    return u.head[u.head[k]] == verb.at or any(a in (k, k + 1) for a, _, _ in u.pairs)


# The first word that one of them holds for opens the attribute.
ATTRIBUTE_OPENERS: tuple[Callable[[Reading, Verb, int], bool], ...] = (_opens_by_comme, _opens_by_pour, _opens_by_de)


def _adjective(reading: Reading, verb: Verb, start: int, words: range) -> int | None:
    """« juge la loi | inacceptable »: an adjective that is the verb's own, in marks, or the last word of a judgement."""
    u = reading.u
    if "attribute" not in verb.cue.frames:
        return None
    judges = verb.cue.cognition and u.low[start] not in reading.classes.que
    for k in words:
        final = judges and (k == words[-1] or u.low[k + 1] == ",")
        if u.pos[k] == "ADJ" and (u.head[k] == verb.at or final or any(a == k for a, _, _ in u.pairs)):
            return k
    return None
