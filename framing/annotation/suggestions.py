"""From a corpus to the draft of its study file: outlets, frequent speakers, quoted labels, events. A person decides."""

import datetime as dt
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from framing.align import events
from framing.corpus.importing import import_texts, named_in
from framing.corpus.store import read_texts
from framing.language import Language, load
from framing.quotation import Extraction, extract_many
from framing.quotation.names import NameIndex
from framing.study import Actor, Concept, Event, Outlet, Study
from framing.study.writing import new_id
from framing.tables.waiting import progress
from framing.text.fold import folded
from framing.text.tokenisation import word_spans
from framing.voice.actors import UNNAMED

READ = 1_000  # articles whose quotations are looked at: every so many-th of a larger corpus
MOST = 30  # of each kind
AT_LEAST = 3  # times that a speaker or a label comes, in two articles
LABEL_WORDS = 4  # a longer phrase in marks is no label
ALIKE = 90  # of 100, from which two spellings are one label's
TO_SORT = "to-sort"  # the group and the class of what nobody has sorted yet
FIRST = (
    "A draft by `framing suggest`, for a person to put right: make groups of the outlets and classes of the actors, name "
    "both, and the events; join what is one; strike what is of no interest."
)
OPEN = (dt.date(1, 1, 1), dt.date(9999, 12, 31))  # the days of an event that nobody has dated


class Draft(NamedTuple):
    """A draft of a study, notes on its tables (n of what was found) by the head of the table, and a manifest for the import:
    article_id, outlet, event, published."""

    study: Study
    notes: dict[str, str]
    articles: pd.DataFrame


class _Found(NamedTuple):
    """Something that comes in texts: how it is written, the commonest first, how often and in which articles."""

    forms: list[str]
    n: int
    articles: set[str]


