"""What the judge looks at in a candidate: names of features that hold of its cue, its content and its source.

A feature holds or does not; its weight stands in `judge.csv` of the language. What is said of a cue or a source is said in
each construction apart (`&`), for « évoquer » with a noun is not « évoquer » with a clause.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from framing.language import Language
from framing.quotation.judge.facts import Facts
from framing.quotation.relations.grammar import has_ne
from framing.quotation.relations.noun_phrases import can_speak
from framing.quotation.relations.relation import Range, Relation, Verb
from framing.text.units import Unit

_LENGTHS = (1, 2, 4, 8, 15, 30)
_CROSSED = ("comma", "conjunction", "bracket", "gerund", "agent", "stop", "relative")
_MOODS = ("Mood=Cnd", "Tense=Fut", "Tense=Imp", "Tense=Past", "Mood=Sub")
_NO_USE = frozenset(["lemma", "source"])
_SHOWN = frozenset(
    ["ADP", "SCONJ", "PRON", "PUNCT", "CCONJ", "DET"]
)  # words of these parts of speech are features themselves


class Heads:
    """The words that stand for a candidate's cue, content and source."""

    def __init__(self, u: Unit, r: Relation) -> None:
        self._u, self._content = u, r.content
        self.source = None if r.source is None else head_of(u, [r.source])
        self.cue = r.verb if r.verb is not None else r.cue[1] if r.cue else None

    @cached_property
    def content(self) -> int:
        """The content's word, looked up when it is asked for: a cue without a content yet has none."""
        return head_of(self._u, self._content)

    @property
    def at(self) -> int:
        """The cue's word, without a cue the content's."""
        return self.content if self.cue is None else self.cue


def head_of(u: Unit, parts: Sequence[Range]) -> int:
    """The first word whose head stands outside of all parts."""
    first = parts[0][0]
    for a, b in parts:
        for k in range(a, b + 1):
            up = u.head[k]
            if up == k or not any(x <= up <= y for x, y in parts):
                return k
    return first


def _bucket(n: int) -> int:
    return sum(n >= length for length in _LENGTHS)


def _shown(u: Unit, k: int) -> str:
    """A function word itself, of other words the part of speech; nothing outside of the sentence."""
    if not 0 <= k < u.n:
        return ""
    return u.low[k] if u.pos[k] in _SHOWN else u.pos[k]


def features(facts: Facts, r: Relation, heads: Heads, by_rule: str) -> Iterator[str]:
    """The features of a candidate; `by_rule`: whether a rule gives it (`self`), another of its cue (`cue`), or none."""
    yield from cue_features(facts, r, heads)
    yield from source_features(facts, r, heads)
    yield from content_features(facts, r, heads, by_rule)


# --- the cue ----------------------------------------------------------------------------------------------------------


def cue_features(facts: Facts, r: Relation, heads: Heads) -> Iterator[str]:
    """What holds of the cue in this construction, whatever the content."""
    u, kind = facts.u, r.construction
    yield f"construction={kind}"
    if r.cue is None:
        return
    for name in (f"lemma={r.lemma}", f"class={r.cls}", f"form={r.form}", f"cue_dep={u.dep[heads.at]}"):
        yield name
        yield f"{name}&{kind}"
    yield f"passive={r.passive}&{kind}"
    yield f"cue_pos={u.pos[heads.at]}"
    yield f"before_cue={_shown(u, r.cue[0] - 1)}"
    yield f"above={u.pos[u.head[heads.at]]}"
    if any(a <= heads.at <= b for a, b, _ in u.pairs):
        yield "cue_in_marks"
    for use in uses(facts.reading.language, kind == "noun", r.lemma or ""):
        yield f"{use}&{kind}"
    verb = next((v for v in facts.reading.verbs if v.at == r.verb), None) if r.verb is not None else None
    if verb is not None:
        yield from _verb_features(facts, verb, kind)


def _verb_features(facts: Facts, verb: Verb, kind: str) -> Iterator[str]:
    u = facts.u
    for frame in sorted(verb.cue.frames):
        yield f"frame={frame}&{kind}"
    yield f"cognition={verb.cue.cognition}&{kind}"
    if verb.form == "finite" and "Mood=Imp" in u.morph[verb.at]:
        yield "imperative"
    yield f"pronominal={verb.cue.pronominal}"
    if has_ne(facts.reading, verb):
        full = any(word in facts.reading.classes.negations for word in u.low[verb.group[0] : verb.end + 3])
        yield f"negated={full}&{kind}"
    if any(u.low[k] in facts.reading.classes.reflexives for k in range(verb.group[0], verb.at)):
        yield "reflexive"
    morph = u.morph[verb.group[0]] + u.morph[verb.at]
    yield from (mood for mood in _MOODS if mood in morph)


@lru_cache(maxsize=4096)
def uses(language: Language, is_noun: bool, lemma: str) -> tuple[str, ...]:
    """How a verb (`reporting_uses.csv`) or a noun (`noun_uses.csv`) is mostly used in news, 0 to 3 by construction."""
    row = next(
        (row for row in language.table("noun_uses" if is_noun else "reporting_uses") if row["lemma"] == lemma), {}
    )
    return tuple(f"use={name}{value}" for name, value in row.items() if name not in _NO_USE)


# --- the source -------------------------------------------------------------------------------------------------------


