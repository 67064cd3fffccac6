"""Whether a text that somebody has is the one that was measured: told without keeping the text."""

import hashlib

import numpy as np

from framing.language import Language
from framing.text.fold import folded
from framing.text.tokenisation import words

VALUES = 64
SHINGLE = 5  # words
SAME, CHANGED = 0.9, 0.3  # resemblance from which a text is the same, and from which it is another version of it
_PRIME = (1 << 61) - 1


def fingerprint(text: str, language: Language | None = None) -> str:
    """The MinHash of a text's runs of five words: 64 values of 32 bits, as hexadecimal digits; empty for a text without words.

    Each value is the least of one hash over all runs, so no run can be told from it. Letter case, accents and typography do
    not matter.

    Source: Broder (1997), On the resemblance and containment of documents.

    >>> len(fingerprint("Le port de Sarvelle rouvre lundi."))
    512
    """
    found = words(folded(text), language)
    if not found:
        return ""
    runs = {" ".join(found[i : i + SHINGLE]) for i in range(max(len(found) - SHINGLE + 1, 1))}
    hashed = [int.from_bytes(hashlib.blake2b(run.encode(), digest_size=7).digest(), "big") for run in sorted(runs)]
    draw = np.random.default_rng(1997)
    factors, shifts = (draw.integers(1, 1 << 60, VALUES).tolist() for _ in range(2))
    least = (min((a * h + b) % _PRIME for h in hashed) for a, b in zip(factors, shifts, strict=True))
    return "".join(f"{value & 0xFFFFFFFF:08x}" for value in least)


def resemblance(one: str, other: str) -> float:
    """The estimated share of runs of five words that two texts have in common, from their fingerprints; 0 without one.

    With 64 values the standard error is at most 0.06. Raises ValueError for what is no fingerprint.

    >>> a = fingerprint("Le port de Sarvelle rouvre lundi après six mois de travaux.")
    >>> resemblance(a, fingerprint("LE PORT DE SARVELLE rouvre lundi, après six mois de travaux"))
    1.0
    """
    if not one or not other:
        return 0.0
    values = [[f[i : i + 8] for i in range(0, len(f), 8)] for f in (one, other)]
    for given in (one, other):
        if len(given) != 8 * VALUES or set(given) - set("0123456789abcdef"):
            raise ValueError(f"{given[:16]!r}… is no fingerprint: it has {8 * VALUES} digits 0-9 a-f")
    return float(np.mean([a == b for a, b in zip(*values, strict=True)]))


def verdict(known: str, text: str, language: Language | None = None) -> str:
    """What a text is to the one whose fingerprint is known: same, changed or another; new where none is known."""
    if not known:
        return "new"
    alike = resemblance(known, fingerprint(text, language))
    return "same" if alike >= SAME else "changed" if alike >= CHANGED else "another"
