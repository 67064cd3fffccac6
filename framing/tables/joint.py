"""Cells that hold several values: the speakers of one quotation, their actors, their classes.

A quotation that two speak stays one row, so that its words are counted once; its cells name both.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SEPARATOR = " ; "


def joined(values: Iterable[str | None]) -> str | None:
    """Values as one cell, each once, in their order; None when there is none.

    >>> joined(["etat", "ville", "etat"]), joined([None])
    ('etat ; ville', None)
    """
    return SEPARATOR.join(dict.fromkeys(value for value in values if value)) or None


def values_of(cell: str | None) -> tuple[str, ...]:
    """The values of a cell, in its order.

    >>> values_of("Élise Orsel ; Paul Varlat"), values_of(None)
    (('Élise Orsel', 'Paul Varlat'), ())
    """
    return tuple(cell.split(SEPARATOR)) if isinstance(cell, str) and cell else ()


def holds(column: "pd.Series", values: Iterable[str]) -> "pd.Series":
    """Of which rows the cell holds one of some values, alone or beside others; False where the cell is missing.

    >>> import pandas as pd
    >>> holds(pd.Series(["etat", "etat ; ville", "ville", None]), ["etat"]).tolist()
    [True, True, False, False]
    """
    wanted = frozenset(values)
    return column.map(lambda cell: not wanted.isdisjoint(values_of(cell))).astype(bool)
