"""The reading view: an article with its voices, as HTML that is legible without colour."""

import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from framing.report.concordance import concordance_page
from framing.report.html import Html, language_of, render
from framing.study import read_study
from framing.tables import Annotations, sha256, write_atomically
from framing.voice.segments import OUTLET

COLOURS = ("#b4451f", "#1f6fb4", "#2e7d4f", "#8a4fb0", "#9a6a00", "#c02a6b", "#00797a", "#5b5bd6")
FURNITURE = "furniture"


class Speaker(NamedTuple):
    """Who is quoted in an article, with letter and colour, and how much."""

    name: str
    letter: str
    colour: str
    n_quotes: int
    n_words: int
    n_nested: int


class Piece(NamedTuple):
    """Words of one stretch: a label with its adoption, or none."""

    text: str
    adoption: str | None


class Stretch(NamedTuple):
    """Words of one voice, or page furniture; `begins` where the words of a quotation start, after any others."""

    voice: str
    pieces: list[Piece]
    speaker: Speaker | None = None
    begins: bool = False
    nested: bool = False


def letter(i: int) -> str:
    """A, B … Z, AA, AB …: the i-th letter label, from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    head, tail = divmod(i, 26)
    return (letter(head - 1) if head else "") + string.ascii_uppercase[tail]


def reading_view(annotations: Annotations, article_id: str) -> Html:
    """An article with its voices.

    Each speaker has a letter, and every quotation starts with its speaker's. Words in marks are underlined and tinted,
    reported words dotted, a source inside a source doubled; labels are boxed. Colour is never the only sign.

    Raises KeyError when the text of the article is not known.
    """
    text = annotations.texts[article_id]
    quotes = _of(annotations.quotes, article_id).assign(speaker=lambda t: t["speaker"].fillna("unknown"))
    nested = _nested(quotes)
    speakers = _speakers(quotes, nested)
    by_quote = {id_: speakers[name] for id_, name in zip(quotes["quote_id"], quotes["speaker"], strict=True)}
    labels = _of(annotations.labels, article_id)
    boxes = _apart(zip(labels["start"].astype(int), labels["end"].astype(int), labels["adoption"], strict=True))
    stretches = _stretches(text, _of(annotations.voices, article_id), by_quote, nested, boxes)
    return render(
        "reading.html",
        language=language_of(annotations, article_id),
        stretches=list(stretches),
        speakers=list(speakers.values()),
    )


def _of(table: pd.DataFrame, article_id: str) -> pd.DataFrame:
    return table[table["article_id"] == article_id]


def _nested(quotes: pd.DataFrame) -> set[str]:
    """The quotations that stand inside another one."""
    return set(quotes.loc[quotes["parent"].notna(), "quote_id"])


def _speakers(quotes: pd.DataFrame, nested: set[str]) -> dict[str, Speaker]:
    """The speakers by name, in the order in which they first speak."""
    speakers = {}
    for i, (name, own) in enumerate(quotes.groupby("speaker", sort=False)):
        n_nested = int(own["quote_id"].isin(nested).sum())
        speakers[str(name)] = Speaker(
            str(name), letter(i), COLOURS[i % len(COLOURS)], len(own), int(own["n_words"].sum()), n_nested
        )
    return speakers


def _stretches(
    text: str,
    voices: pd.DataFrame,
    speakers: dict[str, Speaker],
    nested: set[str],
    boxes: Sequence[tuple[int, int, str]],
) -> Iterator[Stretch]:
    """The whole text, once and in order: what no voice says is furniture."""
    at, last = 0, None
    columns = voices[["start", "end", "voice", "speech", "quote_id"]]
    for start, end, voice, speech, quote_id in columns.itertuples(index=False):
        if start > at:
            yield Stretch(FURNITURE, [Piece(text[at:start], None)])
        pieces = list(_pieces(text, int(start), int(end), boxes))
        if voice == OUTLET:
            yield Stretch(voice, pieces)
        else:
            yield Stretch(speech, pieces, speakers[quote_id], quote_id != last, quote_id in nested)
            last = quote_id
        at = int(end)
    if text[at:]:
        yield Stretch(FURNITURE, [Piece(text[at:], None)])


def _apart(labels: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The labels in order; of two that overlap, the first."""
    kept: list[tuple[int, int, str]] = []
    for label in sorted(labels):
        if not kept or kept[-1][1] <= label[0]:
            kept.append(label)
    return kept


def _pieces(text: str, start: int, end: int, boxes: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    at = start
    first = bisect_right(boxes, start, key=lambda box: box[1])
    last = bisect_left(boxes, end, key=lambda box: box[0])
    for a, b, adoption in boxes[first:last]:
        a, b = max(a, start), min(b, end)
        yield Piece(text[at:a], None)
        yield Piece(text[a:b], adoption)
        at = b
    yield Piece(text[at:end], None)


def write_reading_pages(root: Path, folder: Path) -> list[Path]:
    """Write a reading page for every article of the study whose text is there (data/texts), and their concordance; none
    without the texts.

    The text stands in an HTML file that the page includes, so that nothing in it is read as Markdown. Everything else
    in `folder` is removed: no page outlives its text.
    """
    known = _with_texts(Annotations.load(root / "data" / "annotations"), root / "data" / "texts")
    pages = {id_: (_markdown(id_), reading_view(known, id_)) for id_ in known.texts}
    if pages:
        pages["_concordance"] = ("Concordance", concordance_page(known, read_study(root / "data" / "study.toml")))
    written = []
    for name, (title, content) in pages.items():
        page, body = folder / f"{name}.md", folder / f"{name}.html"
        write_atomically(body, str(content).encode("utf-8"))
        write_atomically(page, f"# {title}\n\n```{{raw}} html\n:file: {body.name}\n```\n".encode())
        written += [page, body]
    for old in set(folder.glob("*")) - set(written):
        old.unlink()
    return [file for file in written if file.suffix == ".md"]


def _with_texts(annotations: Annotations, folder: Path) -> Annotations:
    """The annotations with the texts of a folder that are the ones annotated."""
    texts = {}
    for id_, digest in zip(annotations.articles["article_id"], annotations.articles["sha256"], strict=True):
        path = folder / f"{id_}.txt"
        if path.is_file() and sha256(text := path.read_bytes().decode("utf-8", "replace")) == digest:
            texts[id_] = text
    return Annotations(annotations.tables, texts)


def _markdown(text: str) -> str:
    """A text as Markdown shows it, whatever marks stand in it."""
    return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", text)
