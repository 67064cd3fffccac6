"""Whom a source takes up that names nobody by itself: the names of the article so far, ranked by fitted weights.

The rules (`antecedents`) give one answer and its reason; here it is one option among others. What speaks for an option is
what the literature on anaphora names (Lappin & Leass 1994, Mitkov 1998): agreement, recency, subject before object, who has
just spoken, how often somebody is named, what sort of noun asks.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from framing.language import Language, Role
from framing.quotation.antecedents import Context, Source, Speaker
from framing.quotation.mentions import Antecedent, in_marks
from framing.quotation.titles import content_words
from framing.quotation.vocabulary import folded
from framing.tables.joint import values_of

RANKED = "ranked"
_MENTIONS = 60  # mentions that are looked back at
_SENTENCES = (0, 1, 2, 3, 5, 9)
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
    """Whether a source names nobody by itself: a pronoun, « sa », « le maire », not « le maire Paul Varlat »."""
    if rule.reason in _SETTLED or rule.kind == "name":
        return False
    sort = sort_of(source, context)
    if sort.startswith(_TAKES_UP):
        return True
    first, *others = source.text.replace("’", "'").split()
    elided = first.rpartition("'")[2] if "'" in first else ""
    capital = any(word.strip("(«\"'[")[:1].isupper() for word in (elided, *others))
    return sort in ("definite", "demonstrative") and not capital


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
        found.append(Option(name, kind, tuple(f for group in GROUPS for f in group(asked, chain))))
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
        self.words = content_words(source.text, context.words)


def _head_role(source: Source, context: Context) -> Role | None:
    """The role that one of the first words of a source tells."""
    bare = context.words.leading_determiners.sub("", source.text).split()
    roles = (context.words.folded_roles.get(folded(word.strip(","))) for word in bare[:3])
    return next((role for role in roles if role is not None), None)


def _bucket(n: int) -> int:
    return sum(n >= limit for limit in _SENTENCES)


# Each group: (what is asked, a chain of mentions) -> features that hold.


def _by_rule(asked: _Asked, chain: Chain) -> Iterator[str]:
    """Whether the rules say so, and whether it is the source itself."""
    ruled, own = chain.name == asked.rule.name, chain.name == asked.own
    yield f"rule={ruled}&reason={asked.rule.reason}"
    yield f"rule={ruled}&sort={asked.sort}"
    yield f"rule={ruled}&kind={asked.kind}&reason={asked.rule.reason}"
    yield f"own={own}&sort={asked.sort}"
    yield f"own={own}&kind={asked.kind}&sort={asked.sort}"


def _by_name(asked: _Asked, chain: Chain) -> Iterator[str]:
    """What the words of the name share with those of the source."""
    mine = content_words(chain.name, asked.context.words)
    yield f"capital={chain.name[:1].isupper()}&sort={asked.sort}"
    if asked.words & mine:
        yield "shares a word"
    if asked.words and asked.words <= mine:
        yield "has all words"


def _by_place(asked: _Asked, chain: Chain) -> Iterator[str]:
    """How far back, as what, and how often the name stands."""
    yield f"rank={min(chain.rank, 5)}"
    yield f"rank={min(chain.rank, 5)}&takes_up={asked.takes_up}"
    if not chain.mentions:
        yield "never mentioned"
        return
    last = chain.mentions[0]
    distance = asked.unit - last.unit
    yield f"distance={_bucket(distance)}"
    yield f"distance={_bucket(distance)}&takes_up={asked.takes_up}"
    yield f"subject={last.subject}&distance={min(distance, 2)}"
    yield f"subject={last.subject}&sort={asked.sort}"
    yield f"ever subject={any(m.subject for m in chain.mentions)}"
    yield f"times={min(len(chain.mentions), 4)}"
    yield f"in first={min(m.unit for m in chain.mentions) <= 1}"
    yield f"quoted={last.quoted and not in_marks(asked.source.unit, asked.source.at)}"


def _by_kind(asked: _Asked, chain: Chain) -> Iterator[str]:
    """Which kind of speaker is named, and which is asked for."""
    if not chain.mentions:
        return
    last = chain.mentions[0]
    yield f"mention={last.kind}&sort={asked.sort}"
    yield f"person={last.person}&sort={asked.sort}"
    yield f"named={chain.is_named}&kind={asked.kind}&sort={asked.sort}"


def _by_agreement(asked: _Asked, chain: Chain) -> Iterator[str]:
    """Whether gender and number agree."""
    if not chain.mentions:
        return
    words, last = asked.context.words, chain.mentions[0]
    genders = {m.gender for m in chain.mentions} & _GENDERS
    if asked.source.folded in words.personal_pronouns:
        plural = asked.source.folded in words.plural_pronouns
        agrees = _agreement("f" if asked.source.folded in words.feminine_pronouns else "m", genders)
        yield f"gender={agrees}&person={last.person}"
        yield f"gender={agrees}&plural={plural}"
        yield f"number={last.plural == plural}&plural={plural}"
    if asked.takes_up:
        return
    determiner, own = asked.source.unit.low[asked.source.first], chain.name == asked.own
    several = last.plural or len(values_of(chain.name)) > 1
    told = "m" if determiner in words.masculine_determiners else "f" if determiner in words.feminine_determiners else ""
    yield f"many={determiner in words.plural_determiners}&option={several}&own={own}"
    yield f"determiner={_agreement(told, genders)}&own={own}&kind={asked.kind}"
    if asked.role is not None and asked.role.kind == "person":
        agrees = _agreement(asked.role.gender, genders)
        yield f"role gender={agrees}&named={chain.is_named}"
        yield f"role gender={agrees}&named={chain.is_named}&sort={asked.sort}&distance={_bucket(asked.unit - last.unit)}"


def _agreement(told: str, genders: set[str]) -> str:
    if told not in _GENDERS or not genders:
        return "unknown"
    return "yes" if told in genders else "no"


def _by_speech(asked: _Asked, chain: Chain) -> Iterator[str]:
    """Whether it has spoken before, and how long ago."""
    if not chain.mentions:
        return
    spoken = [unit for unit, speaker in asked.context.speakers[-20:] if speaker.name == chain.name]
    ago = _bucket(asked.unit - spoken[-1]) if spoken else "never"
    latest = asked.context.speakers[-1][1].name if asked.context.speakers else None
    yield f"spoke={ago}"
    yield f"spoke={ago}&sort={asked.sort}"
    yield f"spoke last={latest == chain.name}&sort={asked.sort}"
    yield f"times spoken={min(len(spoken), 3)}"


GROUPS = (_by_rule, _by_name, _by_place, _by_kind, _by_agreement, _by_speech)
