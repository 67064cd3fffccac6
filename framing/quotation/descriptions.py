"""What a noun phrase names: a person by name or by role, an acronym's long form, a fuller phrase before it, or itself."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from framing.language import Role
from framing.quotation.mentions import History
from framing.quotation.names import NameIndex, bare_name
from framing.quotation.vocabulary import Vocabulary, folded

_PARTS = re.compile(r"\s?[,(—–]\s?")


class Description(NamedTuple):
    """What a noun phrase names, which kind of source that is, and by which rule; `is_new`: a person not named before."""

    name: str
    kind: str
    person: bool
    gender: str
    reason: str
    is_new: bool = False


class ReferringExpression(NamedTuple):
    """A noun phrase as the rules look at it: as written, without determiners, both folded; its head and the head's role.

    `parts` are what commas, brackets and dashes part in it.
    """

    text: str
    bare: str
    parts: tuple[str, ...]
    folded: str
    folded_bare: str
    head: str
    role: Role | None
    at: int

    @property
    def can_be_person(self) -> bool:
        """Whether its head is no group, document or outlet."""
        return self.role is None or self.role.kind == "person"

    @property
    def kind(self) -> str:
        """The kind of its role; what has none is a metonym in capitals, else a group."""
        return self.role.kind if self.role else "metonym" if self.bare[:1].isupper() else "group"

    @property
    def source_kind(self) -> str:
        """The kind as the tables say it."""
        return {"person": "role", "office": "group"}.get(self.kind, self.kind)

    @property
    def gender(self) -> str:
        """The gender that its role tells, else an empty string."""
        return self.role.gender if self.role and self.role.gender in ("m", "f") else ""


class Known(NamedTuple):
    """What an article has told so far: its names, the mentions before, the words of its language."""

    names: NameIndex
    history: History
    words: Vocabulary


def expression_of(text: str, at: int, words: Vocabulary) -> ReferringExpression:
    """A noun phrase, looked at.

    >>> from framing.language import load
    >>> from framing.quotation.vocabulary import vocabulary_of
    >>> expression = expression_of("l'ancienne ministre de l'Eau", 0, vocabulary_of(load()))
    >>> expression.bare, expression.head, expression.kind, expression.gender
    ("ancienne ministre de l'Eau", 'ministre', 'person', '')
    """
    return ReferringExpression(*_looked_at(text, words), at)


@lru_cache(maxsize=4096)
def _looked_at(text: str, words: Vocabulary) -> tuple[str, str, tuple[str, ...], str, str, str, Role | None]:
    """All of a `ReferringExpression` but its place: an article says the same again and again."""
    text = " ".join(text.split())
    bare = words.leading_determiners.sub("", text)
    head, role = _head(bare, words)
    return text, bare, tuple(_PARTS.split(bare)), folded(text), folded(bare), head, role


def _head(bare: str, words: Vocabulary) -> tuple[str, Role | None]:
    """The folded head of a noun phrase and its role: the first role noun before a complement, else the first word."""
    parts = bare.split(",")[0].split("(")[0].split()
    if not parts:
        return "", None
    if (role := words.roles.get(parts[0])) is not None:
        return folded(parts[0]), role
    for k, part in enumerate(parts[:4]):
        if words.complement_start.match(part):
            break
        role = words.folded_roles.get(folded(part))
        if role is not None and (not part[0].isupper() or k == 0 and len(parts) > 1):
            return folded(part), role
    return folded(parts[0]), None


# --- persons by name -----------------------------------------------------------------------------------------------------
# Each rule: (a noun phrase, the names of the article, words) -> the person's name, or None when the rule does not apply.


def name_first(expression: ReferringExpression, names: NameIndex, words: Vocabulary) -> str | None:
    """A known name that opens the phrase: « Mme Orsel », « Orsel, ministre de l'Eau »."""
    name = _opening_name(expression.parts[0], words)
    return names.fullest(name) if name else None


