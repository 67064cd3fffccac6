"""What the judge looks at in a candidate: names of features that hold of its cue, its content and its source.

A feature holds or does not; its weight stands in `judge.csv` of the language. What is said of a cue or a source is said in
each construction apart (`&`), for « évoquer » with a noun is not « évoquer » with a clause.

Features come in groups. A group is what is seen of a candidate, in a tuple, and a function that names it: most candidates of
a corpus look alike in a group, and what looks alike is named and weighed once.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from framing.language import Language
from framing.quotation.judge.facts import CROSSED, Facts
from framing.quotation.relations.grammar import has_ne
from framing.quotation.relations.noun_phrases import can_speak
from framing.quotation.relations.relation import Range, Relation, Verb
from framing.text.units import Unit

Seen = tuple[Callable[..., Iterable[str]], tuple[Hashable, ...]]  # what names a group, and what is seen

_LENGTHS = (1, 2, 4, 8, 15, 30)
_MOODS = ("Mood=Cnd", "Tense=Fut", "Tense=Imp", "Tense=Past", "Mood=Sub")
_NO_USE = frozenset(["lemma", "source"])


class Heads:
    """The words that stand for a candidate's cue, content and source, each looked up when it is asked for."""

    __slots__ = ("_content", "_parts", "_source", "_u", "cue", "source_words")

    def __init__(self, u: Unit, r: Relation) -> None:
        self._u, self._parts, self.source_words = u, r.content, r.source
        self._content: int | None = None
        self._source: int | None = None
        self.cue = r.verb if r.verb is not None else r.cue[1] if r.cue else None

    @property
    def content(self) -> int:
        """The content's word; a cue without a content yet has none."""
        if self._content is None:
            self._content = head_of(self._u, self._parts)
        return self._content

    @property
    def source(self) -> int | None:
        """The source's word."""
        if self._source is None and self.source_words is not None:
            self._source = head_of(self._u, [self.source_words])
        return self._source

    @property
    def at(self) -> int:
        """The cue's word, without a cue the content's."""
        return self.content if self.cue is None else self.cue


def head_of(u: Unit, parts: Sequence[Range]) -> int:
    """The first word whose head stands outside of all parts."""
    heads = u.head
    if len(parts) == 1:
        first, last = parts[0]
        for k in range(first, last + 1):
            up = heads[k]
            if up == k or not first <= up <= last:
                return k
        return first
    for a, b in parts:
        for k in range(a, b + 1):
            up = heads[k]
            if up == k or not any(x <= up <= y for x, y in parts):
                return k
    return parts[0][0]


def bucket(n: int) -> int:
    """How many of some lengths a number reaches."""
    return bisect_right(_LENGTHS, n)


def features(facts: Facts, r: Relation, heads: Heads, by_rule: str) -> Iterator[str]:
    """The features of a candidate; `by_rule`: whether a rule gives it (`self`), another of its cue (`cue`), or none."""
    for names, seen in (*seen_of_cue(facts, r, heads), *seen_of_content(facts, r, heads, by_rule)):
        yield from names(*seen)


def seen_of_cue(facts: Facts, r: Relation, heads: Heads) -> list[Seen]:
    """What holds of the cue and the source in this construction, whatever the content."""
    if r.cue is None:
        return [(_names_of_construction, (r.construction,)), _source(facts, r, heads)]
    verb = facts.verb_at(r.verb)
    found = [_cue(facts, r, verb), _place_of_cue(facts, r, heads), _source(facts, r, heads)]
    if verb is not None:
        found.append(_form_of_verb(facts, verb, r.construction))
    return found


def seen_of_content(facts: Facts, r: Relation, heads: Heads, by_rule: str) -> tuple[Seen, ...]:
    """What holds of the content: its head, its size, its edges, its marks, and what it crosses."""
    kind, first, end = r.construction, r.content[0][0], r.content[-1][1]
    return (
        (_names_of_rule, (kind, by_rule, len(r.content))),
        _head(facts, heads, kind, first, end),
        _size(facts, r.content, kind, first, end),
        _start(facts, kind, first),
        _end(facts, kind, end),
        _marks(facts, kind, first, end),
        _crossed(facts, r.content, kind, first, end),
        _distance(facts, heads.at, kind, first, end),
        _overlap(facts, r),
    )


