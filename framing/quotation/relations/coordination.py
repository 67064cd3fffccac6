"""Several who speak together: « X et Y ont déclaré », « ni X ni Y n'a précisé », « …, ont annoncé X, Y et Z ».

The parser often gives the verb two subjects, or one of them alone. So agreement decides: when the verb is plural and its
subject is singular, there is another one beside it; when the verb is singular, one speaks, whatever « et » joins.
"""

from framing.quotation.relations.noun_phrases import can_speak, noun_head, phrase_span
from framing.quotation.relations.relation import Range, Reading, Relation

_NAME, _NOUN = "name", "noun"


def with_joint_sources(reading: Reading) -> Reading:
    """Give the relations all who speak: the source reaches over each of them, and `speakers` are the words of each."""
    return reading._replace(found=tuple(_with_speakers(reading, r) for r in reading.found))


def _with_speakers(reading: Reading, r: Relation) -> Relation:
    if r.source is None or _is_singular(reading, r):
        return r
    source = _completed(reading, r, r.source) if _is_plural(reading, r) else r.source
    speakers = members(reading, source)
    return r._replace(source=source, speakers=speakers) if len(speakers) > 1 else r


# --- agreement --------------------------------------------------------------------------------------------------------


def _finite(reading: Reading, r: Relation) -> int | None:
    """The finite verb of the cue; without one that of the clause which the source is the subject of."""
    u = reading.u
    if r.cue is None or r.source is None or r.construction in ("phrase", "passive"):
        return None
    words = range(r.cue[0], r.cue[1] + 1)
    own = next((k for k in words if _inflects(reading, k)), None)
    if own is not None or r.source[0] > r.cue[0]:
        return own
    return next((k for k in range(r.source[1] + 1, u.n) if _inflects(reading, k)), None)


def _inflects(reading: Reading, k: int) -> bool:
    return "VerbForm=Fin" in reading.u.morph[k] and reading.u.pos[k] in ("VERB", "AUX")


def _is_plural(reading: Reading, r: Relation) -> bool:
    """Whether the verb is plural."""
    u, k = reading.u, _finite(reading, r)
    if k is None:
        return False
    return "Number=Plur" in u.morph[k] or u.low[k].endswith(reading.classes.plural_verb_endings)


def _is_singular(reading: Reading, r: Relation) -> bool:
    """Whether the verb is singular."""
    k = _finite(reading, r)
    return k is not None and "Number=Sing" in reading.u.morph[k] and not _is_plural(reading, r)


def _names_one(reading: Reading, source: Range) -> bool:
    """Whether a noun phrase is singular and no pronoun, so that a plural verb asks for another."""
    u, first = reading.u, source[0]
    if u.pos[first] == "PRON" or u.low[first] in reading.classes.plural_openers:
        return False
    head = noun_head(reading, first)
    return head is not None and "Number=Plur" not in u.morph[head]


# --- who speaks beside the source -------------------------------------------------------------------------------------


def _completed(reading: Reading, r: Relation, source: Range) -> Range:
    """The source, with those beside it of whom the plural verb tells."""
    if not _names_one(reading, source) or len(members(reading, source)) > 1:
        return source
    stop = r.cue[0] - 1 if r.cue is not None and r.cue[0] > source[1] else reading.u.last
    behind = _end_of_enumeration(reading, source, stop)
    if behind is not None:
        return source[0], behind
    before = _start_of_enumeration(reading, source)
    return source if before is None else (before, source[1])


def _end_of_enumeration(reading: Reading, source: Range, stop: int) -> int | None:
    """The last word of the last who is named behind the source: « X | , Y et Z »; None when « et » joins nobody."""
    u, c = reading.u, reading.classes
    last, end = source[1], None
    while last + 2 <= stop:
        k = last + 1
        comma = u.low[k] == ","
        k += comma
        joined = u.low[k] in c.speaker_conjunctions
        k += joined
        if joined and u.low[k] in c.que:  # « ainsi que »
            k += 1
        if not (comma or joined) or k > stop or not _opens_speaker(reading, k):
            return end
        last = _end_of_speaker(reading, k, stop)
        if joined:
            end = last
    return end


def _start_of_enumeration(reading: Reading, source: Range) -> int | None:
    """The first word of who is named before the source: « | X et Y », where the parser gives the verb Y alone."""
    u, c = reading.u, reading.classes
    k = source[0] - 1
    if k < 1 or u.low[k] not in c.speaker_conjunctions:
        return None
    above = u.head[k - 1]
    head = k - 1
    while above != head and above < k and u.pos[above] in ("NOUN", "PROPN"):
        head, above = above, u.head[above]
    if u.pos[head] not in ("NOUN", "PROPN") or any(u.dep[m] == "case" for m in u.kids[head]):
        return None
    first = phrase_span(reading, head, high=k - 1)[0]
    return first if can_speak(reading, head, first) else None


