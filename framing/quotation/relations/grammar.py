"""What word order and the parse say of a verb: its auxiliary, its subject, its form."""

from framing.quotation.relations.relation import Reading, Verb
from framing.text.units import Unit


def auxiliary(reading: Reading, i: int) -> int | None:
    """The first auxiliary of the verb at `i`, if there is one."""
    return min((*_tied_auxiliaries(reading, i), *_auxiliaries_before(reading, i)), default=None)


def _tied_auxiliaries(reading: Reading, i: int) -> list[int]:
    """The auxiliaries that the parser ties to the verb."""
    u, forms = reading.u, reading.classes.auxiliaries
    return [k for k in u.kids[i] if k < i and u.dep[k].startswith(("aux", "cop")) and u.low[k] in forms]


def _auxiliaries_before(reading: Reading, i: int) -> list[int]:
    """The auxiliaries that only adverbs and pronouns separate from the verb: « avait, elle, déjà dit »."""
    u, c = reading.u, reading.classes
    found = []
    j = _before_insertion(reading, i - 1)
    while j >= 0 and i - j <= 12:
        if u.low[j] in c.auxiliaries:
            if u.pos[j] in ("AUX", "VERB"):
                found.append(j)
        elif u.pos[j] != "ADV" and u.low[j] not in c.postposed_pronouns and u.low[j] not in c.words_in_group:
            break
        j -= 1
    return found


def _before_insertion(reading: Reading, j: int) -> int:
    """`j`, or the auxiliary before what stands between two commas: « avait, dans un communiqué, déclaré »."""
    u = reading.u
    if j > 2 and u.low[j] == ",":
        comma = next((k for k in range(j - 1, max(-1, j - 9), -1) if u.low[k] == ","), None)
        if comma and u.low[comma - 1] in reading.classes.auxiliaries:
            return comma - 1
    return j


def first_auxiliary(reading: Reading, i: int) -> int:
    """The first auxiliary of the verb at `i`, or the verb itself."""
    aux = auxiliary(reading, i)
    return i if aux is None else aux


def plain_subject(reading: Reading, i: int) -> int | None:
    """The subject that the parser ties to the verb at `i` or to its auxiliary, postposed pronouns left out."""
    u, postposed = reading.u, reading.classes.postposed_pronouns
    for k in (*u.kids[i], *(k for aux in u.kids[i] if u.dep[aux].startswith("aux") for k in u.kids[aux])):
        if u.dep[k].startswith("nsubj") and u.low[k] not in postposed:
            return k
    return None


def verb_above(u: Unit, j: int) -> int:
    """The verb whose auxiliary or copula stands at `j`, or `j` itself."""
    return u.head[j] if u.dep[j].startswith(("aux", "cop")) else j


def is_infinitive(reading: Reading, j: int) -> bool:
    """Whether the word is an infinitive, by its ending and by the parse."""
    u = reading.u
    return u.low[j].endswith(reading.classes.infinitive_endings) and (
        u.pos[j] in ("VERB", "AUX") or "VerbForm=Inf" in u.morph[j]
    )


def ends_as_gerund(reading: Reading, j: int) -> bool:
    """Whether the word has the ending of a gerund."""
    return reading.u.low[j].endswith(reading.classes.gerund_endings)


def has_ne(reading: Reading, verb: Verb) -> bool:
    """Whether the first half of a negation stands in the verb group."""
    return any(reading.u.low[k] in reading.classes.ne for k in range(*verb.group))


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


def opens_with_finite(reading: Reading, j: int) -> bool:
    """Whether a finite verb stands at `j`, behind no more than its clitics; so may what looks like a participle too."""
    u = reading.u
    while j < u.last and u.low[j] in reading.classes.clitics:
        j += 1
    return u.pos[j] in ("VERB", "AUX") and ("VerbForm=Fin" in u.morph[j] or is_present_and_participle(reading, j))


def is_present_and_participle(reading: Reading, j: int) -> bool:
    """Whether the word is a form of the present and a past participle at once: « dit », « fait »."""
    return reading.language.pattern("present_or_participle").fullmatch(reading.u.low[j]) is not None


def finite_group(u: Unit, k: int) -> bool:
    """Whether the verb at `k` or one of its auxiliaries is finite."""
    return any(
        "VerbForm=Fin" in u.morph[m] for m in [k, *(m for m in u.kids[k] if u.dep[m].startswith(("aux", "cop")))]
    )


def stands_as_verb(reading: Reading, i: int) -> bool:
    """Whether a word that the parser takes for a noun stands where a verb does: before « que », or after a comma and
    before a noun phrase."""
    u, c = reading.u, reading.classes
    if i == 0:
        return False
    j = i + 1
    while j < u.n and u.pos[j] == "ADV":
        j += 1
    if j == u.n:
        return False
    if u.low[j] in c.que and u.dep[j] != "fixed":
        return u.pos[i - 1] != "DET" and u.low[i - 1] not in c.de
    return u.low[i - 1] == "," and (u.pos[j] in ("DET", "PROPN") or u.low[j] in c.indefinite_articles)
