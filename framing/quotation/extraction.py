"""Quotations and their sources: who says what, in whose words, by which cue.

Rules on marks, word order and parse, for French news. The relations are those of PARC 3.0 (Pareti 2016) with the types of FRACAS
(Richard et al. 2023): direct, indirect, mixed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.language import load, pipeline
from framing.language.fr import Cue
from framing.quotation.relations import Relation, lead_in, relations
from framing.quotation.speakers import FIRST_PERSON, Resolver, Speaker
from framing.quotation.units import MAX_CHARS, MAX_PIECES, Unit, parse, view
from framing.text.marks import Marks, Pair, find_marks, plain
from framing.text.sentences import sentences
from framing.text.words import count_words

if TYPE_CHECKING:
    from spacy.language import Language

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
    construction: str = ""  # the rule that found it: que, closing, phrase, infinitive, object …


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
_TAKES_UP = re.compile(
    r"\b(?:ils?|elles?|ce(?:tte|s)? derni\w+|celui-ci|celle-ci|ceux-ci|celles-ci|lui|eux)\b"
    r"|(?:^|\b(?:selon|pour|d['’]après) )(?:ses|son|sa|leurs?)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Ý][^\n.:;()«»]{0,60}?(?:\([^\n()]{1,25}\)|\d{4})\s?|\d{1,2}(?:er)? [a-zéû]+ \d{4}\s?\.?\s?"
    r"|[A-ZÀ-Ý' -]{3,30},[^\n.:;()«»]{3,30})[–—-]\s"
)
_FINAL = " \n\t\r\u00a0\u202f.,;:!?…–—-"


_NO_CLAUSE = frozenset(["qui", "que", "qu'", "dont", "où"])
_BY_WORD = {"que": ("que", "qu"), "si": ("si", "s"), "comme": ("comme",), "pour": ("pour",), "attribute": ("se", "s")}
_BY_PLACE = frozenset(["inverted", "direct"])


def _can_govern(cue: Cue, word: str, words: set[str], lower: str) -> bool:
    """Whether a sentence without quotation marks holds what one of the verb's frames needs."""
    if not all(part.strip("'") in words for part in cue.rest):
        return False
    for frame in cue.frames - _BY_PLACE:
        needed = _BY_WORD.get(frame)
        if needed is None or any(w in words for w in needed):
            return True
    if not cue.frames & {"inverted", "direct", "que"}:
        return False
    # Only word order is left: after a comma or before a colon, or with the subject behind.
    for match in re.finditer(rf"\b{re.escape(word)}\b", lower):
        before, after = lower[max(0, match.start() - 28) : match.start()], lower[match.end() : match.end() + 45]
        if any(c in before for c in ",—–!?…") or ":" in after or re.match(r"-(?:t-)?(?:il|elle|on)", after):
            return True
    return False


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
        looks_back = [w and self._looks_back(u) for u, w in zip(self.units, wanted, strict=True)]
        self.remembered = {k for k, w in enumerate(wanted) if w or any(looks_back[k + 1 : k + 2])}
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
        units: list[Unit] = []
        marks = self.marks.pairs
        j = 0
        for start, end in bounds:
            while j < len(marks) and marks[j].open < start:
                j += 1
            first = j
            while j < len(marks) and marks[j].open < end:
                j += 1
            units += self._windows(len(units), start, end, list(marks[first:j]))
        return units

    def _windows(self, number: int, start: int, end: int, pairs: list[Pair]) -> list[Unit]:
        """The sentence as one unit, or as several when it is longer than a parser should see."""
        stops = {}
        for pair in pairs:
            if pair.depth == 0 and pair.close - pair.open > 2 and (stop := self._first_sentence(pair)) is not None:
                stops[pair.open] = stop
        sentence, offsets = view(self.plain, start, end, pairs, stops)
        if not sentence:
            return []
        if len(sentence) <= MAX_CHARS:
            return [Unit(number, start, end, sentence, offsets, pairs)]
        self.warnings.append(
            f"a sentence of {len(sentence)} characters at {start}: its first "
            f"{MAX_CHARS * MAX_PIECES} are read, in pieces of {MAX_CHARS}"
        )
        units: list[Unit] = []
        first = k = 0
        while first < len(sentence) and len(units) < MAX_PIECES:
            last = min(first + MAX_CHARS, len(sentence))
            if last < len(sentence):
                last = max(sentence.rfind(" ", first + MAX_CHARS // 2, last), first) + 1 or last
                last = last if last > first + 1 else first + MAX_CHARS
            low, high = offsets[first], offsets[last - 1]
            inside = []
            while k < len(pairs) and pairs[k].open <= high:
                if pairs[k].open >= low and pairs[k].close <= high:
                    inside.append(pairs[k])
                k += 1
            units.append(Unit(number + len(units), low, high + 1, sentence[first:last], offsets[first:last], inside))
            first = last
        return units

    def _first_sentence(self, pair: Pair) -> int | None:
        """Where the first sentence of a quotation of several ends: the rest is not parsed with its frame."""
        inner = sentences(self.plain[pair.open + 1 : pair.close])
        return pair.open + 1 + inner[0][1] if len(inner) > 1 else None

    def _could_quote(self, u: Unit) -> bool:
        """Whether the sentence holds a mark or a word that can be a cue; no relation comes from any other."""
        if u.raw_pairs:
            return True
        lower = u.sentence.lower()
        words = set(_WORD.findall(lower))
        for word in sorted(words & self.data.verbs.keys()):
            if any(_can_govern(cue, word, words, lower) for cue in self.data.verbs[word]):
                return True
        if words & self.data.nouns.keys() and (words & {"que", "qu"} or words & self.data.announcing):
            return True
        return self.data.phrase_pattern.search(lower) is not None

    def _looks_back(self, u: Unit) -> bool:
        """Whether a source in the sentence may take up a noun of the sentence before."""
        return _TAKES_UP.search(u.sentence) is not None

    def result(self) -> Extraction:
        """Quotations and islands, once the sentences have been parsed."""
        resolver = Resolver(self.text, self.data)
        quotes: list[Quote] = []
        islands: list[Island] = []
        spoken: list[tuple[int, Speaker]] = []
        for u in self.parsed:
            if u.number in self.remembered:
                resolver.read(u)
            hulls: list[Span] = []
            for relation in relations(u, self.data):
                if (quote := self._quote(u, relation, resolver, spoken)) is None:
                    continue
                quotes.append(quote)
                resolver.remember(u, relation, Speaker(quote.speaker, quote.source_kind or "none", quote.reason))
                hulls.append((quote.start, quote.end))
                if quote.speaker:
                    spoken.append((u.number, Speaker(quote.speaker, quote.source_kind or "none", quote.reason)))
            for item in self._uncovered(u, hulls, resolver, spoken):
                if isinstance(item, Island):
                    islands.append(item)
                    continue
                quotes.append(item)
                if item.speaker:
                    spoken.append((u.number, Speaker(item.speaker, item.source_kind or "none", item.reason)))
        return Extraction(_numbered(quotes), tuple(sorted(islands)), tuple(self.warnings))

    def _quote(self, u: Unit, r: Relation, resolver: Resolver, spoken: list[tuple[int, Speaker]]) -> Quote | None:
        spans = [s for s in (self._span(u, a, b) for a, b in r.content) if s[0] < s[1]]
        if not spans:
            return None
        speaker = resolver.resolve(u, r, spoken)
        cue = (u.begin[r.cue[0]], u.end[r.cue[1]]) if r.cue else None
        source = (u.begin[r.source[0]], u.end[r.source[1]]) if r.source else None
        if r.rest is not None:
            tail = self._rest(u, r)
            spans = [s for s in [*spans[:1], tail] if s[0] < s[1]]
        clause = r.construction not in ("object", "oblique", "attribute", "infinitive", "person_de", "noun", "passive")
        kind = self._type(u, spans, clause)
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
            self.data.confidence_of(r.construction, speaker.reason),
            None,
            r.construction,
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

    def _rest(self, u: Unit, r: Relation) -> Span:
        """What follows an inserted reporting clause inside the marks: the next sentence, else what follows the next comma."""
        said = u.end[max(r.cue[1] if r.cue else 0, r.source[1] if r.source else 0)]
        close = self._trim(said, r.rest.close)[1] if r.rest else said
        stop = re.compile(r"[.!?…]\s").search(self.plain, said, close) or re.compile(r",\s").search(
            self.plain, said, close
        )
        return self._trim(stop.end() if stop else close, close)

    def _trim(self, start: int, end: int) -> Span:
        while end > start and self.plain[end - 1] in _FINAL:
            end -= 1
        while start < end and self.plain[start] in _FINAL:
            start += 1
        return start, end

    def _type(self, u: Unit, spans: list[Span], clause: bool) -> str:
        quoted = total = 0
        for start, end in spans:
            for word in _WORD.finditer(self.plain, start, end):
                total += 1
                quoted += any(p.open < word.start() < p.close for p in u.raw_pairs)
        return "indirect" if not quoted else "direct" if clause and quoted == total else "mixed"

    def _uncovered(
        self, u: Unit, hulls: list[Span], resolver: Resolver, spoken: list[tuple[int, Speaker]]
    ) -> Iterator[Quote | Island]:
        """Quotations without a cue, and islands."""
        for a, b, pair in u.pairs:
            start, end = self._trim(pair.open + 1, pair.close)
            if pair.depth > 0 or start >= end or any(s <= start and end <= e for s, e in hulls):
                continue
            lead = a > 1 and u.low[a - 1] == ":"
            alone = a == 0 and b >= u.last
            said = (lead or alone) and u.words[a][0].isupper()
            finite = any("VerbForm=Fin" in u.morph[k] for k in range(a, b + 1))
            clause = b - a >= 2 and (said or finite and u.low[a] not in _NO_CLAUSE)
            if clause and (lead or alone):
                speaker, source, construction = Speaker(None, "none", "no source"), None, "alone"
                if lead and (words := lead_in(u, self.data, a - 1)):
                    construction = "lead-in"
                    source = (u.begin[words[0]], u.end[words[1]])
                    speaker = resolver.resolve(u, Relation("lead-in", None, None, None, [], words), spoken)
                if speaker.name is None and spoken:
                    speaker = Speaker(spoken[-1][1].name, "none", "speaker of the sentence before")
                confidence = self.data.confidence_of(construction, speaker.reason)
                yield Quote(
                    "", "direct", start, end, ((start, end),), None, None, None, source, speaker.kind, speaker.name,
                    speaker.reason, confidence, None, construction,
                )  # fmt: skip
            else:
                yield self._island(u, a, b, start, end, resolver)

    def _island(self, u: Unit, a: int, b: int, start: int, end: int, resolver: Resolver) -> Island:
        """The role of words in marks: the noun before tells a title or a name, « terme de X » whose term it is."""
        before = [u.low[k] for k in range(max(0, a - 3), a)]
        role = next((r for w in reversed(before) if (r := self.data.island_markers.get(w))), None)
        after = [u.low[k] for k in range(b + 1, min(u.n, b + 5))]
        speaker = None
        if any(self.data.island_markers.get(w) == "term" for w in after):
            role = "term"
            agent = next((k for k in range(b + 1, min(u.n, b + 9)) if u.low[k] in ("par", "de", "d'", "du")), None)
            head = u.head[agent] if agent is not None else None
            if agent is not None and head is not None and head > agent and u.pos[head] in ("PROPN", "NOUN"):
                speaker = resolver.describe(self.text[u.begin[agent + 1] : u.end[head]], u.begin[head]).name
        capitals = [w for w in u.words[a : b + 1] if w[0].isalpha()]
        if role is None and len(capitals) > 1 and all(w[0].isupper() for w in capitals):
            role = "name"
        return Island(start, end, role or "distancing", speaker)


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
    for _ in parse((u for plan in batch for u in plan.parsed), nlp):
        pass
    for plan in batch:
        yield plan.result()


COLUMNS = [
    *("quote_id", "type", "start", "end", "spans", "cue_start", "cue_end", "cue_lemma", "cue_class", "source_start"),
    *("source_end", "source_kind", "speaker", "reason", "confidence", "parent", "n_words"),
]


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
    return pd.DataFrame(rows, columns=COLUMNS).astype({c: "Int64" for c in COLUMNS if c.endswith(("_start", "_end"))})


def to_gold(article_id: str, text: str, extraction: Extraction) -> dict[str, Any]:
    """The extraction of a text in the format of the gold files (`shared/gold/GUIDELINES.md`), with its confidence."""
    import hashlib

    return {
        "id": article_id,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "quotes": [
            {"id": q.quote_id, "type": q.type, "cue": list(q.cue) if q.cue else None, "content": [list(s) for s in q.spans],
             "source": list(q.source) if q.source else None, "speaker": q.speaker, "parent": q.parent,
             "confidence": q.confidence}
            for q in extraction.quotes
        ],
        "islands": [{"span": [i.start, i.end], "speaker": i.speaker} for i in extraction.islands],
    }  # fmt: skip
