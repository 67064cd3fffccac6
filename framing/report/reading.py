"""The reading view: an article with its voices, as HTML that is legible without colour."""

import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote as percent

import pandas as pd

from framing.report.concordance import concordance_page
from framing.report.html import COLOURS, Html, language_of, render
from framing.report.words import say
from framing.study import Study, read_study
from framing.tables import Annotations, sha256, write_atomically
from framing.tables.joint import values_of
from framing.voice.segments import OUTLET

DEEPEST = 3  # sources inside one another of which letters and lines are shown; of more, the innermost
UNKNOWN = "?"
FURNITURE = "furniture"
Chain = tuple[str, ...]


class Speaker(NamedTuple):
    """Who is quoted in an article: letter and colour, what the study calls them, how much they say."""

    name: str
    letter: str
    colour: str
    classes: str
    n_quotes: int
    n_words: int
    n_nested: int


class Quote(NamedTuple):
    """A quotation: its row of the table, its speaker and those in whose words it stands, from the outside in; the words of its
    cue and of its source; the anchors of the quotations before and after it."""

    row: Mapping[str, Any]
    anchor: str
    speaker: Speaker
    within: list[Speaker]
    cue: str | None
    source: str | None
    before: str | None
    after: str | None


class Piece(NamedTuple):
    """Words of one stretch: a label with its adoption, or none."""

    text: str
    adoption: str | None


class Event(NamedTuple):
    """What comes next in a page: words (outlet, direct, reported, furniture), or that a quotation opens or closes.

    A quotation that other words interrupt opens again; `first` tells where it opens for the first time.
    """

    kind: str
    pieces: Sequence[Piece] = ()
    quote: Quote | None = None
    first: bool = False


