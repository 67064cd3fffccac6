"""Frames of sentences by a codebook: by indicators that a reader can check, or by a sentence encoder.

The generic frames are those of Semetko & Valkenburg (2000); the others are those that this news lives on. Neither model reads:
`reliability` says what each has been worth, and every row carries whether its frame is still experimental.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.tables.annotations import SCHEMA, AnnotationError, Annotations
from framing.text.detection import LanguageError, need_language
from framing.text.fold import folded
from framing.text.sentences import sentences
from framing.voice.segments import OUTLET, Segment, segments_by_article, voice_at

INDICATORS, ENCODER = "indicators", "encoder"
MODELS = (INDICATORS, ENCODER)
PRESENT = 0.5  # a sentence holds a frame from this score on
ENOUGH = 0.6  # F1 below which a frame is experimental
MIN_SUPPORT = 10  # sentences that hold the frame, without which a test decides nothing
CODEBOOK = Path(__file__).parent.parent / "language" / "fr" / "frames.toml"
COLUMNS = {
    "start": "Int64",
    "end": "Int64",
    "frame": "str",
    "score": "float64",
    "model": "str",
    "experimental": "boolean",
}
_KEYS = {"name", "source", "definition", "example", "counter_example", "indicators", "prototypes"}
_MARKS = str.maketrans(dict.fromkeys('"', " "))


class CodebookError(ValueError):
    """A codebook, or the model beside it, that cannot be used; told with file and frame."""


class Frame(NamedTuple):
    """A frame of the codebook; `gold` is its name in the sample, where that is another."""

    id: str
    name: str
    source: str
    definition: str
    example: str
    counter_example: str
    indicators: dict[str, float]
    prototypes: tuple[str, ...]
    gold: str | None


class Probe(NamedTuple):
    """What the encoder model needs beside the encoder: a fixed mean, and for each frame a direction and a bias."""

    mean: "np.ndarray[Any, Any]"
    frames: tuple[str, ...]
    weights: "np.ndarray[Any, Any]"
    bias: "np.ndarray[Any, Any]"


def read_codebook(path: str | Path = CODEBOOK) -> dict[str, Frame]:
    """The frames of a codebook (TOML), by id.

    Raises CodebookError when the file cannot be read, a frame lacks a part, or a weight is no number above 0.

    >>> read_codebook()["conflict"].source
    'Semetko & Valkenburg 2000'
    """
    path = Path(path)
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8"))["frames"]
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read ({error.strerror}): name a codebook of frames") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise CodebookError(
            f"{path}: no codebook of frames ({error}): it is TOML with a table [frames.ID] each"
        ) from error
    found = {}
    for id_, table in tables.items():
        if missing := sorted(_KEYS - table.keys()):
            raise CodebookError(f"{path}, [frames.{id_}]: {missing[0]} is missing")
        for phrase, weight in table["indicators"].items():
            if not isinstance(weight, int | float) or not 0 < weight <= 1:
                raise CodebookError(
                    f"{path}, [frames.{id_}]: {phrase!r} weighs {weight!r}: write a number above 0, at most 1"
                )
        known = {key: table[key] for key in _KEYS - {"prototypes"}}
        found[id_] = Frame(id=id_, gold=table.get("gold"), prototypes=tuple(table["prototypes"]), **known)
    return found


@lru_cache(maxsize=4)
def _patterns(path: Path) -> dict[str, list[tuple[re.Pattern[str], float]]]:
    def pattern(phrase: str) -> re.Pattern[str]:
        form = re.escape(folded(phrase)).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        return re.compile(rf"(?<!\w){form}(?!\w)")

    return {id_: [(pattern(p), w) for p, w in f.indicators.items()] for id_, f in read_codebook(path).items()}


def indicator_scores(texts: Sequence[str], codebook: str | Path = CODEBOOK) -> "np.ndarray[Any, Any]":
    """Scores (n, frames) by indicators: half the sum of the weights of those that stand in a sentence, at most 1."""
    patterns = _patterns(Path(codebook))
    scores = np.zeros((len(texts), len(patterns)))
    for row, text in enumerate(texts):
        view = folded(text).translate(_MARKS)
        for column, forms in enumerate(patterns.values()):
            scores[row, column] = min(1.0, sum(w for p, w in forms if p.search(view)) / 2)
    return scores


def _beside(codebook: str | Path) -> dict[str, Any]:
    path = Path(codebook).with_suffix(".json")
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CodebookError(
            f"{path}: cannot be read ({error.strerror}): make it with `python bench/frames.py --train`"
        ) from error
    except json.JSONDecodeError as error:
        raise CodebookError(
            f"{path}: no valid JSON ({error}): make it anew with `python bench/frames.py --train`"
        ) from error


@lru_cache(maxsize=4)
def _probe(codebook: Path) -> Probe:
    stored = _beside(codebook)["probe"]
    ids = tuple(read_codebook(codebook))
    if missing := sorted(set(ids) - stored["frames"].keys()):
        raise CodebookError(
            f"{codebook}: the frame {missing[0]} has not been trained: `python bench/frames.py --train`"
        )
    weights = np.array([stored["frames"][i]["weights"] for i in ids])
    return Probe(np.array(stored["mean"]), ids, weights, np.array([stored["frames"][i]["bias"] for i in ids]))


def centred(vectors: "np.ndarray[Any, Any]", mean: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Unit vectors from a fixed mean, so that the score of a sentence does not depend on its neighbours."""
    away = vectors - mean
    return away / np.linalg.norm(away, axis=1, keepdims=True)


