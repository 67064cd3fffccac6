"""What an attribution phrase attributes: « selon X, … », « …, selon X, … », « … (selon X) », « …, selon qui … »."""

from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

from framing.quotation.relations.extent import after_comma, clip, quoted
from framing.quotation.relations.grammar import ends_as_gerund, has_finite, opens_with_finite
from framing.quotation.relations.noun_phrases import speaks
from framing.quotation.relations.relation import PhraseMatch, Range, Reading, Relation
from framing.quotation.relations.sources import inverted_subject

_BEHIND = frozenset([",", "(", "–", "—", "-"])
_AHEAD = frozenset([",", ")", ":", "–", "—", "-"])


def with_phrase_relations(reading: Reading) -> Reading:
    """Add what the attribution phrases attribute; one that stands within another's content attributes a part of it."""

    def step(so_far: Reading, match: PhraseMatch) -> Reading:
        relation = phrase_relation(so_far, match)
        return so_far.adding([relation]) if relation else so_far

    return reduce(step, reading.phrases, reading)


def phrase_relation(reading: Reading, match: PhraseMatch) -> Relation | None:
    """The relation of an attribution phrase, unless it only says where or when somebody spoke."""
    if _is_relative(reading, match):
        return _relative_relation(reading, match)
    if _tells_purpose(reading, match):
        return None
    place = _Place(reading, match, _scope(reading, match))
    for rule in PARTS:
        if content := rule(place):
            return _relation(match, content)
    place = place._replace(scope=_before_bracket(place))
    content = _whole_content(place)
    if not content or not _is_content(place, content) or _tells_place(reading, match, content):
        return None
    return _relation(match, content)


def _relation(match: PhraseMatch, content: list[Range]) -> Relation:
    cue = match.first, match.first + len(match.phrase.words) - 1
    return Relation("phrase", cue, match.phrase.lemma, match.phrase.cls, content, match.source)


def _opens_sentence(reading: Reading, match: PhraseMatch) -> bool:
    u = reading.u
    return all(u.low[k] == "," or u.pos[k] in ("CCONJ", "ADV") for k in range(match.first))


def _tells_purpose(reading: Reading, match: PhraseMatch) -> bool:
    """« pour X » attributes only at the start of the sentence and before a comma."""
    u = reading.u
    if match.phrase.words[0] not in reading.classes.viewpoint_prepositions:
        return False
    return not _opens_sentence(reading, match) or match.last + 1 >= u.n or u.low[match.last + 1] != ","


def _tells_place(reading: Reading, match: PhraseMatch, content: list[Range]) -> bool:
    """« a souligné dans le communiqué que … »: the place of a speech that has its own cue, not its source."""
    if match.phrase.words[0] in reading.classes.source_prepositions:
        return False
    first, last = match.first, match.last
    return any(
        r.cue is not None
        and (
            r.cue[1] < first <= r.content[0][0]
            or (last < r.cue[0] and r.construction == "closing")
            or last + 1 >= r.cue[0] - 2 > first
        )
        for r in reading.found
    )


# --- a relative clause ------------------------------------------------------------------------------------------------


def _is_relative(reading: Reading, match: PhraseMatch) -> bool:
    return match.source is not None and reading.u.low[match.source[0]] in reading.classes.relative_pronouns


def _relative_relation(reading: Reading, match: PhraseMatch) -> Relation | None:
    """« le préfet, selon qui le pont est fermé, … »: the clause up to the next comma, when somebody stands before it."""
    u, last = reading.u, match.last
    noun = next((k for k in range(match.first - 1, -1, -1) if u.pos[k] in ("NOUN", "PROPN")), None)
    if last + 1 >= u.last or noun is None or not (u.pos[noun] == "PROPN" or speaks(reading, noun)):
        return None
    commas = (k for k in range(last + 2, u.last) if u.low[k] == "," and not any(a <= k <= b for a, b, _ in u.pairs))
    content = [(last + 1, next(commas, u.last + 1) - 1)]
    return _relation(match, content)._replace(cue=(match.first, match.first))


# --- a part of the sentence -------------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A phrase and the words that it can attribute: the sentence, or the content of another source round it."""

    reading: Reading
    match: PhraseMatch
    scope: Range


def _scope(reading: Reading, match: PhraseMatch) -> Range:
    """The shortest content that the phrase stands in, else the sentence."""
    scope = (0, reading.u.last)
    for r in reading.found:
        for a, b in r.content:
            inside = 0 < a <= match.first and match.last <= b
            if r.construction != "closing" and inside and b - a < scope[1] - scope[0]:
                scope = (a, b)
    return scope


def _open_bracket(reading: Reading, first: int) -> int | None:
    """The bracket that is open where the phrase starts."""
    u = reading.u
    bracket = next((k for k in range(first - 1, -1, -1) if u.low[k] in ("(", ")")), None)
    return bracket if bracket is not None and u.low[bracket] == "(" else None


def _content_in_brackets(p: _Place) -> list[Range]:
    """« (douze morts, selon le préfet) », « (selon le préfet, douze morts) »: what the bracket holds beside the phrase."""
    u, first, last = p.reading.u, p.match.first, p.match.last
    bracket = _open_bracket(p.reading, first)
    if bracket is None:
        return []
    if bracket + 1 < first:
        return [(bracket + 1, first - 1)]
    close = next((k for k in range(last + 1, u.n) if u.low[k] == ")"), u.last + 1)
    stop = min(p.scope[1], close - 1)
    return [(last + 1, stop)] if last < stop else []