def source_features(facts: Facts, r: Relation, heads: Heads) -> Iterator[str]:
    """What holds of the source."""
    u, kind = facts.u, r.construction
    if r.source is None or heads.source is None:
        yield "source=none"
        yield f"source=none&{kind}"
        return
    sort = _sort_of_source(facts, heads.source, r.source[0])
    yield f"source={sort}"
    yield f"source={sort}&{kind}"
    yield f"source={sort}&class={r.cls}"
    # The parser wavers between an object and a dependency that it cannot name, by the batch that it reads.
    yield f"source_dep={'obj' if u.dep[heads.source] == 'dep' else u.dep[heads.source]}"
    if sort == "pronoun":
        quoted = any(a <= heads.at <= b for a, b, _ in u.pairs)
        yield f"pronoun={u.low[heads.source]}&quoted={quoted}"
    role = facts.reading.language.roles.get(u.low[heads.source])
    yield f"role={role.kind if role else ''}"
    if r.cue is not None:
        yield f"source_after={r.source[0] > r.cue[1]}"
        yield f"source_distance={_bucket(abs(r.cue[0] - r.source[1]))}"


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


def content_features(facts: Facts, r: Relation, heads: Heads, by_rule: str) -> Iterator[str]:
    """What holds of the content: its head, its size, its edges, its marks, and what it crosses."""
    kind, (first, _), end = r.construction, r.content[0], r.content[-1][1]
    yield f"rule={by_rule}"
    yield f"rule={by_rule}&{kind}"
    yield f"parts={len(r.content)}"
    for name in _ALL_CONTENT:
        yield from name(facts, r, heads, kind, first, end)


def _head(facts: Facts, r: Relation, heads: Heads, kind: str, first: int, end: int) -> Iterator[str]:
    u, language, head = facts.u, facts.reading.language, heads.content
    yield f"head_pos={u.pos[head]}&{kind}"
    yield f"head_dep={u.dep[head]}&{kind}"
    yield f"tied={u.head[head] == heads.at}&{kind}"
    yield f"subtree={(u.right[head] > end) - (u.right[head] < end)}&{kind}"
    yield f"starts_subtree={u.left[head] >= first - 1}"
    for name, words in (("attitude", language.attitudes), ("role", language.roles), ("noun_cue", language.nouns)):
        if u.low[head] in words:
            yield f"head={name}"


def _size(facts: Facts, r: Relation, heads: Heads, kind: str, first: int, end: int) -> Iterator[str]:
    finite = sum(facts.within(facts.finite, a, b) for a, b in r.content)
    yield f"length={_bucket(sum(b - a + 1 for a, b in r.content))}&{kind}"
    yield f"finite={min(finite, 3)}&{kind}"
    yield f"commas={min(3, sum(facts.within(facts.commas, a, b) for a, b in r.content))}"
    yield f"cues={min(3, sum(facts.within(facts.cues, a, b) for a, b in r.content))}&{kind}"
    comma = facts.first_comma((first, end))
    late = comma is not None and not facts.within(facts.finite, first, comma)
    yield f"verbless_start={late}&{kind}&finite={finite > 0}"


def _edges(facts: Facts, r: Relation, heads: Heads, kind: str, first: int, end: int) -> Iterator[str]:
    u = facts.u
    opening, first_word, last, behind = (_shown(u, k) for k in (first - 1, first, end, end + 1))
    yield f"opening={opening}"
    yield f"opening={opening}&{kind}"
    yield f"first={u.pos[first]}&{kind}"
    yield f"first_word={first_word}"
    yield f"last={u.pos[end]}&{kind}"
    yield f"last_word={last}"
    yield f"behind={behind}"
    yield f"behind={facts.boundaries[end + 1]}&{kind}"
    yield f"to_end={end >= u.last}&{kind}"


def _marks(facts: Facts, r: Relation, heads: Heads, kind: str, first: int, end: int) -> Iterator[str]:
    pairs = [(a, b) for a, b, _ in facts.u.pairs]
    whole = (first, end) in pairs
    holds = any(first <= a and b <= end for a, b in pairs)
    within = not whole and any(a <= first and end <= b for a, b in pairs)
    yield f"marks={'whole' if whole else 'some' if holds else 'within' if within else ''}&{kind}"
    yield f"marked_edges={any(a == first for a, _ in pairs)}{any(b == end for _, b in pairs)}&{kind}"
    if any(first <= a <= end < b or a < first <= b < end for a, b in pairs):
        yield "cuts_marks"


def _crossed(facts: Facts, r: Relation, heads: Heads, kind: str, first: int, end: int) -> Iterator[str]:
    for name in _CROSSED:
        counts = facts.crossings.get(name)
        number = 0 if counts is None else sum(facts.within(counts, a + 1, b) for a, b in r.content if b > a)
        yield f"crosses_{name}={min(number, 2)}&{kind}"
    low = facts.u.low
    if low[first : end + 1].count("(") != low[first : end + 1].count(")"):
        yield "unbalanced"


def _distance(facts: Facts, r: Relation, heads: Heads, kind: str, first: int, end: int) -> Iterator[str]:
    u, at = facts.u, heads.at
    after = first > at
    between = (at + 1, first - 1) if after else (end + 1, at - 1)
    yield f"distance={_bucket(max(first - at if after else at - end, 0))}&{kind}"
    if between[0] <= between[1]:
        if facts.within(facts.finite, *between):
            yield "verb_between"
        if facts.within(facts.commas, *between):
            yield "comma_between"
        if any(u.low[k] in facts.reading.classes.que for k in range(between[0], between[1] + 1)):
            yield "que_between"
    if r.cue is not None and any(a <= r.cue[0] <= b for a, b in r.content):
        yield "cue_in_content"
    if r.source is not None and any(a <= r.source[0] <= b for a, b in r.content):
        yield "source_in_content"
    if r.source is not None and any(r.source[0] <= a <= r.source[1] for a, _ in r.content):
        yield "source_holds_content"


_ALL_CONTENT = (_head, _size, _edges, _marks, _crossed, _distance)
