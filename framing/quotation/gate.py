"""Which sentences can hold a quotation at all: the others need no parse."""

import re

from framing.language import Cue
from framing.text.article import Article
from framing.text.units import Unit

_WORD = re.compile(r"\w+")
_BY_WORD = {"que": ("que", "qu"), "si": ("si", "s"), "comme": ("comme",), "pour": ("pour",), "attribute": ("se", "s")}
_BY_PLACE = frozenset(["inverted", "direct"])


def _can_govern(cue: Cue, word: str, words: set[str], lower: str) -> bool:
    """Whether a sentence without quotation marks holds what one of the verb's frames needs."""
    if not all(part.strip("'") in words for part in cue.rest):
        return False
    for frame in cue.frames - _BY_PLACE:
        needed = _BY_WORD.get(frame)
        if needed is None or any(w in words for w in needed):
            return True
    if not cue.frames & {"inverted", "direct", "que"}:
        return False
    # Only word order is left: after a comma or before a colon, or with the subject behind.
    for match in re.finditer(rf"\b{re.escape(word)}\b", lower):
        before, after = lower[max(0, match.start() - 28) : match.start()], lower[match.end() : match.end() + 45]
        if any(c in before for c in ",—–!?…") or ":" in after or re.match(r"-(?:t-)?(?:il|elle|on)", after):
            return True
    return False


def could_quote(u: Unit) -> bool:
    """Whether the sentence holds a mark or a word that can be a cue; no relation comes from any other."""
    if u.raw_pairs:
        return True
    language, lower = u.language, u.sentence.lower()
    words = set(_WORD.findall(lower))
    for word in sorted(words & language.verbs.keys()):
        if any(_can_govern(cue, word, words, lower) for cue in language.verbs[word]):
            return True
    if words & language.nouns.keys() and (words & {"que", "qu"} or words & language.announcing):
        return True
    return language.phrase_pattern.search(lower) is not None


def gated(article: Article) -> list[Unit]:
    """The units of an article that can hold a quotation, and those before them in which an antecedent can stand."""
    wanted = [could_quote(u) for u in article.units]
    takes_up = article.language.pattern("takes_up")
    looks_back = [w and takes_up.search(u.sentence) is not None for u, w in zip(article.units, wanted, strict=True)]
    return [u for k, u in enumerate(article.units) if wanted[k] or any(looks_back[k + 1 : k + 2])]
