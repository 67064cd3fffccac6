"""Train the encoder's frames, and measure both models.

    python bench/frames.py --train     fit the directions and thresholds, write framing/language/fr/frames.json
    python bench/frames.py --measure   score both models, write the scores into framing/language/fr/frames.json
    python bench/frames.py             print the scores in framing/language/fr/frames.json

Training: the prototypes of the codebook, the development sentences of data/training/frames.csv and, for the frames that the
sample knows, its sentences on three of its six events. Tests: the other sentences of data/training/frames.csv, the sample's
three other events, and data/checks/frames.csv, real sentences labelled by reading (offsets alone; --texts names the folders).
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import KFold

from framing.frames import MODELS, PRESENT, centred, codebook_of, read_codebook, reliability, scores
from framing.language.encoder import encoder
from framing.tables import sha256, write_atomically

ROOT = Path(__file__).parent.parent
SAMPLE, CHECKS, TRAINING = ROOT / "data/sample", ROOT / "data/checks/frames.csv", ROOT / "data/training/frames.csv"
EVENTS = ("barrage", "loi-kelmar", "sommet-nachtal")  # the events of the sample that the models may see
MODEL = codebook_of().with_suffix(".json")
SCORES = {"precision": precision_score, "recall": recall_score, "f1": f1_score}
C, FOLDS, DRAWS = 10.0, 5, 1000


def own(part: str) -> tuple[list[str], "np.ndarray[Any, Any]", list[str]]:
    table = pd.read_csv(TRAINING, keep_default_na=False)
    table = table[table["part"] == part]
    labels = np.array([[f in held.split() for f in read_codebook()] for held in table["frames"]])
    return table["sentence"].tolist(), labels, [str(i) for i in table.index]


def sample(seen: bool) -> tuple[list[str], "np.ndarray[Any, Any]", list[str]]:
    """Sentences of the sample, their frames (those that it does not know are never held), and their articles."""
    ids = {f.gold: i for i, f in enumerate(read_codebook().values()) if f.gold}
    gold = pd.read_csv(SAMPLE / "gold_frames.csv", keep_default_na=False)
    gold = gold[gold["article_id"].str.startswith(EVENTS) == seen]
    texts, labels, articles = [], [], []
    for (article, start, end), rows in gold.groupby(["article_id", "start", "end"]):
        text = (SAMPLE / f"texts/{article}.txt").read_bytes().decode("utf-8")
        texts.append(text[start:end])
        labels.append([False] * len(read_codebook()))
        articles.append(article)
        for frame in filter(None, rows["frame"]):
            labels[-1][ids[frame]] = True
    return texts, np.array(labels), articles


def read_by_hand(folders: list[Path]) -> tuple[list[str], "np.ndarray[Any, Any]", list[str]]:
    texts: dict[str, str] = {p.stem: p.read_bytes().decode("utf-8") for f in folders for p in sorted(f.glob("*.txt"))}
    table = pd.read_csv(CHECKS, keep_default_na=False)
    table = table[
        [sha256(texts.get(i, ""))[:12] == d for i, d in zip(table["article_id"], table["text_sha256"], strict=True)]
    ]
    labels = np.array([[f in held.split() for f in read_codebook()] for held in table["frames"]])
    parts = [texts[i][s:e] for i, s, e in zip(table["article_id"], table["start"], table["end"], strict=True)]
    return parts, labels, table["article_id"].tolist()


def fit(vectors: "np.ndarray[Any, Any]", held: "np.ndarray[Any, Any]") -> LogisticRegression:
    return LogisticRegression(C=C, class_weight="balanced", max_iter=2000).fit(vectors, held)


def train() -> None:
    book = read_codebook()
    prototypes = [(f.id, p) for f in book.values() for p in f.prototypes]
    sentences, labels, _ = own("development")
    more, more_labels, _ = sample(seen=True)
    embedded = encoder().embed([p for _, p in prototypes] + sentences)
    mean = embedded.mean(axis=0).round(5)
    every = np.vstack([centred(embedded, mean), centred(encoder().embed(more), mean)])
    held = np.vstack([[[f == id_ for f in book] for id_, _ in prototypes], labels, more_labels])
    probe: dict[str, Any] = {}
    for column, frame in enumerate(book.values()):
        n = len(held) if frame.gold else len(embedded)
        x, y = every[:n], held[:n, column]
        outside = np.zeros(n)
        for seen, unseen in KFold(FOLDS, shuffle=True, random_state=0).split(x):
            outside[unseen] = fit(x[seen], y[seen]).decision_function(x[unseen])
        threshold = max(np.unique(outside), key=lambda t: (f1_score(y, outside >= t), t))
        model = fit(x, y)
        probe[frame.id] = {
            "bias": round(float(model.intercept_[0] - threshold), 4),
            "weights": [round(float(w), 3) for w in model.coef_[0]],
        }
        print(f"{frame.id}: {int(y.sum())} of {n} sentences, F1 out of fold {f1_score(y, outside >= threshold):.2f}")
    stored = json.loads(MODEL.read_text("utf-8")) if MODEL.exists() else {"measured": []}
    stored["probe"] = {"encoder": encoder().name, "mean": [float(v) for v in mean], "frames": probe}
    save(stored)


def save(stored: dict[str, Any]) -> None:
    write_atomically(
        MODEL, (json.dumps(stored, ensure_ascii=False, indent=None, sort_keys=True) + "\n").encode("utf-8")
    )


def interval(truth: "np.ndarray[Any, Any]", found: "np.ndarray[Any, Any]", units: list[str]) -> tuple[float, float]:
    """95 % of F1 over draws of whole articles."""
    codes = pd.factorize(np.array(units))[0]
    counts = np.zeros((codes.max() + 1, 3))
    np.add.at(counts, codes, np.column_stack([truth & found, found, truth]).astype(float))
    draws = np.random.default_rng(0).integers(0, len(counts), (DRAWS, len(counts)))
    both, said, real = counts[draws].sum(axis=1).T
    low, high = np.quantile(2 * both / np.maximum(said + real, 1), [0.025, 0.975])
    return round(float(low), 3), round(float(high), 3)


def measure(folders: list[Path]) -> None:
    book = list(read_codebook().values())
    tests = {"own sentences": own("test"), "sample, unseen events": sample(seen=False)}
    if CHECKS.exists() and (parts := read_by_hand(folders))[0]:
        tests["real sentences"] = parts
    rows = []
    for model in MODELS:
        for test, (texts, labels, units) in tests.items():
            started = time.perf_counter()
            found = scores(texts, model) >= PRESENT
            print(f"{model}, {test}: {len(texts) / (time.perf_counter() - started):.0f} sentences a second")
            for i, frame in enumerate(book):
                if not labels[:, i].any():
                    continue
                low, high = interval(labels[:, i], found[:, i], units)
                values = (f(labels[:, i], found[:, i], zero_division=0) for f in SCORES.values())
                rows.append(
                    {
                        "frame": frame.id, "model": model, "test": test, "n": len(texts),
                        "support": int(labels[:, i].sum()), "low": low, "high": high,
                        **{name: round(float(v), 3) for name, v in zip(SCORES, values, strict=True)},
                    }
                )  # fmt: skip
    save({**json.loads(MODEL.read_text("utf-8")), "measured": rows})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument(
        "--texts", nargs="*", type=Path, default=[], help="folders of the texts of data/checks/frames.csv"
    )
    options = parser.parse_args()
    if options.train:
        train()
    if options.measure:
        measure(options.texts)
    print(reliability().sort_values(["model", "test", "frame"]).to_string(index=False))


if __name__ == "__main__":
    main()
