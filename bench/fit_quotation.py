"""Fit the judge of quotations and the ranker of speakers, and measure both by cross-validation over articles.

    python bench/fit_quotation.py              five folds: data/evaluation/{cross_validation,gold_pairs,calibration}.csv
    python bench/fit_quotation.py --curve      how the figures grow with the number of articles
    python bench/fit_quotation.py --ablate     what is lost when a part is taken out
    python bench/fit_quotation.py --write      fit on all: judge.csv, ranker.csv, judged_confidence.csv of the language

Facts are committed (data/gold, data/training/quotations, data/sample); the texts of the invented articles too. Those of WiNER-fr
(CC BY 4.0) and of the five given articles are read from ../shared, or from the folders after --texts, and known
by their sha256. CPU, one thread, deterministic. Both models are logistic (the ranker: a conditional logit, McFadden 1974);
the whole chain is fitted anew without each fold, its confidence too. The invented articles help to fit and are never scored.
"""

import argparse
import hashlib
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from framing import evaluate
from framing.evaluate.pairing import same_speaker
from framing.language import load
from framing.quotation import assembling, extract_many, speakers, to_gold
from framing.quotation.antecedents import ANTECEDENTS, Speaker, source_of
from framing.quotation.assembling import Assembler
from framing.quotation.gate import could_quote, gated
from framing.quotation.judge import Judge, candidates
from framing.quotation.judge.facts import Facts
from framing.quotation.judge.features import features
from framing.quotation.judge.weights import SLOTS, vector_of
from framing.quotation.ranking import Ranker, is_open, options
from framing.quotation.relations import reading_of
from framing.quotation.speakers import Resolver
from framing.tables import write_atomically
from framing.text.article import Article, as_article
from framing.text.units import parse

ROOT = Path(__file__).parent.parent
DATA, LANGUAGE = ROOT / "data", ROOT / "framing" / "language" / "fr"
SHARED = ROOT.parent / "shared"
FOLDERS = [SHARED / "gold/texts", SHARED / "seeds", DATA / "sample/texts", DATA / "training/quotations/texts"]
PARTS = {
    "dev": DATA / "gold/dev.jsonl",
    "train2": DATA / "gold/train2.jsonl",
    "sample": DATA / "sample/gold.jsonl",
    "written": DATA / "training/quotations/gold.jsonl",
}
SCORED = ("dev", "train2", "sample")
WEIGHTS = {"dev": 1.0, "train2": 1.5, "sample": 0.7, "written": 0.5}  # the newest guidelines count most
FOLDS = 5
RARE = 3  # a feature of fewer candidates is left out
STRENGTH = 0.3  # inverse of the penalty on the judge's weights
PENALTY = 1.0  # on the ranker's
Vector = NDArray[np.float64]


class GoldArticle(NamedTuple):
    """An article with its annotation."""

    part: str
    gold: dict[str, Any]
    text: str
    article: Article


class Example(NamedTuple):
    """A candidate of an article: its features, the words of its slots, and how well it fits a gold relation (0 to 1)."""

    article_id: str
    part: str
    features: tuple[str, ...]
    words: tuple[str | None, ...]
    fit: float


class Question(NamedTuple):
    """A source that names nobody by itself, what it may stand for, and which of that is right."""

    article_id: str
    part: str
    options: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


# --- data -------------------------------------------------------------------------------------------------------------


def read(folders: Iterable[Path]) -> dict[str, GoldArticle]:
    """The gold articles whose texts are here, parsed."""
    texts = {}
    for path in (p for folder in folders if folder.is_dir() for p in sorted(folder.rglob("*.txt"))):
        raw = path.read_bytes()
        texts[hashlib.sha256(raw).hexdigest()] = raw.decode("utf-8")
    found: dict[str, GoldArticle] = {}
    for part, path in PARTS.items():
        gold = evaluate.load_gold(path)
        here = {i: a for i, a in gold.items() if a["sha256"] in texts}
        print(f"{part}: {len(here)} of {len(gold)} articles")
        for i, annotation in here.items():
            text = texts[annotation["sha256"]]
            found[i] = GoldArticle(part, annotation, text, as_article(text))
    parse(unit for a in found.values() for unit in gated(a.article))
    return found


