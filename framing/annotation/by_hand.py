"""Pages that were read and coded on the spot: their tables of facts, as `annotate` makes them from texts."""

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing.align.facts import DENIED, NOT_TOLD
from framing.study import Study
from framing.tables import Annotations
from framing.tables.joint import joined, values_of
from framing.tables.schema import SCHEMA, AnnotationError, as_table
from framing.voice.actors import actor_names, actors_of
from framing.voice.labels import ADOPTED, DISTANCED, QUOTED
from framing.voice.segments import DIRECT, OUTLET, REPORTED, SOURCE

TYPES = ("direct", "mixed", "indirect")
VOICES = {"O": OUTLET, "M": "mixed", "S": SOURCE}  # of a sentence: the outlet's own, both, a source's
STANCES = ("negative", "neutral", "positive")
HELD_OFF = ("marks", "word", DENIED)
TOLD = (OUTLET, SOURCE, DENIED, NOT_TOLD)
HAND = "hand"  # the model of a stance that a reader gave
KEPT = 0.9  # of the pages must be as long as what is measured of each

COLUMNS = {
    "pages": ("article_id", "n_sentences", "cut", "voices"),
    "quotes": ("article_id", "quote_id", "parent", "sentence", "type", "cue", "speaker", "actor_class"),
    "labels": ("article_id", "concept", "variant", "sentence", "quote_id", "held_off"),
    "facts": ("article_id", "fact", "told"),
    "stances": ("article_id", "sentence", "target", "stance"),
}


Tables = Mapping[str, pd.DataFrame]


class Coded(NamedTuple):
    """What was coded: tables like those of `annotate`, whose offsets are missing because no text was kept, and the sentences.

    `sentences`: article_id, outlet, group, event, sentence_id, voice (outlet, mixed, source), classes (of those whose words
    begin in it), concepts (that stand in it) and adopted (those among them in the outlet's own words, held off by nothing).
    """

    annotations: Annotations
    sentences: pd.DataFrame


def common_length(n_sentences: pd.Series, kept: float = KEPT) -> int:
    """How many sentences of each page are measured: the most that a share `kept` of the pages has.

    >>> common_length(pd.Series([12, 9, 7, 10, 12, 8, 11, 12, 10, 2]))
    7
    """
    ordered = n_sentences.sort_values(ascending=False, ignore_index=True)
    return int(ordered[math.ceil(kept * len(ordered)) - 1])


def read_selection(path: str | Path) -> pd.DataFrame:
    """The log of the pages that were looked at: a row a page, all as text, `keep` yes or no and the `reason`.

    Raises AnnotationError for a file that cannot be read, a column that is missing, a page or an address that is kept twice.
    """
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False)
        kept = table[table["keep"] == "yes"]
        twice = pd.concat([table[table["article_id"].duplicated()], kept[kept["url"].duplicated()]])
        known = table[["article_id", "event", "group", "outlet", "published", "reason"]]
    except (OSError, KeyError, ValueError) as error:
        raise AnnotationError(f"{path}: no log of pages ({error}): it is a CSV as data/selection.csv") from error
    for id_, url in twice[["article_id", "url"]].itertuples(index=False, name=None):
        raise AnnotationError(
            f"{path}: page {id_} ({url}) stands twice: keep one and give the other keep = no and the reason"
        )
    for id_ in known.loc[(table["keep"] != "yes") & (known["reason"] == ""), "article_id"]:
        raise AnnotationError(f"{path}: page {id_} is left out without a reason: write one")
    return table


