"""Distance: by what words and marks a text holds off what it reports, and whether it says who acts."""

from framing.distance.agents import agency
from framing.distance.certainty import boosters, hedges
from framing.distance.cues import reporting, reporting_counts
from framing.distance.hearsay import conditionals, hearsay_conditionals
from framing.distance.islands import roles_of, scare_quotes
from framing.distance.tables import KINDS, DistanceRow, Marker, markers, rates, rows

__all__ = [
    "KINDS", "DistanceRow", "Marker", "agency", "boosters", "conditionals", "hearsay_conditionals", "hedges", "markers",
    "rates", "reporting", "reporting_counts", "roles_of", "rows", "scare_quotes",
]  # fmt: skip
