"""Content after its cue: « X annonce que … », « X promet de … », « X est accusé de … »."""

from collections.abc import Callable
from typing import NamedTuple

from framing.quotation.relations.attributes import attribute_span, predicate_of_passive
from framing.quotation.relations.classes import COMMA
from framing.quotation.relations.clauses import complementizer
from framing.quotation.relations.extent import clause_end, phrase_end
from framing.quotation.relations.grammar import plain_subject
from framing.quotation.relations.infinitives import infinitive_start
from framing.quotation.relations.noun_phrases import phrase_span
from framing.quotation.relations.objects import de_argument, marked_oblique, object_head, oblique_start
from framing.quotation.relations.relation import Range, Reading, Relation, Verb, reported
from framing.quotation.relations.sources import agent_of_passive, animate, subject_of
from framing.quotation.relations.speech import direct_speech, short_speech
from framing.quotation.relations.standing import stands

_OBLIQUE = frozenset(["a_object", "de_object", "contre_object", "pour_object"])


def with_opening_relations(reading: Reading) -> Reading:
    """Add what the reporting verbs tell after themselves, those left out that already have their content before."""
    closed = {r.verb for r in reading.found}
    found = [(v, opening_relation(reading, v)) for v in reading.verbs if v.at not in closed]
    return reading.adding([r for v, r in found if r is not None and stands(reading, v, r)])


def opening_relation(reading: Reading, verb: Verb) -> Relation | None:
    """What a verb tells after itself, or in the subject of its passive."""
    if verb.form == "bare":
        return _passive_relation(reading, verb) if _is_bare_accusation(reading, verb) else None
    if verb.passive:
        return _passive_relation(reading, verb)
    source = subject_of(reading, verb.at, verb.group)
    if verb.form == "infinitive" and not _is_carried(reading, verb):
        source = None
    opening = _Opening(reading, verb, source, object_head(reading, verb), complementizer(reading, verb))
    rules = CLAUSES if verb.form == "infinitive" and not _is_light(reading, verb) else CLAUSES + PHRASES
    return next((relation for rule in rules if (relation := rule(opening)) is not None), None)


# --- constructions of the active --------------------------------------------------------------------------------------


class _Opening(NamedTuple):
    """A verb in the active, its source, the head of its object, and the « que » behind it."""

    reading: Reading
    verb: Verb
    source: Range | None
    head: int | None
    que: int | None

    def relation(self, construction: str, *content: Range) -> Relation:
        return reported(self.verb, construction, content, self.source)


def _reported_clause(o: _Opening) -> Relation | None:
    """« affirme que … », « demande si … »."""
    que, frames = o.que, o.verb.cue.frames
    if que is None or que + 1 > o.reading.u.last or not frames & {"que", "direct"} or _object_takes(o, que):
        return None
    return o.relation("que", (que + 1, clause_end(o.reading, o.verb, que + 1)))


def _object_takes(o: _Opening, que: int) -> bool:
    """« annonce la fermeture, et que … »: what is announced is the noun; the clause behind the comma comes second."""
    u = o.reading.u
    if o.head is None or "object" not in o.verb.cue.frames or o.head >= que - 1:
        return False
    return u.low[que - 1] == "," or u.low[que - 1] in o.reading.classes.additive_conjunctions


def _attribute(o: _Opening) -> Relation | None:
    """« juge la loi inacceptable »."""
    span = attribute_span(o.reading, o.verb) if o.verb.form != "infinitive" else None
    return None if span is None else o.relation("attribute", span)


def _reported_infinitive(o: _Opening) -> Relation | None:
    """« promet de rouvrir le pont »; a wish is no speech, unless its words are in marks: « souhaite « ouvrir » … »."""
    cue = o.verb.cue
    start = infinitive_start(o.reading, o.verb)
    if start is None:
        return None
    end = clause_end(o.reading, o.verb, start)
    marked = any(start <= a <= end for a, _, _ in o.reading.u.pairs)
    speech = not cue.cognition or "infinitive" in cue.frames or marked
    return o.relation("infinitive", (start, end)) if speech else None


