"""Observations that people checked: a table of what was extracted and what is true, for a comparison to correct by."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from framing.compare.observations import numbers

ARTICLE = ["outlet", "group", "event"]
SENTENCE = "sentence_id"


class CheckedError(ValueError):
    """A table of checked observations that cannot be used; told with its file and row."""


def read_checked(path: str | Path, observations: pd.DataFrame) -> pd.DataFrame:
    """A hand-checked sample for `compare.difference`: the rows of a CSV file with what the articles' tables know of them.

    The file has the columns article_id, value (as extracted) and truth, and sentence_id where `observations` have one; rows
    whose truth is empty are left to the comparison, which leaves them out. Columns: article_id, outlet, group, event,
    value, truth, and sentence_id. Rows count from 2, below the header.

    Only what was extracted can be checked so, unless the unit is the sentence: there every sentence is an observation, and
    what was missed stands in the sample as an error like any other.

    Raises CheckedError when the file or a column is missing, a value or truth is no number, an article or sentence is not
    among the observations, stands twice, or has another value than the file says.
    """
    path = Path(path)
    keys = ["article_id", SENTENCE] if SENTENCE in observations else ["article_id"]
    table = _rows(path, [*keys, "value", "truth"])
    articles = observations[["article_id", *ARTICLE]].drop_duplicates("article_id")
    _known(path, table, articles, ["article_id"])
    found = table.merge(articles, on="article_id", how="left", validate="many_to_one")
    if SENTENCE in keys:
        _known(path, table, observations, keys)
        _once(path, table, keys)
        now = table.merge(observations[[*keys, "value"]], on=keys, how="left", suffixes=("", "_now"))["value_now"]
        differs = np.flatnonzero(now.to_numpy() != table["value"].to_numpy())
        if differs.size:
            row = differs[0]
            raise CheckedError(
                f"{path}, row {table.index[row]}: value is {table['value'].iloc[row]:g} and the tables say "
                f"{now.iloc[row]:g}: check the sentence again, they were made anew"
            )
    return found[[*keys, *ARTICLE, "value", "truth"]]


def _rows(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """These columns of the file, its rows numbered as an editor shows them."""
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except OSError as error:
        raise CheckedError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise CheckedError(f"{path}: not a table that can be read: {error}") from error
    if missing := [column for column in columns if column not in table.columns]:
        raise CheckedError(f"{path}: there is no column {', '.join(missing)}: write {', '.join(columns)}")
    table = table[list(columns)].set_axis(pd.RangeIndex(2, len(table) + 2), axis=0)
    try:
        return table.assign(**{name: numbers(table, name, str(path)) for name in ("value", "truth")})
    except ValueError as error:
        raise CheckedError(str(error)) from error


def _known(path: Path, table: pd.DataFrame, observations: pd.DataFrame, keys: list[str]) -> None:
    among = pd.MultiIndex.from_frame(table[keys]).isin(pd.MultiIndex.from_frame(observations[keys]))
    if not among.all():
        row = table.loc[~among].iloc[0]
        named = " ".join(map(str, row[keys]))
        raise CheckedError(f"{path}, row {row.name}: {', '.join(keys)} {named}: not among the observations")


def _once(path: Path, table: pd.DataFrame, keys: list[str]) -> None:
    twice = table.loc[table.duplicated(keys)]
    if len(twice):
        raise CheckedError(f"{path}, row {twice.index[0]}: {' '.join(map(str, twice.iloc[0][keys]))} stands twice")
