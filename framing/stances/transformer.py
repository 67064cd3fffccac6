"""Stance by a transformer: the frozen encoder with a small adapter, or any classification model from a local folder."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.language import Language, load
from framing.language.encoder import Encoder, fingerprint, load_encoder, need_torch, weight_files
from framing.stances.passages import STANCES, Judgement, Passage

if TYPE_CHECKING:
    import torch

ADAPTER = Path(__file__).parent / "models" / "stance.safetensors"
# Stand before and after the target, in the outlet's words and in a quoted source's: one token each, and no word of a text.
OUTLET_MARK, SOURCE_MARK = "§", "†"
WINDOW = 350  # characters kept on either side of the target
BATCH = 32
CERTAIN = 0.5  # below it an evaluation is a guess, and the answer is neutral
Item = tuple[list[int], list[bool]]


def marked(text: str, start: int, end: int, mark: str = OUTLET_MARK) -> tuple[str, int, int]:
    """The text round the target with marks about it, and where the marked target stands in it.

    >>> marked("La Valdorie ment.", 3, 11)
    ('La § Valdorie § ment.', 3, 15)
    """
    first, last = max(0, start - WINDOW), min(len(text), end + WINDOW)
    target = f"{mark} {text[start:end][:WINDOW]} {mark}"
    before = text[first:start]
    return before + target + text[end:last], len(before), len(before) + len(target)


def items(encoder: Encoder, passages: Sequence[Passage]) -> list[Item]:
    """Token ids of each passage and, token by token, whether it belongs to the marked target."""
    found: list[Item] = []
    if not passages:
        return found
    texts = [marked(p.text, p.start, p.end, SOURCE_MARK if p.is_quoted else OUTLET_MARK) for p in passages]
    coded = encoder.tokenizer([t for t, _, _ in texts], truncation=True, max_length=512, return_offsets_mapping=True)
    for ids, offsets, (_, start, end) in zip(coded["input_ids"], coded["offset_mapping"], texts, strict=True):
        inside = [a < end and b > start and b > a for a, b in offsets]
        found.append((ids, inside if any(inside) else [True] * len(ids)))
    return found


def features(encoder: Encoder, batch: Sequence[Item]) -> "torch.Tensor":
    """For each item the mean of all its token vectors beside the mean of those of the target."""
    import torch

    ids, attention = encoder.padded([tokens for tokens, _ in batch])
    target = torch.zeros(ids.shape)
    for row, (_, inside) in enumerate(batch):
        target[row, : len(inside)] = torch.tensor(inside, dtype=torch.float)
    hidden = encoder.model(input_ids=ids, attention_mask=attention).last_hidden_state
    return torch.cat([_mean(hidden, attention.float()), _mean(hidden, target)], dim=-1)


def _mean(hidden: "torch.Tensor", weight: "torch.Tensor") -> "torch.Tensor":
    return (hidden * weight[..., None]).sum(1) / weight.sum(1, keepdim=True)


def apply_head(vectors: "torch.Tensor", head: dict[str, "torch.Tensor"]) -> "torch.Tensor":
    """The three logits of each vector: two layers with a GELU between."""
    from torch.nn import functional

    inner = functional.gelu(functional.linear(vectors, head["first.weight"], head["first.bias"]))
    return functional.linear(inner, head["second.weight"], head["second.bias"])


def judge(probabilities: Sequence[float], certain: float = CERTAIN) -> Judgement:
    """Probabilities of negative, neutral, positive as a stance and a score; what is not certain is neutral.

    >>> judge([0.7, 0.2, 0.1])[:2], judge([0.45, 0.2, 0.35])[:2]
    (('negative', -0.6), ('neutral', -0.1))
    """
    best = int(np.argmax(probabilities))
    stance = STANCES[best] if probabilities[best] >= certain else "neutral"
    shown = " ".join(f"{name} {p:.2f}" for name, p in zip(STANCES, probabilities, strict=True))
    reason = f"abstains: {shown}" if probabilities[best] < certain else shown
    return Judgement(stance, round(float(probabilities[2] - probabilities[0]), 3), reason)


class Adapted:
    """The encoder with the adapter of this package."""

    def __init__(self, adapter: Path = ADAPTER, encoder_path: str | Path | None = None) -> None:
        need_torch()
        from safetensors.torch import load_file

        self.encoder = load_encoder(encoder_path)
        self.settings = json.loads(adapter.with_suffix(".json").read_text("utf-8"))
        weights = fingerprint(*self.encoder.weights, adapter)[:8]
        self.name = f"{self.encoder.name}+{adapter.stem}@{weights}"
        tensors = {key: value.float() for key, value in load_file(adapter).items()}
        for key, down in tensors.items():
            if key.endswith(".down"):
                layer = key.removesuffix(".down")
                weight: Any = self.encoder.model.get_submodule(layer).weight
                weight.add_(tensors[f"{layer}.up"] @ down, alpha=self.settings["scale"])
        self.head = {k.removeprefix("head."): v for k, v in tensors.items() if k.startswith("head.")}

    def probabilities(self, passages: Sequence[Passage]) -> "np.ndarray[Any, Any]":
        """Calibrated probabilities (n, 3) of negative, neutral, positive."""
        import torch

        coded = items(self.encoder, passages)
        found = np.empty((len(passages), len(STANCES)), np.float64)
        with torch.inference_mode():
            for rows in self.encoder.batches(coded, BATCH):
                logits = apply_head(features(self.encoder, [coded[i] for i in rows]), self.head)
                found[rows] = (logits.double() / self.settings["temperature"]).softmax(-1).numpy()
        return found

    def judge(self, passages: Sequence[Passage]) -> list[Judgement]:
        """The stance of each passage's words towards its target."""
        return [judge(p) for p in self.probabilities(passages)]


