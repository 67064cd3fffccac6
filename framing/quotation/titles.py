"""What stands round a name: a civility or a role before it, a role in apposition after it."""

import re
from functools import lru_cache
from typing import NamedTuple

from framing.language import Role
from framing.quotation.vocabulary import WORD, Vocabulary, folded

_TOKEN = re.compile(r"[\w\-]+\.?|[,;:!?()«»\n]")
_HYPHENATED = re.compile(r"[\w\-]+")
_WORD = re.compile(r"\w")
_FIRST_WORD = re.compile(r"\s*(\w+)")
_COMMA = re.compile(r"[ \u00a0]?,")
_APPOSITION = re.compile(r"[ \u00a0]?,[ \u00a0]?([^.,;:!?\n«»“”\"()—–]+)")
_CLAUSE_MARKS = re.compile(r"[.;:!?\n«»“”\"()—–]")
CIVILITY, ROLE = "civility", "role"


class Title(NamedTuple):
    """What introduces a name: a civility, a role or nothing (an empty string), and the gender that it tells."""

    kind: str
    gender: str


class HeldRole(NamedTuple):
    """A role that a text gives to somebody: its noun, all its words that mean something, the gender that it tells."""

    noun: str
    words: frozenset[str]
    gender: str


@lru_cache(maxsize=8192)
def content_words(text: str, words: Vocabulary) -> frozenset[str]:
    """The folded words of a phrase that mean something.

    >>> from framing.language import load
    >>> from framing.quotation.vocabulary import vocabulary_of
    >>> sorted(content_words("la ministre de l'Eau", vocabulary_of(load())))
    ['eau', 'ministre']
    """
    return frozenset(WORD.findall(folded(text))) - words.small_words


def title_before(text: str, start: int, words: Vocabulary) -> Title:
    """The civility or the role that stands before the name at `start`.

    >>> from framing.language import load
    >>> from framing.quotation.vocabulary import vocabulary_of
    >>> title_before("La préfète du Nord, Élise Orsel", 20, vocabulary_of(load()))
    Title(kind='role', gender='f')
    """
    before = _TOKEN.findall(text[max(0, start - 170) : start].lower().replace("’", "'"))
    before.reverse()
    if before and before[0] == ",":
        before.pop(0)
    elif before and (gender := words.civility_gender(before[0])):
        return Title(CIVILITY, gender)
    if not before or before[0] in words.not_before_names:
        return Title("", "")
    return _role_among(before[:24], words)


def _role_among(before: list[str], words: Vocabulary) -> Title:
    """The nearest role among the words before a name, the nearest first, in the same noun phrase."""
    for k, word in enumerate(before):
        if word in words.clause_words or _ends_phrase(before, k, words):
            break
        role = words.person_role(word)
        if role is not None and not _is_complement(before, k, words):
            return Title(ROLE, role.gender)
    return Title("", "")


def _ends_phrase(before: list[str], k: int, words: Vocabulary) -> bool:
    """Whether a mark ends the noun phrase: each does, but a comma within « des Ponts, des Eaux »."""
    if _WORD.match(before[k]):
        return False
    return not (before[k] == "," and before[k - 1] in words.enumeration_openers)


def _is_complement(before: list[str], k: int, words: Vocabulary) -> bool:
    """Whether the word is the complement of another noun: « le bureau du ministre »."""
    return k + 1 < len(before) and before[k + 1] in words.complement_prepositions


def has_role_after(text: str, end: int, words: Vocabulary) -> bool:
    """Whether a role follows the name that ends at `end`, after a comma.

    >>> from framing.language import load
    >>> from framing.quotation.vocabulary import vocabulary_of
    >>> has_role_after("Élise Orsel, ministre de l'Eau", 11, vocabulary_of(load()))
    True
    """
    following = text[end : end + 40].lower()
    if not _COMMA.match(following):
        return False
    return any(words.person_role(word) is not None for word in _HYPHENATED.findall(following)[:4])


def role_before(text: str, start: int, words: Vocabulary) -> HeldRole | None:
    """The role that introduces the name at `start`, with its complements.

    >>> from framing.language import load
    >>> from framing.quotation.vocabulary import vocabulary_of
    >>> sorted(role_before("le ministre des Ponts, des Eaux et des Forêts Paul Varlat", 46, vocabulary_of(load())).words)
    ['eaux', 'forets', 'ministre', 'ponts']
    """
    before = [folded(w) for w in WORD.findall(_phrase_before(text, start, words))]
    if not before or before[-1] in words.not_before_names:
        return None
    for k in range(len(before) - 1, max(-1, len(before) - 16), -1):
        role = words.person_role(before[k]) or words.folded_person_role(before[k])
        if role is not None and (k == 0 or before[k - 1] not in words.complement_prepositions):
            return _held(before[k:], role, words)
    return None


def _phrase_before(text: str, start: int, words: Vocabulary) -> str:
    """The text between the last mark and `start`; the commas of an enumeration are no such marks."""
    left = _CLAUSE_MARKS.split(text[max(0, start - 160) : start])[-1].rstrip().removesuffix(",")
    *earlier, phrase = left.split(",")
    while earlier and (first := _FIRST_WORD.match(phrase)) and first[1] in words.enumeration_openers:
        phrase = earlier.pop() + " " + phrase
    return phrase


def role_after(text: str, end: int, words: Vocabulary) -> HeldRole | None:
    """The role in apposition to the name that ends at `end`.

    >>> from framing.language import load
    >>> from framing.quotation.vocabulary import vocabulary_of
    >>> role_after("Élise Orsel, ministre de l'Eau", 11, vocabulary_of(load())).noun
    'ministre'
    """
    match = _APPOSITION.match(text[end : end + 110])
    after = [folded(w) for w in WORD.findall(match[1])] if match else []
    for k, word in enumerate(after[:4]):
        if (role := words.folded_person_role(word)) is not None:
            return _held(after[k:], role, words)
    return None


def _held(phrase: list[str], role: Role, words: Vocabulary) -> HeldRole:
    return HeldRole(phrase[0], frozenset(phrase) - words.small_words, role.gender)
