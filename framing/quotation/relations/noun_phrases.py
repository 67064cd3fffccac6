"""Noun phrases: how far they reach, and whether they can speak or tell a time."""

from collections.abc import Callable

from framing.quotation.relations.classes import COMMA, NOMINAL, WordClasses
from framing.quotation.relations.relation import Range, Reading
from framing.text.units import Unit

_APART = frozenset(["acl:relcl", "acl", "advcl", "parataxis", "ccomp", "punct", "conj"])
_NO_PART = frozenset(["parataxis", "ccomp", "advcl"])
_MOST_TITLE = 6  # words of a role before a name


def phrase_span(reading: Reading, head: int, low: int = 0, high: int | None = None) -> Range:
    """The noun phrase of the word `head`, without what follows a comma unless it is an apposition."""
    u = reading.u
    last = u.right[head] if high is None else min(u.right[head], high)
    for k in u.kids[head]:
        if head < u.left[k] <= last and k > head and u.dep[k] in _APART and _is_apart(u, k):
            last = u.left[k] - 1
    last = _with_name(reading, head, _past_hyphen(u, last, high), high)
    last = before_circumstance(u, head, last, reading.classes)
    while last > head and _ends_no_phrase(u, last):
        last -= 1
    return _first_of_phrase(reading, head, low), last


def _first_of_phrase(reading: Reading, head: int, low: int) -> int:
    """The first word of the phrase, what joins it to the sentence left out: « selon | le préfet »."""
    u, first = reading.u, max(reading.u.left[head], low)
    first = max((k + 1 for k in range(first, head) if u.low[k] == ":"), default=first)  # « Barrages : | la région … »
    while first < head and (
        u.low[first] in COMMA or u.pos[first] in ("ADP", "CCONJ", "PUNCT") or u.low[first] in reading.classes.que
    ):
        first += 1
    return first


def _is_apart(u: Unit, k: int) -> bool:
    """Whether a dependent is a clause of its own, or something that a comma sets apart."""
    if u.dep[k] == "conj":
        return u.pos[k] in ("VERB", "AUX")
    return u.dep[k] in _NO_PART or (u.left[k] > 0 and parts(u, u.left[k] - 1))


def parts(u: Unit, k: int) -> bool:
    """Whether a word is a comma, a bracket or a dash; the hyphen of « président-directeur » is none."""
    return u.low[k] in COMMA and not _is_hyphen(u, k)


def _is_hyphen(u: Unit, k: int) -> bool:
    joins = 0 < k < u.last and u.end[k - 1] == u.begin[k] and u.end[k] == u.begin[k + 1]
    return joins and u.low[k] == "-"


def _past_hyphen(u: Unit, last: int, high: int | None) -> int:
    """« le président | -directeur général du groupe »: a hyphen goes on with the word."""
    if last + 2 > (u.last if high is None else high) or not _is_hyphen(u, last + 1):
        return last
    whole = max(last + 2, u.right[last + 2])
    return whole if high is None else min(whole, high)


# --- when, where and to whom it was said ------------------------------------------------------------------------------


def before_circumstance(u: Unit, head: int, last: int, classes: WordClasses) -> int:
    """`last`, or the word before what tells the circumstances of the speech, which the parser ties to the noun.

    « le président Hugo Morel | à Orée », « le ministère | dans un communiqué », « la maire | mardi »; but « l'ambassadeur à
    Orée » and « la ministre de l'Eau » are whole: without a name the place is the office's own.
    """
    return next((k - 1 for k in range(head + 1, last + 1) if opens_circumstance(u, k, classes)), last)


def opens_circumstance(u: Unit, k: int, classes: WordClasses) -> bool:
    """Whether a word opens what tells the circumstances of a speech."""
    if u.pos[k] != "DET" and u.low[k] not in classes.circumstance_words:
        return False  # none of them holds for any other
    return any(opens(u, k, classes) for opens in CIRCUMSTANCES)


def _time_of_speech(u: Unit, k: int, c: WordClasses) -> bool:
    """« la maire | mardi », « le ministre Paul Varlat | ce jeudi »."""
    noun = k + 1 if u.pos[k] == "DET" and k + 1 < u.n else k
    return u.low[noun] in c.weekdays and u.words[noun][0].islower() and u.pos[k - 1] in ("NOUN", "PROPN", "ADJ")


def _place_after_name(u: Unit, k: int, c: WordClasses) -> bool:
    """« Hugo Morel | à Orée »: a name takes no complement of place; in « l'ambassadeur de Valdorie à Orée » none stands."""
    if u.low[k] not in c.circumstance_openers or u.pos[k] != "ADP":
        return False
    first = k
    while first > 0 and u.words[first - 1][0].isupper() and u.pos[first - 1] in ("PROPN", "NOUN", "ADJ"):
        first -= 1
    if first == k or u.pos[k - 1] != "PROPN" or u.low[first - 1] in c.contracted_articles:
        return False
    before = first - 2 if u.pos[first - 1] == "DET" else first - 1
    return before < 0 or u.pos[before] != "ADP"


def _occasion(u: Unit, k: int, c: WordClasses) -> bool:
    """« le ministère | dans un communiqué », « la préfète | devant la presse », « le maire | au micro de … »."""
    if u.low[k] not in c.circumstance_openers or u.pos[k] != "ADP":
        return False
    noun = next((m for m in range(k + 1, min(u.n, k + 5)) if u.pos[m] in ("NOUN", "PROPN")), None)
    return noun is not None and u.low[noun] in c.occasions


