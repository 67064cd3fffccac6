"""`nlp.add_pipe("framing_quotes")`: the quotations of a text in any spaCy pipeline, as `doc._.quotes`.

spaCy finds this module by the entry point in pyproject.toml, so `framing` itself loads without spaCy.
"""

from spacy.language import Language
from spacy.tokens import Doc

from framing.quotation.extraction import extract

Doc.set_extension("quotes", default=(), force=True)


@Language.component("framing_quotes")
def framing_quotes(doc: Doc) -> Doc:
    """The document with its quotations in `doc._.quotes`."""
    doc._.quotes = extract(doc.text).quotes
    return doc
