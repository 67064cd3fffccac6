"""Whether files show words of the articles: runs of words that stand in both."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from framing.tables.contents import contents_of
from framing.tables.schema import AnnotationError

AUDIT_WORDS = 8
LEAK_COLUMNS = {"file": "str", "article_id": "str", "n_runs": "Int64", "problem": "str"}

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")  # they part no word for the eye


def runs_of_words(text: str, n: int = AUDIT_WORDS) -> set[str]:
    """Every run of n words of a text; case, punctuation, hidden characters and ways to write an accent are ignored.

    >>> sorted(runs_of_words("L'été, à Sarvelle", 3))
    ['l été à', 'été à sarvelle']
    """
    words = [w.casefold() for w in re.findall(r"\w+", _HIDDEN.sub("", unicodedata.normalize("NFKC", text)))]
    return {" ".join(words[i : i + n]) for i in range(len(words) - n + 1)}


def leaks(texts: Mapping[str, str], paths: Iterable[str | Path]) -> pd.DataFrame:
    """Which files show a run of 8 words of a text, and which could not be read: none when nothing leaked.

    `texts` maps article_id to text; folders are walked. Columns, a row a file and article: file,
    article_id, n_runs, problem. A file
    that cannot be opened (see `contents_of`), wholly or in part, has a row without an article: nothing is said to be clean that
    was not read. Raises AnnotationError when a path is not there.
    """
    of = {run: id_ for id_, text in sorted(texts.items()) for run in runs_of_words(text)}
    rows: list[tuple[str, str | None, int | None, str]] = []
    for path in _files(paths):
        found = contents_of(path)
        runs: set[str] = set().union(*map(runs_of_words, found.texts))
        hits = Counter(of[run] for run in runs if run in of)
        rows += [(str(path), id_, n, f"shows {AUDIT_WORDS} words in a row") for id_, n in sorted(hits.items())]
        rows += [(str(path), None, None, f"not read: {reason}") for reason in dict.fromkeys(found.unread)]
    return pd.DataFrame(rows, columns=list(LEAK_COLUMNS)).astype(LEAK_COLUMNS)


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files of these paths and in these folders, in order."""
    found: set[Path] = set()
    for path in map(Path, paths):
        if not path.exists():
            raise AnnotationError(f"{path}: there is no such file or folder to audit")
        found.update(p for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file())
    yield from sorted(found)
