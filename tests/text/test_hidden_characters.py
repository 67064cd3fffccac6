"""What no reader sees changes nothing: the same relations, words and labels, at their places in the text as given."""

import pandas as pd
import pytest

import framing
from framing.annotation import annotate
from framing.distance.certainty import hedges
from framing.distance.islands import scare_quotes
from framing.study import parse_study
from framing.tables.checks import problems
from framing.text.article import Article
from framing.text.patterns import occurrences
from framing.text.tokenisation import count_words, word_spans, words

CLEAN = (
    "La ministre Élise Orsel a déclaré mardi que le barrage ouvrirait jeudi. « Rien ne presse », a-t-elle ajouté. "
    "Le préfet affirme que les travaux offriront du travail à la « perle » de la plaine."
)


def with_soft_hyphens(text: str) -> str:
    return text.replace("nistre", "\u00adnistre").replace("claré", "\u00adclaré\u200b").replace("rrage", "r\u00adrage")


def with_zero_width(text: str) -> str:
    return "\ufeff" + text.replace("« ", "«\u2060 ").replace(" »", " \u2060»").replace("-t-", "\u200b-t-")


def with_ligatures(text: str) -> str:
    return text.replace("ffi", "\ufb03").replace("ff", "\ufb00").replace("fi", "\ufb01").replace("fl", "\ufb02")


def decomposed(text: str) -> str:
    return text.replace("é", "e\u0301")


def broken_at_line_ends(text: str) -> str:
    for word, broken in (("déclaré", "dé-\nclaré"), ("barrage", "bar-\nrage"), ("travaux", "tra-\r\nvaux")):
        text = text.replace(word, broken)
    return text


DAMAGES = [with_soft_hyphens, with_zero_width, with_ligatures, decomposed, broken_at_line_ends]
FACTS = ["type", "cue_lemma", "speaker", "source_kind", "n_words"]


@pytest.mark.parametrize("damaged", DAMAGES)
def test_relations_are_those_of_the_clean_text(damaged):
    text = damaged(CLEAN)
    found, expected = framing.quotes(text), framing.quotes(CLEAN)
    assert text != CLEAN and len(expected) == 3
    assert found[FACTS].equals(expected[FACTS])
    for spans, written in zip(found["spans"], expected["quotation"], strict=True):
        ((start, end),) = spans
        assert (
            text[start:end] == damaged(written).strip("\u2060\u200b\ufeff") or Article(text[start:end]).text == written
        )


@pytest.mark.parametrize("damaged", DAMAGES)
def test_words_are_those_of_the_clean_text(damaged):
    text = damaged(CLEAN)
    assert count_words(text) == count_words(CLEAN) == len(word_spans(text)) == len(words(text))
    assert [Article(word).text for word in words(text)] == words(CLEAN)


def test_a_phrase_is_found_where_it_stands():
    assert occurrences("le bar\u00adrage de la \ufb02otte, le bar-\nrage", ["barrage", "flotte"]) == [
        ("barrage", 3, 11),
        ("flotte", 18, 23),
        ("barrage", 28, 37),
    ]


def test_measures_of_distance_say_where_in_the_text_as_given():
    text = "Le bar\u00adrage tien\u00addra peut\u00ad-être, « si\u200bmple » affaire."
    (hedge,) = hedges(text)[["start", "end"]].itertuples(index=False, name=None)
    assert text[slice(*hedge)] == "peut\u00ad-être"
    start = text.index("si\u200bmple")
    assert scare_quotes(text)[["start", "end"]].values.tolist() == [[start, start + 7]]
    assert scare_quotes(text, [(start, start + 7)])[["start", "end"]].values.tolist() == [[start, start + 7]]


def test_stance_takes_the_offsets_of_the_text_as_given():
    text = "\u00ad" * 9 + "La Val\u00addorie a lâchement trahi ses alliés."
    start = text.index("Val")
    found = framing.stance(text, (start, start + 9), model="lexical")
    assert found[["voice", "stance"]].values.tolist() == [["outlet", "negative"]]


STUDY = """
study = {name = "essai", title = "Essai"}
groups.a = {name = "A"}
outlets.o = {name = "O", group = "a"}
concepts.barrage = {name = "le barrage", variants = ["barrage"]}
"""


def test_tables_hold_the_places_of_the_text_as_given():
    text = with_ligatures(with_soft_hyphens(CLEAN))
    study = parse_study(STUDY)
    tables = annotate(pd.DataFrame({"text": [text]}), study, stance_models=["lexical"])
    clean = annotate(pd.DataFrame({"text": [CLEAN]}), study, stance_models=["lexical"])
    assert problems(tables.tables, tables.texts).empty
    assert [text[s:e] for s, e in zip(tables.labels["start"], tables.labels["end"], strict=True)] == ["bar\u00adrage"]
    assert tables.voices["n_words"].tolist() == clean.voices["n_words"].tolist()
    assert tables.lemmas.equals(clean.lemmas)
    for quote in tables.quotes.itertuples():
        assert text[quote.cue_start : quote.cue_end] in ("a dé\u00adclaré", "a-t-elle ajouté", "ajouté", "a\ufb03rme")


def test_a_copied_passage_is_found_where_it_stands():
    passage = "le port de Sarvelle a rouvert hier après trois longs mois de travaux, selon la mairie"
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "published": ["2031-05-02", "2031-05-03"],
            "text": [f"Hier, {passage}.", f"Bonne nouvelle : {passage.replace('vaux', chr(0xAD) + 'vaux')}."],
        }
    )
    (link,) = framing.align.reuse(articles).itertuples()
    assert articles["text"][1][link.start : link.end].replace("\u00ad", "") == passage
