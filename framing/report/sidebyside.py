"""Two articles side by side: what they share carries the same number in both, what stands in one alone is marked."""

import hashlib
import html
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from framing.report.show import Html
from framing.tables.annotations import Annotations
from framing.text.zones import ARTICLE

STYLE = Path(__file__).with_name("sidebyside.css").read_text("utf-8")
SIGNS = {"reuse": "=", "statement": "≈"}
LONE = "◇"
_WORDS = {"reuse": "copied passages", "statement": "statements told twice"}


class _Shared(NamedTuple):
    """A shared passage as it stands in one of the two articles."""

    start: int
    end: int
    number: int
    kind: str


def two(annotations: Annotations, id_a: str, id_b: str, links: pd.DataFrame) -> Html:
    """Two articles side by side, as HTML.

    `links` has the columns of the links table (from `align.reuse`, `align.statements` or both, joined with `pd.concat`);
    those between the two articles are shown. A shared passage starts with a badge: its number, then = for copied words or ≈
    for one statement told twice; the badge leads to the same number in the other article, by mouse or keyboard. Sentences
    that share nothing are introduced by ◇. Underlines differ too, so that no meaning rests on colour. On a narrow screen the
    articles stand one below the other. Texts are escaped.

    Raises KeyError when the text of an article is not known.
    """
    texts = {id_: annotations.texts[id_] for id_ in (id_a, id_b)}
    shared = _shared(links, id_a, id_b)
    name = "two-" + hashlib.sha256(f"{id_a}\n{id_b}".encode()).hexdigest()[:8]
    outlets = annotations.articles.set_index("article_id")[["outlet", "published"]]
    columns, notes = [], []
    for side, other, id_ in (("a", "b", id_a), ("b", "a", id_b)):
        sentences = _spans(annotations.sentences, id_)
        zones = annotations.zones[annotations.zones["zone"].isin(ARTICLE)]
        lone = _lone(sentences, shared[side])
        starts = {sentences[first][0] for first, _ in lone}
        body = _body(texts[id_], shared[side], starts, _spans(zones, id_), (name, side, other))
        title = " · ".join(str(part) for part in outlets.loc[id_] if pd.notna(part))
        heading = f"{side.upper()}: {html.escape(title)} <small>({html.escape(id_)})</small>"
        columns.append(f'<article lang="fr" aria-label="Article {side.upper()}"><h3>{heading}</h3>{body}</article>')
        notes.append(
            f"{side.upper()} has {sum(end - start + 1 for start, end in lone)} of {len(sentences)} sentences to itself"
        )
    counts = ", ".join(f"{sum(s.kind == kind for s in shared['a'])} {word}" for kind, word in _WORDS.items())
    key = (
        f"{counts}; {'; '.join(notes)}. A badge leads to the same number in the other article: = (solid line) copied words, "
        f"≈ (dotted line) one statement told twice. {LONE}: from here on, sentences that share nothing. Grey: page furniture."
    )
    return Html(
        f'<style>{STYLE}</style><div class="framing-two">{"".join(columns)}</div><p class="framing-two-key">{key}</p>'
    )


def _shared(links: pd.DataFrame, id_a: str, id_b: str) -> dict[str, list[_Shared]]:
    """The shared passages of the two articles, numbered in the order in which they stand in the first."""
    here, there = ["start", "end"], ["other_start", "other_end"]
    found = []
    for first, second, mine, other in ((id_a, id_b, here, there), (id_b, id_a, there, here)):
        rows = links[(links["article_id"] == first) & (links["other_article_id"] == second)]
        found += [tuple(row) for row in rows[[*mine, *other, "kind"]].itertuples(index=False)]
    numbered = list(enumerate(sorted(set(found)), 1))
    return {
        "a": [_Shared(int(a), int(b), number, kind) for number, (a, b, _, _, kind) in numbered],
        "b": [_Shared(int(c), int(d), number, kind) for number, (_, _, c, d, kind) in numbered],
    }


def _spans(table: pd.DataFrame, article_id: str) -> list[tuple[int, int]]:
    rows = table[table["article_id"] == article_id].sort_values("start")
    return [(int(start), int(end)) for start, end in zip(rows["start"], rows["end"], strict=True)]


def _lone(sentences: Sequence[tuple[int, int]], shared: Sequence[_Shared]) -> list[tuple[int, int]]:
    """Runs of sentences (first, last) that no shared passage touches."""
    alone = [not any(s.start < end and start < s.end for s in shared) for start, end in sentences]
    runs: list[tuple[int, int]] = []
    for k, free in enumerate(alone):
        if free and runs and runs[-1][1] == k - 1:
            runs[-1] = (runs[-1][0], k)
        elif free:
            runs.append((k, k))
    return runs


def _body(
    text: str,
    shared: Sequence[_Shared],
    lone: set[int],
    article: Sequence[tuple[int, int]],
    names: tuple[str, str, str],
) -> str:
    """The text as HTML, cut wherever a shared passage, a lone run of sentences or page furniture begins or ends."""
    name, side, other = names
    edges = {0, len(text), *lone}
    for start, end in [*((s.start, s.end) for s in shared), *article]:
        edges |= {start, end}
    parts = []
    for start, end in pairwise(sorted(edges)):
        if start in lone:
            parts.append(f'<span class="lone" title="only in this article" aria-label="only here">{LONE}</span>')
        for s in shared:
            if s.start == start:
                parts.append(
                    f'<a id="{name}-{side}{s.number}" href="#{name}-{other}{s.number}" '
                    f'aria-label="{s.kind} {s.number}: to the other article">{s.number}{SIGNS[s.kind]}</a>'
                )
        classes = sorted({s.kind for s in shared if s.start <= start < s.end})
        if not any(a <= start < b for a, b in article):
            classes.append("furniture")
        inner = html.escape(text[start:end])
        parts.append(f'<span class="{" ".join(classes)}">{inner}</span>' if classes else inner)
    return "".join(parts)
