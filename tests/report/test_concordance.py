import json
import re
import shutil
import subprocess

import pandas as pd
import pytest

from framing.report.concordance import concordance_page, folding, kwic
from framing.report.html import TEMPLATES
from framing.study import Concept, Study
from framing.tables import AnnotationError, Annotations, as_table, sha256
from framing.text.normalisation import normalise
from framing.text.patterns import occurrences

TEXT = "L’eau monte.\nLe maire promet « deux Fléaux » ; l'eau, dit-il, « l’ÉTÉ »."


AFTER = " » ; l'eau, dit-il, « l’ÉTÉ »."
SECOND = ("Le maire promet « deux Fléaux » ; l'", "eau", ", dit-il, « l’ÉTÉ ».", "reported")
SUMMER = ("Le maire promet « deux Fléaux » ; l'eau, dit-il, « l’", "ÉTÉ", " ».", "reported")
PLAGUES = ("Le maire promet « deux ", "Fléaux", AFTER, "direct")
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
                ("a", 0, at, "outlet", None, None, 6),
                ("a", at, at + 11, "source", "direct", "q1", 2),
                ("a", at + 11, len(TEXT), "source", "reported", "q1", 4),
            ],
        ),
        "quotes": as_table("quotes", [{"article_id": "a", "quote_id": "q1", "speaker": "le maire"}]),
    }
    return Annotations(tables, texts)


@pytest.mark.parametrize(
    ("pattern", "voice", "speech", "expected"),
    [
        ("neige", None, None, []),
        ("eau", None, None, [("L’", "eau", " monte.", None), SECOND]),
        ("EAU", "outlet", None, [("L’", "eau", " monte.", None)]),
        ("eau", "outlet", "reported", []),
        ("été", "source", None, [SUMMER]),
        ("été", None, "reported", [SUMMER]),
        ("été", "source", "direct", []),
        ("fleau*", "source", "direct", [PLAGUES]),
        ("fleau*", "source", "reported", []),
        ("maire promet", "source", None, []),
        (FLEAUX, None, None, [("Le maire promet « ", "deux Fléaux", AFTER, "direct")]),
    ],
)
def test_kwic(
    pattern: str, voice: str | None, speech: str | None, expected: list[tuple[str, str, str, str | None]]
) -> None:
    found = kwic(annotations(), pattern, voice, speech)
    rows = found[["left", "match", "right", "speech"]].itertuples(index=False, name=None)
    assert [(*words, None if pd.isna(how) else how) for *words, how in rows] == expected
    assert found["voice"].tolist() == ["source" if how else "outlet" for *_, how in expected]


def test_the_speaker_stands_beside_quoted_words_alone() -> None:
    speakers = kwic(annotations(), "eau")["speaker"]
    assert pd.isna(speakers[0]) and speakers[1] == "le maire"


def test_the_width_cuts_the_context() -> None:
    row = kwic(annotations(), "maire", width=4).iloc[0]
    assert (row["left"], row["right"]) == ("Le ", " pro")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"pattern": ""}, "needs a letter or a digit"),
        ({"pattern": "« »"}, "needs a letter or a digit"),
        ({"pattern": "*"}, "that ends no word"),
        ({"pattern": "a*a*a*a*a*b"}, "that ends no word"),
        ({"pattern": Concept("x", "X", ("eau", "?"))}, "'\\?' needs a letter or a digit"),
        ({"pattern": "eau", "voice": "reader"}, "no voice 'reader': write outlet or source"),
        ({"pattern": "eau", "voice": "direct"}, "no voice 'direct': write outlet or source"),
        ({"pattern": "eau", "speech": "indirect"}, "no speech 'indirect': write direct or reported"),
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
    page = str(concordance_page(made, study(concepts)))
    (found,) = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    data = json.loads(found)
    assert "".join(part for *_, part in data["articles"][0]["segments"]) == text
    assert page.count("<script") == page.count("</script") == 2 and "<b>" not in page
    assert data["concepts"]["fleaux"] == ["deux fléaux", "fléau"]


