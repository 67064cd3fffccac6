"""Whose words: segments of one voice, the actors who speak, the labels that they use."""

from framing.voice.actors import OTHER, UNKNOWN, UNNAMED, ActorMatch, actor_names, actor_of, actors_of
from framing.voice.glosses import Gloss, gloss
from framing.voice.labels import Label, Mention, mentions
from framing.voice.segments import (
    DIRECT,
    OUTLET,
    REPORTED,
    SOURCE,
    VOICES,
    Segment,
    segments_by_article,
    voice_at,
    voice_segments,
)
from framing.voice.speech import Speech, speech_at, speech_of

__all__ = [
    "DIRECT",
    "OTHER",
    "OUTLET",
    "REPORTED",
    "SOURCE",
    "UNKNOWN",
    "UNNAMED",
    "VOICES",
    "ActorMatch",
    "Gloss",
    "Label",
    "Mention",
    "Segment",
    "Speech",
    "actor_names",
    "actor_of",
    "actors_of",
    "gloss",
    "mentions",
    "segments_by_article",
    "speech_at",
    "speech_of",
    "voice_at",
    "voice_segments",
]
