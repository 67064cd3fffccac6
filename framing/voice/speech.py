"""Who speaks, and how: the outlet, or a source, word for word or reported."""

from collections.abc import Sequence
from typing import NamedTuple

from framing.voice.segments import DIRECT, OUTLET, Segment, voice_at

SOURCE = "source"
REPORTED = "reported"


class Speech(NamedTuple):
    """Whose words: `voice` (outlet, source), `speech` (direct, reported; None for the outlet), and of which quotation."""

    voice: str
    speech: str | None
    quote_id: str | None


def speech_of(segment: Segment) -> Speech:
    """Who speaks in a segment, and how.

    >>> speech_of(Segment(0, 9, "indirect", "q1"))
    Speech(voice='source', speech='reported', quote_id='q1')
    """
    if segment.voice == OUTLET:
        return Speech(OUTLET, None, None)
    return Speech(SOURCE, DIRECT if segment.voice == DIRECT else REPORTED, segment.quote_id)


def speech_at(segments: Sequence[Segment], position: int) -> Speech | None:
    """Who speaks at a position; None where the article has no words of its own (page furniture)."""
    segment = voice_at(segments, position)
    return None if segment is None else speech_of(segment)
