"""Attribution relations of one parsed sentence: cue, content and source, by rules on the parse and on word order.

The parser errs most where news quotes (inverted subjects, inserted clauses), so word order decides there, and the parse says how
far a noun phrase or a clause reaches. The rules name constructions, not verbs: what each verb can do stands in
`language/fr/reporting_verbs.csv`.
"""

from dataclasses import dataclass
from typing import NamedTuple

from framing.language.fr import ANNOUNCING, Cue, French, Phrase, conjugate
from framing.marks import Pair
from framing.units import Unit, word_set

Range = tuple[int, int]  # first and last word

_AVOIR = frozenset(conjugate("avoir"))
_ETRE = frozenset(conjugate("être"))
_CLITICS = word_set("se s' ne n' me m' te t' nous vous le la les l' lui leur y en")
_POSTPOSED = word_set("-il -elle -ils -elles -on -t -t-il -t-elle -t-on -je -nous -ce")
_SUBJECT_PRONOUNS = word_set("il elle ils elles on je nous qui celui-ci celle-ci ceux-ci celles-ci")
_QUE = frozenset(["que", "qu'"])
_ENDS = frozenset([",", "—", "–", "-", ".", "!", "?", "…", "...", ";"])
_DE = frozenset(["de", "d'"])
_COMMA = frozenset([",", "–", "—", "-", "(", ")"])
_NOBODY = word_set("on rien personne cela ça ceci ce -on -je -nous -ce")
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM"])
_TIMES = word_set(
    "lundi mardi mercredi jeudi vendredi samedi dimanche matin soir midi jour jours semaine semaines mois année années an "
    "ans fois janvier février mars avril mai juin juillet août septembre octobre novembre décembre veille lendemain nuit journée "
    "après-midi soirée matinée heure heures"
)

_NEGATIONS = word_set("pas plus jamais point rien guère aucun aucune")
_QUANTITY = word_set(
    "ce cette celui-ci celle-ci ceux-ci certains certaines plusieurs un une l'un l'une beaucoup tous toutes"
)
_ADJOINING = word_set("sans afin alors tandis avant après")
_TEMPORAL = word_set("avant après lors pendant durant depuis lundi mardi mercredi jeudi vendredi samedi dimanche")
_CIRCUMSTANCE = _TEMPORAL | word_set("à au aux en dans sur devant")
_CONJUNCTION_HEADS = word_set(
    "alors tandis afin avant après pour bien même ainsi lors depuis dès pendant sans parce tant sitôt aussitôt outre hormis "
    "sauf vu ce autant pourvu quoi jusque attendu étant sinon tel telle"
)
_COMPARING = word_set("plus moins aussi autant tel telle davantage pire mieux")
_STOP_INSERT = word_set(
    "qui dont où lors avant après alors tandis quand lorsque ajoutant citant selon dans à au en sur pour par lundi "
    "mardi mercredi jeudi vendredi samedi dimanche hier"
)


@dataclass
class Relation:
    """One relation of a sentence, in words of the sentence."""

    construction: str
    cue: Range | None
    lemma: str | None
    cls: str | None
    content: list[Range]
    source: Range | None
    verb: int | None = None
    passive: bool = False
    form: str = ""
    rest: Pair | None = None  # the rest of this quotation belongs to the content, parsed or not


class Verb(NamedTuple):
    """A reporting verb at a place: its entry, the word range of the whole verb group, its form, whether passive."""

    at: int
    cue: Cue
    group: Range
    form: str
    passive: bool
    end: int  # last word of the lemma (« mettre l'accent »)


def relations(u: Unit, data: French) -> list[Relation]:
    """All relations of the sentence `u`, in order of their cue."""
    return _Reader(u, data).read()


def lead_in(u: Unit, data: French, colon: int) -> Range | None:
    """Who speaks in words that lead to a quotation without a cue: « Une passante, Lise Orsel : « … » »."""
    reader = _Reader(u, data)
    subject = next((k for k in range(colon) if u.dep[k].startswith("nsubj")), None)
    if subject is not None:
        span = reader.phrase_span(subject, high=colon - 1)
        return (
            span if u.low[subject] in _SUBJECT_PRONOUNS - {"on", "qui"} or reader.can_speak(subject, span[0]) else None
        )
    head = next((k for k in range(colon) if u.pos[k] in _NOMINAL), None)
    if head is None or any("VerbForm=Fin" in u.morph[k] for k in range(colon)) or not reader.can_speak(head, 0):
        return None
    return 0, colon - 1


