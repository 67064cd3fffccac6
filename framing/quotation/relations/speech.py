"""The words that a verb opens: « a dit : « … » », « lance « … » », « prévient : … »."""

from framing.quotation.relations.classes import COMMA
from framing.quotation.relations.extent import clip
from framing.quotation.relations.grammar import has_finite
from framing.quotation.relations.objects import object_head
from framing.quotation.relations.relation import Range, Reading, Verb

_REACH = 25  # words between a verb and the quotation that it opens


def direct_speech(reading: Reading, verb: Verb) -> Range | None:
    """A quotation that the verb opens: after a colon, or at once."""
    u, i = reading.u, verb.group[1]
    for first, last, _ in u.pairs:
        if first <= i:
            continue
        if first - i - 1 > _REACH:
            break
        colon = _first_colon(reading, i + 1, first)
        if colon is not None:
            end = clip(reading, first, u.last) if last >= u.last else last
            return (first, end) if colon == first - 1 else None
        if _follows_at_once(reading, i + 1, first) and has_finite(u, first, last):
            return first, last
        break
    return _unmarked_speech(reading, verb)


def short_speech(reading: Reading, verb: Verb) -> Range | None:
    """« a dit | « oui » | à la presse »: words in marks right behind the verb that no noun phrase goes on, and that are no
    title or name (« a écrit « La Nuit » »)."""
    u, i = reading.u, verb.group[1]
    pair = next(((a, b) for a, b, _ in u.pairs if a > i), None)
    if pair is None or not _follows_at_once(reading, i + 1, pair[0]):
        return None
    first, last = pair
    named = u.words[first][0].isupper() and u.pos[first] not in ("ADV", "INTJ")
    return None if named or _goes_on(reading, first, last + 1) else (first, last)


def _goes_on(reading: Reading, first: int, k: int) -> bool:
    """Whether words in marks go on behind them: « exprime « sa joie » pour le pont », not « a dit « oui » à la presse »."""
    u = reading.u
    if k > u.last or u.low[k] in COMMA:
        return False
    nominal = u.pos[first] in ("DET", "NOUN", "NUM", "ADJ")
    return nominal or u.pos[k] not in ("ADP", "CCONJ") or u.low[k] in reading.classes.de_forms


def _first_colon(reading: Reading, first: int, stop: int) -> int | None:
    return next((k for k in range(first, stop) if reading.u.low[k] == ":"), None)


def _follows_at_once(reading: Reading, first: int, stop: int) -> bool:
    """Whether only commas and adverbs stand between."""
    u = reading.u
    return all(u.low[k] == "," or u.pos[k] == "ADV" for k in range(first, stop))


def _unmarked_speech(reading: Reading, verb: Verb) -> Range | None:
    """« Le maire prévient : le pont sera fermé. »: a clause after a colon that stands near the verb."""
    u, i = reading.u, verb.group[1]
    if not verb.cue.frames >= {"direct", "que"}:
        return None
    colon = _first_colon(reading, i + 1, u.last)
    if colon is None or colon - i > 4 or u.pos[colon + 1] == "NUM" or object_head(reading, verb) is not None:
        return None
    finite_before = any(u.pos[k] == "VERB" and "VerbForm=Fin" in u.morph[k] for k in range(i + 1, colon))
    if finite_before or not has_finite(u, colon + 1, u.last):
        return None
    return colon + 1, clip(reading, colon + 1, u.last)
