"""Words in quotation marks that are no quotation: what the marks do."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from framing.language.fr import read_table
from framing.quotation.extraction import extract
from framing.text.fold import folded
from framing.text.parsing import Parsed, parsed
from framing.text.words import count_words
from framing.voice.labels import gloss

ROLES = ("naming", "quotation", "autonymy", "comment")
COLUMNS = {"start": "Int64", "end": "Int64", "role": "str", "gloss": "str", "reason": "str"}
REACH = 80
MAX_WORDS, MAX_NAME_WORDS = 6, 10
_ARTICLE = r"(?:(?:l'|une?|le|la|les|des?|du|ces?|cette|cet)\s*)?"
_CLAUSE = re.compile(r"\b(?:je|j'|tu|il|ils|elle|elles|on|nous|vous|ce|c'|qui|que|qu')(?!\w)")
_WHO = re.compile(r"(?:\w+ees?\s+|\w+es?\s+)?(?:par|de|d'|des|du|a|officiel(?:le)?s?)(?!\w)")
# Words that no writer would set apart as a name or a term: somebody said them so.
_NO_NOUN_PHRASE = re.compile(
    r"\W*(?:(?:en|dans|sur|à|pour|par|avec|sans|sous|ne|n'|qui|que|qu'|de|d')(?!\w)|\w+ée?s?\s+\w)", re.IGNORECASE
)


class ScareQuote(NamedTuple):
    """An island with its role, the words beside it that comment on it, and why the role was chosen."""

    start: int
    end: int
    role: str
    gloss: str | None
    reason: str


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(map(folded, forms), key=lambda form: (-len(form), form)))


@lru_cache(maxsize=1)
def _nouns() -> dict[str, str]:
    return {folded(row["noun"]): row["role"] for row in read_table("metalinguistic_nouns.csv")}


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    named = _alternatives(row["noun"] for row in read_table("named_things.csv"))
    verbs = r"baptisee?s?|intitulee?s?|surnommee?s?|titr(?:e|ait|ant)"
    nouns = _alternatives(_nouns())
    return {
        "thing before": re.compile(rf"\b(?:{named})s?(?:\s+\w+)?(?:\s+de)?(?:\s+l[ea]s?|\s+l')?\W*$"),
        "thing inside": re.compile(rf"^\W*(?:{named})s?\s+(?:\w+\s+)?[A-ZÀ-Þ]"),
        "named before": re.compile(rf"\b(?:{verbs})\W*$"),
        "thing after": re.compile(rf"^\W*,?\s*(?:un\s+|une\s+|l'\s*|le\s+|la\s+)?(?:{named})s?\b"),
        "noun before": re.compile(rf"\b({nouns})s?(\s+\w+)?\s*(?:de|des|du|d')?\W*$"),
        "charged before": re.compile(
            r"\b(?:accus|soupconn|inculp|poursuiv|condamn|suspect|reconnu|jug)\w*(?:\s+coupables?)?\s+"
            r"(?:d'|des?|du|pour|a)[^.;\n]{0,60}$"
        ),
        "noun after": re.compile(rf"^\W*[,(–-]\s*(?:dans|selon|pour reprendre)?\s*{_ARTICLE}({nouns})s?\b([^.;\n]*)"),
        "names it before": re.compile(
            r"\bce qu(?:e |')[^.;,\n]{1,40}?(?:appelle|nomme|designe|qualifie|dit|presente)(?:nt)?\b[^.;,\n]{0,25}$"
        ),
        "names it after": re.compile(
            r"^\W*[,(–-]\s*(?:comme|ainsi que)\s+[^.;,\n]{1,40}?(?:appelle|nomme|designe|qualifie|dit|disent)(?:nt)?\b"
        ),
        "defined after": re.compile(r"^\W*[,(]\s*(?:c'est-a-dire|soit|autrement dit|ou plutot|traduisez|comprendre)\b"),
        "described after": re.compile(r"^\W*,\s*(?:une?\s+)?(?!\w+ant\b)[\w-]+(?:\s+[\w-]+)?\s+(?:qui|ou|dont)\s"),
    }


@lru_cache(maxsize=1)
def _glosses() -> list[tuple[re.Pattern[str], str]]:
    """The markers of distance with their roles, the longest first."""
    rows = sorted(read_table("distance_markers.csv"), key=lambda row: (-len(row["pattern"]), row["pattern"]))
    return [
        (re.compile(re.escape(folded(r["pattern"])).replace(r"\ ", r"\s+").replace(r"\.\.\.", r".{1,30}?")), r["role"])
        for r in rows
    ]


def gloss_role(words: str) -> str | None:
    """The role that a gloss of `distance_markers.csv` gives to the words beside it.

    >>> gloss_role("soi-disant"), gloss_role("ce que le maire appelle")
    ('comment', 'quotation')
    """
    form = folded(words)
    return next((role for pattern, role in _glosses() if pattern.search(form)), None)


def _is_name(words: str) -> bool:
    """Whether words are written as a title or a name: a capital at the start and no clause."""
    return words[:1].isupper() and count_words(words) <= MAX_NAME_WORDS and not _CLAUSE.search(folded(words))


def role_of(view: str, start: int, end: int) -> ScareQuote:
    """The role of the words at view[start:end], from what stands beside them."""
    before, after = folded(view[max(0, start - REACH) : start]), folded(view[end : end + REACH])
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    p = _patterns()
    if _is_name(view[start:end]):
        beside = p["thing before"].search(before) or p["named before"].search(before) or p["thing after"].search(after)
        if beside:
            return ScareQuote(start, end, "naming", None, "a title or a name: the kind of thing stands beside it")
        return ScareQuote(start, end, "naming", None, "a title or a name: it starts with a capital")
    if p["thing inside"].match(view[start:end]):
        return ScareQuote(start, end, "naming", None, "a kind of thing and its name")
    words = gloss(view, start, end)
    if words and (role := gloss_role(words)):
        return ScareQuote(start, end, role, words, "gloss")
    if match := p["noun after"].search(after):
        role = _nouns()[match.group(1)]
        if role == "comment" and _WHO.match(match.group(2).strip()):
            role = "quotation"
        return ScareQuote(start, end, role, match.group(1), "a word about words follows")
    if match := p["names it before"].search(before) or p["names it after"].search(after):
        return ScareQuote(start, end, "quotation", match.group().strip(' ,(–-"'), "who says it stands beside it")
    if match := p["noun before"].search(before):
        role = _nouns()[match.group(1)]
        if role == "comment" and match.group(2):
            role = "quotation"
        return ScareQuote(start, end, role, match.group(1), "a word about words goes before")
    if p["named before"].search(before):
        return ScareQuote(start, end, "naming", None, "a verb of naming goes before")
    if match := p["defined after"].search(after):
        return ScareQuote(start, end, "autonymy", match.group().strip(' ,("'), "a definition follows")
    if p["described after"].search(after):
        return ScareQuote(start, end, "autonymy", None, "a description follows")
    if p["charged before"].search(before):
        return ScareQuote(start, end, "quotation", None, "the words of a charge")
    if _NO_NOUN_PHRASE.match(view[start:end]):
        return ScareQuote(start, end, "quotation", None, "not a noun phrase")
    if count_words(view[start:end]) > MAX_WORDS:
        return ScareQuote(start, end, "quotation", None, f"more than {MAX_WORDS} words")
    return ScareQuote(start, end, "comment", None, "no gloss: the marks alone")


def scare_quotes(text: str | Parsed, islands: Iterable[tuple[int, int]] | None = None) -> pd.DataFrame:
    """What the marks round each island of a text do: a row an island; a heuristic on the words beside it.

    `islands` are (start, end) inside the marks; without them, those that `extract` finds. Columns: start, end, role
    (naming: a title or a name; quotation: somebody else's word; autonymy: a word spoken of as a word; comment: a word
    that the writer holds off), gloss, reason. The roles are those of Rinck & Tutin (2007), whose two human coders agree
    in 80 % of the cases: no score above that means more.

    >>> scare_quotes("Une « trêve », selon le mot du maire. Le film « La Crue » sort.", [(6, 11), (48, 54)])["role"].tolist()
    ['quotation', 'naming']
    """
    text = parsed(text)
    spans = [(i.start, i.end) for i in extract(text.text).islands] if islands is None else sorted(islands)
    if wrong := [s for s in spans if not 0 <= s[0] < s[1] <= len(text.text)]:
        raise ValueError(f"the island {wrong[0]} is not inside the text of {len(text.text)} characters")
    rows = [role_of(text.view, start, end) for start, end in spans]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
