import hashlib
import time

import pandas as pd
import pytest

from framing.quotation.extraction import extract, extract_many
from framing.quotation.tables import quotes, to_gold
from framing.text.article import Article
from framing.text.typography import exchange_marks

NB = "\u00a0"


def found(text):
    """(type, cue, source, content joined by « / ») of each relation, in order."""
    return [
        (
            q.type,
            text[slice(*q.cue)] if q.cue else None,
            text[slice(*q.source)] if q.source else None,
            " / ".join(text[s:e] for s, e in q.spans),
        )
        for q in extract(text).quotes
    ]


# Every construction, on invented people: (text, type, cue, source, content).
CASES = [
    # after the cue
    ("Élise Orsel a déclaré que le pont était fermé.", "indirect", "a déclaré", "Élise Orsel", "le pont était fermé"),
    ("La ministre a promis de rouvrir le pont.", "indirect", "a promis", "La ministre", "rouvrir le pont"),
    ("Le préfet s'est engagé à rouvrir le pont.", "indirect", "s'est engagé", "Le préfet", "rouvrir le pont"),
    ("Le maire affirme avoir reçu trois lettres.", "indirect", "affirme", "Le maire", "avoir reçu trois lettres"),
    ("Elle ne dit pas si le pont tiendra.", "indirect", "ne dit", "Elle", "si le pont tiendra"),
    ("Le ministre a annoncé sa démission.", "indirect", "a annoncé", "Le ministre", "sa démission"),
    ("L'opposition rejette les accusations.", "indirect", "rejette", "L'opposition", "les accusations"),
    ("Le maire a affirmé sa volonté de rester.", "indirect", "a affirmé", "Le maire", "sa volonté de rester"),
    ("Les syndicats appellent à la grève.", "indirect", "appellent", "Les syndicats", "la grève"),
    (
        "Le préfet a exhorté les habitants à quitter la vallée.",
        "indirect", "a exhorté", "Le préfet", "quitter la vallée",
    ),
    (
        "Le député accuse le maire d'avoir menti.",
        "indirect", "accuse", "Le député", "avoir menti",
    ),
    (
        "Le maire est accusé par le député d'avoir menti.",
        "indirect", "est accusé", "le député", "avoir menti",
    ),
    # mixed
    (
        "Le maire estime qu'« une page se tourne » dans la vallée.",
        "mixed", "estime", "Le maire", "« une page se tourne » dans la vallée",
    ),
    ("Élise Orsel a dénoncé un « abus de pouvoir ».", "mixed", "a dénoncé", "Élise Orsel", "un « abus de pouvoir »"),
    # direct
    ("Le maire a dit : « Le pont est fermé. »", "direct", "a dit", "Le maire", "Le pont est fermé"),
    ("« Le pont est fermé », a dit le maire.", "direct", "a dit", "le maire", "Le pont est fermé"),
    ("« Le pont est fermé », a-t-il ajouté.", "direct", "a-t-il ajouté", "-il", "Le pont est fermé"),
    ("« Le pont est fermé », a tranché la préfète.", "direct", "a tranché", "la préfète", "Le pont est fermé"),
    ("« Le pont est fermé. Nous partons », a dit le maire.", "direct", "a dit", "le maire",
     "Le pont est fermé. Nous partons"),
    ("Une passante, Lise Ravel : « Le pont est fermé. »", "direct", None, "Une passante, Lise Ravel",
     "Le pont est fermé"),
    # before the cue, without marks
    ("Le pont sera fermé, a annoncé le préfet.", "indirect", "a annoncé", "le préfet", "Le pont sera fermé"),
    ("Le pont sera fermé, précise-t-elle.", "indirect", "précise-t-elle", "-elle", "Le pont sera fermé"),
    ("« Le pont est fermé », a dit mardi le maire.", "direct", "a dit", "le maire", "Le pont est fermé"),
    ("Le pont sera fermé, a indiqué lundi soir à la presse le préfet.", "indirect", "a indiqué", "le préfet",
     "Le pont sera fermé"),
    ("Le pont sera fermé, a annoncé ce jeudi 4 mai le ministère des Eaux.", "indirect", "a annoncé",
     "le ministère des Eaux", "Le pont sera fermé"),
    # phrases
    ("Selon le préfet, le pont sera fermé.", "indirect", "Selon", "le préfet", "le pont sera fermé"),
    ("Le pont sera fermé, selon le préfet.", "indirect", "selon", "le préfet", "Le pont sera fermé"),
    ("D'après Élise Orsel, le pont sera fermé.", "indirect", "D'après", "Élise Orsel", "le pont sera fermé"),
    ("Pour Élise Orsel, le pont est perdu.", "indirect", "Pour", "Élise Orsel", "le pont est perdu"),
    ("De l'avis du préfet, le pont est perdu.", "indirect", "De l'avis du", "préfet", "le pont est perdu"),
    ("À en croire le préfet, le pont est perdu.", "indirect", "À en croire", "le préfet", "le pont est perdu"),
    ("D'après un témoin, « le pont a tremblé. Il est tombé ».", "direct", "D'après", "un témoin",
     "le pont a tremblé. Il est tombé"),
    # in the middle
    ("Le pont, selon le préfet, sera fermé.", "indirect", "selon", "le préfet", "Le pont / sera fermé"),
    ("« Le pont », a dit le maire, « est fermé. »", "direct", "a dit", "le maire", "Le pont / est fermé"),
    ("« Le pont est fermé, a dit le maire. Nous partons. »", "direct", "a dit", "le maire",
     "Le pont est fermé / Nous partons"),
    ("« Les câbles, a-t-elle ajouté, doivent être changés. »", "direct", "a-t-elle ajouté", "-elle",
     "Les câbles / doivent être changés"),
]  # fmt: skip


