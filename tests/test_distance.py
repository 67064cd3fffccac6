import pandas as pd
import pytest

from framing import distance
from framing.distance.hearsay import infinitive
from framing.distance.islands import gloss_role
from framing.tables.annotations import AnnotationError, Annotations, as_table, sha256
from framing.text.detection import LanguageError
from framing.text.parsing import Parsed

ENGLISH = (
    "The mayor of the town said on Tuesday that the bridge would be closed for three weeks because of the flood. " * 4
)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("", None), ("aurait", "avoir"), ("seraient", "être"), ("irait", "aller"), ("ferait", "faire"),
        ("viserait", "viser"), ("libérerait", "libérer"), ("libérait", None), ("finirait", "finir"),
        ("reviendrait", "revenir"), ("obtiendraient", "obtenir"), ("pourrait", "pouvoir"), ("devraient", "devoir"),
        ("enverrait", "envoyer"), ("répondrait", "répondre"), ("engendrait", None), ("tirait", None),
        ("retirait", None), ("sortirait", "sortir"), ("portrait", None), ("offrait", None), ("livrait", None),
        ("entrait", None), ("serrait", None), ("restaurait", None), ("Aurait", "avoir"), ("conduirait", "conduire"),
    ],
)  # fmt: skip
def test_infinitive_of_a_conditional_form(form: str, expected: str | None) -> None:
    assert infinitive(form) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Le maire a ouvert le pont.", []),
        ("La police aurait enfermé deux élus.", [("enfermer", "core")]),
        ("Deux élus auraient été enfermés, selon une voisine.", [("enfermer", "core")]),
        ("Le suspect se serait ensuite enfui.", [("enfuir", "core")]),
        ("Une centaine de pêcheurs seraient morts.", [("mourir", "core")]),
        ("Le projet serait abandonné dès janvier.", [("abandonner", "core")]),
        ("D'après un voisin, le prix serait secret.", [("être", "wide")]),
        ("La banque préparerait un plan.", [("préparer", "wide")]),
        ("La ministre devrait démissionner mardi.", []),
        ("Le prix pourrait doubler.", []),
        ("Qui aurait cru cela ?", []),
        ("On dirait un décor.", []),
        ("La ministre refuse de dire si elle viendrait.", []),
        ("Une voisine, sans qui il aurait péri, a fui.", []),
        ("Une source affirme que la dette aurait doublé.", [("doubler", "core")]),
        # look-alikes
        ("S'il gagnait, le maire serait réélu.", []),
        ("Si le pont cédait, la ville aurait perdu.", []),
        ("Le maire a promis que la route serait refaite.", []),
        ("Il a juré que le prix baisserait et que l'école ouvrirait.", []),
        ("Le maire a parlé, ajoutant que le pont rouvrirait.", []),
        ("Sans ce prêt, l'usine aurait fermé.", []),
        ("En cas d'échec, le maire partirait.", []),
        ("Il faudrait un second pont.", []),
        ("Le maire voudrait un second pont.", []),
        ("Il aurait dû fermer le pont.", []),
        ("Un pari que peu de maires auraient tenu.", []),
        ("Il serait souhaitable de voter.", []),
        ("« Le pont aurait cédé », a dit le maire.", []),
        ("Il tirait au but et libérait la balle.", []),
        # not look-alikes
        ("Il aurait agi sans sommation.", [("agir", "core")]),
        ("On ignore si le maire a payé ; il aurait menti.", [("mentir", "core")]),
        ("Même si la loi est votée, le maire aurait menti.", [("mentir", "core")]),
    ],
)
def test_hearsay_conditionals(text: str, expected: list[tuple[str, str]]) -> None:
    found = distance.hearsay_conditionals(text)
    assert list(zip(found["lemma"], found["variant"], strict=True)) == expected


def test_every_conditional_is_judged_and_told_why() -> None:
    table = distance.conditionals("S'il gagnait, il serait élu. La police aurait tiré.")
    assert table["variant"].tolist() == ["none", "core"]
    assert table["reason"].tolist() == ["condition", "compound conditional"]


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "  « Oui », dit-elle.\n\nL’usine n’aurait  pas fermé, selon elle."
    found = distance.hearsay_conditionals(text)
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == ["aurait  pas fermé"]


@pytest.mark.parametrize("marks", ["« {} »", "“{}”", '"{}"', "«{}»"])
def test_the_kind_of_marks_does_not_matter(marks: str) -> None:
    quoted = marks.format("Le pont aurait cédé")
    assert distance.hearsay_conditionals(f"{quoted}, a dit le maire.").empty


@pytest.mark.parametrize(
    ("text", "island", "role"),
    [
        ("Le film « La Crue » sort.", "La Crue", "naming"),
        ("Il rejoint les « Amis du pont ».", "Amis du pont", "naming"),
        ("L'« affaire Orsel » continue.", "affaire Orsel", "naming"),
        ("Une « trêve », selon l'expression du maire.", "trêve", "quotation"),
        ("Ce que le maire appelle une « trêve » dure.", "trêve", "quotation"),
        ("Ces « fléaux », comme le maire les nomme, durent.", "fléaux", "quotation"),
        ("La notion tauvrienne de « fléau » dure.", "fléau", "quotation"),
        ("Il est accusé de « fraude ».", "fraude", "quotation"),
        ("Le maire reste « en lien avec elle ».", "en lien avec elle", "quotation"),
        ("La « crue de projet », débit qui ne revient jamais, dure.", "crue de projet", "autonymy"),
        ("Le « kern », c'est-à-dire le conseil, vote.", "kern", "autonymy"),
        ("La soi-disant « trêve » dure.", "trêve", "comment"),
        ("Les « volontaires » partent.", "volontaires", "comment"),
        ("Le « progrès », notion que nul ne définit, dure.", "progrès", "comment"),
    ],
)
def test_roles_of_scare_quotes(text: str, island: str, role: str) -> None:
    start = text.index(island)
    found = distance.scare_quotes(text, [(start, start + len(island))])
    assert found["role"].tolist() == [role]