def coded_pages(
    folder: str | Path, articles: pd.DataFrame, study: Study, *, reader: str = "first", n_sentences: int | None = None
) -> Coded:
    """Read what one reader coded of pages, cut to their first sentences.

    `folder` holds pages.csv, quotes.csv, labels.csv, facts.csv and stances.csv (columns: COLUMNS, and reader); `articles` has
    a row a page: article_id, outlet, group, event, published; pages that are not there are left out. Quotations, labels and
    stances count in the first `n_sentences` sentences of the body, and pages that have fewer are left out; facts were asked
    of the whole opening; a headline is sentence 0 and is left out. By default all sentences of all pages are kept. The class
    of a speaker is the reader's; the actor is found in the study by the speaker's name.

    Raises AnnotationError, naming file, page and value, for a table or column that is missing and a value that is not known.
    """
    read, known = {name: _read(Path(folder), name) for name in COLUMNS}, set(articles["article_id"])
    tables = {
        name: table[(table["reader"] == reader) & table["article_id"].isin(known)].reset_index(drop=True)
        for name, table in read.items()
    }
    if tables["pages"].empty:
        raise AnnotationError(f"{folder}/pages.csv: none of these pages was read by {reader!r}")
    for problem in _problems(tables, articles, study):
        raise AnnotationError(f"{folder}: {problem}")
    pages = tables["pages"].merge(articles, on="article_id", validate="one_to_one").sort_values("article_id")
    if n_sentences is not None:
        pages = pages[pages["n_sentences"] >= n_sentences].assign(n_sentences=n_sentences)
    last = pages.set_index("article_id")["n_sentences"]
    for name in ("quotes", "labels", "stances"):
        rows = tables[name]
        tables[name] = rows[rows["sentence"].between(1, rows["article_id"].map(last).astype("float64").fillna(0))]
    tables["facts"] = tables["facts"][tables["facts"]["article_id"].isin(last.index)]
    kept = set(zip(tables["quotes"]["article_id"], tables["quotes"]["quote_id"], strict=True))
    made = {
        "articles": _articles(pages),
        "sentences": as_table("sentences", _sentence_rows(pages)),
        "quotes": as_table("quotes", _quote_rows(tables["quotes"], kept, study)),
        "labels": as_table("labels", _label_rows(tables["labels"], tables["quotes"])),
        "facts": as_table("facts", _fact_rows(tables["facts"], pages, study)),
        "stances": as_table(
            "stances", _stance_rows(tables["stances"], pages, sorted(read["stances"]["target"].unique()))
        ),
    }
    annotations = Annotations({name: made.get(name, as_table(name)) for name in SCHEMA})
    return Coded(annotations, _sentences(pages, tables["quotes"], tables["labels"]))


def _read(folder: Path, name: str) -> pd.DataFrame:
    path, columns = folder / f"{name}.csv", [*COLUMNS[name], "reader"]
    try:
        table = pd.read_csv(path, keep_default_na=False, dtype="str", usecols=columns)[columns]
        return table.astype({c: "int64" for c in ("sentence", "n_sentences") if c in columns})
    except (OSError, ValueError) as error:
        raise AnnotationError(
            f"{path}: no table of coded pages ({error}): its columns are {', '.join(columns)}"
        ) from error


def _problems(tables: Tables, articles: pd.DataFrame, study: Study) -> Iterator[str]:
    """What is wrong with coded tables, in words that name the file and the page."""
    yield from _read_twice(tables)
    yield from _not_known(tables, study)
    yield from _other_lengths(tables)
    yield from _beyond_the_end(tables)
    yield from _no_quotations(tables)
    yield from _other_facts(tables, articles, study)


