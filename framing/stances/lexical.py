"""Stance by words: the polarity of the words that govern or describe the target in the parse, explained word by word.

After Taboada et al. 2011 (polarity, intensity, negation), with the target's place in the parse deciding which words count
(Jiang et al. 2011). The weights below are choices, checked on the training families and never fitted to the test ones.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from framing import language
from framing.language.fr import read_table
from framing.stances.units import Judgement, Unit
from framing.text.fold import folded
from framing.text.marks import find_marks

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

EVALUATES = 0.1  # the sum of the words from which the label is not neutral
SHOWN = 4  # words that a reason names
NEARBY = 3  # tokens before a word in which a phrase of several words negates it
BATCH = 64
# How far what is said of a word is said of the target: by the relation that is climbed from the target …
_UP = {
    "nsubj": 1.0, "nsubj:pass": 0.5, "obl:agent": 1.0, "nmod": 1.0, "appos": 1.0, "conj": 0.8, "xcomp": 0.8,
    "obj": 0.4, "iobj": 0.4, "obl:arg": 0.4, "obl:mod": 0.3, "obl": 0.3, "acl:relcl": 0.5, "acl": 0.5, "advcl": 0.5,
    "dislocated": 1.0, "vocative": 1.0, "root": 1.0, "flat:name": 1.0, "dep": 0.5, "parataxis": 0.5,
}  # fmt: skip
# … and by the one that is taken down from there to the word.
_DOWN = {
    "amod": 1.0, "advmod": 1.0, "xcomp": 1.0, "obj": 0.8, "appos": 1.0, "acl": 0.9, "acl:relcl": 0.9, "conj": 0.9,
    "nmod": 0.7, "obl:mod": 0.6, "obl:arg": 0.7, "obl": 0.6, "advcl": 0.6, "fixed": 1.0, "compound": 1.0,
    "ccomp": 0.4, "parataxis": 0.4, "iobj": 0.4, "flat:name": 1.0, "flat:foreign": 1.0, "dep": 0.7, "expl:comp": 1.0,
    "case": 0.5, "mark": 0.5, "cop": 1.0,
}  # fmt: skip
_PREDICATES = frozenset(["ROOT", "ccomp", "advcl", "acl:relcl", "acl", "parataxis", "xcomp"])
_SUBJECTS = frozenset(["nsubj", "nsubj:pass", "csubj"])
_CLAUSES = frozenset(["conj", "advcl", "ccomp", "parataxis"])  # with a subject of their own they speak of another
_OBJECTS = frozenset(["obj", "obl:arg", "obl:mod", "nmod"])
_MODAL = frozenset(["devoir", "pouvoir", "falloir", "vouloir", "aimer", "souhaiter"])
_NEGATING = frozenset(["particle", "determiner", "pronoun", "conjunction", "preposition"])
_BESIDE_NE = frozenset(["plus", "personne", "point"])
_TURN, _WEAKEN = -0.8, 0.5


class Word(NamedTuple):
    """A word that counts, what it adds to the sum, and how it came to that."""

    text: str
    value: float
    why: str


class Tables(NamedTuple):
    """Polarity, negation and intensity by lemma; phrases of several words as patterns on the folded text."""

    polarity: dict[tuple[str, str], float]
    any_pos: dict[str, float]
    negations: dict[str, str]
    factors: dict[str, float]
    turning: re.Pattern[str]
    weakening: re.Pattern[str]


def _phrases(rows: list[dict[str, str]], kinds: set[str]) -> re.Pattern[str]:
    found = sorted(folded(r["lemma_or_phrase"]) for r in rows if r["kind"] in kinds and " " in r["lemma_or_phrase"])
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(found, key=len, reverse=True)))})\b" if found else "(?!)")


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables of words, read once."""
    polarity = {(r["lemma"], r["pos"]): float(r["polarity"]) for r in read_table("polarity.csv")}
    negations = read_table("negations.csv")
    return Tables(
        polarity,
        {lemma: value for (lemma, pos), value in polarity.items() if pos != "VERB"},
        {r["lemma_or_phrase"]: r["kind"] for r in negations if " " not in r["lemma_or_phrase"]},
        {r["lemma_or_phrase"]: float(r["factor"]) for r in read_table("intensifiers.csv")},
        _phrases(negations, {"phrase", "shifter"}),
        _phrases(negations, {"attenuated"}),
    )


def _polarity(token: "Token") -> float:
    lists = tables()
    for lemma in (token.lemma_.lower(), token.lower_):
        if (value := lists.polarity.get((lemma, token.pos_))) is not None:
            return value
    # Participles are tagged as verbs or adjectives by turns, unknown words as names.
    if token.pos_ in ("ADJ", "VERB", "PROPN", "NOUN", "ADV"):
        return lists.any_pos.get(token.lemma_.lower(), lists.any_pos.get(token.lower_, 0.0))
    return 0.0


def _weights(head: "Token", span: set[int]) -> dict[int, float]:
    """How far each token's evaluation is the target's, by its path in the parse; tokens of others are left out."""
    found: dict[int, float] = {}

    def descend(token: "Token", weight: float, barred: int | None) -> None:
        if weight < 0.1:
            return
        found[token.i] = max(weight, found.get(token.i, 0.0))
        for child in token.children:
            if child.i == barred or child.i in found:
                continue
            subjects = [c for c in child.children if c.dep_ in _SUBJECTS and c.pos_ != "PRON"]
            other = child.pos_ == "PROPN" and child.i not in span and child.dep_ not in ("flat:name", "appos")
            if child.dep_ in _DOWN and not (subjects and child.dep_ in _CLAUSES) and not other:
                descend(child, weight * _DOWN[child.dep_], None)

    descend(head, 1.0, None)
    weight, token = 1.0, head
    while token.head is not token and weight >= 0.1:
        weight *= _UP.get(token.dep_, 0.0)
        descend(token.head, weight, token.i)
        token = token.head
    return found


