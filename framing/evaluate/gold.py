"""How right the quotations are: scores against a gold annotation, every error, and what a confidence is worth."""

import json
import random
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from framing.compare.intervals import LEVEL, share_interval
from framing.compare.means import mean_of
from framing.compare.observations import Observations
from framing.tables.annotations import sha256
from framing.text.typography import exchange_marks, mark_style, move_spans

__all__ = [
    "GoldError", "Share", "calibration", "calibration_error", "confusion", "cue_place", "exchange_marks", "load_gold",
    "mark_style", "move_spans", "pairs", "predict", "rates", "read_texts", "same_speaker", "score", "share",
]  # fmt: skip

Article = Mapping[str, Any]
Span = Sequence[int]

TYPES = ("direct", "indirect", "mixed")
THRESHOLDS = (0.3, 0.8)
ISLAND_OVERLAP = 0.8
STATUSES = ("right", "wrong_speaker", "missed", "spurious", "neutral")
SMALL_WORDS = frozenset("l le la les d de du des un une et m mm mme mmes mlle mr dr pr me".split())  # noqa: SIM905
PAIR_COLUMNS = {
    "article_id": "str", "gold_id": "str", "pred_id": "str", "overlap": "float64", "type": "str", "pred_type": "str",
    "cue_place": "str", "start": "Int64", "end": "Int64", "cue_ok": "boolean", "source_ok": "boolean",
    "speaker_ok": "boolean", "confidence": "float64", "status": "str",
}  # fmt: skip


class GoldError(ValueError):
    """A file of annotated quotations, or a text, that cannot be used; told with its file and line."""


# --- reading -------------------------------------------------------------------------------------------------------


def _is_span(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int) and not isinstance(v, bool) for v in value)
        and 0 <= value[0] < value[1]
    )


def _problem(article: object) -> str | None:
    """What keeps a decoded line from being an annotated article; None when nothing does."""
    if not isinstance(article, dict):
        return "not a JSON object"
    if not isinstance(article.get("id"), str) or not article["id"]:
        return "id is not a text"
    if re.search(r"[/\\\0]", article["id"]):
        return f"id is {article['id']!r:.80}: it names a file of texts, so it holds no / or \\"
    for key in ("quotes", "islands"):
        if not isinstance(article.get(key, [] if key == "islands" else None), list):
            return f"{key} is not a list"
    seen = set()
    for i, quote in enumerate(article["quotes"], 1):
        place = f"quotation {i}"
        if not isinstance(quote, dict):
            return f"{place} is not a JSON object"
        if quote.get("type") not in TYPES:
            return f"{place}: type is {quote.get('type')!r}: write one of {', '.join(TYPES)}"
        if missing := [key for key in ("cue", "content", "source", "speaker") if key not in quote]:
            return f"{place}: {missing[0]} is missing"
        content = quote["content"]
        if not isinstance(content, list) or not content or not all(map(_is_span, content)):
            return f"{place}: content is {content!r:.80}: write a list of spans [start, end], 0 <= start < end"
        for key in ("cue", "source"):
            if quote.get(key) is not None and not _is_span(quote[key]):
                return f"{place}: {key} is {quote[key]!r:.80}: write a span [start, end] or null"
        if not isinstance(quote.get("speaker"), str | None):
            return f"{place}: speaker is {quote['speaker']!r:.80}: write a text or null"
        if (name := _name(quote, i - 1)) in seen:
            return f"{place}: the id {name!r} stands twice"
        seen.add(name)
    for i, island in enumerate(article.get("islands", []), 1):
        if not isinstance(island, dict) or not _is_span(island.get("span")):
            return f"island {i}: write an object with a span [start, end]"
    return None


