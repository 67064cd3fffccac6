"""What could be a relation: every attachment of content and source to a cue that the grammar allows, right or not.

The rules (`relations`) say little that is wrong and miss much. Here a verb may govern what no rule lets it govern, and a
content may end at every place where it could: which of it is speech, and which of two extents is the right one, is for the
judge to say.
"""

from collections.abc import Callable, Iterator

from framing.quotation.judge.behind import BEHIND, extents
from framing.quotation.judge.facts import Facts
from framing.quotation.judge.held import held
from framing.quotation.judge.sources import with_likely_source
from framing.quotation.relations.classes import COMMA
from framing.quotation.relations.nouns import speaker_of_noun, subject_of_its_verb
from framing.quotation.relations.relation import PhraseMatch, Range, Relation, Verb, reported
from framing.quotation.relations.sources import agent_of_passive, inverted_subject, subject_of

_MOST = 2
_NEAR = 6  # words between a noun and the quotation that it announces
_ENDS = frozenset(["!", "?", "…", "."])
_STOPS = frozenset([";", ":"])


Hope = Callable[[Relation], bool]


def proposals(facts: Facts, hope: Hope = lambda _: True) -> Iterator[Relation]:
    """The candidates of a sentence: those of its verbs, its nouns and its phrases.

    `hope` says of a cue in a construction, with its source and without a content, whether any content may be right: where none
    may, none is looked for.

    >>> from framing.quotation.relations import reading_of
    >>> from framing.text.article import Article, parse_articles
    >>> article = Article("Le maire évoque une fermeture du pont.")
    >>> parse_articles([article])
    >>> {r.content[0] for r in proposals(Facts(reading_of(article.units[0], article.language)))} >= {(3, 6), (3, 4)}
    True
    """
    for verb in facts.reading.verbs:
        yield from _of_verb(facts, verb, hope)
    for i in _reporting_nouns(facts):
        yield from _of_noun(facts, i, hope)
    for match in facts.reading.phrases:
        yield from _of_phrase(facts, match)


# --- verbs ------------------------------------------------------------------------------------------------------------


def _of_verb(facts: Facts, verb: Verb, hope: Hope) -> Iterator[Relation]:
    """What a verb may govern, in the active or the passive."""
    reading, passive = facts.reading, verb.passive or verb.form == "bare"
    source = agent_of_passive(reading, verb) if passive else subject_of(reading, verb.at, verb.group)
    if not _is_inserted(facts, verb, source):
        yield from _behind(facts, verb, source, passive, hope)
    if not passive:
        yield from _around(facts, verb, hope)
        return
    bare = reported(verb, "passive", [], source)._replace(passive=True)
    if hope(bare):
        yield from (bare.holding(parts) for parts in held(facts, verb))


def _behind(facts: Facts, verb: Verb, source: Range | None, passive: bool, hope: Hope) -> Iterator[Relation]:
    """What stands behind the verb, in each construction; who is likely to speak is the same in all."""
    likely = with_likely_source(facts, reported(verb, "", [], source)._replace(passive=passive))
    for construction, rule in BEHIND:
        bare = likely._replace(construction=construction)
        if hope(bare):
            yield from (bare.holding([content]) for content in rule(facts, verb))


def _is_inserted(facts: Facts, verb: Verb, source: Range | None) -> bool:
    """« …, déplore X, … »: a clause between commas, its subject behind the verb: what it reports goes on on both sides."""
    first = verb.group[0]
    if source is None or source[0] <= verb.group[1] or first == 0 or source[1] + 1 >= facts.u.n:
        return False
    return facts.u.low[first - 1] in COMMA and facts.u.low[source[1] + 1] in COMMA


def _around(facts: Facts, verb: Verb, hope: Hope) -> Iterator[Relation]:
    """« …, annonce X, … »: what stands before the verb, and what goes on behind its subject."""
    first = verb.group[0]
    stop = _end_before(facts, first) if verb.form in ("finite", "participle") and first > 1 else None
    source = None if stop is None else _inverted(facts, verb)
    bare = reported(verb, "closing", [], source)._replace(insertion=first)
    if source is None or stop is None or not hope(bare):
        return
    rests = _resumptions(facts, max(source[1], verb.group[1]) + 1)
    # « Cette loi, déplore X, « … » »: words without a verb wait for theirs, and marks behind the clause hold it.
    waits = bool(rests) and any(a == rests[0][0] for a, _, _ in facts.u.pairs)
    for start in _starts_before(facts, stop):
        if not waits or facts.within(facts.finite, start, stop):
            yield bare.holding([(start, stop)])
        yield from (bare.holding([(start, stop), rest]) for rest in rests)


def _inverted(facts: Facts, verb: Verb) -> Range | None:
    """The pronoun that hangs on the verb, or the noun phrase behind it."""
    u, pronouns = facts.u, facts.reading.classes.postposed_subjects
    pronoun = next((k for k in range(verb.group[0], verb.group[1] + 1) if u.low[k] in pronouns), None)
    return inverted_subject(facts.reading, verb) if pronoun is None else (pronoun, pronoun)


