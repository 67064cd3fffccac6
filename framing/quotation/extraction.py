"""Quotations and their sources: who says what, in whose words, by which cue.

Rules on marks, word order and parse. The relations are those of PARC 3.0 (Pareti 2016) with the types of FRACAS
(Richard et al. 2023): direct, indirect, mixed.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from framing.quotation.assembling import Assembler
from framing.quotation.gate import gated
from framing.quotation.model import Extraction
from framing.text.article import Article, as_article
from framing.text.units import Unit, parse

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline


def extract(text: str | Article, *, nlp: "Pipeline | None" = None, fast: bool = True) -> Extraction:
    """Quotations, islands and warnings of one text.

    `fast` parses only the sentences that hold a mark or a word that can be a cue; the result is the same without.

    >>> [q.speaker for q in extract("« Rien n'est joué », a déclaré Claire Ravel.").quotes]
    ['Claire Ravel']
    """
    return next(extract_many([text], nlp=nlp, fast=fast))


def extract_many(
    texts: Iterable[str | Article], *, nlp: "Pipeline | None" = None, fast: bool = True, batch_size: int = 32
) -> Iterator[Extraction]:
    """`extract` for many texts, lazily, `batch_size` texts parsed together; what is parsed already is not parsed anew.

    Offsets are those of a text as given; those of an `Article` are those of its `text`.
    """
    waiting = iter(texts)
    while batch := list(islice(waiting, batch_size)):
        articles = [as_article(text) for text in batch]
        remembered = [gated(article) for article in articles]
        read = remembered if fast else [article.units for article in articles]
        parse((unit for units in read for unit in units), nlp)
        for text, article, units, some in zip(batch, articles, read, remembered, strict=True):
            extraction = _extraction(article, units, some)
            yield extraction if isinstance(text, Article) else in_given(extraction, article)


def in_given(extraction: Extraction, article: Article) -> Extraction:
    """The extraction of an article with the offsets of the text as given."""
    if not article.is_altered:
        return extraction
    return extraction.moved(article.in_given)


def _extraction(article: Article, units: Iterable[Unit], remembered: Iterable[Unit]) -> Extraction:
    warnings = list(article.cut.warnings)
    if unpaired := len(article.marks.unpaired):
        warnings.insert(0, f"{unpaired} quotation marks without a partner, left out")
    if article.turns:
        warnings.append(f"transcript: {len(article.turns)} turns, each read as the words of whom its label names")
    extraction = Assembler(article).read(units, remembered)
    return extraction._replace(warnings=(*warnings, *extraction.warnings))
