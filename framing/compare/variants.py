"""Does a difference hold: under other definitions, without the copy that articles share, without one outlet or event."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from framing.align.passages import without_reuse
from framing.compare.contrast import difference
from framing.measures.definitions import definitions_of
from framing.measures.registry import observations
from framing.tables import Annotations
from framing.tables.groups import two_groups


def differences(
    tables: Iterable[tuple[str, pd.DataFrame]], name: str, event: str | None, groups: Sequence[str]
) -> pd.DataFrame:
    """The difference of the column `value` of each table: a row a table, its label in the column `name`.

    >>> presse = pd.DataFrame({"group": ["state", "wire"] * 2, "article_id": list("abcd"), "value": [1.0, 0.0, 0.5, 0.5]})
    >>> found = differences([("toute", presse), ("nulle", presse[:0])], "presse", None, ("state", "wire"))
    >>> found[["presse", "estimate"]].values.tolist()
    [['toute', 0.5], ['nulle', nan]]
    """
    parts = [difference(t, "value", groups, event=event).assign(**{name: label}) for label, t in tables]
    return _first(pd.concat(parts, ignore_index=True), name)


def _first(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table[[column, *table.columns.drop(column)]]


def definitions(
    annotations: Annotations, measure: str, event: str | None = "event", groups: Sequence[str] | None = None
) -> pd.DataFrame:
    """The difference of a measure under other definitions of the same question: a row a definition.

    Where the answer turns with the definition, it is the definition's. `measure` is a name of `measures.observations`, and
    its definitions are those of `measures.definitions_of`; `groups` are the two that are compared, by default the two that
    there are. Columns: definition (the first is the study's own), then those of `compare.difference`. Raises ValueError for
    a measure that is not known, and where there are not two groups.

    Source: multiverse analysis (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016).
    """
    groups = two_groups(annotations.articles["group"], groups)
    tables = ((name, observe(annotations)) for name, observe in definitions_of(measure).items())
    return differences(tables, "definition", event, groups)


def without_copy(
    annotations: Annotations,
    measures: Iterable[str],
    links: pd.DataFrame,
    event: str | None = "event",
    groups: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The difference of each measure as printed, and without the passages that articles share.

    `links` comes from `align.reuse`; the annotations know their texts. A difference that goes with the copy belongs to the
    agency that wrote it. `groups` are the two that are compared, by default the two that there are. Columns: measure, text,
    then those of `compare.difference`. Raises ValueError where there are not two groups.
    """
    texts = {
        "as printed": annotations,
        "without copied passages": without_reuse(annotations, links),
        "copy kept in the earliest article": without_reuse(annotations, links, keep_first=True),
    }
    return across(texts, measures, "text", event, groups)


def across(
    versions: Mapping[str, Annotations],
    measures: Iterable[str],
    name: str = "version",
    event: str | None = "event",
    groups: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The difference of each measure in several versions of one corpus: without some articles, of another reader, cut otherwise.

    `groups` are the two that are compared, by default the two that there are in the first version. Columns: measure, `name`,
    then those of `compare.difference`. Raises ValueError where there are not two groups.
    """
    groups = two_groups(next(iter(versions.values())).articles["group"], groups)
    parts = [
        differences(((label, observations(a, measure)) for label, a in versions.items()), name, event, groups).assign(
            measure=measure
        )
        for measure in measures
    ]
    return _first(pd.concat(parts, ignore_index=True), "measure")


def leave_one_out(
    table: pd.DataFrame, value: str, by: str, event: str | None = "event", groups: Sequence[str] | None = None
) -> pd.DataFrame:
    """The difference without one outlet, or event, at a time: whether it hangs on one of them.

    `table` has the columns of `compare.difference` and `by` ('outlet', 'event'); `groups` are the two that are compared, by
    default the two that there are. Columns: left_out (none first), then those of `compare.difference`. Raises KeyError when
    there is no column `by`, ValueError where there are not two groups.

    >>> citations = pd.DataFrame({"group": ["state", "state", "wire", "wire"] * 2, "outlet": ["a", "b", "c", "d"] * 2,
    ...     "article_id": list("klmnopqr"), "event": ["e"] * 4 + ["f"] * 4, "directe": [1, 0, 1, 1, 0, 0, 1, 0]})
    >>> leave_one_out(citations, "directe", by="outlet", event=None)[["left_out", "estimate"]].round(2).values.tolist()
    [['none', -0.5], ['a', -0.75], ['b', -0.25], ['c', -0.25], ['d', -0.75]]
    """
    groups = two_groups(table["group"], groups)
    table = table.assign(value=table[value])
    without = [(str(name), table[table[by] != name]) for name in sorted(table[by].dropna().unique())]
    return differences([("none", table), *without], "left_out", event, groups)


def each(
    check: Callable[..., pd.DataFrame], annotations: Annotations, measures: Iterable[str], **options: Any
) -> pd.DataFrame:
    """A check of several measures: what `check(observations, "value", **options)` returns, with a column measure in front.

    `check` is `difference`, `power`, `leave_one_out`, `placebo` or another function of a table and a column.
    """
    parts = [check(observations(annotations, name), "value", **options).assign(measure=name) for name in measures]
    return _first(pd.concat(parts, ignore_index=True), "measure")
