"""The rows of one article: what its text, its quotations and its voices say, table by table."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from framing.annotation.lemmas import lemma_rows
from framing.distance.islands import ScareQuote
from framing.quotation.model import Extraction
from framing.study import Study
from framing.tables.joint import joined, values_of
from framing.tables.spans import format_spans
from framing.text.article import Article
from framing.text.tokenisation import word_spans
from framing.voice.actors import actor_names, actors_of
from framing.voice.glosses import NAMING
from framing.voice.labels import labels, mentions
from framing.voice.segments import Segment, voice_segments

MAX_NAME_WORDS = 7  # a longer name would be a run of words of the article
MAX_NAMES = 3  # and so would more names in a row
Row = tuple[Any, ...]
Rows = dict[str, list[Row]]


def short_name(name: str | None) -> str | None:
    """A speaker's name as the tables keep it: at most seven words, so that no stretch of the article stands in them.

    Of several who speak together the first three are named.

    >>> short_name("des habitants du quartier de la gare de Sarvelle")
    'des habitants du quartier de la gare…'
    """
    names = [_cut(one) for one in values_of(name)]
    return joined([*names[:MAX_NAMES], "…"] if len(names) > MAX_NAMES else names)


def _cut(name: str) -> str:
    words = word_spans(name)
    return name if len(words) <= MAX_NAME_WORDS else name[: words[MAX_NAME_WORDS - 1][1]] + "…"


def cut_by_voice(article: Article, extraction: Extraction) -> list[Segment]:
    """Headline and body of an article, cut where the voice changes."""
    return voice_segments(article.stretches, extraction.quotes, article.marked)


def sentence_rows(article: Article) -> list[Row]:
    """The sentences: number, paragraph (lines of the page before it), where, how many words."""
    ends = np.array([i for i, char in enumerate(article.own) if char == "\n"])
    return [
        (
            article.article_id,
            f"s{i}",
            int(np.searchsorted(ends, start)),
            start,
            end,
            article.count_words([(start, end)]),
        )
        for i, (start, end) in enumerate(article.sentences, 1)
    ]


def quote_rows(article: Article, extraction: Extraction, study: Study) -> list[Row]:
    """The quotations with the actors of the study who speak them."""
    names, rows = actor_names(study, article.language), []
    for q in extraction.quotes:
        actor, actor_class = actors_of(q.speakers, q.source_kind, study, names, article.language)
        where = (*(q.cue or (None, None)), q.cue_lemma, q.cue_class, *(q.source or (None, None)), q.source_kind)
        who = (short_name(q.speaker), actor, actor_class, q.parent)
        how = (article.count_words(q.spans), q.reason, round(q.confidence, 3))
        rows.append((article.article_id, q.quote_id, q.type, q.start, q.end, format_spans(q.spans), *where, *who, *how))
    return rows


def voice_rows(article: Article, segments: Sequence[Segment]) -> list[Row]:
    """The stretches of one voice."""
    return [(article.article_id, *s, article.count_words([(s.start, s.end)])) for s in segments]


def island_rows(article_id: str, extraction: Extraction, islands: Sequence[ScareQuote]) -> list[Row]:
    """The words in marks that are no quotation, with what the marks do and whose words they are where the text tells."""
    return [
        (article_id, i.start, i.end, i.role, short_name(found.speaker), i.gloss, i.reason)
        for i, found in zip(islands, extraction.islands, strict=True)
    ]


def rows_of(
    article: Article, extraction: Extraction, segments: Sequence[Segment], islands: Sequence[ScareQuote], study: Study
) -> Rows:
    """The rows of every table that the quotations, the voices and the concepts of an article fill."""
    id_, quotes = article.article_id, quote_rows(article, extraction, study)
    actors = {q.quote_id: row[14] for q, row in zip(extraction.quotes, quotes, strict=True)}
    found = mentions(article.own, study)
    held_off = [(i.start, i.end) for i in islands if i.role != NAMING]
    return {
        "zones": [(id_, *zone) for zone in article.zones],
        "sentences": sentence_rows(article),
        "quotes": quotes,
        "voices": voice_rows(article, segments),
        "islands": island_rows(id_, extraction, islands),
        "labels": [(id_, *label) for label in labels(article.own, found, segments, held_off, article.language)],
        "lemmas": lemma_rows(article, segments, actors, found),
        "warnings": [(id_, warning) for warning in extraction.warnings],
    }
