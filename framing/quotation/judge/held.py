"""What stands before a passive or a participle: « la loi, critiquée par X », « la loi est jugée | mauvaise »."""

from collections.abc import Iterator

from framing.quotation.judge.behind import attributes
from framing.quotation.judge.facts import Facts
from framing.quotation.relations.grammar import plain_subject
from framing.quotation.relations.noun_phrases import phrase_span
from framing.quotation.relations.relation import Range, Verb

_MOST = 4  # predicates of one participle that are tried
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "ADJ", "NUM"])
_NOUNS = frozenset(["NOUN", "PROPN"])


def held(facts: Facts, verb: Verb) -> Iterator[list[Range]]:
    """The noun phrases that a participle may be said of, alone and with what they are held to be."""
    u, last = facts.u, verb.group[0] - 1
    predicates = list(attributes(facts, verb))[:_MOST]
    for number, head in enumerate(_said_of(facts, verb)):
        content = phrase_span(facts.reading, head, high=last)
        yield [content]
        whole = (content[0], max(content[1], min(u.right[head], last - 1)))
        if whole != content:
            yield [whole]
        if not number:
            yield from ([content, predicate] for predicate in predicates)


def _said_of(facts: Facts, verb: Verb) -> list[int]:
    """The subject, the noun above, the noun before and the first noun of the sentence."""
    u, first = facts.u, verb.group[0]
    above = u.head[verb.at] if u.head[verb.at] < first else None
    near = next((k for k in range(first - 1, -1, -1) if u.pos[k] in _NOUNS), None)
    leading = next((k for k in range(first) if u.pos[k] in _NOUNS and u.low[u.left[k]] != ","), None)
    heads = dict.fromkeys([plain_subject(facts.reading, verb.at), above, near, leading])
    return [k for k in heads if k is not None and u.pos[k] in _NOMINAL]
