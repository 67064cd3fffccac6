"""What every export begins with: an article's stretches of one voice, with all that the tables say of them."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from framing.tables import Annotations

FACTS = ("outlet", "group", "event", "published")
SAID = ("type", "cue_lemma", "speaker", "actor", "actor_class")


class Stretch(NamedTuple):
    """Words of one voice: offsets, the outlet or a source, how it speaks, and the quotation with who says it."""

    start: int
    end: int
    voice: str
    speech: str
    quote_id: str
    said: dict[str, str]


class Exported(NamedTuple):
    """An article with its text: what the articles table says of it, its sentences and its stretches in order."""

    article_id: str
    text: str
    facts: dict[str, str]
    sentences: list[tuple[int, int]]
    stretches: list[Stretch]


def exported(annotations: Annotations) -> Iterator[Exported]:
    """The articles whose text is known, by id, a part of the tables in memory at a time; what is missing is empty."""
    for part in annotations.parts():
        quotes = {(row["article_id"], row["quote_id"]): row for row in _rows(part.quotes)}
        voices, sentences = _by_article(part.voices), _by_article(part.sentences)
        for article in _rows(part.articles):
            id_ = article["article_id"]
            if id_ not in part.texts:
                continue
            stretches = [
                Stretch(
                    int(row["start"]),
                    int(row["end"]),
                    row["voice"],
                    row["speech"],
                    row["quote_id"],
                    {name: value for name in SAID if (value := quotes.get((id_, row["quote_id"]), {}).get(name, ""))},
                )
                for row in voices.get(id_, [])
            ]
            facts = {name: article[name] for name in FACTS if article[name]}
            ends = [(int(row["start"]), int(row["end"])) for row in sentences.get(id_, [])]
            yield Exported(id_, part.texts[id_], facts, ends, stretches)


def without_text(annotations: Annotations) -> list[str]:
    """The ids of the articles whose text is not known: they are left out."""
    return [id_ for id_ in annotations.articles["article_id"] if id_ not in annotations.texts]


def _rows(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a table, every value as text."""
    return [
        {str(name): "" if pd.isna(value) else str(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _by_article(table: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in _rows(table.sort_values(["article_id", "start"], kind="stable")):
        found.setdefault(row["article_id"], []).append(row)
    return found
