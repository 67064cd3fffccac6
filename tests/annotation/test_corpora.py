"""A corpus, part by part: the tables of `annotate`, what is written already is left, and what is killed loses nothing."""

import multiprocessing
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from framing.annotation import annotate, annotate_corpus, corpora
from framing.corpus.store import Texts
from framing.study import parse_study
from framing.study.templates import template
from framing.tables import SCHEMA, Annotations, as_table, dataset, sha256

STUDY = parse_study(template().read_text("utf-8"))
TEXT = "Le maire de Kadrine a déclaré le {} mai que le pont {} rouvrirait. « Il était temps », a dit Élise Orsel."


def texts(n):
    return {f"a{i:04}": TEXT.format(i % 28 + 1, i) for i in range(n)}


def table(known):
    rows = [
        (i, None, None, None, f"2031-{int(i[1:5]) % 12 + 1:02}-02", "fr", 21, 2, sha256(t)) for i, t in known.items()
    ]
    return as_table("articles", rows)


def run(known, folder, **options):
    return annotate_corpus(table(known), known, STUDY, folder, stance_models=["lexical"], **options)


def same(folder, known):
    """Whether the tables in a folder are those that `annotate` makes."""
    loaded = Annotations.load(folder)
    made = annotate(table(known).assign(text=list(known.values())), STUDY, stance_models=["lexical"])
    for name in SCHEMA:
        pd.testing.assert_frame_equal(loaded.tables[name], made.tables[name], obj=name)
    return True


@pytest.fixture(scope="module")
def small_parts():
    """Parts of ten to forty articles, kept from thirty articles on."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("LEAST", 10), ("MOST", 40), ("ODDS", 10)):
            patch.setattr(dataset, name, value)
        patch.setattr(corpora, "PARTS_FROM", 30)
        yield


KNOWN = texts(90)


@pytest.fixture(scope="module")
def corpus(small_parts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    done = run(KNOWN, folder)
    assert (done.n_articles, done.n_new, done.set_aside.empty) == (90, done.n_parts, True)
    assert done.n_parts > 3
    return folder


def copied(corpus, folder):
    for file in corpus.rglob("*.*"):
        target = folder / file.relative_to(corpus)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    return folder


def contents(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.*")}


def test_the_tables_are_those_of_annotate(corpus):
    assert same(corpus, KNOWN)


def test_a_small_corpus_is_csv_in_the_end(tmp_path):
    known = texts(5)
    done = run(known, tmp_path)
    assert (done.n_articles, done.n_new, done.n_parts) == (5, 1, 1)
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv"}
    assert same(tmp_path, known)


def test_no_articles(tmp_path):
    assert run({}, tmp_path).n_articles == 0
    assert Annotations.load(tmp_path).quotes.empty


def test_nothing_is_made_twice(corpus, tmp_path):
    folder = copied(corpus, tmp_path)
    done = run(KNOWN, folder)
    assert done.n_new == 0
    assert contents(folder) == contents(corpus)


@pytest.mark.parametrize(
    "change",
    [{"a0050": "Un autre texte. Il neige, a dit Paul Orsel."}, {"a0050": None}, {"a0050b": "Un texte de plus."}],
)
def test_what_changed_is_made_anew_and_nothing_else(corpus, tmp_path, change):
    folder, known = copied(corpus, tmp_path), {i: t for i, t in sorted((KNOWN | change).items()) if t}
    done = run(known, folder)
    assert 1 <= done.n_new <= 2 < done.n_parts  # an article more or less can move the end of its part
    assert same(folder, known)
    assert len(list((folder / "parts").iterdir())) == len(list((folder / "quotes").iterdir())) == done.n_parts


def test_another_study_or_library_makes_all_anew(corpus, tmp_path, monkeypatch):
    folder = copied(corpus, tmp_path)
    monkeypatch.setattr(corpora, "library_version", lambda: "another")
    done = run(KNOWN, folder)
    assert done.n_new == done.n_parts


def test_a_run_that_was_stopped_goes_on(corpus, tmp_path, monkeypatch):
    done_before, write = 2, dataset.write_part

    def stops(folder, *args):
        if len(list((folder / "parts").glob("*"))) == done_before:
            raise KeyboardInterrupt
        write(folder, *args)

    with monkeypatch.context() as patch:
        patch.setattr(dataset, "write_part", stops)
        with pytest.raises(KeyboardInterrupt):
            run(KNOWN, tmp_path)
    done = run(KNOWN, tmp_path)
    assert done.n_new == done.n_parts - done_before
    assert contents(tmp_path) == contents(corpus)


def test_killed_processes_lose_nothing(corpus, tmp_path):
    killed = []

    def kill():
        while len(killed) < 3:
            time.sleep(2.5)
            if children := multiprocessing.active_children():
                children[0].kill()
                killed.append(children[0].pid)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    done = run(KNOWN, tmp_path, processes=2)
    assert done.set_aside.empty
    assert contents(tmp_path) == contents(corpus)
    assert killed


def test_what_cannot_be_annotated_is_set_aside(corpus, tmp_path, monkeypatch):
    annotate_batch = corpora.annotate_batch

    def fails(items, **options):
        if any(item.article_id == "a0007" for item in items):
            raise RecursionError("too deep\nfor us")
        return annotate_batch(items, **options)

    folder = tmp_path / "texts"
    folder.mkdir()
    for id_, text in KNOWN.items():
        (folder / f"{id_}.txt").write_text(text + (" et plus" if id_ == "a0009" else ""), "utf-8")
    (folder / "a0008.txt").unlink()
    monkeypatch.setattr(corpora, "annotate_batch", fails)
    articles = table(KNOWN)
    options = {"stance_models": ["lexical"]}
    done = annotate_corpus(articles, Texts(folder, articles), STUDY, tmp_path / "tables", **options)
    assert done.n_articles == 87
    reasons = dict(done.set_aside.itertuples(index=False))
    assert reasons["a0007"] == "RecursionError: too deep for us"
    assert "a0008.txt: the table names this text and it is not there" in reasons["a0008"]
    assert "a0009.txt: not the text that the table tells of" in reasons["a0009"]
    assert same(tmp_path / "tables", {i: t for i, t in KNOWN.items() if i not in reasons})
    again = annotate_corpus(articles, Texts(folder, articles), STUDY, tmp_path / "tables", **options)
    assert again.n_new == 0
    assert again.set_aside.equals(done.set_aside)


def test_a_corpus_of_which_nothing_can_be_read(tmp_path):
    articles = table(texts(3))
    with pytest.raises(RuntimeError, match=r"no article could be annotated; a0000: .*a0000\.txt"):
        annotate_corpus(articles, Texts(Path("nowhere"), articles), STUDY, tmp_path)


def test_a_stance_model_that_there_is_not(tmp_path):
    with pytest.raises(ValueError, match="no stance model 'tarot'"):
        annotate_corpus(table(texts(2)), texts(2), STUDY, tmp_path, stance_models=["tarot"])
    assert not list(tmp_path.iterdir())


def test_another_model_in_the_folder_is_another_version(tmp_path):
    (tmp_path / "weights").write_bytes(b"1")
    before = corpora.model_version(str(tmp_path))
    (tmp_path / "weights").write_bytes(b"2")
    assert corpora.model_version(str(tmp_path)) != before


def test_an_id_twice(tmp_path):
    articles = pd.concat([table(texts(2))] * 2)
    with pytest.raises(ValueError, match="a0000: two articles"):
        annotate_corpus(articles, texts(2), STUDY, tmp_path)
