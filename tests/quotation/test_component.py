"""The spaCy component: spans of the document, by its own parse where that was made by the same model."""

import pickle
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from framing.evaluate.gold import load_gold
from framing.evaluate.scores import score
from framing.language import pipeline
from framing.quotation import component as module
from framing.quotation.alignment import read_parse
from framing.quotation.component import framing_quotes
from framing.quotation.extraction import extract
from framing.quotation.gate import gated
from framing.quotation.tables import to_gold
from framing.text.article import Article

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
TEXT = "« Le pont est fermé », a dit mardi Élise Orsel. Selon elle, il rouvrira."


@pytest.fixture
def no_own_parse(monkeypatch):
    def fail():
        raise AssertionError("parsed anew")

    monkeypatch.setattr("framing.text.units.pipeline", fail)


def quotes_of(text):
    nlp = pipeline()
    return framing_quotes(nlp, "framing_quotes")(nlp(text))._.quotes


def test_any_pipeline_will_do():
    nlp = spacy.blank("fr")
    nlp.add_pipe("framing_quotes")
    first, second = nlp(TEXT)._.quotes
    assert (first.speaker, first.type, second.speaker) == ("Élise Orsel", "direct", "Élise Orsel")
    assert nlp("")._.quotes == ()
    assert nlp.make_doc(TEXT)._.quotes == ()


def test_spans_of_the_document(no_own_parse):
    first, second = quotes_of(TEXT)
    assert [span.text for span in first.content] == ["Le pont est fermé"]
    assert (first.cue.text, first.source.text) == ("a dit", "Élise Orsel")
    assert (second.cue.text, second.source.text, second.content[0].text) == ("Selon", "elle", "il rouvrira")
    assert first.source[0].pos_ == "PROPN"
    assert 0 < first.confidence < 1


def test_a_quotation_without_cue_and_source_has_none(no_own_parse):
    (quote,) = quotes_of("« Le pont est fermé depuis mardi. »")
    assert (quote.cue, quote.source, quote.speaker) == (None, None, None)


def test_content_in_several_spans(no_own_parse):
    (quote,) = quotes_of("« Le pont », a dit le maire, « est fermé. »")
    assert [span.text for span in quote.content] == ["Le pont", "est fermé"]


@pytest.mark.parametrize("change", [{"version": "0.0.1"}, {"name": "core_news_xx"}, {"lang": "xx"}])
def test_the_parse_of_another_model_is_not_used(change, monkeypatch):
    used = []
    monkeypatch.setattr(module, "read_parse", lambda *given: used.append(given))
    nlp = pipeline()
    finder = framing_quotes(nlp, "framing_quotes")
    finder._meta = nlp.meta | change
    assert len(finder(nlp(TEXT))._.quotes) == 2
    assert not used


def test_a_document_without_parse_is_parsed_here(monkeypatch):
    used = []
    monkeypatch.setattr(module, "read_parse", lambda *given: used.append(given))
    nlp = pipeline()
    assert len(framing_quotes(nlp, "framing_quotes")(nlp.make_doc(TEXT))._.quotes) == 2
    assert not used


def test_quotations_are_saved_with_the_document():
    nlp = spacy.blank("fr")
    nlp.add_pipe("framing_quotes")
    doc = nlp(TEXT)
    for again in (Doc(nlp.vocab).from_bytes(doc.to_bytes()), pickle.loads(pickle.dumps(doc))):
        assert [(q.speaker, q.content[0].text, q.confidence) for q in again._.quotes] == [
            (q.speaker, q.content[0].text, q.confidence) for q in doc._.quotes
        ]
        assert again._.quotes[0].content[0].doc is again


def test_the_name_is_not_taken_from_others():
    module._register()
    Doc.set_extension("quotes", default=None, force=True)
    try:
        with pytest.raises(ValueError, match="taken by other code"):
            spacy.blank("fr").add_pipe("framing_quotes")
    finally:
        Doc.remove_extension("quotes")
        module._register()


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff  TITRE\r\n\r\n«\u00a0Le pont est fermé\u00a0»,\u2009a dit   Élise Orsel.\r\n",
        "Il a dit\u2009 que « oui ».« Non »,dit-elle.",
        'Le maire : "Le pont est fermé".Fin',
        "« « « » a dit « X »",
        "a" * 3000 + " a dit que le pont tient",
        "😀 « Le pont est fermé 😀 », a dit Élise Orsel.",
    ],
)
def test_units_have_the_words_of_the_text(text):
    doc, article = pipeline()(text), Article(text)
    read_parse(article.units, doc)
    for unit in article.units:
        if unit.is_parsed:
            assert "".join(unit.words) == "".join(unit.sentence.split())
            assert [article.view[b:e] for b, e in zip(unit.begin, unit.end, strict=True)] == list(unit.words)
    assert any(unit.is_parsed for unit in article.units)


def test_the_parse_of_the_document_costs_little():
    """What the component's docstring says of the sample's gold, on which the judge is fitted."""
    gold, nlp = load_gold(SAMPLE / "gold.jsonl"), pipeline()
    texts = {i: (SAMPLE / "texts" / f"{i}.txt").read_bytes().decode() for i in sorted(gold)}
    found = {}
    for name, text in texts.items():
        article = Article(text)
        read_parse(gated(article), nlp(text))
        assert all(unit.is_parsed for unit in gated(article))
        found[name] = to_gold(name, text, extract(article))
    table = score(gold, found, texts, rounds=1).set_index("measure")["estimate"]
    assert round(100 * table["f1_0.3"], 1) == 93.8
