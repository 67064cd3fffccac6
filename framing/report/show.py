"""What a notebook shows: HTML that renders itself, and tables made for readers."""

import pandas as pd

HEADS = {
    "article_id": "article", "n_units": "n articles", "n_observations": "n", "n_events": "n events", "cue_lemma": "cue",
    "cue_class": "class of cue", "actor_class": "class of speaker", "quote_id": "quotation", "source_kind": "named as",
}  # fmt: skip


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


def show(table: pd.DataFrame, columns: list[str] | None = None, digits: int = 2) -> Html:
    """A table for readers: no index, rounded, plain heads, a dash where nothing can be said; every value is escaped."""
    shown = table[columns] if columns else table
    heads = {c: HEADS.get(c, str(c).replace("_", " ")) for c in shown.columns}
    body = shown.rename(columns=heads).to_html(
        index=False, border=0, na_rep="–", float_format=f"{{:.{digits}f}}".format, justify="left", max_rows=None
    )
    return Html(body)
