"""Who speaks, by the study's table."""

import pytest

from framing.study import parse_study
from framing.study.templates import template
from framing.voice.actors import actor_of

STUDY = parse_study(
    template().read_text("utf-8")
    + """
[actors.valdorie]
name = "Valdorie"
aliases = ["Sarvelle", "L’État valdorien"]
class = "home-state"
"""
)


@pytest.mark.parametrize(
    ("speaker", "kind", "actor", "actor_class"),
    [
        (None, None, None, "unknown"),
        ("", None, None, "unknown"),
        ("Élise Orsel", "name", "orsel", "home-state"),
        ("ELISE ORSEL", "name", "orsel", "home-state"),
        ("la ministre des Eaux, Mme Orsel", "role", "orsel", "home-state"),
        ("l'État valdorien", "metonym", "valdorie", "home-state"),
        ("la Valdorie", "name", "valdorie", "home-state"),
        ("la Valdorie et Mme Orsel", "group", "valdorie", "home-state"),
        ("Mme Orsel, de Sarvelle", "name", "orsel", "home-state"),
        ("Valdorien", "name", None, "other"),
        ("une source proche du dossier", "unnamed", None, "unnamed"),
        ("des pêcheurs", "group", None, "other"),
    ],
)
def test_actor_of(speaker, kind, actor, actor_class):
    assert actor_of(speaker, kind, STUDY) == (actor, actor_class)
