"""Stance by words: the polarity of the words that govern or describe the target in the parse, explained word by word.

After Taboada et al. 2011 (polarity, intensity, negation), with the target's place in the parse deciding which words count
(Jiang et al. 2011). The weights below are choices, checked on the training families and never fitted to the test ones.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from framing.language import Cue, Language, load, pipeline
from framing.stances.parses import parse_of
from framing.stances.passages import Excerpt, Judgement, Passage
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
_NEGATING = frozenset(["particle", "determiner", "pronoun", "conjunction", "preposition"])
_EVALUATING = frozenset(["ADJ", "VERB", "PROPN", "NOUN", "ADV"])
_TURN, _WEAKEN, _MOCK = -0.8, 0.5, -0.5
_LEAST = 0.1  # the weight from which a path in the parse is followed


class Word(NamedTuple):
    """A word that counts, what it adds to the sum, and how it came to that."""

    text: str
    value: float
    why: str


class Lists(NamedTuple):
    """What a language says of evaluation: polarity, negation and intensity by lemma, phrases of several words as patterns on
    the folded text, and the words that the rules name."""

    polarity: dict[tuple[str, str], float]
    any_pos: dict[str, float]
    negations: dict[str, str]
    factors: dict[str, float]
    turning: re.Pattern[str]
    weakening: re.Pattern[str]
    modals: frozenset[str]
    conditions: frozenset[str]
    ne: frozenset[str]
    beside_ne: frozenset[str]
    verbs: dict[str, tuple[Cue, ...]]


def _phrases(rows: Iterable[dict[str, str]], kinds: set[str]) -> re.Pattern[str]:
    found = sorted(folded(r["lemma_or_phrase"]) for r in rows if r["kind"] in kinds and " " in r["lemma_or_phrase"])
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(found, key=len, reverse=True)))})\b" if found else "(?!)")


@lru_cache(maxsize=8)
def lists_of(language: Language) -> Lists:
    """The words of a language that evaluate, negate and strengthen, read once."""
    polarity = {(r["lemma"], r["pos"]): float(r["polarity"]) for r in language.table("polarity")}
    negations = language.table("negations")
    return Lists(
        polarity=polarity,
        any_pos={lemma: value for (lemma, pos), value in polarity.items() if pos != "VERB"},
        negations={r["lemma_or_phrase"]: r["kind"] for r in negations if " " not in r["lemma_or_phrase"]},
        factors={r["lemma_or_phrase"]: float(r["factor"]) for r in language.table("intensifiers")},
        turning=_phrases(negations, {"phrase", "shifter"}),
        weakening=_phrases(negations, {"attenuated"}),
        modals=language.words("modal_lemmas"),
        conditions=language.words("condition_signs"),
        ne=language.words("ne"),
        beside_ne=language.words("negative_beside_ne"),
        verbs=language.verbs,
    )


def _polarity(token: "Token", lists: Lists) -> float:
    forms = (token.lemma_.lower(), token.lower_)
    for form in forms:
        if (value := lists.polarity.get((form, token.pos_))) is not None:
            return value
    # Participles are tagged as verbs or adjectives by turns, unknown words as names.
    if token.pos_ in _EVALUATING:
        return next((lists.any_pos[form] for form in forms if form in lists.any_pos), 0.0)
    return 0.0


# --- which words speak of the target -------------------------------------------------------------------------------------


def _speaks_of_another(token: "Token", target: Collection[int]) -> bool:
    """Whether a word is another name, or the verb of a clause with a subject of its own."""
    if token.pos_ == "PROPN" and token.i not in target and token.dep_ not in ("flat:name", "appos"):
        return True
    return token.dep_ in _CLAUSES and any(c.dep_ in _SUBJECTS and c.pos_ != "PRON" for c in token.children)


def _weights(head: "Token", target: Collection[int]) -> dict[int, float]:
    """How far each token's evaluation is the target's, by its path in the parse; tokens of others are left out."""
    found: dict[int, float] = {}

    def descend(token: "Token", weight: float, barred: int | None) -> None:
        if weight < _LEAST:
            return
        found[token.i] = max(weight, found.get(token.i, 0.0))
        for child in token.children:
            if child.i == barred or child.i in found:
                continue
            if child.dep_ in _DOWN and not _speaks_of_another(child, target):
                descend(child, weight * _DOWN[child.dep_], None)

    descend(head, 1.0, None)
    weight, token = 1.0, head
    while token.head is not token and weight >= _LEAST:
        weight *= _UP.get(token.dep_, 0.0)
        descend(token.head, weight, token.i)
        token = token.head
    return found


def _clause(token: "Token") -> "Token":
    """The verb or predicate that the token belongs to."""
    while token.dep_ not in _PREDICATES and token.pos_ not in ("VERB", "AUX") and token.head is not token:
        token = token.head
    return token


# --- what changes the value of a word ------------------------------------------------------------------------------------


class Place(NamedTuple):
    """An evaluative word with its value, and where it stands: its clause, in the target or not, between marks or not."""

    token: "Token"
    value: float
    clause: "Token"
    in_target: bool
    in_marks: bool
    view: str
    lists: Lists


class Change(NamedTuple):
    """By what a value is multiplied, and why."""

    factor: float
    why: str


def _strengthened(place: Place) -> Change | None:
    """« très brutal »: a word of degree depends on the word, or stands before it."""
    token = place.token
    before = [token.doc[token.i - 1]] if token.i else []
    for child in [*token.children, *before]:
        factor = place.lists.factors.get(child.lemma_.lower())
        if factor is not None and child.dep_ in ("advmod", "amod"):
            return Change(factor, f"« {child.text} » ×{factor:g}")
    return None


def _in_marks(place: Place) -> Change | None:
    """« la « paix » de la Sarnie »: praise between marks is held off, blame is somebody else's."""
    if not place.in_marks:
        return None
    return Change(_MOCK if place.value > 0 else 0.0, "in quotation marks")


