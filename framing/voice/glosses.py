"""Words beside a word that say what its writer does with it: « soi-disant », « ce que X appelle », « baptisé »."""

import re
from functools import lru_cache
from typing import NamedTuple

from framing.language import Language, load
from framing.text.fold import folded

ROLES = NAMING, QUOTATION, AUTONYMY, COMMENT = "naming", "quotation", "autonymy", "comment"
REACH = 60
_OPEN = r'[\s"(]*'


class Gloss(NamedTuple):
    """The words beside a word, and what they make of it.

    `role` is one of four (Rinck & Tutin 2007): naming (it is a name), quotation (somebody else's word), autonymy (spoken
    of as a word), comment (held off).
    """

    words: str
    role: str


class _Markers(NamedTuple):
    """The markers of a language as they stand before a word and after it, and each with its role, the longest first."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    roles: list[tuple[re.Pattern[str], str]]


@lru_cache(maxsize=8)
def _markers(language: Language) -> _Markers:
    before, after, roles = [], [], []
    for row in sorted(language.table("distance_markers"), key=lambda row: (-len(row["pattern"]), row["pattern"])):
        form = re.escape(folded(row["pattern"])).replace(r"\ ", r"\s+").replace(r"\.\.\.", r"[^.;!?\n]{1,30}?")
        before.append(form)
        if row["kind"] != "verb":
            after.append(form if row["kind"] == "adjective" else f",?{_OPEN}{form}")
        roles.append((re.compile(rf"{form}(?![\w-])"), row["role"]))
    articles = sorted(map(re.escape, map(folded, language.words("articles_after_gloss"))), reverse=True)
    return _Markers(
        re.compile(rf"(?<![\w-])(?:{'|'.join(before) or '(?!)'})(?:\s+(?:{'|'.join(articles) or '(?!)'}))?{_OPEN}$"),
        re.compile(rf"^{_OPEN}(?:{'|'.join(after) or '(?!)'})(?![\w-])"),
        roles,
    )


def gloss(text: str, start: int, end: int, language: Language | None = None) -> Gloss | None:
    """The words next to text[start:end] that say what is done with it, those before it first; a heuristic.

    Source: the markers of Rinck & Tutin (2007) and our own (`distance_markers.csv`).

    >>> gloss("une soi-disant trêve a tenu", 15, 20)
    Gloss(words='soi-disant', role='comment')
    >>> gloss("la trêve, terme utilisé par le maire", 3, 8)
    Gloss(words='terme utilisé par', role='quotation')
    """
    first, last = max(0, start - REACH), end + REACH
    markers = _markers(language or load())
    if match := markers.before.search(folded(text[first:start])):
        found = text[first + match.start() : first + match.end()]
    elif match := markers.after.search(folded(text[end:last])):
        found = text[end + match.start() : end + match.end()]
    else:
        return None
    words = " ".join(found.split()).strip(' ,"«»“”')
    plain = folded(words)
    return next((Gloss(words, role) for form, role in markers.roles if form.match(plain)), None)
