"""Saved web pages: trafilatura finds the article on the page; nothing of the page is ever run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.corpus.formats import Problem, RawArticle
from framing.corpus.formats.plain import load
from framing.corpus.page_dates import page_date
from framing.language import Language

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_TAGS = 20_000  # of one page: trafilatura slows down more than linearly, and a page of news has some thousands
_OPENING = '«“„"‹‘–—-'
_SIGNED = re.compile(r"\(@\w{1,30}\)")  # the name of an account: a post of a network, and its signature says whose
_ATTRIBUTION = ("footer", "cite", "figcaption")


def read_page(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The article of a saved page: title, blank line, paragraphs; date and site as the page's metadata give them.

    A quotation that the page marks up (`q`, `blockquote`) instead of writing its marks gets « ».
    """
    loaded = load(path, name, language)
    if isinstance(loaded, Problem):
        yield loaded
        return
    found = article_on(loaded.text, name, 0, path.stem, language)
    yield found._replace(note=loaded.note) if isinstance(found, RawArticle) else found


def article_on(page: str, name: str, row: int, article_id: str, language: Language) -> RawArticle | Problem:
    """The article on a page of which the source is given, or why there is none."""
    import trafilatura  # slow to import, and few corpora hold web pages

    if (n := page.count("<")) > MAX_TAGS:
        reason = f"{n:,} tags are too many for the page of one article (at most {MAX_TAGS:,})"
        return Problem(name, row, reason, "save the text of the article as a .txt file")
    tree = trafilatura.load_html(page)
    published = "" if tree is None else page_date(tree, language)
    if tree is not None:
        _write_marks(tree)
    found = trafilatura.bare_extraction(
        page if tree is None else tree, include_comments=False, include_tables=False, with_metadata=True
    )
    text = (getattr(found, "text", None) or "").strip()
    if not text:
        return Problem(name, row, "no article was found on the page", "save the text of the article as a .txt file")
    title = (getattr(found, "title", None) or "").strip()
    # The title of a page often goes on with the name of the site: « Le port rouvre | Le Fanal ».
    if title and not title.startswith(text.split("\n", 1)[0]):
        text = f"{title}\n\n{text}"
    site = getattr(found, "sitename", None) or ""
    return RawArticle(name, row, article_id, text, published=published, site=site)


def _write_marks(tree: "HtmlElement") -> None:
    """Write the quotation marks that a browser shows, or that the layout stands for, into the text of the page."""
    for block in tree.xpath("//blockquote[not(ancestor::blockquote)]"):
        if not _SIGNED.search(block.text_content()):
            _mark(block, "« ", " »")
            continue
        for line_end in block.xpath(".//br"):  # a post is one paragraph
            line_end.tail = f" {line_end.tail or ''}"
            line_end.drop_tag()
    for inline in (inlines := tree.xpath("//q")):
        _mark(inline, *(("“", "”") if inline.xpath("ancestor::q | ancestor::blockquote") else ("« ", " »")))
    for inline in inlines:
        inline.drop_tag()


def _mark(element: "HtmlElement", opening: str, closing: str) -> None:
    """Put marks round the text of an element, who said it aside, unless it begins with a mark or a dash itself."""
    inside = " or ".join(f"ancestor::{tag}" for tag in _ATTRIBUTION)
    pieces = element.xpath(f".//text()[normalize-space() and not({inside})]")
    if not pieces or pieces[0].lstrip()[0] in _OPENING:
        return
    _rewrite(pieces[0], opening + pieces[0].lstrip())
    pieces = element.xpath(f".//text()[normalize-space() and not({inside})]")
    _rewrite(pieces[-1], pieces[-1].rstrip() + closing)


def _rewrite(piece: Any, text: str) -> None:
    """Put a text in the place of a piece of text of a page, as lxml's xpath finds it."""
    setattr(piece.getparent(), "text" if piece.is_text else "tail", text)
