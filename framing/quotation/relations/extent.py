"""How far a content reaches: where the clause or the phrase of a reporting verb ends."""

from collections.abc import Callable
from typing import NamedTuple

from framing.quotation.relations.classes import COMMA
from framing.quotation.relations.grammar import ends_as_gerund, finite_group, has_finite, is_infinitive
from framing.quotation.relations.relation import Reading, Relation, Verb
from framing.text.units import Unit

_BREAKS = frozenset([",", ";", ":", "–", "—"])
_LOOSE_ENDS = frozenset([",", ";", ":", "—", "–", "-", "."])
_BESIDE = frozenset(["conj", "parataxis", "advcl"])  # dependencies of a clause beside another
_BEFORE_INSERTION = frozenset([",", "—", "–", "-", "!", "?", "…", "...", "."])


class _Clause(NamedTuple):
    """A reported clause from its first word on, its verb, and that verb with the words that it hangs on."""

    reading: Reading
    verb: Verb
    start: int
    above: frozenset[int]


def clause_end(reading: Reading, verb: Verb, start: int) -> int:
    """The last word of a reported clause: the end of the sentence, unless the attribution ends before."""
    u = reading.u
    clause = _Clause(reading, verb, start, _with_governors(u, verb.at))
    words = [k for k in _possible_ends(reading, start) if not (_hangs_above(clause, k) and u.left[k] <= start)]
    ends = [end for k in words for rule in CLAUSE_ENDS if (end := rule(clause, k)) is not None and end >= start]
    end = _before_circumstance(reading, start, min((u.last, *ends)))
    end = _whole_pairs(u, start, end)
    end = _before_time_after_marks(reading, start, end)
    return clip(reading, start, end)


def _possible_ends(reading: Reading, start: int) -> list[int]:
    """The words of a clause that one of `CLAUSE_ENDS` may hold for; it holds for no other."""
    low, dep, words = reading.u.low, reading.u.dep, reading.classes.clause_enders
    return [
        k for k in range(start + 1, reading.u.last + 1) if dep[k] in _BESIDE or low[k] in words or low[k - 1] == ","
    ]


def _with_governors(u: Unit, k: int) -> frozenset[int]:
    above = {k}
    while u.head[k] != k:
        k = u.head[k]
        above.add(k)
    return frozenset(above)


def _hangs_above(clause: _Clause, k: int) -> bool:
    """Whether the word depends on the reporting verb or on what governs it, and not on the content."""
    return clause.reading.u.head[k] in clause.above and k not in clause.above


# --- where a clause ends: each rule looks at one word, and says the last word of the clause if it ends there ----------


def _before_coordinated_clause(clause: _Clause, k: int) -> int | None:
    """« promet une enquête | et quitte la salle »: another verb beside the reporting one."""
    u = clause.reading.u
    beside = _hangs_above(clause, k) and u.dep[k] in ("conj", "parataxis") and u.pos[k] in ("VERB", "AUX")
    if not beside or "VerbForm=Inf" in u.morph[k] or _has_que(clause, k):
        return None
    return u.left[k] - 1


def _before_adverbial_clause(clause: _Clause, k: int) -> int | None:
    """« promet de partir, | profitant du calme »: a clause of the reporting verb's own, after a comma."""
    u = clause.reading.u
    if u.dep[k] != "advcl" or not _hangs_above(clause, k) or _has_que(clause, k):
        return None
    edge = u.left[k]
    comma = u.low[edge] in COMMA or u.low[edge - 1] in (",", ";")
    past = "VerbForm=Part" in u.morph[k] and "Tense=Past" in u.morph[k]
    return edge - 1 if comma and not past else None


def _has_que(clause: _Clause, k: int) -> bool:
    """Whether the clause of the word opens with « que », as a second content does."""
    u, edge = clause.reading.u, clause.reading.u.left[k]
    return any(u.low[m] in clause.reading.classes.que for m in range(edge, min(k, edge + 4)))


def _before_semicolon(clause: _Clause, k: int) -> int | None:
    """« dit que le pont est fermé | ; la route l'est aussi »."""
    return k - 1 if clause.reading.u.low[k] == ";" else None


