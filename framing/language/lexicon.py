"""The tables of one language, read into lookups by word form."""

import csv
import math
import re
import tomllib
from collections import defaultdict
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

_NOTHING = re.compile(r"(?!)")


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


class Language:
    """A language: what its folder says, each table read once and when it is first asked for.

    A table that the folder lacks is empty, a closed class that no row names holds no word, and a pattern that is not
    there matches nothing: who brings three tables gets the measures that need those three.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._settings: dict[str, Any] = tomllib.loads((folder / "language.toml").read_text("utf-8"))
        self.code: str = self._settings["code"]
        self.name: str = self._settings["name"]
        self.model: str = self._settings.get("model", "")
        self.is_default: bool = self._settings.get("default", False)
        self._tables: dict[str, tuple[dict[str, str], ...]] = {}

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return of_folder, (self.folder,)

    def path(self, name: str) -> Path:
        """Where a file of the language lies."""
        return self.folder / name

    def table(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of a table, by its name without the suffix; none when the language has no such table."""
        if name not in self._tables:
            path = self.folder / f"{name}.csv"
            rows: list[dict[str, str]] = []
            if path.is_file():
                with path.open(encoding="utf-8", newline="") as lines:
                    rows = list(csv.DictReader(lines))
            self._tables[name] = tuple(rows)
        return self._tables[name]

    @cached_property
    def _closed_classes(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.table("closed_classes"):
            found[row["list"]].add(row["word"])
        return {name: frozenset(words) for name, words in found.items()}

    def setting(self, name: str, missing: Any = None) -> Any:
        """What `language.toml` says under a name, or `missing`.

        >>> from framing.language import load
        >>> load("fr").setting("be")
        'être'
        """
        return self._settings.get(name, missing)

    def words(self, *lists: str) -> frozenset[str]:
        """The words of one closed class or several, by the names of their lists in `closed_classes.csv`."""
        return frozenset().union(*(self._closed_classes.get(name, frozenset()) for name in lists))

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        flags = {"-": 0, "i": re.IGNORECASE}
        return {row["name"]: re.compile(row["pattern"], flags[row["flags"]]) for row in self.table("patterns")}

    def pattern(self, name: str) -> re.Pattern[str]:
        """A regular expression of `patterns.csv` (name, pattern, flags: - or i), compiled."""
        return self._patterns.get(name, _NOTHING)

    @cached_property
    def contractions(self) -> dict[str, frozenset[str]]:
        """A preposition to the forms that it takes before a noun."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.table("contractions"):
            found[row["word"]].add(row["form"])
        return {word: frozenset(forms) for word, forms in found.items()}

    # --- forms -----------------------------------------------------------------------------------------------------------

    @cached_property
    def _endings(self) -> list[tuple[str, dict[str, list[str]]]]:
        kinds = ("finite", "gerund", "participle")
        rows = [(r["ending"], {k: r[k].split() for k in kinds}) for r in self.table("conjugation")]
        return sorted(rows, key=lambda pair: (-len(pair[0]), pair[0]))

    def conjugate(self, infinitive: str) -> dict[str, set[str]]:
        """The forms of a verb that news uses, with the kinds that each can be; the longest ending that fits decides.

        >>> from framing.language import load
        >>> sorted(load("fr").conjugate("dire")["dit"])
        ['finite', 'participle']
        """
        found: dict[str, set[str]] = defaultdict(set)
        found[infinitive].add("infinitive")
        for ending, forms in self._endings:
            if infinitive.endswith(ending):
                stem = infinitive[: -len(ending)]
                for kind, tails in forms.items():
                    for tail in tails:
                        found[stem + tail].add(kind)
                break
        return dict(found)

    @cached_property
    def _plurals(self) -> list[tuple[str, str]]:
        rows = [(row["ending"].removeprefix("-"), row["plural"]) for row in self.table("plurals")]
        return sorted(rows, key=lambda pair: (-len(pair[0]), pair[0]))

    def plural(self, noun: str) -> str:
        """The plural of a noun, by the longest ending of `plurals.csv` that fits (- fits any).

        >>> from framing.language import load
        >>> [load("fr").plural(noun) for noun in ("journal", "avis", "aveu")]
        ['journaux', 'avis', 'aveux']
        """
        ending = next(((e, p) for e, p in self._plurals if noun.endswith(e)), ("", ""))
        return noun[: len(noun) - len(ending[0])] + ending[1]

    @cached_property
    def have(self) -> frozenset[str]:
        """The forms of the auxiliary of compound tenses."""
        return frozenset(self.conjugate(self._settings["have"])) if "have" in self._settings else frozenset()

    @cached_property
    def be(self) -> frozenset[str]:
        """The forms of the auxiliary of the passive."""
        return frozenset(self.conjugate(self._settings["be"])) if "be" in self._settings else frozenset()

    def owned(self, thing: str, owner: str) -> str:
        """A thing and whose it is, in the order of the language (`owned` of `language.toml`).

        >>> from framing.language import load
        >>> load("fr").owned("proches", "Paul Varlat")
        'proches de Paul Varlat'
        """
        return str(self._settings.get("owned", "{thing} {owner}")).format(thing=thing, owner=owner)

    # --- who reports -----------------------------------------------------------------------------------------------------

    @cached_property
    def verbs(self) -> dict[str, tuple[Cue, ...]]:
        """Reporting verbs by form, the longer lemma first, so that « faire savoir » wins over « faire »."""
        found: dict[str, list[Cue]] = defaultdict(list)
        attributes: dict[str, set[str]] = defaultdict(set)
        rows = list(self.table("reporting_verbs"))
        known = {row["lemma"] for row in rows}
        for row in self.table("attribute_verbs"):
            attributes[row["lemma"]].add(row["frame"])
            if row["lemma"] not in known:
                rows.append({**row, "frames": "", "pronominal": "no", "public": "yes"})
        for row in rows:
            first, *rest = _lemma_words(row["lemma"])
            if rest and rest[-1] in self.contractions:
                rest.pop()  # « s'engager à »: the preposition is a frame
            frames = frozenset(row["frames"].split()) | attributes[row["lemma"]]
            pronominal, cognition = row["pronominal"] == "yes", row["public"] == "cognition"
            # One entry a kind, whatever the number of its forms: fewer objects that Python's garbage collector visits.
            cues = {
                kind: Cue(row["lemma"], tuple(rest), row["class"], frames, pronominal, cognition, kind)
                for kind in ("finite", "gerund", "infinitive", "participle")
            }
            for form, kinds in self.conjugate(first).items():
                if form in self.have or form in self.be:
                    continue  # « nous sommes » is être, not sommer
                found[form] += [cues[kind] for kind in sorted(kinds)]
        return {
            form: tuple(sorted(cues, key=lambda c: (-len(c.rest), c.lemma, c.form))) for form, cues in found.items()
        }

    @cached_property
    def nouns(self) -> dict[str, Cue]:
        """Reporting nouns by form."""
        found: dict[str, Cue] = {}
        for row in self.table("reporting_nouns"):
            first, *rest = _lemma_words(row["lemma"])
            cue = Cue(row["lemma"], tuple(rest), row["class"], frozenset(row["frames"].split()), False, False, "noun")
            for form in (first, self.plural(first)):
                found.setdefault(form, cue)
        return found

    def _forms(self, nouns: list[str] | frozenset[str]) -> frozenset[str]:
        return frozenset(form for noun in nouns for form in (noun, self.plural(noun)))

    @cached_property
    def attitudes(self) -> frozenset[str]:
        """Forms of the nouns of an attitude that open a clause of content (« la conviction que »)."""
        return self._forms([row["noun"] for row in self.table("attitude_nouns")])

    @cached_property
    def announcing(self) -> frozenset[str]:
        """Forms of the nouns whose complement is what was said (« l'annonce de la fermeture »)."""
        return self._forms(self.words("announcing_nouns"))

    @cached_property
    def phrases(self) -> dict[str, tuple[Phrase, ...]]:
        """Attribution phrases by first word, the longest first."""
        found: dict[str, list[Phrase]] = defaultdict(list)
        for row in self.table("attribution_phrases"):
            words = tuple(_lemma_words(row["phrase"]))
            found[words[0]].append(Phrase(row["phrase"], words, row["class"], row["kind"]))
        return {first: tuple(sorted(rows, key=lambda p: (-len(p.words), p.words))) for first, rows in found.items()}

    @cached_property
    def phrase_pattern(self) -> re.Pattern[str]:
        """What finds any attribution phrase in a lower-case sentence; a phrase that is often none has a `search` of its own."""
        found = []
        for row in self.table("attribution_phrases"):
            *words, last = row["phrase"].lower().split(" ")
            if row["search"] != "-":
                found.append(f"(?:{row['search']})")
            elif words and last in self.contractions:
                forms = sorted(form if form.endswith("'") else f"{form} " for form in self.contractions[last])
                found.append(re.escape(" ".join(words) + " ") + f"(?:{'|'.join(forms)})")
            else:
                found.append(re.escape(row["phrase"].lower()) + r"\b")
        return re.compile(rf"(?<!\w)(?:{_by_first_letter(found)})") if found else _NOTHING

    # --- who speaks ------------------------------------------------------------------------------------------------------

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Nouns that can be a source, by form; names of offices in capitals keep them."""
        found: dict[str, Role] = {}
        for row in self.table("roles"):
            role, noun = Role(row["gender"], row["kind"]), row["noun"]
            key = noun if noun.isupper() else noun.lower()
            found.setdefault(key, role)
            if " " not in key and not noun.isupper():
                found.setdefault(self.plural(key), role)
        return found

    @cached_property
    def first_names(self) -> dict[str, str]:
        """First names in lower case, to their gender."""
        return {row["name"].lower(): row["gender"] for row in self.table("first_names")}

    @cached_property
    def civilities(self) -> dict[str, str]:
        """Forms of address in lower case, to their gender."""
        return {row[k].lower(): row["gender"] for row in self.table("civilities") for k in ("form", "written")}

    @cached_property
    def function_words(self) -> frozenset[str]:
        """The commonest words of the language's news."""
        return frozenset(row["word"] for row in self.table("function_words"))

    @cached_property
    def named_things(self) -> frozenset[str]:
        """Nouns for things whose names stand in quotation marks."""
        return frozenset(row["noun"] for row in self.table("named_things"))

    @cached_property
    def metalinguistic_nouns(self) -> frozenset[str]:
        """Nouns for words, singular and plural."""
        nouns = [row["noun"] for row in self.table("metalinguistic_nouns")]
        return frozenset([*nouns, *map(self.plural, nouns)])

    @cached_property
    def _confidence(self) -> dict[tuple[str, str], float]:
        return {(r["construction"], r["reason"]): float(r["confidence"]) for r in self.table("confidence")}

    @cached_property
    def _judged_confidence(self) -> dict[str, float]:
        return {row["term"]: float(row["weight"]) for row in self.table("judged_confidence")}

    def confidence_of(self, construction: str, reason: str, probability: float | None = None) -> float:
        """How often relations found this way, with a speaker found that way, were right.

        `probability`: what the judge says of the relation (`judged_confidence.csv`: a logistic curve, Platt 1999); without it
        the share of the construction (`confidence.csv`). Both are measured by `bench/fit_quotation.py`.
        """
        weights = self._judged_confidence
        if probability is not None and weights:
            odds = math.log(min(max(probability, 1e-6), 1 - 1e-6) / (1 - min(max(probability, 1e-6), 1 - 1e-6)))
            total = weights.get("intercept", 0.0) + weights.get("log odds", 1.0) * odds
            return 1 / (1 + math.exp(-total - weights.get(f"reason={reason}", 0.0)))
        table = self._confidence
        return table.get((construction, reason)) or table.get((construction, "")) or table.get(("", ""), 0.5)


def _by_first_letter(patterns: list[str]) -> str:
    """Patterns of which any may match, those that begin with the same letter together: at most places of a text no letter is
    one of these, which then is asked once for each letter and not once for each pattern."""
    alike: dict[str, list[str]] = defaultdict(list)
    for pattern in sorted(patterns, key=lambda p: (-len(p), p)):
        letter = pattern[0] if pattern[0].isalpha() else ""
        alike[letter].append(pattern[len(letter) :])
    return "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in alike.items())


@cache
def of_folder(folder: Path) -> Language:
    """The language of a folder: one object a folder in a process, so that what is made from it is made once."""
    return Language(folder)


@lru_cache(maxsize=4096)
def _lemma_words(lemma: str) -> tuple[str, ...]:
    """The words of a lemma; an elided word is one of its own."""
    return tuple(lemma.replace("'", "' ").split())
