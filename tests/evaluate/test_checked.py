"""Checked observations are those of the tables, or the file's row is named."""

import pandas as pd
import pytest

from framing.evaluate import CheckedError, read_checked

ARTICLES = {"a": ("voix", "state", "barrage"), "b": ("boreal", "wire", "barrage")}
QUOTES = pd.DataFrame(
    [("a", *ARTICLES["a"], 1.0), ("a", *ARTICLES["a"], 0.0), ("b", *ARTICLES["b"], 1.0)],
    columns=["article_id", "outlet", "group", "event", "value"],
)
SENTENCES = QUOTES.assign(sentence_id=["s1", "s2", "s1"])


def written(tmp_path, *lines):
    path = tmp_path / "lu.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    return path


def test_observations_get_what_is_known_of_their_article(tmp_path):
    found = read_checked(written(tmp_path, "article_id,value,truth,note", "b,1,0,x", "a,0.5,0.25,", "a,0,,?"), QUOTES)
    assert found.columns.tolist() == ["article_id", "outlet", "group", "event", "value", "truth"]
    assert found["group"].tolist() == ["wire", "state", "state"]
    assert found["truth"].fillna(9).tolist() == [0, 0.25, 9]


def test_sentences_are_those_of_the_tables(tmp_path):
    path = written(tmp_path, "article_id,sentence_id,value,truth", "a,s2,0,1", "b,s1,1,1")
    found = read_checked(path, SENTENCES)
    assert found[["article_id", "sentence_id", "value", "truth"]].values.tolist() == [
        ["a", "s2", 0, 1],
        ["b", "s1", 1, 1],
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["article_id,value,truth", "a,1,1"], "lu.csv: there is no column sentence_id: write article_id, sentence_id"),
        (["article_id,sentence_id,value,truth", "a,s2,0,1", "c,s1,1,1"], "row 3: article_id c: not among"),
        (
            ["article_id,sentence_id,value,truth", "a,s2,0,1", "b,s2,1,1"],
            "row 3: article_id, sentence_id b s2: not among",
        ),
        (["article_id,sentence_id,value,truth", ",s2,0,1"], "row 2: article_id nan: not among"),
        (["article_id,sentence_id,value,truth", "a,s2,0,1", "a,s2,0,1"], "row 3: a s2 stands twice"),
        (["article_id,sentence_id,value,truth", "a,s1,0,1"], "row 2: value is 0 and the tables say 1"),
        (["article_id,sentence_id,value,truth", "a,s1,1,oui"], "row 2: truth is 'oui'"),
        (["article_id,sentence_id,value,truth", "a,s1,1,inf"], "row 2: truth is"),
        (['article_id,"'], "not a table that can be read"),
        ([""], "not a table that can be read"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(tmp_path, lines, message):
    with pytest.raises(CheckedError) as error:
        read_checked(written(tmp_path, *lines), SENTENCES)
    assert message in str(error.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(CheckedError, match="cannot be read"):
        read_checked(tmp_path / "rien.csv", QUOTES)
    (tmp_path / "a.csv").write_bytes(b"article_id,value,truth\n\xff\xfe,1,1\n")
    with pytest.raises(CheckedError, match="not a table"):
        read_checked(tmp_path / "a.csv", QUOTES)
