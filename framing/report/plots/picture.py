"""A figure on the disk: the drawing and the table behind it, the same bytes every time."""

from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter

from framing.language import load
from framing.report.plots.style import KEY, set_apart, wrapped
from framing.report.words import say, speaking
from framing.tables import write_atomically

FIGURES = Path("../figures")
TITLE = 70  # letters of a line of a title
ROW, SHORT, LONG = 30, 40, 120  # of a name beside an axis; names that are longer than SHORT stand in one line


class Picture:
    """A saved figure: shows itself in a notebook as SVG."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def __repr__(self) -> str:
        return "<Picture>"

    def _repr_svg_(self) -> str:
        return self.svg


def publish(drawn: Axes, name: str, table: pd.DataFrame, folder: Path = FIGURES, *, both: bool = True) -> Picture:
    """Save a figure as `name`.svg and the table behind it as `name`.csv; the picture, to show.

    The drawing bears its title, for who hears it, and as its source the name of that table (framing.report.numbers). With
    `both` the same in the report's other language is saved in a folder of that language's code.
    """
    figure = drawn.figure
    assert isinstance(figure, Figure)
    svg = _svg(drawn, figure, name)
    if both:
        code = load().code
        with speaking(code):
            _translate(figure)
            write_atomically(folder / code / f"{name}.svg", _svg(drawn, figure, name))
    plt.close(figure)
    write_atomically(folder / f"{name}.svg", svg)
    write_atomically(
        folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode()
    )
    return Picture(svg.decode())


def _svg(drawn: Axes, figure: Figure, name: str) -> bytes:
    title = " ".join(drawn.get_title(loc="left").split())
    about = {"Title": title or name, "Source": f"{name}.csv", "Date": None, "Creator": None}
    buffer = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "framing"}):
        figure.savefig(buffer, format="svg", metadata=about)
    return buffer.getvalue()


class _Said(Formatter):
    """What a formatter writes at the ticks, in the language that is spoken."""

    def __init__(self, inner: Formatter) -> None:
        self.inner = inner

    def __call__(self, x: float, pos: int | None = None) -> str:
        return say(self.inner(x, pos))

    def format_ticks(self, values: list[float]) -> list[str]:
        ticks = self.inner.format_ticks(values)
        longest = max((len(line) for text in ticks for line in text.split("\n")), default=0)
        # Long names stand in rows too low for two lines, and other languages need more letters.
        return [_wrapped_as(text, ROW if longest <= SHORT else LONG) for text in ticks]

    def set_locs(self, locs: list[float]) -> None:
        self.inner.set_locs(locs)


def _translate(figure: Figure) -> None:
    """Put everything that is written in a figure into the language that is spoken."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(_Said(axis.get_major_formatter()))
            axis.label.set_text(_wrapped_as(axis.label.get_text(), TITLE))
        title = axes.title if not axes.get_title(loc="left") else axes._left_title  # type: ignore[attr-defined]
        title.set_text(_wrapped_as(title.get_text(), TITLE))
        for text in axes.texts:
            text.set_text(say(text.get_text()))
        set_apart([text for text in axes.texts if text.get_gid() == KEY])


def _wrapped_as(text: str, width: int) -> str:
    """What a text is in the language that is spoken, in lines as long as the text had them, at least of `width`."""
    said = say(text)
    return text if said == text else wrapped(said, max(width, *map(len, text.split("\n"))))
