"""What the parser sees of a text: no mark, one space, its own language's model."""

import re
import time
from pathlib import Path

import pytest
import spacy

from framing.language import load
from framing.text import units as units_module
from framing.text.article import Article
from framing.text.marks import find_marks, plain
from framing.text.units import LEFT_OUT, parse, view

ENGLISH = Path(__file__).parents[1] / "language" / "en"

# A rule of LEFT_OUT, a text that needs it, and what the parser sees of that text.
EXAMPLES = [
    ("a full stop said again after a mark", "Elle a dit : « C'est fini. ». Puis", "Elle a dit : C'est fini. Puis"),
    ("a full stop said again after a mark", "« Fini. » ... Il part", "Fini. Il part"),
    ("space at the start", "« Oui »", "Oui"),
    ("space after an apostrophe", "Il parle d'« accord »", "Il parle d'accord"),
    ("space before a mark that follows its word", "« Oui », dit-elle", "Oui, dit-elle"),
    ("space before a mark that follows its word", "Vraiment \u00a0?", "Vraiment?"),
    ("space at the end", "Elle a dit « oui »", "Elle a dit oui"),
    ("space after a space", "Un mot  «\u202foui\u202f» de trop", "Un mot oui de trop"),
]


def seen(text: str) -> tuple[str, list[int]]:
    marks = find_marks(text)
    return view(plain(text, marks), 0, len(text), list(marks.pairs), {})


@pytest.mark.parametrize(("rule", "text", "expected"), EXAMPLES)
def test_what_is_left_out(rule, text, expected):
    sentence, offsets = seen(text)
    assert sentence == expected
    assert [text[at] for char, at in zip(sentence, offsets, strict=True) if char != " "] == list(
        expected.replace(" ", "")
    )


@pytest.mark.parametrize(("rule", "text", "expected"), EXAMPLES)
def test_no_other_rule_does_it(rule, text, expected, monkeypatch):
    others = "|".join(pattern for name, pattern in LEFT_OUT.items() if name != rule)
    monkeypatch.setattr(units_module, "_LEFT_OUT", re.compile(others))
    assert seen(text)[0] != expected


def test_every_rule_has_an_example():
    assert list(dict.fromkeys(rule for rule, *_ in EXAMPLES)) == list(LEFT_OUT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Le port rouvre.", "Le port rouvre."),
        ("Le port\u00a0rouvre à 3.5 ou ... 4.", "Le port rouvre à 3.5 ou... 4."),
        ("Il dit : oui ; non.", "Il dit : oui; non."),
        ("Oui »", "Oui"),
    ],
)
def test_a_text_without_pairs(text, expected):
    assert seen(text)[0] == expected


def test_of_a_long_quotation_the_first_sentence_stays():
    text = "« Nous irons. Nous gagnerons », dit-elle."
    marks = find_marks(text)
    end = text.index(" Nous gagnerons")
    sentence, offsets = view(text, 0, len(text), list(marks.pairs), {0: end})
    assert sentence == "Nous irons., dit-elle."
    assert offsets[sentence.index(",")] == text.index(",")
    assert view(text, 2, end, [], {}) == ("Nous irons.", list(range(2, end)))


def test_a_mark_outside_the_sentence_is_none_of_its_own():
    (pair,) = find_marks("« oui »").pairs
    assert view("« oui »", 0, 5, [pair], {}) == ("oui", [2, 3, 4])
    assert view("« oui » ", 2, 7, [pair], {}) == ("oui", [2, 3, 4])


def test_time_is_linear():
    for hostile in (" " * 40_000, "' " * 20_000, ". " * 20_000, ".\t\t" * 10_000, "« " * 20_000, " ,." * 10_000):
        began = time.perf_counter()
        seen("a" + hostile + "b")
        assert time.perf_counter() - began < 2


def test_each_unit_is_parsed_by_the_model_of_its_language(monkeypatch, tmp_path):
    models = {"en_small": spacy.blank("en"), "xx_small": spacy.blank("xx")}
    asked = []

    def pipeline(model):
        asked.append(model)
        return models[model]

    articles = []
    for code in ("xx", "en", "xx"):
        folder = tmp_path / code
        folder.mkdir(exist_ok=True)
        (folder / "language.toml").write_text(f'code = "{code}"\nname = "{code}"\nmodel = "{code}_small"\n')
        articles.append(Article("The harbour isn't open.", language=load(folder)))
    monkeypatch.setattr(units_module, "pipeline", pipeline)
    parse(unit for article in articles for unit in article.units)
    words = [article.units[0].words for article in articles]
    assert words[0] == words[2] == ("The", "harbour", "isn't", "open", ".")
    assert words[1] == ("The", "harbour", "is", "n't", "open", ".")
    assert asked == ["xx_small", "en_small"], "one pass a language"
    parse(articles[0].units)
    assert len(asked) == 2, "what is parsed needs no pipeline"


def test_a_language_without_a_model_is_told():
    article = Article("The harbour is open.", language=load(ENGLISH))
    with pytest.raises(ValueError, match=r"English has no model to parse with: name one in .*language\.toml"):
        parse(article.units)
    assert not article.units[0].is_parsed
    parse(article.units, spacy.blank("xx"))
    assert article.units[0].words == ("The", "harbour", "is", "open", ".")


@pytest.mark.parametrize("tagger", [None, "morphologizer"])
def test_parts_of_speech_come_from_the_ruler_where_there_is_no_morphologizer(tagger):
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"ORTH": "boats"}]], {"POS": "NOUN"})
    if tagger:
        nlp.add_pipe(tagger, first=True).add_label("POS=VERB")
        nlp.initialize()
        ruler = nlp.get_pipe("attribute_ruler")
        ruler.add([[{"ORTH": "boats"}]], {"POS": "NOUN"})
    article = Article("boats", language=load(ENGLISH))
    parse(article.units, nlp)
    assert article.units[0].pos == ("VERB" if tagger else "NOUN",)
