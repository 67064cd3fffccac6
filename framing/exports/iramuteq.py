"""IRaMuTeQ: a text a stretch of one voice, so that voices can be told apart as any other variable."""

import re
import unicodedata
from collections.abc import Iterator

from framing.exports.stretches import Exported, Stretch, exported
from framing.tables import Annotations

_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")
_HEADER = re.compile(
    r"^(?=\s*(?:\*{4}|-\*|\d+[ \t]+\*))", re.MULTILINE
)  # a line of the text that IRaMuTeQ would take for its own


def to_iramuteq(annotations: Annotations) -> Iterator[str]:
    """The articles whose texts are known, as a corpus of IRaMuTeQ, article by article.

    Starred variables: article, outlet, group, event, date, year, month, voice (outlet, source), speech (direct, reported),
    quote, type, cue_lemma (as cue), speaker, actor, class; and label-CONCEPT for each concept of the study that the stretch
    mentions, with how (its adoption). Values have letters without accents, digits and hyphens only. The words of an article
    are those of its stretches of voice, all of them, in order; a line that would begin a text of IRaMuTeQ's gets a full stop
    before it.
    """
    for article in exported(annotations):
        yield "".join(_text(article, stretch) for stretch in article.stretches)


def _text(article: Exported, stretch: Stretch) -> str:
    words = article.text[stretch.start : stretch.end].strip()
    if not any(map(str.isalnum, words)):
        return ""
    stars = " ".join(f"*{name}_{value}" for name, value in _variables(article, stretch).items() if value)
    return f"**** {stars}\n{_HEADER.sub('. ', words)}\n\n"


def _variables(article: Exported, stretch: Stretch) -> dict[str, str]:
    date = article.facts.get("published", "")[:10]
    known = {
        "article": article.article_id,
        "outlet": article.facts.get("outlet", ""),
        "group": article.facts.get("group", ""),
        "event": article.facts.get("event", ""),
        "date": date,
        "year": date[:4],
        "month": date[5:7],
        "voice": stretch.voice,
        "speech": stretch.speech,
        "quote": stretch.quote_id,
        "type": stretch.said.get("type", ""),
        "cue": stretch.said.get("cue_lemma", ""),
        "speaker": stretch.said.get("speaker", ""),
        "actor": stretch.said.get("actor", ""),
        "class": stretch.said.get("actor_class", ""),
    }
    known |= {f"label-{_value(label.concept)}": label.adoption for label in stretch.labels}
    return {name: _value(value) for name, value in known.items()}


def _value(value: str) -> str:
    """A value as IRaMuTeQ takes it: no blanks, accents or stars.

    >>> _value("Élise d'Orsel *")
    'Elise-d-Orsel'
    """
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", plain).strip("-")
