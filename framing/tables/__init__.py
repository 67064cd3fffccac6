"""What is kept: the tables of a study, facts about articles and no sentence of them."""

from framing.tables.annotations import Annotations, by_part
from framing.tables.audit import leaks, runs_of_words
from framing.tables.files import sha256, write_atomically
from framing.tables.ids import check_ids, safe_id
from framing.tables.schema import SCHEMA, AnnotationError, as_table
from framing.tables.spans import Span, format_spans, parse_spans

__all__ = [
    "SCHEMA",
    "AnnotationError",
    "Annotations",
    "Span",
    "as_table",
    "by_part",
    "check_ids",
    "format_spans",
    "leaks",
    "parse_spans",
    "runs_of_words",
    "safe_id",
    "sha256",
    "write_atomically",
]
