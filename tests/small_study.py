"""Made-up tables that several tests share: a study of four articles, and observations of two groups alike."""

import numpy as np
import pandas as pd

from framing.measures import KEYS
from framing.tables import SCHEMA, Annotations, as_table

GROUPS = ("state", "wire")
EMPTY = Annotations({name: as_table(name) for name in SCHEMA})
# Two events, two outlets a group; q2 of a1 stands inside q1.
ARTICLES = [
    ("a1", "voix", "state", "e1"),
    ("a2", "ant", "state", "e2"),
    ("b1", "am", "wire", "e1"),
    ("b2", "dc", "wire", "e2"),
]
QUOTES = [
    # article, id, type, spans, speaker, class, parent, words
    ("a1", "q1", "indirect", "0-10;20-30", "Mme Orsel", "etat", None, 6),
    ("a1", "q2", "direct", "20-30", "M. Tarn", "ong", "q1", 2),
    ("a2", "q1", "mixed", "0-10", "Mme Orsel", "etat", None, 4),
    ("b1", "q1", "direct", "30-40", None, "unknown", None, 5),
    ("b2", "q1", "indirect", "0-10", "M. Tarn", "ong", None, 5),
]
VOICES = [
    # article, start, end, voice, speech, quotation, words
    ("a1", 0, 10, "source", "reported", "q1", 4),
    ("a1", 10, 20, "outlet", None, None, 4),
    ("a1", 20, 30, "source", "direct", "q2", 2),
    ("a2", 0, 10, "source", "direct", "q1", 4),
    ("a2", 10, 40, "outlet", None, None, 6),
    ("b1", 0, 30, "outlet", None, None, 15),
    ("b1", 30, 40, "source", "direct", "q1", 5),
    ("b2", 0, 10, "source", "reported", "q1", 5),
    ("b2", 10, 20, "outlet", None, None, 5),
]
SENTENCES = [(id_, f"s{i}", 0, 20 * i, 20 * (i + 1), 5) for id_ in ("a1", "a2", "b1", "b2") for i in (0, 1)]
LABELS = [
    # article, voice, speech, adoption, marker
    ("a1", "outlet", None, "adopted", None),
    ("a1", "outlet", None, "adopted", None),
    ("a2", "outlet", None, "distanced", "quotation marks"),
    ("a2", "source", "direct", "quoted", None),
    ("b1", "outlet", None, "distanced", "soi-disant"),
    # Eleven mentions that a source is reported to make, one with a marker: they were a share of 1.0 of one.
    *[("b2", "source", "reported", "quoted", None)] * 10,
    ("b2", "source", "reported", "quoted", "quotation marks"),
    ("b2", "outlet", None, "adopted", None),
]


def _study() -> Annotations:
    tables = {name: as_table(name) for name in SCHEMA}
    tables["articles"] = as_table(
        "articles", [{"article_id": a, "outlet": o, "group": g, "event": e} for a, o, g, e in ARTICLES]
    )
    keys = ["article_id", "quote_id", "type", "spans", "speaker", "actor_class", "parent", "n_words"]
    quotes = [dict(zip(keys, row, strict=True)) for row in QUOTES]
    ends = [(int(q["spans"].split("-")[0]), int(q["spans"].split("-")[-1])) for q in quotes]
    tables["quotes"] = as_table(
        "quotes", [q | {"start": start, "end": end} for q, (start, end) in zip(quotes, ends, strict=True)]
    )
    tables["voices"] = as_table("voices", VOICES)
    tables["sentences"] = as_table("sentences", SENTENCES)
    tables["labels"] = as_table(
        "labels",
        [
            {"article_id": a, "start": 20 + i, "end": 21 + i, "voice": v, "speech": s, "adoption": d, "marker": m}
            for i, (a, v, s, d, m) in enumerate(LABELS)
        ],
    )
    return Annotations(tables)


STUDY = _study()


def corpus(n_events=6, seed=3, difference=0.0) -> pd.DataFrame:
    """Three outlets a group, an article an outlet and event, eight observations each."""
    rng = np.random.default_rng(seed)
    rows = []
    for event in range(n_events):
        for group, outlets in (("state", "abc"), ("wire", "xyz")):
            for outlet in outlets:
                share = min(1, max(0, rng.normal(0.4 + difference * (group == "state"), 0.1)))
                for value in rng.random(8) < share:
                    rows.append((f"{outlet}{event}", outlet, group, f"e{event}", float(value)))
    return pd.DataFrame(rows, columns=[*KEYS, "value"])
