"""What is known of an article: said by the user, by a table or by its page, and checked against the study."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from framing.corpus.dates import parse_date, parse_month
from framing.corpus.formats import Problem, RawArticle
from framing.corpus.manifest import Entry
from framing.language import load
from framing.study import Study
from framing.text.fold import folded
from framing.text.sentence_splitting import sentences

STATED = ("outlet", "event", "published", "language")  # what the user or the page says of an article
Advised = tuple[str, str]  # what is the matter, and what to do about it


class CleanArticle(NamedTuple):
    """An article that can be kept: a text of its own, an id of its own."""

    raw: RawArticle
    id: str
    text: str
    way_back: np.ndarray  # see `Normalised.breaks`
    spans: list[tuple[int, int]]  # headline and body
    n_words: int
    published: dt.date | None  # as the page states it
    month: str | None
    is_new: bool


class Details(NamedTuple):
    """What is known of an article; empty or None is what nobody says."""

    article: CleanArticle
    entry: Entry | None  # of the manifest
    stated: dict[str, str]  # by the manifest, else by the table; a key for each of STATED
    outlet: str  # its id in the study
    published: dt.date | None
    month: str | None  # where no day is known
    sha256: str


class Doubt(NamedTuple):
    """Something the user should know of an article that is kept, and what to do about it."""

    file: str
    row: int
    article_id: str
    reason: str
    advice: str


def details_of(article: CleanArticle, entry: Entry | None, study: Study) -> Details:
    """What is known of an article: what the manifest says goes before what the table says, and that before the page."""
    language = load(study.language)
    stated = {
        field: (getattr(entry, field) if entry else "") or getattr(article.raw, field).strip() for field in STATED
    }
    published = parse_date(stated["published"], language) or article.published
    return Details(
        article=article,
        entry=entry,
        stated=stated,
        outlet=_outlet(stated["outlet"] or article.raw.site, study),
        published=published,
        month=None if published else parse_month(stated["published"], language) or article.month,
        sha256=hashlib.sha256(article.text.encode()).hexdigest(),
    )


def row_of(details: Details, study: Study) -> dict[str, str | int]:
    """The article's row of the table of articles."""
    article, stated, language = details.article, details.stated, load(study.language)
    return {
        "article_id": article.id,
        "outlet": details.outlet,
        "group": study.outlets[details.outlet].group if details.outlet else "",
        "event": stated["event"],
        "published": details.published.isoformat() if details.published else "",
        "language": stated["language"] or study.language,
        "n_words": article.n_words,
        "n_sentences": sum(len(sentences(article.text[start:end], language)) for start, end in article.spans),
        "sha256": details.sha256,
    }


# --- what is refused ---------------------------------------------------------------------------------------------------------


def _unknown_outlet(details: Details, study: Study, today: dt.date) -> Advised | None:
    named = details.stated["outlet"]
    return _unknown("outlet", named, study.outlets) if named and not details.outlet else None


def _unknown_event(details: Details, study: Study, today: dt.date) -> Advised | None:
    named = details.stated["event"]
    return _unknown("event", named, study.events) if named and named not in study.events else None


def _of_the_future(details: Details, study: Study, today: dt.date) -> Advised | None:
    if details.published is None or details.published <= today:
        return None
    return f"the date of publication {details.published} lies in the future", "correct the date"


REFUSALS: tuple[Callable[[Details, Study, dt.date], Advised | None], ...] = (
    _unknown_outlet,
    _unknown_event,
    _of_the_future,
)


def refusal(details: Details, study: Study, today: dt.date) -> Problem | None:
    """Why an article cannot be kept: the first of REFUSALS that holds; None where none does."""
    found = (rule(details, study, today) for rule in REFUSALS)
    return next((details.article.raw.problem(*advised) for advised in found if advised), None)


def _unknown(kind: str, name: str, known: Iterable[str]) -> Advised:
    allowed = ", ".join(known) or "(the study names none)"
    return f"the study has no {kind} {name[:80]!r}", f"add it to the study file or use one of: {allowed}"


# --- what the user should know -----------------------------------------------------------------------------------------------


def _no_outlet(details: Details) -> Advised | None:
    if details.outlet:
        return None
    site = details.article.raw.site
    named = f" (the page names the site {site[:80]!r})" if site else ""
    return f"no outlet is named{named}", "name it in a manifest, or leave the article out of comparisons"


def _no_event(details: Details) -> Advised | None:
    if details.stated["event"]:
        return None
    return "no event is named", "name it in a manifest, or leave the article out of comparisons by event"


def _no_date(details: Details) -> Advised | None:
    if details.published:
        return None
    stated = details.stated["published"]
    reason = f"the date of publication {stated[:40]!r} cannot be read" if stated else "no date of publication is stated"
    only = f" (only the month {details.month})" if details.month else ""
    return reason + only, "write it in a manifest as 2019-04-03, or leave it unsaid"


def _noted(details: Details) -> Advised | None:
    note = details.article.raw.note
    return (note, "look at the text; save the original as UTF-8 if letters are wrong") if note else None


def _odd_marks(details: Details) -> Advised | None:
    marks = _unpaired(details.article.text)
    advice = "look at them; quotations are found all the same"
    return (f"quotation marks that do not pair: {marks}", advice) if marks else None


def _another_text(details: Details) -> Advised | None:
    entry = details.entry
    if entry is None or entry.sha256 in ("", details.sha256):
        return None
    return f"the text is not the one that {entry.manifest} lists (sha256)", "import the same copy of the article"


DOUBTS: tuple[Callable[[Details], Advised | None], ...] = (
    _no_outlet,
    _no_event,
    _no_date,
    _noted,
    _odd_marks,
    _another_text,
)


def doubts(details: Details) -> list[Doubt]:
    """What the user should know of an article that is kept: all of DOUBTS that hold, in their order."""
    article = details.article
    found = (rule(details) for rule in DOUBTS)
    return [Doubt(article.raw.file, article.raw.row, article.id, *advised) for advised in found if advised]


def _outlet(name: str, study: Study) -> str:
    """The id of the outlet with this id, name or alias, letter case and accents aside; empty for none."""
    wanted = folded(name.strip())
    known = ((o.id, n) for o in study.outlets.values() for n in (o.id, o.name, *o.aliases))
    return next((id_ for id_, n in known if folded(n) == wanted), "") if wanted else ""


def _unpaired(text: str) -> str:
    """The kinds of quotation marks of which one has no partner, with their numbers; empty when all pair."""
    odd = [f"{a} {text.count(a)}, {b} {text.count(b)}" for a, b in ("«»", "“”") if text.count(a) != text.count(b)]
    if (n := text.count('"')) % 2:
        odd.append(f'" {n}')
    return "; ".join(odd)
