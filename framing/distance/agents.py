"""Who acts: passives and names of acts that leave the agent out."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framing.distance.reading import readable
from framing.language import Language, Role
from framing.text.article import Article, with_given_offsets
from framing.text.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

COLUMNS = {"start": "Int64", "end": "Int64", "kind": "str", "lemma": "str", "act": "str", "agent": "boolean"}
PASSIVE, NOMINALISATION = "passive", "nominalisation"
_PARTICIPLE = "VerbForm=Part"


class Act(NamedTuple):
    """An act without its subject: where, passive or nominalisation, lemma, kind of act, and whether an agent is named."""

    start: int
    end: int
    kind: str
    lemma: str
    act: str | None
    agent: bool


class Noun(NamedTuple):
    """A noun of an act in one of its forms, and what « de » and a possessive mean with it: who acts, or who is acted on."""

    form: tuple[str, ...]
    noun: str
    kind: str
    of: str
    own: str
    no_act: tuple[str, ...]


class Acts(NamedTuple):
    """What a language says of acts: nouns by first word (longest first), kinds of verbs, and the words that name an agent."""

    nouns: Mapping[str, list[Noun]]
    kinds: Mapping[str, str]
    roles: Mapping[str, Role]
    be: str
    be_verbs: frozenset[str]
    reflexives: frozenset[str]
    by: frozenset[str]
    of: frozenset[str]
    between: frozenset[str]
    possessives: frozenset[str]
    no_agent: frozenset[str]


@lru_cache(maxsize=8)
def acts_of(language: Language) -> Acts:
    """The nouns and verbs of acts of a language, and the words that name their agents."""
    nouns: dict[str, list[Noun]] = {}
    for row in language.table("nominalisations"):
        first, *rest = row["noun"].split()
        fixed = () if row["no_act"] == "-" else tuple(row["no_act"].split(";"))
        for form in sorted({first, language.plural(first)}):
            noun = Noun((form, *rest), row["noun"], row["kind"], row["de"], row["own"], fixed)
            nouns.setdefault(form, []).append(noun)
    for forms in nouns.values():
        forms.sort(key=lambda noun: -len(noun.form))
    return Acts(
        nouns=nouns,
        kinds=_kinds(language),
        roles=language.roles,
        be=language.setting("be", ""),
        be_verbs=be_verbs(language),
        reflexives=language.words("reflexives"),
        by=language.words("agent_prepositions"),
        of=language.words("of_prepositions"),
        between=language.words("reciprocal_prepositions"),
        possessives=language.words("possessive_determiners"),
        no_agent=language.words("no_agent_after_of"),
    )


def _kinds(language: Language) -> dict[str, str]:
    """The kind of act of each verb; where two nouns share a verb, the first decides."""
    reflexive: re.Pattern[str] = language.pattern("reflexive_prefix")
    found: dict[str, str] = {}
    for row in language.table("nominalisations"):
        found.setdefault(reflexive.sub("", row["verb"]), row["kind"])
    return found


@lru_cache(maxsize=8)
def be_verbs(language: Language) -> frozenset[str]:
    """The verbs whose compound tenses take the auxiliary of the passive, so that « est parti » is no passive."""
    return frozenset(row["lemma"] for row in language.table("etre_verbs"))


def _preposition(token: "Token") -> str:
    return next((child.lower_ for child in token.lefts if child.dep_ == "case"), "")


def _is_manner(noun: "Token") -> bool:
    """Whether nothing determines a noun: « par précaution », « par erreur » name no agent."""
    return noun.pos_ == "NOUN" and not any(child.dep_ in {"det", "nummod", "amod"} for child in noun.lefts)


def _by_somebody(token: "Token", acts: Acts) -> bool:
    """Whether « par » and a noun depend on the word, or on a noun or participle that follows it (« exercée par »)."""
    for child in token.rights:
        if child.dep_ == "obl:agent" or (_preposition(child) in acts.by and child.pos_ in {"NOUN", "PROPN", "PRON"}):
            return not _is_manner(child)
        if child.dep_ in {"acl", "nmod"} and _by_somebody(child, acts):
            return True
    return False


def _names_an_agent(noun: "Token", acts: Acts) -> bool:
    """Whether a noun is the name of a person, an office, a group or a place."""
    if noun.lower_ in acts.no_agent:
        return False
    role = acts.roles.get(noun.lower_)
    return noun.pos_ == "PROPN" or (role is not None and role.kind in {"office", "group", "person"})


def _of_an_agent(noun: "Token", acts: Acts) -> bool:
    """Whether « de » and an agent, or « entre » and anybody, depend on the noun."""
    for child in noun.rights:
        if child.dep_ != "nmod":
            continue
        preposition = _preposition(child)
        if preposition in acts.between or (preposition in acts.of and _names_an_agent(child, acts)):
            return True
    return False


def _passive(token: "Token", unit: Unit, acts: Acts) -> Act | None:
    if token.lemma_ in acts.be_verbs:
        return None
    before = list(token.lefts)
    if not any(child.dep_ == "aux:pass" and child.lemma_ == acts.be for child in before):
        return None
    if any(child.dep_ == "expl:subj" or child.lower_ in acts.reflexives for child in before):
        return None
    first = min(child.i for child in before if child.dep_.startswith("aux"))
    start, end = unit.begin[first], unit.end[token.i]
    return Act(start, end, PASSIVE, token.lemma_, acts.kinds.get(token.lemma_), _by_somebody(token, acts))


def _is_a_name(noun: "Token") -> bool:
    """Whether the noun stands in a name: « le ministère de la Promotion », « l'Organisation de coopération de Tolbec »."""
    head = noun.head
    named = head.text[:1].isupper() and head.i > 0 and noun.dep_ == "nmod" and head.pos_ in {"NOUN", "PROPN"}
    return (noun.text[:1].isupper() and noun.i > 0) or named


