"""Attribution without a verb of its own: « selon X, … », « l'annonce que … »."""

from framing.language.fr import Phrase, closed
from framing.quotation.relations.classes import POSSESSIVES, QUE, STOP_INSERT
from framing.quotation.relations.extent import after_comma, clip, quoted
from framing.quotation.relations.noun_phrases import can_speak, noun_head, phrase_span, speaks
from framing.quotation.relations.relation import Range, Reading, Relation
from framing.quotation.relations.sources import inverted_subject
from framing.quotation.relations.verbs import has_finite
from framing.text.units import Unit

_RELATIVE = closed("relative_pronouns")


def attribution_phrases(reading: Reading) -> list[tuple[int, int, Phrase, Range | None]]:
    """The attribution phrases of the sentence: first word, last word with the source, entry, source."""
    u, found = reading.u, []
    if reading.data.phrase_pattern.search(u.sentence.lower()) is None:
        return []
    i = 0
    while i < u.n:
        for phrase in reading.data.phrases.get(u.low[i], ()):
            match = _match_phrase(u, i, phrase)
            if match is None:
                continue
            source: Range | None = match
            end = match[1]
            if phrase.kind == "before-source":
                source = _source_after(reading, match[1] + 1, phrase)
                if source is None:
                    continue
                end = source[1]
            elif phrase.kind == "after" or phrase.words[0] in ("selon", "d'", "pour", "suivant"):
                continue
            found.append((i, end, phrase, source))
            i = end
            break
        i += 1
    return found


def _match_phrase(u: Unit, i: int, phrase: Phrase) -> Range | None:
    for k, word in enumerate(phrase.words):
        if i + k >= u.n:
            return None
        low = u.low[i + k]
        if low == word or word == "de" and low in ("d'", "du", "des", "de") and k == len(phrase.words) - 1:
            continue
        return None
    return i, i + len(phrase.words) - 1


def _source_after(reading: Reading, j: int, phrase: Phrase) -> Range | None:
    u = reading.u
    if j >= u.n:
        return None
    if u.low[j] in (
        "lui",
        "elle",
        "eux",
        "elles",
        "celui-ci",
        "celle-ci",
        "qui",
        "lequel",
        "laquelle",
        "lesquels",
        "lesquelles",
    ):
        return j, j
    if u.low[j] in ("moi", "nous", "vous", "toi"):
        return None
    if u.low[j] == "ce" and j + 1 < u.n and u.low[j + 1] in QUE:
        return None
    head = noun_head(u, j)
    if head is None and u.words[j][0].isupper():
        head = j
    if head is None or u.low[j] == ",":
        return None
    if not can_speak(reading, head, j) and phrase.words[0] in ("pour", "suivant", "chez"):
        return None
    last = phrase_span(u, head, low=j)[1]
    inner = next((k for k in range(j, last + 1) if u.low[k] == ","), None)
    if inner is not None and (last + 1 >= u.n or u.low[last + 1] != ","):
        last = inner - 1  # « Selon le parquet, X est … »: X opens the content
    comma = next((k for k in range(j, u.n) if u.low[k] == ","), u.n)
    if last < comma - 1 and all(
        u.words[k][0].isupper() or u.pos[k] in ("ADP", "ADJ", "DET", "NOUN") for k in range(last + 1, comma)
    ):
        last = comma - 1
    return j, max(last, j)