def _starts_before(facts: Facts, stop: int) -> list[int]:
    """Where a content may start that ends at a word: with the sentence, behind a stop, or with the marks that end there."""
    u = facts.u
    starts = {0, *(k + 1 for k in range(stop) if u.low[k] in _STOPS), *(a for a, b, _ in u.pairs if b == stop)}
    return [start for start in sorted(starts)[-_MOST - 1 :] if start <= stop]


def _end_before(facts: Facts, first: int) -> int | None:
    """The last word before an inserted clause; None where nothing parts the two."""
    u, c = facts.u, facts.reading.classes
    stop = first - 1
    while stop > 0 and (u.low[stop] in COMMA or u.low[stop] in c.as_conjunctions or u.low[stop] in c.neuter_clitics):
        stop -= 1
    parted = stop < first - 1 or u.low[stop] in _ENDS or any(b == stop for _, b, _ in u.pairs)
    return stop if parted else None


def _resumptions(facts: Facts, after: int) -> list[Range]:
    """What may go on behind an inserted clause."""
    if after + 1 >= facts.u.last or facts.u.low[after] not in COMMA:
        return []
    return extents(facts, after + 1, facts.u.last, facts.next_break(after + 1))


# --- nouns ------------------------------------------------------------------------------------------------------------


def _reporting_nouns(facts: Facts) -> list[int]:
    u, nouns = facts.u, facts.reading.language.nouns
    return [i for i in range(u.n - 2) if u.low[i] in nouns and u.pos[i] == "NOUN"]


def _of_noun(facts: Facts, i: int, hope: Hope) -> Iterator[Relation]:
    """« l'annonce que … », « sa promesse de … », « des accusations de … », « cet appel : « … » »."""
    u, cue = facts.u, facts.reading.language.nouns[facts.u.low[i]]
    start = min(u.left[i], i)
    source = speaker_of_noun(facts.reading, i) or subject_of_its_verb(facts.reading, i)
    bare = Relation("noun", (start, i), cue.lemma, cue.cls, [], source)
    if not hope(bare):
        return
    contents = _of_complement(facts, _past_qualifiers(facts, i, source))
    contents += [(a, b) for a, b, _ in u.pairs if i < a <= i + _NEAR][:1]
    yield from (bare.holding([content]) for content in contents)


def _past_qualifiers(facts: Facts, i: int, source: Range | None) -> int:
    """The word behind a noun, its adjectives and its speaker: « les demandes répétées du préfet | de … »."""
    u, k = facts.u, i + 1
    while k < u.last and (u.pos[k] in ("ADJ", "ADV") or "VerbForm=Part" in u.morph[k]):
        k += 1
    return source[1] + 1 if source is not None and i < source[0] <= k + 1 else k


def _of_complement(facts: Facts, k: int) -> list[Range]:
    """What the complement may hold that a preposition, « que » or a colon opens at `k`."""
    u, c = facts.u, facts.reading.classes
    if k >= u.last:
        return []
    if u.low[k] not in c.que and u.low[k] not in c.de_forms and u.low[k] != ":" and u.pos[k] != "ADP":
        return []
    head = u.head[k] if u.head[k] > k else k + 1
    return extents(facts, k + 1, u.right[head], facts.next_break(k + 1))


# --- phrases ----------------------------------------------------------------------------------------------------------


def _of_phrase(facts: Facts, match: PhraseMatch) -> Iterator[Relation]:
    """« selon X »: the clause before, the clause behind, or both, each as short and as long as it can be."""
    cue = match.first, match.first + len(match.phrase.words) - 1
    before, behind = _before_phrase(facts, match.first), _behind_phrase(facts, match.last)
    both = [
        [a, b]
        for a in before[:1] + before[-1:]
        for b in behind
        if b[0] == behind[0][0] and facts.within(facts.finite, *b)
    ]
    for parts in [[part] for part in before + behind] + both:
        yield Relation("phrase", cue, match.phrase.lemma, match.phrase.cls, parts, match.source)


def _before_phrase(facts: Facts, first: int) -> list[Range]:
    """What stands before a phrase, from the start of the sentence or from one of the last breaks on."""
    u, que = facts.u, facts.reading.classes.que
    stop = first - 1
    while stop > 0 and (u.low[stop] in COMMA or u.pos[stop] == "CCONJ"):
        stop -= 1
    if stop < 0:
        return []
    breaks = [k + 1 for k in range(stop) if u.low[k] in COMMA or u.low[k] in _STOPS or u.low[k] in que]
    return [(start, stop) for start in sorted({0, *breaks[-3:]})]


def _behind_phrase(facts: Facts, last: int) -> list[Range]:
    """What stands behind a phrase, or behind an apposition to its source: « selon X, préfet du Nord, | … »."""
    u, start = facts.u, last + 1
    while start < u.last and u.low[start] in COMMA:
        start += 1
    commas = [k + 1 for k in range(start, u.last) if u.low[k] in (",", ":") and not facts.in_marks[k]]
    found: list[Range] = []
    for begin in (start, *commas[:_MOST]):
        if begin <= u.last:
            found += extents(facts, begin, u.last, *facts.joints(begin, u.last)[:_MOST])
    return found
