"""Who speaks: the subject of a verb, found before it or after it, and the agent of a passive."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from framing.quotation.relations.classes import NOMINAL
from framing.quotation.relations.grammar import ends_as_gerund, finite_group, first_auxiliary, plain_subject
from framing.quotation.relations.noun_phrases import can_speak, noun_head, phrase_span, speaks, temporal, time_at
from framing.quotation.relations.relation import Range, Reading, Verb
from framing.text.units import Unit

_MOST_VERBS = 6  # verbs that one climbs to find a subject
_FRAMES = frozenset(["attribute", "attribute_de", "comme", "person_de"])
_REACH = 12  # words between a verb of naming in the passive and its agent
_CLAUSE_ENDS = frozenset([",", ";", ":"])
_MOST_HOPS = 8  # complements between an inverted verb and its subject


# --- the subject of a verb --------------------------------------------------------------------------------------------


class _Governed(NamedTuple):
    """A verb whose subject is asked: where, its group, how many verbs were climbed to it, whether it is a gerund."""

    reading: Reading
    i: int
    group: Range
    depth: int
    gerund: bool


def subject_of(reading: Reading, i: int, group: Range, depth: int = 0) -> Range | None:
    """The words of the subject of the verb at `i`: its own, or that of the verb which governs it."""
    if depth > _MOST_VERBS:
        return None
    verb = _Governed(reading, i, group, depth, ends_as_gerund(reading, i))
    partner = next((v.shares for v in reading.verbs if v.at == i and v.shares is not None), None)
    if partner is not None:
        return _subject_above(verb, partner)
    for rule in OWN_SUBJECTS:
        if (found := rule(verb)) is not None:
            return found
    return next((subject(verb) for applies, subject in BORROWED_SUBJECTS if applies(verb)), None)


def _subject_above(verb: _Governed, k: int) -> Range | None:
    """The subject of the verb at `k`, one step up."""
    return subject_of(verb.reading, k, (first_auxiliary(verb.reading, k), k), verb.depth + 1)


def _subject_of_its_clause(verb: _Governed) -> Range | None:
    """« « … », a-t-il dit, ajoutant … »: who said it in the inserted clause of the same verb."""
    closing = (r for r in verb.reading.found if r.verb == verb.i and r.construction == "closing")
    return next((r.source for r in closing), None)


def _pronoun_behind(verb: _Governed) -> Range | None:
    """« précise-t-elle que … »."""
    u, pronouns = verb.reading.u, verb.reading.classes.postposed_subjects
    return next(((k, k) for k in range(verb.group[1], verb.i, -1) if u.low[k] in pronouns), None)


def _pronoun_before(verb: _Governed) -> Range | None:
    """« Ému, elle le dit »: a pronoun before the clitics."""
    u, c = verb.reading.u, verb.reading.classes
    k = verb.group[0] - 1
    while k > 0 and u.low[k] in c.weak_clitics:
        k -= 1
    return (k, k) if k >= 0 and u.low[k] in c.personal_subjects else None


def _parsed_subject(verb: _Governed) -> Range | None:
    """« le maire affirme »: the parser's subject."""
    u, subject = verb.reading.u, plain_subject(verb.reading, verb.i)
    if subject is None or any(u.low[k] == ":" for k in range(subject + 1, verb.group[0])):
        return None  # « Barrages : l'opposition dénonce … »: what stands before a colon heads the sentence
    if verb.group[0] <= subject < verb.i:  # « nous avons dit »: a subject that could be a clitic of the group
        return subject, subject
    return phrase_span(verb.reading, subject, high=verb.group[0] - 1 if subject < verb.i else None)


def _noun_phrase_before(verb: _Governed) -> Range | None:
    """« Le préfet des Eaux affirme … »: the noun phrase before a verb to which the parser gives no subject."""
    reading, u, at = verb.reading, verb.reading.u, verb.group[0]
    if verb.gerund or "VerbForm=Inf" in u.morph[verb.i]:
        return None
    j = _before_clitics(reading, at)
    if j < 0 or u.low[j] in (",", ":"):
        return None
    if u.low[j] in reading.classes.subject_pronouns:
        return j, j
    if u.pos[j] not in NOMINAL and u.pos[j] != "ADJ" and u.low[j] != ")":
        return None
    head = _topmost(reading, j, at)
    return _with_determiner(u, phrase_span(reading, head, high=at - 1)) if _names_freely(reading, head) else None


def _names_freely(reading: Reading, head: int) -> bool:
    """Whether a noun, or an adjective that stands for one (« ce dernier »), follows no preposition."""
    u = reading.u
    names = u.pos[head] in NOMINAL or u.low[head] in reading.classes.noun_like_adjectives
    return names and not any(u.dep[k] == "case" and k < head for k in u.kids[head])