def suggest(
    paths: Iterable[str | Path],
    *,
    manifest: str | Path | None = None,
    language: str | None = None,
    name: str = "my-study",
) -> Draft:
    """Read files of any kind that an import takes, and propose the study that fits them.

    Outlets are those that the files name. Speakers are those quoted at least three times and in two articles, their shorter
    names and spellings joined by the words of the fullest name; labels are words in quotation marks that are no quotation,
    at most four, as often. Events are the manifest's or the table's, else groups of articles that tell of the same within days
    (`align.events`) and come from two outlets. Every outlet stands in one group and every actor in one class, both named
    to-sort: which belong together is for a person to say. Of more than a thousand articles every so many-th is read for
    speakers and labels; the notes say so. Heuristic throughout, and not measured: a draft to edit.

    Raises ValueError when a path leads nowhere, and when no article can be read.
    """
    known = load(language)
    files = [Path(path) for path in paths]
    for path in files:
        if not path.exists():
            raise ValueError(f"{path}: no such file or folder")
    outlets, named = named_in(files, manifest, known)
    draft = _draft(name, known, outlets, named)
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        report = import_texts(files, draft, folder, manifest=manifest)
        if report.articles.empty:
            raise ValueError("no article can be read: try `framing import` on the same files, which tells why")
        articles = read_texts(folder)
    read = articles.iloc[:: -(-len(articles) // READ)]
    texts = dict(zip(read["article_id"], read["text"], strict=True))
    found = progress(extract_many(texts.values()), total=len(texts), unit="article", desc="read")
    extracted = dict(zip(texts, found, strict=True))
    share = "" if len(read) == len(articles) else f", of {len(read)} of {len(articles)} articles read"
    notes = {"study": FIRST}
    dated, of = _events(articles, named, notes)
    manifest_of = articles[["article_id", "outlet", "published"]].assign(event=articles["article_id"].map(of))
    return Draft(
        Study(
            name=draft.name,
            title=draft.title,
            language=draft.language,
            fictional=False,
            groups=draft.groups,
            outlets=_outlets(draft, articles, notes),
            events=dated,
            classes={TO_SORT: "to sort"},
            actors=_actors(extracted, known, share, notes),
            concepts=_concepts(texts, extracted, known, share, notes),
            targets={},
            primary=("share_quoted", "share_direct"),
        ),
        notes,
        manifest_of[["article_id", "outlet", "event", "published"]],
    )


def _draft(name: str, language: Language, outlets: Sequence[str], named: Sequence[str]) -> Study:
    """A study that takes every outlet and event that the files name."""
    ids: dict[str, Outlet] = {}
    for outlet in outlets:
        id_ = new_id(outlet, ids)
        ids[id_] = Outlet(id_, outlet, TO_SORT)
    given = {id_: Event(id_, id_, *OPEN) for id_ in named}
    return Study(name, name, language.code, False, {TO_SORT: "to sort"}, ids, given, {}, {}, {}, {}, ())


def _outlets(draft: Study, articles: pd.DataFrame, notes: dict[str, str]) -> dict[str, Outlet]:
    """Outlets with articles, those with the most first; one stands in for those of articles that name none."""
    counts = articles["outlet"].value_counts(sort=True)
    kept = {str(id_): draft.outlets[str(id_)] for id_ in sorted(counts.index, key=lambda id_: (-counts[id_], id_))}
    notes.update({f"outlets.{id_}": f"{counts[id_]} articles" for id_ in kept})
    if nameless := int(articles["outlet"].isna().sum()):
        notes["study"] += f" {nameless} articles name no outlet: give them one in a manifest (article_id, outlet)."
    return kept or {"unnamed": Outlet("unnamed", "unnamed", TO_SORT)}


def _events(
    articles: pd.DataFrame, named: Sequence[str], notes: dict[str, str]
) -> tuple[dict[str, Event], dict[str, str]]:
    """The events that the files name, else groups of articles from two outlets, the largest first; and the event of articles."""
    if named:
        grouped = articles.dropna(subset=["event"]).groupby("event")
    else:
        found = events(articles.drop(columns="event"))
        pairs = found.pairs.groupby("event_id")["words"].first()
        together = articles.merge(found.articles, on="article_id")
        grouped = together[together.groupby("event_id")["outlet"].transform("nunique") > 1].groupby("event_id")
    kept: dict[str, Event] = {}
    event_of: dict[str, str] = {}
    for key, of in sorted(grouped, key=lambda pair: (-len(pair[1]), str(pair[0])))[:MOST]:
        days = of["published"].dropna()
        start, end = (dt.date.fromisoformat(day) for day in (days.min(), days.max())) if len(days) else OPEN
        name = str(key) if named else str(pairs[key])
        id_ = name if named else new_id(" ".join(name.split()[:3]), kept)
        kept[id_] = Event(id_, name, start, end)
        event_of.update(dict.fromkeys(of["article_id"], id_))
        notes[f"events.{id_}"] = f"{len(of)} articles of {of['outlet'].nunique()} outlets"
    return kept, event_of


def _actors(
    extracted: Mapping[str, Extraction], language: Language, share: str, notes: dict[str, str]
) -> dict[str, Actor]:
    """Who is quoted most, the fullest name first."""
    named = [(q, id_) for id_, found in extracted.items() for q in found.quotes if q.source_kind != UNNAMED]
    counted_off = language.words("quantities")
    said = [(s, id_) for quote, id_ in named for s in quote.speakers if s.split()[0].lower() not in counted_off]
    index, counted = NameIndex("", language), Counter(speaker for speaker, _ in said)
    for speaker in sorted(counted, key=lambda s: (-len(s.split()), s)):
        if len(speaker.split()) > 1 and speaker[0].isupper():
            index.add(speaker)
    kept: dict[str, Actor] = {}
    for one in _commonest((index.fullest(speaker) or folded(speaker), speaker, id_) for speaker, id_ in said):
        name = max(one.forms, key=lambda form: (form[0].isupper(), len(form.split())))
        id_ = new_id(name, kept)
        aliases = {folded(form): form for form in reversed(one.forms) if folded(form) != folded(name)}
        kept[id_] = Actor(id_, name, TO_SORT, tuple(sorted(aliases.values(), key=one.forms.index)))
        notes[f"actors.{id_}"] = f"quoted {one.n} times in {len(one.articles)} articles{share}"
    return kept


def _concepts(
    texts: Mapping[str, str], extracted: Mapping[str, Extraction], language: Language, share: str, notes: dict[str, str]
) -> dict[str, Concept]:
    """Words that stand in marks most and are no quotation, with their spellings."""
    heads: list[str] = []

    def head(phrase: str) -> str:
        """The first spelling that was met of a label."""
        same = next((known for known in heads if fuzz.ratio(known, phrase) >= ALIKE), None)
        if same is None:
            heads.append(phrase)
        return same or phrase

    kept: dict[str, Concept] = {}
    for one in _commonest((head(folded(phrase)), phrase, id_) for phrase, id_ in _in_marks(texts, extracted, language)):
        id_ = new_id(one.forms[0], kept)
        variants = {folded(form): form for form in reversed(one.forms)}
        kept[id_] = Concept(id_, one.forms[0], tuple(sorted(variants.values(), key=one.forms.index)))
        notes[f"concepts.{id_}"] = f"in quotation marks {one.n} times in {len(one.articles)} articles{share}"
    return kept


def _in_marks(
    texts: Mapping[str, str], extracted: Mapping[str, Extraction], language: Language
) -> Iterator[tuple[str, str]]:
    """Short phrases in marks that are no quotation, and their articles."""
    for id_, found in extracted.items():
        for island in found.islands:
            phrase = " ".join(texts[id_][island.start : island.end].split()).strip(" ,.;:!?")
            if phrase and len(word_spans(phrase, language)) <= LABEL_WORDS:
                yield phrase, id_


def _commonest(met: Iterable[tuple[str, str, str]]) -> list[_Found]:
    """What comes often enough, the commonest first: from a key, a form and an article for each time that it comes."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    articles: dict[str, set[str]] = defaultdict(set)
    for key, form, id_ in met:
        forms[key][form] += 1
        articles[key].add(id_)
    found = [
        _Found(sorted(counts, key=lambda form: (-counts[form], form)), counts.total(), articles[key])
        for key, counts in forms.items()
        if counts.total() >= AT_LEAST and len(articles[key]) > 1
    ]
    return sorted(found, key=lambda one: (-one.n, one.forms[0]))[:MOST]