def _direct_speech(o: _Opening) -> Relation | None:
    """« a dit : « … » »."""
    span = direct_speech(o.reading, o.verb) if o.verb.cue.frames & {"direct", "que", "inverted"} else None
    return None if span is None else o.relation("direct", span)


def _accusation(o: _Opening) -> Relation | None:
    """« l'accuse de trahison »."""
    start = de_argument(o.reading, o.verb) if "person_de" in o.verb.cue.frames else None
    return None if start is None else o.relation("person_de", (start, phrase_end(o.reading, o.verb, start, start)))


def _oblique_object(o: _Opening) -> Relation | None:
    """« appelle à la retenue », « menace de sanctions »."""
    start = oblique_start(o.reading, o.verb) if o.verb.cue.frames & _OBLIQUE else None
    return None if start is None else o.relation("oblique", (start, phrase_end(o.reading, o.verb, start, start)))


def _clause_of_object(o: _Opening) -> Relation | None:
    """« exprime la crainte que … »: the clause of a noun of attitude."""
    if o.source is None or o.head is None:
        return None
    u, head = o.reading.u, o.head
    words = range(head + 1, min(u.n, head + 4))
    que = next((k for k in words if u.low[k] in o.reading.classes.que and u.dep[k] == "mark"), None)
    if que is None or que >= u.last or u.low[head] not in o.reading.language.attitudes:
        return None
    return o.relation("que", (que + 1, clause_end(o.reading, o.verb, que + 1)))


def _marked_words(o: _Opening) -> Relation | None:
    """« a dit « oui » »: a word or two in marks, and nothing more, right behind a verb of speech."""
    if o.source is None or o.verb.form == "infinitive" or o.verb.cue.cognition or "direct" not in o.verb.cue.frames:
        return None
    span = short_speech(o.reading, o.verb)
    return None if span is None else o.relation("object", span)


def _object(o: _Opening) -> Relation | None:
    """« annonce sa démission », « affirme sa volonté », « dénonce un « abus » »."""
    if o.source is None or o.head is None:
        return None
    u, cue = o.reading.u, o.verb.cue
    first = max(u.left[o.head], o.verb.group[1] + 1)
    while first < o.head and u.low[first] in COMMA:
        first += 1
    speaks = "object" in cue.frames and (cue.cls not in ("neutral", "factive") or animate(o.reading, o.source))
    if not speaks and not _says_attitude(o.reading, o.verb, first, o.head):
        return None
    return o.relation("object", (first, phrase_end(o.reading, o.verb, first, o.head)))


def _says_attitude(reading: Reading, verb: Verb, first: int, head: int) -> bool:
    """« affirme sa volonté », « affirmant « l'urgence » … »: a noun that says an attitude, or words in marks right away."""
    u, c = reading.u, reading.classes
    if not verb.cue.frames & {"que", "direct"} or verb.cue.cognition:
        return False
    if u.low[first] in c.attitude_determiners and u.low[head] in reading.language.attitudes:
        return True
    named = u.low[head] in reading.language.named_things
    return any(first <= a <= first + 2 and not (named and head < a and u.words[a][0].isupper()) for a, _, _ in u.pairs)


def _marked_object(o: _Opening) -> Relation | None:
    """« a parlé de « camps » »."""
    said = o.source is not None and o.verb.form != "infinitive"
    span = marked_oblique(o.reading, o.verb) if said else None
    return None if span is None else o.relation("oblique", span)


# The first construction that a verb is found in is its own. An infinitive that hangs on a verb which adds something of
# its own (« pourrait dénoncer … ») reports clauses alone.
CLAUSES: tuple[Callable[[_Opening], Relation | None], ...] = (
    _reported_clause,
    _attribute,
    _reported_infinitive,
    _direct_speech,
)
PHRASES: tuple[Callable[[_Opening], Relation | None], ...] = (
    _accusation,
    _oblique_object,
    _clause_of_object,
    _marked_words,
    _object,
    _marked_object,
)


# --- constructions of the passive -------------------------------------------------------------------------------------


def _is_bare_accusation(reading: Reading, verb: Verb) -> bool:
    """« le maire, accusé de … »."""
    u, cue = reading.u, verb.cue
    accuses = "person_de" in cue.frames and cue.cls == "accusation"
    return accuses and verb.at + 1 < u.n and u.low[verb.at + 1] in reading.classes.de


