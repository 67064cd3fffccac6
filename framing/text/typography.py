"""Quotation marks and apostrophes: which a text uses, and the same text and annotations with others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from framing.tables import sha256

MARK_FAMILIES = {"guillemets": "«»‹›", "curly": "“”„‟", "straight": '"'}
MARK_STYLES = {
    "guillemets": ("«\u00a0", "\u00a0»"),
    "thin guillemets": ("«\u202f", "\u202f»"),
    "spaced guillemets": ("« ", " »"),
    "tight guillemets": ("«", "»"),
    "single guillemets": ("‹", "›"),
    "curly": ("“", "”"),
    "single curly": ("‘", "’"),
    "low": ("„", "“"),
    "straight": ('"', '"'),
}
APOSTROPHES = "'’"
MIXED_BELOW = 0.9
NO_BREAK_SPACES = "\u00a0\u202f\u2009"
OPENS_AFTER = frozenset("([{«“‹—–-/" + APOSTROPHES)


def mark_style(text: str) -> str:
    """Which quotation marks a text uses: 'guillemets', 'curly', 'straight', 'mixed', or 'none'.

    A text in which one kind makes up less than nine marks in ten is mixed.

    >>> mark_style("« Oui », dit-elle."), mark_style("Elle parle.")
    ('guillemets', 'none')
    """
    counts = {style: sum(map(text.count, marks)) for style, marks in MARK_FAMILIES.items()}
    style, most = max(counts.items(), key=lambda item: item[1])
    total = sum(counts.values())
    return "none" if not total else style if most >= MIXED_BELOW * total else "mixed"


class Exchanged(NamedTuple):
    """A text with other marks, and where each offset of the old text went (`offsets[i]`, i up to the old length)."""

    text: str
    offsets: list[int]


def exchange_marks(text: str, style: str, apostrophe: str | None = None) -> Exchanged:
    """The text with its quotation marks in another style (a key of MARK_STYLES) and, if named, another apostrophe.

    « » “ ” „ ‟ ‹ › and " are exchanged with the no-break spaces inside them (guillemets: with any space inside them);
    whether " opens or closes is told from its neighbours. Single ‘ ’ in the text stay: ’ is an apostrophe too. An
    offset at the start or the end of what the marks enclose goes to the start or the end of it in the new text.

    Raises ValueError for an unknown style or apostrophe.

    >>> exchange_marks("« Oui », dit-elle.", "curly").text
    '“Oui”, dit-elle.'
    """
    if style not in MARK_STYLES:
        raise ValueError(f"style = {style!r}: write one of {', '.join(MARK_STYLES)}")
    if apostrophe is not None and apostrophe not in tuple(APOSTROPHES):
        raise ValueError(f"apostrophe = {apostrophe!r}: write one of {' '.join(APOSTROPHES)}")
    opening, closing = MARK_STYLES[style]
    out: list[str] = []
    offsets = [0] * (len(text) + 1)
    length = done = 0

    def copy(until: int) -> None:
        nonlocal length, done
        for i in range(done, until):
            offsets[i] = length + i - done
        piece = text[done:until]
        if apostrophe is not None:
            piece = piece.translate(dict.fromkeys(map(ord, APOSTROPHES), apostrophe))
        out.append(piece)
        length, done = length + until - done, until

    for i, opens in _marks(text):
        spaces = NO_BREAK_SPACES + (" " if text[i] in "«»‹›" else "")
        start, end = i, i + 1
        if opens:
            while end < len(text) and text[end] in spaces:
                end += 1
        else:
            while start > done and text[start - 1] in spaces:
                start -= 1
        copy(start)
        new = opening if opens else closing
        offsets[start:end] = [length + len(new)] * (end - start) if opens else [length] * (end - start)
        if opens:
            offsets[i] = length
        elif start < i:
            offsets[i] = length + len(new) - 1
        out.append(new)
        length, done = length + len(new), end
    copy(len(text))
    offsets[len(text)] = length
    return Exchanged("".join(out), offsets)


def _marks(text: str) -> Iterable[tuple[int, bool]]:
    """The quotation marks of a text with their places, and whether each opens."""
    inside = low = False  # inside a straight pair; after „, which “ closes
    for match in re.finditer('[«»‹›“”„‟"\n]', text):
        i, mark = match.start(), match[0]
        if mark == "\n":
            inside = low = False
        elif mark == '"':
            before, after = text[i - 1 : i], text[i + 1 : i + 2]
            could_open = not before or before.isspace() or before in OPENS_AFTER
            could_close = not after or after.isspace() or not after.isalnum()
            inside = could_open if could_open != could_close else not inside
            yield i, inside
        elif mark == "“" and low:
            low = False
            yield i, False
        else:
            low = mark == "„" or (low and mark != "”")
            yield i, mark in "«‹“„‟"


def move_spans(article: Mapping[str, Any], exchanged: Exchanged) -> dict[str, Any]:
    """An annotated article (gold or prediction) moved to the text with other marks: spans mapped, sha256 renewed."""

    def moved(span: Sequence[int] | None) -> list[int] | None:
        return None if span is None else [exchanged.offsets[i] for i in span]

    quotes = []
    for quote in article["quotes"]:
        content = [moved(span) for span in quote["content"]]
        quotes.append({**quote, "cue": moved(quote["cue"]), "content": content, "source": moved(quote["source"])})
    islands = [{**island, "span": moved(island["span"])} for island in article.get("islands", [])]
    digest = sha256(exchanged.text)
    return {**article, "sha256": digest, "quotes": quotes, "islands": islands}
