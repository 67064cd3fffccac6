"""Annotated quotations and their texts, read from files and checked."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.tables.files import sha256

Article = Mapping[str, Any]

TYPES = ("direct", "indirect", "mixed")


class GoldError(ValueError):
    """A file of annotated quotations, or a text, that cannot be used; told with its file and line."""


def _is_span(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int) and not isinstance(v, bool) for v in value)
        and 0 <= value[0] < value[1]
    )


def _problem(article: object) -> str | None:
    """What keeps a decoded line from being an annotated article; None when nothing does."""
    if not isinstance(article, dict):
        return "not a JSON object"
    if not isinstance(article.get("id"), str) or not article["id"]:
        return "id is not a text"
    if re.search(r"[/\\\0]", article["id"]):
        return f"id is {article['id']!r:.80}: it names a file of texts, so it holds no / or \\"
    for key in ("quotes", "islands"):
        if not isinstance(article.get(key, [] if key == "islands" else None), list):
            return f"{key} is not a list"
    return _problem_of_quotations(article["quotes"]) or _problem_of_islands(article.get("islands", []))


def _problem_of_quotations(quotes: list[object]) -> str | None:
    names = set()
    for i, quote in enumerate(quotes, 1):
        place = f"quotation {i}"
        if not isinstance(quote, dict):
            return f"{place} is not a JSON object"
        if problem := _problem_of_quotation(quote):
            return f"{place}: {problem}"
        if (name := relation_id(quote, i - 1)) in names:
            return f"{place}: the id {name!r} stands twice"
        names.add(name)
    return None


def _problem_of_quotation(quote: dict[str, Any]) -> str | None:
    if quote.get("type") not in TYPES:
        return f"type is {quote.get('type')!r}: write one of {', '.join(TYPES)}"
    if missing := [key for key in ("cue", "content", "source", "speaker") if key not in quote]:
        return f"{missing[0]} is missing"
    content = quote["content"]
    if not isinstance(content, list) or not content or not all(map(_is_span, content)):
        return f"content is {content!r:.80}: write a list of spans [start, end], 0 <= start < end"
    for key in ("cue", "source"):
        if quote.get(key) is not None and not _is_span(quote[key]):
            return f"{key} is {quote[key]!r:.80}: write a span [start, end] or null"
    if not isinstance(quote.get("speaker"), str | None):
        return f"speaker is {quote['speaker']!r:.80}: write a text or null"
    return None


def _problem_of_islands(islands: list[object]) -> str | None:
    for i, island in enumerate(islands, 1):
        if not isinstance(island, dict) or not _is_span(island.get("span")):
            return f"island {i}: write an object with a span [start, end]"
    return None


def load_gold(path: str | Path) -> dict[str, dict[str, Any]]:
    """Read annotated or predicted quotations: a JSON object an article and line; returns the articles by id.

    The format is that of `framing annotate --format jsonl`: {"id", "quotes": [{"id", "type", "cue", "content",
    "source", "speaker", "parent"}], "islands": [{"span"}], "sha256"}; offsets count characters, the end is excluded.

    Raises GoldError, naming file and line, for a line that is not such an article or whose id stood before.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror})") from error
    articles: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            article = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise GoldError(f"{path}, line {number}: not UTF-8 at byte {error.start} of the line") from error
        except (ValueError, RecursionError) as error:
            raise GoldError(f"{path}, line {number}: not valid JSON: {error}") from error
        if problem := _problem(article):
            raise GoldError(f"{path}, line {number}: {problem}")
        if article["id"] in articles:
            raise GoldError(f"{path}, line {number}: the article {article['id']!r} stood before")
        articles[article["id"]] = article
    return articles


def gold_texts(folders: str | Path | Sequence[str | Path], gold: Mapping[str, Article]) -> dict[str, str]:
    """The texts of the gold's articles, by id: the first `<id>.txt` found in a folder or several, byte for byte.

    Raises GoldError when an article has no text, or one that is not UTF-8 or not the one that was annotated (sha256).
    """
    folders = [folders] if isinstance(folders, str | Path) else folders
    texts = {}
    for id_, article in gold.items():
        path = next((p for folder in folders if (p := Path(folder) / f"{id_}.txt").is_file()), None)
        if path is None:
            raise GoldError(f"{id_}.txt is in none of the folders {', '.join(map(str, folders))}")
        try:
            texts[id_] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise GoldError(f"{path}: not UTF-8 at byte {error.start}") from error
        check_text(article, texts[id_])
    return texts


def check_text(article: Article, text: str) -> None:
    """Raises GoldError, naming the article, unless the text is the one that was annotated."""
    if article.get("sha256") not in (None, sha256(text)):
        raise GoldError(f"{article['id']}: the text is not the one that was annotated (sha256 differs)")


def relation_id(quote: Article, place: int) -> str:
    """The id of a relation; its number in the article when it has none."""
    return str(quote.get("id") or f"#{place + 1}")