def _end_of_speaker(reading: Reading, first: int, stop: int) -> int:
    head = noun_head(reading, first)
    last = phrase_span(reading, first if head is None else head, low=first, high=stop)[1]
    inside = (k for k in range(first + 1, last + 1) if reading.u.low[k] in reading.classes.speaker_conjunctions)
    cut = next((k for k in inside if _opens_speaker(reading, k + 1)), None)
    return last if cut is None else cut - 1


# --- the parts of a source --------------------------------------------------------------------------------------------


def members(reading: Reading, source: Range) -> tuple[Range, ...]:
    """Each who is named in a source that « et » or « ni » joins; what names its own kind alone joins by a comma.

    An apposition belongs to whom it follows: « Élise Orsel, la maire de Kadrine, et Paul Varlat » are two.

    >>> from framing.quotation.relations.classes import word_classes
    >>> from framing.text.article import Article, parse_articles
    >>> article = Article("Élise Orsel et le maire de Kadrine ont déclaré que le pont tiendra.")
    >>> parse_articles([article])
    >>> members(Reading(article.units[0], article.language, word_classes(article.language)), (0, 6))
    ((0, 1), (3, 6))
    """
    starts = _starts(reading, source)
    if len(starts) < 2:
        return (source,)
    ends = [*(start - 1 for start in starts[1:]), source[1]]
    return tuple((start, _without_joints(reading, start, end)) for start, end in zip(starts, ends, strict=True))


def _starts(reading: Reading, source: Range) -> list[int]:
    """Where the speakers of a source begin; the source's own start alone when nothing joins."""
    u, c = reading.u, reading.classes
    first, last = _first_speaker(reading, source), source[1]
    cuts = [k for k in range(first + 1, last) if u.low[k] in c.speaker_conjunctions]
    joints = [k for k in cuts if _opens_speaker(reading, _behind_joint(reading, k), u.low[first])]
    if not joints:
        return [first]
    starts = [first]
    for k in range(first + 1, joints[-1] + 1):
        start = _behind_joint(reading, k)
        if k in joints or (u.low[k] == "," and _continues(reading, starts[-1], start)):
            starts.append(start)
    return starts


def _first_speaker(reading: Reading, source: Range) -> int:
    """Where the first who speaks begins: behind « ni », and behind « Interrogés, »."""
    u, first = reading.u, source[0]
    while first < source[1] and u.low[first] in reading.classes.speaker_conjunctions:
        first += 1
    comma = next((k for k in range(first, source[1]) if u.low[k] == ","), None)
    apart = comma is not None and not _opens_speaker(reading, first) and _opens_speaker(reading, comma + 1)
    return first if comma is None or not apart else comma + 1


def _behind_joint(reading: Reading, k: int) -> int:
    """The word behind a conjunction of one word or two (« ainsi que »), or behind a comma."""
    u = reading.u
    return k + 2 if k + 1 < u.n and u.low[k + 1] in reading.classes.que else k + 1


def _continues(reading: Reading, before: int, start: int) -> bool:
    """Whether what opens behind a comma is one more of an enumeration, and no apposition to the one before."""
    opens = _opens_speaker(reading, start, reading.u.low[before])
    return opens and _kind(reading, before) == _kind(reading, start)


def _kind(reading: Reading, start: int) -> str:
    return _NAME if reading.u.words[start][0].isupper() and reading.u.pos[start] != "DET" else _NOUN


def _opens_speaker(reading: Reading, k: int, opener: str = "") -> bool:
    """Whether a name, or a noun with its determiner that can speak, begins at a word.

    A determiner that can also hold a preposition counts when the one before opens with it too (`opener`): « des pêcheurs
    et des riverains », not « le ministre des Eaux et des Forêts ».
    """
    u = reading.u
    if k > u.last:
        return False
    determined = u.low[k] in reading.classes.speaker_determiners or u.low[k] == opener
    if not determined and not (u.words[k][0].isupper() and u.pos[k] in ("PROPN", "NOUN")):
        return False
    head = noun_head(reading, k)
    return head is not None and (not determined or can_speak(reading, head, k))


def _without_joints(reading: Reading, first: int, last: int) -> int:
    u, c = reading.u, reading.classes
    while last > first and (u.low[last] == "," or u.low[last] in c.speaker_conjunctions or u.low[last] in c.que):
        last -= 1
    return last
