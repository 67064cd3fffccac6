"""Does a difference hold: under other definitions, without one outlet or event, without copy, and where none can be."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from framing import compare
from framing.align.passages import without_reuse
from framing.compare.intervals import LEVEL, share_interval
from framing.measures.registry import KEYS, article_voices, observations
from framing.tables import Annotations
from framing.tables.joint import holds, values_of
from framing.tables.spans import parse_spans
from framing.voice.labels import DISTANCED
from framing.voice.segments import DIRECT, OUTLET

MARKS = "quotation marks"
GROUPS = ("state", "wire")
Observe = Callable[[Annotations], pd.DataFrame]


def _per_word(table: pd.DataFrame, value: pd.Series) -> pd.DataFrame:
    """A row a word of the rows of `table` (column n_words): observations, never units."""
    table = table.assign(value=value.astype("float64"))[[*KEYS, "value", "n_words"]]
    return table.loc[table.index.repeat(table["n_words"].astype("int64")), [*KEYS, "value"]].reset_index(drop=True)


def _voices(annotations: Annotations) -> pd.DataFrame:
    """Stretches of voice with article, and type, speaker's class and parent of their quotation."""
    quotes = annotations.quotes[["article_id", "quote_id", "type", "actor_class"]]
    voices = annotations.voices.merge(quotes, how="left", on=["article_id", "quote_id"], validate="many_to_one")
    return voices.merge(annotations.articles[KEYS], on="article_id", validate="many_to_one")


def _quotes(annotations: Annotations) -> pd.DataFrame:
    return annotations.quotes.merge(annotations.articles[KEYS], on="article_id", validate="many_to_one")


def _words_of_types(annotations: Annotations, types: Sequence[str]) -> pd.DataFrame:
    """Share of each article's words in quotations of some types, of the innermost speaker."""
    voices = _voices(annotations)
    said = voices[voices["type"].isin(types)].groupby("article_id")["n_words"].sum()
    table = article_voices(annotations)
    n_said = table["article_id"].map(said).fillna(0).astype("float64")
    return table[KEYS].assign(value=n_said / table["n_words"].where(table["n_words"] > 0).astype("float64"))


def _each_word(annotations: Annotations) -> pd.DataFrame:
    voices = _voices(annotations)
    return _per_word(voices, voices["voice"] != OUTLET)


def _class_of_types(annotations: Annotations, actor_class: str, types: Sequence[str]) -> pd.DataFrame:
    quotes = _quotes(annotations)
    quotes = quotes[quotes["type"].isin(types)].reset_index(drop=True)
    return quotes[KEYS].assign(value=holds(quotes["actor_class"], [actor_class]).astype("float64"))


def _class_of_known(annotations: Annotations, actor_class: str) -> pd.DataFrame:
    quotes = _quotes(annotations).dropna(subset=["speaker"]).reset_index(drop=True)
    return quotes[KEYS].assign(value=holds(quotes["actor_class"], [actor_class]).astype("float64"))


def words_of_class(annotations: Annotations, classes: Iterable[str], *, outermost: bool = False) -> pd.DataFrame:
    """A row a quoted word: whether its speaker is of one of some classes (columns article_id, outlet, group, event, value).

    A word inside a quotation inside another counts for the innermost speaker, or, with `outermost`, for the outermost.
    """
    if outermost:
        said = _quotes(annotations)
        said = said[said["parent"].isna()].reset_index(drop=True)
    else:
        said = _voices(annotations)
        said = said[said["voice"] != OUTLET].reset_index(drop=True)
    return _per_word(said, holds(said["actor_class"], classes))


