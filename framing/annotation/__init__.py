"""From texts to tables: the one place that calls every annotator."""

from framing.annotation.annotating import annotate

__all__ = ["annotate"]
