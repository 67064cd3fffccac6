"""Checking by hand: a stratified sample of relations into a spreadsheet for coders, and back into precision.

The sheets show article text, so they are written where the user says and never among what a project commits; what is
read back holds none.
"""

import csv
import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from framing.compare.agreement import krippendorff_alpha
from framing.corpus.formats.plain import decode
from framing.evaluate.gold import share
from framing.tables.annotations import write_atomically
from framing.text.sentences import sentences

QUESTIONS = ("is_quotation", "content_ok", "speaker_ok")
FILLED_IN = (*QUESTIONS, "truth_speaker", "note")
DRAWN = ("article_id", "quote_id")
READ_BACK = ("id", *DRAWN, "type", "speaker", *FILLED_IN, "probability", "weight")
SHOWN = ("context", "cue", "source")
YES, NO = frozenset({"oui", "o", "yes", "y", "vrai", "true", "1"}), frozenset({"non", "n", "no", "faux", "false", "0"})
BLANK = frozenset({"", "?"})
CONTENT_MARKS, CUE_MARKS, SOURCE_MARKS = ("⟦", "⟧"), ("⟨", "⟩"), ("⟪", "⟫")
MAX_CONTEXT = 3000
MAX_PROBLEMS = 20
UNCOMMITTED = ("data/texts", "data/local")
HELP = (
    (
        "context",
        "⟦⟧ words said, ⟨⟩ words that report, ⟪⟫ words that name who speaks",
    ),
    ("is_quotation", "oui or non: are the words in ⟦⟧ reported as said, written, promised, asked … by somebody?"),
    ("content_ok", "oui or non: do ⟦⟧ hold what is reported, whole, and nothing else of weight?"),
    ("speaker_ok", "oui or non: is `speaker` (empty: unknown) who speaks?"),
    ("truth_speaker", "when speaker_ok is non: who speaks"),
    ("note", "anything; leave a question empty, or write ?, when you cannot say"),
)
_FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r]")


class CodingError(ValueError):
    """A sample that cannot be drawn, or a coded sheet that cannot be read; told with file, row and column."""


# --- drawing -------------------------------------------------------------------------------------------------------


