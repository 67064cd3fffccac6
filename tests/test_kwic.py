import json
import re

import pandas as pd
import pytest

from framing.report.concordance import concordance, kwic
from framing.study.reader import Concept, Study
from framing.tables.annotations import AnnotationError, Annotations, as_table, sha256

TEXT = "L’eau monte.\nLe maire promet « deux Fléaux » ; l'eau, dit-il, « l’ÉTÉ »."


AFTER = " » ; l'eau, dit-il, « l’ÉTÉ »."
SECOND = ("Le maire promet « deux Fléaux » ; l'", "eau", ", dit-il, « l’ÉTÉ ».", "indirect")
FLEAUX = Concept("fleaux", "les fléaux", ("deux fléaux", "fléau"))


def study(concepts: dict[str, Concept]) -> Study:
    return Study("s", "s", "fr", True, {}, {}, {}, {}, {}, concepts, {}, ())


def annotations(texts: dict[str, str] | None = None) -> Annotations:
    texts = {"a": TEXT} if texts is None else texts
    at = TEXT.index("deux")
    tables = {
        "articles": as_table("articles", [("a", "o", "g", "e", "2021-01-01", "fr", 12, 2, sha256(TEXT))]),
        "voices": as_table(
            "voices",
            [
                ("a", 0, at, "outlet", None, 6),
                ("a", at, at + 11, "direct", "q1", 2),
                ("a", at + 11, len(TEXT), "indirect", "q1", 4),
            ],
        ),
        "quotes": as_table("quotes", [{"article_id": "a", "quote_id": "q1", "speaker": "le maire"}]),
    }
    return Annotations(tables, texts)


@pytest.mark.parametrize(
    ("pattern", "voice", "expected"),
    [
        ("neige", None, []),
        ("eau", None, [("L’", "eau", " monte.", "outlet"), SECOND]),
        ("EAU", "outlet", [("L’", "eau", " monte.", "outlet")]),
        ("été", "quoted", [("Le maire promet « deux Fléaux » ; l'eau, dit-il, « l’", "ÉTÉ", " ».", "indirect")]),
        ("fleau*", "direct", [("Le maire promet « deux ", "Fléaux", AFTER, "direct")]),
        ("maire promet", "direct", []),
        (FLEAUX, None, [("Le maire promet « ", "deux Fléaux", AFTER, "direct")]),
    ],
)  # fmt: skip
def test_kwic(pattern: str, voice: str | None, expected: list[tuple[str, str, str, str]]) -> None:
    found = kwic(annotations(), pattern, voice)
    assert list(found[["left", "match", "right", "voice"]].itertuples(index=False, name=None)) == expected


def test_the_speaker_stands_beside_quoted_words_alone() -> None:
    speakers = kwic(annotations(), "eau")["speaker"]
    assert pd.isna(speakers[0]) and speakers[1] == "le maire"


def test_the_width_cuts_the_context() -> None:
    row = kwic(annotations(), "maire", width=4).iloc[0]
    assert (row["left"], row["right"]) == ("Le ", " pro")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"pattern": ""}, "needs a word"),
        ({"pattern": "« »"}, "needs a word"),
        ({"pattern": "eau", "voice": "reader"}, "no voice 'reader': the voices are outlet"),
        ({"pattern": "eau", "width": -1}, "the width is -1"),
    ],
)
def test_bad_questions_are_told(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        kwic(annotations(), **arguments)  # type: ignore[arg-type]


def test_kwic_needs_the_texts() -> None:
    with pytest.raises(AnnotationError, match="a concordance shows the texts, and a is not there"):
        kwic(annotations({}), "eau")


@pytest.mark.parametrize("text", [TEXT, "</script><script>alert(1)</script> <!-- & 🌧 « été »", ""])
def test_the_concordance_page_holds_the_texts_as_data_alone(text: str) -> None:
    concepts = {"fleaux": FLEAUX, "x": Concept("x", "</select><b>", ("</script>",))}
    made = annotations({"a": text})
    page = str(concordance(made, study(concepts)))
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    held = json.loads(data)
    assert "".join(part for *_, part in held["articles"][0]["cut"]) == text
    assert page.count("<script") == page.count("</script") == 2 and "<b>" not in page
    assert held["concepts"]["fleaux"] == ["deux fléaux", "fléau"]


def test_the_concordance_page_tells_who_says_what() -> None:
    page = str(concordance(annotations(), study({})))
    held = json.loads(re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)[0])
    assert [(v, s) for v, s, _ in held["articles"][0]["cut"]] == [
        ("outlet", None), ("direct", "le maire"), ("indirect", "le maire"),
    ]  # fmt: skip
