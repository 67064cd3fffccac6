"""Gold paired with prediction: which relation of the one is which of the other, and what each pair has right."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from framing.evaluate.gold import Article, check_text, relation_id
from framing.evaluate.words import name_fillers

GoldSpan = Sequence[int]

THRESHOLDS = (0.3, 0.8)
ISLAND_OVERLAP = 0.8
STATUSES = ("right", "wrong_speaker", "missed", "spurious", "neutral")
PAIR_COLUMNS = {
    "article_id": "str", "gold_id": "str", "pred_id": "str", "overlap": "float64", "type": "str", "pred_type": "str",
    "cue_place": "str", "start": "Int64", "end": "Int64", "cue_ok": "boolean", "source_ok": "boolean",
    "speaker_ok": "boolean", "confidence": "float64", "status": "str",
}  # fmt: skip


class _Cover(NamedTuple):
    """The characters that spans cover: disjoint spans in order, and how many characters they count for."""

    spans: list[tuple[int, int]]
    size: int


def _cover(spans: Iterable[GoldSpan], ink: Sequence[int] | None) -> _Cover:
    """The union of spans; `ink[i]` is the number of characters before i that are no white space (None: all count)."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((s, e) for s, e in spans):
        if ink is not None:
            start, end = min(start, len(ink) - 1), min(end, len(ink) - 1)
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return _Cover(merged, sum(_width(s, e, ink) for s, e in merged))


def _width(start: int, end: int, ink: Sequence[int] | None) -> int:
    return end - start if ink is None else ink[end] - ink[start]


def _jaccard(a: _Cover, b: _Cover, ink: Sequence[int] | None) -> float:
    """Shared characters over covered characters; 0 when nothing is shared."""
    if not a.spans or not b.spans or a.spans[-1][1] <= b.spans[0][0] or b.spans[-1][1] <= a.spans[0][0]:
        return 0.0
    shared = i = j = 0
    while i < len(a.spans) and j < len(b.spans):
        start, end = max(a.spans[i][0], b.spans[j][0]), min(a.spans[i][1], b.spans[j][1])
        if start < end:
            shared += _width(start, end, ink)
        if a.spans[i][1] < b.spans[j][1]:
            i += 1
        else:
            j += 1
    return shared / (a.size + b.size - shared) if shared else 0.0


def _same_span(a: GoldSpan | None, b: GoldSpan | None) -> bool:
    """Both None, or at least one character in common."""
    if a is None or b is None:
        return a is None and b is None
    return max(a[0], b[0]) < min(a[1], b[1])


