"""The word classes and patterns that the rules on names, noun phrases and antecedents ask of a language."""

import re
from functools import lru_cache

from framing.language import Language, Role
from framing.text.fold import folded as _folded

WORD = re.compile(r"\w+(?:-\w+)*")
folded = lru_cache(maxsize=8192)(_folded)


class Vocabulary:
    """What a language says of names and noun phrases, looked up once; `vocabulary_of` keeps it.

    Patterns and lists have the names that they have in `patterns.csv` and `closed_classes.csv`.
    """

    def __init__(self, language: Language) -> None:
        self.owned = language.owned
        self.roles = language.roles
        self.first_names = language.first_names
        self.civilities = language.civilities
        self.function_words = language.function_words
        self.metalinguistic_nouns = language.metalinguistic_nouns
        self.folded_roles: dict[str, Role] = {folded(noun): role for noun, role in language.roles.items()}
        self.other_names: dict[str, tuple[str, ...]] = {}
        for row in language.table("other_names"):
            self.other_names[row["name"]] = (*self.other_names.get(row["name"], ()), row["stands_for"])
        self.role_synonyms = {folded(r["phrase"]): folded(r["role"]) for r in language.table("role_synonyms")}

        words = language.words
        self.clause_words = words("clause_words")
        self.contracted_articles = words("contracted_articles")
        self.demonstratives = words("demonstratives")
        self.complement_prepositions = words("complement_prepositions")
        self.complement_articles = words("singular_determiners", "plural_determiners")
        self.complement_openers = words("de_forms", "contracted_articles", "place_prepositions")
        self.enumeration_openers = words("enumeration_openers")
        self.feminine_determiners = words("feminine_determiners")
        self.feminine_pronouns = words("feminine_pronouns")
        self.first_person_pronouns = words("first_person_pronouns")
        self.generic_documents = words("generic_documents")
        self.indefinite_pronouns = words("indefinite_pronouns")
        self.masculine_determiners = words("masculine_determiners")
        self.name_particles = words("name_particles")
        self.not_before_names = words("not_before_names")
        self.personal_pronouns = words("subject_pronouns", "stressed_pronouns")
        self.plural_determiners = words("plural_determiners")
        self.plural_pronouns = words("plural_pronouns")
        self.relative_pronouns = words("relative_pronouns")
        self.self_standing_nouns = words("self_standing_nouns")
        self.short_civilities = words("short_civilities")
        self.singular_determiners = words("singular_determiners")
        self.small_words = words("small_words")
        self.subordinate_openers = words("subordinate_openers")
        self.times = frozenset(map(folded, words("times", "weekdays", "months")))
        self.term_agents = words("term_agents")

        pattern = language.pattern
        self.both_parties = pattern("both_parties")
        self.complement_start = pattern("complement_start")
        self.definite_article = pattern("definite_article")
        self.indefinite_start = pattern("indefinite_start")
        self.latter = pattern("latter")
        self.leading_determiners = pattern("leading_determiners")
        self.name_run = pattern("name_run")
        self.no_person_after = pattern("no_person_after")
        self.place_before = pattern("place_before")
        self.plural_noun = pattern("plural_noun")
        self.possessive_start = pattern("possessive_start")
        self.pronoun_hyphens = pattern("pronoun_hyphens")
        self.source_alone = pattern("source_alone")
        self.unnamed_source = pattern("unnamed_source")

    def is_civility(self, word: str) -> bool:
        """Whether a word is a form of address, with its full stop or without."""
        return self.civility_gender(word) is not None

    def civility_gender(self, word: str) -> str | None:
        """The gender that a form of address in lower case tells; None when the word is none."""
        return self.civilities.get(word) or self.civilities.get(word.rstrip("."))

    def gender_of_determiner(self, word: str) -> str:
        """The gender that a determiner tells, else an empty string."""
        return "m" if word in self.masculine_determiners else "f" if word in self.feminine_determiners else ""

    def person_role(self, word: str) -> Role | None:
        """The role that a word in lower case names, if persons hold it."""
        role = self.roles.get(word)
        return role if role is not None and role.kind == "person" else None

    def folded_person_role(self, word: str) -> Role | None:
        """The role that a folded word names, if persons hold it."""
        role = self.folded_roles.get(word)
        return role if role is not None and role.kind == "person" else None


@lru_cache(maxsize=8)
def vocabulary_of(language: Language) -> Vocabulary:
    """The vocabulary of a language, made once.

    >>> from framing.language import load
    >>> vocabulary_of(load()).civility_gender("mme")
    'f'
    """
    return Vocabulary(language)
