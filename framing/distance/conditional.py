"""The conditional of a language: its forms, and the verb in it with its participle."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from framing.distance.agents import be_verbs
from framing.language import Language, load
from framing.text.fold import folded
from framing.text.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 7  # words between an auxiliary and its participle
_LONGEST_ENDING = 7
_PARTICIPLE = "VerbForm=Part"


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


def participle_of(aux: "Token", lemma: str, grammar: Grammar) -> "Token | None":
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
