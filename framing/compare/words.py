"""Which words set two groups apart, in one voice: log-odds with an informative prior, documents as units."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import stdtrit

from framing.compare.intervals import LEVEL
from framing.compare.observations import Array, group_codes, groups_asked, need_columns, numbers

DRAWS = 1000
CHUNK = 2000
"""Words whose draws are held in memory at once."""


def keyness(
    lemmas: pd.DataFrame,
    groups: Sequence[str] | None = None,
    voice: str | None = "outlet",
    *,
    unit: str = "article_id",
    min_count: int = 3,
    prior_words: float | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Words that one group uses more than the other: log-odds with an informative Dirichlet prior, a row a lemma.

    The unit is the document: a word that one article repeats has a wide interval, however often it stands there. The prior
    spreads `prior_words` imagined words over the lemmas as both groups use them in all voices (default: the mean length of
    a document), so that a rare word is not key for having been used once.

    Parameters
    ----------
    lemmas
        Columns: group, `unit`, voice, lemma, pos, count; a row a lemma in a voice of a document.
    groups
        The two groups; a positive estimate is the first's word. By default the two of the column, as in `difference`.
    voice
        Whose words: "outlet", "direct", … as the column voice has them; None for all.
    min_count
        Lemmas that both groups together use less often are left out.

    Returns
    -------
    DataFrame
        lemma, pos, estimate (difference of log-odds), low, high (95 %), strength (the end of the interval nearer to zero,
        negative for the second group's words, 0 where the interval holds zero: its size is the order of the table),
        count_GROUP, documents_GROUP, dispersion (Juilland's D among the documents of the group that uses it more: 1 evenly
        spread, 0 all in one document), n_units, method.
        The interval is NaN where a group has fewer than two documents.

    Raises
    ------
    ValueError
        A column is missing, a count is no number or negative, a group is not known, a document is in both groups or has no
        name.

    Sources: Monroe, Colaresi & Quinn (2008), Political Analysis 16: 372-403, for the estimate and the least variance;
    bootstrap over documents because words cluster in texts (Bestgen 2014); Juilland & Chang-Rodríguez (1964) for D.

    >>> mots = pd.DataFrame({
    ...     "group": ["state"] * 4 + ["wire"] * 4, "article_id": list("aabbccdd"), "voice": "outlet",
    ...     "lemma": ["coopération", "pays"] * 2 + ["critique", "pays"] * 2, "pos": "NOUN",
    ...     "count": [9, 20, 11, 21, 8, 20, 10, 19]})
    >>> keyness(mots)[["lemma", "estimate", "count_state", "count_wire", "documents_state"]].head(2).round(1)
             lemma  estimate  count_state  count_wire  documents_state
    0     critique      -1.9            0          18                0
    1  coopération       1.8           20           0                2
    """
    need_columns(lemmas, [unit, "voice", "lemma", "pos", "count", "group"], "lemmas")
    groups = groups_asked(lemmas, groups, "lemmas")
    code = group_codes(lemmas, groups, "lemmas")
    counts = numbers(lemmas, "count", "lemmas")
    if (counts < 0).any():
        raise ValueError(f"lemmas, row {lemmas.index[int(np.argmax(counts < 0))]!r}: count is negative")
    table = lemmas.assign(_side=code, count=counts)[(code >= 0) & (counts > 0)]
    _check_documents(table, unit)
    spoken = table if voice is None else table[table["voice"] == voice]
    totals = spoken.groupby(["lemma", "pos"], sort=True)["count"].sum()
    words = totals[totals >= min_count].index
    documents = table[[unit, "_side"]].drop_duplicates().sort_values(["_side", unit])
    side = documents["_side"].to_numpy()
    column = pd.MultiIndex.from_frame(spoken[["lemma", "pos"]])
    kept = column.isin(words)
    cells = spoken[kept]
    place = pd.Index(documents[unit]).get_indexer(cells[unit])
    matrix = csr_array(
        (cells["count"].to_numpy(float), (place, words.get_indexer(column[kept]))), shape=(len(documents), len(words))
    ).tocsc()
    length = np.bincount(pd.Index(documents[unit]).get_indexer(spoken[unit]), spoken["count"], len(documents))
    background = table.groupby(["lemma", "pos"])["count"].sum()
    total = background.sum()
    size = prior_words if prior_words is not None else (length.mean() if len(length) else 0.0)
    prior = size * (background.reindex(words).to_numpy() / total if total else np.zeros(len(words)))
    n_documents = [int((side == g).sum()) for g in (0, 1)]
    enough = min(n_documents, default=0) > 1
    rng = np.random.default_rng(seed)
    draws = [rng.multinomial(n, np.full(n, 1 / n), size=DRAWS) if enough else None for n in n_documents]
    parts = [
        _chunk(matrix[:, start : start + CHUNK].toarray(), length, side, prior[start : start + CHUNK], size, draws)
        for start in range(0, len(words), CHUNK)
    ]
    result = (
        pd.concat(parts, ignore_index=True)
        if parts
        else _chunk(np.zeros((len(side), 0)), length, side, prior, size, draws)
    )
    result.columns = [name.replace("#0", str(groups[0])).replace("#1", str(groups[1])) for name in result.columns]
    result.insert(0, "pos", words.get_level_values("pos"))
    result.insert(0, "lemma", words.get_level_values("lemma"))
    result["n_units"] = sum(n_documents)
    result["method"] = (
        f"log-odds, Dirichlet prior of {size:.0f} words; bootstrap over {unit}"
        if enough
        else f"fewer than two {unit} in a group: no interval"
    )
    order = result.assign(_a=-result["strength"].abs().fillna(0), _b=-result["estimate"].abs())
    return result.loc[order.sort_values(["_a", "_b", "lemma", "pos"]).index].reset_index(drop=True)


