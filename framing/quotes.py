"""Quotations and their sources: who says what, in whose words, by which cue.

Rules on marks, word order and parse, for French news. The relations are those of PARC 3.0 (Pareti 2016) with the types of FRACAS
(Richard et al. 2023): direct, indirect, mixed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.language import load, pipeline
from framing.marks import Marks, Pair, find_marks, plain
from framing.relations import Range, Relation, relations
from framing.sentences import sentences
from framing.speakers import FIRST_PERSON, Resolver, Speaker
from framing.units import MAX_CHARS, Unit, parse, view
from framing.words import count_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Span = tuple[int, int]


class Quote(NamedTuple):
    """An attribution relation; offsets are of the text as given, end excluded."""

    quote_id: str
    type: str
    start: int
    end: int
    spans: tuple[Span, ...]
    cue: Span | None
    cue_lemma: str | None
    cue_class: str | None
    source: Span | None
    source_kind: str | None
    speaker: str | None
    reason: str
    confidence: float
    parent: str | None


class Island(NamedTuple):
    """Words in quotation marks that are no quotation: where (inside the marks), their role, and whose words if the text says."""

    start: int
    end: int
    role: str
    speaker: str | None


class Extraction(NamedTuple):
    """All that `extract` finds in a text."""

    quotes: tuple[Quote, ...]
    islands: tuple[Island, ...]
    warnings: tuple[str, ...]


_WORD = re.compile(r"\w+")
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Ý][^\n.:;()«»]{0,60}?(?:\([^\n()]{1,25}\)|\d{4})\s?|\d{1,2}(?:er)? [a-zéû]+ \d{4}\s?\.?\s?|[A-ZÀ-Ý' -]{3,30},[^\n.:;()«»]{3,30})[–—-]\s"
)
_FINAL = " \n\t\r\u00a0\u202f.,;:!?…–—-"


class _Plan:
    """A text on its way: its marks, its sentences, and which of them are worth parsing."""

    def __init__(self, text: str, fast: bool):
        self.text = text
        self.data = load()
        self.marks: Marks = find_marks(text)
        self.plain = plain(text, self.marks)
        self.warnings: list[str] = []
        if self.marks.unpaired:
            self.warnings.append(f"{len(self.marks.unpaired)} quotation marks without a partner, left out")
        self.units = self._units()
        wanted = [self._could_quote(u) for u in self.units]
        # A pronoun's antecedent often stands in the sentence before.
        self.remembered = {k for k, w in enumerate(wanted) if w or any(wanted[k + 1 : k + 2])}
        self.parsed = [u for k, u in enumerate(self.units) if not fast or k in self.remembered]

    def _units(self) -> list[Unit]:
        outer = [p for p in self.marks.pairs if p.depth == 0]
        bounds: list[Span] = []
        k = 0
        for start, end in sentences(self.plain):
            while k < len(outer) and outer[k].close < start:
                k += 1
            inside = k < len(outer) and outer[k].open < start <= outer[k].close
            if inside and bounds:
                bounds[-1] = (bounds[-1][0], end)
            else:
                bounds.append((start, end))
        for k, (start, end) in enumerate(bounds):
            if match := _DATELINE.match(self.plain, start, min(end, start + 90)):
                bounds[k] = (match.end(), end)
        bounds = [b for b in bounds if b[0] < b[1]]
        units = []
        marks = self.marks.pairs
        j = 0
        for start, end in bounds:
            while j < len(marks) and marks[j].open < start:
                j += 1
            first = j
            while j < len(marks) and marks[j].open < end:
                j += 1
            units.append(self._unit(len(units), start, end, list(marks[first:j])))
        return units

    def _unit(self, number: int, start: int, end: int, pairs: list[Pair]) -> Unit:
        stops = {}
        for pair in pairs:
            if pair.depth == 0 and (inner := sentences(self.plain[pair.open + 1 : pair.close])) and len(inner) > 1:
                stops[pair.open] = pair.open + 1 + inner[0][1]
        sentence, offsets = view(self.plain, start, end, pairs, stops)
        if len(sentence) > MAX_CHARS:
            self.warnings.append(
                f"a sentence of {len(sentence)} characters at {start}: only its first {MAX_CHARS} are read"
            )
            sentence, offsets = sentence[:MAX_CHARS], offsets[:MAX_CHARS]
        return Unit(number, start, end, sentence, offsets, pairs)

    def _could_quote(self, u: Unit) -> bool:
        """Whether the sentence holds a mark or a word that can be a cue; no relation comes from any other."""
        if u.raw_pairs:
            return True
        words = {w.lower() for w in _WORD.findall(u.sentence)}
        for word in words:
            if word in self.data.phrases:
                return True
            for cue in self.data.verbs.get(word, ()):
                if all(part.strip("'") in words for part in cue.rest):
                    return True
            if word in self.data.nouns and words & {"que", "qu"}:
                return True
        return False

    def result(self) -> Extraction:
        """Quotations and islands, once the sentences have been parsed."""
        resolver = Resolver(self.text, self.data)
        quotes: list[Quote] = []
        islands: list[Island] = []
        spoken: list[tuple[int, Speaker]] = []
        for u in self.parsed:
            if u.number in self.remembered:
                resolver.read(u)
            covered: list[Span] = []
            for relation in relations(u, self.data):
                if (quote := self._quote(u, relation, resolver, spoken)) is None:
                    continue
                quotes.append(quote)
                resolver.remember(u, relation, Speaker(quote.speaker, quote.source_kind or "none", quote.reason))
                covered += quote.spans
                if quote.speaker:
                    spoken.append((u.number, Speaker(quote.speaker, quote.source_kind or "none", quote.reason)))
            self._uncovered(u, covered, quotes, islands, spoken)
        return Extraction(_numbered(quotes), tuple(sorted(islands)), tuple(self.warnings))

    def _quote(self, u: Unit, r: Relation, resolver: Resolver, spoken: list[tuple[int, Speaker]]) -> Quote | None:
        spans = [s for s in (self._span(u, a, b) for a, b in r.content) if s[0] < s[1]]
        if not spans:
            return None
        speaker = resolver.resolve(u, r, spoken)
        cue = (u.begin[r.cue[0]], u.end[r.cue[1]]) if r.cue else None
        source = (u.begin[r.source[0]], u.end[r.source[1]]) if r.source else None
        if r.rest is not None:
            tail = self._rest(u, r, spans)
            spans = [s for s in [*spans[:1], tail] if s[0] < s[1]]
        kind = self._type(spans)
        return Quote(
            "",
            kind,
            spans[0][0],
            spans[-1][1],
            tuple(spans),
            cue,
            r.lemma,
            r.cls,
            source,
            speaker.kind,
            speaker.name,
            speaker.reason,
            0.5,
            None,
        )

    def _span(self, u: Unit, first: int, last: int) -> Span:
        """The characters of a range of words, its quotation marks with it, but not a pair that holds all of it."""
        start, end = u.begin[first], u.end[last]
        around = []
        for a, b, pair in u.pairs:
            if a == first and b <= last:
                start = min(start, pair.open)
            if b == last and a >= first:
                end = max(end, pair.close + 1)
            elif b == last and a < first:
                end = max(end, pair.close)
            if a == first and b == last:
                around.append(pair)
        start, end = self._trim(start, end)
        for pair in sorted(around):
            if start == pair.open and end == pair.close + 1:
                start, end = self._trim(pair.open + 1, pair.close)
        return start, end

    def _rest(self, u: Unit, r: Relation, spans: list[Span]) -> Span:
        """What follows an inserted reporting clause inside the marks."""
        if len(spans) > 1:
            start = spans[1][0]
        else:
            start = u.end[max(r.cue[1] if r.cue else 0, r.source[1] if r.source else 0)]
        return self._trim(start, r.rest.close if r.rest else start)

    def _trim(self, start: int, end: int) -> Span:
        while end > start and self.plain[end - 1] in _FINAL:
            end -= 1
        while start < end and self.plain[start] in _FINAL:
            start += 1
        return start, end

    def _type(self, spans: list[Span]) -> str:
        quoted = total = 0
        for start, end in spans:
            for word in _WORD.finditer(self.plain, start, end):
                total += 1
                quoted += any(p.open < word.start() < p.close for p in self.marks.pairs)
        return "indirect" if not quoted else "direct" if quoted == total else "mixed"

    def _uncovered(
        self,
        u: Unit,
        covered: list[Span],
        quotes: list[Quote],
        islands: list[Island],
        spoken: list[tuple[int, Speaker]],
    ) -> None:
        """Quotations that stand alone, and islands."""
        for a, b, pair in u.pairs:
            if any(s <= pair.open + 1 and pair.close <= e for s, e in covered):
                continue
            if pair.depth > 0:
                continue
            start, end = self._trim(pair.open + 1, pair.close)
            if start >= end:
                continue
            alone = a == 0 and b >= u.last
            if alone and any("VerbForm=Fin" in u.morph[k] for k in range(a, b + 1)) and b - a >= 3:
                speaker = spoken[-1][1] if spoken else Speaker(None, "none", "no source")
                quotes.append(
                    Quote(
                        "",
                        "direct",
                        start,
                        end,
                        ((start, end),),
                        None,
                        None,
                        None,
                        None,
                        "none",
                        speaker.name,
                        "speaker of the sentence before",
                        0.5,
                        None,
                    )
                )
            else:
                islands.append(Island(start, end, "distancing", None))


def _numbered(quotes: list[Quote]) -> tuple[Quote, ...]:
    """Quotes in order, outer ones first, with ids and parents."""
    ordered = sorted(quotes, key=lambda q: (q.start, -q.end, q.cue or (0, 0)))
    named = [q._replace(quote_id=f"q{i}") for i, q in enumerate(ordered, 1)]
    result: list[Quote] = []
    open_: list[Quote] = []
    for q in named:
        while open_ and open_[-1].end < q.end:
            open_.pop()
        parent = next(
            (o for o in reversed(open_) if q.cue and any(s <= q.cue[0] and q.cue[1] <= e for s, e in o.spans)), None
        )
        if q.reason == FIRST_PERSON and parent is not None:
            q = q._replace(speaker=parent.speaker)
        result.append(q._replace(parent=parent.quote_id if parent else None))
        open_.append(q)
    return tuple(result)


def extract(text: str, *, nlp: "Language | None" = None, fast: bool = True) -> Extraction:
    """Quotations, islands and warnings of one text.

    `fast` parses only the sentences that hold a mark or a word that can be a cue; the result is the same without.

    >>> [q.speaker for q in extract("« Rien n'est joué », a déclaré Claire Ravel.").quotes]
    ['Claire Ravel']
    """
    return next(extract_many([text], nlp=nlp, fast=fast))


def extract_many(
    texts: Iterable[str], *, nlp: "Language | None" = None, fast: bool = True, batch_size: int = 32
) -> Iterator[Extraction]:
    """`extract` for many texts, lazily, `batch_size` texts parsed together."""
    nlp = nlp or pipeline()
    batch: list[_Plan] = []
    for text in texts:
        batch.append(_Plan(text, fast))
        if len(batch) >= batch_size:
            yield from _results(batch, nlp)
            batch = []
    yield from _results(batch, nlp)


def _results(batch: list[_Plan], nlp: "Language") -> Iterator[Extraction]:
    for _ in parse(((u, plan.text) for plan in batch for u in plan.parsed), nlp):
        pass
    for plan in batch:
        yield plan.result()


def quotes(text: str) -> pd.DataFrame:
    """The quotations of a text as a table, a row an attribution relation.

    >>> quotes("Selon Claire Ravel, le pont sera fermé.")[["type", "speaker"]].values.tolist()
    [['indirect', 'Claire Ravel']]
    """
    rows = [
        {
            "quote_id": q.quote_id, "type": q.type, "start": q.start, "end": q.end, "spans": q.spans,
            "cue_start": q.cue[0] if q.cue else None, "cue_end": q.cue[1] if q.cue else None,
            "cue_lemma": q.cue_lemma, "cue_class": q.cue_class,
            "source_start": q.source[0] if q.source else None, "source_end": q.source[1] if q.source else None,
            "source_kind": q.source_kind, "speaker": q.speaker, "reason": q.reason, "confidence": q.confidence,
            "parent": q.parent, "n_words": sum(count_words(text[s:e]) for s, e in q.spans),
        }
        for q in extract(text).quotes
    ]  # fmt: skip
    columns = (
        "quote_id type start end spans cue_start cue_end cue_lemma cue_class source_start source_end source_kind speaker reason "
        "confidence parent n_words"
    ).split()
    return pd.DataFrame(rows, columns=columns).astype({c: "Int64" for c in columns if c.endswith(("_start", "_end"))})


def to_gold(article_id: str, text: str, extraction: Extraction) -> dict[str, Any]:
    """The extraction of a text in the format of the gold files (`shared/gold/GUIDELINES.md`)."""
    import hashlib

    return {
        "id": article_id,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "quotes": [
            {"id": q.quote_id, "type": q.type, "cue": list(q.cue) if q.cue else None, "content": [list(s) for s in q.spans],
             "source": list(q.source) if q.source else None, "speaker": q.speaker, "parent": q.parent}
            for q in extraction.quotes
        ],
        "islands": [{"span": [i.start, i.end], "speaker": i.speaker} for i in extraction.islands],
    }  # fmt: skip


def _register() -> None:
    from spacy.language import Language
    from spacy.tokens import Doc

    if not Doc.has_extension("quotes"):
        Doc.set_extension("quotes", default=())

    @Language.component("framing_quotes")
    def framing_quotes(doc: "Doc") -> "Doc":
        doc._.quotes = extract(doc.text).quotes
        return doc


_register()
