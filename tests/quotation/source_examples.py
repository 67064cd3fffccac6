"""What the tests of speakers share: a source in brackets, read in its article."""

from framing.quotation.antecedents import source_of
from framing.quotation.speakers import Resolver
from framing.text.article import Article
from framing.text.units import parse


def source_in(before, sentence):
    """The source that stands in brackets in a sentence, and what the article before it has told."""
    start = len(before) + 1 + sentence.index("[")
    end = len(before) + sentence.index("]")
    article = Article(f"{before} {sentence.replace('[', '').replace(']', '')}")
    parse(article.units)
    resolver = Resolver(article.own, article.language)
    for unit in article.units:
        resolver.read(unit)
    last = article.units[-1]
    words = [k for k in range(last.n) if start <= last.begin[k] and last.end[k] <= end]
    return source_of(last, words[0], words[-1], article.own, resolver.words), resolver.context
