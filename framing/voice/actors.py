"""Which actor of the study, and of which class, a speaker is."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from framing.language import Language, load
from framing.study import Actor, Study
from framing.tables.joint import joined
from framing.text.fold import folded
from framing.text.tokenisation import word_spans

UNKNOWN, UNNAMED, OTHER = "unknown", "unnamed", "other"
_COMPLEMENT = "complement"
_BREAKS = frozenset(",;:()[]—–-/")


class ActorMatch(NamedTuple):
    """An actor of the study, if it is one, and the class that it counts in."""

    actor: str | None
    actor_class: str


class Alias(NamedTuple):
    """A name of an actor as it is looked for: its words, folded, without article and civility; and what it is.

    `is_name` is a name with a capital, `is_person` one of an actor whose own name is two words or more with capitals.
    """

    words: tuple[str, ...]
    actor: str
    is_name: bool
    is_person: bool


class _Word(NamedTuple):
    """A word of a speaker's phrase, folded; whether it has a capital, and whether a comma or bracket stands before it."""

    text: str
    capital: bool
    after_break: bool


class _Place(NamedTuple):
    """Where an actor may stand in a phrase; beside a noun only by a name. `after` is the kind of that noun (`roles.csv`), or
    that it is a thing which a complement names."""

    at: int
    names_only: bool
    after: str


class _Group(NamedTuple):
    """A noun with what stands beside it: the preposition before it (none for the head of a phrase), the places of its words,
    how many of them go up to the noun, and the noun."""

    preposition: str
    at: list[int]
    n_lead: int
    noun: str

    @property
    def is_head(self) -> bool:
        """Whether it is the head of its phrase."""
        return not self.preposition


class _Voice(NamedTuple):
    """Whether a noun speaks for what its complement names, governs something that is named first, or is a document."""

    speaks: bool
    portfolio: bool
    document: bool


class _Grammar(NamedTuple):
    """The word classes of a language by which a noun phrase is read, folded."""

    openers: frozenset[str]
    prenominal: frozenset[str]
    former: frozenset[str]
    prepositions: frozenset[str]
    of: frozenset[str]
    repeated: frozenset[str]
    contracted: frozenset[str]
    agent: frozenset[str]
    coordinators: frozenset[str]
    documents: frozenset[str]
    speaking_for: frozenset[str]
    portfolios: frozenset[str]
    kinds: dict[str, str]


@lru_cache(maxsize=8)
def _grammar(language: Language) -> _Grammar:
    def words(*lists: str) -> frozenset[str]:
        return frozenset(map(folded, language.words(*lists)))

    def nouns(name: str) -> frozenset[str]:
        return frozenset(folded(form) for noun in language.words(name) for form in (noun, language.plural(noun)))

    kinds = {folded(noun): role.kind for noun, role in language.roles.items()}
    documents = frozenset(noun for noun, kind in kinds.items() if kind == "document")
    return _Grammar(
        openers=words("speaker_openers"),
        prenominal=words("prenominal_adjectives"),
        former=words("former_adjectives"),
        prepositions=words("noun_complement_prepositions", "of_prepositions"),
        of=words("of_prepositions"),
        repeated=words("repeated_prepositions"),
        contracted=words("contracted_articles"),
        agent=words("agent_prepositions"),
        coordinators=words("coordinators"),
        documents=documents,
        speaking_for=nouns("speaking_for") | documents,
        portfolios=nouns("portfolio_nouns"),
        kinds=kinds,
    )


def _words(phrase: str, language: Language) -> list[_Word]:
    found, end = [], 0
    for start, stop in word_spans(phrase, language):
        found.append(
            _Word(folded(phrase[start:stop]), phrase[start].isupper(), not _BREAKS.isdisjoint(phrase[end:start]))
        )
        end = stop
    return found


def _phrases(words: Sequence[_Word], grammar: _Grammar) -> Iterator[range]:
    """The phrases that commas, brackets or « et » part, as places of words.

    After a preposition that is repeated before each noun, « et » without it joins to the head: « le ministre de l'Eau et
    Mme Orsel »; not so in « entre la Russie et la Chine ».
    """
    start, preposition = 0, ""
    for i, word in enumerate(words):
        if word.after_break:
            yield range(start, i)
            start, preposition = i, ""
        if word.text in grammar.coordinators and (not preposition or preposition in grammar.repeated):
            yield range(start, i)
            start, preposition = i + 1, ""
        elif word.text in grammar.prepositions:
            preposition = word.text
    yield range(start, len(words))


