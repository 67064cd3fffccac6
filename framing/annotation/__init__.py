"""From texts to tables: the one place that calls every annotator; and tables of pages that were coded by hand."""

from framing.annotation.annotating import annotate
from framing.annotation.by_hand import Coded, coded_pages, common_length, read_selection

__all__ = ["Coded", "annotate", "coded_pages", "common_length", "read_selection"]
