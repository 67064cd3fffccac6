"""How fast `annotate` fills all tables, beside spaCy's whole French pipeline on the same texts, in turn, on one thread.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python bench/annotate.py [--rounds 5] [--memory 1200]

`annotate` judges stance and frames by word lists here. `--memory N` annotates the sample's articles again and again until N
are done, and prints the largest memory that the process held: run it apart, for spaCy's own pipeline is in memory otherwise.
"""

import argparse
import resource
import statistics
import time

import pandas as pd

from framing import annotate, read_study, read_texts
from framing.language import load
from framing.quotation import extract_many


def several(articles, n):
    """So many articles, each with an id and a text of its own."""
    rounds = range(-(-n // len(articles)))
    copies = [
        articles.assign(
            article_id=articles["article_id"] + f"-{k}", text=articles["text"] + f"\n\nCopie {k}.", sha256=None
        )
        for k in rounds
    ]
    return pd.concat(copies, ignore_index=True)[:n]


def memory(articles, study, n):
    made = annotate(several(articles, n).drop(columns=["n_words", "n_sentences"]), study, stance_models=("lexical",))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(made.articles)} articles, {len(made.quotes)} quotations: {peak:.0f} MiB at most")


def speed(articles, study, rounds):
    import spacy

    nlp, texts = spacy.load(load().model), articles["text"].tolist()
    runs = {
        "spaCy's whole pipeline": lambda: list(nlp.pipe(texts)),
        "annotate": lambda: annotate(articles, study, stance_models=("lexical",)),
        "extract": lambda: list(extract_many(texts)),
    }
    seconds = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    first = next(iter(seconds.values()))
    for name, found in seconds.items():
        ratios = [a / b for a, b in zip(first, found, strict=True)]
        print(
            f"{name:<24}{len(texts) / statistics.median(found):6.1f} articles/s   "
            f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", type=int, metavar="N")
    args = parser.parse_args()
    study = read_study("data/sample/study.toml")
    articles = read_texts("data/sample/texts", "data/sample/articles.csv")
    if args.memory:
        memory(articles, study, args.memory)
    else:
        speed(articles, study, args.rounds)


if __name__ == "__main__":
    main()