def test_the_concordance_page_tells_who_says_what() -> None:
    page = str(concordance_page(annotations(), study({})))
    data = json.loads(re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)[0])
    assert [(v, s) for v, s, _ in data["articles"][0]["segments"]] == [
        ("outlet", None), ("source direct", "le maire"), ("source reported", "le maire"),
    ]  # fmt: skip


def test_the_page_asks_by_whom_and_how() -> None:
    page = str(concordance_page(annotations(), study({})))
    asked = re.findall(r'<option value="([^"]*)">', page.partition('name="voice"')[2])
    assert asked == ["", "outlet", "source", "source direct", "source reported"]


def test_the_page_escapes_names_and_ids() -> None:
    concepts = {i: Concept(i, f"{i} & Cie", ("eau",)) for i in ('"><script>alert(1)</script>', "l'un")}
    page = str(concordance_page(annotations(), study(concepts)))
    assert page.count("<script") == 2 and "&#34;&gt;&lt;script&gt;alert(1)" in page and "l&#39;un &amp; Cie" in page


def test_the_language_of_the_page_is_that_of_its_articles() -> None:
    data = re.findall(
        r'<script type="application/json">(.*?)</script>', str(concordance_page(annotations(), study({})))
    )
    assert json.loads(data[0])["articles"][0]["language"] == "fr"


NODE = shutil.which("node")
QUESTIONS = """
const { folding, texts, questions } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const views = texts.map((text) => foldedView(text, folding));
const answer = (phrases) => {
  const pattern = phrasesPattern(phrases, folding);
  return texts.map((text, i) => occurrences(views[i], pattern).map(([start, end]) => text.slice(start, end)));
};
console.log(JSON.stringify(questions.map((phrases) => {
  try { return answer(phrases); } catch (error) { return error.message; }
})));
"""
TEXTS = [
    "",
    TEXT,
    "\U0001d400\U0001f327 L’EAU, les eaux\u00a0; l’« eau »\nL' eau\u2009: l´eau",
    "Straße, STRASSE, straße ; oﬃce, ﬁn, œuvre, Œuvre, İzmir, ΣΑΣ σας",
    "deux\u202ftrêves, deux-Trêves, «deux» «trêves», deux, trêves",
    "a" * 120,
    "a_b a.b a . b 100 % local 100% local O.N.U. C++ n° 1 x² ½ Ⅳ",
    "e\u0301te\u0301 \x1c eau\x1ceau",
    "</script> <b> & \u2028eau",
]
ASKED = [
    ["eau"],
    ["EAU*"],
    ["l'eau"],
    ["L’eau"],
    ["deux trêve*"],
    ["trêve*", "trêves", "deux trêves"],
    ["a*"],
    ["*"],
    ["a*a*a*b"],
    ["?"],
    [""],
    [],
    ["strasse"],
    ["straße"],
    ["office"],
    ["fin"],
    ["œuvre"],
    ["izmir"],
    ["σας"],
    ["O.N.U."],
    ["100 % local"],
    ["c++"],
    ["a.b"],
    ["a b"],
    ["x2"],
    ["n° 1"],
    ["ete"],
    ["été"],
    ["1"],
    ["(eau)"],
    ["eau [eau]"],
    ["\U0001d400"],
    ["iv"],
    ["eau eau"],
]


@pytest.mark.skipif(NODE is None, reason="node is not here, so the script of the page cannot be asked")
def test_the_page_finds_what_kwic_finds() -> None:
    script = (TEMPLATES / "phrases.js").read_text("utf-8") + QUESTIONS
    read = [normalise(text).text for text in TEXTS]
    data = {"folding": folding(read), "texts": read, "questions": ASKED}
    run = subprocess.run(
        [str(NODE), "-e", script], input=json.dumps(data), capture_output=True, encoding="utf-8", timeout=30, check=True
    )
    for phrases, answer in zip(ASKED, json.loads(run.stdout), strict=True):
        try:
            expected = [[text[o.start : o.end] for o in occurrences(text, phrases)] for text in read]
        except ValueError as error:
            assert f"{phrases[0]!r} {answer}" == str(error)
        else:
            assert answer == expected, phrases
