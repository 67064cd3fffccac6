"""The measures of a study: from the tables of facts to one row an observation, ready for `compare`."""

from framing.measures.registry import KEYS, MEASURES, article_voices, observations
from framing.measures.summaries import (
    cues_by_class,
    introductions,
    label_counts,
    mentions_of,
    speaker_words,
    stance_counts,
)

__all__ = [
    "KEYS", "MEASURES", "article_voices", "cues_by_class", "introductions", "label_counts", "mentions_of", "observations",
    "speaker_words", "stance_counts",
]  # fmt: skip