def _passive_relation(reading: Reading, verb: Verb) -> Relation | None:
    agent = agent_of_passive(reading, verb)
    content = next((spans for rule in PASSIVES if (spans := rule(reading, verb, agent))), None)
    if content is None:
        return None
    return reported(verb, "passive", content, agent)._replace(passive=True)


def _accused_of(reading: Reading, verb: Verb, agent: Range | None) -> list[Range]:
    """« est accusé de trahison », « est accusé d'avoir menti », by whom left out."""
    if "person_de" not in verb.cue.frames or verb.cue.cls != "accusation":
        return []
    starts = [k for k in (infinitive_start(reading, verb), de_argument(reading, verb)) if k is not None]
    if not starts:
        return []
    start, end = min(starts), clause_end(reading, verb, min(starts))
    marked = next((b for a, b, _ in reading.u.pairs if a == start), None)
    by_whom = agent is not None and marked is not None and agent[0] - 2 == marked
    return [(start, marked if by_whom and marked is not None else end)]


def _impersonal_clause(reading: Reading, verb: Verb, _: Range | None) -> list[Range]:
    """« il a été annoncé que … »."""
    que = complementizer(reading, verb) if "que" in verb.cue.frames else None
    return [] if que is None else [(que + 1, clause_end(reading, verb, que + 1))]


def _held_to_be(reading: Reading, verb: Verb, agent: Range | None) -> list[Range]:
    """« le pont | est qualifié de « vétuste » | par la préfecture »: the thing, and what somebody holds it to be."""
    predicate = predicate_of_passive(reading, verb, agent)
    subject = plain_subject(reading, verb.at)
    if predicate is None or subject is None or agent is None or not animate(reading, agent):
        return []
    if reading.u.pos[subject] not in ("NOUN", "PROPN"):
        return [predicate]
    return [phrase_span(reading, subject, high=verb.group[0] - 1), predicate]


def _subject_of_passive(reading: Reading, verb: Verb, agent: Range | None) -> list[Range]:
    """« une enquête est demandée par X »; not « est reconnu par dix États », which is an act, not words."""
    u, cue = reading.u, verb.cue
    if agent is None or "object" not in cue.frames or ("que" in cue.frames and cue.cls == "factive"):
        return []
    subject = plain_subject(reading, verb.at)
    if subject is None or not animate(reading, agent):
        return []
    if u.pos[subject] not in ("NOUN", "PROPN") and u.low[subject] not in reading.classes.third_person_pronouns:
        return []
    return [phrase_span(reading, subject, high=verb.group[0] - 1)]


# The first that finds the content decides.
PASSIVES: tuple[Callable[[Reading, Verb, Range | None], list[Range]], ...] = (
    _accused_of,
    _impersonal_clause,
    _held_to_be,
    _subject_of_passive,
)


# --- infinitives ------------------------------------------------------------------------------------------------------


def _is_carried(reading: Reading, verb: Verb) -> bool:
    """Whether the infinitive completes a verb, so that its subject speaks: « a voulu rappeler », not « pour rappeler »."""
    u, c, first = reading.u, reading.classes, verb.group[0]
    while first > 0 and u.low[first - 1] in c.clitics:
        first -= 1
    if _is_sequel(reading, first):
        return True
    purpose = first > 0 and u.low[first - 1] in c.purpose_prepositions
    return u.dep[verb.at] in ("xcomp", "conj", "ROOT", "ccomp") and not purpose


def _is_sequel(reading: Reading, first: int) -> bool:
    """« … avant de fustiger … », « après avoir dénoncé … »: one speech after another."""
    u, c = reading.u, reading.classes
    if first > 0 and u.low[first - 1] in c.after_prepositions:
        return True
    return first > 1 and u.low[first - 1] in c.de and u.low[first - 2] in c.before_prepositions


def _is_light(reading: Reading, verb: Verb) -> bool:
    """Whether the infinitive hangs on a verb that adds no doubt: « tient à saluer », « continue de nier »."""
    u = reading.u
    return u.low[u.head[verb.at]].startswith(reading.classes.light_verb_stems) or _is_sequel(reading, verb.group[0])
