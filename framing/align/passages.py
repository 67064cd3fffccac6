"""Wire copy: the passages that two articles share, word for word or nearly, with their offsets on both sides."""

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
from rapidfuzz.distance import Indel, Levenshtein

from framing.tables import Annotations, as_table
from framing.tables.spans import parse_spans
from framing.text.article import Article
from framing.text.fold import folded
from framing.text.tokenisation import count_words

SEED = 3  # content words in a row that make two passages worth a look
CONTENT = 4  # letters from which a word counts as a content word
FORMULA = 60  # a run of words that occurs more often than this is a formula, not a copy
GAP = 10  # words that may be edited between two seeds of one passage
REACH = 12  # words looked at when the end of a passage is fixed
SIMILAR = 0.6  # share of words in common below which two passages are not one
MIN_WORDS = 8
BLOCK = 200  # articles whose seeds are in memory at a time
COPIED = 0.5  # share of a row's characters from which the row counts as copied

Spans = list[tuple[int, int]]
Data = TypeVar("Data", Annotations, pd.DataFrame)
Meet = Callable[
    [np.ndarray, np.ndarray], np.ndarray
]  # which pairs (earlier, later) of articles are compared, by places


class _Words(NamedTuple):
    """An article as word numbers; `own` counts, up to each word, those that are no name and outside quotation marks."""

    edges: np.ndarray  # start and end of each word in the text
    ids: np.ndarray
    content: np.ndarray
    own: np.ndarray


class _Passage(NamedTuple):
    """A stretch of words of each of two articles, by the places of the words, and the share of words in common."""

    start: int
    end: int
    other_start: int
    other_end: int
    score: float