class Local:
    """Any sequence classification or NLI model of transformers in a local folder.

    A model whose labels are entailment, neutral and contradiction is asked in its language whether the text is favourable, and
    whether it is unfavourable, to the target (zero-shot, Yin et al. 2019); another must have labels that begin with neg,
    neu and pos, and is given the text and the target as a pair.
    """

    def __init__(self, path: str | Path, language: Language | None = None) -> None:
        need_torch()
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        try:
            self.model = AutoModelForSequenceClassification.from_pretrained(str(path), local_files_only=True).eval()
            self.tokenizer = AutoTokenizer.from_pretrained(str(path), local_files_only=True)
        except (OSError, ValueError) as error:
            raise ValueError(f"{path}: no classification model that transformers can load ({error})") from error
        self.name = f"{Path(path).name}@{fingerprint(*weight_files(path))[:8]}"
        self.labels = {str(name).lower()[:3]: int(i) for i, name in self.model.config.id2label.items()}
        if not {"neg", "neu", "pos"} <= self.labels.keys() and not {"ent", "con"} <= self.labels.keys():
            known = ", ".join(map(str, self.model.config.id2label.values()))
            raise ValueError(
                f"{path}: its labels are {known}: wanted are negative, neutral, positive or those of an NLI model"
            )
        self.hypotheses: dict[str, str] = (language or load()).setting("stance_hypotheses", {})
        if not {"neg", "neu", "pos"} <= self.labels.keys() and not self.hypotheses:
            raise ValueError(f"{path}: an NLI model needs `stance_hypotheses` in the language's language.toml")

    def _softmax(self, pairs: list[tuple[str, str]]) -> Iterator["np.ndarray[Any, Any]"]:
        import torch

        for k in range(0, len(pairs), BATCH):
            texts, others = zip(*pairs[k : k + BATCH], strict=True)
            coded = self.tokenizer(
                list(texts), list(others), truncation=True, max_length=512, padding=True, return_tensors="pt"
            )
            with torch.inference_mode():
                yield from self.model(**coded).logits.double().softmax(-1).numpy()

    def probabilities(self, passages: Sequence[Passage]) -> "np.ndarray[Any, Any]":
        """Probabilities (n, 3) of negative, neutral, positive."""
        around = [
            marked(p.text, p.start, p.end)[0].replace(f"{OUTLET_MARK} ", "").replace(f" {OUTLET_MARK}", "")
            for p in passages
        ]
        targets = [p.text[p.start : p.end] for p in passages]
        if {"neg", "neu", "pos"} <= self.labels.keys():
            order = [self.labels[k] for k in ("neg", "neu", "pos")]
            found = [p[order] for p in self._softmax(list(zip(around, targets, strict=True)))]
            return np.array(found).reshape(-1, len(STANCES))
        entailed = []
        for stance in ("negative", "positive"):
            hypothesis = self.hypotheses[stance]
            pairs = [(a, hypothesis.replace("{target}", t)) for a, t in zip(around, targets, strict=True)]
            entailed.append(np.array([p[self.labels["ent"]] for p in self._softmax(pairs)]))
        negative, positive = entailed
        found_ = np.stack([negative * (1 - positive), np.zeros(len(passages)), positive * (1 - negative)], axis=-1)
        found_[:, 1] = 1 - found_.sum(-1)
        return found_

    def judge(self, passages: Sequence[Passage]) -> list[Judgement]:
        """The stance of each passage's words towards its target."""
        return [judge(p) for p in self.probabilities(passages)]