WRONG = pytest.mark.xfail(strict=True, reason="the judge takes the outlet's own « on note que » for a report")


@pytest.mark.parametrize("case", CASES, ids=[c[0][:40] for c in CASES])
def test_construction(case):
    text, *expected = case
    assert tuple(expected) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "«»",
        "Le pont est fermé depuis mardi.",
        "Le préfet a décidé de fermer le pont.",
        "Le maire sait que le pont est fermé.",
        "La tribune, intitulée « Le pont », a paru mardi.",
        "L'opération « Vallée claire » a commencé.",
        "Le train ne passe que le mardi.",
        "Nous avons vu que le pont était fermé.",
        pytest.param("On note que le pont était fermé.", marks=WRONG),
        "Pour la première fois, le pont est fermé.",
        "Alors que le pont est fermé, le train passe.",
    ],
)
def test_no_quotation(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Le maire dit que le pont est fermé, tandis que le train passe.", "le pont est fermé"),
        ("Le maire dit que le pont est fermé, ajoutant que le train passe.", "le pont est fermé"),
        ("Le maire dit que le pont est fermé, a rapporté La Gazette.", "le pont est fermé"),
        ("Le maire dit que le pont est fermé et que le train passe.", "le pont est fermé et que le train passe"),
        ("Le maire a demandé une enquête sans attendre le rapport.", "une enquête"),
    ],
)
def test_content_ends_where_the_attribution_ends(text, content):
    assert content in [row[3] for row in found(text)]


def test_nested_sources():
    text = "Le maire a promis de rouvrir le pont, a annoncé La Gazette."
    outer, inner = extract(text).quotes
    assert (outer.speaker, inner.parent) == ("Gazette", outer.quote_id)
    assert inner.speaker == "maire"


@pytest.mark.parametrize(
    ("text", "inside", "speaker"),
    [
        ("Ils combattent les « trois ombres ».", "trois ombres", None),
        ("Il a lu le livre « Les Ombres ».", "Les Ombres", None),
        ("Les « ombres », terme de Varlat, avancent.", "ombres", "Varlat"),
        ("Les « ombres », nom donné par Varlat aux rebelles, avancent.", "ombres", "Varlat"),
    ],
)
def test_islands(text, inside, speaker):
    (island,) = extract(text).islands
    assert (text[island.start : island.end], island.speaker) == (inside, speaker)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Le maire a expliqué le film « Les Ombres ».", []),
        ("Le maire a expliqué un discours « mensonger ».", ["un discours « mensonger »"]),
    ],
)
def test_a_thing_is_named_by_what_begins_with_a_capital(text, spans):
    """The words of a name are nobody's speech; those of a judgement are."""
    assert [text[q.start : q.end] for q in extract(text).quotes] == spans


@pytest.mark.parametrize("style", ["guillemets", "curly", "straight"])
def test_typography_does_not_matter(style):
    for text, *_ in CASES:
        other = exchange_marks(text, style)[0]
        a = [(q.type, q.cue_lemma, q.speaker) for q in extract(text).quotes]
        assert [(q.type, q.cue_lemma, q.speaker) for q in extract(other).quotes] == a
        curly = text.replace("'", "’")
        assert [(q.type, q.cue, q.spans) for q in extract(curly).quotes] == [
            (q.type, q.cue, q.spans) for q in extract(text).quotes
        ]


def test_offsets_lie_in_the_text_whatever_its_spaces():
    text = f"\ufeff  TITRE\r\n\r\n«{NB}Le pont est fermé{NB}»,\u2009a dit   Élise Orsel.\r\n"
    (quote,) = extract(text).quotes
    assert [text[s:e] for s, e in quote.spans] == ["Le pont est fermé"]
    assert (text[slice(*quote.cue)], text[slice(*quote.source)]) == ("a dit", "Élise Orsel")


def test_many_is_lazy_and_equals_one_by_one():
    texts = [case[0] for case in CASES]
    assert list(extract_many(iter(texts), batch_size=7)) == [extract(t) for t in texts]

    def endless():
        while True:
            yield texts[0]

    assert next(extract_many(endless(), batch_size=2)).quotes