def civility_first(expression: ReferringExpression, names: NameIndex, words: Vocabulary) -> str | None:
    """An unknown name after a civility: « Me Ravel »."""
    first, *_ = expression.parts[0].split() or [""]
    return _opening_name(expression.parts[0], words) if words.is_civility(first.lower()) else None


@lru_cache(maxsize=4096)
def _opening_name(part: str, words: Vocabulary) -> str | None:
    run = words.name_run.match(part)
    return bare_name(run.group(), words)[1] or None if run else None


def name_last(expression: ReferringExpression, names: NameIndex, words: Vocabulary) -> str | None:
    """A known name at the end of the phrase's first part: « la ministre valdorienne Élise Orsel », « Premier ministre X »."""
    part = expression.parts[0]
    runs = list(words.name_run.finditer(part))
    if not expression.can_be_person or not runs or runs[-1].end() < len(part.rstrip()) or runs[-1].start() == 0:
        return None
    offset, name = bare_name(runs[-1].group(), words)
    if not name:
        return None
    full, inner = names.fullest(name), None
    if full is None:
        inner = _name_within(name, names)
    before = part[: runs[-1].start()].split()
    stands_apart = offset > 0 or inner is not None or before and not words.no_person_after.fullmatch(before[-1])
    return (full or inner) if stands_apart else None


def _name_within(name: str, names: NameIndex) -> str | None:
    """A known name at the end of other capitals: « Affaires Étrangères Élise Orsel »."""
    parts = name.split()
    shorter = (names.fullest(" ".join(parts[k:])) for k in range(1, len(parts) - 1))
    return next((full for full in shorter if full), None)


PERSONS: tuple[Callable[[ReferringExpression, NameIndex, Vocabulary], str | None], ...] = (
    name_first,
    civility_first,
    name_last,
)


def name_in_apposition(expression: ReferringExpression, names: NameIndex, words: Vocabulary) -> tuple[str, bool] | None:
    """A name in capitals after a comma, its role before it or none: a known one, else a new one of two words or more; and
    whether it is new."""
    for part in expression.parts[1:]:
        run = words.name_run.match(part, _end_of_title(part, words))
        if run is None:
            continue
        if (full := names.fullest(bare_name(run.group(), words)[1])) is not None:
            return full, False
        if expression.can_be_person and len(run.group().split()) > 1 and run.end() == len(part):
            return run.group(), True
    return None


@lru_cache(maxsize=4096)
def _end_of_title(part: str, words: Vocabulary) -> int:
    """Where a name starts that a role or a civility introduces: « le colonel | Paul Varlat »; 0 without one."""
    run = words.name_run.search(part)
    before = [] if run is None else words.leading_determiners.sub("", part[: run.start()]).split()
    titled = any(word in words.roles or words.is_civility(word.lower()) for word in before)
    return run.start() if run is not None and titled else 0


# --- what a noun phrase names --------------------------------------------------------------------------------------------
# Each rule: (a noun phrase, what is known) -> what it names, or None when the rule does not apply.


def named_person(expression: ReferringExpression, known: Known) -> Description | None:
    """A person by name: « la ministre Élise Orsel », « Mme Orsel », « une passante, Lise Ravel »."""
    names, words = known.names, known.words
    person, is_new = next((name for rule in PERSONS if (name := rule(expression, names, words))), None), False
    if person is None:
        if (found := name_in_apposition(expression, names, words)) is None:
            return None
        person, is_new = found
    return Description(person, "name", True, names.gender_of(person), _reason(person, expression), is_new)


def _reason(person: str, expression: ReferringExpression) -> str:
    """How a phrase names a person."""
    if folded(person) == expression.folded_bare:
        return "name"
    if "," in expression.text:
        return "name in apposition"
    return "name in phrase" if folded(person) in expression.folded else "fullest name"


