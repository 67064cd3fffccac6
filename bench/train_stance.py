"""Train the stance adapter on data/training/stance.csv: `python bench/train_stance.py`. CPU, one thread a run, deterministic.

The encoder stays frozen; what is learnt is a low-rank change of the linear maps of its upper layers (LoRA, Hu et al.
2022) and a small head. In every epoch the invented names are swapped within their class (data/training/names.csv), so
that no name carries a stance, and some quotations are blanked, as they are when the outlet's words are judged.
Two runs are averaged. The temperature (Guo et al. 2017) is fitted on the 108 real places of the set `first`, where their texts
lie beside the checkout: sentences written for training are louder than news, and a temperature fitted on them promises too
much. Else it is fitted on the development families. The test families are never used here. `--calibrate` fits it alone.
"""

import argparse
import csv
import json
import math
import random
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

from framing.language.encoder import Encoder, fingerprint, load_packed
from framing.stances.passages import STANCES, Passage
from framing.stances.transformer import ADAPTER, Adapted, apply_head, features, items

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data" / "training"
FIRST_LAYER = 4  # layers below it are left as they are: they hold spelling and syntax, and training is a third faster
RANK, SCALE = 16, 2.0
HEAD_WIDTH = 384
DROPOUT = 0.1
SMOOTHING = 0.05
BATCH = 16
RATE = 7e-4
BLANKED = 0.3  # share of the draws in which quotations that do not hold the target are blanked
FORMS = ("ms", "mp", "fs", "fp")
_QUOTED = re.compile(r"(?<=«)[^«»|]{12,}(?=»)|(?<=“)[^“”|]{12,}(?=”)|(?<=\")[^\"|]{12,}(?=\")")


class Example(NamedTuple):
    """A sentence of the training table."""

    sentence_id: str
    family: str
    passage: Passage
    label: int
    split: str


def read_examples(path: Path = DATA / "stance.csv") -> list[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Example(
                r["sentence_id"], r["family"], Passage(r["text"], int(r["target_start"]), int(r["target_end"])),
                STANCES.index(r["label"]), r["split"],
            )
            for r in csv.DictReader(file)
        ]  # fmt: skip


class Names:
    """The inventory of names, and swaps within a class: invented names for invented or real ones."""

    def __init__(self, path: Path = DATA / "names.csv") -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.classes: dict[str, list[dict[str, str]]] = {}
        for row in rows:
            self.classes.setdefault(row["class"], []).append(row)
        self.known = {row["name"]: row for row in rows if row["real"] == "no"}
        # Where two forms look alike (« kermandais ») the singular is taken.
        forms = [(row[f], (row["name"], f)) for row in self.known.values() for f in FORMS if row[f]]
        self.forms = dict(reversed(forms))
        words = sorted([*self.known, *self.forms, *(f.capitalize() for f in self.forms)], key=lambda w: (-len(w), w))
        self.pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")

    def swap(self, passage: Passage, draw: random.Random) -> Passage:
        """The passage with every invented name and adjective replaced, the same by the same, different by different."""
        chosen: dict[str, dict[str, str]] = {}
        taken: set[str] = set()
        parts, start, end, at, shift = [], passage.start, passage.end, 0, 0
        for match in self.pattern.finditer(passage.text):
            word = match.group()
            name, form = (word, "name") if word in self.known else self.forms[word.lower()]
            if name not in chosen:
                free = [r for r in self.classes[self.known[name]["class"]] if r["name"] not in taken]
                chosen[name] = draw.choice(free)
                taken.add(chosen[name]["name"])
            new = chosen[name][form]
            new = new.capitalize() if word[0].isupper() else new
            parts += [passage.text[at : match.start()], new]
            at = match.end()
            grown = len(new) - len(word)
            # A name that ends where the target ends is inside it.
            start += grown if match.end() <= passage.start else 0
            end += grown if match.end() <= passage.end else 0
            shift += grown
        return Passage("".join([*parts, passage.text[at:]]), start, end)


