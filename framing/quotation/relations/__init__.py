"""Attribution relations of one parsed sentence: cue, content and source, by rules on the parse and on word order.

The parser errs most where news quotes (inverted subjects, inserted clauses), so word order decides there, and the parse says how
far a noun phrase or a clause reaches. The rules name constructions, not verbs: what each verb can do stands in
`language/fr/reporting_verbs.csv`.
"""

from framing.language.fr import French, closed
from framing.quotation.relations.classes import COMMA, NE, NOMINAL, QUE, SUBJECT_PRONOUNS
from framing.quotation.relations.closing import closing_relation, unlisted_relations
from framing.quotation.relations.noun_phrases import can_speak, phrase_span
from framing.quotation.relations.opening import opening_relations
from framing.quotation.relations.phrases import attribution_phrases, noun_relations, phrase_relation, selon_ce_que
from framing.quotation.relations.relation import Range, Reading, Relation, Verb
from framing.quotation.relations.verbs import reporting_verbs
from framing.text.units import Unit

_NOBODY = closed("nobody")

__all__ = ["Range", "Relation", "Verb", "lead_in", "relations"]


def relations(u: Unit, data: French) -> list[Relation]:
    """All relations of the sentence `u`, in order of their cue."""
    reading = Reading(u, data)
    reporting_verbs(reading)
    phrases = attribution_phrases(reading)
    reading.cuts = [first for first, _, _, _ in phrases if first > 0 and u.low[first - 1] in (",", "(")]
    used: set[int] = set()
    for verb in reading.verbs:
        if relation := closing_relation(reading, verb):
            reading.found.append(relation)
            used.add(verb.at)
    reading.found += unlisted_relations(reading, used)
    for verb in reading.verbs:
        if verb.at not in used:
            reading.found += [r for r in opening_relations(reading, verb) if _holds(u, verb, r)]
    _end_at_next(reading)
    for r in reading.found:
        if r.construction == "closing" and r.source and u.low[r.source[0]] == "-on":
            told = next(
                (p for p in phrases if p[2].words[0] == "de" and p[0] in (r.source[1] + 1, r.source[1] + 2)), None
            )
            if told:
                r.source = (told[0] + 1, told[1])
                phrases.remove(told)
    for first, last, phrase, source in phrases:
        if relation := phrase_relation(reading, first, last, phrase, source):
            reading.found.append(relation)
    reading.found += selon_ce_que(reading)
    reading.found += noun_relations(reading)
    return sorted(reading.found, key=lambda r: r.cue or r.content[0])


def lead_in(u: Unit, data: French, colon: int) -> Range | None:
    """Who speaks in words that lead to a quotation without a cue: « Une passante, Lise Orsel : « … » »."""
    reading = Reading(u, data)
    subject = next((k for k in range(colon) if u.dep[k].startswith("nsubj")), None)
    if subject is not None:
        span = phrase_span(u, subject, high=colon - 1)
        pronoun = u.low[subject] in SUBJECT_PRONOUNS - {"on", "qui"}
        return span if pronoun or can_speak(reading, subject, span[0]) else None
    head = next((k for k in range(colon) if u.pos[k] in NOMINAL), None)
    if head is None or any("VerbForm=Fin" in u.morph[k] for k in range(colon)) or not can_speak(reading, head, 0):
        return None
    return 0, colon - 1


def _holds(u: Unit, verb: Verb, r: Relation) -> bool:
    """Whether a relation stands: somebody can have said it, and somebody did."""
    source = u.low[r.source[0]] if r.source else ""
    inside = next((p for p in u.pairs if p[0] <= verb.at <= p[1]), None)
    if inside is not None and r.content[0][0] >= inside[0]:
        # Within another's words only what names its own source counts.
        return r.construction == "que" and r.source is not None and r.source[0] >= inside[0] and source not in _NOBODY
    single = r.source is not None and r.source[0] == r.source[1]
    if single and (source in QUE or source in _NOBODY or source in ("je", "j'", "nous")):
        return source == "-on"
    if r.construction in ("que", "infinitive", "passive") and r.source is None and verb.form != "infinitive":
        negated = any(u.low[k] in NE for k in range(*verb.group))
        return (r.passive or verb.form == "bare") and not negated
    return True


def _end_at_next(reading: Reading) -> None:
    """« A estime que … et annonce … »: what the same source says next ends what it said before."""
    u = reading.u
    for r in reading.found:
        if r.construction not in ("que", "infinitive", "object") or r.source is None:
            continue
        start, end = r.content[-1]
        for other in reading.found:
            if other is r or other.source != r.source or other.cue is None or other.verb is None:
                continue
            if other.form in ("infinitive", "gerund") or other.construction == "phrase":
                continue
            if start < other.cue[0] <= end:
                stop = other.cue[0] - 1
                while stop > start and (u.low[stop] in COMMA or u.pos[stop] in ("CCONJ", "ADV")):
                    stop -= 1
                r.content[-1] = (start, stop)
                end = stop
