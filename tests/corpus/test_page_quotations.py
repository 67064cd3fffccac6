"""Quotations that the markup of a page tells: q, blockquote, the posts of networks."""

import pytest

import framing
from framing.corpus.formats import read_file
from framing.text.article import Article
from framing.text.turns import find_posts

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Le barrage ouvre | Le Fanal</title></head><body>
<article><h1>Le barrage ouvre</h1>
<p>Le barrage de Kadrine, que la plaine attend depuis douze ans, sera mis en eau jeudi si le temps le permet encore.</p>
{}
<p>La vanne sera posée samedi, et les habitants de la vallée sont invités à la fête qui aura lieu dimanche au port.</p>
</article></body></html>"""


def text_of(tmp_path, part):
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(part), "utf-8")
    (article,) = read_file(path, "page.html")
    return article.text


@pytest.mark.parametrize(
    ("part", "written"),
    [
        ("<p><q>Rien n’arrêtera l’eau</q>, a dit <b>Lia</b> Brone. Selon elle, <q>tout est <i>prêt</i></q>.</p>",
         "« Rien n’arrêtera l’eau », a dit Lia Brone. Selon elle, « tout est prêt »."),
        ("<p>Elle a dit : <q>le mot <q>eau</q> suffit</q>.</p>", "Elle a dit : « le mot “eau” suffit »."),
        ("<p>Elle a dit <q>« oui »</q> deux fois.</p>", "Elle a dit « oui » deux fois."),
        ("<p>La préfète a dit :</p><blockquote><p>Rien ne presse.</p><p>Tout est prêt.</p></blockquote>",
         "« Rien ne presse.\nTout est prêt. »"),
        ("<blockquote>“Rien ne presse.”</blockquote>", "“Rien ne presse.”"),
        ("<blockquote><p>Rien ne presse au bord de l'eau.</p><footer>— Lia Brone</footer></blockquote>",
         "« Rien ne presse au bord de l'eau. »"),
        ("<p>Il n'a rien dit<q></q>.</p>", "Il n'a rien dit."),
    ],
)  # fmt: skip
def test_marks_that_the_markup_stands_for(tmp_path, part, written):
    text = text_of(tmp_path, part)
    assert written in text
    assert text.count("«") == text.count("»") == written.count("«")


def test_a_page_with_q_gives_quotations(tmp_path):
    text = text_of(tmp_path, "<p><q>Rien n’arrêtera l’eau</q>, a assuré la ministre Lia Brone.</p>")
    found = framing.quotes(text)[["type", "speaker", "quotation"]].values.tolist()
    assert found == [["direct", "Lia Brone", "Rien n’arrêtera l’eau"]]


POST = (
    '<blockquote class="twitter-tweet"><p lang="fr">Ce barrage est une folie.<br>Nous irons en justice. '
    '<a href="https://t.co/x">pic.twitter.com/x1</a></p>&mdash; Ilse Varnier (@ivarnier) '
    '<a href="https://twitter.com/i/1">March 4, 2031</a></blockquote>'
)


def test_a_post_is_the_voice_of_who_signs_it(tmp_path):
    text = text_of(tmp_path, POST)
    found = framing.quotes(text)[["type", "speaker", "quotation"]].values.tolist()
    assert found == [["direct", "Ilse Varnier", "Ce barrage est une folie. Nous irons en justice."]]
    own = Article(text).own
    assert "ivarnier" not in own and "2031" not in own and "pic.twitter" not in own
    assert "justice." in own and "La vanne sera posée" in own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tout est prêt.— Lia Brone (@lbrone) 3 avril 2031", [("Lia Brone", "Tout est prêt.")]),
        ("« Tout est prêt. »\n— Lia Brone (@lbrone)", [("Lia Brone", "« Tout est prêt. »")]),
        ("Oui !\n— Le Port d'Orée 🐟 (@port) March 4, 2031", [("Le Port d'Orée 🐟", "Oui !")]),
        ("— Lia Brone (@lbrone)", []),
        ("Lia Brone (@lbrone) a écrit que tout est prêt.", []),
        ("Le maire — Tom Kadrec (divers) — a dit oui.", []),
    ],
)
def test_posts(text, expected):
    assert [(text[slice(*p.label)], text[slice(*p.spans[0])]) for p in find_posts(text, text)] == expected


def test_a_post_in_marks_is_one_quotation():
    text = "La députée a réagi.\n« Ce barrage est une folie. »\n— Ilse Varnier (@ivarnier) 3 avril 2031\n"
    assert framing.quotes(text)["speaker"].tolist() == ["Ilse Varnier"]
