"""Spreadsheets: a row a stretch of one voice, with its words."""

import pandas as pd

from framing.exports.stretches import FACTS, SAID, exported
from framing.exports.txm import labels_of
from framing.tables import Annotations

COLUMNS = ["article_id", *FACTS, "start", "end", "voice", "speech", "quote_id", *SAID, "labels", "words"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def voices_with_texts(annotations: Annotations) -> pd.DataFrame:
    """The stretches of one voice of the articles whose texts are known: columns COLUMNS, a row a stretch.

    start and end are offsets into the article's text, `labels` the concepts of the study in it (concept:adoption). A cell that
    a spreadsheet would take for a formula gets an apostrophe before it.
    """
    rows = [
        {"article_id": article.article_id, **article.facts, **stretch._asdict(), **stretch.said}
        | {"labels": labels_of(stretch.labels), "words": article.text[stretch.start : stretch.end]}
        for article in exported(annotations)
        for stretch in article.stretches
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    texts = [name for name in COLUMNS if name not in ("start", "end")]
    return table.assign(**{name: table[name].astype("str").fillna("").map(_plain) for name in texts})


def _plain(cell: str) -> str:
    """A cell that is no formula.

    >>> _plain("=1+1"), _plain("Le pont rouvre")
    ("'=1+1", 'Le pont rouvre')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
