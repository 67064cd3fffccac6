"""Words in quotation marks that are no quotation: what the marks do."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from framing.distance.reading import readable
from framing.language import Language
from framing.quotation.extraction import extract
from framing.text.article import Article, with_given_offsets
from framing.text.fold import folded
from framing.text.tokenisation import count_words
from framing.voice.glosses import AUTONYMY, COMMENT, NAMING, QUOTATION, gloss

COLUMNS = {"start": "Int64", "end": "Int64", "role": "str", "gloss": "str", "reason": "str"}
REACH = 80
MAX_WORDS, MAX_NAME_WORDS = 6, 10


class ScareQuote(NamedTuple):
    """An island with its role, the words beside it that comment on it, and why the role was chosen."""

    start: int
    end: int
    role: str
    gloss: str | None
    reason: str


class Verdict(NamedTuple):
    """What the marks do, the words that say so, and why."""

    role: str
    gloss: str | None
    reason: str


class Patterns(NamedTuple):
    """What may stand in and beside an island, on folded text, and the nouns for words with their roles."""

    nouns: dict[str, str]
    thing_before: re.Pattern[str]
    thing_inside: re.Pattern[str]
    thing_after: re.Pattern[str]
    named_before: re.Pattern[str]
    noun_before: re.Pattern[str]
    noun_after: re.Pattern[str]
    noun_of_somebody: re.Pattern[str]
    names_it_before: re.Pattern[str]
    names_it_after: re.Pattern[str]
    defined_after: re.Pattern[str]
    described_after: re.Pattern[str]
    charge_before: re.Pattern[str]
    clause: re.Pattern[str]
    no_noun_phrase: re.Pattern[str]


@lru_cache(maxsize=8)
def patterns_of(language: Language) -> Patterns:
    """The patterns of a language, with the words of its tables in their places."""
    nouns = {folded(row["noun"]): row["role"] for row in language.table("metalinguistic_nouns")}
    words = {
        "{nouns}": _alternatives(nouns),
        "{things}": _alternatives(row["noun"] for row in language.table("named_things")),
    }

    def filled(name: str) -> re.Pattern[str]:
        pattern = language.pattern(f"island_{name}")
        form = pattern.pattern
        for place, alternatives in words.items():
            form = form.replace(place, alternatives)
        return re.compile(form, pattern.flags)

    return Patterns(nouns, *(filled(name) for name in Patterns._fields[1:]))


def _alternatives(forms: Iterable[str]) -> str:
    ordered = sorted(map(folded, forms), key=lambda form: (-len(form), form))
    return "|".join(map(re.escape, ordered)) or r"(?!)"


class Surroundings(NamedTuple):
    """Words in marks at view[start:end], and the folded text of their line before and after them."""

    view: str
    start: int
    end: int
    before: str
    after: str
    language: Language

    @property
    def words(self) -> str:
        """The words between the marks."""
        return self.view[self.start : self.end]

    @property
    def patterns(self) -> Patterns:
        """What may stand in and beside them."""
        return patterns_of(self.language)


def _surroundings(article: Article, start: int, end: int) -> Surroundings:
    view = article.view
    before, after = folded(view[max(0, start - REACH) : start]), folded(view[end : end + REACH])
    return Surroundings(view, start, end, before.rpartition("\n")[2], after.partition("\n")[0], article.language)


def _name(island: Surroundings) -> Verdict | None:
    """A capital at the start and no clause: « le film « La Crue » », « les « Amis du pont » »."""
    words, p = island.words, island.patterns
    if not words[:1].isupper() or count_words(words) > MAX_NAME_WORDS or p.clause.search(folded(words)):
        return None
    kind = p.thing_before.search(island.before) or p.named_before.search(island.before)
    if kind or p.thing_after.search(island.after):
        return Verdict(NAMING, None, "a title or a name: the kind of thing stands beside it")
    return Verdict(NAMING, None, "a title or a name: it starts with a capital")


def _named_thing(island: Surroundings) -> Verdict | None:
    """« L'« affaire Orsel » »."""
    return (
        Verdict(NAMING, None, "a kind of thing and its name")
        if island.patterns.thing_inside.match(island.words)
        else None
    )


def _glossed(island: Surroundings) -> Verdict | None:
    """« La soi-disant « trêve » »."""
    found = gloss(island.view, island.start, island.end, island.language)
    return Verdict(found.role, found.words, "gloss") if found else None


def _noun_after(island: Surroundings) -> Verdict | None:
    """« « trêve », selon le mot du maire »."""
    p = island.patterns
    match = p.noun_after.search(island.after)
    if match is None:
        return None
    role = p.nouns[match.group(1)]
    if role == COMMENT and p.noun_of_somebody.match(match.group(2).strip()):
        role = QUOTATION
    return Verdict(role, match.group(1), "a word about words follows")


