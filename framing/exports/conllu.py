"""CoNLL-U: a line a token, whose words it is in the last column."""

from collections.abc import Iterator

from framing.exports.stretches import Exported, Stretch, exported
from framing.language import load
from framing.tables import Annotations


def to_conllu(annotations: Annotations) -> Iterator[str]:
    """The articles whose texts are known, in CoNLL-U: a block a sentence of the tables, tokens as spaCy cuts French.

    Filled are ID, FORM and MISC: SpaceAfter=No, Offset (of the token in the text), Voice, Speech, Quote (B- and I- and the
    id), Type, Cue, Speaker, Actor, Class, Label (concept:adoption); of the first sentence of an article comments tell what is
    known of it. Lemmas and syntax are left (_) to the parser of whoever reads it.
    """
    import spacy

    tokenizer = spacy.blank(load().code).tokenizer
    for article in exported(annotations):
        blocks = []
        for number, (start, end) in enumerate(article.sentences, 1):
            tokens = [t for t in tokenizer(article.text[start:end]) if not t.is_space]
            head = [f"# newdoc id = {article.article_id}"] if number == 1 else []
            head += [f"# {name} = {value}" for name, value in article.facts.items()] if number == 1 else []
            head += [
                f"# sent_id = {article.article_id}-s{number}",
                f"# text = {' '.join(article.text[start:end].split())}",
            ]
            before = ""
            lines = []
            for k, token in enumerate(tokens, 1):
                stretch = _at(article, start + token.idx)
                glued = not token.whitespace_ and k < len(tokens) and tokens[k].idx == token.idx + len(token)
                lines.append(_line(k, token.text, start + token.idx, glued, stretch, before))
                before = stretch.quote_id if stretch else ""
            blocks.append("\n".join([*head, *lines]) + "\n\n")
        yield "".join(blocks)


def _at(article: Exported, offset: int) -> Stretch | None:
    return next((stretch for stretch in article.stretches if stretch.start <= offset < stretch.end), None)


def _line(number: int, form: str, offset: int, glued: bool, stretch: Stretch | None, before: str) -> str:
    misc = {"SpaceAfter": "No"} if glued else {}
    misc["Offset"] = str(offset)
    if stretch:
        said = stretch.said
        quote = f"{'I' if stretch.quote_id == before else 'B'}-{stretch.quote_id}" if stretch.quote_id else ""
        misc |= {"Voice": stretch.voice, "Speech": stretch.speech, "Quote": quote, "Type": said.get("type", "")}
        misc |= {"Cue": said.get("cue_lemma", ""), "Speaker": said.get("speaker", "")}
        misc |= {"Actor": said.get("actor", ""), "Class": said.get("actor_class", "")}
        misc["Label"] = " ".join(f"{x.concept}:{x.adoption}" for x in stretch.labels if x.start <= offset < x.end)
    cells = "|".join(f"{name}={_cell(value)}" for name, value in misc.items() if value)
    return f"{number}\t{_cell(form)}" + "\t_" * 7 + f"\t{cells}"


def _cell(value: str) -> str:
    """A value that cannot end its cell."""
    return "".join("_" if c in "|\t" or not c.isprintable() else c for c in value) or "_"
