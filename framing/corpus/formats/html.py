"""Saved web pages: trafilatura finds the article on the page; nothing of the page is ever run."""

from collections.abc import Iterator
from pathlib import Path

from framing.corpus.formats import Problem, RawArticle
from framing.corpus.formats.plain import load
from framing.language import Language

MAX_TAGS = 20_000  # of one page: trafilatura slows down more than linearly, and a page of news has some thousands


def read_page(path: Path, name: str, language: Language) -> Iterator[RawArticle | Problem]:
    """The article of a saved page: title, blank line, paragraphs; date and site as the page's metadata give them."""
    import trafilatura  # slow to import, and few corpora hold web pages

    loaded = load(path, name, language)
    if isinstance(loaded, Problem):
        yield loaded
        return
    if (n := loaded.text.count("<")) > MAX_TAGS:
        advice = "save the text of the article as a .txt file"
        yield Problem(name, 0, f"{n:,} tags are too many for the page of one article (at most {MAX_TAGS:,})", advice)
        return
    page = trafilatura.bare_extraction(loaded.text, include_comments=False, include_tables=False, with_metadata=True)
    text = (getattr(page, "text", None) or "").strip()
    if not text:
        yield Problem(name, 0, "no article was found on the page", "save the text of the article as a .txt file")
        return
    title = (getattr(page, "title", None) or "").strip()
    # The title of a page often goes on with the name of the site: « Le port rouvre | Le Fanal ».
    if title and not title.startswith(text.split("\n", 1)[0]):
        text = f"{title}\n\n{text}"
    yield RawArticle(
        name,
        0,
        path.stem,
        text,
        published=getattr(page, "date", None) or "",
        site=getattr(page, "sitename", None) or "",
        note=loaded.note,
    )
