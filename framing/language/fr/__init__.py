"""French, as data."""

from framing.language import Cue, Language, Phrase, Role, load  # noqa: F401


def read_table(name: str) -> list[dict[str, str]]:  # noqa: D103
    return list(load("fr").table(name.removesuffix(".csv")))


def closed(name: str) -> frozenset[str]:  # noqa: D103
    return load("fr").words(name)


def conjugate(infinitive: str) -> dict[str, set[str]]:  # noqa: D103
    return load("fr").conjugate(infinitive)


def plural(noun: str) -> str:  # noqa: D103
    return load("fr").plural(noun)


French = Language
