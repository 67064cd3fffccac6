"""The command line speaks the language of who reads it: every message that may be told has its row, and none stays English."""

import argparse
import ast
import csv
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path

import pytest

import framing
from framing import cli
from framing.language import load
from framing.tables.waiting import labelled, progress
from framing.telling import FIRST, HEADS, VARIABLE, chosen, telling, told

PACKAGE = Path(framing.__file__).parent
FRENCH = load().code
TABLES = [load().path(name) for name in ("messages.csv", "heads.csv")]
FIXED = "\u00a0"
FIELD = "7"  # what a field is filled with: any language says it

# Where messages come from that the command line tells: every string of words in these has to have a row.
TOLD = (
    "cli.py", "commands.py", "telling.py", "corpus", "study", "annotation", "tables", "exports", "evaluate", "compare",
    "measures", "report/build.py", "text/detection.py", "text/patterns.py", "text/units.py", "language/__init__.py",
    "language/encoder.py", "stances/models.py", "stances/transformer.py", "frames", "align/clusters.py",
)  # fmt: skip
MODULES = sorted(chain.from_iterable(p.rglob("*.py") if (p := PACKAGE / name).is_dir() else [p] for name in TOLD))

# Other modules that raise errors, which only who writes Python meets, and why.
PROGRAMMERS = {
    "__init__.py": "a name that the package lacks",
    "distance/cues.py": "a class of cues that a call names",
    "distance/islands.py": "offsets that a call gives",
    "distance/tables.py": "a kind of marker that a call names",
    "quotation/component.py": "a pipeline of spaCy's",
    "quotation/tables.py": "what `framing.quotes` is given",
    "report/concordance.py": "what `framing.kwic` is given",
    "report/exploring.py": "a table that a call gives; the report asks only of one with rows",
    "stances/targets.py": "what `framing.stance` is given",
    "stances/voices.py": "what `framing.stance` is given",
    "text/typography.py": "a style that a call names",
}

