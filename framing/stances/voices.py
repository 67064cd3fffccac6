"""Stance: what each voice's words do with a target.

A sentence of the news mixes voices, so no sentence is judged as it stands. The outlet is judged by its own words, with
what it quotes word for word blanked; a speaker by the words of his quotations. Where the target stands in quoted words alone
the outlet takes no stance, unless its reporting vouches for them: by a factive cue (« a rappelé que »), or, in indirect
speech, so clearly that the model is sure (« accuse à juste titre »).
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, Protocol

import pandas as pd

from framing.quotation.extraction import extract
from framing.stances.units import Judgement, Model, Unit
from framing.study.reader import Study, Target
from framing.tables.annotations import Annotations, as_table
from framing.text.fold import folded
from framing.text.marks import find_marks
from framing.text.sentences import sentences
from framing.text.words import count_words, words
from framing.voice.segments import DIRECT, OUTLET, Segment, segments_by_article, voice_at, voice_segments

COLUMNS = ("voice", "label", "score", "model", "reason")
MODELS = ("lexical", "transformer")
EVALUATIVE = 1 / 3  # a voice of several sentences evaluates when their mean score reaches this
MAX_WORDS = 50_000  # the longest text that is read; an article has a thousand
LONG = 1_000  # characters of one unit that a model is shown, round the target
SURE = 0.8  # the score from which the outlet's reporting of indirect speech counts as its own stance
BLANKED = 12  # characters from which a word-for-word quotation is blanked in the outlet's words
ELLIPSIS = " … "
UNKNOWN = "unknown"
_ARTICLE = re.compile(r"\A(?:l'|d'|le |la |les |du |des |de |un |une )+")
_LANGUAGES = {"en": "English", "es": "Spanish", "de": "German", "it": "Italian", "pt": "Portuguese", "nl": "Dutch"}
_ENOUGH = 5  # words from which the language of a text is guessed

Span = tuple[int, int]


class Relation(Protocol):
    """What stance needs to know of a quotation."""

    @property
    def quote_id(self) -> str: ...  # noqa: D102
    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def spans(self) -> tuple[Span, ...]: ...  # noqa: D102
    @property
    def cue_class(self) -> str | None: ...  # noqa: D102
    @property
    def cue_lemma(self) -> str | None: ...  # noqa: D102


class Question(NamedTuple):
    """A voice that speaks of the target: where (sentence or quotation id), who, and its words, or, where nothing is to be
    judged, why not."""

    place: str
    voice: str
    quote_id: str | None
    unit: Unit | None
    note: str = ""
    sure: float = 0.0  # the score from which an evaluation counts


@lru_cache(maxsize=4)
def model_of(model: str) -> Model:
    """The model of that name (`lexical`, `transformer`) or of that local folder, loaded once.

    Raises ValueError when it is neither, EncoderError when the transformer's packages are missing.
    """
    if model == "lexical":
        return import_module("framing.stances.lexical").Lexical()
    if model == "transformer":
        return import_module("framing.stances.transformer").Adapted()
    if Path(model).is_dir():
        return import_module("framing.stances.transformer").Local(model)
    raise ValueError(f"no stance model {model!r}: write {' or '.join(MODELS)}, or the folder of a transformers model")


def target_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for the folded text that finds any of the names, whole words, the longest first; an article before a name
    does not count, so that « l'Ostrévie » finds « d'Ostrévie ».

    >>> target_pattern(["L’Ostrévie"]).findall(folded("Ni l'Ostrévie, ni d’OSTRÉVIE orientale"))
    ['ostrevie', 'ostrevie']
    """
    bare = {_ARTICLE.sub("", " ".join(folded(n).split())) or folded(n) for n in names if n.strip()}
    ordered = sorted(bare, key=lambda n: (-len(n), n))
    words_ = "|".join(r"\s+".join(map(re.escape, name.split())) for name in ordered)
    return re.compile(rf"(?<!\w)(?:{words_})(?!\w)" if words_ else r"(?!)")


