"""Who speaks, and how, without where: what a row of a table says of the words that it is about."""

from collections.abc import Sequence
from typing import NamedTuple

from framing.voice.segments import Segment, voice_at


class Speech(NamedTuple):
    """Whose words: `voice` (outlet, source), `speech` (direct, reported; None for the outlet), and of which quotation."""

    voice: str
    speech: str | None
    quote_id: str | None


def speech_of(segment: Segment) -> Speech:
    """Who speaks in a segment, and how.

    >>> speech_of(Segment(0, 9, "source", "reported", "q1"))
    Speech(voice='source', speech='reported', quote_id='q1')
    """
    return Speech(segment.voice, segment.speech, segment.quote_id)


def speech_at(segments: Sequence[Segment], position: int) -> Speech | None:
    """Who speaks at a position; None where the article has no words of its own (page furniture)."""
    segment = voice_at(segments, position)
    return None if segment is None else speech_of(segment)