def _inserted_phrase(p: _Place) -> list[Range]:
    """« Le pont, fermé selon le préfet, rouvre jeudi »: no clause of its own, between commas, before the verb."""
    u, first, last = p.reading.u, p.match.first, p.match.last
    if _open_bracket(p.reading, first) is not None:
        return []
    start, end = p.scope
    comma = next((k for k in range(first - 1, start, -1) if u.low[k] == ","), None)
    if comma is None or comma + 1 >= first or last >= end or u.low[last + 1] != ",":
        return []
    inserted = u.pos[comma + 1] in ("ADJ", "NOUN", "VERB") and not has_finite(u, comma + 1, first - 1)
    round_it = not has_finite(u, start, comma) and has_finite(u, last + 1, end)
    return [(comma + 1, first - 1)] if inserted and round_it else []


# The first that finds a content decides; else the phrase attributes all of its scope.
PARTS: tuple[Callable[[_Place], list[Range]], ...] = (_content_in_brackets, _inserted_phrase)


# --- the whole sentence -----------------------------------------------------------------------------------------------


def _before_bracket(p: _Place) -> Range:
    """The scope, without the bracket that holds nothing but the phrase: « Douze morts (selon le préfet). »"""
    bracket = _open_bracket(p.reading, p.match.first)
    return p.scope if bracket is None else (p.scope[0], bracket - 1)


def _whole_content(p: _Place) -> list[Range]:
    """What stands before the phrase and what stands behind it, where the two are one sentence."""
    before = _part_before(p)
    behind = _part_behind(p, alone=before is None)
    if before is None:
        return [] if behind is None else [behind]
    return [before, behind] if behind is not None and _resumes(p, before, behind) else [before]


def _part_before(p: _Place) -> Range | None:
    u, start = p.reading.u, p.scope[0]
    if p.match.first <= start or _opens_sentence(p.reading, p.match):
        return None
    stop = p.match.first - 1
    while stop > start and (u.low[stop] in _BEHIND or u.pos[stop] == "CCONJ"):
        stop -= 1
    return start, stop


def _part_behind(p: _Place, alone: bool) -> Range | None:
    """What follows the phrase; `alone`: nothing stands before it, so that a relative clause of the source may follow."""
    u, end = p.reading.u, p.scope[1]
    if p.match.last >= end:
        return None
    start = p.match.last + 1
    while start < end and u.low[start] in _AHEAD:
        start += 1
    if alone and u.low[start] in p.reading.classes.tail_relatives:
        start = next((k + 1 for k in range(start, end) if u.low[k] == ","), start)
    return start, _before_comment(p.reading, start, clip(p.reading, start, end))


def _before_comment(reading: Reading, start: int, end: int) -> int:
    """`end`, or the word before « , en faisant … », which is the outlet's own comment."""
    u = reading.u
    for k in range(start + 1, min(end + 1, u.last)):
        opens = u.low[k - 1] == "," and u.low[k] in reading.classes.gerund_prepositions
        if opens and ends_as_gerund(reading, k + 1):
            return k - 2
    return end


def _resumes(p: _Place, before: Range, behind: Range) -> bool:
    """Whether what follows goes on with what stands before: no new clause, and the verb there or no comma between."""
    u, match = p.reading.u, p.match
    if u.low[behind[0]] in p.reading.classes.new_clause_openers:
        return False
    if (has_finite(u, *behind) or opens_with_finite(p.reading, behind[0])) and not has_finite(u, *before):
        return True
    return u.low[match.last + 1] != "," and not after_comma(p.reading, match.first)


def _is_content(p: _Place, content: list[Range]) -> bool:
    """Whether the words are a clause or a quotation, or an answer without a verb: « Trop peu selon le syndicat »."""
    u, first = p.reading.u, p.match.first
    short = p.scope[0] == 0 and first > 0 and u.low[first - 1] != ","
    return short or any(has_finite(u, *part) or quoted(u, *part) for part in content)


# --- beside other relations -------------------------------------------------------------------------------------------


def with_source_of_one(reading: Reading) -> Reading:
    """« …, indique-t-on de source policière »: the phrase behind « on » says who that is, and attributes nothing else."""
    provenances = [m for m in reading.phrases if m.phrase.words[0] in reading.classes.provenance_prepositions]
    found, taken = [], []
    for r in reading.found:
        match = next((m for m in provenances if m not in taken and _says_who(reading, r, m)), None)
        if match is not None:
            taken.append(match)
            r = r._replace(source=(match.first + 1, match.last))
        found.append(r)
    return reading._replace(found=tuple(found), phrases=tuple(m for m in reading.phrases if m not in taken))


def _says_who(reading: Reading, r: Relation, match: PhraseMatch) -> bool:
    """Whether a phrase stands right behind the « on » that is the source of a relation."""
    if r.construction != "closing" or r.source is None:
        return False
    one = reading.u.low[r.source[0]] in reading.classes.postposed_indefinites
    return one and match.first - r.source[1] in (1, 2)


def with_free_relative(reading: Reading) -> Reading:
    """Add « selon ce que rapportent des médias, … »: the verb is the cue."""
    u, c = reading.u, reading.classes
    for verb in reading.verbs:
        k = verb.group[0]
        if k == 3 and u.low[0] in c.according_to and u.low[1] in c.free_relative_heads and u.low[2] in c.que:
            source = inverted_subject(reading, verb)
            if source is not None and source[1] + 2 <= u.last:
                content = [(source[1] + 2, u.last)]
                relation = Relation("phrase", verb.group, verb.cue.lemma, verb.cue.cls, content, source, verb.at)
                return reading.adding([relation])
    return reading
