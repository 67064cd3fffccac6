"""The reporting verbs of a sentence: where they stand, which entry they are, and in which form."""

from collections.abc import Callable
from typing import NamedTuple

from framing.language import Cue
from framing.quotation.relations.grammar import (
    auxiliary,
    first_auxiliary,
    opens_with_finite,
    plain_subject,
    stands_as_verb,
)
from framing.quotation.relations.relation import Reading, Verb

Entries = tuple[Cue, ...]


def with_verbs(reading: Reading) -> Reading:
    """Find the reporting verbs of the sentence, in order: a verb may share the auxiliary of the one before."""
    u, verbs = reading.u, reading.language.verbs
    found: list[Verb] = []
    for i in [i for i, word in enumerate(u.low) if word in verbs and not _opens_nickname(reading, i)]:
        before = found[-1] if found else None
        if before is not None and i <= before.end:
            continue
        if verb := _verb_at(reading, i, verbs[u.low[i]], before):
            found.append(verb)
    return reading._replace(verbs=tuple(found))


def _verb_at(reading: Reading, i: int, entries: Entries, before: Verb | None) -> Verb | None:
    """The verb at `i`, if the word is one there; `before`: the reporting verb before it."""
    aux = auxiliary(reading, i)
    if aux is None and not any(sign(reading, i, entries) for sign in SIGNS_OF_A_VERB):
        return None
    reflexive = _is_reflexive(reading, i if aux is None else aux)
    match = _best_entry(reading, i, entries, aux is not None, reflexive)
    if match is None:
        return None
    cue, end = match
    kinds = frozenset(c.form for c in entries if c.lemma == cue.lemma)
    place = _Place(reading, i, cue, kinds, aux, reflexive, before)
    form, test = next(((form or cue.form, test) for form, test in FORMS if test(place)), ("bare", None))
    passive = form == "participle" and aux is not None and not reflexive and _has_be(reading, aux, i)
    group = _group_start(reading, i, aux), _group_end(reading, end)
    partner = before.at if before is not None and test is _shares_with_verb_before else None
    return Verb(i, cue, group, form, passive, end, partner)


# --- is it a verb? ----------------------------------------------------------------------------------------------------


def _is_tagged(reading: Reading, i: int, _: Entries) -> bool:
    """The parser says so."""
    return reading.u.pos[i] in ("VERB", "AUX")


def _precedes_pronoun(reading: Reading, i: int, _: Entries) -> bool:
    """Its subject hangs behind it: « précise-t-elle »."""
    return i + 1 < reading.u.n and reading.u.low[i + 1] in reading.classes.postposed_pronouns


def _stands_for_verb(reading: Reading, i: int, _: Entries) -> bool:
    """A word of another part of speech stands where a verb does: « le maire juge que … », juge taken for a noun."""
    return reading.u.pos[i] in ("NOUN", "PROPN", "ADJ", "INTJ", "X") and stands_as_verb(reading, i)


def _is_only_verb(reading: Reading, i: int, entries: Entries) -> bool:
    """The sentence has no finite verb but this word, between a noun and a determiner: « X dément cette … »."""
    u = reading.u
    return (
        any(c.form == "finite" for c in entries)
        and 0 < i < u.last
        and u.pos[i - 1] in ("NOUN", "PROPN", "ADJ")
        and u.pos[i + 1] == "DET"
        and not any("VerbForm=Fin" in m for m in u.morph)
    )


def _opens_nickname(reading: Reading, i: int) -> bool:
    """« Paul Varlat, dit « le Grand », est arrivé »: not a verb, but what somebody goes by, whose own verb follows."""
    u, comma = reading.u, i - 1
    if u.low[i] not in reading.classes.naming_participles or comma < 1 or u.low[comma] != ",":
        return False
    behind = next((last + 1 for first, last, _ in u.pairs if first == i + 1), u.last)
    return behind < u.last and u.low[behind] == "," and opens_with_finite(reading, behind + 1)


# Any of them makes a word a verb, and so does an auxiliary.
SIGNS_OF_A_VERB: tuple[Callable[[Reading, int, Entries], bool], ...] = (
    _is_tagged,
    _precedes_pronoun,
    _stands_for_verb,
    _is_only_verb,
)


# --- which entry? -----------------------------------------------------------------------------------------------------


def _best_entry(reading: Reading, i: int, entries: Entries, compound: bool, reflexive: bool) -> tuple[Cue, int] | None:
    """The entry that fits best and the last word of its lemma: by words of the lemma, then by reflexive, then by form."""
    best: tuple[int, Cue, int] | None = None
    for cue in entries:
        end = _lemma_end(reading, i, cue.rest)
        if end is None:
            continue
        fits = (cue.form == "participle") == compound or cue.form in ("gerund", "infinitive")
        rank = 2 * (2 * len(cue.rest) + (cue.pronominal == reflexive)) + fits
        if best is None or rank > best[0]:
            best = rank, cue, end
    return best[1:] if best else None


