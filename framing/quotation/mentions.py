"""The noun phrases of an article that can speak, in the order of the text: what a later pronoun or a shorter phrase takes up."""

from collections.abc import Iterator
from typing import NamedTuple

from framing.quotation.relations.classes import word_classes
from framing.quotation.relations.noun_phrases import before_circumstance
from framing.quotation.titles import content_words
from framing.quotation.vocabulary import Vocabulary, folded
from framing.tables.joint import SEPARATOR
from framing.text.units import Unit

_REACH = 200  # mentions that are looked back at: an article has fewer, and a bound keeps hostile text linear
_MAX_JOINT = 90  # characters of « A et B » that can be one source
_BEFORE_NOUN = frozenset(["ADP", "PUNCT", "CCONJ", "ADV", "SCONJ"])
_AFTER_NOUN = frozenset(["PUNCT", "CCONJ", "ADP", "DET"])
_INSIDE_NAME = frozenset(["flat:name", "flat:foreign", "fixed"])
_SAID_OF = frozenset(["appos", "flat:name"])
_OWN_CLAUSE = frozenset(["acl:relcl", "acl", "advcl", "conj", "parataxis"])
_OF_CLAUSE = (
    "nsubj",
    "cop",
    "aux",
    "expl",
    "obj",
    "iobj",
    "obl",
    "advcl",
    "mark",
    "parataxis",
    "ccomp",
    "dislocated",
    "vocative",
)
_NAMES_OR_NOUNS = frozenset(["NOUN", "PROPN"])


class Antecedent(NamedTuple):
    """A noun phrase that can speak.

    `at` is its place in the text, `unit` the number of its sentence, `name` what it names; `gender` is m, f or unknown (an
    empty string); `kind` is that of a source; `quoted`: it stands between quotation marks; `nouns` are the common nouns that
    describe it, in lower case; `words` are the folded words of the name that mean something, `first` is the first of all its
    words.
    """

    at: int
    unit: int
    name: str
    gender: str
    plural: bool
    kind: str
    person: bool
    subject: bool
    quoted: bool = False
    nouns: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    first: str = ""


class NounPhrase(NamedTuple):
    """A noun phrase in words of its sentence: first, head, last, and the head of a second one joined to it."""

    first: int
    head: int
    last: int
    joined: int | None


class History:
    """The mentions of an article so far, and its pairs of names (« A et B »)."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._mentions: list[Antecedent] = []
        self._by_first: dict[str, list[int]] = {}
        self._pairs: list[tuple[int, str]] = []

    def add(self, mention: Antecedent) -> None:
        """Take up a mention."""
        bare = folded(self._words.leading_determiners.sub("", mention.name))
        first = "".join(bare.split()[:1])
        self._remember(mention._replace(words=content_words(mention.name, self._words), first=first))

    def _remember(self, mention: Antecedent) -> None:
        self._by_first.setdefault(mention.first, []).append(len(self._mentions))
        self._mentions.append(mention)

    def add_pair(self, at: int, names: str) -> None:
        """Take up two names that are joined."""
        self._pairs.append((at, names))

    def repeat(self, name: str, at: int, unit: int) -> None:
        """What is mentioned already is named again, as a subject."""
        known = next((m for m in self._latest() if m.name == name), None)
        if known is not None:
            self._remember(known._replace(at=at, unit=unit, subject=True))

    def _latest(self) -> Iterator[Antecedent]:
        return reversed(self._mentions[-_REACH:])

    def before(self, at: int) -> Iterator[Antecedent]:
        """The mentions that stand before a place, the last first."""
        return (m for m in self._latest() if m.at < at)

    def pairs_before(self, at: int) -> list[str]:
        """The pairs of names that stand before a place."""
        return [names for place, names in self._pairs[-_REACH:] if place < at]

    def recent_person(self, at: int, gender: str) -> str | None:
        """The person named last among the last dozen mentions, of this gender unless it is unknown."""
        for m in reversed(self._mentions[-12:]):
            if m.at < at and m.kind == "name" and (not gender or m.gender in ("", gender)):
                return m.name
        return None

    def fuller(self, bare: str, head: str, kind: str, at: int) -> str | None:
        """An earlier and longer noun phrase with the same head that holds these words; any document for « le document »."""
        wanted = content_words(bare, self._words)
        generic = kind == "document" and wanted <= self._words.generic_documents
        for m in self.before(at) if generic else self._before_with_first(head, at):
            if SEPARATOR in m.name:  # several who have spoken together
                continue
            if m.first == head and wanted < m.words or generic and m.kind == "document":
                return m.name
        return None

    def _before_with_first(self, word: str, at: int) -> Iterator[Antecedent]:
        """Those of `before` whose first word is this one."""
        oldest = len(self._mentions) - _REACH
        for place in reversed(self._by_first.get(word, ())):
            if place < oldest:
                break
            if self._mentions[place].at < at:
                yield self._mentions[place]


# --- the noun phrases of a sentence --------------------------------------------------------------------------------------


def noun_phrases(u: Unit, words: Vocabulary) -> Iterator[NounPhrase]:
    """The noun phrases of a sentence whose head is a role or a name in capitals."""
    for i in range(u.n):
        if u.pos[i] in _NAMES_OR_NOUNS and u.dep[i] not in _INSIDE_NAME and _can_speak(u, i, words):
            yield _noun_phrase(u, i, words)


def _can_speak(u: Unit, i: int, words: Vocabulary) -> bool:
    if u.low[i] in words.roles or u.words[i] in words.roles or words.is_civility(u.low[i]):
        return True
    return _is_capital_name(u, i) and not (i > 0 and _is_capital_name(u, i - 1))


def _is_capital_name(u: Unit, i: int) -> bool:
    return u.pos[i] == "PROPN" and u.words[i][0].isupper()


def _noun_phrase(u: Unit, i: int, words: Vocabulary) -> NounPhrase:
    after = [k for k in u.kids[i] if k > i and u.left[k] > i]
    last = _last_word(u, i, after)
    while last + 1 < u.n and _is_capital_name(u, last + 1) and u.low[last + 1] not in words.short_civilities:
        last += 1
    joined = [k for k in after if u.dep[k] == "conj" and u.pos[k] in _NAMES_OR_NOUNS and not _has_preposition(u, k)]
    return NounPhrase(first_word(u, i), i, last, joined[-1] if joined else None)


def _has_preposition(u: Unit, k: int) -> bool:
    """« le président du Tchad et | de l'Union »: a second complement, which nobody is beside the first noun."""
    return any(u.dep[m] == "case" for m in u.kids[k] if m < k)


