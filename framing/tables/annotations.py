"""The tables of a study: facts about articles, and no sentence of them."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from framing.tables.audit import leaks, runs_of_words
from framing.tables.checks import problems
from framing.tables.files import sha256, write_atomically
from framing.tables.ids import check_ids
from framing.tables.schema import SCHEMA, AnnotationError, as_table

__all__ = ["SCHEMA", "AnnotationError", "Annotations", "as_table", "runs_of_words", "sha256", "write_atomically"]

PARQUET_FROM = 1_000


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

        Raises AnnotationError when a table or a column is missing, a value is not of its column's type, or the id of an
        article is no safe name of a file (see `check_ids`).
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
            for column in ("article_id", "other_article_id"):
                if column in columns:
                    check_ids(tables[name][column].unique(), path)
        return cls(tables, dict(texts or {}))

    def check(self) -> pd.DataFrame:
        """What is wrong with the tables: see `checks.problems` (columns table, article_id, problem); none when all is well."""
        return problems(self.tables, self.texts)

    def audit(self, paths: Iterable[str | Path]) -> pd.DataFrame:
        """Which of these files (folders are walked) show a run of 8 words of a text: see `audit.leaks`.

        Columns: file, article_id, n_runs, problem; none when nothing leaked and every file could be read. Raises
        AnnotationError when the texts are not known: without them there is nothing to compare with.
        """
        missing = sorted(set(self.tables["articles"]["article_id"]) - set(self.texts))
        if missing:
            raise AnnotationError(
                f"an audit needs the texts, and {len(missing)} are not there ({missing[0]} …): name their folder"
            )
        return leaks(self.texts, paths)