class _Reader:
    def __init__(self, u: Unit, data: French):
        self.u = u
        self.data = data
        self.verbs: list[Verb] = []
        self.found: list[Relation] = []
        self.shared: dict[int, int] = {}  # a participle to the one whose auxiliary it shares
        self.cuts: list[int] = []  # words at which an attribution of the whole sentence starts

    def read(self) -> list[Relation]:
        u = self.u
        self.verbs = self._reporting_verbs()
        phrases = self._phrases()
        self.cuts = [first for first, _, _, _ in phrases if first > 0 and u.low[first - 1] in (",", "(")]
        used: set[int] = set()
        for verb in self.verbs:
            if relation := self._closing(verb):
                self.found.append(relation)
                used.add(verb.at)
        self.found += self._unlisted(used)
        for verb in self.verbs:
            if verb.at not in used:
                self.found += [r for r in self._opening(verb) if self._holds(verb, r)]
        self._end_at_next()
        for r in self.found:
            if r.construction == "closing" and r.source and u.low[r.source[0]] == "-on":
                told = next(
                    (p for p in phrases if p[2].words[0] == "de" and p[0] in (r.source[1] + 1, r.source[1] + 2)), None
                )
                if told:
                    r.source = (told[0] + 1, told[1])
                    phrases.remove(told)
        for first, last, phrase, source in phrases:
            if relation := self._by_phrase(first, last, phrase, source):
                self.found.append(relation)
        self.found += self._selon_ce_que()
        self.found += self._noun_cues()
        return sorted(self.found, key=lambda r: r.cue or r.content[0])

    def _holds(self, verb: Verb, r: Relation) -> bool:
        """Whether a relation stands: somebody can have said it, and somebody did."""
        u = self.u
        source = u.low[r.source[0]] if r.source else ""
        inside = next((p for p in u.pairs if p[0] <= verb.at <= p[1]), None)
        if inside is not None and r.content[0][0] >= inside[0]:
            # Within another's words only what names its own source counts.
            return (
                r.construction == "que" and r.source is not None and r.source[0] >= inside[0] and source not in _NOBODY
            )
        single = r.source is not None and r.source[0] == r.source[1]
        if single and (source in _QUE or source in _NOBODY or source in ("je", "j'", "nous")):
            return source == "-on"
        if r.construction in ("que", "infinitive", "passive") and r.source is None and verb.form != "infinitive":
            negated = any(u.low[k] in ("n'", "ne") for k in range(*verb.group))
            return (r.passive or verb.form == "bare") and not negated
        return True

    def _end_at_next(self) -> None:
        """« A estime que … et annonce … »: what the same source says next ends what it said before."""
        u = self.u
        for r in self.found:
            if r.construction not in ("que", "infinitive", "object") or r.source is None:
                continue
            start, end = r.content[-1]
            for other in self.found:
                if other is r or other.source != r.source or other.cue is None or other.verb is None:
                    continue
                if other.form in ("infinitive", "gerund") or other.construction == "phrase":
                    continue
                if start < other.cue[0] <= end:
                    stop = other.cue[0] - 1
                    while stop > start and (u.low[stop] in _COMMA or u.pos[stop] in ("CCONJ", "ADV")):
                        stop -= 1
                    r.content[-1] = (start, stop)
                    end = stop

    # --- verbs -----------------------------------------------------------------------------------------------------------

    def _reporting_verbs(self) -> list[Verb]:
        u, found = self.u, self.verbs
        i = 0
        while i < u.n:
            entries = self.data.verbs.get(u.low[i])
            verb = self._verb_at(i, entries) if entries else None
            if verb:
                found.append(verb)
                i = verb.end
            i += 1
        return found

    def _verb_at(self, i: int, entries: tuple[Cue, ...]) -> Verb | None:
        u = self.u
        aux = self._auxiliaries(i)
        verbal = u.pos[i] in ("VERB", "AUX")
        clitic_after = i + 1 < u.n and u.low[i + 1] in _POSTPOSED
        before_que = u.pos[i] in ("NOUN", "PROPN", "ADJ", "INTJ", "X") and self._stands_as_verb(i)
        only = not verbal and self._only_verb(i, entries)
        if not (verbal or aux is not None or clitic_after or before_que or only):
            return None
        best: tuple[int, Cue, int] | None = None
        has_se = self._reflexive(i, aux)
        for cue in entries:
            end = self._lemma_end(i, cue.rest)
            if end is None:
                continue
            rank = 2 * len(cue.rest) + (cue.pronominal == has_se)
            fits = (cue.form == "participle") == (aux is not None) or cue.form in ("gerund", "infinitive")
            rank = rank * 2 + fits
            if best is None or rank > best[0]:
                best = rank, cue, end
        if best is None:
            return None
        _, cue, end = best
        form = cue.form
        forms = {c.form for c in entries if c.lemma == cue.lemma}
        if "participle" in forms and aux is not None:
            form = "participle"
        elif "participle" in forms and "finite" in forms:
            subject = u.dep[i] == "ROOT" and self._plain_subject(i) is not None
            form = "finite" if cue.rest or subject or "VerbForm=Part" not in u.morph[i] else "bare"
        elif forms == {"participle"}:
            form = "bare"
        if form == "participle" and aux is None:
            form = "bare"
        if (
            form == "bare"
            and u.dep[i] == "conj"
            and self._auxiliaries(u.head[i]) is not None
            and u.pos[i] in ("VERB", "ADJ")
        ):
            above = u.head[i]
            if u.pos[above] not in ("VERB", "AUX"):
                above = i
            if not any(u.low[m] in _ETRE for m in range(self._first_auxiliary(above), above)) or has_se:
                form = "participle"  # « a condamné … et annoncé … »
        passive = False
        if form == "participle" and aux is not None:
            words = {u.low[j] for j in range(aux, i)}
            passive = bool(words & _ETRE) and not has_se
        first = aux if aux is not None else i
        while (
            first > 0
            and u.low[first - 1] in ("ne", "n'", "se", "s'", "me", "m'", "nous")
            and u.head[first - 1] in (i, first)
        ):
            first -= 1
        if form == "bare" and i > 1 and u.low[i - 1] == "et" and self.verbs:
            before = self.verbs[-1]
            followed = i < u.last and (u.low[i + 1] in _QUE or u.pos[i + 1] in ("DET", "ADP"))
            finite = any("VerbForm=Fin" in u.morph[k] for k in range(before.end + 1, i))
            if before.form == "participle" and not before.passive and followed and not finite:
                form, self.shared[i] = "participle", before.at  # « a condamné … et annoncé … »
        last = end
        while last + 1 < u.n and u.low[last + 1] in _POSTPOSED:
            last += 1
        return Verb(i, cue, (first, last), form, passive, end)

    def _only_verb(self, i: int, entries: tuple[Cue, ...]) -> bool:
        """Whether the sentence has no finite verb but this word, between a noun and a determiner: « X dément cette … »."""
        u = self.u
        return (
            any(c.form == "finite" for c in entries)
            and 0 < i < u.last
            and u.pos[i - 1] in ("NOUN", "PROPN", "ADJ")
            and u.pos[i + 1] == "DET"
            and not any("VerbForm=Fin" in m for m in u.morph)
        )

    def _stands_as_verb(self, i: int) -> bool:
        """Whether a word that the parser takes for a noun stands where a verb does: before « que », or after a comma and
        before a noun phrase."""
        u, j = self.u, i + 1
        while j < u.n and u.pos[j] == "ADV":
            j += 1
        if j < u.n and u.low[j] in _QUE and u.dep[j] != "fixed":
            return i > 0 and u.pos[i - 1] != "DET" and u.low[i - 1] not in _DE
        return i > 0 and u.low[i - 1] == "," and j < u.n and (u.pos[j] in ("DET", "PROPN") or u.low[j] == "un")

    def _lemma_end(self, i: int, rest: tuple[str, ...]) -> int | None:
        u, j = self.u, i
        for word in rest:
            j += 1
            if j < u.n and u.low[j] != word and u.pos[j] == "ADV":
                j += 1
            if j >= u.n or u.low[j] != word:
                return None
        return j

    def _auxiliaries(self, i: int) -> int | None:
        """The first auxiliary of the verb at `i`, if there is one."""
        u = self.u
        aux = [
            k
            for k in u.kids[i]
            if k < i and u.dep[k].startswith(("aux", "cop")) and (u.low[k] in _AVOIR or u.low[k] in _ETRE)
        ]
        j = i - 1
        if j > 2 and u.low[j] == ",":
            # « avait, dans un communiqué, déclaré »
            comma = next((k for k in range(j - 1, max(-1, j - 9), -1) if u.low[k] == ","), None)
            if comma and (u.low[comma - 1] in _AVOIR or u.low[comma - 1] in _ETRE):
                j = comma - 1
        while j >= 0 and i - j <= 12:
            if u.low[j] in _AVOIR or u.low[j] in _ETRE:
                if u.pos[j] in ("AUX", "VERB"):
                    aux.append(j)
                j -= 1
                continue
            if (
                u.pos[j] == "ADV"
                or u.low[j] in _POSTPOSED
                or u.low[j] in ("eux", "elles", "lui", "même", "mêmes", "tous")
            ):
                j -= 1
                continue
            break
        return min(aux) if aux else None

    def _reflexive(self, i: int, aux: int | None) -> bool:
        u, j = self.u, (aux if aux is not None else i) - 1
        return j >= 0 and (
            u.low[j] in ("se", "s'") or (u.low[j] in ("ne", "n'") and j > 0 and u.low[j - 1] in ("se", "s'"))
        )

    # --- subjects --------------------------------------------------------------------------------------------------------

    def _plain_subject(self, i: int) -> int | None:
        u = self.u
        for k in (*u.kids[i], *(k for aux in u.kids[i] if u.dep[aux].startswith("aux") for k in u.kids[aux])):
            if u.dep[k].startswith("nsubj") and u.low[k] not in _POSTPOSED:
                return k
        return None

    def phrase_span(self, head: int, low: int = 0, high: int | None = None) -> Range:
        """The noun phrase of the word `head`, without what follows a comma unless it is an apposition."""
        u = self.u
        first, last = max(u.left[head], low), u.right[head]
        if high is not None:
            last = min(last, high)
        while first < head and (
            u.low[first] in _COMMA or u.pos[first] in ("ADP", "CCONJ", "PUNCT") or u.low[first] in ("que", "qu'")
        ):
            first += 1
        for k in u.kids[head]:
            if (
                k > head
                and u.dep[k] in ("acl:relcl", "acl", "advcl", "parataxis", "ccomp", "punct", "conj")
                and u.left[k] <= last
            ):
                comma = u.left[k] > 0 and u.low[u.left[k] - 1] in _COMMA
                relative = u.dep[k] != "conj" and (comma or u.dep[k] in ("parataxis", "ccomp", "advcl"))
                verb = u.dep[k] == "conj" and u.pos[k] in ("VERB", "AUX")
                if (relative or verb) and u.left[k] > head:
                    last = min(last, u.left[k] - 1)
        last = self._with_name(last, high)
        while last > head and (
            u.low[last] in _COMMA and u.low[last] != ")" or u.pos[last] == "CCONJ" or u.low[last] in (":", ";", ".")
        ):
            last -= 1
        return first, last

    def _with_name(self, last: int, high: int | None) -> int:
        """`last`, or the end of the name that follows at once or after a comma: « la ministre de l'Eau, Élise Orsel »."""
        u = self.u
        stop = u.n - 1 if high is None else high
        k = last + 1
        comma = k < stop and u.low[k] == ","
        if comma:
            k += 1
        first = k
        while k <= stop and u.pos[k] == "PROPN" and u.words[k][0].isupper():
            k += 1
        closed = k > stop or u.low[k] in (",", ".", ")", ":") or k == stop + 1
        if comma and k - first >= 2 and closed or not comma and k > first and u.pos[last] in ("NOUN", "ADJ", "PROPN"):
            return k - 1
        return last

    def subject(self, i: int, group: Range, depth: int = 0) -> Range | None:
        """The words of the subject of the verb at `i`: its own, or that of the verb which governs it."""
        u = self.u
        if depth > 6:
            return None
        if i in self.shared:
            partner = self.shared[i]
            return self.subject(partner, (self._first_auxiliary(partner), partner), depth + 1)
        for r in self.found:
            if r.verb == i and r.construction == "closing":
                return r.source
        for k in range(group[1], i, -1):
            if u.low[k] in _POSTPOSED and u.low[k] != "-t":
                return k, k
        near = group[0] - 1
        while near > 0 and u.low[near] in _CLITICS and u.low[near] not in ("lui", "nous"):
            near -= 1
        if near >= 0 and u.low[near] in _SUBJECT_PRONOUNS and u.low[near] != "qui":
            return near, near
        own = self._plain_subject(i)
        if own is not None:
            return self.phrase_span(own, high=group[0] - 1 if own < i else None)
        gerund = u.low[i].endswith("ant")
        if gerund and (group[0] == 0 or group[0] == 1 and u.low[0] == "en"):
            return self._leading_gerund(i)
        head = u.head[i]
        if not gerund and "VerbForm=Inf" not in u.morph[i]:
            beside = self._left_neighbour(group[0])
            if beside is not None:
                return beside
        if head == i:
            return None
        if u.dep[i] == "acl:relcl":
            return next(((k, k) for k in range(u.left[i], i) if u.low[k] == "qui"), None)
        if u.pos[head] in ("VERB", "AUX", "ADJ") or self._plain_subject(head) is not None:
            above = self.subject(head, (self._first_auxiliary(head), head), depth + 1)
            if above is not None and self._disagrees(i, group, above) and u.head[head] != head:
                up = u.head[head]
                return self.subject(up, (self._first_auxiliary(up), up), depth + 1) or above
            return above
        if u.pos[head] in ("NOUN", "PROPN", "PRON"):
            up = u.head[head]
            if u.dep[i] in ("acl", "advcl") and gerund and u.dep[head] not in ("nsubj", "nsubj:pass") and up != head:
                if self.speaks(head) and u.low[i - 1] != ",":
                    return self.phrase_span(head, high=i - 1)  # « un communiqué expliquant … »
                return self.subject(up, (self._first_auxiliary(up), up), depth + 1) or self.phrase_span(head)
            if u.dep[i] in ("acl", "advcl", "conj"):
                if u.dep[head].startswith("nsubj") or head == u.head[head] or gerund:
                    return self.phrase_span(head, high=i - 1 if head < i else None)
                return self.subject(up, (self._first_auxiliary(up), up), depth + 1)
        if gerund or u.dep[i] == "fixed":
            return self.subject(head, (self._first_auxiliary(head), head), depth + 1)
        return None

    def _disagrees(self, i: int, group: Range, source: Range) -> bool:
        """Whether a finite verb and a noun phrase differ in number."""
        u = self.u
        finite = next((k for k in range(group[0], i + 1) if "VerbForm=Fin" in u.morph[k]), None)
        if finite is None:
            return False
        plural = "Number=Plur" in u.morph[finite] or u.low[finite].endswith("ent")
        head = next((k for k in range(source[0], source[1] + 1) if not source[0] <= u.head[k] <= source[1]), source[0])
        several = "Number=Plur" in u.morph[head] or u.low[source[0]] in ("les", "des", "ces", "ils", "elles")
        both = any(u.low[k] == "et" for k in range(*source))
        return plural != several and not both

    def _first_auxiliary(self, i: int) -> int:
        aux = self._auxiliaries(i)
        return i if aux is None else aux

    def speaks(self, head: int) -> bool:
        """Whether the noun of `head` names a person, a group, a document or an outlet."""
        return self.u.low[head] in self.data.roles or self.u.words[head] in self.data.roles

    def _leading_gerund(self, i: int) -> Range | None:
        """The subject of the main clause for a gerund that opens the sentence: « Notant que …, il … »."""
        u = self.u
        for k in range(i + 1, u.n):
            if u.low[k - 1] == "," and u.low[k] in _SUBJECT_PRONOUNS and u.low[k] != "qui":
                return k, k
        for k in range(i + 1, u.n):
            if u.low[k - 1] == "," and u.pos[k] in ("DET", "PROPN"):
                head = self._noun_head(k)
                if head is not None and u.dep[head].startswith("nsubj"):
                    return self.phrase_span(head, low=k)
        return None

    def _left_neighbour(self, at: int) -> Range | None:
        """The subject that stands just before the verb group, when the parser has not found it."""
        u, j = self.u, at - 1
        while j >= 0 and (
            u.pos[j] == "ADV" or u.low[j] in _CLITICS and u.pos[j] == "PRON" and u.low[j] not in ("lui", "nous")
        ):
            j -= 1
        if j < 0 or u.low[j] in (",", ":"):
            return None
        if u.low[j] in _SUBJECT_PRONOUNS:
            return j, j
        if u.pos[j] in _NOMINAL or u.pos[j] == "ADJ" or u.low[j] == ")":
            head = j
            while (
                u.head[head] != head and u.head[head] < at and u.pos[u.head[head]] in ("NOUN", "PROPN", "ADJ", "PRON")
            ):
                head = u.head[head]
            if (
                u.pos[head] in _NOMINAL
                and u.left[head] <= head
                and not any(u.dep[k] == "case" for k in u.kids[head] if k < head)
            ):
                return self.phrase_span(head, high=at - 1)
        return None

    def _agent(self, i: int) -> Range | None:
        u = self.u
        for k in u.kids[i]:
            if k > i and u.dep[k] in ("obl:agent", "obl:arg", "obl:mod", "nmod") and u.low[u.left[k]] in ("par", "par"):
                return self.phrase_span(k)
        return None

    # --- content before the verb -------------------------------------------------------------------------------------------

    def _after_comma(self, first: int) -> bool:
        u, j = self.u, first - 1
        while j >= 0 and u.pos[j] == "ADV" and u.low[j] in ("ainsi", "encore", "notamment", "toujours", "également"):
            j -= 1
        return j >= 0 and (
            u.low[j] in (",", "—", "–", "-", "!", "?", "…", "...", ".") or any(p[1] == j for p in u.pairs)
        )

    def _closing(self, verb: Verb) -> Relation | None:
        """« …, a annoncé X » and « …, a-t-il dit »: content before an inverted cue, or round it."""
        u, first = self.u, verb.group[0]
        if verb.form not in ("finite", "participle") or first == 0 or verb.passive:
            return None
        if not verb.cue.frames & {"inverted", "direct", "que"}:
            return None
        comme = first > 1 and u.low[first - 1] in ("le", "l'") and u.low[first - 2] == "comme"
        if comme:
            first -= 2
        if first == 0 or not self._after_comma(first):
            return None
        clitic = next(
            (k for k in range(verb.at, verb.group[1] + 1) if u.low[k] in _POSTPOSED and u.low[k] != "-t"), None
        )
        clitic = clitic or next(
            (k for k in range(verb.group[0], verb.at) if u.low[k] in _POSTPOSED and u.low[k] != "-t"), None
        )
        if clitic is not None:
            source: Range | None = (clitic, clitic)
            after = verb.group[1] + 1
        else:
            source = self._inverted_subject(verb)
            if source is None:
                return None
            after = source[1] + 1
        relation = Relation("closing", verb.group, verb.cue.lemma, verb.cue.cls, [], source, verb.at, form=verb.form)
        inside = next((p for p in u.pairs if p[0] < first and p[1] >= verb.at), None)
        if inside is not None:
            return self._inserted(relation, inside, first, after)
        start = 0
        for r in self.found:
            if r.construction == "closing" and r.cue and r.cue[0] < first:
                start = max(start, r.cue[1] + 1, r.source[1] + 1 if r.source else 0, r.content[-1][1] + 1)
        while start < first and (u.low[start] in _COMMA or u.low[start] in (";", ":", "et", ".")):
            start += 1
        stop = first - 1
        while stop > start and (u.low[stop] in _ENDS or u.low[stop] in ("ainsi", "encore", "notamment", "également")):
            stop -= 1
        if stop < start:
            return None
        if clitic is None and not (self._has_finite(start, stop) or self._quoted(start, stop)):
            return None
        for a, b, _ in u.pairs:
            if b == stop and a > start + 1 and (u.low[a - 1] == ":" or comme):
                start = a
        relation.content.append((start, stop))
        if tail := self._resumed(start, stop, after):
            relation.content.append(tail)
        self.cuts.append(first)
        return relation

    def _unlisted(self, used: set[int]) -> list[Relation]:
        """« … », plaisante X: after a quotation, any verb before somebody is a cue."""
        u, found = self.u, []
        for a, b, _ in u.pairs:
            j = b + 1
            while j < u.n and u.low[j] in _ENDS:
                j += 1
            i = j
            while i < u.last and (
                u.low[i] in _AVOIR or u.low[i] in _ETRE or u.low[i] in ("se", "s'") or u.pos[i] == "ADV"
            ):
                i += 1
            if (
                i >= u.last
                or u.pos[i] != "VERB"
                and not (i == j and self._stands_as_verb(i))
                or i in used
                or not self._has_finite(a, b)
                or u.low[i].endswith("ant")
            ):
                continue
            cue = Cue(u.low[i], (), "neutral", frozenset(["inverted"]), False, False, "finite")
            if relation := self._closing(Verb(i, cue, (j, i), "finite", False, i)):
                found.append(relation)
                used.add(i)
        return found

    def _inserted(self, relation: Relation, pair: tuple[int, int, Pair], first: int, after: int) -> Relation | None:
        """A reporting clause inside the marks: « La paix tiendra, a dit X. Nous y veillerons. »"""
        u = self.u
        stop = first - 1
        while stop > pair[0] and u.low[stop] in _ENDS:
            stop -= 1
        relation.content.append((pair[0], stop))
        while after <= pair[1] and u.low[after] in _ENDS:
            after += 1
        if after <= pair[1]:
            relation.content.append((after, pair[1]))
        relation.rest = pair[2]
        return relation

    def _inverted_subject(self, verb: Verb) -> Range | None:
        """The noun phrase after the verb, when it can be who speaks."""
        u, j = self.u, verb.group[1] + 1
        hops = 0
        while j < u.n and hops < 8:
            if self._time_at(j):
                j += 1
                continue
            if u.pos[j] in ("DET", "PROPN", "NOUN", "NUM") or u.low[j] in _QUANTITY:
                break
            if u.low[j] in _QUE or u.low[j] in (":", "à") and hops == 0 and u.low[j] != "à":
                return None
            if u.pos[j] == "ADV":
                j += 1
            elif u.pos[j] == "ADP":
                top = u.head[j]
                if top <= j:
                    return None
                j = u.right[top] + 1 if self._plain_obl(top) else top + 1
            elif u.low[j] == ",":
                j += 1
            else:
                return None
            hops += 1
        if j >= u.n or hops >= 8:
            return None
        head = self._noun_head(j)
        if head is None or not self.can_speak(head, j):
            return None
        first, last = self.phrase_span(head, low=j)
        if last + 1 < u.n and u.low[last + 1] in _QUE and u.dep[last + 1] == "mark":
            return None
        return j if j < first else first, last

    def _time_at(self, j: int) -> bool:
        """Whether the word belongs to a time: « mardi », « ce jeudi 4 mai », « lundi soir »."""
        u = self.u
        following = u.low[j + 1] if j + 1 < u.n else ""
        day = u.pos[j] in ("DET", "NUM") and following in _TIMES or u.low[j] in _TIMES
        return day or u.low[j].isdigit() and j > 0 and u.low[j - 1] in _TIMES

    def _plain_obl(self, top: int) -> bool:
        u = self.u
        return not any(u.dep[k] in ("appos", "nsubj", "conj") for k in u.kids[top])

    def _noun_head(self, j: int) -> int | None:
        """The head of the noun phrase that starts at `j`."""
        u, head = self.u, j
        while u.pos[head] not in _NOMINAL:
            up = u.head[head]
            if up <= head:
                break
            head = up
        if u.pos[head] not in _NOMINAL and u.low[head] not in ("dernier", "dernière", "derniers", "dernières"):
            return None
        while (
            u.left[u.head[head]] == j
            and u.head[head] != head
            and u.pos[u.head[head]] in _NOMINAL
            and u.head[head] > head
        ):
            head = u.head[head]
        return head

    def can_speak(self, head: int, first: int) -> bool:
        """Whether the noun can name a source: a name, a role, a group, a document, a pronoun."""
        u = self.u
        word = u.words[head]
        if u.low[first] in ("sa", "son", "ses", "leur", "leurs") and u.low[head] not in self.data.roles:
            return False
        return (
            u.pos[head] in ("PROPN", "PRON")
            or word[0].isupper()
            or u.low[head] in self.data.roles
            or word in self.data.roles
            or u.low[head] in ("dernier", "dernière", "source", "sources")
            or any(
                u.pos[k] == "PROPN" and u.dep[k] in ("appos", "flat:name", "nmod") and u.words[k][0].isupper()
                for k in u.kids[head]
            )
        )

    def _has_finite(self, first: int, last: int) -> bool:
        u = self.u
        for k in range(first, last + 1):
            if "VerbForm=Fin" in u.morph[k] and u.pos[k] in ("VERB", "AUX"):
                j = k
                while u.dep[j].startswith(("aux", "cop")) and u.head[j] != j:
                    j = u.head[j]
                if u.dep[j] != "acl:relcl":
                    return True
        return False

    def _quoted(self, first: int, last: int) -> bool:
        return any(p[0] >= first and p[1] == last for p in self.u.pairs)

    def _resumed(self, start: int, stop: int, after: int) -> Range | None:
        """The second part of a content round its cue, if the sentence goes on with it."""
        u = self.u
        j = after
        if j <= u.last and u.low[j] in (",", "—", "–", "-", ":", ".", ";"):
            j += 1
        if j > u.last:
            return None
        pair = next((p for p in u.pairs if p[0] == j), None)
        if pair is not None:
            return j, u.last if pair[1] + 2 >= u.last else pair[1]
        if j == after or u.low[j] in _STOP_INSERT or u.low[j] in self.data.verbs and u.low[j].endswith("ant"):
            return None
        if not self._has_finite(start, stop) and self._has_finite(j, u.last):
            return j, self._clip(j, u.last)
        return None

    def _clip(self, first: int, last: int) -> int:
        """`last`, or the word before an attribution of the whole sentence that starts between."""
        u = self.u
        stop = min([c - 1 for c in self.cuts if first < c <= last] + [last])
        while stop > first and (
            u.low[stop] in (",", ";", ":", "—", "–", "-", ".")
            or u.pos[stop] == "CCONJ"
            or u.low[stop] in ("ainsi", "encore")
        ):
            stop -= 1
        return stop

    # --- content after the verb ----------------------------------------------------------------------------------------------

    def _opening(self, verb: Verb) -> list[Relation]:
        u, i, cue = self.u, verb.at, verb.cue
        if verb.form == "bare":
            if "person_de" in cue.frames and cue.cls == "accusation" and i + 1 < u.n and u.low[i + 1] in ("de", "d'"):
                return self._passive(verb, self._agent(i))
            return []
        source = self._agent(i) if verb.passive else self.subject(i, verb.group)
        if verb.passive:
            return self._passive(verb, source)
        if verb.form == "infinitive" and source is not None and not self._carried(verb):
            source = None

        def relation(construction: str, *content: Range) -> list[Relation]:
            return [Relation(construction, verb.group, cue.lemma, cue.cls, list(content), source, i, form=verb.form)]

        head = self._object(verb)
        que = self._complementizer(verb)
        if (
            que is not None
            and head is not None
            and "object" in cue.frames
            and head < que - 1
            and u.low[que - 1] in (",", "et")
        ):
            que = None
        if que is not None and cue.frames & {"que", "direct"}:
            start = que + 1
            if start <= u.last:
                return relation("que", (start, self._scope(verb, start)))
        if verb.form != "infinitive" and (attribute := self._attribute(verb)):
            return relation("attribute", attribute)
        inf = self._infinitive(verb)
        if inf is not None:
            end = self._scope(verb, inf)
            # A wish is no speech, unless its words are in marks: « souhaite « ouvrir » … ».
            if not cue.cognition or "infinitive" in cue.frames or any(inf <= a <= end for a, _, _ in u.pairs):
                return relation("infinitive", (inf, end))
        direct = self._direct_after(verb)
        if direct is not None and cue.frames & {"direct", "que", "inverted"}:
            return relation("direct", direct)
        if verb.form == "infinitive" and not self._light(verb):
            return []
        if "person_de" in cue.frames and (arg := self._de_argument(verb)) is not None:
            return relation("person_de", (arg, self._scope_phrase(verb, arg, arg)))
        if (
            cue.frames & {"a_object", "de_object", "contre_object", "pour_object"}
            and (oblique := self._oblique(verb)) is not None
        ):
            return relation("oblique", (oblique, self._scope_phrase(verb, oblique, oblique)))
        if head is not None and source is not None:
            first = max(u.left[head], verb.group[1] + 1)
            while first < head and u.low[first] in _COMMA:
                first += 1
            speaks = self._animate(source) or cue.cls not in ("neutral", "factive")
            clause = next(
                (k for k in range(head + 1, min(u.n, head + 4)) if u.low[k] in _QUE and u.dep[k] == "mark"), None
            )
            if clause is not None and clause < u.last and u.low[head] in self.data.attitudes:
                return relation("que", (clause + 1, self._scope(verb, clause + 1)))
            if not ("object" in cue.frames and speaks or self._attitude(verb, first, head)):
                if (marked := self._marked_oblique(verb)) and verb.form != "infinitive":
                    return relation("oblique", marked)
                return []
            return relation("object", (first, self._scope_phrase(verb, first, head)))
        if source is not None and verb.form != "infinitive" and (marked := self._marked_oblique(verb)):
            return relation("oblique", marked)
        return []

    def _carried(self, verb: Verb) -> bool:
        """Whether the infinitive completes a verb, so that its subject speaks: « a voulu rappeler », not « pour rappeler »."""
        u, first = self.u, verb.group[0]
        while first > 0 and u.low[first - 1] in _CLITICS:
            first -= 1
        if self._sequel(first):
            return True
        return u.dep[verb.at] in ("xcomp", "conj", "ROOT", "ccomp") and (
            first == 0 or u.low[first - 1] not in ("pour", "afin", "sans")
        )

    def _sequel(self, first: int) -> bool:
        """« … avant de fustiger … », « après avoir dénoncé … »: one speech after another."""
        u = self.u
        return (
            first > 1
            and u.low[first - 1] in _DE
            and u.low[first - 2] == "avant"
            or first > 0
            and u.low[first - 1] == "après"
        )

    def _light(self, verb: Verb) -> bool:
        """Whether the infinitive hangs on a verb that adds no doubt: « tient à saluer », « continue de nier »."""
        u = self.u
        light = ("tien", "tenu", "continu", "vien", "os", "commenc", "empress")
        return u.low[u.head[verb.at]].startswith(light) or self._sequel(verb.group[0])

    def _animate(self, source: Range) -> bool:
        u = self.u
        if u.low[source[0]] in _SUBJECT_PRONOUNS or u.low[source[0]] in _POSTPOSED:
            return True
        head = next(
            (
                k
                for k in range(source[0], source[1] + 1)
                if u.head[k] < source[0] or u.head[k] > source[1] or u.head[k] == k
            ),
            source[0],
        )
        return self.can_speak(head, source[0])

    def _attitude(self, verb: Verb, first: int, head: int) -> bool:
        """« affirme sa volonté », « affirmant « l'urgence » … »: a noun that says an attitude, or words in marks right away."""
        u = self.u
        if not verb.cue.frames & {"que", "direct"} or verb.cue.cognition:
            return False
        possessive = u.low[first] in ("sa", "son", "ses", "leur", "leurs", "la", "l'", "le")
        if possessive and u.low[head] in self.data.attitudes:
            return True
        titled = self.data.island_markers.get(u.low[head]) in ("title", "name")
        return any(first <= a <= first + 2 and not (titled and head < a) for a, _, _ in u.pairs)

    def _marked_oblique(self, verb: Verb) -> Range | None:
        """« a parlé de « camps » », « crie au « bâillon » »: words in marks after the verb and a preposition."""
        u, k = self.u, verb.group[1] + 1
        for a, b, _ in u.pairs:
            if k < a <= k + 3 and u.pos[k] == "ADP" and all(u.pos[m] in ("DET", "ADP", "ADV") for m in range(k, a)):
                start = a if a == k + 1 else k + 1
                return start, max(b, self._clip(start, b))
        return None

    def _attribute(self, verb: Verb) -> Range | None:
        """« considère X comme Y », « qualifie X de Y », « juge X inacceptable »: X and Y together."""
        u, i, frames = self.u, verb.at, verb.cue.frames
        first = verb.group[1] + 1
        head = self._object(verb)
        if first >= u.n or head is None:
            reflexive = any(u.low[k] in ("se", "s'") for k in range(verb.group[0], i))
            if "attribute" in frames and reflexive and first < u.n:
                k = first
                while k < u.last and u.pos[k] == "ADV":
                    k += 1
                if u.pos[k] == "ADJ" or u.pos[k] == "VERB" and "VerbForm=Part" in u.morph[k]:
                    return first, self._scope_phrase(verb, first, k)
            return None
        start = max(first, u.left[head])
        limit = self._scope(verb, start)
        for k in range(head + 1, limit + 1):
            word = u.low[k]
            if (
                "comme" in frames
                and word == "comme"
                or "pour" in frames
                and word == "pour"
                and k < u.last
                and u.pos[k + 1] in ("ADJ", "NOUN")
            ):
                return start, self._scope_phrase(verb, start, k)
            if (
                "attribute_de" in frames
                and word in ("de", "d'")
                and (u.head[u.head[k]] == i or any(a == k or a == k + 1 for a, _, _ in u.pairs))
            ):
                return start, self._scope_phrase(verb, start, k)
        if "attribute" in frames:
            for k in range(head + 1, limit + 1):
                final = (
                    verb.cue.cognition and (k == limit or u.low[k + 1] == ",") and u.low[start] not in ("que", "qu'")
                )
                if u.pos[k] == "ADJ" and (u.head[k] == i or final or any(a == k for a, _, _ in u.pairs)):
                    return start, self._scope_phrase(verb, start, k)
        return None

    def _oblique(self, verb: Verb) -> int | None:
        """« appelle à la retenue », « menace de sanctions »: where the noun phrase starts."""
        u, frames = self.u, verb.cue.frames
        preps: set[str] = set()
        if "a_object" in frames:
            preps |= {"à", "au", "aux"}
        if "de_object" in frames:
            preps |= {"de", "d'", "du", "des"}
        if "contre_object" in frames:
            preps |= {"contre"}
        if "pour_object" in frames:
            preps |= {"pour"}
        k = verb.group[1] + 1
        while k < u.n and u.pos[k] == "ADV" and u.low[k] not in preps:
            k += 1
        if k < u.last and u.low[k] in preps:
            return k + 1
        return None

    def _complementizer(self, verb: Verb) -> int | None:
        """The « que » or « si » that opens the reported clause."""
        u, i = self.u, verb.end
        for k in range(i + 1, min(u.n, i + 45)):
            restrictive = any(u.low[m] in ("ne", "n'") for m in range(*verb.group)) and verb.form == "finite"
            if u.low[k] in _QUE and k == i + 1 and not restrictive:
                return k
            if u.low[k] in _QUE and u.dep[k] == "mark":
                head = u.head[k]
                if u.head[head] == verb.at or u.head[u.head[head]] == verb.at and u.dep[head] in ("conj",):
                    return k if not (k > 0 and u.low[k - 1] in _CONJUNCTION_HEADS) else None
        if "si" in verb.cue.frames:
            for k in range(i + 1, min(u.n, i + 8)):
                if u.low[k] in ("si", "s'") and u.pos[k] == "SCONJ" and u.head[u.head[k]] == verb.at:
                    return k - 1
        commas = 0
        for k in range(i + 1, min(u.n, i + 25)):
            if u.low[k] in _QUE:
                if u.low[k - 1] in _CONJUNCTION_HEADS or any(u.low[m] in _COMPARING for m in range(max(i, k - 4), k)):
                    return None
                if u.pos[k] == "PRON" and "PronType=Rel" in u.morph[k] and k != i + 1:
                    return None
                if any(u.low[m] in ("ne", "n'") for m in range(*verb.group)) and not any(
                    u.low[m] in _NEGATIONS for m in range(verb.group[0], k)
                ):
                    return None  # « ne … que » limits, it does not report
                return k
            if u.low[k] == ",":
                commas += 1
            elif (
                u.low[k] in (";", ":", ".")
                or u.pos[k] in ("VERB", "CCONJ", "SCONJ")
                and k > i
                and u.low[k] not in _POSTPOSED
            ):
                return None
            if u.dep[k] == "obj" and u.head[k] == verb.at and u.pos[k] == "NOUN" and not self._temporal(k):
                return None
        return None

    def _infinitive(self, verb: Verb) -> int | None:
        """Where the reported infinitive starts, its preposition left out."""
        u, i, frames = self.u, verb.end, verb.cue.frames
        preps = set()
        if frames & {"de", "person_de"}:
            preps |= {"de", "d'"}
        if "a" in frames:
            preps |= {"à"}
        bare_at = verb.group[1] + 1
        if bare_at < u.n and u.low[bare_at] in ("à", "au", "aux") and frames & {"que", "infinitive"}:
            # « a affirmé à un journaliste avoir … »
            top = u.head[bare_at]
            bare_at = u.right[top] + 1 if top > bare_at else bare_at
            while bare_at < u.n and u.right[bare_at - 1] >= bare_at:
                bare_at += 1
            k = bare_at
            for k in range(verb.group[1] + 2, min(u.n, verb.group[1] + 9)):
                if u.low[k] in ("avoir", "être"):
                    bare_at = k
                    break
        while bare_at < u.n and u.pos[bare_at] == "ADV" and u.low[bare_at] not in ("ne", "n'", "pas"):
            bare_at += 1
        for k in range(bare_at, min(u.n, bare_at + 9)):
            # « a reconnu mardi avoir signé … »
            if self._is_infinitive(k) and u.pos[k - 1] != "ADP" and u.head[self._verb_above(k)] == verb.at:
                while u.low[k - 1] in _CLITICS or u.low[k - 1] == "pas":
                    k -= 1
                bare_at = max(bare_at, k)
                break
        for k in range(i + 1, min(u.n, i + 30)):
            low = u.low[k]
            bare = k == bare_at and low not in preps and bool(frames & {"infinitive", "que"})
            if low in preps or bare:
                j = k if bare else k + 1
                while j < u.n and (
                    u.low[j] in _CLITICS or u.low[j] in ("pas", "plus", "jamais", "en", "[", "(") or u.pos[j] == "ADV"
                ):
                    j += 1
                if j < u.n and self._is_infinitive(j):
                    top = self._verb_above(j)
                    if bare or self._depends(top, verb.at, k):
                        return k if bare else k + 1
            if u.low[k] in (";", ":") or k > i + 1 and u.pos[k] in ("VERB", "AUX") and "VerbForm=Fin" in u.morph[k]:
                return None
        return None

    def _is_infinitive(self, j: int) -> bool:
        u = self.u
        return u.low[j].endswith(("er", "ir", "re", "oir")) and (
            u.pos[j] in ("VERB", "AUX") or "VerbForm=Inf" in u.morph[j]
        )

    def _verb_above(self, j: int) -> int:
        u = self.u
        return u.head[j] if u.dep[j].startswith(("aux", "cop")) else j

    def _depends(self, k: int, verb: int, prep: int) -> bool:
        """Whether the infinitive at `k` belongs to the reporting verb rather than to a noun between."""
        u = self.u
        if u.low[prep - 1] not in _CONJUNCTION_HEADS and (
            u.head[k] == verb or u.dep[k] == "conj" and u.head[u.head[k]] == verb
        ):
            return True
        if u.low[prep - 1] == "," and u.dep[k] == "xcomp" or u.low[prep - 1] in _CONJUNCTION_HEADS:
            return u.low[prep - 1] == ","
        between = u.head[k]
        if verb < between < k and u.pos[between] in ("NOUN", "PROPN", "ADJ"):
            return u.head[between] == verb and (
                u.dep[between] == "obj"
                and u.low[prep] == "à"
                or u.dep[between] == "obl:agent"
                or u.dep[between] in ("iobj", "obl:arg", "obj", "conj")
                and (u.pos[between] == "PROPN" or u.low[between] in self.data.roles or u.words[between][0].isupper())
            )
        return verb < between < k and prep - verb <= 2

    def _direct_after(self, verb: Verb) -> Range | None:
        """A quotation that the verb opens: after a colon, or at once."""
        u, i = self.u, verb.group[1]
        for first, last, _ in u.pairs:
            if first <= i:
                continue
            between = range(i + 1, first)
            if len(between) > 25:
                break
            if any(u.low[k] == ":" for k in between):
                colon = next(k for k in between if u.low[k] == ":")
                if colon == first - 1:
                    return first, self._clip(first, u.last) if last >= u.last else last
                return None
            if all(u.low[k] == "," or u.pos[k] == "ADV" for k in between) and self._has_finite(first, last):
                return first, last
            break
        for k in range(i + 1, u.last):
            if u.low[k] == ":":
                near = k - i <= 4 and self._object(verb) is None and "que" in verb.cue.frames
                if near and u.pos[k + 1] != "NUM" and self._has_finite(k + 1, u.last) and "direct" in verb.cue.frames:
                    return k + 1, self._clip(k + 1, u.last)
                return None
            if u.pos[k] == "VERB" and "VerbForm=Fin" in u.morph[k]:
                return None
        return None

    def _object(self, verb: Verb) -> int | None:
        u, i = self.u, verb.at
        for k in u.kids[i]:
            if self._temporal(k):
                continue
            if (
                k > verb.group[1]
                and u.dep[k] in ("obj", "xcomp", "obl:arg", "obl:mod")
                and u.pos[k] in ("NOUN", "PROPN", "NUM", "PRON", "ADJ")
            ):
                if u.dep[k] == "obl:mod" and (
                    u.pos[u.left[k]] != "DET" or u.low[u.left[k]] in ("du", "des", "au", "aux")
                ):
                    continue
                if u.pos[k] == "PRON" and u.low[k] not in ("celui", "celle", "ceux", "celles", "tout"):
                    continue
                if (
                    u.low[u.left[k]] in ("à", "au", "aux", "de", "d'", "du", "des", "sur", "dans")
                    and u.dep[k] != "obj"
                    and not verb.cue.rest
                ):
                    continue
                return k
        if verb.cue.rest:
            k = verb.group[1] + 1
            if k < u.n and u.pos[k] == "ADP" and u.head[k] > k:
                return u.head[k]
        j = verb.group[1] + 1
        while j < u.n and u.pos[j] == "ADV":
            j += 1
        if j < u.n and u.pos[j] == "DET":
            head = self._noun_head(j)
            if head is not None and not self._temporal(head):
                return head
        if "object" in verb.cue.frames:
            for k in range(verb.group[1] + 2, min(u.n, verb.group[1] + 25)):
                # « a annoncé mardi dans un livre la vente … »: the parser ties the object to a noun before it
                head = u.head[k]
                bare = (
                    u.pos[k] == "DET"
                    and head > k
                    and u.left[head] == k
                    and u.dep[head] in ("nmod", "obl:mod", "dep", "conj")
                )
                if (
                    bare
                    and u.pos[head] == "NOUN"
                    and u.pos[k - 1] in ("NOUN", "PROPN", "NUM")
                    and not self._temporal(head)
                    and u.low[k] not in ("du", "des", "au", "aux", "ce", "cette")
                ):
                    return head
                if "VerbForm=Fin" in u.morph[k] or u.low[k] == ",":
                    break
        return None

    def _temporal(self, k: int) -> bool:
        u = self.u
        return u.low[k] in _TIMES or u.pos[k] == "NUM" and k + 1 < u.n and u.low[k + 1] in _TIMES

    def _de_argument(self, verb: Verb) -> int | None:
        """Where the nominal accusation starts: « accuser X de trahison »."""
        u = self.u
        for k in range(verb.group[1] + 1, min(u.n, verb.group[1] + 30)):
            if u.low[k] in _DE and u.head[k] > k:
                top = u.head[k]
                if u.head[top] == verb.at or verb.passive and k == verb.group[1] + 1:
                    return k + 1
        return None

    def _passive(self, verb: Verb, agent: Range | None) -> list[Relation]:
        u, i, cue = self.u, verb.at, verb.cue

        def relation(construction: str, *content: Range) -> list[Relation]:
            return [Relation(construction, verb.group, cue.lemma, cue.cls, list(content), agent, i, passive=True)]

        if "person_de" in cue.frames and cue.cls == "accusation":
            starts = [k for k in (self._infinitive(verb), self._de_argument(verb)) if k is not None]
            start = min(starts, default=None)
            if start is not None:
                return relation("passive", (start, self._scope(verb, start)))
        que = self._complementizer(verb)
        if que is not None and "que" in cue.frames:
            return relation("passive", (que + 1, self._scope(verb, que + 1)))
        subject = self._plain_subject(i)
        if (
            agent is not None
            and "object" in cue.frames
            and subject is not None
            and (u.pos[subject] in ("NOUN", "PROPN") or u.low[subject] in ("il", "elle", "ils", "elles"))
            and self._animate(agent)
        ):
            if "que" in cue.frames and cue.cls == "factive":
                return []  # « est reconnu par dix États »: an act, not words
            return relation("passive", self.phrase_span(subject, high=verb.group[0] - 1))
        return []

    # --- how far a content reaches ---------------------------------------------------------------------------------------------

    def _scope(self, verb: Verb, start: int) -> int:
        """The last word of a reported clause: the end of the sentence, unless the attribution ends before."""
        u = self.u
        ends = [u.last]
        above = {verb.at}
        k = verb.at
        while u.head[k] != k:
            k = u.head[k]
            above.add(k)
        for k in range(start + 1, u.last + 1):
            if u.head[k] in above and k not in above:
                edge = u.left[k]
                if edge <= start:
                    continue
                comma = u.low[edge] in _COMMA or u.low[edge - 1] in (",", ";")
                has_que = any(u.low[m] in _QUE for m in range(edge, min(k, edge + 4)))
                verbal = u.pos[k] in ("VERB", "AUX")
                if (
                    (
                        u.dep[k] in ("conj", "parataxis", "ROOT")
                        and verbal
                        and not has_que
                        and "VerbForm=Inf" not in u.morph[k]
                    )
                    or k > verb.at
                    and u.dep[k] == "ROOT"
                    and verb.form == "gerund"
                    or (
                        u.dep[k] == "advcl"
                        and comma
                        and not has_que
                        and not ("VerbForm=Part" in u.morph[k] and "Tense=Past" in u.morph[k])
                    )
                ):
                    ends.append(edge - 1)
            if u.low[k] == ";" or u.low[k] == ")" and not any(u.low[m] == "(" for m in range(start, k)):
                ends.append(k - 1)
            if u.low[k - 1] == "," and u.low[k].endswith("ant") and u.low[k] in self.data.verbs and u.pos[k] == "VERB":
                ends.append(k - 2)
            if u.low[k - 1] == "," and u.low[k] in ("alors", "tandis") and k < u.last and u.low[k + 1] in _QUE:
                ends.append(k - 2)
            if (
                u.low[k] == "en"
                and k < u.last
                and u.low[k + 1].endswith("ant")
                and (u.low[k - 1] == "," or u.low[k + 1] in self.data.verbs)
            ):
                ends.append(k - 1)
            if (
                verb.group[0] == 0
                and verb.form == "gerund"
                and u.low[k - 1] == ","
                and (u.low[k] in _SUBJECT_PRONOUNS and u.low[k] != "qui" or u.head[k] < k and u.dep[k] == "ROOT")
            ):
                ends.append(k - 2)
            if u.dep[k] == "conj" and u.head[k] >= start and self._is_infinitive(u.head[k]) and self._finite_group(k):
                ends.append(u.left[k] - 1)
        end = min(e for e in ends if e >= start)
        infinitive = self._is_infinitive(start) or start + 1 < u.n and self._is_infinitive(start + 1)
        for k in range(start + 1, end):
            if u.low[k] == "," and u.low[k + 1] in _CIRCUMSTANCE and not any(a <= k <= b for a, b, _ in u.pairs):
                late = u.low[k + 1] in _TEMPORAL or infinitive
                if late and not self._has_finite(k + 1, end) and not any(u.low[m] == "," for m in range(k + 1, end)):
                    end = k - 1
                    break
        end = self._whole_pairs(start, end)
        for a, b, _ in u.pairs:
            if a == start and b + 1 < end and u.low[b + 1] in _TEMPORAL and not self._has_finite(b + 1, end):
                end = b  # « promet de « … » avant son départ »: the outlet says when
        return self._clip(start, end)

    def _finite_group(self, k: int) -> bool:
        u = self.u
        return any(
            "VerbForm=Fin" in u.morph[m] for m in [k, *(m for m in u.kids[k] if u.dep[m].startswith(("aux", "cop")))]
        )

    def _whole_pairs(self, start: int, end: int) -> int:
        """`end`, moved so that it does not cut a quotation that starts inside the content."""
        for a, b, _ in self.u.pairs:
            if start <= a <= end < b:
                end = b
        return end

    def _scope_phrase(self, verb: Verb, first: int, head: int) -> int:
        """The last word of a reported noun phrase."""
        u = self.u
        limit = self._scope(verb, first)
        end = min(u.right[head], limit)
        k = max(end, head)
        while k + 1 <= limit and u.low[k + 1] not in (",", ";", ":", "–", "—"):
            k += 1
        k = self._whole_pairs(first, k)
        for m in range(head + 1, k + 1):
            if u.low[m] not in _ADJOINING or m + 2 > u.last or any(a <= m <= b for a, b, _ in u.pairs):
                continue
            following = u.low[m + 1] in _DE | _QUE or self._is_infinitive(m + 1)
            if following or u.low[m] in ("avant", "après"):
                k = m - 1
                break
        # An apposition or a participle that closes the sentence belongs to the phrase.
        if k + 2 <= limit and u.low[k + 1] == ",":
            following = u.low[k + 2]
            rest = range(k + 2, limit + 1)
            apposition = (
                u.pos[k + 2] in ("DET", "ADJ") or "VerbForm=Part" in u.morph[k + 2] and not following.endswith("ant")
            )
            if (
                following == "et"
                and k + 3 <= limit
                and u.low[k + 3] in _QUE
                or apposition
                and not self._has_finite(k + 2, limit)
                and not any(u.low[m] == "," for m in rest)
            ):
                k = limit
        return self._clip(first, k)

    # --- phrases and nouns ---------------------------------------------------------------------------------------------------

    def _phrases(self) -> list[tuple[int, int, Phrase, Range | None]]:
        u, found = self.u, []
        if self.data.phrase_pattern.search(u.sentence.lower()) is None:
            return []
        i = 0
        while i < u.n:
            for phrase in self.data.phrases.get(u.low[i], ()):
                match = self._match_phrase(i, phrase)
                if match is None:
                    continue
                source: Range | None = match
                end = match[1]
                if phrase.kind == "before-source":
                    source = self._source_after(match[1] + 1, phrase)
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

    def _match_phrase(self, i: int, phrase: Phrase) -> Range | None:
        u = self.u
        for k, word in enumerate(phrase.words):
            if i + k >= u.n:
                return None
            low = u.low[i + k]
            if low == word or word == "de" and low in ("d'", "du", "des", "de") and k == len(phrase.words) - 1:
                continue
            return None
        return i, i + len(phrase.words) - 1

    def _source_after(self, j: int, phrase: Phrase) -> Range | None:
        u = self.u
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
        if u.low[j] == "ce" and j + 1 < u.n and u.low[j + 1] in _QUE:
            return None
        head = self._noun_head(j)
        if head is None and u.words[j][0].isupper():
            head = j
        if head is None or u.low[j] == ",":
            return None
        if not self.can_speak(head, j) and phrase.words[0] in ("pour", "suivant", "chez"):
            return None
        last = self.phrase_span(head, low=j)[1]
        inner = next((k for k in range(j, last + 1) if u.low[k] == ","), None)
        if inner is not None and (last + 1 >= u.n or u.low[last + 1] != ","):
            last = inner - 1  # « Selon le parquet, X est … »: X opens the content
        comma = next((k for k in range(j, u.n) if u.low[k] == ","), u.n)
        if last < comma - 1 and all(
            u.words[k][0].isupper() or u.pos[k] in ("ADP", "ADJ", "DET", "NOUN") for k in range(last + 1, comma)
        ):
            last = comma - 1
        return j, max(last, j)

    def _by_phrase(self, first: int, last: int, phrase: Phrase, source: Range | None) -> Relation | None:
        u = self.u
        opens = all(u.low[k] == "," or u.pos[k] in ("CCONJ", "ADV") for k in range(first))
        relative = source is not None and u.low[source[0]] in ("qui", "lequel", "laquelle", "lesquels", "lesquelles")
        if phrase.words[0] == "pour" and not relative and (not opens or last + 1 >= u.n or u.low[last + 1] != ","):
            return None
        if relative:
            antecedent = next((k for k in range(first - 1, -1, -1) if u.pos[k] in ("NOUN", "PROPN")), None)
            known = antecedent is not None and (u.pos[antecedent] == "PROPN" or self.speaks(antecedent))
            if last + 1 >= u.last or not known:
                return None
            stop = next(
                (k for k in range(last + 2, u.last) if u.low[k] == "," and not any(a <= k <= b for a, b, _ in u.pairs)),
                u.last + 1,
            )
            return Relation("phrase", (first, first), phrase.lemma, phrase.cls, [(last + 1, stop - 1)], source, None)
        cue = (first, first + len(phrase.words) - 1)
        scope = (0, u.last)
        for r in self.found:
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
            inserted = u.pos[comma + 1] in ("ADJ", "NOUN", "VERB") and not self._has_finite(comma + 1, first - 1)
            if inserted and not self._has_finite(scope[0], comma) and self._has_finite(last + 1, scope[1]):
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
            end = self._clip(start, scope[1])
            for k in range(start + 1, end + 1):
                # « , en faisant … » is the outlet's own comment.
                if u.low[k - 1] == "," and u.low[k] == "en" and k < u.last and u.low[k + 1].endswith("ant"):
                    end = k - 2
                    break
            tail = (start, end)
            apart = u.low[last + 1] != "," and not self._after_comma(first)
            verb_follows = bool(content) and self._has_finite(*tail) and not self._has_finite(*content[0])
            resumes = u.low[start] not in _STOP_INSERT and (verb_follows or apart)
            if not content or resumes:
                content.append(tail)
        short = scope[0] == 0 and first > 0 and u.low[first - 1] != ","  # « Trop peu selon le syndicat »
        if not content or not short and not any(self._has_finite(*c) or self._quoted(*c) for c in content):
            return None
        if phrase.words[0] not in ("selon", "d'") and any(
            r.cue
            and (
                r.cue[1] < first <= r.content[0][0]
                or last < r.cue[0]
                and r.construction == "closing"
                or last + 1 >= r.cue[0] - 2 > first
            )
            for r in self.found
        ):
            return None  # « a souligné dans le communiqué que … »: the place of the speech, not its source
        return Relation("phrase", cue, phrase.lemma, phrase.cls, content, source, None)

    def _selon_ce_que(self) -> list[Relation]:
        """« selon ce que rapportent des médias, … »: the verb is the cue."""
        u = self.u
        for verb in self.verbs:
            k = verb.group[0]
            if k >= 3 and u.low[k - 1] in _QUE and u.low[k - 2] == "ce" and u.low[k - 3] in ("selon", "d'après"):
                source = self._inverted_subject(verb)
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

    def _noun_cues(self) -> list[Relation]:
        """« l'annonce que … », « la promesse de … »."""
        u, found = self.u, []
        taken = {k for r in self.found if r.cue for k in range(r.cue[0], r.cue[1] + 1)}
        for i in range(u.n - 2):
            cue = self.data.nouns.get(u.low[i])
            if cue is None or u.pos[i] != "NOUN" or i in taken:
                continue
            j = i + 1
            while j < u.n and u.pos[j] == "ADJ":
                j += 1
            start = u.left[i] if u.left[i] < i else i
            if j < u.last and u.low[j] in _QUE and "que" in cue.frames and u.dep[j] == "mark":
                end = self._clip(j + 1, max(u.right[u.head[j]], j + 1))
                found.append(Relation("noun", (start, j - 1), cue.lemma, cue.cls, [(j + 1, end)], None, None))
            elif (
                j < u.last
                and u.low[j] in ("de", "d'", "du", "des")
                and cue.lemma in ANNOUNCING
                and u.pos[start] == "DET"
            ):
                top = u.head[j]
                if top > j and u.head[top] == i and u.low[start] not in ("cette", "ce", "ces", "une", "un"):
                    end = self._clip(j + 1, min(u.right[top], u.last))
                    owner = (start, start) if u.low[start] in ("sa", "son", "ses", "leur", "leurs") else None
                    found.append(Relation("noun", (start, i), cue.lemma, cue.cls, [(j + 1, end)], owner, None))
        return found
