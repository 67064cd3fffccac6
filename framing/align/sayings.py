"""The same statement, told twice: quotations of different articles that render one utterance, and how they differ."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz.distance import Indel
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

from framing.align.clusters import similarities
from framing.align.passages import in_order
from framing.language import Language, load
from framing.tables import SCHEMA
from framing.tables.spans import parse_spans
from framing.text.fold import folded, name_words
from framing.text.tokenisation import words
from framing.voice.actors import UNKNOWN, UNNAMED

SAME_SPEAKER = 0.2  # similarity from which two quotations of one speaker are one statement, chosen on the sample
OTHER_SPEAKER = (
    0.5  # the same for two speakers of one class (a spokesman and his state), or one who is no actor: a misreading
)
LIGHT_EDIT = 0.7  # share of words in common from which the wording is the same but for details
SHORTENED = 0.5  # share of the longer one's words up to which the shorter one is a summary
HEDGED = 0.5  # strength from which a word of hedges.csv counts

VERBATIM, EDIT, PARAPHRASE, SUMMARY = "verbatim", "light edit", "paraphrase", "summary"
_EXTRA = {
    "event": "str", "quote_id": "str", "other_quote_id": "str", "rendering": "str", "type": "str", "other_type": "str",
    "cue_class": "str", "other_cue_class": "str", "hedges": "Int64", "other_hedges": "Int64", "statement": "Int64",
}  # fmt: skip
COLUMNS = SCHEMA["links"] | _EXTRA


@lru_cache(maxsize=4)
def _hedge(language: Language) -> re.Pattern[str]:
    rows = language.table("hedges")
    forms = [folded(row["lemma_or_phrase"]) for row in rows if float(row["strength"]) >= HEDGED]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms, key=lambda f: (-len(f), f))))})(?!\w)")


def rendering(a: str, b: str) -> str:
    """How near two renderings of one statement are in their words, a heuristic: `verbatim` (the same words), `light edit`
    (70 % of the words in common), `summary` (one has at most half the words of the other) or `paraphrase`.

    >>> rendering("le port rouvrira lundi", "Le port rouvrira “lundi”"), rendering("fermé", "le port est fermé à tous")
    ('verbatim', 'summary')
    """
    mine, other = ([folded(word) for word in words(text)] for text in (a, b))
    if mine == other:
        return VERBATIM
    if Indel.normalized_similarity(mine, other) >= LIGHT_EDIT:
        return EDIT
    return SUMMARY if min(len(mine), len(other)) <= SHORTENED * max(len(mine), len(other)) else PARAPHRASE


def statements(quotes: pd.DataFrame, texts: Mapping[str, str], articles: pd.DataFrame) -> pd.DataFrame:
    """Pairs of quotations, in two articles of one event, that render the same statement.

    `quotes` has the columns of the quotes table, `articles` article_id, event and published; quotations of articles
    without a text or an event are left out. Gives the columns of the `links` table (kind `statement`, score: cosine 0 to
    1, article_id the later article as in `reuse`), then event, quote_id, other_quote_id, rendering (see `rendering`), type
    and other_type (direct, indirect, mixed), cue_class and other_cue_class, hedges and other_hedges (how many hedging
    words of `hedges.csv` the rendering has; the conditional is not counted, for it may be no more than the future of the
    past), and statement: a number that all renderings of one statement share.

    Two quotations render one statement when they have the same speaker and the TF-IDF of their letters (runs of 3 to 5
    in words) are similar by 0.2; or when they are similar by 0.5 and the speakers are of one class (a spokesman and the
    state that he speaks for) or one of them is no actor of the study, for then the extractor may have misread who speaks.
    Between two articles a pair must be the most similar one for at least one of its quotations. Measured on the sample by
    `bench/align.py`: better than the multilingual encoder e5-small, and lighter.

    >>> citations = pd.DataFrame({
    ...     "article_id": ["a", "b"], "quote_id": ["q1", "q1"], "type": ["direct", "indirect"], "start": [2, 21],
    ...     "end": [24, 42], "speaker": ["Élise Orsel", "la ministre Élise Orsel"], "actor": ["orsel", "orsel"],
    ...     "actor_class": ["etat", "etat"], "cue_class": ["neutral", "doubt"], "spans": ["2-24", "21-42"]})
    >>> textes = {"a": "« Le port rouvrira lundi », dit Élise Orsel.",
    ...           "b": "Élise Orsel prétend que le port va rouvrir lundi."}
    >>> evenement = pd.DataFrame({"article_id": ["a", "b"], "event": "port", "published": ["2031-05-02", "2031-05-03"]})
    >>> statements(citations, textes, evenement)[["article_id", "other_article_id", "rendering", "cue_class"]].values.tolist()
    [['b', 'a', 'paraphrase', 'doubt']]
    """
    quotations = _comparable(quotes, texts, articles)
    pairs = _nearest(sorted(_candidates(quotations)), quotations["place"].tolist())
    number = _numbers(len(quotations), [(i, j) for i, j, _ in pairs])
    places = list(quotations[["article_id", "start", "end"]].itertuples(index=False, name=None))
    manners = list(quotations[["quote_id", "type", "cue_class"]].itertuples(index=False, name=None))
    events, contents = quotations["event"].tolist(), quotations["content"].tolist()
    hedge = _hedge(load())
    hedges = [len(hedge.findall(folded(content))) for content in contents]
    rows = []
    for i, j, score in pairs:
        (id_, start, end), (other_id, other_start, other_end) = places[j], places[i]
        (quote, type_, cue), (other_quote, other_type, other_cue) = manners[j], manners[i]
        link = (id_, other_id, start, end, other_start, other_end, "statement", score)
        manner = (rendering(contents[j], contents[i]), type_, other_type, cue, other_cue, hedges[j], hedges[i])
        rows.append((*link, events[i], quote, other_quote, *manner, number[i]))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return table.sort_values(
        ["event", "statement", "article_id", "start", "other_article_id", "other_start"]
    ).reset_index(drop=True)


def _comparable(quotes: pd.DataFrame, texts: Mapping[str, str], articles: pd.DataFrame) -> pd.DataFrame:
    """The quotations that can be compared, from the earliest article to the latest, with event, content and who speaks."""
    place = {id_: k for k, id_ in enumerate(in_order(articles)["article_id"])}
    event = dict(zip(articles["article_id"], articles["event"], strict=True))
    quotations = quotes.assign(event=quotes["article_id"].map(event), place=quotes["article_id"].map(place))
    quotations = quotations[quotations["event"].notna() & quotations["article_id"].isin(list(texts))]
    quotations = quotations.sort_values(["place", "start", "quote_id"], kind="stable").reset_index(drop=True)
    quotations["content"] = [
        _content(texts[id_], spans) for id_, spans in zip(quotations["article_id"], quotations["spans"], strict=True)
    ]
    quotations["who"] = [
        _who(*row) for row in zip(quotations["actor"], quotations["speaker"], quotations["actor_class"], strict=True)
    ]
    return quotations


def _content(text: str, spans: str) -> str:
    return " ".join(text[start:end] for start, end in parse_spans(spans))


def _who(actor: Any, speaker: Any, actor_class: Any) -> str:
    """One key for one speaker; empty where there is none with a name."""
    if pd.notna(actor):
        return f"actor {actor}"
    if pd.isna(speaker) or actor_class in (UNKNOWN, UNNAMED):
        return ""
    return "name " + " ".join(sorted(name_words(speaker)))


def _candidates(quotations: pd.DataFrame) -> Iterator[tuple[int, int, float]]:
    """Places of two quotations of one event that are similar enough, the earlier first."""
    if quotations.empty:
        return
    try:
        vectorizer = TfidfVectorizer(
            preprocessor=folded, analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32
        )
        vectors = vectorizer.fit_transform(quotations["content"]).tocsr()
    except ValueError:  # no content has a letter
        return
    place, who, class_ = (quotations[column].to_numpy(dtype=object) for column in ("place", "who", "actor_class"))
    unknown = quotations["actor"].isna().to_numpy()
    for _, members in quotations.groupby("event", sort=True).indices.items():
        near = similarities(vectors[members]).tocoo()
        keep = near.data >= SAME_SPEAKER
        first, second, score = members[near.row[keep]], members[near.col[keep]], near.data[keep].round(4)
        speaker = (who[first] == who[second]) & (who[first] != "")
        may_speak_for = (class_[first] == class_[second]) | unknown[first] | unknown[second]
        keep = (place[first] < place[second]) & (speaker | (may_speak_for & (score >= OTHER_SPEAKER)))
        yield from zip(first[keep].tolist(), second[keep].tolist(), score[keep].tolist(), strict=True)


def _nearest(pairs: list[tuple[int, int, float]], place: list[int]) -> list[tuple[int, int, float]]:
    """The pairs that are, between their two articles, the most similar for at least one of their quotations."""
    best: dict[tuple[int, int], float] = {}
    for i, j, score in pairs:
        for key in ((i, place[j]), (j, place[i])):
            best[key] = max(score, best.get(key, 0))
    return [(i, j, score) for i, j, score in pairs if score in (best[i, place[j]], best[j, place[i]])]


def _numbers(size: int, pairs: list[tuple[int, int]]) -> list[int]:
    """A number for each group of quotations that pairs connect."""
    rows, columns = ([pair[side] for pair in pairs] for side in (0, 1))
    graph = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(size, size))
    return [int(label) + 1 for label in connected_components(graph, directed=False)[1]]