def _before_closing_bracket(clause: _Clause, k: int) -> int | None:
    """« Orsel (qui dit que le pont est fermé | ) part »: a bracket that was open before the clause."""
    u = clause.reading.u
    if u.low[k] == ")" and not any(u.low[m] == "(" for m in range(clause.start, k)):
        return k - 1
    return None


def _before_reporting_gerund(clause: _Clause, k: int) -> int | None:
    """« dit que le pont est fermé, | ajoutant que … »."""
    reading, u = clause.reading, clause.reading.u
    if u.low[k - 1] != "," or u.pos[k] != "VERB":
        return None
    return k - 2 if ends_as_gerund(reading, k) and u.low[k] in reading.language.verbs else None


def _before_contrast(clause: _Clause, k: int) -> int | None:
    """« dit que le pont est fermé, | tandis que … »: the outlet sets something beside it."""
    u, c = clause.reading.u, clause.reading.classes
    if u.low[k] in c.contrast_openers and u.low[k - 1] == "," and k < u.last and u.low[k + 1] in c.que:
        return k - 2
    return None


def _before_comment(clause: _Clause, k: int) -> int | None:
    """« dit que le pont est fermé | en citant un rapport »: how it was said, by « en » and a gerund."""
    reading, u = clause.reading, clause.reading.u
    if u.low[k] not in reading.classes.gerund_prepositions or k >= u.last or not ends_as_gerund(reading, k + 1):
        return None
    return k - 1 if u.low[k - 1] == "," or u.low[k + 1] in reading.language.verbs else None


def _before_subject_of_gerund(clause: _Clause, k: int) -> int | None:
    """« Notant que le pont est fermé, | il … »: the main clause after a gerund that opens the sentence."""
    u, verb = clause.reading.u, clause.verb
    if verb.form != "gerund" or verb.group[0] != 0 or u.low[k - 1] != ",":
        return None
    return k - 2 if u.low[k] in clause.reading.classes.personal_subjects else None


def _before_finite_conjunct(clause: _Clause, k: int) -> int | None:
    """« promet de rouvrir le pont | et la foule applaudit »: a finite verb that the parser joins to the infinitive."""
    u = clause.reading.u
    joined = u.dep[k] == "conj" and u.head[k] >= clause.start
    if joined and is_infinitive(clause.reading, u.head[k]) and finite_group(u, k):
        return u.left[k] - 1
    return None


# The first of all ends is the end of the clause, whichever rule found it.
CLAUSE_ENDS: tuple[Callable[[_Clause, int], int | None], ...] = (
    _before_coordinated_clause,
    _before_adverbial_clause,
    _before_semicolon,
    _before_closing_bracket,
    _before_reporting_gerund,
    _before_contrast,
    _before_comment,
    _before_subject_of_gerund,
    _before_finite_conjunct,
)


# --- what is the outlet's own at the end of a content -----------------------------------------------------------------


def _before_circumstance(reading: Reading, start: int, end: int) -> int:
    """`end`, or the word before a last complement after a comma: when, and after an infinitive where, it was said."""
    u, c = reading.u, reading.classes
    infinitive = is_infinitive(reading, start) or (start + 1 < u.n and is_infinitive(reading, start + 1))
    openers = c.circumstance_openers if infinitive else c.time_openers
    for k in range(start + 1, end):
        if u.low[k] == "," and u.low[k + 1] in openers and not _in_marks(u, k):
            rest = range(k + 1, end)
            if not has_finite(u, k + 1, end) and not any(u.low[m] == "," for m in rest):
                return k - 1
    return end


def _before_time_after_marks(reading: Reading, start: int, end: int) -> int:
    """`end`, or the end of the quotation that is the content: in « promet de « … » avant son départ » the outlet says when."""
    u = reading.u
    for a, b, _ in u.pairs:
        time = a == start and b + 1 < end and u.low[b + 1] in reading.classes.time_openers
        if time and not has_finite(u, b + 1, end):
            end = b
    return end


def phrase_end(reading: Reading, verb: Verb, first: int, head: int) -> int:
    """The last word of a reported noun phrase."""
    u = reading.u
    limit = clause_end(reading, verb, first)
    k = max(min(u.right[head], limit), head)
    while k + 1 <= limit and u.low[k + 1] not in _BREAKS:
        k += 1
    k = _whole_pairs(u, first, k)
    k = _before_adjunct(reading, head, k)
    if _last_part_belongs(reading, k, limit):
        k = limit
    return clip(reading, first, k)


