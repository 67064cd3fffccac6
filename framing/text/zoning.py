"""Where the article stands on its page: headline, dateline, source line, body, page furniture.

All of it is heuristic: patterns that were seen on news pages (`furniture.csv` of the language) and the place and
length of lines.
"""

import re
from functools import cache
from typing import NamedTuple

import pandas as pd

from framing.language import Language, load
from framing.text.characters import exchanged
from framing.text.sentence_splitting import paragraphs
from framing.text.tokenisation import count_words

ZONES = ("headline", "dateline", "source", "body", "furniture")
ARTICLE = ("headline", "body")  # the zones whose words are the article's own
MAX_HEADLINE_CHARS = 250
MIN_PARAGRAPH_WORDS = 25  # from here on a line is a paragraph, full stop or not
MIN_SENTENCE_WORDS = 8  # shorter lines are no paragraph even with a full stop, when they stand at the edge of the page
MAX_KICKER_WORDS = 2  # « Monde », « Asie centrale » above a headline
MAX_LABEL_WORDS = 4  # « Reportage », a name without « Par », between headline and date

# Exchanges of one character for one, so that offsets stay: the patterns know one apostrophe, one space and one dash only.
_PLAIN = dict.fromkeys("’ʼ", "'") | dict.fromkeys("\u00a0\u2009\u202f\t", " ") | dict.fromkeys("‐‑‒–—―−⸺", "-")
_STOPS = (".", "!", "?", "…")
_CLOSERS = " \"»”’')]"


class Zone(NamedTuple):
    """A part of the page: headline, dateline, source, body or furniture."""

    start: int
    end: int
    zone: str


class Pattern(NamedTuple):
    """A row of `furniture.csv`: what a piece of a page looks like and which zone it is."""

    regex: re.Pattern[str]
    zone: str
    max_chars: int  # no more are looked at, so that no pattern can take long


class _Line(NamedTuple):
    """A line of the page, or the part of it that a pattern left over; zone is empty while it is unknown."""

    start: int
    end: int
    zone: str
    n_words: int  # no more than `MIN_PARAGRAPH_WORDS` are counted
    last: str  # the last character, closing marks aside


@cache
def patterns(language: Language) -> dict[str, tuple[Pattern, ...]]:
    """The rows of the language's `furniture.csv`, compiled, by what of a line they cover: all of it, its start in
    the head of the page, the start of any paragraph, its end."""
    found: dict[str, list[Pattern]] = {"line": [], "start": [], "paragraph": [], "end": []}
    for row in language.table("furniture"):
        regex = rf"(?:{row['pattern']})\Z" if row["match"] == "end" else row["pattern"]
        found[row["match"]].append(Pattern(re.compile(regex, re.IGNORECASE), row["zone"], int(row["max_chars"])))
    return {match: tuple(rows) for match, rows in found.items()}


def zones(text: str, language: Language | None = None) -> pd.DataFrame:
    """Cut `text` into zones: a table with the columns start, end (offsets, end excluded) and zone (one of `ZONES`).

    The rows cover the text from 0 to its end, in order and without overlap; white space belongs to the zone before it.
    Neighbouring rows differ in zone. A blank text has no rows. Heuristic: a headline is the first short line without a
    full stop that stands before a paragraph; a text that opens with a paragraph has none.

    >>> zones("Le port rouvre\\nLe Fanal | 03.04.2019\\nLe port d'Orée rouvre jeudi, après trois mois de travaux.\\n")
       start  end      zone
    0      0   15  headline
    1     15   37    source
    2     37   95      body
    """
    table = pd.DataFrame(zone_spans(text, language), columns=["start", "end", "zone"])
    return table.astype({"start": "int64", "end": "int64", "zone": "str"})


def spans_of(text: str, table: pd.DataFrame, wanted: tuple[str, ...] = ARTICLE) -> list[tuple[int, int]]:
    """Offsets (start, end) of the parts of `text` in the zones `wanted` of its table, white space trimmed.

    >>> page = "Le port rouvre\\n\\nLe port d'Orée rouvre jeudi, après trois mois de travaux.\\n"
    >>> spans_of(page, zones(page))
    [(0, 14), (16, 73)]
    """
    found = []
    for start, end, zone in zip(table["start"].tolist(), table["end"].tolist(), table["zone"].tolist(), strict=True):
        part = text[start:end]
        if zone in wanted and part.strip():
            found.append((start + len(part) - len(part.lstrip()), start + len(part.rstrip())))
    return found


def zone_spans(text: str, language: Language | None = None) -> list[Zone]:
    """The rows of `zones`, without a table: runs of lines of one zone, each stretched to the start of the next."""
    starts: list[tuple[int, str]] = []
    for line in _placed(_cut(text, language or load())):
        if not starts or starts[-1][1] != line.zone:
            starts.append((line.start if starts else 0, line.zone))
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [Zone(start, end, zone) for (start, zone), end in zip(starts, ends, strict=bool(starts))]


