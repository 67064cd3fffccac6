"""Accounts of the same thing: same event, copied passages, the same statement, what is left out."""

from framing.align.coverage import coverage, matcher_scores, who_is_left_out
from framing.align.events import events
from framing.align.paragraphs import paragraphs
from framing.align.reuse import reuse, without_reuse
from framing.align.statements import statements

__all__ = [
    "coverage",
    "events",
    "matcher_scores",
    "paragraphs",
    "reuse",
    "statements",
    "who_is_left_out",
    "without_reuse",
]
