"""A second language is a folder of tables: ten rows of English, and no word of French is asked for."""

import csv
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from framing.corpus.dates import find_date
from framing.corpus.formats.tabular import names_of
from framing.language import codes, load
from framing.quotation.extraction import extract
from framing.quotation.gate import could_quote
from framing.text.article import Article
from framing.text.detection import wrong_language
from framing.text.fold import name_words
from framing.text.marks import find_marks
from framing.text.sentence_splitting import sentences
from framing.text.tokenisation import words
from framing.text.zoning import zones

FOLDER = Path(__file__).parent / "en"
ENGLISH = load(FOLDER)
SAID = "“The harbour is open”, said mayor Ada Orsel."
PAGE = f"""The harbour is open
3rd April 2019
Share this page
{SAID} The people of the town came to see the boats at nine o'clock.
"""


def test_it_is_a_folder_of_ten_rows_that_nothing_else_knows():
    rows = [row for path in FOLDER.glob("*.csv") for row in csv.DictReader(path.open(encoding="utf-8"))]
    assert len(rows) == 10 and all(row["source"] for row in rows)
    assert ENGLISH.code not in codes() and load(FOLDER) is ENGLISH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at nine o'clock", ["at", "nine", "o'", "clock"]),
        ("O’Clock, l'eau", ["O’", "Clock", "l'eau"]),
        ("12 000 boats, don't", ["12 000", "boats", "don't"]),
    ],
)
def test_words(text, expected):
    assert words(text, ENGLISH) == expected


def test_sentences():
    text = "He met Mr. Orsel. They left. Mme. Orsel stayed."
    found = [text[start:end] for start, end in sentences(text, ENGLISH)]
    assert found == ["He met Mr. Orsel.", "They left.", "Mme.", "Orsel stayed."]


def test_marks():
    """French elides « l' », so that no mark closes there; English does not."""
    text = "‘the hotel’ and ‘hall l’ too"
    assert [text[p.open + 1 : p.close] for p in find_marks(text, ENGLISH).pairs] == ["the hotel", "hall l"]
    assert [text[p.open + 1 : p.close] for p in find_marks(text).pairs] == ["the hotel"]


def test_names():
    assert name_words("The Mayor of Oree, de Sarn", ENGLISH) == {"mayor", "of", "oree", "de", "sarn"}


def test_zones_and_date():
    table = zones(PAGE, ENGLISH)
    found = {row.zone: PAGE[row.start : row.end] for row in table.itertuples()}
    assert found["furniture"] == "3rd April 2019\nShare this page\n" and found["headline"] == "The harbour is open\n"
    assert "furniture" not in zones(PAGE)["zone"].tolist()
    assert str(find_date(PAGE, table, ENGLISH)) == "2019-04-03"
    assert find_date(PAGE, table) is None, "French writes no « 3rd »"


def test_columns_have_their_own_names_only():
    assert names_of(["Texte", "Body"], ENGLISH) == {"text": "Body"}


def test_which_language():
    assert wrong_language("The boats of the harbour are at the end of the pier of Oree.", ENGLISH) is None
    said = wrong_language("La mairie et le port ont été fermés par la tempête dans la nuit.", ENGLISH)
    assert said == "not an English text: it looks like French (by its commonest words)"


def parsed(text: str, rows: str) -> Article:
    """An article of one sentence with its parse: a row a word, with part of speech, relation and head."""
    article = Article(text, language=ENGLISH)
    (unit,) = article.units
    forms, pos, deps, heads = zip(*(row.split() for row in rows.strip().splitlines()), strict=True)
    spaces, at = [], 0
    for form in forms:
        at = unit.sentence.index(form, at) + len(form)
        spaces.append(unit.sentence[at : at + 1] == " ")
    places = {form: k for k, form in enumerate(forms)}
    doc = Doc(Vocab(), list(forms), spaces, pos=list(pos), deps=list(deps), heads=[places[h] for h in heads])
    assert doc.text == unit.sentence
    unit.read(doc)
    return article


def test_the_gate():
    def could(text: str) -> bool:
        (unit,) = Article(text, language=ENGLISH).units
        return could_quote(unit)

    assert could(SAID) and could("The mayor says a prayer.")
    assert not could("Le maire affirme que le port rouvre.") and not could("The harbour is open.")


def test_a_quotation_from_the_text_to_the_speaker():
    article = parsed(
        SAID,
        """
        The     DET   det       harbour
        harbour NOUN  nsubj     open
        is      AUX   cop       open
        open    ADJ   ccomp     said
        ,       PUNCT punct     said
        said    VERB  ROOT      said
        mayor   NOUN  nsubj     said
        Ada     PROPN appos     mayor
        Orsel   PROPN flat:name Ada
        .       PUNCT punct     said
        """,
    )
    (quote,) = extract(article, nlp=spacy.blank("xx")).quotes
    assert [SAID[start:end] for start, end in quote.spans] == ["The harbour is open"]
    assert (quote.type, quote.cue_lemma, quote.cue_class, quote.speaker) == ("direct", "say", "neutral", "Ada Orsel")
