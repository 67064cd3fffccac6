"""Content before its cue or round it: « …, a annoncé X », « …, a-t-il dit »."""

from collections.abc import Callable
from functools import reduce

from framing.language import Cue
from framing.quotation.relations.classes import COMMA
from framing.quotation.relations.extent import after_comma, clip, quoted
from framing.quotation.relations.grammar import (
    ends_as_gerund,
    has_finite,
    has_ne,
    is_present_and_participle,
    opens_with_finite,
    stands_as_verb,
)
from framing.quotation.relations.noun_phrases import can_speak, noun_head, opens_circumstance
from framing.quotation.relations.relation import Range, Reading, Relation, Verb, reported
from framing.quotation.relations.sources import inverted_subject
from framing.text.marks import Pair
from framing.text.units import Unit

_ENDS = frozenset([",", "—", "–", "-", ".", "!", "?", "…", "...", ";"])
_OPENS_NOTHING = COMMA | {";", ":", "."}
_RESUMPTIONS = frozenset([",", "—", "–", "-", ":", ".", ";"])


def with_closing_relations(reading: Reading) -> Reading:
    """Add what stands before or round a reporting verb; content starts behind the inserted clauses found before."""

    def step(so_far: Reading, verb: Verb) -> Reading:
        relation = closing_relation(so_far, verb)
        return so_far.adding([relation]) if relation else so_far

    return reduce(step, reading.verbs, reading)


def with_unlisted_relations(reading: Reading) -> Reading:
    """Add « … », plaisante X: after a quotation, any verb before somebody is a cue."""
    new: tuple[Relation, ...] = ()
    for first, last, _ in reading.u.pairs:
        verb = _unlisted_verb(reading, first, last)
        if verb is None or any(r.verb == verb.at for r in (*reading.found, *new)):
            continue
        if relation := closing_relation(reading.with_insertions_of(new), verb):
            new = (*new, relation)
    return reading.adding(new)


def _unlisted_verb(reading: Reading, first: int, last: int) -> Verb | None:
    """The verb behind a quotation of at least a clause, its auxiliaries, reflexive and adverbs before it."""
    u, c = reading.u, reading.classes
    start = last + 1
    while start < u.n and u.low[start] in _ENDS:
        start += 1
    i = start
    while i < u.last and (u.low[i] in c.auxiliaries or u.low[i] in c.reflexives or u.pos[i] == "ADV"):
        i += 1
    if i >= u.last or ends_as_gerund(reading, i) or not has_finite(u, first, last):
        return None
    if u.pos[i] != "VERB" and not (i == start and stands_as_verb(reading, i)):
        return None
    cue = Cue(u.low[i], (), "neutral", frozenset(["inverted"]), False, False, "finite")
    return Verb(i, cue, (start, i), "finite", False, i)


def closing_relation(reading: Reading, verb: Verb) -> Relation | None:
    """« …, a annoncé X » and « …, a-t-il dit »: content before an inverted cue, or round it."""
    as_clause = _opens_with_as(reading, verb.group[0])
    first = verb.group[0] - 2 if as_clause else verb.group[0]
    if not _can_follow_content(verb) or not after_comma(reading, first):
        return None
    pronoun = _pronoun_of(reading, verb)
    source = inverted_subject(reading, verb) if pronoun is None else (pronoun, pronoun)
    if source is None:
        return None
    after = (source if pronoun is None else verb.group)[1] + 1
    inside = next((p for p in reading.u.pairs if p[0] < first and p[1] >= verb.at), None)
    if inside is not None:
        parts = _content_in_marks(reading.u, inside, first, after)
        return reported(verb, "closing", parts, source)._replace(rest=inside[2])
    content = _content_before(reading, first)
    if content is None:
        return None
    whole = _last_quotation(reading.u, content, as_clause)
    parts = [whole, *_resumed(reading, whole, after)]
    if pronoun is None and not any(accepts(reading, verb, [content, *parts[1:]], after) for accepts in CONTENTS):
        return None
    return reported(verb, "closing", parts, source)._replace(insertion=first)


# Each says whether a noun phrase behind the verb can be the subject of what stands before it, and not the object of the
# verb: what is said comes in parts, the first before the clause, and `after` is the word behind its subject.


def _is_clause(reading: Reading, _: Verb, parts: list[Range], after: int) -> bool:
    """A clause or a quotation."""
    return has_finite(reading.u, *parts[0]) or quoted(reading.u, *parts[0])


def _is_completed(reading: Reading, _: Verb, parts: list[Range], after: int) -> bool:
    """« Le pont, a dit le maire, est fermé »: what cannot speak, and its verb behind."""
    return len(parts) > 1 and has_finite(reading.u, *parts[1]) and not _can_be_subject(reading, parts[0])


def _is_continued(reading: Reading, verb: Verb, parts: list[Range], after: int) -> bool:
    """« Cette loi, déplore Hanne M., est une arme »: a finite verb opens what comes behind, and its subject stands before; not
    « Paul Varlat, dit le Grand, est arrivé »."""
    u = reading.u
    if len(parts) == 1 or "," in u.low[slice(*parts[0])] or is_present_and_participle(reading, verb.at):
        return False
    return opens_with_finite(reading, parts[1][0])


