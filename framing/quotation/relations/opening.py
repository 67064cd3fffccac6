"""Content after its cue: « X annonce que … », « X promet de … », « X est accusé de … »."""

from framing.quotation.relations.classes import CLITICS, COMMA, DE, QUE
from framing.quotation.relations.complements import (
    attribute_span,
    complementizer,
    de_argument,
    direct_speech,
    infinitive_start,
    marked_oblique,
    object_head,
    oblique_start,
)
from framing.quotation.relations.extent import clause_end, phrase_end
from framing.quotation.relations.noun_phrases import phrase_span
from framing.quotation.relations.relation import Range, Reading, Relation, Verb
from framing.quotation.relations.sources import agent_of, animate, subject_of
from framing.quotation.relations.verbs import plain_subject
from framing.text.units import Unit


def opening_relations(reading: Reading, verb: Verb) -> list[Relation]:
    """What a verb tells after itself, or in the subject of its passive: one relation or none."""
    u, i, cue = reading.u, verb.at, verb.cue
    if verb.form == "bare":
        if "person_de" in cue.frames and cue.cls == "accusation" and i + 1 < u.n and u.low[i + 1] in DE:
            return _passive(reading, verb, agent_of(u, i))
        return []
    source = agent_of(u, i) if verb.passive else subject_of(reading, i, verb.group)
    if verb.passive:
        return _passive(reading, verb, source)
    if verb.form == "infinitive" and source is not None and not _carried(u, verb):
        source = None

    def relation(construction: str, *content: Range) -> list[Relation]:
        return [Relation(construction, verb.group, cue.lemma, cue.cls, list(content), source, i, form=verb.form)]

    head = object_head(u, verb)
    que = complementizer(u, verb)
    if (
        que is not None
        and head is not None
        and "object" in cue.frames
        and head < que - 1
        and u.low[que - 1] in (",", "et")
    ):
        que = None
    if que is not None and cue.frames & {"que", "direct"}:
        start = que + 1
        if start <= u.last:
            return relation("que", (start, clause_end(reading, verb, start)))
    if verb.form != "infinitive" and (attribute := attribute_span(reading, verb)):
        return relation("attribute", attribute)
    inf = infinitive_start(reading, verb)
    if inf is not None:
        end = clause_end(reading, verb, inf)
        # A wish is no speech, unless its words are in marks: « souhaite « ouvrir » … ».
        if not cue.cognition or "infinitive" in cue.frames or any(inf <= a <= end for a, _, _ in u.pairs):
            return relation("infinitive", (inf, end))
    direct = direct_speech(reading, verb)
    if direct is not None and cue.frames & {"direct", "que", "inverted"}:
        return relation("direct", direct)
    if verb.form == "infinitive" and not _light(u, verb):
        return []
    if "person_de" in cue.frames and (arg := de_argument(u, verb)) is not None:
        return relation("person_de", (arg, phrase_end(reading, verb, arg, arg)))
    if (
        cue.frames & {"a_object", "de_object", "contre_object", "pour_object"}
        and (oblique := oblique_start(u, verb)) is not None
    ):
        return relation("oblique", (oblique, phrase_end(reading, verb, oblique, oblique)))
    if head is not None and source is not None:
        first = max(u.left[head], verb.group[1] + 1)
        while first < head and u.low[first] in COMMA:
            first += 1
        speaks = animate(reading, source) or cue.cls not in ("neutral", "factive")
        clause = next((k for k in range(head + 1, min(u.n, head + 4)) if u.low[k] in QUE and u.dep[k] == "mark"), None)
        if clause is not None and clause < u.last and u.low[head] in reading.data.attitudes:
            return relation("que", (clause + 1, clause_end(reading, verb, clause + 1)))
        if not ("object" in cue.frames and speaks or _attitude(reading, verb, first, head)):
            if (marked := marked_oblique(reading, verb)) and verb.form != "infinitive":
                return relation("oblique", marked)
            return []
        return relation("object", (first, phrase_end(reading, verb, first, head)))
    if source is not None and verb.form != "infinitive" and (marked := marked_oblique(reading, verb)):
        return relation("oblique", marked)
    return []


def _passive(reading: Reading, verb: Verb, agent: Range | None) -> list[Relation]:
    u, i, cue = reading.u, verb.at, verb.cue

    def relation(construction: str, *content: Range) -> list[Relation]:
        return [Relation(construction, verb.group, cue.lemma, cue.cls, list(content), agent, i, passive=True)]

    if "person_de" in cue.frames and cue.cls == "accusation":
        starts = [k for k in (infinitive_start(reading, verb), de_argument(u, verb)) if k is not None]
        start = min(starts, default=None)
        if start is not None:
            return relation("passive", (start, clause_end(reading, verb, start)))
    que = complementizer(u, verb)
    if que is not None and "que" in cue.frames:
        return relation("passive", (que + 1, clause_end(reading, verb, que + 1)))
    subject = plain_subject(u, i)
    if (
        agent is not None
        and "object" in cue.frames
        and subject is not None
        and (u.pos[subject] in ("NOUN", "PROPN") or u.low[subject] in ("il", "elle", "ils", "elles"))
        and animate(reading, agent)
    ):
        if "que" in cue.frames and cue.cls == "factive":
            return []  # « est reconnu par dix États »: an act, not words
        return relation("passive", phrase_span(u, subject, high=verb.group[0] - 1))
    return []


def _carried(u: Unit, verb: Verb) -> bool:
    """Whether the infinitive completes a verb, so that its subject speaks: « a voulu rappeler », not « pour rappeler »."""
    first = verb.group[0]
    while first > 0 and u.low[first - 1] in CLITICS:
        first -= 1
    if _sequel(u, first):
        return True
    return u.dep[verb.at] in ("xcomp", "conj", "ROOT", "ccomp") and (
        first == 0 or u.low[first - 1] not in ("pour", "afin", "sans")
    )


def _sequel(u: Unit, first: int) -> bool:
    """« … avant de fustiger … », « après avoir dénoncé … »: one speech after another."""
    return (
        first > 1
        and u.low[first - 1] in DE
        and u.low[first - 2] == "avant"
        or first > 0
        and u.low[first - 1] == "après"
    )


def _light(u: Unit, verb: Verb) -> bool:
    """Whether the infinitive hangs on a verb that adds no doubt: « tient à saluer », « continue de nier »."""
    light = ("tien", "tenu", "continu", "vien", "os", "commenc", "empress")
    return u.low[u.head[verb.at]].startswith(light) or _sequel(u, verb.group[0])


def _attitude(reading: Reading, verb: Verb, first: int, head: int) -> bool:
    """« affirme sa volonté », « affirmant « l'urgence » … »: a noun that says an attitude, or words in marks right away."""
    u = reading.u
    if not verb.cue.frames & {"que", "direct"} or verb.cue.cognition:
        return False
    possessive = u.low[first] in ("sa", "son", "ses", "leur", "leurs", "la", "l'", "le")
    if possessive and u.low[head] in reading.data.attitudes:
        return True
    titled = reading.data.island_markers.get(u.low[head]) in ("title", "name")
    return any(first <= a <= first + 2 and not (titled and head < a) for a, _, _ in u.pairs)