def _check_documents(table: pd.DataFrame, unit: str) -> None:
    nameless = table.index[table[unit].isna()]
    if len(nameless):
        raise ValueError(f"lemmas, row {nameless[0]!r}: {unit} is empty")
    sides = table.groupby(unit, sort=False)["_side"].nunique()
    if (sides > 1).any():
        raise ValueError(f"lemmas: {unit} {sides.index[int(np.argmax(sides > 1))]!r} stands in both groups")


def _chunk(
    counts: Array, length: Array, side: Array, prior: Array, size: float, draws: Sequence[Array | None]
) -> pd.DataFrame:
    log_odds, variance, used, documents_with = [], [], [], []
    for group, drawn in enumerate(draws):
        mine, words = counts[side == group], length[side == group]
        y, n = mine.sum(axis=0), words.sum()
        log_odds.append(_log_odds(y, n, prior, size))
        used.append(y)
        documents_with.append((mine > 0).sum(axis=0))
        if drawn is None:
            variance.append(np.full(len(y), np.nan))
            continue
        resampled = _log_odds(drawn @ mine, (drawn @ words)[:, None], prior, size)
        # Resampling n documents shows (n - 1) / n of their variance; and it shows none for a word that a group never uses,
        # where the independent-words variance of Monroe et al. is the least there can be.
        variance.append(np.maximum(resampled.var(axis=0) * len(mine) / (len(mine) - 1), 1 / (y + prior)))
    estimate = log_odds[0] - log_odds[1]
    total = variance[0] + variance[1]
    degrees = [max(1, int((side == group).sum()) - 1) for group in (0, 1)]
    df = total**2 / (variance[0] ** 2 / degrees[0] + variance[1] ** 2 / degrees[1])
    half = stdtrit(df, (1 + LEVEL) / 2) * np.sqrt(total)
    low, high = estimate - half, estimate + half
    strength = np.where(low > 0, low, np.where(high < 0, high, 0.0))
    share = np.divide(counts, length[:, None], out=np.zeros_like(counts), where=length[:, None] > 0)
    spread = np.where(estimate > 0, _juilland(share[side == 0]), _juilland(share[side == 1]))
    return pd.DataFrame(
        {
            "estimate": estimate,
            "low": low,
            "high": high,
            "strength": np.where(np.isnan(low), np.nan, strength),
            "count_#0": used[0].astype("int64"),
            "count_#1": used[1].astype("int64"),
            "documents_#0": documents_with[0].astype("int64"),
            "documents_#1": documents_with[1].astype("int64"),
            "dispersion": spread,
        }
    )


def _log_odds(count: Array, total: Array, prior: Array, size: float) -> Array:
    others = total + size - count - prior
    # Where there is no other word there are no odds.
    return np.log(count + prior) - np.log(np.where(others > 1e-9, others, np.nan))


def _juilland(share: Array) -> Array:
    """Juilland's D of each column: 1 - coefficient of variation / sqrt(documents - 1)."""
    n = len(share)
    mean = share.mean(axis=0) if n else np.zeros(share.shape[1])
    if n < 2:
        return np.full(share.shape[1], np.nan)
    variation = np.divide(share.std(axis=0), mean, out=np.full(len(mean), np.nan), where=mean > 0)
    return 1 - variation / np.sqrt(n - 1)
