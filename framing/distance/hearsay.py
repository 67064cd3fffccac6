"""The conditional of hearsay, told from its look-alikes by form, parse and a list of uses."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framing.distance.agents import be_verbs
from framing.distance.reading import readable
from framing.language import Language, load
from framing.text.article import Article
from framing.text.fold import folded
from framing.text.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

COLUMNS = {"start": "Int64", "end": "Int64", "lemma": "str", "variant": "str", "reason": "str"}
CORE, WIDE, NONE = "core", "wide", "none"
_REACH = 7  # words between an auxiliary and its participle
_CUE_REACH = 12  # words between a reporting verb and the clause that it reports
_NEAR = 3  # words after a verb in which its use may stand (« serait sans doute souhaitable »)
_LONGEST_ENDING = 7
_PARTICIPLE, _CONDITIONAL = "VerbForm=Part", "Mood=Cnd"


class Conditional(NamedTuple):
    """A verb in the conditional, third person: where, its lemma, the variant (core, wide or none) and why."""

    start: int
    end: int
    lemma: str
    variant: str
    reason: str


class Uses(NamedTuple):
    """The words that give a conditional another use than hearsay (`conditional_uses.csv`)."""

    condition: re.Pattern[str]
    nobody: frozenset[str]
    wish: frozenset[str]
    advice: frozenset[str]
    possibility: frozenset[str]


class Grammar(NamedTuple):
    """What a language says of its conditional: forms, auxiliaries, and the words that its rules name."""

    language: Language
    uses: Uses
    endings: Mapping[tuple[str, str], tuple[str, str]]
    form: re.Pattern[str]
    tail: re.Pattern[str]
    infinitive: re.Pattern[str]
    participle: re.Pattern[str]
    obligation: re.Pattern[str]
    present_participle: re.Pattern[str]
    odd_participles: Mapping[str, str]
    possible: frozenset[str]
    have: str
    be: str
    be_verbs: frozenset[str]
    reflexives: frozenset[str]
    que: frozenset[str]
    relatives: frozenset[str]
    ifs: frozenset[str]
    elided_ifs: frozenset[str]
    after_elided_if: frozenset[str]
    concessive: frozenset[str]
    asking: frozenset[str]


@lru_cache(maxsize=8)
def grammar_of(language: Language) -> Grammar:
    """The conditional of a language."""
    return Grammar(
        language=language,
        uses=_uses(language),
        endings={
            (row["match"], row["ending"]): (row["reading"], row["infinitive"])
            for row in language.table("conditional_forms")
        },
        form=language.pattern("conditional_form"),
        tail=language.pattern("conditional_tail"),
        infinitive=language.pattern("infinitive_form"),
        participle=language.pattern("participle_form"),
        obligation=language.pattern("obligation_participle"),
        present_participle=language.pattern("present_participle"),
        odd_participles={row["form"]: row["lemma"] for row in language.table("odd_participles")},
        possible=language.words("possibility_participles"),
        have=language.setting("have", ""),
        be=language.setting("be", ""),
        be_verbs=be_verbs(language),
        reflexives=language.words("reflexives"),
        que=language.words("que"),
        relatives=language.words("relative_words"),
        ifs=language.words("if_words"),
        elided_ifs=language.words("if_elided"),
        after_elided_if=language.words("pronouns_after_elided_if"),
        concessive=language.words("concessive_before_if"),
        asking=language.words("asking_lemmas"),
    )


def _uses(language: Language) -> Uses:
    rows = language.table("conditional_uses")

    def of(kind: str) -> frozenset[str]:
        return frozenset(row["form"] for row in rows if row["kind"] == kind)

    anywhere, opening = (_alternatives(of(kind)) for kind in ("condition", "opening condition"))
    # « sans » makes a condition where it opens a clause and a determined noun follows, not in « sans sommation ».
    condition = re.compile(rf"(?:\b(?:{anywhere})|(?:^\W{{0,3}}|, ?)(?:{opening}))(?:(?<=')|(?!\w))")
    return Uses(condition, *(of(kind) for kind in ("no such thing", "wish", "advice", "possibility")))


def _alternatives(forms: frozenset[str]) -> str:
    ordered = sorted(map(folded, forms), key=lambda form: (-len(form), form))
    return "|".join(map(re.escape, ordered)) or r"(?!)"


@lru_cache(maxsize=4096)
def infinitive(form: str, language: Language | None = None) -> str | None:
    """The infinitive of a verb form in the conditional, third person; None for any other word. By the form alone.

    >>> infinitive("tiendraient"), infinitive("viserait"), infinitive("tirait"), infinitive("portrait")
    ('tenir', 'viser', None, None)
    """
    grammar = grammar_of(language or load())
    low = form.lower()
    stem = grammar.tail.sub("", low)
    if stem == low:
        return None
    if found := grammar.endings.get(("whole", stem)):
        return found[1] if found[0] == "conditional" else None
    for length in range(min(len(stem), _LONGEST_ENDING), 1, -1):
        if found := grammar.endings.get(("ending", stem[-length:])):
            return stem[:-length] + found[1]
    return None


class Clause(NamedTuple):
    """A verb in the conditional, the participle of which it is the auxiliary, if it is one, and the unit that holds it."""

    token: "Token"
    lemma: str
    participle: "Token | None"
    unit: Unit
    grammar: Grammar

    @property
    def verb(self) -> str:
        """The lemma of the verb that says what is done."""
        return self.lemma if self.participle is None else _lemma(self.participle, self.grammar)

    @property
    def is_compound(self) -> bool:
        """Whether it is a conditional perfect: « aurait fui », « serait parti », « se serait enfui »."""
        if self.participle is None:
            return False
        return (
            self.lemma == self.grammar.have
            or _is_pronominal(self.token, self.grammar)
            or self.verb in self.grammar.be_verbs
        )

    def following(self, n: int) -> "list[Token]":
        """The verb and the next words."""
        return list(self.token.doc[self.token.i : self.token.i + 1 + n])


def _is_pronominal(token: "Token", grammar: Grammar) -> bool:
    return token.i > 0 and token.doc[token.i - 1].lower_ in grammar.reflexives


def _is_participle(token: "Token") -> bool:
    return _PARTICIPLE in str(token.morph)


def _participle(aux: "Token", lemma: str, grammar: Grammar) -> "Token | None":
    """The participle of an auxiliary: its head in the parse, else the first word after it that is one or looks like one."""
    sure = lemma == grammar.have or _is_pronominal(aux, grammar)
    if aux.dep_.startswith("aux") and aux.head.i > aux.i and _is_participle(aux.head):
        return aux.head
    for token in aux.doc[aux.i + 1 : aux.i + 1 + _REACH]:
        if _is_participle(token) or token.lower_ in grammar.odd_participles:
            return token
        if sure and token.pos_ in {"ADJ", "VERB", "NOUN"} and grammar.participle.search(token.lower_):
            return token
        if token.pos_ not in {"ADV", "PRON", "PUNCT", "AUX"} or token.text in ";:":
            return None
    return None


def _lemma(participle: "Token", grammar: Grammar) -> str:
    return grammar.odd_participles.get(participle.lower_, participle.lemma_)


# --- what a conditional is besides hearsay: one rule a use ---------------------------------------------------------------


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
    clause = Clause(token, lemma, _participle(token, lemma, grammar) if auxiliary else None, unit, grammar)
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
    return pd.DataFrame(find_conditionals(readable(text)), columns=list(COLUMNS)).astype(COLUMNS)


def hearsay_conditionals(text: str | Article) -> pd.DataFrame:
    """The conditionals by which a text keeps what it reports at a distance; columns as in `conditionals`.

    >>> hearsay_conditionals("S'il gagnait, il serait élu. Il aurait fui.")[["start", "end", "variant"]].values.tolist()
    [[32, 42, 'core']]
    """
    table = conditionals(text)
    return table[table["variant"] != NONE].reset_index(drop=True)
