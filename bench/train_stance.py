"""Train the stance adapter: `python bench/train_stance.py`. CPU, one thread a run, deterministic.

    python bench/train_stance.py --cross-validate   five folds over the real articles: data/evaluation/stance_real.csv
    python bench/train_stance.py                    the adapter, on everything but the test families

It learns from invented sentences (data/training/stance.csv) and from real places (data/training/real_labels.csv: offsets and
labels; the texts lie beside the checkout, in ../shared, and without them nothing is trained). Invented sentences are shown as
an outlet's words half of the time and as a source's the other half; real ones as what they are.

The encoder stays frozen; what is learnt is a low-rank change of the linear maps of its upper layers (LoRA, Hu et al.
2022) and a small head. In every epoch the invented names are swapped within their class (data/training/names.csv), so
that no name carries a stance, and some quotations are blanked, as they are when the outlet's words are judged.
Two runs are averaged. The temperature (Guo et al. 2017) is fitted on the real places as cross-validation judged them: each by
a run that had not seen its article. The test families are never used here.
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
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

from framing.language.encoder import Encoder, fingerprint, load_packed
from framing.stances.passages import STANCES, Passage
from framing.stances.questions import as_sentence
from framing.stances.transformer import ADAPTER, Adapted, apply_head, features, items
from framing.tables import write_atomically

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data" / "training"
REAL_SCORES = ROOT / "data" / "evaluation" / "stance_real.csv"
FIRST_LAYER = 4  # layers below it are left as they are: they hold spelling and syntax, and training is a third faster
RANK, SCALE = 16, 2.0
HEAD_WIDTH = 384
DROPOUT = 0.1
SMOOTHING = 0.05
BATCH = 32
RATE = 1e-3
FOLDS = 5
BLANKED = 0.3  # share of the draws in which quotations that do not hold the target are blanked
FORMS = ("ms", "mp", "fs", "fp")
_QUOTED = re.compile(r"(?<=«)[^«»|]{12,}(?=»)|(?<=“)[^“”|]{12,}(?=”)|(?<=\")[^\"|]{12,}(?=\")")


class Example(NamedTuple):
    """A sentence of the training table, or a place of a real article: `family` is then whose words it has, `split` is `real`."""

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


def read_real(shared: Path = ROOT.parent / "shared") -> list[Example]:
    """The places of real articles, as the model is shown them: an outlet's words with its quotations blanked, a source's as a
    sentence. Raises FileNotFoundError where the texts are not there."""
    files = {p.stem: p for folder in ("seeds", "gold/texts") for p in (shared / folder).glob("*.txt")}
    found = []
    with (DATA / "real_labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["article_id"] not in files:
                raise FileNotFoundError(f"{row['article_id']}: its text is not in {shared}")
            start, end, first, last = (int(row[name]) for name in ("start", "end", "target_start", "target_end"))
            text = files[row["article_id"]].read_bytes().decode("utf-8")[start:end]
            place = first - start, last - start
            if is_quoted := row["voice"] == "speaker":
                passage = Passage(as_sentence(text), *place, is_quoted=is_quoted)
            else:
                passage = blank_quotations(Passage(text, *place))
            id_ = f"{row['article_id']}:{row['voice']}:{first}:{last}"
            found.append(Example(id_, row["voice"], passage, STANCES.index(row["label"]), "real"))
    return found


def article_of(example: Example) -> str:
    return example.sentence_id.split(":")[0]


def folds_of(examples: Sequence[Example]) -> dict[str, int]:
    """The fold of each article."""
    ids = sorted({article_of(e) for e in examples})
    random.Random(5).shuffle(ids)
    return {id_: k % FOLDS for k, id_ in enumerate(ids)}


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
        return passage._replace(text="".join([*parts, passage.text[at:]]), start=start, end=end)


def blank_quotations(passage: Passage) -> Passage:
    """The passage with « … » for every quotation that does not hold the target."""
    text, start, end = passage.text, passage.start, passage.end
    for match in reversed(list(_QUOTED.finditer(text))):
        if match.end() <= start or match.start() >= end:
            text = f"{text[: match.start()]} … {text[match.end() :]}"
            moved = 3 - (match.end() - match.start()) if match.end() <= start else 0
            start, end = start + moved, end + moved
    return passage._replace(text=text, start=start, end=end)


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


def learn(seed: int, epochs: int, held: frozenset[str] = frozenset()) -> dict[str, torch.Tensor]:
    """What one run learns without the articles held back. Runs begin with the same weights and differ in the order of sentences
    and in the names drawn."""
    began = time.perf_counter()
    torch.set_num_threads(1)  # the same sums on any machine, and no waiting on a busy one
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(0)
    learner = Learner(load_packed())
    torch.manual_seed(seed)
    draw = random.Random(seed)
    names = Names()
    invented = [e for e in read_examples() if e.split == "train"]
    real = [e for e in read_real() if article_of(e) not in held]
    training = [*invented, *real]
    learned = [p for p in learner.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=RATE, weight_decay=0.01)
    steps = epochs * math.ceil(len(training) / BATCH)
    warm = steps // 10

    def rate(step: int) -> float:
        return (step + 1) / warm if step < warm else (steps - step) / (steps - warm)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    for epoch in range(1, epochs + 1):
        passages = [names.swap(e.passage, draw) for e in invented]
        passages = [blank_quotations(p) if draw.random() < BLANKED else p for p in passages]
        passages = [p._replace(is_quoted=draw.random() < 0.5) for p in passages]
        coded = items(learner.encoder, [*passages, *(e.passage for e in real)])
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
        name = f"run {seed}" + (f" without {len(held)} articles" if held else "")
        print(f"{name}, epoch {epoch}: loss {total / len(training):.3f}, {spent:.0f} s", flush=True)
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
    probabilities, truth = cross_validated()
    save_file(mean_of(learnt), out)
    described = {
        "calibrated_on": f"{len(truth)} real places, each judged without its article",
        "command": f"python bench/train_stance.py --epochs {epochs} --runs {runs}",
        "encoder": "e5-small-q4",
        "labels": STANCES,
        "scale": SCALE,
        "sha256": fingerprint(out),
        "temperature": fit_temperature(probabilities, truth),
        "trained_on": [fingerprint(DATA / "stance.csv"), fingerprint(DATA / "real_labels.csv")],
    }
    out.with_suffix(".json").write_text(json.dumps(described, indent=2, sort_keys=True) + "\n", "utf-8")
    print(json.dumps(described))


def cross_validate(epochs: int, processes: int = 2) -> None:
    """Judge each real place by a run that has not seen its article, and write what it says (at temperature 1; no text)."""
    examples = read_real()
    fold = folds_of(examples)
    held = [frozenset(id_ for id_, k in fold.items() if k == number) for number in range(FOLDS)]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        learnt = list(pool.map(learn, [0] * FOLDS, [epochs] * FOLDS, held))
    rows = ["article_id,voice,target_start,target_end,fold,label,negative,neutral,positive"]
    found: dict[str, np.ndarray[Any, Any]] = {}
    for number, tensors in enumerate(learnt):
        inside = [e for e in examples if fold[article_of(e)] == number]
        found |= dict(zip((e.sentence_id for e in inside), judged_by(tensors, inside), strict=True))
    for e in examples:
        said = ",".join(f"{p:.4f}" for p in found[e.sentence_id])
        rows.append(f"{e.sentence_id.replace(':', ',')},{fold[article_of(e)]},{STANCES[e.label]},{said}")
    write_atomically(REAL_SCORES, ("\n".join(rows) + "\n").encode())


def judged_by(tensors: dict[str, torch.Tensor], examples: Sequence[Example]) -> "np.ndarray[Any, Any]":
    """What a run says of examples, as probabilities at temperature 1."""
    with TemporaryDirectory() as folder:
        adapter = Path(folder) / "run.safetensors"
        save_file(mean_of([tensors]), adapter)
        adapter.with_suffix(".json").write_text(json.dumps({"scale": SCALE, "temperature": 1.0}), "utf-8")
        return Adapted(adapter).probabilities([e.passage for e in examples])


def cross_validated(path: Path = REAL_SCORES) -> tuple["np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    """Probabilities (n, 3) and labels of the real places, as `cross_validate` has written them."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    probabilities = np.array([[float(row[name]) for name in STANCES] for row in rows]).clip(1e-4)
    return probabilities, np.array([STANCES.index(row["label"]) for row in rows])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--runs", type=int, default=2)
    options.add_argument("--out", type=Path, default=ADAPTER)
    options.add_argument("--cross-validate", action="store_true", help="judge each real place without its article")
    arguments = options.parse_args()
    if arguments.cross_validate:
        cross_validate(arguments.epochs)
    else:
        train(arguments.epochs, arguments.runs, arguments.out)
