"""How far coders agree beyond chance."""

import numpy as np
import pandas as pd

from framing.compare.intervals import LEVEL
from framing.compare.observations import Array, need_columns

DRAWS = 2000
NEARLY_ALL = 0.9
"""A label with so large a share of all leaves little to agree on beyond chance."""


def krippendorff_alpha(
    ratings: pd.DataFrame, unit: str = "unit", coder: str = "coder", label: str = "label", seed: int = 0
) -> pd.DataFrame:
    """Krippendorff's alpha of nominal labels, with a 95 % bootstrap interval over units.

    Units with one label only say nothing of agreement and are left out. At 0.80 agreement is taken to be firm, from 0.667
    tentative (Krippendorff 2004). Where nine labels in ten are the same, coders who agree on nearly every unit agree little
    more often than chance would have it: alpha is then near 0 and says more of how rare the other labels are than of the
    coders (Feinstein & Cicchetti 1990). `method` says so, and how often they agree.

    Parameters
    ----------
    ratings
        A row a label that a coder gave to a unit: columns `unit`, `coder`, `label`; an empty label is none.

    Returns
    -------
    DataFrame
        One row: estimate, low, high, n_units, n_coders, n, method; NaN with the reason where there is nothing
        to agree on (no unit coded twice, or one label throughout). A label with nine tenths of all is noted in `method`.

    Raises
    ------
    ValueError
        A column is missing, or a coder labels a unit twice.

    Source: Krippendorff (2004), Content Analysis, ch. 11; Hayes & Krippendorff (2007) for the bootstrap.

    >>> avis = pd.DataFrame({"unit": [1, 1, 2, 2, 3, 3, 4, 4], "coder": ["Ana", "Luc"] * 4,
    ...                      "label": ["doute", "doute", "neutre", "neutre", "doute", "neutre", "neutre", "neutre"]})
    >>> krippendorff_alpha(avis)[["estimate", "n_units", "n_coders"]].round(3)
       estimate  n_units  n_coders
    0     0.533        4         2
    """
    need_columns(ratings, [unit, coder, label], "ratings")
    given = ratings[ratings[label].notna()]
    twice = given[given.duplicated([unit, coder])]
    if len(twice):
        row = twice.iloc[0]
        raise ValueError(f"ratings, row {twice.index[0]!r}: coder {row[coder]} labels unit {row[unit]} twice")
    given = given[given.groupby(unit)[label].transform("size") > 1]
    n_units, n_coders = given[unit].nunique(), given[coder].nunique()
    counts = np.asarray(pd.crosstab(given[unit], given[label]), dtype=float)
    cells = [np.nan, np.nan, np.nan]
    if not n_units:
        method = "no unit has two labels"
    elif counts.shape[1] < 2:
        method = "one label throughout: nothing to agree on"
    elif n_units < 2:
        method = "one unit: no interval"
    else:
        drawn = np.random.default_rng(seed).multinomial(n_units, np.full(n_units, 1 / n_units), size=DRAWS)
        resampled = _alpha(drawn, counts)
        low, high = np.nanquantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        cells = [float(_alpha(np.ones((1, n_units)), counts)[0]), float(low), float(high)]
        method = f"Krippendorff's alpha, nominal; bootstrap over {unit}{_prevalence(counts)}"
    row = [*cells, n_units, n_coders, len(given), method]
    return pd.DataFrame([row], columns=["estimate", "low", "high", "n_units", "n_coders", "n", "method"])


def _prevalence(counts: Array) -> str:
    """A note where one label is given nearly throughout; empty elsewhere."""
    most = counts.sum(axis=0).max() / counts.sum()
    if most < NEARLY_ALL:
        return ""
    size = counts.sum(axis=1)
    agreed = ((counts * (counts - 1)).sum(axis=1) / (size * (size - 1))).mean()
    return (
        f"; one label has {most:.0%} of all, so alpha is low however well coders agree (prevalence): "
        f"they agree on {agreed:.0%} of pairs"
    )


def _alpha(weight: Array, counts: Array) -> Array:
    """Alpha for each row of weights of units; NaN where one label is left."""
    size = counts.sum(axis=1, keepdims=True)
    agreeing = weight @ (counts * (counts - 1) / (size - 1)).sum(axis=1)
    of_label = weight @ counts
    total = of_label.sum(axis=1)
    expected = (of_label * (of_label - 1)).sum(axis=1) / (total - 1)
    apart = total - expected
    return 1 - np.divide(total - agreeing, apart, out=np.full(len(total), np.nan), where=apart > 1e-12)
