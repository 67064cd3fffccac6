"""Accounts of one event: which facts each holds, and what they copy from one another."""

import textwrap
from collections.abc import Hashable, Mapping
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from framing.align.facts import DENIED
from framing.report.plots.style import INK, NEUTRAL, canvas, colour, colour_names, mark, name_groups, rules, wrapped
from framing.study import Concept

LONG = 100  # letters that fit below the columns, all of them together
KEPT_KEY = (  # where in the key, what is kept of a paragraph, the share that is copied, and its name
    (0, "copied", 1, "copied"),
    (0.14, "retold", 0, "a statement retold"),
    (0.42, "alone", 0, "in this account alone"),
)


def facts(table: pd.DataFrame, groups: Mapping[str, str], title: str) -> Axes:
    """Which account holds which fact: a row a fact, a column an account; filled where it stands, a cross where it does not,
    with the chance (in %) that an account like the others would show nothing (columns item, article_id, outlet, group,
    present, p_unseen); hollow where an optional column told says that it is named only to be denied."""
    accounts = table.drop_duplicates("article_id").sort_values(["group", "outlet"])
    items, columns = list(dict.fromkeys(table["item"])), list(accounts["article_id"])
    counted = f"n = {len(accounts)} accounts, {len(items)} facts"
    axes = canvas(len(items), f"{title} ({counted})", row_height=0.46, extra=1.5)
    for row in table.to_dict("records"):
        _fact(axes, row, columns.index(row["article_id"]), items.index(row["item"]))
    names = axes.set_xticks(range(len(columns)), accounts["outlet"], fontsize=9)
    if accounts["outlet"].str.len().max() * len(columns) > LONG:
        plt.setp([name.label1 for name in names], rotation=30, ha="right")
    colour_names(axes.get_xticklabels(), accounts["group"])
    axes.set_yticks(range(len(items)), [wrapped(str(item).replace("-", " "), 34) for item in items])
    axes.set_ylim(len(items) - 0.4, -0.6)
    axes.set_xlim(-0.6, len(columns) - 0.4)
    rules(axes, len(items), -0.6, len(columns) - 0.4)
    axes.set_xlabel("✕ not found, and how often an account like the others would show nothing", fontsize=9)
    name_groups(axes, groups)
    return axes


def _fact(axes: Axes, row: Mapping[Hashable, Any], x: int, y: int) -> None:
    if row.get("told") == DENIED:
        axes.scatter(x, y, marker=mark(row["group"]), s=80, facecolor="white", edgecolor=colour(row["group"]), lw=1.4)
        axes.text(x, y + 0.2, "denied", ha="center", va="top", fontsize=7, color=NEUTRAL)
        return
    if row["present"]:
        axes.scatter(x, y, marker=mark(row["group"]), s=90, color=colour(row["group"]), lw=0)
        return
    axes.scatter(x, y - 0.08, marker="x", s=38, color=NEUTRAL, lw=1.4)
    chance = f"{row['p_unseen']:.0%}" if pd.notna(row["p_unseen"]) else "?"
    axes.text(x, y + 0.14, chance, ha="center", va="top", fontsize=7.5, color=NEUTRAL)


def copies(table: pd.DataFrame, title: str, concepts: Mapping[str, Concept]) -> Axes:
    """What accounts copy: a row an account, a box a paragraph as wide as it has words, filled up to the share that another
    account has word for word or nearly so; hatched where a statement in it is told elsewhere in other words; above it the
    concepts that it names and does not copy (columns article_id, group, paragraph, n_words, copied, kept, concepts)."""
    accounts = table.drop_duplicates("article_id").sort_values(["group", "article_id"])
    longest = max(table.groupby("article_id")["n_words"].sum(), default=1)
    named = [_named(row, concepts, longest) for row in table.to_dict("records")]
    height = 0.65 + 0.13 * max((names.count("\n") + 1 for names in named if names), default=0)
    counted = f"n = {len(accounts)} accounts, {len(table)} paragraphs"
    axes = canvas(len(accounts), f"{title} ({counted})", row_height=height, extra=1.3)
    half = 0.2 / height
    starts = table.groupby("article_id")["n_words"].cumsum() - table["n_words"]
    rows = {article: y for y, article in enumerate(accounts["article_id"])}
    for x, names, row in zip(starts, named, table.to_dict("records"), strict=True):
        y, width = rows[row["article_id"]], row["n_words"] - 0.005 * longest
        _paragraph(axes, x, y, half, width, row["kept"], row["copied"], colour(row["group"]))
        axes.text(x, y - 1.2 * half, names, fontsize=6, va="bottom", color=INK)
    _name_boxes(axes, height, longest)
    axes.set_yticks(range(len(accounts)), accounts["article_id"].str.replace(r"_[0-9a-f]{16}$", "", regex=True))
    colour_names(axes.get_yticklabels(), accounts["group"])
    axes.set_ylim(len(accounts) - 0.5, -0.5 - 0.25 / height)
    axes.set_xlim(-0.004 * longest, 1.004 * longest)
    axes.set_xlabel("words from the beginning; a box is a paragraph", fontsize=9)
    return axes


def _named(row: Mapping[Hashable, Any], concepts: Mapping[str, Concept], longest: float) -> str:
    """The concepts that a paragraph names and does not copy, in lines as wide as its box."""
    across = max(9, int(105 * row["n_words"] / longest))
    named = [concepts[id_].name for id_ in row["concepts"].split() if id_ in concepts and row["kept"] != "copied"]
    lines = (textwrap.wrap(name, across, subsequent_indent="  ", break_long_words=False) for name in named)
    return "\n".join(line for wrapped_name in lines for line in wrapped_name)


def _paragraph(axes: Axes, x: float, y: float, half: float, width: float, kept: str, share: float, ink: str) -> None:
    hatch = "////" if kept == "retold" else None
    axes.add_patch(Rectangle((x, y - half), width, 2 * half, fc="none", ec="#c9ced6", lw=0, hatch=hatch, clip_on=False))
    axes.add_patch(Rectangle((x, y + half), width, -2 * half * share, fc=ink, lw=0, clip_on=False))
    axes.add_patch(Rectangle((x, y - half), width, 2 * half, fc="none", ec=ink, lw=1, clip_on=False))


def _name_boxes(axes: Axes, height: float, longest: float) -> None:
    """The key of the boxes, above the first account."""
    y = -0.5 - 0.2 / height
    for x, kept, share, name in KEPT_KEY:
        _paragraph(axes, x * longest, y, 0.07 / height, 0.03 * longest, kept, share, NEUTRAL)
        axes.text((x + 0.04) * longest, y, name, color=NEUTRAL, fontsize=9, va="center")
