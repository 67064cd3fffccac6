"""Two models of frames, neither of which reads: indicators that a reader can check, and a sentence encoder.

`reliability` says what each has been worth.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.frames.codebook import CodebookError, codebook_of, read_codebook, read_model
from framing.text.fold import folded

INDICATORS, ENCODER = "indicators", "encoder"
MODELS = (INDICATORS, ENCODER)
PRESENT = 0.5  # a sentence holds a frame from this score on
ENOUGH = 0.6  # F1 below which a frame is experimental
MIN_SUPPORT = 10  # sentences that hold the frame, without which a test decides nothing
_MARKS = str.maketrans(dict.fromkeys('"', " "))


class Probe(NamedTuple):
    """What the encoder model needs beside the encoder: a fixed mean, and for each frame a direction and a bias."""

    mean: "np.ndarray[Any, Any]"
    frames: tuple[str, ...]
    weights: "np.ndarray[Any, Any]"
    bias: "np.ndarray[Any, Any]"


class _Indicator(NamedTuple):
    """A word or phrase that tells a frame: `literal` stands in every text in which `pattern` is found."""

    literal: str
    pattern: re.Pattern[str]
    weight: float


def _indicator(phrase: str, weight: float) -> _Indicator:
    form = folded(phrase)
    pattern = re.escape(form).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    literal = max(re.split(r"[* ]", form), key=len)
    return _Indicator(literal, re.compile(rf"(?<!\w){pattern}(?!\w)"), weight)


@lru_cache(maxsize=4)
def _indicators(path: Path) -> dict[str, list[_Indicator]]:
    return {id_: [_indicator(*item) for item in f.indicators.items()] for id_, f in read_codebook(path).items()}


def indicator_scores(sentences: Sequence[str], codebook: Path) -> "np.ndarray[Any, Any]":
    """Scores (n, frames) by indicators: half the sum of the weights of those that stand in a sentence, at most 1."""
    indicators = _indicators(codebook)
    found = np.zeros((len(sentences), len(indicators)))
    for row, sentence in enumerate(sentences):
        view = folded(sentence).translate(_MARKS)
        for column, known in enumerate(indicators.values()):
            weights = (i.weight for i in known if i.literal in view and i.pattern.search(view))
            found[row, column] = min(1.0, sum(weights) / 2)
    return found


@lru_cache(maxsize=4)
def _probe(codebook: Path) -> Probe:
    stored = read_model(codebook)["probe"]
    ids = tuple(read_codebook(codebook))
    if missing := sorted(set(ids) - stored["frames"].keys()):
        raise CodebookError(
            f"{codebook}: the frame {missing[0]} has not been trained: `python bench/frames.py --train`"
        )
    weights = np.array([stored["frames"][i]["weights"] for i in ids])
    return Probe(np.array(stored["mean"]), ids, weights, np.array([stored["frames"][i]["bias"] for i in ids]))


def centred(vectors: "np.ndarray[Any, Any]", mean: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Unit vectors from a fixed mean, so that the score of a sentence does not depend on its neighbours."""
    away = vectors - mean
    return away / np.linalg.norm(away, axis=1, keepdims=True)


def encoder_scores(sentences: Sequence[str], codebook: Path) -> "np.ndarray[Any, Any]":
    """Scores (n, frames) by the encoder: a logistic function of the centred embedding, 0.5 at the frame's threshold."""
    from framing.language.encoder import encoder

    probe = _probe(codebook)
    if not sentences:
        return np.zeros((0, len(probe.frames)))
    return 1 / (1 + np.exp(-(centred(encoder().embed(sentences), probe.mean) @ probe.weights.T + probe.bias)))


def scores(
    sentences: Sequence[str], model: str = INDICATORS, codebook: str | Path | None = None
) -> "np.ndarray[Any, Any]":
    """Scores (n, frames) from 0 to 1 of many sentences at once, frames in the order of the codebook; held from 0.5 on.

    Raises ValueError for a model that is not known, CodebookError for a codebook that cannot be used, EncoderError where
    the encoder's packages are missing.
    """
    if model not in MODELS:
        raise ValueError(f"there is no model {model!r} of frames: the models are {', '.join(MODELS)}")
    path = codebook_of() if codebook is None else Path(codebook)
    return (indicator_scores if model == INDICATORS else encoder_scores)(sentences, path)


def reliability(codebook: str | Path | None = None) -> pd.DataFrame:
    """What each model has been worth for each frame, a row a frame, model and test.

    Columns: frame, model, test, n (sentences), support (that hold the frame), precision, recall, f1, low, high (95 %,
    bootstrap over articles or sentences), experimental (F1 below 0.6, or not measured).
    """
    table = pd.DataFrame(read_model(codebook_of() if codebook is None else Path(codebook))["measured"])
    return table.assign(experimental=~(table["f1"].astype("float64") >= ENOUGH))


@lru_cache(maxsize=8)
def experimental(model: str, codebook: Path | None = None) -> frozenset[str]:
    """The frames for which a model has not an F1 of 0.6 on every test with 10 sentences or more that hold them."""
    table = reliability(codebook)
    table = table[(table["model"] == model) & (table["support"] >= MIN_SUPPORT)]
    good = {f for f, part in table.groupby("frame") if not part["experimental"].any()}
    return frozenset(set(read_codebook(codebook)) - good)
