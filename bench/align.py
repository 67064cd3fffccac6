"""Same event, wire copy, the same statement and what is left out: scores on the sample, seconds and memory on more.

    python bench/align.py                    # scores on data/sample
    python bench/align.py --embeddings       # and the multilingual encoder beside TF-IDF
    python bench/align.py --sizes 100 1000 20000   # seconds and peak memory on synthetic articles

The synthetic articles recombine sentences of the sample: an event takes the sentences of one of its events with all words
of four letters or more exchanged for others of the sample, so that events share French and little else; an article
takes two thirds of its event's sentences, in order.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from framing.align import events, reuse
from framing.sentences import sentences
from framing.texts import read_texts
from framing.words import word_spans

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
PER_EVENT = 6
EVENTS_PER_DAY = 4


def synthetic(n: int, seed: int = 0) -> pd.DataFrame:
    """About n articles (article_id, outlet, published, event, text), six an event, four events a day."""
    sample = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    pools = [[t[s:e] for t in texts for s, e in sentences(t)] for _, texts in sample.groupby("event")["text"]]
    forms = sorted({t[s:e] for t in sample["text"] for s, e in word_spans(t) if e - s > 3})
    rng = np.random.default_rng(seed)
    rows = []
    for event in range(-(-n // PER_EVENT)):
        exchanged = dict(zip(forms, rng.permutation(forms).tolist(), strict=True))
        pool = pools[event % len(pools)]
        day = pd.Timestamp("2031-01-01") + pd.Timedelta(days=event // EVENTS_PER_DAY)
        for outlet in range(PER_EVENT):
            chosen = np.flatnonzero(rng.random(len(pool)) < 1 / PER_EVENT * 1.5)
            text = " ".join(_exchange(pool[i], exchanged) for i in chosen)
            rows.append((f"{event:05}-{outlet}", f"o{outlet}", f"{day:%Y-%m-%d}", f"e{event:05}", text))
    return pd.DataFrame(rows[:n], columns=["article_id", "outlet", "published", "event", "text"])


def _exchange(text: str, exchanged: dict[str, str]) -> str:
    parts, at = [], 0
    for start, end in word_spans(text):
        parts += [text[at:start], exchanged.get(text[start:end], text[start:end])]
        at = end
    return "".join(parts) + text[at:]
