"""Stance: what each voice of a text does with a target."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from framing.quotation.extraction import extract
from framing.stances.models import default_model, model_of
from framing.stances.passages import Judgement
from framing.stances.questions import Question, answered, questions
from framing.stances.targets import mentions
from framing.study import Target
from framing.text.article import Article, as_article
from framing.text.detection import wrong_language
from framing.text.tokenisation import count_words
from framing.text.units import Span
from framing.voice.segments import OUTLET, SOURCE, voice_segments

COLUMNS = ("voice", "speaker", "stance", "score", "model", "reason")
EVALUATIVE = 1 / 3  # a voice of several sentences evaluates when their mean score reaches this
MAX_WORDS = 50_000  # the longest text that is read; an article has a thousand
UNKNOWN = "unknown"


def together(judgements: Sequence[Judgement]) -> Judgement:
    """One judgement for a voice: its only one, or the mean score of several, which evaluates from 1/3 on.

    >>> together([Judgement("negative", -0.6, "a"), Judgement("neutral", 0.0, "b")]).stance
    'neutral'
    """
    if len(judgements) == 1:
        return judgements[0]
    score = sum(j.score for j in judgements) / len(judgements)
    stance = "neutral" if abs(score) < EVALUATIVE else "positive" if score > 0 else "negative"
    counts = Counter(j.stance for j in judgements)
    strongest = max(judgements, key=lambda j: abs(j.score))
    parts = ", ".join(f"{counts[name]} {name}" for name in sorted(counts))
    reason = f"mean of {len(judgements)} passages ({parts}); the strongest: {strongest.reason}"
    return Judgement(stance, round(score, 3), reason)


def _table(rows: Sequence[tuple[object, ...]] = (), reason: str | None = None) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=list(COLUMNS))
    table = table.astype({c: "float64" if c == "score" else "str" for c in COLUMNS})
    if reason is not None:
        table.attrs["reason"] = reason
    return table


def stance(text: str | Article, target: str | Target | Span, *, model: str | None = None) -> pd.DataFrame:
    """The stance of each voice of a text towards a target: a row a voice that speaks of it, the outlet first.

    Columns: voice (outlet, source), speaker (as the text names it, `unknown` where it does not; missing for the outlet),
    stance (negative, neutral, positive), score in [-1, 1], model, reason. `target` is a name (case, accents, apostrophes and
    articles do not matter), a target of a study, or the offsets (start, end) of one mention. `model` is `transformer` (needs
    framing[transformers]), `lexical` (less often right, but it names the words that count), or the folder of a classification
    model of transformers; None takes the transformer where its packages are installed, else the lists, with a UserWarning.
    A voice of several sentences gets their mean score.
    The table is empty, and its `attrs["reason"]` says why, when the target is not in the text or the text is in another
    language. Raises ValueError for a target without a letter, offsets outside the text, an unknown model, or a text of more
    than 50,000 words; EncoderError where `transformer` is asked for and its packages are missing.

    >>> table = stance("La Valdorie a lâchement trahi ses alliés.", "Valdorie", model="lexical")
    >>> table[["voice", "stance"]].values.tolist()
    [['outlet', 'negative']]
    """
    judge = model_of(default_model() if model is None else model)
    article = as_article(text)
    if count_words(article.text) > MAX_WORDS:
        raise ValueError(f"the text has more than {MAX_WORDS:,} words: stance reads articles; give it one at a time")
    if reason := wrong_language(article.text, article.language):
        return _table(reason=reason)
    name = target.name if isinstance(target, Target) else repr(target)
    # Offsets are checked against the text as given, names are looked for in the article's own words.
    if isinstance(target, str | Target):
        places = mentions(article.own, target, article.language)
    else:
        places = mentions(text if isinstance(text, str) else article.text, target, article.language)
        places = [article.from_given(*place) for place in places] if isinstance(text, str) else places
    if not places:
        return _table(reason=f"the target {name} is not in the text")
    extraction = extract(article)
    found = questions(
        article, places, extraction.quotes, voice_segments(article.stretches, extraction.quotes, article.marked)
    )
    if not found:
        return _table(reason=f"the target {name} does not stand in the article's own words")
    speakers = {q.quote_id: q.speaker or UNKNOWN for q in extraction.quotes}
    voices = _by_voice(found, answered(found, judge), speakers)
    return _table([(*voice, j.stance, j.score, judge.name, j.reason) for voice, j in voices])


def _by_voice(
    found: Sequence[Question], judgements: Sequence[Judgement], speakers: Mapping[str, str]
) -> list[tuple[tuple[str, str | None], Judgement]]:
    """One judgement for each voice and speaker, the outlet first."""
    outlet: tuple[str, str | None] = (OUTLET, None)
    voices: dict[tuple[str, str | None], list[Judgement]] = {outlet: []}
    for question, judgement in zip(found, judgements, strict=True):
        quote_id = question.speech.quote_id
        voices.setdefault(outlet if quote_id is None else (SOURCE, speakers[quote_id]), []).append(judgement)
    return [(voice, together(several)) for voice, several in voices.items() if several]
