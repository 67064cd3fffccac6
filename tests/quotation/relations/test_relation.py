import pytest

from framing.language import Language, load
from framing.quotation.relations import STEPS, relations
from framing.quotation.relations.classes import word_classes
from framing.quotation.relations.relation import Reading
from framing.text.article import Article
from framing.text.units import parse

TEXT = "« Le pont est fermé », a dit le préfet, ajoutant que, selon la ministre, la promesse de le rouvrir tenait."


@pytest.fixture(scope="module")
def unit():
    article = Article(TEXT)
    parse(article.units)
    return article.units[0]


def test_a_step_makes_a_new_reading(unit):
    readings = [Reading(unit, load("fr"), word_classes(load("fr")))]
    for step in STEPS:
        before = repr(readings[-1])
        readings.append(step(readings[-1]))
        assert repr(readings[-2]) == before
    assert (readings[0].verbs, readings[0].found) == ((), ())
    assert len(readings[-1].found) > 1


def test_the_same_sentence_gives_the_same_relations(unit):
    assert relations(unit, load("fr")) == relations(unit, load("fr")) != []


def test_a_language_without_tables_has_no_relations(unit, tmp_path):
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "Nothing"\n', encoding="utf-8")
    assert relations(unit, Language(tmp_path)) == []
