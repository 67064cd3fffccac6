"""Where the clause opens that a verb reports: the « que » or « si » which belongs to it."""

from framing.quotation.relations.grammar import has_ne
from framing.quotation.relations.noun_phrases import temporal
from framing.quotation.relations.relation import Reading, Verb


def complementizer(reading: Reading, verb: Verb) -> int | None:
    """The « que » that opens the reported clause, or the word before its « si », which belongs to the content."""
    if _que_follows(reading, verb):
        return verb.end + 1
    tied = _tied_que(reading, verb)
    if tied is not None and _restricts(reading, verb, tied):
        return None
    if tied is not None:
        return None if reading.u.low[tied - 1] in reading.classes.conjunction_heads else tied
    before_si = _before_si(reading, verb)
    return _que_in_reach(reading, verb) if before_si is None else before_si


def _que_follows(reading: Reading, verb: Verb) -> bool:
    """« affirme que … »; of « ne dit que … », which may limit, the parse decides."""
    u, k = reading.u, verb.end + 1
    return k < u.n and u.low[k] in reading.classes.que and not (verb.form == "finite" and has_ne(reading, verb))


def _restricts(reading: Reading, verb: Verb, que: int) -> bool:
    """« ne dit que la vérité »: the second half of « ne … que »; not « ne dit pas que … »."""
    words = range(verb.group[0], que)
    return has_ne(reading, verb) and not any(reading.u.low[m] in reading.classes.negations for m in words)


def _tied_que(reading: Reading, verb: Verb) -> int | None:
    """« affirme, lui aussi et devant tous, que … »: the parser ties the clause to the verb."""
    u, que = reading.u, reading.classes.que
    for k in range(verb.end + 1, min(u.n, verb.end + 45)):
        if u.low[k] in que and u.dep[k] == "mark":
            clause = u.head[k]
            above = u.head[clause]
            if above == verb.at or (u.dep[clause] == "conj" and u.head[above] == verb.at):
                return k
    return None


def _before_si(reading: Reading, verb: Verb) -> int | None:
    """« ne dit pas | si … »."""
    if "si" not in verb.cue.frames:
        return None
    u, words = reading.u, reading.classes.frame_words("si")
    for k in range(verb.end + 1, min(u.n, verb.end + 8)):
        if u.low[k] in words and u.pos[k] == "SCONJ" and u.head[u.head[k]] == verb.at:
            return k - 1
    return None


def _que_in_reach(reading: Reading, verb: Verb) -> int | None:
    """« a indiqué mardi à la presse que … »: the parser has tied the clause to another word, and nothing bars the way."""
    u, c = reading.u, reading.classes
    for k in range(verb.end + 1, min(u.n, verb.end + 25)):
        if u.low[k] in c.que:
            return k if _opens_content(reading, verb, k) else None
        if _bars_clause(reading, k) or _is_own_object(reading, verb, k):
            return None
    return None


def _opens_content(reading: Reading, verb: Verb, k: int) -> bool:
    """Whether a « que » is no part of « alors que » or « plus … que », no relative, and no second half of « ne … que »."""
    u, c = reading.u, reading.classes
    if u.low[k - 1] in c.conjunction_heads or any(u.low[m] in c.comparing for m in range(max(verb.end, k - 4), k)):
        return False
    if u.pos[k] == "PRON" and "PronType=Rel" in u.morph[k] and k != verb.end + 1:
        return False
    return not has_ne(reading, verb) or any(u.low[m] in c.negations for m in range(verb.group[0], k))


def _bars_clause(reading: Reading, k: int) -> bool:
    """Whether another clause or a stop begins."""
    u = reading.u
    if u.low[k] in (";", ":", "."):
        return True
    return (
        u.low[k] != ","
        and u.pos[k] in ("VERB", "CCONJ", "SCONJ")
        and u.low[k] not in reading.classes.postposed_pronouns
    )


def _is_own_object(reading: Reading, verb: Verb, k: int) -> bool:
    u = reading.u
    return u.dep[k] == "obj" and u.head[k] == verb.at and u.pos[k] == "NOUN" and not temporal(reading, k)