def folds_of(articles: dict[str, GoldArticle]) -> dict[str, int]:
    """The fold of each article, dealt at random within its part."""
    draw, fold = random.Random(0), {}
    for part in PARTS:
        ids = sorted(i for i, a in articles.items() if a.part == part)
        draw.shuffle(ids)
        fold |= {i: k % FOLDS for k, i in enumerate(ids)}
    return fold


def _cover(spans: Iterable[Sequence[int]], text: str) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end) if not text[i].isspace())


def examples(article_id: str, a: GoldArticle) -> Iterator[Example]:
    """The candidates of an article; one whose cue is that of a gold relation fits it as far as the contents overlap."""
    gold = [(q["cue"], _cover(q["content"], a.text), bool(q.get("optional"))) for q in a.gold["quotes"]]
    assembler = Assembler(a.article)
    for u in filter(could_quote, gated(a.article)):
        reading = reading_of(u, a.article.language)
        facts = Facts(reading)
        for r, heads, by_rule in candidates(reading, facts):
            content = _cover(assembler.content_of(u, r), a.text)
            if not content or r.cue is None:
                continue
            start, end = u.begin[r.cue[0]], u.end[r.cue[1]]
            fits = [
                (len(content & c) / len(content | c), optional)
                for cue, c, optional in gold
                if cue and cue[0] < end and start < cue[1]
            ]
            fit, optional = max(fits, default=(0.0, False))
            if not (optional and fit):
                words = tuple(None if k is None else u.low[k] for k in (heads.cue, heads.content, heads.source))
                yield Example(article_id, a.part, tuple(features(facts, r, heads, by_rule)), words, fit)


def questions(article_id: str, a: GoldArticle) -> Iterator[Question]:
    """The gold sources of an article that name nobody by themselves, in order; the resolver remembers the right answers."""
    resolver = Resolver(a.article.own, a.article.language)
    units = gated(a.article)
    asked = sorted((q for q in a.gold["quotes"] if q["source"]), key=lambda q: q["source"])
    read = {u.number for u in units}
    for u in a.article.units:
        if u.number not in read:
            resolver.skim(u)
            continue
        resolver.read(u)
        for quote in (q for q in asked if u.start <= q["source"][0] < u.stop):
            start, end = quote["source"]
            words = [k for k in range(u.n) if u.begin[k] < end and start < u.end[k]]
            if not words:
                continue
            source = source_of(u, words[0], words[-1], a.article.own, resolver.words)
            rule = next(speaker for test in ANTECEDENTS if (speaker := test(source, resolver.context)))
            found = options(source, rule, resolver.context) if is_open(source, rule, resolver.context) else []
            right = [same_speaker(quote["speaker"], option.name) for option in found]
            if any(right):
                yield Question(article_id, a.part, tuple(o.features for o in found), tuple(right))
            best = next((o for o, ok in zip(found, right, strict=True) if ok), None)
            speaker = rule if best is None else Speaker(best.name, best.kind, rule.reason)
            resolver.take_up(u, (words[0], words[-1]), speaker)
            resolver.add_speaker(u, speaker)


# --- fitting ----------------------------------------------------------------------------------------------------------


def _columns(rows: Iterable[Iterable[str]], rare: int) -> dict[str, int]:
    counts = Counter(name for row in rows for name in set(row))
    return {name: k for k, name in enumerate(sorted(n for n, c in counts.items() if c >= rare))}


def _matrix(rows: Sequence[Iterable[str]], columns: dict[str, int]) -> csr_matrix:
    places = [(i, columns[name]) for i, row in enumerate(rows) for name in set(row) if name in columns]
    ones = np.ones(len(places))
    return csr_matrix((ones, tuple(zip(*places, strict=True))), shape=(len(rows), len(columns)))


