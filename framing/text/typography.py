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
    # One character for one, so that the offsets of the marks hold.
    text = text.translate(dict.fromkeys(map(ord, APOSTROPHES), apostrophe)) if apostrophe is not None else text
    opening, closing = MARK_STYLES[style]
    copy = _Copy(text)
    for i, opens in _marks(text):
        if opens:
            copy.open(i, opening)
        else:
            copy.close(i, closing)
    return copy.finished()


class _Copy:
    """A text written anew with other marks, from its start on, and where each of its offsets went."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.offsets: list[int] = []
        self.length = 0  # of what is written

    def open(self, i: int, mark: str) -> None:
        """Write an opening mark for the one at `i` and the spaces after it, whose offsets go behind the new one."""
        self._keep(i)
        self._write(mark, [0] + [len(mark)] * (_after_spaces(self.text, i) - i - 1))

    def close(self, i: int, mark: str) -> None:
        """Write a closing mark for the one at `i` and the spaces before it, whose offsets go before the new one."""
        start = _before_spaces(self.text, i, len(self.offsets))
        self._keep(start)
        self._write(mark, [0] * (i - start) + [len(mark) - 1 if start < i else 0])

    def finished(self) -> Exchanged:
        """The whole, when the last mark is written."""
        self._keep(len(self.text))
        return Exchanged("".join(self.out), [*self.offsets, self.length])

    def _keep(self, until: int) -> None:
        piece = self.text[len(self.offsets) : until]
        self._write(piece, range(len(piece)))

    def _write(self, piece: str, offsets: Iterable[int]) -> None:
        """Add a piece, and where in it the next offsets of the text go."""
        self.offsets += [self.length + offset for offset in offsets]
        self.out.append(piece)
        self.length += len(piece)


def _after_spaces(text: str, i: int) -> int:
    """The end of the spaces inside an opening mark at `i`."""
    spaces, end = _spaces_inside(text[i]), i + 1
    while end < len(text) and text[end] in spaces:
        end += 1
    return end


def _before_spaces(text: str, i: int, first: int) -> int:
    """The start of the spaces inside a closing mark at `i`, from `first` on."""
    spaces = _spaces_inside(text[i])
    while i > first and text[i - 1] in spaces:
        i -= 1
    return i


def _spaces_inside(mark: str) -> str:
    return NO_BREAK_SPACES + (" " if mark in MARK_FAMILIES["guillemets"] else "")


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
