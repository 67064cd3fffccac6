"""What a design can tell: how often it errs where nothing differs, and how small a difference it finds."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from framing.report.plots.style import (
    FAINT,
    NEUTRAL,
    beside,
    canvas,
    colour,
    grid,
    interval,
    mark,
    name_groups,
    offset,
    percent_axis,
)

LOOKS = (("#3d4f6b", "D"), ("#b4451f", "o"), ("#9467bd", "s"), (NEUTRAL, "^"))
STEPS = (0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8)


def placebo(table: pd.DataFrame, category: str, title: str, groups: Mapping[str, str], *, most: float = 0.07) -> Axes:
    """How often like halves are said to differ: a row a measure, a mark a group; the line is the most that is tolerated
    (columns `category`, group, estimate, low, high, n_splits)."""
    names, order = list(dict.fromkeys(table[category])), list(groups)
    axes = canvas(len(names), f"{title} ({table['n_splits'].max()} splits each)", row_height=0.62)
    axes.axvline(most, color=FAINT, lw=1, ls="--")
    axes.annotate(f"at most {most:.0%}", (most, len(names) - 0.5), xytext=(4, 4), textcoords="offset points",
                  fontsize=8.5, color=NEUTRAL)  # fmt: skip
    for row in table.dropna(subset=["estimate"]).to_dict("records"):
        y = names.index(row[category]) + offset(order.index(row["group"]), len(order), 0.3)
        ink = colour(row["group"])
        interval(axes, row["low"], row["high"], y, ink, 2.2, 0.6)
        axes.plot(row["estimate"], y, mark(row["group"]), color=ink, ms=6, clip_on=False)
        beside(axes, f"{row['estimate']:.1%}", row["high"], y, ink, gap=6)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.75)
    axes.set_xlim(0, max(0.15, float(table["high"].max()) * 1.15))
    percent_axis(axes.xaxis)
    axes.set_xlabel("share of the 95 % intervals that exclude zero")
    grid(axes)
    name_groups(axes, groups)
    return axes


def power(table: pd.DataFrame, category: str, title: str, size: str = "n_events", xlabel: str = "events") -> Axes:
    """What a study of each size could find: the smallest difference with a power of 80 %, a line a measure, named at its end;
    both axes are logarithmic (columns `category`, `size`, smallest_difference)."""
    axes = canvas(7, title)
    sizes = sorted(table[size].unique())
    for i, (name, part) in enumerate(table.groupby(category, sort=False)):
        part = part.sort_values(size)
        ink, marker = LOOKS[i % len(LOOKS)]
        axes.plot(part[size], part["smallest_difference"], marker=marker, color=ink, ms=6)
        end = (part[size].iloc[-1], part["smallest_difference"].iloc[-1])
        axes.annotate(str(name), end, xytext=(9, 0), textcoords="offset points", va="center", fontsize=9, color=ink)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", base=2)
    axes.set_xticks(sizes, [f"{n:g}" for n in sizes])
    steps = [step for step in STEPS if step >= 0.5 * float(table["smallest_difference"].min())]
    axes.set_yticks(steps, [f"{step:.3g}" for step in steps])
    axes.minorticks_off()
    axes.set(xlabel=xlabel, ylabel="smallest detectable difference")
    grid(axes, "y")
    return axes