def mentions(text: str, target: "str | Target | Span") -> list[Span]:
    """Where a target stands in a text: every place of its name (and aliases), or the one place that is given.

    Raises ValueError when the offsets are not inside the text or the name is empty.
    """
    if isinstance(target, Target):
        names = [target.name, *target.aliases]
    elif isinstance(target, str):
        if not re.search(r"\w", target):
            raise ValueError(f"target = {target!r}: write the name of what is spoken of, or its offsets (start, end)")
        names = [target]
    else:
        start, end = target
        if not 0 <= start < end <= len(text):
            raise ValueError(f"target = {start}–{end} is not inside the text, which has {len(text)} characters")
        return [(start, end)]
    return [m.span() for m in target_pattern(names).finditer(folded(text))]


@lru_cache(maxsize=1)
def _stop_words() -> dict[str, frozenset[str]]:
    return {c: frozenset(import_module(f"spacy.lang.{c}.stop_words").STOP_WORDS) for c in ("fr", *_LANGUAGES)}


def other_language(text: str) -> str | None:
    """Why a text does not look French, or None when it may be; a heuristic: its letters, and its commonest words.

    >>> other_language("The minister said that the bridge would not be closed.")
    'the text looks like English, not French (by its commonest words)'
    """
    sample = text[:20_000]
    letters = [c for c in sample if c.isalpha()]
    if letters and sum(c > "\u024f" for c in letters) > len(letters) / 2:
        return "the text is not in the Latin alphabet: only French is read"
    found = [w.lower().replace("’", "'").rstrip("'") for w in words(sample)]
    if len(found) < _ENOUGH:
        return None
    stops = _stop_words()
    share = {code: sum(w in stops[code] for w in found) / len(found) for code in stops}
    best = max(_LANGUAGES, key=lambda code: share[code])
    if share[best] > share["fr"] + 0.1:
        return f"the text looks like {_LANGUAGES[best]}, not French (by its commonest words)"
    return None


def _near(text: str, start: int, end: int, mention: Span) -> Unit:
    """The words text[start:end] as a unit, at most LONG characters of them on either side of the mention."""
    first, last = max(start, mention[0] - LONG), min(end, mention[1] + LONG)
    return Unit(text[first:last], mention[0] - first, mention[1] - first)


def _without(unit: Unit, blanks: Iterable[Span]) -> Unit:
    """The unit with an ellipsis for each stretch (offsets of the unit's text, in order, apart from the target)."""
    parts, at, start, end = [], 0, unit.start, unit.end
    for a, b in blanks:
        parts += [unit.text[at:a], ELLIPSIS]
        at = b
        if b <= unit.start:
            start, end = start + len(ELLIPSIS) - (b - a), end + len(ELLIPSIS) - (b - a)
    return Unit("".join([*parts, unit.text[at:]]), start, end)


def _outlet_unit(text: str, sentence: Span, mention: Span, cut: Sequence[Segment]) -> Unit:
    """The outlet's words in a sentence: what it quotes word for word is blanked."""
    unit = _near(text, *sentence, mention)
    shift = mention[0] - unit.start
    verbatim = [(max(0, s.start - shift), min(len(unit.text), s.end - shift)) for s in cut if s.voice == DIRECT]
    return _without(unit, [(a, b) for a, b in verbatim if b - a >= BLANKED])


def _speaker_unit(text: str, quote: Relation, mention: Span) -> Unit:
    """The words of a quotation round the mention; in a mixed one the marks go, for they are not the speaker's."""
    first, last = next(s for s in quote.spans if s[0] <= mention[0] < s[1])
    unit = _near(text, first, last, (mention[0], min(mention[1], last)))
    said = unit.text
    if quote.type == "mixed":
        marks = {i for pair in find_marks(said).pairs if pair.depth == 0 for i in (pair.open, pair.close)}
        said = "".join(" " if i in marks else char for i, char in enumerate(said))
    # Models know sentences: a reported clause is shown as one, without a change of place.
    capital = said[:1].upper() if len(said[:1].upper()) == 1 else said[:1]
    return unit._replace(text=capital + said[1:] + ("." if said[-1:].isalnum() else ""))


