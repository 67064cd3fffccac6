"""Samples for coders: drawn fairly, shown whole, written where no project commits them."""

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_examples import DIRECT, INDIRECT, TEXT, corpus, relation, sheet, words

from framing.evaluate import CodingError, draw_sample, read_coded, sample_for_coding
from framing.evaluate.sheets import _guarded, unguarded
from framing.tables import as_table


def test_no_relation_no_sample():
    quotes, articles, texts = corpus(0, 0)
    sample = draw_sample(quotes, articles, texts, 10)
    assert sample.empty
    assert {"id", "context", "is_quotation", "weight"} <= set(sample.columns)


def test_strata_are_drawn_as_equally_as_their_sizes_allow():
    quotes, articles, texts = corpus(40, 3)
    sample = draw_sample(quotes, articles, texts, 40)
    assert sample.groupby(["group", "type"]).size().to_dict() == {
        ("state", "direct"): 17, ("state", "indirect"): 17, ("wire", "direct"): 3, ("wire", "indirect"): 3
    }  # fmt: skip
    assert sample["id"].is_unique
    probability = sample.groupby("group")["probability"].first()
    assert probability.to_dict() == {"state": 17 / 40, "wire": 1.0}
    assert sample["weight"].sum() == pytest.approx(len(quotes))


def test_a_sample_larger_than_the_corpus_is_the_corpus():
    quotes, articles, texts = corpus(2, 2)
    sample = draw_sample(quotes, articles, texts, 500)
    assert sorted(sample["id"]) == sorted(quotes["article_id"] + "/" + quotes["quote_id"])
    assert (sample["weight"] == 1).all()


def test_the_seed_decides_and_the_order_of_the_rows_does_not():
    quotes, articles, texts = corpus()
    first = draw_sample(quotes, articles, texts, 20, seed=7)
    shuffled = quotes.sample(frac=1, random_state=1), articles.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(first, draw_sample(*shuffled, texts, 20, seed=7))
    assert set(first["id"]) != set(draw_sample(quotes, articles, texts, 20, seed=8)["id"])


def test_each_relation_of_a_stratum_is_drawn_equally_often():
    quotes, articles, texts = corpus(5, 5)
    drawn = pd.concat(draw_sample(quotes, articles, texts, 8, seed=seed)["id"] for seed in range(100))
    assert drawn.value_counts().between(20, 60).all()  # 2 of 5, 100 times: 40 expected, standard deviation 4.9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": 3}, "n = 3: there are 4 strata of group × type"),
        ({"n": 0, "by": ()}, "n = 0"),
        ({"by": ("region",)}, "neither the quotes nor the articles table has a column region"),
        ({"texts": {}}, "50 articles have no text"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(change, message):
    quotes, articles, texts = corpus()
    with pytest.raises(CodingError, match=message):
        draw_sample(**{"quotes": quotes, "articles": articles, "texts": texts, "n": 20} | change)


def test_an_unknown_group_is_a_stratum_of_its_own():
    quotes, articles, texts = corpus(3, 3)
    articles.loc[articles["article_id"] == "s00", "group"] = None
    assert len(draw_sample(quotes, articles, texts, 6)["group"].unique()) == 3


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            relation("a", *INDIRECT),
            "La mairesse Odile Kerr se tait. ⟪Jean Orvault⟫ ⟨a dit⟩ que ⟦le pont rouvrirait⟧.",
        ),
        (
            relation("a", *DIRECT),
            "Jean Orvault a dit que le pont rouvrirait. « ⟦Demain⟧ », ⟨a-t-⟪il⟫ ajouté⟩, « ⟦ou jamais⟧ ».",
        ),
        (relation("a", "q", TEXT, ["Le pont est fermé"]), "⟦Le pont est fermé⟧."),
    ],
)
def test_the_context_shows_the_relation(rows, expected):
    quotes = as_table("quotes", [rows])
    # The pronoun of the second relation stands inside its cue.
    if rows["quote_id"] == "q2":
        start, end = words(TEXT, "il", TEXT.index("a-t-il"))
        quotes["source_start"], quotes["source_end"] = start, end
    articles = as_table("articles", [{"article_id": "a", "group": "state"}])
    assert draw_sample(quotes, articles, {"a": TEXT}, 1)["context"].item() == expected


def test_a_context_is_bounded():
    text = "oui " * 50_000 + "dit Kerr"
    quotes = as_table("quotes", [relation("a", "q1", text, [text[:190_000]], "dit", "Kerr")])
    articles = as_table("articles", [{"article_id": "a", "group": "state"}])
    assert len(draw_sample(quotes, articles, {"a": text}, 1)["context"].item()) < 10_000


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_sheet_is_the_same_bytes_twice(tmp_path, suffix):
    quotes, articles, texts = corpus()
    paths = [sample_for_coding(quotes, articles, texts, 8, tmp_path / f"{name}{suffix}") for name in "ab"]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    rows = sheet(paths[0])
    assert len(rows) == 8
    assert all(row["speaker"] == "Jean Orvault" for row in rows)
    assert all(not row[name] for row in rows for name in ("is_quotation", "content_ok", "speaker_ok", "note"))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("attack", ['=HYPERLINK("http://exemple.invalid","x")', "+1", "-1", "@SUM(A1)", "\t=1", "'=1"])
def test_no_cell_is_a_formula(tmp_path, suffix, attack):
    quotes, articles, texts = corpus(1, 0)
    quotes["speaker"] = attack
    path = sample_for_coding(quotes, articles, texts, 2, tmp_path / f"s{suffix}")
    assert [row["speaker"] for row in sheet(path)] == ["'" + attack] * 2
    if suffix == ".xlsx":
        cells = [cell for row in openpyxl.load_workbook(path)["relations"].iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
    assert read_coded([path])["speaker"].tolist() == [attack] * 2


@given(st.text(alphabet="'=+-@\t\r\n\x00aé ", max_size=8))
def test_guarded_cells_come_back(value):
    guarded = _guarded(value)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded) == value.replace("\x00", "\ufffd")


def test_another_suffix_is_an_error(tmp_path):
    with pytest.raises(CodingError, match=r"must be \.csv or \.xlsx"):
        sample_for_coding(*corpus(), 8, tmp_path / "sample.ods")


@pytest.mark.parametrize("mark", [".git", "data/study.toml"])
def test_a_sheet_is_never_written_where_a_project_would_commit_it(tmp_path, mark):
    (tmp_path / mark).mkdir(parents=True)
    for place in ("sheet.csv", "data/sheet.csv", "data/annotations/sheet.csv", "data/texts/../sheet.csv"):
        with pytest.raises(CodingError, match="holds article text"):
            sample_for_coding(*corpus(), 8, tmp_path / place)
        assert not (tmp_path / place).exists()
    assert sample_for_coding(*corpus(), 8, tmp_path / "data" / "texts" / "sheet.csv").exists()