def _before_adjunct(reading: Reading, head: int, end: int) -> int:
    """`end`, or the word before what tells the circumstances of the speech: « demande une enquête | avant de partir »."""
    u, c = reading.u, reading.classes
    for m in range(head + 1, end + 1):
        if u.low[m] not in c.adjunct_openers or m + 2 > u.last or _in_marks(u, m):
            continue
        opens = u.low[m + 1] in c.de or u.low[m + 1] in c.que or is_infinitive(reading, m + 1)
        if opens or u.low[m] in c.before_prepositions or u.low[m] in c.after_prepositions:
            return m - 1
    return end


def _last_part_belongs(reading: Reading, k: int, limit: int) -> bool:
    """Whether what stands between the comma after `k` and the limit belongs to the phrase: « …, et que … », or an
    apposition or a participle that closes the sentence."""
    u, c = reading.u, reading.classes
    if k + 2 > limit or u.low[k + 1] != ",":
        return False
    if u.low[k + 2] in c.additive_conjunctions and k + 3 <= limit and u.low[k + 3] in c.que:
        return True
    participle = "VerbForm=Part" in u.morph[k + 2] and not ends_as_gerund(reading, k + 2)
    if u.pos[k + 2] not in ("DET", "ADJ") and not participle:
        return False
    return not has_finite(u, k + 2, limit) and "," not in u.low[k + 2 : limit + 1]


# --- what the same source says next -----------------------------------------------------------------------------------


def end_at_next(reading: Reading) -> Reading:
    """« A estime que … et annonce … »: what the same source says next ends what it said before."""
    return reading._replace(found=tuple(_ended(reading, r) for r in reading.found))


def _ended(reading: Reading, r: Relation) -> Relation:
    if r.construction not in ("que", "infinitive", "object") or r.source is None:
        return r
    start, end = r.content[-1]
    for other in reading.found:
        cue = other.cue if other is not r and other.source == r.source and _speaks_on(other) else None
        if cue is not None and start < cue[0] <= end:
            end = _before_conjunction(reading.u, start, cue[0] - 1)
    return r._replace(content=(*r.content[:-1], (start, end)))


def _speaks_on(r: Relation) -> bool:
    """Whether a relation has a verb of its own that does not hang on another, as a gerund does."""
    return r.verb is not None and r.construction != "phrase" and r.form not in ("infinitive", "gerund")


def _before_conjunction(u: Unit, start: int, stop: int) -> int:
    while stop > start and (u.low[stop] in COMMA or u.pos[stop] in ("CCONJ", "ADV")):
        stop -= 1
    return stop


# --- words, marks and insertions --------------------------------------------------------------------------------------


def _in_marks(u: Unit, k: int) -> bool:
    return any(a <= k <= b for a, b, _ in u.pairs)


def _whole_pairs(u: Unit, start: int, end: int) -> int:
    """`end`, moved so that it does not divide a quotation that starts inside the content."""
    for a, b, _ in u.pairs:
        if start <= a <= end < b:
            end = b
    return end


def clip(reading: Reading, first: int, last: int) -> int:
    """`last`, or the word before an attribution of the whole sentence that starts between."""
    u = reading.u
    stop = min((last, *(start - 1 for start in reading.insertions if first < start <= last)))
    while stop > first and (
        u.low[stop] in _LOOSE_ENDS or u.pos[stop] == "CCONJ" or u.low[stop] in reading.classes.adverbs_at_end
    ):
        stop -= 1
    return stop


def after_comma(reading: Reading, first: int) -> bool:
    """Whether the words from `first` on follow a comma, a dash, a stop or a quotation, as an inserted clause does."""
    u, j = reading.u, first - 1
    while j >= 0 and u.pos[j] == "ADV" and u.low[j] in reading.classes.adverbs_after_comma:
        j -= 1
    return j >= 0 and (u.low[j] in _BEFORE_INSERTION or any(p[1] == j for p in u.pairs))


def quoted(u: Unit, first: int, last: int) -> bool:
    """Whether the words from `first` to `last` end with a whole quotation."""
    return any(p[0] >= first and p[1] == last for p in u.pairs)
