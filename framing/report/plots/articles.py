"""Article by article: which event each covers, whose words it has, and which words it uses."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from framing.report.plots.style import (
    INK,
    NEUTRAL,
    canvas,
    colour,
    colour_names,
    mark,
    name_groups,
    offset,
    percent_axis,
    rules,
    wrapped,
)
from framing.study import Concept

FILLS = {"outlet": "#d5d9df", "reported": "#8d9db3", "direct": "#3d4f6b"}  # of the voices
VOICE_KEY = ((0.0, "outlet", "the outlet's own words"), (0.42, "reported", "reported"), (0.72, "direct", "in marks"))
ADOPTIONS = {
    "adopted": ("s", "the outlet's own word"),
    "distanced": ("X", "kept at a distance"),
    "quoted": ("o", "a source's word"),
}
NARROW = 0.07  # a share that is too small for its number to stand in it


def coverage(articles: pd.DataFrame, events: dict[str, str], groups: dict[str, str]) -> Axes:
    """How many articles of each group tell each event: a row an event, a mark an article (columns group, event)."""
    counts = articles.groupby(["event", "group"]).size()
    axes = canvas(len(events), f"Who covered which event (n = {len(articles)} articles)", row_height=0.25, extra=0.8)
    for y, event in enumerate(events):
        for x, group in enumerate(groups):
            n = counts.get((event, group), 0)
            at = x + 0.1 * np.arange(n)
            axes.scatter(at, [y] * n, color=colour(group), marker=mark(group), s=42, lw=0, clip_on=False)
            axes.text(x + 0.1 * n, y, str(n), va="center", fontsize=8.5, color=NEUTRAL)
    axes.set_yticks(range(len(events)), [wrapped(name, 60) for name in events.values()], fontsize=8.5)
    axes.set_ylim(len(events) - 0.5, -0.7)
    axes.set_xlim(-0.06, len(groups) - 0.2)
    axes.set_xticks([])
    rules(axes, len(events) - 1, -0.06, len(groups) - 0.2)
    name_groups(axes, groups)
    return axes


def voices(table: pd.DataFrame, title: str) -> Axes:
    """Whose words: a bar an article, cut into the outlet's words, reported words and words in quotation marks
    (columns article_id, group, outlet_words, reported_words, direct_words, n_words)."""
    table = table.sort_values(["group", "n_words"], ascending=[True, False]).reset_index(drop=True)
    axes = canvas(len(table), f"{title} (n = {len(table)} articles)")
    left = np.zeros(len(table))
    for voice in FILLS:
        share = (table[f"{voice}_words"] / table["n_words"]).to_numpy(dtype=float)
        _bars(axes, left, share, voice)
        left = left + share
    for x, voice, name in VOICE_KEY:
        axes.scatter(x + 0.012, -0.72, marker="s", s=45, color=FILLS[voice], clip_on=False)
        axes.text(x + 0.035, -0.72, name, color=NEUTRAL, fontsize=9, va="center")
    names = [f"{a.split('_')[0]}  ({n:,} words)" for a, n in zip(table["article_id"], table["n_words"], strict=True)]
    axes.set_yticks(table.index, names)
    colour_names(axes.get_yticklabels(), table["group"])
    axes.set_ylim(len(table) - 0.5, -0.95)
    axes.set_xlim(0, 1)
    percent_axis(axes.xaxis)
    axes.set_xlabel("share of the article's words; label colour: outlet group")
    return axes


def _bars(axes: Axes, left: np.ndarray, share: np.ndarray, voice: str) -> None:
    """One voice's part of every bar, with its share where there is room."""
    axes.barh(range(len(share)), share, left=left, color=FILLS[voice], height=0.62, edgecolor="white")
    for y, (x, width) in enumerate(zip(left.tolist(), share.tolist(), strict=True)):
        if width >= NARROW:
            ink = "white" if voice == "direct" else INK
            axes.text(x + width / 2, y, f"{width:.0%}", ha="center", va="center", fontsize=8.5, color=ink)


def labels(table: pd.DataFrame, columns: Sequence[str], concepts: Mapping[str, Concept], title: str) -> Axes:
    """Where the concepts stand: a row a concept, a column an article, a mark each way of using the word with its count
    (columns concept, column, group, adoption, n). An empty cell is a measurement: the concept is not there."""
    names = {c.id: c.name for c in concepts.values()}
    ids, columns = list(names), list(columns)
    counted = f"n = {table['n'].sum()} mentions, {len(columns)} articles"
    axes = canvas(len(ids), f"{title} ({counted})", row_height=0.46, extra=1.7)
    order = list(ADOPTIONS)
    for row in table.to_dict("records"):
        x = columns.index(row["column"]) + offset(order.index(row["adoption"]), len(order), 0.27)
        y = ids.index(row["concept"])
        axes.scatter(
            x, y - 0.06, marker=ADOPTIONS[row["adoption"]][0], s=95, color=colour(row["group"]), alpha=0.9, lw=0
        )
        axes.text(x, y + 0.2, str(row["n"]), ha="center", va="top", fontsize=7.5, color=INK)
    group_of = dict(zip(table["column"], table["group"], strict=True))
    axes.set_xticks(range(len(columns)), columns)
    colour_names(axes.get_xticklabels(), [group_of.get(column, "") for column in columns])
    axes.set_yticks(range(len(ids)), list(names.values()))
    axes.set_ylim(len(ids) - 0.4, -0.9)
    axes.set_xlim(-0.6, len(columns) - 0.4)
    axes.tick_params(top=False, labeltop=False, bottom=False)
    for i, (marker, name) in enumerate(ADOPTIONS.values()):
        axes.scatter(-0.5 + i * len(columns) / 3, -0.75, marker=marker, s=60, color=NEUTRAL, clip_on=False, lw=0)
        axes.text(-0.4 + i * len(columns) / 3, -0.75, name, fontsize=9, va="center", color=NEUTRAL)
    rules(axes, len(ids), -0.6, len(columns) - 0.4)
    return axes