def _hearsay(place: Place) -> Change | None:
    """« aurait torturé »: the conditional without a condition or a modal verb; a heuristic for hearsay."""
    if place.in_target:
        return None
    clause, lists = place.clause, place.lists
    verbs = [clause, *(c for c in clause.children if c.dep_.startswith(("aux", "cop")))]
    if not any("Mood=Cnd" in str(v.morph) for v in verbs) or any(v.lemma_ in lists.modals for v in verbs):
        return None
    if any(_low(t) in lists.conditions for t in clause.sent):
        return None
    return Change(0.0, "hearsay conditional")


def _turned(place: Place) -> Change | None:
    """« n'est pas généreux », « cesser d'opprimer »: a negation of the word, of its verb, or before it."""
    if not place.in_target and (word := _negation(place.token, place.clause, place.lists)):
        return Change(_TURN, f"turned by « {word} »")
    if _stands_before(place.lists.turning, place):
        return Change(_TURN, "turned by what stands before it")
    return None


def _weakened(place: Place) -> Change | None:
    """« à peine brutal »."""
    return Change(_WEAKEN, "weakened") if _stands_before(place.lists.weakening, place) else None


# Of these the first that fits decides; a word of degree counts beside them.
CHANGES: tuple[Callable[[Place], Change | None], ...] = (_in_marks, _hearsay, _turned, _weakened)


def _low(token: "Token") -> str:
    return token.lower_.replace("’", "'")


def _negation(token: "Token", clause: "Token", lists: Lists) -> str | None:
    """The word that negates the token, if one does: its own negation, its verb's, or a verb such as « cesser » above it."""
    for near in (token, clause, token.head):
        for child in near.children:
            if _negates(child, lists):
                return str(child.text)
    head = token.head
    if head is not token and lists.negations.get(head.lemma_.lower()) == "shifter" and token.dep_ in _OBJECTS:
        return str(head.text)
    return None


def _negates(token: "Token", lists: Lists) -> bool:
    """Whether a word negates what it depends on; « plus », « personne » and « point » do so only beside « ne »."""
    if token.lower_ in lists.beside_ne:
        return any(_low(c) in lists.ne for c in token.head.children)
    return lists.negations.get(token.lower_) in _NEGATING


def _stands_before(pattern: re.Pattern[str], place: Place) -> bool:
    """Whether a phrase stands before a word, at most NEARBY words away."""
    token = place.token
    first = token.doc[max(0, token.i - NEARBY - 2)].idx
    found = pattern.finditer(place.view, first, token.idx)
    return any(place.view[m.end() : token.idx].count(" ") <= NEARBY for m in found)


# --- the sum -------------------------------------------------------------------------------------------------------------


