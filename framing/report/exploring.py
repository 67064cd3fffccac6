"""The explorer: one comparison under every combination of choices that was computed, an address for each."""

import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from framing.compare.combinations import SIDE
from framing.report.html import Html, render
from framing.report.words import say

SIDES = ("first", "second")
NUMBERS = ["estimate", "low", "high", "p", "n_units", "n", "n_events", *(f"{s}_{c}" for s in SIDES for c in SIDE)]
ASKED = {
    "measure": "Measure",
    "groups": "Groups",
    "events": "Events",
    "definition": "Definition",
    "version": "Texts and readers",
}


class Option(NamedTuple):
    """What can be chosen: how it is written in an address, and its name for readers."""

    id: str
    name: str


class Choice(NamedTuple):
    """A question that a reader answers by choosing."""

    id: str
    name: str
    options: list[Option]


def explorer(table: pd.DataFrame, name: str, names: Mapping[str, str] | None = None) -> Html:
    """A form that shows the difference of two groups, what either has, and n under each combination of choices, as HTML.

    `table` comes from `compare.multiverse`, the study's own choices first; `name` is what its addresses begin with
    (#name?measure=…&groups=…), `names` are names for ids of measures. Nothing is computed in the page and nothing is asked of
    another host: it shows the rows of the table, for which it needs a script. Raises ValueError for an empty table, and for
    measures that are no shares.
    """
    if table.empty:
        raise ValueError("there is no combination of choices to show")
    if (table[["estimate", "first_estimate", "second_estimate"]].abs() > 1).any(axis=None):
        raise ValueError("the explorer shows shares and their differences, from -1 to 1; this table has other numbers")
    known = dict(names or {})
    rows = table.assign(groups=table["first"] + " / " + table["second"])
    answers = {choice: list(dict.fromkeys(rows[choice])) for choice in ASKED}
    reasons = list(dict.fromkeys(map(_reason, rows.to_dict("records"))))

    def data() -> dict[str, Any]:
        """All that the page shows, in the language that is spoken: each row as positions in the choices and numbers."""
        sides = {
            " / ".join(pair): [say(side) for side in pair] for pair in zip(rows["first"], rows["second"], strict=True)
        }
        return {
            "groups": list(sides.values()),
            "reasons": [say(reason) for reason in reasons],
            "rows": [_row(row, answers, reasons) for row in rows.to_dict("records")],
        }

    choices = [
        Choice(choice, ASKED[choice], [Option(_slug(option), known.get(option, option)) for option in options])
        for choice, options in answers.items()
    ]
    return render("explorer.html", name=name, choices=choices, data=data, columns=NUMBERS, n_rows=len(rows))


def _row(
    row: Mapping[Hashable, Any], answers: Mapping[str, Sequence[str]], reasons: Sequence[str]
) -> list[float | None]:
    chosen = [options.index(row[choice]) for choice, options in answers.items()]
    return [*chosen, *(_number(row[column]) for column in NUMBERS), reasons.index(_reason(row))]


def _reason(row: Mapping[Hashable, Any]) -> str:
    """Why nothing can be said of a combination; nothing where something can."""
    if pd.notna(row["estimate"]):
        return ""
    return str(row["method"]).split("; no p: ")[0].replace("article_id", "article")


def _number(value: Any) -> float | None:
    """A number with as many digits as anybody reads, so that the page stays small; nothing for one that is not known."""
    if pd.isna(value):
        return None
    rounded = round(float(value), 4)
    return int(rounded) if rounded.is_integer() else rounded


def _slug(text: str) -> str:
    """A text as it stands in an address.

    >>> _slug("Médias d'État, sans copie")
    'medias-d-etat-sans-copie'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9:+_]+", "-", plain).strip("-")
