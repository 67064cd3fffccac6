"""HTML that shows itself: pages from templates that escape what they are given, and tables made for readers."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from pandas.api.types import is_bool, is_float, is_number, is_scalar

from framing.report.words import FIRST, current, in_each, say
from framing.study import Study
from framing.tables import Annotations, write_atomically

if TYPE_CHECKING:
    from jinja2 import Environment

OTHER = "text/vnd.framing.other+html"  # in a notebook, what the other language's report shows
COLOURS = 6  # of voices and passages, in templates/theme.css; what comes after takes them up again, with other letters or numbers
TEMPLATES = Path(__file__).with_name("templates")
HEADS = {
    "article_id": "article", "other_article_id": "other article", "event_id": "event", "quote_id": "quotation",
    "cue_lemma": "cue", "cue_class": "class of cue", "cue_place": "place of the cue", "actor_class": "class of speaker",
    "source_kind": "named as", "pos": "word class", "f1": "F1", "gold": "by hand", "pred": "by the program",
    "n_units": "articles", "support": "n", "low": "at least", "other_high": "at most",
    "p_adjusted": "p, corrected", "p_min": "lowest p in reach",
}  # fmt: skip
OF_TEXTS = {
    "speaker",
    "who",
    "lemma",
    "cue_lemma",
    "source",
    "marker",
    "variant",
}  # words of articles, which stay as they are
CHANCES = {"p", "p_adjusted", "p_min"}  # shown with three digits, however few the others have
SCORE = re.compile(r"(attributed_)?(precision|recall|f1)(?:_(0\.\d))?(?:_([a-z]+))?")
HASHED = re.compile(r"(.+)_[0-9a-f]{16}")  # an article's id: what a reader calls it, and the hash of its text
FOLD = 10  # a longer table is folded away
LONG = 24  # letters: a longer text may be broken into lines
MISSING = "–"


class Html:
    """HTML that shows itself in a notebook; `str()` gives it. `other` says the same in the report's other language."""

    def __init__(self, body: str, other: str | None = None) -> None:
        self.body = body
        self.other = other

    def __str__(self) -> str:
        return self.body

    def __repr__(self) -> str:
        return "<Html>"

    def _repr_html_(self) -> str:
        return self.body

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.body} | ({} if self.other is None else {OTHER: self.other})

    def __html__(self) -> str:
        return self.said()

    def said(self) -> str:
        """The body in the language that is spoken (framing.report.words)."""
        return self.body if self.other is None or current() == FIRST else self.other

    def save(self, path: Path | str, title: str) -> None:
        """Write it as a page of its own, whole or not at all: it opens as a file and asks no other host for anything."""
        write_atomically(Path(path), render("page.html", title=title, body=self).body.encode("utf-8", "replace"))


def one_page(*parts: object) -> Html:
    """What is shown, one below the other, as one page to save: texts as paragraphs, tables, reading views and figures.

    >>> print(one_page("Le pont a rouvert.", Html("<hr>")))
    <p>Le pont a rouvert.</p>
    <hr>
    """
    bodies = []
    for part in parts:
        drawn = getattr(part, "svg", None)
        bodies.append(
            drawn[drawn.index("<svg") :] if drawn else str(part) if isinstance(part, Html) else _paragraph(part)
        )
    return Html("\n".join(bodies))


def _paragraph(part: object) -> str:
    return f"<p>{escape(str(part))}</p>"


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only who renders a page waits for it

    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.globals |= {"say": say, "spoken": current}
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return made


def render(template: str, **values: object) -> Html:
    """A page from one of the templates (framing/report/templates); every value is escaped where it stands."""
    return Html(*in_each(lambda: _environment().get_template(template).render(values)))


def language_of(annotations: Annotations, article_id: str) -> str | None:
    """The language of an article, for a page to name; None where the articles table does not tell."""
    articles = annotations.articles
    found = articles.loc[articles["article_id"] == article_id, "language"].dropna()
    return None if found.empty else str(found.iloc[0])


class Cell(NamedTuple):
    """What a reader sees of a value, and the whole of an id that is cut short."""

    text: str
    whole: str = ""


class Column(NamedTuple):
    """A column as a reader sees it; numbers stand digit under digit."""

    head: str
    is_number: bool
    cells: list[Cell]


