"""How right stance is: accuracy and macro-F1 by family and model, calibration, swaps of names, transfer to real sentences,
speed, load time and memory.

    python bench/stance.py [--adapter FILE] [--shared ../shared] [--write]

The families of the split `test` were read neither in training nor in choosing anything. Intervals: Wilson (1927) for
accuracy; for macro-F1 the middle 95 % of 2,000 bootstrap samples, of sentences or, where they are real, of articles. Real places
are labelled in data/training/real_labels.csv (offsets, no text; see the README there). The transformer's answers there are those
of cross-validation (data/evaluation/stance_real.csv: adapters that had not seen the article, `train_stance.py
--cross-validate`), its temperature fitted without the fold; the word lists need the texts, in the shared folder.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))

from train_stance import DATA, REAL_SCORES, Example, Names, fit_temperature, read_examples, read_real

from framing.stances.lexical import Lexical
from framing.stances.passages import STANCES, Judgement
from framing.stances.transformer import ADAPTER, CERTAIN, Adapted, judge
from framing.tables import Annotations, write_atomically

SAMPLE = DATA.parent / "sample"
SCORES = DATA.parent / "evaluation" / "stance_scores.csv"
REAL = {
    "first": ["first"],
    "second": ["second"],
    "sought": ["sought"],
    "walked": ["first", "second"],
    "train2": ["train2"],
    "all": ["first", "second", "sought", "train2"],
}
Labels = NDArray[np.int64]


def macro_f1(truth: Labels, found: Labels) -> float:
    scores = []
    for label in range(len(STANCES)):
        both = np.sum((truth == label) & (found == label))
        scores.append(2 * both / max(1, np.sum(truth == label) + np.sum(found == label)))
    return float(np.mean(scores))


def wilson(right: int, n: int) -> tuple[float, float]:
    z = 1.959964
    middle, half = (right + z * z / 2) / (n + z * z), z * np.sqrt(right * (n - right) / n + z * z / 4) / (n + z * z)
    return middle - half, middle + half


def bootstrap_f1(
    truth: Labels, found: Labels, articles: Sequence[str] | None = None, rounds: int = 2_000, seed: int = 0
) -> tuple[float, float]:
    """The middle 95 % over samples of sentences, or of the articles that they stand in."""
    of = np.arange(len(truth)) if articles is None else np.unique(np.array(articles), return_inverse=True)[1]
    rows = [np.nonzero(of == k)[0] for k in range(of.max() + 1)]
    drawn = np.random.default_rng(seed).integers(0, len(rows), (rounds, len(rows)))
    picked = (np.concatenate([rows[k] for k in draw]) for draw in drawn)
    low, high = np.quantile([macro_f1(truth[p], found[p]) for p in picked], [0.025, 0.975])
    return float(low), float(high)


def scores(
    name: str, part: str, truth: Labels, found: Labels, articles: Sequence[str] | None = None
) -> dict[str, object]:
    right = int(np.sum(truth == found))
    (a, b), (c, d) = wilson(right, len(truth)), bootstrap_f1(truth, found, articles)
    return {
        "model": name, "part": part, "n": len(truth), "accuracy": 100 * right / len(truth),
        "95 %": f"{100 * a:.0f}–{100 * b:.0f}", "macro-F1": 100 * macro_f1(truth, found),
        "95 % of F1": f"{100 * c:.0f}–{100 * d:.0f}",
    }  # fmt: skip


def codes(judged: Sequence[Judgement]) -> Labels:
    return np.array([STANCES.index(j.stance) for j in judged])


def by_family(name: str, examples: Sequence[Example], found: Labels) -> list[dict[str, object]]:
    truth = np.array([e.label for e in examples])
    families = np.array([e.family for e in examples])
    rows = [scores(name, "all test families", truth, found)]
    return rows + [scores(name, f, truth[families == f], found[families == f]) for f in sorted(set(families.tolist()))]


def reliability(probabilities: NDArray[np.float64], truth: Labels, bins: int = 10) -> tuple[pd.DataFrame, float]:
    """Confidence and accuracy by bins of confidence, and the expected calibration error (Guo et al. 2017)."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == truth
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    table = pd.DataFrame({"bin": place / bins, "confidence": confidence, "right": right})
    grouped = table.groupby("bin").agg(n=("right", "size"), confidence=("confidence", "mean"), right=("right", "mean"))
    error = float((grouped["n"] * (grouped["confidence"] - grouped["right"]).abs()).sum() / len(truth))
    return grouped.reset_index(), error