def fit_judge(found: Sequence[Example], vocab: Any, *, vectors: bool = True) -> Judge:
    """A logistic regression in which a candidate is right in the measure in which it fits."""
    columns = _columns((e.features for e in found), RARE)
    width = vocab.vectors_length if vectors else 0
    axes = np.zeros((len(found), len(SLOTS) * width))
    for i, example in enumerate(found):
        for slot, word in enumerate(example.words if vectors else ()):
            vector = None if word is None else vector_of(word, vocab)
            if vector is not None:
                axes[i, slot * width : (slot + 1) * width] = vector
    x = hstack([_matrix([e.features for e in found], columns), csr_matrix(axes)]).tocsr()
    fit = np.array([e.fit for e in found])
    weight = np.array([WEIGHTS[e.part] for e in found])
    labels = np.r_[np.ones(len(fit)), np.zeros(len(fit))]
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(vstack([x, x]), labels, np.r_[fit * weight, (1 - fit) * weight])
    values = model.coef_[0]
    weights = {name: float(values[k]) for name, k in columns.items()} | {"bias": float(model.intercept_[0])}
    by_slot = {s: values[len(columns) + k * width :][:width] for k, s in enumerate(SLOTS)} if width else {}
    return Judge(weights, by_slot)


def fit_ranker(asked: Sequence[Question]) -> Ranker:
    """A conditional logit: the right answers of a question together against all its options."""
    rows = [option for q in asked for option in q.options]
    columns = _columns(rows, RARE)
    x = _matrix(rows, columns)
    sizes = np.array([len(q.options) for q in asked])
    start = np.r_[0, np.cumsum(sizes)[:-1]]
    of = np.repeat(np.arange(len(asked)), sizes)
    right = np.array([ok for q in asked for ok in q.right], dtype=float)
    weight = np.array([WEIGHTS[q.part] for q in asked])

    def loss(w: Vector) -> tuple[float, Vector]:
        score = x @ w
        power = np.exp(score - np.maximum.reduceat(score, start)[of])
        every, good = np.add.reduceat(power, start), np.add.reduceat(power * right, start)
        pull = weight[of] * (power / every[of] - power * right / good[of])
        return float((weight * np.log(every / good)).sum() + PENALTY * w @ w / 2), x.T @ pull + PENALTY * w

    values = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B").x
    return Ranker({name: float(values[k]) for name, k in columns.items()})


# --- the whole chain --------------------------------------------------------------------------------------------------


def predicted(articles: dict[str, GoldArticle], judge: Judge | None, ranker: Ranker | None) -> dict[str, Any]:
    """What the chain finds in some articles with a judge and a ranker; None: the rules alone."""
    kept = assembling.judge_of, speakers.ranker_of
    assembling.judge_of, speakers.ranker_of = (lambda _: judge), (lambda _: ranker)
    try:
        found = zip(articles.items(), extract_many(a.article for a in articles.values()), strict=True)
        return {i: (to_gold(i, a.text, e), e) for (i, a), e in found}
    finally:
        assembling.judge_of, speakers.ranker_of = kept