def letter(i: int) -> str:
    """A, B … Z, AA, AB …: the i-th letter label, from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    head, tail = divmod(i, 26)
    return (letter(head - 1) if head else "") + string.ascii_uppercase[tail]


def anchor(article_id: str, quote_id: str) -> str:
    """The id that a quotation has in a page: where a link to it leads. No blank stands in it.

    >>> anchor("barrage-boreal", "q3"), anchor("a b", "q3")
    ('barrage-boreal-q3', 'a%20b-q3')
    """
    return percent(f"{article_id}-{quote_id}", safe="")


def reading_view(annotations: Annotations, article_id: str, study: Study | None = None) -> Html:
    """An article with its voices; `.save(path, title)` writes it as a page of its own. With a `study` classes have their names.

    Each speaker has a letter and a colour, and every quotation starts with the letter of its speaker. Words in marks stand on a
    solid line and a tint, reported words on a dotted line, a source inside a source on a double line with both letters; labels
    are boxed. Colour is never the only sign. The letter is a link that shows, under the pointer or with the keyboard's focus,
    what the tables hold of the quotation: speaker, class, type, cue, reason, confidence. A link ending in #barrage-boreal-q3
    leads to the quotation q3 of the article barrage-boreal (`anchor`). Only the choice of speakers and the keys n (next) and
    p (previous) need JavaScript.

    Raises KeyError when the text of the article is not known.
    """
    text = annotations.texts[article_id]
    table = _of(annotations.quotes, article_id)
    voices = _of(annotations.voices, article_id).sort_values("start", kind="stable")
    chains, speakers = _chains(table), _speakers(table, study.classes if study else {})
    stretches = list(_stretches(len(text), voices, chains))
    shown = list(dict.fromkeys(id_ for *_, chain in stretches for id_ in chain))
    quotes = _quotes(text, table, speakers, chains, shown)
    labels = _of(annotations.labels, article_id)
    boxes = _apart(zip(labels["start"].astype(int), labels["end"].astype(int), labels["adoption"], strict=True))
    return render(
        "reading.html",
        language=language_of(annotations, article_id),
        events=list(_events(text, stretches, quotes, boxes)),
        speakers=list(speakers.values()),
        shown=[quotes[id_] for id_ in shown],
        n_outlet=int(voices.loc[voices["voice"] == OUTLET, "n_words"].sum()),
        n_colours=COLOURS,
    )


def _of(table: pd.DataFrame, article_id: str) -> pd.DataFrame:
    return table[table["article_id"] == article_id]


def _chains(table: pd.DataFrame) -> dict[str, Chain]:
    """For each quotation, those in which it stands, from the outside in, and itself: at most `DEEPEST`."""
    parents = dict(zip(table["quote_id"], table["parent"], strict=True))
    chains = {}
    for id_ in parents:
        chain: Chain = (id_,)
        while len(chain) < DEEPEST and (parent := parents[chain[0]]) in parents and parent not in chain:
            chain = (parent, *chain)
        chains[id_] = chain
    return chains


def _speakers(table: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Speaker]:
    """The speakers by name, in the order in which they first speak. Those who are not known (no name) may be several: they have
    no letter of the alphabet."""
    speakers: dict[str, Speaker] = {}
    for name, own in table.groupby(table["speaker"].fillna(""), sort=False):
        i = len(speakers) - ("" in speakers)
        known = (str(name), letter(i), f"{i % COLOURS}") if name else ("unknown, one or several", UNKNOWN, "")
        ids = dict.fromkeys(id_ for cell in own["actor_class"].unique() for id_ in values_of(cell))
        classes = ", ".join(names.get(id_, id_) for id_ in ids)
        counts = len(own), int(own["n_words"].sum()), int(own["parent"].notna().sum())
        speakers[str(name)] = Speaker(*known, classes, *counts)
    return speakers


def _quotes(
    text: str, table: pd.DataFrame, speakers: Mapping[str, Speaker], chains: Mapping[str, Chain], shown: Sequence[str]
) -> dict[str, Quote]:
    """The quotations of an article by id; `shown` are those that the page shows, in its order."""
    rows = {row["quote_id"]: row for row in table.astype(object).where(table.notna(), None).to_dict("records")}
    who = {id_: speakers[row["speaker"] or ""] for id_, row in rows.items()}
    after = dict(pairwise(shown))
    before = {b: a for a, b in after.items()}
    return {
        id_: Quote(
            row=row,
            anchor=anchor(row["article_id"], id_),
            speaker=who[id_],
            within=[who[outer] for outer in chains[id_][:-1]],
            cue=_words(text, row["cue_start"], row["cue_end"]),
            source=_words(text, row["source_start"], row["source_end"]),
            before=anchor(row["article_id"], before[id_]) if id_ in before else None,
            after=anchor(row["article_id"], after[id_]) if id_ in after else None,
        )
        for id_, row in rows.items()
    }


def _words(text: str, start: int | None, end: int | None) -> str | None:
    """The words of a span, in one line; None where the table tells of none."""
    return None if start is None or end is None else " ".join(text[start:end].split())


def _stretches(length: int, voices: pd.DataFrame, chains: Mapping[str, Chain]) -> Iterator[tuple[int, int, str, Chain]]:
    """The whole text, once and in order: start, end, kind of words and quotations. What no voice says is furniture; of two
    voices that claim the same words, the first has them."""
    at = 0
    columns = voices[["start", "end", "voice", "speech", "quote_id"]]
    for start, end, voice, speech, quote_id in columns.itertuples(index=False):
        if start > at:
            yield at, int(start), FURNITURE, ()
        if end > at:
            own = voice == OUTLET
            yield max(at, int(start)), int(end), OUTLET if own else speech, () if own else chains.get(quote_id, ())
        at = max(at, int(end))
    if at < length:
        yield at, length, FURNITURE, ()


def _events(
    text: str,
    stretches: Iterable[tuple[int, int, str, Chain]],
    quotes: Mapping[str, Quote],
    boxes: Sequence[tuple[int, int, str]],
) -> Iterator[Event]:
    """What the page shows, in order; what opens inside another quotation closes before it does."""
    inside: list[Event] = []
    seen: set[str] = set()
    for start, end, kind, chain in [*stretches, (len(text), len(text), OUTLET, ())]:
        same = [event.quote is quotes[id_] for event, id_ in zip(inside, chain, strict=False)]
        depth = (same + [False]).index(False)
        while len(inside) > depth:
            yield inside.pop()._replace(kind="close")
        for id_ in chain[depth:]:
            inside.append(Event("open", quote=quotes[id_], first=id_ not in seen))
            seen.add(id_)
            yield inside[-1]
        yield Event(kind, list(_pieces(text, start, end, boxes)))


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


def write_reading_pages(known: Annotations, study: Path, folder: Path) -> list[Path]:
    """Write a reading page for every article whose text is known, and their concordance; none without texts.

    The text stands in an HTML file that the page includes, so that nothing in it is read as Markdown. Everything else
    in `folder` is removed: no page outlives its text.
    """
    of = read_study(study)
    named = dict(zip(known.articles["article_id"], _titles(known.articles, of), strict=True))
    pages = {id_: (escaped(named[id_]), reading_view(known, id_, of)) for id_ in known.texts}
    if pages:
        pages["_concordance"] = (say("Concordance"), concordance_page(known, of))
    written = []
    for name, (title, content) in pages.items():
        page, body = folder / f"{name}.md", folder / f"{name}.html"
        write_atomically(body, content.said().encode("utf-8"))
        write_atomically(page, f"# {title}\n\n```{{raw}} html\n:file: {body.name}\n```\n".encode())
        written += [page, body]
    for old in set(folder.glob("*")) - set(written):
        old.unlink()
    return [file for file in written if file.suffix == ".md"]


def _titles(articles: pd.DataFrame, study: Study) -> Iterator[str]:
    """What the articles are called: outlet, day and id, as far as they are known."""
    for id_, outlet, day in articles[["article_id", "outlet", "published"]].itertuples(index=False):
        name = study.outlets[outlet].name if outlet in study.outlets else outlet
        yield " · ".join(str(part) for part in (name, day, id_) if pd.notna(part))


def with_texts(annotations: Annotations, folder: Path) -> Annotations:
    """The annotations with the texts of a folder that are the ones annotated."""
    texts = {}
    for id_, digest in zip(annotations.articles["article_id"], annotations.articles["sha256"], strict=True):
        path = folder / f"{id_}.txt"
        if path.is_file() and sha256(text := path.read_bytes().decode("utf-8", "replace")) == digest:
            texts[id_] = text
    return Annotations(annotations.tables, texts)


def escaped(text: str) -> str:
    """A text as Markdown shows it, whatever marks stand in it."""
    return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", text)
