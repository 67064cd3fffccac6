"""Attribution relations of one parsed sentence: cue, content and source, by rules on the parse and on word order.

The parser errs most where news quotes (inverted subjects, inserted clauses), so word order decides there, and the parse
says how far a noun phrase or a clause reaches. The rules name constructions, not words: what a verb can do, and which
words open what, stands in the tables of the language.
"""

from collections.abc import Callable
from functools import reduce

from framing.language import Language
from framing.quotation.relations.classes import word_classes
from framing.quotation.relations.closing import with_closing_relations, with_unlisted_relations
from framing.quotation.relations.coordination import with_joint_sources
from framing.quotation.relations.extent import end_at_next
from framing.quotation.relations.leads import lead_in
from framing.quotation.relations.nouns import with_noun_relations
from framing.quotation.relations.opening import with_opening_relations
from framing.quotation.relations.phrase_content import with_free_relative, with_phrase_relations, with_source_of_one
from framing.quotation.relations.phrases import with_phrases
from framing.quotation.relations.relation import Range, Reading, Relation, Verb
from framing.quotation.relations.verbs import with_verbs
from framing.text.units import Unit

__all__ = ["STEPS", "Range", "Relation", "Verb", "lead_in", "reading_of", "relations"]

# Each step sees what those before it have found, and gives a new reading.
STEPS: tuple[Callable[[Reading], Reading], ...] = (
    with_verbs,
    with_phrases,
    with_closing_relations,
    with_unlisted_relations,
    with_opening_relations,
    end_at_next,
    with_source_of_one,
    with_phrase_relations,
    with_free_relative,
    with_noun_relations,
    with_joint_sources,
)


def relations(u: Unit, language: Language) -> list[Relation]:
    """All relations of a parsed sentence, in words of it, in order of their cue.

    >>> from framing.text.article import Article, parse_articles
    >>> article = Article("Le pont est fermé, précise le préfet.")
    >>> parse_articles([article])
    >>> for r in relations(article.units[0], article.language):
    ...     print(r.construction, r.lemma, r.content, r.source)
    closing préciser [(0, 3)] (6, 7)
    """
    return sorted(reading_of(u, language).found, key=lambda r: r.cue or r.content[0])


def reading_of(u: Unit, language: Language) -> Reading:
    """A parsed sentence with all that the rules find in it."""
    return reduce(lambda so_far, step: step(so_far), STEPS, Reading(u, language, word_classes(language)))
