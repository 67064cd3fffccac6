"""From texts to tables: the one place that calls every annotator; and tables of pages that were coded by hand."""

from framing.annotation.annotating import annotate
from framing.annotation.by_hand import Coded, coded_pages, common_length, read_selection
from framing.annotation.corpora import Annotated, annotate_corpus

__all__ = ["Annotated", "Coded", "annotate", "annotate_corpus", "coded_pages", "common_length", "read_selection"]
