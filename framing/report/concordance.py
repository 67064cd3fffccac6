"""Concordance: a word or a concept of the study in its context, by voice (key word in context; Luhn 1960)."""

import html
import json
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pandas as pd

from framing.report.show import Html
from framing.study.reader import Concept, Study
from framing.tables.annotations import AnnotationError, Annotations
from framing.text.fold import SAME, folded
from framing.voice.segments import VOICES, segments_by_article, voice_at

COLUMNS = {
    "article_id": "str", "start": "Int64", "end": "Int64", "voice": "str", "speaker": "str", "left": "str", "match": "str",
    "right": "str",
}  # fmt: skip
QUOTED = "quoted"  # anybody's voice but the outlet's
MAX_WIDTH = 500
SCRIPT = (Path(__file__).parent / "concordance.js").read_text("utf-8")
STYLE = (Path(__file__).parent / "concordance.css").read_text("utf-8")
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
    cuts, speakers = segments_by_article(annotations.voices), _speakers(annotations)
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


def _speakers(annotations: Annotations) -> dict[tuple[str, str | None], str]:
    quotes = annotations.quotes
    return dict(zip(zip(quotes["article_id"], quotes["quote_id"], strict=True), quotes["speaker"], strict=True))


def concordance(annotations: Annotations, study: Study) -> Html:
    """A page that finds any word or concept in the texts that are known, by voice, as one types; it needs no server.

    It holds the texts: for a local report, not for publication.
    """
    cuts, speakers = segments_by_article(annotations.voices), _speakers(annotations)
    articles = []
    for id_, text in sorted(annotations.texts.items()):
        ends = {end for s in cuts.get(id_, []) for end in (s.start, s.end)} | {0, len(text)}
        cut = []
        for start, end in pairwise(sorted(ends)):
            segment = voice_at(cuts.get(id_, []), start)
            speaker = speakers.get((id_, segment.quote_id)) if segment else None
            cut.append((segment.voice if segment else None, None if pd.isna(speaker) else speaker, text[start:end]))
        articles.append({"id": id_, "cut": cut})
    data = json.dumps(
        {"articles": articles, "concepts": {c.id: list(c.variants) for c in study.concepts.values()}, "same": SAME},
        ensure_ascii=False,
    ).replace("<", "\\u003c")
    options = "".join(
        f'<option value="{html.escape(c.id)}">{html.escape(c.name)}</option>' for c in study.concepts.values()
    )
    voices = "".join(f'<option value="{v}">{v}</option>' for v in (*VOICES, QUOTED))
    return Html(
        f'<style>{STYLE}</style><div class="framing-concordance">'
        '<p><label>Word or phrase (* for any ending) <input name="word" type="search" autocomplete="off"></label> '
        f'<label>or concept <select name="concept"><option value="">none</option>{options}</select></label> '
        f'<label>said by <select name="voice"><option value="">anybody</option>{voices}</select></label></p>'
        '<p><output aria-live="polite"></output></p><div class="scroll"><table lang="fr"><thead><tr><th>article</th>'
        "<th>voice</th><th></th><th>word</th><th></th></tr></thead><tbody></tbody></table></div>"
        "<noscript>The search needs JavaScript; <code>framing.kwic</code> finds the same.</noscript>"
        f'<script type="application/json">{data}</script><script>{SCRIPT}</script></div>'
    )
