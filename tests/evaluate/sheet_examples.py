"""What tests of this folder share: a corpus to draw from, and sheets filled in."""

import csv
import io

import openpyxl

from framing.tables import as_table

TEXT = (
    "Le pont est fermé. La mairesse Odile Kerr se tait. Jean Orvault a dit que le pont rouvrirait. "
    "« Demain », a-t-il ajouté, « ou jamais »."
)


def words(text, part, after=0):
    start = text.index(part, after)
    return start, start + len(part)


def relation(article_id, quote_id, text, content, cue=None, source=None, type="indirect", speaker="Jean Orvault"):
    spans = [words(text, part) for part in content]
    row = {"article_id": article_id, "quote_id": quote_id, "type": type, "speaker": speaker}
    row |= {"start": spans[0][0], "end": spans[-1][1], "spans": ";".join(f"{s}-{e}" for s, e in spans)}
    for name, part in (("cue", cue), ("source", source)):
        if part:
            row[f"{name}_start"], row[f"{name}_end"] = words(text, part)
    return row


INDIRECT = ("q1", TEXT, ["le pont rouvrirait"], "a dit", "Jean Orvault")
DIRECT = ("q2", TEXT, ["Demain", "ou jamais"], "a-t-il ajouté", "il", "direct")


def corpus(n_state=40, n_wire=10):
    """As many articles as asked of two groups, each with an indirect and a direct relation."""
    ids = [f"s{i:02}" for i in range(n_state)] + [f"w{i:02}" for i in range(n_wire)]
    quotes = as_table("quotes", [relation(id_, *q) for id_ in ids for q in (INDIRECT, DIRECT)])
    rows = [{"article_id": id_, "group": "state" if id_[0] == "s" else "wire", "outlet": "x"} for id_ in ids]
    return quotes, as_table("articles", rows), dict.fromkeys(ids, TEXT)


def sheet(path):
    """The rows of a written sheet as dictionaries."""
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    rows = openpyxl.load_workbook(path)["relations"].iter_rows(values_only=True)
    header = next(rows)
    return [dict(zip(header, row, strict=True)) for row in rows]


def fill_in(path, to, answers, delimiter=",", encoding="utf-8-sig"):
    """A coder at work: every row of the sheet gets the answers that `answers(row)` gives."""
    rows = [row | answers(row) for row in sheet(path)]
    with to.open("w", encoding=encoding, errors="replace", newline="") as out:
        writer = csv.DictWriter(out, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return to


def in_turn(words):
    """A coder who answers these to the first question, row by row."""
    left = iter(words)
    return lambda row: {"is_quotation": next(left, "")}


def all_right(row):
    return {"is_quotation": "oui", "content_ok": "oui", "speaker_ok": "oui"}
