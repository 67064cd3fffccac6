"""Who says what, in whose words: quotation attribution and stance for comparing how outlets frame the same news."""

from framing.annotate import annotate
from framing.annotations import Annotations
from framing.kwic import kwic
from framing.quotes import quotes
from framing.stance import stance
from framing.study import Study, read_study
from framing.texts import read_texts

__all__ = ["Annotations", "Study", "annotate", "kwic", "quotes", "read_study", "read_texts", "stance"]
