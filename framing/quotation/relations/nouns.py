"""Attribution by a noun: « l'annonce que … », « la promesse de … »."""

from framing.language import Cue
from framing.quotation.relations.extent import clip
from framing.quotation.relations.relation import Range, Reading, Relation


def with_noun_relations(reading: Reading) -> Reading:
    """Add what the reporting nouns announce that are no part of a cue."""
    u, nouns = reading.u, reading.language.nouns
    in_cue = {k for r in reading.found if r.cue for k in range(r.cue[0], r.cue[1] + 1)}
    places = [i for i in range(u.n - 2) if u.low[i] in nouns and u.pos[i] == "NOUN" and i not in in_cue]
    found = [_noun_relation(reading, i, nouns[u.low[i]]) for i in places]
    return reading.adding([r for r in found if r is not None])


def _noun_relation(reading: Reading, i: int, cue: Cue) -> Relation | None:
    u = reading.u
    j = i + 1
    while j < u.n and u.pos[j] == "ADJ":
        j += 1
    if j >= u.last:
        return None
    start = min(u.left[i], i)
    if _is_clause(reading, j, cue):
        content = j + 1, clip(reading, j + 1, max(u.right[u.head[j]], j + 1))
        return Relation("noun", (start, j - 1), cue.lemma, cue.cls, [content], None)
    if _is_announced(reading, i, j, cue):
        content = j + 1, clip(reading, j + 1, min(u.right[u.head[j]], u.last))
        owner: Range | None = (start, start) if u.low[start] in reading.classes.possessives else None
        return Relation("noun", (start, i), cue.lemma, cue.cls, [content], owner)
    return None


def _is_clause(reading: Reading, j: int, cue: Cue) -> bool:
    """« l'annonce que le pont est fermé »."""
    u = reading.u
    return u.low[j] in reading.classes.que and "que" in cue.frames and u.dep[j] == "mark"


def _is_announced(reading: Reading, i: int, j: int, cue: Cue) -> bool:
    """« sa promesse de venir », « l'annonce de la fermeture »; not « une promesse de … », which nobody need have made."""
    u, c, start = reading.u, reading.classes, min(reading.u.left[i], i)
    if u.low[j] not in c.de_forms or cue.lemma not in c.announcing_nouns or u.pos[start] != "DET":
        return False
    return u.head[j] > j and u.head[u.head[j]] == i and u.low[start] not in c.unannounced_determiners