def phrase_relation(reading: Reading, first: int, last: int, phrase: Phrase, source: Range | None) -> Relation | None:
    """The relation of an attribution phrase, unless it only says where or when somebody spoke."""
    u = reading.u
    opens = all(u.low[k] == "," or u.pos[k] in ("CCONJ", "ADV") for k in range(first))
    relative = source is not None and u.low[source[0]] in _RELATIVE
    if phrase.words[0] == "pour" and not relative and (not opens or last + 1 >= u.n or u.low[last + 1] != ","):
        return None
    if relative:
        antecedent = next((k for k in range(first - 1, -1, -1) if u.pos[k] in ("NOUN", "PROPN")), None)
        known = antecedent is not None and (u.pos[antecedent] == "PROPN" or speaks(reading, antecedent))
        if last + 1 >= u.last or not known:
            return None
        stop = next(
            (k for k in range(last + 2, u.last) if u.low[k] == "," and not any(a <= k <= b for a, b, _ in u.pairs)),
            u.last + 1,
        )
        return Relation("phrase", (first, first), phrase.lemma, phrase.cls, [(last + 1, stop - 1)], source, None)
    cue = (first, first + len(phrase.words) - 1)
    scope = (0, u.last)
    for r in reading.found:
        for a, b in r.content:
            if r.construction != "closing" and a <= first and last <= b and b - a < scope[1] - scope[0] and a > 0:
                scope = (a, b)
    bracket = next((k for k in range(first - 1, -1, -1) if u.low[k] in ("(", ")")), None)
    if bracket is not None and u.low[bracket] == "(":
        close = next((k for k in range(last + 1, u.n) if u.low[k] == ")"), u.last + 1)
        stop = min(scope[1], close - 1)
        if bracket + 1 < first:
            return Relation("phrase", cue, phrase.lemma, phrase.cls, [(bracket + 1, first - 1)], source, None)
        if last < stop:
            return Relation("phrase", cue, phrase.lemma, phrase.cls, [(last + 1, stop)], source, None)
        scope = (scope[0], bracket - 1)
    comma = next((k for k in range(first - 1, scope[0], -1) if u.low[k] == ","), None)
    if comma is not None and last < scope[1] and u.low[last + 1] == "," and comma + 1 < first:
        inserted = u.pos[comma + 1] in ("ADJ", "NOUN", "VERB") and not has_finite(u, comma + 1, first - 1)
        if inserted and not has_finite(u, scope[0], comma) and has_finite(u, last + 1, scope[1]):
            return Relation("phrase", cue, phrase.lemma, phrase.cls, [(comma + 1, first - 1)], source, None)
    content: list[Range] = []
    if first > scope[0] and not opens:
        stop = first - 1
        while stop > scope[0] and (u.low[stop] in (",", "(", "–", "—", "-") or u.pos[stop] == "CCONJ"):
            stop -= 1
        content.append((scope[0], stop))
    if last < scope[1]:
        start = last + 1
        while start < scope[1] and u.low[start] in (",", ")", ":", "–", "—", "-"):
            start += 1
        if (
            not content
            and u.low[start] in ("qui", "dont", "où")
            and (closing := next((k for k in range(start, scope[1]) if u.low[k] == ","), None))
        ):
            start = closing + 1
        end = clip(reading, start, scope[1])
        for k in range(start + 1, end + 1):
            # « , en faisant … » is the outlet's own comment.
            if u.low[k - 1] == "," and u.low[k] == "en" and k < u.last and u.low[k + 1].endswith("ant"):
                end = k - 2
                break
        tail = (start, end)
        apart = u.low[last + 1] != "," and not after_comma(u, first)
        verb_follows = bool(content) and has_finite(u, *tail) and not has_finite(u, *content[0])
        resumes = u.low[start] not in STOP_INSERT and (verb_follows or apart)
        if not content or resumes:
            content.append(tail)
    short = scope[0] == 0 and first > 0 and u.low[first - 1] != ","  # « Trop peu selon le syndicat »
    if not content or not short and not any(has_finite(u, *c) or quoted(u, *c) for c in content):
        return None
    if phrase.words[0] not in ("selon", "d'") and any(
        r.cue
        and (
            r.cue[1] < first <= r.content[0][0]
            or last < r.cue[0]
            and r.construction == "closing"
            or last + 1 >= r.cue[0] - 2 > first
        )
        for r in reading.found
    ):
        return None  # « a souligné dans le communiqué que … »: the place of the speech, not its source
    return Relation("phrase", cue, phrase.lemma, phrase.cls, content, source, None)


def selon_ce_que(reading: Reading) -> list[Relation]:
    """« selon ce que rapportent des médias, … »: the verb is the cue."""
    u = reading.u
    for verb in reading.verbs:
        k = verb.group[0]
        if k >= 3 and u.low[k - 1] in QUE and u.low[k - 2] == "ce" and u.low[k - 3] in ("selon", "d'après"):
            source = inverted_subject(reading, verb)
            if source is not None and k == 3 and source[1] + 2 <= u.last:
                return [
                    Relation(
                        "phrase",
                        verb.group,
                        verb.cue.lemma,
                        verb.cue.cls,
                        [(source[1] + 2, u.last)],
                        source,
                        verb.at,
                    )
                ]
    return []


def noun_relations(reading: Reading) -> list[Relation]:
    """« l'annonce que … », « la promesse de … »."""
    u, found = reading.u, []
    taken = {k for r in reading.found if r.cue for k in range(r.cue[0], r.cue[1] + 1)}
    for i in range(u.n - 2):
        cue = reading.data.nouns.get(u.low[i])
        if cue is None or u.pos[i] != "NOUN" or i in taken:
            continue
        j = i + 1
        while j < u.n and u.pos[j] == "ADJ":
            j += 1
        start = u.left[i] if u.left[i] < i else i
        if j < u.last and u.low[j] in QUE and "que" in cue.frames and u.dep[j] == "mark":
            end = clip(reading, j + 1, max(u.right[u.head[j]], j + 1))
            found.append(Relation("noun", (start, j - 1), cue.lemma, cue.cls, [(j + 1, end)], None, None))
        elif (
            j < u.last
            and u.low[j] in ("de", "d'", "du", "des")
            and cue.lemma in reading.data.words("announcing_nouns")
            and u.pos[start] == "DET"
        ):
            top = u.head[j]
            if top > j and u.head[top] == i and u.low[start] not in ("cette", "ce", "ces", "une", "un"):
                end = clip(reading, j + 1, min(u.right[top], u.last))
                owner = (start, start) if u.low[start] in POSSESSIVES else None
                found.append(Relation("noun", (start, i), cue.lemma, cue.cls, [(j + 1, end)], owner, None))
    return found
