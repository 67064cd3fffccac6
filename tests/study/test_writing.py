"""A study written is the study read again, whatever its names hold."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.study import Outlet, StudyError, new_id, parse_study, read_study, study_from, study_text

HOSTILE = "]]>\n[groups.x]\nname = \"\\u0000\" ''' # fin\r\x00\x7f"
ROOT = Path(__file__).parents[2]
SMALL = parse_study('study = {name = "a", title = "A"}\ngroups.g = {name = "G"}\noutlets.o = {name = "O", group = "g"}')


@pytest.mark.parametrize("path", ["data/study.toml", "data/sample/study.toml", "framing/language/fr/new_study.toml"])
def test_a_study_written_is_the_same_study(path):
    study = read_study(ROOT / path)
    assert parse_study(study_text(study)) == study
    assert parse_study(study_text(study, {"study": HOSTILE, f"outlets.{next(iter(study.outlets))}": HOSTILE})) == study


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_name_can_be_written(name):
    outlets = {"o": Outlet("o", name, "g", (name,))}
    study = dataclasses.replace(SMALL, title=name, groups={"g": name}, outlets=outlets)
    assert parse_study(study_text(study, {"outlets.o": name})) == study


@pytest.mark.parametrize(
    ("name", "taken", "id_"),
    [("Agence Boréal", (), "agence-boreal"), ("a", {"a", "a-2"}, "a-3"), ("…", (), "x"), ("é" * 90, (), "e" * 40)],
)
def test_new_id(name, taken, id_):
    assert new_id(name, taken) == id_


def test_a_study_in_short():
    study = study_from("Mon étude", "", ["La Voix=État", "Boréal=Dépêches", "Le Phare=État"], ["Vote=2031-05-02"])
    assert [(o.id, o.group) for o in study.outlets.values()] == [
        ("la-voix", "etat"), ("boreal", "depeches"), ("le-phare", "etat"),
    ]  # fmt: skip
    assert study.events["vote"].start == study.events["vote"].end and study.name == "mon-etude"
    assert parse_study(study_text(study)) == study


@pytest.mark.parametrize(
    ("outlets", "events", "message"),
    [
        ([], [], "a study has outlets"),
        (["La Voix"], [], "write an outlet and its group"),
        (["=État"], [], "write an outlet and its group"),
        (["A=B"], ["Vote"], "write an event and its days"),
        (["A=B"], ["Vote=demain"], "write an event and its days"),
        (["A=B"], ["Vote=2031-05-02..2031-05-01"], "the first before the last"),
    ],
)
def test_what_is_said_in_short_and_wrong(outlets, events, message):
    with pytest.raises(StudyError, match=message):
        study_from("a", "A", outlets, events)