def _time_of_event(u: Unit, k: int, c: WordClasses) -> bool:
    """« le candidat | lors de sa visite », « la maire | après le vote »."""
    return (
        u.low[k] in c.temporal_prepositions and u.pos[k - 1] in ("NOUN", "PROPN", "ADJ") and u.pos[k] in ("ADP", "ADV")
    )


# Any of them opens a circumstance.
CIRCUMSTANCES: tuple[Callable[[Unit, int, WordClasses], bool], ...] = (
    _time_of_speech,
    _place_after_name,
    _occasion,
    _time_of_event,
)


# --- the parts of a noun phrase ---------------------------------------------------------------------------------------


def _ends_no_phrase(u: Unit, k: int) -> bool:
    return (parts(u, k) and u.low[k] != ")") or u.pos[k] == "CCONJ" or u.low[k] in (":", ";", ".")


def _with_name(reading: Reading, head: int, last: int, high: int | None) -> int:
    """`last`, or the end of the name that follows at once or after a comma: « la ministre de l'Eau, Élise Orsel »."""
    u = reading.u
    stop = u.n - 1 if high is None else high
    if last + 1 < stop and u.low[last + 1] == ",":
        first = _past_title(reading, last + 2, stop) if is_person_role(reading, head) else last + 2
        end = _end_of_name(u, first, stop)
        complete = end == stop or u.low[end + 1] in (",", ".", ")", ":")
        return end if complete and end > first else last
    end = _end_of_name(u, last + 1, stop)
    return end if end > last and u.pos[last] in ("NOUN", "ADJ", "PROPN") else last


def _end_of_name(u: Unit, first: int, stop: int) -> int:
    """The last word of the capitals that start at a word; the word before when none do."""
    k = first
    while k <= stop and u.pos[k] == "PROPN" and u.words[k][0].isupper():
        k += 1
    return k - 1


def _past_title(reading: Reading, first: int, stop: int) -> int:
    """The word behind a role that introduces a name: « …, le colonel | Paul Varlat », « …, Me | Élise Orsel »."""
    u, roles, civilities = reading.u, reading.language.roles, reading.language.civilities
    k = first
    if k <= stop and u.pos[k] == "DET":
        k += 1
    named = next((m for m in range(k, min(k + _MOST_TITLE, stop + 1)) if u.pos[m] == "PROPN"), None)
    titled = named is not None and any(u.low[m] in roles or u.low[m].rstrip(".") in civilities for m in range(k, named))
    return named if titled and named is not None else first


def noun_head(reading: Reading, j: int) -> int | None:
    """The head of the noun phrase that starts at `j`."""
    u, head = reading.u, j
    while u.pos[head] not in NOMINAL:
        up = u.head[head]
        if up <= head:
            break
        head = up
    if u.pos[head] not in NOMINAL and u.low[head] not in reading.classes.noun_like_adjectives:
        return None
    while u.left[u.head[head]] == j and u.pos[u.head[head]] in NOMINAL and u.head[head] > head:
        head = u.head[head]
    return head


def can_speak(reading: Reading, head: int, first: int) -> bool:
    """Whether the noun can name a source: a name, a role, a group, a document, a pronoun."""
    u, c, roles = reading.u, reading.classes, reading.language.roles
    if u.low[first] in c.possessives and u.low[head] not in roles:
        return False
    return (
        u.pos[head] in ("PROPN", "PRON")
        or u.words[head][0].isupper()
        or speaks(reading, head)
        or u.low[head] in c.speaking_words
        or any(
            u.pos[k] == "PROPN" and u.dep[k] in ("appos", "flat:name", "nmod") and u.words[k][0].isupper()
            for k in u.kids[head]
        )
    )


def speaks(reading: Reading, head: int) -> bool:
    """Whether the noun of `head` names a person, a group, a document or an outlet."""
    return reading.u.low[head] in reading.language.roles or reading.u.words[head] in reading.language.roles


def is_person_role(reading: Reading, head: int | None) -> bool:
    """Whether the noun of `head` is a role that persons hold."""
    role = None if head is None else reading.language.roles.get(reading.u.low[head])
    return role is not None and role.kind == "person"


def time_at(reading: Reading, j: int) -> bool:
    """Whether the word belongs to a time: « mardi », « ce jeudi 4 mai », « lundi soir »."""
    u, times = reading.u, reading.classes.all_times
    if u.low[j] in times:
        return True
    if u.pos[j] in ("DET", "NUM") and any(u.low[k] in times for k in _behind_number(u, j)):
        return True
    return u.low[j].isdigit() and j > 0 and u.low[j - 1] in times


def _behind_number(u: Unit, j: int) -> range:
    """The word behind a determiner or a number, and behind the number that follows: « le | 26 mars »."""
    number = j + 1 < u.n and (u.pos[j + 1] == "NUM" or u.low[j + 1].isdigit())
    return range(j + 1, min(u.n, j + (3 if number else 2)))


def temporal(reading: Reading, k: int) -> bool:
    """Whether the noun or the number at `k` tells a time."""
    u, times = reading.u, reading.classes.all_times
    return u.low[k] in times or (u.pos[k] == "NUM" and k + 1 < u.n and u.low[k + 1] in times)
