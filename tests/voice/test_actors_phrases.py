"""Actors are who a phrase is about: its head and its name, not what its complements name."""

import pytest

from framing.study import parse_study
from framing.voice.actors import actor_of

STUDY = parse_study("""
study = {name = "essai", title = "Essai"}
groups.a = {name = "A"}
outlets.o = {name = "O", group = "a"}
classes.chine = {name = "État chinois"}
classes.kazakhstan = {name = "État kazakh"}
classes.russie = {name = "État russe"}
classes.onu = {name = "Organisations"}
classes.ong = {name = "ONG"}
classes.medias = {name = "Médias"}
actors.wen = {name = "Wen Talin", aliases = ["M. Wen", "président chinois"], class = "chine"}
actors.chine = {name = "Chine", class = "chine", aliases = [
    "Pékin", "République populaire de Chine", "autorités chinoises", "diplomatie chinoise", "ministère chinois",
    "ambassadeur chinois"]}
actors.kazakhstan = {name = "Kazakhstan", aliases = ["Astana"], class = "kazakhstan"}
actors.kremlin = {name = "Kremlin", aliases = ["le porte-parole", "Russie", "Moscou"], class = "russie"}
actors.onu = {name = "ONU", aliases = ["Nations unies", "haut-commissaire"], class = "onu"}
actors.lanterne = {name = "Observatoire Lanterne", aliases = ["Lanterne"], class = "ong"}
actors.ardent = {name = "Saya Ardent", aliases = ["Mme Ardent"], class = "ong"}
actors.boreal = {name = "Agence Boréal", aliases = ["Boréal"], class = "medias"}
actors.deux = {name = "les deux pays", aliases = ["La Chine et le Kazakhstan", "le document"], class = "onu"}
""")

HEADS = [
    ("la Chine", "chine"),
    ("Pékin", "chine"),
    ("la Chine populaire", "chine"),
    ("la diplomatie chinoise", "chine"),
    ("le ministère chinois des Affaires étrangères", "chine"),
    ("les autorités chinoises de la région", "chine"),
    ("le président chinois Wen Talin", "wen"),
    ("le nouveau président chinois", "wen"),
    ("le président Wen", "wen"),
    ("M. Wen", "wen"),
    ("le chef de l'État, Wen Talin", "wen"),
    ("la ministre de l'Eau Saya Ardent", "ardent"),
    ("Saya Ardent, de l'ONU", "ardent"),
    ("une militante, Saya Ardent", "ardent"),
    ("l'agence Boréal", "boreal"),
    ("l'ONG Lanterne", "lanterne"),
    ("la haut-commissaire de l'ONU aux droits humains", "onu"),
    ("le porte-parole", "kremlin"),
    ("le document", "deux"),
    ("la Chine et le Kazakhstan", "deux"),
    ("Mme Ardent et M. Wen", "ardent"),
    ("le ministre de l'Eau et Mme Ardent", "ardent"),
    ("des pêcheurs et l'Observatoire Lanterne", "lanterne"),
]
SPEAKS_FOR = [
    ("un porte-parole du ministère chinois des Affaires étrangères", "chine"),
    ("la porte-parole de la diplomatie chinoise Lin Orsel", "chine"),
    ("l'ambassade de Chine en France", "chine"),
    ("l'ambassadeur de Chine à Astana", "chine"),
    ("le ministre des Affaires étrangères du Kazakhstan", "kazakhstan"),
    ("le ministre de la Défense de la Russie", "kremlin"),
    ("le président de la République populaire de Chine", "chine"),
    ("le président de la République du Kazakhstan", "kazakhstan"),
    ("de hauts responsables de l'ONU", "onu"),
    ("un responsable des Nations unies", "onu"),
    ("le secrétaire général de l'ONU", "onu"),
    ("la directrice Chine de l'Observatoire Lanterne", "lanterne"),
    ("un communiqué de l'ONU sur la Chine", "onu"),
    ("un rapport publié mardi à Pékin par l'Observatoire Lanterne", "lanterne"),
    ("le haut commissaire des Nations unies aux réfugiés", "onu"),
    ("le cabinet de Wen Talin", "wen"),
    ("les autorités de Pékin", "chine"),
    ("un porte-parole de Saya Ardent", "ardent"),
]
OTHERS = [
    "l'ambassade de France à Pékin",
    "une ONG basée à Pékin",
    "un chercheur spécialiste de la Chine",
    "un spécialiste des relations entre la Russie et la Chine",
    "un habitant de Pékin",
    "l'Université de Pékin",
    "un professeur à l'université de Moscou",
    "un chercheur de l'Observatoire Lanterne",
    "un journaliste de l'agence Boréal",
    "un opposant au président chinois",
    "une Ouïghoure exilée de Chine",
    "l'ancien ambassadeur chinois",
    "l'ex-président chinois",
    "le futur président chinois",
    "un proche de Wen Talin",
    "un rapport sur la Chine",
    "la présidente de l'association des amis de la Chine",
    "le porte-parole du gouvernement français à Moscou",
    "le document de travail",
    "le porte-parole adjoint",
    "un ambassadeur nommé par la Russie",
    "Wen Orsel",
    "un ardent défenseur de la paix",
    "une entreprise en Chine",
    "des manifestants devant l'ambassade de Chine",
    "la directrice Chine d'une association",
    "le maire d'une ville du Kazakhstan",
]


@pytest.mark.parametrize(("speaker", "actor"), [*HEADS, *SPEAKS_FOR])
def test_who_the_phrase_is_about(speaker: str, actor: str) -> None:
    assert actor_of(speaker, "role", STUDY) == (actor, STUDY.actors[actor].actor_class)


@pytest.mark.parametrize("speaker", OTHERS)
def test_what_a_complement_names_does_not_speak(speaker: str) -> None:
    assert actor_of(speaker, "role", STUDY) == (None, "other")


def test_a_former_holder_is_matched_by_name() -> None:
    assert actor_of("l'ancien président chinois Wen Talin", "role", STUDY).actor == "wen"


@pytest.mark.parametrize("speaker", ["", " ", "de", "le", "et", ", ,", "du de à", "«»", "l'" * 200, "Chine " * 500])
def test_odd_phrases_have_an_answer(speaker: str) -> None:
    assert actor_of(speaker, None, STUDY).actor_class in ("unknown", "other", "chine")