class _Forms(dict[str, int]):
    """A place for every form that a word is met in; at it the number of the word and what counts about the form."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[str, int] = {}
        # The first place is that of no form: a view of an empty array is none.
        self._number, self._is_content, self._is_low = array("i", [0]), array("b", [0]), array("b", [0])

    def __missing__(self, form: str) -> int:
        plain = folded(form)
        self[form] = place = len(self._number)
        self._number.append(self._numbers.setdefault(plain, len(self._numbers) + 1))
        self._is_content.append(len(plain) >= CONTENT or plain[0].isdigit())
        self._is_low.append(form[0].islower() or form[0].isdigit())
        return place

    def read(self, article: Article) -> _Words:
        """The words of an article, with their offsets in the text as given."""
        text, spans = article.own, article.word_spans
        forms = np.array([self[text[start:end]] for start, end in spans], dtype=np.int64)
        edges = np.array(spans, dtype=np.int32).reshape(-1, 2)
        own = np.frombuffer(self._is_low, dtype=np.int8)[forms]
        for pair in article.marks.pairs:
            own[np.searchsorted(edges[:, 0], pair.open) : np.searchsorted(edges[:, 0], pair.close)] = 0
        if article.is_altered:
            edges = np.array([article.in_given(*span) for span in spans], dtype=np.int32).reshape(-1, 2)
        ids = np.frombuffer(self._number, dtype=np.int32)[forms]
        content = np.flatnonzero(np.frombuffer(self._is_content, dtype=np.int8)[forms]).astype(np.int32)
        return _Words(edges, ids, content, np.concatenate([[0], np.cumsum(own)]).astype(np.int32))

    def weights(self) -> list[float]:
        """What a word in common weighs, by its number."""
        weight = dict(zip(self._number, (1.0 if content else 0.5 for content in self._is_content), strict=True))
        return [weight[number] for number in range(len(weight))]


class _Runs(NamedTuple):
    """The runs of `SEED` content words of some articles, equal ones together: whose, where, and where their like end."""

    owner: np.ndarray
    place: np.ndarray
    last: np.ndarray


def _runs(articles: Sequence[_Words]) -> _Runs:
    hashes, owners, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for k, article in enumerate(articles):
        ids = article.ids[article.content].astype(np.uint64)
        n = max(0, len(ids) - SEED + 1)
        run = np.zeros(n, dtype=np.uint64)
        for i in range(SEED):
            run = (run * np.uint64(0x9E3779B97F4A7C15)) ^ (ids[i : i + n] * np.uint64(0xC2B2AE3D27D4EB4F))
        hashes.append(run)
        owners.append(np.full(n, k, dtype=np.int32))
        places.append(article.content[:n])
    run, owner, place = np.concatenate(hashes), np.concatenate(owners), np.concatenate(places)
    order = np.lexsort((place, owner, run))
    run = run[order]
    first = np.flatnonzero(np.diff(run, prepend=run[:1] + np.uint64(1)))
    size = np.diff(first, append=len(run))
    return _Runs(owner[order], place[order], np.repeat(np.where(size <= FORMULA, first + size, 0), size))


def _seeds(articles: Sequence[_Words], meet: Meet) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """For two articles that meet, the places (word, word) where both have the same `SEED` content words in a row."""
    owner, place, last = _runs(articles)
    by_owner = np.argsort(owner, kind="stable")
    edges = np.searchsorted(owner[by_owner], np.arange(0, len(articles) + BLOCK, BLOCK))
    for start, end in pairwise(edges):
        at = by_owner[start:end]
        found = []
        for distance in range(1, FORMULA):
            at = at[at + distance < last[at]]
            a, b = owner[at], owner[at + distance]
            kept = (a != b) & meet(a, b)
            found.append(np.stack([a, b, place[at], place[at + distance]])[:, kept])
        a, b, i, j = np.concatenate(found, axis=1)
        order = np.lexsort((j, i, b, a))
        a, b, i, j = a[order], b[order], i[order], j[order]
        cuts = np.flatnonzero((np.diff(a) != 0) | (np.diff(b) != 0)) + 1
        for low, high in pairwise([0, *cuts.tolist(), len(a)]):
            if low < high:
                yield int(a[low]), int(b[low]), list(zip(i[low:high].tolist(), j[low:high].tolist(), strict=True))


def _chains(seeds: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Seeds that follow each other in both articles, at most `GAP` words apart, as stretches (start, end, start, end)."""
    chains: list[list[int]] = []
    live: list[list[int]] = []
    for i, j in seeds:
        live = [c for c in live if i - c[1] <= GAP]
        goes_on = [c for c in live if c[1] <= i and 0 <= j - c[3] <= GAP]
        if goes_on:
            chain = min(goes_on, key=lambda c: (abs((i - c[1]) - (j - c[3])), c))
            chain[1], chain[3] = i, j
        else:
            chains.append([i, i, j, j])
            live.append(chains[-1])
    return [(a, b, c, d) for a, b, c, d in chains]


def _reach(a: Sequence[int], b: Sequence[int], weights: Sequence[float]) -> tuple[int, int]:
    """How far two runs of words go on alike from their first word: where matches outweigh edits the most."""
    i = j = 0
    while True:
        score, best, to = 0.0, 0.0, (i, j)
        for op in Levenshtein.opcodes(a[i : i + REACH], b[j : j + REACH]):
            size = max(op.src_end - op.src_start, op.dest_end - op.dest_start)
            if op.tag != "equal":
                score -= size
                continue
            for k in range(size):
                score += weights[a[i + op.src_start + k]]
                if score > best:
                    best, to = score, (i + op.src_start + k + 1, j + op.dest_start + k + 1)
        if best == 0:
            return i, j
        i, j = to


