"""Tables as the tools of the field write them: each article with its text, day and outlet, and nothing changed in silence."""

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.corpus.formats import Problem, RawArticle, read_file

CASES = Path(__file__).parents[3] / "shared" / "cases" / "files" / "tables"
TEXT = "Le port rouvre lundi, a dit la mairie."


def read(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return list(read_file(path, name))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "newsplease.jsonl",
            json.dumps(
                {
                    "text": "",
                    "maintext": TEXT,
                    "title": "Le port",
                    "date_publish": "2026-03-04 08:30:00",
                    "source_domain": "www.fanal.example",
                }
            ),
            {"published": "2026-03-04 08:30:00", "site": "fanal.example"},
        ),
        (
            "europarser.csv",
            f'texte,titre,journal_clean,date\n"{TEXT}",Le port,Le Fanal,2026 03 04T08:30:00\n',
            {"published": "2026 03 04T08:30:00", "site": "Le Fanal"},
        ),
        (
            "europarser.csv",
            f'texte,titre,journal,annee,mois,jour\n"{TEXT}",Le port,"Le Fanal (site web), no. 24321",2026,3,4\n',
            {"published": "2026-03-04", "site": "Le Fanal"},
        ),
        ("sep.csv", f"sep=;\nid;texte;date\nx1;{TEXT};2026-03-04\n", {"article_id": "x1", "published": "2026-03-04"}),
        ("array.json", json.dumps([{"id": "NA", "text": TEXT}]), {"article_id": "NA"}),
        ("lines.jsonl", json.dumps({"id": "007", "text": TEXT}), {"article_id": "007"}),
    ],
)
def test_columns_of_other_tools(tmp_path, name, data, expected):
    (article,) = read(tmp_path, name, data)
    assert isinstance(article, RawArticle) and article.text.endswith(TEXT)
    assert {key: getattr(article, key) for key in expected} == expected


@pytest.mark.parametrize(("n", "told"), [(32_766, False), (32_767, True), (32_768, False)])
def test_a_cell_as_long_as_excel_can_hold(tmp_path, n, told):
    (article,) = read(tmp_path, "excel.csv", "id,text\nx1," + "a" * n + "\n")
    assert ("Excel has probably cut it" in article.note) is told


@pytest.mark.parametrize(
    "data", [b"", b"[", b"{}", b'{"a": 1}', b"[1, 2]", b"null", b'[{"text": ""}]', b"\xff\xfe[", b"[" * 100_000]
)
def test_json_that_holds_no_articles(tmp_path, data):
    found = read(tmp_path, "x.json", data)
    assert all(isinstance(one, Problem) or not one.text.strip() for one in found)


def test_leftovers_are_passed_over(tmp_path):
    for name in ("~$lettre.docx", "._page.html", ".DS_Store", "Thumbs.db"):
        assert read(tmp_path, name, b"x") == []