# Strings of words that nobody is told at the command line, by module: a pattern that they match whole, and why.
_CODE = r"np\.ndarray\[Any, Any\]"
UNTOLD = {
    "cli.py": (r"framing .*|.*\n  framing .*", "calls that help shows as examples"),
    "commands.py": (
        r"set aside|\{\} \(n = .*|n = \{\} in .*|\{\} minus .*| within events|as extracted",
        "a status, which has its row in heads.csv; titles of a figure on disk",
    ),
    "telling.py": (r"language of messages|messages without words", "names of variables of context"),
    "annotation/by_hand.py": (r"read, sentence \{\}", "a cell of a table on disk"),
    "annotation/suggestions.py": (
        r"A draft by .*|, of \{\} of .*| \{\} articles name no.*|\{\} articles.*|quoted .*|in quotation .*|to sort",
        "comments of a study file on disk",
    ),
    "corpus/collecting.py": (r"set aside", "a status, which has its row in heads.csv"),
    "corpus/fetching.py": (r"framing/1 .*|the last attempt .*", "the name of who asks; what cannot happen"),
    "corpus/formats/factiva.py": (r"Dow Jones.*|Factiva, Inc\.", "names of a publisher"),
    "corpus/formats/html.py": (r"\.//text.*", "XPath"),
    "corpus/formats/tabular.py": (r"field limit", "a word of a message of Python's"),
    "corpus/formats/tei.py": (r"<\(\?:html.*", "a regular expression"),
    "corpus/letters.py": (r"Mac Roman|\{\} in \{\}", "the name of an encoding; a note whose whole has its row"),
    "corpus/page_dates.py": (r"ancestor::.*", "XPath"),
    "evaluate/readers.py": (
        r"whose words .*|facts told|who speaks: \{\}|the outlet's own word: \{\}|stance of .*",
        "cells of a table of the report",
    ),
    "evaluate/sheets.py": (
        r"⟦⟧ .*|\{\}: (?:are|do|is) .*|when speaker_ok.*|anything; .*|\{\} or \{\}",
        "help inside the sheet, on disk",
    ),
    "compare/shares.py": (r"All events", "a cell of the report"),
    "compare/variants.py": (r"as printed|without copied passages|copy kept .*", "cells of the report"),
    "exports/conllu.py": (r"# newdoc id = \{\}", "a line of an export"),
    "frames/models.py": (_CODE, "types"),
    "language/encoder.py": (_CODE, "types"),
    "measures/definitions.py": (r".*", "names of choices, which only the report shows"),
    "measures/naming.py": (r"facts told|labels adopted", "names of measures, in a figure or the report"),
    "measures/registry.py": (r"share of .*|quotations per .*", "what a measure is, which only the report shows"),
    "measures/summaries.py": (r"\{\} towards \{\}", "a cell of the report"),
    "report/build.py": (r"The articles of the study .*|No folder of texts .*", "sentences of a page"),
    "stances/transformer.py": (_CODE + r"|abstains: \{\}", "types; a cell of a table on disk"),
    "study/writing.py": (
        r"Who is compared.*|Outlets, with.*|What happened.*|Kinds of.*|Who speaks.*|"
        r"Words to.*|Towards.*|What is asked.*|# \[concepts.*",
        "comments of a study file on disk",
    ),
    "tables/waiting.py": (r"how words .*", "the name of a variable of context"),
    "text/units.py": (
        r"a full stop said again .*|space (?:at|after|before|between) .*|a sentence of .*",
        "cells of a table on disk",
    ),
}
_WORDS = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}|\{\}[:,]? [a-z]{2,}|[a-z]{2,}:? \{\}")
_FILE = re.compile(r"[\w./]+\.csv|\bframing\b")  # names of files, and our own
# Words of an English message that no French one has.
_ENGLISH = re.compile(r"(?i)\b(?:the|is|are|of|not|no|with|which|write|it|there|this|file|folder|and|that|was)\b")


def fields(node: ast.expr) -> list[str]:
    """What a field of a string may say: its own words where it chooses between some, else a field."""
    if isinstance(node, ast.IfExp):
        return fields(node.body) + fields(node.orelse)
    return templates(node) or ["{}"]


