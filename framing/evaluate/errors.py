"""Error by error: rates by any column of the pairs, and what is called what."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.compare.intervals import LEVEL, share_interval
from framing.compare.means import mean_of
from framing.compare.observations import Observations


class Share(NamedTuple):
    """A share with its 95 % interval, the number of things and of clusters (articles) that it rests on."""

    estimate: float
    low: float
    high: float
    n: int
    n_clusters: int


def share(hits: Iterable[float], clusters: Iterable[object], weights: Iterable[float] | None = None) -> Share:
    """The (weighted) share of hits among things that come in clusters, with a clustered Wilson interval.

    The interval is that of `compare.estimate` and `compare.share` (`intervals.share_interval`): variance over clusters by the
    jackknife, effective n, Student's t. With one cluster none can be given (NaN); when all or none are hits, nothing shows how
    alike those of a cluster are, and a cluster counts as one.

    >>> share([1, 1, 0, 1], ["a", "a", "b", "c"])[0]
    0.75
    """
    hit = np.array(list(hits), dtype=float)
    cluster = np.array(list(clusters), dtype=object)
    weight = np.ones(len(hit)) if weights is None else np.array(list(weights), dtype=float)
    n, m = len(hit), len(set(cluster.tolist()))
    if not n:
        return Share(np.nan, np.nan, np.nan, 0, 0)
    if m < 2:
        return Share(float(np.average(hit, weights=weight)), np.nan, np.nan, n, m)
    mean = mean_of(Observations(hit, np.zeros(n, dtype=int), cluster, weight))
    low, high = share_interval(mean.value, mean.size, mean.df, LEVEL)
    return Share(float(mean.value), float(low), float(high), n, m)


def _groups(table: pd.DataFrame, by: Sequence[str]) -> Iterable[tuple[tuple[Any, ...], pd.DataFrame]]:
    """The parts of a table by some of its columns, in order; the whole table when there are none to go by."""
    if missing := [name for name in by if name not in table.columns]:
        raise KeyError(f"the table has no column {', '.join(missing)}: merge it in first, by article_id")
    if not by:
        return [((), table)]
    return table.groupby(list(by), sort=True, dropna=False, observed=True)


def rates(pairs: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Precision and recall by group, type, construction (cue_place), marks: by any columns of the table of pairs.

    Columns: those of `by`, measure, estimate, low, high, n, n_articles. Measures: 'precision' and 'recall' of contents,
    'speaker' (of the pairs, the share with the right speaker), 'attributed_precision' and 'attributed_recall'.
    Intervals: see `share`, clusters are articles. The type of a spurious relation is the predicted one, so precision
    by type mixes the two: see `confusion`.
    """
    rows = []
    for key, part in _groups(pairs[pairs["status"] != "neutral"], by):
        paired, right = part["status"].isin(["right", "wrong_speaker"]), part["status"] == "right"
        is_gold, is_pred = part["gold_id"].notna(), part["pred_id"].notna()
        for measure, hit, among in (
            ("precision", paired, is_pred),
            ("recall", paired, is_gold),
            ("speaker", right, paired),
            ("attributed_precision", right, is_pred),
            ("attributed_recall", right, is_gold),
        ):
            rows.append((*key, measure, *share(hit[among], part.loc[among, "article_id"])))
    return pd.DataFrame(rows, columns=[*by, "measure", "estimate", "low", "high", "n", "n_articles"])


def confusion(
    pairs: pd.DataFrame, by: Sequence[str] = (), gold: str = "type", pred: str = "pred_type", of: str = "gold"
) -> pd.DataFrame:
    """What is called what: counts and shares of predicted labels by gold label ('none': missed, or spurious).

    `gold` and `pred` name the columns of the two labels in the table of pairs (merge your own in: a class of actors,
    say). Columns: those of `by`, gold, pred, n, share (of the gold label with `of="gold"`, of the predicted one with
    "pred"), low, high, n_of, n_articles. Every combination of labels that stands in the table has a row, n may be 0. A
    count of predictions is corrected with the shares of "pred", summed over what was predicted; neutral pairs are left
    out. Intervals: see `share`, clusters are articles. Raises ValueError for another `of`.
    """
    if of not in ("gold", "pred"):
        raise ValueError(f"of = {of!r}: write 'gold' or 'pred'")
    counted = pairs[pairs["status"] != "neutral"]
    labels = pd.DataFrame(
        {
            "gold": counted[gold].astype(object).where(counted["gold_id"].notna(), "none").fillna("unknown"),
            "pred": counted[pred].astype(object).where(counted["pred_id"].notna(), "none").fillna("unknown"),
        }
    )
    other = "pred" if of == "gold" else "gold"
    rows = []
    for key, part in _groups(counted, by):
        label = labels.loc[part.index]
        for given in sorted(labels[of].unique()):
            among = label[of] == given
            for named in sorted(labels[other].unique()):
                if given == named == "none":
                    continue
                hit = label.loc[among, other] == named
                value, low, high, n, articles = share(hit, part.loc[among, "article_id"])
                pair = (given, named) if of == "gold" else (named, given)
                rows.append((*key, *pair, int(hit.sum()), value, low, high, n, articles))
    return pd.DataFrame(rows, columns=[*by, "gold", "pred", "n", "share", "low", "high", "n_of", "n_articles"])
