"""Who says what, in whose words: quotation attribution and stance for comparing how outlets frame the same news.

Start with `quotes(text)`, `stance(text, target)` and `annotate(table)`. A study reads on with `measures`, `compare`,
`align`, `distance`, `frames`, `evaluate` and `plots`. Each is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing import align, compare, distance, evaluate, frames, measures
    from framing.annotation import annotate
    from framing.corpus.store import read_texts
    from framing.quotation import quotes
    from framing.report import plots
    from framing.report.concordance import kwic
    from framing.stances import stance
    from framing.study import Study, read_study
    from framing.tables import Annotations
    from framing.text.article import Article

_HOME = {
    "Annotations": "framing.tables.annotations",
    "Article": "framing.text.article",
    "Study": "framing.study",
    "annotate": "framing.annotation",
    "kwic": "framing.report.concordance",
    "quotes": "framing.quotation",
    "read_study": "framing.study",
    "read_texts": "framing.corpus.store",
    "stance": "framing.stances",
}
_ROOMS = {name: f"framing.{name}" for name in ("align", "compare", "distance", "evaluate", "frames", "measures")}
_ROOMS["plots"] = "framing.report.plots"

__all__ = [
    "Annotations", "Article", "Study", "align", "annotate", "compare", "distance", "evaluate", "frames", "kwic", "measures",
    "plots", "quotes", "read_study", "read_texts", "stance",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in _ROOMS:
        return import_module(_ROOMS[name])
    raise AttributeError(f"module 'framing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
