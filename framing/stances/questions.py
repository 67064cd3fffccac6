"""Whose words are judged: a question a sentence for the outlet, and one a quotation for its source.

A sentence of the news mixes voices, so no sentence is judged as it stands. The outlet is judged by its own words, with
what it quotes word for word blanked; a source by the words of its quotations. Where the target stands in quoted words alone
the outlet takes no stance, unless its reporting vouches for them: by a factive cue (« a rappelé que »), or, in indirect
speech, so clearly that the model is sure (« accuse à juste titre »).
Source of the passage, words of one voice: Wiebe, Wilson & Cardie (2005).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from framing.quotation.model import Extraction, Quote
from framing.stances.models import model_of
from framing.stances.passages import Excerpt, Judgement, Model, Passage
from framing.stances.targets import target_pattern
from framing.study import Study
from framing.text.article import Article
from framing.text.fold import folded
from framing.text.marks import find_marks
from framing.text.units import Span
from framing.voice.actors import actor_names, actors_of
from framing.voice.segments import DIRECT, OUTLET, Segment, voice_at
from framing.voice.speech import Speech, speech_of

LONG = 1_000  # characters of one passage that a model is shown, on either side of the target
SURE = 0.8  # the score from which the outlet's reporting of indirect speech counts as its own stance
BLANKED = 12  # characters from which a word-for-word quotation is blanked in the outlet's words
ELLIPSIS = " … "
_OUTLET = Speech(OUTLET, None, None)


class Question(NamedTuple):
    """A voice that speaks of the target: where (sentence or quotation id), who, and its words, or, where nothing is to be
    judged, why not; `threshold` is the score from which an evaluation counts."""

    passage_id: str
    speech: Speech
    passage: Passage | None
    note: str = ""
    threshold: float = 0.0


class TargetQuestion(NamedTuple):
    """A question about a target of the study, in an article; `actor` is the study's actor whose words they are, if any."""

    article_id: str
    target: str
    actor: str | None
    question: Question


class StanceRow(NamedTuple):
    """The stance of a passage towards a target of the study (`voice` and `speech`: see `framing.voice.speech`)."""

    article_id: str
    passage_id: str
    voice: str
    speech: str | None
    actor: str | None
    target: str
    stance: str
    score: float
    model: str
    reason: str


class _Mention(NamedTuple):
    """A place of the target, the segment that holds it, and the quotation that the segment belongs to."""

    span: Span
    segment: Segment | None
    quote: Quote | None


# --- the words of one voice ----------------------------------------------------------------------------------------------


def _window(start: int, end: int, target: Span) -> Span:
    """A stretch round a target, at most LONG characters of it on either side."""
    return max(start, target[0] - LONG), min(end, target[1] + LONG)


def _without(text: str, target: Span, blanks: Iterable[Span]) -> tuple[str, Span]:
    """A text with an ellipsis for each blank (in order, apart from the target), and where the target stands then.

    >>> _without("« Une honte pour nous », dit la Sarnie.", (32, 38), [(1, 22)])
    ('« … », dit la Sarnie.', (14, 20))
    """
    parts, at, shift = [], 0, 0
    for start, end in blanks:
        parts += [text[at:start], ELLIPSIS]
        at = end
        if end <= target[0]:
            shift += len(ELLIPSIS) - (end - start)
    return "".join([*parts, text[at:]]), (target[0] + shift, target[1] + shift)