def sentences_quoting(annotations: Annotations, classes: Iterable[str]) -> pd.DataFrame:
    """A row a sentence: whether a speaker of one of some classes is quoted in it.

    Columns: article_id, outlet, group, event, sentence_id, value. Every sentence has a row, so a quotation that was
    missed and one that is none both count as errors, and a hand-checked sample can correct them.
    """
    chosen = set(classes)
    spans: dict[str, list[tuple[int, int]]] = {}
    for article, where, actor_class in annotations.quotes[["article_id", "spans", "actor_class"]].itertuples(
        index=False
    ):
        if not chosen.isdisjoint(values_of(actor_class)):
            spans.setdefault(article, []).extend(parse_spans(where))
    table = annotations.sentences[["article_id", "sentence_id", "start", "end"]]
    value = [
        any(start < e and s < end for s, e in spans.get(article, []))
        for article, start, end in zip(table["article_id"], table["start"], table["end"], strict=True)
    ]
    table = table.assign(value=np.array(value, dtype="float64"))
    table = table.merge(annotations.articles[KEYS], on="article_id", validate="many_to_one")
    return table[[*KEYS, "sentence_id", "value"]]


def _labels(annotations: Annotations) -> pd.DataFrame:
    return annotations.labels.merge(annotations.articles[KEYS], on="article_id", validate="many_to_one")


def _distanced_by(annotations: Annotations, held: Callable[[pd.Series], pd.Series]) -> pd.DataFrame:
    """Labels outside direct quotations that are no source's own word, held off where `held` says so of the marker."""
    labels = _labels(annotations)
    labels = labels[labels["adoption"] != "quoted"].reset_index(drop=True)
    return labels[KEYS].assign(value=(labels["marker"].notna() & held(labels["marker"])).astype("float64"))


