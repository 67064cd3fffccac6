"""A stratified sample of relations, drawn for coders: the sheets show article text, so no project commits them."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.evaluate.sheets import DRAWN, FILLED_IN, CodingError, sheet_bytes
from framing.tables.files import write_atomically
from framing.tables.spans import parse_spans
from framing.text.sentence_splitting import sentences

CONTENT_MARKS, CUE_MARKS, SOURCE_MARKS = ("⟦", "⟧"), ("⟨", "⟩"), ("⟪", "⟫")
MAX_CONTEXT = 3000
UNCOMMITTED = ("data/texts", "data/local")


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
        marked = [(span, CONTENT_MARKS) for span in parse_spans(relation["spans"])]
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
    write_atomically(path, sheet_bytes(path, draw_sample(quotes, articles, texts, n, by, seed)))
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
