"""Compile the marked-up articles of the fictional sample into texts, gold annotations and tables.

The markup is described in `data/sample/README.md`. An article is written once, in a canonical typography («» without
spaces, straight apostrophes), and set in the marks of its outlet when it is compiled, so that offsets are right by
construction and typography can be no trait of what was written.
"""

import argparse
import csv
import hashlib
import io
import itertools
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from framing.study import Event, Study, StudyError, read_study
from framing.text.fold import folded
from framing.text.tokenisation import count_words, words
from framing.voice.glosses import NAMING, ROLES

Row = dict[str, Any]
Span = tuple[int, int]

STANCES = {"+": "positive", "0": "neutral", "-": "negative"}
ADOPTIONS = ("adopted", "quoted", "distanced")
ZONES = {"headline": "headline", "dateline": "dateline", "sourceline": "source", "furniture": "furniture"}
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "article": frozenset({"id", "outlet", "event", "published"}),
    **dict.fromkeys(ZONES, frozenset[str]()),
    "s": frozenset({"fact", "frame", "stance"}),
    "q": frozenset({"id", "by", "class", "type", "statement", "stance", "optional"}),
    "cue": frozenset({"q"}),
    "src": frozenset({"q"}),
    "label": frozenset({"adoption"}),
    "island": frozenset({"role", "by"}),
    "copy": frozenset({"id"}),
    "hearsay": frozenset(),
    "open": frozenset(),
}
REPEATED_MARK = "\ue000"
TABLES = {
    "articles": "article_id outlet group event published language n_words n_sentences sha256",
    "gold_quotes": "article_id quote_id type start end speaker actor actor_class parent n_words statement",
    "gold_islands": "article_id start end role speaker",
    "gold_labels": "article_id concept variant start end voice speech quote_id adoption",
    "gold_stances": "article_id start end voice quote_id target stance",
    "gold_facts": "article_id event fact reported start end",
    "gold_links": "article_id start end other_article_id other_start other_end kind link similarity",
    "gold_frames": "article_id start end frame",
    "gold_zones": "article_id start end zone",
    "gold_hearsay": "article_id start end quote_id",
}


class SampleError(ValueError):
    """A mistake in the markup of the sample, told with its file and its element."""


class Typography(NamedTuple):
    """The marks of an outlet: outer and inner quotation marks, apostrophe, the space before ; : ? !"""

    outer: Sequence[str]
    inner: Sequence[str]
    apostrophe: str
    space: str


class Piece(NamedTuple):
    """An element of the markup and the characters of the canonical text that it covers."""

    tag: str
    attributes: Mapping[str, str]
    start: int
    end: int


class MarkedRelation(NamedTuple):
    """An attribution relation of the markup; spans are of the canonical text."""

    number: str
    type: str
    spans: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    speaker: str | None
    actor: str
    actor_class: str
    parent: str | None
    attributes: Mapping[str, str]


class CompiledArticle(NamedTuple):
    """An article of the sample: its text, its line of `gold.jsonl` and the rows of its tables (see TABLES)."""

    article: Row
    text: str
    gold: Row
    quotes: list[Row]
    islands: list[Row]
    labels: list[Row]
    stances: list[Row]
    facts: list[Row]
    frames: list[Row]
    zones: list[Row]
    hearsay: list[Row]
    copies: list[Row]
    statements: list[Row]


@dataclass(frozen=True)
class _Markup:
    """A parsed article; offsets of pieces are of `canonical`, those of rows of `text`."""

    id: str
    study: Study
    event: Event
    canonical: str
    text: str
    offsets: list[int]
    pieces: list[Piece]

    def of(self, tag: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.tag == tag]

    def place(self, span: Span) -> Span:
        return self.offsets[span[0]], self.offsets[span[1]]

    def row(self, start: int, end: int, **values: Any) -> Row:
        start, end = self.place((start, end))
        return {"article_id": self.id, "start": start, "end": end, **values}