TITLE = "Fin de la grève"
BODY = {
    "summary": ["Un chapeau."],
    "sections": [{"headline": [], "paragraphs": ["Un."]}, {"headline": ["Suite"], "paragraphs": ["Deux.", "Trois."]}],
}
OTHERS = [  # a row as a tool writes it; text, day, outlet and site as they are read
    (
        "trafilatura",
        {
            "title": TITLE,
            "author": None,
            "hostname": "fanal.test",
            "date": "2026-03-04",
            "fingerprint": "a1",
            "id": None,
            "license": None,
            "comments": "",
            "raw_text": "Autre forme",
            "text": TEXT,
            "language": None,
            "image": None,
            "pagetype": "article",
            "filedate": "2026-11-26",
            "source": "https://www.fanal.test/a?b=1",
            "source-hostname": "Le Fanal",
            "excerpt": "Extrait",
        },
        (TITLE, TEXT, "2026-03-04", "", "Le Fanal"),
    ),
    (
        "trafilatura that found no name",
        {"text": TEXT, "date": "2026-03-04", "source": "https://www.fanal.test/a", "source-hostname": None},
        ("", TEXT, "2026-03-04", "", "fanal.test"),
    ),
    (
        "minet",
        {
            "url": "https://fanal.test/a",
            "canonical_url": "",
            "title": TITLE,
            "description": "Extrait",
            "content": TEXT,
            "comments": "Bravo",
            "author": "A. Zorel",
            "date": "2026-03-04",
            "sitename": "Le Fanal",
            "pagetype": "article",
        },
        (TITLE, TEXT, "2026-03-04", "", "Le Fanal"),
    ),
    (
        "fundus",
        {
            "title": TITLE,
            "body": BODY,
            "authors": ["A. Zorel"],
            "publishing_date": "2026-03-04 08:30:00+01:00",
            "topics": [],
        },
        (TITLE, "Un chapeau.\n\nUn.\n\nSuite\n\nDeux.\n\nTrois.", "2026-03-04 08:30:00+01:00", "", ""),
    ),
    (
        "fundus with its publisher",
        {"title": TITLE, "plaintext": TEXT, "publisher": "Le Fanal", "lang": "fr"},
        (TITLE, TEXT, "", "", "Le Fanal"),
    ),
    (
        "Media Cloud",
        {
            "id": "9f3a",
            "indexed_date": "2026-11-26 01:00:00",
            "language": "fr",
            "media_name": "fanal.test",
            "media_url": "fanal.test",
            "publish_date": "2026-03-04",
            "title": TITLE,
            "url": "https://fanal.test/a",
            "text": TEXT,
        },
        (TITLE, TEXT, "2026-03-04", "", "fanal.test"),
    ),
    (
        "news-please",
        {
            "date_download": "2026-11-26 01:00:00",
            "date_modify": "None",
            "date_publish": "None",
            "description": "Extrait",
            "maintext": TEXT,
            "source_domain": "www.fanal.test",
            "text": None,
            "title": TITLE,
            "title_page": "Le port rouvre | Le Fanal",
        },
        (TITLE, TEXT, "", "", "fanal.test"),
    ),
    (
        "EuroParser",
        {
            "identifiant": "f00d",
            "journal": "Le Fanal (site web), no. 24321",
            "journal_clean": "Le Fanal",
            "titre": TITLE,
            "complement": "International, p. 7",
            "annee": 2026,
            "mois": 3,
            "jour": 4,
            "date": "2026 03 04T08:30:00",
            "epoch": 1772609400,
            "auteur": "zorel",
            "texte": TEXT,
            "langue": "UNK",
            "url": "",
        },
        (TITLE, TEXT, "2026 03 04T08:30:00", "", "Le Fanal"),
    ),
    (
        "a user who coded the outlet",
        {"outlet": "fanal", "texte": TEXT, "hostname": "x.test", "url": "https://x.test/a", "source": "https://x.test"},
        ("", TEXT, "", "fanal", ""),
    ),
]


@pytest.mark.parametrize("kind", ["jsonl", "list", "object", "objects", "named list", "csv", "parquet"])
@pytest.mark.parametrize(("tool", "row", "expected"), OTHERS, ids=[tool for tool, *_ in OTHERS])
def test_rows_of_other_tools(tmp_path, kind, tool, row, expected):
    if kind in ("csv", "parquet") and "body" in row:
        pytest.skip("no tool writes lists into such tables")
    title, text, published, outlet, site = expected
    (article,) = read(tmp_path, *written(tmp_path, kind, row))
    assert article.text == (f"{title}\n\n{text}" if title else text)
    assert (article.published, article.outlet, article.site) == (published, outlet, site)
    assert article.article_id == (row.get("id") or row.get("identifiant") or article.article_id)
    assert article.language in ("", "fr") and article.note == ""


def written(tmp_path, kind, row):
    """Name and bytes of a file that holds the row."""
    if kind in ("csv", "parquet"):
        table, path = pd.DataFrame([row]), tmp_path / f"t.{kind}"
        if kind == "csv":
            table.to_csv(path, index=False)
        else:
            table.to_parquet(path)
        return path.name, path.read_bytes()
    values = {"list": [row], "objects": {"0": row}, "named list": {"n": 1, "stories": [row]}}.get(kind, row)
    return ("t.jsonl" if kind == "jsonl" else "t.json"), json.dumps(values)


def test_ids_of_json(tmp_path):
    assert [a.article_id for a in read(tmp_path, "t.json", json.dumps({"text": TEXT}))] == ["t"]
    rows = [{"text": TEXT}, {"text": TEXT, "id": 7}, {"text": TEXT, "id": "007"}, {"text": TEXT, "id": "null"}]
    found = read(tmp_path, "t.json", json.dumps(rows))
    assert [(a.row, a.article_id) for a in found] == [(1, "t-1"), (2, "7"), (3, "007"), (4, "null")]


