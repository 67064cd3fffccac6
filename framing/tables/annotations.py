"""The tables of a study: facts about articles, and no sentence of them."""

import csv
import hashlib
import html
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

PARQUET_FROM = 1_000
AUDIT_WORDS = 8

SCHEMA: dict[str, dict[str, str]] = {
    "articles": {
        "article_id": "str", "outlet": "str", "group": "str", "event": "str", "published": "str", "language": "str",
        "n_words": "Int64", "n_sentences": "Int64", "sha256": "str",
    },
    "zones": {"article_id": "str", "start": "Int64", "end": "Int64", "zone": "str"},
    "sentences": {
        "article_id": "str", "sentence_id": "str", "paragraph": "Int64", "start": "Int64", "end": "Int64",
        "n_words": "Int64",
    },
    "quotes": {
        "article_id": "str", "quote_id": "str", "type": "str", "start": "Int64", "end": "Int64", "spans": "str",
        "cue_start": "Int64", "cue_end": "Int64", "cue_lemma": "str", "cue_class": "str",
        "source_start": "Int64", "source_end": "Int64", "source_kind": "str", "speaker": "str", "actor": "str",
        "actor_class": "str", "parent": "str", "n_words": "Int64", "reason": "str", "confidence": "float64",
    },
    "voices": {
        "article_id": "str", "start": "Int64", "end": "Int64", "voice": "str", "quote_id": "str", "n_words": "Int64",
    },
    "islands": {"article_id": "str", "start": "Int64", "end": "Int64", "role": "str", "speaker": "str"},
    "lemmas": {
        "article_id": "str", "voice": "str", "actor": "str", "lemma": "str", "pos": "str", "count": "Int64",
        "first": "boolean",
    },
    "labels": {
        "article_id": "str", "concept": "str", "variant": "str", "start": "Int64", "end": "Int64", "voice": "str",
        "quote_id": "str", "adoption": "str", "marker": "str",
    },
    "stances": {
        "article_id": "str", "unit": "str", "voice": "str", "actor": "str", "target": "str", "stance": "str",
        "score": "float64", "model": "str", "reason": "str",
    },
    "frames": {
        "article_id": "str", "sentence_id": "str", "voice": "str", "frame": "str", "score": "float64", "model": "str",
        "experimental": "boolean",
    },
    "distance": {
        "article_id": "str", "kind": "str", "variant": "str", "start": "Int64", "end": "Int64", "lemma": "str",
        "voice": "str", "quote_id": "str", "reason": "str",
    },
    "links": {
        "article_id": "str", "other_article_id": "str", "start": "Int64", "end": "Int64", "other_start": "Int64",
        "other_end": "Int64", "kind": "str", "score": "float64",
    },
    "warnings": {"article_id": "str", "warning": "str"},
}  # fmt: skip
SPANS = (("start", "end"), ("cue_start", "cue_end"), ("source_start", "source_end"))


class AnnotationError(ValueError):
    """A table that is not what it should be, told with its file and what to do."""


def as_table(name: str, rows: Iterable[object] = ()) -> pd.DataFrame:
    """Rows (tuples or dictionaries) as the table `name`, with its columns and types.

    >>> as_table("islands").columns.tolist()
    ['article_id', 'start', 'end', 'role', 'speaker']
    """
    columns = SCHEMA[name]
    return pd.DataFrame(list(rows), columns=list(columns)).astype(columns)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; a file that already holds these bytes is left alone."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal.

    >>> sha256("été")[:8]
    'bd010c64'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def runs_of_words(text: str, n: int = AUDIT_WORDS) -> set[str]:
    """Every run of n words of a text, case and punctuation ignored.

    >>> sorted(runs_of_words("L'été, à Sarvelle", 3))
    ['l été à', 'été à sarvelle']
    """
    words = [w.casefold() for w in re.findall(r"\w+", text)]
    return {" ".join(words[i : i + n]) for i in range(len(words) - n + 1)}


def shown_text(path: Path) -> str:
    """What a reader of the file could read: JSON strings decoded, tags dropped, entities resolved."""
    text = path.read_bytes().decode("utf-8", "replace")
    if path.suffix in {".ipynb", ".json", ".jsonl"}:
        documents = text.splitlines() if path.suffix == ".jsonl" else [text]
        values = [json.loads(document) for document in documents if document.strip()]
        text = "\n".join(_strings(values))
    if path.suffix in {".html", ".htm", ".svg", ".xml", ".ipynb"}:
        text = html.unescape(re.sub(r"<[^<>]*>", " ", text))
    return text


