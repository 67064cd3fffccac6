"""Who acts: passives and names of acts that leave the agent out."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framing import language
from framing.distance.hearsay import etre_verbs
from framing.language.fr import plural, read_table
from framing.text.parsing import Parsed, Sentence, parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

COLUMNS = {"start": "Int64", "end": "Int64", "kind": "str", "lemma": "str", "act": "str", "agent": "boolean"}
PASSIVE, NOMINALISATION = "passive", "nominalisation"
_BY = frozenset({"par"})
_OF = frozenset({"de", "du", "des", "d'"})
_BETWEEN = "entre"
_OWN = frozenset({"son", "sa", "ses", "leur", "leurs", "notre", "nos", "votre", "vos", "mon", "ma", "mes"})


class Act(NamedTuple):
    """An act told without its subject: where, passive or nominalisation, lemma, kind of act, and whether an agent is named."""

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
    de: str
    own: str
    no_act: tuple[str, ...]


@lru_cache(maxsize=1)
def _acts() -> tuple[dict[str, list[Noun]], dict[str, str]]:
    """The nouns of acts by first word, longest first, and the kind of act of each verb."""
    nouns: dict[str, list[Noun]] = {}
    verbs: dict[str, str] = {}
    for row in read_table("nominalisations.csv"):
        first, *rest = row["noun"].split()
        for form in sorted({first, plural(first)}):
            fixed = () if row["no_act"] == "-" else tuple(row["no_act"].split(";"))
            noun = Noun((form, *rest), row["noun"], row["kind"], row["de"], row["own"], fixed)
            nouns.setdefault(form, []).append(noun)
        verbs.setdefault(row["verb"].removeprefix("s'").removeprefix("se "), row["kind"])
    for forms in nouns.values():
        forms.sort(key=lambda noun: -len(noun.form))
    return nouns, verbs


def _case(token: "Token") -> str:
    return next((child.lower_ for child in token.lefts if child.dep_ == "case"), "")


def _by_somebody(token: "Token") -> bool:
    """Whether « par » and a noun depend on the word, or on a noun or participle that follows it (« exercée par »)."""
    for child in token.rights:
        if child.dep_ == "obl:agent" or (_case(child) in _BY and child.pos_ in {"NOUN", "PROPN", "PRON"}):
            # « par précaution », « par erreur »: a noun that nothing determines is a manner.
            bare = child.pos_ == "NOUN" and not any(c.dep_ in {"det", "nummod", "amod"} for c in child.lefts)
            return not bare
        if child.dep_ in {"acl", "nmod"} and _by_somebody(child):
            return True
    return False


def _of_an_agent(noun: "Token") -> bool:
    """Whether « de » and the name of a person, an office, a group or a place depend on the noun."""
    roles = language.load("fr").roles
    for child in noun.rights:
        if child.dep_ == "nmod" and _case(child) == _BETWEEN:
            return True
        if child.dep_ == "nmod" and _case(child) in _OF and child.lower_ != "état":
            role = roles.get(child.lower_)
            if child.pos_ == "PROPN" or (role is not None and role.kind in {"office", "group", "person"}):
                return True
    return False


def _passive(token: "Token", sentence: Sentence) -> Act | None:
    if "VerbForm=Part" not in str(token.morph) or token.lemma_ in etre_verbs():
        return None
    lefts = list(token.lefts)
    passive = [child for child in lefts if child.dep_ == "aux:pass" and child.lemma_ == "être"]
    if not passive or any(child.dep_ == "expl:subj" or child.lower_ in {"se", "s'"} for child in lefts):
        return None
    first = min(child.i for child in lefts if child.dep_.startswith("aux"))
    start, end = sentence.begin(token.doc[first]), sentence.end(token)
    return Act(start, end, PASSIVE, token.lemma_, _acts()[1].get(token.lemma_), _by_somebody(token))


def _is_a_name(noun: "Token") -> bool:
    """Whether the noun stands in a name: « le ministère de la Promotion », « l'Organisation de coopération de Tolbec »."""
    named = (
        noun.head.text[:1].isupper() and noun.head.i > 0 and noun.dep_ == "nmod" and noun.head.pos_ in {"NOUN", "PROPN"}
    )
    return (noun.text[:1].isupper() and noun.i > 0) or named


def _nominalisation(token: "Token", sentence: Sentence) -> Act | None:
    if token.pos_ not in {"NOUN", "VERB", "ADJ"}:
        return None
    for form, noun, kind, de, own, no_act in _acts()[0].get(token.lower_, ()):
        words = token.doc[token.i : token.i + len(form)]
        if tuple(t.lower_ for t in words) != form or (len(form) == 1 and token.pos_ != "NOUN"):
            continue
        near = token.doc[max(0, token.i - 2) : token.i + 2].text.lower()
        if _is_a_name(token) or any(phrase in near for phrase in no_act):
            return None
        agent = (
            (own == "agent" and any(child.lower_ in _OWN for child in token.lefts))
            or _by_somebody(token)
            or (de == "agent" and _of_an_agent(token))
        )
        return Act(sentence.begin(token), sentence.end(words[-1]), NOMINALISATION, noun, kind, agent)
    return None


def acts_in(sentence: Sentence) -> list[Act]:
    """The passives and nominalisations of a parsed sentence."""
    found = (_passive(token, sentence) or _nominalisation(token, sentence) for token in sentence.doc)
    return [act for act in found if act is not None]


def agency(text: str | Parsed) -> pd.DataFrame:
    """Passives, and nouns of acts (`nominalisations.csv`), each with whether the text says who acts; a heuristic on the parse.

    Columns: start, end, kind (passive, nominalisation), lemma, act (coercion, violence, policy, diplomacy; empty for a verb
    that is not listed), agent. An agent is « par » and a noun; with nouns whose table says so also a possessive (« sa
    répression », not « son arrestation ») and « de » with a name or a role (« la visite de Ravel », not « l'arrestation de
    Ravel »). Precision: data/checks/agency.csv. States as process, not as deed: Fowler (1991), van Leeuwen (2008).

    >>> agency("Deux élus ont été arrêtés. La répression a repris.")[["kind", "lemma", "agent"]].values.tolist()
    [['passive', 'arrêter', False], ['nominalisation', 'répression', False]]
    """
    rows = [act for sentence in parsed(text).sentences for act in acts_in(sentence)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
