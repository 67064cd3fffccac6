"""A stretch of time after the other: every pair of articles that may share something meets once."""

import random

import pandas as pd
import pytest

from framing.align import in_windows, links, reuse
from framing.align.windows import DAYS
from framing.tables import as_table

WORDS = [
    f"{a}{b}"
    for a in ("barr", "riv", "vann", "digu", "moul")
    for b in ("age", "ement", "erie", "ure", "eau", "eur", "iste")
]


def corpus(n, seed, undated=0.1):
    """Articles of invented words over four months, of which each takes twelve words from one before it."""
    chance, rows, texts = random.Random(seed), [], []
    for i in range(n):
        words = chance.choices(WORDS, k=30)
        if texts:
            words[9:21] = chance.choice(texts)[9:21]
        texts.append(words)
        day = "" if chance.random() < undated else f"2031-{chance.randint(1, 4):02}-{chance.randint(1, 28):02}"
        rows.append((f"a{i:03}", f"outlet-{i % 3}", None, day, " ".join(words)))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "event", "published", "text"])


def pairs(articles):
    """Which articles meet: every two that the windows compare."""
    for window in in_windows(articles):
        for i, one in enumerate(window.own):
            yield from (frozenset((one, other)) for other in [*window.own[:i], *window.earlier])


@pytest.mark.parametrize("seed", range(5))
def test_every_two_that_are_near_meet_once(seed):
    articles = corpus(60, seed)
    met = list(pairs(articles))
    assert len(met) == len(set(met))
    day = dict(zip(articles["article_id"], pd.to_datetime(articles["published"], errors="coerce"), strict=True))
    ids = sorted(day)
    near = {
        frozenset((a, b)) for a in ids for b in ids
        if a < b and not abs((day[a] - day[b]).days if day[a] is not pd.NaT and day[b] is not pd.NaT else 0) > DAYS
    }  # fmt: skip
    assert near <= set(met)


@pytest.mark.parametrize("seed", range(3))
def test_the_links_are_those_of_the_whole_corpus_but_for_what_lies_far_apart(seed):
    articles = corpus(60, seed)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    found = pd.concat([links(window, articles, texts, as_table("quotes")) for window in in_windows(articles)])
    whole = reuse(articles).round({"score": 4})
    day = pd.to_datetime(articles.set_index("article_id")["published"], errors="coerce")
    apart = (whole["article_id"].map(day) - whole["other_article_id"].map(day)).abs().dt.days
    kept = whole[~(apart > DAYS)]
    assert 0 < len(kept) < len(whole)
    order = list(whole.columns)
    pd.testing.assert_frame_equal(
        found.sort_values(order, ignore_index=True), kept.sort_values(order, ignore_index=True)
    )


@pytest.mark.parametrize(
    ("days", "windows"),
    [
        ([], []),
        ([""], [(["a0"], [])]),
        (["2031-01-01", "2031-01-31"], [(["a0"], []), (["a1"], ["a0"])]),
        (["2031-01-30", "2031-01-01"], [(["a1", "a0"], [])]),
        (["2031-01-01", "2031-06-01", "not a day"], [(["a0"], []), (["a1"], []), (["a2"], ["a0", "a1"])]),
    ],
)
def test_windows(days, windows):
    articles = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(days))], "published": pd.array(days, "str")})
    assert [tuple(window) for window in in_windows(articles)] == windows