def blank_quotations(passage: Passage) -> Passage:
    """The passage with « … » for every quotation that does not hold the target."""
    text, start, end, _ = passage
    for match in reversed(list(_QUOTED.finditer(text))):
        if match.end() <= start or match.start() >= end:
            text = f"{text[: match.start()]} … {text[match.end() :]}"
            moved = 3 - (match.end() - match.start()) if match.end() <= start else 0
            start, end = start + moved, end + moved
    return Passage(text, start, end)


class LowRank(nn.Module):
    """A frozen linear map and its learnt low-rank change."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.randn(RANK, base.in_features) / math.sqrt(base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        change = functional.linear(functional.linear(x, self.down), self.up)
        return self.base(x) + SCALE * change


class Learner(nn.Module):
    """The encoder with a low-rank change in every linear map from FIRST_LAYER on, and the head."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.adapted: dict[str, LowRank] = {}
        for name, module in list(encoder.model.named_modules()):
            if isinstance(module, nn.Linear) and int(name.split(".")[2]) >= FIRST_LAYER:
                parent, _, child = name.rpartition(".")
                self.adapted[name] = LowRank(module)
                setattr(encoder.model.get_submodule(parent), child, self.adapted[name])
        self.model = encoder.model
        width = encoder.model.config.hidden_size
        self.first, self.second = nn.Linear(2 * width, HEAD_WIDTH), nn.Linear(HEAD_WIDTH, len(STANCES))
        self.drop = nn.Dropout(DROPOUT)

    def head(self) -> dict[str, torch.Tensor]:
        layers = {"first": self.first, "second": self.second}
        return {f"{n}.{p}": v for n, layer in layers.items() for p, v in layer.named_parameters()}

    def forward(self, batch: list[tuple[list[int], list[bool]]]) -> torch.Tensor:
        return apply_head(self.drop(features(self.encoder, batch)), self.head())

    def tensors(self) -> dict[str, torch.Tensor]:
        """What is learnt, under the names that `framing` reads."""
        found = {f"head.{name}": value for name, value in self.head().items()}
        for name, change in self.adapted.items():
            found |= {f"{name}.down": change.down, f"{name}.up": change.up}
        return {name: value.detach().clone() for name, value in found.items()}


def shuffled(coded: list[tuple[list[int], list[bool]]], draw: random.Random) -> Iterator[list[int]]:
    """Positions in batches of about the same length, in random order."""
    order = list(range(len(coded)))
    draw.shuffle(order)
    batches = []
    for k in range(0, len(order), BATCH * 20):
        near = sorted(order[k : k + BATCH * 20], key=lambda i: len(coded[i][0]))
        batches += [near[j : j + BATCH] for j in range(0, len(near), BATCH)]
    draw.shuffle(batches)
    yield from batches


def learn(seed: int, epochs: int) -> dict[str, torch.Tensor]:
    """What one run learns. Runs begin with the same weights and differ in the order of sentences and in the names drawn."""
    began = time.perf_counter()
    torch.set_num_threads(1)  # the same sums on any machine, and no waiting on a busy one
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(0)
    learner = Learner(load_packed())
    torch.manual_seed(seed)
    draw = random.Random(seed)
    names = Names()
    training = [e for e in read_examples() if e.split == "train"]
    learned = [p for p in learner.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=RATE, weight_decay=0.01)
    steps = epochs * math.ceil(len(training) / BATCH)
    warm = steps // 10

    def rate(step: int) -> float:
        return (step + 1) / warm if step < warm else (steps - step) / (steps - warm)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    for epoch in range(1, epochs + 1):
        passages = [names.swap(e.passage, draw) for e in training]
        passages = [blank_quotations(p) if draw.random() < BLANKED else p for p in passages]
        coded = items(learner.encoder, passages)
        total = 0.0
        for rows in shuffled(coded, draw):
            labels = torch.tensor([training[i].label for i in rows])
            loss = functional.cross_entropy(learner([coded[i] for i in rows]), labels, label_smoothing=SMOOTHING)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(rows)
        spent = time.perf_counter() - began
        print(f"run {seed}, epoch {epoch}: loss {total / len(training):.3f}, {spent:.0f} s", flush=True)
    return learner.tensors()