def questions(
    text: str,
    found: Sequence[Span],
    spans: Sequence[tuple[str, int, int]],
    quotes: Sequence[Relation],
    cut: Sequence[Segment],
) -> list[Question]:
    """What is to be judged: a question a sentence for the outlet, and one a quotation for its speaker.

    `found` are the target's mentions, `spans` the sentences (id, start, end), `cut` the article's voices, all in order.
    """
    by_id = {q.quote_id: q for q in quotes}
    asked: list[Question] = []
    heard: set[str] = set()
    at = 0
    for place, start, end in spans:
        while at < len(found) and found[at][0] < start:
            at += 1
        inside = []
        while at < len(found) and found[at][0] < end:
            inside.append((found[at], voice_at(cut, found[at][0])))
            at += 1
        if not inside:
            continue
        here = _overlapping(cut, start, end)
        own = [m for m, s in inside if s is None or s.voice == OUTLET]
        quoted = [(m, s, by_id[s.quote_id]) for m, s in inside if s is not None and s.quote_id is not None]
        if own:
            asked.append(Question(place, OUTLET, None, _outlet_unit(text, (start, end), own[0], here)))
        else:
            mention, segment, quote = quoted[0]
            cue = f"« {quote.cue_lemma} »" if quote.cue_lemma else "no cue"
            unit = None if segment.voice == DIRECT else _outlet_unit(text, (start, end), mention, here)
            if unit and quote.cue_class == "factive":
                asked.append(Question(place, OUTLET, None, unit, f"vouches for quoted words ({cue} is factive)"))
            else:
                doubts = ", which doubts them" if quote.cue_class == "doubt" else ""
                note = f"the target stands in quoted words only ({cue}{doubts})"
                asked.append(Question(place, OUTLET, None, unit, note, SURE))
        for mention, segment, quote in quoted:
            if quote.quote_id not in heard:
                heard.add(quote.quote_id)
                unit = _speaker_unit(text, quote, mention)
                asked.append(Question(quote.quote_id, segment.voice, quote.quote_id, unit))
    return asked


def _overlapping(cut: Sequence[Segment], start: int, end: int) -> Sequence[Segment]:
    first = bisect_right(cut, start, key=lambda s: s.end)
    return cut[first : bisect_left(cut, end, key=lambda s: s.start)]


def _answers(asked: Sequence[Question], model: Model) -> list[Judgement]:
    """The judgement of each question; the model is asked all at once."""
    judged = iter(model.judge([q.unit for q in asked if q.unit is not None]))
    answers = []
    for question in asked:
        answer = next(judged) if question.unit is not None else Judgement("neutral", 0.0, "")
        if question.unit is None or abs(answer.score) < question.sure:
            answer = Judgement("neutral", 0.0, "")
        answers.append(answer._replace(reason="; ".join(filter(None, (question.note, answer.reason)))))
    return answers


def _together(answers: Sequence[Judgement]) -> Judgement:
    """One judgement for a voice: its only one, or the mean score of several, which evaluates from 1/3 on."""
    if len(answers) == 1:
        return answers[0]
    score = sum(a.score for a in answers) / len(answers)
    label = "neutral" if abs(score) < EVALUATIVE else "positive" if score > 0 else "negative"
    counts = Counter(a.label for a in answers)
    strongest = max(answers, key=lambda a: abs(a.score))
    parts = ", ".join(f"{counts[name]} {name}" for name in sorted(counts))
    return Judgement(
        label, round(score, 3), f"mean of {len(answers)} passages ({parts}); the strongest: {strongest.reason}"
    )


def _nothing(reason: str) -> pd.DataFrame:
    table = pd.DataFrame({c: pd.Series(dtype="float64" if c == "score" else "str") for c in COLUMNS})
    table.attrs["reason"] = reason
    return table


