"""Articles drawn again and again: the bootstrap that scores and errors of calibration share."""

import random

import numpy as np
from numpy.typing import NDArray


def times_drawn(n: int, rounds: int, seed: int) -> NDArray[np.int64]:
    """How often each of n articles is drawn, in each of the rounds of a bootstrap: shape (rounds, n)."""
    draw = random.Random(seed)
    times = [np.bincount(draw.choices(range(n), k=n), minlength=n) for _ in range(rounds)]
    return np.array(times, dtype=np.int64).reshape(rounds, n)
