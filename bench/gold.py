"""Score the extractor on the articles that nobody reads, a line a look in data/evaluation/looks.csv.

    python bench/gold.py --look REASON

check2 is scored and never read: a look prints figures and no relation, and each is written down, for every look tells a little.
What was scored before anybody had read train2 or check2 stands in data/evaluation/unread_scores.csv and is never made anew.
The articles that may be read are scored by bench/fit_quotation.py, in cross-validation.
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


def scores():
    """The scores of check2."""
    gold = evaluate.load_gold(SHARED / "gold/check2.jsonl")
    texts = evaluate.gold_texts(FOLDERS, gold)
    return evaluate.score(gold, evaluate.predict(texts), texts).assign(part="check2", articles=len(gold))


def write(name, table):
    write_atomically(OUT / f"{name}.csv", table.to_csv(index=False, lineterminator="\n").encode())


def look(reason):
    looks = pd.read_csv(OUT / "looks.csv")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    row = scores()
    row = (
        row[row["measure"].isin(HEADLINE)]
        .round(4)
        .assign(look=looks["look"].max() + 1, date=dt.date.today().isoformat(), commit=commit, reason=reason)
    )
    write("looks", pd.concat([looks, row[looks.columns]], ignore_index=True))
    print(row.to_string(index=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--look", metavar="REASON", required=True, help="score check2, and write the look down")
    args = parser.parse_args()
    if not (SHARED / "gold/dev.jsonl").exists():
        print(f"{SHARED}/gold is not here: nothing to score")
    else:
        look(args.look)


if __name__ == "__main__":
    main()