@pytest.mark.parametrize("id_", ["NA", "null", "007", "None", "nan", "1e5", "TRUE"])
def test_ids_stay_as_they_are(tmp_path, id_):
    (article,) = read(tmp_path, "t.csv", f"id,texte\n{id_},{TEXT}\n".replace(TEXT, f'"{TEXT}"'))
    assert article.article_id == id_


def test_json_of_which_a_part_is_no_article(tmp_path):
    found = read(tmp_path, "t.json", json.dumps([{"text": TEXT}, 7, {"titre": "sans texte"}, {"text": TEXT}]))
    assert [isinstance(one, RawArticle) for one in found] == [True, False, False, True]
    assert [one.row for one in found] == [1, 2, 3, 4]
    assert "not a JSON object" in found[1].reason and "no text column" in found[2].reason


def test_a_list_that_is_called_as_a_text_is(tmp_path):
    found = read(tmp_path, "t.json", json.dumps({"content": [{"text": TEXT}, {"text": TEXT}]}))
    assert [a.text for a in found] == [TEXT, TEXT]
    (article,) = read(tmp_path, "t.json", json.dumps({"text": TEXT, "comments": [{"text": "Bravo"}]}))
    assert article.text == TEXT


def test_lines_under_the_suffix_of_json(tmp_path):
    found = read(tmp_path, "t.json", "\n".join(json.dumps({"id": i, "text": TEXT}) for i in range(3)))
    assert [a.article_id for a in found] == ["0", "1", "2"]


def test_json_in_another_encoding(tmp_path):
    data = json.dumps([{"text": "L'été a été très chaud à Orée, où naît l'île."}], ensure_ascii=False)
    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        (article,) = read(tmp_path, "t.json", data.encode(encoding))
        assert article.text.startswith("L'été")


def test_nested_too_deeply(tmp_path):
    for depth in (50, 900, 100_000):
        data = '{"text": ' + "[" * depth + '"a"' + "]" * depth + "}"
        assert all(isinstance(one, Problem) or not one.text for one in read(tmp_path, "t.json", data))
        assert all(isinstance(one, Problem) or not one.text for one in read(tmp_path, "t.jsonl", data))


HINTS = ["sep=;\n", '"sep=;"\r\n', "\ufeffsep=;\r\n", "SEP=;\n"]


@pytest.mark.parametrize("hint", HINTS)
def test_the_separator_is_the_one_of_the_hint(tmp_path, hint):
    (article,) = read(tmp_path, "t.csv", f'{hint}id;texte,a,b\n"x";"{TEXT}"\n'.replace("texte,a,b", "texte"))
    assert (article.article_id, article.text, article.row) == ("x", TEXT, 3)


@pytest.mark.parametrize("separator", ["|", "\t", ",", ";"])
def test_any_separator_can_be_hinted(tmp_path, separator):
    data = f"sep={separator}\n" + separator.join(["id", "texte"]) + "\n" + separator.join(["x", f'"{TEXT}"']) + "\n"
    (article,) = read(tmp_path, "t.csv", data)
    assert (article.article_id, article.text) == ("x", TEXT)


@pytest.mark.parametrize("data", ["sep=;\n", "sep=;", "sep=\n", "sep=;\nsep=;\n"])
def test_a_hint_without_a_table(tmp_path, data):
    assert all(isinstance(one, Problem) for one in read(tmp_path, "t.csv", data))


LONGEST = [
    ("\N{GRINNING FACE}" + "a" * 32_765, True),  # Excel counts in units of UTF-16
    ("\N{GRINNING FACE}" + "a" * 32_766, False),
    ("\n" * 67 + "a" * 32_700, True),
    ("é" * 32_767, True),
]


@pytest.mark.parametrize(("text", "is_told"), LONGEST)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_how_excel_counts(tmp_path, text, is_told, line_end):
    cell = text.replace("\n", line_end)
    (article,) = read(tmp_path, "t.csv", f'titre,texte\nTitre,"{cell}"\n')
    assert ("Excel has probably cut it" in article.note) == is_told
    assert article.text == f"Titre\n\n{cell}"


