"""The study file: what is right is read, what is wrong is told."""

import datetime as dt
import subprocess
import sys

import pytest

from framing.study import Expectation, StudyError, new_study, parse_study, read_study
from framing.study.templates import template

GOOD = template().read_text("utf-8")
EXPECTED = """[measures]
primary = ["share_direct"]
[[measures.expected]]
measure = "share_direct"
name = "words in marks"
more = true
why = "because"
"""
FACT = '[[events.barrage.facts]]\nid = "vannes"\ntext = "Les vannes sont ouvertes."\npatterns = ["vanne"]\n'


def test_skeleton_is_a_study():
    study = parse_study(GOOD)
    assert study.outlets["voix"].group == "state"
    assert study.events["barrage"].end == dt.date(2026, 3, 6)
    assert study.actors["orsel"].aliases == ("ministre des Eaux", "Mme Orsel")
    assert not study.fictional


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "study is missing: write the table [study]"),
        ("[study", "not valid TOML"),
        ('[study]\nname = "a"', "study.title is missing: write a text"),
        (GOOD.replace('group = "state"', 'group = "stat"'), "outlets.voix.group = 'stat': write one of state, wire"),
        (GOOD.replace("2026-03-02", '"2 mars"'), "events.barrage.start = '2 mars': write a date without quotes"),
        (GOOD.replace("2026-03-06", "2026-03-01"), "a date that is not before start (2026-03-02)"),
        (GOOD.replace('language = "fr"', 'language = "en"'), "study.language = 'en': write fr"),
        (GOOD.replace('class = "home-state"', 'class = "x"'), "actors.orsel.class = 'x': write one of home-state"),
        (GOOD.replace("aliases", "alias"), "actors.orsel.alias is not known here: the keys are name, class, aliases"),
        (GOOD.replace("[groups]", "[group]"), "groups is missing"),
        (
            GOOD.replace('variants = ["barrage de la discorde", "grand ouvrage"]', "variants = 3"),
            "variants = 3: write a list",
        ),
        (GOOD.replace("[concepts.barrage]", "[concepts.Barrage]"), "write an id of small letters a-z"),
        (GOOD + "[measure]\n", "measure is not known here"),
        ("study = 3", "study = 3: write the table [study]"),
        (GOOD.replace('state = { name = "State media" }', "state = 3"), "groups.state = 3: write a table"),
        (GOOD.replace('name = "Valdorie"', 'name = " "'), "targets.valdorie.name = ' ': write a text"),
        (GOOD.replace('"grand ouvrage"]', "3]"), "concepts.barrage.variants[2] = 3: write a text"),
        (GOOD.replace("2026-03-02", "2026-03-02T10:00:00"), "write a date without quotes"),
        (GOOD.replace('"fr"', '"fr"\nfictional = 1'), "study.fictional = 1: write true or false"),
        (GOOD.replace("[concepts.barrage]", '[concepts."a\\u001b"]'), "concepts.'a\\x1b' = 'a\\x1b': write an id"),
        (GOOD + FACT.replace('["vanne"]', "[]\nplus = 1"), "events.barrage.facts[1].plus is not known here"),
        (GOOD.replace("start =", "facts = [3]\nstart ="), "events.barrage.facts[1] = 3: write a table"),
        (GOOD + "[measures]\nprimary = true\n", "measures.primary = True: write a list of texts"),
        (GOOD.replace('title = "Who', f'title = ["{"x" * 200}"] # '), "xxx...: write a text"),
        (GOOD + FACT + "family = 'Fam'\n", "write an id of small letters"),
        (GOOD + EXPECTED.replace("true", "3"), "measures.expected[1].more = 3: write true or false"),
        (
            GOOD + EXPECTED.replace('"share_direct"', '"x"', 1),
            "measures.expected[1].measure = 'share_direct': write one of x",
        ),
        ("a = " + "[" * 20_000, "not valid TOML"),
    ],
)
def test_mistakes_are_told_with_file_key_value_and_what_is_allowed(text, message):
    with pytest.raises(StudyError) as error:
        parse_study(text, "essai.toml")
    assert str(error.value).startswith("essai.toml: ")
    assert message in str(error.value)


def test_every_mistake_is_told_in_one_go_up_to_ten():
    with pytest.raises(StudyError) as error:
        parse_study(GOOD.replace("[groups]", "[group]").replace('title = "Who', "title = 3 # "), "essai.toml")
    told = str(error.value).splitlines()
    assert [line.split(" ")[1] for line in told] == ["study.title", "groups", "group"]
    assert told[2].endswith("the keys are study, groups, outlets, events, classes, actors, concepts, targets, measures")
    with pytest.raises(StudyError, match="… and 2 more mistakes"):
        parse_study("\n".join(f"k{i} = 1" for i in range(9)))


def test_facts_of_an_event():
    assert parse_study(GOOD + FACT).events["barrage"].facts[0].patterns == ("vanne",)
    with pytest.raises(StudyError, match=r"events.barrage.facts\[1\].text is missing"):
        parse_study(GOOD + FACT.replace("text", "texte"))


def test_what_is_expected_of_a_measure():
    study = parse_study(GOOD + EXPECTED)
    assert study.expected == (Expectation("share_direct", "words in marks", True, "because"),)
    assert parse_study(GOOD + FACT + 'family = "crue"\n').events["barrage"].facts[0].family == "crue"


def test_what_a_study_may_leave_out():
    study = parse_study(GOOD.split("[events")[0].replace('language = "fr"', ""))
    assert (study.language, study.events, study.actors, study.primary) == ("fr", {}, {}, ())


def test_pydantic_is_loaded_only_when_a_study_is_read():
    code = (
        "import sys, framing.study; before = 'framing.study.document' in sys.modules; "
        "framing.study.parse_study(open(sys.argv[1]).read()); print(before, 'pydantic' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code, template()], capture_output=True, text=True, check=True)
    assert run.stdout == "False True\n"


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(StudyError, match="cannot be read"):
        read_study(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes("[study]\nname = 'été'".encode("latin-1"))
    with pytest.raises(StudyError, match="not UTF-8 at byte 16"):
        read_study(tmp_path / "latin.toml")
    (tmp_path / "long.toml").write_bytes(b"#" * 2_000_001)
    with pytest.raises(StudyError, match="2,000,001 bytes"):
        read_study(tmp_path / "long.toml")


def test_new_study_is_written_once(tmp_path):
    assert read_study(new_study(tmp_path / "a" / "b")).name == "my-study"
    with pytest.raises(StudyError, match="is there already"):
        new_study(tmp_path / "a" / "b", "fr")
    assert (tmp_path / "a" / "b" / "study.toml").read_text("utf-8") == GOOD


def test_the_studies_of_the_project_are_read():
    study = read_study("data/study.toml")
    assert {"xinjiang", "revolution-de-couleur", "trois-fleaux"} <= set(study.concepts)
    assert set(study.groups) == {"state", "wire"}