def encoder_scores(texts: Sequence[str], codebook: str | Path = CODEBOOK) -> "np.ndarray[Any, Any]":
    """Scores (n, frames) by the encoder: a logistic function of the centred embedding, 0.5 at the frame's threshold."""
    from framing.language.encoder import encoder

    probe = _probe(Path(codebook))
    if not texts:
        return np.zeros((0, len(probe.frames)))
    return 1 / (1 + np.exp(-(centred(encoder().embed(texts), probe.mean) @ probe.weights.T + probe.bias)))


def reliability(codebook: str | Path = CODEBOOK) -> pd.DataFrame:
    """What each model has been worth for each frame, a row a frame, model and test.

    Columns: frame, model, test, n (sentences), support (that hold the frame), precision, recall, f1, low, high (95 %,
    bootstrap over articles or sentences), experimental (F1 below 0.6, or not measured).
    """
    table = pd.DataFrame(_beside(codebook)["measured"])
    return table.assign(experimental=~(table["f1"].astype("float64") >= ENOUGH))


@lru_cache(maxsize=8)
def experimental(model: str, codebook: Path = CODEBOOK) -> frozenset[str]:
    """The frames for which a model has not an F1 of 0.6 on every test with 10 sentences or more that hold them."""
    table = reliability(codebook)
    table = table[(table["model"] == model) & (table["support"] >= MIN_SUPPORT)]
    good = {f for f, part in table.groupby("frame") if not part["experimental"].any()}
    return frozenset(set(read_codebook(codebook)) - good)


def _scores(texts: Sequence[str], model: str, codebook: str | Path) -> "np.ndarray[Any, Any]":
    if model not in MODELS:
        raise ValueError(f"there is no model {model!r} of frames: the models are {', '.join(MODELS)}")
    return (indicator_scores if model == INDICATORS else encoder_scores)(texts, codebook)


def frames(text: str | Iterable[str], model: str = INDICATORS, codebook: str | Path = CODEBOOK) -> pd.DataFrame:
    """The frames of a text's sentences, a row a sentence and frame that it holds; none for a sentence without.

    `text` may be a list of sentences: then start is the number of the sentence and end is missing. Columns: start, end,
    frame, score (0 to 1; held from 0.5 on), model, experimental. Raises LanguageError for a text that is not French,
    ValueError for a model that is not known. Source of the generic frames: Semetko & Valkenburg (2000).

    >>> frames("Le tribunal a condamné l'armateur. Il neige.")[["start", "end", "frame", "score"]].values.tolist()
    [[0, 34, 'legality', 0.5]]
    """
    if isinstance(text, str):
        need_language(text)
        spans = sentences(text)
        parts: list[str] = [text[s:e] for s, e in spans]
    else:
        parts = list(text)
        spans = [(i, None) for i in range(len(parts))]  # type: ignore[misc]
    scores = _scores(parts, model, codebook)
    ids, weak = list(read_codebook(codebook)), experimental(model, Path(codebook))
    rows = [
        (*spans[i], ids[j], round(float(scores[i, j]), 4), model, ids[j] in weak)
        for i, j in np.argwhere(scores >= PRESENT)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def main_voice(cut: Sequence[Segment], start: int, end: int) -> str:
    """The voice that has most of the characters of a sentence; the outlet's where nobody has any."""
    held: dict[str, int] = {}
    at = start
    while at < end:
        segment = voice_at(cut, at)
        stop = min(end, segment.end) if segment else at + 1
        if segment:
            held[segment.voice] = held.get(segment.voice, 0) + stop - at
        at = stop
    return max(sorted(held), key=lambda voice: held[voice]) if held else OUTLET


def table(annotations: Annotations, model: str = INDICATORS, codebook: str | Path = CODEBOOK) -> pd.DataFrame:
    """The frames of a corpus: rows of the `frames` table, with `experimental` where the table has that column.

    A sentence counts for the voice that has most of its words. Columns: article_id, sentence_id, voice, frame, score, model,
    experimental. An article that is not French has no row. Raises AnnotationError when the texts are not known.
    """
    missing = sorted(set(annotations.articles["article_id"]) - set(annotations.texts))
    if missing:
        raise AnnotationError(
            f"frames are read from the texts, and {missing[0]} is not there: read them with `framing.read_texts`"
        )
    cuts, foreign = segments_by_article(annotations.voices), set()
    for id_ in annotations.articles["article_id"]:
        try:
            need_language(annotations.texts[id_])
        except LanguageError:
            foreign.add(id_)
    held = annotations.sentences[~annotations.sentences["article_id"].isin(foreign)]
    keys = [
        (i, s, int(a), int(b))
        for i, s, a, b in held[["article_id", "sentence_id", "start", "end"]].itertuples(index=False)
    ]
    scores = _scores([annotations.texts[i][a:b] for i, _, a, b in keys], model, codebook)
    ids, weak = list(read_codebook(codebook)), experimental(model, Path(codebook))
    rows = []
    for row, column in np.argwhere(scores >= PRESENT):
        id_, sentence_id, a, b = keys[row]
        voice, frame = main_voice(cuts.get(id_, []), a, b), ids[column]
        # Two digits: the encoder's last ones differ from one processor to the next.
        rows.append((id_, sentence_id, voice, frame, round(float(scores[row, column]), 2), model, frame in weak))
    types = SCHEMA["frames"]
    return pd.DataFrame(rows, columns=list(types)).astype(types)
