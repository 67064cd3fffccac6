"""Who speaks: the source as written, resolved to the fullest name that the article gives.

A light resolver on names, titles, gender, number and recency. It keeps the reason of each
answer, and prefers no answer to a guess.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from framing.language import Language, Role
from framing.language.fr import French, closed
from framing.quotation.relations import Range, Relation
from framing.text.fold import folded as _folded
from framing.text.units import Unit

_CAP = r"[A-ZÀ-ÖØ-ÞŒ][\w.'’\-]*[\w]|[A-ZÀ-ÖØ-ÞŒ]\.?"
_LINK = r"(?:d[eiu]|des|da|del|della|do|dos|von|van|der|den|ter|al|el|ben|bin|ibn|abou?|la|le|y)"
_RUN = re.compile(rf"(?:{_CAP})(?:[ \u00a0](?:{_LINK}[ \u00a0]){{0,2}}(?:d['’])?(?:{_CAP}))*")
_LINKS = closed("name_particles")
_DETERMINER = re.compile(
    r"^(?:l['’] ?|d['’] ?|(?:les?|la|du|des?|une?|ces?|cette|cet|son|sa|ses|leurs?|notre|nos|certaine?s?|plusieurs"
    r"|quelques)\b ?)+",
    re.I,
)
_DEFINITE = re.compile(r"^(?:l['’] ?|(?:les?|la)\b ?)", re.I)
_INDEFINITE = re.compile(
    r"^(?:une?|des|de|d'|plusieurs|certaine?s?|quelques|deux|trois|quatre|cinq|\d+|diverse?s|different\w*)\b"
)
_POSSESSIVE = re.compile(r"^(?:son|sa|ses|leurs?) ", re.I)
_ACRONYM = re.compile(r"\(\s?([A-Z][A-Za-z]{1,7})\s?\)")
_WORDS = re.compile(r"[\w]+(?:-[\w]+)*")
_SMALL = closed("small_words")
_BEFORE_PLACES = closed("not_before_names")
_CLAUSE = closed("clause_words")
_FEMALE = closed("feminine_pronouns")
_PLURAL = closed("plural_pronouns")
_PRONOUNS = closed("subject_pronouns") | closed("stressed_pronouns")
_RELATIVE = closed("relative_pronouns")
_LAST = re.compile(r"^(ce|cette|ces) dernier(e?)(s?)\b")
_UNNAMED = re.compile(
    r"^(?:autre )?(?:source|temoin|responsable|officiel|observateur|expert|specialiste|analyste|anonyme"
    r"|haut responsable|proche)s?\b"
)
_PARTIES = re.compile(r"^(?:les )?deux (?:parties|pays|camps|etats|voisins|gouvernements|capitales)\b")
FIRST_PERSON = "first person"
_REACH = 200  # mentions that are looked back at: an article has fewer, and a bound keeps hostile text linear
_MAX_NAMES = 1000  # names of one article that are told apart; more are noise


folded = lru_cache(maxsize=8192)(_folded)


@lru_cache(maxsize=8)
def _folded_roles(language: Language) -> dict[str, Role]:
    return {folded(noun): role for noun, role in language.roles.items()}


@lru_cache(maxsize=8)
def _role_synonyms(language: Language) -> dict[str, str]:
    return {folded(row["phrase"]): folded(row["role"]) for row in language.table("role_synonyms")}


class Speaker(NamedTuple):
    """A resolved source: its name (None when the article does not say), the kind of the source as written, and why."""

    name: str | None
    kind: str
    reason: str


class Mention(NamedTuple):
    """A noun phrase that can speak: where it stands, its name, gender (m, f or unknown), number, kind, and its weight."""

    at: int
    unit: int
    name: str
    gender: str
    plural: bool
    kind: str
    person: bool
    subject: bool
    words: frozenset[str] = frozenset()
    first: str = ""


class _Described(NamedTuple):
    name: str
    kind: str
    person: bool
    gender: str
    reason: str


class Resolver:
    """Resolves the sources of one article, in the order of the text."""

    def __init__(self, text: str, data: French):
        self.text = text
        self.data = data
        self.persons: dict[frozenset[str], str] = {}  # folded words of a name -> the name
        self.genders: dict[str, str] = {}
        self.by_word: dict[str, list[str]] = {}
        self.roles: list[tuple[int, str, frozenset[str], str]] = []  # where, role noun, words of the role, name
        self.acronyms: dict[str, str] = _acronyms(text)
        self.mentions: list[Mention] = []
        self.pairs_of: list[tuple[int, str]] = []  # coordinated names: « A et B »
        self._collect()

    # --- names of the whole article ------------------------------------------------------------------------------------

    def _collect(self) -> None:
        found: list[tuple[int, int, str]] = []
        for match in _RUN.finditer(self.text):
            start, name = self._bare(match.start(), match.group())
            if name:
                found.append((start, match.end(), name))
        loose = []
        for start, end, name in found[:_MAX_NAMES]:
            words = name.split()
            title, gender = self._before(start)
            if (
                len(words) >= 3
                and not title
                and re.search(r"(?:\bde la|\bde l['’]|\bdu|\bdes) ?$", self.text[max(0, start - 8) : start])
            ):
                shorter = start + name.index(words[1]) if words[1] in name else start
                title, gender = self._before(shorter)
                if title == "role":
                    name, words = " ".join(words[1:]), words[1:]
            first = self.data.first_names.get(words[0].lower())
            if len(words) >= 2 and (first or title or self._role_after(end)):
                self._add(name, first if first in ("m", "f") else gender)
            elif title == "civility":
                loose.append((name, gender))
        for name, gender in loose:
            full = self.fullest(name)
            if full is None:
                self._add(name, gender)
            elif gender in ("m", "f"):
                self.genders.setdefault(full, gender)
        for start, end, name in found[:_MAX_NAMES]:
            full = self.fullest(name)
            if full is not None:
                self._add_roles(start, end, full)

    def _bare(self, start: int, run: str) -> tuple[int, str]:
        """The run without what is no name at its start: civilities, roles, a sentence's first word."""
        words = run.split()
        drop = 0
        while drop < len(words) - 1:
            low = words[drop].lower()
            if drop == 0 and low in self.data.function_words:
                drop += 1
                continue
            if (
                low in self.data.civilities
                or low.rstrip(".") in self.data.civilities
                or low in self.data.roles
                or low in _LINKS
            ):
                drop += 1
            else:
                break
        for k in range(drop + 1, len(words) - 1):
            known = self.data.first_names.get(words[k].lower())
            if (
                known
                and words[k - 1].lower() not in self.data.first_names
                and words[k - 1].lower() not in _LINKS
                and len(words) - drop > 2
            ):
                drop = k
                break
        if drop == len(words) - 1 and (
            words[drop].lower() in self.data.roles or words[drop].lower() in self.data.function_words
        ):
            return start, ""
        offset = 0
        for word in words[:drop]:
            offset = run.index(word, offset) + len(word)
        while offset < len(run) and run[offset].isspace():
            offset += 1
        return start + offset, " ".join(words[drop:])

    def _before(self, start: int) -> tuple[str, str]:
        """Whether a civility or a role stands before a name, and its gender."""
        words = re.findall(
            r"[\w\-]+\.?|[,;:!?()«»\n]", self.text[max(0, start - 170) : start].lower().replace("’", "'")
        )
        words.reverse()
        if words and words[0] == ",":
            words.pop(0)
        elif words and (gender := self.data.civilities.get(words[0]) or self.data.civilities.get(words[0].rstrip("."))):
            return "civility", gender
        if not words or words[0] in _BEFORE_PLACES:
            return "", ""
        for k, word in enumerate(words[:24]):
            if (
                word in _CLAUSE
                or not re.match(r"\w", word)
                and not (word == "," and words[k - 1] in ("de", "du", "des", "d", "et"))
            ):
                break
            if (
                (role := self.data.roles.get(word))
                and role.kind == "person"
                and words[k + 1 : k + 2] not in (["de"], ["du"], ["des"])
            ):
                return "role", role.gender
        return "", ""

    def _role_after(self, end: int) -> bool:
        following = self.text[end : end + 40].lower()
        if not re.match(r"[ \u00a0]?,", following):
            return False
        words = re.findall(r"[\w\-]+", following)[:4]
        return any((role := self.data.roles.get(w)) is not None and role.kind == "person" for w in words)

    def _add(self, name: str, gender: str) -> None:
        key = frozenset(folded(name).split())
        if key not in self.persons:
            self.persons[key] = name
            for word in sorted(key):
                self.by_word.setdefault(word, []).append(name)
        if gender in ("m", "f"):
            self.genders.setdefault(name, gender)

    def fullest(self, name: str) -> str | None:
        """The fullest name of the person whom `name` names, None when it names no known person."""
        words = [w for w in folded(name).split() if w not in _LINKS]
        if not words:
            return None
        rarest = min((self.by_word.get(w, []) for w in words), key=len)
        fits = [full for full in rarest if set(words) <= set(folded(full).split())]
        return max(fits, key=lambda full: len(full.split()), default=None)

    def _add_roles(self, start: int, end: int, name: str) -> None:
        """Remember the role that introduces a name or stands in apposition to it."""
        left = self.text[max(0, start - 160) : start]
        left = re.split(r"[.;:!?\n«»“”\"()—–]", left)[-1]
        if left.rstrip().endswith(","):
            left = left.rstrip()[:-1]
        parts = left.split(",")
        left = parts.pop()
        while parts and re.match(r"\s*(?:d[eu]s?\b|d['’]|et\b)", left):
            left = parts.pop() + " " + left  # « le ministre des Ponts, des Eaux et des Forêts X »
        words = [folded(w) for w in _WORDS.findall(left)]
        if words and words[-1] in _BEFORE_PLACES:
            words = []
        for k in range(len(words) - 1, max(-1, len(words) - 16), -1):
            role = self.data.roles.get(words[k]) or self._role(words[k])
            if role is not None and role.kind == "person" and (k == 0 or words[k - 1] not in ("de", "du", "d", "des")):
                self._remember(start, words[k], words[k:], name, role.gender)
                break
        right = self.text[end : end + 110]
        if match := re.match(r"[ \u00a0]?,[ \u00a0]?([^.,;:!?\n«»“”\"()—–]+)", right):
            words = [folded(w) for w in _WORDS.findall(match.group(1))]
            for k, word in enumerate(words[:4]):
                role = self._role(word)
                if role is not None and role.kind == "person":
                    self._remember(start, word, words[k:], name, role.gender)
                    break

    def _remember(self, at: int, head: str, words: list[str], name: str, gender: str) -> None:
        self.roles.append((at, head, frozenset(words) - _SMALL, name))
        if gender in ("m", "f"):
            self.genders.setdefault(name, gender)

    def _role(self, word: str):  # type: ignore[no-untyped-def]
        return _folded_roles(self.data).get(word)

    # --- one noun phrase ------------------------------------------------------------------------------------------------

    def describe(self, text: str, at: int) -> _Described:
        """What a noun phrase names."""
        text = " ".join(text.split())
        bare = _DETERMINER.sub("", text)
        low = folded(text)
        head, role = self._head_role(bare)
        person = self._person(text, role is None or role.kind == "person")
        if person is not None:
            exact = folded(person) == folded(bare)
            reason = (
                "name"
                if exact
                else "name in apposition"
                if "," in text
                else "fullest name"
                if folded(person) not in low
                else "name in phrase"
            )
            return _Described(person, "name", True, self.genders.get(person, ""), reason)
        kind = role.kind if role else "metonym" if bare[:1].isupper() else "group"
        gender = role.gender if role and role.gender in ("m", "f") else ""
        indefinite = _INDEFINITE.match(low) is not None
        if _UNNAMED.match(folded(bare)) and (indefinite or folded(bare).startswith("source")):
            return _Described(text, "unnamed", False, gender, "as written")
        if kind == "person" and not indefinite and head and not role_plural(head):
            name = self._by_role(folded(bare), head, at)
            if name is not None:
                return _Described(name, "role", True, self.genders.get(name, gender), "role")
            if (earlier := self._fuller(bare, head, at, kind)) is not None:
                return _Described(earlier, "role", True, gender, "fuller mention")
            if len(bare.split()) == 1 and (name := self._recent_person(at, gender)):
                return _Described(name, "role", True, self.genders.get(name, gender), "role, recent person")
        shown = text if indefinite else _DEFINITE.sub("", text)
        kind = {"person": "role", "office": "group"}.get(kind, kind)
        if bare in self.acronyms:
            return _Described(self.acronyms[bare], kind, False, gender, "acronym")
        if not indefinite and (fuller := self._fuller(bare, head, at, kind)):
            return _Described(fuller, kind, False, gender, "fuller mention")
        return _Described(shown, kind, kind == "role", gender, "as written")

    def _head_role(self, bare: str):  # type: ignore[no-untyped-def]
        first = bare.split(",")[0].split("(")[0]
        words = first.split()
        if words and (role := self.data.roles.get(words[0])) is not None:
            return words[0], role
        for word in words[:4]:
            if re.match(r"(?:de|du|des|d['’])", word):
                break
            if (role := self._role(folded(word))) is not None and not word[0].isupper():
                return folded(word), role
            if word == words[0] and (role := self._role(folded(word))) is not None and len(words) > 1:
                return folded(word), role
        return (folded(words[0]) if words else ""), None

    def _person(self, text: str, named: bool) -> str | None:
        """The person whom a noun phrase names: at its start, at the end of its first part, or in apposition."""
        bare = _DETERMINER.sub("", text)
        parts = re.split(r"\s?[,(—–]\s?", bare)
        words = parts[0].split()
        if words:
            low = words[0].lower()
            civility = low in self.data.civilities or low.rstrip(".") in self.data.civilities
            run = _RUN.match(parts[0])
            if run is not None:
                _, name = self._bare(0, run.group())
                full = self.fullest(name) if name else None
                if full is not None:
                    return full
                if civility and name:
                    return name
            elif named:
                runs = list(_RUN.finditer(parts[0]))
                if runs and runs[-1].end() >= len(parts[0].rstrip()):
                    before = parts[0][: runs[-1].start()].split()
                    start, name = self._bare(runs[-1].start(), runs[-1].group())
                    full = self.fullest(name) if name else None
                    if full is None and name:
                        parts_of = name.split()
                        full = next(
                            (x for k in range(1, len(parts_of) - 1) if (x := self.fullest(" ".join(parts_of[k:])))),
                            None,
                        )
                        start += 1 if full else 0
                    apart = start > runs[-1].start()
                    if full is not None and (
                        apart
                        or before
                        and not re.fullmatch(r"(?:d[eu]s?|d['’]|à|aux?|en|l['’]|la|les?|sur|pour|par|avec)", before[-1])
                    ):
                        return full
        for part in parts[1:]:
            run = _RUN.match(_DETERMINER.sub("", part) if not part[:1].isupper() else part)
            if (
                run is not None
                and part[:1].isupper()
                and (full := self.fullest(self._bare(0, run.group())[1] or "")) is not None
            ):
                return full
            if (
                run is not None
                and part[:1].isupper()
                and named
                and len(run.group().split()) >= 2
                and run.end() == len(part)
            ):
                self._add(run.group(), "")
                return run.group()
        return None

    def _by_role(self, bare: str, head: str, at: int) -> str | None:
        """The person who holds a role, by the nearest earlier name with the role's words, else the first later one."""
        synonyms = _role_synonyms(self.data)
        synonym = next((p for p in synonyms if bare.startswith(p)), None)
        if synonym is not None:
            bare = synonyms[synonym] + bare[len(synonym) :]
            head = bare.split()[0]
        words = frozenset(_WORDS.findall(bare.split(",")[0])) - _SMALL
        fits = [
            (start, name)
            for start, noun, known, name in self.roles
            if words <= known or (noun == head and len(words) == 1)
        ]
        if not fits:
            # « le président tauvrien » after « le président X »: a role that says no more than its noun fits any.
            fits = [(start, name) for start, noun, known, name in self.roles if noun == head and known == {head}]
        before = [f for f in fits if f[0] <= at]
        if before:
            return max(before)[1]
        return min(fits)[1] if fits else None

    def _recent_person(self, at: int, gender: str) -> str | None:
        """The last person named before, for a bare role that nobody is said to hold: « la géologue »."""
        for mention in reversed(self.mentions[-12:]):
            if mention.at < at and mention.kind == "name" and (not gender or mention.gender in ("", gender)):
                return mention.name
        return None

    def _fuller(self, bare: str, head: str, at: int, kind: str) -> str | None:
        """An earlier and longer noun phrase with the same head that holds these words."""
        words = _content_words(bare)
        generic = kind == "document" and words <= {"document", "texte"}
        for mention in reversed(self.mentions[-_REACH:]):
            if mention.at >= at:
                continue
            if mention.first == head and words < mention.words:
                return mention.name
            if generic and mention.kind == "document":
                return mention.name
        return None

    # --- mentions, for pronouns -----------------------------------------------------------------------------------------

    def read(self, u: Unit) -> None:
        """Remember the noun phrases of a sentence that a later pronoun can take up."""
        for i in range(u.n):
            if u.pos[i] not in ("NOUN", "PROPN") or u.dep[i] in ("flat:name", "flat:foreign", "fixed"):
                continue
            role = self.data.roles.get(u.low[i]) or self.data.roles.get(u.words[i])
            if role is None and not (u.pos[i] == "PROPN" and u.words[i][0].isupper()):
                continue
            if (
                u.pos[i] == "PROPN"
                and i > 0
                and u.pos[i - 1] == "PROPN"
                and u.words[i - 1][0].isupper()
                and role is None
            ):
                continue
            self._mention(u, i)

    def _mention(self, u: Unit, i: int) -> None:
        first, last = u.left[i], u.right[i]
        while first < i and u.pos[first] in ("ADP", "PUNCT", "CCONJ", "ADV", "SCONJ"):
            first += 1
        conj = None
        for k in u.kids[i]:
            if k > i and u.left[k] > i:
                if u.dep[k] == "conj" and u.pos[k] in ("NOUN", "PROPN"):
                    conj = k
                if u.dep[k] in ("acl:relcl", "acl", "advcl", "conj", "parataxis"):
                    last = min(last, u.left[k] - 1)
        while last > i and u.pos[last] in ("PUNCT", "CCONJ", "ADP", "DET"):
            last -= 1
        while (
            last + 1 < u.n
            and u.pos[last + 1] == "PROPN"
            and u.words[last + 1][0].isupper()
            and u.low[last + 1] not in ("m.", "mme")
        ):
            last += 1
        text = self.text[u.begin[first] : u.end[last]]
        described = self.describe(text, u.begin[i])
        plural = "Number=Plur" in u.morph[i]
        gender = described.gender
        for k in range(first, i + 1):
            low = u.low[k]
            if low in ("les", "des", "ces", "plusieurs", "certains", "certaines", "ses", "leurs"):
                plural = True
            elif low in ("le", "la", "l'", "un", "une", "ce", "cet", "cette", "son", "sa"):
                plural = False
            if not gender and low in ("le", "un", "ce", "cet", "du", "au"):
                gender = "m"
            elif not gender and low in ("la", "une", "cette"):
                gender = "f"
        if not gender:
            gender = "m" if "Gender=Masc" in u.morph[i] else "f" if "Gender=Fem" in u.morph[i] else ""
        subject = u.dep[i].startswith("nsubj") or u.dep[i] == "ROOT" and u.n > 3
        name, kind, person = described.name, described.kind, described.person
        self._note(Mention(u.begin[i], u.number, name, gender, plural and not person, kind, person, subject))
        if conj is not None:
            both = " ".join(self.text[u.begin[first] : u.end[max(u.right[conj], conj)]].split())
            if len(both) < 90:
                both = _DEFINITE.sub("", both)
                if u.words[i][0].isupper() and u.words[conj][0].isupper():
                    self.pairs_of.append((u.begin[i], both))
                self._note(Mention(u.begin[i], u.number, both, "", True, kind, False, subject))

    def _note(self, mention: Mention) -> None:
        first = folded(_DETERMINER.sub("", mention.name)).split()[:1]
        self.mentions.append(mention._replace(words=_content_words(mention.name), first="".join(first)))

    # --- sources ---------------------------------------------------------------------------------------------------------

    def remember(self, u: Unit, relation: Relation, speaker: Speaker) -> None:
        """A resolved source is the likeliest antecedent of the next pronoun."""
        if relation.source is None or speaker.name is None or speaker.kind in ("pronoun", "none"):
            return
        known = next((m for m in reversed(self.mentions[-_REACH:]) if m.name == speaker.name), None)
        if known is not None:
            self.mentions.append(known._replace(at=u.begin[relation.source[0]], unit=u.number, subject=True))

    def resolve(self, u: Unit, relation: Relation, spoken: list[tuple[int, Speaker]]) -> Speaker:
        """The speaker of a relation; `spoken` holds the speakers before, with the number of their sentence."""
        if relation.source is None:
            return Speaker(None, "none", "no source")
        first, last = relation.source
        text = " ".join(self.text[u.begin[first] : u.end[last]].split())
        low = folded(text).lstrip("-").removeprefix("t-")
        at = u.begin[first]
        if low in _RELATIVE:
            return self._relative(u, first)
        if low in ("je", "j'", "nous", "m'", "me"):
            return Speaker(None, "pronoun", FIRST_PERSON)
        if low == "on":
            return Speaker(None, "pronoun", "indefinite pronoun")
        if low in _PRONOUNS:
            return self._pronoun(u, at, low, spoken)
        if match := _LAST.match(low):
            return self._last_named(at, "f" if match[2] else "m", bool(match[3]), u.number)
        if _PARTIES.match(low) and (pairs := [p[1] for p in self.pairs_of[-_REACH:] if p[0] < at]):
            return Speaker(max(pairs, key=lambda p: (pairs.count(p), pairs.index(p))), "group", "both parties")
        if _POSSESSIVE.match(text) and (owner := self._owner(at, u.number, spoken)):
            return Speaker(f"{_POSSESSIVE.sub('', text)} de {owner}", "group", "possessive")
        described = self.describe(text, at)
        return Speaker(described.name, described.kind, described.reason)

    def _owner(self, at: int, unit: int, spoken: list[tuple[int, Speaker]]) -> str | None:
        persons = [m for m in self.mentions[-_REACH:] if m.at < at and m.kind == "name" and unit - m.unit <= 3]
        return persons[-1].name if persons else None

    def _relative(self, u: Unit, qui: int) -> Speaker:
        """The antecedent of « qui »: the noun phrase before it."""
        head = u.head[u.head[qui]] if u.dep[u.head[qui]] == "acl:relcl" else qui - 1
        if head >= qui:
            head = qui - 1
        while head > 0 and u.pos[head] not in ("NOUN", "PROPN", "PRON"):
            head -= 1
        first, last = u.left[head], max(head, qui - 1)
        while first < head and u.pos[first] in ("ADP", "PUNCT", "CCONJ", "ADV", "SCONJ"):
            first += 1
        while last > head and u.pos[last] in ("PUNCT", "ADP"):
            last -= 1
        if first > last:
            return Speaker(None, "pronoun", "no antecedent")
        described = self.describe(self.text[u.begin[first] : u.end[last]], u.begin[first])
        return Speaker(described.name, "pronoun", "relative")

    def _pronoun(self, u: Unit, at: int, low: str, spoken: list[tuple[int, Speaker]]) -> Speaker:
        gender, plural = ("f" if low in _FEMALE else "m"), low in _PLURAL
        told = {s.name: number for number, s in spoken[-_REACH:] if s.name}
        best: tuple[float, int, Mention] | None = None
        for m in reversed(self.mentions[-_REACH:]):
            if m.at >= at:
                continue
            distance = u.number - m.unit
            if distance > 8:
                break
            if m.plural != plural or m.gender and m.gender != gender and not (plural and gender == "m"):
                continue
            score = -1.0 * distance + 1.5 * m.subject + 1.2 * m.person + 0.3 * (m.kind in ("group", "role"))
            if m.name in told and u.number - told[m.name] <= 3:
                score += 1.8
            if m.kind == "metonym":
                score -= 0.8
            if best is None or score > best[0]:
                best = score, m.at, m
        if best is None:
            return Speaker(None, "pronoun", "no antecedent")
        return Speaker(
            best[2].name, "pronoun", "pronoun, recent subject" if best[2].subject else "pronoun, recent mention"
        )

    def _last_named(self, at: int, gender: str, plural: bool, unit: int) -> Speaker:
        fits = [
            m
            for m in self.mentions[-_REACH:]
            if m.at < at and unit - m.unit <= 4 and m.plural == plural and (not m.gender or m.gender == gender)
        ]
        persons = [m for m in fits if m.person and unit - m.unit <= 2]
        chosen = persons or [m for m in fits if m.kind in ("group", "role", "outlet", "name")] or fits
        if not chosen:
            return Speaker(None, "pronoun", "no antecedent")
        return Speaker(max(chosen, key=lambda m: m.at).name, "pronoun", "ce dernier")


@lru_cache(maxsize=8192)
def _content_words(name: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(folded(name))) - _SMALL


def role_plural(head: str) -> bool:
    """Whether a role noun looks plural."""
    return head.endswith(("s", "x")) and not head.endswith(("ss", "us"))


def _acronyms(text: str) -> dict[str, str]:
    """Acronym in brackets -> the name before it whose initials it has."""
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        letters = folded(match[1])
        before = list(_WORDS.finditer(text, max(0, match.start() - 110), match.start()))
        k, start = len(letters) - 1, None
        for word in reversed(before[-14:]):
            initial = folded(word.group())[0]
            if initial == letters[k]:
                start, k = word.start(), k - 1
                if k < 0:
                    break
            elif folded(word.group()) not in _SMALL:
                break
        if k < 0 and start is not None:
            found.setdefault(match[1], " ".join(text[start : match.start()].split()))
    return found


__all__ = ["Mention", "Range", "Resolver", "Speaker"]