def _cut(text: str, language: Language) -> list[_Line]:
    """The lines of `text`, with the zone of those that a pattern knows; a pattern for a part of a line cuts it off."""
    known, plain = patterns(language), exchanged(text, _PLAIN)
    lines: list[_Line] = []
    in_head = True  # a dateline opens the headline or the first paragraph; a later one only where an agency signs it
    for first, last in paragraphs(text):
        start, end, foot = first, last, ""
        zone = _zone_of_line(plain[first:last], known["line"])
        if not zone:
            length, dateline = _at_start(plain[first:last], known["start" if in_head else "paragraph"])
            if 0 < length < last - first:
                start = first + length
                lines.append(_line(text, first, start, dateline, language))
        if zone != "furniture":
            length, foot = _at_end(plain[start:last], known["end"])
            end = last - length if length < last - start else last
        if (start, end) != (first, last):
            # What is left may be a line that a pattern knows: « Le Fanal | 03.04.2019 » before its key words.
            zone = _zone_of_line(plain[start:end], known["line"])
        line = _line(text, start, end, zone, language)
        lines.append(line)
        if end < last:
            lines.append(_line(text, end, last, foot, language))
        in_head = in_head and (zone != "" or not _is_paragraph(line))
    return lines


def _line(text: str, start: int, end: int, zone: str, language: Language) -> _Line:
    part = text[start:end]
    return _Line(start, end, zone, count_words(part, language, MIN_PARAGRAPH_WORDS), part.rstrip(_CLOSERS)[-1:])


def _zone_of_line(line: str, known: tuple[Pattern, ...]) -> str:
    """The zone of a whole line, its characters exchanged for plain ones, that a pattern knows, else empty."""
    if len(line) > max((pattern.max_chars for pattern in known), default=0):
        return ""
    shown = line.rstrip()
    fitting = (p.zone for p in known if len(line) <= p.max_chars and p.regex.fullmatch(shown))
    return next(fitting, "")


def _at_start(line: str, known: tuple[Pattern, ...]) -> tuple[int, str]:
    """How many characters at the start of `line` a pattern knows, and their zone; (0, "") for none."""
    for pattern in known:
        if found := pattern.regex.match(line[: pattern.max_chars]):
            return found.end(), pattern.zone
    return 0, ""


def _at_end(line: str, known: tuple[Pattern, ...]) -> tuple[int, str]:
    """How many characters at the end of `line` a pattern knows, and their zone; (0, "") for none."""
    for pattern in known:
        part = line[-pattern.max_chars :]
        if found := pattern.regex.search(part):
            return len(part) - found.start(), pattern.zone
    return 0, ""


def _is_paragraph(line: _Line) -> bool:
    return line.n_words >= MIN_PARAGRAPH_WORDS or (line.n_words >= MIN_SENTENCE_WORDS and line.last in _STOPS)


def _could_be_headline(line: _Line) -> bool:
    return line.end - line.start <= MAX_HEADLINE_CHARS and line.last != "."


def _placed(lines: list[_Line]) -> list[_Line]:
    """Give a zone to every line that no pattern knows, by its place and length."""
    found = _landmarks(lines)
    return [line._replace(zone=line.zone or _zone_at(i, line, found)) for i, line in enumerate(lines)]


class _Landmarks(NamedTuple):
    """What stands round the paragraphs of a page, by the numbers of its lines: -1 for none, the number of lines for no foot."""

    headline: int
    label_end: int  # the last line above the first paragraph that a pattern knows: a byline, a date
    foot: int  # the first line below the last paragraph that a pattern knows


def _landmarks(lines: list[_Line]) -> _Landmarks:
    unknown = [i for i, line in enumerate(lines) if not line.zone]
    full = [i for i in unknown if _is_paragraph(lines[i])]
    headline = _headline(lines, unknown, full)
    body = [i for i in full if i > headline]
    if not body:
        return _Landmarks(headline, -1, len(lines))
    known = [i for i, line in enumerate(lines) if line.zone]
    label_end = max((i for i in known if i < body[0]), default=-1)
    foot = min((i for i in known if i > body[-1]), default=len(lines))
    return _Landmarks(headline, label_end, foot)


def _zone_at(i: int, line: _Line, found: _Landmarks) -> str:
    if i == found.headline:
        return "headline"
    above_headline = i < found.headline
    label = i < found.label_end and line.n_words <= MAX_LABEL_WORDS
    return "furniture" if above_headline or label or i > found.foot else "body"


def _headline(lines: list[_Line], unknown: list[int], full: list[int]) -> int:
    """Which line is the headline: the first that could be one, kickers aside, when a paragraph follows; -1 for none."""
    for place, i in enumerate(unknown):
        if not full or full[-1] <= i or not _could_be_headline(lines[i]):
            return -1
        following = lines[unknown[place + 1]]
        is_kicker = (
            lines[i].n_words <= MAX_KICKER_WORDS and _could_be_headline(following) and not _is_paragraph(following)
        )
        if not is_kicker:
            return i
    return -1