def templates(node: ast.AST) -> list[str]:
    """A string with {} for each of its fields, once for each choice of words in it; none for what is no string."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if not isinstance(node, ast.JoinedStr):
        return []
    parts = [[v.value] if isinstance(v, ast.Constant) else fields(v.value) for v in node.values]
    return ["".join(map(str, choice)) for choice in product(*parts)]


def messages(source: str) -> Iterator[str]:
    """Every string of words in a module, without docstrings and the parts of others."""
    tree = ast.parse(source)
    skipped = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped.update(id(part) for part in ast.walk(node) if part is not node)
    for node in ast.walk(tree):
        if id(node) not in skipped:
            yield from (text for text in templates(node) if _WORDS.search(text))


def untranslated(text: str) -> set[str]:
    """The parts of a message that have no row."""
    with telling(FRENCH) as asked:
        told(re.sub(r"\{\w*\}", FIELD, text))
    return {part for part in asked if re.search("[A-Za-z]", _FILE.sub("", part))}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("'A docstring of words'", []),
        ("raise E(f'{a}: no such {b!r:.80} thing')", ["{}: no such {} thing"]),
        ('x = f\'give it {"one" if a else f"no {b}"}\'', ["give it one", "give it no {}"]),
        ("x = 'id', 'word', 3", []),
    ],
)
def test_what_counts_as_a_message(source, found):
    assert list(messages(source)) == found


@pytest.mark.parametrize("path", MODULES, ids=[p.relative_to(PACKAGE).as_posix() for p in MODULES])
def test_every_message_has_a_row(path):
    pattern, _ = UNTOLD.get(path.relative_to(PACKAGE).as_posix(), ("", ""))
    asked = [m for m in messages(path.read_text("utf-8")) if not re.fullmatch(pattern, m, re.S)]
    assert {message: parts for message in asked if (parts := untranslated(message))} == {}


def test_no_other_module_raises():
    raising = {p for p in PACKAGE.rglob("*.py") if re.search(r"(?m)^ +raise ", p.read_text("utf-8"))}
    assert {p.relative_to(PACKAGE).as_posix() for p in raising - set(MODULES)} == set(PROGRAMMERS)


def test_exceptions_are_still_there():
    for name, (pattern, why) in UNTOLD.items():
        assert why and any(re.fullmatch(pattern, m, re.S) for m in messages((PACKAGE / name).read_text("utf-8"))), name


def test_help_has_a_row_for_every_word():
    with telling(FRENCH) as asked:
        parser = cli._parser()
        subs = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction)).choices
        shown = [p.format_help() for p in (parser, *subs.values())]
    assert asked == set() and not [help_ for help_ in shown if re.search(r"\b(?:the|of|usage:|default)\b", help_)]
    assert shown[0].startswith(f"usage{FIXED}: framing [-h] COMMANDE ...")


@pytest.mark.parametrize("path", TABLES, ids=[path.name for path in TABLES])
def test_rows_keep_their_fields_and_are_well_set(path):
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["english"] for row in rows}) == len(rows)
    for row in rows:
        assert row["translation"] and row["source"] and row["english"] == " ".join(row["english"].split()), row
        values = [str(n) for n in range(row["english"].count("{}"))]
        if values:
            assert all(value in row["translation"].format(*values) for value in values), row
        assert not re.search(r"(?<!\u00a0)»|«(?!\u00a0)|(?<=[^\W\d]) [:;?!](?:\s|$)", row["translation"]), row


def test_the_language_is_that_of_the_environment():
    assert chosen({}) == chosen({"LANG": "C"}) == chosen({"LANG": "de_DE.UTF-8"}) == FIRST
    assert chosen({"LANG": "fr_FR.UTF-8"}) == chosen({"LC_MESSAGES": "fr_CA", "LANG": "en_US"}) == FRENCH
    assert chosen({"LC_ALL": "C.UTF-8", "LANG": "fr_FR.UTF-8"}) == FIRST
    assert chosen({VARIABLE: FRENCH, "LC_ALL": "C"}) == FRENCH and chosen({VARIABLE: FIRST, "LANG": "fr_FR"}) == FIRST
    with pytest.raises(ValueError, match="FRAMING_LANGUAGE is klingon: write en or fr"):
        chosen({VARIABLE: "klingon"})


def test_an_unknown_language_ends_the_call(monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "klingon")
    assert cli.main(["new", "x"]) == 2
    assert capsys.readouterr().err == "framing: FRAMING_LANGUAGE is klingon: write en or fr\n"


def test_no_id_is_said_as_a_word():
    with telling(FRENCH):
        assert (
            told("there is no column file: write file, row") == f"il n'y a pas de colonne file{FIXED}: écrire file, row"
        )
        assert told("set aside") == "set aside" and told("set aside", *HEADS) == "mise de côté"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with a study beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, FIRST)
    cli.main(["new", "etude", "--title", "Essai", "--outlet", "Phare=Presse", "--outlet", "Vigie=Agences"])
    (tmp_path / "vide.txt").write_text("", "utf-8")
    (tmp_path / "a.xyz").write_text("abc", "utf-8")
    (tmp_path / "t.csv").write_text("nom,corps\na,b\n", "utf-8")
    (tmp_path / "j.json").write_text("[1, 2", "utf-8")
    (tmp_path / "p.pdf").write_bytes(b"%PDF-1.4 abc")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "en.txt").write_text("The minister said that the bridge would not be closed by the town. " * 3, "utf-8")
    (tmp_path / "ok.txt").write_text("Le pont de Sarvelle a rouvert lundi. « Enfin », a dit le maire.\n" * 2, "utf-8")
    (tmp_path / "cle.toml").write_text('[study]\nname = "x"\ntitle = 3\ncolour = "red"\n[groups]\n[outlets]\n', "utf-8")
    (tmp_path / "casse.toml").write_text("[study\n", "utf-8")
    return tmp_path


STUDY = "etude/study.toml"
# What is called, and a part of what is said in French.
CALLS = [
    (
        "import vide.txt a.xyz t.csv j.json p.pdf b.txt en.txt ok.txt absent.txt --study S --out o",
        "le fichier est vide",
    ),
    ("import vide.txt --study absent.toml", "ne peut pas être lu (aucun fichier ni dossier de ce nom)"),
    ("import vide.txt --study cle.toml", "study.colour n'est pas connu ici"),
    ("import vide.txt --study casse.toml", "ce n'est pas du TOML valide"),
    ("import vide.txt --study S --manifest absent.csv", "le manifeste ne peut pas être lu"),
    ("new etude", "existe déjà"),
    ("new autre --outlet Phare", "écrire un média et son groupe"),
    ("new autre --outlet Phare=Presse --event Vote=2031", "écrire un événement et ses jours"),
    ("suggest vide.txt --out neuf", "aucun article ne peut être lu"),
    ("collect absent.csv --study S", "aucun fichier ni dossier de ce nom"),
    ("collect t.csv --study S", "la liste de pages n'a pas de colonne"),
    ("annotate nulle-part --study S --out o", "aucune table de ce nom"),
    ("annotate nulle-part --study S", "nommer le dossier des tables"),
    ("annotate nulle-part --format jsonl", "aucun dossier de textes de ce nom"),
    ("compare share_quoted --annotations nulle-part --groups a", "il n'y a pas de"),
    ("compare share_quoted --figure x.png", "une figure est un SVG"),
    ("evaluate", "nommer le fichier de référence"),
    ("evaluate absent.jsonl --texts .", "ne peut pas être lu"),
    ("evaluate --coded absent.csv", "ne peut pas être lu"),
    ("audit absent --texts nulle-part", "aucune table de ce nom"),
    ("report --study S", "nommer le dossier du rapport"),
    ("sample-for-coding x.csv --texts nulle-part", "aucune table de ce nom"),
    ("voler", "choix non valide"),
    ("import", "il manque"),
    ("export --to excel --out x", "choisir parmi"),
    ("sample-for-coding x.csv -n deux", "ce n'est pas un nombre entier"),
    ("new x --colour", "arguments inconnus"),
]


def said(call: str, capsys) -> tuple[int, str]:
    """The exit code of a call and all that it prints."""
    try:
        code = cli.main(call.replace("S ", f"{STUDY} ").removesuffix(" S").split() + [STUDY] * call.endswith(" S"))
    except SystemExit as error:
        code = int(error.code or 0)
    out, err = capsys.readouterr()
    return code, out + err


@pytest.mark.parametrize(("call", "part"), CALLS, ids=[call for call, _ in CALLS])
def test_bad_inputs_are_told_in_french(folder, monkeypatch, capsys, call, part):
    capsys.readouterr()
    monkeypatch.setenv(VARIABLE, FRENCH)
    code, text = said(call, capsys)
    assert code in (1, 2) and part in text.replace(FIXED, " "), text
    usage = re.compile(r"(?m)^(?:usage|\s+\[).*$|`[^`]*`|--\w+")
    assert not _ENGLISH.findall(usage.sub("", text)), text


@pytest.mark.parametrize("environment", [{VARIABLE: FIRST, "LANG": "fr_FR.UTF-8"}, {"LANG": "C"}])
def test_english_is_what_it_was(folder, monkeypatch, capsys, environment):
    capsys.readouterr()
    for name in (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert said("new etude", capsys) == (
        2,
        "framing: etude/study.toml: is there already: edit it, or name another folder\n",
    )
    code, text = said("import vide.txt --study S --out o", capsys)
    assert code == 1 and text.splitlines()[0] == "1 read, 0 kept, 1 set aside, 0 duplicates"
    assert text.splitlines()[3].split() == ["file", "row", "reason", "advice"]
    assert said("import", capsys)[1].splitlines()[0].startswith("usage: framing import [-h]")
    with pytest.raises(SystemExit):
        cli.main(["compare", "--help"])
    help_ = capsys.readouterr().out
    assert help_.startswith("usage: framing compare [-h]") and "\npositional arguments:\n" in help_
    assert "-h, --help " in help_ and "show this help message and exit" in help_


def test_what_is_written_on_disk_stays_the_same(folder, monkeypatch, capsys):
    written = []
    for code, out in ((FIRST, "un"), (FRENCH, "deux")):
        monkeypatch.setenv(VARIABLE, code)
        said(f"import ok.txt vide.txt --out {out} --study S", capsys)
        written.append({p.name: p.read_bytes() for p in (folder / out).iterdir()})
    assert written[0] == written[1] and written[0]


def test_questions_are_asked_in_the_language(folder, monkeypatch, capsys):
    questions, answers = [], iter(["Essai", "Phare=Presse", "Vigie=Agences", "", ""])
    monkeypatch.setattr("builtins.input", lambda question: (questions.append(question), next(answers))[1])
    monkeypatch.setenv(VARIABLE, FRENCH)
    assert cli.main(["new", "demande", "--ask"]) == 0
    assert questions[0] == f"Quelle est la question de l'étude{FIXED}? " and questions[1].startswith("Un média")
    assert "Une ligne vide" in capsys.readouterr().err


def test_bars_and_warnings_are_told(monkeypatch):
    with labelled(lambda word: word.upper()):
        seen = {}
        monkeypatch.setattr("framing.tables.waiting.tqdm", lambda items, **options: seen.update(options))
        progress([], desc="reading", unit=" articles", total=3)
    assert (seen["desc"], seen["unit"], seen["total"]) == ("READING", " ARTICLES", 3)
    with telling(FRENCH):
        line = warnings.formatwarning("3 predicted articles have no gold and are left out", UserWarning, "a.py", 1)
    assert "3 articles prédits n'ont pas" in line


def test_every_word_of_a_bar_has_a_row():
    words = set()
    for path in PACKAGE.rglob("*.py"):
        words |= set(re.findall(r'progress\(.*?\b(?:desc|unit)="([^"]+)"', path.read_text("utf-8")))
        words |= set(re.findall(r'progress\(.*?\bdesc="([^"]+)"', path.read_text("utf-8")))
    with telling(FRENCH) as asked:
        assert words and [told(word, *HEADS) for word in words]
    assert asked == set()


def test_heads_of_printed_tables_have_a_row():
    heads = {
        "file",
        "row",
        "reason",
        "advice",
        "article_id",
        "same_as",
        "kind",
        "similarity",
        "kept",
        "status",
        "pages",
    }
    heads |= {"table", "problem", "n_runs", "measure", "group", "minus", "estimate", "low", "high", "raw_estimate"}
    heads |= {"raw_low", "raw_high", "p", "p_min", "n_units", "n", "n_events", "method", "n_coders", "n_articles"}
    with telling(FRENCH) as asked:
        assert all(told(head.replace("_", " "), *HEADS) for head in heads)
    assert asked == set()


def test_help_starts_without_the_libraries():
    code = "import sys\nfrom framing import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass\n"
    code += "print('LOADED', sorted({'pandas', 'spacy', 'numpy', 'pydantic'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={**os.environ, VARIABLE: FRENCH, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert run.stdout.endswith("LOADED []\n") and "afficher cette aide" in run.stdout
