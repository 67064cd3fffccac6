"""Where groups meet: every estimate with its interval, its n and its method."""

from framing.compare.agreement import krippendorff_alpha
from framing.compare.contrast import difference
from framing.compare.effects import adjust, effective_number, rank_biserial, rate_ratio
from framing.compare.estimates import estimate, rate, share
from framing.compare.planning import power
from framing.compare.shares import estimates_by_category, frame_shares, mark_rates, stance_shares
from framing.compare.words import keyness

__all__ = [
    "adjust",
    "difference",
    "effective_number",
    "estimate",
    "estimates_by_category",
    "frame_shares",
    "keyness",
    "krippendorff_alpha",
    "mark_rates",
    "power",
    "rank_biserial",
    "rate",
    "rate_ratio",
    "share",
    "stance_shares",
]