def test_table():
    empty, table = quotes(""), quotes(CASES[0][0])
    assert list(empty.columns) == list(table.columns)
    assert list(table.columns[:5]) == ["speaker", "quotation", "type", "cue", "quote_id"]
    assert table.loc[0, ["speaker", "quotation", "type", "cue", "cue_lemma", "cue_class", "n_words"]].tolist() == [
        "Élise Orsel", "le pont était fermé", "indirect", "a déclaré", "déclarer", "neutral", 4,
    ]  # fmt: skip
    assert table.dtypes.tolist() == empty.dtypes.tolist()


def test_table_joins_the_parts_of_a_quotation():
    row = quotes("Le pont, selon le préfet, sera fermé.").loc[0]
    assert (row["quotation"], row["spans"]) == ("Le pont … sera fermé", ((0, 7), (26, 36)))


def test_table_without_cue_and_speaker():
    row = quotes("« Le pont est fermé depuis mardi. »").loc[0]
    assert row[["speaker", "cue", "cue_start", "source_start"]].isna().all()


A, B = "« Oui », a dit Élise Orsel.", "Selon Paul Varlat, le pont tient. « Non », a dit le maire."
SPEAKERS = ["Élise Orsel", "Paul Varlat", "Paul Varlat"]


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        ([A, B], [0, 1, 1]),
        ((A, "", B), [0, 2, 2]),
        (iter([A, B]), [0, 1, 1]),
        ([A, None, B, float("nan"), pd.NA, pd.NaT], [0, 2, 2]),
        ({"a": A, "b": B, "c": None}, ["a", "b", "b"]),
        (pd.Series([A, B], index=["x", "y"]), ["x", "y", "y"]),
        (pd.Series([A, None, B], index=[7, 7, 7]), [7, 7, 7]),
        (pd.Series([A, B], dtype="string").to_numpy(), [0, 1, 1]),
        (pd.Series([A, B], index=pd.MultiIndex.from_tuples([("o", 1), ("o", 2)])), [("o", 1), ("o", 2), ("o", 2)]),
        ([Article(A), B], [0, 1, 1]),
    ],
)
def test_table_of_many_texts(texts, labels):
    table = quotes(texts)
    assert table.columns[0] == "text_id"
    assert table["text_id"].tolist() == labels
    assert table["speaker"].tolist() == SPEAKERS


@pytest.mark.parametrize("texts", [[], {}, [None], pd.Series([], dtype="str"), [""]])
def test_table_of_no_texts_has_its_columns(texts):
    table = quotes(texts)
    assert (len(table), list(table.columns)) == (0, ["text_id", *quotes("").columns])


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (None, "NoneType is no text"),
        (7, "int is no text"),
        (float("nan"), "float is no text"),
        (b"oui", "bytes is no text"),
        ({A, B}, "set is no text"),
        (pd.DataFrame({"text": [A]}), "give the column"),
        ([A, 7], "text 1 is of type int, no string"),
        ({"x": [A]}, "text 'x' is of type list, no string"),
        (pd.Series([A, b"oui"], index=["x", "y"]), "text 'y' is of type bytes, no string"),
    ],
)
def test_what_is_no_text_is_refused(texts, message):
    with pytest.raises(TypeError, match=message):
        quotes(texts)


def test_many_give_the_rows_of_each():
    texts = [case[0] for case in CASES]
    many = quotes(texts)
    for number in (0, 5, len(texts) - 1):
        mine = many[many["text_id"] == number].drop(columns="text_id").reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, quotes(texts[number]))


def test_gold_format():
    text = CASES[0][0]
    article = to_gold("a", text, extract(text))
    assert article["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert article["quotes"][0] | {"confidence": None} == {
        "id": "q1", "type": "indirect", "cue": [12, 21], "content": [[26, 45]], "source": [0, 11],
        "speaker": "Élise Orsel", "parent": None, "confidence": None,
    }  # fmt: skip


def test_confidence_is_a_share():
    values = [q.confidence for text, *_ in CASES for q in extract(text).quotes]
    assert all(0 < v < 1 for v in values)
    assert len(set(values)) > 3


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit", ['"', "« a » ", "il dit que le pont tient et ", "mot ", "« Oui », a dit Paul Orsel.\n"]
)
def test_hostile_text_takes_linear_time(unit):
    def seconds(size):
        text = (unit * (size // len(unit) + 1))[:size]
        start = time.process_time()
        extract(text)
        return time.process_time() - start

    seconds(1000)
    small, large = seconds(8_000), seconds(64_000)
    assert large < 8 * small * 2.5 + 0.3


def test_a_sentence_without_end_is_cut_with_a_warning():
    extraction = extract("le pont tient et " * 3000)
    assert len(extraction.warnings) == 1
    assert "51000 characters" in extraction.warnings[0] or "50999 characters" in extraction.warnings[0]


def test_the_predicate_is_the_content():
    assert found("Le juge considère cette loi comme une menace.")[0][3] == "une menace"
