"""The candidates of a sentence, judged, and which of them stand together."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from framing.language import Language
from framing.quotation.judge.facts import Facts
from framing.quotation.judge.features import Heads, seen_of_content, seen_of_cue
from framing.quotation.judge.proposals import Hope, proposals
from framing.quotation.judge.sources import with_likely_source
from framing.quotation.judge.weights import Judge
from framing.quotation.relations import reading_of
from framing.quotation.relations.coordination import with_joint_sources
from framing.quotation.relations.relation import Range, Reading, Relation
from framing.text.units import Unit

THRESHOLD = 0.4  # the probability that found the best F1 in cross-validation (bench/fit_quotation.py)
HOPE = -2.0  # what cue and source must say at least: what says less was never accepted on the gold, but for 3 of 2,299
_BETWEEN = {"direct", "closing"}  # X a dit : « … », a-t-il ajouté: the assembling says which part is whose
_SAME = 0.5  # two contents that share more than this are one


class Judged(NamedTuple):
    """A candidate, and how likely it is right."""

    relation: Relation
    probability: float


class Candidate(NamedTuple):
    """A possible relation, the words that stand for it, and how the rules see it: `self`, `cue` (another of it) or `none`."""

    relation: Relation
    heads: Heads
    by_rule: str


def candidates(reading: Reading, facts: Facts, hope: Hope = lambda _: True) -> list[Candidate]:
    """What the rules have found in a sentence and what else could be, each content of a cue once."""
    cues = {r.cue for r in reading.found}
    by_rules = ((with_likely_source(facts, r), "self") for r in reading.found)
    others = ((r, "cue" if r.cue in cues else "none") for r in proposals(facts, hope))
    found: dict[tuple[Range | None, tuple[Range, ...]], Candidate] = {}
    for r, by_rule in chain(by_rules, others):
        key = r.cue, tuple(r.content)
        if key not in found:
            found[key] = Candidate(r, Heads(reading.u, r), by_rule)
    return list(found.values())


def judged(u: Unit, language: Language, judge: Judge) -> list[Judged]:
    """The relations of a parsed sentence that the judge accepts, in order of their cue."""
    reading = reading_of(u, language)
    if not (reading.verbs or reading.phrases or reading.found or any(word in language.nouns for word in u.low)):
        return []
    kept = select(_Bench(reading, judge).probabilities())
    whole = with_joint_sources(reading._replace(found=tuple(r for r, _ in kept))).found
    both = (Judged(r, p) for r, (_, p) in zip(whole, kept, strict=True))
    return sorted(both, key=lambda found: found.relation.cue or found.relation.content[0])


class _Bench:
    """A judge and a sentence; what holds of a cue is looked up once for all its contents."""

    def __init__(self, reading: Reading, judge: Judge) -> None:
        self.reading, self.judge, self.facts = reading, judge, Facts(reading)
        self._shares: dict[tuple[Range | None, str, Range | None, bool], float] = {}

    def probabilities(self) -> list[Judged]:
        """Each candidate that has hope, with its probability."""
        found = candidates(self.reading, self.facts, lambda r: self._share(r) >= HOPE)
        shares = ((c, self._share(c.relation)) for c in found)
        return [Judged(c.relation, self._probability(c, share)) for c, share in shares if share >= HOPE]

    def _share(self, r: Relation) -> float:
        """What the cue and the source say, in a construction, whatever the content."""
        key = (r.cue, r.construction, r.source, r.passive)
        share = self._shares.get(key)
        if share is None:
            heads, u = Heads(self.reading.u, r), self.reading.u
            share = self.judge.sum_of_seen(seen_of_cue(self.facts, r, heads))
            for slot, k in (("cue", heads.cue), ("source", heads.source)):
                share += 0.0 if k is None else self.judge.share_of(slot, u.low[k], u.doc.vocab)
            self._shares[key] = share
        return share

    def _probability(self, c: Candidate, share: float) -> float:
        u = self.reading.u
        share += self.judge.share_of("content", u.low[c.heads.content], u.doc.vocab)
        share += self.judge.sum_of_seen(seen_of_content(self.facts, c.relation, c.heads, c.by_rule))
        return round(self.judge.probability((), share), 6)


def select(found: Iterable[Judged], threshold: float = THRESHOLD) -> list[Judged]:
    """The likeliest candidates that stand together: one of a cue, and one of contents that share more than half, unless the
    one reports the other."""
    kept: list[Judged] = []
    for candidate in sorted(found, key=lambda c: (-c.probability, c.relation.content[0], c.relation.content[-1])):
        if candidate.probability < threshold:
            break
        if all(_stand_together(candidate.relation, other.relation) for other in kept):
            kept.append(candidate)
    return kept


def _stand_together(a: Relation, b: Relation) -> bool:
    if a.cue is not None and b.cue is not None and a.cue[0] <= b.cue[1] and b.cue[0] <= a.cue[1]:
        return False
    if {a.construction, b.construction} == _BETWEEN and list(a.content) == list(b.content):
        return True
    return _shared(a.content, b.content) <= _SAME or _holds(a, b.cue) or _holds(b, a.cue)


def _holds(r: Relation, cue: Range | None) -> bool:
    return cue is not None and any(first <= cue[0] and cue[1] <= last for first, last in r.content)


def _shared(a: Sequence[Range], b: Sequence[Range]) -> float:
    """The words that two contents share, over all that either has."""
    one = {k for first, last in a for k in range(first, last + 1)}
    other = {k for first, last in b for k in range(first, last + 1)}
    return len(one & other) / len(one | other)
