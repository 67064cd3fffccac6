"""Texts out: articles with their voices, in the formats of the tools that others work with."""

from framing.exports.conllu import to_conllu
from framing.exports.docbin import to_docbin
from framing.exports.iramuteq import to_iramuteq
from framing.exports.spreadsheet import voices_with_texts
from framing.exports.txm import to_tei, to_txm_metadata
from framing.exports.writing import FORMATS, export

__all__ = [
    "FORMATS",
    "export",
    "to_conllu",
    "to_docbin",
    "to_iramuteq",
    "to_tei",
    "to_txm_metadata",
    "voices_with_texts",
]