def read_typographies(path: Path) -> dict[str, Typography]:
    """The typography of each outlet, by outlet id."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {outlet: Typography(**table) for outlet, table in tables.items()}


def typeset(text: str, style: Typography) -> tuple[str, list[int]]:
    """Set a canonical text in an outlet's typography; the list maps each offset (and the end) to the new one.

    >>> style = Typography(("“", "”"), ("‘", "’"), "’", " ")
    >>> typeset("Il a dit : «l'eau»", style)[0]
    'Il a dit : “l’eau”'
    """
    pieces, offsets, depth, length = [], [], 0, 0
    for i, character in enumerate(text):
        offsets.append(length)
        if character == "«":
            character = (style.outer, style.inner)[min(depth, 1)][0]
            depth += 1
        elif character == "»":
            depth -= 1
            if depth < 0:
                raise SampleError(f"a closing mark without an opening one after {text[max(0, i - 30) : i]!r}")
            character = (style.outer, style.inner)[min(depth, 1)][1]
        elif character == REPEATED_MARK:
            character = style.outer[0]
        elif character == "'":
            character = style.apostrophe
        elif character == " " and text[i + 1 : i + 2] in (";", ":", "?", "!"):
            character = style.space
        pieces.append(character)
        length += len(character)
    if depth:
        raise SampleError(f"{depth} opening mark(s) without a closing one")
    return "".join(pieces), [*offsets, length]


def _walk(element: ElementTree.Element, start: int, pieces: list[Piece]) -> str:
    """The text of an element that begins at `start`; its pieces are appended, the outer before the inner."""
    allowed = ATTRIBUTES.get(element.tag)
    if allowed is None:
        raise SampleError(f"<{element.tag}> is not known: write one of {', '.join(ATTRIBUTES)}")
    if unknown := set(element.keys()) - allowed:
        raise SampleError(f"<{element.tag}> has no attribute {', '.join(sorted(unknown))}: {sorted(allowed)}")
    here = len(pieces)
    pieces.append(Piece(element.tag, dict(element.attrib), start, start))
    text = (REPEATED_MARK if element.tag == "open" else "") + (element.text or "")
    for child in element:
        text += _walk(child, start + len(text), pieces) + (child.tail or "")
    pieces[here] = pieces[here]._replace(end=start + len(text))
    return text


def _parse(path: Path, study: Study, styles: Mapping[str, Typography]) -> _Markup:
    """Read the markup of an article and set its text."""
    try:
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    except ElementTree.ParseError as error:
        raise SampleError(f"not well-formed XML: {error}") from error
    pieces: list[Piece] = []
    raw = _walk(root, 0, pieces)
    canonical, margin = raw.strip(), len(raw) - len(raw.lstrip())
    pieces = [p._replace(start=max(p.start - margin, 0), end=min(p.end - margin, len(canonical))) for p in pieces]
    for piece in pieces:
        covered = canonical[piece.start : piece.end]
        if not covered or covered != covered.strip():
            raise SampleError(f"<{piece.tag}> covers {covered!r}: leave white space outside")
    head = pieces[0].attributes
    if head["outlet"] not in styles or head["event"] not in study.events:
        raise SampleError(
            f"outlet {head['outlet']!r} or event {head['event']!r} is not in typography.toml and study.toml"
        )
    if not path.stem == head["id"] == f"{head['event']}-{head['outlet']}":
        raise SampleError(f"id {head['id']!r}: write event-outlet, which is also the name of the file")
    text, offsets = typeset(canonical, styles[head["outlet"]])
    return _Markup(head["id"], study, study.events[head["event"]], canonical, text, offsets, pieces)


def _speaker(attributes: Mapping[str, str], markup: _Markup) -> tuple[str | None, str, str]:
    """Speaker, actor and class of `by`: an actor's id, one of its names, or words of the text with a class."""
    by, study = attributes.get("by"), markup.study
    if by is None:
        return None, "", "unnamed"
    by = study.actors[by].name if by in study.actors else by
    if by not in markup.canonical and by[:1].lower() + by[1:] not in markup.canonical:
        raise SampleError(f"the speaker {by!r} does not stand in the text: give the fullest name that it has")
    for actor in study.actors.values():
        if by == actor.name or by in actor.aliases:
            return by, actor.id, actor.actor_class
    if attributes.get("class") not in study.classes:
        raise SampleError(f"the speaker {by!r} is no actor of the study: add class, one of {', '.join(study.classes)}")
    return by, "", attributes["class"]