def _between(window: Span, blanks: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of a window without the blanks.

    >>> _between((0, 20), [(5, 9), (15, 20)])
    ((0, 5), (9, 15))
    """
    starts = [window[0], *(end for _, end in blanks)]
    ends = [*(start for start, _ in blanks), window[1]]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if start < end)


def _pairs_in(article: Article, window: Span, target: Span) -> list[Span]:
    """The pairs of marks that stand in a window and do not hold the target."""
    pairs = article.marks.pairs
    first = bisect_left(pairs, window[0], key=lambda pair: pair.open)
    last = bisect_left(pairs, window[1], key=lambda pair: pair.open)
    return [(p.open, p.close) for p in pairs[first:last] if p.close < window[1] and not p.open <= target[0] < p.close]


def outlet_passage(article: Article, sentence: Span, target: Span, segments: Sequence[Segment]) -> Passage:
    """The outlet's words in a sentence: what it quotes word for word is blanked."""
    window = first, last = _window(*sentence, target)
    verbatim = [(max(first, s.start), min(last, s.end)) for s in segments if s.speech == DIRECT]
    blanks = [(start, end) for start, end in verbatim if end - start >= BLANKED]
    text, place = _without(
        article.text[first:last],
        (target[0] - first, target[1] - first),
        [(start - first, end - first) for start, end in blanks],
    )
    marks = tuple(_pairs_in(article, window, target))
    return Passage(text, *place, Excerpt(article, _between(window, blanks), target, marks))


def source_passage(article: Article, quote: Quote, target: Span) -> Passage:
    """The words of a quotation round the target, those behind an inserted clause too; in a mixed one the marks go, for they are
    not the source's."""
    start, end = next(span for span in quote.spans if span[0] <= target[0] < span[1])
    target = target[0], min(target[1], end)
    first, last = _window(start, end, target)
    windows = [
        (first, last) if span == (start, end) else span
        for span in quote.spans
        if span == (start, end) or (start - LONG <= span[0] and span[1] <= end + LONG)
    ]
    parts, marks = [], []
    for window in windows:
        words, pairs = article.text[slice(*window)], _pairs_in(article, window, target)
        if quote.type == "mixed":
            own = {i for pair in find_marks(words).pairs if pair.depth == 0 for i in (pair.open, pair.close)}
            words = "".join(" " if i in own else char for i, char in enumerate(words))
            pairs = [pair for pair in pairs if any(a < pair[0] and pair[1] < b for a, b in pairs)]
        parts.append(words)
        marks += pairs
    before = sum(len(words) + 1 for words, window in zip(parts, windows, strict=True) if window[1] <= first)
    place = before + target[0] - first, before + target[1] - first
    excerpt = Excerpt(article, tuple(windows), target, tuple(marks))
    return Passage(as_sentence(" ".join(parts)), *place, excerpt, is_quoted=True)


def as_sentence(words: str) -> str:
    """Models know sentences: a reported clause is shown as one, without a change of place.

    >>> as_sentence("la Sarnie ment")
    'La Sarnie ment.'
    """
    capital = words[:1].upper() if len(words[:1].upper()) == 1 else words[:1]
    return capital + words[1:] + ("." if words[-1:].isalnum() else "")


# --- what is asked -------------------------------------------------------------------------------------------------------


def _outlet_question(
    article: Article, sentence_id: str, sentence: Span, inside: Sequence[_Mention], segments: Sequence[Segment]
) -> Question:
    """What is asked of the outlet's words in a sentence that holds the target."""
    own = next((m for m in inside if m.quote is None), None)
    if own is not None:
        return Question(sentence_id, _OUTLET, outlet_passage(article, sentence, own.span, segments))
    mention, segment, quote = inside[0]
    assert segment is not None and quote is not None
    passage = None if segment.speech == DIRECT else outlet_passage(article, sentence, mention, segments)
    cue = f"« {quote.cue_lemma} »" if quote.cue_lemma else "no cue"
    if passage and quote.cue_class == "factive":
        return Question(sentence_id, _OUTLET, passage, f"vouches for quoted words ({cue} is factive)")
    doubts = ", which doubts them" if quote.cue_class == "doubt" else ""
    note = f"the target stands in quoted words only ({cue}{doubts})"
    return Question(sentence_id, _OUTLET, passage, note, SURE)


def _overlapping(segments: Sequence[Segment], start: int, end: int) -> Sequence[Segment]:
    first = bisect_right(segments, start, key=lambda s: s.end)
    return segments[first : bisect_left(segments, end, key=lambda s: s.start)]


def questions(
    article: Article, mentions: Sequence[Span], quotes: Sequence[Quote], segments: Sequence[Segment]
) -> list[Question]:
    """What is to be judged: a question a sentence for the outlet, and one a quotation for its source.

    `mentions` are where the target stands, `segments` the article's voices, both in order. Sentences have the ids s1, s2 ….
    """
    by_id = {q.quote_id: q for q in quotes}
    found: list[Question] = []
    answering: set[str] = set()
    for number, (start, end) in enumerate(article.sentences, 1):
        first = bisect_left(mentions, start, key=lambda span: span[0])
        last = bisect_left(mentions, end, key=lambda span: span[0])
        inside = [_mention(span, segments, by_id) for span in mentions[first:last]]
        if not inside:
            continue
        here = _overlapping(segments, start, end)
        found.append(_outlet_question(article, f"s{number}", (start, end), inside, here))
        for mention, segment, quote in inside:
            if segment is not None and quote is not None and quote.quote_id not in answering:
                answering.add(quote.quote_id)
                passage = source_passage(article, quote, mention)
                found.append(Question(quote.quote_id, speech_of(segment), passage))
    return found


def _mention(span: Span, segments: Sequence[Segment], by_id: dict[str, Quote]) -> _Mention:
    segment = voice_at(segments, span[0])
    quote_id = segment.quote_id if segment is not None else None
    return _Mention(span, segment, by_id[quote_id] if quote_id is not None else None)


def answered(found: Sequence[Question], model: Model) -> list[Judgement]:
    """The judgement of each question; the model is asked all at once."""
    judged = iter(model.judge([q.passage for q in found if q.passage is not None]))
    judgements = []
    for question in found:
        judgement = next(judged) if question.passage is not None else Judgement("neutral", 0.0, "")
        if abs(judgement.score) < question.threshold:
            judgement = Judgement("neutral", 0.0, "")
        judgements.append(judgement._replace(reason="; ".join(filter(None, (question.note, judgement.reason)))))
    return judgements


# --- a study -------------------------------------------------------------------------------------------------------------


def asked(article: Article, extraction: Extraction, segments: Sequence[Segment], study: Study) -> list[TargetQuestion]:
    """What is to be judged of an article for each target of a study, by target and place."""
    names, language = actor_names(study, article.language), article.language
    actors = {q.quote_id: actors_of(q.speakers, q.source_kind, study, names, language).actor for q in extraction.quotes}
    view = folded(article.own)
    return [
        TargetQuestion(article.article_id, target.id, actors.get(question.speech.quote_id or ""), question)
        for target in study.targets.values()
        for question in questions(
            article, _places(view, [target.name, *target.aliases], article), extraction.quotes, segments
        )
    ]


def _places(view: str, names: Iterable[str], article: Article) -> list[Span]:
    return [match.span() for match in target_pattern(names, article.language).finditer(view)]


def answers(found: Sequence[TargetQuestion], model: str | Model = "lexical") -> list[StanceRow]:
    """The rows of the `stances` table for what was asked of one article or many; the model is asked in one batch."""
    judge = model_of(model) if isinstance(model, str) else model
    judgements = answered([f.question for f in found], judge)
    return list(_rows(found, judgements, judge.name))


def _rows(found: Sequence[TargetQuestion], judgements: Sequence[Judgement], name: str) -> Iterator[StanceRow]:
    for (article_id, target, actor, question), judgement in zip(found, judgements, strict=True):
        voice, speech, _ = question.speech
        stance, score, reason = judgement
        yield StanceRow(article_id, question.passage_id, voice, speech, actor, target, stance, score, name, reason)
