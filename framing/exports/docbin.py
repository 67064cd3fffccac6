"""spaCy: a DocBin of the texts as they are, quotations and voices as spans."""

from typing import TYPE_CHECKING

import pandas as pd

from framing.exports.stretches import SAID, exported
from framing.language import load
from framing.tables import Annotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin

VOICES, QUOTATIONS = "voices", "quotations"


def to_docbin(annotations: Annotations) -> "DocBin":
    """The articles whose texts are known, as a spaCy DocBin (`DocBin().from_disk(…).get_docs(nlp.vocab)`).

    Texts are tokenized, not parsed, and stay as they are. `doc.spans["voices"]`: stretches, label outlet, direct or reported;
    `doc.spans["quotations"]`: from the first to the last character, label the type, id the quote_id, kb_id the actor.
    A span covers the tokens that its characters touch. `doc.user_data["framing"]` has the exact offsets of both, with
    speaker, cue and class, and what is known of the article.
    """
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank(load().code)
    found = DocBin(store_user_data=True)
    quotes = {id_: rows for part in annotations.parts() for id_, rows in part.quotes.groupby("article_id")}
    for article in exported(annotations):
        doc = nlp.make_doc(article.text)
        own = quotes.get(article.article_id, annotations.quotes.iloc[:0])
        rows = own.astype(object).where(own.notna(), None).to_dict("records")
        voices = [(s.start, s.end, s.speech or s.voice, s.quote_id, "") for s in article.stretches]
        said = [
            (r["start"], r["end"], r["type"], r["quote_id"], r["actor"] or "") for r in rows if pd.notna(r["start"])
        ]
        _add(doc, VOICES, voices)
        _add(doc, QUOTATIONS, said)
        doc.user_data["framing"] = {
            "article_id": article.article_id,
            **article.facts,
            VOICES: [[s.start, s.end, s.voice, s.speech, s.quote_id] for s in article.stretches],
            QUOTATIONS: [
                {"quote_id": r["quote_id"], "spans": r["spans"]} | {name: r[name] for name in SAID if r[name]}
                for r in rows
            ],
        }
        found.add(doc)
    return found


def _add(doc: "Doc", group: str, rows: list[tuple[int, int, str, str, str]]) -> None:
    spans = [
        doc.char_span(int(start), int(end), label, kb_id=kb_id, alignment_mode="expand", span_id=id_)
        for start, end, label, id_, kb_id in rows
    ]
    doc.spans[group] = [span for span in spans if span is not None]
