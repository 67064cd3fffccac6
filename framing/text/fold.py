"""Two ways of making texts comparable: a view of the same length, and the words of a name."""

import re
import unicodedata
from functools import cache

from framing.language import Language, load

SAME = dict.fromkeys("’‘ʼ′`", "'") | dict.fromkeys("«»“”„‟‹›″", '"') | dict.fromkeys("‐‑–—", "-")


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = SAME.get(char) or unicodedata.normalize("NFKD", char.casefold())[:1] or char
        self[code] = " " if plain.isspace() and char != "\n" else plain
        return self[code]


_FOLDING = _Folding()


def folded(text: str) -> str:
    """A view of the same length in which case, accents, kinds of marks, apostrophes and spaces do not matter.

    >>> folded("L’été « à Œuvres »")
    'l\\'ete " a œuvres "'
    """
    return text.translate(_FOLDING)


@cache
def _not_of_a_name(language: Language) -> frozenset[str]:
    return frozenset(map(folded, language.words("not_of_a_name")))


def name_words(name: str, language: Language | None = None) -> frozenset[str]:
    """The words that tell a name from another: folded, without articles and civilities.

    >>> sorted(name_words("Mme la ministre Élise Orsel"))
    ['elise', 'ministre', 'orsel']
    """
    return frozenset(re.findall(r"\w+", folded(name))) - _not_of_a_name(language or load())
