"""The closed classes that the rules name, of one language, made once; and the marks and parts of speech of all languages."""

from collections import defaultdict
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache

from framing.language import Language

COMMA = frozenset([",", "–", "—", "-", "(", ")"])
NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM"])

Words = frozenset[str]


@dataclass(frozen=True, eq=False)
class WordClasses:
    """The words of a language that the rules name: each field is the list of that name in `closed_classes.csv`.

    What each list is for stands in the README of the language's folder, beside the words and their sources.
    """

    language: Language
    according_to: Words
    additive_conjunctions: Words
    adjunct_openers: Words
    adverbs_after_comma: Words
    adverbs_at_end: Words
    adverbs_before_cue: Words
    after_prepositions: Words
    agent_prepositions: Words
    announcing_nouns: Words
    as_conjunctions: Words
    attitude_determiners: Words
    auxiliary_infinitives: Words
    before_prepositions: Words
    charges: Words
    clitics: Words
    clitics_in_group: Words
    comparing: Words
    conjunction_heads: Words
    contracted_articles: Words
    contrast_openers: Words
    de: Words
    de_forms: Words
    euphonic_consonants: Words
    first_person_pronouns: Words
    free_relative_heads: Words
    gerund_prepositions: Words
    indefinite_articles: Words
    indefinite_pronouns: Words
    insertion_stops: Words
    interlocutors: Words
    months: Words
    naming_participles: Words
    ne: Words
    negations: Words
    neuter_clitics: Words
    nobody: Words
    noun_like_adjectives: Words
    object_pronouns: Words
    oblique_prepositions: Words
    occasions: Words
    phrase_pronouns: Words
    place_prepositions: Words
    plain_negations: Words
    plural_openers: Words
    possessives: Words
    postposed_indefinites: Words
    postposed_pronouns: Words
    provenance_prepositions: Words
    purpose_prepositions: Words
    quantities: Words
    que: Words
    reflexives: Words
    relative_pronouns: Words
    source_introducers: Words
    source_prepositions: Words
    speaker_conjunctions: Words
    speaker_determiners: Words
    speaker_prepositions: Words
    speaking_words: Words
    strong_clitics: Words
    subject_pronouns: Words
    subject_relatives: Words
    tail_relatives: Words
    temporal_prepositions: Words
    third_person_pronouns: Words
    times: Words
    unannounced_determiners: Words
    unlikely_object_determiners: Words
    viewpoint_prepositions: Words
    weekdays: Words
    words_before_infinitive: Words
    words_in_group: Words

    # --- lists together ---------------------------------------------------------------------------------------------

    @cached_property
    def auxiliaries(self) -> Words:
        """The forms of the auxiliaries of compound tenses and of the passive."""
        return self.language.have | self.language.be

    @cached_property
    def personal_subjects(self) -> Words:
        """Subject pronouns that are no relatives."""
        return self.subject_pronouns - self.subject_relatives

    @cached_property
    def naming_subjects(self) -> Words:
        """Subject pronouns that stand for somebody whom the text names."""
        return self.personal_subjects - self.indefinite_pronouns

    @cached_property
    def relatives(self) -> Words:
        """Words that open a relative clause."""
        return self.subject_relatives | self.tail_relatives

    @cached_property
    def postposed_subjects(self) -> Words:
        """Subjects behind their verb, the consonant between the two left out."""
        return self.postposed_pronouns - self.euphonic_consonants

    @cached_property
    def weak_clitics(self) -> Words:
        """Clitics that are never a subject."""
        return self.clitics - self.strong_clitics

    @cached_property
    def all_times(self) -> Words:
        """Nouns that tell a time."""
        return self.times | self.weekdays | self.months

    @cached_property
    def clause_enders(self) -> Words:
        """Words and marks at which a reported clause may end, whatever stands before them."""
        return self.contrast_openers | self.gerund_prepositions | {";", ")"}

    @cached_property
    def circumstance_words(self) -> Words:
        """Words that may open, without a determiner, what tells the circumstances of a speech."""
        return self.circumstance_openers | self.temporal_prepositions | self.weekdays

    @cached_property
    def time_openers(self) -> Words:
        """Words that open a complement of time."""
        return self.temporal_prepositions | self.weekdays

    @cached_property
    def circumstance_openers(self) -> Words:
        """Words that open a complement of time or place."""
        return self.time_openers | self.place_prepositions

    @cached_property
    def new_clause_openers(self) -> Words:
        """Words after which no content goes on that a reporting clause has interrupted."""
        return self.insertion_stops | self.weekdays

    # --- endings, as `str.endswith` takes them ----------------------------------------------------------------------

    @cached_property
    def gerund_endings(self) -> tuple[str, ...]:
        """How gerunds end."""
        return tuple(sorted(self.language.words("gerund_endings")))

    @cached_property
    def infinitive_endings(self) -> tuple[str, ...]:
        """How infinitives end."""
        return tuple(sorted(self.language.words("infinitive_endings")))

    @cached_property
    def plural_verb_endings(self) -> tuple[str, ...]:
        """How verbs of the third person plural end."""
        return tuple(sorted(self.language.words("plural_verb_endings")))

    @cached_property
    def light_verb_stems(self) -> tuple[str, ...]:
        """How verbs begin that add nothing to the infinitive which they govern."""
        return tuple(sorted(self.language.words("light_verb_stems")))

    # --- frames -----------------------------------------------------------------------------------------------------

    @cached_property
    def _frame_words(self) -> dict[str, Words]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.language.table("frame_words"):
            found[row["frame"]].add(row["word"])
        return {frame: frozenset(words) for frame, words in found.items()}

    def frame_words(self, *frames: str) -> Words:
        """The words that open what a verb of one of these frames governs, by `frame_words.csv`."""
        return frozenset().union(*(self._frame_words.get(frame, frozenset()) for frame in frames))


@lru_cache(maxsize=8)
def word_classes(language: Language) -> WordClasses:
    """The word classes of a language; one that its folder lacks is empty.

    >>> from framing.language import load
    >>> sorted(word_classes(load("fr")).postposed_indefinites)
    ['-on']
    """
    lists = (field.name for field in fields(WordClasses) if field.name != "language")
    return WordClasses(language, **{name: language.words(name) for name in lists})
