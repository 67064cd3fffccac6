"""What can be wrong with tables: each rule a function that yields (table, article_id, problem)."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import pandas as pd

from framing.tables.audit import AUDIT_WORDS, runs_of_words
from framing.tables.files import sha256
from framing.tables.ids import is_safe_id
from framing.tables.schema import SCHEMA, as_table
from framing.tables.spans import parse_spans

Tables = Mapping[str, pd.DataFrame]
Texts = Mapping[str, str]
Problem = tuple[str, object, str]

PAIRS = (("start", "end"), ("cue_start", "cue_end"), ("source_start", "source_end"))
OTHER_PAIR = ("other_start", "other_end")
REFERENCES = (("quotes", "parent"), ("labels", "quote_id"), ("voices", "quote_id"))


def problems(tables: Tables, texts: Texts) -> pd.DataFrame:
    """What is wrong with tables: a row a problem (columns table, article_id, problem); none when all is well.

    Checked: tables, columns and types are those of the schema, ids safe, keys unique and known, spans in order and inside
    the text; and, where the texts are known, that their hashes are those of the table and that no cell of any table holds a
    run of 8 words of one. What cannot be checked because its table is missing or of other columns is left at that.
    """
    found = list(_shapes(tables))
    wrong = {name for name, _, _ in found}
    sound = {name: table for name, table in tables.items() if name in SCHEMA and name not in wrong}
    for rule in RULES:
        found += rule(sound, texts)
    return pd.DataFrame(found, columns=["table", "article_id", "problem"])


def _shapes(tables: Tables) -> Iterator[Problem]:
    for name in SCHEMA:
        if name not in tables:
            yield name, None, "the table is missing"
        elif not tables[name].dtypes.equals(as_table(name).dtypes):
            yield name, None, "the columns or their types are not those of the schema"


def _articles(tables: Tables, texts: Texts) -> Iterator[Problem]:
    if "articles" not in tables:
        return
    articles = tables["articles"]
    for id_ in articles.loc[articles["article_id"].duplicated(), "article_id"]:
        yield "articles", id_, "the article_id stands twice"
    for id_, digest in zip(articles["article_id"], articles["sha256"], strict=True):
        if not is_safe_id(id_):
            yield "articles", id_, "the article_id is no safe name of a file"
        if id_ in texts and sha256(texts[id_]) != digest:
            yield "articles", id_, "the text is not the one that was annotated (sha256 differs)"


def _known_articles(tables: Tables, texts: Texts) -> Iterator[Problem]:
    if "articles" not in tables:
        return
    known = set(tables["articles"]["article_id"])
    for name, table in tables.items():
        for id_ in sorted(set(table["article_id"].dropna()) - known):
            yield name, id_, "the article is not in the articles table"


def _pairs_of_offsets(tables: Tables, texts: Texts) -> Iterator[Problem]:
    lengths = {id_: len(text) for id_, text in texts.items()}
    for name, table in tables.items():
        ends = table["article_id"].map(lengths)
        for start, end in PAIRS:
            if start in table:
                for id_ in table.loc[_outside(table[start], table[end], ends), "article_id"]:
                    yield name, id_, f"a span {start}–{end} is not inside the text"
        start, end = OTHER_PAIR
        if start in table:
            ends = table["other_article_id"].map(lengths)
            for id_ in table.loc[_outside(table[start], table[end], ends), "article_id"]:
                yield name, id_, f"a span {start}–{end} is not inside the other text"


def _outside(start: pd.Series, end: pd.Series, length: pd.Series) -> pd.Series:
    """Where a span has one end only, is empty or upside down, or reaches beyond its text."""
    wrong = start.isna() != end.isna()
    wrong |= (start < 0).fillna(False) | (start >= end).fillna(False) | (end > length).fillna(False)
    return wrong.astype(bool)


def _lists_of_spans(tables: Tables, texts: Texts) -> Iterator[Problem]:
    """The `spans` of a quotation: none empty, in order, apart, from its start to its end."""
    if "quotes" not in tables:
        return
    quotes = tables["quotes"].dropna(subset=["start", "spans"], how="all")  # none where no text was kept
    columns = [quotes[c].astype(object) for c in ("article_id", "start", "end", "spans")]
    for id_, start, end, cell in zip(*columns, strict=True):
        try:
            ends = [offset for span in parse_spans(str(cell)) for offset in span]
        except ValueError:
            yield "quotes", id_, f"spans are {cell!r:.80}, no list of spans"
            continue
        if ends[0] != start or ends[-1] != end or any(a >= b for a, b in pairwise(ends)):
            yield "quotes", id_, f"spans {cell:.80} do not go in order from start to end"


def _quotations(tables: Tables, texts: Texts) -> Iterator[Problem]:
    if "quotes" not in tables:
        return
    quotes = tables["quotes"]
    for id_ in quotes.loc[quotes.duplicated(["article_id", "quote_id"]), "article_id"]:
        yield "quotes", id_, "a quote_id stands twice"
    keys = set(zip(quotes["article_id"], quotes["quote_id"], strict=True))
    for name, column in REFERENCES:
        if name not in tables:
            continue
        named = tables[name].dropna(subset=[column])
        for id_, quote in zip(named["article_id"], named[column], strict=True):
            if (id_, quote) not in keys:
                yield name, id_, f"{column} {quote} is no quotation of the article"


def _words_of_texts(tables: Tables, texts: Texts) -> Iterator[Problem]:
    """No cell of any column holds a run of words of a text: not a speaker, a variant, a reason or a warning."""
    cells = [(*cell, runs) for cell in _cells(tables) if (runs := runs_of_words(cell[-1]))]
    # Few cells are as long as a run, and a corpus has millions of runs: those of the cells are looked for, text by text.
    asked: set[str] = set().union(*(runs for *_, runs in cells))
    found: set[str] = set().union(*(asked & runs_of_words(text) for text in texts.values())) if asked else set()
    for name, id_, column, _, runs in cells:
        if not runs.isdisjoint(found):
            yield name, id_, f"{column} holds {AUDIT_WORDS} words of a text in a row"


def _cells(tables: Tables) -> Iterator[tuple[str, object, str, str]]:
    """Every different cell of text: its table, article, column and what stands in it."""
    for name, table in tables.items():
        for column in (c for c, type_ in SCHEMA[name].items() if type_ == "str"):
            cells = table[["article_id", column]].dropna(subset=[column]).set_axis(["article_id", "cell"], axis=1)
            for id_, cell in cells.drop_duplicates().itertuples(index=False):
                yield name, id_, column, cell


RULES: tuple[Callable[[Tables, Texts], Iterator[Problem]], ...] = (
    _articles,
    _known_articles,
    _pairs_of_offsets,
    _lists_of_spans,
    _quotations,
    _words_of_texts,
)