def _type(spans: Sequence[Span], canonical: str) -> str:
    """Direct where one pair of marks stands round the whole content, mixed where marks stand in it, else indirect."""
    start, end = spans[0][0], spans[-1][1]
    inside = canonical[start:end]
    if inside[0] == "«" and inside.find("»") == len(inside) - 1:
        raise SampleError(f"a content in one pair of marks, {inside!r}: leave the marks outside")
    if canonical[start - 1 : start] == "«" and re.match(r"(?: ?[?!]|[.,…])*»", canonical[end:]):
        return "direct"
    return "mixed" if "«" in inside else "indirect"


def _holder(span: Span, spans: Mapping[str, Sequence[Span]], skip: str = "") -> str | None:
    """The innermost quotation (the shortest) one of whose spans holds `span`."""
    holders = [
        (group[-1][1] - group[0][0], id_)
        for id_, group in spans.items()
        if id_ != skip and any(s <= span[0] and span[1] <= e for s, e in group)
    ]
    return min(holders)[1] if holders else None


def _relations(markup: _Markup) -> list[MarkedRelation]:
    """The attribution relations, numbered q1, q2 … in the order of the text, the outer before the inner."""
    spans: dict[str, list[Span]] = defaultdict(list)
    attributes: dict[str, Mapping[str, str]] = {}
    for piece in markup.of("q"):
        spans[piece.attributes["id"]].append((piece.start, piece.end))
        attributes.setdefault(piece.attributes["id"], piece.attributes)
    parts: dict[str, dict[str, Span]] = {"cue": {}, "src": {}}
    for tag, found in parts.items():
        for piece in markup.of(tag):
            for id_ in piece.attributes["q"].split():
                if id_ not in spans or id_ in found:
                    raise SampleError(f"<{tag} q={id_!r}>: no such quotation, or its second {tag}")
                found[id_] = (piece.start, piece.end)
    order = sorted(spans, key=lambda id_: (spans[id_][0][0], -spans[id_][-1][1]))
    numbers = {id_: f"q{n}" for n, id_ in enumerate(order, 1)}
    relations = []
    for id_, number in numbers.items():
        group = spans[id_]
        if markup.canonical[group[-1][1] - 1] in ".!?,;:":
            raise SampleError(f"q {id_} ends in punctuation: {markup.canonical[group[0][0] : group[-1][1]]!r}")
        parent = _holder(group[0], spans, skip=id_)
        relations.append(
            MarkedRelation(
                number,
                attributes[id_].get("type") or _type(group, markup.canonical),
                tuple(group),
                parts["cue"].get(id_),
                parts["src"].get(id_),
                *_speaker(attributes[id_], markup),
                numbers[parent] if parent else None,
                attributes[id_],
            )
        )
    return relations


def _gold_quote(relation: MarkedRelation, markup: _Markup) -> Row:
    """The relation as an entry of `gold.jsonl`."""
    quote: Row = {
        "id": relation.number,
        "type": relation.type,
        "cue": relation.cue and markup.place(relation.cue),
        "content": [markup.place(span) for span in relation.spans],
        "source": relation.source and markup.place(relation.source),
        "speaker": relation.speaker,
        "parent": relation.parent,
    }
    return quote | ({"optional": True} if "optional" in relation.attributes else {})