def _named_by_somebody(island: Surroundings) -> Verdict | None:
    """« Ce que le maire appelle une « trêve » », « « trêve », comme le maire la nomme »."""
    p = island.patterns
    match = p.names_it_before.search(island.before) or p.names_it_after.search(island.after)
    return Verdict(QUOTATION, match.group().strip(' ,(–-"'), "who says it stands beside it") if match else None


def _noun_before(island: Surroundings) -> Verdict | None:
    """« La notion tauvrienne de « fléau » »."""
    p = island.patterns
    match = p.noun_before.search(island.before)
    if match is None:
        return None
    role = p.nouns[match.group(1)]
    if role == COMMENT and match.group(2):
        role = QUOTATION
    return Verdict(role, match.group(1), "a word about words goes before")


def _named_before(island: Surroundings) -> Verdict | None:
    """« Un pont baptisé « le long » »."""
    found = island.patterns.named_before.search(island.before)
    return Verdict(NAMING, None, "a verb of naming goes before") if found else None


def _defined(island: Surroundings) -> Verdict | None:
    """« Le « kern », c'est-à-dire le conseil »."""
    match = island.patterns.defined_after.search(island.after)
    return Verdict(AUTONYMY, match.group().strip(' ,("'), "a definition follows") if match else None


def _described(island: Surroundings) -> Verdict | None:
    """« La « crue de projet », débit qui ne revient jamais »."""
    found = island.patterns.described_after.search(island.after)
    return Verdict(AUTONYMY, None, "a description follows") if found else None


def _charge(island: Surroundings) -> Verdict | None:
    """« Accusé de « fraude » »."""
    found = island.patterns.charge_before.search(island.before)
    return Verdict(QUOTATION, None, "the words of a charge") if found else None


def _no_noun_phrase(island: Surroundings) -> Verdict | None:
    """« Le maire reste « en lien avec elle » »."""
    found = island.patterns.no_noun_phrase.match(island.words)
    return Verdict(QUOTATION, None, "not a noun phrase") if found else None


def _long(island: Surroundings) -> Verdict | None:
    """Nobody sets seven words apart as one word."""
    long = count_words(island.words) > MAX_WORDS
    return Verdict(QUOTATION, None, f"more than {MAX_WORDS} words") if long else None


# The first rule that fits decides.
RULES: tuple[Callable[[Surroundings], Verdict | None], ...] = (
    _name,
    _named_thing,
    _glossed,
    _noun_after,
    _named_by_somebody,
    _noun_before,
    _named_before,
    _defined,
    _described,
    _charge,
    _no_noun_phrase,
    _long,
)
ALONE = Verdict(COMMENT, None, "no gloss: the marks alone")


def role_of(article: Article, start: int, end: int) -> ScareQuote:
    """The role of the words of an article from start to end, from what stands beside them."""
    island = _surroundings(article, start, end)
    found = next((role for rule in RULES if (role := rule(island)) is not None), ALONE)
    return ScareQuote(start, end, *found)


def roles_of(article: Article, spans: Iterable[tuple[int, int]]) -> list[ScareQuote]:
    """The role of each island of an article, in the order given (see `role_of`)."""
    return [role_of(article, start, end) for start, end in spans]


def scare_quotes(text: str | Article, islands: Iterable[tuple[int, int]] | None = None) -> pd.DataFrame:
    """What the marks round each island of a text do: a row an island; a heuristic on the words beside it.

    `islands` are (start, end) inside the marks; without them, those that `extract` finds. Columns: start, end, role
    (naming: a title or a name; quotation: somebody else's word; autonymy: a word spoken of as a word; comment: a word
    that the writer holds off), gloss, reason. The roles are those of Rinck & Tutin (2007), whose two human coders agree
    in 80 % of the cases: no score above that means more. Raises ValueError for an island outside the text, LanguageError
    for a text in another language.

    >>> scare_quotes("Une « trêve », selon le mot du maire. Le film « La Crue » sort.", [(6, 11), (48, 54)])["role"].tolist()
    ['quotation', 'naming']
    """
    article = readable(text)
    whole = text if isinstance(text, str) else article.text
    given = None if islands is None else sorted(islands)
    if wrong := [s for s in given or () if not 0 <= s[0] < s[1] <= len(whole)]:
        raise ValueError(f"the island {wrong[0]} is not inside the text of {len(whole)} characters")
    if given is None:
        spans = [(i.start, i.end) for i in extract(article).islands]
    else:
        spans = given if isinstance(text, Article) else [article.from_given(*span) for span in given]
    rows = roles_of(article, spans)
    return with_given_offsets(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS), text, article)
