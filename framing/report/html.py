"""HTML that shows itself: pages from templates that escape what they are given, and tables made for readers."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.tables import Annotations, write_atomically

if TYPE_CHECKING:
    from jinja2 import Environment

COLOURS = 6  # of voices and passages, in templates/theme.css; what comes after takes them up again, with other letters or numbers
TEMPLATES = Path(__file__).with_name("templates")
HEADS = {
    "article_id": "article", "n_units": "n articles", "n_events": "n events", "cue_lemma": "cue",
    "cue_class": "class of cue", "actor_class": "class of speaker", "quote_id": "quotation", "source_kind": "named as",
}  # fmt: skip
MISSING = "–"


class Html:
    """HTML that shows itself in a notebook; `str()` gives it."""

    def __init__(self, body: str) -> None:
        self.body = body

    def __str__(self) -> str:
        return self.body

    def __repr__(self) -> str:
        return "<Html>"

    def _repr_html_(self) -> str:
        return self.body

    def __html__(self) -> str:
        return self.body

    def save(self, path: Path | str, title: str) -> None:
        """Write it as a page of its own, whole or not at all: it opens as a file and asks no other host for anything."""
        write_atomically(Path(path), render("page.html", title=title, body=self).body.encode("utf-8", "replace"))


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only who renders a page waits for it

    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return made


def render(template: str, **values: object) -> Html:
    """A page from one of the templates (framing/report/templates); every value is escaped where it stands."""
    return Html(_environment().get_template(template).render(values))


def language_of(annotations: Annotations, article_id: str) -> str | None:
    """The language of an article, for a page to name; None where the articles table does not tell."""
    articles = annotations.articles
    found = articles.loc[articles["article_id"] == article_id, "language"].dropna()
    return None if found.empty else str(found.iloc[0])


def show(table: pd.DataFrame, columns: list[str] | None = None, digits: int = 2) -> Html:
    """A table for readers: no index, rounded, plain heads, a dash where nothing can be said; every value is escaped.

    >>> print(show(pd.DataFrame({"cue_lemma": ["dire"], "share": [1 / 3]})))
    <table class="dataframe">
      <thead>
        <tr style="text-align: left;">
          <th>cue</th>
          <th>share</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>dire</td>
          <td>0.33</td>
        </tr>
      </tbody>
    </table>
    """
    shown = table[columns] if columns else table
    heads = [HEADS.get(c, str(c).replace("_", " ")) for c in shown.columns]
    cells = [_cells(column, digits) for _, column in shown.items()]
    return render("table.html", heads=heads, rows=list(zip(*cells, strict=True)))


def _cells(column: pd.Series, digits: int) -> list[str]:
    """The values of a column as a reader sees them."""
    shown = []
    for value, text in zip(column.astype(object), column.astype(str), strict=True):
        if pd.api.types.is_scalar(value) and pd.isna(value):
            shown.append(MISSING)
        else:
            shown.append(f"{value:.{digits}f}" if pd.api.types.is_float(value) else str(text).strip())
    return shown