def _quote_row(relation: MarkedRelation, markup: _Markup) -> Row:
    return markup.row(
        relation.spans[0][0],
        relation.spans[-1][1],
        quote_id=relation.number,
        type=relation.type,
        speaker=relation.speaker or "",
        actor=relation.actor,
        actor_class=relation.actor_class,
        parent=relation.parent or "",
        n_words=sum(count_words(markup.canonical[start:end]) for start, end in relation.spans),
        statement=relation.attributes.get("statement", ""),
    )


def _islands(markup: _Markup) -> list[Row]:
    rows = []
    for piece in markup.of("island"):
        if piece.attributes.get("role") not in ROLES:
            raise SampleError(f"<island>: role is one of {', '.join(ROLES)}")
        rows.append(
            markup.row(piece.start, piece.end, role=piece.attributes["role"], speaker=piece.attributes.get("by", ""))
        )
    return rows


def _labels(markup: _Markup, relations: Sequence[MarkedRelation]) -> list[Row]:
    """Every mention of a concept outside page furniture, with voice and adoption.

    In a quotation a mention is quoted, in an island that is no name distanced, else adopted; <label adoption="…"> says
    otherwise.
    """
    spans = {relation.number: relation.spans for relation in relations}
    types = {relation.number: relation.type for relation in relations}
    marked = {(piece.start, piece.end): piece.attributes["adoption"] for piece in markup.of("label")}
    islands = [piece for piece in markup.of("island") if piece.attributes["role"] != NAMING]
    rows = []
    for concept in markup.study.concepts.values():
        variants = "|".join(map(re.escape, concept.variants))
        for match in re.finditer(rf"\b(?:{variants})\b", markup.canonical, re.IGNORECASE):
            start, end = match.span()
            if any(p.start <= start < p.end for p in markup.of("furniture")):
                continue
            quote_id = _holder((start, end), spans)
            before = markup.canonical[:start]
            verbatim = quote_id and (types[quote_id] == "direct" or before.count("«") > before.count("»"))
            held_off = any(p.start < end and start < p.end for p in islands)
            adoption = marked.pop((start, end), "quoted" if quote_id else "distanced" if held_off else "adopted")
            if adoption not in ADOPTIONS:
                raise SampleError(f"<label>: adoption is one of {', '.join(ADOPTIONS)}")
            rows.append(
                markup.row(
                    start,
                    end,
                    concept=concept.id,
                    variant=match.group(),
                    voice="source" if quote_id else "outlet",
                    speech="" if not quote_id else "direct" if verbatim else "reported",
                    quote_id=quote_id or "",
                    adoption=adoption,
                )
            )
    for start, end in marked:
        raise SampleError(f"<label>: {markup.canonical[start:end]!r} is no variant of a concept of the study")
    return rows


def _outside(start: int, end: int, holes: Iterable[Span]) -> Iterator[Span]:
    """The parts of start:end that no hole covers."""
    for hole_start, hole_end in sorted(holes):
        if start < hole_end and hole_start < end:
            if start < hole_start:
                yield start, hole_start
            start = hole_end
    if start < end:
        yield start, end