def _is_answer(reading: Reading, verb: Verb, parts: list[Range], after: int) -> bool:
    """« Les quais aussi, a dit le maire devant la presse. »: a noun phrase that cannot speak and who said it are the whole
    sentence; not « Le maire, Paul Varlat, a salué le préfet. »"""
    u, (first, last) = reading.u, parts[0]
    whole = first == 0 and last > 1 and (after > u.last or opens_circumstance(u, after, reading.classes))
    if not whole or "que" not in verb.cue.frames or has_ne(reading, verb):
        return False
    head = noun_head(reading, 0)
    return head is not None and u.pos[head] == "NOUN" and not _can_be_subject(reading, parts[0])


def _can_be_subject(reading: Reading, content: Range) -> bool:
    head = noun_head(reading, content[0])
    return head is not None and can_speak(reading, head, content[0])


# Any of them accepts.
CONTENTS: tuple[Callable[[Reading, Verb, list[Range], int], bool], ...] = (
    _is_clause,
    _is_completed,
    _is_continued,
    _is_answer,
)


def _can_follow_content(verb: Verb) -> bool:
    """Whether the verb can stand in an inserted clause."""
    active = verb.form in ("finite", "participle") and not verb.passive
    return active and bool(verb.cue.frames & {"inverted", "direct", "que"})


def _opens_with_as(reading: Reading, first: int) -> bool:
    """« …, comme l'a annoncé X »."""
    u, c = reading.u, reading.classes
    return first > 1 and u.low[first - 1] in c.neuter_clitics and u.low[first - 2] in c.as_conjunctions


def _pronoun_of(reading: Reading, verb: Verb) -> int | None:
    """The pronoun behind the verb or behind its auxiliary: « précise-t-elle », « a-t-elle précisé »."""
    words = (*range(verb.at, verb.group[1] + 1), *range(verb.group[0], verb.at))
    return next((k for k in words if reading.u.low[k] in reading.classes.postposed_subjects), None)


def _content_before(reading: Reading, first: int) -> Range | None:
    """What stands before the reporting clause, from the sentence's start or the reporting clause before on."""
    u, c = reading.u, reading.classes
    start = max((0, *(_end_of(r) + 1 for r in reading.found if r.construction == "closing" and _precedes(r, first))))
    while start < first and (u.low[start] in _OPENS_NOTHING or u.low[start] in c.additive_conjunctions):
        start += 1
    stop = first - 1
    while stop > start and (u.low[stop] in _ENDS or u.low[stop] in c.adverbs_before_cue):
        stop -= 1
    return None if stop < start else (start, stop)


def _precedes(r: Relation, first: int) -> bool:
    return r.cue is not None and r.cue[0] < first


def _end_of(r: Relation) -> int:
    """The last word of a relation: of its cue, its source and its content."""
    return max(last for _, last in filter(None, (r.cue, r.source, r.content[-1])))


def _last_quotation(u: Unit, content: Range, as_clause: bool) -> Range:
    """The content, or the quotation at its end after a colon, and in « comme l'a dit X » any quotation at its end."""
    start, stop = content
    for a, b, _ in u.pairs:
        if b == stop and a > start + 1 and (u.low[a - 1] == ":" or as_clause):
            start = a
    return start, stop


def _content_in_marks(u: Unit, pair: tuple[int, int, Pair], first: int, after: int) -> list[Range]:
    """A reporting clause inside the marks: « La paix tiendra, a dit X. Nous y veillerons. »"""
    start, end, _ = pair
    stop = first - 1
    while stop > start and u.low[stop] in _ENDS:
        stop -= 1
    while after <= end and u.low[after] in _ENDS:
        after += 1
    return [(start, stop), (after, end)] if after <= end else [(start, stop)]


def _resumed(reading: Reading, content: Range, after: int) -> list[Range]:
    """The second part of a content round its cue, if the sentence goes on with it."""
    u = reading.u
    j = after + 1 if after <= u.last and u.low[after] in _RESUMPTIONS else after
    if j > u.last:
        return []
    pair = next((p for p in u.pairs if p[0] in (j, _past_circumstance(reading, j))), None)
    if pair is not None:
        return [(pair[0], u.last if pair[1] + 2 >= u.last else pair[1])]
    if j == after or _opens_other_clause(reading, j):
        return []
    completes = not has_finite(u, *content) and (has_finite(u, j, u.last) or opens_with_finite(reading, j))
    return [(j, clip(reading, j, u.last))] if completes else []


def _past_circumstance(reading: Reading, j: int) -> int:
    """The word behind « devant la presse, », where the words from `j` to a comma tell the circumstances; else `j`."""
    u = reading.u
    if not opens_circumstance(u, j, reading.classes):
        return j
    return next((k + 1 for k in range(j, u.last) if u.low[k] == ","), j)


def _opens_other_clause(reading: Reading, j: int) -> bool:
    """Whether the outlet goes on by itself: « …, a dit X, alors que … », « …, a dit X, ajoutant … »."""
    word = reading.u.low[j]
    if word in reading.classes.new_clause_openers:
        return True
    return word in reading.language.verbs and ends_as_gerund(reading, j)
