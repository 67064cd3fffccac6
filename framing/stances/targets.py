"""Where a target stands in a text."""

import re
from collections.abc import Iterable
from functools import lru_cache

from framing.language import Language, load
from framing.study import Target
from framing.text.fold import folded
from framing.text.units import Span


def target_pattern(names: Iterable[str], language: Language | None = None) -> re.Pattern[str]:
    """A pattern for the folded text that finds any of the names, whole words, the longest first; an article before a name
    does not count, so that « l'Ostrévie » finds « d'Ostrévie ».

    >>> target_pattern(["L’Ostrévie"]).findall(folded("Ni l'Ostrévie, ni d’OSTRÉVIE orientale"))
    ['ostrevie', 'ostrevie']
    """
    return _pattern(tuple(names), language or load())


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...], language: Language) -> re.Pattern[str]:
    articles = language.pattern("leading_articles")
    bare = {articles.sub("", " ".join(folded(n).split())) or folded(n) for n in names if n.strip()}
    ordered = sorted(bare, key=lambda n: (-len(n), n))
    forms = "|".join(r"\s+".join(map(re.escape, name.split())) for name in ordered)
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)" if forms else r"(?!)")


def mentions(text: str, target: "str | Target | Span", language: Language | None = None) -> list[Span]:
    """Where a target stands in a text: every place of its name (and aliases), or the one place that is given.

    Raises ValueError when the offsets are not inside the text or the name is empty.

    >>> mentions("La Valdorie, puis la VALDORIE.", "la Valdorie")
    [(3, 11), (21, 29)]
    """
    if isinstance(target, Target):
        names = [target.name, *target.aliases]
    elif isinstance(target, str):
        if not re.search(r"\w", target):
            raise ValueError(f"target = {target!r}: write the name of what is spoken of, or its offsets (start, end)")
        names = [target]
    else:
        start, end = target
        if not 0 <= start < end <= len(text):
            raise ValueError(f"target = {start}–{end} is not inside the text, which has {len(text)} characters")
        return [(start, end)]
    return [m.span() for m in target_pattern(names, language).finditer(folded(text))]
