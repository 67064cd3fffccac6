"""Same event, wire copy, the same statement and what is left out: scores on the sample, seconds and memory on more.

    python bench/align.py                          # scores on data/sample; gold quotations, and those that annotate finds
    python bench/align.py --embeddings             # the multilingual encoder beside TF-IDF, each at its best threshold
    python bench/align.py --sizes 1000 10000       # seconds and peak memory on synthetic articles, a process each

Every threshold was chosen on the sample, so these scores flatter; `--embeddings` also prints, for statements, scores at
thresholds chosen on the other events. The synthetic articles recombine sentences of the sample: an event takes those of one
of its events with all words of four letters or more exchanged for other words of the sample, so that events share French
and little else; an article takes a quarter of its event's sentences, in order, so that its articles share passages. Each
has ten quotations, its first sentences. Texts are read from a folder, quotations from a Parquet file, by windows of dates.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations, pairwise
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from framing.align import coverage, events, in_windows, links, matcher_scores, reuse, statements
from framing.align import windows as by_windows
from framing.align.clusters import THRESHOLD, WINDOW, tokens
from framing.annotation import annotate
from framing.corpus.store import Texts, read_texts
from framing.study import read_study
from framing.tables import sha256
from framing.text.fold import folded
from framing.text.sentence_splitting import sentences
from framing.text.tokenisation import word_spans

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
PER_EVENT = 6
EVENTS_PER_DAY = 4
TAKEN = 0.25

Pairs = set[tuple[str, ...]]


def pairs_of(ids: Iterable[str], labels: Iterable[str]) -> Pairs:
    groups = pd.Series(list(ids)).groupby(list(labels))
    return {pair for _, members in groups for pair in combinations(sorted(members), 2)}


def f1(found: Pairs, gold: Pairs) -> float:
    return 2 * len(found & gold) / (len(found) + len(gold)) if found or gold else float("nan")


def b_cubed(found: pd.Series, gold: pd.Series) -> float:
    """F1 of B³ (Bagga & Baldwin 1998); both are labels by article_id."""
    together = pd.DataFrame({"found": found, "gold": gold})
    size = together.groupby(["found", "gold"]).size()
    n_found, n_gold = found.value_counts(), gold.value_counts()
    precision = sum(n * n / n_found[f] for (f, _), n in size.items()) / len(together)
    recall = sum(n * n / n_gold[g] for (_, g), n in size.items()) / len(together)
    return 2 * precision * recall / (precision + recall)


def score_events(articles: pd.DataFrame) -> pd.DataFrame:
    gold = articles.set_index("article_id")["event"]
    told = pairs_of(gold.index, gold)
    rows = []
    for name, table, window in (
        ("dates, window 3", articles, 3), ("dates, window 5", articles, 5), ("dates, window 7", articles, 7),
        ("dates, window 14", articles, 14), ("no dates", articles.assign(published=""), 5),
    ):  # fmt: skip
        found = events(table, window_days=window).articles.set_index("article_id")["event_id"]
        rows.append((name, f1(pairs_of(found.index, found), told), b_cubed(found, gold), found.nunique()))
    return pd.DataFrame(rows, columns=["events", "pair_f1", "b3_f1", "n_found"])


def score_thresholds(articles: pd.DataFrame, seed: int = 0, n: int = 60) -> pd.DataFrame:
    """Pair F1 of events by threshold, without dates: the mean over the sample and random parts of it, as small studies are."""
    rng = np.random.default_rng(seed)
    parts = [articles]
    for k in range(n):
        chosen = rng.choice(articles["event"].unique(), rng.integers(2, 7), replace=False)
        part = articles[articles["event"].isin(chosen)]
        parts.append(part.sample(frac=rng.choice([0.4, 0.7, 1.0]), random_state=k))
    rows = []
    for threshold in (0.14, 0.16, 0.18, 0.20, 0.22):
        values = []
        for part in parts:
            found = events(part.assign(published=""), threshold=threshold).articles
            values.append(
                f1(pairs_of(*found[["article_id", "event_id"]].T.values), pairs_of(part["article_id"], part["event"]))
            )
        rows.append((threshold, np.nanmean(values), len(parts)))
    return pd.DataFrame(rows, columns=["threshold", "mean_pair_f1", "n_parts"])


def characters(links: pd.DataFrame) -> dict[tuple[str, ...], set[int]]:
    """The linked characters, by pair of articles and the one of them that they stand in."""
    found: dict[tuple[str, ...], set[int]] = {}
    for r in links.itertuples():
        pair = tuple(sorted((r.article_id, r.other_article_id)))
        found.setdefault((*pair, r.article_id), set()).update(range(r.start, r.end))
        found.setdefault((*pair, r.other_article_id), set()).update(range(r.other_start, r.other_end))
    return found


def score_reuse(articles: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    told = characters(gold[gold["kind"] == "reuse"])
    rows = []
    for min_words in (6, 8, 10):
        links = reuse(articles, min_words)
        found = characters(links)
        hits = sum(len(chars & told.get(key, set())) for key, chars in found.items())
        half = sum(len(found.get(key, set()) & chars) > len(chars) / 2 for key, chars in told.items())
        precision, recall = hits / sum(map(len, found.values())), hits / sum(map(len, told.values()))
        rows.append((min_words, precision, recall, f"{half} of {len(told)}", len(links)))
    return pd.DataFrame(rows, columns=["min_words", "char_precision", "char_recall", "sides_half_found", "n_links"])


def gold_quotes() -> pd.DataFrame:
    quotes = pd.read_csv(SAMPLE / "gold_quotes.csv")
    return quotes.assign(spans=quotes["start"].astype(str) + "-" + quotes["end"].astype(str), cue_class=None)


def score_statements(found: pd.DataFrame, quotes: pd.DataFrame, n_gold: int) -> tuple[float, float, float, int]:
    """Precision, recall, F1 and n over pairs of which a quotation has a statement id in the gold: only those are coded."""
    known = quotes.set_index(["article_id", "quote_id"])["statement"].to_dict()
    ids = found[["article_id", "quote_id", "other_article_id", "other_quote_id"]].itertuples(index=False)
    pairs = [(known.get((a, q)), known.get((b, p))) for a, q, b, p in ids]
    coded = [(a, b) for a, b in pairs if isinstance(a, str) or isinstance(b, str)]
    hits = sum(a == b for a, b in coded)
    return hits / len(coded), hits / n_gold, 2 * hits / (len(coded) + n_gold), len(coded)


def nearest_gold(quotes: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """The statement id of the gold quotation that a found one overlaps by half of both together, if there is one."""
    by_article = dict(list(gold.groupby("article_id")))
    named = []
    for q in quotes.itertuples():
        best: tuple[float, object] = (0.5, None)
        for g in by_article[q.article_id].itertuples():
            common = min(q.end, g.end) - max(q.start, g.start)
            best = max(best, (common / (max(q.end, g.end) - min(q.start, g.start)), g.statement), key=lambda x: x[0])
        named.append(best[1])
    return quotes.assign(statement=named)


def best_threshold(similar: np.ndarray, score: Callable[[float], float]) -> tuple[float, float]:
    return max((score(t), -t) for t in np.unique(similar))


def compare_events(articles: pd.DataFrame, embed: Callable[[list[str]], np.ndarray]) -> pd.DataFrame:
    gold = articles.set_index("article_id")["event"]
    told, ids = pairs_of(gold.index, gold), articles["article_id"].tolist()
    day = pd.to_datetime(articles["published"]).to_numpy().astype("datetime64[D]").astype(int)
    apart = np.abs(day[:, None] - day[None])
    texts = articles["text"].tolist()
    tfidf = TfidfVectorizer(analyzer=tokens, sublinear_tf=True).fit_transform(texts)
    vectors = {
        "TF-IDF": tfidf.toarray(),
        "e5-small": embed(texts),
        "e5-small, first 400 letters": embed([t[:400] for t in texts]),
    }
    rows = []
    for name, vector in vectors.items():
        for dates, window in (("window 5", 5), ("window 7", 7), ("no dates", 10**6)):
            distance = np.maximum(1 - vector @ vector.T, 0)
            distance[apart > window] = 1
            np.fill_diagonal(distance, 0)
            tree = linkage(squareform((distance + distance.T) / 2, checks=False), "average")

            def score(t: float, tree: np.ndarray = tree) -> float:
                return f1(pairs_of(ids, fcluster(tree, 1 - t, "distance").astype(str)), told)

            value, threshold = best_threshold(1 - tree[:, 2] - 1e-9, score)
            rows.append((name, dates, value, -threshold))
    return pd.DataFrame(rows, columns=["events", "dates", "best_pair_f1", "threshold"])


def compare_statements(articles: pd.DataFrame, embed: Callable[[list[str]], np.ndarray]) -> pd.DataFrame:
    quotes = gold_quotes().merge(articles[["article_id", "event", "text"]], on="article_id")
    contents = [t[s:e] for t, s, e in quotes[["text", "start", "end"]].itertuples(index=False)]
    letters = TfidfVectorizer(preprocessor=folded, analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    vectors = {
        "letters, TF-IDF": letters.fit_transform(contents).toarray(),
        "words, TF-IDF": TfidfVectorizer(analyzer=tokens, sublinear_tf=True).fit_transform(contents).toarray(),
        "e5-small": embed(contents),
    }
    who = quotes["actor"].fillna(quotes["speaker"]).fillna("").to_numpy()
    i, j = np.triu_indices(len(quotes), 1)
    event, article, statement = (quotes[c].to_numpy() for c in ("event", "article_id", "statement"))
    keep = (event[i] == event[j]) & (article[i] != article[j]) & (pd.notna(statement[i]) | pd.notna(statement[j]))
    i, j = i[keep], j[keep]
    same, speaker = statement[i] == statement[j], (who[i] == who[j]) & (who[i] != "")
    rows = []
    for name, vector in vectors.items():
        similar = np.where(speaker, (vector[i] * vector[j]).sum(axis=1), -1)

        def score(t: float, of: np.ndarray, similar: np.ndarray = similar) -> float:
            found = (similar >= t) & of
            return 2 * (found & same).sum() / max(found.sum() + (same & of).sum(), 1)

        grid = np.unique(similar[similar > 0].round(3))
        value, threshold = max((score(t, same | True), -t) for t in grid)
        held_out = np.zeros(len(i), dtype=bool)
        for name_of_event in sorted(set(event)):
            here = event[i] == name_of_event
            chosen = -max((score(t, ~here), -t) for t in grid)[1]
            held_out |= here & (similar >= chosen)
        other = 2 * (held_out & same).sum() / (held_out.sum() + same.sum())
        rows.append((name, value, -threshold, other, int(same.sum()), len(i)))
    columns = ["statements, same speaker", "best_f1", "threshold", "f1_threshold_of_other_events", "n_gold", "n_pairs"]
    return pd.DataFrame(rows, columns=columns)


def synthetic(n: int, events_per_day: int = EVENTS_PER_DAY, seed: int = 0) -> pd.DataFrame:
    """n articles (article_id, outlet, published, event, text), six an event."""
    sample = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    pools = [[t[s:e] for t in texts for s, e in sentences(t)] for _, texts in sample.groupby("event")["text"]]
    forms = sorted({t[s:e] for t in sample["text"] for s, e in word_spans(t) if e - s > 3})
    rng = np.random.default_rng(seed)
    rows = []
    for event in range(-(-n // PER_EVENT)):
        exchanged = dict(zip(forms, rng.permutation(forms).tolist(), strict=True))
        pool = [exchange(sentence, exchanged) for sentence in pools[event % len(pools)]]
        day = pd.Timestamp("2031-01-01") + pd.Timedelta(days=event // events_per_day)
        for outlet in range(PER_EVENT):
            text = " ".join(pool[i] for i in np.flatnonzero(rng.random(len(pool)) < TAKEN))
            rows.append((f"{event:05}-{outlet}", f"o{outlet}", f"{day:%Y-%m-%d}", f"e{event:05}", text))
    return pd.DataFrame(rows[:n], columns=["article_id", "outlet", "published", "event", "text"])


def exchange(text: str, exchanged: Mapping[str, str]) -> str:
    parts, at = [], 0
    for start, end in word_spans(text):
        parts += [text[at:start], exchanged.get(text[start:end], text[start:end])]
        at = end
    return "".join(parts) + text[at:]


def write(articles: pd.DataFrame, folder: Path) -> None:
    """The articles as a corpus on disk: a table, a file a text, and ten quotations an article."""
    rows = []
    for id_, text in zip(articles["article_id"], articles["text"], strict=True):
        (folder / f"{id_}.txt").write_text(text, encoding="utf-8")
        rows += [(id_, f"q{k}", f"a{k % 3}", s, e, f"{s}-{e}") for k, (s, e) in enumerate(sentences(text)[:10])]
    quotes = pd.DataFrame(rows, columns=["article_id", "quote_id", "actor", "start", "end", "spans"])
    quotes.assign(speaker="", actor_class="c").to_parquet(folder / "quotes.parquet", row_group_size=10_000)
    articles.drop(columns="text").assign(sha256=articles["text"].map(sha256)).to_csv(folder / "corpus.csv", index=False)


class Timed:
    """A function that counts the processor's seconds in it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.seconds = function, 0.0

    def __call__(self, *args: Any) -> Any:
        start = time.process_time()
        try:
            return self.function(*args)
        finally:
            self.seconds += time.process_time() - start