def show(table: pd.DataFrame, columns: list[str] | None = None, digits: int = 2, study: Study | None = None) -> Html:
    """A table for readers: plain heads, rounded numbers, an estimate with its interval, a dash where nothing can be said.

    Columns low and high right of an estimate join it (so do raw_low and raw_high). Ids that the study knows are shown by its
    names, ids of articles without their hash. A table of more than ten rows is folded away. Every value is escaped.

    >>> print(show(pd.DataFrame({"cue_lemma": ["dire"], "share": [1 / 3], "low": [0.2], "high": [0.5]})))
    <div class="framing-table">
    <table>
      <thead>
        <tr>
          <th>cue</th>
          <th class="number">share [95 %]</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>dire</td>
          <td class="number">0.33 [0.20, 0.50]</td>
        </tr>
      </tbody>
    </table>
    </div>
    """
    shown = table[columns] if columns else table
    names = _names(study) if study else {}

    def made() -> str:
        columns = _columns(shown, digits, names)
        rows = list(zip(*(c.cells for c in columns), strict=True))
        template = _environment().get_template("table.html")
        return template.render(columns=columns, rows=rows, fold=FOLD, long=LONG)

    return Html(*in_each(made))


def _names(study: Study) -> dict[str, str]:
    """The names of all that a study gives an id."""
    kept = (study.concepts, study.targets, study.actors, study.events, study.outlets)
    named = {id_: thing.name for mapping in kept for id_, thing in mapping.items()}
    return named | {e.measure: e.name for e in study.expected} | dict(study.classes) | dict(study.groups)


def _columns(table: pd.DataFrame, digits: int, names: Mapping[str, str]) -> list[Column]:
    """The columns as a reader sees them, an estimate and its interval in one."""
    heads, made, i = [str(column) for column in table.columns], [], 0
    while i < len(heads):
        column = table.iloc[:, i]
        joined = _is_interval(heads[i + 1 : i + 3]) and _is_numbers(column)
        cells = _cells(heads[i], column, digits, names)
        head = names.get(heads[i], HEADS.get(heads[i], heads[i].removeprefix("n_").replace("_", " ")))
        if joined:
            low, high = (_cells("", table.iloc[:, j], digits, names) for j in (i + 1, i + 2))
            cells = [_with_interval(*ends) for ends in zip(cells, low, high, strict=True)]
            head = f"{head} [95 %]"
        if heads[i] not in OF_TEXTS:
            cells = [cell._replace(text=say(cell.text)) for cell in cells]
        made.append(Column(say(head), _is_numbers(column), cells))
        i += 3 if joined else 1
    return made


def _is_interval(heads: list[str]) -> bool:
    """Whether two columns are the ends of an interval: low and high, or both with the same word before."""
    return len(heads) == 2 and heads[0].endswith("low") and heads[1] == heads[0].removesuffix("low") + "high"


def _with_interval(estimate: Cell, low: Cell, high: Cell) -> Cell:
    return estimate if MISSING in (low.text, high.text) else Cell(f"{estimate.text} [{low.text}, {high.text}]")


def _is_missing(value: object) -> bool:
    return bool(is_scalar(value) and pd.isna(value))


def _is_numbers(column: pd.Series) -> bool:
    """Whether a column holds numbers and nothing else."""
    values = [value for value in column.astype(object) if not _is_missing(value)]
    return bool(values) and all(is_number(value) and not is_bool(value) for value in values)


def _cells(head: str, column: pd.Series, digits: int, names: Mapping[str, str]) -> list[Cell]:
    """The values of a column as a reader sees them."""
    shown = []
    for value, text in zip(column.astype(object), column.astype(str), strict=True):
        if _is_missing(value):
            shown.append(Cell(MISSING))
        elif is_bool(value):
            shown.append(Cell("yes" if value else "no"))
        elif is_float(value):
            shown.append(Cell(_chance(value) if head in CHANCES else f"{value:.{digits}f}"))
        else:
            shown.append(_word(head, str(text).strip(), names))
    return shown


def _chance(p: float) -> str:
    """A p with three digits, as the text of the report writes it.

    >>> _chance(0.0581), _chance(0.0002), _chance(1.0)
    ('.058', '< .001', '1.000')
    """
    return "< .001" if p < 0.0005 else f"{p:.3f}".removeprefix("0")


def _word(head: str, text: str, names: Mapping[str, str]) -> Cell:
    """A text under its head: an id by its name, a score in words, an article's id without its hash."""
    if text in names:
        return Cell(names[text])
    if head == "measure" and (score := SCORE.fullmatch(text)):
        speaker, what, overlap, kind = score.groups()
        limits = (kind, overlap and f"overlap {overlap}", speaker and "right speaker")
        return Cell(", ".join(["F1" if what == "f1" else what, *filter(None, limits)]))
    if hashed := HASHED.fullmatch(text):
        return Cell(hashed.group(1), text)
    return Cell(text)
