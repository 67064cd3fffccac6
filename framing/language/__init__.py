"""What a language needs and no other room knows: its tables and its spaCy pipeline, each loaded once."""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

    from framing.language.fr import French


@cache
def load(code: str = "fr") -> "French":
    """The data tables of the language `code`.

    Raises ValueError for a language that has no folder here.

    >>> load("fr").verbs["affirmait"][0].lemma
    'affirmer'
    """
    try:
        module = import_module(f"framing.language.{code}")
    except ModuleNotFoundError:
        raise ValueError(f"no language {code!r} in framing/language; there is: fr") from None
    return module.tables()


@cache
def pipeline(code: str = "fr") -> "Language":
    """The spaCy pipeline of the language without named entities, loaded once; who needs less of it disables the rest."""
    import spacy
    from thinc.api import NumpyOps

    nlp: Any = spacy.load(load(code).model, exclude=["ner"])
    # On short texts numpy's matrix product takes half the time of the one that spaCy chooses (bench/extract.py).
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for node in component.model.walk() if getattr(component, "model", None) else ():
            node.ops = ops
    return nlp
