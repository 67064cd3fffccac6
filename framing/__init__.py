"""Who says what, in whose words: quotation attribution and stance for comparing how outlets frame the same news."""

from framing.annotation.corpus import annotate
from framing.corpus.store import read_texts
from framing.quotation.tables import quotes
from framing.report.concordance import kwic
from framing.stances.voices import stance
from framing.study.reader import Study, read_study
from framing.tables.annotations import Annotations

__all__ = ["Annotations", "Study", "annotate", "kwic", "quotes", "read_study", "read_texts", "stance"]
