"""The measures of a study: from the tables of facts to one row an observation, ready for `compare`."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from framing.tables import Annotations, by_part
from framing.tables.joint import holds
from framing.voice.labels import ADOPTED, DISTANCED
from framing.voice.segments import DIRECT, OUTLET, REPORTED, SOURCE

KEYS = ["article_id", "outlet", "group", "event"]


def with_articles(table: pd.DataFrame, annotations: Annotations) -> pd.DataFrame:
    """The table (with article_id) with the columns outlet, group and event of each article."""
    return table.merge(annotations.articles[KEYS], on="article_id", how="left", validate="many_to_one")


@by_part
def article_voices(annotations: Annotations) -> pd.DataFrame:
    """Words by voice, a row an article.

    Columns: article_id, outlet, group, event, n_words, outlet_words, reported_words, direct_words, n_quotes.
    """
    how = annotations.voices["speech"].fillna(OUTLET)
    voices = (
        annotations.voices.groupby(["article_id", how])["n_words"]
        .sum()
        .unstack(fill_value=0)
        .reindex(columns=[OUTLET, REPORTED, DIRECT], fill_value=0)
    )
    table = annotations.articles[[*KEYS]].merge(
        voices.add_suffix("_words"), left_on="article_id", right_index=True, how="left"
    )
    words = ["outlet_words", "reported_words", "direct_words"]
    table[words] = table[words].fillna(0).astype("int64")
    table.insert(len(KEYS), "n_words", table[words].sum(axis=1))
    table["n_quotes"] = (
        table["article_id"].map(annotations.quotes["article_id"].value_counts()).fillna(0).astype("int64")
    )
    return table.reset_index(drop=True)


def _share_of_words(annotations: Annotations, columns: list[str]) -> pd.DataFrame:
    table = article_voices(annotations)
    words = table["n_words"].where(table["n_words"] > 0)
    return table[KEYS].assign(value=(table[columns].sum(axis=1) / words).astype("float64"))


def _quotes_per_1000(annotations: Annotations) -> pd.DataFrame:
    table = article_voices(annotations)
    words = table["n_words"].where(table["n_words"] > 0)
    return table[KEYS].assign(value=(1000 * table["n_quotes"] / words).astype("float64"))


def _quotes(annotations: Annotations, holds: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    quotes = with_articles(annotations.quotes, annotations)
    return quotes[[*KEYS, "quote_id"]].assign(value=holds(quotes).astype("float64"))


@by_part
def labels_held_off(
    annotations: Annotations,
    at_risk: Callable[[pd.DataFrame], pd.Series],
    by: Callable[[pd.Series], pd.Series] | None = None,
) -> pd.DataFrame:
    """A row a mention that is at risk of being held off: whether it is, or whether it is by a marker that `by` accepts.

    Columns: article_id, outlet, group, event, concept, value. Which mentions are at risk is said by whose words they stand
    in (columns voice and speech of the labels), never by whether a marker stands there: the denominator is known before
    the outcome.
    """
    labels = with_articles(annotations.labels, annotations)
    labels = labels[at_risk(labels)].reset_index(drop=True)
    marked = labels["marker"].notna()
    held_off = (labels["adoption"] == DISTANCED) | marked if by is None else marked & by(labels["marker"])
    return labels[[*KEYS, "concept"]].assign(value=held_off.astype("float64"))


def in_outlets_words(labels: pd.DataFrame) -> pd.Series:
    """Mentions in the outlet's own words: those that the outlet chose, and so the ones that it can hold off.

    Reported words are the outlet's wording of a source's choice: when no marker stands there, nobody can say whose word
    it is, and how much of what it quotes an outlet puts in marks differs by group. Direct quotations are the source's.
    """
    return labels["voice"] == OUTLET


def outside_direct_quotations(labels: pd.DataFrame) -> pd.Series:
    """Mentions in the outlet's own words and in reported speech: all that the outlet worded."""
    return labels["speech"].fillna("") != DIRECT


def _labels_outlet(annotations: Annotations) -> pd.DataFrame:
    labels = with_articles(annotations.labels, annotations)
    return labels[[*KEYS, "concept"]].assign(value=(labels["voice"] == OUTLET).astype("float64"))


def _share_of_classes(annotations: Annotations, classes: list[str]) -> pd.DataFrame:
    return _quotes(annotations, lambda q: holds(q["actor_class"], classes))


def _labels_adopted(annotations: Annotations, concepts: list[str]) -> pd.DataFrame:
    labels = with_articles(annotations.labels, annotations)
    labels = labels[labels["concept"].isin(concepts)].reset_index(drop=True)
    return labels[[*KEYS, "concept"]].assign(value=(labels["adoption"] == ADOPTED).astype("float64"))


def _facts_told(annotations: Annotations, families: list[str]) -> pd.DataFrame:
    facts = with_articles(annotations.facts, annotations)
    facts = facts[facts["family"].isin(families)].reset_index(drop=True)
    return facts[[*KEYS, "fact"]].assign(value=facts["told"].isin([OUTLET, SOURCE]).astype("float64"))


CHOICES: dict[str, tuple[str, Callable[[Annotations, list[str]], pd.DataFrame]]] = {
    "share_class": ("share of quotations whose speaker is of one of some classes of actors", _share_of_classes),
    "labels_adopted": (
        "share of the mentions of some concepts that stand in the outlet's own words with nothing to hold them off",
        _labels_adopted,
    ),
    "facts_told": ("share of the study's facts of some families that an article tells, in whatever voice", _facts_told),
}
"""Measures of a choice, written `name:ID` or `name:ID+ID`: classes, concepts, families of facts."""

MEASURES: dict[str, tuple[str, Callable[[Annotations], pd.DataFrame]]] = {
    "share_quoted": (
        "share of an article's words that are somebody else's",
        partial(_share_of_words, columns=["reported_words", "direct_words"]),
    ),
    "share_verbatim": (
        "share of an article's words that are somebody else's, in quotation marks",
        partial(_share_of_words, columns=["direct_words"]),
    ),
    "quotes_per_1000": ("quotations per 1,000 words of an article", _quotes_per_1000),
    "share_direct": (
        "share of quotations with words in quotation marks",
        partial(_quotes, holds=lambda q: q["type"] != "indirect"),
    ),
    "share_unknown": (
        "share of quotations whose speaker was not found",
        partial(_quotes, holds=lambda q: q["speaker"].isna()),
    ),
    "labels_distanced": (
        "share of labels in the outlet's own words that it keeps at a distance, by marks or by a phrase",
        partial(labels_held_off, at_risk=in_outlets_words),
    ),
    "labels_outlet": ("share of labels that stand in the outlet's own words", _labels_outlet),
}


@by_part
def observations(annotations: Annotations, measure: str) -> pd.DataFrame:
    """The observations of a measure, a row an article, quotation or label: columns article_id, outlet, group, event, value.

    `measure` is a name of MEASURES, or one of CHOICES with the ids that it is of: `share_class:ID+ID`, where a quotation that
    several say together counts for the class of each, `labels_adopted:ID+ID`, `facts_told:ID`.
    A value is NaN where it cannot be measured (an article without words). Raises ValueError for a name that is not known.
    """
    name, _, ids = measure.partition(":")
    if ids and name in CHOICES:
        return CHOICES[name][1](annotations, ids.split("+"))
    if measure not in MEASURES:
        choices = ", ".join(f"{name}:ID" for name in CHOICES)
        raise ValueError(f"there is no measure {measure!r}: the measures are {', '.join(MEASURES)}, {choices}")
    return MEASURES[measure][1](annotations)
