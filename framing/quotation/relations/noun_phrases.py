"""Noun phrases: how far they reach, and whether they can speak or tell a time."""

from framing.language.fr import closed
from framing.quotation.relations.classes import COMMA, NOMINAL, POSSESSIVES, QUE
from framing.quotation.relations.relation import Range, Reading
from framing.text.units import Unit

_TIMES = closed("times") | closed("weekdays") | closed("months")


def phrase_span(u: Unit, head: int, low: int = 0, high: int | None = None) -> Range:
    """The noun phrase of the word `head`, without what follows a comma unless it is an apposition."""
    first, last = max(u.left[head], low), u.right[head]
    if high is not None:
        last = min(last, high)
    while first < head and (u.low[first] in COMMA or u.pos[first] in ("ADP", "CCONJ", "PUNCT") or u.low[first] in QUE):
        first += 1
    for k in u.kids[head]:
        if (
            k > head
            and u.dep[k] in ("acl:relcl", "acl", "advcl", "parataxis", "ccomp", "punct", "conj")
            and u.left[k] <= last
        ):
            comma = u.left[k] > 0 and u.low[u.left[k] - 1] in COMMA
            relative = u.dep[k] != "conj" and (comma or u.dep[k] in ("parataxis", "ccomp", "advcl"))
            verb = u.dep[k] == "conj" and u.pos[k] in ("VERB", "AUX")
            if (relative or verb) and u.left[k] > head:
                last = min(last, u.left[k] - 1)
    last = _with_name(u, last, high)
    while last > head and (
        u.low[last] in COMMA and u.low[last] != ")" or u.pos[last] == "CCONJ" or u.low[last] in (":", ";", ".")
    ):
        last -= 1
    return first, last


def _with_name(u: Unit, last: int, high: int | None) -> int:
    """`last`, or the end of the name that follows at once or after a comma: « la ministre de l'Eau, Élise Orsel »."""
    stop = u.n - 1 if high is None else high
    k = last + 1
    comma = k < stop and u.low[k] == ","
    if comma:
        k += 1
    first = k
    while k <= stop and u.pos[k] == "PROPN" and u.words[k][0].isupper():
        k += 1
    complete = k > stop or u.low[k] in (",", ".", ")", ":") or k == stop + 1
    if comma and k - first >= 2 and complete or not comma and k > first and u.pos[last] in ("NOUN", "ADJ", "PROPN"):
        return k - 1
    return last


def noun_head(u: Unit, j: int) -> int | None:
    """The head of the noun phrase that starts at `j`."""
    head = j
    while u.pos[head] not in NOMINAL:
        up = u.head[head]
        if up <= head:
            break
        head = up
    if u.pos[head] not in NOMINAL and u.low[head] not in ("dernier", "dernière", "derniers", "dernières"):
        return None
    while u.left[u.head[head]] == j and u.head[head] != head and u.pos[u.head[head]] in NOMINAL and u.head[head] > head:
        head = u.head[head]
    return head


def can_speak(reading: Reading, head: int, first: int) -> bool:
    """Whether the noun can name a source: a name, a role, a group, a document, a pronoun."""
    u = reading.u
    word = u.words[head]
    if u.low[first] in POSSESSIVES and u.low[head] not in reading.data.roles:
        return False
    return (
        u.pos[head] in ("PROPN", "PRON")
        or word[0].isupper()
        or u.low[head] in reading.data.roles
        or word in reading.data.roles
        or u.low[head] in ("dernier", "dernière", "source", "sources")
        or any(
            u.pos[k] == "PROPN" and u.dep[k] in ("appos", "flat:name", "nmod") and u.words[k][0].isupper()
            for k in u.kids[head]
        )
    )


def speaks(reading: Reading, head: int) -> bool:
    """Whether the noun of `head` names a person, a group, a document or an outlet."""
    return reading.u.low[head] in reading.data.roles or reading.u.words[head] in reading.data.roles


def time_at(u: Unit, j: int) -> bool:
    """Whether the word belongs to a time: « mardi », « ce jeudi 4 mai », « lundi soir »."""
    following = u.low[j + 1] if j + 1 < u.n else ""
    day = u.pos[j] in ("DET", "NUM") and following in _TIMES or u.low[j] in _TIMES
    return day or u.low[j].isdigit() and j > 0 and u.low[j - 1] in _TIMES


def temporal(u: Unit, k: int) -> bool:
    """Whether the noun or the number at `k` tells a time."""
    return u.low[k] in _TIMES or u.pos[k] == "NUM" and k + 1 < u.n and u.low[k + 1] in _TIMES
