"""The measures of a study: from the tables of facts to one row an observation, ready for `compare`."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from framing import compare, distance
from framing.tables.annotations import Annotations
from framing.voice.actors import UNKNOWN
from framing.voice.labels import ADOPTED, DISTANCED
from framing.voice.segments import OUTLET

KEYS = ["article_id", "outlet", "group", "event"]
CONTENT = ("ADJ", "NOUN", "PROPN", "TERM", "VERB")  # parts of speech of words that name and describe


def _with_articles(table: pd.DataFrame, annotations: Annotations) -> pd.DataFrame:
    return table.merge(annotations.articles[KEYS], on="article_id", how="left", validate="many_to_one")


def article_voices(annotations: Annotations) -> pd.DataFrame:
    """Words by voice, a row an article.

    Columns: article_id, outlet, group, event, n_words, outlet_words, indirect_words, direct_words, n_quotes.
    """
    voices = annotations.voices.pivot_table(
        index="article_id", columns="voice", values="n_words", aggfunc="sum", fill_value=0
    ).reindex(columns=["outlet", "indirect", "direct"], fill_value=0)
    table = annotations.articles[[*KEYS]].merge(
        voices.add_suffix("_words"), left_on="article_id", right_index=True, how="left"
    )
    words = ["outlet_words", "indirect_words", "direct_words"]
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
    quotes = _with_articles(annotations.quotes, annotations)
    return quotes[[*KEYS, "quote_id"]].assign(value=holds(quotes).astype("float64"))


def _labels_distanced(annotations: Annotations) -> pd.DataFrame:
    labels = _with_articles(annotations.labels, annotations)
    labels = labels[labels["adoption"].isin([ADOPTED, DISTANCED])].reset_index(drop=True)
    return labels[[*KEYS, "concept"]].assign(value=(labels["adoption"] == DISTANCED).astype("float64"))


def _labels_outlet(annotations: Annotations) -> pd.DataFrame:
    labels = _with_articles(annotations.labels, annotations)
    return labels[[*KEYS, "concept"]].assign(value=(labels["voice"] == OUTLET).astype("float64"))


MEASURES: dict[str, tuple[str, Callable[[Annotations], pd.DataFrame]]] = {
    "share_quoted": (
        "share of an article's words that are somebody else's",
        partial(_share_of_words, columns=["indirect_words", "direct_words"]),
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
        "share of labels outside direct quotations that are kept at a distance",
        _labels_distanced,
    ),
    "labels_outlet": ("share of labels that stand in the outlet's own words", _labels_outlet),
}


def observations(annotations: Annotations, measure: str) -> pd.DataFrame:
    """The observations of a measure, a row an article, quotation or label: columns article_id, outlet, group, event, value.

    `measure` is a name of MEASURES, or `share_class:ID`, the share of quotations whose speaker is of that class of actors.
    A value is NaN where it cannot be measured (an article without words). Raises ValueError for a name that is not known.
    """
    if measure.startswith("share_class:"):
        actor_class = measure.removeprefix("share_class:")
        return _quotes(annotations, lambda q: q["actor_class"] == actor_class)
    if measure not in MEASURES:
        raise ValueError(
            f"there is no measure {measure!r}: the measures are {', '.join(MEASURES)} and share_class:CLASS"
        )
    return MEASURES[measure][1](annotations)


def speaker_words(annotations: Annotations, by: list[str] | None = None) -> pd.DataFrame:
    """Quoted words by class of speaker.

    Columns: those of `by` (group by default), actor_class, n_words, n_quotes, n_articles, share. A word counts for the
    innermost speaker only. `share` is of all quoted words of the cell.
    """
    by = by or ["group"]
    own = annotations.voices[annotations.voices["voice"] != OUTLET]
    own = own.merge(annotations.quotes[["article_id", "quote_id", "actor_class"]], on=["article_id", "quote_id"])
    own = _with_articles(own, annotations).assign(key=own["article_id"] + " " + own["quote_id"])
    table = own.groupby([*by, "actor_class"], observed=True, sort=True, as_index=False).agg(
        n_words=("n_words", "sum"), n_quotes=("key", "nunique"), n_articles=("article_id", "nunique")
    )
    total = table.groupby(by)["n_words"].transform("sum")
    return table.assign(share=(table["n_words"] / total.where(total > 0)).astype("float64"))


def label_counts(annotations: Annotations) -> pd.DataFrame:
    """How often each concept stands in each article and how it is used: columns concept, column (the id's first
    part), group, adoption, n."""
    labels = _with_articles(annotations.labels, annotations)
    table = labels.groupby(["concept", "article_id", "group", "adoption"]).size().rename("n").reset_index()
    return table.assign(column=table["article_id"].str.split("_").str[0])[
        ["concept", "column", "group", "adoption", "n"]
    ]


def estimates_by_category(annotations: Annotations, column: str) -> pd.DataFrame:
    """Share of a group's quotations that each value of a column of the quotes table has, with 95 % intervals over articles.

    Columns: `column`, group, and those of `compare.estimate`. A value that is missing counts as `unknown`.
    """
    quotes = _with_articles(annotations.quotes, annotations)
    values = quotes[column].astype("object").where(quotes[column].notna(), UNKNOWN)
    order = values.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    parts = [
        compare.estimate(quotes.assign(value=(values == v).astype(float)), "value").assign(**{column: v}) for v in order
    ]
    nothing = compare.estimate(quotes.assign(value=0.0)[:0], "value").assign(**{column: ""})
    return pd.concat(parts, ignore_index=True) if parts else nothing


def cues_by_class(annotations: Annotations) -> pd.DataFrame:
    """The words that report, by class and group: columns group, cue_class, n, cues (each with its count)."""
    quotes = _with_articles(annotations.quotes, annotations).dropna(subset=["cue_class"])
    counts = quotes.groupby(["group", "cue_class", "cue_lemma"]).size().rename("n").reset_index()
    counts = counts.sort_values(["group", "cue_class", "n", "cue_lemma"], ascending=[True, True, False, True])
    counts["cues"] = counts["cue_lemma"] + " " + counts["n"].astype(str)
    table = counts.groupby(["group", "cue_class"]).agg(n=("n", "sum"), cues=("cues", ", ".join)).reset_index()
    return table.sort_values(["group", "n"], ascending=[True, False], kind="stable", ignore_index=True)


def mentions_of(annotations: Annotations, concepts: list[str]) -> pd.DataFrame:
    """Every use of some concepts: columns article_id, group, concept, variant, voice, speaker, adoption, marker, n."""
    speakers = annotations.quotes[["article_id", "quote_id", "speaker"]]
    labels = _with_articles(annotations.labels, annotations).merge(speakers, how="left", on=["article_id", "quote_id"])
    keys = ["article_id", "group", "concept", "variant", "voice", "speaker", "adoption", "marker"]
    chosen = labels[labels["concept"].isin(concepts)]
    return chosen.groupby(keys, dropna=False, sort=False).size().rename("n").reset_index()


def stance_shares(annotations: Annotations, target: str, stance: str) -> pd.DataFrame:
    """Share of the outlet's own sentences about a target with this stance, by model and group, with 95 % intervals.

    Columns: model, group, and those of `compare.estimate`.
    """
    held = annotations.stances[(annotations.stances["voice"] == OUTLET) & (annotations.stances["target"] == target)]
    table = _with_articles(held, annotations).assign(value=(held["stance"] == stance).astype("float64").to_numpy())
    return compare.estimate(table, "value", by=["model", "group"])


def stance_counts(annotations: Annotations, model: str) -> pd.DataFrame:
    """How often each voice takes each stance by one model: columns group, voice, target, negative, neutral, positive.

    `model` is `lexical`, or `transformer` for any other.
    """
    lexical = annotations.stances["model"] == "lexical"
    held = _with_articles(annotations.stances[lexical if model == "lexical" else ~lexical], annotations)
    table = held.groupby(["group", "voice", "target", "stance"]).size().unstack(fill_value=0)
    return (
        table.reindex(columns=["negative", "neutral", "positive"], fill_value=0).rename_axis(columns=None).reset_index()
    )


def mark_rates(annotations: Annotations, kinds: list[str]) -> pd.DataFrame:
    """Marks of distance per 1,000 words of the outlet's own, by kind and group, with 95 % intervals over articles."""
    parts = []
    for kind in kinds:
        counts = distance.rates(annotations.distance, annotations, kind)
        counts = counts[counts["voice"] == OUTLET]
        rates = compare.rate(counts, "count", "n_words").assign(kind=kind)
        rates["high"] = rates["high"].clip(upper=1000)
        marks = rates["group"].map(counts.groupby("group")["count"].sum())
        parts.append(rates.assign(marks=marks.astype("Int64")))
    return pd.concat(parts, ignore_index=True)[["kind", "group", "marks", "estimate", "low", "high", "n_units"]]


