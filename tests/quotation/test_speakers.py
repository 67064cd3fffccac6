import pytest
from source_examples import source_in

from framing.quotation import antecedents
from framing.quotation.extraction import extract

# (text, speaker of the last relation, a word of the reason)
CASES = [
    ("Il a dit que le pont était fermé.", None, "no antecedent"),
    ("Le pont serait fermé, apprend-on.", None, "indefinite"),
    ("Élise Orsel a dit que le pont était fermé.", "Élise Orsel", "name"),
    ("La ministre de l'Eau, Élise Orsel, a dit que le pont était fermé.", "Élise Orsel", "apposition"),
    ("La ministre Élise Orsel a dit que le pont était fermé.", "Élise Orsel", "name"),
    ("Élise Orsel est venue. Mme Orsel a dit que le pont était fermé.", "Élise Orsel", "fullest name"),
    ("La ministre Élise Orsel est venue. La ministre a dit que le pont était fermé.", "Élise Orsel", "role"),
    ("Élise Orsel, ministre de l'Eau, est venue. La ministre a dit que le pont était fermé.", "Élise Orsel", "role"),
    ("Le chef de l'État est venu. Le président Paul Varlat a parlé. Le chef de l'État a dit que non.",
     "Paul Varlat", "role"),
    ("Élise Orsel est venue. Elle a dit que le pont était fermé.", "Élise Orsel", "pronoun"),
    ("Élise Orsel a vu Paul Varlat. Il a dit que le pont était fermé.", "Paul Varlat", "pronoun"),
    ("Élise Orsel a vu Paul Varlat. Elle a dit que le pont était fermé.", "Élise Orsel", "pronoun"),
    ("Paul Varlat a reçu Marc Ravel. Ce dernier a dit que le pont était fermé.", "Marc Ravel", "the latter"),
    ("Élise Orsel a reçu Paul Varlat, qui a dit que le pont était fermé.", "Paul Varlat", "relative"),
    ("« Le pont est fermé », a dit Élise Orsel. « Nous partons demain. »", "Élise Orsel", "before"),
    ("Pékin a dit que le pont était fermé.", "Pékin", "as written"),
    ("Des témoins ont dit que le pont était fermé.", "Des témoins", "as written"),
    ("Le pont est fermé, selon une source proche de l'enquête.", "une source proche de l'enquête", "as written"),
    ("Le communiqué commun précise que le pont est fermé. Le document ajoute que le train passe.",
     "communiqué commun", "fuller mention"),
    ("La Cour des eaux du Nord (CEN) est saisie. La CEN a dit que le pont était fermé.",
     "Cour des eaux du Nord", "acronym"),
    ("Paul Varlat est mort. Selon ses proches, le pont était fermé.", "proches de Paul Varlat", "possessive"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "reason"), CASES, ids=[c[0][-40:] for c in CASES])
def test_speaker(text, speaker, reason):
    quote = extract(text).quotes[-1]
    assert quote.speaker == speaker
    assert reason in quote.reason


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Élise Orsel dit que non.", "name"),
        ("Il dit que non.", "pronoun"),
        ("Le préfet dit que non.", "role"),
        ("Le gouvernement dit que non.", "group"),
        ("Le communiqué dit que non.", "document"),
        ("L'AFP dit que non.", "outlet"),
        ("Pékin dit que non.", "metonym"),
        ("Une source policière dit que non.", "unnamed"),
    ],
)
def test_source_kind(text, kind):
    assert extract(text).quotes[0].source_kind == kind


def test_an_empty_text_has_no_speaker():
    assert extract("").quotes == ()


# --- whom a source takes up: each rule with examples that it takes and one that it leaves -----------------------------------

# rule: (the article, the last sentence with its source in brackets, the speaker's name or LEFT, the reason)
LEFT = "the rule does not apply"
ANTECEDENT_RULES = {
    "relative": [
        ("Rien.", "Élise Orsel a reçu Paul Varlat, [qui] a dit que non.", "Paul Varlat", "relative"),
        ("Rien.", "[Qui] a dit que non ?", None, "no antecedent"),
        ("Rien.", "[Élise Orsel] a dit que non.", LEFT, ""),
    ],
    "first_person": [
        ("Rien.", "[Nous] avons dit que non.", None, "first person"),
        ("Rien.", "[Elle] a dit que non.", LEFT, ""),
    ],
    "indefinite_pronoun": [
        ("Rien.", "[On] a dit que non.", None, "indefinite pronoun"),
        ("Rien.", "[Elle] a dit que non.", LEFT, ""),
    ],
    "personal_pronoun": [
        ("Élise Orsel a vu Paul Varlat.", "[Elle] a dit que non.", "Élise Orsel", "pronoun, recent subject"),
        ("Élise Orsel a vu Paul Varlat.", "[Il] a dit que non.", "Paul Varlat", "pronoun, recent mention"),
        ("Les syndicats sont venus.", "[Ils] ont dit que non.", "syndicats", "pronoun, recent subject"),
        ("Élise Orsel est venue.", "[Il] a dit que non.", None, "no antecedent"),
        ("Élise Orsel est venue." + " Il pleut." * 9, "[Elle] a dit que non.", None, "no antecedent"),
        ("Élise Orsel est venue.", "[La ministre] a dit que non.", LEFT, ""),
    ],
    "latter": [
        ("Paul Varlat a reçu Marc Ravel.", "[Ce dernier] a dit que non.", "Marc Ravel", "the latter"),
        ("Paul Varlat a reçu Élise Orsel.", "[Cette dernière] a dit que non.", "Élise Orsel", "the latter"),
        ("Rien.", "[Ce dernier] a dit que non.", None, "no antecedent"),
        ("Paul Varlat a reçu Marc Ravel.", "[Ce maire] a dit que non.", LEFT, ""),
    ],
    "both_parties": [
        ("La France et la Suisse ont signé un accord.", "[Les deux pays] ont dit que non.", "France ; Suisse",
         "both parties"),
        ("Rien.", "[Les deux pays] ont dit que non.", LEFT, ""),
        ("La France et la Suisse ont signé un accord.", "[Les pays] ont dit que non.", LEFT, ""),
    ],
    "possessive": [
        ("Paul Varlat est mort.", "[Ses proches] ont dit que non.", "proches de Paul Varlat", "possessive"),
        ("Rien.", "[Ses proches] ont dit que non.", LEFT, ""),
        ("Paul Varlat est mort.", "[Les proches] ont dit que non.", LEFT, ""),
    ],
    "noun_phrase": [
        ("Rien.", "[Le préfet] a dit que non.", "préfet", "as written"),
    ],
}  # fmt: skip


def test_every_rule_has_examples():
    assert list(ANTECEDENT_RULES) == [rule.__name__ for rule in antecedents.ANTECEDENTS]


@pytest.mark.parametrize(
    ("rule", "before", "sentence", "name", "reason"),
    [(rule, *case) for rule, cases in ANTECEDENT_RULES.items() for case in cases],
)
def test_antecedent(rule, before, sentence, name, reason):
    source, context = source_in(before, sentence)
    speaker = getattr(antecedents, rule)(source, context)
    assert (speaker and (speaker.name, speaker.reason)) == (None if name == LEFT else (name, reason))


def test_the_hyphens_of_a_pronoun_are_left_out():
    assert [q.speaker for q in extract("Élise Orsel est venue. « Non », a-t-elle dit.").quotes] == ["Élise Orsel"]


def test_who_says_je_is_who_says_the_words_round_it():
    text = "« Je promets que le pont tiendra », a dit Élise Orsel."
    assert {q.speaker for q in extract(text).quotes} == {"Élise Orsel"}
