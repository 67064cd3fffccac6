"""`nlp.add_pipe("framing_quotes")`: the quotations of a text in any spaCy pipeline, as `doc._.quotes`.

spaCy finds this module by the entry point in pyproject.toml, so `framing` itself loads without spaCy.
"""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Span

from framing.quotation.alignment import read_parse
from framing.quotation.extraction import extract, in_given
from framing.quotation.gate import gated
from framing.quotation.model import Quote
from framing.text.article import Article

_KEY = "framing_quotes"
_NEEDED = ("DEP", "POS", "MORPH")


class DocQuote(NamedTuple):
    """A quotation of a document: what `Quote` says, with spans of the document in the place of offsets.

    `content` are the words said, in one span or several; `cue` and `source` are None where the text has none.
    """

    quote_id: str
    type: str
    content: tuple[Span, ...]
    cue: Span | None
    cue_lemma: str | None
    cue_class: str | None
    source: Span | None
    source_kind: str | None
    speaker: str | None
    reason: str
    confidence: float
    parent: str | None


def _quotes(doc: Doc) -> tuple[DocQuote, ...]:
    return tuple(_doc_quote(doc, Quote(*row)) for row in doc.user_data.get(_KEY, ()))


def _doc_quote(doc: Doc, quote: Quote) -> DocQuote:
    def span(offsets: Sequence[int] | None) -> Span | None:
        return None if offsets is None else doc.char_span(offsets[0], offsets[1], alignment_mode="expand")

    values: dict[str, Any] = {name: getattr(quote, name) for name in DocQuote._fields if name != "content"}
    content = tuple(part for offsets in quote.spans if (part := span(offsets)) is not None)
    return DocQuote(**{**values, "content": content, "cue": span(quote.cue), "source": span(quote.source)})


def _register() -> None:
    """`doc._.quotes` makes spans of the numbers in `doc.user_data`, which, unlike spans, can be saved and sent to processes.

    Raises ValueError when other code has taken the name; ours is set again when this module is loaded again.
    """
    if Doc.has_extension("quotes"):
        getter = Doc.get_extension("quotes")[2]
        if getattr(getter, "__module__", None) != __name__:
            raise ValueError("Doc._.quotes is taken by other code: framing_quotes needs this name")
    Doc.set_extension("quotes", getter=_quotes, force=True)


class QuoteFinder:
    """The component: finds the quotations of each document, by the document's own parse where that will do.

    It will do when the pipeline is the model that framing uses, in the version that is installed, and has parsed and tagged
    the document. Else the text is parsed here, which takes as long as `framing.quotes`. The own parse sees sentence by
    sentence without quotation marks, the document's sees the text as it is, so some quotations differ: with the
    document's parse F1 (found, overlap 0.3) is 93.8 instead of 94.6 on the sample's gold, on which the judge is fitted.
    """

    def __init__(self, nlp: Pipeline) -> None:
        self._meta = nlp.meta

    def __call__(self, doc: Doc) -> Doc:
        """The document with its quotations in `doc._.quotes`."""
        article = Article(doc.text)
        # The parse of a document cannot serve where our text is another: soft hyphens, ligatures.
        if not article.is_altered and self._is_model(article.language.model) and all(map(doc.has_annotation, _NEEDED)):
            read_parse(gated(article), doc)
        doc.user_data[_KEY] = [tuple(quote) for quote in in_given(extract(article), article).quotes]
        return doc

    def _is_model(self, model: str) -> bool:
        """Whether the pipeline is this model, as installed."""
        try:
            installed = version(model)
        except PackageNotFoundError:
            return False
        return f"{self._meta.get('lang')}_{self._meta.get('name')}" == model and self._meta.get("version") == installed


@Pipeline.factory("framing_quotes", assigns=["doc._.quotes"])
def framing_quotes(nlp: Pipeline, name: str) -> QuoteFinder:
    """The component for a pipeline, as spaCy asks for it."""
    _register()
    return QuoteFinder(nlp)