class Chain:
    """The gold, what is fitted on it, and predictions out of fold."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.articles = read(folders)
        self.fold = folds_of(self.articles)
        self.vocab = next(iter(self.articles.values())).article.units[0].doc.vocab
        self.examples = [e for i, a in self.articles.items() for e in examples(i, a)]
        self.questions = [q for i, a in self.articles.items() for q in questions(i, a)]
        print(f"{len(self.examples)} candidates, {len(self.questions)} sources to resolve")

    def out_of_fold(
        self, keep: Callable[[str], bool] = lambda _: True, *, judged: bool = True, ranked: bool = True, **how: Any
    ) -> dict[str, Any]:
        """The predictions of each scored article by a chain that was fitted without its fold, on articles to keep."""
        found: dict[str, Any] = {}
        for k in range(FOLDS):
            train = {i for i in self.articles if self.fold[i] != k and keep(i)}
            judge = (
                fit_judge([e for e in self.examples if e.article_id in train], self.vocab, **how) if judged else None
            )
            ranker = fit_ranker([q for q in self.questions if q.article_id in train]) if ranked else None
            held = {i: a for i, a in self.articles.items() if self.fold[i] == k and a.part in SCORED}
            found |= predicted(held, judge, ranker)
        return found

    def scores(self, found: dict[str, Any], ids: Iterable[str], **labels: Any) -> pd.DataFrame:
        """The measures of some articles, with intervals over articles."""
        chosen = sorted(ids)
        gold = {i: self.articles[i].gold for i in chosen}
        texts = {i: self.articles[i].text for i in chosen}
        table = evaluate.score(gold, {i: found[i][0] for i in chosen}, texts)
        return table.assign(articles=len(chosen), **labels)

    def part(self, *names: str) -> list[str]:
        return [i for i, a in self.articles.items() if a.part in names]


def paired(chain: Chain, found: dict[str, Any]) -> pd.DataFrame:
    """The relations of the known articles, each with what a chain that had not seen its fold makes of it; no text."""
    ids = chain.part("dev")
    gold, texts = {i: chain.articles[i].gold for i in ids}, {i: chain.articles[i].text for i in ids}
    table = evaluate.pairs(gold, {i: found[i][0] for i in ids}, texts)
    return table.assign(mark_style=table["article_id"].map({i: evaluate.mark_style(t) for i, t in texts.items()}))


def worst_kinds(chain: Chain, found: dict[str, Any], most: int = 20) -> pd.DataFrame:
    """The commonest kinds of error on dev and train2: what is missed by type and way of reporting, what is false and whose
    speaker is wrong by construction and reason."""
    ids = chain.part("dev", "train2")
    gold = {i: {q["id"]: q for q in chain.articles[i].gold["quotes"]} for i in ids}
    quotes = {i: {q.quote_id: q for q in found[i][1].quotes} for i in ids}
    table = evaluate.pairs(
        {i: chain.articles[i].gold for i in ids},
        {i: found[i][0] for i in ids},
        {i: chain.articles[i].text for i in ids},
    )
    kinds: Counter[tuple[str, str]] = Counter()
    for row in table.itertuples():
        if row.status == "missed":
            quote = gold[row.article_id][row.gold_id]
            words = sum(len(chain.articles[row.article_id].text[s:e].split()) for s, e in quote["content"])
            size = "a phrase of at most eight words" if words <= 8 else "a longer content"
            source = "without a source" if quote["source"] is None else "with a source"
            kinds["missed", f"{quote['type']}, {size}, {source}"] += 1
        elif row.status == "spurious":
            kinds["false", f"construction {quotes[row.article_id][row.pred_id].construction}"] += 1
        elif row.status == "wrong_speaker":
            kinds["wrong speaker", quotes[row.article_id][row.pred_id].reason] += 1
        elif row.status == "right" and row.overlap < 0.8:
            kinds["extent", f"construction {quotes[row.article_id][row.pred_id].construction}"] += 1
    rows = [(error, kind, n) for (error, kind), n in kinds.most_common(most)]
    return pd.DataFrame(rows, columns=["error", "kind", "n"])


def cross_validated(chain: Chain, found: dict[str, Any]) -> pd.DataFrame:
    """The table of scores: each part, all scored parts, and each fold."""
    rows = [chain.scores(found, chain.part(p), part=p, fold="all") for p in SCORED]
    rows.append(chain.scores(found, chain.part(*SCORED), part="dev+train2+sample", fold="all"))
    rows.append(chain.scores(found, chain.part("dev", "train2"), part="dev+train2", fold="all"))
    for k in range(FOLDS):
        ids = [i for i in chain.part("dev", "train2") if chain.fold[i] == k]
        rows.append(chain.scores(found, ids, part="dev+train2", fold=str(k)))
    return pd.concat(rows, ignore_index=True)


def curve(chain: Chain) -> pd.DataFrame:
    """The scores on dev and train2 with a share of the articles to fit on."""
    rows = []
    for share in (0.125, 0.25, 0.5, 0.75, 1.0):
        draw = random.Random(1)
        kept = {i for i in sorted(chain.articles) if draw.random() < share}
        found = chain.out_of_fold(kept.__contains__)
        rows.append(
            chain.scores(found, chain.part("dev", "train2"), part="dev+train2", share=share, fitted_on=len(kept))
        )
    return pd.concat(rows, ignore_index=True)


def ablated(chain: Chain) -> pd.DataFrame:
    """The scores on dev and train2 without a part of the chain."""
    runs: dict[str, Callable[[], dict[str, Any]]] = {
        "everything": chain.out_of_fold,
        "rules alone": lambda: chain.out_of_fold(judged=False, ranked=False),
        "without the judge": lambda: chain.out_of_fold(judged=False),
        "without the ranker": lambda: chain.out_of_fold(ranked=False),
        "without vectors": lambda: chain.out_of_fold(vectors=False),
        "without invented articles": lambda: chain.out_of_fold(
            lambda i: chain.articles[i].part not in ("written", "sample")
        ),
    }
    rows = [
        chain.scores(run(), chain.part("dev", "train2"), part="dev+train2", without=name) for name, run in runs.items()
    ]
    everything = chain.out_of_fold()
    kinds = sorted({q.construction for _, e in everything.values() for q in e.quotes})
    for kind in kinds:
        fewer = {i: (to_gold(i, chain.articles[i].text, e._replace(quotes=[q for q in e.quotes if q.construction != kind])), e)
                 for i, (_, e) in everything.items()}  # fmt: skip
        rows.append(chain.scores(fewer, chain.part("dev", "train2"), part="dev+train2", without=f"construction {kind}"))
    return pd.concat(rows, ignore_index=True)


# --- confidence -------------------------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """A relation predicted out of fold: what the judge said (None: no cue, so not judged), how its speaker was found, whether
    content and speaker are right."""

    fold: int
    construction: str
    reason: str
    odds: float | None
    right: bool


def outcomes(chain: Chain) -> list[Outcome]:
    """The predictions out of fold, each right or not; islands and optional gold are neither."""
    language = load("fr")
    kept = language.__dict__.get("_judged_confidence")
    language.__dict__["_judged_confidence"] = {
        "intercept": 0.0,
        "log odds": 1.0,
    }  # so that a confidence is the judge's own
    try:
        found = chain.out_of_fold()
    finally:
        language.__dict__["_judged_confidence"] = kept
    ids = chain.part(*SCORED)
    pairs = evaluate.pairs(
        {i: chain.articles[i].gold for i in ids},
        {i: found[i][0] for i in ids},
        {i: chain.articles[i].text for i in ids},
    )
    status = {(row.article_id, row.pred_id): row.status for row in pairs.itertuples()}
    rows = []
    for i in ids:
        for q in found[i][1].quotes:
            if status[i, q.quote_id] == "neutral":
                continue
            p = min(max(q.confidence, 1e-6), 1 - 1e-6)
            odds = None if q.cue is None else float(np.log(p / (1 - p)))
            rows.append(Outcome(chain.fold[i], q.construction, q.reason, odds, status[i, q.quote_id] == "right"))
    return rows


def fit_confidence(rows: Sequence[Outcome]) -> dict[str, float]:
    """A logistic curve over the judge's log odds and the way to the speaker (Platt 1999)."""
    judged = [r for r in rows if r.odds is not None]
    columns = _columns(([f"reason={r.reason}"] for r in judged), 1)
    x = hstack([csr_matrix([[r.odds] for r in judged]), _matrix([[f"reason={r.reason}"] for r in judged], columns)])
    model = LogisticRegression(C=1.0, max_iter=500).fit(x.tocsr(), [r.right for r in judged])
    values = model.coef_[0]
    weights = {"intercept": float(model.intercept_[0]), "log odds": float(values[0])}
    return weights | {name: float(values[1 + k]) for name, k in columns.items()}


