"""What coders filled in: read back, weighed, and compared."""

import openpyxl
import pytest
from sheet_examples import all_right, corpus, fill_in, in_turn, sheet

from framing.evaluate import CodingError, coded_precision, coder_agreement, read_coded, sample_for_coding, share


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
    assert coded_precision(read_coded([]), by=()).set_index("measure")["n"].eq(0).all()


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


def test_precision_weighs_the_strata_as_the_corpus_does(tmp_path):
    # 80 relations of the state group, all right, and 6 of wire, all wrong; 10 or 6 of each are coded.
    path = sample_for_coding(*corpus(40, 3), 20, tmp_path / "s.csv", by=("group",))
    answers = {"state": all_right, "wire": lambda row: {"is_quotation": "non"}}
    coded = read_coded([fill_in(path, tmp_path / "ada.csv", lambda row: answers[row["group"]](row))])
    overall = coded_precision(coded, by=()).set_index("measure")
    assert overall["estimate"].tolist() == pytest.approx([80 / 86] * 3)
    assert overall["n"].tolist() == [20] * 3
    by_group = coded_precision(coded).set_index(["group", "measure"])
    assert by_group.loc[("state", "speaker_ok"), "estimate"] == 1
    assert by_group.loc[("wire", "speaker_ok"), "estimate"] == 0
    assert by_group.loc[("wire", "is_quotation"), "high"] > 0.3, "three articles do not prove that none is right"


def test_two_coders_count_once(written, tmp_path):
    yes = fill_in(written, tmp_path / "ada.csv", all_right)
    no = fill_in(written, tmp_path / "bea.csv", lambda row: {"is_quotation": "non"})
    alone, both = coded_precision(read_coded([yes]), by=()), coded_precision(read_coded([yes, no]), by=())
    assert both["n"].tolist() == alone["n"].tolist()
    assert both["estimate"].tolist() == [0.5] * 3


def test_open_answers_are_not_counted(written, tmp_path):
    found = coded_precision(read_coded([fill_in(written, tmp_path / "a.csv", in_turn(["oui", "?", "non"]))]), by=())
    assert found.set_index("measure")["n"].to_dict() == {"is_quotation": 2, "content_ok": 1, "speaker_ok": 1}


def test_one_stratum_gives_the_plain_share(written, tmp_path):
    coded = read_coded([fill_in(written, tmp_path / "a.csv", in_turn(["oui", "non"] * 4))]).assign(weight=1.0)
    found = coded_precision(coded, by=()).iloc[0]
    expected = share(coded["is_quotation"].astype(float), coded["article_id"])
    assert found[["estimate", "low", "high", "n", "n_articles"]].tolist() == pytest.approx(list(expected))


def test_precision_by_a_column_that_the_sheets_lack(written):
    with pytest.raises(CodingError, match="no column region"):
        coded_precision(read_coded([written]), by=["region"])


def test_coders_who_agree_and_coders_who_do_not(written, tmp_path):
    answers = ["oui", "non"] * 4
    ada = fill_in(written, tmp_path / "ada.csv", in_turn(answers))
    same = fill_in(written, tmp_path / "bea.csv", in_turn(answers))
    other = fill_in(written, tmp_path / "cyd.csv", in_turn(answers[::-1]))
    alike = coder_agreement(read_coded([ada, same])).set_index("measure").loc["is_quotation"]
    assert alike[["estimate", "low", "high", "n_units", "n_coders"]].tolist() == [1, 1, 1, 8, 2]
    # 8 units, all split: observed disagreement 1, expected 8 · 8 · 2 / (16 · 15), so alpha = 1 - 15 / 8
    apart = coder_agreement(read_coded([ada, other])).set_index("measure").loc["is_quotation"]
    assert apart["estimate"] == pytest.approx(1 - 15 / 8)


def test_agreement_on_content_is_asked_of_quotations_only(written, tmp_path):
    answers = {row["id"]: {"is_quotation": "non"} for row in sheet(written)[1:]}
    paths = [tmp_path / "ada.csv", tmp_path / "bea.csv"]
    for path in paths:
        fill_in(written, path, lambda row: answers.get(row["id"], all_right(row)))
    found = coder_agreement(read_coded(paths)).set_index("measure")
    assert found.loc["is_quotation", "estimate"] == 1
    assert found.loc["content_ok", "n_units"] == 1, "the seven that are no quotation do not count as agreement"


def test_one_coder_agrees_with_nobody(written, tmp_path):
    found = coder_agreement(read_coded([fill_in(written, tmp_path / "ada.csv", all_right)]))
    assert found["estimate"].isna().all()
    assert set(found["method"]) == {"no unit has two labels"}
