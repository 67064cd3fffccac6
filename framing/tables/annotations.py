"""The tables of a study: facts about articles, and no sentence of them."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import pandas as pd

from framing.tables import dataset
from framing.tables.audit import leaks, runs_of_words
from framing.tables.checks import problems
from framing.tables.files import sha256, write_atomically
from framing.tables.ids import check_ids
from framing.tables.schema import SCHEMA, AnnotationError, as_table

__all__ = [
    "SCHEMA",
    "AnnotationError",
    "Annotations",
    "as_table",
    "by_part",
    "runs_of_words",
    "sha256",
    "write_atomically",
]

PARTS_FROM = 1_000  # articles
P = ParamSpec("P")


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
        """Write every table into `folder`: CSV, or from 1,000 articles on parts in Parquet (`tables.dataset`); the other goes."""
        folder = Path(folder)
        if len(self.articles) >= PARTS_FROM:
            keys = []
            for ids in dataset.cut(self.articles["article_id"]):
                part = {
                    name: table[table["article_id"].isin(ids)]
                    for name, table in self.tables.items()
                    if name != dataset.LINKS
                }
                keys.append(sha256("\n".join(ids))[: dataset.KEY])
                dataset.write_part(folder, keys[-1], part, [])
            dataset.write_links(folder, "all", self.links)
            dataset.close(folder, keys, ["all"])
            return folder
        for name in SCHEMA:
            data = self.tables[name].to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
            write_atomically(folder / f"{name}.csv", data.encode("utf-8"))
        dataset.remove(folder)
        return folder

    @classmethod
    def load(cls, folder: str | Path, texts: Mapping[str, str] | None = None) -> "Annotations":
        """Open the tables that `save` or `framing annotate` wrote; those of a dataset are read when they are asked for.

        Raises AnnotationError when a table or a column is missing, a value is not of its column's type, or the id of an
        article is no safe name of a file (see `check_ids`).
        """
        folder = Path(folder)
        if (folder / dataset.INDEX).exists():
            return cls(dataset.Dataset(folder), texts or {})
        tables = {}
        for name, columns in SCHEMA.items():
            path = folder / f"{name}.csv"
            if not path.exists():
                raise AnnotationError(f"{folder}: there is no {name}.csv: make it with `framing annotate`")
            try:
                table = pd.read_csv(path, dtype=columns, keep_default_na=False, na_values=[""])
                tables[name] = table[list(columns)].astype(columns)
            except (KeyError, ValueError, TypeError) as error:
                raise AnnotationError(
                    f"{path}: not a table of this version ({error}): make it anew with `framing annotate`"
                ) from error
            for column in ("article_id", "other_article_id"):
                if column in columns:
                    check_ids(tables[name][column].unique(), path)
        return cls(tables, texts or {})

    def parts(self) -> Iterator["Annotations"]:
        """The same tables in parts of some hundred articles, each small enough for the memory; all at once where they are
        in memory already. A part has the links of its articles to earlier ones.

        >>> tables = Annotations({name: as_table(name) for name in SCHEMA})
        >>> [len(part.articles) for part in tables.parts()]
        [0]
        """
        if isinstance(self.tables, dataset.Dataset):
            yield from (Annotations(part, self.texts) for part in self.tables.parts())
        else:
            yield self

    def check(self) -> pd.DataFrame:
        """What is wrong with the tables: see `checks.problems` (columns table, article_id, problem); none when all is well."""
        if not isinstance(self.tables, dataset.Dataset):
            return problems(self.tables, self.texts)
        found = []
        for part in self.parts():
            ids = {*part.articles["article_id"], *part.links["other_article_id"]}
            found.append(problems(part.tables, {id_: self.texts[id_] for id_ in sorted(ids) if id_ in self.texts}))
        return pd.concat(found, ignore_index=True) if found else problems({}, {}).iloc[:0]

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


def by_part(
    measure: Callable[Concatenate[Annotations, P], pd.DataFrame],
) -> Callable[Concatenate[Annotations, P], pd.DataFrame]:
    """A measure that reads every article by itself, made to read a corpus part by part: for more than the memory holds."""

    @wraps(measure)
    def of_parts(annotations: Annotations, /, *args: P.args, **options: P.kwargs) -> pd.DataFrame:
        found = [measure(part, *args, **options) for part in annotations.parts()]
        if not found:  # a corpus without articles
            return measure(annotations, *args, **options)
        return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)

    return of_parts
