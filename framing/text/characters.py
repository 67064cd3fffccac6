"""Characters that no reader sees, or that a reader sees as others: none of them is part of a word."""

import re
import unicodedata
from collections.abc import Iterator

from framing.text.edits import Edit

# What Unicode calls default ignorable and text carries: soft hyphens, zero-width spaces, word joiners, byte order marks,
# marks of direction. A joiner belongs to its script and to pictures made of several, and is hidden before any other letter.
_HIDDEN = (
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|[\u200c\u200d](?![\u0590-\u1dff\u2600-\u27bf\U00010000-\U0010ffff])"
)
HIDDEN = re.compile(_HIDDEN)
_CONTROLS = "[\x80-\x84\x86-\x9f]"
_LIGATURES = "[\ufb00-\ufb06]"
BROKEN = "¬"  # what scans write at the end of a line that breaks a word; a soft hyphen shows there, and means the same
_SHOWN = r"\u00ad(?=[ \t]*(?:\r\n?|\n)[ \t]*[^\W\d_])"
_ODD = re.compile(f"(?P<shown>{_SHOWN})|(?P<hidden>{_HIDDEN})|(?P<ligature>{_LIGATURES})|[\x80-\x9f]")
_CONTROL = re.compile(_CONTROLS)


def exchanged(text: str, by: dict[str, str]) -> str:
    """`text` with some characters in the place of others, of which none stands on both sides.

    `str.translate` does the same, and takes ten times as long for the few characters that are to be exchanged in a text.

    >>> exchanged("L’été\u00a0!", {"’": "'", "\u00a0": " "})
    "L'été !"
    """
    for char, other in by.items():
        text = text.replace(char, other)
    return text


def odd_characters(text: str) -> Iterator[Edit]:
    """What stands in the place of characters that are not what a reader sees.

    Hidden characters go. A ligature (ﬁ, ﬂ, ﬀ …, as PDF files hold them) is its letters. A control character of C1 is the
    mark that cp1252 has at its place: the text was read as Latin-1. U+0085 alone ends a line.

    >>> [edit.by for edit in odd_characters("con\\ufb01rm\\u00adé")]
    ['fi', '']
    """
    misread = None
    for match in _ODD.finditer(text):
        start, end = match.span()
        if match.lastgroup == "shown":
            yield Edit(start, end, BROKEN)
        elif match.lastgroup == "hidden":
            yield Edit(start, end, "")
        elif match.lastgroup == "ligature":
            yield Edit(start, end, unicodedata.normalize("NFKC", match.group()))
        else:
            misread = _CONTROL.search(text) is not None if misread is None else misread
            if misread and (by := match.group().encode("latin-1").decode("cp1252", "ignore")):
                yield Edit(start, end, by)
