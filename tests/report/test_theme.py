"""The colours of the pages: what a voice's letter, line and tint need to be told apart, in light and in dark."""

import re
from itertools import combinations

import numpy as np
import pytest

from framing.report import plots
from framing.report.html import COLOURS, TEMPLATES

THEME = (TEMPLATES / "theme.css").read_text("utf-8")
PAIRS = dict(re.findall(r"--(\w+): light-dark\((#\w{6}, #\w{6})\)", THEME))
VOICES = [f"v{i}" for i in range(COLOURS)]
TINT = int(re.findall(r"--tint: (\d+)%", THEME)[0]) / 100
# What is left of linear red, green and blue for eyes that lack a kind of cone: Machado, Oliveira & Fernandes 2009, severity 1.
EYES = {
    "all cones": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
# Linear RGB to OKLab (Ottosson 2020), in which distances are those that eyes see.
CONES = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
         [0.0883024619, 0.2817188376, 0.6299787005]]  # fmt: skip
LAB = [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
       [0.0259040371, 0.7827717662, -0.808675766]]  # fmt: skip


def rgb(name, dark):
    return parts_of(PAIRS[name].split(", ")[dark])


def parts_of(colour):
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def linear(colour):
    return np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast of WCAG 2.2, from 1 to 21."""
    low, high = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen(colour, eyes):
    return LAB @ np.cbrt(CONES @ np.clip(EYES[eyes] @ linear(colour), 0, 1))


themes = pytest.mark.parametrize("dark", [False, True])


@themes
@pytest.mark.parametrize("name", ["ink", "faint", *VOICES])
def test_what_is_written_has_contrast(name, dark):
    paper, colour = rgb("paper", dark), rgb(name, dark)
    assert contrast(colour, paper) >= 4.5
    assert contrast(rgb("ink", dark), TINT * colour + (1 - TINT) * paper) >= 4.5
    if name in VOICES:  # a mark of a quotation inside another stands on the paper; the line, on the tint
        assert contrast(colour, TINT * colour + (1 - TINT) * paper) >= 4.5


@themes
@pytest.mark.parametrize("eyes", EYES)
def test_colours_of_voices_differ_for_all_eyes(eyes, dark):
    colours = [seen(rgb(name, dark), eyes) for name in VOICES]
    assert min(np.linalg.norm(a - b) for a, b in combinations(colours, 2)) > 0.11


@pytest.mark.parametrize("eyes", EYES)
def test_colours_of_groups_in_figures_differ_for_all_eyes_and_are_legible(eyes):
    colours = [parts_of(colour) for colour in (*plots.PALETTE, plots.NEUTRAL)]
    assert min(contrast(colour, np.ones(3)) for colour in colours) >= 4.5
    assert min(np.linalg.norm(seen(a, eyes) - seen(b, eyes)) for a, b in combinations(colours, 2)) > 0.085


def test_the_theme_has_the_colours_that_the_pages_take():
    assert sorted(name for name in PAIRS if re.fullmatch(r"v\d+", name)) == VOICES
    # The choice of the book's theme wins over the machine's, and paper is white.
    assert ':root:not([data-theme="light"]) .framing-view { color-scheme: dark; }' in THEME
    assert ':root[data-theme="dark"] .framing-view { color-scheme: dark; }' in THEME
    assert "@media print { .framing-view { color-scheme: light !important;" in THEME
