"""Whom a source takes up that names nobody by itself: the names of the article so far, ranked by fitted weights.

The rules (`antecedents`) give one answer and its reason; here it is one option among others. What speaks for an option is
what the literature on anaphora names (Lappin & Leass 1994, Mitkov 1998): agreement, recency, subject before object, who has
just spoken, how often somebody is named, what sort of noun asks.
"""

import math
from bisect import bisect_right
from functools import lru_cache
from typing import Any, NamedTuple

from framing.language import Language, Role
from framing.quotation.antecedents import Context, Source, Speaker
from framing.quotation.judge.weights import VECTOR_SCALE, vector_of
from framing.quotation.mentions import Antecedent, in_marks
from framing.quotation.titles import content_words
from framing.quotation.vocabulary import folded
from framing.tables.joint import SEPARATOR

RANKED = "ranked"
_MENTIONS = 60  # mentions that are looked back at
_SPEAKERS = 20  # who has spoken that are looked back at
_MOST = 4096  # looks of a group of features that are remembered
_SENTENCES = (0, 1, 2, 3, 5, 9)
_NEAR = (0.2, 0.35, 0.5, 0.65)  # cosines between nouns
_SETTLED = frozenset(["first person", "indefinite pronoun", "both parties"])
_TAKES_UP = ("pronoun", "determiner")
_GENDERS = frozenset(["m", "f"])


class Option(NamedTuple):
    """A name that a source may stand for, its kind, and the features that the ranker weighs."""

    name: str
    kind: str
    features: tuple[str, ...]


class Chain(NamedTuple):
    """All mentions of one name before a place, the last first, and how many names were mentioned after it."""

    name: str
    mentions: tuple[Antecedent, ...]
    rank: int

    @property
    def is_named(self) -> bool:
        """Whether a mention names a person."""
        return any(m.person and m.kind == "name" for m in self.mentions)


class Ranker:
    """Weights by feature.

    >>> options = [Option("Élise Orsel", "name", ("near",)), Option("Paul Varlat", "name", ("far",))]
    >>> Ranker({"near": 1.0}).best(options)[0].name
    'Élise Orsel'
    """

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    def best(self, options: list[Option]) -> tuple[Option, float]:
        """The likeliest of some options, the first of equals, and how likely it is among them."""
        scores = [math.fsum(self.weights.get(name, 0.0) for name in option.features) for option in options]
        highest = max(scores)
        return options[scores.index(highest)], 1 / math.fsum(math.exp(score - highest) for score in scores)


@lru_cache(maxsize=8)
def ranker_of(language: Language) -> Ranker | None:
    """The ranker of a language, from its `ranker.csv`; None for a language without one."""
    weights = {row["feature"]: float(row["weight"]) for row in language.table("ranker")}
    return Ranker(weights) if weights else None


def is_open(source: Source, rule: Speaker, context: Context) -> bool:
    """Whether a source names nobody by itself: a pronoun, « sa », « le maire d'Orée », not « le maire Paul Varlat »."""
    if rule.reason in _SETTLED or rule.kind == "name":
        return False
    sort = sort_of(source, context)
    if sort.startswith(_TAKES_UP):
        return True
    if sort not in ("definite", "demonstrative"):
        return False
    told = _capitals(source, context)
    return not told or told == {"complement"} and rule.reason == "as written" and _is_person(source, context)


def _capitals(source: Source, context: Context) -> set[str]:
    """What the capitals of a source are: a `complement` of its noun, as in « le maire d'Orée », or a `name`."""
    before, found = "", set()
    for number, word in enumerate(source.text.replace("’", "'").replace("'", "' ").split()):
        if not word.strip("(«\"'[")[:1].isupper():
            before = before if word in context.words.complement_articles else word
        elif number:
            found.add("complement" if before in context.words.complement_openers else "name")
    return found


def _is_person(source: Source, context: Context) -> bool:
    role = _head_role(source, context)
    return role is not None and role.kind == "person"


