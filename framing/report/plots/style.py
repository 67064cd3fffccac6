"""The look of the series: colours and signs of the outlet groups, and the parts that figures share."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.text import Text
from matplotlib.ticker import PercentFormatter

PALETTE = ("#b4451f", "#1f6fb4", "#1d1030")  # of the groups in their order, apart for eyes that lack a kind of cone
MARKERS = ("s", "o", "^")
OTHER = "D"  # the mark of a group that has none of its own
KEY = "key"  # what marks the names of a key
SIGNS = {"s": "■", "o": "●", "^": "▲", "D": "◆"}
NEUTRAL, INK, FAINT, RULE = "#5d6470", "#222222", "#9aa1ab", "#eceef1"
WIDTH = 7.2


_order: list[str] = []  # the groups that have a colour and a mark of their own


def use_style(groups: Iterable[str] = ("state", "wire")) -> None:
    """Set the look of the series: once a notebook, before the first figure.

    `groups` are those of the study (`study.groups`): in their order they take the colours and marks of all figures.
    """
    import seaborn as sns  # for its theme alone, and slow to import

    _order[:] = groups
    sns.set_theme(
        style="white",
        rc={
            "svg.hashsalt": "framing", "svg.fonttype": "path", "savefig.bbox": "tight", "font.family": "DejaVu Sans",
            "font.size": 10, "axes.titlesize": 11, "axes.titlelocation": "left", "axes.titleweight": "bold",
            "axes.titlepad": 22, "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
            "axes.labelcolor": NEUTRAL, "xtick.color": NEUTRAL, "ytick.color": INK, "ytick.left": False,
            "axes.edgecolor": "#c9ced6", "figure.facecolor": "white", "legend.frameon": False,
        },
    )  # fmt: skip


def colour(group: str) -> str:
    """The colour of an outlet group, the same in every figure; grey for a group that has none.

    >>> use_style(["presse", "agences"])
    >>> colour("agences"), colour("radio")
    ('#1f6fb4', '#5d6470')
    """
    return _own(group, PALETTE, NEUTRAL)


def mark(group: str) -> str:
    """The mark of an outlet group, the same in every figure."""
    return _own(group, MARKERS, OTHER)


def _own(group: str, given: Sequence[str], other: str) -> str:
    place = _order.index(group) if group in _order else len(given)
    return given[place] if place < len(given) else other


def wrapped(text: object, width: int) -> str:
    """A text in lines of at most `width` characters.

    >>> wrapped("le barrage de Sarvelle", 12)
    'le barrage\\nde Sarvelle'
    """
    return "\n".join(textwrap.wrap(str(text), width))


def canvas(rows: int, title: str, *, row_height: float = 0.42, extra: float = 1.1) -> Axes:
    """A figure with a title, as high as its rows need."""
    _, axes = plt.subplots(figsize=(WIDTH, extra + row_height * max(rows, 1)))
    axes.set_title(wrapped(title, 70), x=0, ha="left")
    return axes


def offset(i: int, n: int, step: float) -> float:
    """Where the i-th of n marks of a row stands beside the row's middle.

    >>> [offset(i, 3, 0.2) for i in range(3)]
    [-0.2, 0.0, 0.2]
    """
    return (i - (n - 1) / 2) * step


def interval(axes: Axes, low: float, high: float, y: float, ink: str, width: float, alpha: float | None = None) -> None:
    """Draw an interval as a bar."""
    axes.plot([low, high], [y, y], color=ink, lw=width, alpha=alpha, solid_capstyle="butt")


def beside(axes: Axes, text: str, x: float, y: float, ink: str, gap: float = 7) -> None:
    """Write a text to the right of a mark."""
    axes.annotate(text, (x, y), xytext=(gap, 0), textcoords="offset points", va="center", fontsize=8.5, color=ink)


def signed(value: float) -> str:
    """A difference with its sign, as the axes write it; none for what rounds to zero.

    >>> signed(0.124), signed(-0.3), signed(-0.001)
    ('+0.12', '−0.30', '0.00')
    """
    shown = f"{abs(value):.2f}"
    return shown if shown == "0.00" else f"{'+' if value > 0 else '−'}{shown}"


def percent_axis(axis: Axis) -> None:
    """Name the ticks of an axis of shares in percent."""
    axis.set_major_formatter(PercentFormatter(1))


def grid(axes: Axes, axis: Literal["x", "y"] = "x") -> None:
    """Draw a grid behind the marks."""
    axes.grid(axis=axis, color=RULE)
    axes.set_axisbelow(True)


def rules(axes: Axes, n: int, left: float, right: float) -> None:
    """Draw a line under each of the first n rows, and none at the bottom."""
    axes.hlines(np.arange(n) + 0.5, left, right, color=RULE, lw=0.8)
    axes.spines["bottom"].set_visible(False)


def colour_names(names: Sequence[Text], groups: Iterable[str]) -> None:
    """Give each name on an axis the colour of its group."""
    for name, group in zip(names, groups, strict=True):
        name.set_color(colour(group))


def name_groups(axes: Axes, groups: Mapping[str, str]) -> None:
    """Write the key of the groups above the figure."""
    names = []
    for group, name in groups.items():
        named = f"{SIGNS[mark(group)]} {name}"
        names.append(
            axes.text(
                0, 1, named, transform=axes.transAxes, va="bottom", color=colour(group), fontsize=9, weight="bold"
            )
        )
        names[-1].set_gid(KEY)
    set_apart(names)


def set_apart(names: Sequence[Text]) -> None:
    """Put the names of a key one after the other, each as wide as it is."""
    x = 0.0
    for name in names:
        name.set_x(x)
        x += 0.05 + 0.0165 * len(name.get_text())
