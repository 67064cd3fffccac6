"""Estimates and differences with their intervals."""

from collections.abc import Hashable, Mapping, Sequence
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
    signed,
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


def paired(table: pd.DataFrame, category: str, title: str, xlabel: str, groups: Mapping[str, str]) -> Axes:
    """Both groups of each event beside each other: all events first, then a row an event, the widest difference first, a dot a
    group with its interval, and how many observations of how many articles at the right (columns of `compare.by_event`)."""
    wide = table.pivot(index=category, columns="group", values="estimate")
    first, second = groups
    wide = wide.reindex(columns=[first, second])
    apart = (wide[first] - wide[second]).sort_values(ascending=False, kind="stable", na_position="last").index.tolist()
    together = table[category].head(1).tolist()
    order = together + [name for name in apart if name not in together]
    whole = table[table[category].isin(together)]
    counted = f"n = {whole['n'].sum()} in {whole['n_units'].sum()} articles, {len(order) - len(together)} events"
    axes = canvas(len(order), f"{title} ({counted})", row_height=0.3, extra=1.3)
    for row in table.dropna(subset=["estimate"]).to_dict("records"):
        y, ink = order.index(row[category]) + (0.13 if row["group"] == second else -0.13), colour(row["group"])
        known = pd.notna(row["low"])
        if known:
            interval(axes, row["low"], row["high"], y, ink, *((2.6, 0.8) if y < 0.5 else (1, 0.25)))
        axes.plot(row["estimate"], y, mark(row["group"]), color=ink, mfc=ink if known else "white", ms=5, clip_on=False)
    sizes = table.pivot(index=category, columns="group", values=["n", "n_units"]).fillna(0).astype(int)
    for y, name in enumerate(order):
        counted = " v ".join(f"{sizes.loc[name, ('n', g)]} ({sizes.loc[name, ('n_units', g)]})" for g in groups)
        axes.text(1.03, y, counted, va="center", fontsize=8, color=NEUTRAL)
    axes.text(1.03, -1, "n (articles)", va="center", fontsize=8, color=NEUTRAL)
    axes.set_yticks(range(len(order)), [wrapped(name, 62) for name in order], fontsize=8.5)
    axes.set_ylim(len(order) - 0.4, -0.7)
    _scale(axes, True)
    axes.set_xlim(-0.01, 1.01)
    axes.set_xlabel(f"{xlabel}, 95 % interval over articles")
    grid(axes)
    axes.axhline(0.5, color=FAINT, lw=0.8)
    for name in axes.get_yticklabels()[:1]:
        name.set_fontweight("bold")
    name_groups(axes, groups)
    return axes


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
    return _with_rows(axes, list(table[category]), xlabel)


def choices(table: pd.DataFrame, category: str, title: str, xlabel: str) -> Axes:
    """Differences under every combination of choices: a row a value of `category`, the first of its combinations as a mark with
    its interval, the others as thin strokes, dark where their interval excludes zero (columns of `compare.multiverse`)."""
    names = list(dict.fromkeys(table[category]))
    axes = canvas(len(names), f"{title} (n = {len(table)} combinations)", row_height=0.55)
    axes.axvline(0, color=FAINT, lw=1)
    for y, name in enumerate(names):
        row, *others = table[table[category] == name].to_dict("records")
        _difference(axes, row, y)
        for other in others:
            clear = other["low"] > 0 or other["high"] < 0
            at, ink, alpha = other["estimate"], INK if clear else FAINT, 0.9 if clear else 0.6
            axes.plot([at, at], [y + 0.16, y + 0.34], lw=1.4, color=ink, alpha=alpha)
    return _with_rows(axes, names, xlabel)


def _with_rows(axes: Axes, names: Sequence[str], xlabel: str) -> Axes:
    """The axes with a name beside each row, the first at the top."""
    axes.set_yticks(range(len(names)), [wrapped(name, 34) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.7)
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
    axes.annotate(signed(row["estimate"]), at, xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8.5)
