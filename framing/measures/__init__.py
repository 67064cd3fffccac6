"""The measures of a study: from the tables of facts to one row an observation, ready for `compare`."""

from framing.measures.definitions import (
    definitions_of,
    per_article,
    sentences_holding,
    sentences_quoting,
    words_of_class,
)
from framing.measures.naming import name_of
from framing.measures.registry import KEYS, MEASURES, article_voices, observations
from framing.measures.summaries import (
    cues_by_class,
    each_speaker,
    introductions,
    judgements,
    label_counts,
    mentions_of,
    speaker_words,
    stance_counts,
)

__all__ = [
    "KEYS",
    "MEASURES",
    "article_voices",
    "cues_by_class",
    "definitions_of",
    "each_speaker",
    "introductions",
    "judgements",
    "label_counts",
    "mentions_of",
    "name_of",
    "observations",
    "per_article",
    "sentences_holding",
    "sentences_quoting",
    "speaker_words",
    "stance_counts",
    "words_of_class",
]
