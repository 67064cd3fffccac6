"""The noun phrase that a verb governs, with a preposition or without: « annonce sa démission », « appelle à la grève »."""

from collections.abc import Callable

from framing.quotation.relations.extent import clip
from framing.quotation.relations.noun_phrases import noun_head, temporal
from framing.quotation.relations.relation import Range, Reading, Verb


def object_head(reading: Reading, verb: Verb) -> int | None:
    """The head of the noun phrase that the verb governs, a time left out."""
    return next((head for rule in OBJECT_RULES if (head := rule(reading, verb)) is not None), None)


def _tied_object(reading: Reading, verb: Verb) -> int | None:
    """The parser ties it to the verb."""
    return next((k for k in reading.u.kids[verb.at] if _is_object(reading, verb, k)), None)


def _is_object(reading: Reading, verb: Verb, k: int) -> bool:
    """Whether a dependent of the verb is its object rather than a circumstance, a pronoun or somebody spoken to."""
    u, c = reading.u, reading.classes
    if k <= verb.group[1] or u.dep[k] not in ("obj", "xcomp", "obl:arg", "obl:mod") or temporal(reading, k):
        return False
    opening = u.left[k]
    if u.dep[k] == "obl:mod" and (u.pos[opening] != "DET" or u.low[opening] in c.contracted_articles):
        return False
    if u.pos[k] == "PRON":
        return u.low[k] in c.object_pronouns and not _is_oblique(reading, verb, k)
    return u.pos[k] in ("NOUN", "PROPN", "NUM", "ADJ") and not _is_oblique(reading, verb, k)


def _is_oblique(reading: Reading, verb: Verb, k: int) -> bool:
    u = reading.u
    return u.low[u.left[k]] in reading.classes.oblique_prepositions and u.dep[k] != "obj" and not verb.cue.rest


def _object_of_phrase(reading: Reading, verb: Verb) -> int | None:
    """« fait état de menaces »: behind the preposition of a verbal phrase."""
    u, k = reading.u, verb.group[1] + 1
    return u.head[k] if verb.cue.rest and k < u.n and u.pos[k] == "ADP" and u.head[k] > k else None


def _object_behind(reading: Reading, verb: Verb) -> int | None:
    """The noun phrase right behind the verb and its adverbs, whatever the parser ties it to."""
    u, j = reading.u, verb.group[1] + 1
    while j < u.n and u.pos[j] == "ADV":
        j += 1
    if j < u.n and u.pos[j] == "DET":
        head = noun_head(reading, j)
        if head is not None and not temporal(reading, head):
            return head
    return None


def _object_farther(reading: Reading, verb: Verb) -> int | None:
    """« a annoncé mardi dans un livre la vente … »: the parser ties the object to a noun before it."""
    u = reading.u
    if "object" not in verb.cue.frames:
        return None
    for k in range(verb.group[1] + 2, min(u.n, verb.group[1] + 25)):
        if _opens_object(reading, k):
            return u.head[k]
        if "VerbForm=Fin" in u.morph[k] or u.low[k] == ",":
            return None
    return None


def _opens_object(reading: Reading, k: int) -> bool:
    """Whether a determiner right behind a noun opens a noun phrase without a preposition."""
    u, head = reading.u, reading.u.head[k]
    if u.pos[k] != "DET" or u.low[k] in reading.classes.unlikely_object_determiners:
        return False
    bare = head > k and u.left[head] == k and u.dep[head] in ("nmod", "obl:mod", "dep", "conj")
    behind_noun = u.pos[k - 1] in ("NOUN", "PROPN", "NUM")
    return bare and behind_noun and u.pos[head] == "NOUN" and not temporal(reading, head)


# The first rule that finds a noun decides.
OBJECT_RULES: tuple[Callable[[Reading, Verb], int | None], ...] = (
    _tied_object,
    _object_of_phrase,
    _object_behind,
    _object_farther,
)


def de_argument(reading: Reading, verb: Verb) -> int | None:
    """Where the nominal accusation starts: « l'accuse de trahison », « accuse le maire de trahison »."""
    u = reading.u
    for k in range(verb.group[1] + 1, min(u.n, verb.group[1] + 30)):
        if u.low[k] in reading.classes.de and u.head[k] > k:
            tied = u.head[u.head[k]] == verb.at
            if tied or _is_charge(reading, verb, k) or (verb.passive and k == verb.group[1] + 1):
                return k + 1
    return None


def _is_charge(reading: Reading, verb: Verb, k: int) -> bool:
    """« accuse le maire | de trahison »: a charge that the parser ties to the accused."""
    u = reading.u
    accuses = verb.cue.cls == "accusation" and not verb.passive and verb.form != "bare"
    return accuses and u.low[u.head[k]] in reading.classes.charges and verb.at < u.head[u.head[k]] < k


def oblique_start(reading: Reading, verb: Verb) -> int | None:
    """« appelle à la retenue », « menace de sanctions »: where the noun phrase starts."""
    u = reading.u
    frames = verb.cue.frames & {"a_object", "de_object", "contre_object", "pour_object"}
    prepositions = reading.classes.frame_words(*frames)
    k = verb.group[1] + 1
    while k < u.n and u.pos[k] == "ADV" and u.low[k] not in prepositions:
        k += 1
    return k + 1 if k < u.last and u.low[k] in prepositions else None


def marked_oblique(reading: Reading, verb: Verb) -> Range | None:
    """« a parlé de « camps » », « crie au « bâillon » »: words in marks after the verb and a preposition."""
    u, k = reading.u, verb.group[1] + 1
    for a, b, _ in u.pairs:
        if k < a <= k + 3 and u.pos[k] == "ADP" and all(u.pos[m] in ("DET", "ADP", "ADV") for m in range(k, a)):
            start = a if a == k + 1 else k + 1
            return start, max(b, clip(reading, start, b))
    return None
