"""How often the 95 % intervals of `compare.difference` hold the truth, and how often they cry wolf.

Corpora are simulated with a known difference: articles differ (beta or normal effects), the extractor errs, by group, and
a random part of the observations is checked by hand. Printed for each scenario: the share of the corrected and of the raw
intervals that hold the truth, their mean width, bias, and seconds a call. Placebo splits cut like articles in two at random.

    python bench/inference.py                       # all scenarios, 1,000 corpora each: about 10 minutes on one core
    python bench/inference.py --corpora 100 base rare
"""

import argparse
import time
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing import compare

GROUPS = ("state", "wire")


@dataclass(frozen=True)
class Scenario:
    """A kind of corpus; pairs are (state, wire)."""

    articles: tuple[int, int] = (40, 40)
    quotes: tuple[int, int] = (5, 30)
    truth: tuple[float, float] = (0.3, 0.4)
    alike: float = 0.1
    """Correlation of two quotations of an article."""
    sensitivity: tuple[float, float] = (0.85, 0.70)
    specificity: tuple[float, float] = (0.95, 0.85)
    error_alike: float = 0.0
    checked: int = 200
    separate: bool = False
    """Whether the checked sample is of other articles than the table."""
    events: int = 0
    event_spread: float = 0.0
    """Standard deviation of what an event adds to both groups."""
    own_spread: float = 0.0
    """Standard deviation of what an event adds to one group's difference."""
    numbers: bool = False
    slope: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)
    noise: float = 0.5


SCENARIOS = {
    "base: error differs": Scenario(),
    "100 checked": Scenario(checked=100),
    "300 checked": Scenario(checked=300),
    "20 articles a group": Scenario(articles=(20, 20)),
    "10 articles a group": Scenario(articles=(10, 10)),
    "80 articles a group": Scenario(articles=(80, 80), checked=300),
    "20 v 80 articles": Scenario(articles=(20, 80)),
    "fixed 20 quotations": Scenario(quotes=(20, 20)),
    "checked apart": Scenario(separate=True),
    "checked apart, 20, 100": Scenario(separate=True, articles=(20, 20), checked=100),
    "no clustering": Scenario(alike=0.0),
    "strong clustering": Scenario(alike=0.3),
    "errors clustered": Scenario(error_alike=0.2),
    "large errors": Scenario(sensitivity=(0.9, 0.5), specificity=(0.95, 0.7)),
    "same errors": Scenario(sensitivity=(0.8, 0.8), specificity=(0.9, 0.9)),
    "few errors": Scenario(sensitivity=(0.98, 0.97), specificity=(0.99, 0.98), checked=100),
    "no errors": Scenario(sensitivity=(1.0, 1.0), specificity=(1.0, 1.0), checked=100),
    "5 % v 5 %": Scenario(truth=(0.05, 0.05)),
    "5 % v 10 %, good": Scenario(truth=(0.05, 0.10), sensitivity=(0.9, 0.8), specificity=(0.98, 0.95)),
    "5 % v 10 %, 100": Scenario(truth=(0.05, 0.10), sensitivity=(0.95, 0.9), specificity=(0.99, 0.98), checked=100),
    "5 % v 95 %": Scenario(truth=(0.05, 0.95)),
    "95 % v 90 %": Scenario(truth=(0.95, 0.90)),
    "50 % v 50 %": Scenario(truth=(0.5, 0.5)),
    "2 v 3 articles": Scenario(articles=(2, 3), checked=60),
    "4 v 4 articles": Scenario(articles=(4, 4), checked=60),
    "numbers": Scenario(numbers=True, slope=(0.9, 0.7), shift=(0.1, -0.2)),
    "numbers, 100": Scenario(numbers=True, slope=(0.9, 0.7), shift=(0.1, -0.2), checked=100),
    "numbers, noisy": Scenario(numbers=True, slope=(0.5, 0.3), shift=(0.3, 0.0), noise=1.0),
    "numbers, 10 apart": Scenario(numbers=True, articles=(10, 10), separate=True, shift=(0.3, 0.0)),
    "6 events": Scenario(articles=(18, 18), events=6, event_spread=0.1),
    "12 events": Scenario(articles=(36, 36), events=12, event_spread=0.1),
    "12 events, own": Scenario(articles=(36, 36), events=12, event_spread=0.1, own_spread=0.1),
    "30 events, pairs": Scenario(articles=(30, 30), events=30, event_spread=0.1),
    "12 events, apart": Scenario(articles=(36, 36), events=12, event_spread=0.1, separate=True),
    "12 events, rare": Scenario(
        articles=(36, 36), events=12, truth=(0.05, 0.1), sensitivity=(0.9, 0.8), specificity=(0.98, 0.95)
    ),
    "3 events, numbers": Scenario(articles=(9, 9), events=3, numbers=True, shift=(0.2, 0.0), own_spread=0.2),
}