def test_scare_quotes_of_nothing_and_of_spans_outside_the_text() -> None:
    assert distance.scare_quotes("", []).columns.tolist() == ["start", "end", "role", "gloss", "reason"]
    with pytest.raises(ValueError, match="not inside the text of 7"):
        distance.scare_quotes("Le pont", [(3, 9)])


def test_the_role_of_a_gloss_is_that_of_its_longest_pattern() -> None:
    assert gloss_role("nom donné par") == "quotation"
    assert gloss_role("pont") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Le maire est parti.", []),
        ("Deux élus ont été arrêtés.", [("passive", "arrêter", "coercion", False)]),
        ("Deux élus ont été arrêtés par la police.", [("passive", "arrêter", "coercion", True)]),
        ("La répression continue.", [("nominalisation", "répression", "coercion", False)]),
        ("Sa répression continue.", [("nominalisation", "répression", "coercion", True)]),
        ("L'arrestation de deux élus a surpris.", [("nominalisation", "arrestation", "coercion", False)]),
        ("L'arrestation de deux élus par la police a surpris.", [("nominalisation", "arrestation", "coercion", True)]),
    ],
)
def test_agency(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    found = distance.agency(text)
    assert list(found[["kind", "lemma", "act", "agent"]].itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize(
    ("text", "hedges", "boosters"),
    [
        ("", [], []),
        ("Le prix semble stable.", ["sembler"], []),
        ("Le pouvoir a parlé.", [], []),
        ("C'est sans aucun doute vrai.", [], ["sans aucun doute", "vrai"]),
        ("C'est sans doute faux.", ["sans doute"], []),
        ("Le prix devrait baisser.", ["devrait"], []),
    ],
)
def test_hedges_and_boosters(text: str, hedges: list[str], boosters: list[str]) -> None:
    assert distance.hedges(text)["marker"].tolist() == hedges
    assert distance.boosters(text)["marker"].tolist() == boosters


def corpus() -> Annotations:
    texts = {
        "a": "La police aurait tiré sur « les intrus ». Le prix semble stable.",
        "b": "Le pont est là.",
        "c": ENGLISH,
    }
    keys = [("a", "o1", "state"), ("b", "o2", "wire"), ("c", "o2", "wire")]
    tables = {name: as_table(name) for name in ("quotes", "islands")}
    tables["articles"] = as_table(
        "articles", [(i, o, g, "e", "2021-01-01", "fr", 9, 1, sha256(texts[i])) for i, o, g in keys]
    )
    tables["voices"] = as_table("voices", [(i, 0, len(t), "outlet", None, len(t.split())) for i, t in texts.items()])
    tables["islands"] = as_table("islands", [("a", texts["a"].index("les intrus"), 38, "distancing", None)])
    tables["quotes"] = as_table("quotes").reindex([])
    return Annotations(tables, texts)


def test_table_of_a_corpus_and_its_rates() -> None:
    annotations = corpus()
    marks = distance.table(annotations)
    assert marks["kind"].tolist() == ["hearsay", "scare_quote", "hedge", "not measured"]
    assert set(marks["voice"].dropna()) == {"outlet"}
    rates = distance.rates(marks, annotations, "hearsay", "core")
    outlet = rates[rates["voice"] == "outlet"].set_index("article_id")["count"]
    assert outlet["a"] == 1 and outlet["b"] == 0 and pd.isna(outlet["c"])
    with pytest.raises(ValueError, match="there is no kind 'irony': the kinds are hearsay"):
        distance.rates(marks, annotations, "irony")


def test_a_cue_is_no_hedge() -> None:
    text = "Le maire craint que le pont cède."
    at = text.index("craint")
    assert [m.kind for m in distance.markers(text)] == ["hedge"]
    assert distance.markers(text, cues=[(at, at + 6)]) == []


def test_table_needs_the_texts() -> None:
    with pytest.raises(AnnotationError, match="distance is read from the texts, and a is not there"):
        distance.table(Annotations(corpus().tables))


def test_reporting_by_class_of_cue() -> None:
    quotes = pd.DataFrame({
        "article_id": ["a", "a", "b"], "quote_id": ["q1", "q2", "q1"], "cue_class": ["doubt", "factive", None],
        "cue_lemma": ["prétendre", "souligner", None], "actor": "maire", "actor_class": "élus",
    })  # fmt: skip
    annotations = Annotations({**corpus().tables, "quotes": as_table("quotes", quotes.to_dict("records"))})
    assert distance.reporting(annotations, "doubt")["value"].tolist() == [1.0, 0.0]
    assert distance.reporting_counts(annotations)["lemmas"].tolist() == ["prétendre", "souligner"]
    with pytest.raises(ValueError, match="no class of cues 'ironic': the classes are accusation"):
        distance.reporting(annotations, "ironic")


def test_another_language_is_refused_and_a_short_text_is_not() -> None:
    with pytest.raises(LanguageError, match="not a French text"):
        distance.conditionals(ENGLISH)
    assert distance.conditionals("The bridge").empty


def test_a_very_long_sentence_is_read_in_windows() -> None:
    text = "et le pont de la ville tient, " * 200 + "et la police aurait tiré."
    found = distance.hearsay_conditionals(text)
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == ["aurait tiré"]
    windows = Parsed(text).windows
    assert all(e - s <= 2400 for s, e in windows) and windows[-1][1] == len(text)
