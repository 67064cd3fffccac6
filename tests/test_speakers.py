import pytest

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
    ("Paul Varlat a reçu Marc Ravel. Ce dernier a dit que le pont était fermé.", "Marc Ravel", "ce dernier"),
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