def beta(rng: np.random.Generator, mean: np.ndarray, alike: float) -> np.ndarray:
    """Shares around a mean such that two draws of one share correlate by `alike`."""
    if alike <= 0:
        return mean
    size = (1 - alike) / alike
    return rng.beta(np.maximum(mean * size, 1e-9), np.maximum((1 - mean) * size, 1e-9))


def side(rng: np.random.Generator, scenario: Scenario, which: int, shared: np.ndarray, prefix: str) -> pd.DataFrame:
    """Quotations of one group with truth and extracted value."""
    n = scenario.articles[which]
    size = rng.integers(scenario.quotes[0], scenario.quotes[1] + 1, n)
    event = np.arange(n) % max(scenario.events, 1)
    base = scenario.truth[which] + shared[event]
    if scenario.events:
        base = base + rng.normal(0, scenario.own_spread, scenario.events)[event]
    article = np.repeat(np.arange(n), size)
    total = len(article)
    if scenario.numbers:
        between = np.sqrt(scenario.alike)
        truth = (base + rng.normal(0, between, n))[article] + rng.normal(0, np.sqrt(1 - scenario.alike), total)
        value = scenario.shift[which] + scenario.slope[which] * truth + rng.normal(0, scenario.noise, total)
    else:
        truth = rng.random(total) < beta(rng, np.clip(base, 0.0, 1.0), scenario.alike)[article]
        hit = beta(rng, np.full(n, scenario.sensitivity[which]), scenario.error_alike)[article]
        miss = beta(rng, np.full(n, scenario.specificity[which]), scenario.error_alike)[article]
        value = np.where(truth, rng.random(total) < hit, rng.random(total) >= miss)
    return pd.DataFrame(
        {
            "group": GROUPS[which],
            "article_id": np.array([f"{prefix}{GROUPS[which]}{k}" for k in range(n)], dtype=object)[article],
            "event": np.array([f"e{k}" for k in range(max(scenario.events, 1))], dtype=object)[event[article]],
            "value": value.astype(float),
            "truth": truth.astype(float),
        }
    )


