"""The tables as the sample's authors made them, for every measure to be taken of both."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.evaluate.gold import load_gold
from framing.tables import Annotations
from framing.tables.schema import as_table
from framing.tables.spans import Span, format_spans, parse_spans
from framing.text.marks import find_marks
from framing.text.tokenisation import word_spans
from framing.voice.segments import voice_segments


class _GoldQuotation(NamedTuple):
    """What `segments` needs to know of an annotated quotation."""

    quote_id: str
    type: str
    spans: tuple[Span, ...]


def hand_made(annotations: Annotations, folder: str | Path) -> Annotations:
    """The tables as the sample's authors made them: quotations, voices and labels of its gold in place of the extractor's.

    `folder` holds gold.jsonl, gold_quotes.csv, gold_labels.csv and gold_zones.csv (see `compile_sample`); the annotations
    know their texts. Every measure can so be taken of both and compared. Sentences and articles are those given; `lemmas`,
    `stances`, `frames` and `links` come back empty; names are cut as `annotate` cuts them; `marker`, `cue_class` and other
    columns that gold has not are empty.
    """
    from framing.annotation.rows import short_name  # here, as scores need no parser

    folder = Path(folder)
    gold = load_gold(folder / "gold.jsonl")
    table = partial(pd.read_csv, keep_default_na=False, na_values=[""])
    spans = {(id_, q["id"]): format_spans(q["content"]) for id_, a in gold.items() for q in a["quotes"]}
    said = table(folder / "gold_quotes.csv")
    said = said.assign(
        spans=[spans[key] for key in zip(said["article_id"], said["quote_id"], strict=True)],
        speaker=said["speaker"].map(short_name, na_action="ignore"),
    )
    zones = table(folder / "gold_zones.csv")
    tables = {name: as_table(name) for name in annotations.tables}
    tables |= {
        "articles": annotations.articles,
        "sentences": annotations.sentences,
        "zones": as_table("zones", zones.to_dict("records")),
        "quotes": as_table("quotes", said.to_dict("records")),
        "labels": as_table("labels", table(folder / "gold_labels.csv").to_dict("records")),
    }
    tables["voices"] = _voices_of(tables["quotes"], zones, annotations.texts)
    return Annotations(tables, annotations.texts)


def _voices_of(quotes: pd.DataFrame, zones: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    rows = []
    for id_, part in zones[zones["zone"].isin(["headline", "body"])].groupby("article_id", sort=True):
        text = texts[str(id_)]
        mine = quotes[quotes["article_id"] == id_]
        relations = [
            _GoldQuotation(name, type_, parse_spans(where))
            for name, type_, where in zip(mine["quote_id"], mine["type"], mine["spans"], strict=True)
        ]
        marked = [(pair.open + 1, pair.close) for pair in find_marks(text).pairs]
        starts = np.array([start for start, _ in word_spans(text)])
        stretches = sorted(zip(part["start"].tolist(), part["end"].tolist(), strict=True))
        for s in voice_segments(stretches, relations, marked):
            n_words = int(np.searchsorted(starts, s.end) - np.searchsorted(starts, s.start))
            rows.append((id_, *s, n_words))
    return as_table("voices", rows)
