"""The reading view: an article with its voices, as HTML that is legible without colour."""

import html
import string
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.annotations import Annotations, sha256
from framing.show import Html
from framing.voice import DIRECT, OUTLET

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
    marked = sorted(zip(labels["start"].astype(int), labels["end"].astype(int), labels["adoption"], strict=True))
    parts, at, last = [], 0, None
    for start, end, voice, quote_id in voices[["start", "end", "voice", "quote_id"]].itertuples(index=False):
        if start > at:
            parts.append(f'<span class="furniture">{html.escape(text[at:start])}</span>')
        inner = _with_labels(text, int(start), int(end), marked)
        if voice == OUTLET:
            parts.append(inner)
        else:
            i = speakers.index(of[quote_id])
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


def _with_labels(text: str, start: int, end: int, marked: Sequence[tuple[int, int, str]]) -> str:
    parts, at = [], start
    for a, b, adoption in marked:
        a, b = max(a, start), min(b, end)
        if a >= b or a < at:
            continue
        parts.append(html.escape(text[at:a]))
        parts.append(f'<span class="label" title="label: {adoption}">{html.escape(text[a:b])}</span>')
        at = b
    return "".join(parts) + html.escape(text[at:end])


def _legend(quotes: pd.DataFrame, speakers: Sequence[str], depths: dict[str, int]) -> str:
    rows = []
    for i, speaker in enumerate(speakers):
        own = quotes[quotes["speaker"].fillna("unknown") == speaker]
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
    """Write a reading page for every article of the study whose text is there (data/texts); none without the texts."""
    annotations = Annotations.load(root / "data" / "annotations")
    written = []
    for id_, digest in zip(annotations.articles["article_id"], annotations.articles["sha256"], strict=True):
        path = root / "data" / "texts" / f"{id_}.txt"
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8")
        if sha256(text) != digest:
            continue
        page = folder / f"{id_}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        known = Annotations(annotations.tables, {id_: text})
        page.write_text(
            f"---\norphan: true\n---\n# {id_}\n\n```{{raw}} html\n{read(known, id_)}\n```\n", encoding="utf-8"
        )
        written.append(page)
    return written
