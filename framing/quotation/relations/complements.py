"""What a reporting verb governs: where its clause, infinitive, quotation, object or attribute stands."""

from framing.language.fr import closed
from framing.quotation.relations.classes import CLITICS, DE, NE, POSTPOSED, QUE, REFLEXIVES
from framing.quotation.relations.extent import clause_end, clip, phrase_end
from framing.quotation.relations.noun_phrases import noun_head, temporal
from framing.quotation.relations.relation import Range, Reading, Verb
from framing.quotation.relations.verbs import has_finite, is_infinitive, verb_above
from framing.text.units import Unit

_NEGATIONS = closed("negations")
_CONJUNCTION_HEADS = closed("conjunction_heads")
_COMPARING = closed("comparing")


def complementizer(u: Unit, verb: Verb) -> int | None:
    """The « que » or « si » that opens the reported clause."""
    i = verb.end
    for k in range(i + 1, min(u.n, i + 45)):
        restrictive = any(u.low[m] in NE for m in range(*verb.group)) and verb.form == "finite"
        if u.low[k] in QUE and k == i + 1 and not restrictive:
            return k
        if u.low[k] in QUE and u.dep[k] == "mark":
            head = u.head[k]
            if u.head[head] == verb.at or u.head[u.head[head]] == verb.at and u.dep[head] in ("conj",):
                return k if not (k > 0 and u.low[k - 1] in _CONJUNCTION_HEADS) else None
    if "si" in verb.cue.frames:
        for k in range(i + 1, min(u.n, i + 8)):
            if u.low[k] in ("si", "s'") and u.pos[k] == "SCONJ" and u.head[u.head[k]] == verb.at:
                return k - 1
    commas = 0
    for k in range(i + 1, min(u.n, i + 25)):
        if u.low[k] in QUE:
            if u.low[k - 1] in _CONJUNCTION_HEADS or any(u.low[m] in _COMPARING for m in range(max(i, k - 4), k)):
                return None
            if u.pos[k] == "PRON" and "PronType=Rel" in u.morph[k] and k != i + 1:
                return None
            if any(u.low[m] in NE for m in range(*verb.group)) and not any(
                u.low[m] in _NEGATIONS for m in range(verb.group[0], k)
            ):
                return None  # « ne … que » limits, it does not report
            return k
        if u.low[k] == ",":
            commas += 1
        elif (
            u.low[k] in (";", ":", ".")
            or u.pos[k] in ("VERB", "CCONJ", "SCONJ")
            and k > i
            and u.low[k] not in POSTPOSED
        ):
            return None
        if u.dep[k] == "obj" and u.head[k] == verb.at and u.pos[k] == "NOUN" and not temporal(u, k):
            return None
    return None


def infinitive_start(reading: Reading, verb: Verb) -> int | None:
    """Where the reported infinitive starts, its preposition left out."""
    u, i, frames = reading.u, verb.end, verb.cue.frames
    preps: set[str] = set()
    if frames & {"de", "person_de"}:
        preps |= DE
    if "a" in frames:
        preps |= {"à"}
    bare_at = verb.group[1] + 1
    if bare_at < u.n and u.low[bare_at] in ("à", "au", "aux") and frames & {"que", "infinitive"}:
        # « a affirmé à un journaliste avoir … »
        top = u.head[bare_at]
        bare_at = u.right[top] + 1 if top > bare_at else bare_at
        while bare_at < u.n and u.right[bare_at - 1] >= bare_at:
            bare_at += 1
        k = bare_at
        for k in range(verb.group[1] + 2, min(u.n, verb.group[1] + 9)):
            if u.low[k] in ("avoir", "être"):
                bare_at = k
                break
    while bare_at < u.n and u.pos[bare_at] == "ADV" and u.low[bare_at] not in ("ne", "n'", "pas"):
        bare_at += 1
    for k in range(bare_at, min(u.n, bare_at + 9)):
        # « a reconnu mardi avoir signé … »
        if is_infinitive(u, k) and u.pos[k - 1] != "ADP" and u.head[verb_above(u, k)] == verb.at:
            while u.low[k - 1] in CLITICS or u.low[k - 1] == "pas":
                k -= 1
            bare_at = max(bare_at, k)
            break
    for k in range(i + 1, min(u.n, i + 30)):
        low = u.low[k]
        bare = k == bare_at and low not in preps and bool(frames & {"infinitive", "que"})
        if low in preps or bare:
            j = k if bare else k + 1
            while j < u.n and (
                u.low[j] in CLITICS or u.low[j] in ("pas", "plus", "jamais", "en", "[", "(") or u.pos[j] == "ADV"
            ):
                j += 1
            if j < u.n and is_infinitive(u, j):
                top = verb_above(u, j)
                if bare or _depends(reading, top, verb.at, k):
                    return k if bare else k + 1
        if u.low[k] in (";", ":") or k > i + 1 and u.pos[k] in ("VERB", "AUX") and "VerbForm=Fin" in u.morph[k]:
            return None
    return None


