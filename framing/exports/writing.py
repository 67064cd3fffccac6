"""From the tables and the texts to the file, or the folder, that another tool reads."""

from pathlib import Path

from framing.exports.conllu import to_conllu
from framing.exports.docbin import to_docbin
from framing.exports.iramuteq import to_iramuteq
from framing.exports.spreadsheet import voices_with_texts
from framing.exports.stretches import without_text
from framing.exports.txm import to_tei, to_txm_metadata
from framing.tables import Annotations, write_atomically

FORMATS = ("iramuteq", "txm", "spacy", "conll", "csv")


def export(annotations: Annotations, to: str, path: str | Path) -> list[str]:
    """Write the articles whose texts are known in one of FORMATS: a file, or for TXM a folder; the ids that were left out.

    The texts go out with it. The same tables and texts give the same bytes. Raises ValueError for another format.
    """
    path = Path(path)
    if to not in FORMATS:
        raise ValueError(f"there is no export {to!r}: the exports are {', '.join(FORMATS)}")
    if to == "txm":
        for id_, data in to_tei(annotations):
            write_atomically(path / f"{id_}.xml", data)
        write_atomically(path / "metadata.csv", to_txm_metadata(annotations))
    elif to == "spacy":
        write_atomically(path, to_docbin(annotations).to_bytes())
    elif to == "csv":  # with its mark, so that Excel reads it as UTF-8
        data = voices_with_texts(annotations).to_csv(index=False, lineterminator="\n")
        write_atomically(path, data.encode("utf-8-sig"))
    else:
        pieces = to_iramuteq(annotations) if to == "iramuteq" else to_conllu(annotations)
        write_atomically(path, "".join(pieces).encode("utf-8", "replace"))
    return without_text(annotations)