def _with_determiner(u: Unit, phrase: Range) -> Range:
    first, last = phrase
    return first - (first > 0 and u.pos[first - 1] == "DET"), last


def _before_clitics(reading: Reading, at: int) -> int:
    """The word before the adverbs and clitics of a verb group that starts at `at`; -1: none."""
    u, clitics = reading.u, reading.classes.weak_clitics
    j = at - 1
    while j >= 0 and (u.pos[j] == "ADV" or (u.low[j] in clitics and u.pos[j] == "PRON")):
        j -= 1
    return j


def _topmost(reading: Reading, j: int, stop: int) -> int:
    """The head of the noun phrase that ends at `j`, before `stop`."""
    u = reading.u
    while u.head[j] != j and u.head[j] < stop and u.pos[u.head[j]] in ("NOUN", "PROPN", "ADJ", "PRON"):
        j = u.head[j]
    return j


# The first rule that finds a subject decides.
OWN_SUBJECTS: tuple[Callable[[_Governed], Range | None], ...] = (
    _subject_of_its_clause,
    _pronoun_behind,
    _pronoun_before,
    _parsed_subject,
    _noun_phrase_before,
)


# --- the subject of a verb that has none of its own -------------------------------------------------------------------


def _leads_sentence(verb: _Governed) -> bool:
    """« Notant que …, il … », « En notant que …, il … »."""
    u, first = verb.reading.u, verb.group[0]
    after_en = first == 1 and u.low[0] in verb.reading.classes.gerund_prepositions
    return verb.gerund and (first == 0 or after_en)


def _subject_of_main_clause(verb: _Governed) -> Range | None:
    """The subject behind the comma that ends an opening gerund: a pronoun, else a noun phrase."""
    reading, u = verb.reading, verb.reading.u
    behind = [k for k in range(verb.i + 1, u.n) if u.low[k - 1] == ","]
    for k in behind:
        if u.low[k] in reading.classes.personal_subjects:
            return k, k
    for k in behind:
        if u.pos[k] in ("DET", "PROPN"):
            head = noun_head(reading, k)
            if head is not None and u.dep[head].startswith("nsubj"):
                return phrase_span(reading, head, low=k)
    return None


def _is_relative(verb: _Governed) -> bool:
    """« … qui affirme que … », where the parser gives « qui » another verb."""
    return verb.reading.u.dep[verb.i] == "acl:relcl"


def _relative_pronoun(verb: _Governed) -> Range | None:
    u, relatives = verb.reading.u, verb.reading.classes.subject_relatives
    return next(((k, k) for k in range(u.left[verb.i], verb.i) if u.low[k] in relatives), None)


def _hangs_on_clause(verb: _Governed) -> bool:
    """« est venu et affirme », « veut affirmer »: another verb stands above, or what a copula makes one."""
    u = verb.reading.u
    head = u.head[verb.i]
    return head != verb.i and (u.pos[head] in ("VERB", "AUX", "ADJ") or plain_subject(verb.reading, head) is not None)


def _joins_a_report(verb: _Governed) -> bool:
    """« X estime que le groupe a tardé et préconise … »: a finite cue behind a conjunction, below another cue."""
    return _reporting_verb_of_its_kind(verb) is not None


def _subject_of_report(verb: _Governed) -> Range | None:
    above = _reporting_verb_of_its_kind(verb)
    return None if above is None else _subject_above(verb, above)


def _reporting_verb_of_its_kind(verb: _Governed) -> int | None:
    """The reporting verb that a coordinated one goes on from, where what stands between the two is of another tense or has a
    subject that cannot speak: « X assure que le puits rouvrira et | a promis … »."""
    reading, u, cues = verb.reading, verb.reading.u, {v.at: v for v in verb.reading.verbs}
    cue = cues.get(verb.i)
    if cue is None or cue.passive or u.dep[verb.i] != "conj" or not finite_group(u, cue.at):
        return None
    kind, k = _kind_of_group(u, cue.group), u.head[verb.i]
    for _ in range(_MOST_VERBS):
        if finite_group(u, k) and _kind_of_group(u, (first_auxiliary(reading, k), k)) == kind:
            if k in cues:
                return k if k != u.head[verb.i] else None
            if _has_speaking_subject(reading, k):
                return None
        if u.head[k] == k:
            return None
        k = u.head[k]
    return None


def _kind_of_group(u: Unit, group: Range) -> tuple[bool, str]:
    """Whether a verb group is compound, and the mood and tense of its finite verb."""
    finite = next((k for k in range(group[0], group[1] + 1) if "VerbForm=Fin" in u.morph[k]), group[1])
    told = [part for part in u.morph[finite].split("|") if part.startswith(("Mood", "Tense"))]
    return finite != group[1], "|".join(told)


