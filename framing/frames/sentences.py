"""The frames of a text's sentences, and of an article's with their voices."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.frames.codebook import codebook_of, read_codebook
from framing.frames.models import INDICATORS, PRESENT, experimental, scores
from framing.text.article import Article, as_article, with_given_offsets
from framing.text.detection import LanguageError, need_language
from framing.voice.segments import DIRECT, OUTLET, REPORTED, Segment, voice_at
from framing.voice.speech import speech_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = {
    "start": "Int64",
    "end": "Int64",
    "frame": "str",
    "score": "float64",
    "model": "str",
    "experimental": "boolean",
}


class FrameRow(NamedTuple):
    """A frame that a sentence of an article holds, and in whose words (see `framing.voice.speech`)."""

    article_id: str
    sentence_id: str
    voice: str
    speech: str | None
    frame: str
    score: float
    model: str
    experimental: bool


@lru_cache(maxsize=4)
def _ids(codebook: Path) -> tuple[str, ...]:
    return tuple(read_codebook(codebook))


def _held(found: "NDArray[Any]", model: str, codebook: Path) -> Iterator[tuple[int, str, float, bool]]:
    """The frames that are there: row, frame, score, and whether the frame is experimental."""
    ids, weak = _ids(codebook), experimental(model, codebook)
    for row, column in np.argwhere(found >= PRESENT):
        yield int(row), ids[column], float(found[row, column]), ids[column] in weak


def frames(
    text: str | Article | Iterable[str], model: str = INDICATORS, codebook: str | Path | None = None
) -> pd.DataFrame:
    """The frames of a text's sentences, a row a sentence and frame that it holds; none for a sentence without.

    `text` may be a list of sentences: then start is the number of the sentence and end is missing. Columns: start, end,
    frame, score (0 to 1; held from 0.5 on), model, experimental. Empty for a language without a codebook. Raises
    LanguageError for a text in another language, ValueError for a model that is not known. Source of the generic frames:
    Semetko & Valkenburg (2000).

    >>> frames("Le tribunal a condamné l'armateur. Il neige.")[["start", "end", "frame", "score"]].values.tolist()
    [[0, 34, 'legality', 0.5]]
    """
    language, spans = None, None
    if isinstance(text, str | Article):
        article = as_article(text)
        need_language(article.text, article.language)
        language, spans = article.language, article.sentences
        parts = [article.text[start:end] for start, end in spans]
    else:
        parts = list(text)
    if codebook is None and not codebook_of(language).exists():
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    path = codebook_of(language) if codebook is None else Path(codebook)
    rows = [
        (*(spans[i] if spans is not None else (i, None)), frame, round(score, 4), model, weak)
        for i, frame, score, weak in _held(scores(parts, model, path), model, path)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return with_given_offsets(table, text, article) if isinstance(text, str | Article) else table


def main_segment(segments: Sequence[Segment], start: int, end: int) -> Segment:
    """A segment of the voice that has most of the characters of a sentence, a source's before the outlet's where they have
    as many; the outlet's where nobody has any.

    >>> main_segment([Segment(0, 10, "outlet", None, None), Segment(10, 30, "source", "direct", "q1")], 0, 30).voice
    'source'
    """
    characters = {DIRECT: 0, REPORTED: 0, OUTLET: 0}
    first: dict[str, Segment] = {}
    at = start
    while at < end:
        segment = voice_at(segments, at)
        stop = min(end, segment.end) if segment else at + 1
        if segment:
            key = segment.speech or OUTLET
            characters[key] += stop - at
            first.setdefault(key, segment)
        at = stop
    if not first:
        return Segment(start, end, OUTLET, None, None)
    return first[max(characters, key=lambda key: characters[key])]


def rows(
    article: Article,
    sentences: Sequence[tuple[str, int, int]],
    segments: Sequence[Segment],
    model: str = INDICATORS,
    scored: "NDArray[Any] | None" = None,
) -> list[FrameRow]:
    """The frames of an article's sentences with their voices: a sentence counts for the voice that has most of its words.

    `sentences` are (id, start, end), `segments` the voices of the article. `scored` are the `scores` of the sentences where
    they are known: a caller with many articles asks the model once for all of them. None for an article in another language
    or in one without a codebook.
    """
    codebook = codebook_of(article.language)
    if not codebook.exists() or not is_readable(article):
        return []
    if scored is None:
        scored = scores([article.text[start:end] for _, start, end in sentences], model, codebook)
    found = []
    for i, frame, score, weak in _held(scored, model, codebook):
        sentence_id, start, end = sentences[i]
        voice, speech, _ = speech_of(main_segment(segments, start, end))
        # Two digits: the encoder's last ones differ from one processor to the next.
        found.append(FrameRow(article.article_id, sentence_id, voice, speech, frame, round(score, 2), model, weak))
    return found


def is_readable(article: Article) -> bool:
    """Whether an article may be in its language."""
    try:
        need_language(article.text, article.language)
    except LanguageError:
        return False
    return True
