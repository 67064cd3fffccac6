"""The candidates of a sentence, judged, and which of them stand together."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from framing.quotation.judge.facts import Facts
from framing.quotation.judge.features import Heads, content_features, cue_features, source_features
from framing.quotation.judge.proposals import proposals
from framing.quotation.judge.sources import with_likely_source
from framing.quotation.judge.weights import Judge
from framing.quotation.relations import reading_of
from framing.quotation.relations.coordination import with_joint_sources
from framing.quotation.relations.relation import Range, Reading, Relation
from framing.language import Language
from framing.text.units import Unit

THRESHOLD = 0.4  # the probability that found the best F1 in cross-validation (bench/fit_quotation.py)
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


def candidates(reading: Reading, facts: Facts) -> list[Candidate]:
    """What the rules have found in a sentence and what else could be, each content of a cue once."""
    cues = {r.cue for r in reading.found}
    by_rules = ((r, "self") for r in reading.found)
    others = ((r, "cue" if r.cue in cues else "none") for r in proposals(facts))
    found: dict[tuple[Range | None, tuple[Range, ...]], Candidate] = {}
    for r, by_rule in chain(by_rules, others):
        if _key(r) not in found:
            sourced = with_likely_source(facts, r)
            found[_key(r)] = Candidate(sourced, Heads(reading.u, sourced), by_rule)
    return list(found.values())


def _key(r: Relation) -> tuple[Range | None, tuple[Range, ...]]:
    return r.cue, tuple(r.content)


def judged(u: Unit, language: Language, judge: Judge) -> list[Judged]:
    """The relations of a parsed sentence that the judge accepts, in order of their cue."""
    reading = reading_of(u, language)
    facts = Facts(reading)
    kept = select(_probabilities(candidates(reading, facts), facts, judge))
    whole = with_joint_sources(reading._replace(found=tuple(r for r, _ in kept))).found
    both = (Judged(r, p) for r, (_, p) in zip(whole, kept, strict=True))
    return sorted(both, key=lambda found: found.relation.cue or found.relation.content[0])


def _probabilities(found: Iterable[Candidate], facts: Facts, judge: Judge) -> list[Judged]:
    """Each candidate with its probability; what holds of a cue is looked up once for all its contents."""
    of_cue: dict[tuple[Range | None, str, Range | None, bool], float] = {}
    result = []
    vocab, low = facts.u.doc.vocab, facts.u.low
    for r, heads, by_rule in found:
        key = (r.cue, r.construction, r.source, r.passive)
        if key not in of_cue:
            names = (*cue_features(facts, r, heads), *source_features(facts, r, heads))
            share = sum(judge.weights.get(name, 0.0) for name in names)
            for slot, k in (("cue", heads.cue), ("source", heads.source)):
                share += 0.0 if k is None else judge.share_of(slot, low[k], vocab)
            of_cue[key] = share
        share = of_cue[key] + judge.share_of("content", low[heads.content], vocab)
        probability = judge.probability(content_features(facts, r, heads, by_rule), share)
        result.append(Judged(r, round(probability, 6)))
    return result


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
    return _shared(a.content, b.content) <= _SAME or _holds(a, b.cue) or _holds(b, a.cue)


def _holds(r: Relation, cue: Range | None) -> bool:
    return cue is not None and any(first <= cue[0] and cue[1] <= last for first, last in r.content)


def _shared(a: Sequence[Range], b: Sequence[Range]) -> float:
    """The words that two contents share, over all that either has."""
    one = {k for first, last in a for k in range(first, last + 1)}
    other = {k for first, last in b for k in range(first, last + 1)}
    return len(one & other) / len(one | other)
