"""Reporting verbs of a sentence: their groups, their forms, and what the parse says of a verb."""

from framing.language.fr import Cue
from framing.quotation.relations.classes import AVOIR, DE, ETRE, NE, POSTPOSED, QUE, REFLEXIVES
from framing.quotation.relations.relation import Reading, Verb
from framing.text.units import Unit


def reporting_verbs(reading: Reading) -> None:
    """Find the reporting verbs of the sentence, in order: a verb may share the auxiliary of the one before."""
    u, i = reading.u, 0
    while i < u.n:
        entries = reading.data.verbs.get(u.low[i])
        verb = _verb_at(reading, i, entries) if entries else None
        if verb:
            reading.verbs.append(verb)
            i = verb.end
        i += 1


def _verb_at(reading: Reading, i: int, entries: tuple[Cue, ...]) -> Verb | None:
    u = reading.u
    aux = _auxiliary(u, i)
    verbal = u.pos[i] in ("VERB", "AUX")
    clitic_after = i + 1 < u.n and u.low[i + 1] in POSTPOSED
    before_que = u.pos[i] in ("NOUN", "PROPN", "ADJ", "INTJ", "X") and stands_as_verb(u, i)
    only = not verbal and _only_verb(u, i, entries)
    if not (verbal or aux is not None or clitic_after or before_que or only):
        return None
    best: tuple[int, Cue, int] | None = None
    has_se = _reflexive(u, i, aux)
    for cue in entries:
        end = _lemma_end(u, i, cue.rest)
        if end is None:
            continue
        rank = 2 * len(cue.rest) + (cue.pronominal == has_se)
        fits = (cue.form == "participle") == (aux is not None) or cue.form in ("gerund", "infinitive")
        rank = rank * 2 + fits
        if best is None or rank > best[0]:
            best = rank, cue, end
    if best is None:
        return None
    _, cue, end = best
    form = cue.form
    forms = {c.form for c in entries if c.lemma == cue.lemma}
    if "participle" in forms and aux is not None:
        form = "participle"
    elif "participle" in forms and "finite" in forms:
        subject = u.dep[i] == "ROOT" and plain_subject(u, i) is not None
        form = "finite" if cue.rest or subject or "VerbForm=Part" not in u.morph[i] else "bare"
    elif forms == {"participle"}:
        form = "bare"
    if form == "participle" and aux is None:
        form = "bare"
    if form == "bare" and u.dep[i] == "conj" and _auxiliary(u, u.head[i]) is not None and u.pos[i] in ("VERB", "ADJ"):
        above = u.head[i]
        if u.pos[above] not in ("VERB", "AUX"):
            above = i
        if not any(u.low[m] in ETRE for m in range(first_auxiliary(u, above), above)) or has_se:
            form = "participle"  # « a condamné … et annoncé … »
    passive = False
    if form == "participle" and aux is not None:
        words = {u.low[j] for j in range(aux, i)}
        passive = bool(words & ETRE) and not has_se
    first = aux if aux is not None else i
    while (
        first > 0
        and u.low[first - 1] in ("ne", "n'", "se", "s'", "me", "m'", "nous")
        and u.head[first - 1] in (i, first)
    ):
        first -= 1
    if form == "bare" and i > 1 and u.low[i - 1] == "et" and reading.verbs:
        before = reading.verbs[-1]
        followed = i < u.last and (u.low[i + 1] in QUE or u.pos[i + 1] in ("DET", "ADP"))
        finite = any("VerbForm=Fin" in u.morph[k] for k in range(before.end + 1, i))
        if before.form == "participle" and not before.passive and followed and not finite:
            form, reading.shared[i] = "participle", before.at  # « a condamné … et annoncé … »
    last = end
    while last + 1 < u.n and u.low[last + 1] in POSTPOSED:
        last += 1
    return Verb(i, cue, (first, last), form, passive, end)


def _only_verb(u: Unit, i: int, entries: tuple[Cue, ...]) -> bool:
    """Whether the sentence has no finite verb but this word, between a noun and a determiner: « X dément cette … »."""
    return (
        any(c.form == "finite" for c in entries)
        and 0 < i < u.last
        and u.pos[i - 1] in ("NOUN", "PROPN", "ADJ")
        and u.pos[i + 1] == "DET"
        and not any("VerbForm=Fin" in m for m in u.morph)
    )


