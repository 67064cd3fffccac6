"""Frames of sentences by a codebook: by indicators that a reader can check, or by a sentence encoder."""

from framing.frames.codebook import CodebookError, Frame, codebook_of, read_codebook
from framing.frames.models import (
    ENCODER,
    ENOUGH,
    INDICATORS,
    MIN_SUPPORT,
    MODELS,
    PRESENT,
    Probe,
    centred,
    encoder_scores,
    experimental,
    indicator_scores,
    reliability,
    scores,
)
from framing.frames.sentences import COLUMNS, FrameRow, frames, main_segment, rows

__all__ = [
    "COLUMNS", "ENCODER", "ENOUGH", "INDICATORS", "MIN_SUPPORT", "MODELS", "PRESENT", "CodebookError", "Frame", "FrameRow",
    "Probe", "centred", "codebook_of", "encoder_scores", "experimental", "frames", "indicator_scores",
    "main_segment", "read_codebook", "reliability", "rows", "scores",
]  # fmt: skip
