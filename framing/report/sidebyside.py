"""Two articles side by side: what they share carries the same number in both, what stands in one alone is marked."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from framing.report.html import COLOURS, Html, language_of, render
from framing.tables import Annotations
from framing.text.zoning import ARTICLE

SIGNS = {"reuse": "=", "statement": "≈"}
KINDS = {"reuse": "copied passages", "statement": "statements told twice"}
NOUNS = {"reuse": "copied passage", "statement": "statement told twice"}
LONE = "◇"
Span = tuple[int, int]


class Shared(NamedTuple):
    """A shared passage as it stands in one of the two articles."""

    start: int
    end: int
    number: int
    kind: str


class Part(NamedTuple):
    """Words of an article: the kinds of shared passage that they are in and the colour of the shortest, or that they stand alone
    or are furniture; which passages begin with them, and whether a run of sentences begins there that shares nothing."""

    text: str
    classes: list[str]
    badges: list[Shared]
    lone: bool


class Account(NamedTuple):
    """One of the two articles, as the page shows it."""

    side: str
    other: str
    article_id: str
    language: str | None
    title: str
    parts: list[Part]
    n_alone: int
    n_sentences: int


def side_by_side(annotations: Annotations, id_a: str, id_b: str, links: pd.DataFrame) -> Html:
    """Two articles side by side, as HTML.

    `links` has the columns of the links table (from `align.reuse`, `align.statements` or both, joined with `pd.concat`);
    those between the two articles are shown. A shared passage starts with a badge: its number, then = for copied words or ≈
    for one statement told twice; the badge leads to the same number in the other article, by mouse or keyboard, and both stand
    on a band of one colour. Sentences that share nothing stand on grey and are introduced by ◇. Underlines differ too, so that
    no meaning rests on colour. On a narrow screen the articles stand one below the other. Texts are escaped; `.save(path,
    title)` writes a page of its own.

    Raises KeyError when the text of an article is not known.
    """
    for id_ in (id_a, id_b):
        annotations.texts[id_]
    in_a, in_b = _shared(links, id_a, id_b)
    accounts = [_account(annotations, id_a, "AB", in_a), _account(annotations, id_b, "BA", in_b)]
    return render(
        "sidebyside.html",
        pair="two-" + hashlib.sha256(f"{id_a}\n{id_b}".encode()).hexdigest()[:8],
        accounts=accounts,
        counts=Counter(shared.kind for shared in in_a),
        kinds=KINDS,
        nouns=NOUNS,
        signs=SIGNS,
        lone=LONE,
        n_colours=COLOURS,
    )


def _shared(links: pd.DataFrame, id_a: str, id_b: str) -> tuple[list[Shared], list[Shared]]:
    """The shared passages in either article, numbered in the order in which they stand in the first."""
    here, there = ["start", "end"], ["other_start", "other_end"]
    found = []
    for first, second, mine, other in ((id_a, id_b, here, there), (id_b, id_a, there, here)):
        rows = links[(links["article_id"] == first) & (links["other_article_id"] == second)]
        found += [tuple(row) for row in rows[[*mine, *other, "kind"]].itertuples(index=False)]
    numbered = list(enumerate(sorted(set(found)), 1))
    return (
        [Shared(int(a), int(b), number, kind) for number, (a, b, _, _, kind) in numbered],
        [Shared(int(c), int(d), number, kind) for number, (_, _, c, d, kind) in numbered],
    )


def _account(annotations: Annotations, article_id: str, sides: str, shared: Sequence[Shared]) -> Account:
    sentences = _spans(annotations.sentences, article_id)
    zones = annotations.zones[annotations.zones["zone"].isin(ARTICLE)]
    alone = _alone(sentences, shared)
    runs = [(sentences[first][0], sentences[last][1]) for first, last in alone]
    source = annotations.articles.set_index("article_id").loc[article_id, ["outlet", "published"]]
    return Account(
        side=sides[0],
        other=sides[1],
        article_id=article_id,
        language=language_of(annotations, article_id),
        title=" · ".join(str(part) for part in source if pd.notna(part)),
        parts=list(_parts(annotations.texts[article_id], shared, runs, _spans(zones, article_id))),
        n_alone=sum(last - first + 1 for first, last in alone),
        n_sentences=len(sentences),
    )


def _spans(table: pd.DataFrame, article_id: str) -> list[Span]:
    rows = table[table["article_id"] == article_id].sort_values("start")
    return [(int(start), int(end)) for start, end in zip(rows["start"], rows["end"], strict=True)]


def _alone(sentences: Sequence[Span], shared: Sequence[Shared]) -> list[tuple[int, int]]:
    """Runs of sentences (first, last) that no shared passage touches."""
    alone = [not any(s.start < end and start < s.end for s in shared) for start, end in sentences]
    runs: list[tuple[int, int]] = []
    for k, free in enumerate(alone):
        if free and runs and runs[-1][1] == k - 1:
            runs[-1] = (runs[-1][0], k)
        elif free:
            runs.append((k, k))
    return runs


def _parts(text: str, shared: Sequence[Shared], alone: Sequence[Span], article: Sequence[Span]) -> Iterator[Part]:
    """The whole text, divided wherever a shared passage, a run of sentences or page furniture begins or ends."""
    starts = {start for start, _ in alone}
    edges = {0, len(text)}
    for start, end in [*((s.start, s.end) for s in shared), *alone, *article]:
        edges |= {min(start, len(text)), min(end, len(text))}
    for start, end in pairwise(sorted(edges)):
        here = [s for s in shared if s.start <= start < s.end]
        classes = sorted({s.kind for s in here})
        if here:
            shortest = min(here, key=lambda s: s.end - s.start)
            classes.append(f"c{(shortest.number - 1) % COLOURS}")
        if _within(start, alone):
            classes.append("alone")
        if not _within(start, article):
            classes.append("furniture")
        yield Part(text[start:end], classes, [s for s in shared if s.start == start], start in starts)


def _within(place: int, spans: Sequence[Span]) -> bool:
    return any(start <= place < end for start, end in spans)