def load_gold(path: str | Path) -> dict[str, dict[str, Any]]:
    """Read annotated or predicted quotations: a JSON object an article and line; returns the articles by id.

    The format is that of `framing annotate --format jsonl`: {"id", "quotes": [{"id", "type", "cue", "content",
    "source", "speaker", "parent"}], "islands": [{"span"}], "sha256"}; offsets count characters, the end is excluded.

    Raises GoldError, naming file and line, for a line that is not such an article or whose id stood before.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror})") from error
    articles: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            article = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise GoldError(f"{path}, line {number}: not UTF-8 at byte {error.start} of the line") from error
        except (ValueError, RecursionError) as error:
            raise GoldError(f"{path}, line {number}: not valid JSON: {error}") from error
        if problem := _problem(article):
            raise GoldError(f"{path}, line {number}: {problem}")
        if article["id"] in articles:
            raise GoldError(f"{path}, line {number}: the article {article['id']!r} stood before")
        articles[article["id"]] = article
    return articles


def read_texts(folders: str | Path | Sequence[str | Path], gold: Mapping[str, Article]) -> dict[str, str]:
    """The texts of the gold's articles, by id: the first `<id>.txt` found in a folder or several, byte for byte.

    Raises GoldError when an article has no text, or one that is not UTF-8 or not the one that was annotated (sha256).
    """
    folders = [folders] if isinstance(folders, str | Path) else folders
    texts = {}
    for id_, article in gold.items():
        path = next((p for folder in folders if (p := Path(folder) / f"{id_}.txt").is_file()), None)
        if path is None:
            raise GoldError(f"{id_}.txt is in none of the folders {', '.join(map(str, folders))}")
        try:
            texts[id_] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise GoldError(f"{path}: not UTF-8 at byte {error.start}") from error
        _check_text(article, texts[id_])
    return texts


def _check_text(article: Article, text: str) -> None:
    if article.get("sha256") not in (None, sha256(text)):
        raise GoldError(f"{article['id']}: the text is not the one that was annotated (sha256 differs)")


# --- pairing gold with prediction ----------------------------------------------------------------------------------


class _Cover(NamedTuple):
    """The characters that spans cover: disjoint spans in order, and how many characters they count for."""

    spans: list[tuple[int, int]]
    size: int


def _cover(spans: Iterable[Span], ink: Sequence[int] | None) -> _Cover:
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


def _same_span(a: Span | None, b: Span | None) -> bool:
    """Both None, or at least one character in common."""
    if a is None or b is None:
        return a is None and b is None
    return max(a[0], b[0]) < min(a[1], b[1])


def _name_words(name: str) -> frozenset[str]:
    """The words that the gold's scorer compares: no case, accents, articles or civilities."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return frozenset(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))) - SMALL_WORDS


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


def _name(quote: Article, place: int) -> str:
    """The id of a relation; its number in the article when it has none."""
    return str(quote.get("id") or f"#{place + 1}")


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
        row["gold_id"] = _name(*gold)
    if pred:
        row |= {"pred_id": _name(*pred), "pred_type": pred[0]["type"], "confidence": pred[0].get("confidence")}
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
            _check_text(article, text)
        rows += _pair_article(article, pred.get(id_, {"quotes": []}), text, threshold)
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS)).astype(PAIR_COLUMNS)


# --- scores --------------------------------------------------------------------------------------------------------


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


def _times_drawn(n: int, rounds: int, seed: int) -> NDArray[np.int64]:
    """How often each of n articles is drawn, in each of the rounds of a bootstrap: shape (rounds, n)."""
    draw = random.Random(seed)
    times = [np.bincount(draw.choices(range(n), k=n), minlength=n) for _ in range(rounds)]
    return np.array(times, dtype=np.int64).reshape(rounds, n)


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


def predict(texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Our own extractor's relations in these texts, by article id, in the format of the gold."""
    from framing.quotation.extraction import extract_many, to_gold

    found = zip(texts.items(), extract_many(texts.values()), strict=True)
    return {article_id: to_gold(article_id, text, extraction) for (article_id, text), extraction in found}


def score(
    gold: Mapping[str, Article],
    pred: Mapping[str, Article],
    texts: Mapping[str, str] | None = None,
    rounds: int = 2000,
    seed: int = 1,
) -> pd.DataFrame:
    """How right the predicted quotations are: a row a measure (columns measure, value, low, high, n).

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
    drawn = pd.DataFrame(_times_drawn(len(counts), rounds, seed) @ counts.to_numpy(), columns=counts.columns)

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
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "n"])


# --- error by error ------------------------------------------------------------------------------------------------


class Share(NamedTuple):
    """A share with its 95 % interval, the number of things and of clusters (articles) that it rests on."""

    value: float
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

    Columns: those of `by`, measure, value, low, high, n, n_articles. Measures: 'precision' and 'recall' of contents,
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
    return pd.DataFrame(rows, columns=[*by, "measure", "value", "low", "high", "n", "n_articles"])


def confusion(
    pairs: pd.DataFrame, by: Sequence[str] = (), gold: str = "type", pred: str = "pred_type", of: str = "gold"
) -> pd.DataFrame:
    """What is called what: counts and shares of predicted labels by gold label ('none': missed, or spurious).

    `gold` and `pred` name the columns of the two labels in the table of pairs (merge your own in: a class of actors,
    say). Columns: those of `by`, gold, pred, n, share (of the gold label with `of="gold"`, of the predicted one with
    "pred"), low, high, n_of, n_articles. Every combination of labels that stands in the table has a row, n may be 0. A
    count of predictions is corrected with the shares of "pred", summed over what was predicted; neutral pairs are left
    out. Intervals: see `share`, clusters are articles.
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


# --- calibration ---------------------------------------------------------------------------------------------------


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
        times = _times_drawn(len(articles), rounds, seed)
        value = float(np.abs(gap.sum(axis=0)).sum() / n.sum())
        low, high = np.percentile(np.abs(times @ gap).sum(axis=1) / (times @ n), [2.5, 97.5])
    return pd.DataFrame(
        [("calibration_error", value, low, high, len(table))], columns=["measure", "value", "low", "high", "n"]
    )
