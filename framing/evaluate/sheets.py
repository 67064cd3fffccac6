"""Sheets for coders, CSV or Excel: cells that no spreadsheet takes for a formula, written and read back."""

import csv
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from framing.corpus.formats.plain import decode
from framing.evaluate.words import answers

QUESTIONS = ("is_quotation", "content_ok", "speaker_ok")
FILLED_IN = (*QUESTIONS, "truth_speaker", "note")
DRAWN = ("article_id", "quote_id")

_FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what no workbook can hold


class CodingError(ValueError):
    """A sample that cannot be drawn, or a coded sheet that cannot be read; told with file, row and column."""


def sheet_bytes(path: Path, sample: pd.DataFrame) -> bytes:
    """A sample as the bytes of a sheet, the same each time; the suffix of the path says the format.

    Raises CodingError for a suffix that is neither .csv nor .xlsx.
    """
    write = {".csv": _csv, ".xlsx": _xlsx}.get(path.suffix.lower())
    if write is None:
        raise CodingError(f"{path}: the suffix must be .csv or .xlsx")
    rows = [[_guarded(value) for value in row] for row in sample.astype(object).itertuples(index=False, name=None)]
    return write(list(sample.columns), rows)


def _guarded(value: Any) -> str | float:
    """A cell that no spreadsheet takes for a formula, and that a sheet can hold."""
    if pd.isna(value):
        return ""
    if not isinstance(value, str):
        return float(value)
    value = _ILLEGAL.sub("\ufffd", value)
    return f"'{value}" if _FORMULA.match(value) else value


def _csv(header: list[str], rows: list[list[str | float]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([header, *rows])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(header: list[str], rows: list[list[str | float]]) -> bytes:
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "relations"
    for row in (header, *rows):
        sheet.append(row)
    sheet.freeze_panes = "B2"
    choices = DataValidation(type="list", formula1=f'"{answers().yes},{answers().no},?"', allow_blank=True)
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
    for line in _guide():
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


def _guide() -> tuple[tuple[str, str], ...]:
    """What the columns ask, for the sheet of help."""
    yes_or_no = f"{answers().yes} or {answers().no}"
    return (
        ("context", "⟦⟧ words said, ⟨⟩ words that report, ⟪⟫ words that name who speaks"),
        ("is_quotation", f"{yes_or_no}: are the words in ⟦⟧ reported as said, written, promised, asked … by somebody?"),
        ("content_ok", f"{yes_or_no}: do ⟦⟧ hold what is reported, whole, and nothing else of weight?"),
        ("speaker_ok", f"{yes_or_no}: is `speaker` (empty: unknown) who speaks?"),
        ("truth_speaker", f"when speaker_ok is {answers().no}: who speaks"),
        ("note", "anything; leave a question empty, or write ?, when you cannot say"),
    )


def sheet_rows(path: Path) -> list[list[str]]:
    """The rows of a sheet (.csv, .xlsx) as texts, the header first; raises CodingError, naming it, where it cannot be read."""
    try:
        if path.suffix.lower() == ".xlsx":
            import openpyxl

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
        # Where the comma is the decimal mark, a spreadsheet saves CSV with semicolons.
        delimiter = max(",;\t", key=header.count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except CodingError:
        raise
    except OSError as error:
        raise CodingError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, csv.Error, zipfile.BadZipFile) as error:
        raise CodingError(f"{path}: not a sheet that can be read: {error}") from error


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that guarded it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
