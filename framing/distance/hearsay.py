"""The conditional of hearsay, told from its look-alikes by form, parse and a list of uses."""

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framing.distance.conditional import Clause, Grammar, grammar_of, infinitive, participle_of
from framing.distance.look_alikes import LOOK_ALIKES
from framing.distance.reading import readable
from framing.text.article import Article, with_given_offsets
from framing.text.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

COLUMNS = {"start": "Int64", "end": "Int64", "lemma": "str", "variant": "str", "reason": "str"}
CORE, WIDE, NONE = "core", "wide", "none"
_CONDITIONAL = "Mood=Cnd"


class Conditional(NamedTuple):
    """A verb in the conditional, third person: where, its lemma, the variant (core, wide or none) and why."""

    start: int
    end: int
    lemma: str
    variant: str
    reason: str


def judge(clause: Clause) -> tuple[str, str]:
    """What a conditional is taken for: its variant, and why."""
    for reason, fits in LOOK_ALIKES:
        if fits(clause):
            return NONE, reason
    if clause.is_compound:
        return CORE, "compound conditional"
    return (WIDE, "simple conditional") if clause.participle is None else (CORE, "passive conditional")


def _conditional(token: "Token", unit: Unit, grammar: Grammar, article: Article) -> Conditional | None:
    form = token.text.partition("-")[0]
    lemma = infinitive(form, grammar.language)
    if lemma is None or token.pos_ in {"NOUN", "PROPN"}:
        return None
    if _CONDITIONAL in str(token.morph) and grammar.infinitive.search(token.lemma_):
        lemma = token.lemma_
    auxiliary = lemma in {grammar.have, grammar.be}
    clause = Clause(token, lemma, participle_of(token, lemma, grammar) if auxiliary else None, unit, grammar)
    last = token.idx + len(form) if clause.participle is None else clause.participle.idx + len(clause.participle)
    start, end = unit.begin[token.i], unit.offsets[last - 1] + 1
    variant, reason = (NONE, "quoted words") if article.in_marks(start) else judge(clause)
    return Conditional(start, end, clause.verb, variant, reason)


def find_conditionals(article: Article) -> list[Conditional]:
    """Every verb of an article in the conditional, third person, judged."""
    grammar = grammar_of(article.language)
    found = (
        _conditional(unit.doc[i], unit, grammar, article)
        for unit in article.parsed
        if grammar.form.search(unit.sentence)
        for i, word in enumerate(unit.words)
        if grammar.form.search(word)
    )
    return [conditional for conditional in found if conditional is not None]


def conditionals(text: str | Article) -> pd.DataFrame:
    """Every verb in the conditional, third person, with what it is taken for; a heuristic on form and parse.

    Columns: start, end (auxiliary to participle), lemma, variant (core, wide, none), reason. `core` is « aurait » or
    « serait » with a participle; `wide` what may be hearsay besides: simple conditionals; `none` a look-alike: condition,
    question, future in the past, wish, advice, devrait and pourrait, quoted words (Dendale 1993; Kronning 2002).
    Raises LanguageError for a text in another language.

    >>> conditionals("Le maire a dit qu'il viendrait. Il aurait fui.")[["lemma", "variant", "reason"]].values.tolist()
    [['venir', 'none', 'future in the past'], ['fuir', 'core', 'compound conditional']]
    """
    article = readable(text)
    table = pd.DataFrame(find_conditionals(article), columns=list(COLUMNS)).astype(COLUMNS)
    return with_given_offsets(table, text, article)


def hearsay_conditionals(text: str | Article) -> pd.DataFrame:
    """The conditionals by which a text keeps what it reports at a distance; columns as in `conditionals`.

    >>> hearsay_conditionals("S'il gagnait, il serait élu. Il aurait fui.")[["start", "end", "variant"]].values.tolist()
    [[32, 42, 'core']]
    """
    table = conditionals(text)
    return table[table["variant"] != NONE].reset_index(drop=True)
