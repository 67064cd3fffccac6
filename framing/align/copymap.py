"""What each account kept of the shared copy and what stands in it alone, paragraph by paragraph, without the text."""

from collections.abc import Mapping

import pandas as pd

from framing.align.passages import COPIED, Spans, copied, covered
from framing.tables import Annotations

COPY, RETOLD, ALONE = "copied", "retold", "alone"


def paragraphs(annotations: Annotations) -> pd.DataFrame:
    """Each paragraph of each article: copied, retold or alone, and the concepts of the study that it names.

    Columns: article_id, outlet, group, event, paragraph (from 1), start, end, n_words, copied (share of its characters that
    another article has word for word or nearly so), kept (`copied` from one half on; else `retold` where a statement in it
    is told by another article, too; else `alone`), concepts (ids, joined by a space). From the links of the tables:
    passages and statements that `reuse` and `statements` miss count as alone.
    """
    keys = ["article_id", "paragraph"]
    ends = {"start": ("start", "min"), "end": ("end", "max"), "n_words": ("n_words", "sum")}
    table = annotations.sentences.groupby(keys, sort=True).agg(**ends).reset_index()
    passages, statements = copied(annotations.links), copied(annotations.links, kind="statement")
    labels = dict(iter(annotations.labels.groupby("article_id")))
    shares = [_shared(passages, row) for row in table.to_dict("records")]
    retold = [_shared(statements, row) > 0 for row in table.to_dict("records")]
    kept = [COPY if c >= COPIED else RETOLD if r else ALONE for c, r in zip(shares, retold, strict=True)]
    named = [
        _concepts(labels.get(row["article_id"], annotations.labels.iloc[:0]), row) for row in table.to_dict("records")
    ]
    table = table.assign(
        paragraph=table.groupby("article_id").cumcount() + 1, copied=shares, kept=kept, concepts=named
    ).merge(annotations.articles[["article_id", "outlet", "group", "event"]], on="article_id")
    order = ["article_id", "outlet", "group", "event", "paragraph", "start", "end", "n_words", "copied", "kept"]
    return table[[*order, "concepts"]]


def _shared(passages: Mapping[str, Spans], row: Mapping[str, object]) -> float:
    start, end = int(str(row["start"])), int(str(row["end"]))
    return covered(passages.get(str(row["article_id"]), []), start, end) / (end - start)


def _concepts(labels: pd.DataFrame, row: Mapping[str, object]) -> str:
    inside = labels["start"].between(row["start"], row["end"], inclusive="left")
    return " ".join(sorted(set(labels.loc[inside, "concept"])))
