"""From the relations of sentences to the quotations of an article: characters instead of words, speakers, types, order."""

import re
from collections import deque
from collections.abc import Iterable, Iterator

from framing.quotation.attribution import attributed
from framing.quotation.dialogue import dialogue_lines
from framing.quotation.gate import could_quote
from framing.quotation.judge import judge_of, judged
from framing.quotation.model import Extraction, Island, Quote, Span
from framing.quotation.relations import Range, Relation, lead_in, relations
from framing.quotation.repetition import named_repetitions
from framing.quotation.speakers import FIRST_PERSON, Resolver, Speaker
from framing.quotation.turns import with_turns
from framing.quotation.vocabulary import vocabulary_of
from framing.text.article import Article
from framing.text.marks import Pair
from framing.text.units import Unit

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…]\s")
_COMMA = re.compile(r",\s")
_FINAL = " \n\t\r\u00a0\u202f.,;:!?…–—-"
# What these give is a part of a sentence, so that words in marks all through it are still no speech of their own.
_PARTIAL = frozenset(["object", "oblique", "attribute", "infinitive", "person_de", "noun", "passive"])


class Assembler:
    """The quotations of one article, in the order of the text."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.own
        self.plain = article.view
        self.language = article.language
        self.words = vocabulary_of(article.language)
        self.judge = judge_of(article.language)
        self.repeated = article.marks.repeated
        self.dialogue = dialogue_lines(article.view)

    def read(self, units: Iterable[Unit], remembered: Iterable[Unit]) -> Extraction:
        """Quotations and islands of parsed units; nouns of those to be remembered can be antecedents."""
        numbers = {u.number for u in remembered}
        resolver = Resolver(self.text, self.language)
        quotes: list[Quote] = []
        islands: list[Island] = []
        unread = deque(u for u in self.article.units if u.number not in numbers)
        for u in units:
            while unread and unread[0].number < u.number:
                resolver.skim(unread.popleft())
            if u.number in numbers:
                resolver.read(u)
            attributed = [q for r, p in self._relations(u) if (q := self._attributed(u, r, p, resolver))]
            quotes += self._one_cue_each(attributed)
            for item in self._unattributed(u, [(q.start, q.end) for q in attributed], resolver):
                if isinstance(item, Island):
                    islands.append(item)
                else:
                    quotes.append(item)
        quotes = with_turns(named_repetitions(quotes, self.plain), self.article, resolver)
        return Extraction(_numbered(quotes), tuple(sorted(islands)), self._warnings())

    def _relations(self, u: Unit) -> list[tuple[Relation, float | None]]:
        """The relations of a sentence, each with its probability where the language has a judge; in a line of a dialogue
        only what an inserted clause attributes."""
        in_dialogue = any(start <= u.start < end for start, end in self.dialogue)
        if in_dialogue or self.judge is None:
            found = relations(u, self.language)
            return [(r, None) for r in found if not in_dialogue or r.construction == "closing"]
        return [(r, p) for r, p in judged(u, self.language, self.judge)] if could_quote(u) else []

    def _warnings(self) -> tuple[str, ...]:
        n = len(self.dialogue)
        return (f"{n} lines that open with a dash are speech: only what has a cue is read",) if n else ()

    # --- a relation ----------------------------------------------------------------------------------------------------

    def _attributed(self, u: Unit, r: Relation, probability: float | None, resolver: Resolver) -> Quote | None:
        """The quotation that a relation gives, None when nothing is left of its content; its speaker is remembered."""
        spans = self.content_of(u, r)
        if not spans:
            return None
        speaker = resolver.resolve(u, r.source, r.speakers)
        resolver.take_up(u, r.source, speaker)
        resolver.add_speaker(u, speaker)
        return attributed(
            spans,
            self._type(u, spans, r.construction not in _PARTIAL),
            speaker,
            r.construction,
            self.language,
            source=_characters(u, r.source),
            cue=_characters(u, r.cue),
            cue_lemma=r.lemma,
            cue_class=r.cls,
            probability=probability,
        )

    def content_of(self, u: Unit, r: Relation) -> list[Span]:
        """The characters of what was said."""
        spans = [s for s in (self._span(u, a, b, r) for a, b in r.content) if s[0] < s[1]]
        if not spans or r.rest is None:
            return spans
        return [s for s in [spans[0], self._after_cue(u, r, r.rest)] if s[0] < s[1]]

    def _span(self, u: Unit, first: int, last: int, r: Relation) -> Span:
        """The characters of a range of words, its quotation marks with it, but not a pair that holds all of it.

        Of marks round the cue too only the first sentence is parsed: what is said in it ends with it.
        """
        pairs = [
            (a, b, pair) for a, b, pair in u.pairs if a >= first or r.rest is not None or not _in_pair(r.cue, a, b)
        ]
        start = min([u.begin[first], *(pair.open for a, b, pair in pairs if a == first and b <= last)])
        ends = (pair.close + (a >= first) for a, b, pair in pairs if b == last)
        start, end = self._trim(start, max([u.end[last], *ends]))
        for pair in sorted(pair for a, b, pair in pairs if (a, b) == (first, last)):
            if start == pair.open and end == pair.close + 1:
                start, end = self._trim(pair.open + 1, pair.close)
        return start, end

    def _after_cue(self, u: Unit, r: Relation, pair: Pair) -> Span:
        """What follows an inserted reporting clause inside the marks: the next sentence, else what follows the next comma."""
        start = u.end[max(r.cue[1] if r.cue else 0, r.source[1] if r.source else 0)]
        end = self._trim(start, pair.close)[1]
        stop = _SENTENCE_END.search(self.plain, start, end) or _COMMA.search(self.plain, start, end)
        return self._trim(stop.end() if stop else end, end)

    def _trim(self, start: int, end: int) -> Span:
        while end > start and self.plain[end - 1] in _FINAL:
            end -= 1
        while start < end and self.plain[start] in _FINAL:
            start += 1
        return start, end

    def _type(self, u: Unit, spans: list[Span], whole: bool) -> str:
        """Indirect without a word in marks, direct when all words of a whole sentence are in marks, else mixed."""
        words = [m.start() for span in spans for m in _WORD.finditer(self.plain, *span)]
        in_marks = [any(p.open < at < p.close for p in u.raw_pairs) for at in words]
        return "indirect" if not any(in_marks) else "direct" if whole and all(in_marks) else "mixed"

    def _one_cue_each(self, quotes: list[Quote]) -> list[Quote]:
        """The quotations of a sentence, none counted twice: X a dit : « … ¶ « … », a-t-il ajouté.

        What the first cue opens ends where the mark is repeated at a paragraph's start; the second cue has what follows.
        """
        kept: list[Quote] = []
        for quote in quotes:
            twin = next((k for k, q in enumerate(kept) if q.spans == quote.spans and q.type == "direct"), None)
            if twin is None or quote.type != "direct":
                kept.append(quote)
                continue
            cuts = [at for at in self.repeated if quote.start < at < quote.end]
            if cuts:
                kept[twin] = self._cut(kept[twin], quote.start, cuts[-1])
                kept.append(self._cut(quote, cuts[-1] + 1, quote.end))
        return kept

    def _cut(self, quote: Quote, start: int, end: int) -> Quote:
        start, end = self._trim(start, end)
        return quote._replace(start=start, end=end, spans=((start, end),))

    # --- marks that no relation holds ------------------------------------------------------------------------------------

    def _unattributed(self, u: Unit, extents: list[Span], resolver: Resolver) -> Iterator[Quote | Island]:
        """Quotations without a cue, and islands: the outer pairs of marks that lie in no quotation's extent."""
        for a, b, pair in u.pairs:
            start, end = self._trim(pair.open + 1, pair.close)
            if pair.depth > 0 or start >= end or any(s <= start and end <= e for s, e in extents):
                continue
            introduced = a > 1 and u.low[a - 1] == ":"
            alone = a == 0 and b >= u.last
            if (introduced or alone) and self._is_speech(u, a, b):
                yield self._without_cue(u, (start, end), a - 1 if introduced else None, resolver)
            else:
                yield self._island(u, b, (start, end), resolver)

    def _is_speech(self, u: Unit, a: int, b: int) -> bool:
        """Whether words in marks that stand alone or after a colon are speech: three or more, and a sentence or a clause."""
        finite = any("VerbForm=Fin" in u.morph[k] for k in range(a, b + 1))
        is_clause = finite and u.low[a] not in self.words.subordinate_openers
        return b - a >= 2 and (u.words[a][0].isupper() or is_clause)

    def _without_cue(self, u: Unit, span: Span, colon: int | None, resolver: Resolver) -> Quote:
        """A quotation without a cue: said by whom the words before its colon name, else by the last speaker."""
        speaker, source, construction = Speaker(None, "none", "no source"), None, "alone"
        if colon is not None and (words := lead_in(u, self.language, colon)):
            construction, source, speaker = "lead-in", _characters(u, words), resolver.resolve(u, words)
        if speaker.name is None and (last := resolver.last_speaker):
            speaker = Speaker(last, "none", "speaker of the sentence before")
        resolver.add_speaker(u, speaker)
        return attributed([span], "direct", speaker, construction, self.language, source=source)

    def _island(self, u: Unit, last: int, span: Span, resolver: Resolver) -> Island:
        """Words in marks that nobody says, with whose they are where the text tells: « … », terme de X."""
        is_term = any(word in self.words.metalinguistic_nouns for word in u.low[last + 1 : last + 5])
        return Island(*span, self._user_of_term(u, last, resolver) if is_term else None)

    def _user_of_term(self, u: Unit, last: int, resolver: Resolver) -> str | None:
        """Whose term it is, where the text says so."""
        agents = range(last + 1, min(u.n, last + 9))
        agent = next((k for k in agents if u.low[k] in self.words.term_agents), None)
        if agent is None or u.head[agent] <= agent or u.pos[u.head[agent]] not in ("PROPN", "NOUN"):
            return None
        head = u.head[agent]
        return resolver.describe(self.text[u.begin[agent + 1] : u.end[head]], u.begin[head]).name


