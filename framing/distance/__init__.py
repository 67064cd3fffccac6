"""Distance: by what words and marks a text holds off what it reports, and whether it says who acts."""

from framing.distance.agency import agency
from framing.distance.conditionals import conditionals, hearsay_conditionals
from framing.distance.hedging import boosters, hedges
from framing.distance.reporting import reporting, reporting_counts
from framing.distance.scare_quotes import scare_quotes
from framing.distance.table import KINDS, markers, rates, table

__all__ = [
    "KINDS", "agency", "boosters", "conditionals", "hearsay_conditionals", "hedges", "markers", "rates", "reporting",
    "reporting_counts", "scare_quotes", "table",
]  # fmt: skip
