"""Whether a text is in the language that the measures know."""

from functools import lru_cache

from framing.language.fr import read_table
from framing.text.words import words

MIN_WORDS, MIN_SHARE = 40, 0.15


class LanguageError(ValueError):
    """A text that is not in the language that the measures know."""


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("function_words.csv"))


def french_share(text: str) -> float:
    """Share of the words that are the commonest French ones; NaN for a text without words.

    >>> round(french_share("Le maire de la ville a ouvert le pont."), 2)
    0.44
    """
    found = [word.lower().replace("’", "'") for word in words(text)]
    return sum(word in _function_words() for word in found) / len(found) if found else float("nan")


def need_french(text: str) -> None:
    """Raises LanguageError for a text of 40 words or more that is not French; a shorter one does not tell."""
    head = text[:20_000]
    if len(words(head)) >= MIN_WORDS and (share := french_share(head)) < MIN_SHARE:
        raise LanguageError(
            f"not a French text: {share:.0%} of its words are the commonest French ones (at least {MIN_SHARE:.0%} in "
            "French): leave it out, or give the study another language"
        )
