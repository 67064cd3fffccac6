"""The conditional of hearsay, told from its look-alikes by form, parse and a list of uses."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framing import language
from framing.language.fr import read_table
from framing.text.fold import folded
from framing.text.parsing import Parsed, Sentence, parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

COLUMNS = {"start": "Int64", "end": "Int64", "lemma": "str", "variant": "str", "reason": "str"}
CORE, WIDE, NONE = "core", "wide", "none"
_FORM = re.compile(r"r(?:ait|aient)(?!\w)", re.IGNORECASE)
_TAIL = re.compile(r"(?:ait|aient)$")
_REACH = 7  # words between an auxiliary and its participle
_CUE_REACH = 12  # words between a reporting verb and the clause that it reports
_PARTICIPLE = re.compile(r"(?:[éiu]e?s?|[aiou]ite?s?|[ai]nte?s?|erte?s?|ise?s?)$")
_DEAD = frozenset({"mort", "morte", "morts", "mortes"})  # read as nouns after « seraient »
_ASKED = frozenset({"savoir", "voir", "ignorer", "demander", "vérifier", "dire"})
_RELATIVE = frozenset({"que", "qu'", "qui", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles"})


class Conditional(NamedTuple):
    """A verb in the conditional, third person: where, its lemma, the variant (core, wide or none) and why."""

    start: int
    end: int
    lemma: str
    variant: str
    reason: str


@lru_cache(maxsize=1)
def _endings() -> dict[tuple[str, str], tuple[str, str]]:
    rows = read_table("conditional_forms.csv")
    return {(row["match"], row["ending"]): (row["reading"], row["infinitive"]) for row in rows}


@lru_cache(maxsize=1)
def _uses() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in read_table("conditional_uses.csv"):
        kinds.setdefault(row["kind"], set()).add(row["form"])
    return {kind: frozenset(forms) for kind, forms in kinds.items()}


@lru_cache(maxsize=1)
def _condition() -> re.Pattern[str]:
    forms = sorted(map(folded, _uses()["condition"]), key=lambda form: (-len(form), form))
    anywhere = "|".join(re.escape(form) for form in forms if not form.startswith("sans "))
    opening = "|".join(re.escape(form) for form in forms if form.startswith("sans "))
    # « sans » makes a condition where it opens a clause and a determined noun follows, not in « sans sommation ».
    return re.compile(rf"(?:\b(?:{anywhere})|(?:^\W{{0,3}}|, ?)(?:{opening}))(?:(?<=')|(?!\w))")


@lru_cache(maxsize=1)
def etre_verbs() -> frozenset[str]:
    """The verbs whose compound tenses take « être », so that « est parti » is no passive."""
    return frozenset(row["lemma"] for row in read_table("etre_verbs.csv"))


@lru_cache(maxsize=4096)
def infinitive(form: str) -> str | None:
    """The infinitive of a verb form in the conditional, third person; None for any other word. By the form alone.

    >>> infinitive("tiendraient"), infinitive("viserait"), infinitive("tirait"), infinitive("portrait")
    ('tenir', 'viser', None, None)
    """
    low = form.lower()
    stem = _TAIL.sub("", low)
    if stem == low or not stem.endswith("r"):
        return None
    table = _endings()
    if found := table.get(("whole", stem)):
        return found[1] if found[0] == "conditional" else None
    for length in range(min(len(stem), 7), 1, -1):
        if found := table.get(("ending", stem[-length:])):
            return stem[:-length] + found[1]
    return None


def _pronominal(token: "Token") -> bool:
    return token.i > 0 and token.doc[token.i - 1].lower_ in {"s'", "se"}


def _participle(aux: "Token") -> "Token | None":
    """The participle of an auxiliary: its head in the parse, else the first word after it that is one or looks like one."""
    sure = aux.lower_.startswith("aur") or _pronominal(aux)
    if aux.dep_.startswith("aux") and aux.head.i > aux.i and "VerbForm=Part" in str(aux.head.morph):
        return aux.head
    for token in aux.doc[aux.i + 1 : aux.i + 1 + _REACH]:
        if "VerbForm=Part" in str(token.morph):
            return token
        if token.lower_ in _DEAD or (
            sure and token.pos_ in {"ADJ", "VERB", "NOUN"} and _PARTICIPLE.search(token.lower_)
        ):
            return token
        if token.pos_ not in {"ADV", "PRON", "PUNCT", "AUX"} or token.text in ";:":
            return None
    return None


def _lemma(participle: "Token") -> str:
    return "mourir" if participle.lower_ in _DEAD else participle.lemma_


def _reported_at(token: "Token") -> str | None:
    """The tense of the reporting verb whose clause with « que » holds the word: past or present; None where none does."""
    verbs, doc = language.load("fr").verbs, token.doc
    for i in range(token.i - 1, -1, -1):
        if doc[i].text in {";", ":"}:
            return None
        if doc[i].lower_ not in {"que", "qu'"}:
            continue
        for k in range(i - 1, max(-1, i - 1 - _CUE_REACH), -1):
            cues = [c for c in verbs.get(doc[k].lower_, ()) if {"que"} & c.frames and c.form != "infinitive"]
            if cues and doc[k].pos_ in {"VERB", "AUX", "ADJ"}:
                return _tense(doc[k])
    return None


def _tense(verb: "Token") -> str:
    morph = str(verb.morph)
    if "Tense=Past" in morph or "Tense=Imp" in morph:
        return "past"
    if verb.lower_.endswith("ant"):
        before = verb.doc[: verb.i]
        return "past" if any("Tense=Past" in str(t.morph) or "Tense=Imp" in str(t.morph) for t in before) else "present"
    return "present"


def _ifs(sentence: Sentence) -> tuple[bool, int]:
    """Whether the sentence holds a clause of condition with « si » (« même si » is none), and the place of the first « si »
    of an indirect question, or the length of the sentence."""
    verbs = language.load("fr").verbs
    doc, asked_at = sentence.doc, len(sentence.doc)
    for token in doc:
        if token.lower_ != "si" and not (token.lower_ == "s'" and doc[token.i + 1 : token.i + 2].text in {"il", "ils"}):
            continue
        before = doc[token.i - 1].lower_ if token.i else ""
        asked = (token.i > 0 and doc[token.i - 1].lemma_ in _ASKED) or any(
            "si" in cue.frames for cue in verbs.get(before, ())
        )
        clause = token.lower_ == "s'" or token.pos_ == "SCONJ" or token.dep_ == "mark"
        if clause and before != "même" and not asked:
            return True, asked_at
        if clause and asked:
            asked_at = min(asked_at, token.i)
    return False, asked_at


def _no_such_thing(token: "Token") -> bool:
    """Whether the clause speaks of what nobody or hardly anybody would do (« que peu de pays auraient tenté »)."""
    first = token.i
    for i in range(token.i - 1, max(-1, token.i - 8), -1):
        first = i
        if token.doc[i].lower_ in _RELATIVE | {",", ";"}:
            break
    return any(t.lower_ in _uses()["no such thing"] for t in token.doc[first : token.i])


def _judge(token: "Token", lemma: str, participle: "Token | None", sentence: Sentence) -> tuple[str, str]:
    uses, doc = _uses(), token.doc
    condition, asked_at = _ifs(sentence)
    if condition or _condition().search(folded(doc.text)):
        return NONE, "condition"
    if doc.text.rstrip(' »"”').endswith("?"):
        return NONE, "question"
    compound = participle is not None and (lemma == "avoir" or _pronominal(token) or _lemma(participle) in etre_verbs())
    if not compound and (token.i > asked_at or _reported_at(token) == "past"):
        return NONE, "future in the past"
    verb = _lemma(participle) if participle is not None else lemma
    if participle is not None and lemma == "avoir" and participle.lower_.startswith(("dû", "fallu", "voulu")):
        return NONE, "what should have been"
    if verb in uses["wish"] or {t.lower_ for t in doc[token.i : token.i + 4]} & uses["wish"]:
        return NONE, "wish or politeness"
    following = {t.lemma_ for t in doc[token.i + 1 : token.i + 4]}
    if verb in uses["advice"] or (lemma == "être" and following & uses["advice"]):
        return NONE, "advice"
    if _no_such_thing(token):
        return NONE, "what nobody would do"
    if (participle is not None and participle.lower_ == "pu") or verb in uses["possibility"]:
        return NONE, "possibility"
    if compound:
        return CORE, "compound conditional"
    return (CORE, "passive conditional") if participle is not None else (WIDE, "simple conditional")


def _conditional(token: "Token", sentence: Sentence, text: Parsed) -> Conditional | None:
    form = re.sub(r"-.*", "", token.text)
    lemma = infinitive(form)
    if lemma is None or token.pos_ in {"NOUN", "PROPN"}:
        return None
    if "Mood=Cnd" in str(token.morph) and token.lemma_.endswith(("r", "re")):
        lemma = token.lemma_
    participle = _participle(token) if lemma in {"avoir", "être"} else None
    start = sentence.begin(token)
    end = start + len(form) if participle is None else sentence.end(participle)
    variant, reason = (NONE, "quoted words") if text.in_marks(start) else _judge(token, lemma, participle, sentence)
    return Conditional(start, end, lemma if participle is None else _lemma(participle), variant, reason)


def find_conditionals(text: Parsed) -> list[Conditional]:
    """Every verb of a text in the conditional, third person, judged."""
    found = (_conditional(t, s, text) for s in text.having(_FORM) for t in s.doc if _FORM.search(t.text))
    return [conditional for conditional in found if conditional is not None]


def conditionals(text: str | Parsed) -> pd.DataFrame:
    """Every verb in the conditional, third person, with what it is taken for; a heuristic on form and parse.

    Columns: start, end (auxiliary to participle), lemma, variant (core, wide, none), reason. `core` is « aurait » or
    « serait » with a participle; `wide` what may be hearsay besides: simple conditionals; `none` a look-alike: condition,
    question, future in the past, wish, advice, devrait and pourrait, quoted words (Dendale 1993; Kronning 2002).

    >>> conditionals("Le maire a dit qu'il viendrait. Il aurait fui.")[["lemma", "variant", "reason"]].values.tolist()
    [['venir', 'none', 'future in the past'], ['fuir', 'core', 'compound conditional']]
    """
    return pd.DataFrame(find_conditionals(parsed(text)), columns=list(COLUMNS)).astype(COLUMNS)


def hearsay_conditionals(text: str | Parsed) -> pd.DataFrame:
    """The conditionals by which a text keeps what it reports at a distance; columns as in `conditionals`.

    >>> hearsay_conditionals("S'il gagnait, il serait élu. Il aurait fui.")[["start", "end", "variant"]].values.tolist()
    [[32, 42, 'core']]
    """
    table = conditionals(text)
    return table[table["variant"] != NONE].reset_index(drop=True)
