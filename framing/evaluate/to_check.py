"""Sentences for a person to check: the sheet behind a corrected difference."""

import numpy as np
import pandas as pd

from framing.tables import Annotations


def sentences_to_check(annotations: Annotations, table: pd.DataFrame, n: int = 50, seed: int = 0) -> pd.DataFrame:
    """A sheet of sentences drawn at random, as many of each group, for a person to write into `truth` what is right (0 or 1).

    `table` are observations by sentence (`measures.sentences_quoting`), `annotations` have the texts. Columns: article_id,
    sentence_id, value (what the program found), truth (empty), sentence (its words: the sheet is for reading, not for
    publishing). Filled in and saved as CSV, `read_checked` reads it back. Raises KeyError when a text is not known.
    """
    rng, groups = np.random.default_rng(seed), sorted(table["group"].dropna().unique())
    drawn = []
    for i, group in enumerate(groups):
        rows = table.index[table["group"] == group].to_numpy()
        most = min(len(rows), n * (i + 1) // len(groups) - n * i // len(groups))
        drawn.append(rng.choice(rows, size=most, replace=False))
    keys = ["article_id", "sentence_id"]
    chosen = table.loc[np.sort(np.concatenate(drawn)) if drawn else [], [*keys, "value"]]
    found = chosen.merge(annotations.sentences[[*keys, "start", "end"]], on=keys, how="left", validate="one_to_one")
    texts = {id_: annotations.texts[id_] for id_ in found["article_id"].unique()}
    found["truth"] = np.nan
    spans = zip(found["article_id"], found["start"], found["end"], strict=True)
    found["sentence"] = pd.array([" ".join(texts[id_][start:end].split()) for id_, start, end in spans], dtype="str")
    return found[[*keys, "value", "truth", "sentence"]]