def _in_pair(cue: Range | None, first: int, last: int) -> bool:
    """Whether a cue stands in a pair of marks."""
    return cue is not None and first <= cue[0] and cue[1] <= last


def _characters(u: Unit, words: Range | None) -> Span | None:
    return None if words is None else (u.begin[words[0]], u.end[words[1]])


def _numbered(quotes: list[Quote]) -> tuple[Quote, ...]:
    """Quotes in order, outer ones first, with ids and parents; who says « je » is who says the words round it."""
    ordered = sorted(quotes, key=lambda q: (q.start, -q.end, q.cue or (0, 0)))
    result: list[Quote] = []
    around: list[Quote] = []
    for number, quote in enumerate(ordered, 1):
        while around and around[-1].end < quote.end:
            around.pop()
        parent = next((outer for outer in reversed(around) if _holds_cue(outer, quote)), None)
        named = quote._replace(quote_id=f"q{number}", parent=parent.quote_id if parent else None)
        if parent is not None and quote.reason == FIRST_PERSON:
            named = named._replace(speaker=parent.speaker)
        result.append(named)
        around.append(named)
    return tuple(result)


def _holds_cue(outer: Quote, quote: Quote) -> bool:
    """Whether the cue of a quotation stands in the words of another."""
    return quote.cue is not None and any(s <= quote.cue[0] and quote.cue[1] <= e for s, e in outer.spans)