# --- the cue ----------------------------------------------------------------------------------------------------------


def _names_of_construction(kind: str) -> Iterator[str]:
    yield f"construction={kind}"


def _cue(facts: Facts, r: Relation, verb: Verb | None) -> Seen:
    entry = None if verb is None else (verb.cue.frames, verb.cue.cognition, verb.cue.pronominal)
    return _names_of_cue, (facts.reading.language, r.construction, r.lemma, r.cls, r.form, r.passive, entry)


def _names_of_cue(
    language: Language,
    kind: str,
    lemma: str | None,
    cls: str | None,
    form: str,
    passive: bool,
    entry: tuple[frozenset[str], bool, bool] | None,
) -> Iterator[str]:
    """What the tables say of it."""
    yield f"construction={kind}"
    for name in (f"lemma={lemma}", f"class={cls}", f"form={form}"):
        yield name
        yield f"{name}&{kind}"
    yield f"passive={passive}&{kind}"
    for use in uses(language, kind == "noun", lemma or ""):
        yield f"{use}&{kind}"
    if entry is not None:
        frames, cognition, pronominal = entry
        for frame in sorted(frames):
            yield f"frame={frame}&{kind}"
        yield f"cognition={cognition}&{kind}"
        yield f"pronominal={pronominal}"


def _place_of_cue(facts: Facts, r: Relation, heads: Heads) -> Seen:
    u, at, before = facts.u, heads.at, r.cue[0] if r.cue else 0
    seen = (r.construction, u.dep[at], u.pos[at], facts.shown[before], u.pos[u.head[at]], facts.in_marks[at])
    return _names_of_place, seen


def _names_of_place(kind: str, dep: str, pos: str, before: str, above: str, in_marks: bool) -> Iterator[str]:
    """Where it stands in its sentence."""
    yield f"cue_dep={dep}"
    yield f"cue_dep={dep}&{kind}"
    yield f"cue_pos={pos}"
    yield f"before_cue={before}"
    yield f"above={above}"
    if in_marks:
        yield "cue_in_marks"


def _form_of_verb(facts: Facts, verb: Verb, kind: str) -> Seen:
    u, c, first = facts.u, facts.reading.classes, verb.group[0]
    negated = None
    if has_ne(facts.reading, verb):
        negated = not c.negations.isdisjoint(u.low[first : verb.end + 3])
    reflexive = not c.reflexives.isdisjoint(u.low[first : verb.at])
    return _names_of_form, (kind, verb.form, u.morph[first], u.morph[verb.at], negated, reflexive)


def _names_of_form(
    kind: str, form: str, morph_of_first: str, morph: str, negated: bool | None, reflexive: bool
) -> Iterator[str]:
    """How the verb is inflected; `negated`: by both halves, by one, or not at all (None)."""
    if form == "finite" and "Mood=Imp" in morph:
        yield "imperative"
    if negated is not None:
        yield f"negated={negated}&{kind}"
    if reflexive:
        yield "reflexive"
    yield from (mood for mood in _MOODS if mood in morph_of_first + morph)


@lru_cache(maxsize=4096)
def uses(language: Language, is_noun: bool, lemma: str) -> tuple[str, ...]:
    """How a verb (`reporting_uses.csv`) or a noun (`noun_uses.csv`) is mostly used in news, 0 to 3 by construction."""
    row = next(
        (row for row in language.table("noun_uses" if is_noun else "reporting_uses") if row["lemma"] == lemma), {}
    )
    return tuple(f"use={name}{value}" for name, value in row.items() if name not in _NO_USE)


# --- the source -------------------------------------------------------------------------------------------------------


def _source(facts: Facts, r: Relation, heads: Heads) -> Seen:
    u, kind, head = facts.u, r.construction, heads.source
    if r.source is None or head is None:
        return _names_of_no_source, (kind,)
    sort = _sort_of_source(facts, head, r.source[0])
    pronoun = (u.low[head], facts.in_marks[heads.at]) if sort == "pronoun" else None
    role = facts.reading.language.roles.get(u.low[head])
    far = None if r.cue is None else (r.source[0] > r.cue[1], bucket(abs(r.cue[0] - r.source[1])))
    return _names_of_source, (kind, r.cls, sort, u.dep[head], pronoun, role.kind if role else "", far)


