"""What a table holds: its name, its columns in order and the type of each."""

from collections.abc import Iterable

import pandas as pd

SCHEMA: dict[str, dict[str, str]] = {
    "articles": {
        "article_id": "str", "outlet": "str", "group": "str", "event": "str", "published": "str", "language": "str",
        "n_words": "Int64", "n_sentences": "Int64", "sha256": "str",
    },
    "zones": {"article_id": "str", "start": "Int64", "end": "Int64", "zone": "str"},
    "sentences": {
        "article_id": "str", "sentence_id": "str", "paragraph": "Int64", "start": "Int64", "end": "Int64",
        "n_words": "Int64",
    },
    "quotes": {
        "article_id": "str", "quote_id": "str", "type": "str", "start": "Int64", "end": "Int64", "spans": "str",
        "cue_start": "Int64", "cue_end": "Int64", "cue_lemma": "str", "cue_class": "str",
        "source_start": "Int64", "source_end": "Int64", "source_kind": "str", "speaker": "str", "actor": "str",
        "actor_class": "str", "parent": "str", "n_words": "Int64", "reason": "str", "confidence": "float64",
    },
    "voices": {
        "article_id": "str", "start": "Int64", "end": "Int64", "voice": "str", "speech": "str", "quote_id": "str",
        "n_words": "Int64",
    },
    "islands": {
        "article_id": "str", "start": "Int64", "end": "Int64", "role": "str", "speaker": "str", "gloss": "str",
        "reason": "str",
    },
    "lemmas": {
        "article_id": "str", "voice": "str", "speech": "str", "actor": "str", "lemma": "str", "pos": "str", "count": "Int64",
        "first": "boolean",
    },
    "labels": {
        "article_id": "str", "concept": "str", "variant": "str", "start": "Int64", "end": "Int64", "voice": "str",
        "speech": "str", "quote_id": "str", "adoption": "str", "marker": "str",
    },
    "facts": {
        "article_id": "str", "fact": "str", "family": "str", "told": "str", "start": "Int64", "end": "Int64",
        "score": "float64",
    },
    "stances": {
        "article_id": "str", "passage_id": "str", "voice": "str", "speech": "str", "actor": "str", "target": "str",
        "stance": "str",
        "score": "float64", "model": "str", "reason": "str",
    },
    "frames": {
        "article_id": "str", "sentence_id": "str", "voice": "str", "speech": "str", "frame": "str", "score": "float64",
        "model": "str",
        "experimental": "boolean",
    },
    "distance": {
        "article_id": "str", "kind": "str", "variant": "str", "start": "Int64", "end": "Int64", "lemma": "str",
        "voice": "str", "speech": "str", "quote_id": "str", "reason": "str",
    },
    "links": {
        "article_id": "str", "other_article_id": "str", "start": "Int64", "end": "Int64", "other_start": "Int64",
        "other_end": "Int64", "kind": "str", "score": "float64",
    },
    "warnings": {"article_id": "str", "warning": "str"},
}  # fmt: skip


class AnnotationError(ValueError):
    """A table that is not what it should be, told with its file and what to do."""


def as_table(name: str, rows: Iterable[object] = ()) -> pd.DataFrame:
    """Rows (tuples or dictionaries) as the table `name`, with its columns and types.

    >>> as_table("islands").columns.tolist()
    ['article_id', 'start', 'end', 'role', 'speaker', 'gloss', 'reason']
    """
    columns = SCHEMA[name]
    return pd.DataFrame(list(rows), columns=list(columns)).astype(columns)
