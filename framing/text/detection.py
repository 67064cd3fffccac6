"""Whether a text is in the language that is to be read: by its letters and by its commonest words.

The measures would find next to nothing in another language and call it none; so a text that clearly is not in the
language is refused. A few words never tell, and a text that may be in the language is read.
"""

import csv
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from framing import language as languages
from framing.language import Language
from framing.text.tokenisation import words

MAX_CHARS = 20_000  # of a text that are looked at
MIN_WORDS, MIN_SHARE = 40, 0.15  # from so many words on, this share of them is of the language's commonest
FEW_WORDS, MIN_LEAD, MIN_FOUND = 5, 0.1, 2  # when a shorter text is called another language's
COMMON_WORDS = Path(languages.__file__).with_name("common_words.csv")


class LanguageError(ValueError):
    """A text that is not in the language that the measures read."""


class _Common(NamedTuple):
    """The commonest words of a language, those of other languages by name, and the alphabets of its own."""

    words: frozenset[str]
    others: dict[str, frozenset[str]]
    alphabets: tuple[str, ...]  # the most used first


def _alphabet(letter: str) -> str:
    """The alphabet of a letter, as its name in Unicode begins."""
    return unicodedata.name(letter, "").partition(" ")[0]


@cache
def _known_languages() -> dict[str, frozenset[str]]:
    """The commonest words of each language by its name: those of the folders, and those of which nothing else is known."""
    found: dict[str, set[str]] = {}
    with COMMON_WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["language"], set()).add(row["word"])
    read = {lang.name: lang.function_words for lang in map(languages.load, languages.codes())}
    return {name: frozenset(words) for name, words in found.items()} | read


@cache
def _common(language: Language) -> _Common:
    own = language.function_words | language.have | language.be
    others = {name: words for name, words in _known_languages().items() if name != language.name}
    alphabets = Counter(_alphabet(c) for word in sorted(own) for c in word if c.isalpha())
    return _Common(own, others, tuple(a for a, _ in alphabets.most_common()))


def common_share(text: str, language: Language | None = None) -> float:
    """Share of the words of a text that are the language's commonest; NaN for a text without words.

    >>> round(common_share("Le maire de la ville a ouvert le pont."), 2)
    0.56
    """
    language = language or languages.load()
    counts = _counted(text, language)
    return _share(counts, _common(language).words) if counts else float("nan")


def _counted(text: str, language: Language) -> Counter[str]:
    return Counter(word.lower().replace("’", "'").rstrip("'") for word in words(text, language))


def _share(counts: Counter[str], known: frozenset[str]) -> float:
    return sum(n for word, n in counts.items() if word in known) / counts.total()


def _foreign_letters(text: str, common: _Common) -> bool:
    """Whether most letters of a text are of another alphabet."""
    letters = Counter(c for c in text if c.isalpha())
    foreign = sum(n for c, n in letters.items() if _alphabet(c) not in common.alphabets)
    return foreign > letters.total() / 2


def _other_language(counts: Counter[str], common: _Common) -> str | None:
    """The language whose commonest words clearly outnumber the own ones."""
    found = {name: known & counts.keys() for name, known in common.others.items()}
    shares = {name: _share(counts, known) for name, known in found.items()}
    best = max(shares, key=lambda name: shares[name])
    clear = shares[best] > _share(counts, common.words) + MIN_LEAD and len(found[best] - common.words) >= MIN_FOUND
    return best if clear else None


def wrong_language(text: str, language: Language | None = None) -> str | None:
    """Why a text is not in the language (the default one, if none is given), or None when it may be.

    Tells by the letters, then by the commonest words: of another language from 5 words on, of the own from 40 on. A
    language without a list of its commonest words refuses nothing.

    >>> wrong_language("The minister said that the bridge would not be closed.")
    'not a French text: it looks like English (by its commonest words)'
    """
    language = language or languages.load()
    common, sample = _common(language), text[:MAX_CHARS]
    if not common.words:
        return None
    no_text = f"not {'an' if language.name[0] in 'AEIOU' else 'a'} {language.name} text"
    if _foreign_letters(sample, common):
        return f"{no_text}: most of its letters are not {common.alphabets[0].title()} ones"
    counts = _counted(sample, language)
    if counts.total() >= FEW_WORDS and (name := _other_language(counts, common)):
        return f"{no_text}: it looks like {name} (by its commonest words)"
    if counts.total() >= MIN_WORDS and (share := _share(counts, common.words)) < MIN_SHARE:
        return (
            f"{no_text}: {share:.0%} of its words are the commonest {language.name} ones "
            f"(at least {MIN_SHARE:.0%} in {language.name})"
        )
    return None


def need_language(text: str, language: Language | None = None) -> None:
    """Raises LanguageError, with the reason, for a text that is not in the language (see `wrong_language`)."""
    if reason := wrong_language(text, language):
        raise LanguageError(f"{reason}: leave it out, or give the study another language")