def _passages(
    a: _Words, b: _Words, seeds: Sequence[tuple[int, int]], min_words: int, weights: Sequence[float]
) -> Iterator[_Passage]:
    """The shared passages of two articles."""
    ids, other_ids = a.ids.tolist(), b.ids.tolist()
    done: list[tuple[int, int, int, int]] = []
    for first_i, last_i, first_j, last_j in _chains(seeds):
        done = [passage for passage in done if first_i < passage[1]]
        if any(s <= first_i and t <= first_j < f for s, _, t, f in done):
            continue
        back_i, back_j = _reach(ids[:first_i][::-1], other_ids[:first_j][::-1], weights)
        on_i, on_j = _reach(ids[last_i:], other_ids[last_j:], weights)
        start, end, other_start, other_end = first_i - back_i, last_i + on_i, first_j - back_j, last_j + on_j
        done.append((start, end, other_start, other_end))
        mine, other = ids[start:end], other_ids[other_start:other_end]
        own, other_own = a.own[start : end + 1].tolist(), b.own[other_start : other_end + 1].tolist()
        n_own = sum(
            min(own[op.src_end] - own[op.src_start], other_own[op.dest_end] - other_own[op.dest_start])
            for op in Indel.opcodes(mine, other)
            if op.tag == "equal"
        )
        similarity = Indel.normalized_similarity(mine, other)
        if similarity >= SIMILAR and n_own >= min_words:
            yield _Passage(start, end, other_start, other_end, similarity)


def reuse(articles: pd.DataFrame, min_words: int = MIN_WORDS, within: float = math.inf) -> pd.DataFrame:
    """The passages that two articles share, through small edits: rows of the `links` table, kind `reuse`.

    `articles` has the columns article_id, published (a date or empty) and text, and may have outlet. Page furniture is
    left out. `article_id` is the later article of the two and `other_article_id` the earlier (by date, then outlet, then
    id; undated last); offsets run from the first shared word to the last; `score` is the share of words in common (2 x
    common / both, 0 to 1). Letter case, accents, and kinds of apostrophes and marks do not matter, and an elided word is a
    word of its own. Articles published more than `within` days apart are not compared; one without a date is compared with
    all.

    A passage needs `min_words` shared words that are no names (no capital) and stand outside quotation marks: two outlets
    give the same minister the same title and quote the same words without copying from each other. Runs of three content
    words find the candidates through an index (shingling: Broder 1997; a run that occurs more than 60 times in these
    articles is a formula and starts no passage); an edit distance over words fixes the ends. Time is near-linear in the
    words; for more articles than the memory holds see `in_windows`. Raises KeyError when a column is missing.

    >>> depeches = pd.DataFrame({
    ...     "article_id": ["a", "b"], "published": ["2031-05-02", "2031-05-03"],
    ...     "text": ["Hier, le port de Sarvelle a rouvert après trois mois de travaux, selon la mairie.",
    ...              "Bonne nouvelle : le port de Sarvelle a rouvert après quatre mois de travaux !"]})
    >>> reuse(depeches)[["article_id", "other_article_id", "start", "end", "score"]].values.tolist()
    [['b', 'a', 17, 75, 0.9090909090909091]]
    >>> reuse(depeches, within=0).empty
    True
    """
    ordered = in_order(articles)
    return shared_passages(ordered, ordered["text"], near(ordered, within), min_words)


def shared_passages(
    ordered: pd.DataFrame, texts: Iterable[str], meet: Meet, min_words: int = MIN_WORDS
) -> pd.DataFrame:
    """The rows of `reuse` for the articles that `meet`; `ordered` is in order (`in_order`), `texts` are read one by one."""
    forms = _Forms()
    read = [forms.read(Article(text)) for text in texts]
    ids, weights = ordered["article_id"].tolist(), forms.weights()
    rows = []
    for earlier, later, seeds in _seeds(read, meet):
        a, b = read[earlier], read[later]
        for start, end, other_start, other_end, score in _passages(a, b, seeds, min_words, weights):
            here = (b.edges[other_start, 0], b.edges[other_end - 1, 1])
            there = (a.edges[start, 0], a.edges[end - 1, 1])
            rows.append((ids[later], ids[earlier], *here, *there, "reuse", score))
    table = as_table("links", rows)
    return table.sort_values(["article_id", "other_article_id", "start", "other_start"]).reset_index(drop=True)


