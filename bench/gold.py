"""Score the extractor on articles that are not ours to publish, and keep the facts: scores and pairs, no text.

    python bench/gold.py                  the known articles: data/evaluation/{gold_scores,gold_pairs}.csv
    python bench/gold.py --look REASON    the articles that nobody reads, a line a look in data/evaluation/looks.csv

The known articles are those whose errors shaped the rules (dev) and those that were read later (train2). check2 is scored and
never read: a look prints figures and no relation, and each is written down, for every look tells a little. What was scored
before anybody had read train2 or check2 stands in data/evaluation/unread_scores.csv and is never made anew.
"""

import argparse
import datetime as dt
import subprocess
from pathlib import Path

import pandas as pd

from framing import evaluate
from framing.tables import write_atomically

SHARED = Path("../shared")
FOLDERS = [SHARED / "gold/texts", SHARED / "gold/check", SHARED / "seeds"]
OUT = Path("data/evaluation")
HEADLINE = ("f1_0.3", "f1_0.8", "attributed_f1")


def scored(*parts):
    """Gold, texts, predictions and scores of some parts of the gold together."""
    gold = {id_: a for part in parts for id_, a in evaluate.load_gold(SHARED / f"gold/{part}.jsonl").items()}
    texts = evaluate.gold_texts(FOLDERS, gold)
    predictions = evaluate.predict(texts)
    scores = evaluate.score(gold, predictions, texts).assign(part="+".join(parts), articles=len(gold))
    return gold, texts, predictions, scores[["part", "articles", *scores.columns.drop(["part", "articles"])]]


def write(name, table):
    write_atomically(OUT / f"{name}.csv", table.to_csv(index=False, lineterminator="\n").encode())


def known():
    gold, texts, predictions, dev = scored("dev")
    scores = pd.concat([dev, scored("train2")[3]], ignore_index=True)
    pairs = evaluate.pairs(gold, predictions, texts)
    pairs = pairs.assign(mark_style=pairs["article_id"].map({i: evaluate.mark_style(t) for i, t in texts.items()}))
    write("gold_scores", scores.round(4))
    write("gold_pairs", pairs.round(4))
    print(scores.to_string(index=False))


def look(reason):
    looks = pd.read_csv(OUT / "looks.csv")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    scores = scored("check2")[3]
    scores = scores[scores["measure"].isin(HEADLINE)].round(4)
    row = scores.assign(look=looks["look"].max() + 1, date=dt.date.today().isoformat(), commit=commit, reason=reason)
    write("looks", pd.concat([looks, row[looks.columns]], ignore_index=True))
    print(row.to_string(index=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--look", metavar="REASON", help="score check2, and write the look down")
    args = parser.parse_args()
    if not (SHARED / "gold/dev.jsonl").exists():
        print(f"{SHARED}/gold is not here: nothing to score")
    elif args.look:
        look(args.look)
    else:
        known()


if __name__ == "__main__":
    main()
