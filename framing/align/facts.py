"""What is left out: which account of an event holds which fact, and who speaks in one group and never in the other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from framing.study import Study
from framing.tables import Annotations, as_table
from framing.tables.groups import two_groups
from framing.tables.joint import values_of
from framing.text.fold import folded
from framing.voice.actors import UNKNOWN, UNNAMED
from framing.voice.segments import OUTLET, VOICES

RECALL = 0.98  # low end of the 95 % interval of the matcher on the sample: it found 191 of 191 (bench/align.py)
NEIGHBOURS = 2  # sentences that may hold the words of one fact
ENOUGH = 3  # other accounts from which a chance of missing a fact can be told
NOT_TOLD, DENIED = "no", "denied"
FACT, STATEMENT, ACTOR, CONCEPT = "fact", "statement", "actor", "concept"

_CELLS = {
    "event": "str", "kind": "str", "item": "str", "text": "str", "article_id": "str", "outlet": "str", "group": "str",
    "present": "bool", "start": "Int64", "end": "Int64", "score": "float64", "n_others": "int64", "n_holding": "int64",
    "p_miss": "float64", "p_unseen": "float64",
}  # fmt: skip
_SILENT = {
    "who": "str", "actor_class": "str", "speaks_in": "str", "left_out_in": "str", "n_quotes": "int64",
    "n_articles": "int64", "of_articles": "int64", "share": "float64", "low": "float64", "high": "float64",
    "other_articles": "int64", "other_high": "float64", "apart": "bool",
}  # fmt: skip
Item = tuple[str, str, str]


class Place(NamedTuple):
    """Where a fact stands: the sentence or the two that hold the most of its patterns, and what share of them."""

    start: int
    end: int
    score: float


@lru_cache(maxsize=4096)
def _pattern(words: str, ending: str = r"\w*") -> re.Pattern[str]:
    """Words in a row, folded, each with any ending unless told otherwise."""
    parts = [re.escape(word) + ending for word in re.findall(r"[\w'.]+(?:-\w+)*", folded(words))]
    return re.compile(r"(?<!\w)" + r"[^\w]{1,3}".join(parts) if parts else r"(?!)")


def find_fact(text: str, spans: Sequence[tuple[int, int]], patterns: Sequence[str]) -> Place | None:
    """Where the patterns of a fact stand together, in one sentence or in two neighbouring ones; None where none stands.

    `spans` are the sentences of the text. A pattern is the beginning of a word, or of several words in a row; letter
    case, accents and kinds of marks do not matter. The fact is told where `score` is 1; a lower one is a near miss.

    >>> texte = "Le pont est rouvert. Deux ministres l'ont inauguré."
    >>> find_fact(texte, [(0, 20), (21, 51)], ["pont", "inaugur"])
    Place(start=0, end=51, score=1.0)
    """
    plain, best = folded(text), None
    held = [{p for p in patterns if _pattern(p).search(plain, start, end)} for start, end in spans]
    for size in range(1, NEIGHBOURS + 1):
        for k in range(len(spans) - size + 1):
            start, end = spans[k][0], spans[k + size - 1][1]
            score = len(set().union(*held[k : k + size])) / len(set(patterns))
            if score > (best.score if best else 0):
                best = Place(start, end, score)
    return best


def facts_told(
    articles: pd.DataFrame, sentences: pd.DataFrame, voices: pd.DataFrame, texts: Mapping[str, str], study: Study
) -> pd.DataFrame:
    """Which of the facts that the study lists for its event an article tells, and in whose words it comes to them.

    `articles`, `sentences` and `voices` are tables of annotations. A row a fact and article: article_id, fact, family, told
    (`outlet` or `source`: whose words stand where the place begins; `no`), start, end and score of the best place (see
    `find_fact`; missing where nothing of it stands). Articles without an event of the study have no rows.
    """
    spans, spoken = _by_article(sentences, "start", "end"), _by_article(voices, "start", "end", "voice")
    rows: list[tuple[Any, ...]] = []
    for id_, event in articles[["article_id", "event"]].itertuples(index=False):
        for fact in study.events[event].facts if event in study.events else ():
            place = find_fact(texts[id_], spans.get(id_, []), fact.patterns)
            told = NOT_TOLD
            if place and place.score == 1:
                told = next((voice for s, e, voice in spoken.get(id_, []) if s < place.end and place.start < e), OUTLET)
            where = (place.start, place.end, round(place.score, 4)) if place else (None, None, 0.0)
            rows.append((id_, fact.id, fact.family or None, told, *where))
    return as_table("facts", rows)


def _by_article(table: pd.DataFrame, *columns: str) -> dict[str, list[tuple[Any, ...]]]:
    return {
        id_: list(rows[list(columns)].itertuples(index=False, name=None))
        for id_, rows in table.sort_values(["article_id", "start"]).groupby("article_id")
    }


def chance_of_missing(
    n_words: float, others: Sequence[float] | np.ndarray, holding: Sequence[bool] | np.ndarray
) -> float:
    """The chance that an account of `n_words` words misses a fact, from the lengths of the other accounts and whether they
    hold it: a heuristic null model; NaN with fewer than three others.

    A fact is taken to come up at a constant rate a word, the same in all accounts, so that an account of n words misses it
    with chance exp(-rate · n): a complementary log-log model with the length as offset. The rate is the most likely one
    given the others and half an account of mean length on either side, which keeps it from 0 and from infinity.

    >>> [round(chance_of_missing(n, [300, 250, 280, 320], [True, True, True, False]), 2) for n in (100, 300, 600)]
    [0.67, 0.3, 0.09]
    """
    lengths, held = np.asarray(others, dtype=float), np.asarray(holding, dtype=bool)
    if len(lengths) < ENOUGH or not n_words > 0 or not lengths.min() > 0:
        return float("nan")
    mean = lengths.mean()
    lengths = lengths / mean
    holding_lengths, weight = np.append(lengths[held], 1.0), np.append(np.ones(held.sum()), 0.5)
    silent = lengths[~held].sum() + 0.5

    def slope(log_rate: float) -> float:
        return float((weight * holding_lengths / np.expm1(np.exp(log_rate) * holding_lengths)).sum() - silent)

    rate = np.exp(brentq(slope, -30, 6))
    return float(np.exp(-rate * n_words / mean))


def coverage(
    event: str,
    annotations: Annotations,
    texts: Mapping[str, str],
    study: Study,
    statements: pd.DataFrame | None = None,
    recall: float = RECALL,
) -> pd.DataFrame:
    """Which account of an event holds what: a row for every item and account.

    Items are, by `kind`: `fact`, the facts that the study lists for the event (see `find_fact`); `statement`, the clusters
    of `statements` (from `align.statements`) that at least half of the accounts hold; `actor`, the actors of the study
    that an account of the event names; `concept`, the concepts that one uses: the background paragraph has its own here.

    Columns: event, kind, item, text (the study's words for it), article_id, outlet, group, present, start, end, score (1
    where it stands, below 1 the share of a fact's patterns in the best place), n_others and n_holding (the other accounts
    and those among them that hold it), p_miss (`chance_of_missing`; 1 where the account was published before any other
    that holds it) and p_unseen: the chance that nothing is found in an account that is like the others, because it misses
    the item or, for a fact, because the matcher does, whose `recall` is given. An absence says something only where
    p_unseen is small. The default recall was measured on the sample, whose patterns were written beside its texts: measure
    your own with `matcher_scores`.

    Raises KeyError when the study has no such event. Articles without a text are left out.

    As a matrix: `table.pivot(index="item", columns="outlet", values="present")`.
    """
    articles = annotations.articles[annotations.articles["event"] == event]
    articles = articles[articles["article_id"].isin(list(texts))].sort_values(["group", "outlet", "article_id"])
    held = dict(_facts(event, annotations, texts, study, articles["article_id"].tolist()))
    held |= dict(_mentions(annotations, texts, study, articles["article_id"].tolist()))
    if statements is not None:
        held |= dict(_statements(event, statements, annotations, len(articles)))
    day = pd.to_datetime(articles["published"].astype("str").str[:10], errors="coerce").to_numpy()
    n_words = articles["n_words"].astype("float64").to_numpy()
    rows = []
    for (kind, item, text), places in held.items():
        present = np.array([id_ in places and places[id_].score == 1 for id_ in articles["article_id"]], dtype=bool)
        if not present.any() and kind != FACT:
            continue
        for k, article in enumerate(articles.itertuples(index=False)):
            place = places.get(article.article_id, Place(-1, -1, 0.0))
            others = np.arange(len(articles)) != k
            p_miss = _p_miss(k, day, n_words, present)
            p_unseen = p_miss + (1 - p_miss) * (1 - recall) if kind == FACT else p_miss
            where = (place.start, place.end) if place.score > 0 else (None, None)
            rows.append(
                (event, kind, item, text, article.article_id, article.outlet, article.group, bool(present[k]), *where,
                 place.score, int(others.sum()), int((present & others).sum()), p_miss, p_unseen)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(_CELLS)).astype(_CELLS)


def _p_miss(k: int, day: np.ndarray, n_words: np.ndarray, present: np.ndarray) -> float:
    """The chance that the account at place k misses what the accounts at `present` hold."""
    others = np.arange(len(present)) != k
    holding = day[present & others]
    if len(holding) and (day[k] < holding).all():
        return 1.0
    return chance_of_missing(n_words[k], n_words[others], present[others])


def _facts(
    event: str, annotations: Annotations, texts: Mapping[str, str], study: Study, ids: Sequence[str]
) -> Iterator[tuple[Item, dict[str, Place]]]:
    table = annotations.sentences[annotations.sentences["article_id"].isin(ids)].sort_values(["article_id", "start"])
    sentences = {
        id_: list(zip(rows["start"].astype(int), rows["end"].astype(int), strict=True))
        for id_, rows in table.groupby("article_id")
    }
    for fact in study.events[event].facts:
        places = {id_: find_fact(texts[id_], sentences.get(id_, []), fact.patterns) for id_ in ids}
        yield (FACT, fact.id, fact.text), {id_: place for id_, place in places.items() if place}


def _mentions(
    annotations: Annotations, texts: Mapping[str, str], study: Study, ids: Sequence[str]
) -> Iterator[tuple[Item, dict[str, Place]]]:
    spoken = annotations.voices[annotations.voices["article_id"].isin(ids)]
    within = {
        id_: [(int(s), int(e)) for s, e in zip(rows["start"], rows["end"], strict=True)]
        for id_, rows in spoken.groupby("article_id")
    }
    plain = {id_: folded(texts[id_]) for id_ in ids}
    for actor in study.actors.values():
        names = re.compile(
            "|".join(rf"(?:{_pattern(name, '').pattern})(?!\w)" for name in (actor.name, *actor.aliases))
        )
        found = {id_: _first(names, plain[id_], within.get(id_, [])) for id_ in ids}
        yield (ACTOR, actor.id, actor.name), {id_: place for id_, place in found.items() if place}
    labels = annotations.labels[annotations.labels["article_id"].isin(ids)].sort_values(["article_id", "start"])
    for concept in study.concepts.values():
        used = labels[labels["concept"] == concept.id].drop_duplicates("article_id")
        places = {
            id_: Place(int(start), int(end), 1.0)
            for id_, start, end in zip(used["article_id"], used["start"], used["end"], strict=True)
        }
        yield (CONCEPT, concept.id, concept.name), places


def _first(names: re.Pattern[str], plain: str, within: Sequence[tuple[int, int]]) -> Place | None:
    if not within:
        return None
    match = names.search(plain, within[0][0], within[-1][1])
    return Place(*match.span(), 1.0) if match else None


def _statements(
    event: str, statements: pd.DataFrame, annotations: Annotations, n_accounts: int
) -> Iterator[tuple[Item, dict[str, Place]]]:
    speakers = {
        (id_, quote): speaker
        for id_, quote, speaker in annotations.quotes[["article_id", "quote_id", "speaker"]].itertuples(index=False)
    }
    for number, links in statements[statements["event"] == event].groupby("statement", sort=True):
        places: dict[str, Place] = {}
        said = []
        for row in links.itertuples(index=False):
            places.setdefault(row.article_id, Place(int(row.start), int(row.end), 1.0))
            places.setdefault(row.other_article_id, Place(int(row.other_start), int(row.other_end), 1.0))
            said.append(speakers.get((row.other_article_id, row.other_quote_id)))
        if 2 * len(places) >= n_accounts:
            named = next((speaker for speaker in said if isinstance(speaker, str)), "")
            yield (STATEMENT, f"statement-{number}", f"said by {named}".rstrip()), places


def accounts(event: str, annotations: Annotations, study: Study) -> pd.DataFrame:
    """Which account of an event tells which fact, from the table of facts: a row a fact and account, for `plots.facts`.

    Columns: event, item, text, family, article_id, outlet, group, told, present (told by the outlet or by a source) and p_unseen
    (`chance_of_missing`; by sentences where no words were counted). Raises KeyError when there is no such event.
    """
    articles = annotations.articles[annotations.articles["event"] == event].sort_values(
        ["group", "outlet", "article_id"]
    )
    length = articles["n_words"].fillna(articles["n_sentences"]).astype("float64").to_numpy()
    told = annotations.facts.set_index(["article_id", "fact"])["told"]
    rows = []
    for fact in study.events[event].facts:
        cells = [told.get((id_, fact.id), NOT_TOLD) for id_ in articles["article_id"]]
        present = np.array([cell in VOICES for cell in cells], dtype=bool)
        for k, article in enumerate(articles.itertuples(index=False)):
            others = np.arange(len(cells)) != k
            chance = chance_of_missing(length[k], length[others], present[others])
            about = (event, fact.id, fact.text, fact.family)
            rows.append((*about, article.article_id, article.outlet, article.group, cells[k], bool(present[k]), chance))
    columns = ["event", "item", "text", "family", "article_id", "outlet", "group", "told", "present", "p_unseen"]
    return pd.DataFrame(rows, columns=columns)


def matcher_scores(found: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Precision and recall of the fact matcher against hand-coded accounts, with Wilson's 95 % interval.

    `found` comes from `coverage`; `gold` has the columns article_id, fact and reported (0 or 1; a fact that several
    sentences report may have several rows). Gives a row a measure: measure, estimate, low, high, hits, n; NaN without cases.
    """
    reported = gold.groupby(["article_id", "fact"], as_index=False)["reported"].max()
    cells = found[found["kind"] == FACT].merge(
        reported, left_on=["article_id", "item"], right_on=["article_id", "fact"]
    )
    hits = int((cells["present"] & (cells["reported"] == 1)).sum())
    rows = []
    for measure, n in (("precision", int(cells["present"].sum())), ("recall", int((cells["reported"] == 1).sum()))):
        low, high = _wilson(hits, n) if n else (np.nan, np.nan)
        rows.append((measure, hits / n if n else np.nan, float(low), float(high), hits, n))
    return pd.DataFrame(rows, columns=["measure", "estimate", "low", "high", "hits", "n"])