def sort_of(source: Source, context: Context) -> str:
    """How a source is written: which pronoun, or which sort of noun phrase."""
    words, first = context.words, source.unit.low[source.first]
    if source.folded in words.personal_pronouns or source.folded in words.relative_pronouns:
        return f"pronoun {source.folded}"
    tests = (
        ("pronoun latter", words.latter.match(source.folded)),
        ("determiner", words.possessive_start.fullmatch(f"{source.text} ")),
        ("possessive", words.possessive_start.match(source.text)),
        ("indefinite", words.indefinite_start.match(source.folded)),
        ("demonstrative", first in words.demonstratives),
        ("definite", words.definite_article.match(source.text)),
    )
    return next((name for name, holds in tests if holds), "bare")


def options(source: Source, rule: Speaker, context: Context) -> list[Option]:
    """What a source may name: the answer of the rules, itself as written, each name before."""
    asked = _Asked(source, rule, context)
    chains = {chain.name: chain for chain in chains_before(source.at, context)}
    by_rule = [rule.name] if rule.name and asked.sort != "determiner" else []
    names = dict.fromkeys([*by_rule, *([asked.own] if asked.own else []), *chains])
    found = []
    for name in names:
        chain = chains.get(name, Chain(name, (), len(chains)))
        kind = chain.mentions[0].kind if chain.mentions else rule.kind
        found.append(Option(name, kind, tuple([f for group in GROUPS for f in group(asked, chain)])))
    return found


def chains_before(at: int, context: Context) -> list[Chain]:
    """The names mentioned before a place, the last mentioned first."""
    found: dict[str, list[Antecedent]] = {}
    for number, mention in enumerate(context.history.before(at)):
        if number == _MENTIONS:
            break
        found.setdefault(mention.name, []).append(mention)
    return [Chain(name, tuple(mentions), rank) for rank, (name, mentions) in enumerate(found.items())]


class _Asked:
    """A source, what the rules make of it, and what is asked of it for every option."""

    def __init__(self, source: Source, rule: Speaker, context: Context) -> None:
        self.source, self.rule, self.context = source, rule, context
        self.sort = sort_of(source, context)
        self.takes_up = self.sort.startswith(_TAKES_UP)
        self.own = None if self.takes_up else context.describe(source.text, source.at).name
        self.role = _head_role(source, context)
        self.kind = "pronoun" if self.takes_up else self.role.kind if self.role else "none"
        self.unit = source.unit.number
        self.vocab = source.unit.doc.vocab
        self.noun = None if self.takes_up else _noun_of(source)
        self.heard = self.noun is not None and any(
            self.noun in m.nouns or folded(self.noun) in m.words for m in context.history.before(source.at)
        )
        self.words = content_words(source.text, context.words)
        self.quoted = in_marks(source.unit, source.at)
        self.pronoun = _gender_and_number(source, context)
        determiner = source.unit.low[source.first]
        self.many = determiner in context.words.plural_determiners
        self.told = context.words.gender_of_determiner(determiner)
        self.stands = "alone" if self.noun in context.words.self_standing_nouns else self.kind
        self.spoken: dict[str | None, list[int]] = {}
        for unit, speaker in context.speakers[-_SPEAKERS:]:
            self.spoken.setdefault(speaker.name, []).append(unit)
        self.latest = context.speakers[-1][1].name if context.speakers else None


def _noun_of(source: Source) -> str | None:
    """The first common noun of a source, in lower case."""
    u = source.unit
    return next((u.low[k] for k in range(source.first, min(u.n, source.first + 4)) if u.pos[k] == "NOUN"), None)


def _gender_and_number(source: Source, context: Context) -> tuple[str, bool] | None:
    """The gender of a personal pronoun and whether it is plural; None for what is none."""
    words = context.words
    if source.folded not in words.personal_pronouns:
        return None
    return "f" if source.folded in words.feminine_pronouns else "m", source.folded in words.plural_pronouns


def _head_role(source: Source, context: Context) -> Role | None:
    """The role that one of the first words of a source tells."""
    bare = context.words.leading_determiners.sub("", source.text).split()
    roles = (context.words.folded_roles.get(folded(word.strip(","))) for word in bare[:3])
    return next((role for role in roles if role is not None), None)