def stance(text: str, target: str | Target | Span, *, model: str = "transformer") -> pd.DataFrame:
    """The stance of each voice of a text towards a target: a row a voice that speaks of it, the outlet first.

    Columns: voice (`outlet`, or the speaker as the text names him), label (negative, neutral, positive), score in
    [-1, 1], model, reason. `target` is a name (case, accents, apostrophes and articles do not matter), a target of a
    study, or the offsets (start, end) of one mention. `model` is `transformer` (needs framing[transformers]),
    `lexical` (less often right, but it names the words that count), or the folder of a classification model of
    transformers. A voice of several sentences gets their mean score.
    The table is empty, and its `attrs["reason"]` says why, when the target is not in the text or the text is not French.
    Raises ValueError for a target without a letter, offsets outside the text, an unknown model, or a text of more than
    50,000 words; EncoderError where the transformer's packages are missing.
    Source of the unit, words of one voice: Wiebe, Wilson & Cardie 2005.

    >>> stance("La Valdorie a lâchement trahi ses alliés.", "Valdorie", model="lexical")[["voice", "label"]].values.tolist()
    [['outlet', 'negative']]
    """
    judge = model_of(model)
    if count_words(text) > MAX_WORDS:
        raise ValueError(f"the text has more than {MAX_WORDS:,} words: stance reads articles; give it one at a time")
    if reason := other_language(text):
        return _nothing(reason)
    found = mentions(text, target)
    if not found:
        return _nothing(f"the target {target.name if isinstance(target, Target) else target!r} is not in the text")
    extraction = extract(text)
    marks = [(pair.open + 1, pair.close) for pair in find_marks(text).pairs]
    spans = [(f"s{i}", start, end) for i, (start, end) in enumerate(sentences(text), 1)]
    cut = voice_segments([(0, len(text))], extraction.quotes, marks)
    asked = questions(text, found, spans, extraction.quotes, cut)
    speakers = {q.quote_id: q.speaker or UNKNOWN for q in extraction.quotes}
    voices: dict[str, list[Judgement]] = {OUTLET: []}
    for question, answer in zip(asked, _answers(asked, judge), strict=True):
        voices.setdefault(speakers[question.quote_id] if question.quote_id else OUTLET, []).append(answer)
    rows = [(voice, *_together(answers)) for voice, answers in voices.items() if answers]
    table = pd.DataFrame([(v, label, score, judge.name, why) for v, label, score, why in rows], columns=list(COLUMNS))
    return table.astype({c: "float64" if c == "score" else "str" for c in COLUMNS})


class _QuoteRow(NamedTuple):
    quote_id: str
    type: str
    spans: tuple[Span, ...]
    cue_class: str | None
    cue_lemma: str | None
    actor: str | None


def _by_article(table: pd.DataFrame, columns: list[str]) -> dict[str, list[tuple[object, ...]]]:
    rows = table[["article_id", *columns]].astype(object).where(table[["article_id", *columns]].notna(), None)
    ordered = sorted(rows.itertuples(index=False, name=None), key=lambda r: str(r[0]))
    return {str(id_): [r[1:] for r in group] for id_, group in groupby(ordered, key=lambda r: str(r[0]))}


def _quote_rows(rows: Iterable[tuple[object, ...]]) -> Iterator[_QuoteRow]:
    for quote_id, kind, spans, cue_class, cue_lemma, actor in rows:
        pairs = tuple((int(a), int(b)) for a, b in (s.split("-") for s in str(spans).split(";")))
        optional = [None if v is None else str(v) for v in (cue_class, cue_lemma, actor)]
        yield _QuoteRow(str(quote_id), str(kind), pairs, *optional)


def stances(
    annotations: Annotations, texts: Mapping[str, str], study: Study, *, model: str = "lexical"
) -> pd.DataFrame:
    """The `stances` table of a corpus: a row an article, unit (sentence or quotation id) and target of the study.

    Columns: article_id, unit, voice (outlet, indirect, direct), actor, target, stance, score, model, reason.
    `texts` maps article_id to text; articles without a text have no row. The model is asked in one batch.
    """
    judge = model_of(model)
    patterns = {t.id: target_pattern([t.name, *t.aliases]) for t in study.targets.values()}
    sentence_rows = _by_article(annotations.sentences, ["sentence_id", "start", "end"])
    quote_rows = _by_article(annotations.quotes, ["quote_id", "type", "spans", "cue_class", "cue_lemma", "actor"])
    cuts = segments_by_article(annotations.voices)
    heads: list[tuple[str, str, str | None]] = []
    asked: list[Question] = []
    for id_ in sorted(set(annotations.articles["article_id"]) & set(texts)):
        text, view = texts[id_], folded(texts[id_])
        quotes = list(_quote_rows(quote_rows.get(id_, [])))
        actors = {q.quote_id: q.actor for q in quotes}
        cut = cuts.get(id_, [])
        spans = [(str(s), int(str(a)), int(str(b))) for s, a, b in sentence_rows.get(id_, [])]
        for target, pattern in patterns.items():
            found = [m.span() for m in pattern.finditer(view)]
            for question in questions(text, found, spans, quotes, cut):
                asked.append(question)
                heads.append((id_, target, actors.get(question.quote_id or "")))
    rows = [
        (id_, q.place, q.voice, actor, target, answer.label, answer.score, judge.name, answer.reason)
        for (id_, target, actor), q, answer in zip(heads, asked, _answers(asked, judge), strict=True)
    ]
    return as_table("stances", rows)
