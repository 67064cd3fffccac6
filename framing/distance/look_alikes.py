"""What a conditional is besides hearsay: one rule a use (Dendale 1993; Kronning 2002)."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from framing.distance.conditional import Clause, Grammar
from framing.text.fold import folded
from framing.text.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_CUE_REACH = 12  # words between a reporting verb and the clause that it reports
_NEAR = 3  # words after a verb in which its use may stand (« serait sans doute souhaitable »)


class If(NamedTuple):
    """A clause with « si »: where, and whether it is an indirect question."""

    at: int
    is_question: bool


def ifs(unit: Unit, grammar: Grammar) -> Iterator[If]:
    """The clauses with « si » of a unit, those of condition and those that ask; « même si » is neither."""
    doc = unit.doc
    for token in doc:
        elided = token.lower_ in grammar.elided_ifs and _pronoun_follows(token, grammar)
        if not elided and token.lower_ not in grammar.ifs:
            continue
        is_question = token.i > 0 and _asks(doc[token.i - 1], grammar)
        if not elided and token.pos_ != "SCONJ" and token.dep_ != "mark":
            continue
        if is_question or not (token.i > 0 and doc[token.i - 1].lower_ in grammar.concessive):
            yield If(token.i, is_question)


def _pronoun_follows(token: "Token", grammar: Grammar) -> bool:
    return token.i + 1 < len(token.doc) and token.doc[token.i + 1].text in grammar.after_elided_if


def _asks(verb: "Token", grammar: Grammar) -> bool:
    """Whether an indirect question can stand after a word."""
    return verb.lemma_ in grammar.asking or any(
        "si" in cue.frames for cue in grammar.language.verbs.get(verb.lower_, ())
    )


def _condition(clause: Clause) -> bool:
    """« S'il gagnait, il serait élu », « sans ce prêt, l'usine aurait fermé »."""
    if any(not found.is_question for found in ifs(clause.unit, clause.grammar)):
        return True
    return clause.grammar.uses.condition.search(folded(clause.token.doc.text)) is not None


def _question(clause: Clause) -> bool:
    """« Qui aurait cru cela ? »."""
    return clause.token.doc.text.rstrip().endswith("?")


def _future_in_the_past(clause: Clause) -> bool:
    """« Il a dit qu'il viendrait », « on ignore s'il viendrait »."""
    if clause.is_compound:
        return False
    asked = any(found.is_question and found.at < clause.token.i for found in ifs(clause.unit, clause.grammar))
    return asked or _reported_in_the_past(clause.token, clause.grammar)


def _reported_in_the_past(token: "Token", grammar: Grammar) -> bool:
    """Whether a clause with « que » holds the word, and its reporting verb stands in the past."""
    doc = token.doc
    for i in range(token.i - 1, -1, -1):
        if doc[i].text in {";", ":"}:
            return False
        if doc[i].lower_ not in grammar.que:
            continue
        for k in range(i - 1, max(-1, i - 1 - _CUE_REACH), -1):
            if _reports_a_clause(doc[k], grammar):
                return _is_past(doc[k], grammar)
    return False


def _reports_a_clause(verb: "Token", grammar: Grammar) -> bool:
    cues = grammar.language.verbs.get(verb.lower_, ())
    return verb.pos_ in {"VERB", "AUX", "ADJ"} and any("que" in c.frames and c.form != "infinitive" for c in cues)


def _is_past(verb: "Token", grammar: Grammar) -> bool:
    """Whether a verb stands in a past tense; a present participle takes the tense of what goes before it."""
    if _has_past_form(verb):
        return True
    if grammar.present_participle.search(verb.lower_):
        return any(map(_has_past_form, verb.doc[: verb.i]))
    return False


def _has_past_form(token: "Token") -> bool:
    morph = str(token.morph)
    return "Tense=Past" in morph or "Tense=Imp" in morph


def _should_have_been(clause: Clause) -> bool:
    """« Il aurait dû fermer le pont »."""
    participle, grammar = clause.participle, clause.grammar
    return (
        participle is not None
        and clause.lemma == grammar.have
        and grammar.obligation.search(participle.lower_) is not None
    )


def _wish(clause: Clause) -> bool:
    """« Le maire voudrait un second pont »."""
    wish = clause.grammar.uses.wish
    return clause.verb in wish or any(token.lower_ in wish for token in clause.following(_NEAR))


def _advice(clause: Clause) -> bool:
    """« Il faudrait un second pont », « il serait souhaitable de voter »."""
    advice = clause.grammar.uses.advice
    if clause.verb in advice:
        return True
    return clause.lemma == clause.grammar.be and any(t.lemma_ in advice for t in clause.following(_NEAR)[1:])


def _nobody(clause: Clause) -> bool:
    """« Un pari que peu de maires auraient tenu »."""
    token, first = clause.token, clause.token.i
    for i in range(token.i - 1, max(-1, token.i - 8), -1):
        first = i
        if token.doc[i].lower_ in clause.grammar.relatives or token.doc[i].text in {",", ";"}:
            break
    return any(t.lower_ in clause.grammar.uses.nobody for t in token.doc[first : token.i])


def _possibility(clause: Clause) -> bool:
    """« Le prix pourrait doubler », « il aurait pu fuir »."""
    if clause.participle is not None and clause.participle.lower_ in clause.grammar.possible:
        return True
    return clause.verb in clause.grammar.uses.possibility


# The first use that fits decides.
LOOK_ALIKES: tuple[tuple[str, Callable[[Clause], bool]], ...] = (
    ("condition", _condition),
    ("question", _question),
    ("future in the past", _future_in_the_past),
    ("what should have been", _should_have_been),
    ("wish or politeness", _wish),
    ("advice", _advice),
    ("what nobody would do", _nobody),
    ("possibility", _possibility),
)
