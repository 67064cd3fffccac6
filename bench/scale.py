"""How annotation grows: a synthetic corpus of 1,000, 10,000 and 100,000 articles, on one process, two, and a Dask cluster.

    python bench/scale.py --sizes 1000 10000             # makes the corpora, annotates each in every way, prints a table
    python bench/scale.py --sizes 100000 --ways 2        # two processes only
    python bench/scale.py --kill 1000                    # a worker is killed with -9 every few seconds: what is lost

The articles are those of the sample with names, numbers and sentences exchanged, so that the parser meets French and no
text twice: a sentence in three comes from another article, every name is another of the sample's names, every figure another
figure. One article in ten is a copy of one of the two days before, a quarter of its sentences left out. They spread over three
years whatever their number, so that a window of time grows with the corpus, and eight tell of an event. Every run is a
process of its own; seconds are of the wall (cpu_own: what the process that reads and writes used itself, which bounds how
many workers it can keep busy), memory is the largest of the process and of the largest of its workers.
"""

import argparse
import itertools
import json
import math
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from framing.annotation import annotate_corpus
from framing.corpus.store import Texts, read_articles, read_texts
from framing.study import read_study
from framing.tables import SCHEMA, Annotations, sha256
from framing.text.article import Article

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "sample"
DAYS = 3 * 365
PER_EVENT = 8
COPIES, LEFT_OUT, EXCHANGED = 0.1, 0.25, 1 / 3
WAYS = ("1", "2", "dask")


