"""Whether typography matters: every score again with other quotation marks and apostrophes in the gold's texts.

Marks are exchanged by `framing.typography.exchange_marks`, which reads them without `framing.marks`, and the gold's
spans move along; so a score can change only because the extractor reads the new text otherwise. Printed: a row a
typography, the three F1 scores in points and the largest change against the texts as they are; the last line says
whether every change is below 1 point (exit code 1 if not).

    python bench/typography.py ../shared/gold/dev.jsonl --texts ../shared/gold/texts ../shared/seeds
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from framing.evaluate import gold_texts, load_gold, score
from framing.quotation import extract_many, to_gold
from framing.text.typography import APOSTROPHES, MARK_STYLES, exchange_marks, move_spans

MEASURES = ("f1_0.3", "f1_0.8", "attributed_f1")
ALLOWED = 1.0


def points(gold: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, float]:
    found = zip(texts.items(), extract_many(texts.values()), strict=True)
    pred = {id_: to_gold(id_, text, extraction) for (id_, text), extraction in found}
    values = score(gold, pred, texts, rounds=1).set_index("measure")["estimate"]
    return {measure: 100 * values[measure] for measure in MEASURES}


def table(gold: Mapping[str, Any], texts: Mapping[str, str]) -> pd.DataFrame:
    """A row a typography: style, apostrophe, the scores in points and their largest change against the first row."""
    rows: list[dict[str, Any]] = [{"style": "as they are", "apostrophe": "", **points(gold, texts)}]
    kinds = [(style, None) for style in MARK_STYLES] + [("guillemets", a) for a in APOSTROPHES]
    for style, apostrophe in kinds:
        exchanged = {id_: exchange_marks(text, style, apostrophe) for id_, text in texts.items()}
        moved = {id_: move_spans(article, exchanged[id_]) for id_, article in gold.items()}
        scores = points(moved, {id_: new.text for id_, new in exchanged.items()})
        rows.append({"style": style, "apostrophe": apostrophe or "", **scores})
    found = pd.DataFrame(rows)
    return found.assign(change=(found[list(MEASURES)] - found.loc[0, list(MEASURES)]).abs().max(axis=1))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="gold quotations, JSON lines")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="folders of <id>.txt")
    args = parser.parse_args()
    gold = load_gold(args.gold)
    found = table(gold, gold_texts(args.texts, gold))
    print(found.to_string(index=False, float_format="{:.2f}".format))
    largest = found["change"].max()
    relations = sum(not q.get("optional") for a in gold.values() for q in a["quotes"])
    verdict = "below" if largest < ALLOWED else "NOT below"
    print(f"{len(gold)} articles, {relations} relations: largest change {largest:.2f} points, {verdict} {ALLOWED:g}")
    return int(largest >= ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