def mean_of(runs: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """One adapter that changes the weights by the mean of what the runs change (Wortsman et al. 2022)."""
    found = {}
    for name in sorted(runs[0]):
        values = [run[name] for run in runs]
        if name.endswith(".down"):
            mean = torch.cat(values)
        elif name.endswith(".up"):
            mean = torch.cat(values, dim=1) / len(runs)
        else:
            mean = torch.stack(values).mean(0)
        found[name] = mean.half().contiguous()
    return found


def fit_temperature(probabilities: "np.ndarray[Any, Any]", labels: "np.ndarray[Any, Any]") -> float:
    """The temperature of the lowest negative log-likelihood, by search over a fine grid."""
    logits = torch.from_numpy(probabilities).log()
    truth = torch.from_numpy(labels)
    grid = [round(0.5 + 0.02 * k, 2) for k in range(200)]
    return min(grid, key=lambda t: float(functional.cross_entropy(logits / t, truth)))


def train(epochs: int, runs: int, out: Path) -> None:
    with ProcessPoolExecutor(runs, get_context("spawn")) as pool:
        learnt = list(pool.map(learn, range(runs), [epochs] * runs))
    save_file(mean_of(learnt), out)
    settings = {
        "command": f"python bench/train_stance.py --epochs {epochs} --runs {runs}",
        "encoder": "e5-small-q4",
        "labels": STANCES,
        "scale": SCALE,
        "sha256": fingerprint(out),
        "temperature": 1.0,
        "trained_on": fingerprint(DATA / "stance.csv"),
    }
    calibrate(out, settings)


def calibrate(adapter: Path, settings: dict[str, Any]) -> None:
    """Fit the temperature and describe the adapter beside it."""
    described = adapter.with_suffix(".json")
    described.write_text(json.dumps({**settings, "temperature": 1.0}), "utf-8")
    passages, truth, source = calibration_set()
    probabilities = Adapted(adapter).probabilities(passages)
    print(f"{source}: {np.mean(probabilities.argmax(1) == truth):.3f} right")
    settings |= {"temperature": fit_temperature(probabilities, truth), "calibrated_on": source}
    described.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n", "utf-8")
    print(json.dumps(settings))


def calibration_set() -> tuple[list[Passage], "np.ndarray[Any, Any]", str]:
    """Passages, their labels, and which they are: the real ones of the set `first`, else the development families."""
    table = DATA / "real_labels.csv"
    shared = ROOT.parent / "shared"
    files = {p.stem: p for folder in ("seeds", "gold/texts") for p in (shared / folder).glob("*.txt")}
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sampled"] == "first"]
    if all(row["article_id"] in files for row in rows):
        passages = []
        for row in rows:
            start, end, *place = (int(row[name]) for name in ("start", "end", "target_start", "target_end"))
            text = files[row["article_id"]].read_bytes().decode("utf-8")[start:end]
            passages.append(Passage(text, place[0] - start, place[1] - start))
        return passages, np.array([STANCES.index(row["label"]) for row in rows]), "real places, first"
    development = [e for e in read_examples() if e.split == "dev"]
    return [e.passage for e in development], np.array([e.label for e in development]), "development families"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--runs", type=int, default=2)
    options.add_argument("--out", type=Path, default=ADAPTER)
    options.add_argument(
        "--calibrate", action="store_true", help="fit the temperature of the adapter anew, and nothing else"
    )
    arguments = options.parse_args()
    if arguments.calibrate:
        calibrate(arguments.out, json.loads(arguments.out.with_suffix(".json").read_text("utf-8")))
    else:
        train(arguments.epochs, arguments.runs, arguments.out)
