"""Stance: what each voice's words do with a target."""

from framing.stances.models import LEXICAL, MODELS, TRANSFORMER, default_model, model_of, need_model
from framing.stances.passages import STANCES, Judgement, Model, Passage
from framing.stances.questions import StanceRow, TargetQuestion, answers, asked
from framing.stances.targets import mentions
from framing.stances.voices import stance

__all__ = [
    "LEXICAL", "MODELS", "STANCES", "TRANSFORMER", "Judgement", "Model", "Passage", "StanceRow", "TargetQuestion", "answers",
    "asked", "default_model", "mentions", "model_of", "need_model", "stance",
]  # fmt: skip
