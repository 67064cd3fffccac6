"""Same event: which articles tell of one thing, by their words and their dates."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from framing.align.passages import days, in_order
from framing.study import Study
from framing.text.article import Article
from framing.text.fold import folded
from framing.text.tokenisation import word_spans

THRESHOLD = 0.18  # mean similarity of the articles of one event: the best over 61 subsets of the sample without dates
WINDOW = 5  # days
SHOWN = 5  # words that are shown for a pair
BLOCK = 500  # articles compared with their window at a time
DENSE = 2_000  # articles that are clustered in one piece, and of a window that are compared at a time

_COLUMNS = {"article_id": "str", "other_article_id": "str", "event_id": "str", "score": "float64", "words": "str"}


class Events(NamedTuple):
    """Articles with their event, and the pairs of articles of one event."""

    articles: pd.DataFrame
    pairs: pd.DataFrame


def tokens(text: str) -> list[str]:
    """The words of three letters or more, folded: what events are compared by."""
    plain = folded(text)
    return [plain[start:end] for start, end in word_spans(text) if end - start > 2]


def events(
    articles: pd.DataFrame,
    study: Study | None = None,
    window_days: int = WINDOW,
    threshold: float = THRESHOLD,
    texts: Mapping[str, str] | None = None,
) -> Events:
    """Group articles by the event that they tell of.

    `articles` has the columns article_id, published (a date or empty), text and, for a study, event; with `texts`, which
    may read from disk, it needs no text, and no more than one text is in memory at a time. Gives two tables:
    `articles` (article_id, event_id, given: whether the study named the event) and `pairs` (article_id,
    other_article_id, event_id, score: cosine 0 to 1, words: the shared words that weigh the most), a row for every two
    articles of one event.

    Articles are compared by the TF-IDF of their words when at most `window_days` lie between them (Mazoyer et al. 2020,
    who found it better than sentence embeddings on French news; so does `bench/align.py` on the sample), and joined
    while their mean similarity is at least `threshold` (average linkage). An article without a date is compared with
    all. With a study the articles whose column `event` names one of its events keep it, and an article without one joins
    the event whose articles are the most similar, if its date lies in the event's days or `window_days` round them.
    Of each article the weights of its words are kept, so that memory is linear in the articles; time is linear, too, when
    they spread over time.

    Raises ValueError when an article names an event that the study does not have.
    """
    ordered = in_order(articles)
    ids = ordered["article_id"].tolist()
    read = ordered["text"] if texts is None else (texts[id_] for id_ in ids)
    vectors, words = _vectors((Article(text).own for text in read), len(ids))
    day = days(ordered["published"])
    found = np.full(len(ids), "", dtype=object)
    if study is not None:
        found[:] = ordered["event"].fillna("").to_numpy() if "event" in ordered else ""
        if unknown := sorted(set(found) - {"", *study.events}):
            raise ValueError(f"no event {unknown[0]!r} in the study: name one of {', '.join(study.events) or '(none)'}")
    given = found != ""
    if study is not None and given.any():
        _join_given(found, vectors, day, study, window_days, threshold)
    free = np.flatnonzero(found == "")
    for number, group in enumerate(_clusters(vectors[free], day[free], window_days, threshold), 1):
        found[free[group]] = f"auto-{number}"
    table = pd.DataFrame({"article_id": pd.array(ids, "str"), "event_id": pd.array(found, "str"), "given": given})
    return Events(table.sort_values("article_id").reset_index(drop=True), _pairs(ids, found, vectors, words))


def _vectors(texts: Iterable[str], n: int) -> tuple[csr_matrix, np.ndarray]:
    """TF-IDF of the words, a row for each of `n` texts, and the words."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # slow to import, and an article alone needs none

    vectorizer = TfidfVectorizer(analyzer=tokens, sublinear_tf=True, dtype=np.float32)
    try:
        return vectorizer.fit_transform(texts).tocsr(), vectorizer.get_feature_names_out()
    except ValueError:  # there is no word
        return csr_matrix((n, 1), dtype=np.float32), np.array([""], dtype=object)


def used_columns(rows: csr_matrix) -> tuple[csr_matrix, np.ndarray]:
    """Some rows with only the columns that they use, and which these are: the cost does not grow with the vocabulary."""
    used, column = np.unique(rows.indices, return_inverse=True)
    return csr_matrix((rows.data, column, rows.indptr), shape=(rows.shape[0], len(used))), used


