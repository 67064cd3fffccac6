"""Content before its cue or round it: « …, a annoncé X », « …, a-t-il dit »."""

from framing.language.fr import Cue
from framing.quotation.relations.classes import AVOIR, COMMA, ETRE, POSTPOSED, REFLEXIVES, STOP_INSERT
from framing.quotation.relations.extent import after_comma, clip, quoted
from framing.quotation.relations.relation import Range, Reading, Relation, Verb
from framing.quotation.relations.sources import inverted_subject
from framing.quotation.relations.verbs import has_finite, stands_as_verb
from framing.text.marks import Pair
from framing.text.units import Unit

_ENDS = frozenset([",", "—", "–", "-", ".", "!", "?", "…", "...", ";"])


def closing_relation(reading: Reading, verb: Verb) -> Relation | None:
    """« …, a annoncé X » and « …, a-t-il dit »: content before an inverted cue, or round it."""
    u, first = reading.u, verb.group[0]
    if verb.form not in ("finite", "participle") or first == 0 or verb.passive:
        return None
    if not verb.cue.frames & {"inverted", "direct", "que"}:
        return None
    comme = first > 1 and u.low[first - 1] in ("le", "l'") and u.low[first - 2] == "comme"
    if comme:
        first -= 2
    if first == 0 or not after_comma(u, first):
        return None
    clitic = next((k for k in range(verb.at, verb.group[1] + 1) if u.low[k] in POSTPOSED and u.low[k] != "-t"), None)
    clitic = clitic or next(
        (k for k in range(verb.group[0], verb.at) if u.low[k] in POSTPOSED and u.low[k] != "-t"), None
    )
    if clitic is not None:
        source: Range | None = (clitic, clitic)
        after = verb.group[1] + 1
    else:
        source = inverted_subject(reading, verb)
        if source is None:
            return None
        after = source[1] + 1
    relation = Relation("closing", verb.group, verb.cue.lemma, verb.cue.cls, [], source, verb.at, form=verb.form)
    inside = next((p for p in u.pairs if p[0] < first and p[1] >= verb.at), None)
    if inside is not None:
        return _inserted(u, relation, inside, first, after)
    start = 0
    for r in reading.found:
        if r.construction == "closing" and r.cue and r.cue[0] < first:
            start = max(start, r.cue[1] + 1, r.source[1] + 1 if r.source else 0, r.content[-1][1] + 1)
    while start < first and (u.low[start] in COMMA or u.low[start] in (";", ":", "et", ".")):
        start += 1
    stop = first - 1
    while stop > start and (u.low[stop] in _ENDS or u.low[stop] in ("ainsi", "encore", "notamment", "également")):
        stop -= 1
    if stop < start:
        return None
    if clitic is None and not (has_finite(u, start, stop) or quoted(u, start, stop)):
        return None
    for a, b, _ in u.pairs:
        if b == stop and a > start + 1 and (u.low[a - 1] == ":" or comme):
            start = a
    relation.content.append((start, stop))
    if tail := _resumed(reading, start, stop, after):
        relation.content.append(tail)
    reading.cuts.append(first)
    return relation


def unlisted_relations(reading: Reading, used: set[int]) -> list[Relation]:
    """« … », plaisante X: after a quotation, any verb before somebody is a cue."""
    u, found = reading.u, []
    for a, b, _ in u.pairs:
        j = b + 1
        while j < u.n and u.low[j] in _ENDS:
            j += 1
        i = j
        while i < u.last and (u.low[i] in AVOIR or u.low[i] in ETRE or u.low[i] in REFLEXIVES or u.pos[i] == "ADV"):
            i += 1
        if (
            i >= u.last
            or u.pos[i] != "VERB"
            and not (i == j and stands_as_verb(u, i))
            or i in used
            or not has_finite(u, a, b)
            or u.low[i].endswith("ant")
        ):
            continue
        cue = Cue(u.low[i], (), "neutral", frozenset(["inverted"]), False, False, "finite")
        if relation := closing_relation(reading, Verb(i, cue, (j, i), "finite", False, i)):
            found.append(relation)
            used.add(i)
    return found


def _inserted(u: Unit, relation: Relation, pair: tuple[int, int, Pair], first: int, after: int) -> Relation | None:
    """A reporting clause inside the marks: « La paix tiendra, a dit X. Nous y veillerons. »"""
    stop = first - 1
    while stop > pair[0] and u.low[stop] in _ENDS:
        stop -= 1
    relation.content.append((pair[0], stop))
    while after <= pair[1] and u.low[after] in _ENDS:
        after += 1
    if after <= pair[1]:
        relation.content.append((after, pair[1]))
    relation.rest = pair[2]
    return relation


def _resumed(reading: Reading, start: int, stop: int, after: int) -> Range | None:
    """The second part of a content round its cue, if the sentence goes on with it."""
    u = reading.u
    j = after
    if j <= u.last and u.low[j] in (",", "—", "–", "-", ":", ".", ";"):
        j += 1
    if j > u.last:
        return None
    pair = next((p for p in u.pairs if p[0] == j), None)
    if pair is not None:
        return j, u.last if pair[1] + 2 >= u.last else pair[1]
    if j == after or u.low[j] in STOP_INSERT or u.low[j] in reading.data.verbs and u.low[j].endswith("ant"):
        return None
    if not has_finite(u, start, stop) and has_finite(u, j, u.last):
        return j, clip(reading, j, u.last)
    return None
