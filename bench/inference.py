"""How often the 95 % intervals of `compare.difference` hold the truth, and how often its p cries wolf.

Corpora are simulated with a known difference over a grid: 3 to 40 articles a group, balanced and not; equal and unequal
variances; articles of one length, of many, or one that outweighs the rest; numbers, common and rare shares; with and
without events; and corrected by hand-checked articles. For each cell of the grid: coverage (of the intervals given), error
(share of p of 0.05 or less among the p given, where the groups do not differ), how often interval and p were given, the
mean width, and the intervals that were impossible or, corrected, narrower than the checked articles alone.

    python bench/inference.py --runs 400                        # a look: some minutes on one core
    python bench/inference.py --runs 2000 --seed 1 --write      # the record: data/evaluation/inference_grid.csv
    python bench/inference.py --runs 400 events corrected       # parts of the grid
"""

import argparse
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.compare import permutation
from framing.compare.contrast import Comparison, compared
from framing.compare.means import FEW_CHECKED
from framing.compare.observations import Observations

GROUPS = ("state", "wire")
RECORD = Path(__file__).parents[1] / "data" / "evaluation" / "inference_grid.csv"
BALANCED = [(n, n) for n in (3, 4, 5, 6, 8, 12, 20, 40)]
UNBALANCED = [(3, 15), (4, 20), (5, 25), (6, 30), (8, 40), (12, 40), (20, 40)]
VALUES = {"numbers": (0.0, 0.0), "common": (0.4, 0.4), "rare": (0.05, 0.05), "apart": (0.2, 0.5)}
SPREADS = {  # of the articles of either group: standard deviations of numbers, and correlations of shares within an article
    "equal": ((1.0, 1.0), (0.1, 0.1)),
    "first wider": ((3.0, 0.5), (0.3, 0.02)),
    "second wider": ((0.5, 3.0), (0.02, 0.3)),
}
LENGTHS = ("equal", "unequal", "one dominates")
COVERED = (0.93, 0.97)
ERROR = 0.07


@dataclass(frozen=True)
class Cell:
    """A kind of corpus; pairs are (state, wire)."""

    part: str
    articles: tuple[int, int]
    values: str = "numbers"
    spread: str = "equal"
    lengths: str = "equal"
    events: int = 0
    own: float = 0.0
    """What an event adds to the difference, as a share of what articles differ by (standard deviations)."""
    checked: int = 0
    """Hand-checked articles a group; the extractor errs by group."""

    @property
    def truth(self) -> tuple[float, float]:
        return VALUES[self.values]


def cells() -> list[Cell]:
    """The grid."""
    return [*_over_articles(), *_over_events(), *_corrected()]


def _over_articles() -> Iterator[Cell]:
    for articles, values, lengths in product(BALANCED + UNBALANCED, VALUES, LENGTHS):
        # Where the groups are alike in size, either may be the wider one.
        for spread in list(SPREADS)[: 2 if articles[0] == articles[1] else 3]:
            yield Cell("articles", articles, values, spread, lengths)


def _over_events() -> Iterator[Cell]:
    for n, each, values, lengths, own in product((3, 4, 5, 6, 8, 12), (1, 3), VALUES, LENGTHS, (0.0, 1.0)):
        if own == 0 or values in ("numbers", "common"):
            yield Cell("events", (n * each, n * each), values, "equal", lengths, events=n, own=own)


def _corrected() -> Iterator[Cell]:
    for checked, values, spread in product((4, 8, 12, 20, 40), VALUES, ("equal", "first wider")):
        yield Cell("corrected", (40, 40), values, spread, "unequal", checked=checked)
    for values in ("numbers", "common"):
        yield Cell("corrected", (36, 36), values, "equal", "unequal", events=12, checked=12)


def _lengths(rng: np.random.Generator, kind: str, n: int, which: int) -> np.ndarray:
    """Observations of each article."""
    size = np.full(n, 8) if kind == "equal" else rng.integers(1, 31, n)
    if kind == "one dominates" and which == 0:
        size[0] = 3 * size[1:].sum()
    return size