def _names_of_no_source(kind: str) -> Iterator[str]:
    yield "source=none"
    yield f"source=none&{kind}"


def _names_of_source(
    kind: str,
    cls: str | None,
    sort: str,
    dep: str,
    pronoun: tuple[str, bool] | None,
    role: str,
    far: tuple[bool, int] | None,
) -> Iterator[str]:
    """Who speaks, and how far from the cue: whether behind it, and at which distance."""
    yield f"source={sort}"
    yield f"source={sort}&{kind}"
    yield f"source={sort}&class={cls}"
    # The parser wavers between an object and a dependency that it cannot name, by the batch that it reads.
    yield f"source_dep={'obj' if dep == 'dep' else dep}"
    if pronoun is not None:
        yield f"pronoun={pronoun[0]}&quoted={pronoun[1]}"
    yield f"role={role}"
    if far is not None:
        yield f"source_after={far[0]}"
        yield f"source_distance={far[1]}"


def _sort_of_source(facts: Facts, head: int, first: int) -> str:
    u, reading = facts.u, facts.reading
    if u.pos[head] == "PRON" or u.low[head] in reading.classes.subject_pronouns:
        return "pronoun"
    if u.pos[head] == "PROPN":
        return "name"
    if u.low[head] in reading.language.roles:
        return "role"
    return "able" if can_speak(reading, head, first) else "other"


# --- the content ------------------------------------------------------------------------------------------------------


def _names_of_rule(kind: str, by_rule: str, parts: int) -> Iterator[str]:
    yield f"rule={by_rule}"
    yield f"rule={by_rule}&{kind}"
    yield f"parts={parts}"


def _head(facts: Facts, heads: Heads, kind: str, first: int, end: int) -> Seen:
    u, language, head = facts.u, facts.reading.language, heads.content
    word, right = u.low[head], u.right[head]
    lists = (word in language.attitudes, word in language.roles, word in language.nouns)
    seen = (
        u.pos[head],
        u.dep[head],
        u.head[head] == heads.at,
        (right > end) - (right < end),
        u.left[head] >= first - 1,
    )
    return _names_of_head, (kind, *seen, lists)


def _names_of_head(
    kind: str, pos: str, dep: str, tied: bool, subtree: int, starts: bool, lists: tuple[bool, bool, bool]
) -> Iterator[str]:
    """Its main word: whether it is tied to the cue, and how its subtree lies to the content."""
    yield f"head_pos={pos}&{kind}"
    yield f"head_dep={dep}&{kind}"
    yield f"tied={tied}&{kind}"
    yield f"subtree={subtree}&{kind}"
    yield f"starts_subtree={starts}"
    for name, listed in zip(("attitude", "role", "noun_cue"), lists, strict=True):
        if listed:
            yield f"head={name}"


def _size(facts: Facts, parts: Sequence[Range], kind: str, first: int, end: int) -> Seen:
    length = sum(b - a + 1 for a, b in parts)
    finite, commas, cues = (facts.all_within(counts, parts) for counts in (facts.finite, facts.commas, facts.cues))
    comma = facts.first_comma((first, end))
    late = comma is not None and not facts.within(facts.finite, first, comma)
    return _names_of_size, (kind, bucket(length), min(finite, 3), min(commas, 3), min(cues, 3), late)


def _names_of_size(kind: str, length: int, finite: int, commas: int, cues: int, late: bool) -> Iterator[str]:
    """How long it is; `late`: its first comma stands before any verb."""
    yield f"length={length}&{kind}"
    yield f"finite={finite}&{kind}"
    yield f"commas={commas}"
    yield f"cues={cues}&{kind}"
    yield f"verbless_start={late}&{kind}&finite={finite > 0}"


def _start(facts: Facts, kind: str, first: int) -> Seen:
    return _names_of_start, (kind, facts.shown[first], facts.shown[first + 1], facts.u.pos[first])


def _names_of_start(kind: str, opening: str, word: str, pos: str) -> Iterator[str]:
    """Its first word, and the one before."""
    yield f"opening={opening}"
    yield f"opening={opening}&{kind}"
    yield f"first={pos}&{kind}"
    yield f"first_word={word}"


def _end(facts: Facts, kind: str, end: int) -> Seen:
    u, shown = facts.u, facts.shown
    return _names_of_end, (kind, u.pos[end], shown[end + 1], shown[end + 2], facts.boundaries[end + 1], end >= u.last)


