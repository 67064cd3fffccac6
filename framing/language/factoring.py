"""One long regular expression made short, that accepts the same words: what spaCy's French tokenizer spends its start on.

spaCy matches whole tokens such as "demi-finale" against some hundreds of alternatives, each of which repeats the letters of all
alphabets: 1.4 million characters, which `re` needs seconds to compile. The alternatives differ in a few letters only.
"""

import re
from collections import defaultdict

_FLAGS = re.compile(r"(?:\(\?[a-z]+\))?")
# A class of many characters with its quantifier; what stands between two of them is short.
_LETTERS = re.compile(r"(\[[^\]\\]*(?:\\.[^\]\\]*){20,}\][*+?]?)")
# What can stand beside others in a group and mean the same: no quantifier in front, no escape, no bar and no bracket left open.
_PLAIN = re.compile(r"(?![*+?])(?:[^()|\\{]|\([^()\\]*\))*", re.DOTALL)
_BETWEEN = ")|(?:"


def factored(pattern: str) -> str:
    r"""The pattern of a match with what its alternatives have in common written once.

    `pattern` is spaCy's: flags, then (?:^…$)|(?:^…$)|…; alternatives that are the same but for one piece between two long
    character classes become one. The result matches the same strings, though not always by the same alternative, so it is
    for asking whether, not where. A pattern of another form comes back as it is.

    >>> letters = "[" + r"\u0061-\u007A" * 20 + "]"
    >>> factored(f"(?iu)(?:^demi-{letters}+$)|(?:^avant-{letters}+$)") == f"(?iu)(?:(?:^demi-|^avant-){letters}+$)"
    True
    >>> factored("(?iu)(?:^oui$)")
    '(?iu)(?:^oui$)'
    """
    flags = _FLAGS.match(pattern)[0]  # type: ignore[index]
    body = pattern[len(flags) :]
    if not (body.startswith("(?:") and body.endswith(")")):
        return pattern
    alternatives = body[3:-1].split(_BETWEEN)
    if not all(a.startswith("^") and a.endswith("$") for a in alternatives):
        return pattern
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for alternative in alternatives:
        before, piece, after = _parts(alternative)
        groups[before, after].append(piece)
    return flags + "|".join(f"(?:{before}{_any(pieces)}{after})" for (before, after), pieces in groups.items())


def _any(pieces: list[str]) -> str:
    return pieces[0] if len(pieces) == 1 else f"(?:{'|'.join(pieces)})"


def _parts(alternative: str) -> tuple[str, str, str]:
    """What stands before the longest piece between long classes, that piece, and what stands after it; nothing is such a piece
    of an alternative in which one would read otherwise in a group."""
    pieces = _LETTERS.split(alternative)
    if not all(_PLAIN.fullmatch(piece) for piece in pieces[::2]):
        return alternative, "", ""
    longest = max(range(0, len(pieces), 2), key=lambda i: len(pieces[i]))
    return "".join(pieces[:longest]), pieces[longest], "".join(pieces[longest + 1 :])
