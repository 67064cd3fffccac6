"""The standard pages of any study: one function a question, which draws and says what the tables hold, or why it cannot."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from framing import align, compare, measures
from framing.report import plots, sentences
from framing.report.exploring import explorer
from framing.report.html import Html, render, show
from framing.study import Study, read_study
from framing.tables import Annotations

STUDY, TABLES = "FRAMING_STUDY", "FRAMING_TABLES"  # in the environment: the study file, and the folder of its tables
FEW = 6  # events with both groups, below which articles are the units of a comparison
FIGURES = Path("../figures")
ROW = ["measure", "estimate", "low", "high", "p", "n_events", "n_units", "n"]
MARKS = ["hearsay", "scare_quote", "hedge", "booster"]
KINDS = {"reuse": "copied passage", "statement": "statement told twice"}
SINGLE = 30  # events that can be looked at alone
COMMON = 8  # classes or speakers that a figure shows
Shown = Html | plots.Picture


class Given(NamedTuple):
    """What a report is of."""

    study: Study
    facts: Annotations


def given() -> Given:
    """The study and the tables that the environment names (`framing report --study FILE --out DIR` sets them)."""
    study = read_study(os.environ[STUDY])
    plots.use_style(study.groups)
    return Given(study, Annotations.load(os.environ[TABLES]))


def overview(of: Given) -> Html:
    """How many articles of how many outlets and events each group has."""
    articles = of.facts.articles
    counts = articles.groupby("group").agg(
        articles=("article_id", "size"), outlets=("outlet", "nunique"), events=("event", "nunique"),
        words=("n_words", "sum"),
    )  # fmt: skip
    return show(counts.reset_index(), study=of.study)


def primary(of: Given) -> Shown:
    """The study's primary measures, group against group, with what can be said of each."""
    groups = two_groups(of)
    if len(groups) < 2 or not of.study.primary:
        return nothing("two groups with articles, and primary measures in the study file, are needed")
    found = compare.adjust(_differences(of, list(of.study.primary)), of.study.primary)
    named = found.assign(measure=found["measure"].map(_names(of)))
    title = f"The primary measures (n = {len(of.facts.articles)} articles)"
    first, second = groups.values()
    axes = plots.differences(named, "measure", title, f"{first} minus {second}, 95 % interval")
    return plots.publish(axes, "0_primary", found, FIGURES)


def findings(of: Given) -> Html:
    """The primary measures in sentences: what is told with its interval, and what could not be told apart."""
    groups = two_groups(of)
    if len(groups) < 2 or not of.study.primary:
        return Html("")
    found = compare.adjust(_differences(of, list(of.study.primary)), of.study.primary)
    return sentences.findings(found.assign(name=found["measure"].map(_names(of))), list(groups.values()))


def difference(of: Given, measure: str, name: str, title: str, category: str = "share") -> Shown:
    """Both groups on a measure, of each event and of all, or of all alone where there are no events."""
    table = measures.observations(of.facts, measure).dropna(subset=["value"])
    groups = two_groups(of)
    table = table[table["group"].isin(list(groups))]
    if table.empty:
        return nothing("no article of either group has what this measure counts")
    events = {e.id: e.name for e in of.study.events.values()}
    if len(groups) == 2 and table["event"].isin(list(events)).any():
        drawn = compare.by_event(table[table["event"].isin(list(events))], events)
        return plots.publish(plots.paired(drawn, "event", title, category, groups), name, drawn, FIGURES)
    drawn = compare.estimate(table, "value").assign(measure=title)
    return plots.publish(plots.estimates(drawn, "measure", title, category, dict(groups)), name, drawn, FIGURES)


def compared(of: Given, wanted: list[str]) -> Html:
    """Differences of the two groups on measures, as a table."""
    if len(two_groups(of)) < 2:
        return nothing("two groups with articles are needed")
    names = _names(of)
    found = _differences(of, wanted)
    return show(found.assign(measure=found["measure"].map(names)), ROW, study=of.study)


def classes(of: Given) -> Shown:
    """Who is quoted: the commonest classes of speakers, group by group."""
    return _categories(of, "actor_class", "1_classes", "Who is quoted, the commonest classes", of.study.classes)


def types(of: Given) -> Shown:
    """Direct, mixed or reported: the forms of quotations, group by group."""
    return _categories(of, "type", "3_types", "Direct, mixed or reported", {})