def _groups(phrase: range, words: Sequence[_Word], grammar: _Grammar) -> Iterator[_Group]:
    """The head of a phrase and its complements, without what opens them."""
    preposition, at = "", list[int]()
    for i in phrase:
        text = words[i].text
        opens = not at and text in grammar.openers and (text not in grammar.prepositions or i == 0)
        if not opens and text in grammar.prepositions | grammar.coordinators:
            yield _group(preposition, at, words, grammar)
            preposition, at = text, []
        elif not opens:
            at.append(i)
    yield _group(preposition, at, words, grammar)


def _group(preposition: str, at: list[int], words: Sequence[_Word], grammar: _Grammar) -> _Group:
    first = next((k for k, i in enumerate(at) if words[i].text not in grammar.prenominal), None)
    return _Group(
        preposition, at, len(at) if first is None else first + 1, "" if first is None else words[at[first]].text
    )


def _is_owner(group: _Group, before: _Voice, grammar: _Grammar) -> bool:
    """Whether a complement says whose voice the noun before it is: « un porte-parole de X », « un rapport publié par X »."""
    return before.speaks and group.preposition in grammar.of or before.document and group.preposition in grammar.agent


def _voice(group: _Group, before: _Voice, grammar: _Grammar) -> _Voice:
    """Whether the next complement says for whom a noun speaks, once the complements before it are read."""
    owner = _is_owner(group, before, grammar)
    document = before.document or group.is_head and group.noun in grammar.documents
    if owner and before.portfolio:  # « ministre de la Défense de X »: what is governed stands first
        return _Voice(True, False, document)
    speaks = (group.is_head or owner) and group.noun in grammar.speaking_for
    return _Voice(speaks, speaks and group.noun in grammar.portfolios, document)


def _places(words: Sequence[_Word], grammar: _Grammar) -> Iterator[_Place]:
    """Where in a speaker's phrase an actor may stand: its heads, names beside them, and whom a spokesman speaks for."""
    for phrase in _phrases(words, grammar):
        before = _Voice(False, False, False)
        for group in _groups(phrase, words, grammar):
            present = group.is_head and group.noun not in grammar.former
            if present or _is_owner(group, before, grammar):
                yield from (_Place(i, False, "") for i in group.at[: group.n_lead])
            yield from _beside(group, words, grammar)
            before = _voice(group, before, grammar)


def _beside(group: _Group, words: Sequence[_Word], grammar: _Grammar) -> Iterator[_Place]:
    """Where a name may stand beside a noun; not inside the name of a complement: « un proche d'Élise Orsel »."""
    if not group.at:
        return
    first = words[group.at[0]]
    bare = not group.is_head and words[group.at[0] - 1].text == group.preposition
    in_name = bare and first.capital and group.preposition not in grammar.contracted
    kind = grammar.kinds.get(first.text, "")
    after = kind if group.is_head else "" if kind in ("", "person") else _COMPLEMENT
    for i in group.at[1:]:
        in_name = in_name and words[i].capital
        if not in_name:
            yield _Place(i, True, after)


def _stands(alias: Alias, words: Sequence[_Word], place: _Place, grammar: _Grammar) -> bool:
    """Whether an alias stands at a place, as a whole: « Wen » is not « Wen Orsel », « le document » not « le document de X »."""
    end = place.at + len(alias.words)
    here = words[place.at : end]
    if tuple(word.text for word in here) != alias.words or any(word.after_break for word in here[1:]):
        return False
    if len(here) == 1 and end < len(words) and not words[end].after_break:
        after = words[end]
        ends = after.text in grammar.coordinators | (grammar.prepositions - grammar.of)
        if after.capital or here[0].text in grammar.speaking_for and not ends:
            return False
    if not alias.is_name:
        return not place.names_only
    if len(here) > 1:
        return True
    return here[0].capital and (not place.names_only or _may_stand_beside(alias, place))


