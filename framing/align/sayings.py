"""The same statement, told twice: quotations of different articles that render one utterance, and how they differ."""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz.distance import Indel
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from framing.align.clusters import used_columns
from framing.align.passages import Meet, in_order, near
from framing.language import Language, load
from framing.tables import SCHEMA
from framing.tables.spans import parse_spans
from framing.text.fold import folded, name_words
from framing.text.tokenisation import words
from framing.voice.actors import UNKNOWN, UNNAMED

SAME_SPEAKER = 0.2  # similarity from which two quotations of one speaker are one statement, chosen on the sample
OTHER_SPEAKER = (
    0.5  # the same for two speakers of one class (a spokesman and his state), or one who is no actor: a misreading
)
LIGHT_EDIT = 0.7  # share of words in common from which the wording is the same but for details
SHORTENED = 0.5  # share of the longer one's words up to which the shorter one is a summary
BLOCK = 10_000  # quotations whose letters are counted at a time
CELLS = 10_000_000  # similarities that are in memory at a time
HEDGED = 0.5  # strength from which a word of hedges.csv counts

VERBATIM, EDIT, PARAPHRASE, SUMMARY = "verbatim", "light edit", "paraphrase", "summary"
_EXTRA = {
    "event": "str", "quote_id": "str", "other_quote_id": "str", "rendering": "str", "type": "str", "other_type": "str",
    "cue_class": "str", "other_cue_class": "str", "hedges": "Int64", "other_hedges": "Int64", "statement": "Int64",
}  # fmt: skip
COLUMNS = SCHEMA["links"] | _EXTRA


@lru_cache(maxsize=4)
def _hedge(language: Language) -> re.Pattern[str]:
    rows = language.table("hedges")
    forms = [folded(row["lemma_or_phrase"]) for row in rows if float(row["strength"]) >= HEDGED]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms, key=lambda f: (-len(f), f))))})(?!\w)")


def rendering(a: str, b: str) -> str:
    """How near two renderings of one statement are in their words, a heuristic: `verbatim` (the same words), `light edit`
    (70 % of the words in common), `summary` (one has at most half the words of the other) or `paraphrase`.

    >>> rendering("le port rouvrira lundi", "Le port rouvrira “lundi”"), rendering("fermé", "le port est fermé à tous")
    ('verbatim', 'summary')
    """
    return _rendering(_folded_words(a), _folded_words(b))


def _folded_words(text: str) -> list[str]:
    return [folded(word) for word in words(text)]


def _rendering(mine: list[str], other: list[str]) -> str:
    if mine == other:
        return VERBATIM
    if Indel.normalized_similarity(mine, other) >= LIGHT_EDIT:
        return EDIT
    return SUMMARY if min(len(mine), len(other)) <= SHORTENED * max(len(mine), len(other)) else PARAPHRASE


