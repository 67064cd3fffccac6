"""Everything that a cue may govern behind itself, each with the places where it may end."""

from collections.abc import Callable, Iterator

from framing.quotation.judge.facts import Facts
from framing.quotation.relations.attributes import attribute_span
from framing.quotation.relations.classes import COMMA
from framing.quotation.relations.clauses import complementizer
from framing.quotation.relations.extent import clause_end, clip, phrase_end
from framing.quotation.relations.grammar import is_infinitive
from framing.quotation.relations.noun_phrases import phrase_span, temporal
from framing.quotation.relations.relation import Range, Verb

_REACH = 30  # words between a cue and what it governs
_COLON = 8  # words between a cue and the colon that it opens
_MOST_JOINTS = 4  # places where one content may end that are tried
_MOST = 2  # clauses, infinitives or quotations of one cue that are tried
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "ADJ", "NUM"])
_PERSON_FRAMES = frozenset(["person_de", "attribute_de", "de", "de_object"])
_GOVERNED = frozenset(["obj", "obl:arg", "obl:mod", "xcomp", "ccomp", "iobj", "nmod", "dep", "advcl", "obl"])


def extents(facts: Facts, first: int, *ends: int) -> list[Range]:
    """A content that starts at a word, once for each place where it may end."""
    last = facts.u.last
    if first <= last and facts.u.low[first] in facts.reading.classes.que:
        return []
    found = dict.fromkeys(clip(facts.reading, first, min(end, last)) for end in ends)
    return [(first, end) for end in found if end >= first]


def clauses(facts: Facts, verb: Verb) -> Iterator[Range]:
    """« … que … », however far the « que » is."""
    u, c = facts.u, facts.reading.classes
    near = [k for k in range(verb.end + 1, min(u.last, verb.end + _REACH)) if u.low[k] in c.que]
    starts = {k + 1 for k in near[:_MOST] if u.low[k - 1] not in c.conjunction_heads}
    tied = complementizer(facts.reading, verb)
    if tied is not None and tied < u.last:
        starts.add(tied + 1)
    for start in sorted(starts):
        yield from _ends_of_clause(facts, verb, start)


def _ends_of_clause(facts: Facts, verb: Verb, start: int) -> list[Range]:
    u = facts.u
    head = next((h for k in (start - 1, start) if start <= (h := u.head[k])), start)
    end = clause_end(facts.reading, verb, start)
    joints = facts.joints(start, max(end, u.right[head]))
    return extents(facts, start, end, u.last, u.right[head], *joints[:_MOST_JOINTS], *joints[-1:])


def infinitives(facts: Facts, verb: Verb) -> Iterator[Range]:
    """« … de partir », « … à partir », « … avoir vu »."""
    u, c = facts.u, facts.reading.classes
    near = range(verb.end + 1, min(u.last + 1, verb.end + _REACH))
    for k in [k for k in near if is_infinitive(facts.reading, k)][:_MOST]:
        start = k
        while start - 1 > verb.end and (u.low[start - 1] in c.clitics or u.low[start - 1] in c.words_before_infinitive):
            start -= 1
        yield from _ends_of_clause(facts, verb, start)


def noun_phrases(facts: Facts, verb: Verb) -> Iterator[Range]:
    """« … la loi », « … de la loi », « … sur la loi »: what the parser ties to the verb, and what stands right behind it."""
    u = facts.u
    tied = [k for k in u.kids[verb.at] if k > verb.group[1] and u.dep[k] in _GOVERNED and u.pos[k] in _NOMINAL]
    heads = dict.fromkeys([*tied, *_heads_right_behind(facts, verb)])
    for head in list(heads)[: _MOST + 1]:
        if temporal(facts.reading, head):
            continue
        start = _past_preposition(facts, verb, head)
        if _completes_noun(facts, verb, start) or _is_predicate(facts, verb, start):
            continue
        end = phrase_end(facts.reading, verb, start, head)
        joints = facts.joints(head, max(end, u.right[head]))
        shortest = phrase_span(facts.reading, head)[1]
        yield from extents(facts, start, end, u.right[head], shortest, head, *joints[:_MOST_JOINTS])


