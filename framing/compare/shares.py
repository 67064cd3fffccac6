"""Shares and rates of a study's tables by group, each with its interval over articles."""

from collections.abc import Mapping

import pandas as pd

from framing import distance
from framing.compare.estimates import estimate, rate
from framing.measures.registry import with_articles
from framing.tables import Annotations
from framing.tables.joint import holds, values_of
from framing.voice.actors import UNKNOWN
from framing.voice.segments import OUTLET

ALL_EVENTS = "All events"


def estimates_by_category(annotations: Annotations, column: str) -> pd.DataFrame:
    """Share of a group's quotations that each value of a column of the quotes table has, with 95 % intervals over articles.

    Columns: `column`, group, and those of `compare.estimate`. A value that is missing counts as `unknown`. A quotation that
    several say together counts for each value that it has, so that shares of speakers and classes can add up to more than 1.
    """
    quotes = with_articles(annotations.quotes, annotations)
    cells = quotes[column].astype("object").where(quotes[column].notna(), UNKNOWN)
    values = pd.Series([value for cell in cells for value in values_of(cell)], dtype="object")
    order = values.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    parts = [
        estimate(quotes.assign(value=holds(cells, [v]).astype(float)), "value").assign(**{column: v}) for v in order
    ]
    nothing = estimate(quotes.assign(value=0.0)[:0], "value").assign(**{column: ""})
    return pd.concat(parts, ignore_index=True) if parts else nothing


def by_event(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The mean of `value` by event and group, and of all events first, with 95 % intervals over articles.

    `table` are observations (event, group, article_id, value), `names` the events' names by id. Columns: event (its name), group,
    and those of `compare.estimate`. Of an event with an article or two a group the interval says little or nothing.

    >>> lu = pd.DataFrame({"event": ["port", "port", "gel", "gel"], "group": ["state", "wire"] * 2, "article_id": list("abcd"),
    ...     "value": [1.0, 0.0, 1.0, 1.0]})
    >>> by_event(lu, {"port": "Le port", "gel": "Le gel"})[["event", "group", "n"]].values.tolist()[:3]
    [['All events', 'state', 2], ['All events', 'wire', 2], ['Le gel', 'state', 1]]
    """
    together = estimate(table, "value").assign(event=ALL_EVENTS)
    apart = estimate(table, "value", by=["event", "group"])
    parts = pd.concat([together, apart.assign(event=apart["event"].map(names))], ignore_index=True)
    return parts[["event", *parts.columns.drop("event")]]


def stance_shares(annotations: Annotations, target: str, stance: str) -> pd.DataFrame:
    """Share of the outlet's own sentences about a target with this stance, by model and group, with 95 % intervals.

    Columns: model, group, and those of `compare.estimate`.
    """
    held = annotations.stances[(annotations.stances["voice"] == OUTLET) & (annotations.stances["target"] == target)]
    table = with_articles(held, annotations).assign(value=(held["stance"] == stance).astype("float64").to_numpy())
    return estimate(table, "value", by=["model", "group"])


def mark_rates(annotations: Annotations, kinds: list[str]) -> pd.DataFrame:
    """Marks of distance per 1,000 words of the outlet's own, by kind and group, with 95 % intervals over articles.

    Columns: kind, group, marks (how many), estimate, low, high (per 1,000 words), n_units (articles).
    """
    parts = []
    for kind in kinds:
        counts = distance.rates(annotations.distance, annotations, kind)
        counts = counts[counts["voice"] == OUTLET]
        rates = rate(counts, "count", "n_words").assign(kind=kind)
        rates["high"] = rates["high"].clip(upper=1000)
        marks = rates["group"].map(counts.groupby("group")["count"].sum())
        parts.append(rates.assign(marks=marks.astype("Int64")))
    return pd.concat(parts, ignore_index=True)[["kind", "group", "marks", "estimate", "low", "high", "n_units"]]


def frame_shares(annotations: Annotations) -> pd.DataFrame:
    """Share of a group's sentences that hold each frame which is not experimental, with 95 % intervals over articles.

    Columns: frame, model, group, and those of `compare.estimate`.
    """
    sentences = with_articles(annotations.sentences[["article_id", "sentence_id"]], annotations)
    firm = annotations.frames[~annotations.frames["experimental"].fillna(True)]
    parts = [estimate(sentences.assign(value=0.0), "value").iloc[:0].assign(frame="", model="")]
    for (frame, model), held in firm.groupby(["frame", "model"], sort=True):
        keys = set(zip(held["article_id"], held["sentence_id"], strict=True))
        value = [float(key in keys) for key in zip(sentences["article_id"], sentences["sentence_id"], strict=True)]
        parts.append(estimate(sentences.assign(value=value), "value").assign(frame=frame, model=model))
    return pd.concat(parts, ignore_index=True)