def tempered(probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    power = probabilities ** (1 / temperature)
    return power / power.sum(1, keepdims=True)


def real_places() -> pd.DataFrame:
    """The real places with their labels and the transformer's calibrated probabilities, neither fitted on their articles."""
    keys = ["article_id", "voice", "target_start", "target_end"]
    table = pd.read_csv(REAL_SCORES).merge(pd.read_csv(DATA / "real_labels.csv")[[*keys, "sampled"]], on=keys)
    table["truth"] = table["label"].map(STANCES.index)
    said = table[list(STANCES)].to_numpy().clip(1e-4)
    for fold in table["fold"].unique():
        held = (table["fold"] == fold).to_numpy()
        temperature = fit_temperature(said[~held], table["truth"].to_numpy()[~held])
        table.loc[held, list(STANCES)] = tempered(said[held], temperature)
    table["transformer"] = codes([judge(p) for p in table[list(STANCES)].to_numpy()])
    return table


def real_scores(table: pd.DataFrame, models: Sequence[str]) -> list[dict[str, object]]:
    """How often each column of answers is right on the real places, by how they were gathered and whose words they are."""
    rows = []
    for sampled, kinds in REAL.items():
        here = table[table["sampled"].isin(kinds)]
        commonest = int(here["truth"].mode()[0])
        for name in (*models, "always the commonest"):
            judged = here.assign(found=here.get(name, commonest))
            parts = {f"real, {sampled}": judged}
            parts |= {f"real, {sampled}, {voice}": judged[judged["voice"] == voice] for voice in ("outlet", "speaker")}
            for part, places in parts.items():
                answers = places["truth"].to_numpy(), places["found"].to_numpy()
                rows.append(scores(name, part, *answers, places["article_id"].tolist()))
                if part != f"real, {sampled}" and name in models:
                    evaluating = answers[0] != STANCES.index("neutral")
                    found = scores(name, f"{part}: evaluations found", *(a[evaluating] for a in answers))
                    rows.append(found | {"macro-F1": np.nan, "95 % of F1": ""})
    return rows


def end_to_end(model: str) -> tuple[Labels, Labels]:
    """Gold and found stances of the outlets' own voice in the sample: texts in, tables out (data/sample/annotations).

    A found row is that of the sentence which the gold span shares most with; where there is none, the answer is neutral.
    """
    tables = Annotations.load(SAMPLE / "annotations")
    gold = pd.read_csv(SAMPLE / "gold_stances.csv").query("voice == 'outlet'").reset_index(drop=True)
    places = tables.sentences[["article_id", "sentence_id", "start", "end"]].rename(
        columns={"sentence_id": "passage_id"}
    )
    found = tables.stances[tables.stances["model"].eq("lexical") == (model == "lexical")].query("voice == 'outlet'")
    pairs = gold.reset_index().merge(found.merge(places), on=["article_id", "target"], suffixes=("", "_found"))
    shared = pairs[["end", "end_found"]].min(axis=1) - pairs[["start", "start_found"]].max(axis=1)
    best = pairs.assign(shared=shared).query("shared > 0").sort_values("shared").drop_duplicates("index", keep="last")
    stance = best.set_index("index")["stance_found"].reindex(gold.index).fillna("neutral")
    return tuple(np.array([STANCES.index(label) for label in labels]) for labels in (gold["stance"], stance))  # type: ignore[return-value]


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adapter", type=Path, default=ADAPTER)
    parser.add_argument("--shared", type=Path, default=DATA.parents[2] / "shared")
    parser.add_argument(
        "--write", action="store_true", help=f"keep the scores in {SCORES.name}, which the notebooks read"
    )
    options = parser.parse_args()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    load = seconds(lambda: Adapted(options.adapter))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1_000
    adapted, lexical = Adapted(options.adapter), Lexical()
    examples = [e for e in read_examples() if e.split == "test"]
    passages, truth = [e.passage for e in examples], np.array([e.label for e in examples])
    lexical.judge(passages[:1])
    found: dict[str, Labels] = {}
    speed = {}
    for name, work in {
        "transformer": lambda: codes([judge(p) for p in adapted.probabilities(passages)]),
        "lexical": lambda: codes(lexical.judge(passages)),
    }.items():
        began = time.perf_counter()
        found[name] = work()
        speed[name] = len(passages) / (time.perf_counter() - began)
    rows = [row for name, labels in found.items() for row in by_family(name, examples, labels)]
    majority = np.full(len(truth), np.bincount(truth).argmax())
    rows.append(scores("always the commonest", "all test families", truth, majority))
    real, models = real_places(), ["transformer"]
    if (options.shared / "gold").is_dir():
        real, models = (
            real.assign(lexical=codes(lexical.judge([e.passage for e in read_real(options.shared)]))),
            [*models, "lexical"],
        )
    rows += real_scores(real, models)
    for name in ("transformer", "lexical"):
        rows.append(scores(name, "sample, outlet, end to end", *end_to_end(name)))
    table = pd.DataFrame(rows)
    print(table.to_string(index=False, float_format="{:.1f}".format))
    if options.write:
        write_atomically(SCORES, table.to_csv(index=False, float_format="%.1f", lineterminator="\n").encode())

    probabilities = adapted.probabilities(passages)
    table, error = reliability(probabilities, truth)
    print(f"\nreliability on the test families (n = {len(truth)}), expected calibration error {error:.3f}")
    print(table.to_string(index=False, float_format="{:.2f}".format))
    table, error = reliability(real[list(STANCES)].to_numpy(), real["truth"].to_numpy())
    print(f"\nreliability on real places (n = {len(real)}), expected calibration error {error:.3f}")
    print(table.to_string(index=False, float_format="{:.2f}".format))
    forced = scores("transformer", "never abstaining", truth, probabilities.argmax(1))
    abstained = int(np.sum(probabilities.max(1) < CERTAIN))
    print(f"abstains on {abstained} of {len(truth)}; if it never did: {forced}")

    names, draw = Names(), random.Random(1)
    known = [p for p in passages if names.pattern.search(p.text)]
    swapped = [names.swap(u, draw) for u in known]
    changed = np.mean(codes(adapted.judge(known)) != codes(adapted.judge(swapped)))
    print(f"\nnames swapped in {len(known)} test sentences: {100 * changed:.1f} % of the labels change")
    print(f"load {load:.1f} s, {grown:.0f} MB; adapter {options.adapter.stat().st_size / 1e6:.2f} MB")
    print("sentences a second: " + ", ".join(f"{name} {value:.0f}" for name, value in speed.items()))


if __name__ == "__main__":
    main()
