"""How right the tools are, and whether a confidence means what it says."""

import pandas as pd
from matplotlib.axes import Axes

from framing.report.plots.style import (
    FAINT,
    INK,
    NEUTRAL,
    SIGNS,
    beside,
    canvas,
    grid,
    interval,
    offset,
    percent_axis,
    wrapped,
)

SCORES = {  # measure: colour, mark, name
    "f1_0.3": ("#8d9db3", "o", "found (overlap 0.3)"),
    "f1_0.8": ("#3d4f6b", "s", "found exactly (0.8)"),
    "attributed_f1": ("#b4451f", "D", "found, right speaker"),
}


def reliability(table: pd.DataFrame, title: str) -> Axes:
    """Does a confidence mean what it says: share right by stated confidence, with intervals, the diagonal drawn
    (columns confidence, right, low, high, n)."""
    axes = canvas(6, f"{title} (n = {int(table['n'].sum())} relations)")
    axes.plot([0, 1], [0, 1], color=FAINT, lw=1, ls="--")
    axes.errorbar(
        table["confidence"], table["right"],
        yerr=[table["right"] - table["low"], table["high"] - table["right"]],
        fmt="D", color=INK, ecolor=NEUTRAL, elinewidth=2, ms=6,
    )  # fmt: skip
    for row in table.to_dict("records"):
        at = (row["confidence"], row["right"])
        axes.annotate(f"n = {row['n']}", at, xytext=(8, -4), textcoords="offset points", fontsize=8.5)
    percent_axis(axes.xaxis)
    percent_axis(axes.yaxis)
    axes.set(xlim=(0, 1.08), ylim=(0, 1.05), xlabel="stated confidence", ylabel="share right")
    return axes


def peers(table: pd.DataFrame, title: str) -> Axes:
    """How right each tool is: a row a tool, a mark a measure, with the interval where there is one
    (columns tool, measure, estimate, low, high)."""
    tools, order = list(dict.fromkeys(table["tool"])), list(SCORES)
    axes = canvas(len(tools), title, row_height=0.62)
    for row in table[table["measure"].isin(order)].to_dict("records"):
        y = tools.index(row["tool"]) + offset(order.index(row["measure"]), len(order), 0.22)
        ink, marker, _ = SCORES[row["measure"]]
        if pd.notna(row["low"]):
            interval(axes, row["low"], row["high"], y, ink, 2, 0.6)
        axes.plot(row["estimate"], y, marker, color=ink, ms=6)
        beside(axes, f"{row['estimate']:.0%}", row["high"] if pd.notna(row["high"]) else row["estimate"], y, ink)
    axes.set_yticks(range(len(tools)), [wrapped(tool, 28) for tool in tools])
    axes.set_ylim(len(tools) - 0.4, -0.8)
    axes.set_xlim(0, 1.05)
    percent_axis(axes.xaxis)
    axes.set_xlabel("F1 against the gold annotation, 95 % interval over articles")
    for i, (ink, marker, name) in enumerate(SCORES.values()):
        named = f"{SIGNS[marker]} {name}"
        axes.text(i * 0.34, 1.0, named, color=ink, transform=axes.transAxes, fontsize=9, va="bottom", fontweight="bold")
    grid(axes)
    return axes
