"""Spreadsheets: a row a quotation, with its words."""

import pandas as pd

from framing.measures.registry import with_articles
from framing.tables import Annotations, by_part, parse_spans

COLUMNS = [
    "article_id", "outlet", "group", "event", "published", "quote_id", "type", "quotation", "speaker", "actor", "actor_class",
    "cue_lemma", "confidence",
]  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@by_part
def quotations_with_texts(annotations: Annotations) -> pd.DataFrame:
    """The quotations of the articles whose texts are known: columns COLUMNS, a row a quotation.

    The pieces of an interrupted quotation are joined by « […] ». A cell that a spreadsheet would take for a formula gets an
    apostrophe before it.
    """
    quotes = with_articles(annotations.quotes, annotations)
    quotes = quotes.merge(annotations.articles[["article_id", "published"]], on="article_id")
    quotes = quotes[quotes["article_id"].isin(list(annotations.texts)) & quotes["spans"].notna()].reset_index(drop=True)
    words = [
        " […] ".join(annotations.texts[id_][start:end] for start, end in parse_spans(spans))
        for id_, spans in zip(quotes["article_id"], quotes["spans"], strict=True)
    ]
    table = quotes.assign(quotation=pd.array(words, dtype="str"))[COLUMNS]
    texts = table.select_dtypes("str").columns
    return table.assign(**{name: table[name].map(_plain, na_action="ignore").astype("str") for name in texts})


def _plain(cell: str) -> str:
    """A cell that is no formula.

    >>> _plain("=1+1"), _plain("Le pont rouvre")
    ("'=1+1", 'Le pont rouvre')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
