"""Estimates and differences with their intervals."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from framing.report.plots.style import (
    FAINT,
    INK,
    NEUTRAL,
    beside,
    canvas,
    colour,
    grid,
    interval,
    mark,
    name_groups,
    percent_axis,
    wrapped,
)


def estimates(
    table: pd.DataFrame,
    category: str,
    title: str,
    xlabel: str,
    groups: dict[str, str],
    *,
    percent: bool = True,
    n: str = "n",
) -> Axes:
    """Estimates with their intervals: a row a category, a mark a group (columns `category`, group, estimate, low, high, `n`).

    Where there is no interval the mark is hollow and alone; what cannot be measured is not drawn.
    """
    names = list(dict.fromkeys(table[category]))
    sizes = table.drop_duplicates("group")
    counted = f"n = {sizes[n].sum()} in {sizes['n_units'].sum()} articles"
    axes = canvas(len(names), f"{title} ({counted})", row_height=0.30 + 0.2 * len(groups))
    offsets = dict(zip(groups, np.linspace(-0.18, 0.18, len(groups)) if len(groups) > 1 else [0.0], strict=True))
    for row in table.dropna(subset=["estimate"]).to_dict("records"):
        shown = f"{row['estimate']:.0%}" if percent else f"{row['estimate']:.2g}"
        _estimate(axes, row, names.index(row[category]) + offsets[row["group"]], f"{shown}  (n = {row[n]})")
    axes.set_yticks(range(len(names)), [wrapped(name, 30) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.85)
    _scale(axes, percent)
    axes.set_xlabel(f"{xlabel}, 95 % interval over articles")
    grid(axes)
    name_groups(axes, groups)
    return axes


def _estimate(axes: Axes, row: Mapping[Hashable, Any], y: float, text: str) -> None:
    """A mark, its interval where there is one, and what it says."""
    ink, known = colour(row["group"]), pd.notna(row["low"])
    if known:
        interval(axes, row["low"], row["high"], y, ink, 2, 0.55)
    axes.plot(row["estimate"], y, mark(row["group"]), color=ink, mfc=ink if known else "white", ms=6.5)
    beside(axes, text, row["high"] if known else row["estimate"], y, ink)


def _scale(axes: Axes, shares: bool) -> None:
    if shares:
        axes.set_xlim(0, 1.02)
        percent_axis(axes.xaxis)
    else:
        axes.set_xlim(left=0)


def differences(table: pd.DataFrame, category: str, title: str, xlabel: str) -> Axes:
    """Differences of two groups with their intervals, zero marked (columns `category`, estimate, low, high, n_units)."""
    axes = canvas(len(table), title)
    axes.axvline(0, color=FAINT, lw=1)
    for y, row in enumerate(table.to_dict("records")):
        _difference(axes, row, y)
    axes.set_yticks(range(len(table)), [wrapped(name, 34) for name in table[category]])
    axes.set_ylim(len(table) - 0.5, -0.7)
    axes.set_xlabel(xlabel)
    grid(axes)
    return axes


def _difference(axes: Axes, row: Mapping[Hashable, Any], y: int) -> None:
    """A mark with its size above it, and its interval where there is one; words where nothing can be measured."""
    if pd.isna(row["estimate"]):
        axes.text(0, y, "  cannot be measured", va="center", fontsize=8.5, color=NEUTRAL)
        return
    known = pd.notna(row["low"])
    if known:
        interval(axes, row["low"], row["high"], y, NEUTRAL, 2.2)
    axes.plot(row["estimate"], y, "D", color=INK, mfc=INK if known else "white", ms=6)
    at = (row["estimate"], y)
    axes.annotate(f"{row['estimate']:+.2f}", at, xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8.5)
