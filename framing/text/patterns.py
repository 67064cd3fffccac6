"""Phrases to look for in a text whatever its typography: one grammar for a study's variants and for the concordance."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from framing.text.fold import folded
from framing.text.normalisation import normalise

NO_WORD = "needs a letter or a digit"
NO_ENDING = "has a * that ends no word: * stands for any ending, as in port*"
_LOOSE = r'[\s"-]'  # what may stand between two words: spaces, quotation marks and hyphens, as `folded` writes them
_WORD = re.compile(r"[\w*]+")


class Occurrence(NamedTuple):
    """A place where one of the phrases stands."""

    phrase: str
    start: int
    end: int


def phrase_pattern(phrase: str) -> str:
    """The regular expression of a phrase, for a folded text.

    Its words stand in a row, with spaces, quotation marks or hyphens between them, whichever; another mark between two
    words, an apostrophe too, has to be there, spaced or not. Marks before the first word and after the last are left
    out. A * at a word's end stands for any ending. No part of the expression can give back what another then takes, so
    that a search takes time proportional to the text.

    Raises ValueError, naming the phrase, where it has no letter and no digit, and for a * that is not at a word's end.

    >>> phrase_pattern("l’été")
    'l[\\\\s"-]{0,3}\\'[\\\\s"-]{0,3}ete'
    >>> phrase_pattern("*")
    Traceback (most recent call last):
    ValueError: '*' has a * that ends no word: * stands for any ending, as in port*
    """
    plain = folded(phrase)
    words = list(_WORD.finditer(plain))
    if not all(re.fullmatch(r"\w+\*?", word.group()) for word in words):
        raise ValueError(f"{phrase!r} {NO_ENDING}")
    if not any(map(str.isalnum, plain)):
        raise ValueError(f"{phrase!r} {NO_WORD}")
    parts: list[str] = []
    end = None
    for word in words:
        parts += [] if end is None else [_between(plain[end : word.start()])]
        parts.append(word.group().replace("*", r"\w*+"))
        end = word.end()
    return "".join(parts)


def _between(marks: str) -> str:
    """What may stand between two words that a phrase keeps apart with `marks`."""
    needed = [re.escape(mark) for mark in marks if not re.fullmatch(_LOOSE, mark)]
    spaced = f"{_LOOSE}{{0,3}}"
    return spaced.join(["", *needed, ""]) if needed else f"{_LOOSE}{{1,4}}"


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """One pattern for all phrases, as whole words, and each by itself: the longest first, an ending spelt out before *."""
    forms: dict[str, str] = {}
    for phrase in phrases:
        forms.setdefault(phrase_pattern(phrase), phrase)
    ordered = sorted(forms, key=lambda form: (-len(_letters(forms[form])), "*" in forms[form], form))
    whole = rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)" if ordered else r"(?!)"
    return re.compile(whole), tuple((forms[form], re.compile(form)) for form in ordered)


def _letters(phrase: str) -> str:
    return " ".join(re.findall(r"\w+", folded(phrase)))


def occurrences(text: str, phrases: Sequence[str]) -> list[Occurrence]:
    """Where the phrases stand in a text as whole words; of two that begin at the same place, the longer.

    Case, accents and kinds of quotation mark, apostrophe, hyphen and space do not matter (see `phrase_pattern`), nor do
    hidden characters, ligatures and words broken at line ends (see `framing.text.normalisation`). An
    elided article is a word of its own. Raises ValueError for a phrase that no text can hold.

    >>> occurrences("L’été, deux « trêves » ont tenu", ["deux trêves", "trêve*", "été"])
    [Occurrence(phrase='été', start=2, end=5), Occurrence(phrase='deux trêves', start=7, end=20)]
    """
    pattern, forms = _compiled(tuple(phrases))
    seen = normalise(text)
    found = []
    for match in pattern.finditer(folded(seen.text)):
        # The first that matches the whole is the one that the pattern took: it tries them in this order.
        phrase = next(phrase for phrase, form in forms if form.fullmatch(match.group()))
        found.append(Occurrence(phrase, *seen.in_original(text, *match.span())))
    return found
