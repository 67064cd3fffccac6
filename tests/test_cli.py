"""The commands: from texts to a comparison on invented texts, exit codes, and messages that name file and place."""

import hashlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir

import pandas as pd
import pytest

from framing import cli
from framing.measures import sentences_quoting
from framing.tables import SCHEMA, Annotations

STUDY = """
[study]
name = "kadrine"
title = "Le barrage de Kadrine"
fictional = true
[groups]
state = { name = "médias d'État" }
wire = { name = "agences" }
[outlets]
voix = { name = "La Voix", group = "state" }
boreal = { name = "Agence Boréal", group = "wire" }
[events.barrage]
name = "Le barrage ouvre"
start = 2021-03-02
end = 2021-03-06
[classes]
etat = { name = "État" }
[actors.orsel]
name = "Élise Orsel"
class = "etat"
[concepts.ouvrage]
name = "le grand ouvrage"
variants = ["grand ouvrage"]
"""
MANIFEST = """article_id,outlet,event,published
v1,voix,barrage,2021-03-02
v2,voix,barrage,2021-03-03
b1,boreal,barrage,2021-03-02
b2,boreal,barrage,2021-03-04
"""
TEXTS = {
    "v1": "« Le grand ouvrage est à vous tous », a déclaré Élise Orsel. La foule a longtemps applaudi sur les deux rives.",
    "v2": "Élise Orsel a affirmé que le canton aurait du courant. « Nul ne sera oublié », a ajouté la ministre hier soir.",
    "b1": "Le barrage de Kadrine a ouvert mardi avec deux ans de retard. Selon un riverain, trois maisons ont été noyées.",
    "b2": "Les vannes du barrage ont été refermées jeudi à l'aube. Aucune explication n'a été donnée aux trois communes.",
}
COMMANDS = [
    "new",
    "suggest",
    "import",
    "collect",
    "annotate",
    "compare",
    "evaluate",
    "export",
    "audit",
    "report",
    "sample-for-coding",
]


