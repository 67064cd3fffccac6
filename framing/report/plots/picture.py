"""A figure on the disk: the drawing and the table behind it, the same bytes every time."""

from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.tables import write_atomically

FIGURES = Path("../figures")


class Picture:
    """A saved figure: shows itself in a notebook as SVG."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def __repr__(self) -> str:
        return "<Picture>"

    def _repr_svg_(self) -> str:
        return self.svg


def publish(drawn: Axes, name: str, table: pd.DataFrame, folder: Path = FIGURES) -> Picture:
    """Save a figure as `name`.svg and the table behind it as `name`.csv; the picture, to show.

    The drawing bears its title, for who hears it, and as its source the name of that table (framing.report.numbers).
    """
    figure = drawn.figure
    assert isinstance(figure, Figure)
    title = " ".join(drawn.get_title(loc="left").split())
    about = {"Title": title or name, "Source": f"{name}.csv", "Date": None, "Creator": None}
    buffer = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "framing"}):
        figure.savefig(buffer, format="svg", metadata=about)
    plt.close(figure)
    write_atomically(folder / f"{name}.svg", buffer.getvalue())
    write_atomically(
        folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode()
    )
    return Picture(buffer.getvalue().decode())
