"""How right the predicted quotations are, measure by measure, with intervals over articles."""

import warnings
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.evaluate.gold import TYPES, Article
from framing.evaluate.pairing import THRESHOLDS, pairs
from framing.evaluate.resampling import times_drawn


def _counts(gold: Mapping[str, Article], pred: Mapping[str, Article], texts: Mapping[str, str] | None) -> pd.DataFrame:
    """What every measure is made of: a row an article of the gold in the order of ids, a column a count."""
    counts = {id_: Counter[str]() for id_ in sorted(gold)}
    for threshold in THRESHOLDS:
        table = pairs(gold, pred, texts, threshold)
        counted = table[table["status"] != "neutral"]
        is_gold, is_pred = counted["gold_id"].notna(), counted["pred_id"].notna()
        groups = {f"gold_{threshold}": is_gold, f"pred_{threshold}": is_pred, f"right_{threshold}": is_gold & is_pred}
        for name in ("cue", "source", "speaker"):
            groups[f"{name}_{threshold}"] = counted[f"{name}_ok"].fillna(False)
        for type_ in TYPES:
            for name in ("gold", "right"):
                groups[f"{name}_{threshold}_{type_}"] = groups[f"{name}_{threshold}"] & (counted["type"] == type_)
        for name, kept in groups.items():
            for id_, n in counted.loc[kept.astype(bool), "article_id"].value_counts().items():
                counts[str(id_)][name] = n
            for count in counts.values():
                count.setdefault(name, 0)
    return pd.DataFrame(list(counts.values()), index=pd.Index(list(counts), name="article_id"))


class _Ratio(NamedTuple):
    """A measure as a ratio of summed counts: scale * sum(part) / sum(of); `n` is the count that the value rests on."""

    name: str
    part: str
    of: tuple[str, ...]
    n: str
    scale: int = 1


def _prf(prefix: str, part: str, threshold: float) -> list[_Ratio]:
    right_of = f"pred_{threshold}", f"gold_{threshold}"
    return [
        _Ratio(prefix.format("precision"), part, right_of[:1], right_of[0]),
        _Ratio(prefix.format("recall"), part, right_of[1:], right_of[1]),
        _Ratio(prefix.format("f1"), part, right_of, right_of[1], 2),
    ]


def _measures() -> list[_Ratio]:
    measures = []
    for t in THRESHOLDS:
        measures += _prf(f"{{}}_{t}", f"right_{t}", t)
        for type_ in TYPES:
            of = f"gold_{t}_{type_}"
            measures.append(_Ratio(f"recall_{t}_{type_}", f"right_{t}_{type_}", (of,), of))
    low = THRESHOLDS[0]
    for name in ("cue", "source", "speaker"):
        measures.append(_Ratio(name, f"{name}_{low}", (f"right_{low}",), f"right_{low}"))
    return measures + _prf("attributed_{}", f"speaker_{low}", low)


def score(
    gold: Mapping[str, Article],
    pred: Mapping[str, Article],
    texts: Mapping[str, str] | None = None,
    rounds: int = 2000,
    seed: int = 1,
) -> pd.DataFrame:
    """How right the predicted quotations are: a row a measure (columns measure, estimate, low, high, n).

    Measures: precision, recall and F1 of contents that overlap by 0.3 and by 0.8, recall by type; over the pairs at 0.3
    the share with the right cue, source and speaker; and precision, recall and F1 where a pair counts only with its
    speaker (attributed). `low` and `high` bound the 95 % percentile interval of a bootstrap over articles (Efron &
    Tibshirani 1993); `n` counts what the value is a share of (relations of the gold for recall and F1, predictions for
    precision, pairs for cue, source and speaker). What has no n is NaN. See `pairs` for optional relations and islands.

    Warns of predicted articles that the gold does not hold; raises as `pairs` does, and ValueError on an empty gold.

    >>> article = {"id": "a", "quotes": [{"id": "q1", "type": "direct", "cue": None, "content": [[1, 20]],
    ...     "source": None, "speaker": "Odile Kerr"}]}
    >>> table = score({"a": article}, {"a": article}, rounds=20).set_index("measure")
    >>> table.loc["attributed_f1"].tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    if not gold:
        raise ValueError("the gold holds no article: there is nothing to score against")
    if stray := len(pred.keys() - gold.keys()):
        warnings.warn(f"{stray} predicted articles have no gold and are left out", stacklevel=2)
    counts = _counts(gold, pred, texts)
    total = counts.sum()
    drawn = pd.DataFrame(times_drawn(len(counts), rounds, seed) @ counts.to_numpy(), columns=counts.columns)

    rows = []
    for m in _measures():
        whole, wholes = int(total[list(m.of)].sum()), drawn[list(m.of)].sum(axis=1).to_numpy()
        parts = m.scale * drawn[m.part].to_numpy()
        # A draw without relations has an F1 of 0, as in the gold's own scorer; it says nothing of the other measures.
        if len(m.of) == 1:
            parts, wholes = parts[wholes > 0], wholes[wholes > 0]
        values = parts / np.maximum(wholes, 1)
        low, high = np.percentile(values, [2.5, 97.5]) if whole and len(values) else (np.nan, np.nan)
        rows.append((m.name, m.scale * total[m.part] / whole if whole else np.nan, low, high, int(total[m.n])))
    return pd.DataFrame(rows, columns=["measure", "estimate", "low", "high", "n"])
