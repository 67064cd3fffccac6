"""What is known of an article: said by the user, by a table or by its page, and checked against the study."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from framing.corpus.dates import SOURCES, Stated, days_in, parse_month
from framing.corpus.formats import Problem, RawArticle
from framing.corpus.formats.tabular import plain_outlet
from framing.corpus.manifest import Entry
from framing.language import Language, load
from framing.study import Study
from framing.text.fold import folded
from framing.text.sentence_splitting import sentences

STATED = ("outlet", "event", "published", "language")  # what the user or the page says of an article
Advised = tuple[str, str]  # what is the matter, and what to do about it
_WRITE_IT = "write it in a manifest as 2019-04-03, or leave it unsaid"


class CleanArticle(NamedTuple):
    """An article that can be kept: a text of its own, an id of its own."""

    raw: RawArticle
    id: str
    text: str
    way_back: np.ndarray  # see `Normalised.breaks`
    spans: list[tuple[int, int]]  # headline and body
    n_words: int
    dateline: Stated  # the day of publication by the text itself
    month: str | None  # by the text itself, where it names no day
    said_by: str  # who says `raw.published`: one of SOURCES
    is_new: bool


class Details(NamedTuple):
    """What is known of an article; empty or None is what nobody says."""

    article: CleanArticle
    entry: Entry | None  # of the manifest
    stated: dict[str, str]  # by the manifest, else by the table; a key for each of STATED
    outlet: str  # its id in the study
    dating: "Dating"
    sha256: str


class Dating(NamedTuple):
    """When an article was published, and who says so."""

    day: dt.date | None
    source: str  # one of SOURCES
    month: str | None = None  # where no day is known
    against: tuple[str, ...] = ()  # days, or a month and a day, that contradict each other: then no day is known
    unread: str = ""  # what the manifest or the table says and nobody can read
    is_update: bool = False


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
    return Details(
        article=article,
        entry=entry,
        stated=stated,
        outlet=_outlet(stated["outlet"] or article.raw.site, study),
        dating=dating_of(article, entry, language),
        sha256=hashlib.sha256(article.text.encode()).hexdigest(),
    )


def dating_of(article: CleanArticle, entry: Entry | None, language: Language) -> Dating:
    """The day of publication by the first that states one: the manifest, the table, the article's dateline, its page.

    The day of an update that a dateline states comes last. Whoever states two days that no word decides between, or a month
    in which the day that was found does not lie, leaves the article without a date.
    """
    unread, month = "", None
    for source, text in _said(article, entry):
        stated = days_in(text, language)
        if not stated.days:
            unread, month = unread or text, month or parse_month(text, language)
            continue
        return _dating(source, stated, unread, month)
    if article.said_by == "none" and not article.is_new:  # an earlier import found no day that nothing contradicts
        return Dating(None, "none", article.month)
    page = days_in(article.raw.published, language) if article.said_by == "page" else Stated(())
    ways = [("dateline", article.dateline), ("page", page)]
    source, stated = min(ways, key=lambda way: (not way[1].days, way[1].is_update))
    return _dating(source, stated, unread, month or article.month)


def _said(article: CleanArticle, entry: Entry | None) -> list[tuple[str, str]]:
    """What the user says of the day, and where: in the manifest, in the table."""
    said = []
    if entry and entry.published:
        said.append((entry.date_source if entry.date_source in SOURCES[:-1] else "manifest", entry.published))
    if article.raw.published.strip() and article.said_by in ("manifest", "table"):
        said.append((article.said_by, article.raw.published.strip()))
    return said


def _dating(source: str, stated: Stated, unread: str, month: str | None) -> Dating:
    days = tuple(day.isoformat() for day in stated.days)
    if not days:
        return Dating(None, "none", month, unread=unread)
    if len(days) > 1:
        return Dating(None, "none", against=days)
    if unread and month and not days[0].startswith(month):
        return Dating(None, "none", against=(month, days[0]))
    return Dating(stated.days[0], source, unread=unread, is_update=stated.is_update)


def row_of(details: Details, study: Study) -> dict[str, str | int]:
    """The article's row of the table of articles."""
    article, stated, language = details.article, details.stated, load(study.language)
    day = details.dating.day
    return {
        "article_id": article.id,
        "outlet": details.outlet,
        "group": study.outlets[details.outlet].group if details.outlet else "",
        "event": stated["event"],
        "published": day.isoformat() if day else "",
        "language": stated["language"] or study.language,
        "n_words": article.n_words,
        "n_sentences": sum(len(sentences(article.text[start:end], language)) for start, end in article.spans),
        "sha256": details.sha256,
        "date_source": details.dating.source,
    }


# --- what is refused ---------------------------------------------------------------------------------------------------------


def _unknown_outlet(details: Details, study: Study, today: dt.date) -> Advised | None:
    named = details.stated["outlet"]
    return _unknown("outlet", named, study.outlets) if named and not details.outlet else None


def _unknown_event(details: Details, study: Study, today: dt.date) -> Advised | None:
    named = details.stated["event"]
    return _unknown("event", named, study.events) if named and named not in study.events else None


def _of_the_future(details: Details, study: Study, today: dt.date) -> Advised | None:
    day = details.dating.day
    if day is None or day <= today:
        return None
    return f"the date of publication {day} lies in the future", "correct the date"


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
    dating = details.dating
    if dating.day or dating.against:
        return None
    only = f" (only the month {dating.month})" if dating.month else ""
    return (_unread(dating) if dating.unread else "no date of publication is stated") + only, _WRITE_IT


def _two_dates(details: Details) -> Advised | None:
    against = details.dating.against
    return (f"dates of publication that contradict each other: {', '.join(against)}", _WRITE_IT) if against else None


def _unread_date(details: Details) -> Advised | None:
    dating = details.dating
    if not (dating.day and dating.unread):
        return None
    return f"{_unread(dating)}; {dating.day} was taken instead ({dating.source})", _WRITE_IT


def _only_an_update(details: Details) -> Advised | None:
    dating = details.dating
    if not (dating.day and dating.is_update):
        return None
    return f"only the day of an update is stated: {dating.day} was taken ({dating.source})", _WRITE_IT


def _unread(dating: Dating) -> str:
    return f"the date of publication {dating.unread[:40]!r} cannot be read"


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
    _two_dates,
    _unread_date,
    _only_an_update,
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
    """The id of the outlet with this id, name or alias, letter case and accents aside; empty for none.

    A name in brackets or with the number of an issue may be the study's own, or what a reader of formats has taken off.
    """
    wanted = folded(name.strip())
    known = [(o.id, n) for o in study.outlets.values() for n in (o.id, o.name, *o.aliases)]
    readings = [(id_, folded(n)) for id_, n in known] + [(id_, folded(plain_outlet(n))) for id_, n in known]
    return next((id_ for id_, n in readings if n == wanted), "") if wanted else ""


def _unpaired(text: str) -> str:
    """The kinds of quotation marks of which one has no partner, with their numbers; empty when all pair."""
    odd = [f"{a} {text.count(a)}, {b} {text.count(b)}" for a, b in ("«»", "“”") if text.count(a) != text.count(b)]
    if (n := text.count('"')) % 2:
        odd.append(f'" {n}')
    return "; ".join(odd)
