"""From texts to tables: one pass over the articles, in this process, in several, or on a Dask cluster."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

from framing import language
from framing.quotation.extraction import extract_many
from framing.quotation.model import Extraction
from framing.study.reader import Study
from framing.tables.annotations import SCHEMA, Annotations, as_table, sha256
from framing.text.marks import find_marks
from framing.text.sentences import sentences
from framing.text.words import word_spans
from framing.text.zones import zones
from framing.voice.actors import actor_names, actor_of
from framing.voice.labels import Mention, labels, mentions
from framing.voice.segments import Segment, voice_at, voice_segments

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPOKEN = ("headline", "body")
CHUNK = 32
PIECE = 200_000  # characters that the tagger reads at once, which bounds its memory
MAX_NAME_WORDS = 7  # a longer name would be a run of words of the article
Rows = dict[str, list[tuple[Any, ...]]]


class Spoken(NamedTuple):
    """An article without its furniture: a view of the same length with the rest blanked, and what stands where."""

    view: str
    stretches: list[tuple[int, int]]
    zones: list[tuple[int, int, str]]


def spoken(text: str) -> Spoken:
    """The headline and the body of an article, in place.

    >>> spoken("Le port rouvre\\nPartager\\nLe port d'Orée rouvre jeudi, dit-on.\\n").view[:24]
    'Le port rouvre\\n        \\n'
    """
    tiles = list(zones(text).itertuples(index=False, name=None))
    view = ["\n" if c == "\n" else " " for c in text]
    stretches = [(start, end) for start, end, zone in tiles if zone in SPOKEN]
    for start, end in stretches:
        view[start:end] = text[start:end]
    return Spoken("".join(view), stretches, tiles)


def short_name(name: str | None) -> str | None:
    """A speaker's name as the tables keep it: at most seven words, so that no stretch of the article stands in them.

    >>> short_name("des habitants du quartier de la gare de Sarvelle")
    'des habitants du quartier de la gare…'
    """
    if not name:
        return None
    words = word_spans(name)
    return name if len(words) <= MAX_NAME_WORDS else name[: words[MAX_NAME_WORDS - 1][1]] + "…"


def _pieces(text: str) -> list[tuple[int, str]]:
    """A text in pieces for the tagger, with their offsets: cut between paragraphs, or at a space where one is too long.

    >>> _pieces("Il pleut.")
    [(0, 'Il pleut.')]
    """
    found, start = [], 0
    while len(text) - start > PIECE:
        cuts = (text.rfind(char, start, start + PIECE) + 1 for char in "\n ")
        end = next((cut for cut in cuts if cut > start), start + PIECE)
        found.append((start, text[start:end]))
        start = end
    return [*found, (start, text[start:])]


def _lemma_rows(
    article_id: str,
    docs: list[tuple[int, "Doc"]],
    cut: list[Segment],
    actors: Mapping[str, str | None],
    terms: list[Mention],
) -> list[tuple[Any, ...]]:
    """Counts of lemmas by voice, and in whose mouth each stands first; the study's multi-word terms are one lemma each.

    Offsets are left out on purpose: with them the article could be put together again.
    """
    counts: dict[tuple[str, str, str, str], int] = {}
    introduced: dict[str, tuple[int, tuple[str, str, str, str]]] = {}
    inside = {i for m in terms for i in range(m.start, m.end)}
    tokens = ((offset + t.idx, t) for offset, doc in docs for t in doc if t.is_alpha)
    items = [(at, t.lemma_.lower(), t.pos_) for at, t in tokens if at not in inside]
    items += [(m.start, m.variant.lower(), "TERM") for m in terms]
    for position, lemma, pos in items:
        segment = voice_at(cut, position)
        if segment is None:
            continue
        key = (segment.voice, (actors.get(segment.quote_id or "") or ""), lemma, pos)
        counts[key] = counts.get(key, 0) + 1
        introduced[lemma] = min((position, key), introduced.get(lemma, (position, key)))
    first = {key for _, key in introduced.values()}
    return [
        (article_id, voice, actor or None, lemma, pos, n, (voice, actor, lemma, pos) in first)
        for (voice, actor, lemma, pos), n in sorted(counts.items())
    ]


def _article_rows(
    article_id: str, article: Spoken, study: Study, extraction: Extraction, docs: list[tuple[int, "Doc"]]
) -> Rows:
    view = article.view
    rows: Rows = {name: [] for name in SCHEMA}
    rows["zones"] = [(article_id, *tile) for tile in article.zones]
    starts = np.array([s for s, _ in word_spans(view)])

    def n_words(spans: Iterable[tuple[int, int]]) -> int:
        return int(sum(np.searchsorted(starts, e) - np.searchsorted(starts, s) for s, e in spans))

    ends = np.array([i for i, char in enumerate(view) if char == "\n"])
    for i, (start, end) in enumerate(sentences(view), 1):
        paragraph = int(np.searchsorted(ends, start))
        rows["sentences"].append((article_id, f"s{i}", paragraph, start, end, n_words([(start, end)])))
    names = actor_names(study)
    actors: dict[str, str | None] = {}
    for q in extraction.quotes:
        actor, actor_class = actor_of(q.speaker, q.source_kind, study, names)
        actors[q.quote_id] = actor
        spans = ";".join(f"{s}-{e}" for s, e in q.spans)
        cue, source = q.cue or (None, None), q.source or (None, None)
        said = (
            q.source_kind,
            short_name(q.speaker),
            actor,
            actor_class,
            q.parent,
            n_words(q.spans),
            q.reason,
            round(q.confidence, 3),
        )
        where = (q.type, q.start, q.end, spans, *cue, q.cue_lemma, q.cue_class, *source)
        rows["quotes"].append((article_id, q.quote_id, *where, *said))
    cut = voice_segments(
        article.stretches, extraction.quotes, [(pair.open + 1, pair.close) for pair in find_marks(view).pairs]
    )
    rows["voices"] = [(article_id, s.start, s.end, s.voice, s.quote_id, n_words([(s.start, s.end)])) for s in cut]
    rows["islands"] = [(article_id, i.start, i.end, i.role, short_name(i.speaker)) for i in extraction.islands]
    found = mentions(view, study)
    rows["labels"] = [(article_id, *label) for label in labels(view, found, cut, [i[:3] for i in extraction.islands])]
    terms = [m for m in found if " " in m.variant]
    rows["lemmas"] = _lemma_rows(article_id, docs, cut, actors, terms)
    rows["warnings"] = [(article_id, w) for w in extraction.warnings]
    return rows


def _annotate_chunk(items: list[tuple[str, str]], study: Study) -> Rows:
    articles = [spoken(text) for _, text in items]
    views = [article.view for article in articles]
    rows: Rows = {name: [] for name in SCHEMA}
    pieces = [_pieces(view) for view in views]
    texts = (piece for found in pieces for _, piece in found)
    tagged = language.pipeline().pipe(texts, disable=["parser", "attribute_ruler"])
    ids = (article_id for article_id, _ in items)
    for article_id, article, extraction, cut in zip(ids, articles, extract_many(views), pieces, strict=True):
        docs = [(offset, next(tagged)) for offset, _ in cut]
        for name, new in _article_rows(article_id, article, study, extraction, docs).items():
            rows[name] += new
    return rows


def _second_pass(first: Annotations, study: Study, stance_models: Sequence[str]) -> dict[str, pd.DataFrame]:
    """What is read off the first tables and the texts together: stances, frames, marks of distance, and links."""
    from framing import align, distance, frames
    from framing.stances.voices import stances

    texts = first.articles.assign(text=first.articles["article_id"].map(first.texts))
    found = [stances(first, first.texts, study, model=model) for model in stance_models]
    frame_models = frames.MODELS if "transformer" in stance_models else (frames.INDICATORS,)
    links = [align.reuse(texts), align.statements(first.quotes, first.texts, first.articles)]
    columns = {name: list(SCHEMA[name]) for name in ("stances", "frames", "distance", "links")}
    return {
        "stances": pd.concat([as_table("stances"), *found], ignore_index=True)[columns["stances"]],
        "frames": pd.concat(
            [frames.table(first, model)[columns["frames"]] for model in frame_models], ignore_index=True
        ),
        "distance": distance.table(first)[columns["distance"]],
        "links": pd.concat([link[columns["links"]] for link in links], ignore_index=True).round({"score": 4}),
    }


def annotate(
    articles: pd.DataFrame,
    study: Study,
    *,
    stance_models: Sequence[str] = ("lexical",),
    processes: int = 1,
    client: Any = None,
) -> Annotations:
    """Annotate articles: the tables of facts that everything later reads.

    `articles` has a row an article, with the columns of the articles table and `text`. Stances are judged by each of
    `stance_models`; `transformer` needs framing[transformers], and with it frames are judged by the encoder, too.
    With `processes` above 1 the first pass is split over as many processes; with `client` (a `dask.distributed.Client`)
    over its workers. The tables are the same.

    Raises ValueError when a column is missing, an article_id stands twice, an article has no text, or a text is not the one
    that its sha256 tells of.
    """
    if missing := [f"`{name}`" for name in (*SCHEMA["articles"], "text") if name not in articles]:
        raise ValueError(f"annotate needs the column {', '.join(missing)}: read the texts with `framing.read_texts`")
    articles = articles.sort_values("article_id", kind="stable").reset_index(drop=True)
    for id_ in articles.loc[articles["article_id"].duplicated(), "article_id"]:
        raise ValueError(f"{id_}: two articles have this article_id: give each an id of its own")
    for id_, text, digest in articles[["article_id", "text", "sha256"]].itertuples(index=False):
        if not isinstance(text, str):
            raise ValueError(
                f"{id_}: the article has no text: leave it out, or read the texts with `framing.read_texts`"
            )
        if pd.notna(digest) and digest != sha256(text):
            raise ValueError(f"{id_}: the text is not the one in the articles table (sha256 differs): import it again")
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    items = sorted(texts.items())
    chunks = [items[i : i + CHUNK] for i in range(0, len(items), CHUNK)]
    work = partial(_annotate_chunk, study=study)
    progress = partial(tqdm, total=len(chunks), unit="chunk", disable=None, desc="annotate")
    if client is not None:
        done = list(progress(future.result() for future in client.map(work, chunks)))
    elif processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            done = list(progress(pool.map(work, chunks)))
    else:
        done = list(progress(map(work, chunks)))
    tables = {
        name: as_table(name, [row for rows in done for row in rows[name]]) for name in SCHEMA if name != "articles"
    }
    tables["articles"] = as_table("articles", articles[list(SCHEMA["articles"])].itertuples(index=False))
    first = Annotations({name: tables[name] for name in SCHEMA}, texts)
    return Annotations({**first.tables, **_second_pass(first, study, stance_models)}, texts)
