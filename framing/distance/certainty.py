"""Hedges and boosters: words that weaken or strengthen a claim (Hyland 2005)."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framing.language import pipeline
from framing.language.fr import read_table
from framing.text.parsing import Parsed, Sentence, parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc

COLUMNS = {"start": "Int64", "end": "Int64", "marker": "str", "strength": "float64"}
HEDGE, BOOSTER = "hedge", "booster"
_INFINITIVES = ("er", "ir", "re")


class Hedging(NamedTuple):
    """A word or phrase that weakens (hedge) or strengthens (booster) a claim."""

    start: int
    end: int
    kind: str
    marker: str
    strength: float


@lru_cache(maxsize=1)
def _markers() -> dict[str, list[tuple[tuple[str, ...], str, str, float]]]:
    """Both lists by first word, the longest first; words are cut as the parser cuts them."""
    make = pipeline().make_doc
    found: dict[str, list[tuple[tuple[str, ...], str, str, float]]] = {}
    for kind, file in ((HEDGE, "hedges.csv"), (BOOSTER, "boosters.csv")):
        for row in read_table(file):
            marker = row["lemma_or_phrase"]
            words = tuple(token.lower_ for token in make(marker))
            found.setdefault(words[0], []).append((words, kind, marker, float(row["strength"])))
    for rows in found.values():
        rows.sort(key=lambda row: (-len(row[0]), row[1], row[2]))
    return found


def _longest(doc: "Doc", i: int) -> tuple[tuple[str, ...], str, str, float] | None:
    """The longest marker that starts at a word; the form as written goes before the lemma, so that « devrait » is a hedge."""
    token = doc[i]
    for first in dict.fromkeys((token.lower_, token.lemma_.lower())):
        for row in _markers().get(first, ()):
            words = row[0]
            if len(words) == 1 and token.pos_ == "NOUN" and words[0].endswith(_INFINITIVES):
                continue  # « le pouvoir » is no hedge
            span = doc[i : i + len(words)]
            if len(span) == len(words) and all(
                w in {t.lower_, t.lemma_.lower()} for w, t in zip(words[1:], span[1:], strict=True)
            ):
                return row
    return None


def hedging_in(sentence: Sentence) -> list[Hedging]:
    """The hedges and boosters of a parsed sentence; of two that overlap, the longer."""
    doc, found, i = sentence.doc, [], 0
    while i < len(doc):
        row = _longest(doc, i)
        if row is None:
            i += 1
            continue
        words, kind, marker, strength = row
        found.append(Hedging(sentence.begin(doc[i]), sentence.end(doc[i + len(words) - 1]), kind, marker, strength))
        i += len(words)
    return found


def _table(text: str | Parsed, kind: str) -> pd.DataFrame:
    rows = [
        (h.start, h.end, h.marker, h.strength) for s in parsed(text).sentences for h in hedging_in(s) if h.kind == kind
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def hedges(text: str | Parsed) -> pd.DataFrame:
    """The words that weaken a claim (`hedges.csv`): columns start, end, marker, strength (0.25 to 1; an order, no measure).

    >>> hedges("Le prix semble stable, peut-être.")["marker"].tolist()
    ['sembler', 'peut-être']
    """
    return _table(text, HEDGE)


def boosters(text: str | Parsed) -> pd.DataFrame:
    """The words that strengthen a claim (`boosters.csv`): columns as in `hedges`.

    >>> boosters("C'est absolument certain.")["marker"].tolist()
    ['absolument', 'certain']
    """
    return _table(text, BOOSTER)
