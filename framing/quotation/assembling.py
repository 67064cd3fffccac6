"""From the relations of sentences to the quotations of an article: characters instead of words, speakers, types, order."""

import re
from collections.abc import Iterable, Iterator

from framing.quotation.model import Extraction, Island, Quote, Span
from framing.quotation.relations import Relation, lead_in, relations
from framing.quotation.speakers import FIRST_PERSON, Resolver, Speaker
from framing.text.article import Article
from framing.text.units import Unit

_WORD = re.compile(r"\w+")
_FINAL = " \n\t\r\u00a0\u202f.,;:!?…–—-"
_NO_CLAUSE = frozenset(["qui", "que", "qu'", "dont", "où"])


class Assembler:
    """The quotations of one article, in the order of the text."""

    def __init__(self, article: Article) -> None:
        self.text = article.own
        self.plain = article.view
        self.data = article.language

    def read(self, units: Iterable[Unit], remembered: Iterable[Unit]) -> Extraction:
        """Quotations and islands of parsed units; nouns of those to be remembered can be antecedents."""
        numbers = {u.number for u in remembered}
        resolver = Resolver(self.text, self.data)
        quotes: list[Quote] = []
        islands: list[Island] = []
        spoken: list[tuple[int, Speaker]] = []
        for u in units:
            if u.number in numbers:
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
        return Extraction(_numbered(quotes), tuple(sorted(islands)), ())

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
