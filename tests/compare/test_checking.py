"""A hand-checked share of the articles: what is drawn, and what it makes of a difference."""

import numpy as np
import pandas as pd
import pytest
from small_study import corpus

from framing.compare.checking import checked, correction


def _read_badly(truth: pd.DataFrame, miss: float) -> pd.DataFrame:
    """What an extractor that misses a share of the true ones of state media makes of it."""
    lost = (truth["group"] == "state") & (np.random.default_rng(5).random(len(truth)) < miss)
    return truth.assign(value=truth["value"].mask(lost, 0.0))


def test_correction_undoes_errors_that_differ_by_group():
    truth = corpus(n_events=8, difference=0.2).assign(row=lambda t: t.groupby("article_id").cumcount())
    table = correction(_read_badly(truth, 0.5), truth, on=["article_id", "row"], draws=6)
    assert table["reading"].tolist() == [
        "as extracted",
        *(f"corrected, draw {i}" for i in range(1, 7)),
        "all checked by hand",
    ]
    raw, full, drawn = table["estimate"].iloc[0], table["estimate"].iloc[-1], table.iloc[1:-1]
    assert raw < full - 0.1 and abs(drawn["estimate"].mean() - full) < 0.05
    assert (drawn["raw_estimate"] == raw).all()
    assert ((drawn["low"] <= full) & (full <= drawn["high"])).all()


@pytest.mark.parametrize(("share", "n_articles"), [(0.0, 0), (0.5, 18), (1.0, 36)])
def test_checked_draws_whole_articles_by_group(share, n_articles):
    truth = corpus().assign(row=lambda t: t.groupby("article_id").cumcount())
    sample = checked(_read_badly(truth, 0.5), truth, ["article_id", "row"], share)
    assert sample["article_id"].nunique() == n_articles and len(sample) == 8 * n_articles
    assert {"value", "truth", "group", "event"} <= set(sample.columns)
    assert sample.groupby("group")["article_id"].nunique().tolist() == [n_articles // 2] * (2 if n_articles else 0)


def test_checked_refuses_a_truth_that_stands_twice():
    truth = corpus()
    with pytest.raises(ValueError, match="stands twice by article_id"):
        checked(truth, truth, ["article_id"])