def unnamed(expression: ReferringExpression, known: Known) -> Description | None:
    """Somebody whom the article does not name: « une source policière », « un témoin »."""
    words = known.words
    if not words.unnamed_source.match(expression.folded_bare):
        return None
    if not (_is_indefinite(expression, words) or words.source_alone.match(expression.folded_bare)):
        return None
    return Description(expression.text, "unnamed", False, expression.gender, "as written")


def _is_indefinite(expression: ReferringExpression, words: Vocabulary) -> bool:
    return words.indefinite_start.match(expression.folded) is not None


def role_of_person(expression: ReferringExpression, known: Known) -> Description | None:
    """A person by a role: who holds it, a fuller phrase before, or, for a bare role, the last person named."""
    names, history, words = known
    if expression.kind != "person" or not expression.head or _is_indefinite(expression, words):
        return None
    if words.plural_noun.search(expression.head):
        return None
    of_somebody = names.fullest(expression.bare.split(",")[0].split()[-1]) is not None
    name = names.holder_of(expression.folded_bare, expression.head, expression.at, of_somebody=of_somebody)
    if name is not None:
        return Description(name, "role", True, names.gender_of(name, expression.gender), "role")
    if (earlier := history.fuller(expression.bare, expression.head, expression.kind, expression.at)) is not None:
        return Description(earlier, "role", True, expression.gender, "fuller mention")
    if " " not in expression.bare and (name := history.recent_person(expression.at, expression.gender)):
        return Description(name, "role", True, names.gender_of(name, expression.gender), "role, recent person")
    return None


def acronym(expression: ReferringExpression, known: Known) -> Description | None:
    """The long form of an acronym that the article has spelt out: « la CEN »."""
    name = known.names.acronyms.get(expression.bare)
    return None if name is None else Description(name, expression.source_kind, False, expression.gender, "acronym")


def other_name(expression: ReferringExpression, known: Known) -> Description | None:
    """« l'ONU » where the article writes « Nations unies » too, « Pyongyang » where it writes « Corée du Nord »."""
    name = next((n for n in known.words.other_names.get(expression.bare, ()) if known.names.writes(n)), None)
    return None if name is None else Description(name, expression.source_kind, False, expression.gender, "other name")


def fuller_mention(expression: ReferringExpression, known: Known) -> Description | None:
    """A fuller phrase before: « le communiqué » after « un communiqué commun »."""
    if _is_indefinite(expression, known.words):
        return None
    name = known.history.fuller(expression.bare, expression.head, expression.kind, expression.at)
    return Description(name, expression.source_kind, False, expression.gender, "fuller mention") if name else None


def as_written(expression: ReferringExpression, known: Known) -> Description:
    """The phrase itself up to its first comma, without a time before it and without a definite article."""
    indefinite = _is_indefinite(expression, known.words)
    parts = expression.text.split(",")
    told = (part.strip() for part in parts if known.words.times.isdisjoint(folded(part).split()))
    text = next(told, parts[0])
    shown = text if indefinite else known.words.definite_article.sub("", text)
    return Description(shown, expression.source_kind, expression.source_kind == "role", expression.gender, "as written")


DESCRIPTIONS: tuple[Callable[[ReferringExpression, Known], Description | None], ...] = (
    named_person,
    unnamed,
    role_of_person,
    acronym,
    other_name,
    fuller_mention,
)


def describe(text: str, at: int, known: Known) -> Description:
    """What the noun phrase `text` that stands at a place names, by the first of `DESCRIPTIONS` that applies.

    >>> from framing.language import load
    >>> from framing.quotation.vocabulary import vocabulary_of
    >>> names = NameIndex("La Cour des eaux du Nord (CEN) est saisie.", load())
    >>> describe("la CEN", 50, Known(names, History(vocabulary_of(load())), vocabulary_of(load()))).name
    'Cour des eaux du Nord'
    """
    expression = expression_of(text, at, known.words)
    found = (rule(expression, known) for rule in DESCRIPTIONS)
    return next((description for description in found if description), None) or as_written(expression, known)
