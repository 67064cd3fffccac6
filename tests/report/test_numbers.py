"""The numbers under the figures: a link below each drawing that names its table, and below no other picture."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from sphinx.cmd.build import build_main

from framing.report import plots

CONF = "extensions = ['myst_nb', 'framing.report.numbers']\nhtml_theme = 'basic'\n"
DRAWN = pd.DataFrame({"measure": ["a"], "estimate": [0.2], "low": [0.1], "high": [0.3], "n_units": [4]})
PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
FOREIGN = PLAIN.replace("></svg>", "><metadata><dc:source>../../secret.csv</dc:source></metadata></svg>")


class Links(HTMLParser):
    """The files that a page offers, and the texts for who cannot see its pictures."""

    def __init__(self, page):
        super().__init__()
        self.files, self.told = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "a" and "download" in values:
            self.files.append(values["href"])
        if tag == "img":
            self.told.append(values["alt"])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")  # of Sphinx
@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("![les écarts](../figures/essai.svg)", ["essai.csv"]),
        ("Voir ![les écarts](../figures/essai.svg) ici.", ["essai.csv"]),
        ("![autre](../figures/plain.svg) ![autre](../figures/foreign.svg)", []),
    ],
    ids=["alone", "in a line", "no table"],
)
def test_a_drawing_has_its_numbers_below(tmp_path, text, tables):
    source, figures, out = tmp_path / "source", tmp_path / "figures", tmp_path / "out"
    source.mkdir()
    plots.publish(plots.differences(DRAWN, "measure", "Essai", "x"), "essai", DRAWN, figures)
    (figures / "plain.svg").write_text(PLAIN)
    (figures / "foreign.svg").write_text(FOREIGN)
    (source / "conf.py").write_text(CONF)
    (source / "index.md").write_text(f"# Essai\n\n{text}\n")
    assert build_main(["-q", "-W", "-b", "html", "-d", str(tmp_path / "doctrees"), str(source), str(out)]) == 0
    page = Links((out / "index.html").read_text("utf-8"))
    assert [file.rsplit("/", 1)[1] for file in page.files] == tables
    assert all((out / file).read_bytes() == (figures / "essai.csv").read_bytes() for file in page.files)
    assert page.told and set(page.told) <= {"les écarts", "autre"}