def _heads_right_behind(facts: Facts, verb: Verb) -> list[int]:
    u, first = facts.u, verb.group[1] + 1
    behind = next((k for k in range(first, min(u.last + 1, first + 3)) if u.pos[k] not in ("ADV", "PUNCT")), None)
    if behind is None:
        return []
    while u.pos[behind] not in ("NOUN", "PROPN") and u.head[behind] > behind:
        behind = u.head[behind]
    return [behind] if u.pos[behind] in _NOMINAL else []


def _past_preposition(facts: Facts, verb: Verb, head: int) -> int:
    """Where a noun phrase starts behind a verb, its preposition left out; a contracted article holds both."""
    u, contracted = facts.u, facts.reading.classes.contracted_articles
    start = max(u.left[head], verb.group[1] + 1)
    while start < head and (u.low[start] in COMMA or (u.pos[start] == "ADP" and u.low[start] not in contracted)):
        start += 1
    return start


def _completes_noun(facts: Facts, verb: Verb, start: int) -> bool:
    """« détaille le bilan des foyers d' | apprentissage »: a complement of the noun before it, and of no verb that accuses
    somebody of something."""
    u, c = facts.u, facts.reading.classes
    if start - 2 <= verb.group[1] or verb.cue.frames & _PERSON_FRAMES:
        return False
    return u.low[start - 1] in c.de_forms and u.pos[start - 2] in ("NOUN", "PROPN", "ADJ")


def _is_predicate(facts: Facts, verb: Verb, start: int) -> bool:
    """« considère cette loi comme | une menace »: said of what stands before it: the attribute, no object."""
    opens = facts.u.low[start - 1] in facts.reading.classes.frame_words("comme")
    return opens and "comme" in verb.cue.frames and start - 1 > verb.group[1] + 1


def attributes(facts: Facts, verb: Verb) -> Iterator[Range]:
    """« juge la loi mauvaise », « qualifie la loi de … », « la décrit comme … », « se dit prêt »."""
    first = verb.group[1] + 1
    span = attribute_span(facts.reading, verb)
    if span is not None:
        yield from extents(facts, span[0], span[1], facts.next_break(span[0]))
    openers = facts.reading.classes.frame_words("comme", "attribute_de", "pour")
    reach = range(first, min(facts.u.last, first + _REACH // 2))
    near = (k for k in reach if facts.u.low[k] in openers)
    opener = next((k for k in near if not _completes_noun(facts, verb, k + 1)), None)
    if opener is None:
        yield from _bare_attribute(facts, first)
        return
    end = clause_end(facts.reading, verb, opener + 1)
    yield from extents(facts, opener + 1, end, *facts.joints(opener + 1, end)[:_MOST])
    if opener > first:
        yield from extents(facts, first, end, facts.next_break(opener + 1))


def _bare_attribute(facts: Facts, first: int) -> list[Range]:
    """« se dit | prêt à partir »: an adjective, a participle or a noun right behind the verb."""
    u, k = facts.u, first
    while k < u.last and u.pos[k] == "ADV":
        k += 1
    if k > u.last or not (u.pos[k] in ("ADJ", "NOUN", "PROPN") or "VerbForm=Part" in u.morph[k]):
        return []
    return extents(facts, first, u.right[k], k, facts.next_break(k))


def speech(facts: Facts, verb: Verb) -> Iterator[Range]:
    """« … : « … » », « … « … » », and what follows a colon without marks."""
    u, first = facts.u, verb.group[1] + 1
    pairs = [(a, b) for a, b, _ in u.pairs if first <= a < first + _REACH]
    for a, b in pairs[:_MOST]:
        yield a, b
        start = a - 1 if a > first and u.pos[a - 1] in ("DET", "ADV") else a
        yield from extents(facts, start, b, facts.next_break(b), u.last)
    if len(pairs) > 1 and pairs[-1][1] - pairs[0][0] < 2 * _REACH:
        yield pairs[0][0], pairs[-1][1]
    colon = next((k for k in range(first, min(u.last, first + _COLON)) if u.low[k] == ":"), None)
    if colon is not None:
        yield from extents(facts, colon + 1, u.last)


# The name of a construction, and what finds its contents.
CONSTRUCTIONS = (
    ("que", clauses),
    ("infinitive", infinitives),
    ("object", noun_phrases),
    ("attribute", attributes),
    ("direct", speech),
)
BEHIND: tuple[tuple[str, Callable[[Facts, Verb], Iterator[Range]]], ...] = CONSTRUCTIONS