def _stances(markup: _Markup, relations: Sequence[MarkedRelation]) -> list[Row]:
    """The stance of each voice (the outlet in a sentence, a quotation) towards each target that it names.

    Neutral unless the markup says otherwise; words that a unit quotes are the voice of somebody else.
    """
    units: list[tuple[tuple[Span, ...], str, Mapping[str, str]]]
    units = [(((p.start, p.end),), "", p.attributes) for p in markup.of("s")]
    units += [(relation.spans, relation.number, relation.attributes) for relation in relations]
    contents = [span for relation in relations for span in relation.spans]
    rows = []
    for spans, quote_id, attributes in units:
        stances = dict(pair.split(":") for pair in attributes.get("stance", "").split())
        if wrong := [t for t, value in stances.items() if t not in markup.study.targets or value not in STANCES]:
            raise SampleError(f"stance of {', '.join(wrong)}: write target:+, target:0 or target:-")
        holes = [c for c in contents if c not in spans and any(s <= c[0] and c[1] <= e for s, e in spans)]
        own = " … ".join(markup.canonical[a:b] for s, e in spans for a, b in _outside(s, e, holes))
        for target in markup.study.targets.values():
            names = "|".join(map(re.escape, (target.name, *target.aliases)))
            if target.id in stances or re.search(rf"\b(?:{names})\b", own):
                rows.append(
                    markup.row(
                        spans[0][0],
                        spans[-1][1],
                        voice="source" if quote_id else "outlet",
                        quote_id=quote_id,
                        target=target.id,
                        stance=STANCES[stances.get(target.id, "0")],
                    )
                )
    return rows


def _facts(markup: _Markup) -> list[Row]:
    """A row for each sentence that reports a fact of the event, and one without span for each fact left out."""
    facts = {fact.id for fact in markup.event.facts}
    rows = []
    for piece in markup.of("s"):
        for fact in piece.attributes.get("fact", "").split():
            if fact not in facts:
                raise SampleError(f"<s>: event {markup.event.id} has no fact {fact!r}")
            rows.append(markup.row(piece.start, piece.end, event=markup.event.id, fact=fact, reported=1))
    reported = {row["fact"] for row in rows}
    return rows + [
        {"article_id": markup.id, "start": "", "end": "", "event": markup.event.id, "fact": fact, "reported": 0}
        for fact in sorted(facts - reported)
    ]


def _frames(markup: _Markup) -> list[Row]:
    """A row for each sentence and frame; a sentence without a frame has one row, its frame empty."""
    return [
        markup.row(piece.start, piece.end, frame=frame)
        for piece in markup.of("s")
        for frame in piece.attributes.get("frame", "").split() or [""]
    ]


def _zones(markup: _Markup) -> list[Row]:
    pieces = [piece for piece in markup.pieces if piece.tag in ZONES]
    rows = [markup.row(piece.start, piece.end, zone=ZONES[piece.tag]) for piece in pieces]
    for start, end in _outside(0, len(markup.canonical), [(p.start, p.end) for p in pieces]):
        part = markup.canonical[start:end]
        if part.strip():
            start += len(part) - len(part.lstrip())
            rows.append(markup.row(start, start + len(part.strip()), zone="body"))
    return sorted(rows, key=lambda row: row["start"])


def compile_article(path: str | Path, study: Study, styles: Mapping[str, Typography]) -> CompiledArticle:
    """Compile one marked-up article.

    Raises SampleError, naming the file, where the markup contradicts itself, the study or the rules of the gold.
    """
    path = Path(path)
    try:
        return _compile(_parse(path, study, styles))
    except SampleError as error:
        raise SampleError(f"{path}: {error}") from error


