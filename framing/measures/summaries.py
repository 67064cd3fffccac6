"""What the tables hold, counted: no estimate, no interval."""

from collections.abc import Collection

import pandas as pd

from framing.measures.registry import KEYS, with_articles
from framing.tables import Annotations, by_part
from framing.tables.joint import values_of
from framing.voice.segments import OUTLET

CONTENT = ("ADJ", "NOUN", "PROPN", "TERM", "VERB")  # parts of speech of words that name and describe


def speaker_words(annotations: Annotations, by: list[str] | None = None) -> pd.DataFrame:
    """Quoted words by class of speaker.

    Columns: those of `by` (group by default), actor_class, n_words, n_quotes, n_articles, share. A word counts for the
    innermost speaker only, and once where several say it together: their classes are a row of their own (« etat ; ville »).
    `share` is of all quoted words of the cell.
    """
    by = by or ["group"]
    own = annotations.voices[annotations.voices["voice"] != OUTLET]
    own = own.merge(annotations.quotes[["article_id", "quote_id", "actor_class"]], on=["article_id", "quote_id"])
    own = with_articles(own, annotations).assign(key=own["article_id"] + " " + own["quote_id"])
    table = own.groupby([*by, "actor_class"], observed=True, sort=True, as_index=False).agg(
        n_words=("n_words", "sum"), n_quotes=("key", "nunique"), n_articles=("article_id", "nunique")
    )
    total = table.groupby(by)["n_words"].transform("sum")
    return table.assign(share=(table["n_words"] / total.where(total > 0)).astype("float64"))


@by_part
def each_speaker(annotations: Annotations) -> pd.DataFrame:
    """Who speaks, a row a quotation and each who says it; quotations without a speaker have none.

    Columns: article_id, outlet, group, event, quote_id, speaker.
    """
    quotes = with_articles(annotations.quotes.dropna(subset=["speaker"]), annotations)
    table = quotes[[*KEYS, "quote_id"]].assign(speaker=[values_of(cell) for cell in quotes["speaker"]])
    return table.explode("speaker", ignore_index=True)


def label_counts(annotations: Annotations) -> pd.DataFrame:
    """How often each concept stands in each article and how it is used: columns concept, column (the id's first
    part), group, adoption, n."""
    labels = with_articles(annotations.labels, annotations)
    table = labels.groupby(["concept", "article_id", "group", "adoption"]).size().rename("n").reset_index()
    return table.assign(column=table["article_id"].str.split("_").str[0])[
        ["concept", "column", "group", "adoption", "n"]
    ]


def cues_by_class(annotations: Annotations) -> pd.DataFrame:
    """The words that report, by class and group: columns group, cue_class, n, cues (each with its count)."""
    quotes = with_articles(annotations.quotes, annotations).dropna(subset=["cue_class"])
    counts = quotes.groupby(["group", "cue_class", "cue_lemma"]).size().rename("n").reset_index()
    counts = counts.sort_values(["group", "cue_class", "n", "cue_lemma"], ascending=[True, True, False, True])
    counts["cues"] = counts["cue_lemma"] + " " + counts["n"].astype(str)
    table = counts.groupby(["group", "cue_class"]).agg(n=("n", "sum"), cues=("cues", ", ".join)).reset_index()
    return table.sort_values(["group", "n"], ascending=[True, False], kind="stable", ignore_index=True)


def mentions_of(annotations: Annotations, concepts: list[str]) -> pd.DataFrame:
    """Every use of some concepts: columns article_id, group, concept, variant, voice, speech, speaker,
    adoption, marker, n."""
    speakers = annotations.quotes[["article_id", "quote_id", "speaker"]]
    labels = with_articles(annotations.labels, annotations).merge(speakers, how="left", on=["article_id", "quote_id"])
    keys = ["article_id", "group", "concept", "variant", "voice", "speech", "speaker", "adoption", "marker"]
    chosen = labels[labels["concept"].isin(concepts)]
    return chosen.groupby(keys, dropna=False, sort=False).size().rename("n").reset_index()


def stance_counts(annotations: Annotations, model: str) -> pd.DataFrame:
    """How often each voice takes each stance by one model: columns group, voice, target, negative, neutral, positive.

    `model` is `lexical`, or `transformer` for any other.
    """
    lexical = annotations.stances["model"] == "lexical"
    held = with_articles(annotations.stances[lexical if model == "lexical" else ~lexical], annotations)
    table = held.groupby(["group", "voice", "target", "stance"]).size().unstack(fill_value=0)
    return (
        table.reindex(columns=["negative", "neutral", "positive"], fill_value=0).rename_axis(columns=None).reset_index()
    )


@by_part
def judgements(annotations: Annotations, kinds: Collection[tuple[str, str]]) -> pd.DataFrame:
    """Whether each of the outlet's own passages about a target takes a stance: a row a passage and kind, a stance and a target.

    Columns: article_id, outlet, group, event, passage_id, model, kind (« negative towards chine »), value.

    >>> from framing.tables import SCHEMA, as_table
    >>> rows = {"articles": [{"article_id": "a", "outlet": "fanal", "group": "state", "event": "port"}],
    ...     "stances": [{"article_id": "a", "passage_id": "s1", "voice": "outlet", "target": "port", "stance": "positive"}]}
    >>> tables = Annotations({name: as_table(name, rows.get(name, ())) for name in SCHEMA})
    >>> judgements(tables, [("positive", "port"), ("negative", "port")])[["kind", "value"]].values.tolist()
    [['positive towards port', 1.0], ['negative towards port', 0.0]]
    """
    own = with_articles(annotations.stances[annotations.stances["voice"] == OUTLET], annotations)
    parts = []
    for stance, target in kinds:
        part = own[own["target"] == target]
        value = (part["stance"] == stance).astype("float64")
        parts.append(part[[*KEYS, "passage_id", "model"]].assign(kind=f"{stance} towards {target}", value=value))
    return pd.concat(parts, ignore_index=True)


@by_part
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
    table = with_articles(first, annotations).sort_values(["article_id", "lemma"], kind="stable")
    return table[[*KEYS, "lemma", "by", "actor", "taken_up"]].reset_index(drop=True)
