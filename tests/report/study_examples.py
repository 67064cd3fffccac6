"""What tests of this folder share: a study's folder, and a text that would break a page."""

from pathlib import Path

from framing.tables import SCHEMA, Annotations, as_table, sha256
from framing.voice.segments import OUTLET

HOSTILE = (
    "```\n\n# Titre\n</div></article><script>alert('non')</script> “Dit-elle” & l'«autre» &amp; &lt; <!-- fin\n"
    '```{raw} html\n<img src=x onerror=alert(1)>\n```\n---\n{{ fin }} `` $x$ "oui" ]]> <style>*{display:none}</style>'
)
DATA = Path(__file__).parents[2] / "data"
EMPTY = {name: as_table(name) for name in SCHEMA}


def project(root, **texts):
    """A study's folder: tables for every text, and the texts themselves."""
    articles = [(id_, None, None, None, None, "fr", 1, 1, sha256(text)) for id_, text in texts.items()]
    voices = [(id_, 0, len(text), OUTLET, None, None, 1) for id_, text in texts.items()]
    rows = {"articles": articles, "voices": voices}
    Annotations(EMPTY | {name: as_table(name, found) for name, found in rows.items()}).save(
        root / "data" / "annotations"
    )
    (root / "data" / "study.toml").write_bytes((DATA / "sample" / "study.toml").read_bytes())
    folder = root / "data" / "texts"
    folder.mkdir(parents=True)
    for id_, text in texts.items():
        (folder / f"{id_}.txt").write_bytes(text.encode())
    return folder
