import datetime as dt
import hashlib
from pathlib import Path

import pandas as pd
import pytest
from import_examples import FIRST, PAGE, SECOND, STUDY

from framing.corpus.importing import ARTICLES, import_texts
from framing.corpus.manifest import CorpusError, entry_of, read_manifest
from framing.corpus.store import read_texts
from framing.tables import SCHEMA, AnnotationError, safe_id

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
TODAY = dt.date(2026, 1, 1)


def put(folder, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8", newline="")
    return folder


def state(folder):
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.iterdir())}


def run(tmp_path, *paths, **options):
    return import_texts(paths, STUDY, tmp_path / "out", today=TODAY, **options)


def test_nothing(tmp_path):
    report = run(tmp_path)
    assert (report.n_read, report.n_kept) == (0, 0)
    assert list(report.articles.columns) == ARTICLES
    assert all(table.empty for table in (report.articles, report.set_aside, report.duplicates, report.warnings))
    assert (tmp_path / "out" / "articles.csv").read_text() == ",".join(ARTICLES) + "\n"


def test_the_table(tmp_path):
    texts = put(tmp_path / "in", b=PAGE, a=SECOND)
    report = run(tmp_path, texts)
    assert (report.n_read, report.n_kept) == (2, 2)
    a, b = report.articles.to_dict("records")
    assert a == {
        "article_id": "a",
        "outlet": "",
        "group": "",
        "event": "",
        "published": "",
        "language": "fr",
        "n_words": 19,
        "n_sentences": 2,
        "sha256": hashlib.sha256(SECOND.encode()).hexdigest(),
        "date_source": "none",
    }
    assert b["date_source"] == "dateline"
    assert (b["published"], b["n_words"], b["n_sentences"]) == ("2019-04-03", 21, 3)
    assert (tmp_path / "out" / "b.txt").read_text("utf-8") == PAGE
    stored = pd.read_csv(tmp_path / "out" / "articles.csv", keep_default_na=False)
    assert stored.to_dict("records") == [a, b]
    missing = report.warnings.groupby("article_id")["reason"].apply(list)
    assert missing["a"] == ["no outlet is named", "no event is named", "no date of publication is stated"]


def test_again_changes_no_byte(tmp_path):
    texts = put(tmp_path / "in", a=PAGE, b=SECOND, c=FIRST)
    first = run(tmp_path, texts)
    before = state(tmp_path / "out")
    second = run(tmp_path, texts)
    assert state(tmp_path / "out") == before
    for one, other in zip(first, second, strict=True):
        assert one.equals(other) if isinstance(one, pd.DataFrame) else one == other


def test_goes_on_after_an_interruption(tmp_path, monkeypatch):
    texts = put(tmp_path / "in", a=PAGE, b=SECOND, c=SECOND.replace("jeudi", "mardi dernier, sans appel possible,"))
    run(tmp_path, texts)
    whole = {name: data for name, (data, _) in state(tmp_path / "out").items()}
    replaced = []
    real = Path.replace

    def stops(self, target):
        if len(replaced) == 2:
            raise KeyboardInterrupt
        replaced.append(target)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", stops)
    with pytest.raises(KeyboardInterrupt):
        import_texts([texts], STUDY, tmp_path / "cut", today=TODAY)
    assert not (tmp_path / "cut" / "articles.csv").exists()
    monkeypatch.setattr(Path, "replace", real)
    import_texts([texts], STUDY, tmp_path / "cut", today=TODAY)
    assert {name: data for name, (data, _) in state(tmp_path / "cut").items()} == whole


def test_a_second_import_adds(tmp_path):
    run(tmp_path, put(tmp_path / "one", a=PAGE))
    report = run(tmp_path, put(tmp_path / "two", b=SECOND))
    assert (report.n_read, report.n_kept) == (1, 1)
    assert report.articles["article_id"].tolist() == ["a", "b"]
    assert report.articles["published"].tolist() == ["2019-04-03", ""]
    (tmp_path / "out" / "a.txt").unlink()
    report = run(tmp_path, tmp_path / "two")
    assert report.articles["article_id"].tolist() == ["b"]
    assert "a.txt is gone" in report.set_aside["reason"].item()
    assert run(tmp_path, tmp_path / "one").set_aside.empty