def _bucket(n: int) -> int:
    return bisect_right(_SENTENCES, n)


# Each group: (what is asked, a chain of mentions) -> features that hold. Most chains of a corpus look alike in a group: what
# is seen of one is named by a function that remembers.
Names = tuple[str, ...]


def _by_rule(asked: _Asked, chain: Chain) -> Names:
    """Whether the rules say so, and whether it is the source itself."""
    ruled, own = chain.name == asked.rule.name, chain.name == asked.own
    return _names_by_rule(ruled, own, asked.rule.reason, asked.sort, asked.kind)


@lru_cache(maxsize=_MOST)
def _names_by_rule(ruled: bool, own: bool, reason: str, sort: str, kind: str) -> Names:
    return (
        f"rule={ruled}&reason={reason}",
        f"rule={ruled}&sort={sort}",
        f"rule={ruled}&kind={kind}&reason={reason}",
        f"own={own}&sort={sort}",
        f"own={own}&kind={kind}&sort={sort}",
    )


def _by_name(asked: _Asked, chain: Chain) -> Names:
    """What the words of the name share with those of the source."""
    mine = content_words(chain.name, asked.context.words)
    shares = not asked.words.isdisjoint(mine)
    return _names_by_name(chain.name[:1].isupper(), asked.sort, shares, shares and asked.words <= mine)


@lru_cache(maxsize=_MOST)
def _names_by_name(capital: bool, sort: str, shares: bool, has_all: bool) -> Names:
    found = (f"capital={capital}&sort={sort}",)
    return found + ("shares a word",) * shares + ("has all words",) * has_all


def _by_place(asked: _Asked, chain: Chain) -> Names:
    """How far back, as what, and how often the name stands."""
    rank = min(chain.rank, 5)
    if not chain.mentions:
        return (f"rank={rank}", f"rank={rank}&takes_up={asked.takes_up}", "never mentioned")
    last = chain.mentions[0]
    stands = any(m.subject for m in chain.mentions), min([m.unit for m in chain.mentions]) <= 1
    times, distance = min(len(chain.mentions), 4), asked.unit - last.unit
    near = _bucket(distance), min(distance, 2)
    quoted = last.quoted and not asked.quoted
    return _names_by_place(rank, asked.takes_up, asked.sort, near, last.subject, stands, times, quoted)


@lru_cache(maxsize=_MOST)
def _names_by_place(
    rank: int,
    takes_up: bool,
    sort: str,
    near: tuple[int, int],
    subject: bool,
    stands: tuple[bool, bool],
    times: int,
    quoted: bool,
) -> Names:
    distance, at_most_two = near
    ever_subject, in_first = stands
    return (
        f"rank={rank}",
        f"rank={rank}&takes_up={takes_up}",
        f"distance={distance}",
        f"distance={distance}&takes_up={takes_up}",
        f"subject={subject}&distance={at_most_two}",
        f"subject={subject}&sort={sort}",
        f"ever subject={ever_subject}",
        f"times={times}",
        f"in first={in_first}",
        f"quoted={quoted}",
    )


def _by_kind(asked: _Asked, chain: Chain) -> Names:
    """Which kind of speaker is named, and which is asked for."""
    if not chain.mentions:
        return ()
    last = chain.mentions[0]
    return _names_by_kind(last.kind, last.person, chain.is_named, asked.kind, asked.sort)


@lru_cache(maxsize=_MOST)
def _names_by_kind(mention: str, person: bool, named: bool, kind: str, sort: str) -> Names:
    return (f"mention={mention}&sort={sort}", f"person={person}&sort={sort}", f"named={named}&kind={kind}&sort={sort}")


def _by_agreement(asked: _Asked, chain: Chain) -> Names:
    """Whether gender and number agree."""
    if not chain.mentions:
        return ()
    last = chain.mentions[0]
    genders = frozenset([m.gender for m in chain.mentions]) & _GENDERS
    found: Names = ()
    if asked.pronoun is not None:
        gender, plural = asked.pronoun
        found = _names_of_pronoun(_agreement(gender, genders), last.person, plural, last.plural == plural)
    if asked.takes_up:
        return found
    several, own = last.plural or SEPARATOR in chain.name, chain.name == asked.own
    agrees = _agreement(asked.told, genders)
    found += _names_of_determiner(asked.many, several, own, agrees, asked.kind)
    if asked.role is not None and asked.role.kind == "person":
        agrees, distance = _agreement(asked.role.gender, genders), _bucket(asked.unit - last.unit)
        found += _names_of_role(agrees, chain.is_named, asked.sort, distance)
    return found


