"""Attribution by a noun: « l'annonce que … », « la promesse de … », and whose words the noun names."""

from collections.abc import Callable

from framing.language import Cue
from framing.quotation.relations.extent import clip
from framing.quotation.relations.grammar import is_infinitive
from framing.quotation.relations.noun_phrases import phrase_span
from framing.quotation.relations.relation import Range, Reading, Relation
from framing.quotation.relations.sources import agents_behind, subject_of

_NEAR = 6  # words behind a noun phrase among which a participle may tell who made the announcement
_OBJECTS = frozenset(["obj", "obl:arg", "obl:mod", "obl"])
_VERBS = frozenset(["VERB", "AUX"])


def with_noun_relations(reading: Reading) -> Reading:
    """Add what the reporting nouns announce that are no part of a cue."""
    u, nouns = reading.u, reading.language.nouns
    in_cue = {k for r in reading.found if r.cue for k in range(r.cue[0], r.cue[1] + 1)}
    places = [i for i in range(u.n - 2) if u.low[i] in nouns and u.pos[i] == "NOUN" and i not in in_cue]
    found = [_noun_relation(reading, i, nouns[u.low[i]]) for i in places]
    return reading.adding([r for r in found if r is not None])


def _noun_relation(reading: Reading, i: int, cue: Cue) -> Relation | None:
    u = reading.u
    j = i + 1
    while j < u.n and u.pos[j] == "ADJ":
        j += 1
    if j >= u.last:
        return None
    start = min(u.left[i], i)
    if _is_clause(reading, j, cue):
        content = j + 1, clip(reading, j + 1, max(u.right[u.head[j]], j + 1))
        return Relation("noun", (start, j - 1), cue.lemma, cue.cls, [content], speaker_of_noun(reading, i))
    if _is_announced(reading, i, j, cue):
        content = j + 1, clip(reading, j + 1, min(u.right[u.head[j]], u.last))
        return Relation("noun", (start, i), cue.lemma, cue.cls, [content], speaker_of_noun(reading, i))
    return None


def _is_clause(reading: Reading, j: int, cue: Cue) -> bool:
    """« l'annonce que le pont est fermé »."""
    u = reading.u
    return u.low[j] in reading.classes.que and "que" in cue.frames and u.dep[j] == "mark"


def _is_announced(reading: Reading, i: int, j: int, cue: Cue) -> bool:
    """« sa promesse de venir », « l'annonce de la fermeture »; not « une promesse de … », which nobody need have made."""
    u, c, start = reading.u, reading.classes, min(reading.u.left[i], i)
    if u.low[j] not in c.de_forms or cue.lemma not in c.announcing_nouns or u.pos[start] != "DET":
        return False
    return u.head[j] > j and u.head[u.head[j]] == i and u.low[start] not in c.unannounced_determiners


# --- whose words the noun names ----------------------------------------------------------------------------------------


def speaker_of_noun(reading: Reading, i: int) -> Range | None:
    """Whose words the noun at `i` names, by the first of `SPEAKERS` that finds somebody; None where the text does not say.

    >>> from framing.quotation.relations import reading_of
    >>> from framing.text.article import Article, parse_articles
    >>> article = Article("La promesse d'un train, faite par la région, n'a pas suffi.")
    >>> parse_articles([article])
    >>> speaker_of_noun(reading_of(article.units[0], article.language), 1)
    (8, 9)
    """
    return next((found for rule in SPEAKERS if (found := rule(reading, i)) is not None), None)


def _possessor(reading: Reading, i: int) -> Range | None:
    """« sa promesse »."""
    start = min(reading.u.left[i], i)
    return (start, start) if reading.u.low[start] in reading.classes.possessives else None


def _owner(reading: Reading, i: int) -> Range | None:
    """« les demandes du préfet », « l'annonce par le préfet »."""
    owner = next((k for k in reading.u.kids[i] if k > i and _owns_words(reading, k)), None)
    return None if owner is None else phrase_span(reading, owner)


def _owns_words(reading: Reading, k: int) -> bool:
    """Whether a complement of a noun of speech names who speaks: after « par », or after « de » what can."""
    u, c = reading.u, reading.classes
    if u.pos[k] not in ("NOUN", "PROPN"):
        return False
    opening = u.low[u.left[k]]
    names = u.pos[k] == "PROPN" or u.low[k] in reading.language.roles
    return opening in c.agent_prepositions or (opening in c.de_forms and names)


def _agent(reading: Reading, i: int) -> Range | None:
    """« l'annonce du report par M. Orsel », « la promesse d'un train, faite par la région », « l'annonce a été faite par … »."""
    u = reading.u
    behind = range(i + 1, min(u.n, u.right[i] + _NEAR))
    set_apart = [k for k in behind if u.low[k - 1] == "," and "VerbForm=Part" in u.morph[k]]
    made = [u.head[i]] if u.dep[i] == "nsubj:pass" else []
    return next((agent for k in (i, *set_apart, *made) for agent in agents_behind(reading, k)), None)


def _subject_of_misread_verb(reading: Reading, i: int) -> Range | None:
    """« le syndicat menace de bloquer … », « exige … et menace de bloquer … »: a verb that the parser takes for a noun."""
    u = reading.u
    opens_infinitive = i + 2 < u.n and u.low[i + 1] in reading.classes.de and is_infinitive(reading, i + 2)
    if i == 0 or u.left[i] < i and u.pos[i - 1] != "CCONJ" or not opens_infinitive:
        return None
    above = u.head[i]
    if u.pos[i - 1] == "CCONJ":
        above = above if u.pos[above] in _VERBS else u.head[above]
        return subject_of(reading, above, (above, above)) if u.pos[above] in _VERBS else None
    return phrase_span(reading, above, high=i - 1) if above < i and u.pos[above] in ("NOUN", "PROPN") else None


def subject_of_its_verb(reading: Reading, i: int) -> Range | None:
    """« le préfet a lancé un appel à … »: the subject of the verb whose object the noun is, who may have said it or not."""
    u = reading.u
    above = u.head[i]
    return subject_of(reading, above, (above, above)) if u.dep[i] in _OBJECTS and u.pos[above] in _VERBS else None


# The first that finds somebody decides.
SPEAKERS: tuple[Callable[[Reading, int], Range | None], ...] = (
    _possessor,
    _owner,
    _agent,
    _subject_of_misread_verb,
)
