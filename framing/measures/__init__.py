"""The measures of a study: from the tables of facts to one row an observation, ready for `compare`."""

from framing.measures.registry import (
    CONTENT,
    KEYS,
    article_voices,
    cues_by_class,
    estimates_by_category,
    frame_shares,
    introductions,
    label_counts,
    mark_rates,
    mentions_of,
    observations,
    speaker_words,
    stance_counts,
    stance_shares,
)

__all__ = [
    "CONTENT",
    "KEYS",
    "article_voices",
    "cues_by_class",
    "estimates_by_category",
    "frame_shares",
    "introductions",
    "label_counts",
    "mark_rates",
    "mentions_of",
    "observations",
    "speaker_words",
    "stance_counts",
    "stance_shares",
]