def peak() -> int:
    """The largest memory that this process held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure_events(folder: Path) -> dict[str, float]:
    articles, start = pd.read_csv(folder / "corpus.csv"), time.perf_counter()
    timed = Timed(events)
    found = timed(articles, None, WINDOW, THRESHOLD, Texts(folder, articles))
    return {"seconds": time.perf_counter() - start, "events": timed.seconds, "rows": len(found.pairs), "MiB": peak()}


def measure_window(window: by_windows.Window, folder: Path) -> dict[str, float]:
    """What a window costs, in seconds of the processor."""
    articles = pd.read_csv(folder / "corpus.csv")
    quotes = pd.read_parquet(folder / "quotes.parquet", filters=[("article_id", "in", [*window.own, *window.earlier])])
    names = {"shared_passages": "passages", "comparable": "statements", "retold": "statements"}
    steps = {name: Timed(getattr(by_windows, name)) for name in names}
    with patch.multiple(by_windows, **steps):
        n = len(links(window, articles, Texts(folder, articles), quotes))
    spent = pd.Series({name: step.seconds for name, step in steps.items()}).groupby(names).sum().to_dict()
    return spent | {"rows": n, "MiB": peak()}


def measure_links(folder: Path, processes: int) -> dict[str, float]:
    start = time.perf_counter()
    tasks = list(in_windows(pd.read_csv(folder / "corpus.csv")))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        found = pd.DataFrame(pool.map(measure_window, tasks, [folder] * len(tasks)))
    sums = found[["passages", "statements", "rows"]].sum().to_dict()
    return {"seconds": time.perf_counter() - start, "windows": len(tasks), "MiB": found["MiB"].max()} | sums


def apart(function: Callable[..., Any], *args: Any) -> Any:
    """What a function gives, called in a process of its own. This one stays small: a new process counts its memory as its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args).result()


