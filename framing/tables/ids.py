"""Ids of articles: each is the name of a file, so each is safe as one."""

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

from framing.tables.schema import AnnotationError

MAX_ID = 100  # characters, so that every file system takes the file name

_UNSAFE = re.compile(r"[^\w.-]+|^[.-]+", re.ASCII)


def safe_id(name: str) -> str:
    """`name` as an id that is safe as a file name: letters a-z, digits, _ . - only; empty when nothing is left.

    >>> safe_id("../../x"), safe_id("Été 2019, n° 3"), safe_id("???")
    ('x', 'Ete-2019-n-3', '')
    """
    plain = unicodedata.normalize("NFKD", name[: 4 * MAX_ID]).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", plain.replace("/", "-")).strip("-.")[:MAX_ID].rstrip("-.")


def is_safe_id(value: object) -> bool:
    """Whether a value is an id that names a file of its folder and none elsewhere.

    >>> is_safe_id("voix_barrage.2"), is_safe_id("../voix"), is_safe_id("")
    (True, False, False)
    """
    return isinstance(value, str) and value != "" and value == safe_id(value)


def check_ids(ids: Iterable[object], file: object) -> None:
    """Raises AnnotationError, naming the file and the first id, unless every id is there and is safe (see `safe_id`)."""
    for id_ in dict.fromkeys(ids):
        if pd.isna(id_):
            raise AnnotationError(f"{file}: an article_id is empty: name every article")
        if not is_safe_id(id_):
            proposed = f", as {safe_id(id_)}" if isinstance(id_, str) and safe_id(id_) else ""
            raise AnnotationError(
                f"{file}: the article_id {id_!r:.80} is no safe name of a file: write letters a-z, digits, _ . -{proposed}"
            )