def _distanced_in(annotations: Annotations, keep: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    labels = _labels(annotations)
    labels = labels[keep(labels)].reset_index(drop=True)
    return labels[KEYS].assign(value=(labels["adoption"] == DISTANCED).astype("float64"))


def per_article(table: pd.DataFrame) -> pd.DataFrame:
    """The mean of each article's observations: a row an article, so that a long article counts as much as a short one."""
    return table.groupby(KEYS, dropna=False, sort=True, as_index=False)["value"].mean()


def _ways(measure: str) -> dict[str, Observe]:
    """The ways to define a measure, by name; the first is the study's own."""
    own = {"as in the study": partial(observations, measure=measure)}
    each: dict[str, Observe] = {"each article counts once": lambda a: per_article(observations(a, measure))}
    if measure == "share_quoted":
        return own | {
            "each word counts once": _each_word,
            "no indirect speech": partial(_words_of_types, types=("direct", "mixed")),
            "direct quotations only": partial(_words_of_types, types=("direct",)),
            "words in marks only": partial(observations, measure="share_verbatim"),
        }
    if measure.startswith("share_class:"):
        of = measure.removeprefix("share_class:")
        return own | each | {
            "quoted words": partial(words_of_class, classes=(of,)),
            "quoted words, outermost speaker": partial(words_of_class, classes=(of,), outermost=True),
            "sentences that quote them": partial(sentences_quoting, classes=(of,)),
            "direct and mixed only": partial(_class_of_types, actor_class=of, types=("direct", "mixed")),
            "indirect only": partial(_class_of_types, actor_class=of, types=("indirect",)),
            "speakers found only": partial(_class_of_known, actor_class=of),
        }  # fmt: skip
    if measure == "labels_distanced":
        return own | each | {
            "by marks only": partial(_distanced_by, held=lambda m: m == MARKS),
            "by words only": partial(_distanced_by, held=lambda m: m != MARKS),
            "outlet's voice only": partial(_distanced_in, keep=lambda t: t["voice"] == OUTLET),
            "all but direct quotations": partial(_distanced_in, keep=lambda t: t["speech"] != DIRECT),
            "every mention": partial(_distanced_in, keep=lambda t: t["voice"].notna()),
        }  # fmt: skip
    return own | each


def _compared(
    tables: Iterable[tuple[str, pd.DataFrame]], name: str, event: str | None, groups: Sequence[str]
) -> pd.DataFrame:
    parts = [compare.difference(t, "value", groups, event=event).assign(**{name: label}) for label, t in tables]
    return _first(pd.concat(parts, ignore_index=True), name)


def _first(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table[[column, *table.columns.drop(column)]]


def definitions(
    annotations: Annotations, measure: str, event: str | None = "event", groups: Sequence[str] = GROUPS
) -> pd.DataFrame:
    """The difference of a measure under other definitions of the same question: a row a definition.

    Where the answer turns with the definition, it is the definition's. `measure` is a name of `measures.observations`;
    share_quoted, share_class:CLASS and labels_distanced have definitions of their own, the others two. Columns: definition
    (the first is the study's own), then those of `compare.difference`. Raises ValueError for a measure that is not known.

    Source: multiverse analysis (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016).
    """
    return _compared(((n, way(annotations)) for n, way in _ways(measure).items()), "definition", event, groups)


def without_copy(
    annotations: Annotations,
    measures: Iterable[str],
    links: pd.DataFrame,
    event: str | None = "event",
    groups: Sequence[str] = GROUPS,
) -> pd.DataFrame:
    """The difference of each measure as printed, and without the passages that articles share.

    `links` comes from `align.reuse`; the annotations know their texts. A difference that goes with the copy belongs to the
    agency that wrote it. Columns: measure, text, then those of `compare.difference`.
    """
    tables = {
        "as printed": annotations,
        "without copied passages": without_reuse(annotations, links),
        "copy kept in the earliest article": without_reuse(annotations, links, keep_first=True),
    }
    parts = [
        _compared(((name, observations(a, measure)) for name, a in tables.items()), "text", event, groups).assign(
            measure=measure
        )
        for measure in measures
    ]
    return _first(pd.concat(parts, ignore_index=True), "measure")


def leave_one_out(
    table: pd.DataFrame, value: str, by: str, event: str | None = "event", groups: Sequence[str] = GROUPS
) -> pd.DataFrame:
    """The difference without one outlet, or event, at a time: whether it hangs on one of them.

    `table` has the columns of `compare.difference` and `by` ('outlet', 'event'). Columns: left_out (none first), then those
    of `compare.difference`. Raises KeyError when there is no column `by`.

    >>> citations = pd.DataFrame({"group": ["state", "state", "wire", "wire"] * 2, "outlet": ["a", "b", "c", "d"] * 2,
    ...     "article_id": list("klmnopqr"), "event": ["e"] * 4 + ["f"] * 4, "directe": [1, 0, 1, 1, 0, 0, 1, 0]})
    >>> leave_one_out(citations, "directe", by="outlet", event=None)[["left_out", "estimate"]].round(2).values.tolist()
    [['none', -0.5], ['a', -0.75], ['b', -0.25], ['c', -0.25], ['d', -0.75]]
    """
    table = table.assign(value=table[value])
    without = [(str(name), table[table[by] != name]) for name in sorted(table[by].dropna().unique())]
    return _compared([("none", table), *without], "left_out", event, groups)


def _splits(units: pd.DataFrame, event: str | None, n: int, seed: int) -> Iterator[dict[object, str]]:
    """Random halves of the units, within each event where one is given; which half is the larger is drawn too."""
    rng = np.random.default_rng(seed)
    strata = [part.tolist() for _, part in units.groupby(event)["unit"]] if event else [units["unit"].tolist()]
    for _ in range(n):
        side: dict[object, str] = {}
        for members in strata:
            order = rng.permutation(len(members))
            half = len(members) // 2 + (int(rng.integers(2)) if len(members) % 2 else 0)
            side |= {members[k]: "a" if place < half else "b" for place, k in enumerate(order.tolist())}
        yield side


def placebo(
    table: pd.DataFrame,
    value: str,
    n: int = 200,
    event: str | None = None,
    unit: str = "article_id",
    groups: Sequence[str] = GROUPS,
    seed: int = 0,
) -> pd.DataFrame:
    """How often the comparison finds a difference where there is none: each group's articles split in two at random.

    Of 95 % intervals about one in twenty may exclude zero. With `event` the articles of an event are split among
    themselves, and the difference is taken within events. Columns: group, estimate (share of the intervals that exclude
    zero), low, high (95 %, for the number of splits: splits of the same articles overlap, so nothing is said about other
    articles), n_splits (that gave an interval), n_units, n_observations, method; NaN where no split gave one.

    Source: placebo tests (Athey & Imbens 2017).
    """
    rows: list[list[object]] = []
    for group in groups:
        mine = table[(table["group"] == group) & table[value].notna()]
        units = mine.assign(unit=mine[unit]).drop_duplicates("unit").sort_values("unit")
        found = []
        for side in _splits(units, event, n, seed):
            halves = mine.assign(group=mine[unit].map(side))
            row = compare.difference(halves, value, ("a", "b"), unit, event).iloc[0]
            if pd.notna(row["low"]):
                found.append(row["low"] > 0 or row["high"] < 0)
        share, low, high = np.nan, np.nan, np.nan
        if found:
            share = float(np.mean(found))
            low, high = (float(end) for end in share_interval(share, len(found), np.inf, LEVEL))
        method = f"{n} random splits of the {unit} of {group}" + (f" within {event}" if event else "")
        rows.append([group, share, low, high, len(found), len(units), len(mine), method])
    columns = ["group", "estimate", "low", "high", "n_splits", "n_units", "n_observations", "method"]
    return pd.DataFrame(rows, columns=columns)


def each(
    check: Callable[..., pd.DataFrame], annotations: Annotations, measures: Iterable[str], **options: Any
) -> pd.DataFrame:
    """A check of several measures: what `check(observations, "value", **options)` returns, with a column measure in front.

    `check` is `compare.difference`, `compare.power`, `leave_one_out`, `placebo` or another function of a table and a column.
    """
    parts = [check(observations(annotations, name), "value", **options).assign(measure=name) for name in measures]
    return _first(pd.concat(parts, ignore_index=True), "measure")


def checked(
    table: pd.DataFrame, truth: pd.DataFrame, on: Sequence[str], share: float = 0.5, seed: int = 0
) -> pd.DataFrame:
    """A hand-checked sample for `compare.difference`: the observations of a random share of each group's articles.

    `table` and `truth` hold a row an observation with `value`, alike but for who measured, and are joined by the columns
    `on`, article_id among them. Columns: those of `table` and `truth`. Whole articles are drawn, because a coder who reads
    an article sees what was missed in it. Raises ValueError when an observation stands twice in the truth.
    """
    rng = np.random.default_rng(seed)
    drawn: list[str] = []
    for _, part in table.groupby("group"):
        ids = sorted(part["article_id"].unique())
        drawn += rng.choice(ids, size=round(share * len(ids)), replace=False).tolist()
    known = truth[[*on, "value"]].rename(columns={"value": "truth"})
    if known.duplicated([*on]).any():
        raise ValueError(f"truth: an observation stands twice by {', '.join(on)}")
    return table[table["article_id"].isin(drawn)].merge(known, on=[*on]).reset_index(drop=True)


def correction(
    table: pd.DataFrame,
    truth: pd.DataFrame,
    on: Sequence[str],
    event: str | None = "event",
    groups: Sequence[str] = GROUPS,
    share: float = 0.5,
    draws: int = 10,
) -> pd.DataFrame:
    """A difference raw, corrected by a hand-checked share of the articles (drawn `draws` times), and with all checked.

    See `checked` for `table`, `truth` and `on`. Columns: reading, then those of `compare.difference`. The last row is what
    the others try to reach; each draw stands for a study that could check that share only, and would have one.
    """
    rows = _compared([("as extracted", table), ("all checked by hand", truth)], "reading", event, groups)
    corrected = [
        compare.difference(table, "value", groups, event=event, checked=checked(table, truth, on, share, draw)).assign(
            reading=f"corrected, draw {draw + 1}"
        )
        for draw in range(draws)
    ]
    return pd.concat([rows[:1], *corrected, rows[1:]], ignore_index=True)[rows.columns.tolist()]
