"""The texts of a study, beside its articles table."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from framing.tables.files import sha256
from framing.tables.ids import check_ids
from framing.tables.schema import SCHEMA, AnnotationError


def read_articles(path: str | Path) -> pd.DataFrame:
    """Read an articles table (CSV) with its columns and types.

    Raises AnnotationError when the file or a column is missing, or an id is no safe name of a file (see `check_ids`).
    """
    path, columns = Path(path), SCHEMA["articles"]
    if not path.is_file():
        raise AnnotationError(f"{path}: there is no such table: make it with `framing import`")
    try:
        table = pd.read_csv(path, dtype=columns, keep_default_na=False, na_values=[""])[list(columns)].astype(columns)
    except (KeyError, ValueError) as error:
        raise AnnotationError(f"{path}: not an articles table ({error}): make it anew with `framing import`") from error
    check_ids(table["article_id"], path)
    return table


def read_texts(folder: str | Path, table: str | Path | None = None) -> pd.DataFrame:
    """The articles of a folder of texts: the articles table (`articles.csv` in the folder, or `table`) and a column `text`.

    No text outside the folder is read. Raises AnnotationError when an id is no safe name of a file, or when a text is
    missing or is not the one that the table tells of.
    """
    folder = Path(folder)
    articles = read_articles(table or folder / "articles.csv")
    return articles.assign(text=pd.array(list(Texts(folder, articles).values()), dtype="str"))


class Texts(Mapping[str, str]):
    """The texts of a folder by article_id, each read when it is asked for and none kept: for more than the memory holds.

    `articles` has the columns article_id and sha256. To ask for a text raises AnnotationError when it is missing or is not
    the one that the table tells of; whether a text is known is told by the table, without reading it.
    """

    def __init__(self, folder: str | Path, articles: pd.DataFrame) -> None:
        self.folder = Path(folder)
        self.digests = dict(zip(articles["article_id"], articles["sha256"], strict=True))

    def __getitem__(self, article_id: str) -> str:
        digest, path = self.digests[article_id], self.folder / f"{article_id}.txt"
        if not path.is_file():
            raise AnnotationError(f"{path}: the table names this text and it is not there: import it again")
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise AnnotationError(f"{path}: not UTF-8 at byte {error.start}: import the article again") from error
        if pd.notna(digest) and sha256(text) != digest:
            raise AnnotationError(f"{path}: not the text that the table tells of (sha256 differs): import it again")
        return text

    def __contains__(self, article_id: object) -> bool:
        return article_id in self.digests

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)