def _categories(of: Given, column: str, name: str, title: str, names: Mapping[str, str]) -> Shown:
    if of.facts.quotes.empty:
        return nothing("no quotation was found")
    table = compare.estimates_by_category(of.facts, column)
    table = table[table["group"].isin(list(two_groups(of)))].replace({column: dict(names)})
    shown = table[table[column].isin(table[column].unique()[:COMMON])]
    axes = plots.estimates(shown, column, title, "share of the group's quotations", dict(two_groups(of)))
    return plots.publish(axes, name, table, FIGURES)


def speakers(of: Given) -> Html:
    """Who speaks most, and in which articles of which group."""
    said = measures.each_speaker(of.facts)
    if said.empty:
        return nothing("no speaker was found")
    counts = said.groupby(["speaker", "group"]).agg(quotations=("speaker", "size"), articles=("article_id", "nunique"))
    table = counts.reset_index().sort_values(["quotations", "speaker"], ascending=[False, True])
    return show(table.head(20), study=of.study)


def left_out(of: Given) -> Html:
    """Who speaks in one group and never in the other."""
    if len(two_groups(of)) != 2 or of.facts.quotes.empty:
        return nothing("two groups with quotations are needed")
    found = align.who_is_left_out(of.facts)
    columns = ["who", "speaks_in", "n_articles", "of_articles", "low", "other_articles", "other_high", "apart"]
    return show(found.head(10), columns, study=of.study)


def labels(of: Given) -> Html:
    """Which words stand for the thing, in whose mouth."""
    words = of.facts.labels.merge(of.facts.articles[["article_id", "group"]], on="article_id")
    if words.empty:
        return nothing("no concept of the study was met: give them variants in the study file")
    table = words.groupby(["concept", "group", "adoption"]).size().unstack(fill_value=0).reset_index()
    return show(table, study=of.study)


def marks(of: Given) -> Html:
    """How the outlets hold things off, per 1,000 words of their own."""
    if of.facts.voices.empty:
        return nothing("no words were measured")
    return show(compare.mark_rates(of.facts, MARKS).replace("scare_quote", "scare quote"), study=of.study)


def stances(of: Given) -> Html:
    """Towards whom the outlets' own words lean, by target and model."""
    rows = [
        compare.stance_shares(of.facts, target, stance).assign(target=target, stance=stance)
        for target in of.study.targets
        for stance in ("positive", "negative")
        if (of.facts.stances["target"] == target).any()
    ]
    if not rows:
        return nothing("no target of the study was met in the outlets' own words")
    table = pd.concat(rows, ignore_index=True)
    return show(
        table, ["target", "stance", "model", "group", "estimate", "low", "high", "n_units", "n"], study=of.study
    )


def words(of: Given) -> Html:
    """Words that one group uses more than the other (keyness), in the outlets' own voice."""
    groups = list(two_groups(of))
    if len(groups) < 2 or of.facts.lemmas.empty:
        return nothing("two groups with words are needed")
    lemmas = of.facts.lemmas.merge(of.facts.articles[["article_id", "group"]], on="article_id")
    found = compare.keyness(lemmas, (groups[0], groups[1]))
    clear = found[(found["low"] > 0) | (found["high"] < 0)]
    if clear.empty:
        return nothing("no word keeps clear of chance: every interval holds zero")
    who = clear["estimate"].gt(0).map({True: groups[0], False: groups[1]})
    counts = clear.assign(**{"used more by": who, **{of.study.groups[g]: clear[f"count_{g}"] for g in groups}})
    ratio = {"estimate": "log ratio of odds"}
    columns = [
        "lemma",
        "pos",
        "used more by",
        *(of.study.groups[g] for g in groups),
        "log ratio of odds",
        "low",
        "high",
    ]
    return show(counts.head(20).rename(columns=ratio), columns, study=of.study)


def coverage(of: Given) -> Shown:
    """Which event each group covers."""
    events = {e.id: e.name for e in of.study.events.values() if (of.facts.articles["event"] == e.id).any()}
    if not events:
        return nothing("no article names an event of the study: give them one in a manifest")
    told = of.facts.articles[of.facts.articles["event"].isin(list(events))]
    return plots.publish(
        plots.coverage(told, events, dict(two_groups(of))), "4_coverage", told[["event", "group"]], FIGURES
    )