def _depends(reading: Reading, k: int, verb: int, prep: int) -> bool:
    """Whether the infinitive at `k` belongs to the reporting verb rather than to a noun between."""
    u = reading.u
    if u.low[prep - 1] not in _CONJUNCTION_HEADS and (
        u.head[k] == verb or u.dep[k] == "conj" and u.head[u.head[k]] == verb
    ):
        return True
    if u.low[prep - 1] == "," and u.dep[k] == "xcomp" or u.low[prep - 1] in _CONJUNCTION_HEADS:
        return u.low[prep - 1] == ","
    between = u.head[k]
    if verb < between < k and u.pos[between] in ("NOUN", "PROPN", "ADJ"):
        return u.head[between] == verb and (
            u.dep[between] == "obj"
            and u.low[prep] == "à"
            or u.dep[between] == "obl:agent"
            or u.dep[between] in ("iobj", "obl:arg", "obj", "conj")
            and (u.pos[between] == "PROPN" or u.low[between] in reading.data.roles or u.words[between][0].isupper())
        )
    return verb < between < k and prep - verb <= 2


def direct_speech(reading: Reading, verb: Verb) -> Range | None:
    """A quotation that the verb opens: after a colon, or at once."""
    u, i = reading.u, verb.group[1]
    for first, last, _ in u.pairs:
        if first <= i:
            continue
        between = range(i + 1, first)
        if len(between) > 25:
            break
        if any(u.low[k] == ":" for k in between):
            colon = next(k for k in between if u.low[k] == ":")
            if colon == first - 1:
                return first, clip(reading, first, u.last) if last >= u.last else last
            return None
        if all(u.low[k] == "," or u.pos[k] == "ADV" for k in between) and has_finite(u, first, last):
            return first, last
        break
    for k in range(i + 1, u.last):
        if u.low[k] == ":":
            near = k - i <= 4 and object_head(u, verb) is None and "que" in verb.cue.frames
            if near and u.pos[k + 1] != "NUM" and has_finite(u, k + 1, u.last) and "direct" in verb.cue.frames:
                return k + 1, clip(reading, k + 1, u.last)
            return None
        if u.pos[k] == "VERB" and "VerbForm=Fin" in u.morph[k]:
            return None
    return None


def object_head(u: Unit, verb: Verb) -> int | None:
    """The head of the noun phrase that the verb governs, a time left out."""
    i = verb.at
    for k in u.kids[i]:
        if temporal(u, k):
            continue
        if (
            k > verb.group[1]
            and u.dep[k] in ("obj", "xcomp", "obl:arg", "obl:mod")
            and u.pos[k] in ("NOUN", "PROPN", "NUM", "PRON", "ADJ")
        ):
            if u.dep[k] == "obl:mod" and (u.pos[u.left[k]] != "DET" or u.low[u.left[k]] in ("du", "des", "au", "aux")):
                continue
            if u.pos[k] == "PRON" and u.low[k] not in ("celui", "celle", "ceux", "celles", "tout"):
                continue
            if (
                u.low[u.left[k]] in ("à", "au", "aux", "de", "d'", "du", "des", "sur", "dans")
                and u.dep[k] != "obj"
                and not verb.cue.rest
            ):
                continue
            return k
    if verb.cue.rest:
        k = verb.group[1] + 1
        if k < u.n and u.pos[k] == "ADP" and u.head[k] > k:
            return u.head[k]
    j = verb.group[1] + 1
    while j < u.n and u.pos[j] == "ADV":
        j += 1
    if j < u.n and u.pos[j] == "DET":
        head = noun_head(u, j)
        if head is not None and not temporal(u, head):
            return head
    if "object" in verb.cue.frames:
        for k in range(verb.group[1] + 2, min(u.n, verb.group[1] + 25)):
            # « a annoncé mardi dans un livre la vente … »: the parser ties the object to a noun before it
            head = u.head[k]
            bare = (
                u.pos[k] == "DET"
                and head > k
                and u.left[head] == k
                and u.dep[head] in ("nmod", "obl:mod", "dep", "conj")
            )
            if (
                bare
                and u.pos[head] == "NOUN"
                and u.pos[k - 1] in ("NOUN", "PROPN", "NUM")
                and not temporal(u, head)
                and u.low[k] not in ("du", "des", "au", "aux", "ce", "cette")
            ):
                return head
            if "VerbForm=Fin" in u.morph[k] or u.low[k] == ",":
                break
    return None


