"""Differences in sentences that say no more than their intervals."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from framing.report.html import Html, render


def findings(table: pd.DataFrame, groups: Sequence[str]) -> Html:
    """Each difference as a sentence: its size, interval and n, and whether zero is in it.

    `table` has a column name (what was compared) and those of `compare.difference`; `groups` are the names of the two, the
    first minus the second. Values are escaped.

    >>> presse = {"name": ["paroles citées"], "estimate": [0.12], "low": [-0.02], "high": [0.26], "n": [8], "n_units": [4]}
    >>> print(findings(pd.DataFrame(presse), ("Presse", "Agences")))
    <ul>
    <li><strong>paroles citées</strong>: Presse minus Agences +0.12 [-0.02, +0.26]
     (n = 8, 4 articles). The interval holds zero: this does not show a difference, and does not exclude one up to its ends.</li>
    </ul>
    """
    return render("findings.html", rows=[_finding(row) for row in table.to_dict("records")], groups=list(groups))


def _finding(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """A row as its sentence needs it."""
    measured = pd.notna(row["low"]) and pd.notna(row["high"])
    return {
        **{str(key): value for key, value in row.items()},
        "measured": measured,
        "apart": measured and (row["low"] > 0 or row["high"] < 0),
    }
