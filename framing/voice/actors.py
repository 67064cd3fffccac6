"""Which actor of the study, and of which class, a speaker is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.language import Language, load
from framing.study import Study
from framing.tables.joint import joined
from framing.text.fold import folded

UNKNOWN, UNNAMED, OTHER = "unknown", "unnamed", "other"
_WORD = re.compile(r"[\w']+(?:[.-]\w+)*\.?")


class ActorMatch(NamedTuple):
    """An actor of the study, if it is one, and the class that it counts in."""

    actor: str | None
    actor_class: str


def _plain(name: str, language: Language) -> str:
    """The folded words of a name, without what the language puts before names."""
    return language.pattern("articles_and_civilities").sub("", " ".join(_WORD.findall(folded(name))))


def actor_names(study: Study, language: Language | None = None) -> dict[str, str]:
    """Every folded name and alias of the study's actors, to the actor's id."""
    language = language or load()
    return {_plain(n, language): a.id for a in study.actors.values() for n in (a.name, *a.aliases)}


def actor_of(
    speaker: str | None,
    source_kind: str | None,
    study: Study,
    names: dict[str, str] | None = None,
    language: Language | None = None,
) -> ActorMatch:
    """The actor of a speaker by the study's table: the first name or alias that stands in the speaker, whole words; of two
    that begin together, the longer.

    `names` is `actor_names(study)`, made once for many speakers. A speaker that is in no entry is of class `other`; one
    that the article does not name is `unnamed`; no speaker at all is `unknown`: a class of its own, shown in every share.

    >>> from framing.study import parse_study
    >>> essai = '''
    ... study = {name = "essai", title = "Essai"}
    ... groups.a = {name = "A"}
    ... outlets.o = {name = "O", group = "a"}
    ... classes.etat = {name = "État"}
    ... actors.orsel = {name = "Élise Orsel", aliases = ["ministre valdorienne"], class = "etat"}'''
    >>> actor_of("la ministre valdorienne des Eaux", "role", parse_study(essai))
    ActorMatch(actor='orsel', actor_class='etat')
    >>> actor_of(None, None, parse_study(essai))
    ActorMatch(actor=None, actor_class='unknown')
    """
    if not speaker:
        return ActorMatch(None, UNKNOWN)
    language = language or load()
    names = actor_names(study, language) if names is None else names
    plain = f" {_plain(speaker, language)} "
    found = [(plain.find(f" {name} "), -len(name), name) for name in names if f" {name} " in plain]
    if found:
        actor = study.actors[names[min(found)[2]]]
        return ActorMatch(actor.id, actor.actor_class)
    return ActorMatch(None, UNNAMED if source_kind == "unnamed" else OTHER)


def actors_of(
    speakers: Sequence[str],
    source_kind: str | None,
    study: Study,
    names: dict[str, str] | None = None,
    language: Language | None = None,
) -> ActorMatch:
    """The actors and the classes of all who say a quotation, each once, as the cells of a table join them.

    >>> from framing.study import parse_study
    >>> essai = parse_study('''
    ... study = {name = "essai", title = "Essai"}
    ... groups.a = {name = "A"}
    ... outlets.o = {name = "O", group = "a"}
    ... classes.etat = {name = "État"}
    ... actors.orsel = {name = "Élise Orsel", class = "etat"}''')
    >>> actors_of(["Élise Orsel", "Paul Varlat"], "name", essai)
    ActorMatch(actor='orsel', actor_class='etat ; other')
    """
    found = [actor_of(speaker, source_kind, study, names, language) for speaker in speakers or (None,)]
    return ActorMatch(joined(m.actor for m in found), joined(m.actor_class for m in found) or UNKNOWN)
