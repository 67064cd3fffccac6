"""How right the quotations are: scores against gold, what a confidence is worth, sheets that people code."""

from framing.evaluate.checked import CheckedError, read_checked
from framing.evaluate.coded import coded_precision, coder_agreement, read_coded
from framing.evaluate.confidence import calibration, calibration_error
from framing.evaluate.drawing import draw_sample, sample_for_coding
from framing.evaluate.errors import Share, confusion, rates, share
from framing.evaluate.gold import GoldError, gold_texts, load_gold
from framing.evaluate.gold_tables import hand_made
from framing.evaluate.pairing import cue_place, pairs, same_speaker
from framing.evaluate.predictions import predict
from framing.evaluate.readers import corrected_differences, reader_agreement
from framing.evaluate.scores import score
from framing.evaluate.sheets import CodingError
from framing.evaluate.to_check import sentences_to_check
from framing.text.typography import exchange_marks, mark_style, move_spans

__all__ = [
    "CheckedError",
    "CodingError",
    "GoldError",
    "Share",
    "calibration",
    "calibration_error",
    "coded_precision",
    "coder_agreement",
    "confusion",
    "corrected_differences",
    "cue_place",
    "draw_sample",
    "exchange_marks",
    "gold_texts",
    "hand_made",
    "load_gold",
    "mark_style",
    "move_spans",
    "pairs",
    "predict",
    "rates",
    "read_checked",
    "read_coded",
    "reader_agreement",
    "same_speaker",
    "sample_for_coding",
    "score",
    "sentences_to_check",
    "share",
]
