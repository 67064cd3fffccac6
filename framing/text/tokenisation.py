"""What a word is: one definition for every count and share in the study.

The definition does not depend on typography: both apostrophes, and plain or no-break spaces inside a number, count
alike; nor on what no reader sees (`framing.text.normalisation`). What a language elides before an apostrophe stands in
its folder (`patterns.csv`, `elided_word`).
"""

import re
from functools import cache
from itertools import islice

from framing.language import Language, load
from framing.text.normalisation import normalise

_REST = (
    r"(?<!\d)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)"  # 12 000
    r"|\d+(?:[.,:]\d+)*[^\W_]*"  # 3,5  20h30  1er
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"  # O.N.U
    r"|[^\W_]+(?:(?:[\u0300-\u036f]+|['’ʼ‐‑-](?=[^\W_]))[^\W_]*)*"  # porte-parole  aujourd'hui
)


@cache
def _word(language: Language) -> re.Pattern[str]:
    """A word of the language; the tables know one apostrophe, texts have three."""
    elided = language.pattern("elided_word").pattern.replace("'", "['’ʼ]")
    return re.compile(f"(?:{elided})|{_REST}", re.IGNORECASE)


def word_spans(text: str, language: Language | None = None) -> list[tuple[int, int]]:
    """Offsets (start, end) of the words of `text`, end excluded.

    A word is a run of letters and digits. An elided word is a word of its own (l', qu'); a hyphen or an apostrophe
    elsewhere joins (porte-parole, a-t-il, aujourd'hui, quelqu'un); a number is one word, decimal comma and thousands
    included.

    >>> word_spans("L’eau, aujourd’hui")
    [(0, 2), (2, 5), (7, 18)]
    """
    language = language or load()
    seen = normalise(text, language)
    spans = (match.span() for match in _word(language).finditer(seen.text))
    return list(spans) if seen.text == text else [seen.in_original(text, *span) for span in spans]


def words(text: str, language: Language | None = None) -> list[str]:
    """The words of `text` as they are written (see `word_spans`).

    >>> words("Qu'a-t-il dit des 12 000 habitants ?")
    ["Qu'", 'a-t-il', 'dit', 'des', '12 000', 'habitants']
    """
    return [text[start:end] for start, end in word_spans(text, language)]


def count_words(text: str, language: Language | None = None, most: int | None = None) -> int:
    """How many words `text` has (see `word_spans`); with `most` no more are looked for.

    >>> count_words("« Rien n’est sûr », dit-elle."), count_words("« Rien n’est sûr », dit-elle.", most=3)
    (5, 3)
    """
    language = language or load()
    found = _word(language).finditer(normalise(text, language).text)
    return sum(1 for _ in islice(found, most))