def statements(
    quotes: pd.DataFrame, texts: Mapping[str, str], articles: pd.DataFrame, within: float = math.inf
) -> pd.DataFrame:
    """Pairs of quotations, in two articles of one event, that render the same statement.

    `quotes` has the columns of the quotes table, `articles` article_id, event and published; quotations of articles
    without a text or an event are left out, and so are pairs of articles published more than `within` days apart (one
    without a date is compared with all). `texts` may read from disk: each is asked for once. Gives the columns of the
    `links` table (kind `statement`, score: cosine 0 to 1, article_id the later article as in `reuse`), then event,
    quote_id, other_quote_id, rendering (see `rendering`), type and other_type (direct, indirect, mixed), cue_class and
    other_cue_class, hedges and other_hedges (how many hedging words of `hedges.csv` the rendering has; the conditional is
    not counted, for it may be no more than the future of the past), and statement: a number that all renderings of one
    statement share.

    Two quotations render one statement when they have the same speaker and the TF-IDF of their letters (runs of 3 to 5
    in words; rare is what is rare in these quotations) are similar by 0.2; or when they are similar by 0.5 and the
    speakers are of one class (a spokesman and the state that he speaks for) or one of them is no actor of the study, for
    then the extractor may have misread who speaks. Between two articles a pair must be the most similar one for at least
    one of its quotations. Measured on the sample by `bench/align.py`: better than the multilingual encoder e5-small, and
    lighter.

    >>> citations = pd.DataFrame({
    ...     "article_id": ["a", "b"], "quote_id": ["q1", "q1"], "type": ["direct", "indirect"], "start": [2, 21],
    ...     "end": [24, 42], "speaker": ["Élise Orsel", "la ministre Élise Orsel"], "actor": ["orsel", "orsel"],
    ...     "actor_class": ["etat", "etat"], "cue_class": ["neutral", "doubt"], "spans": ["2-24", "21-42"]})
    >>> textes = {"a": "« Le port rouvrira lundi », dit Élise Orsel.",
    ...           "b": "Élise Orsel prétend que le port va rouvrir lundi."}
    >>> evenement = pd.DataFrame({"article_id": ["a", "b"], "event": "port", "published": ["2031-05-02", "2031-05-03"]})
    >>> statements(citations, textes, evenement)[["article_id", "other_article_id", "rendering", "cue_class"]].values.tolist()
    [['b', 'a', 'paraphrase', 'doubt']]
    """
    ordered = in_order(articles)
    quotations = comparable(quotes, texts, ordered)
    table = retold(quotations, near(ordered, within))
    first, second = table.pop("other_place").to_numpy(), table.pop("place").to_numpy()
    contents = dict(quotations["content"].iloc[np.union1d(first, second)])
    hedge, told = _hedge(load()), {k: _folded_words(content) for k, content in contents.items()}
    hedges = {k: len(hedge.findall(folded(content))) for k, content in contents.items()}
    manner: dict[str, Any] = {"rendering": [_rendering(told[j], told[i]) for i, j in zip(first, second, strict=True)]}
    for side, places in (("", second), ("other_", first)):
        for name in ("quote_id", "type", "cue_class"):
            manner[side + name] = quotations[name].to_numpy(dtype=object)[places]
        manner[f"{side}hedges"] = [hedges[k] for k in places]
    return table.assign(**manner)[list(COLUMNS)].astype(COLUMNS)


def comparable(quotes: pd.DataFrame, texts: Mapping[str, str], ordered: pd.DataFrame) -> pd.DataFrame:
    """The quotations that can be compared, from the earliest article to the latest (`in_order`), with the article's place
    and event, what is quoted and who speaks; each text is asked for once."""
    place = {id_: k for k, id_ in enumerate(ordered["article_id"])}
    event = dict(zip(ordered["article_id"], ordered["event"], strict=True))
    quotations = quotes.assign(event=quotes["article_id"].map(event), place=quotes["article_id"].map(place))
    known = {id_ for id_ in quotations["article_id"].unique() if id_ in texts}
    quotations = quotations[quotations["event"].notna() & quotations["article_id"].isin(known)]
    quotations = quotations.sort_values(["place", "start", "quote_id"], kind="stable").reset_index(drop=True)
    contents = []
    for id_, rows in groupby(zip(quotations["article_id"], quotations["spans"], strict=True), itemgetter(0)):
        text = texts[id_]
        contents += [_content(text, spans) for _, spans in rows]
    speakers = zip(quotations["actor"], quotations["speaker"], quotations["actor_class"], strict=True)
    return quotations.assign(content=contents, who=[_who(*speaker) for speaker in speakers])


def retold(quotations: pd.DataFrame, meet: Meet) -> pd.DataFrame:
    """The pairs of `comparable` quotations, in articles that `meet`, that render one statement.

    Gives the columns of the `links` table, event, statement, and where in `quotations` the two stand (place, other_place).
    """
    pairs = _nearest(sorted(_candidates(quotations, meet)), quotations["place"].tolist())
    first, second = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    columns: dict[str, Any] = {"place": second, "other_place": first, "kind": "statement"}
    for side, places in (("", second), ("other_", first)):
        for name in ("article_id", "start", "end"):
            columns[side + name] = quotations[name].to_numpy(dtype=object)[places]
    table = pd.DataFrame(columns).assign(
        score=[score for _, _, score in pairs],
        event=quotations["event"].to_numpy(dtype=object)[first],
        statement=_numbers(len(quotations), first, second)[first],
    )
    types = {name: COLUMNS[name] for name in [*SCHEMA["links"], "event", "statement"]}
    order = ["event", "statement", "article_id", "start", "other_article_id", "other_start"]
    return table[[*types, "place", "other_place"]].astype(types).sort_values(order).reset_index(drop=True)


