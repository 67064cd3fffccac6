"""Every choice that a comparison rests on, one beside the other: definition, texts, groups, event."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from framing.compare.contrast import difference
from framing.compare.estimates import estimate
from framing.compare.shares import ALL_EVENTS
from framing.measures.definitions import Observe, definitions_of
from framing.tables import Annotations

CHOICES = ["measure", "definition", "version", "first", "second", "events"]
SIDE = ["estimate", "low", "high", "n_units", "n"]
UNCORRECTED = ["raw_estimate", "raw_low", "raw_high"]  # nothing is corrected here, so they say the same

Names = tuple[str, str]


def multiverse(
    versions: Mapping[str, Annotations],
    measures: Iterable[str],
    groups: Mapping[Names, Names],
    events: Mapping[str, str] | None = None,
    *,
    all_definitions: bool = True,
) -> pd.DataFrame:
    """The difference of each measure under each combination of choices, with what either group has: a row a combination.

    Parameters
    ----------
    versions
        The annotations by the name of a version of the corpus (as printed, without copied passages ...), the study's own first.
    measures
        Names of `measures.observations`.
    groups
        By the names of two groups, who is in them: two queries (`DataFrame.query`) over outlet, group, event, article_id.
    events
        By a name, which events are meant: a query. Differences are taken within events, over all of them and over these.
        Without, over all articles whatever they tell of; with an empty mapping within events, and over all of them only.
    all_definitions
        Whether a measure is taken by all of its definitions (`measures.definitions_of`), or by the study's own alone. One that
        counts what these annotations do not hold is left out.

    Returns
    -------
    DataFrame
        Columns measure, definition, version, first, second, events (`ALL_EVENTS` or a name), those of `compare.difference` but
        the uncorrected ones, and estimate, low, high, n_units and n of either group alone, over all of its articles, as
        first_estimate, second_estimate and so on.

    Raises
    ------
    ValueError
        A measure is not known, a query cannot be read, or an observation is in both groups.

    What comes of so many combinations tests nothing: it shows how far an answer hangs on who chose. Source: multiverse analysis
    (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016).

    >>> from framing.tables import SCHEMA, as_table
    >>> said = {"as": "direct", "bs": "direct", "cw": "indirect", "dw": "direct"}
    >>> rows = {"articles": [{"article_id": a, "outlet": a, "group": a[1]} for a in said],
    ...     "quotes": [{"article_id": a, "quote_id": "q", "type": type_} for a, type_ in said.items()]}
    >>> presse = Annotations({name: as_table(name, rows.get(name, ())) for name in SCHEMA})
    >>> sides = {("Presse", "agences"): ("group == 's'", "group == 'w'")}
    >>> found = multiverse({"imprimé": presse}, ["share_direct"], sides)
    >>> found[["definition", "first", "first_estimate", "second_estimate"]].values.tolist()[0]
    ['as in the study', 'Presse', 1.0, 0.5]
    """
    rows = [
        _row(named, of_event, sides, None if events is None else "event")
        for measure in measures
        for definition, observe in _definitions(measure, all_definitions)
        for version, table in _observed(versions, observe)
        for sides, of_groups in _grouped(table, groups)
        for chosen, of_event in _of_events(of_groups, events or {})
        for named in [dict(zip(CHOICES, (measure, definition, version, *sides, chosen), strict=True))]
    ]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=CHOICES)


def _definitions(measure: str, every: bool) -> list[tuple[str, Observe]]:
    known = list(definitions_of(measure).items())
    return known if every else known[:1]


def _observed(versions: Mapping[str, Annotations], observe: Observe) -> Iterator[tuple[str, pd.DataFrame]]:
    """The observations of each version; none where the first has none."""
    for k, (version, annotations) in enumerate(versions.items()):
        table = observe(annotations)
        if k == 0 and table["value"].isna().all():
            return
        yield version, table


def _grouped(table: pd.DataFrame, groups: Mapping[Names, Names]) -> Iterator[tuple[Names, pd.DataFrame]]:
    """The observations of two groups, told apart by the groups' names."""
    for names, queries in groups.items():
        first, second = (table.index.isin(table.query(query).index) for query in queries)
        if (first & second).any():
            raise ValueError(f"{names[0]!r} and {names[1]!r} have observations in common: {' and '.join(queries)}")
        sides = pd.Series(pd.NA, index=table.index, dtype="object").mask(first, names[0]).mask(second, names[1])
        yield names, table.assign(group=sides)[first | second]


def _of_events(table: pd.DataFrame, events: Mapping[str, str]) -> Iterator[tuple[str, pd.DataFrame]]:
    yield ALL_EVENTS, table
    for name, query in events.items():
        yield name, table.query(query)


def _row(named: Mapping[str, str], table: pd.DataFrame, sides: Names, event: str | None) -> pd.DataFrame:
    """One combination: what was chosen, the difference, and what either group has."""
    alone = estimate(table, "value").set_index("group")
    values: dict[str, Any] = {
        f"{side}_{column}": alone[column].get(group, 0 if column.startswith("n") else float("nan"))
        for side, group in zip(("first", "second"), sides, strict=True)
        for column in SIDE
    }
    found = difference(table, "value", sides, event=event).drop(columns=UNCORRECTED).assign(**values)
    return found.assign(**named)[[*CHOICES, *found.columns]]
