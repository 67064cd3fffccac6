from dataclasses import fields

from framing.language import load
from framing.quotation.relations.classes import WordClasses, word_classes


def test_french_has_words_for_every_class():
    classes = word_classes(load("fr"))
    lists = [field.name for field in fields(WordClasses) if field.name != "language"]
    endings = ["gerund_endings", "infinitive_endings", "plural_verb_endings", "light_verb_stems"]
    assert [name for name in lists + endings if not getattr(classes, name)] == []


def test_classes_are_made_once():
    assert word_classes(load("fr")) is word_classes(load("fr"))


def test_words_of_frames():
    classes = word_classes(load("fr"))
    assert classes.frame_words("si", "comme") == {"si", "s'", "comme"}
    assert classes.frame_words() == classes.frame_words("no such frame") == frozenset()
