"""Units filled from a document that is parsed already, instead of parsed anew."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Token

from framing.text.units import Unit


class _Placed(NamedTuple):
    """A token of the document, and the characters of a unit's sentence that it has."""

    token: Token
    start: int
    end: int


def read_parse(units: Iterable[Unit], doc: Doc) -> None:
    """Give units of the text of `doc` the words and the parse that the document has there.

    Tokens that a unit leaves out (quotation marks, spaces, the further sentences of a quotation) are skipped: what hung on
    one hangs on the next word above it that the unit has, and is a root of its own where there is none. A unit whose
    characters the tokens do not share out exactly stays unparsed.

    >>> import spacy
    >>> from framing.text.article import Article
    >>> doc = Doc(spacy.blank("fr").vocab, ["«", "Oui", "»", ",", "dit", "Élise"], heads=[1, 4, 1, 4, 4, 4], deps=["dep"] * 6)
    >>> (unit,) = Article(doc.text).units
    >>> read_parse([unit], doc)
    >>> unit.words, unit.head
    (('Oui', ',', 'dit', 'Élise'), (2, 2, 2, 2))
    """
    starts = [token.idx for token in doc]
    for unit in units:
        placed = list(_placed(unit, doc, starts))
        part = _part(unit, placed, doc)
        if [token.idx for token in part] == [p.start for p in placed]:
            unit.read(part)


def _placed(unit: Unit, doc: Doc, starts: list[int]) -> Iterator[_Placed]:
    """The tokens of which the unit has a character that is no space, in order."""
    place = {offset: k for k, offset in enumerate(unit.offsets) if not unit.sentence[k].isspace()}
    first = bisect_right(starts, unit.offsets[0]) - 1
    for token in doc[max(first, 0) : bisect_left(starts, unit.offsets[-1] + 1)]:
        inside = [place[o] for o in range(token.idx, token.idx + len(token)) if o in place]
        if inside:
            yield _Placed(token, inside[0], inside[-1] + 1)


def _part(unit: Unit, placed: list[_Placed], doc: Doc) -> Doc:
    """A document of its own for a unit: its words as the unit writes them, with the parse of their tokens."""
    number = {p.token.i: k for k, p in enumerate(placed)}
    heads = [number.get(_head(p.token, number), k) for k, p in enumerate(placed)]
    return Doc(
        doc.vocab,
        [unit.sentence[p.start : p.end] for p in placed],
        [unit.sentence[p.end : p.end + 1] == " " for p in placed],
        heads=heads,
        deps=["ROOT" if head == k else p.token.dep_ for k, (head, p) in enumerate(zip(heads, placed, strict=True))],
        pos=[p.token.pos_ for p in placed],
        morphs=[str(p.token.morph) for p in placed],
        lemmas=[p.token.lemma_ for p in placed],
    )


def _head(token: Token, number: dict[int, int]) -> int:
    """The nearest token above another that the unit has; the root of its sentence where there is none."""
    head = token.head
    while head.i not in number and head.head.i != head.i:
        head = head.head
    return head.i