def _clause(token: "Token") -> "Token":
    """The verb or predicate that the token belongs to."""
    while token.dep_ not in _PREDICATES and token.pos_ not in ("VERB", "AUX") and token.head is not token:
        token = token.head
    return token


def _hearsay(clause: "Token") -> bool:
    """Whether the clause stands in the conditional without a condition or a modal verb: a heuristic for hearsay."""
    verbs = [clause, *(c for c in clause.children if c.dep_.startswith(("aux", "cop")))]
    conditional = any("Mood=Cnd" in str(v.morph) for v in verbs)
    modal = any(v.lemma_ in _MODAL for v in verbs)
    condition = any(t.lower_ in ("si", "s'", "sans", "sinon") for t in clause.sent)
    return conditional and not modal and not condition


def _turned(token: "Token", clause: "Token") -> str | None:
    """The word that negates the token, if one does: its own negation, or its verb's."""
    kinds = tables().negations
    for near in (token, clause, token.head):
        for child in near.children:
            kind = kinds.get(child.lower_)
            if _is_negative_plus(child) or (kind in _NEGATING and child.lower_ not in _BESIDE_NE):
                return str(child.text)
    head = token.head
    if head is not token and kinds.get(head.lemma_.lower()) == "shifter" and token.dep_ in _OBJECTS:
        return str(head.text)
    return None


def _is_negative_plus(token: "Token") -> bool:
    """« plus », « personne » and « point » negate only beside « ne »."""
    return token.lower_ in _BESIDE_NE and any(c.lower_ in ("ne", "n'", "n’") for c in token.head.children)


def _before(pattern: re.Pattern[str], view: str, doc: "Doc", token: "Token") -> bool:
    first = doc[max(0, token.i - NEARBY - 2)].idx
    return any(view[m.end() : token.idx].count(" ") <= NEARBY for m in pattern.finditer(view, first, token.idx))


def weigh(doc: "Doc", start: int, end: int) -> list[Word]:
    """The words of a sentence that evaluate the target at doc.text[start:end], each with what it adds.

    >>> [w.text for w in weigh(language.pipeline()("La Valdorie a lâchement trahi ses alliés."), 3, 11)]
    ['lâchement', 'trahi']
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return []
    lists, view = tables(), folded(doc.text)
    inside = {t.i for t in span}
    quoted = [(p.open, p.close) for p in find_marks(doc.text).pairs if not p.open <= start < p.close]
    weights = _weights(span.root, inside) | dict.fromkeys(inside, 1.0)
    found = []
    for i in sorted(weights):
        token = doc[i]
        value = _polarity(token)
        if not value or (token.is_title and i != span.start and not token.is_sent_start):  # part of a name
            continue
        if token.dep_ in _OBJECTS and i not in inside and value * _polarity(token.head) < 0:
            continue  # « soigner les blessés », « trahir ses alliés »: the verb decides (Moilanen & Pulman 2007)
        steps = [f"{value:+g}"]
        value *= weights[i]
        clause = _clause(token)
        for child in [*token.children, *([doc[i - 1]] if i else [])]:
            if (factor := lists.factors.get(child.lemma_.lower())) is not None and child.dep_ in ("advmod", "amod"):
                value *= factor
                steps.append(f"« {child.text} » ×{factor:g}")
                break
        if any(a < token.idx < b for a, b in quoted):
            value *= -0.5 if value > 0 else 0.0
            steps.append("in quotation marks")
        elif i not in inside and _hearsay(clause):
            value = 0.0
            steps.append("hearsay conditional")
        elif (i not in inside and (word := _turned(token, clause))) or _before(lists.turning, view, doc, token):
            value *= _TURN
            steps.append(f"turned by « {word} »" if i not in inside and word else "turned by what stands before it")
        elif _before(lists.weakening, view, doc, token):
            value *= _WEAKEN
            steps.append("weakened")
        found.append(Word(token.text, round(value, 3), ", ".join(steps)))
    return [*found, *_doubts(span.root)]


def _doubts(head: "Token") -> Iterator[Word]:
    """A doubting verb whose subject is the target turns against it."""
    verb = head.head
    cues = language.load("fr").verbs.get(verb.lower_, ())
    if head.dep_ in _SUBJECTS and any(c.cls == "doubt" and c.form == "finite" and not c.rest for c in cues):
        yield Word(verb.text, -0.5, "doubting cue")


class Lexical:
    """The model of words: no training, an explanation for each answer."""

    name = "lexical"

    def judge(self, units: Sequence[Unit]) -> list[Judgement]:
        """The stance of each unit's words towards its target."""
        found = []
        for doc, unit in zip(language.pipeline().pipe((u.text for u in units), batch_size=BATCH), units, strict=True):
            weighed = weigh(doc, unit.start, unit.end)
            total = sum(w.value for w in weighed)
            label = "neutral" if abs(total) < EVALUATES else "positive" if total > 0 else "negative"
            score = round(total / (1 + abs(total)), 3)
            strongest = sorted(weighed, key=lambda w: -abs(w.value))[:SHOWN]
            reason = "; ".join(f"« {w.text} » {w.value:+.2f} ({w.why})" for w in strongest)
            found.append(Judgement(label, score, reason or "no word that evaluates the target"))
        return found
