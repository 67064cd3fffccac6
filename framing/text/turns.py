"""The turns of a transcript: who speaks stands before a colon at the start of a line, what is said behind it.

State bodies publish their press conferences so, and papers their interviews. A line « Name: sentence » alone is none: a
transcript has two labels that take turns, those of questions and answers, or one that comes back after another.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from framing.language import Language
from framing.text.fold import folded
from framing.text.sentence_splitting import paragraphs

Span = tuple[int, int]
QUESTION, ANSWER, NAME, SIGNED = "question", "answer", "name", "signed"
MIN_SHARE = 1 / 3  # of the paragraphs from the first turn on that open a turn: below, labels are headings of a text
MAX_WORDS = 8  # of a label
MAX_POST = 1000  # characters of a post and its signature
_BULLET = r"(?:[-–—•*]\s?)?"
_SHORT = re.compile(
    rf"{_BULLET}(?P<label>[^\W_]+(?:\s?\d{{1,3}})?)(?:\s?[.:–—-]){{1,3}}(?=\s|$)"
)  # Q:  R. -  Question 2 :
_NAMED = re.compile(rf"{_BULLET}(?P<label>[^\s:«»!?;][^:«»!?;\n]{{0,70}}?)\s?:(?=\s|$)")
# — Lia Brone (@lbrone) 3 avril 2031: what networks put below a post that a page shows
_SIGNATURE = re.compile(r"[—–-]{1,2}\s?(?P<label>[^\s()@—–-][^()@\n]{1,59}?) \(@\w{1,30}\)")
_BRACKETS = re.compile(r"\([^()]*\)|,.*$")
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_NUMBER = re.compile(r"\s?\d{1,3}$")


class Turn(NamedTuple):
    """What somebody says in turn: the label and what opens the line with it, the kind of label, the words, a span a paragraph.

    `is_question`: whether the label says so, or the words end with a question mark.
    """

    opening: Span
    label: Span
    kind: str
    spans: tuple[Span, ...]
    is_question: bool


class _Line(NamedTuple):
    """A paragraph that opens with what can be a label; `key` is the label as it is compared with others."""

    paragraph: int
    opening: Span
    label: Span
    kind: str
    key: str


class _Classes(NamedTuple):
    """The words of a language that labels are made of."""

    questions: frozenset[str]
    answers: frozenset[str]
    roles: frozenset[str]
    small: frozenset[str]


@cache
def _classes(language: Language) -> _Classes:
    questions, answers = (frozenset(map(folded, language.words(f"{kind}_labels"))) for kind in (QUESTION, ANSWER))
    roles = frozenset(map(folded, [*language.roles, *language.civilities]))
    return _Classes(questions, answers, roles, frozenset(map(folded, language.function_words)))


def find_turns(text: str, stretches: Sequence[Span], language: Language) -> list[Turn]:
    """The turns of a transcript, in order, each up to the next; none for any other text.

    `stretches` are the parts of the text in which turns can stand (the body of a page).

    >>> from framing.language import load
    >>> text = "Question : Et le pont ?\\nRéponse : Il est fermé.\\nIl le restera."
    >>> [(text[slice(*turn.label)], len(turn.spans)) for turn in find_turns(text, [(0, len(text))], load())]
    [('Question', 1), ('Réponse', 2)]
    """
    lines = [(first + a, first + b) for first, last in stretches for a, b in paragraphs(text[first:last])]
    classes = _classes(language)
    labelled = [line for i, span in enumerate(lines) if (line := _labelled(text, i, span, classes))]
    opening = _of_transcript(text, labelled, lines)
    if not opening or len(opening) < MIN_SHARE * (len(lines) - opening[0].paragraph):
        return []
    ends = [line.paragraph for line in opening[1:]] + [len(lines)]
    found = (_turn(text, line, lines[line.paragraph : end]) for line, end in zip(opening, ends, strict=True))
    return [turn for turn in found if turn.spans]


def find_posts(text: str, own: str) -> list[Turn]:
    """The posts of networks that a page shows: the paragraph before the signature, or what stands before it in its own.

    `own` is `text` without the page's furniture, of which signatures are a part.

    >>> page = "Tout est prêt.\\n— Lia Brone (@lbrone) 3 avril 2031"
    >>> (post,) = find_posts(page, page)
    >>> page[slice(*post.label)], post.spans
    ('Lia Brone', ((0, 14),))
    """
    found = []
    lines = paragraphs(text)
    for before, (start, end) in zip([(0, 0), *lines], lines, strict=False):
        match = _SIGNATURE.search(text, start, min(end, start + MAX_POST))
        if match is None:
            continue
        first, last = (start, match.start()) if own[start : match.start()].strip() else before
        said = own[first:last]
        if said.strip():
            span = first + len(said) - len(said.lstrip()), first + len(said.rstrip())
            found.append(Turn((start, start), match.span("label"), SIGNED, (span,), False))
    return found


def _turn(text: str, line: _Line, paragraphs_: Sequence[Span]) -> Turn:
    first, *rest = paragraphs_
    spans = tuple(span for span in [(line.opening[1], first[1]), *rest] if span[0] < span[1])
    asks = line.kind == QUESTION or (line.kind == NAME and bool(spans) and _asks(text, spans[-1][1]))
    return Turn(line.opening, line.label, line.kind, spans, asks)


def _asks(text: str, end: int) -> bool:
    return text[max(0, end - 3) : end].rstrip(' »"”').endswith("?")


def _labelled(text: str, number: int, span: Span, classes: _Classes) -> _Line | None:
    """The label that opens a paragraph; None where it opens with none."""
    short = _SHORT.match(text, *span)
    kind = _kind_of(short["label"], classes) if short else NAME
    match = short if short and kind != NAME else _NAMED.match(text, *span)
    if match is None or (kind == NAME and not _is_name(match["label"], classes)):
        return None
    said = text[match.end() : span[1]].lstrip()
    key = kind if kind != NAME else folded(_words(match["label"])[-1])  # « M. Varlat » is « Paul Varlat (préfet) »
    return _Line(number, (span[0], span[1] - len(said)), match.span("label"), kind, key)


def _words(label: str) -> list[str]:
    return _WORD.findall(_BRACKETS.sub("", label))


def _kind_of(label: str, classes: _Classes) -> str:
    key = folded(_NUMBER.sub("", label))
    return QUESTION if key in classes.questions else ANSWER if key in classes.answers else NAME


def _is_name(label: str, classes: _Classes) -> bool:
    """Whether a label can be a name or a role: all its words have capitals, are roles, or are small."""
    words = _words(label)
    if not 0 < len(words) <= MAX_WORDS or not label[0].isupper():
        return False
    named = [w[0].isupper() and folded(w) not in classes.small for w in words]
    known = [folded(w) in classes.roles for w in words]
    fits = all(n or k or folded(w) in classes.small for n, k, w in zip(named, known, words, strict=True))
    return fits and (any(named) or any(known))


def _of_transcript(text: str, lines: Sequence[_Line], spans: Sequence[Span]) -> list[_Line]:
    """The lines that open a turn; none where the labels do not take turns."""
    kinds = {line.kind for line in lines}
    returning: set[str] = set()
    last: dict[str, int] = {}
    for i, line in enumerate(lines):
        if last.get(line.key, i) < i - 1:  # another label stands between
            returning.add(line.key)
        last[line.key] = i
    asked = {
        key
        for a, b in pairwise(lines)
        if a.key != b.key and a.kind == NAME and _asks(text, spans[b.paragraph - 1][1])
        for key in (a.key, b.key)
    }
    if not (returning or asked or {QUESTION, ANSWER} <= kinds):
        return []
    return [line for line in lines if line.kind != NAME or line.key in returning | asked]
