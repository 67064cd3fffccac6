"""The ways to define a measure: the study's own, and others that answer the same question."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from framing.measures.registry import (
    KEYS,
    article_voices,
    in_outlets_words,
    labels_held_off,
    observations,
    outside_direct_quotations,
    with_articles,
)
from framing.tables import Annotations, by_part
from framing.tables.joint import holds, values_of
from framing.tables.spans import parse_spans
from framing.voice.labels import MARKS
from framing.voice.segments import OUTLET

Observe = Callable[[Annotations], pd.DataFrame]


def definitions_of(measure: str) -> dict[str, Observe]:
    """The ways to define a measure, by name, each a function from annotations to observations; the first is the study's own.

    `measure` is a name of `observations`; share_quoted, share_class:CLASS and labels_distanced have definitions of their
    own, the others two. A name that is not known raises ValueError when a definition is asked for its observations.

    Source: multiverse analysis (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016).

    >>> list(definitions_of("share_direct"))
    ['as in the study', 'each article counts once']
    """
    own: dict[str, Observe] = {"as in the study": partial(observations, measure=measure)}
    if measure == "share_quoted":
        return own | {
            "each word counts once": _each_word,
            "no indirect speech": partial(_words_of_types, types=("direct", "mixed")),
            "direct quotations only": partial(_words_of_types, types=("direct",)),
            "words in marks only": partial(observations, measure="share_verbatim"),
        }
    own["each article counts once"] = lambda annotations: per_article(observations(annotations, measure))
    if measure.startswith("share_class:"):
        of = measure.removeprefix("share_class:").split("+")
        return own | {
            "quoted words": partial(words_of_class, classes=of),
            "quoted words, outermost speaker": partial(words_of_class, classes=of, outermost=True),
            "sentences that quote them": partial(sentences_quoting, classes=of),
            "direct and mixed only": partial(_class_of_types, classes=of, types=("direct", "mixed")),
            "indirect only": partial(_class_of_types, classes=of, types=("indirect",)),
            "speakers found only": partial(_class_of_known, classes=of),
        }
    if measure == "labels_distanced":
        return own | {
            "by marks only": partial(labels_held_off, at_risk=in_outlets_words, by=lambda marker: marker == MARKS),
            "by words only": partial(labels_held_off, at_risk=in_outlets_words, by=lambda marker: marker != MARKS),
            "reported speech too": partial(labels_held_off, at_risk=outside_direct_quotations),
            "every mention": partial(labels_held_off, at_risk=lambda labels: labels["voice"].notna()),
        }
    return own


def per_article(table: pd.DataFrame) -> pd.DataFrame:
    """The mean of each article's observations: a row an article, so that a long article counts as much as a short one.

    Columns: article_id, outlet, group, event, value.

    >>> citations = pd.DataFrame({"article_id": ["a", "a", "b"], "outlet": "fanal", "group": "state", "event": "port",
    ...     "value": [1.0, 0.0, 1.0]})
    >>> per_article(citations)[["article_id", "value"]].values.tolist()
    [['a', 0.5], ['b', 1.0]]
    """
    return table.groupby(KEYS, dropna=False, sort=True, as_index=False)["value"].mean()


# --- words -------------------------------------------------------------------------------------------------------------------


@by_part
def words_of_class(annotations: Annotations, classes: Collection[str], *, outermost: bool = False) -> pd.DataFrame:
    """A row a quoted word: whether its speaker is of one of some classes (columns article_id, outlet, group, event, value).

    A word inside a quotation inside another counts for the innermost speaker, or, with `outermost`, for the outermost.

    >>> from framing.tables import SCHEMA, as_table
    >>> rows = {"articles": [{"article_id": "a", "outlet": "fanal", "group": "state", "event": "port"}],
    ...     "quotes": [{"article_id": "a", "quote_id": "q1", "actor_class": "pecheurs", "n_words": 3}]}
    >>> tables = Annotations({name: as_table(name, rows.get(name, ())) for name in SCHEMA})
    >>> words_of_class(tables, ["pecheurs"], outermost=True)["value"].tolist()
    [1.0, 1.0, 1.0]
    """
    if outermost:
        quoted = with_articles(annotations.quotes, annotations)
        quoted = quoted[quoted["parent"].isna()].reset_index(drop=True)
    else:
        quoted = _voices(annotations)
        quoted = quoted[quoted["voice"] != OUTLET].reset_index(drop=True)
    return _per_word(quoted, holds(quoted["actor_class"], classes))


def _per_word(table: pd.DataFrame, value: pd.Series) -> pd.DataFrame:
    """A row a word of the rows of `table` (column n_words): observations, never units. What a hand coded without counting words
    has none."""
    table = table.assign(value=value.astype("float64"))[[*KEYS, "value", "n_words"]].dropna(subset=["n_words"])
    return table.loc[table.index.repeat(table["n_words"].astype("int64")), [*KEYS, "value"]].reset_index(drop=True)


def _voices(annotations: Annotations) -> pd.DataFrame:
    """Stretches of voice with article, and type, speaker's class and parent of their quotation."""
    quotes = annotations.quotes[["article_id", "quote_id", "type", "actor_class"]]
    voices = annotations.voices.merge(quotes, how="left", on=["article_id", "quote_id"], validate="many_to_one")
    return with_articles(voices, annotations)