def first_word(u: Unit, head: int) -> int:
    """The first word of a noun phrase, without the preposition or the conjunction before it."""
    first = max([u.left[head], *(u.right[k] + 1 for k in u.kids[head] if k < head and _is_no_part(u, k))])
    while first < head and u.pos[first] in _BEFORE_NOUN:
        first += 1
    return min(first, head)


def _is_no_part(u: Unit, k: int) -> bool:
    """Whether a word that hangs on a noun is of its clause: the subject and the copula of « il était | sénateur »."""
    return u.dep[k].startswith(_OF_CLAUSE)


def _last_word(u: Unit, head: int, after: list[int]) -> int:
    """The last word of a noun phrase, without the clauses and joined phrases among what hangs on its head."""
    c = word_classes(u.language)
    clause = next((k for k in range(head + 1, u.right[head] + 1) if u.low[k] in c.que or u.low[k] in c.relatives), u.n)
    last = min([u.right[head], clause - 1, *(u.left[k] - 1 for k in after if u.dep[k] in _OWN_CLAUSE)])
    last = before_circumstance(u, head, last, c)
    while last > head and u.pos[last] in _AFTER_NOUN:
        last -= 1
    return last


def nouns_of(u: Unit, phrase: NounPhrase) -> frozenset[str]:
    """The common nouns that say what a noun phrase is: its own, those in apposition and those of a predicate, in lower case.

    « Brastel, compagnie aérienne », « la compagnie Brastel », « Brastel est une compagnie ».
    """
    head = phrase.head
    said = [head, *(k for k in u.kids[head] if u.dep[k] in _SAID_OF)]
    above = u.head[head]
    if u.dep[head] == "appos" or u.dep[head].startswith("nsubj") and any(u.dep[k] == "cop" for k in u.kids[above]):
        said.append(above)
    return frozenset(u.low[k] for k in said if u.pos[k] == "NOUN")


def in_marks(u: Unit, at: int) -> bool:
    """Whether a place stands between quotation marks of its sentence."""
    return any(p.open < at < p.close for p in u.raw_pairs)


def is_subject(u: Unit, i: int) -> bool:
    """Whether a word is a subject, or the head of a sentence that is more than a heading."""
    return u.dep[i].startswith("nsubj") or u.dep[i] == "ROOT" and u.n > 3


def is_plural(u: Unit, phrase: NounPhrase, words: Vocabulary) -> bool:
    """The number of a noun phrase: by its last determiner, else by the form of its noun."""
    for k in range(phrase.head, phrase.first - 1, -1):
        if u.low[k] in words.plural_determiners:
            return True
        if u.low[k] in words.singular_determiners:
            return False
    return "Number=Plur" in u.morph[phrase.head]


def gender_of(u: Unit, phrase: NounPhrase, words: Vocabulary) -> str:
    """The gender of a noun phrase: by its first determiner that tells one, else by the form of its noun."""
    for k in range(phrase.first, phrase.head + 1):
        if u.low[k] in words.masculine_determiners:
            return "m"
        if u.low[k] in words.feminine_determiners:
            return "f"
    morph = u.morph[phrase.head]
    return "m" if "Gender=Masc" in morph else "f" if "Gender=Fem" in morph else ""


def second_of_pair(u: Unit, phrase: NounPhrase, text: str) -> tuple[str, int] | None:
    """The text and the place of the noun phrase that is joined to another, unless the two are too long to be a source."""
    if phrase.joined is None:
        return None
    after = [k for k in u.kids[phrase.joined] if k > phrase.joined and u.left[k] > phrase.joined]
    first, end = first_word(u, phrase.joined), u.end[_last_word(u, phrase.joined, after)]
    if len(" ".join(text[u.begin[phrase.first] : end].split())) >= _MAX_JOINT:
        return None
    return text[u.begin[first] : end], u.begin[first]
