"""How right and how fast the extractor is: accuracy, speed, memory, growth.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python bench/extract.py [--rounds 3] [--sizes 100 1000] [--skip-speed]

Everything runs in this process on one thread. Speed is the median of interleaved rounds (ours, spaCy's, ours, …) over the same
articles (typography has its own bench). Growth reads the articles again and again, as a corpus of that size would be, in a
process of its own, whose peak memory it prints.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import spacy

from framing.evaluate import load_gold, score
from framing.language import load, pipeline
from framing.quotation.extraction import extract, extract_many
from framing.quotation.tables import to_gold

ROOT = Path(__file__).parent.parent
SETS = {
    "sample": (ROOT / "data" / "sample" / "gold.jsonl", [ROOT / "data" / "sample" / "texts"]),
    "dev": (
        ROOT.parent / "shared" / "gold" / "dev.jsonl",
        [ROOT.parent / "shared" / "gold" / "texts", ROOT.parent / "shared" / "seeds"],
    ),
}
HOSTILE = {
    "1 MB of quotation marks": '"' * 1_000_000,
    "1 MB, one endless sentence": "il dit que le pont tient et " * 35_715,
    "1 MB of short dialogue": "« Oui », a dit Paul Orsel. Il a ajouté que non.\n" * 20_834,
}


def read(name: str) -> tuple[dict, dict[str, str]]:
    gold_file, folders = SETS[name]
    if not gold_file.exists():
        return {}, {}
    gold = load_gold(gold_file)
    paths = {p.stem: p for folder in folders for p in folder.glob("*.txt")}
    return gold, {i: paths[i].read_text(encoding="utf-8") for i in sorted(gold)}


def predict(texts: dict[str, str]) -> dict[str, dict]:
    return {i: to_gold(i, t, e) for (i, t), e in zip(texts.items(), extract_many(texts.values()), strict=True)}


def accuracy(name: str) -> None:
    gold, texts = read(name)
    if not gold:
        print(f"{name}: not here")
        return
    ids = sorted(gold)
    halves = {"": ids, " half A": ids[::2], " half B": ids[1::2]}
    pred = predict(texts)
    for label, chosen in halves.items():
        print(f"\n{name}{label}: {len(chosen)} articles")
        table = score(
            {i: gold[i] for i in chosen}, {i: pred[i] for i in chosen}, {i: texts[i] for i in chosen}, rounds=500
        )
        print(table.to_string(max_rows=80))
    unknown = [q["speaker"] is None for a in pred.values() for q in a["quotes"]]
    print(f"{name}: speaker unknown in {sum(unknown)} of {len(unknown)} relations ({sum(unknown) / len(unknown):.1%})")


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def speed(texts: list[str], rounds: int) -> None:
    full = spacy.load(load().model)
    list(full.pipe(texts[:4]))
    list(extract_many(texts[:4]))
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(seconds(lambda: list(extract_many(texts))))
        theirs.append(seconds(lambda: list(full.pipe(texts))))
    a, b = len(texts) / statistics.median(ours), len(texts) / statistics.median(theirs)
    ratios = sorted(t / o for o, t in zip(ours, theirs, strict=True))
    print(f"{len(texts)} articles: extractor {a:.1f} a second, {load().model} in full {b:.1f}; ratio {a / b:.2f}")
    print(f"  ratio by round: {', '.join(f'{r:.2f}' for r in ratios)}")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _grow(texts: list[str], n: int) -> tuple[float, float]:
    """Seconds and peak memory of `n` articles in a process of their own."""
    pipeline()
    corpus = islice((t for _ in range(n // len(texts) + 1) for t in texts), n)
    return seconds(lambda: sum(len(e.quotes) for e in extract_many(corpus))), peak()


def growth(texts: list[str], sizes: list[int]) -> None:
    for n in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            took, memory = pool.submit(_grow, texts, n).result()
        print(f"{n:>6} articles: {took:.1f} s, {n / took:.1f} a second, peak {memory:.0f} MiB")


def _chunk(texts: list[str]) -> int:
    return sum(len(e.quotes) for e in extract_many(texts))


def processes(texts: list[str]) -> None:
    many = texts * 4
    one = two = 0.0
    with ProcessPoolExecutor(1) as pool:
        list(pool.map(_chunk, [texts[:2]]))
        one = seconds(lambda: list(pool.map(_chunk, [many[k::4] for k in range(4)])))
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_chunk, [texts[:2]] * 4))
        two = seconds(lambda: list(pool.map(_chunk, [many[k::4] for k in range(4)])))
    print(f"two processes: {one / two:.2f} times one ({len(many)} articles)")


def hostile() -> None:
    for name, text in HOSTILE.items():
        for part in (len(text) // 4, len(text)):
            took = seconds(lambda text=text, part=part: extract(text[:part]))
            print(f"{name}, {part:>9} characters: {took:.1f} s, peak {peak():.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds of the speed test (default 3)")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000], help="corpus sizes (default 100 1000)")
    parser.add_argument("--skip-speed", action="store_true", help="accuracy alone")
    args = parser.parse_args()
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1" or os.environ.get("OMP_NUM_THREADS") != "1":
        print("set OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1 for one thread", file=sys.stderr)
    pipeline()
    for name in SETS:
        accuracy(name)
    if args.skip_speed:
        return
    for name in SETS:
        if texts := list(read(name)[1].values()):
            print(f"\n{name}")
            speed(texts, args.rounds)
    texts = list(read("sample")[1].values())
    growth(texts, args.sizes)
    processes(texts)
    hostile()


if __name__ == "__main__":
    main()
