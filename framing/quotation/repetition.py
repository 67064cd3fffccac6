"""What a page says twice: one content under two cues, and a pull quote that repeats a quotation of the text."""

import re
from collections.abc import Sequence

from framing.quotation.model import Quote
from framing.text.fold import folded

REPETITION = "repetition"
_WORD = re.compile(r"\w+")
_MIN_WORDS = 4  # fewer words can stand twice by chance: « oui », « c'est un choix »


def named_repetitions(quotes: Sequence[Quote], text: str) -> list[Quote]:
    """The quotations, those that stand alone and repeat one with a cue given its speaker (`reason`: repetition).

    A pull quote or a headline in marks says again what somebody says in the text: it is theirs, and no unnamed source's.
    """
    said = [(_words(text, q), q) for q in quotes if q.cue is not None and q.type != "indirect" and q.speaker]
    return [_named(q, _words(text, q), said) if q.cue is None and q.source is None else q for q in quotes]


def _named(quote: Quote, words: str, said: Sequence[tuple[str, Quote]]) -> Quote:
    if words.count(" ") <= _MIN_WORDS:
        return quote
    other = next((q for content, q in said if words in content), None)
    return quote if other is None else quote._replace(speaker=other.speaker, reason=REPETITION)


def _words(text: str, quote: Quote) -> str:
    """The words of a content between spaces, so that one content is found in another by whole words."""
    content = " ".join(text[start:end] for start, end in quote.spans)
    return f" {' '.join(_WORD.findall(folded(content)))} "
