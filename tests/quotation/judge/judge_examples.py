"""What the tests of the judge share: a parsed sentence, and contents as words."""

from framing.quotation.judge.facts import Facts
from framing.quotation.relations import reading_of
from framing.text.article import Article, parse_articles


def facts_of(text):
    article = Article(text)
    parse_articles([article])
    return Facts(reading_of(article.units[0], article.language))


def words(facts, content):
    first, last = content
    return " ".join(facts.u.words[first : last + 1])


def verb_of(facts, form):
    return next(v for v in facts.reading.verbs if facts.u.low[v.at] == form)