def _names_of_end(kind: str, pos: str, word: str, behind: str, boundary: str, to_end: bool) -> Iterator[str]:
    """Its last word, and the one behind."""
    yield f"last={pos}&{kind}"
    yield f"last_word={word}"
    yield f"behind={behind}"
    yield f"behind={boundary}&{kind}"
    yield f"to_end={to_end}&{kind}"


def _marks(facts: Facts, kind: str, first: int, end: int) -> Seen:
    pairs = [(a, b) for a, b, _ in facts.u.pairs]
    if not pairs:
        return _names_of_marks, (kind, "", False, False, False)
    whole = (first, end) in pairs
    holds = any(first <= a and b <= end for a, b in pairs)
    within = not whole and any(a <= first and end <= b for a, b in pairs)
    edges = any(a == first for a, _ in pairs), any(b == end for _, b in pairs)
    cuts = any(first <= a <= end < b or a < first <= b < end for a, b in pairs)
    return _names_of_marks, (kind, "whole" if whole else "some" if holds else "within" if within else "", *edges, cuts)


def _names_of_marks(kind: str, marks: str, at_start: bool, at_end: bool, cuts: bool) -> Iterator[str]:
    """How it lies to quotation marks."""
    yield f"marks={marks}&{kind}"
    yield f"marked_edges={at_start}{at_end}&{kind}"
    if cuts:
        yield "cuts_marks"


def _crossed(facts: Facts, parts: Sequence[Range], kind: str, first: int, end: int) -> Seen:
    counts, numbers = facts.crossings, _NOTHING_CROSSED
    for a, b in parts:
        if b > a and (before := counts[a + 1]) != (behind := counts[b + 1]):
            numbers = tuple([n + y - x for n, x, y in zip(numbers, before, behind, strict=True)])
    return _names_of_crossed, (kind, numbers, facts.within(facts.brackets, first, end) != 0)


_NOTHING_CROSSED = (0,) * len(CROSSED)


def _names_of_crossed(kind: str, numbers: tuple[int, ...], unbalanced: bool) -> Iterator[str]:
    """How many boundaries of each kind stand in it."""
    for name, number in zip(CROSSED, numbers, strict=True):
        yield f"crosses_{name}={min(number, 2)}&{kind}"
    if unbalanced:
        yield "unbalanced"


def _distance(facts: Facts, at: int, kind: str, first: int, end: int) -> Seen:
    far, between = (first - at, (at + 1, first - 1)) if first > at else (at - end, (end + 1, at - 1))
    if between[0] > between[1]:
        return _names_of_distance, (kind, bucket(far), False, False, False)
    stands = [facts.within(counts, *between) > 0 for counts in (facts.finite, facts.commas, facts.ques)]
    return _names_of_distance, (kind, bucket(far), *stands)


def _names_of_distance(kind: str, far: int, verb: bool, comma: bool, que: bool) -> Iterator[str]:
    """How far from the cue it is, and what stands between the two."""
    yield f"distance={far}&{kind}"
    if verb:
        yield "verb_between"
    if comma:
        yield "comma_between"
    if que:
        yield "que_between"


def _overlap(facts: Facts, r: Relation) -> Seen:
    cue, source, parts = r.cue, r.source, r.content
    holds_cue = cue is not None and any(a <= cue[0] <= b for a, b in parts)
    if source is None:
        return _names_of_overlap, (holds_cue, False, False, False)
    holds_source = any(a <= source[0] <= b for a, b in parts)
    next_cue = any(subject == source and any(a < k <= b for a, b in parts) for k, subject in facts.speakers_of_cues)
    in_source = any(source[0] <= a <= source[1] for a, _ in parts)
    return _names_of_overlap, (holds_cue, holds_source, in_source, next_cue)


def _names_of_overlap(holds_cue: bool, holds_source: bool, in_source: bool, next_cue: bool) -> Iterator[str]:
    """Whether cue, source and content lie in each other, and whether the content holds what its source goes on to report."""
    if next_cue:
        yield "next_cue_in_content"
    if holds_cue:
        yield "cue_in_content"
    if holds_source:
        yield "source_in_content"
    if in_source:
        yield "source_holds_content"
