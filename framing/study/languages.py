"""The languages that a study can be in, and where its first file is written from."""

from pathlib import Path

from framing import language

_FOLDER = Path(language.__file__).parent


# MERGE: `framing.language` gets `codes` and `default`; then these two go and `from framing.language import …` stays.
def codes() -> tuple[str, ...]:
    """The codes of the languages there are."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob("*/new_study.toml")))


def default() -> str:
    """The language of a study that names none."""
    return codes()[0]


def template(code: str | None = None) -> Path:
    """The study file that `new_study` writes, in the language of this code or in the default one."""
    return _FOLDER / (code or default()) / "new_study.toml"
