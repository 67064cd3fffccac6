"""What measures are called, for readers."""

from framing.measures.registry import MEASURES
from framing.study import Study

CHOSEN = {"share_class": "quotations", "labels_adopted": "labels adopted", "facts_told": "facts told"}


def name_of(measure: str, study: Study | None = None) -> str:
    """What a measure is called: by the study, else by the library; a name that is not known stays as it is.

    >>> from framing.study import parse_study
    >>> essai = parse_study('''
    ... study = {name = "essai", title = "Essai"}
    ... groups.a = {name = "Presse"}
    ... outlets.o = {name = "L'Écho", group = "a"}
    ... classes.etat = {name = "l'État"}''')
    >>> name_of("share_class:etat", essai), name_of("share_direct")
    ("quotations: l'État", 'share of quotations with words in quotation marks')
    """
    expected = {e.measure: e.name for e in study.expected} if study else {}
    name, _, ids = measure.partition(":")
    if measure in expected or not (name in CHOSEN or measure in MEASURES):
        return expected.get(measure, measure)
    of = " + ".join(_thing(id_, study) for id_ in ids.split("+"))
    return f"{CHOSEN[name]}: {of}" if name in CHOSEN else MEASURES[measure][0]


def _thing(id_: str, study: Study | None) -> str:
    """The name of a class or a concept of the study; a family of facts has none."""
    if study is None:
        return id_
    return study.classes.get(id_) or (study.concepts[id_].name if id_ in study.concepts else id_)
