"""The numbers under the figures: in the site each drawing has a link to the table from which it was drawn (for Sphinx)."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from framing.report.words import say

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SOURCE = re.compile(r"<dc:source>([\w-]+\.csv)</dc:source>")  # as plots.publish has it written
HEAD = 4096  # letters within which a drawing says where it comes from


class LinkNumbers(SphinxTransform):
    """Puts every drawing that names its table into a box, with a link to the table below it."""

    default_priority = 800

    def apply(self, **_: Any) -> None:
        """Go through the pictures of a page."""
        for image in list(self.document.findall(nodes.image)):
            if table := self._table(image["uri"]):
                self._box(image, table)

    def _table(self, uri: str) -> str | None:
        """Where the table of a drawing stands, from the top of the site's source; None for a picture that has none."""
        _, path = self.env.relfn2path(uri, self.env.docname)
        if not path.endswith(".svg") or not Path(path).is_file():
            return None
        with Path(path).open(encoding="utf-8") as drawing:
            named = SOURCE.search(drawing.read(HEAD))
        return f"/../figures/{named[1]}" if named else None

    def _box(self, image: nodes.image, table: str) -> None:
        link = addnodes.download_reference("", "", nodes.Text(say("the numbers (CSV)")), reftarget=table)
        alone = isinstance(image.parent, nodes.paragraph) and len(image.parent) == 1
        place = image.parent if alone else image
        scrolled = nodes.container("", image.deepcopy(), classes=["framing-drawing"])
        below = nodes.paragraph("", "", link, classes=["framing-numbers"])
        place.parent.replace(place, nodes.container("", scrolled, below, classes=["framing-figure"]))


def setup(app: "Sphinx") -> dict[str, bool]:
    """Tell Sphinx of the links."""
    app.add_transform(LinkNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
