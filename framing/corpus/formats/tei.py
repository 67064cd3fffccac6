"""Texts in XML: TEI, TXM's own (XTZ) and Press Corpus Scraper's, an article a text; any other XML is refused."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from framing.corpus.formats import Problem, RawArticle, data_of
from framing.corpus.formats.tabular import article_of, columns_of
from framing.language import Language

MAX_FILE = 50_000_000  # bytes of one file
_HOMES = ("TEI", "TEI.2")
_PARAGRAPHS = frozenset(["p", "head", "ab", "l", "u", "item"])
_LEFT_OUT = frozenset(["note", "teiHeader", "fw", "figure"])
_WORD = "w"
_TAG = re.compile(r"<[^<>]{1,100}>")  # left in an attribute: title="Le <b>pont</b>"
_BEFORE = re.compile(r"\s+(?=[.,)\]…’'])")  # where words stand apart, none of these has a blank before it
_AFTER = re.compile(r"(?<=[(\[’'])\s+")
_OPENS = re.compile(r"\s*(?:<\?xml|<!DOCTYPE|<!--|<[A-Za-z_])")
_SAVE = "save it as TEI, as XML of TXM (<text> with its attributes) or of Factiva, or as one .txt file an article"
# Where a header says what is known of a text, by the names that columns may have; the first that holds something counts.
_HEADER: Mapping[str, tuple[str, ...]] = {
    "title": ("titleStmt/title", "sourceDesc//title[@level='a']", "sourceDesc//title"),
    "source": ("sourceDesc//title[@level='j']", "publicationStmt/publisher", "sourceDesc//publisher"),
    "date": ("sourceDesc//date", "publicationStmt/date", "creation/date", "profileDesc//date"),
}


def holds(head: bytes, suffix: str) -> bool:
    """Whether a file is XML: it says so itself or by its name, and is no page of the web."""
    text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "ignore").lstrip("\ufeff")
    is_page = re.search(r"<(?:html|!doctype html)\b", text[:2_000], re.IGNORECASE) is not None
    return (
        not is_page
        and (suffix == ".xml" or text.lstrip().startswith("<?xml"))
        and suffix not in (".svg", ".rss", ".atom")
    )


def read(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The texts of a file; outlet, date, title and id come from the attributes of `<text>`, else from the header of TEI.

    Paragraphs and headings become paragraphs; words that stand apart (`<w>`) are put together. Entities are never resolved,
    and a file that declares some is refused.
    """
    data = data_of(path, name, MAX_FILE, "cut it into texts")
    if isinstance(data, Problem):
        yield data
        return
    try:
        root = etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        yield Problem(name, 0, f"broken XML ({' '.join(str(error).split())[:200]})", "save it again, or as .txt files")
        return
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        yield Problem(
            name, 0, "XML that declares entities of its own, which are never resolved", "save it without its DTD"
        )
        return
    texts = list(_homes(root))
    if not texts:
        yield Problem(name, 0, f"XML of a kind that is not known (<{_name(root)}>)", _SAVE)
    for row, home in enumerate(texts, 1):
        yield _article(home, name, row if len(texts) > 1 else 0, path, language)


def _article(home: "etree._Element", name: str, row: int, path: Path, language: Language) -> RawArticle | Problem:
    text = "\n\n".join(_paragraphs(home))
    if not text:
        return Problem(name, row, "a text without words", "put the text in, or delete it")
    values = {key: _TAG.sub("", value).strip() for key, value in _known(home).items()} | {"text": text}
    if not any(key in values for key in ("id", "article_id")):
        values["id"] = f"{path.stem}-{row}" if row else path.stem
    found = article_of(name, row, values, columns_of(list(values), language), "")
    return found if isinstance(found, Problem) else found._replace(outlet="", site=found.outlet or found.site)


def _homes(root: "etree._Element") -> Iterator["etree._Element"]:
    """The elements that hold a text each: those of TEI, else the outermost `<text>`."""
    found = [element for element in root.iter() if _name(element) in _HOMES]
    found = found or [element for element in root.iter() if _name(element) == "text"]
    inside: set[etree._Element] = set()
    for element in found:
        if not any(parent in inside for parent in element.iterancestors()):
            inside.add(element)
            yield element


def _known(home: "etree._Element") -> dict[str, str]:
    """What is known of a text: the attributes of `<text>`, then what a header says."""
    found: dict[str, str] = {}
    for element in home.iter():
        if _name(element) == "text":
            found |= {
                etree.QName(key).localname.casefold(): str(value) for key, value in element.attrib.items() if value
            }
            break
    for key, paths in _HEADER.items():
        said = (_said(element) for path in paths for element in _find(home, path))
        if key not in found and (value := next(filter(None, said), "")):
            found[key] = value
    return found


def _find(home: "etree._Element", path: str) -> list["etree._Element"]:
    """The elements at a path of the header, whatever its namespace."""
    steps = re.sub(r"(?<![\w@])(\w+)(?=$|/|\[)", r"*[local-name()='\1']", path)
    found = home.xpath(f".//*[local-name()='teiHeader']//{steps}")
    return list(found) if isinstance(found, list) else []


def _said(element: "etree._Element") -> str:
    return str(element.get("when") or element.get("when-iso") or " ".join("".join(element.itertext()).split()))


def _paragraphs(home: "etree._Element") -> Iterator[str]:
    """The paragraphs of a text, or, where it marks none up, its lines."""
    has_blocks = any(_name(element) in _PARAGRAPHS for element in home.iter())
    if not has_blocks:
        yield from filter(None, (" ".join(line.split()) for line in "".join(_pieces(home)).splitlines()))
        return
    for element in home.iter():
        above = {_name(parent) for parent in element.iterancestors()}
        if _name(element) in _PARAGRAPHS and not above & (_PARAGRAPHS | _LEFT_OUT) and (text := _text(element)):
            yield text


def _text(element: "etree._Element") -> str:
    text = " ".join("".join(_pieces(element)).split())
    if any(_name(inner) == _WORD for inner in element.iter()):
        text = _AFTER.sub("", _BEFORE.sub("", text))
    return text


def _pieces(element: "etree._Element") -> Iterator[str]:
    """The text of an element without what is none of it: notes, running heads, comments."""
    if isinstance(element.tag, str) and _name(element) not in _LEFT_OUT:
        yield element.text or ""
        for inner in element:
            yield from _pieces(inner)
            yield inner.tail or ""


def _name(element: "etree._Element") -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
