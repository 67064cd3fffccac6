"""From texts to tables: the one place that calls every annotator; and tables of pages that were coded by hand."""

from framing.annotation.annotating import annotate
from framing.annotation.by_hand import Coded, coded_pages, common_length, read_selection
from framing.annotation.corpora import Annotated, annotate_corpus
from framing.annotation.suggestions import Draft, suggest

__all__ = [
    "Annotated", "Coded", "Draft", "annotate", "annotate_corpus", "coded_pages", "common_length", "read_selection",
    "suggest",
]  # fmt: skip