def _shares(rng: np.random.Generator, mean: np.ndarray, alike: float) -> np.ndarray:
    """Shares around a mean such that two draws of one share correlate by `alike`."""
    size = (1 - alike) / alike
    return rng.beta(np.maximum(mean * size, 1e-9), np.maximum((1 - mean) * size, 1e-9))


def _group(
    rng: np.random.Generator, cell: Cell, which: int, event_effect: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Article, event, extracted value and truth of each observation of one group."""
    n = cell.articles[which]
    size = _lengths(rng, cell.lengths, n, which)
    event = np.arange(n) % max(cell.events, 1)
    article = np.repeat(np.arange(n), size)
    deviation, alike = (pair[which] for pair in SPREADS[cell.spread])
    if cell.values == "numbers":
        centre = cell.truth[which] + deviation * event_effect[event] + rng.normal(0, deviation, n)
        truth = centre[article] + rng.normal(0, deviation, len(article))
        value = 0.2 * which + 0.8 * truth + rng.normal(0, 0.5 * deviation, len(article))
    else:
        mean = cell.truth[which] + np.sqrt(alike * cell.truth[which] * (1 - cell.truth[which])) * event_effect[event]
        chance = _shares(rng, np.clip(mean, 0.0, 1.0), alike)
        truth = (rng.random(len(article)) < chance[article]).astype(float)
        # What is missed and what is made up differ by group and, like all errors of an extractor, by article.
        missed, made_up = (_shares(rng, np.full(n, rate), 0.1)[article] for rate in ((0.1, 0.05), (0.25, 0.1))[which])
        drawn = rng.random(len(article))
        value = np.where(truth == 1, drawn >= missed, drawn < made_up).astype(float)
    return article, event[article], value, truth


def corpus(rng: np.random.Generator, cell: Cell) -> Observations:
    """Observations of both groups with truth and extracted value, as `difference` reads them from a table."""
    n = max(cell.events, 1)
    # Symmetric and bounded, so that shares keep their mean.
    shared, own = rng.choice([-0.5, 0.5], (2, n)) if cell.events else np.zeros((2, n))
    groups = [_group(rng, cell, which, shared + cell.own * own * (1 - 2 * which)) for which in (0, 1)]
    article, event, value, truth = (np.concatenate(column) for column in zip(*groups, strict=True))
    which = np.repeat([0, 1], [len(group[0]) for group in groups])
    return Observations(value, which, 1000 * which + article, np.ones(len(which)), event, truth)


def table(rows: Observations) -> pd.DataFrame:
    """The same as a table."""
    group = np.array(GROUPS, dtype=object)[rows.cell]
    columns = {"article_id": rows.unit, "event": rows.event, "value": rows.value, "truth": rows.truth}
    return pd.DataFrame({"group": group, **columns})


def _draw_checked(rng: np.random.Generator, cell: Cell, rows: Observations) -> Observations:
    """Whole articles of each group, drawn at random."""
    drawn = [1000 * which + rng.choice(cell.articles[which], cell.checked, replace=False) for which in (0, 1)]
    return rows.where(np.isin(rows.unit, np.concatenate(drawn)))


def _compared(rows: Observations, event: str | None, checked: Observations | None = None) -> Comparison:
    """`difference` without the making and reading of a table, which takes most of its time; a test compares the two."""
    return compared(replace(rows, truth=None), checked, GROUPS, "article_id", event, seed=0)


def one(rng: np.random.Generator, cell: Cell) -> dict[str, float]:
    """What `difference` says of one corpus, and whether it is right."""
    rows = corpus(rng, cell)
    event = "event" if cell.events else None
    width_alone = 0.0
    if cell.checked:
        checked = _draw_checked(rng, cell, rows)
        found = _compared(rows, event, checked)
        low, high = _compared(replace(checked, value=checked.truth), event).contrast.interval(0.95)
        width_alone = high - low
    else:
        found = _compared(replace(rows, value=rows.truth), event)
    low, high = found.contrast.interval(0.95)
    bound = np.inf if cell.values == "numbers" else 1 + 1e-12
    true = cell.truth[0] - cell.truth[1]
    given = not np.isnan(low)
    return {
        "coverage": float(low <= true <= high) if given else np.nan,
        "error": float(found.p <= 0.05) if not np.isnan(found.p) and true == 0 else np.nan,
        "given": float(given),
        "p_given": float(not np.isnan(found.p)),
        "width": high - low,
        "impossible": float(given and not -bound <= low <= found.contrast.estimate <= high <= bound),
        "narrower": float(given and high - low < width_alone - 1e-9),
    }


def measure(cell: Cell, runs: int, seed: int) -> dict[str, float]:
    """Means over `runs` corpora of a cell, counts of what must not be, and how many runs raised."""
    rng = np.random.default_rng([seed, zlib.crc32(repr(cell).encode())])
    rows, raised = [], 0
    for _ in range(runs):
        try:
            rows.append(one(rng, cell))
        except (ArithmeticError, ValueError) as error:
            print(f"{cell}: {error!r}", file=sys.stderr)
            raised += 1
    found = pd.DataFrame(rows)
    counts = found[["impossible", "narrower"]].sum().astype(int)
    return {"runs": runs, **found.drop(columns=counts.index).mean(), **counts, "raised": raised}


def missed(row: Mapping[str, Any]) -> str:
    """The bars that a row of the grid misses, in words; empty when none."""
    few = min(row["articles"]) < 6 or 0 < row["events"] < 6
    least, most = (0.90, 1.0) if row["part"] == "corrected" else COVERED
    found = {
        "raised": row["raised"] > 0,
        "impossible": row["impossible"] > 0,
        "narrower than the checked": row["narrower"] > 0 and row["checked"] < FEW_CHECKED,
        "p": row["error"] > ERROR,
        "covers too seldom": not few and row["coverage"] < least,
        "covers too often": not few and row["coverage"] > most,
    }
    return ", ".join(name for name, so in found.items() if so)


def grid(runs: int, seed: int, parts: list[str]) -> pd.DataFrame:
    """A row a cell."""
    rows = []
    for cell in cells():
        if parts and cell.part not in parts:
            continue
        rows.append({**asdict(cell), **measure(cell, runs, seed)})
        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    found = pd.DataFrame(rows)
    return found.assign(missed=[missed(row) for _, row in found.iterrows()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help="articles, events, corrected; all when none is named")
    parser.add_argument("--runs", type=int, default=400, help="simulated corpora a cell")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help=f"write {RECORD.name}")
    args = parser.parse_args()
    # As valid with fewer draws, and a hundred times as fast; only the smallest p is coarser.
    permutation.DRAWS, permutation.EXACT = 399, 2000
    found = grid(args.runs, args.seed, args.parts)
    if args.write:
        columns = ["coverage", "error", "given", "p_given", "width"]
        out = found.assign(articles=[f"{a}-{b}" for a, b in found["articles"]])
        out[columns] = out[columns].round(4)
        out.to_csv(RECORD, index=False)
    print(report(found))


def report(found: pd.DataFrame) -> str:
    """The range of coverage and error in each part of the grid, and the cells that miss a bar."""
    size = found["articles"].map(min).where(found["events"] == 0, found["events"])
    by = found.assign(n=pd.cut(size, [2, 5, 8, 12, 40], labels=["3-5", "6-8", "9-12", "13-40"]))
    summary = by.groupby(["part", "values", "n"], observed=True).agg(
        cells=("runs", "size"), least_coverage=("coverage", "min"), most_coverage=("coverage", "max"),
        most_error=("error", "max"), p_given=("p_given", "mean"), missed=("missed", lambda m: int((m != "").sum())),
    )  # fmt: skip
    worst = found[found["missed"] != ""].drop(columns=["runs", "impossible", "narrower", "raised", "given"])
    return (
        f"{summary.round(3).to_string()}\n\n{len(worst)} of {len(found)} cells miss a bar\n{worst.round(3).to_string()}"
    )


if __name__ == "__main__":
    main()
