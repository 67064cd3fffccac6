"""Where the first file of a study is written from."""

from pathlib import Path

from framing.language import load


def template(code: str | None = None) -> Path:
    """The study file that `new_study` writes, in the language of this code or in the default one."""
    return load(code).path("new_study.toml")