def begun(folder):
    """A folder with a study, a manifest and texts, and nothing imported."""
    (folder / "data").mkdir()
    (folder / "data" / "study.toml").write_text(STUDY, "utf-8")
    (folder / "liste.csv").write_text(MANIFEST, "utf-8")
    (folder / "mes-textes").mkdir()
    for name, text in TEXTS.items():
        (folder / "mes-textes" / f"{name}.txt").write_text(text + "\n", "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return begun(tmp_path)


@pytest.fixture(scope="module")
def annotated(tmp_path_factory):
    """What `import` and `annotate` make of the folder, once for the tests that are about what comes after."""
    made = begun(tmp_path_factory.mktemp("annotated"))
    with chdir(made):
        assert cli.main(["import", "mes-textes", "--manifest", "liste.csv"]) == 0
        assert cli.main(["annotate", "data/texts", "--out", "data/annotations"]) == 0
    return made


@pytest.fixture
def later(folder, annotated):
    """The folder when its texts are imported and annotated."""
    return shutil.copytree(annotated, folder, dirs_exist_ok=True)


@pytest.fixture
def run(capsys):
    """Run a command in this process: its exit code, output and messages."""

    def call(*arguments):
        try:
            code = cli.main([str(a) for a in arguments])
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return call


def first_row(printed):
    """The one row of a comparison, a line a column; what is said below it is left out."""
    lines = [line.split(maxsplit=1) for line in printed.splitlines() if re.match(r"\w+  +\S", line)]
    read = dict(lines)
    return {name: float(value) if re.fullmatch(r"-?[\d.]+(e-\d+)?", value) else value for name, value in read.items()}


def test_every_command_is_here(run):
    code, out, _ = run("--help")
    assert code == 0
    assert re.findall(r"^    ([a-z-]+)(?: |$)", out, re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help(run, command):
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: framing {command} ")
    calls = out.partition("example:\n")[2].splitlines()
    assert calls
    for call in calls:
        assert call.startswith(f"  framing {command} ")
        cli._parser().parse_args(shlex.split(call)[1:])  # an example that is no call would end the test


def test_help_waits_for_nothing_that_it_does_not_use():
    code = (
        "import runpy, sys; main = runpy.run_path(sys.argv[1])['main']\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print({'numpy', 'pandas', 'spacy', 'pydantic', 'matplotlib', 'tqdm'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code, cli.__file__], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["import"], ["compare"], ["audit"], ["annotate"], ["new"]])
def test_a_call_that_is_not_one(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: framing")


def test_from_texts_to_a_comparison(folder, run):
    code, out, err = run("import", "mes-textes", "--manifest", "liste.csv")
    assert (code, out.splitlines()[0]) == (0, "4 read, 4 kept, 0 set aside, 0 duplicates")
    assert err == ""  # no progress bar where there is no terminal

    code, out, _ = run("annotate", "data/texts", "--out", "data/annotations")
    assert code == 0
    assert re.fullmatch(r"4 articles, \d+ quotations: data/annotations\n", out)
    made = Annotations.load("data/annotations")
    assert made.quotes["actor"].tolist().count("orsel") == 3

    for paths in (["data/annotations"], ["data/annotations", "liste.csv"]):
        code, out, _ = run("audit", *paths)
        told = "0 problems, 0 files with runs of 8 words, 0 files that could not be read whole"
        assert (code, out) == (0, f"4 texts, {len(paths)} paths: {told}\n")
    (folder / "fuite.md").write_text("Voir : " + " ".join(TEXTS["b1"].split()[:9]), "utf-8")
    code, out, _ = run("audit", "fuite.md")
    assert code == 1
    assert "1 files with runs" in out and "fuite.md" in out and "b1" in out
    (folder / "fuite.png").write_bytes(b"\x89PNG\r\n")
    code, out, _ = run("audit", "fuite.png")
    assert code == 1
    assert "0 files with runs of 8 words, 1 files that could not be read" in out and "not read: a picture" in out

    code, out, _ = run("compare", "share_quoted")
    assert code == 0
    row = first_row(out)
    assert 0 < row["estimate"] < 1 and row["n_units"] == 4
    assert row["low"] < row["estimate"] < row["high"]
    assert run("compare", "share_quoted")[1] == out
    swapped = first_row(run("compare", "share_quoted", "--groups", "wire,state")[1])
    assert swapped["estimate"] == pytest.approx(-row["estimate"])
    assert "raw_estimate" not in row and re.search(r"Of \d and \d outlets: articles of one outlet are alike", out)
    assert (row["measure"], row["group"], row["minus"]) == ("share_quoted", "state", "wire")

    code, again, _ = run("compare", "share_quoted", "--out", "o/it.csv", "--figure", "f/drawn.svg")
    assert (code, again) == (0, out)
    written = pd.read_csv("o/it.csv")
    assert written["estimate"].tolist() == pytest.approx([row["estimate"]], rel=1e-3)
    svg = (folder / "f" / "drawn.svg").read_text("utf-8")
    title = " ".join(re.search("<title>(.*?)</title>", svg, re.DOTALL)[1].split())
    assert title == "share of an article's words that are somebody else's (n = 4 in 4 articles)" and "minus" in svg
    assert pd.read_csv("f/drawn.csv")["measure"].tolist() == ["share_quoted"]
    run("compare", "share_quoted", "--out", "o/it2.csv", "--figure", "f2/drawn.svg")
    assert (folder / "f2" / "drawn.svg").read_text("utf-8") == svg
    assert (folder / "o" / "it2.csv").read_bytes() == (folder / "o" / "it.csv").read_bytes()


def test_groups_are_the_studys_when_there_are_two(later, run):
    study = later / "data" / "study.toml"
    study.write_text(
        STUDY.replace('wire = { name = "agences" }', 'wire = { name = "a" }\nweb = { name = "b" }'), "utf-8"
    )
    code, _, err = run("compare", "share_quoted")
    assert code == 2
    assert "data/study.toml names 3 groups (state, wire, web)" in err and "--groups" in err
    assert run("compare", "share_quoted", "--groups", "state,wire")[0] == 0
    assert "--groups names 1 groups (state)" in run("compare", "share_quoted", "--groups", "state")[2]
    study.unlink()
    assert run("compare", "share_quoted", "--groups", "state,wire")[0] == 0
    _, _, err = run("compare", "share_quoted")
    assert "data/study.toml: no such study file" in err and "--study" in err and "--groups" in err


def test_a_comparison_by_sentence_is_corrected_by_checked_ones(folder, run):
    long = {f"{k}{i}": TEXTS[f"{k}{i}"] + " Le maire se tait." * 8 for k in "vb" for i in (1, 2)}
    for name, text in long.items():
        (folder / "mes-textes" / f"{name}.txt").write_text(text, "utf-8")
    run("import", "mes-textes", "--manifest", "liste.csv")
    run("annotate", "data/texts", "--out", "data/annotations")
    call = ["compare", "share_class:etat", "--unit", "sentence"]
    raw = first_row(run(*call)[1])
    sentences = Annotations.load("data/annotations").sentences
    assert raw["n"] == len(sentences) and raw["estimate"] > 0

    table = sentences_quoting(Annotations.load("data/annotations"), ["etat"])
    truth = table.assign(truth=(table["group"] == "state").astype(int))
    truth[["article_id", "sentence_id", "value", "truth"]].to_csv("lu.csv", index=False)
    code, out, err = run(*call, "--checked", "lu.csv")
    assert (code, err) == (0, "")
    assert first_row(out)["estimate"] == pytest.approx(1)  # every sentence of the one group, none of the other
    assert "checked observations" in out

    truth.assign(value=1 - truth["value"]).to_csv("lu.csv", index=False)
    code, _, err = run(*call, "--checked", "lu.csv")
    assert code == 2 and "lu.csv, row 2: value is" in err


def test_the_same_again_changes_no_byte(folder, run):
    def all_files():
        return {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}

    for _ in range(2):
        before = all_files()
        run("import", "mes-textes", "--manifest", "liste.csv")
        run("annotate", "data/texts", "--out", "data/annotations")
    assert all_files() == before


def test_import_tells_what_it_set_aside(folder, run):
    (folder / "mes-textes" / "vide.txt").write_bytes(b"")
    code, out, _ = run("import", "mes-textes", "--manifest", "liste.csv")
    assert code == 1
    assert "5 read, 4 kept, 1 set aside" in out
    assert "mes-textes/vide.txt" in out and "the file is empty" in out


def test_audit_tells_of_tables_that_are_of_other_texts(folder, run):
    run("import", "mes-textes")
    run("annotate", "data/texts", "--out", "data/annotations")
    quotes = folder / "data" / "annotations" / "quotes.csv"
    quotes.write_text(quotes.read_text("utf-8").replace("b1,q1,", "b9,q1,"), "utf-8")
    code, out, _ = run("audit", "liste.csv")
    assert code == 1
    assert "b9" in out and "not in the articles table" in out


def test_new_writes_a_study_that_can_be_read_and_never_over_another(folder, run):
    code, out, _ = run("new", "etude")
    assert code == 0 and "etude/study.toml" in out
    assert run("import", "mes-textes", "--study", "etude/study.toml", "--out", "etude/textes")[0] == 0
    code, _, err = run("new", "etude")
    assert code == 2
    assert "etude/study.toml: is there already" in err


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("changed", ["data/texts/b1.txt", "sha256", "import it again"]),
        ("gone", ["data/texts/b1.txt", "not there"]),
        ("bytes", ["data/texts/b1.txt", "not UTF-8 at byte 0"]),
    ],
)
def test_a_text_that_cannot_be_read_is_set_aside(folder, annotated, run, what, words):
    damage(folder, annotated, what)
    code, out, err = run("annotate", "data/texts", "--out", "o")
    assert (code, err) == (1, "")
    assert out.startswith("3 articles, ")
    assert all(word in out for word in ["Set aside", *words])
    assert len(pd.read_csv("o/articles.csv")) == 3


@pytest.mark.slow
def test_a_cluster_makes_the_same_tables(folder, run):
    distributed = pytest.importorskip("distributed", reason="needs `framing[cluster]`")
    run("import", "mes-textes", "--manifest", "liste.csv")
    run("annotate", "data/texts", "--out", "o")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
    ) as cluster:
        code, out, _ = run("annotate", "data/texts", "--out", "p", "--cluster", cluster.scheduler_address)
    assert code == 0 and out.startswith("4 articles, ")
    for file in (folder / "o").iterdir():
        assert (folder / "p" / file.name).read_bytes() == file.read_bytes()


def test_a_cluster_that_does_not_answer(folder, run, monkeypatch):
    pytest.importorskip("distributed", reason="needs `framing[cluster]`")
    monkeypatch.setattr("framing.commands.CLUSTER_ANSWERS", 0.5)
    run("import", "mes-textes", "--manifest", "liste.csv")
    code, _, err = run("annotate", "data/texts", "--out", "o", "--cluster", "tcp://127.0.0.1:1")
    assert code == 2
    assert "tcp://127.0.0.1:1" in err


# What is wrong, the call, and what the message must name.
WRONG = [
    ("toml", ["import", "mes-textes"], ["data/study.toml", "not valid TOML", "line 2"]),
    ("study", ["import", "mes-textes"], ["data/study.toml", "framing new"]),
    ("key", ["import", "mes-textes"], ["data/study.toml", "study.title is missing"]),
    ("manifest", ["import", "mes-textes", "--manifest", "liste.csv"], ["liste.csv", "line 1", "article_id"]),
    ("", ["import", "mes-textes", "--manifest", "rien.csv"], ["rien.csv"]),
    ("", ["annotate", "rien", "--out", "o"], ["rien/articles.csv", "framing import"]),
    ("", ["annotate", "rien", "--format", "jsonl"], ["rien", "no such folder"]),
    ("table", ["annotate", "data/texts", "--out", "o"], ["data/texts/articles.csv", "not an articles table"]),
    ("", ["compare", "share_quoted"], ["data/annotations", "framing annotate"]),
    ("annotated", ["compare", "share"], ["'share'", "share_quoted"]),
    ("annotated", ["compare", "share_quoted", "--groups", "state"], ["group"]),
    ("annotated", ["compare", "share_quoted", "--groups", "state,presse"], ["presse"]),
    ("annotated", ["compare", "share_quoted", "--unit", "sentence"], ["--unit sentence", "share_class:CLASS"]),
    (
        "annotated",
        ["compare", "share_class:roi", "--unit", "sentence"],
        ["share_class:roi", "actor_class; those there are: etat"],
    ),
    ("annotated", ["compare", "share_quoted", "--figure", "a.png"], ["a.png", ".svg"]),
    ("annotated", ["compare", "share_quoted", "--checked", "rien.csv"], ["rien.csv"]),
    ("annotated", ["compare", "share_quoted", "--checked", "liste.csv"], ["liste.csv", "no column value, truth"]),
    ("annotated", ["audit", "nulle-part"], ["nulle-part", "no such file"]),
    ("", ["compare", "share_quoted", "--study", "rien.toml"], ["data/annotations"]),
    ("id", ["annotate", "data/texts", "--out", "o"], ["data/texts/articles.csv", "../b1"]),
    ("id", ["audit", "liste.csv"], ["articles.csv", "../b1"]),
    ("", ["audit", "liste.csv"], ["data/texts/articles.csv", "framing import"]),
    ("", ["evaluate"], ["gold", "--texts"]),
    ("", ["evaluate", "rien.jsonl", "--texts", "data"], ["rien.jsonl"]),
]


def damage(folder, annotated, what):
    study, texts = folder / "data" / "study.toml", folder / "data" / "texts"
    if what in ("changed", "gone", "bytes", "table", "id", "annotated"):
        shutil.copytree(annotated / "data" / "texts", texts)
    match what:
        case "toml":
            study.write_text("[study]\nname = Kadrine\n")
        case "study":
            study.unlink()
        case "key":
            study.write_text(STUDY.replace("title", "titel", 1), "utf-8")
        case "manifest":
            (folder / "liste.csv").write_text("titre,maison\na,b\n")
        case "changed":
            (texts / "b1.txt").write_text("Autre chose.\n")
        case "gone":
            (texts / "b1.txt").unlink()
        case "bytes":
            (texts / "b1.txt").write_bytes(b"\xff\xfe\xfa")
        case "id":
            table = texts / "articles.csv"
            table.write_text(table.read_text("utf-8").replace("\nb1,", "\n../b1,"), "utf-8")
        case "table":
            (texts / "articles.csv").write_text("id,titre\na,b\n")
        case "annotated":
            shutil.copytree(annotated / "data" / "annotations", folder / "data" / "annotations")


@pytest.mark.parametrize(("what", "arguments", "named"), WRONG, ids=[" ".join([w, *a[:2]]) for w, a, _ in WRONG])
def test_what_is_wrong_is_told(folder, annotated, run, what, arguments, named):
    damage(folder, annotated, what)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("framing: ") and "Traceback" not in err
    assert [name for name in named if name not in err] == []


def test_annotate_needs_to_know_where(folder, run):
    """Without --out the tables go somewhere that the command tells, or it says what is missing."""
    run("import", "mes-textes", "--manifest", "liste.csv")
    code, out, err = run("annotate", "data/texts")
    assert (code == 0 and "data/annotations" in out) or (code == 2 and "--out" in err)


def spans(line, text):
    return [[text[a:b] for a, b in quote["content"]] for quote in line["quotes"]]


QUOTED = "Le barrage de Kadrine a ouvert.\nSelon Élise Orsel, le courant viendra.\n« Il était temps », a dit le maire."
ENCODED = {
    "lf": QUOTED.encode(),
    "crlf": QUOTED.replace("\n", "\r\n").encode(),
    "bom": b"\xef\xbb\xbf" + QUOTED.encode(),
    "bom-crlf": b"\xef\xbb\xbf" + QUOTED.replace("\n", "\r\n").encode(),
    "nfd": QUOTED.replace("É", "E\u0301").replace("é", "e\u0301").encode(),
}


@pytest.mark.parametrize("name", list(ENCODED))
def test_jsonl_offsets_are_into_the_file_as_it_is(tmp_path, run, name):
    """As the gold's scorer reads it: the bytes decoded as UTF-8, nothing taken off."""
    data = ENCODED[name]
    (tmp_path / f"{name}.txt").write_bytes(data)
    code, out, err = run("annotate", tmp_path, "--format", "jsonl")
    assert (code, err) == (0, "")
    line = json.loads(out)
    assert line["id"] == name
    assert line["sha256"] == hashlib.sha256(data).hexdigest()
    found = spans(line, data.decode("utf-8"))
    assert ["le courant viendra"] in found
    assert any("tait temps" in span and span[0] == "I" for (span,) in found)


def test_jsonl_to_a_file_and_beside_a_bad_one(tmp_path, run):
    (tmp_path / "a.txt").write_bytes(ENCODED["lf"])
    (tmp_path / "vide.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    code, out, err = run("annotate", tmp_path, "--format", "jsonl", "--out", tmp_path / "o" / "p.jsonl")
    assert (code, out) == (1, "")
    assert "vide.txt: the file is empty" in err and "b.txt: holds binary data" in err
    assert [json.loads(line)["id"] for line in (tmp_path / "o" / "p.jsonl").read_text("utf-8").splitlines()] == ["a"]


def test_jsonl_of_an_empty_folder(tmp_path, run):
    assert run("annotate", tmp_path, "--format", "jsonl") == (0, "", "")


def test_evaluate_scores_what_annotate_wrote(folder, run):
    run("annotate", "mes-textes", "--format", "jsonl", "--out", "p.jsonl")
    options = ["--texts", "mes-textes", "--rounds", "50"]
    code, out, _ = run("evaluate", "p.jsonl", *options, "--predictions", "p.jsonl")
    assert code == 0
    assert run("evaluate", "p.jsonl", *options)[1] == out
    assert re.search(r"f1\S*\s+1\.0", out, re.IGNORECASE)


def test_coding_sample_names_its_file(later, run):
    code, out, err = run("sample-for-coding", "data/local/feuille.csv", "-n", "4")
    assert (code, err) == (0, "")
    assert "data/local/feuille.csv" in out
    assert len(pd.read_csv(later / "data" / "local" / "feuille.csv")) == 4
    # Where it could be committed it is not written: it holds article text.
    code, out, err = run("sample-for-coding", "feuille.csv")
    assert (code, out) == (2, "") and "feuille.csv" in err
    assert not (later / "feuille.csv").exists()


def test_tables_have_all_columns(folder, run):
    run("import", "mes-textes")
    run("annotate", "data/texts", "--out", "o")
    for name, columns in SCHEMA.items():
        assert pd.read_csv(folder / "o" / f"{name}.csv").columns.tolist() == list(columns)


def test_offsets_of_a_damaged_file_are_its_own(run, tmp_path):
    """One JSON line an article speaks of the file as it is: its letters are not put right."""
    text = "Le prÃ©fet n'a rien dÃ©cidÃ©, a dit la mairie de Sarvelle."
    (tmp_path / "abime.txt").write_text(text, "utf-8")
    code, out, _ = run("annotate", str(tmp_path), "--format", "jsonl")
    (article,) = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and article["sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_the_manifest_beside_the_study_is_taken_where_none_is_named(folder, run):
    (folder / "data" / "manifest.csv").write_text(MANIFEST, "utf-8")
    assert run("import", "mes-textes")[0] == 0
    assert pd.read_csv("data/texts/articles.csv")["event"].tolist() == ["barrage"] * 4


def test_what_is_answered_wrongly_is_asked_again_and_nothing_is_lost(folder, run, monkeypatch):
    answers = ["Qui parle ?", "La Voix", "La Voix=État", "", "Vote=mai", "Vote=12/05/2031..16.5.2031", ""]
    monkeypatch.setattr("builtins.input", lambda question: answers.pop(0))
    code, _, err = run("new", "essai", "--ask")
    assert code == 0 and "'La Voix'" in err and "'Vote=mai'" in err and not answers
    made = (folder / "essai" / "study.toml").read_text("utf-8")
    assert 'name = "La Voix"' in made and "start = 2031-05-12" in made and "end = 2031-05-16" in made


def test_a_path_that_leads_nowhere_is_told_by_suggest(folder, run):
    code, _, err = run("suggest", "mes-textes", "export.csv", "--out", "essai")
    assert code == 2 and "export.csv: no such file or folder" in err and not (folder / "essai").exists()


@pytest.mark.parametrize("measure", ["labels_adopted:rien", "facts_told:rien", "share_class:rien"])
def test_a_choice_that_no_row_has_is_told_with_those_there_are(later, run, measure):
    code, _, err = run("compare", measure)
    assert code == 2 and "those there are" in err
