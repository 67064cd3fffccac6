"""Tables as the tools of the field write them: each article with its text, day and outlet, and nothing changed in silence."""

import json

import pytest

from framing.corpus.formats import Problem, RawArticle, read_file

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
