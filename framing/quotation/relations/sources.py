"""Who speaks: the subject of a verb, found before it or after it, and the agent of a passive."""

from framing.language.fr import closed
from framing.quotation.relations.classes import CLITICS, NOMINAL, POSTPOSED, QUE, SUBJECT_PRONOUNS
from framing.quotation.relations.noun_phrases import can_speak, noun_head, phrase_span, speaks, time_at
from framing.quotation.relations.relation import Range, Reading, Verb
from framing.quotation.relations.verbs import first_auxiliary, plain_subject
from framing.text.units import Unit

_QUANTITY = closed("quantities")


def subject_of(reading: Reading, i: int, group: Range, depth: int = 0) -> Range | None:
    """The words of the subject of the verb at `i`: its own, or that of the verb which governs it."""
    u = reading.u
    if depth > 6:
        return None
    if i in reading.shared:
        partner = reading.shared[i]
        return subject_of(reading, partner, (first_auxiliary(u, partner), partner), depth + 1)
    for r in reading.found:
        if r.verb == i and r.construction == "closing":
            return r.source
    for k in range(group[1], i, -1):
        if u.low[k] in POSTPOSED and u.low[k] != "-t":
            return k, k
    near = group[0] - 1
    while near > 0 and u.low[near] in CLITICS and u.low[near] not in ("lui", "nous"):
        near -= 1
    if near >= 0 and u.low[near] in SUBJECT_PRONOUNS and u.low[near] != "qui":
        return near, near
    own = plain_subject(u, i)
    if own is not None:
        return phrase_span(u, own, high=group[0] - 1 if own < i else None)
    gerund = u.low[i].endswith("ant")
    if gerund and (group[0] == 0 or group[0] == 1 and u.low[0] == "en"):
        return _leading_gerund(u, i)
    head = u.head[i]
    if not gerund and "VerbForm=Inf" not in u.morph[i]:
        beside = _left_neighbour(u, group[0])
        if beside is not None:
            return beside
    if head == i:
        return None
    if u.dep[i] == "acl:relcl":
        return next(((k, k) for k in range(u.left[i], i) if u.low[k] == "qui"), None)
    if u.pos[head] in ("VERB", "AUX", "ADJ") or plain_subject(u, head) is not None:
        above = subject_of(reading, head, (first_auxiliary(u, head), head), depth + 1)
        if above is not None and _disagrees(u, i, group, above) and u.head[head] != head:
            up = u.head[head]
            return subject_of(reading, up, (first_auxiliary(u, up), up), depth + 1) or above
        return above
    if u.pos[head] in ("NOUN", "PROPN", "PRON"):
        up = u.head[head]
        if u.dep[i] in ("acl", "advcl") and gerund and u.dep[head] not in ("nsubj", "nsubj:pass") and up != head:
            if speaks(reading, head) and u.low[i - 1] != ",":
                return phrase_span(u, head, high=i - 1)  # « un communiqué expliquant … »
            return subject_of(reading, up, (first_auxiliary(u, up), up), depth + 1) or phrase_span(u, head)
        if u.dep[i] in ("acl", "advcl", "conj"):
            if u.dep[head].startswith("nsubj") or head == u.head[head] or gerund:
                return phrase_span(u, head, high=i - 1 if head < i else None)
            return subject_of(reading, up, (first_auxiliary(u, up), up), depth + 1)
    if gerund or u.dep[i] == "fixed":
        return subject_of(reading, head, (first_auxiliary(u, head), head), depth + 1)
    return None


def _disagrees(u: Unit, i: int, group: Range, source: Range) -> bool:
    """Whether a finite verb and a noun phrase differ in number."""
    finite = next((k for k in range(group[0], i + 1) if "VerbForm=Fin" in u.morph[k]), None)
    if finite is None:
        return False
    plural = "Number=Plur" in u.morph[finite] or u.low[finite].endswith("ent")
    head = next((k for k in range(source[0], source[1] + 1) if not source[0] <= u.head[k] <= source[1]), source[0])
    several = "Number=Plur" in u.morph[head] or u.low[source[0]] in ("les", "des", "ces", "ils", "elles")
    both = any(u.low[k] == "et" for k in range(*source))
    return plural != several and not both