@lru_cache(maxsize=_MOST)
def _names_of_pronoun(agrees: str, person: bool, plural: bool, same_number: bool) -> Names:
    return (
        f"gender={agrees}&person={person}",
        f"gender={agrees}&plural={plural}",
        f"number={same_number}&plural={plural}",
    )


@lru_cache(maxsize=_MOST)
def _names_of_determiner(many: bool, several: bool, own: bool, agrees: str, kind: str) -> Names:
    return (f"many={many}&option={several}&own={own}", f"determiner={agrees}&own={own}&kind={kind}")


@lru_cache(maxsize=_MOST)
def _names_of_role(agrees: str, named: bool, sort: str, distance: int) -> Names:
    name = f"role gender={agrees}&named={named}"
    return (name, f"{name}&sort={sort}&distance={distance}")


def _by_noun(asked: _Asked, chain: Chain) -> Names:
    """Whether the source's noun stands by itself (« la police ») or takes up a name (« le club »), has been heard before, and
    is what the name is said to be, or near to it."""
    if asked.noun is None:
        return ()
    sorts = (("own", chain.name == asked.own), ("named", chain.is_named), ("capital", chain.name[:1].isupper()))
    option = next((sort for sort, holds in sorts if holds), "other")
    nouns = frozenset().union(*[m.nouns for m in chain.mentions])
    near = max((similarity(asked.noun, noun, asked.vocab) for noun in nouns), default=None)
    band = None if near is None else bisect_right(_NEAR, near)
    stands = "many" if asked.many else asked.stands
    return _names_by_noun(option, stands, asked.heard, min(len(asked.words), 3), asked.noun in nouns, band)


@lru_cache(maxsize=_MOST)
def _names_by_noun(option: str, stands: str, heard: bool, size: int, same: bool, near: int | None) -> Names:
    return (
        f"option={option}&stands={stands}&size={size}",
        f"option={option}&stands={stands}&heard={heard}",
        f"option={option}&size={size}&heard={heard}",
        f"option={option}&same noun={same}",
        f"option={option}&near={near}",
        f"option={option}&near={near}&stands={stands}",
    )


def similarity(a: str, b: str, vocab: Any) -> float:
    """The cosine of two words' vectors; 0 where one has none."""
    return _similarity(a, b, vocab, vocab.vectors.name)


@lru_cache(maxsize=20_000)
def _similarity(a: str, b: str, vocab: Any, _: str) -> float:
    one, other = vector_of(a, vocab), vector_of(b, vocab)
    if one is None or other is None:
        return 0.0
    return math.fsum((one * other).tolist()) / VECTOR_SCALE**2


def _agreement(told: str, genders: frozenset[str]) -> str:
    if told not in _GENDERS or not genders:
        return "unknown"
    return "yes" if told in genders else "no"


def _by_speech(asked: _Asked, chain: Chain) -> Names:
    """Whether it has spoken before, and how long ago."""
    if not chain.mentions:
        return ()
    spoken = asked.spoken.get(chain.name, ())
    ago = _bucket(asked.unit - spoken[-1]) if spoken else None
    return _names_by_speech(ago, asked.sort, asked.latest == chain.name, min(len(spoken), 3))


@lru_cache(maxsize=_MOST)
def _names_by_speech(ago: int | None, sort: str, is_latest: bool, times: int) -> Names:
    far = "never" if ago is None else ago
    return (
        f"spoke={far}",
        f"spoke={far}&sort={sort}",
        f"spoke last={is_latest}&sort={sort}",
        f"times spoken={times}",
    )


GROUPS = (_by_rule, _by_name, _by_place, _by_kind, _by_agreement, _by_speech, _by_noun)
