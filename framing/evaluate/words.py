"""The words of the language that evaluation needs: answers of coders, and what a name holds beside the name."""

from functools import cache
from typing import NamedTuple

from framing.language import load

# What a spreadsheet makes of a tick, and what coders write in English.
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "false", "0"})


class Answers(NamedTuple):
    """How yes and no are written in the sheets, and everything that is read as one of them."""

    yes: str
    no: str
    meaning_yes: frozenset[str]
    meaning_no: frozenset[str]


@cache
def answers() -> Answers:
    """How yes and no are written.

    >>> answers().yes, answers().no, "vrai" in answers().meaning_yes
    ('oui', 'non', True)
    """
    written = {row["meaning"]: row["word"] for row in load().table("answers") if row["written"] == "yes"}
    own = {
        meaning: {row["word"] for row in load().table("answers") if row["meaning"] == meaning}
        for meaning in ("yes", "no")
    }
    return Answers(written["yes"], written["no"], YES | own["yes"], NO | own["no"])


@cache
def name_fillers() -> frozenset[str]:
    """Words in names that name nobody: articles, prepositions, forms of address."""
    return frozenset(row["word"] for row in load().table("name_fillers"))