def _has_agent(token: "Token", noun: Noun, acts: Acts) -> bool:
    """Whether a possessive, « par » or « de » tells who does what a noun names."""
    if noun.own == "agent" and any(child.lower_ in acts.possessives for child in token.lefts):
        return True
    return _by_somebody(token, acts) or (noun.of == "agent" and _of_an_agent(token, acts))


def _nominalisation(token: "Token", unit: Unit, acts: Acts) -> Act | None:
    for noun in acts.nouns.get(unit.low[token.i], ()):
        stop = token.i + len(noun.form)
        if tuple(unit.low[token.i : stop]) != noun.form or (len(noun.form) == 1 and token.pos_ != "NOUN"):
            continue
        near = token.doc[max(0, token.i - 2) : token.i + 2].text.lower()
        if _is_a_name(token) or any(phrase in near for phrase in noun.no_act):
            return None
        span = unit.begin[token.i], unit.end[stop - 1]
        return Act(*span, NOMINALISATION, noun.noun, noun.kind, _has_agent(token, noun, acts))
    return None


def acts_in(unit: Unit) -> list[Act]:
    """The passives and nominalisations of a parsed unit."""
    acts = acts_of(unit.language)
    found: list[Act | None] = []
    for i, (word, pos, morph) in enumerate(zip(unit.low, unit.pos, unit.morph, strict=True)):
        passive = _passive(unit.doc[i], unit, acts) if _PARTICIPLE in morph else None
        if passive is None and pos in {"NOUN", "VERB", "ADJ"} and word in acts.nouns:
            passive = _nominalisation(unit.doc[i], unit, acts)
        found.append(passive)
    return [act for act in found if act is not None]


def agency(text: str | Article) -> pd.DataFrame:
    """Passives, and nouns of acts (`nominalisations.csv`), each with whether the text says who acts; a heuristic on the parse.

    Columns: start, end, kind (passive, nominalisation), lemma, act (coercion, violence, policy, diplomacy; empty for a verb
    that is not listed), agent. An agent is « par » and a noun; with nouns whose table says so also a possessive (« sa
    répression », not « son arrestation ») and « de » with a name or a role (« la visite de Ravel », not « l'arrestation de
    Ravel »). Raises LanguageError for a text in another language.
    Precision: data/checks/agency.csv. States as process, not as deed: Fowler (1991), van Leeuwen (2008).

    >>> agency("Deux élus ont été arrêtés. La répression a repris.")[["kind", "lemma", "agent"]].values.tolist()
    [['passive', 'arrêter', False], ['nominalisation', 'répression', False]]
    """
    article = readable(text)
    rows = [act for unit in article.parsed for act in acts_in(unit)]
    return with_given_offsets(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS), text, article)
