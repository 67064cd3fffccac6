"""One function a figure: a table in, a drawn figure out, the same bytes every time."""

import textwrap
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.study.reader import Concept
from framing.tables.annotations import write_atomically

PALETTE = {"state": "#b4451f", "wire": "#1f6fb4"}
MARKERS = {"state": "s", "wire": "o"}
VOICES = {"outlet": "#d5d9df", "indirect": "#8d9db3", "direct": "#3d4f6b"}
ADOPTIONS = {
    "adopted": ("s", "the outlet's own word"),
    "distanced": ("X", "kept at a distance"),
    "quoted": ("o", "a source's word"),
}
NEUTRAL = "#5d6470"
VOICE_KEY = ((0.0, "outlet", "the outlet's own words"), (0.42, "indirect", "reported"), (0.72, "direct", "in marks"))
FIGURES = Path("../figures")
WIDTH = 7.2


def use_style() -> None:
    """Set the look of the series: once a notebook, before the first figure."""
    sns.set_theme(
        style="white",
        rc={
            "svg.hashsalt": "framing", "svg.fonttype": "path", "savefig.bbox": "tight", "font.family": "DejaVu Sans",
            "font.size": 10, "axes.titlesize": 11, "axes.titlelocation": "left", "axes.titleweight": "bold",
            "axes.titlepad": 22, "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
            "axes.labelcolor": NEUTRAL, "xtick.color": NEUTRAL, "ytick.color": "#222222", "ytick.left": False,
            "axes.edgecolor": "#c9ced6", "figure.facecolor": "white", "legend.frameon": False,
        },
    )  # fmt: skip