def _join_given(
    found: np.ndarray, vectors: csr_matrix, day: np.ndarray, study: Study, window_days: int, threshold: float
) -> None:
    """Give the articles without an event the most similar event of the study, in place."""
    named = sorted(set(found) - {""})
    centres = csr_matrix(np.vstack([np.asarray(vectors[found == name].mean(axis=0)) for name in named]))
    free = np.flatnonzero(found == "")
    similar = (vectors[free] @ centres.T).toarray()
    for k, name in enumerate(named):
        first, last = (days(pd.Series([str(d)]))[0] for d in (study.events[name].start, study.events[name].end))
        similar[(day[free] < first - window_days) | (day[free] > last + window_days), k] = 0
    best = similar.argmax(axis=1)
    joins = similar.max(axis=1) >= threshold
    found[free[joins]] = np.array(named, dtype=object)[best[joins]]


def _neighbours(vectors: csr_matrix, day: np.ndarray, window_days: int, threshold: float) -> csr_matrix:
    """Similarities from `threshold` on, of articles (in order of date, undated last) that may tell of one event."""
    dated = int(np.isfinite(day).sum())
    parts = []
    for start in range(0, len(day), BLOCK):
        end = min(start + BLOCK, len(day))
        last = np.searchsorted(day[:dated], day[min(end, dated) - 1] + window_days, "right") if start < dated else 0
        for low, high in ((start, max(last, end)), (max(last, end, dated), len(day))):
            for left in range(low, high, DENSE):
                block = (vectors[start:end] @ vectors[left : min(left + DENSE, high)].T).tocoo()
                rows, columns = block.row + start, block.col + left
                near = ~(np.abs(day[rows] - day[columns]) > window_days)
                keep = (block.data >= threshold) & (rows < columns) & near
                parts.append((rows[keep], columns[keep], block.data[keep]))
    rows, columns, data = (np.concatenate(part) for part in zip(*parts, strict=True))
    return csr_matrix((data, (rows, columns)), shape=(len(day), len(day)))


def _clusters(vectors: csr_matrix, day: np.ndarray, window_days: int, threshold: float) -> Iterator[np.ndarray]:
    """Groups of articles, by average linkage inside the connected components of the similarities."""
    if not len(day):
        return
    from scipy.cluster.hierarchy import fcluster, linkage  # slow to import
    from scipy.spatial.distance import squareform

    near = _neighbours(vectors, day, window_days, threshold)
    groups = []
    for members in _components(near, np.arange(len(day)), threshold):
        if len(members) < 2:
            groups.append(members)
            continue
        rows, _ = used_columns(vectors[members])
        distance = 1 - (rows @ rows.T).toarray().astype("float64")
        distance[np.abs(day[members][:, None] - day[members][None]) > window_days] = 1
        np.fill_diagonal(distance, 0)
        tree = linkage(squareform(np.maximum(distance, 0), checks=False), "average")
        labels = fcluster(tree, 1 - threshold, "distance")
        groups += [members[labels == label] for label in np.unique(labels)]
    yield from sorted(groups, key=lambda group: int(group[0]))


def _components(near: csr_matrix, members: np.ndarray, threshold: float) -> Iterator[np.ndarray]:
    """Connected components; one too large to be clustered in one piece is cut at a higher similarity first."""
    label = connected_components(near, directed=False)[1]
    order = np.argsort(label, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        if len(part) <= DENSE or threshold >= 1:
            yield from ([members[part]] if len(part) <= DENSE else [members[[i]] for i in part])
            continue
        closer: Any = near[part][:, part].copy()
        closer.data[closer.data < threshold + 0.05] = 0
        closer.eliminate_zeros()
        yield from _components(closer, members[part], threshold + 0.05)


def _pairs(ids: list[str], found: np.ndarray, vectors: csr_matrix, words: np.ndarray) -> pd.DataFrame:
    groups: dict[str, list[int]] = {}
    for place in sorted(range(len(ids)), key=lambda k: ids[k]):
        groups.setdefault(found[place], []).append(place)
    together = [pair for members in groups.values() for pair in combinations(members, 2)]
    rows = []
    for start in range(0, len(together), BLOCK):
        some = together[start : start + BLOCK]
        first, second = np.array(some).T
        shared = csr_matrix(vectors[first].multiply(vectors[second]))
        shown = zip(some, shared.sum(axis=1).A1.tolist(), _heaviest(shared, words), strict=True)
        rows += [(ids[i], ids[j], found[i], score, best) for (i, j), score, best in shown]
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    return table.sort_values(["event_id", "article_id", "other_article_id"]).reset_index(drop=True)


def _heaviest(rows: csr_matrix, words: np.ndarray) -> list[str]:
    """The words that weigh the most in each row, of equal ones the first in the alphabet."""
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, -rows.data, row))
    return [" ".join(words[rows.indices[order[start:end][:SHOWN]]]) for start, end in pairwise(rows.indptr)]
