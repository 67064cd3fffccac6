"""Fit the confidence of a relation: how often its construction, with its way of finding the speaker, is right on gold.

    python bench/calibrate.py [--write]

A relation is right if its content overlaps a gold relation by 0.3 or more and the speaker is the gold one. Each cell of
construction and reason is shrunk towards its construction, and that towards the mean, by PRIOR relations (empirical Bayes with
a fixed weight).
Fitted on data/sample and, where it lies beside the checkout, on ../shared/gold/dev.jsonl. Before writing, the table is fitted on
one half of the articles and tested on the other: Brier score, and observed against promised by band.
"""

import argparse
import csv
from collections import defaultdict
from pathlib import Path

from framing.evaluate import load_gold, pairs
from framing.quotation import extract_many, to_gold

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "framing" / "language" / "fr" / "confidence.csv"
SETS = [
    (ROOT / "data" / "sample" / "gold.jsonl", [ROOT / "data" / "sample" / "texts"]),
    (
        ROOT.parent / "shared" / "gold" / "dev.jsonl",
        [ROOT.parent / "shared" / "gold" / "texts", ROOT.parent / "shared" / "seeds"],
    ),
]
PRIOR = 8
Judged = tuple[str, str, bool]  # construction, reason, right


def judged() -> list[list[Judged]]:
    """The relations of every gold article, each with whether it is right."""
    articles = []
    for gold_file, folders in SETS:
        if not gold_file.exists():
            continue
        gold = load_gold(gold_file)
        paths = {p.stem: p for folder in folders for p in folder.glob("*.txt")}
        ids = sorted(i for i in gold if i in paths)
        texts = {i: paths[i].read_text(encoding="utf-8") for i in ids}
        found = dict(zip(ids, extract_many([texts[i] for i in ids]), strict=True))
        pred = {i: to_gold(i, texts[i], found[i]) for i in ids}
        table = pairs({i: gold[i] for i in ids}, pred, texts)
        status = {(row.article_id, row.pred_id): row.status for row in table.itertuples()}
        for i in ids:
            articles.append(
                [
                    (q.construction, q.reason, status[i, q.quote_id] == "right")
                    for q in found[i].quotes
                    if status[i, q.quote_id] != "neutral"
                ]
            )
    return articles


def fit(relations: list[Judged]) -> dict[tuple[str, str], tuple[int, int, float]]:
    """(construction, reason) -> n, right, confidence; an empty reason or construction stands for any."""
    count: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for construction, reason, right in relations:
        for key in ((construction, reason), (construction, ""), ("", "")):
            count[key][0] += 1
            count[key][1] += right
    n, right = count["", ""]
    mean = right / n
    table = {("", ""): (n, right, mean)}
    for depth in (1, 2):
        for key in sorted(count):
            if sum(map(bool, key)) == depth and key[0]:
                n, right = count[key]
                prior = table[key[0], ""][2] if depth == 2 else mean
                table[key] = (n, right, (right + PRIOR * prior) / (n + PRIOR))
    return table


def promised(table: dict[tuple[str, str], tuple[int, int, float]], construction: str, reason: str) -> float:
    row = table.get((construction, reason)) or table.get((construction, "")) or table["", ""]
    return row[2]


def report(train: list[Judged], test: list[Judged]) -> None:
    table = fit(train)
    mean = table["", ""][2]
    values = [(promised(table, c, r), right) for c, r, right in test]
    brier = sum((p - right) ** 2 for p, right in values) / len(values)
    flat = sum((mean - right) ** 2 for _, right in values) / len(values)
    print(f"fitted on {len(train)}, tested on {len(test)}: Brier {brier:.3f} (the mean alone {flat:.3f})")
    for low, high in ((0, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        band = [(p, right) for p, right in values if low <= p < high]
        if band:
            said, seen = (sum(x) / len(band) for x in zip(*band, strict=True))
            print(f"  promised {low:.1f} to {min(high, 1):.1f}: n {len(band)}, mean {said:.2f}, right {seen:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    args = parser.parse_args()
    articles = judged()
    halves = [[q for a in articles[k::2] for q in a] for k in (0, 1)]
    report(*halves)
    report(*reversed(halves))
    if args.write:
        with TABLE.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(["construction", "reason", "n", "right", "confidence", "source"])
            for (construction, reason), (n, right, value) in sorted(fit(halves[0] + halves[1]).items()):
                rows.writerow([construction, reason, n, right, f"{value:.3f}", "bench/calibrate.py"])


if __name__ == "__main__":
    main()