def _name_words(name: str) -> frozenset[str]:
    """The words that the gold's scorer compares: no case, accents, articles or civilities."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return frozenset(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))) - name_fillers()


def same_speaker(a: str | None, b: str | None) -> bool:
    """Whether two names may name one speaker: the words of one contain those of the other, or both are None.

    >>> same_speaker("la ministre Odile Kerr", "Mme Kerr"), same_speaker("Odile Kerr", None)
    (True, False)
    """
    if a is None or b is None:
        return a is None and b is None
    words, others = _name_words(a), _name_words(b)
    return bool(words and others) and (words <= others or others <= words)


def cue_place(quote: Article) -> str:
    """Where the reporting words stand to the content: 'before', 'inside', 'after', or 'none' when there are none.

    >>> cue_place({"cue": [40, 44], "content": [[1, 38], [50, 80]]})
    'inside'
    """
    if quote["cue"] is None:
        return "none"
    if quote["cue"][0] < min(start for start, _ in quote["content"]):
        return "before"
    return "inside" if quote["cue"][0] < max(end for _, end in quote["content"]) else "after"


def _pair_article(gold: Article, pred: Article, text: str | None, threshold: float) -> list[dict[str, Any]]:
    """The rows of `pairs` for one article: gold relations in their order, then the predictions without a partner."""
    ink = None if text is None else list(accumulate((not c.isspace() for c in text), initial=0))
    golds = [_cover(q["content"], ink) for q in gold["quotes"]]
    preds = [_cover(q["content"], ink) for q in pred["quotes"]]
    islands = [_cover([i["span"]], ink) for i in gold.get("islands", [])]
    overlap = np.array([[_jaccard(g, p, ink) for p in preds] for g in golds]).reshape(len(golds), len(preds))
    enough = np.where(overlap < threshold, 0, overlap)
    chosen = zip(*linear_sum_assignment(enough, maximize=True), strict=True)
    partner = {int(g): int(p) for g, p in chosen if enough[g, p] > 0}

    rows = []
    for g, quote in enumerate(gold["quotes"]):
        p = partner.get(g)
        nearest = overlap[g, p] if p is not None else overlap[g].max(initial=0)
        row = _row(gold["id"], (quote, g), None if p is None else (pred["quotes"][p], p), float(nearest))
        if quote.get("optional"):
            row["status"] = "neutral"
        elif p is None:
            row["status"] = "missed"
        else:
            row["status"] = "right" if row["speaker_ok"] else "wrong_speaker"
        rows.append(row)
    for p in sorted(set(range(len(preds))) - set(partner.values())):
        row = _row(gold["id"], None, (pred["quotes"][p], p), float(overlap[:, p].max(initial=0)))
        on_island = any(_jaccard(preds[p], i, ink) >= ISLAND_OVERLAP for i in islands)
        rows.append({**row, "status": "neutral" if on_island else "spurious"})
    return rows


def _row(
    article_id: str, gold: tuple[Article, int] | None, pred: tuple[Article, int] | None, overlap: float
) -> dict[str, Any]:
    """A row of `pairs` but for its status; the relations come with their places in the article."""
    known = (gold or pred or ({}, 0))[0]
    row: dict[str, Any] = {
        "article_id": article_id,
        "overlap": overlap,
        "type": known["type"],
        "cue_place": cue_place(known),
        "start": min(start for start, _ in known["content"]),
        "end": max(end for _, end in known["content"]),
    }
    if gold:
        row["gold_id"] = relation_id(*gold)
    if pred:
        row |= {"pred_id": relation_id(*pred), "pred_type": pred[0]["type"], "confidence": pred[0].get("confidence")}
    if gold and pred:
        row |= {f"{part}_ok": _same_span(gold[0][part], pred[0][part]) for part in ("cue", "source")}
        row["speaker_ok"] = same_speaker(gold[0]["speaker"], pred[0]["speaker"])
    return row


def pairs(
    gold: Mapping[str, Article],
    pred: Mapping[str, Article],
    texts: Mapping[str, str] | None = None,
    threshold: float = THRESHOLDS[0],
) -> pd.DataFrame:
    """Every gold and every predicted relation, paired: a row a pair, or a relation without a partner.

    Within an article, relations are paired one to one so that the sum of the overlaps (Jaccard index of the characters
    of the contents; white space left out where `texts` are given) is largest; pairs below `threshold` do not count.
    Articles that the gold does not hold are left out; one that the prediction lacks has no prediction.

    Columns: article_id, gold_id and pred_id (NaN without a partner), overlap (for a relation without a partner the
    largest with any), type (the gold's, else the prediction's), pred_type, cue_place (see `cue_place`), start and end
    of the content, cue_ok, source_ok, speaker_ok (NA without a partner), confidence (the prediction's), status:
    'right', 'wrong_speaker', 'missed', 'spurious', or 'neutral' (optional in the gold, or predicted on an island).

    Raises GoldError when a text is not the one that was annotated, KeyError when one is missing.

    >>> vrai = {"a": {"id": "a", "quotes": [{"id": "q1", "type": "indirect", "cue": [12, 15], "content": [[20, 44]],
    ...     "source": [0, 11], "speaker": "Odile Kerr"}]}}
    >>> pairs(vrai, {"a": vrai["a"] | {"quotes": []}})[["gold_id", "type", "status"]].values.tolist()
    [['q1', 'indirect', 'missed']]
    """
    rows: list[dict[str, Any]] = []
    for id_, article in sorted(gold.items()):
        text = None if texts is None else texts[id_]
        if text is not None:
            check_text(article, text)
        rows += _pair_article(article, pred.get(id_, {"quotes": []}), text, threshold)
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS)).astype(PAIR_COLUMNS)
