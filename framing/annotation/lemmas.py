"""Every word of an article as a lemma, and how often each voice uses which."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from framing.text.article import Article
from framing.text.units import Unit
from framing.voice.labels import Mention
from framing.voice.segments import Segment, voice_at

NUMBER, TERM, OTHER = "NUM", "TERM", "X"  # a number, a term of the study, a word of which the parser says nothing
_VERBS = frozenset(["AUX", "VERB"])
_NO_WORDS = frozenset(["PUNCT", "SPACE", "SYM"])
_PRONOUN = "PRON"


class Lemma(NamedTuple):
    """A word, or a term of several: where it begins, its lemma in lower case, its part of speech (Universal Dependencies)."""

    start: int
    lemma: str
    pos: str


class _Token(NamedTuple):
    """A token of the parser; `head` is where the token that it hangs on begins."""

    start: int
    end: int
    lemma: str
    pos: str
    head: int


def _tokens(unit: Unit) -> Iterator[_Token]:
    lemmas = (token.lemma_.lower() for token in unit.doc)
    heads = (unit.begin[head] for head in unit.head)
    return map(_Token, unit.begin, unit.end, lemmas, unit.pos, heads)


def lemmas_of(article: Article) -> list[Lemma]:
    """A lemma for each word that `framing.text.tokenisation.words` counts, in the order of the text.

    A word of several tokens (*rendez-vous*, *12 000*) is one lemma, as it is written in lower case, with the part of
    speech of the token that the others hang on; a verb with its pronouns (*dit-elle*) is the verb. A lemma that begins
    with a digit is a number. Words that share a token (*2022/2023*), or that the parser did not see, are as they are written.

    >>> article = Article("Le G7 a, dit-elle, fêté 12 000 porte-parole.")
    >>> [(lemma, pos) for _, lemma, pos in lemmas_of(article)][1:]
    [('g7', 'NOUN'), ('avoir', 'AUX'), ('dire', 'VERB'), ('fêter', 'VERB'), ('12 000', 'NUM'), ('porte-parole', 'NOUN')]
    """
    spans = article.word_spans
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    parts: list[list[_Token]] = [[] for _ in spans]
    shared: set[int] = set()
    for token in (token for unit in article.parsed for token in _tokens(unit)):
        held = range(bisect_right(ends, token.start), bisect_left(starts, token.end))
        for k in held:
            parts[k].append(token)
        if len(held) > 1:
            shared.update(held)
    return [
        _lemma(start, article.view[start:end].lower(), [] if k in shared else parts[k])
        for k, (start, end) in enumerate(spans)
    ]


def _lemma(start: int, written: str, tokens: list[_Token]) -> Lemma:
    """The lemma of a word by its tokens; without any, as it is written."""
    lemma, pos = written, OTHER
    if len(tokens) == 1:
        lemma, pos = tokens[0].lemma.strip(".") or written, tokens[0].pos
    elif tokens:
        inside = {token.start for token in tokens}
        top = next((token for token in tokens if token.head not in inside or token.head == token.start), tokens[0])
        inverted = tokens[0].pos in _VERBS and tokens[-1].pos == _PRONOUN
        lemma, pos = (tokens[0].lemma, tokens[0].pos) if inverted else (written, top.pos)
    if lemma[0].isdigit():
        pos = NUMBER
    return Lemma(start, lemma, OTHER if pos in _NO_WORDS else pos)


def lemma_rows(
    article: Article, segments: Sequence[Segment], actors: Mapping[str, str | None], found: Sequence[Mention]
) -> list[tuple[Any, ...]]:
    """Counts of lemmas by voice, and in whose mouth each stands first; a study's term of several words is one lemma.

    `actors` are those of the quotations, `found` the mentions of the study's concepts. The counts of a voice add up to its
    words, those of a term taken together. Offsets are left out on purpose: with them the article could be put together
    again.
    """
    terms = [mention for mention in found if " " in mention.variant]
    inside = {at for term in terms for at in range(term.start, term.end)}
    items = [lemma for lemma in lemmas_of(article) if lemma.start not in inside]
    items += [Lemma(term.start, term.variant.lower(), TERM) for term in terms]
    counts: dict[tuple[str, ...], int] = {}
    introduced: dict[str, tuple[int, tuple[str, ...]]] = {}
    for position, lemma, pos in items:
        segment = voice_at(segments, position)
        if segment is None:
            continue
        key = (segment.voice, segment.speech or "", actors.get(segment.quote_id or "") or "", lemma, pos)
        counts[key] = counts.get(key, 0) + 1
        introduced[lemma] = min((position, key), introduced.get(lemma, (position, key)))
    first = {key for _, key in introduced.values()}
    return [
        (
            article.article_id,
            voice,
            speech or None,
            actor or None,
            lemma,
            pos,
            n,
            (voice, speech, actor, lemma, pos) in first,
        )
        for (voice, speech, actor, lemma, pos), n in sorted(counts.items())
    ]