def _has_speaking_subject(reading: Reading, k: int) -> bool:
    subject = plain_subject(reading, k)
    return subject is not None and can_speak(reading, subject, reading.u.left[subject])


def _subject_of_governor(verb: _Governed) -> Range | None:
    """The subject of the verb above, or of the one above that where the number does not agree."""
    u = verb.reading.u
    head = u.head[verb.i]
    above = _subject_above(verb, head)
    if above is not None and u.head[head] != head and _disagrees(verb, above):
        return _subject_above(verb, u.head[head]) or above
    return above


def _disagrees(verb: _Governed, source: Range) -> bool:
    """Whether a finite verb and a noun phrase differ in number."""
    u, c = verb.reading.u, verb.reading.classes
    finite = next((k for k in range(verb.group[0], verb.i + 1) if "VerbForm=Fin" in u.morph[k]), None)
    if finite is None:
        return False
    plural = "Number=Plur" in u.morph[finite] or u.low[finite].endswith(c.plural_verb_endings)
    head = next((k for k in range(source[0], source[1] + 1) if not source[0] <= u.head[k] <= source[1]), source[0])
    several = "Number=Plur" in u.morph[head] or u.low[source[0]] in c.plural_openers
    both = any(u.low[k] in c.additive_conjunctions for k in range(*source))
    return plural != several and not both


def _hangs_on_noun(verb: _Governed) -> bool:
    u = verb.reading.u
    return u.pos[u.head[verb.i]] in ("NOUN", "PROPN", "PRON") and u.dep[verb.i] in ("acl", "advcl", "conj")


def _is_gerund_of_noun(verb: _Governed) -> bool:
    """« un communiqué expliquant … », « a écrit au maire, expliquant … »: a gerund at a noun that is no subject."""
    u = verb.reading.u
    head = u.head[verb.i]
    no_subject = u.dep[head] not in ("nsubj", "nsubj:pass") and u.head[head] != head
    return verb.gerund and _hangs_on_noun(verb) and u.dep[verb.i] != "conj" and no_subject


def _document_or_subject_above(verb: _Governed) -> Range | None:
    """The noun itself when it can speak, else who does what the noun is a complement of."""
    reading, u = verb.reading, verb.reading.u
    head = u.head[verb.i]
    if speaks(reading, head) and u.low[verb.i - 1] != ",":
        return phrase_span(reading, head, high=verb.i - 1)
    return _subject_above(verb, u.head[head]) or phrase_span(reading, head)


def _noun_or_subject_above(verb: _Governed) -> Range | None:
    """The noun when it is a subject, the top of the sentence or a gerund's own, else the subject of what governs it."""
    u = verb.reading.u
    head = u.head[verb.i]
    if u.dep[head].startswith("nsubj") or head == u.head[head] or verb.gerund:
        return phrase_span(verb.reading, head, high=verb.i - 1 if head < verb.i else None)
    return _subject_above(verb, u.head[head])


def _is_gerund_or_fixed(verb: _Governed) -> bool:
    u = verb.reading.u
    return u.head[verb.i] != verb.i and (verb.gerund or u.dep[verb.i] == "fixed")


def _subject_of_head(verb: _Governed) -> Range | None:
    return _subject_above(verb, verb.reading.u.head[verb.i])


# The first test that holds decides, whether a subject is found then or not.
BORROWED_SUBJECTS: tuple[tuple[Callable[[_Governed], bool], Callable[[_Governed], Range | None]], ...] = (
    (_leads_sentence, _subject_of_main_clause),
    (_is_relative, _relative_pronoun),
    (_joins_a_report, _subject_of_report),
    (_hangs_on_clause, _subject_of_governor),
    (_is_gerund_of_noun, _document_or_subject_above),
    (_hangs_on_noun, _noun_or_subject_above),
    (_is_gerund_or_fixed, _subject_of_head),
)


# --- behind the verb, and in the passive ------------------------------------------------------------------------------


def inverted_subject(reading: Reading, verb: Verb) -> Range | None:
    """The noun phrase after the verb, when it can be who speaks."""
    u = reading.u
    j = _noun_phrase_behind(reading, verb)
    head = None if j is None else noun_head(reading, j)
    if j is None or head is None or not can_speak(reading, head, j):
        return None
    first, last = phrase_span(reading, head, low=j)
    if last + 1 < u.n and u.low[last + 1] in reading.classes.que and u.dep[last + 1] == "mark":
        return None
    return min(j, first), last