def de_argument(u: Unit, verb: Verb) -> int | None:
    """Where the nominal accusation starts: « accuser X de trahison »."""
    for k in range(verb.group[1] + 1, min(u.n, verb.group[1] + 30)):
        if u.low[k] in DE and u.head[k] > k:
            top = u.head[k]
            if u.head[top] == verb.at or verb.passive and k == verb.group[1] + 1:
                return k + 1
    return None


def oblique_start(u: Unit, verb: Verb) -> int | None:
    """« appelle à la retenue », « menace de sanctions »: where the noun phrase starts."""
    frames = verb.cue.frames
    preps: set[str] = set()
    if "a_object" in frames:
        preps |= {"à", "au", "aux"}
    if "de_object" in frames:
        preps |= {"de", "d'", "du", "des"}
    if "contre_object" in frames:
        preps |= {"contre"}
    if "pour_object" in frames:
        preps |= {"pour"}
    k = verb.group[1] + 1
    while k < u.n and u.pos[k] == "ADV" and u.low[k] not in preps:
        k += 1
    if k < u.last and u.low[k] in preps:
        return k + 1
    return None


def marked_oblique(reading: Reading, verb: Verb) -> Range | None:
    """« a parlé de « camps » », « crie au « bâillon » »: words in marks after the verb and a preposition."""
    u, k = reading.u, verb.group[1] + 1
    for a, b, _ in u.pairs:
        if k < a <= k + 3 and u.pos[k] == "ADP" and all(u.pos[m] in ("DET", "ADP", "ADV") for m in range(k, a)):
            start = a if a == k + 1 else k + 1
            return start, max(b, clip(reading, start, b))
    return None


def attribute_span(reading: Reading, verb: Verb) -> Range | None:
    """« considère X comme Y », « qualifie X de Y », « juge X inacceptable »: X and Y together."""
    u, i, frames = reading.u, verb.at, verb.cue.frames
    first = verb.group[1] + 1
    head = object_head(u, verb)
    if first >= u.n or head is None:
        reflexive = any(u.low[k] in REFLEXIVES for k in range(verb.group[0], i))
        if "attribute" in frames and reflexive and first < u.n:
            k = first
            while k < u.last and u.pos[k] == "ADV":
                k += 1
            if u.pos[k] == "ADJ" or u.pos[k] == "VERB" and "VerbForm=Part" in u.morph[k]:
                return first, phrase_end(reading, verb, first, k)
        return None
    start = max(first, u.left[head])
    limit = clause_end(reading, verb, start)
    for k in range(head + 1, limit + 1):
        word = u.low[k]
        if (
            "comme" in frames
            and word == "comme"
            or "pour" in frames
            and word == "pour"
            and k < u.last
            and u.pos[k + 1] in ("ADJ", "NOUN")
        ):
            return start, phrase_end(reading, verb, start, k)
        if (
            "attribute_de" in frames
            and word in DE
            and (u.head[u.head[k]] == i or any(a == k or a == k + 1 for a, _, _ in u.pairs))
        ):
            return start, phrase_end(reading, verb, start, k)
    if "attribute" in frames:
        for k in range(head + 1, limit + 1):
            final = verb.cue.cognition and (k == limit or u.low[k + 1] == ",") and u.low[start] not in QUE
            if u.pos[k] == "ADJ" and (u.head[k] == i or final or any(a == k for a, _, _ in u.pairs)):
                return start, phrase_end(reading, verb, start, k)
    return None
