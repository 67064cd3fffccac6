"""Quotations as a table, and in the format of the gold files."""

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from framing.quotation.extraction import extract, extract_many
from framing.quotation.model import Extraction, Quote
from framing.text.article import Article
from framing.text.tokenisation import count_words

COLUMNS = {
    "speaker": "str", "quotation": "str", "type": "str", "cue": "str", "quote_id": "str", "spans": "object",
    "start": "int64", "end": "int64", "cue_start": "Int64", "cue_end": "Int64", "cue_lemma": "str", "cue_class": "str",
    "source_start": "Int64", "source_end": "Int64", "source_kind": "str", "reason": "str", "confidence": "float64",
    "parent": "str", "n_words": "int64",
}  # fmt: skip
_BETWEEN_SPANS = " … "
Text = str | Article


def quotes(text: "Text | Iterable[Text | None] | Mapping[Hashable, Text | None]") -> pd.DataFrame:
    """Who says what in a text, or in many: a table, a row an attribution relation.

    Columns: `speaker` (the fullest name that the text gives, missing when it names nobody; of several who speak together,
    who have one row, the names parted by " ; "), `quotation` (the words: the spans joined by " … "), `type` (direct,
    indirect, mixed), `cue` (its words); `quote_id`, `spans` ((start, end), …), `start`, `end`, and start and end of cue and
    source, in characters of the text, ends excluded; `cue_lemma`, `cue_class`, `source_kind`; `reason` (how the speaker was
    found), `confidence` (0 to 1: how often such relations are right), `parent` (the quotation that holds this one),
    `n_words`.

    Many texts are a list, a column of a table or a dictionary; the first column `text_id` then says which: its position,
    its index label or its key. A missing text (None, NaN) gives no rows. Texts are read in batches, in constant memory.
    Raises TypeError for what is no text, and says where it stands.

    >>> quotes("Selon Claire Ravel, le pont sera fermé.")[["speaker", "quotation", "type", "cue"]].values.tolist()
    [['Claire Ravel', 'le pont sera fermé', 'indirect', 'Selon']]
    >>> textes = {"lundi": "« Rien n'est joué », a déclaré Claire Ravel.", "mardi": None}
    >>> quotes(textes)[["text_id", "speaker", "quotation"]].values.tolist()
    [['lundi', 'Claire Ravel', "Rien n'est joué"]]
    """
    if isinstance(text, Text):
        return _table([_row(text, quote) for quote in extract(text).quotes])
    given = list(_labelled(text))
    found = zip(given, extract_many(text for _, text in given), strict=True)
    rows = [{"text_id": label, **_row(text, q)} for (label, text), extraction in found for q in extraction.quotes]
    return _table(rows, "text_id")


def _labelled(texts: Iterable[Text | None] | Mapping[Hashable, Text | None]) -> Iterator[tuple[Hashable, Text]]:
    """Each text with what tells it from the others; missing ones left out."""
    if isinstance(texts, pd.DataFrame):
        raise TypeError("a whole table is no text: give the column that holds the texts, such as table['text']")
    if isinstance(texts, bytes | bytearray | set | frozenset) or not isinstance(texts, Iterable):
        raise TypeError(
            f"{type(texts).__name__} is no text: give a string, a list, a column or a dictionary of strings"
        )
    for label, text in texts.items() if isinstance(texts, Mapping | pd.Series) else enumerate(texts):
        if isinstance(text, Text):
            yield label, text
        elif not (pd.api.types.is_scalar(text) and pd.isna(text)):
            raise TypeError(f"text {label!r} is of type {type(text).__name__}, no string")


def _row(text: Text, quote: Quote) -> dict[str, Any]:
    whole = text.text if isinstance(text, Article) else text
    parts = [whole[start:end] for start, end in quote.spans]
    cue, source = quote.cue or (None, None), quote.source or (None, None)
    row = {
        **quote._asdict(),
        "quotation": _BETWEEN_SPANS.join(parts),
        "cue": whole[slice(*quote.cue)] if quote.cue else None,
        "n_words": sum(map(count_words, parts)),
    }
    return {**row, "cue_start": cue[0], "cue_end": cue[1], "source_start": source[0], "source_end": source[1]}


def _table(rows: list[dict[str, Any]], *first: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*first, *COLUMNS]).astype(COLUMNS)


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