def write_synthetic(n: int, events_per_day: int, folder: Path) -> None:
    write(synthetic(n, events_per_day), folder)


def measure(sizes: Sequence[int], events_per_day: int) -> None:
    """Seconds, memory and growth of every step by size; each is measured in a process of its own."""
    rows = []
    for n in sizes:
        with TemporaryDirectory() as name:
            folder = Path(name)
            apart(write_synthetic, n, events_per_day, folder)
            rows.append({"step": "events", "processes": 1, "n": n} | apart(measure_events, folder))
            for k in (1, 2):
                rows.append({"step": "links", "processes": k, "n": n} | apart(measure_links, folder, k))
        print(pd.DataFrame(rows).query("n == @n").round(1).to_string(index=False, na_rep=""), "\n", flush=True)
    table = pd.DataFrame(rows).set_index(["step", "processes", "n"]).sort_index()
    for (step, processes), part in table.groupby(level=[0, 1]):
        part = part.droplevel([0, 1])
        for (small, a), (large, b) in pairwise(part[["seconds", "MiB"]].iterrows()):
            grown = np.log(b / a) / np.log(large / small)
            shown = ", ".join(f"{name} n^{value:.2f}" for name, value in grown.items())
            print(f"{step} in {processes} process(es), {small} to {large}: {shown}")