def _lemma_end(reading: Reading, i: int, rest: tuple[str, ...]) -> int | None:
    """The last word of a lemma of several words, an adverb allowed before each: « met aussi en garde »."""
    u, j = reading.u, i
    for word in rest:
        j += 1
        if j < u.n and u.low[j] != word and u.pos[j] == "ADV":
            j += 1
        if j >= u.n or u.low[j] != word:
            return None
    return j


def _is_reflexive(reading: Reading, first: int) -> bool:
    """Whether a reflexive stands before the verb or its auxiliary."""
    u, c, j = reading.u, reading.classes, first - 1
    return j >= 0 and (u.low[j] in c.reflexives or (u.low[j] in c.ne and j > 0 and u.low[j - 1] in c.reflexives))


def _has_be(reading: Reading, first: int, stop: int) -> bool:
    return any(reading.u.low[j] in reading.language.be for j in range(first, stop))


# --- in which form? ---------------------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A verb whose form is asked: where, its entry, the kinds of form that the word can be, and what stands before."""

    reading: Reading
    i: int
    cue: Cue
    kinds: frozenset[str]
    aux: int | None
    reflexive: bool
    before: Verb | None

    @property
    def is_ambiguous(self) -> bool:
        """Whether the word can be finite as well as a participle: « dit », not « promet »."""
        return {"participle", "finite"} <= self.kinds


def _follows_auxiliary(p: _Place) -> bool:
    """« a dit », « avait été promis »."""
    return "participle" in p.kinds and p.aux is not None


def _reads_as_finite(p: _Place) -> bool:
    """« Le maire dit que … »: no auxiliary, and the parse or the lemma speaks for the present tense."""
    u = p.reading.u
    if not p.is_ambiguous:
        return False
    governs = u.dep[p.i] == "ROOT" and plain_subject(p.reading, p.i) is not None
    return bool(p.cue.rest) or governs or "VerbForm=Part" not in u.morph[p.i]


def _has_one_form(p: _Place) -> bool:
    """« affirme », « affirmant », « affirmer »: the word says its form."""
    return p.cue.form != "participle" and not p.is_ambiguous


def _shares_with_conjunct(p: _Place) -> bool:
    """« a condamné … et annoncé … », when the parser joins the two; not « est condamné et annoncé »."""
    u = p.reading.u
    if u.dep[p.i] != "conj" or u.pos[p.i] not in ("VERB", "ADJ") or auxiliary(p.reading, u.head[p.i]) is None:
        return False
    above = u.head[p.i] if u.pos[u.head[p.i]] in ("VERB", "AUX") else p.i
    return p.reflexive or not _has_be(p.reading, first_auxiliary(p.reading, above), above)


def _shares_with_verb_before(p: _Place) -> bool:
    """« a condamné … et annoncé … », when the parser has not joined them: the participle before is a reporting verb too."""
    u, c, i = p.reading.u, p.reading.classes, p.i
    if p.before is None or i < 2 or u.low[i - 1] not in c.additive_conjunctions:
        return False
    followed = i < u.last and (u.low[i + 1] in c.que or u.pos[i + 1] in ("DET", "ADP"))
    finite = any("VerbForm=Fin" in u.morph[k] for k in range(p.before.end + 1, i))
    return p.before.form == "participle" and not p.before.passive and followed and not finite


# The first test that holds decides the form (None: that of the entry); what none holds for is a bare participle, as in
# « accusé de … ».
FORMS: tuple[tuple[str | None, Callable[[_Place], bool]], ...] = (
    ("participle", _follows_auxiliary),
    ("finite", _reads_as_finite),
    (None, _has_one_form),
    ("participle", _shares_with_conjunct),
    ("participle", _shares_with_verb_before),
)


# --- how far does its group reach? ------------------------------------------------------------------------------------


def _group_start(reading: Reading, i: int, aux: int | None) -> int:
    """The first word of the verb group: the auxiliary or the verb, its clitics with it."""
    u = reading.u
    first = i if aux is None else aux
    while first > 0 and u.low[first - 1] in reading.classes.clitics_in_group and u.head[first - 1] in (i, first):
        first -= 1
    return first


def _group_end(reading: Reading, end: int) -> int:
    """The last word of the verb group, pronouns behind the verb with it."""
    u = reading.u
    while end + 1 < u.n and u.low[end + 1] in reading.classes.postposed_pronouns:
        end += 1
    return end
