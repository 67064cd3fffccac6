"""Which sentences can hold a quotation at all: the others need no parse."""

import re
from functools import lru_cache
from weakref import WeakKeyDictionary

from framing.language import Cue, Language
from framing.quotation.relations.classes import word_classes
from framing.text.article import Article
from framing.text.units import Unit

_WORD = re.compile(r"\w+")
_FRAMES_BY_WORD = ("attribute", "comme", "pour", "que", "si")  # frames whose content a word of its own opens
_FRAMES_BY_PLACE = frozenset(["inverted", "direct"])
_ASKED: "WeakKeyDictionary[Unit, bool]" = WeakKeyDictionary()
_BEFORE, _BEHIND = 28, 45  # characters round a verb in which a comma before it or a colon behind it counts


@lru_cache(maxsize=8)
def _needed(language: Language) -> dict[str, frozenset[str]]:
    """A frame to the words, their apostrophes left out, of which it needs one."""
    classes = word_classes(language)
    return {frame: frozenset(w.rstrip("'") for w in classes.frame_words(frame)) for frame in _FRAMES_BY_WORD}


def _can_govern(cue: Cue, word: str, words: set[str], lower: str, language: Language) -> bool:
    """Whether a sentence without quotation marks holds what one of the verb's frames needs."""
    if not all(part.strip("'") in words for part in cue.rest):
        return False
    needed = _needed(language)
    if any(frame not in needed or words & needed[frame] for frame in cue.frames - _FRAMES_BY_PLACE):
        return True
    return bool(cue.frames & {"inverted", "direct", "que"}) and _has_place(word, lower, language)


def _has_place(word: str, lower: str, language: Language) -> bool:
    """Whether word order makes the verb a cue: after a comma, before a colon, or with the subject behind."""
    inverted = language.pattern("inverted_pronoun")
    for match in re.finditer(rf"\b{re.escape(word)}\b", lower):
        before = lower[max(0, match.start() - _BEFORE) : match.start()]
        behind = lower[match.end() : match.end() + _BEHIND]
        if any(c in before for c in ",—–!?…") or ":" in behind or inverted.match(behind):
            return True
    return False


def could_quote(u: Unit) -> bool:
    """Whether the sentence holds a mark or a word that can be a cue; no relation comes from any other. Asked once a sentence.

    >>> [could_quote(u) for u in Article("Le pont est fermé. Le maire dit que la route l'est aussi.").units]
    [False, True]
    """
    if u not in _ASKED:
        _ASKED[u] = _could_quote(u)
    return _ASKED[u]


def _could_quote(u: Unit) -> bool:
    if u.raw_pairs:
        return True
    language, lower = u.language, u.sentence.lower()
    words = set(_WORD.findall(lower))
    for word in words & language.verbs.keys():
        if any(_can_govern(cue, word, words, lower, language) for cue in language.verbs[word]):
            return True
    if words & language.nouns.keys() and (words & _needed(language)["que"] or words & language.announcing):
        return True
    return language.phrase_pattern.search(lower) is not None


def gated(article: Article) -> list[Unit]:
    """The units of an article that can hold a quotation, and those before them in which an antecedent can stand."""
    wanted = [could_quote(u) for u in article.units]
    takes_up = article.language.pattern("takes_up")
    looks_back = [w and takes_up.search(u.sentence) is not None for u, w in zip(article.units, wanted, strict=True)]
    return [u for k, u in enumerate(article.units) if wanted[k] or any(looks_back[k + 1 : k + 2])]
