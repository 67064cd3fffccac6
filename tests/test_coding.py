import csv
import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.evaluate.coding import (
    CodingError,
    _plain,
    _safe,
    agreement,
    draw_sample,
    precision,
    read_coded,
    sample_for_coding,
)
from framing.evaluate.gold import share
from framing.tables.annotations import as_table

TEXT = (
    "Le pont est fermé. La mairesse Odile Kerr se tait. Jean Orvault a dit que le pont rouvrirait. "
    "« Demain », a-t-il ajouté, « ou jamais »."
)


def words(text, part, after=0):
    start = text.index(part, after)
    return start, start + len(part)


def relation(article_id, quote_id, text, content, cue=None, source=None, type="indirect", speaker="Jean Orvault"):
    spans = [words(text, part) for part in content]
    row = {"article_id": article_id, "quote_id": quote_id, "type": type, "speaker": speaker}
    row |= {"start": spans[0][0], "end": spans[-1][1], "spans": ";".join(f"{s}-{e}" for s, e in spans)}
    for name, part in (("cue", cue), ("source", source)):
        if part:
            row[f"{name}_start"], row[f"{name}_end"] = words(text, part)
    return row


INDIRECT = ("q1", TEXT, ["le pont rouvrirait"], "a dit", "Jean Orvault")
DIRECT = ("q2", TEXT, ["Demain", "ou jamais"], "a-t-il ajouté", "il", "direct")


def corpus(n_state=40, n_wire=10):
    """As many articles as asked of two groups, each with an indirect and a direct relation."""
    ids = [f"s{i:02}" for i in range(n_state)] + [f"w{i:02}" for i in range(n_wire)]
    quotes = as_table("quotes", [relation(id_, *q) for id_ in ids for q in (INDIRECT, DIRECT)])
    rows = [{"article_id": id_, "group": "state" if id_[0] == "s" else "wire", "outlet": "x"} for id_ in ids]
    return quotes, as_table("articles", rows), dict.fromkeys(ids, TEXT)


def sheet(path):
    """The rows of a written sheet as dictionaries."""
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    rows = openpyxl.load_workbook(path)["relations"].iter_rows(values_only=True)
    header = next(rows)
    return [dict(zip(header, row, strict=True)) for row in rows]


def fill_in(path, to, answers, delimiter=",", encoding="utf-8-sig"):
    """A coder at work: every row of the sheet gets the answers that `answers(row)` gives."""
    rows = [row | answers(row) for row in sheet(path)]
    with to.open("w", encoding=encoding, errors="replace", newline="") as out:
        writer = csv.DictWriter(out, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return to


def in_turn(words):
    """A coder who answers these to the first question, row by row."""
    left = iter(words)
    return lambda row: {"is_quotation": next(left, "")}


def all_right(row):
    return {"is_quotation": "oui", "content_ok": "oui", "speaker_ok": "oui"}


# --- drawing ---


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


# --- writing ---


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
    guarded = _safe(value)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert _plain(guarded) == value.replace("\x00", "\ufffd")


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


# --- reading back ---


@pytest.fixture
def written(tmp_path):
    quotes, articles, texts = corpus()
    return sample_for_coding(quotes, articles, texts, 8, tmp_path / "feuille.csv")


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")])
def test_what_spreadsheets_save_is_read(written, tmp_path, delimiter, encoding):
    path = fill_in(
        written, tmp_path / "élise.csv", lambda row: all_right(row) | {"note": "à revoir"}, delimiter, encoding
    )
    coded = read_coded([path])
    assert len(coded) == 8
    assert coded["is_quotation"].all()
    assert set(coded["coder"]) == {"élise"}
    assert set(coded["note"]) == {"à revoir"}
    assert not {"context", "cue", "source"} & set(coded.columns), "the table must hold no article text"


def test_a_workbook_is_read(tmp_path):
    path = sample_for_coding(*corpus(), 8, tmp_path / "jean.xlsx")
    book = openpyxl.load_workbook(path)
    page = book["relations"]
    column = {cell.value: cell.column for cell in page[1]}
    for row, answer in enumerate(("oui", 1, True, "Non", 0, "?", None, "o"), 2):
        page.cell(row, column["is_quotation"], answer)
    book.save(path)
    coded = read_coded([path])
    assert coded["is_quotation"].tolist()[:5] == [True, True, True, False, False]
    assert coded["is_quotation"].isna().tolist()[5:] == [True, True, False]
    assert coded["content_ok"].tolist()[3:5] == [False, False], "what is no quotation has no right content"


def test_nothing_coded():
    assert read_coded([]).empty
    assert precision(read_coded([]), by=()).set_index("measure")["n"].eq(0).all()


def test_every_mistake_is_named_with_its_row_and_column(written, tmp_path):
    wrong = iter(
        [
            {"is_quotation": "peut-être"},
            {"is_quotation": "", "speaker_ok": "oui"},
            {"is_quotation": "non", "content_ok": "oui"},
            {"weight": "beaucoup"},
            {"probability": "-1"},
        ]
    )
    path = fill_in(written, tmp_path / "ada.csv", lambda row: next(wrong, {}))
    with pytest.raises(CodingError) as error:
        read_coded([path])
    assert [line.removeprefix(f"{path}, ") for line in str(error.value).splitlines()] == [
        "row 2, column is_quotation: 'peut-être' is neither oui nor non",
        "row 3, column is_quotation: empty, although speaker_ok is filled in",
        "row 4, column content_ok: oui, although is_quotation is non",
        "row 5, column weight: 'beaucoup' is no number above 0",
        "row 6, column probability: '-1' is no number above 0",
    ]


def test_a_row_twice_a_lost_column_and_a_coder_twice(written, tmp_path):
    twice = tmp_path / "deux.csv"
    lines = written.read_text("utf-8-sig").splitlines()
    twice.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(CodingError, match=r"row 10, column id: '.+' stands in row 2 too"):
        read_coded([twice])
    lost = tmp_path / "perdu.csv"
    lost.write_text(lines[0].replace("speaker_ok", "qui") + "\n", encoding="utf-8")
    with pytest.raises(CodingError, match="the column speaker_ok is missing"):
        read_coded([lost])
    other = tmp_path / "autre" / written.name
    other.parent.mkdir()
    other.write_bytes(written.read_bytes())
    with pytest.raises(CodingError, match="name one coder"):
        read_coded([written, other])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("vide.csv", b"", "the column id, article_id"),
        ("faux.xlsx", b"PK rien", "not a sheet that can be read"),
        ("image.csv", b"\x89PNG\x00\x00\x01", "not a sheet that can be read"),
        ("notes.txt", b"", "the suffix must be"),
    ],
)
def test_a_file_that_is_no_sheet(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CodingError, match=message):
        read_coded([tmp_path / name])
    with pytest.raises(CodingError, match="cannot be read"):
        read_coded([tmp_path / "absent.csv"])


