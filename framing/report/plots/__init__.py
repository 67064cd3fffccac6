"""One function a figure: a table in, a drawn figure out, the same bytes every time."""

from framing.report.plots.accounts import copies, facts
from framing.report.plots.accuracy import peers, reliability
from framing.report.plots.articles import ADOPTIONS, coverage, labels, voices
from framing.report.plots.intervals import choices, differences, estimates, paired
from framing.report.plots.picture import FIGURES, Picture, publish
from framing.report.plots.planning import placebo, power
from framing.report.plots.style import MARKERS, NEUTRAL, PALETTE, colour, use_style

__all__ = [
    "ADOPTIONS", "FIGURES", "MARKERS", "NEUTRAL", "PALETTE", "Picture", "choices", "colour", "copies", "coverage", "differences",
    "estimates", "facts", "labels", "paired", "peers", "placebo", "power", "publish", "reliability", "use_style", "voices",
]  # fmt: skip