def _pages_and(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    yield from table[["article_id", *columns]].itertuples(index=False, name=None)


def _read_twice(tables: Tables) -> Iterator[str]:
    pages = tables["pages"]
    for (id_,) in _pages_and(pages[pages["article_id"].duplicated()]):
        yield f"pages.csv: page {id_} stands twice: keep one reading a reader"


def _not_known(tables: Tables, study: Study) -> Iterator[str]:
    allowed: dict[tuple[str, str], Iterable[str]] = {
        ("quotes", "type"): TYPES,
        ("quotes", "actor_class"): study.classes,
        ("labels", "concept"): study.concepts,
        ("labels", "held_off"): ("", *HELD_OFF),
        ("facts", "told"): TOLD,
        ("stances", "stance"): STANCES,
    }
    allowed |= {(name, "article_id"): tables["pages"]["article_id"] for name in COLUMNS if name != "pages"}
    for (name, column), values in allowed.items():
        table = tables[name]
        for id_, value in _pages_and(table[~table[column].isin(set(values))], column):
            yield f"{name}.csv, page {id_}: {column} {value!r} is not known: correct it, or list it in the study"


def _other_lengths(tables: Tables) -> Iterator[str]:
    for id_, n, voices in _pages_and(tables["pages"], "n_sentences", "voices"):
        if len(voices) != n or set(voices) - set(VOICES):
            letters = ", ".join(VOICES)
            yield f"pages.csv, page {id_}: voices {voices!r}: write one of {letters} for each of its {n} sentences"


def _beyond_the_end(tables: Tables) -> Iterator[str]:
    length = tables["pages"].set_index("article_id")["n_sentences"]
    for name in ("quotes", "labels", "stances"):
        table = tables[name]
        ends = table["article_id"].map(length).astype("float64")
        for id_, sentence in _pages_and(table[table["sentence"] > ends], "sentence"):
            yield f"{name}.csv, page {id_}: there is no sentence {sentence}"


def _no_quotations(tables: Tables) -> Iterator[str]:
    said = set(_pages_and(tables["quotes"], "quote_id"))
    for name, column in (("quotes", "parent"), ("labels", "quote_id")):
        for id_, quote in _pages_and(tables[name], column):
            if quote and (id_, quote) not in said:
                yield f"{name}.csv, page {id_}: {column} {quote!r} is no quotation of the page"


def _other_facts(tables: Tables, articles: pd.DataFrame, study: Study) -> Iterator[str]:
    events = articles.set_index("article_id")["event"]
    for id_, fact in _pages_and(tables["facts"], "fact"):
        event = study.events.get(events[id_])
        if event is None or fact not in {known.id for known in event.facts}:
            yield f"facts.csv, page {id_}: the study lists no fact {fact!r} for the event {events[id_]}"


def _articles(pages: pd.DataFrame) -> pd.DataFrame:
    rows = pages.reindex(columns=list(SCHEMA["articles"]))
    return as_table("articles", rows.assign(published=rows["published"].replace("", None)).itertuples(index=False))


def _sentence_rows(pages: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for id_, n in pages[["article_id", "n_sentences"]].itertuples(index=False, name=None):
        yield from ({"article_id": id_, "sentence_id": f"s{i}"} for i in range(1, n + 1))


def _quote_rows(quotes: pd.DataFrame, kept: set[tuple[str, str]], study: Study) -> Iterator[dict[str, Any]]:
    names = actor_names(study)
    for row in quotes.itertuples(index=False):
        found = actors_of(values_of(row.speaker) or (row.speaker,), None, study, names)
        yield {
            "article_id": row.article_id, "quote_id": row.quote_id, "type": row.type, "cue_lemma": row.cue or None,
            "speaker": row.speaker or None, "actor": found.actor, "actor_class": row.actor_class,
            "parent": row.parent if (row.article_id, row.parent) in kept else None, "reason": f"read, sentence {row.sentence}",
        }  # fmt: skip


def _label_rows(labels: pd.DataFrame, quotes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    types = {
        (id_, quote): type_
        for id_, quote, type_ in quotes[["article_id", "quote_id", "type"]].itertuples(index=False, name=None)
    }
    for row in labels.itertuples(index=False):
        own, marker = not row.quote_id, row.held_off or None
        speech = None if own else DIRECT if types.get((row.article_id, row.quote_id)) == "direct" else REPORTED
        yield {
            "article_id": row.article_id, "concept": row.concept, "variant": row.variant, "voice": OUTLET if own else SOURCE,
            "speech": speech, "quote_id": row.quote_id or None, "marker": marker,
            "adoption": QUOTED if not own else DISTANCED if marker else ADOPTED,
        }  # fmt: skip


def _fact_rows(facts: pd.DataFrame, pages: pd.DataFrame, study: Study) -> Iterator[dict[str, Any]]:
    events = pages.set_index("article_id")["event"]
    for row in facts.itertuples(index=False):
        family = next(fact.family for fact in study.events[events[row.article_id]].facts if fact.id == row.fact)
        yield {"article_id": row.article_id, "fact": row.fact, "family": family or None, "told": row.told}


def _stance_rows(stances: pd.DataFrame, pages: pd.DataFrame, targets: list[str]) -> Iterator[dict[str, Any]]:
    """A row a sentence with words of the outlet and target: the stance that was coded, neutral where none was."""
    coded = {(row.article_id, row.sentence, row.target): row.stance for row in stances.itertuples(index=False)}
    for id_, n, voices in pages[["article_id", "n_sentences", "voices"]].itertuples(index=False, name=None):
        for i in (i for i in range(1, n + 1) if VOICES[voices[i - 1]] != SOURCE):
            for target in targets:
                yield {
                    "article_id": id_, "passage_id": f"s{i}", "voice": OUTLET, "target": target,
                    "stance": coded.get((id_, i, target), "neutral"), "model": HAND,
                }  # fmt: skip


def _sentences(pages: pd.DataFrame, quotes: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    adopted = labels[(labels["quote_id"] == "") & (labels["held_off"] == "")]
    cells = {
        name: table.groupby(["article_id", "sentence"])[column].agg(joined).to_dict()
        for name, table, column in (
            ("classes", quotes, "actor_class"), ("concepts", labels, "concept"), ("adopted", adopted, "concept"),
        )
    }  # fmt: skip
    rows = [
        (*keys, f"s{i}", VOICES[voices[i - 1]], *(found.get((keys[0], i)) for found in cells.values()))
        for *keys, n, voices in pages[["article_id", "outlet", "group", "event", "n_sentences", "voices"]].itertuples(
            index=False, name=None
        )
        for i in range(1, n + 1)
    ]
    columns = ["article_id", "outlet", "group", "event", "sentence_id", "voice", *cells]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns, "str"))