def shared(of: Given) -> Html:
    """What articles copy from one another, and which statements they tell again."""
    if of.facts.links.empty:
        return nothing("no two articles share a passage or a statement")
    group = of.facts.articles.set_index("article_id")["group"]
    links = of.facts.links.replace({"kind": KINDS}).assign(group=of.facts.links["article_id"].map(group))
    table = links.groupby(["kind", "group"]).agg(n=("kind", "size"), articles=("article_id", "nunique"))
    return show(table.reset_index(), study=of.study)


def doubts(of: Given) -> Html:
    """How often no speaker was found, and how sure the program is of what it found, group by group."""
    if of.facts.quotes.empty:
        return nothing("no quotation was found")
    quotes = of.facts.quotes.merge(of.facts.articles[["article_id", "group"]], on="article_id")
    table = quotes.groupby("group").agg(
        quotations=("quote_id", "size"),
        unknown=("speaker", lambda s: s.isna().mean()),
        confidence=("confidence", "mean"),
    )
    named = table.rename(columns={"unknown": "share without a speaker", "confidence": "mean confidence"})
    return show(named.reset_index(), study=of.study)


def accuracy() -> Html:
    """How right the program is on articles that nobody had read (data: evaluate/accuracy.csv)."""
    table = pd.read_csv(Path(__file__).parent.parent / "evaluate" / "accuracy.csv")
    return show(table, ["measure", "estimate", "low", "high", "n"], digits=3)


def definitions(of: Given) -> Shown:
    """The first primary measure by every definition that the library knows."""
    if len(two_groups(of)) != 2 or not of.study.primary:
        return nothing("two groups with articles, and primary measures in the study file, are needed")
    measure = of.study.primary[0]
    found = compare.definitions(of.facts, measure, _event(of), list(two_groups(of)))
    first, second = two_groups(of).values()
    title = f"{_names(of)[measure]} (n = {len(of.facts.articles)} articles)"
    axes = plots.differences(found, "definition", title, f"{first} minus {second}, 95 % interval")
    return plots.publish(axes, "5_definitions", found, FIGURES)


def combinations(of: Given) -> pd.DataFrame:
    """The primary measures under all definitions, over all events and in each of those that both groups tell most of."""
    groups = two_groups(of)
    if len(groups) != 2 or not of.study.primary:
        return pd.DataFrame()
    (first, second), names = groups, tuple(groups.values())
    told = of.facts.articles[of.facts.articles["group"].isin(list(groups))].groupby("event")
    both = told.size()[told["group"].nunique() == 2].sort_values(ascending=False, kind="stable").index[:SINGLE]
    single = {event.name: f"event == {event.id!r}" for event in of.study.events.values() if event.id in both}
    sides = {(names[0], names[1]): (f"group == {first!r}", f"group == {second!r}")}
    versions = {"as printed": of.facts}
    return compare.multiverse(versions, of.study.primary, sides, single if _event(of) else None)


def choices(of: Given, table: pd.DataFrame) -> Shown:
    """How the primary measures differ under each definition."""
    if table.empty:
        return nothing("two groups with articles, and primary measures in the study file, are needed")
    named = table[table["events"] == compare.ALL_EVENTS].replace({"measure": _names(of)})
    first, second = two_groups(of).values()
    title = f"The primary measures under other definitions, {len(of.facts.articles)} articles"
    axes = plots.choices(named, "measure", title, f"{first} minus {second}, 95 % interval")
    return plots.publish(axes, "6_choices", table, FIGURES)


def explore(of: Given, table: pd.DataFrame) -> Html:
    """Every combination of choices, to choose from."""
    return Html("") if table.empty else explorer(table, "study", _names(of))


def two_groups(of: Given) -> dict[str, str]:
    """The first two groups of the study that have articles, by id."""
    here = set(of.facts.articles["group"].dropna())
    return dict([(id_, name) for id_, name in of.study.groups.items() if id_ in here][:2])


def nothing(why: str) -> Html:
    """What is shown where nothing can be measured."""
    return render("nothing.html", why=why)


def _differences(of: Given, wanted: list[str]) -> pd.DataFrame:
    groups = list(two_groups(of))
    return compare.each(compare.difference, of.facts, wanted, groups=(groups[0], groups[1]), event=_event(of))


def _event(of: Given) -> str | None:
    """Whether groups are compared within events: where enough events have both."""
    both = of.facts.articles.groupby("event")["group"].nunique()
    return "event" if (both > 1).sum() >= FEW else None


def _names(of: Given) -> dict[str, str]:
    """What the primary measures are called."""
    return {measure: measures.name_of(measure, of.study) for measure in of.study.primary}
