"""Concordance: a word or a concept of the study in its context, by voice (key word in context; Luhn 1960)."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pandas as pd

from framing.report.html import Html, language_of, render
from framing.study import Concept, Study
from framing.tables import AnnotationError, Annotations
from framing.text.article import Article
from framing.text.fold import SAME, folded
from framing.text.patterns import occurrences, phrase_pattern
from framing.voice.segments import (
    DIRECT,
    OUTLET,
    REPORTED,
    SOURCE,
    SPEECHES,
    VOICES,
    Segment,
    segments_by_article,
    voice_at,
)

COLUMNS = {
    "article_id": "str", "start": "Int64", "end": "Int64", "voice": "str", "speech": "str", "speaker": "str", "left": "str",
    "match": "str", "right": "str",
}  # fmt: skip
SPOKEN_BY = (OUTLET, SOURCE, f"{SOURCE} {DIRECT}", f"{SOURCE} {REPORTED}")  # what the page lets a reader choose
MAX_WIDTH = 500


def kwic(
    annotations: Annotations,
    pattern: str | Concept,
    voice: str | None = None,
    speech: str | None = None,
    width: int = 60,
) -> pd.DataFrame:
    """Every place where a word, a phrase or a concept's variants stand, with what is left and right of it.

    `pattern` is a word or phrase (case, accents and kinds of marks do not matter, * at a word's end stands for any ending)
    or a concept of the study. `voice` is outlet or source, `speech` direct or reported (a source's words). Columns:
    article_id, start, end, voice, speech and speaker (missing in the outlet's voice), left, match, right; by article and
    place. The context stays in its paragraph, at most `width` characters. It shows text: for a local report, not for publication.

    Raises AnnotationError when the texts are not known, ValueError for a pattern without a letter or digit or with a *
    elsewhere than at a word's end, an unknown voice, speech or width.
    """
    _check(annotations, voice, speech, width)
    phrases = pattern.variants if isinstance(pattern, Concept) else (pattern,)
    for phrase in phrases:
        phrase_pattern(phrase)  # what no text can hold is told even where there is no text
    segments, speakers = segments_by_article(annotations.voices), _speakers(annotations)
    rows = []
    for id_ in sorted(annotations.articles["article_id"]):
        text = annotations.texts[id_]
        for _, start, end in occurrences(text, phrases):
            segment = voice_at(segments.get(id_, []), start)
            if segment is None or voice not in (None, segment.voice) or speech not in (None, segment.speech):
                continue
            left = text[max(0, start - width) : start].rpartition("\n")[2]
            right = text[end : end + width].partition("\n")[0]
            speaker = speakers.get((id_, segment.quote_id))
            rows.append((id_, start, end, segment.voice, segment.speech, speaker, left, text[start:end], right))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _check(annotations: Annotations, voice: str | None, speech: str | None, width: int) -> None:
    for kind, asked, known in (("voice", voice, VOICES), ("speech", speech, SPEECHES)):
        if asked is not None and asked not in known:
            raise ValueError(f"there is no {kind} {asked!r}: write {' or '.join(known)}")
    if not 0 <= width <= MAX_WIDTH:
        raise ValueError(f"the width is {width}: write a number of characters from 0 to {MAX_WIDTH}")
    if missing := sorted(set(annotations.articles["article_id"]) - set(annotations.texts)):
        raise AnnotationError(
            f"a concordance shows the texts, and {missing[0]} is not there: read them with `framing.read_texts`"
        )


def _speakers(annotations: Annotations) -> dict[tuple[str, str | None], str]:
    quotes = annotations.quotes
    return dict(zip(zip(quotes["article_id"], quotes["quote_id"], strict=True), quotes["speaker"], strict=True))


def concordance_page(annotations: Annotations, study: Study) -> Html:
    """A page that finds any word or concept in the texts that are known, by voice, as one types; it needs no server.

    It finds what `kwic` finds. It holds the texts: for a local report, not for publication.
    """
    segments, speakers = segments_by_article(annotations.voices), _speakers(annotations)
    articles = [
        {
            "id": id_,
            "language": language_of(annotations, id_),
            "segments": list(_page_segments(id_, text, segments.get(id_, []), speakers)),
        }
        for id_, text in sorted(annotations.texts.items())
    ]
    concepts = {concept.id: list(concept.variants) for concept in study.concepts.values()}
    written = [
        *(Article(text).text for text in annotations.texts.values()),
        *(variant for variants in concepts.values() for variant in variants),
    ]
    return render(
        "concordance.html",
        data={"articles": articles, "concepts": concepts, "folding": folding(written)},
        concepts=list(study.concepts.values()),
        voices=SPOKEN_BY,
    )


def _page_segments(
    id_: str, text: str, segments: list[Segment], speakers: dict[tuple[str, str | None], str]
) -> Iterator[tuple[str | None, str | None, str]]:
    """The whole text, once and in order, with the voice (none in page furniture) and the speaker of each stretch.

    The text comes without hidden characters and with words whole that a line broke, as `kwic` reads it.
    """
    article = Article(text)
    edges = {edge for segment in segments for edge in (segment.start, segment.end)} | {0, len(text)}
    for start, end in pairwise(sorted(edges)):
        segment = voice_at(segments, start)
        speaker = speakers.get((id_, segment.quote_id)) if segment else None
        voice = f"{segment.voice} {segment.speech or ''}".strip() if segment else None
        yield voice, None if pd.isna(speaker) else speaker, article.text[slice(*article.from_given(start, end))]


def folding(texts: Iterable[str]) -> dict[str, str]:
    """What each character of the texts becomes when folded, and each kind of mark: for a page that has no `folded`.

    >>> [folding(["Été"])[character] for character in "Ét’"]
    ['e', 't', "'"]
    """
    return {character: folded(character) for character in sorted({*SAME, *(c for text in texts for c in text)})}