def _content(text: str, spans: str) -> str:
    return " ".join(text[start:end] for start, end in parse_spans(spans))


def _who(actor: Any, speaker: Any, actor_class: Any) -> str:
    """One key for one speaker; empty where there is none with a name."""
    if pd.notna(actor):
        return f"actor {actor}"
    if pd.isna(speaker) or actor_class in (UNKNOWN, UNNAMED):
        return ""
    return "name " + " ".join(sorted(name_words(speaker)))


def _candidates(quotations: pd.DataFrame, meet: Meet) -> Iterator[tuple[int, int, float]]:
    """Places of two quotations of one event that are similar enough, the earlier first."""
    letters = _Letters(quotations["content"])
    place = quotations["place"].to_numpy(dtype=np.int64)
    who, class_ = (quotations[column].to_numpy(dtype=object) for column in ("who", "actor_class"))
    unknown = quotations["actor"].isna().to_numpy()
    for _, members in quotations.groupby("event", sort=True).indices.items():
        for row, column, score in _similar(letters.vectors(members)):
            first, second = members[row], members[column]
            speaker = (who[first] == who[second]) & (who[first] != "")
            may_speak_for = (class_[first] == class_[second]) | unknown[first] | unknown[second]
            keep = (place[first] < place[second]) & (speaker | (may_speak_for & (score >= OTHER_SPEAKER)))
            keep &= meet(place[first], place[second])
            yield from zip(first[keep].tolist(), second[keep].tolist(), score[keep].tolist(), strict=True)


def _similar(rows: csr_matrix) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The pairs of rows that may render one statement, with their similarity, as many at a time as fit."""
    step = max(1, CELLS // rows.shape[0])
    for start in range(0, rows.shape[0], step):
        alike = (rows[start : start + step] @ rows.T).tocoo()
        keep = alike.data >= SAME_SPEAKER
        yield alike.row[keep] + start, alike.col[keep], alike.data[keep].round(4)


class _Letters:
    """TF-IDF of runs of 3 to 5 letters: each word is cut into its runs once, however often it is met, and no more vectors
    are made than are asked for."""

    def __init__(self, contents: "pd.Series[str]") -> None:
        from sklearn.feature_extraction.text import CountVectorizer  # slow to import, and an article alone needs none

        tokens = CountVectorizer(preprocessor=folded, tokenizer=str.split, token_pattern=None, dtype=np.float32)
        runs = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), lowercase=False, dtype=np.float32)
        try:
            self.in_content = tokens.fit_transform(contents).tocsr()
            self.in_word = runs.fit_transform(tokens.get_feature_names_out()).tocsr()
        except ValueError:  # there is no word
            self.in_content, self.in_word = csr_matrix((len(contents), 1)), csr_matrix((1, 1))
        n_with = np.zeros(self.in_word.shape[1], dtype=np.float32)
        for start in range(0, len(contents), BLOCK):
            counts = self.in_content[start : start + BLOCK] @ self.in_word
            n_with += np.bincount(counts.indices, minlength=len(n_with))
        self.rarity = np.log(np.float32(1 + len(contents)) / (1 + n_with)) + 1

    def vectors(self, places: np.ndarray) -> csr_matrix:
        """A row of length one for each of the contents at these places, a column for each run of letters in them."""
        from sklearn.preprocessing import normalize

        in_content, words = used_columns(self.in_content[places])
        in_word, runs = used_columns(self.in_word[words])
        found = (in_content @ in_word).tocsr()
        found.sort_indices()
        found.data = (np.log(found.data) + 1) * self.rarity[runs][found.indices]
        return normalize(found, copy=False)


def _nearest(pairs: list[tuple[int, int, float]], place: list[int]) -> list[tuple[int, int, float]]:
    """The pairs that are, between their two articles, the most similar for at least one of their quotations."""
    best: dict[tuple[int, int], float] = {}
    for i, j, score in pairs:
        for key in ((i, place[j]), (j, place[i])):
            best[key] = max(score, best.get(key, 0))
    return [(i, j, score) for i, j, score in pairs if score in (best[i, place[j]], best[j, place[i]])]


def _numbers(size: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """A number for each group of quotations that pairs connect."""
    graph = csr_matrix((np.ones(len(first)), (first, second)), shape=(size, size))
    return connected_components(graph, directed=False)[1].astype(np.int64) + 1