def _noun_phrase_behind(reading: Reading, verb: Verb) -> int | None:
    """Where a noun phrase starts behind the verb, times, adverbs and complements between left out."""
    u, quantities = reading.u, reading.classes.quantities
    j: int | None = verb.group[1] + 1
    hops = 0
    while j is not None and j < u.n and hops < _MOST_HOPS:
        if time_at(reading, j):
            j += 1
            continue
        if u.pos[j] in ("DET", "PROPN", "NOUN", "NUM") or u.low[j] in quantities:
            return j
        j = _past_complement(reading, j)
        hops += 1
    return None


def _past_complement(reading: Reading, j: int) -> int | None:
    """The word behind an adverb, a comma or a complement at `j`; None where no subject can follow."""
    u = reading.u
    if u.low[j] == ":" or u.low[j] in reading.classes.que:
        return None
    if u.pos[j] == "ADP":
        top = u.head[j]
        if top <= j:
            return None
        holds_subject = any(u.dep[k] in ("appos", "nsubj", "conj") for k in u.kids[top])
        return top + 1 if holds_subject else u.right[top] + 1
    return j + 1 if u.pos[j] == "ADV" or u.low[j] == "," else None


def agent_of_passive(reading: Reading, verb: Verb) -> Range | None:
    """Who acts in a passive: what the parser ties to the verb or to its predicate, else the next that can speak."""
    tied = agent_of(reading, verb.at) or agent_of_predicate(reading, verb)
    agent = tied or next(agents_behind(reading, verb.group[1]), None)
    return None if agent is None else _without_predicate(reading, verb, agent)


def _without_predicate(reading: Reading, verb: Verb, agent: Range) -> Range:
    """« décrite par le maire | comme une menace », « qualifiée par le maire | de scandale »: the agent without what it says."""
    u, c = reading.u, reading.classes
    first, last = agent
    if first > verb.group[1] + 2:  # what it says stands before it
        return agent
    for k in range(last - 1, first, -1):
        of_frame = "comme" in verb.cue.frames and u.low[k] in c.frame_words("comme")
        of_charge = (
            bool(verb.cue.frames & {"attribute_de", "person_de"}) and u.low[k] in c.de and u.pos[k + 1] == "NOUN"
        )
        if of_frame or of_charge:
            return first, k - 1
    return agent


def agents_behind(reading: Reading, i: int) -> Iterator[Range]:
    """« revendiquée dans une vidéo | par le Front »: who stands behind « par », in the clause of the word at `i`: what can
    speak or has a determiner, not « par écrit ».

    What completes another participle is left out: « dans une vidéo diffusée par la chaîne ».
    """
    u, c = reading.u, reading.classes
    for k in range(i + 1, u.n - 1):
        if "VerbForm=Fin" in u.morph[k] or u.low[k] in _CLAUSE_ENDS or u.low[k] in c.relatives or u.low[k] in c.que:
            return
        head = noun_head(reading, k + 1) if u.low[k] in c.agent_prepositions else None
        if head is None or temporal(reading, head) or any("VerbForm=" in u.morph[m] for m in range(i + 1, k)):
            continue
        agent = phrase_span(reading, head, low=k + 1)
        if u.pos[k + 1] == "DET" or animate(reading, agent):
            yield agent


def agent_of(reading: Reading, i: int) -> Range | None:
    """The words after « par » who act in the passive at `i`."""
    u = reading.u
    for k in u.kids[i]:
        complement = k > i and u.dep[k] in ("obl:agent", "obl:arg", "obl:mod", "nmod")
        if complement and u.low[u.left[k]] in reading.classes.agent_prepositions:
            return phrase_span(reading, k)
    return None


def agent_of_predicate(reading: Reading, verb: Verb) -> Range | None:
    """« qualifié de « vétuste » par la préfecture »: an agent that the parser ties to the predicate, if it can speak."""
    u = reading.u
    if not verb.cue.frames & _FRAMES:
        return None
    for k in range(verb.group[1] + 1, min(u.n, verb.group[1] + _REACH)):
        if u.low[k] in reading.classes.agent_prepositions and verb.at < u.head[u.head[k]] < k < u.head[k]:
            agent = phrase_span(reading, u.head[k], low=k + 1)
            return agent if animate(reading, agent) else None
    return None


def animate(reading: Reading, source: Range) -> bool:
    """Whether a source is a pronoun, or its noun can speak."""
    u, c = reading.u, reading.classes
    if u.low[source[0]] in c.subject_pronouns or u.low[source[0]] in c.postposed_pronouns:
        return True
    words = range(source[0], source[1] + 1)
    head = next((k for k in words if u.head[k] not in words or u.head[k] == k), source[0])
    return can_speak(reading, head, source[0])