def marked_words(doc: "Doc", start: int) -> frozenset[int]:
    """The words of a Doc between quotation marks that do not hold the character `start`."""
    pairs = [(p.open, p.close) for p in find_marks(doc.text).pairs if not p.open <= start < p.close]
    return frozenset(t.i for t in doc if any(a < t.idx < b for a, b in pairs))


def weigh(
    doc: "Doc", start: int, end: int, marked: Collection[int] | None = None, language: Language | None = None
) -> list[Word]:
    """The words of a sentence that evaluate the target at doc.text[start:end], each with what it adds.

    `marked` are the words that the writer holds off by quotation marks; without it, those between marks in the Doc.

    >>> [w.text for w in weigh(pipeline()("La Valdorie a lâchement trahi ses alliés."), 3, 11)]
    ['lâchement', 'trahi']
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return []
    marked = marked_words(doc, start) if marked is None else marked
    lists, view, target = lists_of(language or load()), folded(doc.text), {t.i for t in span}
    weights = _weights(span.root, target) | dict.fromkeys(target, 1.0)
    found = []
    for i in sorted(weights):
        token = doc[i]
        value = _polarity(token, lists)
        if (
            value
            and not _is_in_a_name(token, span.start)
            and (i in target or not _is_decided_above(token, value, lists))
        ):
            steps = f"{value:+g}"
            place = Place(token, value * weights[i], _clause(token), i in target, i in marked, view, lists)
            found.append(_word(place, steps))
    return [*found, *_doubts(span.root, lists)]


def _word(place: Place, steps: str) -> Word:
    value = place.value
    changes = [_strengthened(place), next(filter(None, (change(place) for change in CHANGES)), None)]
    for change in filter(None, changes):
        value *= change.factor
        steps += f", {change.why}"
    return Word(place.token.text, round(value, 3), steps)


def _is_in_a_name(token: "Token", target: int) -> bool:
    return bool(token.is_title) and token.i != target and not token.is_sent_start


def _is_decided_above(token: "Token", value: float, lists: Lists) -> bool:
    """« soigner les blessés », « trahir ses alliés »: the verb decides (Moilanen & Pulman 2007)."""
    return token.dep_ in _OBJECTS and value * _polarity(token.head, lists) < 0


def _doubts(head: "Token", lists: Lists) -> Iterator[Word]:
    """A doubting verb whose subject is the target turns against it."""
    verb = head.head
    cues = lists.verbs.get(verb.lower_, ())
    if head.dep_ in _SUBJECTS and any(c.cls == "doubt" and c.form == "finite" and not c.rest for c in cues):
        yield Word(verb.text, -0.5, "doubting cue")


def judgement(words: Sequence[Word]) -> Judgement:
    """One judgement for the words that evaluate a target: their sum, bounded, and the strongest of them as the reason.

    >>> judgement([Word("trahi", -1.0, "-1")])
    Judgement(stance='negative', score=-0.5, reason='« trahi » -1.00 (-1)')
    """
    total = sum(w.value for w in words)
    stance = "neutral" if abs(total) < EVALUATES else "positive" if total > 0 else "negative"
    strongest = sorted(words, key=lambda w: -abs(w.value))[:SHOWN]
    reason = "; ".join(f"« {w.text} » {w.value:+.2f} ({w.why})" for w in strongest)
    return Judgement(stance, round(total / (1 + abs(total)), 3), reason or "no word that evaluates the target")


class Lexical:
    """The model of words: no training, an explanation for each answer."""

    name = "lexical"

    def judge(self, passages: Sequence[Passage]) -> list[Judgement]:
        """The stance of each passage's words towards its target, on the article's parse where the passage has an article."""
        bare = [p.text for p in passages if p.excerpt is None]
        docs = iter(pipeline().pipe(bare, batch_size=BATCH)) if bare else iter(())
        return [
            judgement(weigh(next(docs), p.start, p.end) if p.excerpt is None else _weigh_excerpt(p.excerpt))
            for p in passages
        ]


def _weigh_excerpt(excerpt: Excerpt) -> list[Word]:
    parse = parse_of(excerpt)
    target = parse.words_in(*excerpt.target) if parse else []
    if parse is None or not target:
        return []
    doc, last = parse.doc, parse.doc[target[-1]]
    marked = frozenset(i for i, (begin, _) in enumerate(parse.spans) if any(a < begin < b for a, b in excerpt.marks))
    return weigh(doc, doc[target[0]].idx, last.idx + len(last), marked, excerpt.article.language)
