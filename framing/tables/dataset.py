"""Tables of many articles on disk: parts of some hundred articles, and of each part a Parquet file a table."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from framing.tables.files import write_atomically
from framing.tables.ids import check_ids
from framing.tables.schema import SCHEMA, AnnotationError, as_table

INDEX = "dataset.json"
KEY = 16  # digits that name a part
PARTS = "parts"  # the folder of what is known of each part
LINKS = "links"  # the one table whose parts are not those of the articles
LEAST, MOST, ODDS = 100, 400, 100  # articles of a part; from the least on one article in so many ends it


def cut(ids: Iterable[str]) -> list[list[str]]:
    """The articles of each part, in order of their ids: where a part ends depends on the ids round it and on nothing else.

    So that an article more or less changes one part or two, and the others stay as they were written (content-defined
    chunking; Muthitacharoen, Chen & Mazières 2001).

    >>> [len(part) for part in cut(f"a{i:04}" for i in range(1000))]
    [113, 214, 203, 217, 253]
    """
    parts: list[list[str]] = [[]]
    for id_ in sorted(ids):
        if len(parts[-1]) >= LEAST and (len(parts[-1]) >= MOST or _ends_part(parts[-1][-1])):
            parts.append([])
        parts[-1].append(id_)
    return [part for part in parts if part]


def _ends_part(id_: str) -> bool:
    return int.from_bytes(hashlib.sha256(id_.encode("utf-8")).digest()[:8], "big") % ODDS == 0


def write_part(
    folder: Path, key: str, tables: Mapping[str, pd.DataFrame], set_aside: Sequence[tuple[str, str]]
) -> None:
    """Write the tables of a part; it counts as written when all of them are there.

    `set_aside` are the articles that have no rows: article_id and reason.
    """
    for name in tables:
        write_atomically(_file(folder, name, key), tables[name].to_parquet(index=False))
    write_atomically(_note(folder, key), _json({"set_aside": [list(row) for row in set_aside]}))


def write_links(folder: Path, key: str, links: pd.DataFrame) -> None:
    """Write the links of one window."""
    write_atomically(_file(folder, LINKS, key), links.to_parquet(index=False))


def is_written(folder: Path, key: str) -> bool:
    """Whether a part is there whole."""
    return _note(folder, key).exists()


def has_links(folder: Path, key: str) -> bool:
    """Whether the links of one window are there."""
    return _file(folder, LINKS, key).exists()


def close(folder: Path, parts: Sequence[str], links: Sequence[str]) -> None:
    """Make the dataset be these parts, in order: from now on they are what is read, and those of earlier runs go."""
    write_atomically(folder / INDEX, _json({"parts": list(parts), "links": list(links)}))
    for name in SCHEMA:
        (folder / f"{name}.csv").unlink(missing_ok=True)
        wanted = set(links if name == LINKS else parts)
        for file in (folder / name).glob("*.parquet"):
            if file.stem not in wanted:
                file.unlink()
    for note in (folder / PARTS).glob("*.json"):
        if note.stem not in set(parts):
            note.unlink()


def remove(folder: Path) -> None:
    """Remove a dataset from a folder, and nothing else that lies there."""
    (folder / INDEX).unlink(missing_ok=True)
    for name, suffix in [*((name, "parquet") for name in SCHEMA), (PARTS, "json")]:
        for file in (folder / name).glob(f"*.{suffix}"):
            file.unlink()
        if (folder / name).is_dir() and not any((folder / name).iterdir()):
            (folder / name).rmdir()


def set_aside(folder: Path, parts: Iterable[str]) -> pd.DataFrame:
    """The articles without rows in some parts: columns article_id, reason."""
    rows = [row for key in parts for row in json.loads(_note(folder, key).read_bytes())["set_aside"]]
    return pd.DataFrame(rows, columns=["article_id", "reason"]).astype("str")


def read(folder: Path, name: str, keys: Iterable[str], ids: Collection[str] | None = None) -> pd.DataFrame:
    """A table of some parts, and of some articles where `ids` are given."""
    return _read(name, [_file(folder, name, key) for key in keys], ids)


class Dataset(Mapping[str, pd.DataFrame]):
    """The tables of a dataset by name, each read from disk whenever it is asked for, all parts one below the other.

    `parts` gives the tables part by part, for what does not fit in memory. Raises AnnotationError when the folder holds
    no dataset, or a part is missing or of other columns.
    """

    def __init__(self, folder: Path) -> None:
        try:
            index = json.loads((folder / INDEX).read_bytes())
            self.keys_of = {name: list(index["links" if name == LINKS else "parts"]) for name in SCHEMA}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AnnotationError(
                f"{folder / INDEX}: no index of tables ({error}): run `framing annotate` again"
            ) from error
        self.folder = folder

    def __getitem__(self, name: str) -> pd.DataFrame:
        return read(self.folder, name, self.keys_of[name])

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMA)

    def __len__(self) -> int:
        return len(SCHEMA)

    def parts(self) -> Iterator[Mapping[str, pd.DataFrame]]:
        """The tables of each part, read when they are asked for, with the links that its articles have to earlier ones."""
        for key in self.keys_of["articles"]:
            yield _Part(self, key)

    @cached_property
    def sorted_links(self) -> pd.DataFrame:
        """The links in order of their articles, indexed by them: those of a part lie together."""
        table = self[LINKS].sort_values("article_id", kind="stable")
        return table.set_axis(table["article_id"].to_numpy(dtype=object))


class _Part(Mapping[str, pd.DataFrame]):
    """The tables of one part, each read once."""

    def __init__(self, whole: Dataset, key: str) -> None:
        self.whole, self.key = whole, key
        self.read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self.read:
            self.read[name] = self._links() if name == LINKS else read(self.whole.folder, name, [self.key])
        return self.read[name]

    def _links(self) -> pd.DataFrame:
        ids, links = self["articles"]["article_id"], self.whole.sorted_links
        if ids.empty or links.empty:
            return as_table(LINKS)
        place = links.index.to_numpy(dtype=object)
        first, last = np.searchsorted(place, ids.min(), "left"), np.searchsorted(place, ids.max(), "right")
        return links.iloc[first:last].reset_index(drop=True)

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMA)

    def __len__(self) -> int:
        return len(SCHEMA)


def _read(name: str, files: Sequence[Path], ids: Collection[str] | None) -> pd.DataFrame:
    """A table out of its Parquet files, one below the other. Raises AnnotationError when one is missing or another's."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns, found = SCHEMA[name], []
    for file in files:
        try:
            table = pq.read_table(file, columns=list(columns)).to_pandas().astype(columns)
            found.append(table if ids is None else table[table["article_id"].isin(list(ids))])
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
            raise AnnotationError(
                f"{file}: not a table of this version ({error}): run `framing annotate` again"
            ) from error
        if len(found[-1].columns) != len(columns):
            raise AnnotationError(
                f"{file}: not a table of this version (columns are missing): run `framing annotate` again"
            )
        for column in ("article_id", "other_article_id"):
            if column in columns:
                check_ids(found[-1][column].unique(), file)
    return pd.concat(found, ignore_index=True) if found else as_table(name)


def _file(folder: Path, name: str, key: str) -> Path:
    return folder / name / f"{key}.parquet"


def _note(folder: Path, key: str) -> Path:
    return folder / PARTS / f"{key}.json"


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
