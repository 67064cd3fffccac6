"""What a confidence is worth: whether relations found with it are right as often as it says."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.evaluate.errors import share
from framing.evaluate.resampling import times_drawn


def _confident(pairs: pd.DataFrame, bins: int, right: Sequence[str]) -> pd.DataFrame:
    """The predictions that carry a confidence, each with its bin (0, 1, …) and whether it is right."""
    table = pairs[pairs["pred_id"].notna() & (pairs["status"] != "neutral") & pairs["confidence"].notna()]
    if bad := [c for c in table["confidence"] if not 0 <= c <= 1]:
        raise ValueError(f"a confidence is {bad[0]}: write a number from 0 to 1")
    bin_ = np.minimum((table["confidence"] * bins).astype(int), bins - 1)
    return table.assign(bin=bin_, right=table["status"].isin(right).astype(float))


def calibration(pairs: pd.DataFrame, bins: int = 10, right: Sequence[str] = ("right",)) -> pd.DataFrame:
    """Whether a confidence keeps its word: a row a bin of confidence that holds predictions (reliability table).

    Columns: bin ('0.8–0.9', bins are equally wide), n, confidence (mean), right (the share of predictions whose status
    is among `right`; by default those with the right content and speaker), low, high, n_articles. Intervals: see
    `share`, clusters are articles. Raises ValueError when a confidence is not from 0 to 1.
    """
    rows = []
    table = _confident(pairs, bins, right)
    for bin_ in sorted(table["bin"].unique().tolist()):
        part = table[table["bin"] == bin_]
        value, low, high, n, articles = share(part["right"], part["article_id"])
        name = f"{bin_ / bins:.3g}–{(bin_ + 1) / bins:.3g}"
        rows.append((name, n, part["confidence"].mean(), value, low, high, articles))
    return pd.DataFrame(rows, columns=["bin", "n", "confidence", "right", "low", "high", "n_articles"])


def calibration_error(
    pairs: pd.DataFrame, bins: int = 10, right: Sequence[str] = ("right",), rounds: int = 2000, seed: int = 1
) -> pd.DataFrame:
    """The expected calibration error: a row with the columns of `score` (measure 'calibration_error').

    It is the mean distance, weighted by n, of confidence and share right in the bins of `calibration` (Naeini, Cooper &
    Hauskrecht 2015). It grows with the number of bins and shrinks with n even when the confidence is right; the
    interval (bootstrap over articles) shares that bias.
    """
    table = _confident(pairs, bins, right)
    articles, place = np.unique(table["article_id"].to_numpy(dtype=object), return_inverse=True)
    gap = np.zeros((len(articles), bins))
    np.add.at(gap, (place, table["bin"].to_numpy()), (table["confidence"] - table["right"]).to_numpy())
    n = np.bincount(place, minlength=len(articles))
    value = low = high = np.nan
    if len(table):
        times = times_drawn(len(articles), rounds, seed)
        value = float(np.abs(gap.sum(axis=0)).sum() / n.sum())
        low, high = np.percentile(np.abs(times @ gap).sum(axis=1) / (times @ n), [2.5, 97.5])
    return pd.DataFrame(
        [("calibration_error", value, low, high, len(table))], columns=["measure", "estimate", "low", "high", "n"]
    )