def _compile(markup: _Markup) -> CompiledArticle:
    relations, islands, zones = _relations(markup), _islands(markup), _zones(markup)
    spans = {relation.number: relation.spans for relation in relations}
    quotes = [_quote_row(relation, markup) for relation in relations]
    sha256 = hashlib.sha256(markup.text.encode()).hexdigest()
    head = markup.pieces[0].attributes
    own = [markup.text[zone["start"] : zone["end"]] for zone in zones if zone["zone"] in ("headline", "body")]
    return CompiledArticle(
        article={
            "article_id": markup.id,
            "outlet": head["outlet"],
            "group": markup.study.outlets[head["outlet"]].group,
            "event": markup.event.id,
            "published": head["published"],
            "language": markup.study.language,
            "n_words": sum(count_words(part) for part in own),
            "n_sentences": len(markup.of("s")),
            "sha256": sha256,
        },
        text=markup.text,
        gold={
            "id": markup.id,
            "sha256": sha256,
            "quotes": [_gold_quote(relation, markup) for relation in relations],
            "islands": [{"span": [i["start"], i["end"]], "speaker": i["speaker"] or None} for i in islands],
        },
        quotes=quotes,
        islands=islands,
        labels=_in_order(_labels(markup, relations)),
        stances=_in_order(_stances(markup, relations)),
        facts=_facts(markup),
        frames=_frames(markup),
        zones=zones,
        hearsay=[
            markup.row(p.start, p.end, quote_id=_holder((p.start, p.end), spans) or "") for p in markup.of("hearsay")
        ],
        copies=[
            markup.row(p.start, p.end, link=p.attributes["id"], text=markup.canonical[p.start : p.end])
            for p in markup.of("copy")
        ],
        statements=[
            {**row, "link": row["statement"], "text": markup.text[row["start"] : row["end"]]}
            for row in quotes
            if row["statement"]
        ],
    )


def _in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _links(articles: Sequence[CompiledArticle]) -> list[Row]:
    """All pairs, across articles, of passages that are copied and of quotations that render one statement."""
    links = []
    for kind in ("reuse", "statement"):
        groups: dict[str, list[Row]] = defaultdict(list)
        for article in articles:
            for passage in article.copies if kind == "reuse" else article.statements:
                groups[passage["link"]].append(passage)
        for link, passages in sorted(groups.items()):
            if len(passages) < 2:
                raise SampleError(f"{kind} {link!r} stands in one article only: {passages[0]['article_id']}")
            for a, b in itertools.combinations(passages, 2):
                if a["article_id"] == b["article_id"]:
                    continue
                alike = SequenceMatcher(None, words(folded(a["text"])), words(folded(b["text"])), autojunk=False)
                links.append(
                    {
                        **{column: a[column] for column in ("article_id", "start", "end")},
                        **{f"other_{column}": b[column] for column in ("article_id", "start", "end")},
                        "kind": kind,
                        "link": link,
                        "similarity": f"{alike.ratio():.3f}",
                    }
                )
    return links


def read_sample(folder: str | Path) -> list[CompiledArticle]:
    """Compile every article of `folder`/markup, in the order of their ids; writes nothing."""
    folder = Path(folder)
    study, styles = read_study(folder / "study.toml"), read_typographies(folder / "typography.toml")
    return [compile_article(path, study, styles) for path in sorted((folder / "markup").glob("*.xml"))]