def sample() -> list[list[str]]:
    """The lines of the sample's articles, each with its sentences apart."""
    return [text.splitlines() for text in read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")["text"]]


def synthetic(n: int, seed: int = 0) -> Iterator[tuple[str, str, str, str, str]]:
    """So many articles: id, outlet, event, day, text."""
    chance, base = random.Random(seed), sample()
    names = sorted(
        {name for lines in base for line in lines for name in re.findall(r"(?<=[a-zé,] )[A-ZÉ]\w{3,}", line)}
    )
    outlets = sorted(read_study(SAMPLE / "study.toml").outlets)
    recent: list[list[str]] = []
    for i in range(n):
        day = pd.Timestamp("2031-01-01") + pd.Timedelta(days=i * DAYS // n)
        if recent and chance.random() < COPIES:
            lines = [line for line in chance.choice(recent) if chance.random() > LEFT_OUT]
        else:
            lines = [
                chance.choice(chance.choice(base)) if k and line and chance.random() < EXCHANGED else line
                for k, line in enumerate(chance.choice(base))
            ]
            lines = exchanged(lines, names, chance)
        recent = [*recent[-max(1, 2 * n // DAYS) :], lines]
        event = f"e{i // (PER_EVENT * 40)}-{chance.randrange(40)}"
        yield f"a{i:06}", chance.choice(outlets), event, f"{day:%Y-%m-%d}", "\n".join(lines) + "\n"


def exchanged(lines: list[str], names: list[str], chance: random.Random) -> list[str]:
    """Lines with every name of the sample another one, the same throughout, and every figure another."""
    other = dict(zip(names, chance.sample(names, len(names)), strict=True))
    pattern = re.compile(rf"\b(?:{'|'.join(names)})\b|\d+")

    def another(match: re.Match[str]) -> str:
        word = match[0]
        return other[word] if word in other else str(chance.randint(10 ** (len(word) - 1), 10 ** len(word) - 1))

    return [pattern.sub(another, line) for line in lines]


def make(n: int, folder: Path) -> None:
    """Write a corpus as `framing import` would: a text an article, and their table."""
    folder.mkdir(parents=True)
    groups = {outlet.id: outlet.group for outlet in read_study(SAMPLE / "study.toml").outlets.values()}
    rows = []
    for id_, outlet, event, day, text in synthetic(n):
        (folder / f"{id_}.txt").write_bytes(text.encode("utf-8"))
        article = Article(text, id_)
        counts = (article.count_words(article.stretches), len(article.sentences))
        rows.append((id_, outlet, groups[outlet], event, day, "fr", *counts, sha256(text)))
    pd.DataFrame(rows, columns=list(SCHEMA["articles"])).to_csv(folder / "articles.csv", index=False)


def annotate(folder: Path, out: Path, way: str) -> dict[str, float]:
    """Annotate a corpus in one way: seconds and memory."""
    articles, study = read_articles(folder / "articles.csv"), read_study(SAMPLE / "study.toml")
    texts, start = Texts(folder, articles), time.perf_counter()
    options = {"stance_models": ["lexical"]}
    if way == "dask":
        from dask.distributed import Client, LocalCluster

        with (
            LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            done = annotate_corpus(articles, texts, study, out, client=client, **options)
            workers = max(client.run(lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).values())
    else:
        done = annotate_corpus(articles, texts, study, out, processes=int(way), **options)
        workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu_own": used.ru_utime + used.ru_stime,
        "articles": done.n_articles,
        "set_aside": len(done.set_aside),
        "seconds": time.perf_counter() - start,
        "mib": used.ru_maxrss / 1024,
        "mib_worker": workers / 1024,
    }


def measured(folder: Path, out: Path, way: str) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--one", str(folder), str(out), way]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)


def digest(out: Path) -> str:
    return sha256("".join(f"{p.relative_to(out)} {sha256(p.read_bytes().hex())}" for p in sorted(out.rglob("*.*"))))


def kill(folder: Path, out: Path) -> None:
    """Annotate with two processes while one is killed every few seconds, and compare with an undisturbed run."""
    import multiprocessing

    killed = []

    def killer() -> None:
        while True:
            time.sleep(8)
            if children := multiprocessing.active_children():
                os.kill(children[len(killed) % len(children)].pid, 9)
                killed.append(time.perf_counter())

    threading.Thread(target=killer, daemon=True).start()
    found = annotate(folder, out / "killed", "2")
    n_killed = len(killed)
    whole = measured(folder, out / "whole", "2")
    same = digest(out / "killed") == digest(out / "whole")
    print(
        f"{n_killed} processes killed: {found['articles']} of {whole['articles']} articles annotated, the same bytes: {same}"
    )
    print(f"{found['seconds']:.0f} s, undisturbed {whole['seconds']:.0f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("--ways", nargs="*", default=WAYS)
    parser.add_argument("--kill", type=int, metavar="N")
    parser.add_argument(
        "--folder", type=Path, help="where the corpora and tables go, and stay (default: a temporary one)"
    )
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(annotate(Path(args.one[0]), Path(args.one[1]), args.one[2])))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        root = args.folder or Path(temporary)
        for n in [args.kill] if args.kill else args.sizes:
            if not (root / str(n)).exists():
                start = time.perf_counter()
                make(n, root / str(n))
                print(f"{n} articles made in {time.perf_counter() - start:.0f} s", flush=True)
        if args.kill:
            kill(root / str(args.kill), root / "tables")
            return 0
        report(args.sizes, args.ways, root)
    return 0


def report(sizes: list[int], ways: list[str], root: Path) -> None:
    rows = []
    for n in sizes:
        for way in ways:
            found = measured(root / str(n), root / f"tables-{n}-{way}", way)
            rows.append({"articles": n, "way": way, **{k: round(v, 1) for k, v in found.items() if k != "articles"}})
            print(rows[-1], flush=True)
        tables = Annotations.load(root / f"tables-{n}-{ways[0]}")
        same = {digest(root / f"tables-{n}-{way}") for way in ways}
        print(f"{n}: {len(tables.links)} links; the ways give the same bytes: {len(same) == 1}", flush=True)
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    for way, some in table.groupby("way", sort=False):
        for first, second in itertools.pairwise(some.to_dict("records")):
            grown = math.log(second["seconds"] / first["seconds"]) / math.log(second["articles"] / first["articles"])
            print(f"{way}: growth exponent {grown:.2f} from {first['articles']} to {second['articles']}")


if __name__ == "__main__":
    sys.exit(main())
