"""How far a content reaches: where the clause or the phrase of a reporting verb ends."""

from framing.language.fr import closed
from framing.quotation.relations.classes import COMMA, DE, QUE, SUBJECT_PRONOUNS
from framing.quotation.relations.relation import Reading, Verb
from framing.quotation.relations.verbs import finite_group, has_finite, is_infinitive
from framing.text.units import Unit

_ADJOINING = closed("adjunct_openers")
_TEMPORAL = closed("temporal_prepositions") | closed("weekdays")
_CIRCUMSTANCE = _TEMPORAL | closed("place_prepositions")


def clause_end(reading: Reading, verb: Verb, start: int) -> int:
    """The last word of a reported clause: the end of the sentence, unless the attribution ends before."""
    u = reading.u
    ends = [u.last]
    above = {verb.at}
    k = verb.at
    while u.head[k] != k:
        k = u.head[k]
        above.add(k)
    for k in range(start + 1, u.last + 1):
        if u.head[k] in above and k not in above:
            edge = u.left[k]
            if edge <= start:
                continue
            comma = u.low[edge] in COMMA or u.low[edge - 1] in (",", ";")
            has_que = any(u.low[m] in QUE for m in range(edge, min(k, edge + 4)))
            verbal = u.pos[k] in ("VERB", "AUX")
            if (
                (
                    u.dep[k] in ("conj", "parataxis", "ROOT")
                    and verbal
                    and not has_que
                    and "VerbForm=Inf" not in u.morph[k]
                )
                or k > verb.at
                and u.dep[k] == "ROOT"
                and verb.form == "gerund"
                or (
                    u.dep[k] == "advcl"
                    and comma
                    and not has_que
                    and not ("VerbForm=Part" in u.morph[k] and "Tense=Past" in u.morph[k])
                )
            ):
                ends.append(edge - 1)
        if u.low[k] == ";" or u.low[k] == ")" and not any(u.low[m] == "(" for m in range(start, k)):
            ends.append(k - 1)
        if u.low[k - 1] == "," and u.low[k].endswith("ant") and u.low[k] in reading.data.verbs and u.pos[k] == "VERB":
            ends.append(k - 2)
        if u.low[k - 1] == "," and u.low[k] in ("alors", "tandis") and k < u.last and u.low[k + 1] in QUE:
            ends.append(k - 2)
        if (
            u.low[k] == "en"
            and k < u.last
            and u.low[k + 1].endswith("ant")
            and (u.low[k - 1] == "," or u.low[k + 1] in reading.data.verbs)
        ):
            ends.append(k - 1)
        if (
            verb.group[0] == 0
            and verb.form == "gerund"
            and u.low[k - 1] == ","
            and (u.low[k] in SUBJECT_PRONOUNS and u.low[k] != "qui" or u.head[k] < k and u.dep[k] == "ROOT")
        ):
            ends.append(k - 2)
        if u.dep[k] == "conj" and u.head[k] >= start and is_infinitive(u, u.head[k]) and finite_group(u, k):
            ends.append(u.left[k] - 1)
    end = min(e for e in ends if e >= start)
    infinitive = is_infinitive(u, start) or start + 1 < u.n and is_infinitive(u, start + 1)
    for k in range(start + 1, end):
        if u.low[k] == "," and u.low[k + 1] in _CIRCUMSTANCE and not any(a <= k <= b for a, b, _ in u.pairs):
            late = u.low[k + 1] in _TEMPORAL or infinitive
            if late and not has_finite(u, k + 1, end) and not any(u.low[m] == "," for m in range(k + 1, end)):
                end = k - 1
                break
    end = _whole_pairs(u, start, end)
    for a, b, _ in u.pairs:
        if a == start and b + 1 < end and u.low[b + 1] in _TEMPORAL and not has_finite(u, b + 1, end):
            end = b  # « promet de « … » avant son départ »: the outlet says when
    return clip(reading, start, end)


def phrase_end(reading: Reading, verb: Verb, first: int, head: int) -> int:
    """The last word of a reported noun phrase."""
    u = reading.u
    limit = clause_end(reading, verb, first)
    end = min(u.right[head], limit)
    k = max(end, head)
    while k + 1 <= limit and u.low[k + 1] not in (",", ";", ":", "–", "—"):
        k += 1
    k = _whole_pairs(u, first, k)
    for m in range(head + 1, k + 1):
        if u.low[m] not in _ADJOINING or m + 2 > u.last or any(a <= m <= b for a, b, _ in u.pairs):
            continue
        following = u.low[m + 1] in DE | QUE or is_infinitive(u, m + 1)
        if following or u.low[m] in ("avant", "après"):
            k = m - 1
            break
    # An apposition or a participle that closes the sentence belongs to the phrase.
    if k + 2 <= limit and u.low[k + 1] == ",":
        following = u.low[k + 2]
        rest = range(k + 2, limit + 1)
        apposition = (
            u.pos[k + 2] in ("DET", "ADJ") or "VerbForm=Part" in u.morph[k + 2] and not following.endswith("ant")
        )
        if (
            following == "et"
            and k + 3 <= limit
            and u.low[k + 3] in QUE
            or apposition
            and not has_finite(u, k + 2, limit)
            and not any(u.low[m] == "," for m in rest)
        ):
            k = limit
    return clip(reading, first, k)


def _whole_pairs(u: Unit, start: int, end: int) -> int:
    """`end`, moved so that it does not cut a quotation that starts inside the content."""
    for a, b, _ in u.pairs:
        if start <= a <= end < b:
            end = b
    return end


def clip(reading: Reading, first: int, last: int) -> int:
    """`last`, or the word before an attribution of the whole sentence that starts between."""
    u = reading.u
    stop = min([c - 1 for c in reading.cuts if first < c <= last] + [last])
    while stop > first and (
        u.low[stop] in (",", ";", ":", "—", "–", "-", ".")
        or u.pos[stop] == "CCONJ"
        or u.low[stop] in ("ainsi", "encore")
    ):
        stop -= 1
    return stop


def after_comma(u: Unit, first: int) -> bool:
    """Whether the words from `first` on follow a comma, a dash, a stop or a quotation, as an inserted clause does."""
    j = first - 1
    while j >= 0 and u.pos[j] == "ADV" and u.low[j] in ("ainsi", "encore", "notamment", "toujours", "également"):
        j -= 1
    return j >= 0 and (u.low[j] in (",", "—", "–", "-", "!", "?", "…", "...", ".") or any(p[1] == j for p in u.pairs))


def quoted(u: Unit, first: int, last: int) -> bool:
    """Whether the words from `first` to `last` end with a whole quotation."""
    return any(p[0] >= first and p[1] == last for p in u.pairs)