def test_a_folder_is_read_without_its_own_output(tmp_path):
    put(tmp_path / "in", a=PAGE)
    (tmp_path / "in" / ".hidden.txt").write_text(SECOND)
    for _ in range(2):
        report = import_texts([tmp_path / "in"], STUDY, tmp_path / "in" / "out", today=TODAY)
        assert (report.n_read, report.n_kept) == (1, 1)


def test_the_way_back_to_the_original(tmp_path):
    original = "L'e\u0301te\u0301 commence demain, dit-on a\u0300 Ore\u0301e.\r\nLes filets sèchent."
    run(tmp_path, put(tmp_path / "in", a=original))
    text = (tmp_path / "out" / "a.txt").read_text("utf-8")
    assert text == "L'été commence demain, dit-on à Orée.\nLes filets sèchent."
    way = pd.read_csv(tmp_path / "out" / "a.offsets.csv")
    for word in ("L'", "commence", "dit", "filets"):
        at = text.index(word)
        row = way[way["start"] <= at].iloc[-1]
        place = row["original_start"] + at - row["start"]
        assert original[place : place + len(word)] == word
    run(tmp_path, put(tmp_path / "in2", b=FIRST))
    assert (tmp_path / "out" / "a.offsets.csv").exists()
    assert not (tmp_path / "out" / "b.offsets.csv").exists()


def test_manifest(tmp_path):
    texts = put(tmp_path / "in", a=PAGE, b=SECOND)
    table = tmp_path / "manifest.csv"
    table.write_text(
        "article_id,file,outlet,event,published,language,sha256\n"
        f"a,,Agence Orée,reouverture,5 avril 2019,,{'0' * 64}\n"
        ",b.txt,FANAL,,2019-04-04,fr,\n"
        "z,,fanal,,,,\n",
        "utf-8",
    )
    report = run(tmp_path, texts, manifest=table)
    assert report.articles[["outlet", "group", "event", "published"]].to_numpy().tolist() == [
        ["oree", "wire", "reouverture", "2019-04-05"],
        ["fanal", "state", "", "2019-04-04"],
    ]
    warned = report.warnings.set_index("reason")["article_id"].to_dict()
    assert warned["no article is z"] == ""
    assert warned["no event is named"] == "b"
    assert [reason for reason in warned if "sha256" in reason]
    # What an earlier import knew stays known, and the table of articles is a manifest itself.
    assert run(tmp_path, texts).articles.equals(report.articles)
    own = import_texts([texts], STUDY, tmp_path / "other", manifest=tmp_path / "out" / "articles.csv", today=TODAY)
    assert own.articles.equals(report.articles)


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_manifest_names_its_columns_as_a_table_may(tmp_path, separator):
    table = tmp_path / "manifest.csv"
    rows = (("Identifiant", "Journal", "Événement", "Date"), ("a", "Fanal", "reouverture", "3 avr. 2019"))
    table.write_text("".join(separator.join(row) + "\n" for row in rows), "utf-8")
    (row,) = run(tmp_path, put(tmp_path / "in", a=SECOND), manifest=table).articles.to_dict("records")
    told = [row[name] for name in ("outlet", "event", "published", "date_source")]
    assert told == ["fanal", "reouverture", "2019-04-03", "manifest"]


