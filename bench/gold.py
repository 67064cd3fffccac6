"""Score the extractor on the 33 articles of gold that are not ours to publish, and keep the facts: scores and pairs, no text.

    python bench/gold.py [GOLD.jsonl] [TEXT_DIR ...]      default: ../shared/gold/dev.jsonl and its texts

Writes data/evaluation/{gold_scores,gold_pairs}.csv, which notebook 08 reads.
"""

import sys
from pathlib import Path

from framing import evaluate
from framing.tables import write_atomically

SHARED = Path("../shared")
OUT = Path("data/evaluation")


def main(arguments):
    gold_file, *folders = map(Path, arguments or [SHARED / "gold/dev.jsonl", SHARED / "gold/texts", SHARED / "seeds"])
    if not gold_file.exists():
        print(f"{gold_file} is not here: nothing to score")
        return
    gold = evaluate.load_gold(gold_file)
    texts = evaluate.gold_texts(folders, gold)
    predictions = evaluate.predict(texts)
    scores = evaluate.score(gold, predictions, texts)
    pairs = evaluate.pairs(gold, predictions, texts)
    pairs = pairs.assign(mark_style=pairs["article_id"].map({i: evaluate.mark_style(t) for i, t in texts.items()}))
    for name, table in (("gold_scores", scores.round(4)), ("gold_pairs", pairs.round(4))):
        write_atomically(OUT / f"{name}.csv", table.to_csv(index=False, lineterminator="\n").encode())
    print(scores.to_string(index=False))


if __name__ == "__main__":
    main(sys.argv[1:])