def promised(weights: dict[str, float], r: Outcome) -> float:
    total = weights["intercept"] + weights["log odds"] * (r.odds or 0.0) + weights.get(f"reason={r.reason}", 0.0)
    return float(1 / (1 + np.exp(-total)))


def calibration(rows: Sequence[Outcome]) -> pd.DataFrame:
    """The Brier score and the expected calibration error of confidences that were fitted without the fold."""
    judged = [r for r in rows if r.odds is not None]
    said = np.array([promised(fit_confidence([o for o in judged if o.fold != r.fold]), r) for r in judged])
    right = np.array([r.right for r in judged], dtype=float)
    base = right.mean()
    bands = np.minimum((said * 10).astype(int), 9)
    error = sum(abs(said[bands == k].mean() - right[bands == k].mean()) * (bands == k).mean() for k in np.unique(bands))
    values = {
        "brier": np.mean((said - right) ** 2),
        "brier_of_base_rate": base * (1 - base),
        "calibration_error": error,
        "right": base,
    }
    return pd.DataFrame([{"measure": k, "estimate": v, "n": len(judged)} for k, v in values.items()])


# --- writing ----------------------------------------------------------------------------------------------------------


def write(path: Path, table: pd.DataFrame) -> None:
    write_atomically(path, table.to_csv(index=False, lineterminator="\n").encode())


