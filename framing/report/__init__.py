"""The report: notebooks, figures, and pages that show the texts."""

from framing.report.concordance import concordance_page, kwic
from framing.report.exploring import explorer
from framing.report.html import Html, one_page, show
from framing.report.reading import reading_view
from framing.report.sentences import findings
from framing.report.sidebyside import side_by_side

__all__ = [
    "Html",
    "concordance_page",
    "explorer",
    "findings",
    "kwic",
    "one_page",
    "reading_view",
    "show",
    "side_by_side",
]
