"""How the measures of distance take a text."""

from framing.text.article import Article, as_article
from framing.text.detection import need_language


def readable(text: str | Article) -> Article:
    """A text as an article; raises LanguageError where it is long enough to tell that it is in another language."""
    article = as_article(text)
    need_language(article.text, article.language)
    return article
