"""TXM: a text in XML (TEI) an article, voices as elements round its words, and the table of metadata beside them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from framing.exports.stretches import FACTS, Exported, Label, Stretch, exported
from framing.tables import Annotations

TEI = "http://www.tei-c.org/ns/1.0"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Piece(NamedTuple):
    """A stretch of voice inside one paragraph."""

    start: int
    end: int
    stretch: Stretch
    part: str  # of TEI: I, M or F where a stretch goes on in other paragraphs


def to_tei(annotations: Annotations) -> Iterator[tuple[str, bytes]]:
    """The articles whose texts are known, each as an XML file of TXM (XTZ): its id and its bytes.

    `<text id outlet group event published>` holds `<p>` (a line of the article), and these `<q>`: the attributes are voice
    (outlet, source), speech, quote, type, cue_lemma, speaker, actor, actor_class and labels (concept:adoption); `part` says I,
    M or F where one goes on in another paragraph (TEI P5). All words of headline and body are there, in order; characters
    that XML has no room for become U+FFFD.
    """
    for article in exported(annotations):
        root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})
        text = etree.SubElement(root, f"{{{TEI}}}text", {"id": article.article_id} | _clean(article.facts))
        body = etree.SubElement(text, f"{{{TEI}}}body")
        for pieces in _paragraphs(article):
            paragraph = etree.SubElement(body, f"{{{TEI}}}p")
            for piece in pieces:
                _add(paragraph, piece, article.text)
        yield article.article_id, etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def to_txm_metadata(annotations: Annotations) -> bytes:
    """The table that TXM reads beside the texts: metadata.csv with id, outlet, group, event, published."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["id", *FACTS])
    for article in exported(annotations):
        writer.writerow([article.article_id, *(article.facts.get(name, "") for name in FACTS)])
    return out.getvalue().encode("utf-8")


def labels_of(labels: list[Label]) -> str:
    """Labels as the value of one attribute.

    >>> labels_of([Label(0, 5, "port", "adopted"), Label(9, 14, "gel", "distanced")])
    'port:adopted gel:distanced'
    """
    return " ".join(f"{label.concept}:{label.adoption}" for label in labels)


def _add(paragraph: "etree._Element", piece: _Piece, text: str) -> None:
    stretch = piece.stretch
    known = {"voice": stretch.voice, "speech": stretch.speech, "quote": stretch.quote_id} | stretch.said
    known["labels"] = labels_of([label for label in stretch.labels if piece.start <= label.start < piece.end])
    known[_Piece._fields[-1]] = piece.part
    element = etree.SubElement(
        paragraph, f"{{{TEI}}}q", _clean({name: value for name, value in known.items() if value})
    )
    element.text = _NOT_XML.sub("\ufffd", text[piece.start : piece.end])


def _clean(attributes: dict[str, str]) -> dict[str, str]:
    return {name: _NOT_XML.sub("\ufffd", value) for name, value in attributes.items()}


def _paragraphs(article: Exported) -> Iterator[list[_Piece]]:
    """The pieces of each line of an article."""
    lines: dict[int, list[_Piece]] = {}
    for stretch in article.stretches:
        cuts = [match.end() for match in re.finditer(r"[\n\r]+", article.text[stretch.start : stretch.end])]
        ends = [stretch.start + cut for cut in cuts if cut < stretch.end - stretch.start]
        places = list(zip([stretch.start, *ends], [*ends, stretch.end], strict=True))
        for k, (start, end) in enumerate(places):
            last = len(places) - 1
            part = "" if not last else "I" if k == 0 else "F" if k == last else "M"
            line = len(re.findall(r"[\n\r]+", article.text[:start]))
            lines.setdefault(line, []).append(_Piece(start, end, stretch, part))
    yield from (lines[line] for line in sorted(lines))
