"""Turns of a transcript and posts of networks as quotations: word for word the speech of whom the label names."""

from collections.abc import Iterable, Iterator

from framing.quotation.attribution import attributed
from framing.quotation.model import Quote
from framing.quotation.names import NameIndex, names_of
from framing.quotation.speakers import Resolver, Speaker
from framing.quotation.vocabulary import vocabulary_of
from framing.text.article import Article
from framing.text.turns import ANSWER, NAME, Turn

CONSTRUCTION = "turn"
_BY_LABEL, _BY_SIGNATURE, _UNNAMED = "label of a turn", "signature of a post", "question of a turn"
_ROUND = " \n«».,;:!?…–—-"  # marks and stops round what is said


def with_turns(quotes: Iterable[Quote], article: Article, resolver: Resolver) -> list[Quote]:
    """The quotations of an article with its turns and posts; what has no cue and is all of a turn is the turn itself."""
    found = [*turn_quotes(article, resolver), *post_quotes(article, resolver)]
    if not found:
        return list(quotes)
    whole = {_bare(article, quote) for quote in found}
    return [*(q for q in quotes if q.cue is not None or _bare(article, q) not in whole), *found]


def _bare(article: Article, quote: Quote) -> tuple[int, int]:
    """Where the words of a quotation stand, without marks and stops round them."""
    said = article.view[quote.start : quote.end]
    return quote.end - len(said.lstrip(_ROUND)), quote.start + len(said.rstrip(_ROUND))


def post_quotes(article: Article, resolver: Resolver) -> Iterator[Quote]:
    """The posts that the page shows, each a direct quotation without a cue, of whom the signature names."""
    for post in article.posts:
        described = resolver.describe(article.text[slice(*post.label)], post.label[0])
        yield _quote(article, post, Speaker(described.name, described.kind, _BY_SIGNATURE))


def turn_quotes(article: Article, resolver: Resolver) -> Iterator[Quote]:
    """The turns of an article, each a direct quotation without a cue, its label the source.

    A label that only says that an answer follows stands for who has answered before it, by name, else for the one person
    who is named before the first turn. A question that names nobody has no speaker.

    >>> text = "La ministre Lia Brone a répondu.\\nQ : Et le pont ?\\nR : Il est fermé."
    >>> from framing.language import load
    >>> article = Article(text)
    >>> [quote.speaker for quote in turn_quotes(article, Resolver(article.own, load()))]
    [None, 'Lia Brone']
    """
    answering = None
    for turn in article.turns:
        speaker = _speaker(article, turn, resolver)
        if turn.kind == NAME and not turn.is_question:
            answering = speaker
        elif turn.kind == ANSWER:
            answering = answering or _host(article)
            speaker = answering or speaker
        yield _quote(article, turn, speaker)


def _speaker(article: Article, turn: Turn, resolver: Resolver) -> Speaker:
    """Whom a label names."""
    if turn.kind != NAME:
        return Speaker(None, "none", _UNNAMED)
    described = resolver.describe(article.own[slice(*turn.label)], turn.label[0])
    return Speaker(described.name, described.kind, _BY_LABEL)


def _host(article: Article) -> Speaker | None:
    """The one person who is named before the first turn."""
    before = article.own[: article.turns[0].opening[0]]
    index = NameIndex(before, article.language)
    named = {index.fullest(found.name) for found in names_of(before, vocabulary_of(article.language))} - {None}
    return Speaker(named.pop(), "name", _BY_LABEL) if len(named) == 1 else None


def _quote(article: Article, turn: Turn, speaker: Speaker) -> Quote:
    return attributed(turn.spans, "direct", speaker, CONSTRUCTION, article.language, source=turn.label)