def frame_shares(annotations: Annotations) -> pd.DataFrame:
    """Share of a group's sentences that hold each frame which is not experimental, with 95 % intervals over articles.

    Columns: frame, model, group, and those of `compare.estimate`.
    """
    sentences = _with_articles(annotations.sentences[["article_id", "sentence_id"]], annotations)
    firm = annotations.frames[~annotations.frames["experimental"].fillna(True)]
    parts = [compare.estimate(sentences.assign(value=0.0), "value").iloc[:0].assign(frame="", model="")]
    for (frame, model), held in firm.groupby(["frame", "model"], sort=True):
        keys = set(zip(held["article_id"], held["sentence_id"], strict=True))
        value = [float(key in keys) for key in zip(sentences["article_id"], sentences["sentence_id"], strict=True)]
        parts.append(compare.estimate(sentences.assign(value=value), "value").assign(frame=frame, model=model))
    return pd.concat(parts, ignore_index=True)


def introductions(annotations: Annotations) -> pd.DataFrame:
    """Who says a word first in an article, the outlet or a source, and whether the other side takes it up.

    A row a content word (noun, verb, adjective, name, term of the study) of an article. Columns: article_id, outlet, group,
    event, lemma, by (outlet or source), actor (of the source, missing where it has none), taken_up (0/1: the other side uses
    the word, too). A quotation that begins before the outlet's own mention introduces it: order in the text, not in time.
    """
    content = annotations.lemmas[annotations.lemmas["pos"].isin(CONTENT)]
    own = (content["voice"] == OUTLET).groupby([content["article_id"], content["lemma"]])
    both = (own.transform("any") & ~own.transform("all")).astype("float64")
    first = content.assign(taken_up=both, by=content["voice"].where(content["voice"] == OUTLET, "source"))
    first = first[first["first"].fillna(False)].drop_duplicates(["article_id", "lemma"])
    table = _with_articles(first, annotations).sort_values(["article_id", "lemma"], kind="stable")
    return table[[*KEYS, "lemma", "by", "actor", "taken_up"]].reset_index(drop=True)