@by_part
def _words_of_types(annotations: Annotations, types: Sequence[str]) -> pd.DataFrame:
    """Share of each article's words in quotations of some types, of the innermost speaker."""
    voices = _voices(annotations)
    of_types = voices[voices["type"].isin(types)].groupby("article_id")["n_words"].sum()
    table = article_voices(annotations)
    n_words = table["article_id"].map(of_types).fillna(0).astype("float64")
    return table[KEYS].assign(value=n_words / table["n_words"].where(table["n_words"] > 0).astype("float64"))


@by_part
def _each_word(annotations: Annotations) -> pd.DataFrame:
    voices = _voices(annotations)
    return _per_word(voices, voices["voice"] != OUTLET)


# --- quotations and sentences ------------------------------------------------------------------------------------------------


@by_part
def sentences_quoting(annotations: Annotations, classes: Collection[str], *, probability: bool = False) -> pd.DataFrame:
    """A row a sentence: whether a speaker of one of some classes is quoted in it.

    With `probability` the value is how sure that is, the largest confidence of those quotations: of two sentences in which
    one was found it says which is the likelier one, and a correction by checked sentences (`compare.difference(…, checked=…)`)
    may be sharper for it (prediction-powered inference; Angelopoulos et al. 2023).

    Columns: article_id, outlet, group, event, sentence_id, value. Every sentence has a row, so a quotation that was
    missed and one that is none both count as errors, and a hand-checked sample can correct them. Where a hand coded quotations
    without their places no sentence can be told: NaN.

    >>> from framing.tables import SCHEMA, as_table
    >>> rows = {"articles": [{"article_id": "a", "outlet": "fanal", "group": "state", "event": "port"}],
    ...     "sentences": [{"article_id": "a", "sentence_id": s, "start": i, "end": i + 9} for s, i in (("s1", 0), ("s2", 10))],
    ...     "quotes": [{"article_id": "a", "quote_id": "q1", "spans": "12-18", "actor_class": "pecheurs"}]}
    >>> tables = Annotations({name: as_table(name, rows.get(name, ())) for name in SCHEMA})
    >>> sentences_quoting(tables, ["pecheurs"])[["sentence_id", "value"]].values.tolist()
    [['s1', 0.0], ['s2', 1.0]]
    """
    table = annotations.sentences[["article_id", "sentence_id", "start", "end"]]
    if annotations.quotes["spans"].isna().any():
        return with_articles(table.assign(value=np.nan), annotations)[[*KEYS, "sentence_id", "value"]]
    chosen = set(classes)
    spans: dict[str, list[tuple[int, int, float]]] = {}
    columns = ["article_id", "spans", "actor_class", "confidence"]
    for article, where, actor_class, confidence in annotations.quotes[columns].itertuples(index=False):
        if not chosen.isdisjoint(values_of(actor_class)):
            sure = confidence if probability else 1.0
            spans.setdefault(article, []).extend((s, e, sure) for s, e in parse_spans(where))
    value = [
        max((sure for s, e, sure in spans.get(article, []) if start < e and s < end), default=0.0)
        for article, start, end in zip(table["article_id"], table["start"], table["end"], strict=True)
    ]
    table = table.assign(value=np.array(value, dtype="float64"))
    return with_articles(table, annotations)[[*KEYS, "sentence_id", "value"]]


def sentences_holding(sentences: pd.DataFrame, column: str, values: Iterable[str]) -> pd.DataFrame:
    """A row a sentence of coded pages: whether a joined cell of it holds one of some values.

    `sentences` come from `annotation.coded_pages`, `column` is classes, concepts or adopted. Columns: article_id, outlet, group,
    event, sentence_id, value.

    >>> lu = pd.DataFrame({"article_id": "a", "outlet": "fanal", "group": "state", "event": "port", "sentence_id": ["s1", "s2"],
    ...     "classes": ["etat ; ong", None]})
    >>> sentences_holding(lu, "classes", ["ong"])["value"].tolist()
    [1.0, 0.0]
    """
    return sentences[[*KEYS, "sentence_id"]].assign(value=holds(sentences[column], values).astype("float64"))


@by_part
def _class_of_types(annotations: Annotations, classes: Sequence[str], types: Sequence[str]) -> pd.DataFrame:
    quotes = with_articles(annotations.quotes, annotations)
    quotes = quotes[quotes["type"].isin(types)].reset_index(drop=True)
    return quotes[KEYS].assign(value=holds(quotes["actor_class"], classes).astype("float64"))


@by_part
def _class_of_known(annotations: Annotations, classes: Sequence[str]) -> pd.DataFrame:
    quotes = with_articles(annotations.quotes, annotations).dropna(subset=["speaker"]).reset_index(drop=True)
    return quotes[KEYS].assign(value=holds(quotes["actor_class"], classes).astype("float64"))
