"""Where groups meet: every estimate with its interval, its n and its method."""

from framing.compare.agreement import krippendorff_alpha
from framing.compare.checking import checked, correction
from framing.compare.combinations import multiverse
from framing.compare.contrast import difference
from framing.compare.effects import adjust, effective_number, rank_biserial, rate_ratio
from framing.compare.estimates import estimate, rate, share
from framing.compare.placebos import placebo
from framing.compare.planning import power
from framing.compare.shares import ALL_EVENTS, by_event, estimates_by_category, frame_shares, mark_rates, stance_shares
from framing.compare.variants import across, definitions, each, leave_one_out, without_copy
from framing.compare.words import keyness

__all__ = [
    "ALL_EVENTS",
    "across",
    "adjust",
    "by_event",
    "checked",
    "correction",
    "definitions",
    "difference",
    "each",
    "effective_number",
    "estimate",
    "estimates_by_category",
    "frame_shares",
    "keyness",
    "krippendorff_alpha",
    "leave_one_out",
    "mark_rates",
    "multiverse",
    "placebo",
    "power",
    "rank_biserial",
    "rate",
    "rate_ratio",
    "share",
    "stance_shares",
    "without_copy",
]