def scores(articles: pd.DataFrame) -> None:
    gold, told = pd.read_csv(SAMPLE / "gold_links.csv"), gold_quotes()
    n_gold = int((gold["kind"] == "statement").sum())
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    study = read_study(SAMPLE / "study.toml")
    print(f"{len(articles)} articles, {articles['event'].nunique()} events\n")
    print(score_events(articles).round(3).to_string(index=False), "\n")
    print(score_thresholds(articles).round(3).to_string(index=False), "\n")
    print(score_reuse(articles, gold).round(3).to_string(index=False), "\n")
    annotations = annotate(articles, study)
    rows = [("gold quotations", *score_statements(statements(told, texts, articles), told, n_gold))]
    found = nearest_gold(annotations.quotes, told)
    rows.append(("quotations of annotate", *score_statements(statements(found, texts, articles), found, n_gold)))
    print(f"{n_gold} pairs of gold renderings")
    print(
        pd.DataFrame(rows, columns=["statements", "precision", "recall", "f1", "n_pairs"])
        .round(3)
        .to_string(index=False),
        "\n",
    )
    held = pd.concat([coverage(event, annotations, texts, study) for event in study.events])
    print(matcher_scores(held, pd.read_csv(SAMPLE / "gold_facts.csv")).round(3).to_string(index=False))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embeddings", action="store_true", help="compare TF-IDF with the encoder")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of synthetic articles to time")
    parser.add_argument(
        "--events-per-day", type=int, default=EVENTS_PER_DAY, help="how dense those are: six articles an event"
    )
    args = parser.parse_args()
    articles = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    if args.sizes:
        measure(args.sizes, args.events_per_day)
    elif args.embeddings:
        from framing.language.encoder import encoder

        for table in (compare_events(articles, encoder().embed), compare_statements(articles, encoder().embed)):
            print(table.round(3).to_string(index=False), "\n")
    else:
        scores(articles)
    return 0


if __name__ == "__main__":
    sys.exit(main())