def stands_as_verb(u: Unit, i: int) -> bool:
    """Whether a word that the parser takes for a noun stands where a verb does: before « que », or after a comma and
    before a noun phrase."""
    j = i + 1
    while j < u.n and u.pos[j] == "ADV":
        j += 1
    if j < u.n and u.low[j] in QUE and u.dep[j] != "fixed":
        return i > 0 and u.pos[i - 1] != "DET" and u.low[i - 1] not in DE
    return i > 0 and u.low[i - 1] == "," and j < u.n and (u.pos[j] in ("DET", "PROPN") or u.low[j] == "un")


def _lemma_end(u: Unit, i: int, rest: tuple[str, ...]) -> int | None:
    j = i
    for word in rest:
        j += 1
        if j < u.n and u.low[j] != word and u.pos[j] == "ADV":
            j += 1
        if j >= u.n or u.low[j] != word:
            return None
    return j


def _reflexive(u: Unit, i: int, aux: int | None) -> bool:
    j = (aux if aux is not None else i) - 1
    return j >= 0 and (u.low[j] in REFLEXIVES or (u.low[j] in NE and j > 0 and u.low[j - 1] in REFLEXIVES))


def _auxiliary(u: Unit, i: int) -> int | None:
    """The first auxiliary of the verb at `i`, if there is one."""
    aux = [
        k
        for k in u.kids[i]
        if k < i and u.dep[k].startswith(("aux", "cop")) and (u.low[k] in AVOIR or u.low[k] in ETRE)
    ]
    j = i - 1
    if j > 2 and u.low[j] == ",":
        # « avait, dans un communiqué, déclaré »
        comma = next((k for k in range(j - 1, max(-1, j - 9), -1) if u.low[k] == ","), None)
        if comma and (u.low[comma - 1] in AVOIR or u.low[comma - 1] in ETRE):
            j = comma - 1
    while j >= 0 and i - j <= 12:
        if u.low[j] in AVOIR or u.low[j] in ETRE:
            if u.pos[j] in ("AUX", "VERB"):
                aux.append(j)
            j -= 1
            continue
        if u.pos[j] == "ADV" or u.low[j] in POSTPOSED or u.low[j] in ("eux", "elles", "lui", "même", "mêmes", "tous"):
            j -= 1
            continue
        break
    return min(aux) if aux else None


def first_auxiliary(u: Unit, i: int) -> int:
    """The first auxiliary of the verb at `i`, or the verb itself."""
    aux = _auxiliary(u, i)
    return i if aux is None else aux


def plain_subject(u: Unit, i: int) -> int | None:
    """The subject that the parser ties to the verb at `i` or to its auxiliary, postposed pronouns left out."""
    for k in (*u.kids[i], *(k for aux in u.kids[i] if u.dep[aux].startswith("aux") for k in u.kids[aux])):
        if u.dep[k].startswith("nsubj") and u.low[k] not in POSTPOSED:
            return k
    return None


def verb_above(u: Unit, j: int) -> int:
    """The verb whose auxiliary or copula stands at `j`, or `j` itself."""
    return u.head[j] if u.dep[j].startswith(("aux", "cop")) else j


def is_infinitive(u: Unit, j: int) -> bool:
    """Whether the word is an infinitive, by its ending and by the parse."""
    return u.low[j].endswith(("er", "ir", "re", "oir")) and (
        u.pos[j] in ("VERB", "AUX") or "VerbForm=Inf" in u.morph[j]
    )


def has_finite(u: Unit, first: int, last: int) -> bool:
    """Whether a finite verb stands from `first` to `last`, those of relative clauses left out."""
    for k in range(first, last + 1):
        if "VerbForm=Fin" in u.morph[k] and u.pos[k] in ("VERB", "AUX"):
            j = k
            while u.dep[j].startswith(("aux", "cop")) and u.head[j] != j:
                j = u.head[j]
            if u.dep[j] != "acl:relcl":
                return True
    return False


def finite_group(u: Unit, k: int) -> bool:
    """Whether the verb at `k` or one of its auxiliaries is finite."""
    return any(
        "VerbForm=Fin" in u.morph[m] for m in [k, *(m for m in u.kids[k] if u.dep[m].startswith(("aux", "cop")))]
    )