OUTLETS = [
    ("Le Fanal (site web), no. 24321", "", "Le Fanal"),
    ("Le Fanal, n° 24321", "", "Le Fanal"),
    ("Le Fanal no 24321", "", "Le Fanal"),
    ("Le Fanal (site web)", "", "Le Fanal"),
    ("https://www.fanal.test/a", "", "fanal.test"),
    ("Le Fanal", "Le Fanal", ""),
    ("fanal.test", "fanal.test", ""),
    ("L.A. Fanal", "L.A. Fanal", ""),
    ("Fanal 24", "Fanal 24", ""),
    ("20 Voix", "20 Voix", ""),
    ("(sans nom)", "(sans nom)", ""),
]


@pytest.mark.parametrize(("cell", "outlet", "site"), OUTLETS)
def test_names_of_outlets(tmp_path, cell, outlet, site):
    (article,) = read(tmp_path, "t.csv", f'journal,texte\n"{cell}","{TEXT}"\n')
    assert (article.outlet, article.site) == (outlet, site)


DATES = [
    ("2026", "3", "4", "2026-03-04"),
    ("2026.0", "3.0", "4.0", "2026-03-04"),
    ("2026", "3", "", "2026-03"),
    ("2026", "", "4", ""),
    ("", "3", "4", ""),
    ("2026", "mars", "4", ""),
    ("inf", "3", "4", ""),
]


@pytest.mark.parametrize(("year", "month", "day", "expected"), DATES)
def test_dates_in_three_columns(tmp_path, year, month, day, expected):
    (article,) = read(tmp_path, "t.csv", f'annee,mois,jour,texte\n{year},{month},{day},"{TEXT}"\n')
    assert article.published == expected


def test_an_empty_cell_gives_way_row_by_row(tmp_path):
    rows = 'text,maintext,title,titre,date,date_publish\n,"Un.",,A,null,2026-03-04\n'
    rows += '"Deux.",autre,B,,2026-03-05,2026-03-04\n ,,,,,\n'
    first, second = read(tmp_path, "t.csv", rows)
    assert (first.text, first.published) == ("A\n\nUn.", "2026-03-04")
    assert (second.text, second.published) == ("B\n\nDeux.", "2026-03-05")


SAMPLE = json.dumps([{"id": f"a{i}", "text": TEXT, "title": TITLE, "source": "Le Fanal (papier)"} for i in range(12)])


@pytest.mark.parametrize("name", ["t.json", "t.jsonl", "t.csv"])
@pytest.mark.parametrize("cut", range(0, len(SAMPLE), 97))
def test_truncated_and_spliced(tmp_path, name, cut):
    for data in (
        SAMPLE[:cut],
        SAMPLE[cut:],
        SAMPLE[:cut] + SAMPLE[cut // 2 :],
        SAMPLE[:cut] + "\0\ud800\udc00".encode("utf-16", "surrogatepass").decode("utf-16") + SAMPLE[cut:],
    ):
        assert all(isinstance(one, RawArticle | Problem) for one in read(tmp_path, name, data))


def test_what_stands_before_the_break_is_read(tmp_path):
    *found, problem = read(tmp_path, "t.json", SAMPLE[: len(SAMPLE) // 2])
    assert len(found) > 3 and [a.article_id for a in found] == [f"a{i}" for i in range(len(found))]
    assert problem.row == len(found) + 1 and "malformed JSON" in problem.reason and "after row" in problem.reason


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("newsplease.jsonl", [("newsplease-1", "2023-03-04 15:32:00", "", "fanal.test")]),
        ("europarser.csv", [("f00d", "2023 03 04T08:30:00", "", "Le Fanal")]),
        ("excel.csv", [("x1", "04/03/2023", "La Voix", "")]),
        ("sep.csv", [("x1", "04/03/2023", "La Voix", "")]),
        ("na.csv", [(i, f"2023-03-0{d}", "La Voix", "") for i, d in (("NA", 4), ("null", 5), ("007", 6))]),
    ],
)
def test_cases(name, expected):
    found = list(read_file(CASES / name, name))
    assert [(a.article_id, a.published, a.outlet, a.site) for a in found] == expected
    assert all(("Excel" in a.note) == (name == "excel.csv") for a in found)
