"""A text and all that it is made of: zones, marks, sentences, words, parse; each is made once, when first asked for."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.language import Language, load
from framing.text.marks import Marks, Pair, find_marks, plain
from framing.text.normalisation import normalise
from framing.text.sentence_splitting import sentences
from framing.text.tokenisation import word_spans
from framing.text.turns import Turn, find_posts, find_turns
from framing.text.units import Cut, Span, Unit, parse
from framing.text.zoning import ARTICLE, Zone, zone_spans

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline


class Article:
    """A text as every annotator reads it; all offsets are those of `text`, ends excluded.

    `given` is the text as given, never altered. `text` is the same in our form (`framing.text.normalisation`): without
    hidden characters, ligatures and words broken at line ends, of which most texts have none; `in_given` leads back.
    `own` has the length of `text`: headline and body in place, the rest of the page blank. `view` is `own` in one
    typography: « » for all quotation marks that pair, one apostrophe, plain spaces. `sentences` are spans of `view`,
    `units` and `asides` what the parser reads of it (see `framing.text.units`).

    >>> article = Article("Le port rouvre\\nPartager\\nLe port d'Orée rouvre jeudi, “enfin”, dit-on.\\n")
    >>> article.own[:24], article.view[53:60]
    ('Le port rouvre\\n        \\n', '«enfin»')
    """

    def __init__(self, text: str, article_id: str = "", language: Language | None = None) -> None:
        self.given = text
        self.article_id = article_id
        self.language = language or load()
        self._normalised = normalise(text, self.language)
        self.text = self._normalised.text

    @property
    def is_altered(self) -> bool:
        """Whether `text` is not the text as given."""
        return self.text != self.given

    def in_given(self, start: int, end: int) -> Span:
        """Where text[start:end] stands in the text as given.

        >>> article = Article("La mi\\u00adnistre")
        >>> article.text, article.in_given(3, 11)
        ('La ministre', (3, 12))
        """
        return self._normalised.in_original(self.given, start, end)

    def from_given(self, start: int, end: int) -> Span:
        """Where given[start:end] stands in `text`."""
        first, last = np.searchsorted(self._normalised.to_original, (start, end))
        return int(first), int(last)

    @cached_property
    def zones(self) -> list[Zone]:
        """The zones of the page, in order, from 0 to the end of the text."""
        return zone_spans(self.text, self.language)

    @cached_property
    def stretches(self) -> list[Span]:
        """Where the article's own words stand: headline and body."""
        return [(z.start, z.end) for z in self.zones if z.zone in ARTICLE]

    @cached_property
    def own(self) -> str:
        """The text without the page's furniture, which is blank."""
        chars = ["\n" if c == "\n" else " " for c in self.text]
        for start, end in self.stretches:
            chars[start:end] = self.text[start:end]
        return "".join(chars)

    @cached_property
    def marks(self) -> Marks:
        """The quotation marks of the article's own words."""
        return find_marks(self.own, self.language)

    @cached_property
    def view(self) -> str:
        """`own` in one typography."""
        return plain(self.own, self.marks)

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of headline and body."""
        return sentences(self.view, self.language)

    @cached_property
    def marked(self) -> list[Span]:
        """What stands between quotation marks, the marks left out."""
        return [(pair.open + 1, pair.close) for pair in self.marks.pairs]

    @cached_property
    def outer(self) -> list[Pair]:
        """The pairs of marks that stand in no other."""
        return [pair for pair in self.marks.pairs if pair.depth == 0]

    def in_marks(self, position: int) -> bool:
        """Whether a position stands between quotation marks."""
        i = int(np.searchsorted(self._opens, position, side="right")) - 1
        return i >= 0 and position < self.outer[i].close

    @cached_property
    def _opens(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        return np.array([pair.open for pair in self.outer], dtype=np.int64)

    @cached_property
    def word_spans(self) -> list[Span]:
        """The words of headline and body (see `framing.text.tokenisation`)."""
        return word_spans(self.own, self.language)

    @cached_property
    def _word_starts(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        return np.array([start for start, _ in self.word_spans], dtype=np.int64)

    def count_words(self, spans: Iterable[Span]) -> int:
        """How many words begin in some spans."""
        starts = self._word_starts
        return int(sum(np.searchsorted(starts, e) - np.searchsorted(starts, s) for s, e in spans))

    @cached_property
    def turns(self) -> list[Turn]:
        """The turns of a transcript; most articles are none."""
        body = [(z.start, z.end) for z in self.zones if z.zone == "body"]
        return find_turns(self.view, body, self.language)

    @cached_property
    def posts(self) -> list[Turn]:
        """The posts of networks that the page shows."""
        return find_posts(self.text, self.own)

    @cached_property
    def cut(self) -> Cut:
        """What the parser reads at once."""
        return Cut(self.view, self.marks, self.sentences, self.language, [turn.opening for turn in self.turns])

    @property
    def units(self) -> list[Unit]:
        """The frames in which a quotation can stand, parsed or not."""
        return self.cut.frames

    @cached_property
    def parsed(self) -> list[Unit]:
        """All units and asides in the order of the text, parsed, with lemmas."""
        parse_articles([self])
        return sorted([*self.units, *self.cut.asides], key=lambda unit: unit.offsets[0])


def with_given_offsets(table: pd.DataFrame, text: "str | Article", article: Article) -> pd.DataFrame:
    """A table of spans (columns start, end) of an article, with the offsets of the text as given where that was a string."""
    if isinstance(text, Article) or not article.is_altered or table.empty:
        return table
    spans = [article.in_given(*span) for span in zip(table["start"], table["end"], strict=True)]
    columns = dict(zip(("start", "end"), zip(*spans, strict=True), strict=True))
    return table.assign(
        **{name: pd.Series(column, table.index).astype(table[name].dtype) for name, column in columns.items()}
    )


def as_article(text: "str | Article") -> Article:
    """A text ready for every annotator; one that is ready already is given back."""
    return text if isinstance(text, Article) else Article(text)


def parse_articles(articles: Iterable[Article], nlp: "Pipeline | None" = None) -> None:
    """Parse every word of some articles, with lemmas, all in one pass of the parser."""
    parse((unit for a in articles for unit in [*a.units, *a.cut.asides]), nlp, lemmas=True)
