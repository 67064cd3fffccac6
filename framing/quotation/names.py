"""The names of an article: who is called what in full, which role each person holds, what its acronyms stand for."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from framing.language import Language
from framing.quotation.titles import (
    CIVILITY,
    ROLE,
    HeldRole,
    Title,
    content_words,
    has_role_after,
    role_after,
    role_before,
    title_before,
)
from framing.quotation.vocabulary import WORD, Vocabulary, folded, vocabulary_of
from framing.text.fold import folded as folded_text

_ACRONYM = re.compile(r"\(\s?([A-Z][A-Za-z]{1,7})\s?\)")
_MAX_NAMES = 1000  # names of one article that are told apart; more are noise
GENDERS = ("m", "f")


class Name(NamedTuple):
    """Capitalised words that can be a name, and where they stand."""

    start: int
    end: int
    name: str


class _Holder(NamedTuple):
    """Who holds a role, by the words of a text at a place."""

    at: int
    role: HeldRole
    name: str


# --- a run of capitalised words ------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def bare_name(run: str, words: Vocabulary) -> tuple[int, str]:
    """A run of capitalised words without what is no name at its start, and at which character of the run that begins.

    The name is empty when nothing is left but a role or the first word of a sentence.

    >>> from framing.language import load
    >>> bare_name("Selon Mme Élise Orsel", vocabulary_of(load()))
    (10, 'Élise Orsel')
    """
    parts = run.split()
    first = _first_name(parts, _n_title_words(parts, words), words)
    if first == len(parts) - 1 and _is_common(parts[first].lower(), words):
        return 0, ""
    return _offset(run, parts, first), " ".join(parts[first:])


def _n_title_words(parts: list[str], words: Vocabulary) -> int:
    """How many words at the start are the first of a sentence, civilities, roles or particles; the last word is never one."""
    n = int(len(parts) > 1 and parts[0].lower() in words.function_words)
    while n < len(parts) - 1 and _is_title(parts[n].lower(), words):
        n += 1
    return n


def _is_title(word: str, words: Vocabulary) -> bool:
    return word in words.roles or word in words.name_particles or words.is_civility(word)


def _is_common(word: str, words: Vocabulary) -> bool:
    return word in words.roles or word in words.function_words


def _first_name(parts: list[str], first: int, words: Vocabulary) -> int:
    """Where the name begins: at a first name that follows other capitals (« Affaires Étrangères Élise Orsel »)."""
    if len(parts) - first <= 2:
        return first
    for k in range(first + 1, len(parts) - 1):
        before = parts[k - 1].lower()
        if parts[k].lower() in words.first_names and not (
            before in words.first_names or before in words.name_particles
        ):
            return k
    return first


def _offset(run: str, parts: list[str], first: int) -> int:
    """At which character of the run its word number `first` begins."""
    offset = 0
    for part in parts[:first]:
        offset = run.index(part, offset) + len(part)
    return offset + len(run[offset:]) - len(run[offset:].lstrip())


def names_of(text: str, words: Vocabulary) -> Iterator[Name]:
    """The runs of a text that can be names.

    >>> from framing.language import load
    >>> [name.name for name in names_of("Le préfet Paul Varlat a reçu Mme Orsel.", vocabulary_of(load()))]
    ['Paul Varlat', 'Orsel']
    """
    for match in words.name_run.finditer(text):
        offset, name = bare_name(match.group(), words)
        if name:
            yield Name(match.start() + offset, match.end(), name)


def titled(text: str, found: Name, words: Vocabulary) -> tuple[str, Title]:
    """A name with what introduces it; a place between the two is left out: « la préfète de la Valdorie Élise Orsel ».

    >>> from framing.language import load
    >>> text = "la préfète de la Valdorie Élise Orsel"
    >>> titled(text, Name(17, 37, "Valdorie Élise Orsel"), vocabulary_of(load()))
    ('Élise Orsel', Title(kind='role', gender='f'))
    """
    title = title_before(text, found.start, words)
    first, _, rest = found.name.partition(" ")
    after_place = words.place_before.search(text[max(0, found.start - 8) : found.start])
    if title.kind or " " not in rest or not after_place:
        return found.name, title
    title = title_before(text, found.start + len(first) + 1, words)
    return (rest if title.kind == ROLE else found.name), title


# --- acronyms ------------------------------------------------------------------------------------------------------------


def acronyms(text: str, words: Vocabulary) -> dict[str, str]:
    """Each acronym in brackets, to the name before it whose initials it has.

    >>> from framing.language import load
    >>> acronyms("la Cour des eaux du Nord (CEN) est saisie", vocabulary_of(load()))
    {'CEN': 'Cour des eaux du Nord'}
    """
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        start = _start_of_initials(text, folded(match[1]), match.start(), words)
        if start is not None:
            found.setdefault(match[1], " ".join(text[start : match.start()].split()))
    return found


def _start_of_initials(text: str, letters: str, end: int, words: Vocabulary) -> int | None:
    """Where the words before `end` begin whose initials are these letters, small words skipped."""
    left = len(letters)
    for word in reversed(list(WORD.finditer(text, max(0, end - 110), end))[-14:]):
        if folded(word.group())[0] == letters[left - 1]:
            left -= 1
            if not left:
                return word.start()
        elif folded(word.group()) not in words.small_words:
            return None
    return None


# --- the index -----------------------------------------------------------------------------------------------------------


class NameIndex:
    """The persons of an article by their fullest name, with the roles that they hold, and the article's acronyms.

    >>> from framing.language import load
    >>> names = NameIndex("La ministre Élise Orsel est venue. Mme Orsel a parlé.", load())
    >>> names.fullest("Orsel"), names.gender_of("Élise Orsel")
    ('Élise Orsel', 'f')
    """

    def __init__(self, text: str, language: Language) -> None:
        self._words = vocabulary_of(language)
        self._folded = folded_text(text)
        self._known: set[frozenset[str]] = set()
        self._by_word: dict[str, list[str]] = {}
        self._fullest: dict[str, str | None] = {}
        self._genders: dict[str, str] = {}
        self._holders: list[_Holder] = []
        self.acronyms = acronyms(text, self._words)
        found = list(names_of(text, self._words))[:_MAX_NAMES]
        self._runs = found
        self._add_persons(text, found)
        self._add_roles(text, found)

    def _add_persons(self, text: str, found: list[Name]) -> None:
        """A name is a person's by its first name, its role or its civility; one word with a civility may be short for one."""
        short = []
        for run in found:
            name, title = titled(text, run, self._words)
            first, *others = name.split()
            first_gender = self._words.first_names.get(first.lower())
            if first in self._words.contracted_articles and len(others) == 1:
                continue  # « la ministre du Gabon »
            if others and (first_gender or title.kind or has_role_after(text, run.end, self._words)):
                self.add(name, first_gender if first_gender in GENDERS else title.gender)
            elif title.kind == CIVILITY:
                short.append((name, title.gender))
        for name, gender in short:
            full = self.fullest(name)
            if full is None:
                self.add(name, gender)
            else:
                self._set_gender(full, gender)

    def _add_roles(self, text: str, found: list[Name]) -> None:
        for run in found:
            full = self.fullest(run.name)
            if full is None:
                continue
            for role in (role_before(text, run.start, self._words), role_after(text, run.end, self._words)):
                if role is not None:
                    self._holders.append(_Holder(run.start, role, full))
                    self._set_gender(full, role.gender)

    def _set_gender(self, name: str, gender: str) -> None:
        if gender in GENDERS:
            self._genders.setdefault(name, gender)

    def add(self, name: str, gender: str = "") -> None:
        """Take up a person; a name of the same words is the same person's."""
        key = frozenset(folded(name).split())
        if key not in self._known:
            self._known.add(key)
            self._fullest.clear()
            for word in sorted(key):
                self._by_word.setdefault(word, []).append(name)
        self._set_gender(name, gender)

    def between(self, start: int, stop: int) -> list[Name]:
        """The names that stand in a stretch of the article."""
        first = bisect_left(self._runs, start, key=lambda run: run.start)
        return list(takewhile(lambda run: run.start < stop, self._runs[first:]))

    def writes(self, name: str) -> bool:
        """Whether the article writes a name out."""
        return folded(name) in self._folded

    def fullest(self, name: str) -> str | None:
        """The fullest name of the person whom `name` names, None when it names no known person."""
        if name not in self._fullest:
            self._fullest[name] = self._find_fullest(name)
        return self._fullest[name]

    def _find_fullest(self, name: str) -> str | None:
        parts = {w for w in folded(name).split() if w not in self._words.name_particles}
        if not parts:
            return None
        rarest = min((self._by_word.get(w, []) for w in parts), key=len)
        fits = [full for full in rarest if parts <= set(folded(full).split())]
        return max(fits, key=lambda full: len(full.split()), default=None)

    def gender_of(self, name: str, default: str = "") -> str:
        """The gender (m or f) that the article tells of a person by a name, a role or a civility."""
        return self._genders.get(name, default)

    def holder_of(self, role: str, noun: str, at: int, *, of_somebody: bool = False) -> str | None:
        """The person who holds a role at a place of the article: the nearest named before, else the first named after.

        `role` are its folded words, `noun` is its head. A person of whom the article says no more than the noun fits any
        role of that noun: « le président tauvrien » after « le président X »; but not when the role is that of somebody who is
        named (`of_somebody`): « l'avocate de Paul Varlat » is not any advocate.

        >>> from framing.language import load
        >>> names = NameIndex("La ministre de l'Eau, Élise Orsel, est venue.", load())
        >>> names.holder_of("ministre de l'eau", "ministre", 50)
        'Élise Orsel'
        """
        role, noun = self._without_synonym(role, noun)
        wanted = content_words(role.split(",")[0], self._words)
        fits = [h for h in self._holders if wanted <= h.role.words or len(wanted) == 1 and h.role.noun == noun]
        if not of_somebody:
            fits = fits or [h for h in self._holders if h.role.noun == noun and h.role.words == {noun}]
        before = [(h.at, h.name) for h in fits if h.at <= at]
        return max(before)[1] if before else min([(h.at, h.name) for h in fits], default=(0, None))[1]

    def _without_synonym(self, role: str, noun: str) -> tuple[str, str]:
        """The usual name of an office that is named in another way: « chef de l'État » is « président »."""
        synonyms = self._words.role_synonyms
        other = next((phrase for phrase in synonyms if role.startswith(phrase)), None)
        if other is None:
            return role, noun
        usual = synonyms[other] + role[len(other) :]
        return usual, usual.split()[0]