def in_order(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles from the earliest to the latest: by date, then outlet, then id; undated ones last.

    `articles` has the columns article_id and published (outlet may be absent); the same columns come back.
    """
    outlet = articles["outlet"].astype("str") if "outlet" in articles else ""
    keyed = articles.assign(_day=days(articles["published"]), _outlet=outlet)
    ordered = keyed.sort_values(["_day", "_outlet", "article_id"], na_position="last", kind="stable")
    return ordered.drop(columns=["_day", "_outlet"]).reset_index(drop=True)


def days(published: pd.Series) -> np.ndarray:
    """Days since 1970 of the dates that begin some cells, NaN where none does.

    >>> days(pd.Series(["1970-01-03T08:30", "", None])).tolist()
    [2.0, nan, nan]
    """
    day = pd.to_datetime(published.astype("str").str[:10], errors="coerce")
    return ((day - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(dtype="float64")


def near(articles: pd.DataFrame, within: float) -> Meet:
    """Whether two articles, by their places in the table, are at most `within` days apart, or one has no date."""
    day = days(articles["published"])
    return lambda i, j: ~(np.abs(day[i] - day[j]) > within)


def copied(links: pd.DataFrame, keep_first: bool = False, kind: str = "reuse") -> dict[str, Spans]:
    """The linked passages of each article, merged and in order; with `keep_first` those of the later article only.

    >>> sorted(copied(as_table("links", [("b", "a", 0, 40, 9, 50, "reuse", 1.0)])).items())
    [('a', [(9, 50)]), ('b', [(0, 40)])]
    """
    links = links[links["kind"] == kind]
    sides = [links[["article_id", "start", "end"]]]
    if not keep_first:
        sides.append(links[["other_article_id", "other_start", "other_end"]])
    found: dict[str, Spans] = {}
    for article, start, end in sorted(row for side in sides for row in side.itertuples(index=False, name=None)):
        spans = found.setdefault(article, [])
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], int(end)))
        else:
            spans.append((int(start), int(end)))
    return found


def _cut(spans: Spans, start: int, end: int) -> Spans:
    """The parts of start:end that lie in the spans (merged, in order)."""
    found = []
    for low, high in spans[max(0, bisect_right(spans, start, key=lambda span: span[0]) - 1) :]:
        if low >= end:
            break
        if high > start:
            found.append((max(low, start), min(high, end)))
    return found


def covered(spans: Spans, start: int, end: int) -> int:
    """How many characters of start:end lie in the spans (merged, in order)."""
    return sum(e - s for s, e in _cut(spans, start, end))


def _is_copied(table: pd.DataFrame, passages: Mapping[str, Spans]) -> np.ndarray:
    rows = zip(table["article_id"], table["start"], table["end"], strict=True)
    return np.array(
        [
            pd.notna(start) and covered(passages.get(id_, []), start, end) >= COPIED * (end - start)
            for id_, start, end in rows
        ],
        dtype=bool,
    )


def without_reuse(data: Data, links: pd.DataFrame, *, keep_first: bool = False) -> Data:
    """The same table, or the same tables, without what lies in copied passages: the second result of every measure.

    `links` comes from `reuse`. A copied passage is taken out of every article that holds it, because the agency that
    wrote it is often none of them; with `keep_first` it stays in the earliest. A row with offsets (sentence, quotation,
    island, label, mark of distance, link) goes when at least half of its characters are copied, of a link those of either
    side; one without offsets stays. In `Annotations` what hangs on a quotation or a sentence that goes (stretches of
    voice, labels, marks, stances, frames) goes with it, stretches of `voices` are cut at the passages, and the words of
    every row that stays are counted again: numerator and denominator of a rate lose the same words. `lemmas` come back
    empty, not measured: they have no offsets, so that nobody can put an article together again from them. `articles`,
    `zones` and `warnings` tell of the page as it was printed, and stay.

    Raises KeyError when a table has no article_id, start and end, or a text of the annotations is not known.

    >>> citations = pd.DataFrame({"article_id": ["a", "a"], "start": [10, 60], "end": [30, 90]})
    >>> without_reuse(citations, as_table("links", [("b", "a", 0, 40, 9, 50, "reuse", 1.0)]))["start"].tolist()
    [60]
    """
    passages = copied(links, keep_first)
    if isinstance(data, pd.DataFrame):
        return data[~_is_copied(data, passages)].reset_index(drop=True)
    tables = {name: _without(table, passages) for name, table in data.tables.items()}
    tables["articles"], tables["zones"] = data.articles, data.zones
    tables["voices"] = _outside(data.voices, passages, data.texts)
    tables["lemmas"] = as_table("lemmas")
    for name in ("sentences", "quotes"):
        tables[name] = _counted_again(tables[name], passages, data.texts)
    return Annotations(_without_orphans(tables), data.texts)


def _without(table: pd.DataFrame, passages: Mapping[str, Spans]) -> pd.DataFrame:
    """The rows of a table that are not copied; all of them where the table has no offsets."""
    if "start" not in table:
        return table
    gone = _is_copied(table, passages)
    if "other_start" in table:
        other = table[["other_article_id", "other_start", "other_end"]].set_axis(["article_id", "start", "end"], axis=1)
        gone |= _is_copied(other, passages)
    return table[~gone].reset_index(drop=True)


# What a row hangs on: its table, its column, and the tables one of whose ids has to be there.
_HANGS_ON = (
    ("voices", "quote_id", ("quotes",)),
    ("labels", "quote_id", ("quotes",)),
    ("distance", "quote_id", ("quotes",)),
    ("stances", "passage_id", ("quotes", "sentences")),
    ("frames", "sentence_id", ("sentences",)),
)


def _without_orphans(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables without the rows that hang on a quotation or a sentence which is not there any more."""
    ids = {
        "quotes": set(_keys(tables["quotes"], "quote_id")),
        "sentences": set(_keys(tables["sentences"], "sentence_id")),
    }
    found = dict(tables)
    for name, column, of in _HANGS_ON:
        known = set().union(*(ids[table] for table in of))
        stays = [pd.isna(key[1]) or key in known for key in _keys(tables[name], column)]
        found[name] = tables[name][np.array(stays, dtype=bool)].reset_index(drop=True)
    quotes = tables["quotes"]
    orphans = np.array([key not in ids["quotes"] for key in _keys(quotes, "parent")], dtype=bool)
    found["quotes"] = quotes.assign(parent=quotes["parent"].mask(orphans))
    return found


def _keys(table: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    return list(zip(table["article_id"], table[column], strict=True))


def _kept(spans: Spans, start: int, end: int) -> Spans:
    """The parts of start:end that lie outside the spans (merged, in order)."""
    edges = [start, *(edge for hole in _cut(spans, start, end) for edge in hole), end]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _n_words(text: str, spans: Spans) -> int:
    return sum(count_words(text[start:end]) for start, end in spans)


def _counted_again(table: pd.DataFrame, passages: Mapping[str, Spans], texts: Mapping[str, str]) -> pd.DataFrame:
    """Sentences or quotations with the words that they have outside the copied passages."""
    counts = []
    for row in table.itertuples(index=False):
        holes = passages.get(row.article_id, [])
        if not covered(holes, row.start, row.end):
            counts.append(row.n_words)
            continue
        spans = parse_spans(row.spans) if "spans" in table else ((row.start, row.end),)
        kept = [part for span in spans for part in _kept(holes, *span)]
        counts.append(_n_words(texts[row.article_id], kept))
    return table.assign(n_words=pd.array(counts, dtype="Int64"))


def _outside(voices: pd.DataFrame, passages: Mapping[str, Spans], texts: Mapping[str, str]) -> pd.DataFrame:
    """Stretches of voice, cut where a copied passage begins or ends, without the copied parts."""
    rows = []
    for row in voices.itertuples(index=False):
        holes = passages.get(row.article_id, [])
        if not covered(holes, row.start, row.end):
            rows.append(row)
            continue
        for start, end in _kept(holes, row.start, row.end):
            rows.append(row._replace(start=start, end=end, n_words=_n_words(texts[row.article_id], [(start, end)])))
    return as_table("voices", rows)
