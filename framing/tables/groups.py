"""Which two groups are compared, where nobody names them."""

from collections.abc import Sequence

import pandas as pd


def two_groups(column: pd.Series, named: Sequence[str] | None = None) -> tuple[str, str]:
    """The two groups that are named, or the two that the column has: in its own order if it is categorical, else by name.

    A category counts when a row has it, or when it is one of two.

    A difference is the first minus the second. Raises ValueError when there are not two.

    >>> two_groups(pd.Series(["wire", "state", "wire"]))
    ('state', 'wire')
    """
    if named is None:
        named = sorted(column.dropna().unique())
        if isinstance(column.dtype, pd.CategoricalDtype):
            categories = column.cat.categories.tolist()
            named = categories if len(categories) == 2 else [group for group in categories if group in named]
    if len(named) != 2 or named[0] == named[1]:
        shown = ", ".join(named) or "none"
        raise ValueError(f"two groups are compared, and there are {len(named)} ({shown}): name two with `groups`")
    return named[0], named[1]