# --- precision ---


def test_precision_weighs_the_strata_as_the_corpus_does(tmp_path):
    # 80 relations of the state group, all right, and 6 of wire, all wrong; 10 or 6 of each are coded.
    path = sample_for_coding(*corpus(40, 3), 20, tmp_path / "s.csv", by=("group",))
    answers = {"state": all_right, "wire": lambda row: {"is_quotation": "non"}}
    coded = read_coded([fill_in(path, tmp_path / "ada.csv", lambda row: answers[row["group"]](row))])
    overall = precision(coded, by=()).set_index("measure")
    assert overall["value"].tolist() == pytest.approx([80 / 86] * 3)
    assert overall["n"].tolist() == [20] * 3
    by_group = precision(coded).set_index(["group", "measure"])
    assert by_group.loc[("state", "speaker_ok"), "value"] == 1
    assert by_group.loc[("wire", "speaker_ok"), "value"] == 0
    assert by_group.loc[("wire", "is_quotation"), "high"] > 0.3, "three articles do not prove that none is right"


def test_two_coders_count_once(written, tmp_path):
    yes = fill_in(written, tmp_path / "ada.csv", all_right)
    no = fill_in(written, tmp_path / "bea.csv", lambda row: {"is_quotation": "non"})
    alone, both = precision(read_coded([yes]), by=()), precision(read_coded([yes, no]), by=())
    assert both["n"].tolist() == alone["n"].tolist()
    assert both["value"].tolist() == [0.5] * 3


def test_open_answers_are_not_counted(written, tmp_path):
    found = precision(read_coded([fill_in(written, tmp_path / "a.csv", in_turn(["oui", "?", "non"]))]), by=())
    assert found.set_index("measure")["n"].to_dict() == {"is_quotation": 2, "content_ok": 1, "speaker_ok": 1}


def test_one_stratum_gives_the_plain_share(written, tmp_path):
    coded = read_coded([fill_in(written, tmp_path / "a.csv", in_turn(["oui", "non"] * 4))]).assign(weight=1.0)
    found = precision(coded, by=()).iloc[0]
    expected = share(coded["is_quotation"].astype(float), coded["article_id"])
    assert found[["value", "low", "high", "n", "n_articles"]].tolist() == pytest.approx(list(expected))


def test_precision_by_a_column_that_the_sheets_lack(written):
    with pytest.raises(CodingError, match="no column region"):
        precision(read_coded([written]), by=["region"])


# --- agreement ---


def test_coders_who_agree_and_coders_who_do_not(written, tmp_path):
    answers = ["oui", "non"] * 4
    ada = fill_in(written, tmp_path / "ada.csv", in_turn(answers))
    same = fill_in(written, tmp_path / "bea.csv", in_turn(answers))
    other = fill_in(written, tmp_path / "cyd.csv", in_turn(answers[::-1]))
    alike = agreement(read_coded([ada, same])).set_index("measure").loc["is_quotation"]
    assert alike[["estimate", "low", "high", "n_units", "n_coders"]].tolist() == [1, 1, 1, 8, 2]
    # 8 units, all split: observed disagreement 1, expected 8 · 8 · 2 / (16 · 15), so alpha = 1 - 15 / 8
    apart = agreement(read_coded([ada, other])).set_index("measure").loc["is_quotation"]
    assert apart["estimate"] == pytest.approx(1 - 15 / 8)


def test_agreement_on_content_is_asked_of_quotations_only(written, tmp_path):
    answers = {row["id"]: {"is_quotation": "non"} for row in sheet(written)[1:]}
    paths = [tmp_path / "ada.csv", tmp_path / "bea.csv"]
    for path in paths:
        fill_in(written, path, lambda row: answers.get(row["id"], all_right(row)))
    found = agreement(read_coded(paths)).set_index("measure")
    assert found.loc["is_quotation", "estimate"] == 1
    assert found.loc["content_ok", "n_units"] == 1, "the seven that are no quotation do not count as agreement"


def test_one_coder_agrees_with_nobody(written, tmp_path):
    found = agreement(read_coded([fill_in(written, tmp_path / "ada.csv", all_right)]))
    assert found["estimate"].isna().all()
    assert set(found["method"]) == {"no unit has two labels"}
