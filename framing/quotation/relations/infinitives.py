"""Where the infinitive starts that a verb reports: « promet de … », « affirme avoir … »."""

from framing.quotation.relations.grammar import is_infinitive, verb_above
from framing.quotation.relations.relation import Reading, Verb


def infinitive_start(reading: Reading, verb: Verb) -> int | None:
    """Where the reported infinitive starts, its preposition left out."""
    u, frames = reading.u, verb.cue.frames
    prepositions = reading.classes.frame_words(*(frames & {"a", "de", "person_de"}))
    bare_at = _place_of_bare(reading, verb) if frames & {"infinitive", "que"} else None
    for k in range(verb.end + 1, min(u.n, verb.end + 30)):
        if u.low[k] in prepositions:
            if _opens_infinitive(reading, verb, k):
                return k + 1
        elif k == bare_at and _infinitive_from(reading, k) is not None:
            return k
        if _bars_infinitive(reading, verb, k):
            return None
    return None


def _opens_infinitive(reading: Reading, verb: Verb, preposition: int) -> bool:
    """« promet de | ne pas rouvrir »: whether an infinitive of the verb's own follows the preposition."""
    j = _infinitive_from(reading, preposition + 1)
    return j is not None and _depends(reading, verb_above(reading.u, j), verb.at, preposition)


def _bars_infinitive(reading: Reading, verb: Verb, k: int) -> bool:
    """Whether another clause or a stop begins."""
    u = reading.u
    if u.low[k] in (";", ":"):
        return True
    return k > verb.end + 1 and u.pos[k] in ("VERB", "AUX") and "VerbForm=Fin" in u.morph[k]


def _infinitive_from(reading: Reading, j: int) -> int | None:
    """The infinitive that starts at `j`, clitics and adverbs before it: « ne pas le rouvrir »."""
    u, c = reading.u, reading.classes
    while j < u.n and (
        u.low[j] in c.clitics or u.low[j] in c.words_before_infinitive or u.low[j] in ("[", "(") or u.pos[j] == "ADV"
    ):
        j += 1
    return j if j < u.n and is_infinitive(reading, j) else None


# --- without a preposition --------------------------------------------------------------------------------------------


def _place_of_bare(reading: Reading, verb: Verb) -> int:
    """Where an infinitive without a preposition would start: behind the verb, those spoken to, adverbs and times."""
    u, c = reading.u, reading.classes
    place = _past_person(reading, verb)
    while place < u.n and u.pos[place] == "ADV" and u.low[place] not in c.ne and u.low[place] not in c.plain_negations:
        place += 1
    return max(place, _tied_bare(reading, verb, place))


def _past_person(reading: Reading, verb: Verb) -> int:
    """« a affirmé à un journaliste | avoir … »: the word behind those who were spoken to."""
    u, c = reading.u, reading.classes
    place = first = verb.group[1] + 1
    if first >= u.n or u.low[first] not in c.frame_words("a_object"):
        return first
    for k in range(first + 1, min(u.n, first + 8)):
        if u.low[k] in c.auxiliary_infinitives:
            return k
    person = u.head[first]
    if person > first:
        place = u.right[person] + 1
    while place < u.n and u.right[place - 1] >= place:
        place += 1
    return place


def _tied_bare(reading: Reading, verb: Verb, place: int) -> int:
    """« a reconnu mardi | avoir signé … »: where an infinitive starts that the parser ties to the verb, else 0."""
    u, c = reading.u, reading.classes
    for k in range(place, min(u.n, place + 9)):
        if is_infinitive(reading, k) and u.pos[k - 1] != "ADP" and u.head[verb_above(u, k)] == verb.at:
            while u.low[k - 1] in c.clitics or u.low[k - 1] in c.plain_negations:
                k -= 1
            return k
    return 0


# --- after a preposition ----------------------------------------------------------------------------------------------


def _depends(reading: Reading, k: int, verb: int, preposition: int) -> bool:
    """Whether the infinitive at `k` belongs to the reporting verb rather than to a noun between or to « afin de »."""
    u, before = reading.u, reading.u.low[preposition - 1]
    if before in reading.classes.conjunction_heads:
        return False
    above = u.head[k]
    if above == verb or (u.dep[k] == "conj" and u.head[above] == verb):
        return True
    if before == "," and u.dep[k] == "xcomp":
        return True
    if not verb < above < k:
        return False
    if u.pos[above] in ("NOUN", "PROPN", "ADJ"):
        return u.head[above] == verb and _is_spoken_to(reading, above, preposition)
    return preposition - verb <= 2


def _is_spoken_to(reading: Reading, noun: int, preposition: int) -> bool:
    """Whether a noun between the verb and the infinitive is who shall act, or who has said it: « exhorte le maire à … »."""
    u = reading.u
    if u.dep[noun] == "obl:agent":
        return True
    if u.dep[noun] == "obj" and u.low[preposition] in reading.classes.frame_words("a"):
        return True
    person = u.pos[noun] == "PROPN" or u.low[noun] in reading.language.roles or u.words[noun][0].isupper()
    return person and u.dep[noun] in ("iobj", "obl:arg", "obj", "conj")
