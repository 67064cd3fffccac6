"""Hedges and boosters: words that weaken or strengthen a claim (Hyland 2005)."""

from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from framing.distance.reading import readable
from framing.language import Language, pipeline
from framing.text.article import Article, with_given_offsets
from framing.text.units import Unit

COLUMNS = {"start": "Int64", "end": "Int64", "marker": "str", "strength": "float64"}
HEDGE, BOOSTER = "hedge", "booster"
_TABLES = {HEDGE: "hedges", BOOSTER: "boosters"}


class Hedging(NamedTuple):
    """A word or phrase that weakens (hedge) or strengthens (booster) a claim."""

    start: int
    end: int
    kind: str
    marker: str
    strength: float


class Expression(NamedTuple):
    """A row of the lists: its words as the parser cuts them, hedge or booster, the row's own form, and its strength."""

    words: tuple[str, ...]
    kind: str
    marker: str
    strength: float


@lru_cache(maxsize=8)
def expressions_of(language: Language) -> dict[str, list[Expression]]:
    """Both lists of a language by first word, the longest first."""
    found: dict[str, list[Expression]] = {}
    for kind, table in _TABLES.items():
        for row in language.table(table):
            marker = row["lemma_or_phrase"]
            words = tuple(token.lower_ for token in pipeline(language.model).make_doc(marker))
            found.setdefault(words[0], []).append(Expression(words, kind, marker, float(row["strength"])))
    for rows in found.values():
        rows.sort(key=lambda row: (-len(row.words), row.kind, row.marker))
    return found


def _stands_at(unit: Unit, i: int, marker: Expression) -> bool:
    """Whether the words of a marker stand from a word on, each as written or by its lemma."""
    words, stop = marker.words, i + len(marker.words)
    if len(words) == 1 and unit.pos[i] == "NOUN" and unit.language.pattern("infinitive_form").search(words[0]):
        return False  # « le pouvoir » is no hedge
    rest = unit.doc[i + 1 : stop]
    return stop <= unit.n and all(w in {t.lower_, t.lemma_.lower()} for w, t in zip(words[1:], rest, strict=True))


def _longest(unit: Unit, i: int, markers: dict[str, list[Expression]]) -> Expression | None:
    """The longest marker that starts at a word; the form as written goes before the lemma, so that « devrait » is a hedge."""
    for first in dict.fromkeys((unit.low[i], unit.doc[i].lemma_.lower())):
        for marker in markers.get(first, ()):
            if _stands_at(unit, i, marker):
                return marker
    return None


def hedging_in(unit: Unit) -> list[Hedging]:
    """The hedges and boosters of a parsed unit; of two that overlap, the longer."""
    markers, found, i = expressions_of(unit.language), [], 0
    while i < unit.n:
        marker = _longest(unit, i, markers)
        if marker is None:
            i += 1
            continue
        stop = i + len(marker.words)
        found.append(Hedging(unit.begin[i], unit.end[stop - 1], marker.kind, marker.marker, marker.strength))
        i = stop
    return found


def _table(text: str | Article, kind: str) -> pd.DataFrame:
    article = readable(text)
    found = (hedging for unit in article.parsed for hedging in hedging_in(unit) if hedging.kind == kind)
    rows = [(h.start, h.end, h.marker, h.strength) for h in found]
    return with_given_offsets(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS), text, article)


def hedges(text: str | Article) -> pd.DataFrame:
    """The words that weaken a claim (`hedges.csv`): columns start, end, marker, strength (0.25 to 1; an order, no measure).

    Raises LanguageError for a text in another language.

    >>> hedges("Le prix semble stable, peut-être.")["marker"].tolist()
    ['sembler', 'peut-être']
    """
    return _table(text, HEDGE)


def boosters(text: str | Article) -> pd.DataFrame:
    """The words that strengthen a claim (`boosters.csv`): columns as in `hedges`.

    >>> boosters("C'est absolument certain.")["marker"].tolist()
    ['absolument', 'certain']
    """
    return _table(text, BOOSTER)
