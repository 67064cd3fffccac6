from pathlib import Path

import pandas as pd
import pytest

from framing import distance
from framing.distance.conditional import infinitive
from framing.distance.islands import ALONE, RULES
from framing.distance.look_alikes import LOOK_ALIKES
from framing.language import Language
from framing.tables import Annotations, as_table, sha256
from framing.text.article import Article
from framing.text.detection import LanguageError
from framing.voice.segments import Segment

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


USES = [
    ("condition", "S'il gagnait, le maire serait réélu."),
    ("condition", "Sans ce prêt, l'usine aurait fermé."),
    ("question", "Qui aurait cru cela ?"),
    ("future in the past", "Le maire a dit qu'il viendrait."),
    ("future in the past", "On ignore si le maire viendrait."),
    ("what should have been", "Il aurait dû fermer le pont."),
    ("wish or politeness", "Le maire voudrait un second pont."),
    ("advice", "Il serait souhaitable de voter."),
    ("what nobody would do", "Un pari que peu de maires auraient tenu."),
    ("possibility", "Le prix pourrait doubler."),
    ("quoted words", "« Le pont aurait cédé », a dit le maire."),
    ("compound conditional", "La police aurait tiré."),
    ("passive conditional", "Le projet serait abandonné."),
    ("simple conditional", "La banque préparerait un plan."),
]


@pytest.mark.parametrize(("reason", "text"), USES)
def test_every_conditional_is_judged_with_its_reason(reason: str, text: str) -> None:
    assert distance.conditionals(text)["reason"].tolist()[-1] == reason


def test_every_use_has_an_example() -> None:
    assert {reason for reason, _ in LOOK_ALIKES} <= {reason for reason, _ in USES}


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "  « Oui », dit-elle.\n\nL’usine n’aurait  pas fermé, selon elle."
    found = distance.hearsay_conditionals(text)
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == ["aurait  pas fermé"]


@pytest.mark.parametrize("marks", ["« {} »", "“{}”", '"{}"', "«{}»"])
def test_the_kind_of_marks_does_not_matter(marks: str) -> None:
    quoted = marks.format("Le pont aurait cédé")
    assert distance.hearsay_conditionals(f"{quoted}, a dit le maire.").empty


# One or more for each rule: the text, the island, its role, and why.
ISLANDS = [
    ("Le film « La Crue » sort.", "La Crue", "naming", "a title or a name: the kind of thing stands beside it"),
    ("Il rejoint les « Amis du pont ».", "Amis du pont", "naming", "a title or a name: it starts with a capital"),
    ("L'« affaire Orsel » continue.", "affaire Orsel", "naming", "a kind of thing and its name"),
    ("Le journal titrait « calme plat » hier.", "calme plat", "naming", "a verb of naming goes before"),
    ("Une « trêve », selon l'expression du maire.", "trêve", "quotation", "a word about words follows"),
    ("Ce que le maire appelle une « trêve » dure.", "trêve", "quotation", "gloss"),
    ("Ces « fléaux », comme le maire les nomme, durent.", "fléaux", "quotation", "who says it stands beside it"),
    ("La notion tauvrienne de « fléau » dure.", "fléau", "quotation", "a word about words goes before"),
    ("Il est accusé de « fraude ».", "fraude", "quotation", "the words of a charge"),
    ("Le maire reste « en lien avec elle ».", "en lien avec elle", "quotation", "not a noun phrase"),
    ("Il vante « le calme et la paix de la belle vallée ».", "le calme et la paix de la belle vallée", "quotation",
     "more than 6 words"),
    ("La « crue de projet », débit qui ne revient jamais, dure.", "crue de projet", "autonymy", "a description follows"),
    ("Le « kern », c'est-à-dire le conseil, vote.", "kern", "autonymy", "a definition follows"),
    ("La soi-disant « trêve » dure.", "trêve", "comment", "gloss"),
    ("Les « volontaires » partent.", "volontaires", "comment", "no gloss: the marks alone"),
    ("Le « progrès », notion que nul ne définit, dure.", "progrès", "comment", "a word about words follows"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "island", "role", "reason"), ISLANDS)
def test_roles_of_scare_quotes(text: str, island: str, role: str, reason: str) -> None:
    start = text.index(island)
    found = distance.scare_quotes(text, [(start, start + len(island))])
    assert found[["role", "reason"]].values.tolist() == [[role, reason]]


