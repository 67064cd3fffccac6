"""The reading view: an article with its voices, as HTML that is legible without colour."""

import html
import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from framing.report.concordance import concordance
from framing.report.show import Html
from framing.study.reader import read_study
from framing.tables.annotations import Annotations, sha256, write_atomically
from framing.voice.segments import DIRECT, OUTLET

STYLE = (Path(__file__).parent / "reading.css").read_text("utf-8")
COLOURS = ("#b4451f", "#1f6fb4", "#2e7d4f", "#8a4fb0", "#9a6a00", "#c02a6b", "#00797a", "#5b5bd6")


def letter(i: int) -> str:
    """A, B … Z, AA, AB …: the i-th letter label, from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    head, tail = divmod(i, 26)
    return (letter(head - 1) if head else "") + string.ascii_uppercase[tail]


def _depths(quotes: pd.DataFrame) -> dict[str, int]:
    parents = dict(
        zip(quotes["quote_id"], quotes["parent"].astype(object).where(quotes["parent"].notna(), None), strict=True)
    )
    depths = {}
    for quote in parents:
        depth, above = 0, parents[quote]
        while above is not None and depth < len(parents):
            depth, above = depth + 1, parents.get(above)
        depths[quote] = depth
    return depths


def read(annotations: Annotations, article_id: str) -> Html:
    """An article with its voices.

    Each speaker has a letter, and every quotation starts with its speaker's. Words in marks are underlined and tinted,
    reported words dotted, a source inside a source doubled; labels are boxed. Colour is never the only sign.

    Raises KeyError when the text of the article is not known.
    """
    text = annotations.texts[article_id]
    quotes = annotations.quotes[annotations.quotes["article_id"] == article_id]
    voices = annotations.voices[annotations.voices["article_id"] == article_id]
    labels = annotations.labels[annotations.labels["article_id"] == article_id]
    speakers = list(dict.fromkeys(quotes["speaker"].fillna("unknown")))
    of = dict(zip(quotes["quote_id"], quotes["speaker"].fillna("unknown"), strict=True))
    depths = _depths(quotes)
    number = {speaker: i for i, speaker in enumerate(speakers)}
    marked = _apart(zip(labels["start"].astype(int), labels["end"].astype(int), labels["adoption"], strict=True))
    parts, at, last = [], 0, None
    for start, end, voice, quote_id in voices[["start", "end", "voice", "quote_id"]].itertuples(index=False):
        if start > at:
            parts.append(f'<span class="furniture">{html.escape(text[at:start])}</span>')
        inner = _with_labels(text, int(start), int(end), marked)
        if voice == OUTLET:
            parts.append(inner)
        else:
            i = number[of[quote_id]]
            colour = COLOURS[i % len(COLOURS)]
            badge = f'<sup style="--v:{colour}">{letter(i)} </sup>' if quote_id != last else ""
            kind = "direct" if voice == DIRECT else "indirect"
            deep = " deep" if depths[quote_id] else ""
            title = html.escape(f"{letter(i)} {of[quote_id]}, {kind}", quote=True)
            parts.append(f'{badge}<span class="v {kind}{deep}" style="--v:{colour}" title="{title}">{inner}</span>')
            last = quote_id
        at = int(end)
    parts.append(f'<span class="furniture">{html.escape(text[at:])}</span>' if text[at:] else "")
    return Html(
        f'<style>{STYLE}</style><div class="framing-article" lang="fr">{"".join(parts)}</div>{_legend(quotes, speakers, depths)}'
    )


def _apart(labels: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The labels in order; of two that overlap, the first."""
    kept: list[tuple[int, int, str]] = []
    for label in sorted(labels):
        if not kept or kept[-1][1] <= label[0]:
            kept.append(label)
    return kept


def _with_labels(text: str, start: int, end: int, labels: Sequence[tuple[int, int, str]]) -> str:
    parts, at = [], start
    first = bisect_right(labels, start, key=lambda label: label[1])
    last = bisect_left(labels, end, key=lambda label: label[0])
    for a, b, adoption in labels[first:last]:
        a, b = max(a, start), min(b, end)
        parts.append(html.escape(text[at:a]))
        parts.append(f'<span class="label" title="label: {html.escape(adoption)}">{html.escape(text[a:b])}</span>')
        at = b
    return "".join(parts) + html.escape(text[at:end])


def _legend(quotes: pd.DataFrame, speakers: Sequence[str], depths: dict[str, int]) -> str:
    rows = []
    of = dict(iter(quotes.groupby(quotes["speaker"].fillna("unknown"))))
    for i, speaker in enumerate(speakers):
        own = of[speaker]
        colour = COLOURS[i % len(COLOURS)]
        nested = sum(depths[q] > 0 for q in own["quote_id"])
        rows.append(
            f'<tr><td style="color:{colour}"><b>{letter(i)}</b></td><td>{html.escape(speaker)}</td><td>{len(own)}</td>'
            f"<td>{int(own['n_words'].sum())}</td><td>{nested}</td></tr>"
        )
    head = "<tr><th></th><th>speaker</th><th>quotations</th><th>words</th><th>inside another's</th></tr>"
    key = (
        "Solid line and tint: words in quotation marks. Dotted line: reported words. Double line: a source inside a source. "
        "Dashed box: a label of the study. Grey: page furniture."
    )
    return (
        f'<details class="framing-legend" open><summary>Who speaks</summary><p>{key}</p>'
        f"<table>{head}{''.join(rows)}</table></details>"
    )


def write_reading_pages(root: Path, folder: Path) -> list[Path]:
    """Write a reading page for every article of the study whose text is there (data/texts), and their concordance; none
    without the texts.

    The text stands in an HTML file that the page includes, so that nothing in it is read as Markdown. Everything else
    in `folder` is removed: no page outlives its text.
    """
    annotations = Annotations.load(root / "data" / "annotations")
    texts = {}
    for id_, digest in zip(annotations.articles["article_id"], annotations.articles["sha256"], strict=True):
        path = root / "data" / "texts" / f"{id_}.txt"
        if path.is_file() and sha256(text := path.read_bytes().decode("utf-8", "replace")) == digest:
            texts[id_] = text
    known = Annotations(annotations.tables, texts)
    pages = {id_: (re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", id_), read(known, id_)) for id_ in texts}
    if texts:
        pages["_concordance"] = ("Concordance", concordance(known, read_study(root / "data" / "study.toml")))
    written = []
    for name, (title, content) in pages.items():
        page, body = folder / f"{name}.md", folder / f"{name}.html"
        write_atomically(body, str(content).encode("utf-8"))
        write_atomically(page, f"# {title}\n\n```{{raw}} html\n:file: {body.name}\n```\n".encode())
        written += [page, body]
    for old in set(folder.glob("*")) - set(written):
        old.unlink()
    return [file for file in written if file.suffix == ".md"]