def _leading_gerund(u: Unit, i: int) -> Range | None:
    """The subject of the main clause for a gerund that opens the sentence: « Notant que …, il … »."""
    for k in range(i + 1, u.n):
        if u.low[k - 1] == "," and u.low[k] in SUBJECT_PRONOUNS and u.low[k] != "qui":
            return k, k
    for k in range(i + 1, u.n):
        if u.low[k - 1] == "," and u.pos[k] in ("DET", "PROPN"):
            head = noun_head(u, k)
            if head is not None and u.dep[head].startswith("nsubj"):
                return phrase_span(u, head, low=k)
    return None


def _left_neighbour(u: Unit, at: int) -> Range | None:
    """The subject that stands just before the verb group, when the parser has not found it."""
    j = at - 1
    while j >= 0 and (
        u.pos[j] == "ADV" or u.low[j] in CLITICS and u.pos[j] == "PRON" and u.low[j] not in ("lui", "nous")
    ):
        j -= 1
    if j < 0 or u.low[j] in (",", ":"):
        return None
    if u.low[j] in SUBJECT_PRONOUNS:
        return j, j
    if u.pos[j] in NOMINAL or u.pos[j] == "ADJ" or u.low[j] == ")":
        head = j
        while u.head[head] != head and u.head[head] < at and u.pos[u.head[head]] in ("NOUN", "PROPN", "ADJ", "PRON"):
            head = u.head[head]
        if (
            u.pos[head] in NOMINAL
            and u.left[head] <= head
            and not any(u.dep[k] == "case" for k in u.kids[head] if k < head)
        ):
            return phrase_span(u, head, high=at - 1)
    return None


def inverted_subject(reading: Reading, verb: Verb) -> Range | None:
    """The noun phrase after the verb, when it can be who speaks."""
    u, j = reading.u, verb.group[1] + 1
    hops = 0
    while j < u.n and hops < 8:
        if time_at(u, j):
            j += 1
            continue
        if u.pos[j] in ("DET", "PROPN", "NOUN", "NUM") or u.low[j] in _QUANTITY:
            break
        if u.low[j] in QUE or u.low[j] in (":", "à") and hops == 0 and u.low[j] != "à":
            return None
        if u.pos[j] == "ADV":
            j += 1
        elif u.pos[j] == "ADP":
            top = u.head[j]
            if top <= j:
                return None
            j = u.right[top] + 1 if _plain_obl(u, top) else top + 1
        elif u.low[j] == ",":
            j += 1
        else:
            return None
        hops += 1
    if j >= u.n or hops >= 8:
        return None
    head = noun_head(u, j)
    if head is None or not can_speak(reading, head, j):
        return None
    first, last = phrase_span(u, head, low=j)
    if last + 1 < u.n and u.low[last + 1] in QUE and u.dep[last + 1] == "mark":
        return None
    return j if j < first else first, last


def _plain_obl(u: Unit, top: int) -> bool:
    return not any(u.dep[k] in ("appos", "nsubj", "conj") for k in u.kids[top])


def agent_of(u: Unit, i: int) -> Range | None:
    """The words after « par » who act in the passive at `i`."""
    for k in u.kids[i]:
        if k > i and u.dep[k] in ("obl:agent", "obl:arg", "obl:mod", "nmod") and u.low[u.left[k]] == "par":
            return phrase_span(u, k)
    return None


def animate(reading: Reading, source: Range) -> bool:
    """Whether a source is a pronoun, or its noun can speak."""
    u = reading.u
    if u.low[source[0]] in SUBJECT_PRONOUNS or u.low[source[0]] in POSTPOSED:
        return True
    head = next(
        (
            k
            for k in range(source[0], source[1] + 1)
            if u.head[k] < source[0] or u.head[k] > source[1] or u.head[k] == k
        ),
        source[0],
    )
    return can_speak(reading, head, source[0])
