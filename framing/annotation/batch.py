"""Some articles together: parsed in one pass, then read by every annotator; models are asked once for all of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from framing import align, distance, frames, stances
from framing.annotation.rows import Row, cut_by_voice, rows_of
from framing.distance.islands import ScareQuote
from framing.language import load
from framing.quotation.extraction import extract_many
from framing.quotation.model import Extraction
from framing.study import Study
from framing.tables.checks import PAIRS
from framing.tables.schema import SCHEMA, as_table
from framing.tables.spans import format_spans, parse_spans
from framing.text.article import Article, parse_articles
from framing.voice.segments import Segment

BATCH = 32  # articles that are parsed together; the more, the less a word costs and the more memory it takes
PER_ARTICLE = tuple(name for name in SCHEMA if name not in ("articles", "links"))
"""The tables that an article fills alone."""


class Item(NamedTuple):
    """An article as it comes: its id, its text, the code of its language, its event where it has one."""

    article_id: str
    text: str
    language: str
    event: str | None = None


class _Read(NamedTuple):
    """An article with what was found in it first: its quotations, whose words they leave to whom, and what its other marks do."""

    article: Article
    extraction: Extraction
    segments: Sequence[Segment]
    islands: Sequence[ScareQuote]


def put_together(found: Sequence[Mapping[str, pd.DataFrame]], ids: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Tables of the same names one below the other, in the order of the articles `ids`."""
    place = {id_: i for i, id_ in enumerate(ids)}
    whole = {
        name: pd.concat([as_table(name), *(tables[name] for tables in found)], ignore_index=True)
        for name in PER_ARTICLE
    }
    return {
        name: table.sort_values("article_id", kind="stable", key=lambda column: column.map(place), ignore_index=True)
        for name, table in whole.items()
    }


def annotate_batch(items: Sequence[Item], study: Study, stance_models: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The tables of some articles by name, but for what is said of articles (`articles`) and of several together (`links`).

    Their columns are those of `tables.SCHEMA`, their offsets those of the texts as given.
    """
    articles = [Article(item.text, item.article_id, load(item.language)) for item in items]
    parse_articles(articles)
    read = [
        _Read(article, extraction, cut_by_voice(article, extraction), _islands(article, extraction))
        for article, extraction in zip(articles, extract_many(articles), strict=True)
    ]
    rows: dict[str, list[Row]] = defaultdict(list)
    for one in read:
        for name, some in rows_of(*one, study).items():
            rows[name] += some
        cues = [quote.cue for quote in one.extraction.quotes if quote.cue]
        rows["distance"] += distance.rows(one.article, one.islands, cues, one.segments)
    rows["stances"] += _stance_rows(read, study, stance_models)
    frame_models = frames.MODELS if stances.TRANSFORMER in stance_models else (frames.INDICATORS,)
    for model in frame_models:
        rows["frames"] += _frame_rows(read, model)
    tables = {name: as_table(name, rows[name]) for name in PER_ARTICLE}
    if altered := {article.article_id: article for article in articles if article.is_altered}:
        tables = {name: _with_given_offsets(table, altered) for name, table in tables.items()}
    events = as_table("articles", [{"article_id": item.article_id, "event": item.event} for item in items])
    texts = {item.article_id: item.text for item in items}
    return tables | {"facts": align.facts_told(events, tables["sentences"], tables["voices"], texts, study)}


def _with_given_offsets(table: pd.DataFrame, altered: Mapping[str, Article]) -> pd.DataFrame:
    """The table with the offsets of the texts as given, for articles whose text is not what was given."""
    table = table.copy()
    pairs = [pair for pair in PAIRS if pair[0] in table]
    for at, id_ in table["article_id"].items():
        if (article := altered.get(id_)) is None:
            continue
        for pair in pairs:
            if table.loc[at, list(pair)].notna().all():
                table.loc[at, list(pair)] = article.in_given(*table.loc[at, list(pair)])
        if "spans" in table:
            table.loc[at, "spans"] = format_spans(article.in_given(*s) for s in parse_spans(table.loc[at, "spans"]))
    return table


def _islands(article: Article, extraction: Extraction) -> Sequence[ScareQuote]:
    return distance.roles_of(article, [(island.start, island.end) for island in extraction.islands])


def _stance_rows(read: Sequence[_Read], study: Study, models: Sequence[str]) -> Iterator[Row]:
    questions = [question for one in read for question in stances.asked(*one[:3], study)]
    for model in models:
        yield from stances.answers(questions, model)


def _frame_rows(read: Sequence[_Read], model: str) -> Iterator[Row]:
    """The frames of all sentences by one model, each codebook's asked together."""
    by_language: dict[str, list[_Read]] = defaultdict(list)
    for one in read:
        by_language[one.article.language.code].append(one)
    for some in by_language.values():
        spans = [[(f"s{i}", *s) for i, s in enumerate(one.article.sentences, 1)] for one in some]
        texts = [one.article.text[start:end] for one, mine in zip(some, spans, strict=True) for _, start, end in mine]
        scored = frames.scores(texts, model, frames.codebook_of(some[0].article.language))
        at = 0
        for one, mine in zip(some, spans, strict=True):
            yield from frames.rows(one.article, mine, one.segments, model, scored[at : at + len(mine)])
            at += len(mine)
