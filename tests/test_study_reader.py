"""The study file: what is right is read, what is wrong is told."""

import datetime as dt

import pytest

from framing.study.reader import SKELETON, StudyError, new_study, parse_study, read_study

GOOD = SKELETON.read_text("utf-8")


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
    ],
)
def test_mistakes_are_told_with_file_key_value_and_what_is_allowed(text, message):
    with pytest.raises(StudyError) as error:
        parse_study(text, "essai.toml")
    assert str(error.value).startswith("essai.toml: ")
    assert message in str(error.value)


def test_facts_of_an_event():
    fact = '[[events.barrage.facts]]\nid = "vannes"\ntext = "Les vannes sont ouvertes."\npatterns = ["vanne"]\n'
    assert parse_study(GOOD + fact).events["barrage"].facts[0].patterns == ("vanne",)
    with pytest.raises(StudyError, match=r"events.barrage.facts\[1\].text is missing"):
        parse_study(GOOD + fact.replace("text", "texte"))


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
        new_study(tmp_path / "a" / "b")


def test_the_studies_of_the_project_are_read():
    study = read_study("data/study.toml")
    assert {"xinjiang", "revolution-de-couleur", "trois-fleaux"} <= set(study.concepts)
    assert set(study.groups) == {"state", "wire"}
