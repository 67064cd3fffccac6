"""Whose words: segments of one voice, the actors who speak, the labels that they use."""

from framing.voice.actors import OTHER, UNKNOWN, UNNAMED, ActorMatch, actor_names, actor_of
from framing.voice.labels import Label, Mention, gloss, mentions
from framing.voice.segments import (
    DIRECT,
    INDIRECT,
    OUTLET,
    VOICES,
    Segment,
    segments_by_article,
    voice_at,
    voice_segments,
)

__all__ = [
    "DIRECT",
    "INDIRECT",
    "OTHER",
    "OUTLET",
    "UNKNOWN",
    "UNNAMED",
    "VOICES",
    "ActorMatch",
    "Label",
    "Mention",
    "Segment",
    "actor_names",
    "actor_of",
    "gloss",
    "mentions",
    "segments_by_article",
    "voice_at",
    "voice_segments",
]
