"""From texts to tables: a pass over the articles, then what needs several of them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from framing import align, language
from framing.annotation.batch import BATCH, Item, annotate_batch, put_together
from framing.annotation.engines import spread
from framing.stances import default_model, need_model
from framing.study import Study
from framing.tables import SCHEMA, Annotations, as_table, sha256
from framing.tables.waiting import progress
from framing.text.article import Article

ANYTHING = Study("", "", language.default(), False, {}, {}, {}, {}, {}, {}, {}, ())  # no outlets, actors or concepts


def annotate(
    articles: pd.DataFrame,
    study: Study = ANYTHING,
    *,
    stance_models: Sequence[str] | None = None,
    processes: int = 1,
    client: Any = None,
) -> Annotations:
    """Annotate articles: the tables of facts that everything later reads.

    `articles` has a row an article and a column `text`; the other columns of the articles table are optional: ids are
    made when there is no `article_id`, counts and hashes when they are missing. Without a study nothing is known of
    actors, concepts and targets, and the tables of labels and stances are empty. Stances are judged by each of
    `stance_models` (`lexical`, `transformer`, or the folder of a model; by default as in `stance`); with `transformer`
    frames are judged by the encoder, too. With `processes` above 1 the articles are split over as many processes; with
    `client` (a `dask.distributed.Client`) over its workers. The tables are the same.

    Raises ValueError when there is no column `text`, no such stance model, an article_id stands twice, an article has no
    text, or a text is not the one that its sha256 tells of; RuntimeError, with its id, when an article cannot be annotated.

    >>> annotate(pd.DataFrame({"text": ["« Rien n'est joué », a déclaré Claire Ravel."]})).quotes["speaker"].tolist()
    ['Claire Ravel']
    """
    models = tuple(stance_models or [default_model()])
    for model in models:
        need_model(model)
    articles = whole(articles, study)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    items = items_of(articles)
    work = partial(annotate_batch, study=study, stance_models=models)
    found: list[dict[str, pd.DataFrame]] = []
    with progress(total=len(items), unit="article", desc="annotate") as bar:
        batches = [items[i : i + BATCH] for i in range(0, len(items), BATCH)]
        for done in spread(work, batches, size=BATCH, processes=processes, client=client):
            for item, error in done.failures:
                raise RuntimeError(f"{item.article_id}: cannot be annotated: {error}") from error
            found += done.results
            bar.update(len(batches[done.place]))
    tables = put_together(found, articles["article_id"].tolist())
    tables["articles"] = as_table("articles", articles[list(SCHEMA["articles"])].itertuples(index=False))
    found_links = [align.links(window, articles, texts, tables["quotes"]) for window in align.in_windows(articles)]
    tables["links"] = pd.concat([as_table("links"), *found_links], ignore_index=True)
    return Annotations({name: tables[name] for name in SCHEMA}, texts)


def items_of(articles: pd.DataFrame) -> list[Item]:
    """The articles (columns article_id, text, language, event) as annotators take them."""
    table = articles[["article_id", "text", "language", "event"]]
    rows = table.astype(object).where(table.notna(), None).itertuples(index=False)
    return [Item(*row) for row in rows]


def whole(articles: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The articles by id with all columns of the articles table, what is missing counted or left empty."""
    if "text" not in articles:
        raise ValueError("annotate needs the column `text`: read the texts with `framing.read_texts`")
    articles = articles.reset_index(drop=True)
    width = len(str(len(articles)))
    made = pd.Series([f"text-{i:0{width}}" for i in range(1, len(articles) + 1)], dtype="str")
    ids = articles["article_id"].astype("str") if "article_id" in articles else made
    articles = articles.assign(article_id=ids).sort_values("article_id", kind="stable", ignore_index=True)
    for id_ in articles.loc[articles["article_id"].duplicated(), "article_id"]:
        raise ValueError(f"{id_}: two articles have this article_id: give each an id of its own")
    for name in set(SCHEMA["articles"]) - set(articles):
        articles[name] = None
    articles["language"] = articles["language"].where(articles["language"].notna(), study.language)
    rows = articles[["article_id", "text", "language", "sha256", "n_words", "n_sentences"]].itertuples(index=False)
    counted = pd.DataFrame([_counted(*row) for row in rows], columns=["sha256", "n_words", "n_sentences"])
    return articles.assign(**counted)


def _counted(id_: str, text: Any, code: str, digest: Any, n_words: Any, n_sentences: Any) -> tuple[str, int, int]:
    """Hash and counts of an article, as the table has them or as the text has them."""
    if not isinstance(text, str):
        raise ValueError(f"{id_}: the article has no text: leave it out, or read the texts with `framing.read_texts`")
    if pd.notna(digest) and digest != sha256(text):
        raise ValueError(f"{id_}: the text is not the one in the articles table (sha256 differs): import it again")
    if pd.isna(n_words) or pd.isna(n_sentences):
        article = Article(text, id_, language.load(code))
        n_words, n_sentences = article.count_words(article.stretches), len(article.sentences)
    return sha256(text), int(n_words), int(n_sentences)