BODY = "<p>Le barrage de Kadrine, attendu par les agriculteurs de la plaine, sera mis en eau jeudi, dit-on.</p>"
HTML = (
    '<html lang="fr"><head><title>Le barrage ouvre</title>{head}</head><body><article><h1>{title}</h1>{line}' + BODY * 3
).replace("jeudi", "jeudi {body}", 1) + "</article>{after}<footer><p>© 2019 Le Fanal.</p></footer></body></html>"
META = '<meta property="article:published_time" content="{}">'
SAVED = [
    ({}, "", "none", ["no date of publication is stated"]),
    ({"title": "Vingt ans après le 11 septembre 2001", "after": "<aside><p>Le 3 mai 2024 : le port rouvre</p></aside>"},
     "", "none", ["no date of publication is stated"]),
    ({"line": '<p class="date">Publié le 12 sept. 2023 à 10h12, mis à jour le 14 sept. 2023</p>'},
     "2023-09-12", "dateline", []),
    ({"head": META.format("2022-01-01T08:00:00Z")}, "2022-01-01", "page", []),
    ({"head": META.format("2022-01-01"), "line": "<p>Publié le 12 juill. 2023</p>"}, "2023-07-12", "dateline", []),
    ({"head": META.format("2022-01-01") + '<meta name="og:published_time" content="2022-02-01">'}, "", "none",
     ["dates of publication that contradict each other: 2022-01-01, 2022-02-01"]),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "published", "source", "warned"), SAVED)
def test_the_date_of_a_saved_page(tmp_path, parts, published, source, warned):
    given = {"head": "", "title": "Le barrage ouvre", "line": "", "body": "", "after": ""} | parts
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(HTML.format(**given), "utf-8")
    for _ in range(2):
        report = run(tmp_path, tmp_path / "in")
        (row,) = report.articles.to_dict("records")
        assert (row["published"], row["date_source"]) == (published, source)
        assert [r for r in report.warnings["reason"] if "date" in r] == warned
    # Without the page, what is known stays known.
    again = run(tmp_path).articles.to_dict("records")
    assert again == [row]


def test_what_an_earlier_import_knew_from_a_better_source_stays(tmp_path):
    (tmp_path / "in").mkdir()
    given = {"title": "Le barrage ouvre", "line": "", "body": "", "after": "", "head": META.format("2022-01-01")}
    (tmp_path / "in" / "a.html").write_text(HTML.format(**given), "utf-8")
    table = tmp_path / "manifest.csv"
    table.write_text("article_id,published\na,2022-01-05\n")
    first = run(tmp_path, tmp_path / "in", manifest=table).articles
    assert first[["published", "date_source"]].to_numpy().tolist() == [["2022-01-05", "manifest"]]
    assert run(tmp_path, tmp_path / "in").articles.equals(first)


def test_a_table_of_articles_with_and_without_the_source_of_its_dates_is_read(tmp_path):
    run(tmp_path, put(tmp_path / "in", a=PAGE, b=SECOND))
    out = tmp_path / "out"
    with_source = read_texts(out)
    assert list(with_source.columns) == [*SCHEMA["articles"], "text"]
    table = pd.read_csv(out / "articles.csv", keep_default_na=False)
    assert list(table.columns) == [*SCHEMA["articles"], "date_source"] == ARTICLES
    table.drop(columns="date_source").to_csv(out / "articles.csv", index=False)
    assert read_texts(out).equals(with_source)
    assert run(tmp_path).articles["date_source"].tolist() == ["table", "none"]


MANIFESTS = [
    ("", "no column file or article_id"),
    ("outlet,event\nfanal,x\n", "no column file or article_id"),
    ("article_id,outlet\na,fanal\nA b,oree\na,oree\n", "line 4"),
]


@pytest.mark.parametrize(("text", "message"), MANIFESTS)
def test_manifest_with_a_mistake(tmp_path, text, message):
    table = tmp_path / "manifest.csv"
    table.write_text(text)
    with pytest.raises(CorpusError, match=message):
        read_manifest(table)


def test_manifest_that_is_not_there(tmp_path):
    with pytest.raises(CorpusError, match="cannot be read"):
        run(tmp_path, manifest=tmp_path / "none.csv")


def test_entry_of(tmp_path):
    table = tmp_path / "manifest.csv"
    table.write_text("article_id,file,outlet\na,,x\n,in/b.txt,y\n,c.txt,z\n")
    given = read_manifest(table)
    places = [("a", "in/b.txt"), ("b", "in/b.txt"), ("b", "out/b.txt"), ("c", "in/c.txt")]
    found = [entry_of(given, id_, file) for id_, file in places]
    assert [entry.outlet if entry else None for entry in found] == ["x", "y", None, "z"]


