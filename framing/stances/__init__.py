"""Stance: what each voice's words do with a target."""

from framing.stances.voices import stance

__all__ = ["stance"]
