"""Distance over a corpus: one table of every mark of distance with its voice, and the rates that are made of it."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from framing.distance.agents import acts_in
from framing.distance.certainty import hedging_in
from framing.distance.hearsay import NONE, find_conditionals
from framing.distance.islands import role_of
from framing.tables.annotations import SCHEMA, AnnotationError, Annotations
from framing.text.detection import LanguageError
from framing.text.parsing import parsed
from framing.voice.segments import VOICES, segments_by_article, voice_at

KINDS = ("hearsay", "scare_quote", "hedge", "booster", "passive", "nominalisation")
NO_AGENT = "no agent"
COLUMNS = SCHEMA["distance"]
KEYS = ["article_id", "outlet", "group", "event"]


class Marker(NamedTuple):
    """A mark of distance: its kind, its variant within the kind, where it stands, its lemma or gloss, and why."""

    kind: str
    variant: str | None
    start: int
    end: int
    lemma: str | None
    reason: str | None


def markers(text: str, islands: Iterable[tuple[int, int]] = (), cues: Iterable[tuple[int, int]] = ()) -> list[Marker]:
    """Every mark of distance of a text, in order; the text is parsed once.

    Variants: hearsay core and wide; scare_quote the four roles; passive and nominalisation `agent` and `no agent`, with the
    kind of act as reason. Hedges and boosters that are the cue of a quotation are left out: `reporting` counts those.
    """
    text_ = parsed(text)
    said = {i for start, end in cues for i in range(start, end)}
    found = [
        Marker("scare_quote", r.role, r.start, r.end, r.gloss, r.reason)
        for r in (role_of(text_.view, *i) for i in islands)
    ]
    for sentence in text_.sentences:
        for act in acts_in(sentence):
            found.append(Marker(act.kind, "agent" if act.agent else NO_AGENT, act.start, act.end, act.lemma, act.act))
        for h in hedging_in(sentence):
            if h.start not in said:
                found.append(Marker(h.kind, None, h.start, h.end, h.marker, None))
    for c in find_conditionals(text_):
        if c.variant != NONE:
            found.append(Marker("hearsay", c.variant, c.start, c.end, c.lemma, c.reason))
    return sorted(found, key=lambda m: (m.start, m.end, m.kind))


def _spans(table: pd.DataFrame, start: str, end: str) -> list[tuple[int, int]]:
    pairs = table[[start, end]].dropna()
    return [(int(s), int(e)) for s, e in pairs.itertuples(index=False)]


def table(annotations: Annotations) -> pd.DataFrame:
    """Every mark of distance of a corpus with its voice: a row a mark, by article and place.

    Columns: article_id, kind (of KINDS), variant, start, end, lemma, voice, quote_id, reason. Facts only: it may be
    published where the texts may not. An article that is not French has one row of kind `not measured`, with the reason.

    Raises AnnotationError when the texts are not known.
    """
    by = {n: dict(list(annotations.tables[n].groupby("article_id", sort=True))) for n in ("islands", "quotes")}
    cuts = segments_by_article(annotations.voices)
    rows: list[tuple[object, ...]] = []
    for id_ in sorted(annotations.articles["article_id"]):
        if id_ not in annotations.texts:
            raise AnnotationError(
                f"distance is read from the texts, and {id_} is not there: read them with `framing.read_texts`"
            )
        text, cut = annotations.texts[id_], cuts.get(id_, [])
        islands = _spans(by["islands"].get(id_, annotations.islands.iloc[:0]), "start", "end")
        cues = _spans(by["quotes"].get(id_, annotations.quotes.iloc[:0]), "cue_start", "cue_end")
        try:
            found = markers(text, islands, cues)
        except LanguageError as error:
            rows.append((id_, "not measured", None, None, None, None, None, None, str(error)))
            continue
        for m in found:
            if (segment := voice_at(cut, m.start)) is not None:
                rows.append((id_, *m[:5], segment.voice, segment.quote_id, m.reason))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def rates(marks: pd.DataFrame, annotations: Annotations, kind: str, variant: str | None = None) -> pd.DataFrame:
    """How often a kind of mark stands in each voice of each article, ready for `compare.rate(…, "count", "n_words")`.

    `marks` is the table of `table`. Columns: article_id, outlet, group, event, voice, count, n_words; a row an article and
    voice, 0 where there is none, NaN where the article was not measured. Raises ValueError for a kind that is not known.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind!r}: the kinds are {', '.join(KINDS)}")
    chosen = marks[(marks["kind"] == kind) & ((marks["variant"] == variant) if variant else True)]
    counts = chosen.groupby(["article_id", "voice"]).size().rename("count")
    words = annotations.voices.groupby(["article_id", "voice"])["n_words"].sum()
    index = pd.MultiIndex.from_product([annotations.articles["article_id"], VOICES], names=["article_id", "voice"])
    frame = pd.DataFrame(index=index).join(counts).join(words).fillna(0).reset_index()
    unread = frame["article_id"].isin(marks.loc[marks["kind"] == "not measured", "article_id"])
    frame["count"] = frame["count"].astype("float64").mask(unread)
    frame["n_words"] = frame["n_words"].astype("int64")
    return annotations.articles[KEYS].merge(frame, on="article_id", validate="one_to_many")