class Picture:
    """A saved figure: shows itself in a notebook as SVG."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def __repr__(self) -> str:
        return "<Picture>"

    def _repr_svg_(self) -> str:
        return self.svg


def publish(drawn: Axes, name: str, table: pd.DataFrame, folder: Path = FIGURES) -> Picture:
    """Save a figure as `name`.svg and the table behind it as `name`.csv; the picture, to show."""
    figure = drawn.figure
    assert isinstance(figure, Figure)
    buffer = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "framing"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    write_atomically(folder / f"{name}.svg", buffer.getvalue())
    write_atomically(
        folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode()
    )
    return Picture(buffer.getvalue().decode())


def _canvas(rows: int, title: str, *, row_height: float = 0.42, extra: float = 1.1) -> Axes:
    _, axes = plt.subplots(figsize=(WIDTH, extra + row_height * max(rows, 1)))
    axes.set_title("\n".join(textwrap.wrap(title, 70)), x=0, ha="left")
    return axes


def colour(group: str) -> str:
    """The colour of an outlet group, the same in every figure; grey for a group that has none."""
    return PALETTE.get(group, NEUTRAL)


def coverage(articles: pd.DataFrame, events: dict[str, str], groups: dict[str, str]) -> Axes:
    """Which group covered which event: a row an event, a column a group, a mark an article
    (columns article_id, group, event, published, n_words); an empty cell says so."""
    axes = _canvas(len(events), f"Who covered which event (n = {len(articles)} articles)", row_height=1.0, extra=0.7)
    for y, event in enumerate(events):
        for x, group in enumerate(groups):
            part = articles[(articles["event"] == event) & (articles["group"] == group)]
            if part.empty:
                axes.text(x, y, "no article", ha="left", va="center", color="#9aa1ab", fontsize=9)
            for i, row in enumerate(part.itertuples(index=False)):
                at = y + (i - (len(part) - 1) / 2) * 0.25
                day = row.published if pd.notna(row.published) else "day unknown"
                axes.scatter(x + 0.01, at, color=colour(group), marker=MARKERS.get(group, "D"), s=55, lw=0)
                axes.text(
                    x + 0.05,
                    at,
                    f"{row.article_id.split('_')[0]}  {day}  {row.n_words} words",
                    va="center",
                    fontsize=8.5,
                )
    axes.set_yticks(range(len(events)), ["\n".join(textwrap.wrap(name, 24)) for name in events.values()])
    axes.set_ylim(len(events) - 0.5, -0.5)
    axes.set_xlim(-0.05, len(groups) - 0.05)
    axes.set_xticks([x + 0.01 for x in range(len(groups))], list(groups.values()), ha="left", fontweight="bold")
    axes.xaxis.tick_top()
    for tick, group in zip(axes.get_xticklabels(), groups, strict=True):
        tick.set_color(colour(group))
    axes.tick_params(top=False)
    axes.spines["bottom"].set_visible(False)
    axes.hlines(np.arange(len(events) - 1) + 0.5, -0.05, len(groups) - 0.05, color="#eceef1", lw=0.8)
    return axes


def voices(table: pd.DataFrame, title: str) -> Axes:
    """Whose words: a bar an article, cut into the outlet's words, reported words and words in quotation marks
    (columns article_id, group, outlet_words, indirect_words, direct_words, n_words)."""
    table = table.sort_values(["group", "n_words"], ascending=[True, False]).reset_index(drop=True)
    axes = _canvas(len(table), f"{title} (n = {len(table)} articles)")
    left = np.zeros(len(table))
    for voice, fill in VOICES.items():
        share = (table[f"{voice}_words"] / table["n_words"]).to_numpy(dtype=float)
        axes.barh(table.index, share, left=left, color=fill, height=0.62, edgecolor="white")
        for y, (x, width) in enumerate(zip(left.tolist(), share.tolist(), strict=True)):
            if width >= 0.07:
                ink = "white" if voice == "direct" else "#222222"
                axes.text(x + width / 2, y, f"{width:.0%}", ha="center", va="center", fontsize=8.5, color=ink)
        left = left + share
    for x, voice, name in VOICE_KEY:
        axes.scatter(x + 0.012, -0.72, marker="s", s=45, color=VOICES[voice], clip_on=False)
        axes.text(x + 0.035, -0.72, name, color=NEUTRAL, fontsize=9, va="center")
    names = [f"{a.split('_')[0]}  ({n:,} words)" for a, n in zip(table["article_id"], table["n_words"], strict=True)]
    axes.set_yticks(table.index, names)
    for tick, group in zip(axes.get_yticklabels(), table["group"], strict=True):
        tick.set_color(colour(group))
    axes.set_ylim(len(table) - 0.5, -0.95)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1))
    axes.set_xlabel("share of the article's words; label colour: outlet group")
    return axes


def estimates(
    table: pd.DataFrame,
    category: str,
    title: str,
    xlabel: str,
    groups: dict[str, str],
    *,
    percent: bool = True,
    n: str = "n_observations",
) -> Axes:
    """Estimates with their intervals: a row a category, a mark a group (columns `category`, group, estimate, low, high, `n`).

    Where there is no interval the mark is hollow and alone; what cannot be measured is not drawn.
    """
    names = list(dict.fromkeys(table[category]))
    sizes = table.drop_duplicates("group")
    counted = f"n = {sizes[n].sum()} in {sizes['n_units'].sum()} articles"
    axes = _canvas(len(names), f"{title} ({counted})", row_height=0.30 + 0.2 * len(groups))
    offsets = dict(zip(groups, np.linspace(-0.18, 0.18, len(groups)) if len(groups) > 1 else [0.0], strict=True))
    for row in table.itertuples(index=False):
        values = row._asdict()
        if pd.isna(values["estimate"]):
            continue
        y = names.index(values[category]) + offsets[values["group"]]
        ink = colour(values["group"])
        known = pd.notna(values["low"])
        if known:
            axes.plot([values["low"], values["high"]], [y, y], color=ink, lw=2, alpha=0.55, solid_capstyle="butt")
        axes.plot(
            values["estimate"], y, MARKERS.get(values["group"], "D"), color=ink, mfc=ink if known else "white", ms=6.5
        )
        shown = f"{values['estimate']:.0%}" if percent else f"{values['estimate']:.2g}"
        end = values["high"] if known else values["estimate"]
        _beside(axes, f"{shown}  (n = {values[n]})", end, y, ink)
    axes.set_yticks(range(len(names)), ["\n".join(textwrap.wrap(str(c), 30)) for c in names])
    axes.set_ylim(len(names) - 0.5, -0.85)
    if percent:
        axes.set_xlim(0, 1.02)
        axes.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1))
    else:
        axes.set_xlim(left=0)
    axes.set_xlabel(f"{xlabel}, 95 % interval over articles")
    axes.grid(axis="x", color="#eceef1")
    axes.set_axisbelow(True)
    _name_groups(axes, groups)
    return axes


def _beside(axes: Axes, text: str, x: float, y: float, ink: str) -> None:
    axes.annotate(text, (x, y), xytext=(7, 0), textcoords="offset points", va="center", fontsize=8.5, color=ink)


def _name_groups(axes: Axes, groups: Mapping[str, str]) -> None:
    signs = {"s": "■", "o": "●"}
    x = 0.0
    for group, name in groups.items():
        named = f"{signs.get(MARKERS.get(group, ''), '◆')} {name}"
        axes.text(x, 1.0, named, transform=axes.transAxes, va="bottom", color=colour(group), fontsize=9, weight="bold")
        x += 0.05 + 0.0165 * len(named)


def differences(table: pd.DataFrame, category: str, title: str, xlabel: str) -> Axes:
    """Differences of two groups with their intervals, zero marked (columns `category`, estimate, low, high, n_units)."""
    axes = _canvas(len(table), title)
    axes.axvline(0, color="#9aa1ab", lw=1)
    for y, row in enumerate(table.itertuples(index=False)):
        if pd.isna(row.estimate):
            axes.text(0, y, "  cannot be measured", va="center", fontsize=8.5, color=NEUTRAL)
            continue
        known = pd.notna(row.low)
        if known:
            axes.plot([row.low, row.high], [y, y], color=NEUTRAL, lw=2.2, solid_capstyle="butt")
        axes.plot(row.estimate, y, "D", color="#222222", mfc="#222222" if known else "white", ms=6)
        axes.annotate(
            f"{row.estimate:+.2f}",
            (row.estimate, y),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
        )
    axes.set_yticks(range(len(table)), ["\n".join(textwrap.wrap(str(c), 34)) for c in table[category]])
    axes.set_ylim(len(table) - 0.5, -0.7)
    axes.set_xlabel(xlabel)
    axes.grid(axis="x", color="#eceef1")
    axes.set_axisbelow(True)
    return axes


def labels(table: pd.DataFrame, columns: Sequence[str], concepts: Mapping[str, Concept], title: str) -> Axes:
    """Where the concepts stand: a row a concept, a column an article, a mark each way of using the word with its count
    (columns concept, column, group, adoption, n). An empty cell is a measurement: the concept is not there."""
    names = {c.id: c.name for c in concepts.values()}
    ids = list(names)
    axes = _canvas(
        len(ids), f"{title} (n = {table['n'].sum()} mentions, {len(columns)} articles)", row_height=0.46, extra=1.7
    )
    order = list(ADOPTIONS)
    for row in table.itertuples(index=False):
        x = list(columns).index(row.column) + (order.index(row.adoption) - 1) * 0.27
        y = ids.index(row.concept)
        marker, _ = ADOPTIONS[row.adoption]
        axes.scatter(x, y - 0.06, marker=marker, s=95, color=colour(row.group), alpha=0.9, lw=0)
        axes.text(x, y + 0.2, str(row.n), ha="center", va="top", fontsize=7.5, color="#222222")
    group_of = dict(zip(table["column"], table["group"], strict=True))
    axes.set_xticks(range(len(columns)), columns)
    for tick, column in zip(axes.get_xticklabels(), columns, strict=True):
        tick.set_color(colour(group_of.get(column, "")))
    axes.set_yticks(range(len(ids)), [names[c] for c in ids])
    axes.set_ylim(len(ids) - 0.4, -0.9)
    axes.set_xlim(-0.6, len(columns) - 0.4)
    axes.tick_params(top=False, labeltop=False, bottom=False)
    for i, (marker, name) in enumerate(ADOPTIONS.values()):
        axes.scatter(-0.5 + i * len(columns) / 3, -0.75, marker=marker, s=60, color=NEUTRAL, clip_on=False, lw=0)
        axes.text(-0.4 + i * len(columns) / 3, -0.75, name, fontsize=9, va="center", color=NEUTRAL)
    axes.hlines(np.arange(len(ids)) + 0.5, -0.6, len(columns) - 0.4, color="#eceef1", lw=0.8)
    axes.spines["bottom"].set_visible(False)
    return axes


def reliability(table: pd.DataFrame, title: str) -> Axes:
    """Does a confidence mean what it says: share right by stated confidence, with intervals, the diagonal drawn
    (columns confidence, right, low, high, n)."""
    axes = _canvas(6, f"{title} (n = {int(table['n'].sum())} relations)")
    axes.plot([0, 1], [0, 1], color="#9aa1ab", lw=1, ls="--")
    axes.errorbar(
        table["confidence"], table["right"],
        yerr=[table["right"] - table["low"], table["high"] - table["right"]],
        fmt="D", color="#222222", ecolor=NEUTRAL, elinewidth=2, ms=6,
    )  # fmt: skip
    for row in table.itertuples(index=False):
        axes.annotate(
            f"n = {row.n}",
            (row.confidence, row.right),
            xytext=(8, -4),
            textcoords="offset points",
            fontsize=8.5,
        )
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(mpl.ticker.PercentFormatter(1))
    axes.set(xlim=(0, 1.08), ylim=(0, 1.05), xlabel="stated confidence", ylabel="share right")
    return axes


def peers(table: pd.DataFrame, title: str) -> Axes:
    """How right each tool is: a row a tool, a mark a measure, with the interval where there is one
    (columns tool, measure, value, low, high)."""
    measures = {
        "f1_0.3": ("o", "found (overlap 0.3)"),
        "f1_0.8": ("s", "found exactly (0.8)"),
        "attributed_f1": ("D", "found, right speaker"),
    }
    inks = dict(zip(measures, ("#8d9db3", "#3d4f6b", "#b4451f"), strict=True))
    tools = list(dict.fromkeys(table["tool"]))
    axes = _canvas(len(tools), title, row_height=0.62)
    for row in table[table["measure"].isin(list(measures))].to_dict("records"):
        y = tools.index(row["tool"]) + (list(measures).index(row["measure"]) - 1) * 0.22
        ink = inks[row["measure"]]
        if pd.notna(row["low"]):
            axes.plot([row["low"], row["high"]], [y, y], color=ink, lw=2, alpha=0.6, solid_capstyle="butt")
        axes.plot(row["value"], y, measures[row["measure"]][0], color=ink, ms=6)
        end = row["high"] if pd.notna(row["high"]) else row["value"]
        _beside(axes, f"{row['value']:.0%}", end, y, ink)
    axes.set_yticks(range(len(tools)), ["\n".join(textwrap.wrap(t, 28)) for t in tools])
    axes.set_ylim(len(tools) - 0.4, -0.8)
    axes.set_xlim(0, 1.05)
    axes.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1))
    axes.set_xlabel("F1 against the gold annotation, 95 % interval over articles")
    for i, (measure, (marker, name)) in enumerate(measures.items()):
        sign = {"o": "●", "s": "■", "D": "◆"}[marker]
        axes.text(
            i * 0.34,
            1.0,
            f"{sign} {name}",
            color=inks[measure],
            transform=axes.transAxes,
            fontsize=9,
            va="bottom",
            fontweight="bold",
        )
    axes.grid(axis="x", color="#eceef1")
    axes.set_axisbelow(True)
    return axes


def placebo(table: pd.DataFrame, category: str, title: str, groups: Mapping[str, str], *, most: float = 0.07) -> Axes:
    """How often like halves are said to differ: a row a measure, a mark a group; the line is the most that is tolerated
    (columns `category`, group, estimate, low, high, n_splits)."""
    names = list(dict.fromkeys(table[category]))
    axes = _canvas(len(names), f"{title} ({table['n_splits'].max()} splits each)", row_height=0.62)
    axes.axvline(most, color="#9aa1ab", lw=1, ls="--")
    axes.annotate(f"at most {most:.0%}", (most, len(names) - 0.5), xytext=(4, 4), textcoords="offset points",
                  fontsize=8.5, color=NEUTRAL)  # fmt: skip
    for row in table.dropna(subset=["estimate"]).itertuples(index=False):
        values = row._asdict()
        y = names.index(values[category]) + (list(groups).index(values["group"]) - (len(groups) - 1) / 2) * 0.3
        ink = colour(values["group"])
        axes.plot([values["low"], values["high"]], [y, y], color=ink, lw=2.2, alpha=0.6, solid_capstyle="butt")
        axes.plot(values["estimate"], y, MARKERS.get(values["group"], "D"), color=ink, ms=6, clip_on=False)
        axes.annotate(f"{values['estimate']:.1%}", (values["high"], y), xytext=(6, 0), textcoords="offset points",
                      va="center", fontsize=8.5, color=ink)  # fmt: skip
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.75)
    axes.set_xlim(0, max(0.15, float(table["high"].max()) * 1.15))
    axes.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1))
    axes.set_xlabel("share of the 95 % intervals that exclude zero")
    axes.grid(axis="x", color="#eceef1")
    axes.set_axisbelow(True)
    _name_groups(axes, dict(groups))
    return axes


def power(table: pd.DataFrame, category: str, title: str, size: str = "n_events", xlabel: str = "events") -> Axes:
    """What a study of each size could find: the smallest difference with a power of 80 %, a line a measure, named at its end;
    both axes are logarithmic (columns `category`, `size`, smallest_difference)."""
    axes = _canvas(7, title)
    sizes = sorted(table[size].unique())
    looks = (("#3d4f6b", "D"), ("#b4451f", "o"), ("#6b7f3d", "s"), (NEUTRAL, "^"))
    for i, (name, part) in enumerate(table.groupby(category, sort=False)):
        part = part.sort_values(size)
        ink, marker = looks[i % len(looks)]
        axes.plot(part[size], part["smallest_difference"], marker=marker, color=ink, ms=6)
        end = (part[size].iloc[-1], part["smallest_difference"].iloc[-1])
        axes.annotate(str(name), end, xytext=(9, 0), textcoords="offset points", va="center", fontsize=9, color=ink)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", base=2)
    axes.set_xticks(sizes, [f"{n:g}" for n in sizes])
    steps = [
        t for t in (0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8) if t >= 0.5 * float(table["smallest_difference"].min())
    ]
    axes.set_yticks(steps, [f"{t:.3g}" for t in steps])
    axes.minorticks_off()
    axes.set(xlabel=xlabel, ylabel="smallest detectable difference")
    axes.grid(axis="y", color="#eceef1")
    axes.set_axisbelow(True)
    return axes


def facts(table: pd.DataFrame, groups: Mapping[str, str], title: str) -> Axes:
    """Which account holds which fact: a row a fact, a column an account; filled where it stands, a cross where it does not,
    with the chance (in %) that an account like the others would show nothing (columns item, article_id, outlet, group,
    present, p_unseen)."""
    accounts = table.drop_duplicates("article_id").sort_values(["group", "outlet"])
    items = list(dict.fromkeys(table["item"]))
    counted = f"n = {len(accounts)} accounts, {len(items)} facts"
    axes = _canvas(len(items), f"{title} ({counted})", row_height=0.46, extra=1.5)
    columns = list(accounts["article_id"])
    for row in table.to_dict("records"):
        x, y, ink = columns.index(row["article_id"]), items.index(row["item"]), colour(row["group"])
        if row["present"]:
            axes.scatter(x, y, marker=MARKERS.get(row["group"], "D"), s=90, color=ink, lw=0)
        else:
            axes.scatter(x, y - 0.08, marker="x", s=38, color=NEUTRAL, lw=1.4)
            chance = f"{row['p_unseen']:.0%}" if pd.notna(row["p_unseen"]) else "?"
            axes.text(x, y + 0.14, chance, ha="center", va="top", fontsize=7.5, color=NEUTRAL)
    axes.set_xticks(range(len(columns)), accounts["outlet"], fontsize=9)
    for tick, group in zip(axes.get_xticklabels(), accounts["group"], strict=True):
        tick.set_color(colour(group))
    axes.set_yticks(range(len(items)), ["\n".join(textwrap.wrap(str(i).replace("-", " "), 34)) for i in items])
    axes.set_ylim(len(items) - 0.4, -0.6)
    axes.set_xlim(-0.6, len(columns) - 0.4)
    axes.hlines(np.arange(len(items)) + 0.5, -0.6, len(columns) - 0.4, color="#eceef1", lw=0.8)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlabel("✕ not found, and how often an account like the others would show nothing", fontsize=9)
    _name_groups(axes, dict(groups))
    return axes


def copies(table: pd.DataFrame, title: str, concepts: Mapping[str, Concept]) -> Axes:
    """What accounts copy: a row an account, a box a paragraph as wide as it has words, filled up to the share that another
    account has word for word or nearly so; hatched where a statement in it is told elsewhere in other words; above it the
    concepts that it names and does not copy (columns article_id, group, paragraph, n_words, copied, kept, concepts)."""
    accounts = table.drop_duplicates("article_id").sort_values(["group", "article_id"])
    longest = max(table.groupby("article_id")["n_words"].sum(), default=1)
    counted = f"n = {len(accounts)} accounts, {len(table)} paragraphs"
    named = [_named(row, concepts, longest) for row in table.to_dict("records")]
    height = 0.65 + 0.13 * max((names.count("\n") + 1 for names in named if names), default=0)
    axes = _canvas(len(accounts), f"{title} ({counted})", row_height=height, extra=1.3)
    half = 0.2 / height
    starts = table.groupby("article_id")["n_words"].cumsum() - table["n_words"]
    rows = {article: y for y, article in enumerate(accounts["article_id"])}
    for x, names, row in zip(starts, named, table.to_dict("records"), strict=True):
        _paragraph(
            axes,
            x,
            rows[row["article_id"]],
            half,
            row["n_words"] - 0.005 * longest,
            row["kept"],
            row["copied"],
            colour(row["group"]),
        )
        axes.text(x, rows[row["article_id"]] - 1.2 * half, names, fontsize=6, va="bottom", color="#222222")
    key = -0.5 - 0.2 / height
    for x, kept, share, name in (
        (0, "copied", 1, "copied"),
        (0.14, "retold", 0, "a statement retold"),
        (0.42, "alone", 0, "in this account alone"),
    ):
        _paragraph(axes, x * longest, key, 0.07 / height, 0.03 * longest, kept, share, NEUTRAL)
        axes.text((x + 0.04) * longest, key, name, color=NEUTRAL, fontsize=9, va="center")
    axes.set_yticks(range(len(accounts)), accounts["article_id"].str.replace(r"_[0-9a-f]{16}$", "", regex=True))
    for tick, group in zip(axes.get_yticklabels(), accounts["group"], strict=True):
        tick.set_color(colour(group))
    axes.set_ylim(len(accounts) - 0.5, -0.5 - 0.25 / height)
    axes.set_xlim(-0.004 * longest, 1.004 * longest)
    axes.set_xlabel("words from the beginning; a box is a paragraph", fontsize=9)
    return axes


def _named(row: Mapping[str, Any], concepts: Mapping[str, Concept], longest: float) -> str:
    across = max(9, int(105 * row["n_words"] / longest))
    named = [concepts[id_].name for id_ in row["concepts"].split() if id_ in concepts and row["kept"] != "copied"]
    wrapped = (textwrap.wrap(name, across, subsequent_indent="  ", break_long_words=False) for name in named)
    return "\n".join(line for lines in wrapped for line in lines)


def _paragraph(axes: Axes, x: float, y: float, half: float, width: float, kept: str, share: float, ink: str) -> None:
    hatch = "////" if kept == "retold" else None
    axes.add_patch(Rectangle((x, y - half), width, 2 * half, fc="none", ec="#c9ced6", lw=0, hatch=hatch, clip_on=False))
    axes.add_patch(Rectangle((x, y + half), width, -2 * half * share, fc=ink, lw=0, clip_on=False))
    axes.add_patch(Rectangle((x, y - half), width, 2 * half, fc="none", ec=ink, lw=1, clip_on=False))
