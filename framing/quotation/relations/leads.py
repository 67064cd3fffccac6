"""Who speaks in words that lead to a quotation without a cue."""

from framing.language import Language
from framing.quotation.relations.classes import NOMINAL, word_classes
from framing.quotation.relations.noun_phrases import can_speak, phrase_span
from framing.quotation.relations.relation import Range, Reading
from framing.text.units import Unit


def lead_in(u: Unit, language: Language, colon: int) -> Range | None:
    """Who speaks in words that lead to a quotation without a cue: « Une passante, Lise Orsel : « … » »."""
    reading = Reading(u, language, word_classes(language))
    subject = next((k for k in range(colon) if u.dep[k].startswith("nsubj")), None)
    if subject is not None:
        span = phrase_span(reading, subject, high=colon - 1)
        pronoun = u.low[subject] in reading.classes.naming_subjects
        return span if pronoun or can_speak(reading, subject, span[0]) else None
    head = next((k for k in range(colon) if u.pos[k] in NOMINAL), None)
    if head is None or any("VerbForm=Fin" in u.morph[k] for k in range(colon)) or not can_speak(reading, head, 0):
        return None
    return 0, colon - 1
