"""What a page says twice counts once, and a quotation over paragraphs has whom its words lead to."""

import pytest

from framing.quotation import extract
from framing.quotation.repetition import REPETITION


def rows(text):
    return [
        (q.cue and text[slice(*q.cue)], [text[slice(*span)] for span in q.spans], q.speaker)
        for q in extract(text).quotes
    ]


def test_a_quotation_over_two_paragraphs_with_two_cues_is_two():
    text = "Hugo Morel a prévenu : « Il faut soigner ces gens.\n\n« Sinon, ils mourront », a-t-il ajouté."
    assert rows(text) == [
        ("a prévenu", ["Il faut soigner ces gens"], "Hugo Morel"),
        ("a-t-il ajouté", ["Sinon, ils mourront"], "Hugo Morel"),
    ]


def test_one_content_between_two_cues_is_one_quotation():
    assert rows("Hugo Morel a prévenu : « Il faut agir », a-t-il ajouté.") == [
        ("a prévenu", ["Il faut agir"], "Hugo Morel")
    ]


@pytest.mark.parametrize("blank", ["\n", "\n\n", "\n \n", " "])
def test_words_before_a_colon_lead_to_the_quotation_of_the_next_paragraph(blank):
    text = (
        f"La ministre Élise Orsel a répondu aux élus :{blank}« Nous tiendrons nos délais. »\n\nLe maire n'a pas réagi."
    )
    assert rows(text) == [("a répondu", ["Nous tiendrons nos délais"], "Élise Orsel")]


def test_a_quotation_of_three_paragraphs_is_one():
    text = "Élise Orsel a répondu :\n\n« Nous avons lu.\n\n« Nous avons ri.\n\n« Nous partons. »\n\nLe maire se tait."
    ((cue, (content,), speaker),) = rows(text)
    assert (cue, speaker) == ("a répondu", "Élise Orsel")
    assert content.startswith("Nous avons lu") and content.endswith("Nous partons")


PULLED = "Ce barrage est une folie, nous irons en justice"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"« {PULLED} »\n\nLe pont ouvre.\n\n« {PULLED} », a lancé la députée Ilse Varnier.", ["Ilse Varnier"] * 2),
        (f"« {PULLED[:24]} »\n\nLe pont ouvre.\n\n« {PULLED} », a lancé Ilse Varnier.", ["Ilse Varnier"] * 2),
        (
            f"« Autre chose est dite ici même »\n\nLe pont.\n\n« {PULLED} », a lancé Ilse Varnier.",
            [None, "Ilse Varnier"],
        ),
    ],
)
def test_a_pull_quote_is_theirs_whose_words_it_repeats(text, speakers):
    quotes = extract(text).quotes
    assert [q.speaker for q in quotes] == speakers
    assert (quotes[0].reason == REPETITION) == (speakers[0] is not None)


def test_dialogue_by_dashes_is_told():
    extraction = extract(
        "Deux femmes parlent.\n— Tu y crois, toi ? demande la première.\n— Pas une seconde, répond Ilse."
    )
    assert any("dash" in warning for warning in extraction.warnings)
    assert "Tu" not in [q.speaker for q in extraction.quotes]


def test_a_list_with_dashes_is_no_dialogue():
    assert extract("Le plan prévoit :\n— un pont ;\n— une route.").warnings == ()


def test_a_pronoun_of_the_verb_group_is_no_empty_source():
    text = "Le maire a répondu : « Nous avons attendu que le pont soit fermé. »"
    assert all(q.source is None or q.source[0] < q.source[1] for q in extract(text).quotes)