def _may_stand_beside(alias: Alias, place: _Place) -> bool:
    """« le ministre Orsel », « l'agence Boréal »; not « la directrice Chine », « un chercheur de l'agence Boréal »."""
    return place.after != _COMPLEMENT and (alias.is_person or place.after in ("outlet", "group"))


def actor_names(study: Study, language: Language | None = None) -> list[Alias]:
    """Every name and alias of the study's actors, the longest first."""
    language = language or load()
    found = {a.words: a for actor in study.actors.values() for a in _aliases(actor, language)}
    return sorted(found.values(), key=lambda alias: (-len(alias.words), alias.words))


def _aliases(actor: Actor, language: Language) -> Iterator[Alias]:
    openers = _grammar(language).openers
    is_person = len(actor.name.split()) > 1 and all(part[0].isupper() for part in actor.name.split())
    for name in (actor.name, *actor.aliases):
        words = _words(name, language)
        while len(words) > 1 and words[0].text in openers:
            words = words[1:]
        if words:
            yield Alias(tuple(word.text for word in words), actor.id, words[0].capital, is_person)


def actor_of(
    speaker: str | None,
    source_kind: str | None,
    study: Study,
    names: Sequence[Alias] | None = None,
    language: Language | None = None,
) -> ActorMatch:
    """The actor of a speaker by the study's table: the first name or alias that its phrase is about.

    An alias counts where it is the head of the phrase (« le président valdorien », « le ministère valdorien des Eaux ») or
    one of several that « et » or a comma joins, a name beside the head (« la ministre Orsel »), or, after a noun for who or
    what speaks for somebody, its complement with « de » (« un porte-parole du ministère », « l'ambassade de X »). Other
    complements are not who speaks: « une association basée à X », « un spécialiste de X ». A former holder of an office
    speaks for nobody, but is matched by name. Of aliases that begin together, the longest counts.

    `names` is `actor_names(study)`, made once for many speakers. A speaker that is in no entry is of class `other`; one
    that the article does not name is `unnamed`; no speaker at all is `unknown`: a class of its own, shown in every share.

    >>> from framing.study import parse_study
    >>> essai = parse_study('''
    ... study = {name = "essai", title = "Essai"}
    ... groups.a = {name = "A"}
    ... outlets.o = {name = "O", group = "a"}
    ... classes.etat = {name = "État"}
    ... actors.valdorie = {name = "Valdorie", aliases = ["ministre valdorienne"], class = "etat"}''')
    >>> actor_of("la ministre valdorienne des Eaux", "role", essai)
    ActorMatch(actor='valdorie', actor_class='etat')
    >>> actor_of("une experte de la Valdorie", "role", essai), actor_of(None, None, essai)
    (ActorMatch(actor=None, actor_class='other'), ActorMatch(actor=None, actor_class='unknown'))
    """
    if not speaker:
        return ActorMatch(None, UNKNOWN)
    language = language or load()
    names = actor_names(study, language) if names is None else names
    words, grammar = _words(speaker, language), _grammar(language)
    for place in _places(words, grammar):
        for alias in names:
            if _stands(alias, words, place, grammar):
                return ActorMatch(alias.actor, study.actors[alias.actor].actor_class)
    return ActorMatch(None, UNNAMED if source_kind == "unnamed" else OTHER)


def actors_of(
    speakers: Sequence[str],
    source_kind: str | None,
    study: Study,
    names: Sequence[Alias] | None = None,
    language: Language | None = None,
) -> ActorMatch:
    """The actors and the classes of all who say a quotation, each once, as the cells of a table join them.

    >>> from framing.study import parse_study
    >>> essai = parse_study('''
    ... study = {name = "essai", title = "Essai"}
    ... groups.a = {name = "A"}
    ... outlets.o = {name = "O", group = "a"}
    ... classes.etat = {name = "État"}
    ... actors.orsel = {name = "Élise Orsel", class = "etat"}''')
    >>> actors_of(["Élise Orsel", "Paul Varlat"], "name", essai)
    ActorMatch(actor='orsel', actor_class='etat ; other')
    """
    found = [actor_of(speaker, source_kind, study, names, language) for speaker in speakers or (None,)]
    return ActorMatch(joined(m.actor for m in found), joined(m.actor_class for m in found) or UNKNOWN)