def _strings(value: object) -> Iterable[str]:
    """Every string of a JSON value; lists of strings that follow each other (notebook sources) are joined."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        yield "".join(value)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)


@dataclass(frozen=True)
class Annotations:
    """The tables of a study, by name (see SCHEMA), and, where they are known, the texts that they speak of.

    `texts` maps article_id to text; it is never saved.
    """

    tables: Mapping[str, pd.DataFrame]
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in SCHEMA:
            return self.tables[name]
        raise AttributeError(name)

    def sizes(self) -> pd.DataFrame:
        """How many rows each table has: columns table, rows."""
        return pd.DataFrame({"table": list(self.tables), "rows": [len(t) for t in self.tables.values()]})

    def save(self, folder: str | Path) -> Path:
        """Write every table into `folder`, as CSV, or as Parquet from 1,000 articles on; files of the other kind go."""
        folder = Path(folder)
        parquet = len(self.tables["articles"]) >= PARQUET_FROM
        for name in SCHEMA:
            table = self.tables[name]
            if parquet:
                write_atomically(folder / f"{name}.parquet", table.to_parquet(index=False))
            else:
                data = table.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
                write_atomically(folder / f"{name}.csv", data.encode("utf-8"))
            (folder / f"{name}.{'csv' if parquet else 'parquet'}").unlink(missing_ok=True)
        return folder

    @classmethod
    def load(cls, folder: str | Path, texts: Mapping[str, str] | None = None) -> "Annotations":
        """Read the tables that `save` wrote.

        Raises AnnotationError when a table or a column is missing, or a value is not of its column's type.
        """
        folder = Path(folder)
        tables = {}
        for name, columns in SCHEMA.items():
            path = next((p for p in (folder / f"{name}.csv", folder / f"{name}.parquet") if p.exists()), None)
            if path is None:
                raise AnnotationError(
                    f"{folder}: there is no {name}.csv or {name}.parquet: make them with `framing annotate`"
                )
            try:
                if path.suffix == ".parquet":
                    table = pd.read_parquet(path)
                else:
                    table = pd.read_csv(path, dtype=columns, keep_default_na=False, na_values=[""])
                tables[name] = table[list(columns)].astype(columns)
            except (KeyError, ValueError, TypeError) as error:
                raise AnnotationError(
                    f"{path}: not a table of this version ({error}): make it anew with `framing annotate`"
                ) from error
        return cls(tables, dict(texts or {}))

    def check(self) -> pd.DataFrame:
        """What is wrong with the tables: a row a problem (columns table, article_id, problem); none when all is well.

        Checked: columns and types, keys unique and known, spans in order and inside the text, and, where the texts are
        known, their hashes.
        """
        found: list[tuple[str, object, str]] = []
        articles = self.tables["articles"]
        known = set(articles["article_id"])
        lengths = {id_: len(text) for id_, text in self.texts.items()}
        for id_ in articles.loc[articles["article_id"].duplicated(), "article_id"]:
            found.append(("articles", id_, "the article_id stands twice"))
        for id_, digest in zip(articles["article_id"], articles["sha256"], strict=True):
            if id_ in self.texts and sha256(self.texts[id_]) != digest:
                found.append(("articles", id_, "the text is not the one that was annotated (sha256 differs)"))
        for name, columns in SCHEMA.items():
            table = self.tables.get(name)
            if table is None or not table.dtypes.equals(as_table(name).dtypes):
                found.append((name, None, "the columns or their types are not those of the schema"))
                continue
            for id_ in sorted(set(table["article_id"].dropna()) - known):
                found.append((name, id_, "the article is not in the articles table"))
            for start, end in SPANS:
                if start not in columns:
                    continue
                wrong = table[start].isna() != table[end].isna()
                wrong |= (table[start] < 0).fillna(False) | (table[start] >= table[end]).fillna(False)
                wrong |= (table[end] > table["article_id"].map(lengths)).fillna(False)
                for id_ in table.loc[wrong.astype(bool), "article_id"]:
                    found.append((name, id_, f"a span {start}–{end} is not inside the text"))
        quotes = self.tables["quotes"]
        keys = set(zip(quotes["article_id"], quotes["quote_id"], strict=True))
        for id_ in quotes.loc[quotes.duplicated(["article_id", "quote_id"]), "article_id"]:
            found.append(("quotes", id_, "a quote_id stands twice"))
        for name, column in (("quotes", "parent"), ("labels", "quote_id"), ("voices", "quote_id")):
            named = self.tables[name].dropna(subset=[column])
            for id_, quote in zip(named["article_id"], named[column], strict=True):
                if (id_, quote) not in keys:
                    found.append((name, id_, f"{column} {quote} is no quotation of the article"))
        return pd.DataFrame(found, columns=["table", "article_id", "problem"])

    def audit(self, paths: Iterable[str | Path]) -> pd.DataFrame:
        """Which of these files (folders are walked) show a run of 8 words of a text: a row a file and article
        (columns file, article_id, n_runs); none when nothing leaked.

        Raises AnnotationError when the texts are not known: without them there is nothing to compare with.
        """
        missing = sorted(set(self.tables["articles"]["article_id"]) - set(self.texts))
        if missing:
            raise AnnotationError(
                f"an audit needs the texts, and {len(missing)} are not there ({missing[0]} …): name their folder"
            )
        of = {run: id_ for id_, text in sorted(self.texts.items()) for run in runs_of_words(text)}
        found = []
        for path in sorted(f for p in map(Path, paths) for f in (p.rglob("*") if p.is_dir() else [p]) if f.is_file()):
            hits = pd.Series([of[run] for run in runs_of_words(shown_text(path)) if run in of], dtype="str")
            found += [(str(path), id_, n) for id_, n in sorted(hits.value_counts().items())]
        return pd.DataFrame(found, columns=["file", "article_id", "n_runs"])
