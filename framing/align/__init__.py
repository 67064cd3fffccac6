"""Accounts of the same thing: same event, copied passages, the same statement, what is left out."""

from framing.align.clusters import events
from framing.align.copymap import paragraphs
from framing.align.facts import accounts, coverage, facts_told, matcher_scores, who_is_left_out
from framing.align.passages import reuse, without_reuse
from framing.align.sayings import statements
from framing.align.windows import Window, in_windows, links

__all__ = [
    "Window",
    "accounts",
    "coverage",
    "events",
    "facts_told",
    "in_windows",
    "links",
    "matcher_scores",
    "paragraphs",
    "reuse",
    "statements",
    "who_is_left_out",
    "without_reuse",
]
