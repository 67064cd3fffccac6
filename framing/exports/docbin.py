"""spaCy: a DocBin of the texts as they are, quotations, voices and labels as spans."""

from typing import TYPE_CHECKING

from framing.exports.stretches import SAID, exported
from framing.language import load
from framing.tables import Annotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin

LABELS, QUOTATIONS, VOICES = "labels", "quotations", "voices"


def to_docbin(annotations: Annotations) -> "DocBin":
    """The articles whose texts are known, as a spaCy DocBin (`DocBin().from_disk(…).get_docs(nlp.vocab)`).

    Texts are tokenized, not parsed, and stay as they are. `doc.spans["voices"]`: stretches, label outlet, direct or reported;
    `doc.spans["quotations"]`: from the first to the last character, label the type, id the quote_id, kb_id the actor;
    `doc.spans["labels"]`: label the concept, kb_id its adoption. A span covers the tokens that its characters touch.
    `doc.user_data["framing"]` has the exact offsets of all three, with speaker, cue and class, and what is known of the article.
    """
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank(load().code)
    found = DocBin(store_user_data=True)
    for article in exported(annotations):
        doc, labels = nlp.make_doc(article.text), [label for s in article.stretches for label in s.labels]
        said = [(int(q["start"]), int(q["end"]), q["type"], q["quote_id"], q["actor"]) for q in article.quotations]
        _add(doc, VOICES, [(s.start, s.end, s.speech or s.voice, s.quote_id, "") for s in article.stretches])
        _add(doc, QUOTATIONS, said)
        _add(doc, LABELS, [(label.start, label.end, label.concept, "", label.adoption) for label in labels])
        doc.user_data["framing"] = {
            "article_id": article.article_id,
            **article.facts,
            VOICES: [[s.start, s.end, s.voice, s.speech, s.quote_id] for s in article.stretches],
            QUOTATIONS: [
                {name: q[name] for name in ("quote_id", "spans", *SAID) if q[name]} for q in article.quotations
            ],
            LABELS: [list(label) for label in labels],
        }
        found.add(doc)
    return found


def _add(doc: "Doc", group: str, rows: list[tuple[int, int, str, str, str]]) -> None:
    spans = [
        doc.char_span(int(start), int(end), label, kb_id=kb_id, alignment_mode="expand", span_id=id_)
        for start, end, label, id_, kb_id in rows
    ]
    doc.spans[group] = [span for span in spans if span is not None]
