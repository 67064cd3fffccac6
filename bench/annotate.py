"""How fast `annotate` fills all tables, beside spaCy's whole French pipeline on the same texts, in turn, on one thread.

OMP_NUM_THREADS=1 python bench/annotate.py [ROUNDS]
"""

import resource
import statistics
import sys
import time

import spacy

from framing import annotate, language, read_study, read_texts


def main(rounds):
    study = read_study("data/sample/study.toml")
    articles = read_texts("data/sample/texts", "data/sample/articles.csv")
    nlp = spacy.load(language.load("fr").model)

    def whole_pipeline():
        for _ in nlp.pipe(articles["text"]):
            pass

    def ours():
        annotate(articles, study)

    speeds = {whole_pipeline: [], ours: []}
    for run in speeds:
        run()
    for _ in range(rounds):
        for run, found in speeds.items():
            start = time.perf_counter()
            run()
            found.append(len(articles) / (time.perf_counter() - start))
    for run, found in speeds.items():
        print(f"{run.__name__:<16}{statistics.median(found):6.1f} articles/s  ({min(found):.1f} to {max(found):.1f})")
    ratios = [a / b for a, b in zip(speeds[ours], speeds[whole_pipeline], strict=True)]
    print(
        f"ratio           {statistics.median(ratios):6.2f}  ({min(ratios):.2f} to {max(ratios):.2f}), {rounds} rounds"
    )
    print(f"peak memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
