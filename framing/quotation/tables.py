"""Quotations as a table, and in the format of the gold files."""

import hashlib
from typing import Any

import pandas as pd

from framing.quotation.extraction import extract
from framing.quotation.model import Extraction
from framing.text.words import count_words

COLUMNS = [
    *("quote_id", "type", "start", "end", "spans", "cue_start", "cue_end", "cue_lemma", "cue_class", "source_start"),
    *("source_end", "source_kind", "speaker", "reason", "confidence", "parent", "n_words"),
]


def quotes(text: str) -> pd.DataFrame:
    """The quotations of a text as a table, a row an attribution relation.

    >>> quotes("Selon Claire Ravel, le pont sera fermé.")[["type", "speaker"]].values.tolist()
    [['indirect', 'Claire Ravel']]
    """
    rows = [
        {
            "quote_id": q.quote_id, "type": q.type, "start": q.start, "end": q.end, "spans": q.spans,
            "cue_start": q.cue[0] if q.cue else None, "cue_end": q.cue[1] if q.cue else None,
            "cue_lemma": q.cue_lemma, "cue_class": q.cue_class,
            "source_start": q.source[0] if q.source else None, "source_end": q.source[1] if q.source else None,
            "source_kind": q.source_kind, "speaker": q.speaker, "reason": q.reason, "confidence": q.confidence,
            "parent": q.parent, "n_words": sum(count_words(text[s:e]) for s, e in q.spans),
        }
        for q in extract(text).quotes
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype({c: "Int64" for c in COLUMNS if c.endswith(("_start", "_end"))})


def to_gold(article_id: str, text: str, extraction: Extraction) -> dict[str, Any]:
    """The extraction of a text in the format of the gold files (`shared/gold/GUIDELINES.md`), with its confidence."""
    return {
        "id": article_id,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "quotes": [
            {"id": q.quote_id, "type": q.type, "cue": list(q.cue) if q.cue else None, "content": [list(s) for s in q.spans],
             "source": list(q.source) if q.source else None, "speaker": q.speaker, "parent": q.parent,
             "confidence": q.confidence}
            for q in extraction.quotes
        ],
        "islands": [{"span": [i.start, i.end], "speaker": i.speaker} for i in extraction.islands],
    }  # fmt: skip