def test_every_rule_of_roles_has_an_example() -> None:
    # The first rule has two reasons; marks without any rule are a reason of their own.
    assert len({reason for *_, reason in ISLANDS} - {ALONE.reason}) == len(RULES) + 1


def test_scare_quotes_of_nothing_and_of_spans_outside_the_text() -> None:
    assert distance.scare_quotes("", []).columns.tolist() == ["start", "end", "role", "gloss", "reason"]
    with pytest.raises(ValueError, match="not inside the text of 7"):
        distance.scare_quotes("Le pont", [(3, 9)])


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
    tables["voices"] = as_table(
        "voices", [(i, 0, len(t), "outlet", None, None, len(t.split())) for i, t in texts.items()]
    )
    tables["islands"] = as_table("islands", [("a", texts["a"].index("les intrus"), 38, "comment", None, None, None)])
    tables["quotes"] = as_table("quotes").reindex([])
    return Annotations(tables, texts)


def test_rows_of_an_article() -> None:
    text = "La police aurait tiré sur « les intrus ». Le prix semble stable, dit le maire."
    cut = [Segment(0, 42, "outlet", None, None), Segment(42, len(text), "source", "reported", "q1")]
    start = text.index("les intrus")
    article = Article(text, "a")
    found = distance.rows(article, distance.roles_of(article, [(start, start + 10)]), [], cut)
    assert [(r.article_id, r.kind, r.variant, r.voice, r.speech, r.quote_id) for r in found] == [
        ("a", "hearsay", "core", "outlet", None, None),
        ("a", "scare_quote", "comment", "outlet", None, None),
        ("a", "hedge", None, "source", "reported", "q1"),
    ]
    assert distance.rows(Article(text, "a"), [], [], []) == []


def test_rows_of_another_language_say_that_nothing_was_measured() -> None:
    (row,) = distance.rows(Article(ENGLISH, "c"), [], [], [Segment(0, len(ENGLISH), "outlet", None, None)])
    assert (row.kind, row.start, row.voice) == ("not measured", None, None)
    assert "not a French text" in str(row.reason)


def test_rates_count_what_is_there_and_leave_out_what_was_not_measured() -> None:
    marks = as_table("distance", [
        ("a", "hearsay", "core", 10, 20, "tirer", "outlet", None, None, "compound conditional"),
        ("c", "not measured", None, None, None, None, None, None, None, "not a French text"),
    ])  # fmt: skip
    rates = distance.rates(marks, corpus(), "hearsay", "core")
    outlet = rates[rates["voice"] == "outlet"].set_index("article_id")["count"]
    assert outlet["a"] == 1 and outlet["b"] == 0 and pd.isna(outlet["c"])
    with pytest.raises(ValueError, match="there is no kind 'irony': the kinds are hearsay"):
        distance.rates(marks, corpus(), "irony")


def test_a_cue_is_no_hedge() -> None:
    text = "Le maire craint que le pont cède."
    at = text.index("craint")
    assert [m.kind for m in distance.markers(text)] == ["hedge"]
    assert distance.markers(text, cues=[(at, at + 6)]) == []


def test_an_article_is_parsed_once_and_its_furniture_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    page = ["Le port rouvre", "Lire aussi : deux maires ont été arrêtés"]
    text = "\n".join([*page, "Le port aurait fermé. Deux élus ont été arrêtés, sans doute."])
    article = Article(text)
    whole = article.parsed
    monkeypatch.setattr("framing.text.article.parse", None)
    assert len(distance.markers(article)) == 3 and article.parsed is whole


def test_a_language_without_tables_has_no_marks(tmp_path: Path) -> None:
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "Xish"\nmodel = "fr_core_news_md"\n', "utf-8")
    article = Article("La police aurait tiré sur « les intrus », sans doute.", language=Language(tmp_path))
    assert [m.kind for m in distance.markers(article, distance.roles_of(article, [(29, 39)]))] == ["scare_quote"]
    assert distance.conditionals(article).empty and distance.agency(article).empty and distance.hedges(article).empty


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
    text = "et le pont de la ville tient, " * 500 + "et la police aurait tiré."
    found = distance.hearsay_conditionals(text)
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == ["aurait tiré"]
