"""Every mark of distance of an article with its voice, and the rates that are made of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from framing.distance.agents import acts_in
from framing.distance.certainty import hedging_in
from framing.distance.hearsay import NONE, find_conditionals
from framing.distance.islands import ScareQuote
from framing.distance.reading import readable
from framing.tables import Annotations
from framing.text.article import Article
from framing.text.detection import LanguageError
from framing.voice.segments import VOICES, Segment
from framing.voice.speech import speech_at

KINDS = ("hearsay", "scare_quote", "hedge", "booster", "passive", "nominalisation")
NOT_MEASURED = "not measured"
AGENT, NO_AGENT = "agent", "no agent"
KEYS = ["article_id", "outlet", "group", "event"]
Span = tuple[int, int]


class Marker(NamedTuple):
    """A mark of distance: its kind, its variant within the kind, where it stands, its lemma or gloss, and why."""

    kind: str
    variant: str | None
    start: int
    end: int
    lemma: str | None
    reason: str | None


class DistanceRow(NamedTuple):
    """A mark of distance of an article, and in whose words it stands (see `framing.voice.speech`)."""

    article_id: str
    kind: str
    variant: str | None
    start: int | None
    end: int | None
    lemma: str | None
    voice: str | None
    speech: str | None
    quote_id: str | None
    reason: str | None


def markers(text: str | Article, islands: Iterable[ScareQuote] = (), cues: Iterable[Span] = ()) -> list[Marker]:
    """Every mark of distance of a text, in order; `islands` as `roles_of` gives them.

    Variants: hearsay core and wide; scare_quote the four roles; passive and nominalisation `agent` and `no agent`, with the
    kind of act as reason. Hedges and boosters that are the cue of a quotation are left out: `reporting` counts those.
    Offsets are those of `Article(text).text`. Raises LanguageError for a text in another language.

    >>> [m[:2] for m in markers("La police aurait tiré ; deux élus ont été arrêtés.")]
    [('hearsay', 'core'), ('passive', 'no agent')]
    """
    article = readable(text)
    cued = {i for start, end in cues for i in range(start, end)}
    found = [Marker("scare_quote", i.role, i.start, i.end, i.gloss, i.reason) for i in islands]
    for unit in article.parsed:
        for act in acts_in(unit):
            found.append(Marker(act.kind, AGENT if act.agent else NO_AGENT, act.start, act.end, act.lemma, act.act))
        for h in hedging_in(unit):
            if h.start not in cued:
                found.append(Marker(h.kind, None, h.start, h.end, h.marker, None))
    for c in find_conditionals(article):
        if c.variant != NONE:
            found.append(Marker("hearsay", c.variant, c.start, c.end, c.lemma, c.reason))
    return sorted(found, key=lambda m: (m.start, m.end, m.kind))


def rows(
    article: Article, islands: Iterable[ScareQuote], cues: Iterable[Span], segments: Sequence[Segment]
) -> list[DistanceRow]:
    """Every mark of distance of an article with its voice, by place: facts only.

    `islands` are its words in marks that are no quotation, with their roles, `cues` those of its quotations, `segments` its
    voices. An article in another language has one row of kind `not measured`, with the reason.
    """
    id_ = article.article_id
    try:
        found = markers(article, islands, cues)
    except LanguageError as error:
        return [DistanceRow(id_, NOT_MEASURED, None, None, None, None, None, None, None, str(error))]
    return [
        DistanceRow(id_, m.kind, m.variant, m.start, m.end, m.lemma, *speech, m.reason)
        for m in found
        if (speech := speech_at(segments, m.start)) is not None
    ]


def rates(marks: pd.DataFrame, annotations: Annotations, kind: str, variant: str | None = None) -> pd.DataFrame:
    """How often a kind of mark stands in each voice of each article, ready for `compare.rate(…, "count", "n_words")`.

    `marks` is the `distance` table. Columns: article_id, outlet, group, event, voice, count, n_words; a row an article and
    voice, 0 where there is none, NaN where the article was not measured. Raises ValueError for a kind that is not known.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind!r}: the kinds are {', '.join(KINDS)}")
    chosen = marks[(marks["kind"] == kind) & ((marks["variant"] == variant) if variant else True)]
    counts = chosen.groupby(["article_id", "voice"]).size().rename("count")
    words = annotations.voices.groupby(["article_id", "voice"])["n_words"].sum()
    index = pd.MultiIndex.from_product([annotations.articles["article_id"], VOICES], names=["article_id", "voice"])
    frame = pd.DataFrame(index=index).join(counts).join(words).fillna(0).reset_index()
    unread = frame["article_id"].isin(marks.loc[marks["kind"] == NOT_MEASURED, "article_id"])
    frame["count"] = frame["count"].astype("float64").mask(unread)
    frame["n_words"] = frame["n_words"].astype("int64")
    return annotations.articles[KEYS].merge(frame, on="article_id", validate="one_to_many")
