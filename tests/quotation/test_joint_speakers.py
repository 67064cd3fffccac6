"""Several who speak together: all of them are told, and their words count once."""

import pandas as pd
import pytest

import framing
from framing.align.facts import who_is_left_out
from framing.annotation.rows import short_name
from framing.measures import observations, speaker_words
from framing.quotation import extract
from framing.study import parse_study
from framing.tables.joint import values_of

TOGETHER = [
    ("Élise Orsel et Paul Varlat ont déclaré que le pont tiendra.", ["Élise Orsel", "Paul Varlat"]),
    ("Élise Orsel, Paul Varlat et Lise Ravel ont annoncé un accord.", ["Élise Orsel", "Paul Varlat", "Lise Ravel"]),
    (
        "Le maire de Kadrine et la ministre de l'Eau ont affirmé que le pont tiendra.",
        ["maire de Kadrine", "ministre de l'Eau"],
    ),
    (
        "Le préfet Paul Varlat et son adjointe Lise Ravel ont démenti que le pont soit fermé.",
        ["Paul Varlat", "Lise Ravel"],
    ),
    ("Ni Élise Orsel ni Paul Varlat n'ont précisé si le pont rouvrira.", ["Élise Orsel", "Paul Varlat"]),
    ("Élise Orsel ainsi que Paul Varlat ont déclaré que le pont tiendra.", ["Élise Orsel", "Paul Varlat"]),
    ("« Le pont tiendra », ont annoncé Élise Orsel et Paul Varlat.", ["Élise Orsel", "Paul Varlat"]),
    (
        "Le pont tiendra, ont assuré mardi Élise Orsel, Paul Varlat et Lise Ravel.",
        ["Élise Orsel", "Paul Varlat", "Lise Ravel"],
    ),
    ("Selon Élise Orsel et Paul Varlat, le pont tiendra.", ["Élise Orsel", "Paul Varlat"]),
    ("Une enquête a été demandée par Élise Orsel et Paul Varlat.", ["Élise Orsel", "Paul Varlat"]),
    ("L'Orbe et la Valdorie ont annoncé un accord.", ["Orbe", "Valdorie"]),
    ("Des pêcheurs et des riverains ont dénoncé un abandon.", ["Des pêcheurs", "des riverains"]),
    (
        "Élise Orsel, la maire de Kadrine, et Paul Varlat, le préfet, ont déclaré que le pont tiendra.",
        ["Élise Orsel", "Paul Varlat"],
    ),
    (
        "Élise Orsel et Paul Varlat ont quitté la salle, affirmant que le vote est truqué.",
        ["Élise Orsel", "Paul Varlat"],
    ),
]

ALONE = [
    ("Élise Orsel, avec Paul Varlat, a déclaré que le pont tiendra.", "Élise Orsel"),
    ("La ministre de l'Eau et des Forêts a déclaré que le pont tiendra.", "ministre de l'Eau et des Forêts"),
    ("Le fondateur et directeur de la revue a déclaré que le pont tiendra.", "fondateur et directeur de la revue"),
    ("Les ports rouvrent, a annoncé Élise Orsel et Paul Varlat est parti.", "Élise Orsel"),
]

STUDY = parse_study("""
study = {name = "essai", title = "Essai"}
groups.a = {name = "A"}
groups.b = {name = "B"}
outlets.o = {name = "O", group = "a"}
outlets.p = {name = "P", group = "b"}
classes.etat = {name = "État"}
classes.ville = {name = "Ville"}
actors.orsel = {name = "Élise Orsel", class = "etat"}
actors.varlat = {name = "Paul Varlat", class = "ville"}
""")


@pytest.mark.parametrize(("text", "speakers"), TOGETHER)
def test_all_who_speak_are_speakers_of_one_quotation(text, speakers):
    (quote,) = extract(text).quotes
    assert list(quote.speakers) == speakers
    assert quote.speaker == " ; ".join(speakers)


@pytest.mark.parametrize(("text", "speaker"), ALONE)
def test_what_and_joins_within_one_who_speaks(text, speaker):
    assert [q.speaker for q in extract(text).quotes] == [speaker]


@pytest.mark.parametrize(
    "first", ["Élise Orsel et Paul Varlat ont promis d'agir.", "« Agissons », ont dit Élise Orsel et Paul Varlat."]
)
def test_a_pronoun_takes_up_both(first):
    *_, last = extract(f"{first} Ils ont ajouté que le pont tiendra.").quotes
    assert last.speaker == "Élise Orsel ; Paul Varlat"


def test_both_parties_are_the_two_who_have_spoken():
    *_, last = extract("L'Orbe et la Valdorie ont annoncé un accord. Les deux pays ont promis de le signer.").quotes
    assert last.speakers == ("Orbe", "Valdorie")


def test_one_of_two_who_have_spoken_is_not_taken_for_both():
    *_, last = extract("L'Orbe et la Valdorie ont annoncé un accord. L'Orbe a ajouté que le pont tiendra.").quotes
    assert last.speaker == "Orbe"


def annotated():
    texts = {
        "deux": "Élise Orsel et Paul Varlat ont déclaré que le pont tiendra. Paul Varlat a promis d'agir vite.",
        "une": "Élise Orsel a déclaré que le pont tiendra.",
    }
    articles = pd.DataFrame(
        {"article_id": texts.keys(), "text": texts.values(), "outlet": ["o", "p"], "group": ["a", "b"]}
    )
    return framing.annotate(articles, STUDY)


def test_the_tables_name_both_and_count_the_words_once():
    found = annotated()
    first = found.quotes.iloc[0]
    assert (first["actor"], first["actor_class"]) == ("orsel ; varlat", "etat ; ville")
    words = speaker_words(found, by=["article_id"])
    said = words[words["article_id"] == "deux"].set_index("actor_class")["n_words"]
    assert said.to_dict() == {"etat ; ville": 3, "ville": 2}


def test_a_joint_quotation_counts_for_the_class_of_each():
    found = annotated()
    shares = {
        c: observations(found, f"share_class:{c}").groupby("article_id")["value"].mean() for c in ("etat", "ville")
    }
    assert shares["etat"].to_dict() == {"deux": 0.5, "une": 1.0}
    assert shares["ville"].to_dict() == {"deux": 1.0, "une": 0.0}


def test_who_speaks_beside_another_is_not_left_out():
    assert who_is_left_out(annotated())["who"].tolist() == ["varlat"]


def test_a_name_of_many_is_cut_by_names():
    assert short_name("A ; B ; C ; D") == "A ; B ; C ; …"
    assert values_of(short_name("A ; B")) == ("A", "B")
