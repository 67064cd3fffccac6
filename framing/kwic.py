"""Concordance: a word or a concept of the study in its context, by voice (key word in context; Luhn 1960)."""

import re
from collections.abc import Iterable

import pandas as pd

from framing.annotations import AnnotationError, Annotations
from framing.fold import folded
from framing.study import Concept
from framing.voice import VOICES, Segment, voice_at

COLUMNS = {
    "article_id": "str", "start": "Int64", "end": "Int64", "voice": "str", "speaker": "str", "left": "str", "match": "str",
    "right": "str",
}  # fmt: skip
QUOTED = "quoted"  # anybody's voice but the outlet's
MAX_WIDTH = 500
_BETWEEN = r'[\s"-]{1,4}'


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for folded text: any of the phrases, the longest first, as whole words; * stands for any ending.

    An elided article is a word of its own, so that « eau » finds « l'eau »; marks may stand between the words.

    >>> bool(pattern_of(["trêve*"]).search(folded("La « Trêves » d’été")))
    True
    """
    forms = {
        _BETWEEN.join(re.escape(w).replace(r"\*", r"\w*") for w in re.findall(r"[\w'*]+", folded(p))) for p in phrases
    }
    forms.discard("")
    if not forms:
        raise ValueError("a concordance needs a word: the pattern holds no letter")
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(forms, key=lambda f: (-len(f), f)))})(?!\w)")


def kwic(annotations: Annotations, pattern: str | Concept, voice: str | None = None, width: int = 60) -> pd.DataFrame:
    """Every place where a word, a phrase or a concept's variants stand, with what is left and right of it.

    `pattern` is a word or phrase (case, accents, apostrophes and marks between words do not matter, * stands for any
    ending) or a concept of the study. `voice` is outlet, indirect, direct, or quoted for both of the last. Columns:
    article_id, start, end, voice, speaker (missing in the outlet's voice), left, match, right; by article and place. The
    context stays in its paragraph, at most `width` characters. It shows text: for a local report, not for publication.

    Raises AnnotationError when the texts are not known, ValueError for an empty pattern, an unknown voice or width.
    """
    allowed = [*VOICES, QUOTED]
    if voice is not None and voice not in allowed:
        raise ValueError(f"there is no voice {voice!r}: the voices are {', '.join(allowed)}")
    if not 0 <= width <= MAX_WIDTH:
        raise ValueError(f"the width is {width}: write a number of characters from 0 to {MAX_WIDTH}")
    form = pattern_of(pattern.variants if isinstance(pattern, Concept) else [pattern])
    if missing := sorted(set(annotations.articles["article_id"]) - set(annotations.texts)):
        raise AnnotationError(
            f"a concordance shows the texts, and {missing[0]} is not there: read them with `framing.read_texts`"
        )
    quotes = annotations.quotes
    speakers = dict(zip(zip(quotes["article_id"], quotes["quote_id"], strict=True), quotes["speaker"], strict=True))
    cuts: dict[str, list[Segment]] = {}
    for id_, s, e, v, q in annotations.voices[["article_id", "start", "end", "voice", "quote_id"]].itertuples(
        index=False
    ):
        cuts.setdefault(id_, []).append(Segment(int(s), int(e), v, None if pd.isna(q) else q))
    rows = []
    for id_ in sorted(annotations.articles["article_id"]):
        text = annotations.texts[id_]
        for match in form.finditer(folded(text)):
            start, end = match.span()
            segment = voice_at(cuts.get(id_, []), start)
            if segment is None or voice not in {None, segment.voice, QUOTED if segment.quote_id else None}:
                continue
            left = text[max(0, start - width) : start].rpartition("\n")[2]
            right = text[end : end + width].partition("\n")[0]
            rows.append(
                (id_, start, end, segment.voice, speakers.get((id_, segment.quote_id)), left, text[start:end], right)
            )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
