"""What every export begins with: an article's stretches of one voice, with all that the tables say of them."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from framing.tables import Annotations

FACTS = ("outlet", "group", "event", "published")
SAID = ("type", "cue_lemma", "speaker", "actor", "actor_class")
Row = dict[str, str]


class Label(NamedTuple):
    """A mention of a concept: offsets, the concept, and whether the words round it adopt it or hold it off."""

    start: int
    end: int
    concept: str
    adoption: str


class Stretch(NamedTuple):
    """Words of one voice: offsets, the outlet or a source, how it speaks, the quotation with who says it, the labels in it."""

    start: int
    end: int
    voice: str
    speech: str
    quote_id: str
    said: Row
    labels: list[Label]


class Exported(NamedTuple):
    """An article with its text: what the articles table says of it, its sentences, quotations and stretches in order."""

    article_id: str
    text: str
    facts: Row
    sentences: list[tuple[int, int]]
    quotations: list[Row]
    stretches: list[Stretch]


def exported(annotations: Annotations) -> Iterator[Exported]:
    """The articles whose text is known, by id, a part of the tables in memory at a time; what is missing is empty.

    A label belongs to the stretch in which it begins.
    """
    for part in annotations.parts():
        quotes, voices = _by_article(part.quotes), _by_article(part.voices)
        sentences, labels = _by_article(part.sentences), _by_article(part.labels)
        for article in _rows(part.articles):
            id_ = article["article_id"]
            if id_ not in part.texts:
                continue
            found = [Label(*_span(row), row["concept"], row["adoption"]) for row in labels.get(id_, [])]
            said = {row["quote_id"]: {name: row[name] for name in SAID if row[name]} for row in quotes.get(id_, [])}
            stretches = [_stretch(row, said.get(row["quote_id"], {}), found) for row in voices.get(id_, [])]
            facts = {name: article[name] for name in FACTS if article[name]}
            ends = [_span(row) for row in sentences.get(id_, [])]
            yield Exported(id_, part.texts[id_], facts, ends, quotes.get(id_, []), stretches)


def without_text(annotations: Annotations) -> list[str]:
    """The ids of the articles whose text is not known: they are left out."""
    return [id_ for id_ in annotations.articles["article_id"] if id_ not in annotations.texts]


def _stretch(row: Row, said: Row, labels: list[Label]) -> Stretch:
    start, end = _span(row)
    inside = [label for label in labels if start <= label.start < end]
    return Stretch(start, end, row["voice"], row["speech"], row["quote_id"], said, inside)


def _span(row: Row) -> tuple[int, int]:
    return int(row["start"]), int(row["end"])


def _rows(table: pd.DataFrame) -> list[Row]:
    """The rows of a table, every value as text."""
    return [
        {str(name): "" if pd.isna(value) else str(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _by_article(table: pd.DataFrame) -> dict[str, list[Row]]:
    """The rows of each article, in order of the text; those without offsets are left out."""
    found: dict[str, list[Row]] = {}
    for row in _rows(table.dropna(subset=["start"]).sort_values(["article_id", "start"], kind="stable")):
        found.setdefault(row["article_id"], []).append(row)
    return found