def _shares_of(sizes: Sequence[int], n: int) -> list[int]:
    """n things drawn from strata of these sizes, as equally as the sizes allow.

    >>> _shares_of([2, 50, 50], 30)
    [2, 14, 14]
    """
    drawn = [0] * len(sizes)
    left = min(n, sum(sizes))
    for done, i in enumerate(sorted(range(len(sizes)), key=lambda i: (sizes[i], i))):
        drawn[i] = min(sizes[i], left // (len(sizes) - done))
        left -= drawn[i]
    return drawn


def draw_sample(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    texts: Mapping[str, str],
    n: int,
    by: Sequence[str] = ("group", "type"),
    seed: int = 0,
) -> pd.DataFrame:
    """A stratified random sample of relations, ready to be coded: as many from each stratum as its size allows.

    `quotes` and `articles` are the tables of those names; `by` names columns of either. A row is a relation, in random
    order: id, article_id, quote_id, the columns of `by`, type, context (the sentences that the relation touches and the
    one before, with the content between ⟦⟧, the cue between ⟨⟩ and the source between ⟪⟫), cue, source, speaker, empty
    columns for the coder (is_quotation, content_ok, speaker_ok, truth_speaker, note), probability (of being drawn)
    and weight (its inverse).

    Raises CodingError when n is smaller than the number of strata, so that some could not be drawn, or when a column or
    a text is missing.
    """
    known = articles.drop(columns=[c for c in articles.columns if c in quotes.columns and c != "article_id"])
    table = quotes.merge(known, on="article_id", how="left", validate="many_to_one")
    table = table.sort_values(list(DRAWN), kind="stable").reset_index(drop=True)
    if missing := [c for c in by if c not in table.columns]:
        raise CodingError(f"neither the quotes nor the articles table has a column {', '.join(missing)}")
    if without := sorted(set(table["article_id"]) - texts.keys()):
        raise CodingError(f"{len(without)} articles have no text ({without[0]} …): name the folder that holds them")
    strata = (
        [table.index.to_numpy()] if not by else list(table.groupby(list(by), dropna=False, sort=True).indices.values())
    )
    strata = [rows for rows in strata if len(rows)]
    if n < len(strata) or n < 1:
        raise CodingError(f"n = {n}: there are {len(strata)} strata of {' × '.join(by)}: draw at least one of each")
    draw = np.random.default_rng(seed)
    chosen: dict[int, float] = {}
    for rows, size in zip(strata, _shares_of([len(rows) for rows in strata], n), strict=True):
        chosen |= dict.fromkeys(draw.choice(rows, size, replace=False).tolist(), size / len(rows))
    order = draw.permutation(sorted(chosen)).tolist()
    sample = table.loc[order].reset_index(drop=True)
    probability = pd.Series([chosen[i] for i in order], dtype=float)

    shown = _Contexts(texts)
    relations = sample.to_dict("records")
    return pd.DataFrame(
        {
            "id": sample["article_id"] + "/" + sample["quote_id"],
            **{column: sample[column] for column in dict.fromkeys((*DRAWN, *by, "type"))},
            "context": pd.Series([shown.context(r) for r in relations], dtype="str"),
            "cue": pd.Series([shown.words(r, "cue") for r in relations], dtype="str"),
            "source": pd.Series([shown.words(r, "source") for r in relations], dtype="str"),
            "speaker": sample["speaker"],
            **{column: pd.Series([""] * len(sample), dtype="str") for column in FILLED_IN},
            "probability": probability,
            "weight": 1 / probability,
        }
    )


def _spans(spans: str) -> list[tuple[int, int]]:
    return [(int(start), int(end)) for start, _, end in (part.partition("-") for part in spans.split(";"))]


class _Contexts:
    """The words round relations; the sentences of a text are looked for once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.sentences: dict[str, tuple[list[int], list[int]]] = {}

    def words(self, relation: Mapping[Any, Any], part: str) -> str:
        start, end = relation[f"{part}_start"], relation[f"{part}_end"]
        return "" if pd.isna(start) else self.texts[relation["article_id"]][int(start) : int(end)]

    def context(self, relation: Mapping[Any, Any]) -> str:
        id_ = relation["article_id"]
        text = self.texts[id_]
        if id_ not in self.sentences:
            found = sentences(text)
            self.sentences[id_] = [start for start, _ in found], [end for _, end in found]
        marked = [(span, CONTENT_MARKS) for span in _spans(relation["spans"])]
        for part, marks in (("cue", CUE_MARKS), ("source", SOURCE_MARKS)):
            if pd.notna(relation[f"{part}_start"]):
                marked.append(((int(relation[f"{part}_start"]), int(relation[f"{part}_end"])), marks))
        first, last = min(start for (start, _), _ in marked), max(end for (_, end), _ in marked)
        starts, ends = self.sentences[id_]
        start = starts[max(0, bisect_right(starts, first) - 2)]
        end = max(last, ends[bisect_right(starts, last - 1) - 1])
        start, end = min(first, max(start, first - MAX_CONTEXT // 2)), min(end, last + MAX_CONTEXT // 2)

        # At one offset, what closes comes before what opens, and the shorter span lies inside the longer.
        events = []
        for (s, e), (opening, closing) in marked:
            events += [(s, 1, -(e - s), opening), (e, 0, e - s, closing)]
        shown, at = [], start
        for offset, _, _, mark in sorted(events):
            shown += [text[at:offset], mark]
            at = offset
        shown.append(text[at:end])
        return re.sub(r"\s+", " ", "".join(shown))[: 2 * MAX_CONTEXT].strip()


# --- writing -------------------------------------------------------------------------------------------------------


def sample_for_coding(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    texts: Mapping[str, str],
    n: int,
    path: str | Path,
    by: Sequence[str] = ("group", "type"),
    seed: int = 0,
) -> Path:
    """Draw a sample (see `draw_sample`) and write it for coders to fill in; returns the path.

    The suffix says the format: .csv (UTF-8 with a signature, so that spreadsheets read the accents) or .xlsx (with
    choices and a sheet of help). Cells that a spreadsheet would take for a formula begin with an apostrophe.

    Raises CodingError for another suffix, and for a path that a project would commit: the sheet holds article text.
    """
    path = _uncommitted(Path(path))
    write = {".csv": _csv, ".xlsx": _xlsx}.get(path.suffix.lower())
    if write is None:
        raise CodingError(f"{path}: the suffix must be .csv or .xlsx")
    sample = draw_sample(quotes, articles, texts, n, by, seed)
    rows = [[_safe(value) for value in row] for row in sample.astype(object).itertuples(index=False, name=None)]
    write_atomically(path, write(list(sample.columns), rows))
    return path


def _uncommitted(path: Path) -> Path:
    """The path, if no project would commit what lies there."""
    whole = path.resolve()
    root = next((p for p in whole.parents if (p / ".git").exists() or (p / "data" / "study.toml").exists()), None)
    if root is not None and not any(whole.is_relative_to(root / folder) for folder in UNCOMMITTED):
        allowed = " or ".join(str(root / folder) for folder in UNCOMMITTED)
        raise CodingError(
            f"{path}: the sheet holds article text, and {root} is a project: write it outside, or in {allowed}"
        )
    return path


def _safe(value: Any) -> str | float:
    """A cell that no spreadsheet takes for a formula, and that a sheet can hold."""
    if pd.isna(value):
        return ""
    if not isinstance(value, str):
        return float(value)
    value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)
    return f"'{value}" if _FORMULA.match(value) else value


def _csv(header: list[str], rows: list[list[str | float]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([header, *rows])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(header: list[str], rows: list[list[str | float]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "relations"
    for row in (header, *rows):
        sheet.append(row)
    sheet.freeze_panes = "B2"
    choices = DataValidation(type="list", formula1='"oui,non,?"', allow_blank=True)
    sheet.add_data_validation(choices)
    for number, name in enumerate(header, 1):
        letter = openpyxl.utils.get_column_letter(number)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = 90 if name == "context" else 18
        if name == "context":
            for cell in sheet[letter]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        if name in QUESTIONS and rows:
            choices.add(f"{letter}2:{letter}{len(rows) + 1}")
    guide = book.create_sheet("help")
    for line in HELP:
        guide.append(line)
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _without_clock(book: bytes) -> bytes:
    """The same workbook without the time of writing, so that the same sample makes the same bytes."""
    out = io.BytesIO()
    epoch = datetime(1980, 1, 1)
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{epoch:%Y-%m-%dT%H:%M:%SZ}".encode(), data)
            new.writestr(zipfile.ZipInfo(entry.filename, epoch.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- reading back --------------------------------------------------------------------------------------------------


def _cells(path: Path) -> list[list[str]]:
    """The rows of a sheet as texts, the header first."""
    try:
        if path.suffix.lower() == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                return [
                    ["" if v is None else str(v) for v in row] for row in book.worksheets[0].iter_rows(values_only=True)
                ]
            finally:
                book.close()
        if path.suffix.lower() != ".csv":
            raise CodingError(f"{path}: the suffix must be .csv or .xlsx")
        text = decode(path.read_bytes()).text
        header = text.partition("\n")[0]
        # A spreadsheet in French saves CSV with semicolons.
        delimiter = max(",;\t", key=header.count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except CodingError:
        raise
    except OSError as error:
        raise CodingError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, csv.Error, zipfile.BadZipFile) as error:
        raise CodingError(f"{path}: not a sheet that can be read: {error}") from error


def _answer(cell: str) -> bool | None:
    """Yes, no, or None for what the coder left open; raises KeyError for anything else."""
    word = cell.strip().casefold().removesuffix(".0")
    if word in BLANK:
        return None
    if word not in YES | NO:
        raise KeyError(cell)
    return word in YES


def read_coded(paths: Iterable[str | Path]) -> pd.DataFrame:
    """Read sheets that coders filled in, one file a coder: a row a relation and coder.

    Columns: coder (the name of the file), id, those of the strata, type, speaker, is_quotation, content_ok, speaker_ok
    (True, False, or NA where the coder left it open; what is no quotation has neither right content nor right
    speaker), truth_speaker, note, probability, weight. No article text.

    Answers are oui, non (or yes, no, 1, 0, …), empty or '?'. Raises CodingError with the file, row and column of
    everything that is not, of an id that stands twice, and of a column that is gone.
    """
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    coders: dict[str, Path] = {}
    for path in map(Path, paths):
        if path.stem in coders:
            raise CodingError(f"{path} and {coders[path.stem]} name one coder: the name of the file is the coder's")
        coders[path.stem] = path
        cells = _cells(path)
        header = [name.strip() for name in cells[0]] if cells else []
        if missing := [
            c for c in ("id", *DRAWN, "type", "speaker", *FILLED_IN, "probability", "weight") if c not in header
        ]:
            raise CodingError(
                f"{path}: the column {', '.join(missing)} is missing: keep the first row as it was written"
            )
        seen: dict[str, int] = {}
        for number, line in enumerate(cells[1:], 2):
            if not any(cell.strip() for cell in line):
                continue
            cell = dict(zip(header, [_plain(c) for c in line] + [""] * (len(header) - len(line)), strict=False))
            row, wrong = _coded_row(cell)
            if cell["id"] in seen:
                wrong.append(f"column id: {cell['id']!r} stands in row {seen[cell['id']]} too")
            seen.setdefault(cell["id"], number)
            problems += [f"{path}, row {number}, {problem}" for problem in wrong]
            rows.append({"coder": path.stem, **row})
    if problems:
        more = f"\n… and {len(problems) - MAX_PROBLEMS} more" if len(problems) > MAX_PROBLEMS else ""
        raise CodingError("\n".join(problems[:MAX_PROBLEMS]) + more)
    return pd.DataFrame(rows).astype(dict.fromkeys(QUESTIONS, "boolean")) if rows else _nothing_coded()


def _nothing_coded() -> pd.DataFrame:
    return pd.DataFrame(columns=["coder", *READ_BACK]).astype(dict.fromkeys(QUESTIONS, "boolean"))


def _plain(cell: str) -> str:
    """A cell without the apostrophe that guarded it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _coded_row(cell: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """One row of a sheet with its answers, and what is wrong with it."""
    row: dict[str, Any] = {
        name: value or None for name, value in cell.items() if name not in ("context", "cue", "source", "")
    }
    wrong = []
    for question in QUESTIONS:
        try:
            row[question] = _answer(cell[question])
        except KeyError:
            row[question] = None
            wrong.append(f"column {question}: {cell[question]!r:.60} is neither oui nor non")
    for name in ("content_ok", "speaker_ok"):
        if row["is_quotation"] is None and row[name] is not None:
            wrong.append(f"column is_quotation: empty, although {name} is filled in")
        if row["is_quotation"] is False:
            if row[name]:
                wrong.append(f"column {name}: oui, although is_quotation is non")
            row[name] = False
    for name in ("probability", "weight"):
        try:
            row[name] = float(cell[name].replace(",", "."))
            if not 0 < row[name] < np.inf:
                raise ValueError
        except ValueError:
            wrong.append(f"column {name}: {cell[name]!r:.60} is no number above 0")
    return row, wrong


def precision(coded: pd.DataFrame, by: Sequence[str] = ("group",)) -> pd.DataFrame:
    """Precision as coded by hand: of the relations of the corpus, the share that is right, estimated from the sample.

    `coded` is what `read_coded` gives. Columns: those of `by`, measure (is_quotation, content_ok, speaker_ok: each of
    all relations), value, low, high, n (relations coded), n_articles. The strata weigh as in the corpus (Hájek 1971),
    several coders of a relation count by their mean answer; intervals as in `evaluate.share`, clusters are articles.
    What the coders left open is not counted.

    Raises CodingError when a column of `by` is missing.
    """
    if missing := [c for c in by if c not in coded.columns]:
        raise CodingError(f"the sheets have no column {', '.join(missing)}: draw the sample by it")
    groups = coded.groupby(list(by), sort=True, dropna=False) if by else [((), coded)]
    rows: list[tuple[Any, ...]] = []
    for key, part in groups:
        for question in QUESTIONS:
            answered = part[part[question].notna()]
            answered = answered.assign(answer=answered[question].astype(float))
            each = answered.groupby("id", sort=True).agg({"answer": "mean", "article_id": "first", "weight": "first"})
            rows.append((*key, question, *share(each["answer"], each["article_id"], each["weight"])))
    return pd.DataFrame(rows, columns=[*by, "measure", "value", "low", "high", "n", "n_articles"])


def agreement(coded: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """How far the coders agree on each question beyond chance: Krippendorff's alpha, with its interval over relations.

    `coded` is what `read_coded` gives for two coders or more. Columns: measure, and those of
    `compare.krippendorff_alpha` (estimate, low, high, n_units, n_coders, n_observations, method). That what is no
    quotation has no right content or speaker is a rule and no judgement, so the two questions leave such rows out.
    """
    found = []
    for question in QUESTIONS:
        judged = coded if question == "is_quotation" else coded[coded["is_quotation"].fillna(False)]
        alpha = krippendorff_alpha(judged, unit="id", coder="coder", label=question, seed=seed)
        alpha.insert(0, "measure", question)
        found.append(alpha)
    return pd.concat(found, ignore_index=True)
