"""Attribution without a verb of its own: where « selon X » stands, and how far its source reaches."""

from framing.language import Phrase
from framing.quotation.relations.grammar import ends_as_gerund, has_finite
from framing.quotation.relations.noun_phrases import (
    can_speak,
    is_person_role,
    noun_head,
    opens_circumstance,
    phrase_span,
)
from framing.quotation.relations.relation import PhraseMatch, Range, Reading


def with_phrases(reading: Reading) -> Reading:
    """Find the attribution phrases of the sentence; what a comma or a bracket opens with one ends the content before."""
    u = reading.u
    if reading.language.phrase_pattern.search(u.sentence.lower()) is None:
        return reading
    found: list[PhraseMatch] = []
    i = 0
    while i < u.n:
        candidates = reading.language.phrases.get(u.low[i], ())
        match = next((m for phrase in candidates if (m := _phrase_at(reading, i, phrase)) is not None), None)
        if match is not None:
            found.append(match)
            i = match.last
        i += 1
    starts = tuple(m.first for m in found if m.first > 0 and u.low[m.first - 1] in (",", "("))
    return reading._replace(phrases=tuple(found), insertions=starts)


def _phrase_at(reading: Reading, i: int, phrase: Phrase) -> PhraseMatch | None:
    """The phrase, if it stands at `i`: with the source behind it, or with the source in its own words."""
    if not _stands_at(reading, i, phrase):
        return None
    last = i + len(phrase.words) - 1
    if phrase.kind == "before-source":
        source = _source_after(reading, last + 1, phrase)
        if source is None:
            return None
        last = max(_past_circumstance(reading, source), _past_apposition(reading, source))
        return PhraseMatch(i, last, phrase, source)
    if phrase.kind == "after" or phrase.words[0] in reading.classes.source_introducers:
        return None
    return PhraseMatch(i, last, phrase, (i, last))


def _stands_at(reading: Reading, i: int, phrase: Phrase) -> bool:
    """Whether the words are those of the phrase, the last one contracted or elided where it can be."""
    u, c, words = reading.u, reading.classes, phrase.words
    if i + len(words) > u.n:
        return False
    last = u.low[i + len(words) - 1]
    ends = last == words[-1] or (words[-1] in c.de and last in c.de_forms)
    return ends and tuple(u.low[i : i + len(words) - 1]) == words[:-1]


# --- the source behind the phrase -------------------------------------------------------------------------------------


def _source_after(reading: Reading, j: int, phrase: Phrase) -> Range | None:
    u, c = reading.u, reading.classes
    if j >= u.n or u.low[j] in c.interlocutors or u.low[j] == ",":
        return None
    if u.low[j] in c.phrase_pronouns:
        return j, j
    if u.low[j] in c.free_relative_heads and j + 1 < u.n and u.low[j + 1] in c.que:
        return None
    head = noun_head(reading, j)
    if head is None and u.words[j][0].isupper():
        head = j
    if head is None or (phrase.words[0] in c.speaker_prepositions and not can_speak(reading, head, j)):
        return None
    return j, max(_source_end(reading, head, j), j)


def _past_circumstance(reading: Reading, source: Range) -> int:
    """The last word of the phrase: where the source spoke is part of it, and neither of source nor content."""
    u, k = reading.u, source[1] + 1
    if k >= u.n or not opens_circumstance(u, k, reading.classes):
        return source[1]
    return next((m - 1 for m in range(k, u.n) if u.low[m] == ","), source[1])


def _past_apposition(reading: Reading, source: Range) -> int:
    """« selon Paul Varlat, maire d'Orée, | la route … », « selon X, du comité, | … », « selon des témoins présents, | … »: the
    last word of what says who the source is."""
    u, start = reading.u, source[1] + 1
    start += start < u.n and u.low[start] == ","
    comma = next((k for k in range(start + 1, u.last) if u.low[k] == ","), None)
    if comma is None or has_finite(u, start, comma) or not has_finite(u, comma, u.last):
        return source[1]
    if start == source[1] + 1:  # « … témoins s'exprimant … »; behind a comma it would be said of the content's subject
        says_who = any(ends_as_gerund(reading, k) and u.pos[k] == "VERB" for k in (start, start + 1))
    else:
        is_role = is_person_role(reading, noun_head(reading, start)) or u.low[start] in reading.classes.de_forms
        says_who = is_role and u.pos[source[1]] == "PROPN"
    return comma - 1 if says_who else source[1]


def _source_end(reading: Reading, head: int, j: int) -> int:
    """The last word of the source: before the content's own subject, and behind what only a comma ends."""
    u = reading.u
    last = phrase_span(reading, head, low=j)[1]
    comma = next((k for k in range(j, u.n) if u.low[k] == ","), u.n)
    if comma < last and u.pos[comma - 1] == "PROPN" and u.pos[comma + 1] == "DET":
        opens_content = not is_person_role(reading, noun_head(reading, comma + 1))
        last = comma - 1 if opens_content else last  # « Selon Paul Varlat, | la loi, votée hier, est … »
    if comma <= last < u.last and u.low[last + 1] != ",":
        last = comma - 1  # « Selon le parquet, X est … »: X opens the content
    rest = range(last + 1, comma)
    if (
        rest
        and not opens_circumstance(u, rest[0], reading.classes)
        and all(u.words[k][0].isupper() or u.pos[k] in ("ADP", "ADJ", "DET", "NOUN") for k in rest)
    ):
        return comma - 1
    return last
