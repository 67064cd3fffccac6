"""Tables in parts: cut where the ids say, opened lazily, whole or part by part, and replaced as a whole."""

import json

import pandas as pd
import pytest
from table_examples import annotations

from framing.tables import SCHEMA, AnnotationError, Annotations, as_table, dataset


def many(n=1000):
    """Tables of so many articles, each with a quotation, and a link of every tenth to the one before it."""
    ids = [f"a{i:05}" for i in range(n)]
    return annotations(
        articles=[(id_, "fanal", "state", None, "2031-05-02", "fr", 9, 1, "x") for id_ in ids],
        sentences=[(id_, "s1", 1, 0, 9, 9) for id_ in ids],
        links=[(b, a, 0, 3, 0, 3, "reuse", 1.0) for a, b in zip(ids[8::10], ids[9::10], strict=True)],
        **{name: [] for name in SCHEMA if name not in ("articles", "sentences", "links")},
    )


@pytest.mark.parametrize("n", [0, 1, 99, 100, 101, 5000])
def test_every_article_is_in_one_part(n):
    ids = [f"a{i}" for i in range(n)]
    parts = dataset.cut(reversed(ids))
    assert [id_ for part in parts for id_ in part] == sorted(ids)
    assert all(dataset.LEAST <= len(part) <= dataset.MOST for part in parts[:-1])


@pytest.mark.parametrize("change", [lambda ids: ids[:700] + ids[701:], lambda ids: [*ids, "a0700b"]])
def test_an_article_more_or_less_leaves_the_other_parts_as_they_are(change):
    ids = [f"a{i:04}" for i in range(5000)]
    before, after = ({tuple(part) for part in dataset.cut(some)} for some in (ids, change(ids)))
    assert len(before - after) <= 3 < len(before & after)


def test_from_a_thousand_articles_on_the_tables_are_in_parts(tmp_path):
    annotations().save(tmp_path)
    ours = many()
    ours.save(tmp_path)
    loaded = Annotations.load(tmp_path)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(loaded.tables[name], ours.tables[name], obj=name)
    assert not list(tmp_path.glob("*.csv"))
    assert pd.read_parquet(tmp_path / "articles").shape == ours.articles.shape
    assert loaded.check().equals(ours.check())
    annotations().save(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"{name}.csv" for name in SCHEMA)


def test_part_by_part(tmp_path):
    loaded = Annotations.load(many().save(tmp_path))
    parts = list(loaded.parts())
    assert len(parts) > 3
    for name in SCHEMA:
        together = pd.concat([part.tables[name] for part in parts], ignore_index=True)
        pd.testing.assert_frame_equal(together, loaded.tables[name], obj=name)
    assert [len(part.links) for part in parts] == [
        part.articles["article_id"].str.endswith("9").sum() for part in parts
    ]


def part(*ids):
    tables = {name: as_table(name) for name in SCHEMA if name != "links"}
    rows = [(id_, None, None, None, None, "fr", 1, 1, "x") for id_ in ids]
    return tables | {"articles": as_table("articles", rows)}


def test_what_is_read_changes_when_all_is_there(tmp_path):
    dataset.write_part(tmp_path, "one", part("a"), [("b", "no text")])
    dataset.write_links(tmp_path, "all", as_table("links"))
    with pytest.raises(AnnotationError, match=r"there is no articles\.csv"):
        Annotations.load(tmp_path)
    dataset.close(tmp_path, ["one"], ["all"])
    assert Annotations.load(tmp_path).articles["article_id"].tolist() == ["a"]
    assert dataset.set_aside(tmp_path, ["one"]).values.tolist() == [["b", "no text"]]
    dataset.write_part(tmp_path, "two", part("c"), [])
    assert Annotations.load(tmp_path).articles["article_id"].tolist() == ["a"]
    dataset.close(tmp_path, ["two"], ["all"])
    assert Annotations.load(tmp_path).articles["article_id"].tolist() == ["c"]
    assert [path.name for path in (tmp_path / "quotes").iterdir()] == ["two.parquet"]


def test_a_part_without_its_last_file_is_not_written(tmp_path, monkeypatch):
    def fails(path, data):
        if path.suffix == ".json":
            raise KeyboardInterrupt
        write(path, data)

    write = dataset.write_atomically
    monkeypatch.setattr(dataset, "write_atomically", fails)
    with pytest.raises(KeyboardInterrupt):
        dataset.write_part(tmp_path, "one", part("a"), [])
    assert not dataset.is_written(tmp_path, "one")


def damage_index(folder):
    (folder / dataset.INDEX).write_text("{")


def other_index(folder):
    (folder / dataset.INDEX).write_text(json.dumps([1]))


def remove_a_file(folder):
    next((folder / "quotes").iterdir()).unlink()


def cut_a_file(folder):
    file = next((folder / "quotes").iterdir())
    file.write_bytes(file.read_bytes()[:50])


def other_columns(folder):
    pd.DataFrame({"article_id": ["a"]}).to_parquet(next((folder / "quotes").iterdir()))


def unsafe_id(folder):
    as_table("quotes", [{"article_id": "../secret"}]).to_parquet(next((folder / "quotes").iterdir()))


@pytest.mark.parametrize("damage", [damage_index, other_index, remove_a_file, cut_a_file, other_columns, unsafe_id])
def test_damage_is_told_with_the_file(tmp_path, damage):
    many().save(tmp_path)
    damage(tmp_path)
    with pytest.raises(AnnotationError, match=r"dataset\.json|quotes/\w+\.parquet"):
        _ = Annotations.load(tmp_path).quotes


def test_only_our_files_go(tmp_path):
    many().save(tmp_path)
    (tmp_path / "quotes" / "mine.txt").write_text("mine")
    dataset.remove(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["quotes", "quotes/mine.txt"]
