"""The numbers that a spaCy pipeline computes for a text, the same to the last digit, with half the work.

spaCy's layers are made for training. For who only reads texts three things cost more than the arithmetic:

- each word's own vector is computed anew wherever the word stands; here once for each word (`Embedding`);
- each layer remembers what a gradient would need; here none does (`Encoder`);
- the parser gives Python's lock away and takes it back several times at every step; here it is held (`Parser`).

The last digit may differ where a product of matrices has other digits beside other rows; OpenBLAS, which numpy brings, has not.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.pipeline.dep_parser import DependencyParser
from spacy.tokens import Doc
from spacy.util import minibatch
from thinc.api import Model

Layer = Model[Any, Any]
Floats = NDArray[np.float32]

_LOOKED_AT: list[int | str] = ["ORTH", "NORM", "SPACY"]  # what decides a word's own vector
# Attributes that are the same wherever those are; what depends on the text round a word is none of them.
FOLLOWING = frozenset(["IS_SPACE", "LOWER", "NORM", "ORTH", "PREFIX", "SHAPE", "SPACY", "SUFFIX"])
_MOST_WORDS = 50_000  # words whose vectors are kept: 20 MB of them
_EPSILON = 1e-08  # thinc's, in its layer normalisation


class Parser(DependencyParser):  # type: ignore[misc]  # a class of Cython
    """spaCy's parser, its steps taken from Python, all documents of a batch at once."""

    def predict(self, docs: Iterable[Doc]) -> list[Any]:
        """The final state of each document."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        states: list[Any] = self.moves.init_batch(docs)
        going = [state for state in states if not state.is_final()]
        if going:
            model = self.model.predict(docs)
            while going:
                going = self.transition_states(going, model.predict(going))
            model.clear_memory()
        return states

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Parse documents in batches."""
        for batch in minibatch(stream, batch_size):
            try:
                self.set_annotations(batch, self.predict(batch))
            except Exception as error:
                self.get_error_handler()(self.name, self, batch, error)
            else:
                yield from batch


class Embedding:
    """The forward pass of a layer that gives each word a vector, whatever stands beside it; each word's is computed once."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._known: dict[bytes, Floats] = {}

    def __call__(self, _: object, docs: list[Doc], is_train: bool) -> tuple[list[Floats], None]:
        """The vectors of each document's words, as thinc calls a layer."""
        words = np.concatenate([doc.to_array(_LOOKED_AT) for doc in docs])
        keys = words.view(f"V{words.itemsize * len(_LOOKED_AT)}").ravel().tolist()
        if len(self._known) > _MOST_WORDS:
            self._known = {}
        known = self._known  # another thread may make a new one
        new = {key: place for place, key in enumerate(keys) if key not in known}
        if new:
            known |= zip(new, self._vectors(docs[0].vocab, words[[*new.values()]]), strict=True)
        vectors = np.concatenate([known[key] for key in keys]).reshape(len(keys), -1)
        return np.split(vectors, np.cumsum([len(doc) for doc in docs])[:-1]), None

    def _vectors(self, vocab: Any, words: "NDArray[np.uint64]") -> Floats:
        """The vectors of some words, as the layer gives them to a document that is made of these."""
        spelt, _, spaces = words.T.tolist()
        doc = Doc(vocab, [vocab.strings[word] for word in spelt], [space == 1 for space in spaces])
        doc.from_array(["NORM"], words[:, 1:2].copy())  # type: ignore[arg-type]  # the stub asks for thinc's array
        return self._layer.predict([doc])[0]


class _Window(NamedTuple):
    """The weights of a layer that sees a word and its two neighbours, the pieces of its maxout one behind the other."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    def of(self, x: Floats) -> Floats:
        """Maxout, then layer normalisation (Ba et al. 2016), step by step as thinc does it."""
        y = x @ self.weights
        y += self.bias
        width = len(self.gain)
        best = np.maximum(y[:, :width], y[:, width : 2 * width])
        for piece in range(2 * width, y.shape[1], width):
            np.maximum(best, y[:, piece : piece + width], out=best)
        mean = np.add.reduce(best, axis=1, keepdims=True)
        best -= mean / width
        spread = np.add.reduce(best * best, axis=1, keepdims=True)
        best *= (spread / width + _EPSILON) ** (-0.5)
        best *= self.gain
        best += self.shift
        return best


class Encoder:
    """The forward pass of a stack of such layers (`MaxoutWindowEncoder`), each added to what it is given."""

    def __init__(self, layer: Layer) -> None:
        nodes = {name: [node for node in layer.walk() if node.name == name] for name in ("maxout", "layernorm")}
        self._windows = [_window(*pair) for pair in zip(nodes["maxout"], nodes["layernorm"], strict=True)]
        self._pad: int = layer.attrs["pad"]  # empty words between documents, so that none sees the next

    def __call__(self, _: object, vectors: list[Floats], is_train: bool) -> tuple[list[Floats], None]:
        """The vectors of each document's words in their places, from those of the words alone."""
        ends = np.cumsum([len(of_doc) + self._pad for of_doc in vectors]).tolist()
        places = [slice(end - len(of_doc), end) for end, of_doc in zip(ends, vectors, strict=True)]
        width = vectors[0].shape[1]
        x = np.zeros((ends[-1] + self._pad, width), dtype=np.float32)
        for place, of_doc in zip(places, vectors, strict=True):
            x[place] = of_doc
        seen = np.zeros((len(x), 3 * width), dtype=np.float32)
        for window in self._windows:
            seen[1:, :width] = x[:-1]
            seen[:, width : 2 * width] = x
            seen[:-1, 2 * width :] = x[1:]
            x += window.of(seen)
        return [x[place] for place in places], None


def _window(maxout: Layer, norm: Layer) -> _Window:
    weights, bias = (np.asarray(maxout.get_param(name)) for name in ("W", "b"))
    gain, shift = (np.asarray(norm.get_param(name)) for name in ("G", "b"))
    outputs, pieces, inputs = weights.shape
    in_order = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(pieces * outputs, inputs)
    return _Window(in_order.T, bias.T.ravel(), gain, shift)


def quicken(tok2vec: Layer) -> None:
    """Let a `Tok2Vec` of spaCy's compute with less work: of a `MultiHashEmbed` that sees no more than `FOLLOWING`, and a
    `MaxoutWindowEncoder` of window 1."""
    embed, encode = tok2vec.layers
    tok2vec.replace_node(embed, Model("embedding", Embedding(embed), layers=[embed]))
    tok2vec.replace_node(encode, Model("encoder", Encoder(encode), layers=[encode]))