def write_models(chain: Chain) -> None:
    """Fit on all articles and write the tables of the language."""
    began = time.perf_counter()
    judge, ranker = fit_judge(chain.examples, chain.vocab), fit_ranker(chain.questions)
    print(f"fitted in {time.perf_counter() - began:.0f} s")
    rows = [(name, f"{value:.4f}") for name, value in sorted(judge.weights.items()) if abs(value) >= 5e-4]
    rows += [(f"{slot} axis {k}", f"{v:.4f}") for slot, values in judge.axes.items() for k, v in enumerate(values)]
    source = "bench/fit_quotation.py"
    write(LANGUAGE / "judge.csv", pd.DataFrame(rows, columns=["feature", "weight"]).assign(source=source))
    rows = [(name, f"{value:.4f}") for name, value in sorted(ranker.weights.items()) if abs(value) >= 5e-4]
    write(LANGUAGE / "ranker.csv", pd.DataFrame(rows, columns=["feature", "weight"]).assign(source=source))
    found = outcomes(chain)
    rows = [(name, f"{value:.4f}") for name, value in fit_confidence(found).items()]
    write(LANGUAGE / "judged_confidence.csv", pd.DataFrame(rows, columns=["term", "weight"]).assign(source=source))
    print(calibration(found).to_string(index=False))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="folders with the texts of WiNER-fr")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--write", action="store_true")
    options_ = parser.parse_args()
    chain = Chain([*FOLDERS, *options_.texts])
    pd.set_option("display.width", 200, "display.max_rows", 400)
    if options_.curve:
        table = curve(chain)
        write(DATA / "evaluation/learning_curve.csv", table.round(4))
    elif options_.ablate:
        table = ablated(chain)
        write(DATA / "evaluation/ablations.csv", table.round(4))
    elif options_.write:
        write_models(chain)
        return
    else:
        found = chain.out_of_fold()
        table = cross_validated(chain, found)
        write(DATA / "evaluation/cross_validation.csv", table.round(4))
        write(DATA / "evaluation/gold_pairs.csv", paired(chain, found).round(4))
        write(DATA / "evaluation/worst_kinds.csv", worst_kinds(chain, found))
        calibrated = calibration(outcomes(chain))
        write(DATA / "evaluation/calibration.csv", calibrated.round(4))
        print(calibrated.to_string(index=False))
    print(table[table["measure"].isin(["f1_0.3", "f1_0.8", "attributed_f1"])].to_string(index=False))


if __name__ == "__main__":
    main()
