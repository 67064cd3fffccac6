"""The fitted weights: how much each feature of a candidate, and each axis of its words' vectors, speaks for it."""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.language import Language
from framing.quotation.judge.features import Seen

SLOTS = ("cue", "content", "source")  # the words of a candidate whose vectors are weighed
VECTOR_SCALE = 2.0  # the length that a vector is given: as much as four features
_AXIS = " axis "
_MOST_WORDS = 20_000  # words whose share is kept
_MOST_SEEN = 50_000  # groups of features whose sum is kept


class Judge:
    """Weights by feature, and for each of `SLOTS` weights by axis of a word's vector.

    >>> judge = Judge({"construction=que": 1.5, "source=none": -3.0}, {})
    >>> round(judge.probability(["construction=que"]), 2), round(judge.probability(["source=none"]), 2)
    (0.82, 0.05)
    """

    def __init__(self, weights: dict[str, float], axes: "dict[str, NDArray[np.float64]]") -> None:
        self.weights = weights
        self.axes = axes
        self._shares: dict[tuple[str, str, str | None], float] = {}
        self._seen: dict[Seen, float] = {}

    def probability(self, features: Iterable[str], share: float = 0.0) -> float:
        """How likely a candidate is right; `share` is what its words' vectors add."""
        total = self.sum_of(features) + share + self.weights.get("bias", 0.0)
        return 1.0 / (1.0 + math.exp(-total)) if total > -700 else 0.0

    def sum_of(self, features: Iterable[str]) -> float:
        """What features add up to; one that was too rare to be weighed adds nothing."""
        weigh, total = self.weights.get, 0.0
        for name in features:
            total += weigh(name, 0.0)
        return total

    def sum_of_seen(self, groups: Iterable[Seen]) -> float:
        """What the features of some groups add up to; what has been seen before is not named again."""
        known, total = self._seen, 0.0
        for group in groups:
            weight = known.get(group)
            if weight is None:
                names, seen = group
                weight = self.sum_of(names(*seen))
                if len(known) < _MOST_SEEN:
                    known[group] = weight
            total += weight
        return total

    def share_of(self, slot: str, word: str, vocab: Any) -> float:
        """What the vector of a word adds, as cue, content or source; nothing for a word without one."""
        axes = self.axes.get(slot)
        if axes is None:
            return 0.0
        key = slot, word, vocab.vectors.name  # another model has other vectors, or none
        found = self._shares.get(key)
        if found is None:
            vector = vector_of(word, vocab)
            found = 0.0 if vector is None or len(vector) != len(axes) else math.fsum((axes * vector).tolist())
            if len(self._shares) < _MOST_WORDS:
                self._shares[key] = found
        return found


def vector_of(word: str, vocab: Any) -> "NDArray[np.float64] | None":
    """The vector of a word at `VECTOR_SCALE`, None when the model has none."""
    if not vocab.has_vector(word):
        return None
    vector = np.asarray(vocab.get_vector(word), dtype=np.float64)
    length = math.sqrt(math.fsum((vector * vector).tolist()))  # exact: a product of matrices differs by machine
    return VECTOR_SCALE * vector / length if length else None


@lru_cache(maxsize=8)
def judge_of(language: Language) -> Judge | None:
    """The judge of a language, from its `judge.csv`; None for a language without one, where the rules decide alone."""
    return _read(language.table("judge"))


def _read(rows: Iterable[dict[str, str]]) -> Judge | None:
    weights: dict[str, float] = {}
    axes: dict[str, list[float]] = {}
    for row in rows:
        slot, _, axis = row["feature"].partition(_AXIS)
        if axis:
            axes.setdefault(slot, []).append(float(row["weight"]))
        else:
            weights[row["feature"]] = float(row["weight"])
    return Judge(weights, {slot: np.array(values) for slot, values in axes.items()}) if weights else None
