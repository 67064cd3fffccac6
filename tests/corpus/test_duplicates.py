import time

import numpy as np
import pytest

from framing.corpus.duplicates import NEAR, SHINGLE, find_duplicates


def invented(seed, n=200):
    """A text of n words that no other seed has."""
    numbers = np.random.default_rng(seed).integers(0, 2_000, n)
    return " ".join(f"mot{number}" for number in numbers)


A, B = invented(1), invented(2)
A_WORDS = A.split()
A_CHANGED = " ".join([*A_WORDS[:100], "autre", *A_WORDS[101:]])  # one word of 200: 5 of 196 runs differ
A_HALF = " ".join([*A_WORDS[:100], *invented(3, 100).split()])

CASES = [
    ([], [], []),
    ([A], ["x"], []),
    ([A, B], ["x", "x"], []),
    ([A, A], ["x", "x"], [(1, 0, "exact", 1.0, False)]),
    ([A, A.upper()], ["", ""], [(1, 0, "exact", 1.0, False)]),
    (["l'été « ici »", 'L’ÉTÉ "ici"'], ["x", "x"], [(1, 0, "exact", 1.0, False)]),
    ([A, B, A_CHANGED], ["x", "x", "x"], [(2, 0, "near", 191 / 201, False)]),
    ([A, A_HALF], ["x", "x"], []),
    ([A, A], ["x", "y"], [(1, 0, "exact", 1.0, True)]),
    ([A, A], ["x", ""], [(1, 0, "exact", 1.0, False)]),
    ([A, A_CHANGED], ["x", "y"], [(1, 0, "near", 191 / 201, True)]),
    ([A, A, A], ["x", "y", "y"], [(1, 0, "exact", 1.0, True), (2, 1, "exact", 1.0, False)]),
    (["deux mots", "deux mots"], ["x", "x"], [(1, 0, "exact", 1.0, False)]),
    (["deux mots", "trois mots"], ["x", "x"], []),
]


@pytest.mark.parametrize(("texts", "outlets", "expected"), CASES)
def test_find_duplicates(texts, outlets, expected):
    found = find_duplicates(texts, outlets)
    assert list(found.columns) == ["row", "same_as", "kind", "similarity", "kept"]
    assert list(found.itertuples(index=False, name=None)) == expected


def resemblance(a, b):
    a, b = a.split(), b.split()
    runs_a, runs_b = ({tuple(t[i : i + SHINGLE]) for i in range(len(t) - SHINGLE + 1)} for t in (a, b))
    return len(runs_a & runs_b) / len(runs_a | runs_b)


def test_the_filter_misses_none():
    """The same pairs as a comparison of every text with every other."""
    rng = np.random.default_rng(7)
    texts = [invented(seed, 60) for seed in range(6)]
    for base in list(texts):
        for n in (1, 2, 3, 5):
            changed = base.split()
            for place in rng.integers(0, 60, n):
                changed[place] = f"neuf{place}"
            texts.append(" ".join(changed))
    expected = {}
    counted = []
    for row, text in enumerate(texts):
        scores = {i: resemblance(text, texts[i]) for i in counted}
        if scores and max(scores.values()) >= NEAR:
            expected[row] = max(scores, key=lambda i: (scores[i], -i))
        else:
            counted.append(row)
    found = find_duplicates(texts, ["x"] * len(texts))
    assert dict(zip(found["row"], found["same_as"], strict=True)) == expected
    assert 6 < len(expected) < len(texts) - 6


@pytest.mark.timing
def test_many_texts_with_a_common_half():
    """A shared foot or paragraph does not make every text a candidate for every other."""
    common = invented(0, 100)

    def seconds(n):
        texts = [f"{common} {invented(seed, 120)}" for seed in range(1, n + 1)]
        begin = time.process_time()
        assert find_duplicates(texts, ["x"] * n).empty
        return time.process_time() - begin

    seconds(10)
    assert seconds(1_000) < 15 * seconds(200) + 0.2
