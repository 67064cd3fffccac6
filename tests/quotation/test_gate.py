import pytest

from framing.quotation.gate import could_quote, gated
from framing.text.article import Article

# text, whether it can hold a quotation, and why
CASES = [
    ("« Le pont est fermé »", True, "marks"),
    ("Le maire affirme que le pont est fermé.", True, "a verb and its que"),
    ("Le maire affirme le contraire.", True, "a verb that governs an object"),
    ("Le maire bougonne.", False, "a verb that needs a clause or a place of its own"),
    ("Le pont sera fermé, bougonne le maire.", True, "a verb behind a comma"),
    ("Ainsi bougonne-t-elle.", True, "a verb before its subject"),
    ("L'annonce de la fermeture surprend.", True, "a noun that announces"),
    ("La rumeur que le pont cède circule.", True, "a noun and its que"),
    ("La rumeur circule.", False, "a noun alone"),
    ("Selon le préfet, le pont est fermé.", True, "a phrase"),
    ("Le pont est fermé depuis mardi.", False, "nothing"),
    ("", False, "nothing at all"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_could_quote(text, expected, why):
    assert any(could_quote(u) for u in Article(text).units) is expected


def test_the_sentence_before_a_pronoun_is_read_too():
    article = Article("Le maire a quitté la salle. La pluie tombe. Il affirme que le pont est fermé.")
    assert [u.sentence for u in gated(article)] == [article.units[1].sentence, article.units[2].sentence]