def who_is_left_out(annotations: Annotations, groups: Sequence[str] | None = None) -> pd.DataFrame:
    """Who is quoted in one group and never in the other: a row a speaker (an actor of the study, else a name).

    `groups` are the two that are compared, by default the two that there are. Only articles of events that both tell of are
    counted, or that have no event. Columns: who, actor_class,
    speaks_in, left_out_in, n_quotes, n_articles (that quote the speaker) of of_articles, their share with Wilson's 95 %
    interval (low, high), other_articles (of the group that never does), other_high (the largest share there that never
    would still be likely under, at 95 %: 1 - 0.05^(1/n), about 3/n; Hanley & Lippman-Hand 1983) and apart: whether low lies
    above other_high. Where it does not, « never » may be luck. The unit is the article, and articles of one outlet or
    event are alike: the intervals are too short for a few events. Speakers without a name are left out; of
    several who say a quotation together each counts.
    """
    groups = two_groups(annotations.articles["group"], groups)
    groups_of = annotations.articles.groupby("event")["group"].agg(set)
    shared = [event for event, found in groups_of.items() if set(groups) <= found]
    articles = annotations.articles[annotations.articles["group"].isin(groups)]
    articles = articles[articles["event"].isna() | articles["event"].isin(shared)]
    quotes = annotations.quotes.merge(articles[["article_id", "group"]], on="article_id")
    quotes = quotes.assign(who=quotes["actor"].fillna(quotes["speaker"]).map(values_of)).explode("who")
    quotes = quotes[quotes["who"].notna() & ~quotes["actor_class"].isin([UNKNOWN, UNNAMED])]
    sizes = articles["group"].value_counts()
    rows: list[tuple[Any, ...]] = []
    for who, said in quotes.groupby("who", sort=True):
        if said["group"].nunique() > 1:
            continue
        group = said["group"].iloc[0]
        other = groups[1] if group == groups[0] else groups[0]
        n, of, never = said["article_id"].nunique(), int(sizes[group]), int(sizes.get(other, 0))
        low, high = _wilson(n, of)
        bound = 1 - 0.05 ** (1 / never) if never else float("nan")
        rows.append(
            (
                who,
                said["actor_class"].iloc[0],
                group,
                other,
                len(said),
                n,
                of,
                n / of,
                low,
                high,
                never,
                bound,
                low > bound,
            )
        )
    table = pd.DataFrame(rows, columns=list(_SILENT)).astype(_SILENT)
    return table.sort_values(["share", "who"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    from scipy.stats import binomtest  # slow to import, and no annotation needs it

    low, high = binomtest(hits, n).proportion_ci(method="wilson")
    return float(low), float(high)