IDS = [
    ("", ""),
    ("???", ""),
    ("000_94b7466549ce0b36", "000_94b7466549ce0b36"),
    ("2016_01_12-002", "2016_01_12-002"),
    ("Été 2019, n° 3", "Ete-2019-n-3"),
    ("../../x", "x"),
    ("/etc/passwd", "etc-passwd"),
    ("..", ""),
    (".hidden", "hidden"),
    ("a\\b\0c\nd", "a-b-c-d"),
    ("a" * 500, "a" * 100),
]


@pytest.mark.parametrize(("name", "expected"), IDS)
def test_safe_id(name, expected):
    assert safe_id(name) == expected


def table_of(tmp_path, rows):
    path = tmp_path / "articles.csv"
    pd.DataFrame(rows, columns=["article_id", "outlet", "text"]).to_csv(path, index=False)
    return path


def test_duplicates_are_reported_and_counted_once(tmp_path):
    long = " ".join(f"Le navire numéro {n} a quitté le port d'Orée avant midi." for n in range(40))
    update = long.replace("numéro 39", "numéro quarante")
    path = table_of(
        tmp_path,
        [
            ("a", "fanal", FIRST),
            ("b", "fanal", FIRST.upper()),
            ("c", "oree", FIRST),
            ("d", "oree", long),
            ("e", "oree", update),
        ],
    )
    report = run(tmp_path, path)
    assert (report.n_read, report.n_kept) == (5, 3)
    assert report.articles["article_id"].tolist() == ["a", "c", "d"]
    assert report.duplicates.drop(columns="similarity").to_numpy().tolist() == [
        ["b", "a", "exact", False],
        ["c", "a", "exact", True],
        ["e", "d", "near", False],
    ]
    assert report.duplicates["similarity"].between(0.8, 1).all()
    assert not (tmp_path / "out" / "b.txt").exists()
    assert set(report.warnings["article_id"]) <= {"a", "c", "d"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five articles of the study are not here")
def test_the_articles_of_the_study(tmp_path):
    report = run(tmp_path, SEEDS)
    assert (report.n_read, report.n_kept) == (5, 5)
    assert report.set_aside.empty and report.duplicates.empty
    assert report.articles["published"].tolist() == ["", "", "2017-06-09", "", "2022-01-12"]
    assert report.articles["n_words"].tolist() == [355, 362, 617, 322, 609]
    assert [(tmp_path / "out" / p.name).read_bytes() == p.read_bytes() for p in sorted(SEEDS.glob("*.txt"))] == [
        True
    ] * 5
    month = report.warnings.query("article_id.str.startswith('003')")["reason"]
    assert month.str.contains("only the month 2022-09").any()


@pytest.mark.parametrize("id_", ["../secret", "/etc/passwd", "a/b", "..", ""])
def test_no_text_is_read_outside_the_folder(tmp_path, id_):
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "articles.csv").write_text(f"{','.join(SCHEMA['articles'])}\n{id_},,,,,fr,1,1,\n")
    with pytest.raises(AnnotationError, match=r"articles\.csv: (the|an) article_id"):
        read_texts(folder)


@pytest.mark.parametrize(
    ("table", "outlets", "set_aside"),
    [
        ("id;source;date\na;Fanal;2021-05-02\nb;Fanal;2021-05-03\n", ["fanal", "fanal"], 0),
        ("id,journal,titre\nx,Le Fanal,Un titre\n", ["", ""], 1),
    ],
)
def test_a_folder_of_txm(tmp_path, table, outlets, set_aside):
    """metadata.csv says of the texts beside it what a manifest would; one that names none of them is a table without texts."""
    texts = put(tmp_path / "in", a=FIRST, b=SECOND)
    (texts / "metadata.csv").write_text(table, "utf-8")
    report = run(tmp_path, texts)
    assert report.articles["outlet"].tolist() == outlets
    assert len(report.set_aside) == set_aside
