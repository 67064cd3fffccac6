"""Propose, then judge: candidates from the parse, and a small fitted model that accepts and chooses among them."""

from framing.quotation.judge.selection import THRESHOLD, Judged, candidates, judged, select
from framing.quotation.judge.weights import Judge, judge_of

__all__ = ["THRESHOLD", "Judge", "Judged", "candidates", "judge_of", "judged", "select"]
