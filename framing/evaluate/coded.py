"""Sheets that coders filled in, read back: how right the relations are, and how far the coders agree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.compare.agreement import krippendorff_alpha
from framing.evaluate.errors import share
from framing.evaluate.sheets import DRAWN, FILLED_IN, QUESTIONS, CodingError, sheet_rows, unguarded
from framing.evaluate.words import answers

READ_BACK = ("id", *DRAWN, "type", "speaker", *FILLED_IN, "probability", "weight")
NOT_READ_BACK = ("context", "cue", "source", "")  # the article's own words, and columns without a name
BLANK = frozenset({"", "?"})
MAX_PROBLEMS = 20


Row = dict[str, Any]


def _answer(cell: str) -> bool | None:
    """Yes, no, or None for what the coder left open; raises KeyError for anything else."""
    word = cell.strip().casefold().removesuffix(".0")
    if word in BLANK:
        return None
    if word not in answers().meaning_yes | answers().meaning_no:
        raise KeyError(cell)
    return word in answers().meaning_yes


def read_coded(paths: Iterable[str | Path]) -> pd.DataFrame:
    """Sheets that coders filled in, one file a coder: a row a relation and coder.

    Columns: coder (the name of the file), id, those of the strata, type, speaker, is_quotation, content_ok, speaker_ok
    (True, False, or NA where the coder left it open; what is no quotation has neither right content nor right
    speaker), truth_speaker, note, probability, weight. No article text.

    Answers are oui, non (or yes, no, 1, 0, …), empty or '?'. Raises CodingError with the file, row and column of
    everything that is not, of an id that stands twice, and of a column that is gone.
    """
    rows: list[Row] = []
    problems: list[str] = []
    coders: dict[str, Path] = {}
    for path in map(Path, paths):
        if path.stem in coders:
            raise CodingError(f"{path} and {coders[path.stem]} name one coder: the name of the file is the coder's")
        coders[path.stem] = path
        for number, row, wrong in _coded_rows(path):
            rows.append({"coder": path.stem, **row})
            problems += [f"{path}, row {number}, {problem}" for problem in wrong]
    if problems:
        more = f"\n… and {len(problems) - MAX_PROBLEMS} more" if len(problems) > MAX_PROBLEMS else ""
        raise CodingError("\n".join(problems[:MAX_PROBLEMS]) + more)
    table = pd.DataFrame(rows) if rows else pd.DataFrame(columns=["coder", *READ_BACK])
    return table.astype(dict.fromkeys(QUESTIONS, "boolean"))


def _coded_rows(path: Path) -> Iterator[tuple[int, Row, list[str]]]:
    """The rows of one sheet: their numbers, what stands in them and what is wrong with it."""
    cells = sheet_rows(path)
    header = [name.strip() for name in cells[0]] if cells else []
    if missing := [name for name in READ_BACK if name not in header]:
        raise CodingError(f"{path}: the column {', '.join(missing)} is missing: keep the first row as it was written")
    seen: dict[str, int] = {}
    for number, line in enumerate(cells[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        cell = dict(zip(header, [unguarded(c) for c in line] + [""] * (len(header) - len(line)), strict=False))
        row: Row = {name: value or None for name, value in cell.items() if name not in NOT_READ_BACK}
        wrong = _answers(cell, row) + _consequences(row) + _weights(cell, row)
        if cell["id"] in seen:
            wrong.append(f"column id: {cell['id']!r} stands in row {seen[cell['id']]} too")
        seen.setdefault(cell["id"], number)
        yield number, row, wrong


def _answers(cell: Mapping[str, str], row: Row) -> list[str]:
    """Put the answers into the row, as truths."""
    wrong = []
    for question in QUESTIONS:
        try:
            row[question] = _answer(cell[question])
        except KeyError:
            row[question] = None
            wrong.append(f"column {question}: {cell[question]!r:.60} is neither {answers().yes} nor {answers().no}")
    return wrong


def _consequences(row: Row) -> list[str]:
    """What is no quotation has neither right content nor right speaker, and who says of these must say of it."""
    wrong = []
    for name in QUESTIONS[1:]:
        if row[QUESTIONS[0]] is None and row[name] is not None:
            wrong.append(f"column {QUESTIONS[0]}: empty, although {name} is filled in")
        if row[QUESTIONS[0]] is False:
            if row[name]:
                wrong.append(f"column {name}: {answers().yes}, although {QUESTIONS[0]} is {answers().no}")
            row[name] = False
    return wrong


def _weights(cell: Mapping[str, str], row: Row) -> list[str]:
    """Put probability and weight into the row, as numbers."""
    wrong = []
    for name in ("probability", "weight"):
        try:
            row[name] = float(cell[name].replace(",", "."))
            if not 0 < row[name] < np.inf:
                raise ValueError
        except ValueError:
            wrong.append(f"column {name}: {cell[name]!r:.60} is no number above 0")
    return wrong


def coded_precision(coded: pd.DataFrame, by: Sequence[str] = ("group",)) -> pd.DataFrame:
    """Precision as coded by hand: of the relations of the corpus, the share that is right, estimated from the sample.

    `coded` is what `read_coded` gives. Columns: those of `by`, measure (is_quotation, content_ok, speaker_ok: each of
    all relations), estimate, low, high, n (relations coded), n_articles. The strata weigh as in the corpus (Hájek 1971),
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
    return pd.DataFrame(rows, columns=[*by, "measure", "estimate", "low", "high", "n", "n_articles"])


def coder_agreement(coded: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """How far the coders agree on each question beyond chance: Krippendorff's alpha, with its interval over relations.

    `coded` is what `read_coded` gives for two coders or more. Columns: measure, and those of
    `compare.krippendorff_alpha` (estimate, low, high, n_units, n_coders, n, method). That what is no
    quotation has no right content or speaker is a rule and no judgement, so the two questions leave such rows out.
    """
    found = []
    for question in QUESTIONS:
        judged = coded if question == "is_quotation" else coded[coded["is_quotation"].fillna(False)]
        alpha = krippendorff_alpha(judged, unit="id", coder="coder", label=question, seed=seed)
        alpha.insert(0, "measure", question)
        found.append(alpha)
    return pd.concat(found, ignore_index=True)
