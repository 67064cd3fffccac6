"""What a hand-checked share of the articles makes of a difference."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.compare.contrast import difference
from framing.compare.variants import differences
from framing.tables.groups import two_groups


def checked(
    table: pd.DataFrame, truth: pd.DataFrame, on: Sequence[str], share: float = 0.5, seed: int = 0
) -> pd.DataFrame:
    """A hand-checked sample for `compare.difference`: the observations of a random share of each group's articles.

    `table` and `truth` hold a row an observation with `value`, alike but for who measured, and are joined by the columns
    `on`, article_id among them. Columns: those of `table` and `truth`. Whole articles are drawn, because a coder who reads
    an article sees what was missed in it. Raises ValueError when an observation stands twice in the truth.

    >>> lu = pd.DataFrame({"group": ["state"] * 4, "article_id": list("aabb"), "row": [0, 1] * 2, "value": [1, 0, 0, 0]})
    >>> checked(lu, lu.assign(value=1), ["article_id", "row"], share=1)[["article_id", "value", "truth"]].values.tolist()
    [['a', 1, 1], ['a', 0, 1], ['b', 0, 1], ['b', 0, 1]]
    """
    rng = np.random.default_rng(seed)
    drawn: list[str] = []
    for _, part in table.groupby("group"):
        ids = sorted(part["article_id"].unique())
        drawn += rng.choice(ids, size=round(share * len(ids)), replace=False).tolist()
    known = truth[[*on, "value"]].rename(columns={"value": "truth"})
    if known.duplicated([*on]).any():
        raise ValueError(f"truth: an observation stands twice by {', '.join(on)}")
    return table[table["article_id"].isin(drawn)].merge(known, on=[*on]).reset_index(drop=True)


def correction(
    table: pd.DataFrame,
    truth: pd.DataFrame,
    on: Sequence[str],
    event: str | None = "event",
    groups: Sequence[str] | None = None,
    share: float = 0.5,
    draws: int = 10,
) -> pd.DataFrame:
    """A difference raw, corrected by a hand-checked share of the articles (drawn `draws` times), and with all checked.

    See `checked` for `table`, `truth` and `on`; `groups` are the two that are compared, by default the two that there are.
    Columns: reading, then those of `compare.difference`. The last row is what the others try to reach; each draw stands for
    a study that could check that share only, and would have one.
    """
    groups = two_groups(table["group"], groups)
    rows = differences([("as extracted", table), ("all checked by hand", truth)], "reading", event, groups)
    corrected = [
        difference(table, "value", groups, event=event, checked=checked(table, truth, on, share, draw)).assign(
            reading=f"corrected, draw {draw + 1}"
        )
        for draw in range(draws)
    ]
    return pd.concat([rows[:1], *corrected, rows[1:]], ignore_index=True)[rows.columns.tolist()]
