"""Read a table of observations: which column is what, checked once, held as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from framing.tables.groups import two_groups

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Observations:
    """Columns of a table as arrays: `cell` is the position of the group or cell, units and events are labels."""

    value: Array
    cell: Array
    unit: Array
    weight: Array
    event: Array | None = None
    truth: Array | None = None

    def __len__(self) -> int:
        return len(self.value)

    def where(self, keep: Array) -> "Observations":
        """The observations that `keep` (booleans) holds."""
        event = None if self.event is None else self.event[keep]
        truth = None if self.truth is None else self.truth[keep]
        return Observations(self.value[keep], self.cell[keep], self.unit[keep], self.weight[keep], event, truth)

    def of(self, cell: int) -> "Observations":
        """The observations of one group or cell."""
        return self.where(self.cell == cell)

    def weighted(self, weight: Array) -> "Observations":
        """The same observations with other weights."""
        return replace(self, weight=weight)


def need_columns(table: pd.DataFrame, columns: Sequence[str], name: str = "table") -> None:
    """Raises ValueError, naming the columns missing from a table, unless all are there."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        present = ", ".join(map(str, table.columns)) or "none"
        raise ValueError(f"{name} has no column {', '.join(map(repr, missing))}; its columns are: {present}")


def numbers(table: pd.DataFrame, column: str, name: str = "table") -> Array:
    """A column as floats, NaN where it is empty; raises a ValueError that names the first row that holds no number."""
    given = table[column]
    read = pd.to_numeric(given, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = np.flatnonzero((np.isnan(read) & given.notna().to_numpy()) | np.isinf(read))
    if wrong.size:
        row = wrong[0]
        raise ValueError(
            f"{name}, row {table.index[row]!r}: {column} is {given.tolist()[row]!r}; it must be 0, 1 or another number"
        )
    return read


def groups_asked(table: pd.DataFrame, groups: Sequence[str] | None, name: str = "table") -> tuple[str, ...]:
    """The groups that are named, or the two that the table has (see `framing.tables.groups.two_groups`)."""
    if groups is not None:
        return tuple(groups)
    need_columns(table, ["group"], name)
    return two_groups(table["group"])


def group_codes(table: pd.DataFrame, groups: Sequence[str], name: str = "table") -> Array:
    """The position in `groups` of each row's group, -1 for another group.

    A group may be empty; but a name that the table does not know while it holds groups that were not asked for is taken for
    a slip of the pen, and raises a ValueError.
    """
    need_columns(table, ["group"], name)
    if len(set(groups)) != 2 or len(groups) != 2:
        raise ValueError(f"two different groups are compared, not {tuple(groups)!r}")
    known = set(table["group"].dropna().unique())
    unknown = [label for label in groups if label not in known]
    if unknown and known - set(groups):
        present = ", ".join(sorted(map(repr, known)))
        raise ValueError(f"{name} has no group {' nor '.join(map(repr, unknown))}; its groups are: {present}")
    return pd.Index(groups).get_indexer(pd.Index(table["group"]))


def read(
    table: pd.DataFrame,
    value: str,
    cell: Array,
    unit: str,
    *,
    event: str | None = None,
    weight: str | None = None,
    truth: str | None = None,
    name: str = "table",
) -> Observations:
    """Check a table and hold it as arrays; rows with no value, truth, weight, event or cell (-1) are left out.

    Raises
    ------
    ValueError
        A column is missing, a value is no number, a weight is negative or a unit has no name.
    """
    need_columns(table, [column for column in (value, unit, event, weight, truth) if column is not None], name)
    values = numbers(table, value, name)
    truths = values if truth is None else numbers(table, truth, name)
    weights = np.ones(len(table)) if weight is None else numbers(table, weight, name)
    if (weights < 0).any():
        raise ValueError(f"{name}, row {table.index[int(np.argmax(weights < 0))]!r}: {weight} is negative")
    units = table[unit].to_numpy(dtype=object)
    events = None if event is None else table[event].to_numpy(dtype=object)
    keep = (cell >= 0) & ~np.isnan(values) & ~np.isnan(truths) & (weights > 0)
    if events is not None:
        keep &= ~pd.isna(events)
    nameless = np.flatnonzero(keep & pd.isna(units))
    if nameless.size:
        raise ValueError(f"{name}, row {table.index[nameless[0]]!r}: {unit} is empty")
    return Observations(values, cell, units, weights, events, None if truth is None else truths).where(keep)