def corpus(rng: np.random.Generator, scenario: Scenario) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table and its checked sample."""

    def draw(prefix: str) -> pd.DataFrame:
        # Symmetric, so that shares near 0 or 1 keep their mean when an event moves them.
        shared = rng.choice([-1.0, 1.0], max(scenario.events, 1)) * scenario.event_spread
        return pd.concat([side(rng, scenario, which, shared, prefix) for which in (0, 1)], ignore_index=True)

    table = draw("")
    pool = draw("autre-") if scenario.separate else table
    checked = pool.iloc[np.sort(rng.choice(len(pool), min(scenario.checked, len(pool)), replace=False))]
    return table.drop(columns="truth"), checked


def coverage(scenario: Scenario, corpora: int, seed: int = 0) -> dict[str, float]:
    """Shares of intervals that hold the true difference, widths, bias, and seconds a call."""
    rng = np.random.default_rng(seed)
    true = scenario.truth[0] - scenario.truth[1]
    rows = []
    seconds = 0.0
    for _ in range(corpora):
        table, checked = corpus(rng, scenario)
        start = time.perf_counter()
        got = compare.difference(
            table, "value", groups=GROUPS, event="event" if scenario.events else None, checked=checked
        ).iloc[0]
        seconds += time.perf_counter() - start
        rows.append(
            [
                got["low"] <= true <= got["high"],
                got["raw_low"] <= true <= got["raw_high"],
                got["high"] - got["low"],
                got["raw_high"] - got["raw_low"],
                got["estimate"] - true,
                got["raw_estimate"] - true,
                np.isnan(got["estimate"]),
            ]
        )
    corrected, raw, width, raw_width, bias, raw_bias, silent = np.nanmean(np.array(rows, dtype=float), axis=0)
    return {
        "corpora": corpora, "corrected": corrected, "raw": raw, "width": width, "raw_width": raw_width,
        "bias": bias, "raw_bias": raw_bias, "silent": silent, "seconds": seconds / corpora,
    }  # fmt: skip


def placebo(scenario: Scenario, splits: int, seed: int = 0) -> dict[str, float]:
    """One corpus of like articles, split at random again and again: how many intervals exclude zero."""
    rng = np.random.default_rng(seed)
    like = replace(
        scenario, truth=(scenario.truth[0],) * 2, sensitivity=(scenario.sensitivity[0],) * 2,
        specificity=(scenario.specificity[0],) * 2, slope=(scenario.slope[0],) * 2, shift=(scenario.shift[0],) * 2,
    )  # fmt: skip
    table, checked = corpus(rng, like)
    articles = table["article_id"].unique()
    false = {"corrected": 0, "raw": 0, "p": 0}
    for _ in range(splits):
        mixed = rng.permutation(articles)
        group = dict.fromkeys(mixed[: len(mixed) // 2], GROUPS[0]) | dict.fromkeys(mixed[len(mixed) // 2 :], GROUPS[1])
        split = table.assign(group=table["article_id"].map(group))
        sample = checked.assign(group=checked["article_id"].map(group))
        got = compare.difference(split, "value", groups=GROUPS, checked=sample).iloc[0]
        false["corrected"] += not got["low"] <= 0 <= got["high"]
        false["raw"] += not got["raw_low"] <= 0 <= got["raw_high"]
        false["p"] += got["p"] < 0.05
    return {"splits": splits, **{name: count / splits for name, count in false.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", help="scenarios whose name begins so")
    parser.add_argument("--corpora", type=int, default=1000, help="simulated corpora a scenario")
    parser.add_argument("--splits", type=int, default=200, help="placebo splits a corpus")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    chosen = {name: s for name, s in SCENARIOS.items() if not args.only or name.startswith(tuple(args.only))}
    if args.corpora:
        print(f"{'scenario':26s} corrected    raw  width raw_width   bias raw_bias silent  s/call  (n {args.corpora})")
        for name, scenario in chosen.items():
            got = coverage(scenario, args.corpora, args.seed)
            print(
                f"{name:26s} {got['corrected']:9.3f} {got['raw']:6.3f} {got['width']:6.3f} {got['raw_width']:9.3f} "
                f"{got['bias']:+6.3f} {got['raw_bias']:+8.3f} {got['silent']:6.3f} {got['seconds']:7.4f}",
                flush=True,
            )
    if args.splits:
        print(f"\n{'placebo':26s} corrected    raw  p<0.05  (n {args.splits} splits)")
        for name, scenario in chosen.items():
            if scenario.events or scenario.separate or sum(scenario.articles) < 20:
                continue
            got = placebo(scenario, args.splits, args.seed)
            print(f"{name:26s} {got['corrected']:9.3f} {got['raw']:6.3f} {got['p']:7.3f}", flush=True)


if __name__ == "__main__":
    main()
