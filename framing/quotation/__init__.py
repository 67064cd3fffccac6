"""Who says what: quotations with their sources, by which cue."""

from framing.quotation.extraction import extract, extract_many
from framing.quotation.model import Extraction, Island, Quote
from framing.quotation.tables import quotes, to_gold

__all__ = ["Extraction", "Island", "Quote", "extract", "extract_many", "quotes", "to_gold"]
