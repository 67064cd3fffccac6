"""By what verbs whose words are reported."""

import pandas as pd

from framing.language import load
from framing.tables import Annotations, by_part

KEYS = ["article_id", "outlet", "group", "event"]


@by_part
def reporting(annotations: Annotations, cue_class: str) -> pd.DataFrame:
    """Whether each quotation that has a cue is reported by a cue of this class (`factive`, `doubt`, …: `reporting_verbs.csv`).

    Columns: article_id, outlet, group, event, quote_id, actor, actor_class, cue_lemma, value (1 or 0); ready for
    `compare.estimate(table, "value", by=["group", "actor_class"])`. The classes follow Monville-Burston (1993).
    Raises ValueError for a class that no quotation has and no list knows.
    """
    classes = sorted({row["class"] for row in load().table("reporting_verbs")})
    if cue_class not in classes:
        raise ValueError(f"there is no class of cues {cue_class!r}: the classes are {', '.join(classes)}")
    quotes = annotations.quotes.dropna(subset=["cue_class"])
    quotes = quotes.merge(annotations.articles[KEYS], on="article_id", how="left", validate="many_to_one")
    value = (quotes["cue_class"] == cue_class).astype("float64")
    return quotes[[*KEYS, "quote_id", "actor", "actor_class", "cue_lemma"]].assign(value=value).reset_index(drop=True)


def reporting_counts(annotations: Annotations) -> pd.DataFrame:
    """Whose words are reported by what: columns group, actor_class, cue_class, n_quotes, n_articles, lemmas (commonest)."""
    quotes = annotations.quotes.dropna(subset=["cue_class"])
    quotes = quotes.merge(annotations.articles[KEYS], on="article_id", how="left", validate="many_to_one")

    def commonest(lemmas: pd.Series) -> str:
        return ", ".join(lemmas.value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:3])

    return (
        quotes.groupby(["group", "actor_class", "cue_class"])
        .agg(n_quotes=("quote_id", "size"), n_articles=("article_id", "nunique"), lemmas=("cue_lemma", commonest))
        .reset_index()
    )