def compiled_files(articles: Sequence[CompiledArticle]) -> dict[str, str]:
    """The files of the compiled sample: relative name and content."""
    files = {f"texts/{a.article['article_id']}.txt": a.text for a in articles}
    files["gold.jsonl"] = "".join(json.dumps(a.gold, ensure_ascii=False) + "\n" for a in articles)
    for name, columns in TABLES.items():
        rows = [row for a in articles for row in getattr(a, name.removeprefix("gold_"), [])]
        rows = {"articles": [a.article for a in articles], "gold_links": _links(articles)}.get(name, rows)
        table = io.StringIO()
        writer = csv.DictWriter(table, columns.split(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[f"{name}.csv"] = table.getvalue()
    return files


def compile_corpus(folder: str | Path) -> list[CompiledArticle]:
    """Compile the sample in `folder` and write texts, gold and tables beside its markup; returns the articles."""
    articles = read_sample(folder)
    for name, content in compiled_files(articles).items():
        target = Path(folder) / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")
    return articles


def planted(folder: str | Path) -> list[Row]:
    """The differences between the groups that were written into the sample, and the traps, as they came out.

    One row a measure: `measure`, `of`, and for each group its share (`state`, `wire`, NaN where it has no case) and
    what it is a share of (`state_n`, `wire_n`). Quoted words are those of the outermost relations.
    """
    articles, folder = read_sample(folder), Path(folder)
    plan = tomllib.loads((folder / "planted.toml").read_text(encoding="utf-8"))
    study = read_study(folder / "study.toml")
    counts: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: {group: [0, 0] for group in study.groups})

    for a in articles:
        group, n_words = a.article["group"], a.article["n_words"]

        def add(measure: str, of: str, hits: int, n: int, group: str = group) -> None:
            counts[measure, of][group][0] += hits
            counts[measure, of][group][1] += n

        by_class: Counter[str] = Counter()
        for quote in a.quotes:
            by_class[quote["actor_class"]] += 0 if quote["parent"] else quote["n_words"]
        quoted = by_class.total()
        for actor_class in study.classes:
            add("share of quoted words", actor_class, by_class[actor_class], quoted)
        add("share of quoted words", "officials", sum(by_class[c] for c in plan["official_classes"]), quoted)
        for label in a.labels:
            if label["voice"] == "outlet" and label["concept"] in plan["loaded_concepts"]:
                for of in (label["concept"], "all three"):
                    add("labels adopted in the outlet's voice", of, label["adoption"] == "adopted", 1)
        for stance in a.stances:
            if stance["voice"] == "outlet":
                for value in ("positive", "negative"):
                    add(f"{value} stances in the outlet's voice", stance["target"], stance["stance"] == value, 1)
        for fact, reported in sorted({(row["fact"], row["reported"]) for row in a.facts}):
            left_out = [g for g in study.groups if fact in plan[f"left_out_by_{g}"]]
            add("facts reported", f"left out by {left_out[0]}" if left_out else "shared", reported, 1)
        add("sentences with a hearsay conditional", "all", len(a.hearsay), a.article["n_sentences"])
        add("trap: quoted words among all words", "all", quoted, n_words)
        add("trap: copied words among all words", "all", sum(count_words(c["text"]) for c in a.copies), n_words)
        add("trap: articles with guillemets", "all", "«" in a.text, 1)
        add("trap: articles with the apostrophe ’", "all", "’" in a.text, 1)
        for each in study.groups:
            add("trap: words of the sample", "all", n_words if each == group else 0, n_words, each)
    return [
        {"measure": measure, "of": of}
        | {group: hits / n if n else float("nan") for group, (hits, n) in groups.items()}
        | {f"{group}_n": n for group, (_, n) in groups.items()}
        for (measure, of), groups in sorted(counts.items())
    ]


def planted_sizes(rows: Sequence[Row]) -> str:
    """The planted differences as CSV, a row a measure and group: measure, of, group, share, n."""
    lines = ["measure,of,group,share,n"]
    for row in rows:
        lines += [f"{row['measure']},{row['of']},{g},{row[g]:.4f},{row[f'{g}_n']}" for g in ("state", "wire")]
    return "\n".join(lines) + "\n"


def planted_table(rows: Sequence[Row]) -> str:
    """The planted differences as a Markdown table."""
    lines = ["| measure | of | state | n | wire | n |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for row in rows:
        cells = (f"{row[g]:.1%} | {row[f'{g}_n']:,}" for g in ("state", "wire"))
        lines.append(f"| {row['measure']} | {row['of']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile the sample, or print the planted differences with the sizes that they really have."""
    parser = argparse.ArgumentParser(prog="compile_sample.py", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="the sample, as data/sample")
    parser.add_argument("--planted", action="store_true", help="print the planted differences as a Markdown table")
    options = parser.parse_args(arguments)
    try:
        if options.planted:
            print(planted_table(planted(options.folder)))
        else:
            articles = compile_corpus(options.folder)
            sizes = planted_sizes(planted(options.folder))
            (options.folder / "planted_sizes.csv").write_text(sizes, encoding="utf-8", newline="\n")
            print(f"{len(articles)} articles, {sum(len(a.quotes) for a in articles)} quotations")
    except (SampleError, StudyError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
