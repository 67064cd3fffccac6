"""Which texts are refused, and which language they are said to be in."""

import csv
import time

import pytest

from framing.language import load
from framing.text.detection import COMMON_WORDS, LanguageError, common_share, need_language, wrong_language

FRENCH = "La Valdorie a signé mardi le traité sur les eaux du fleuve, que ses voisins refusent depuis trois ans. "
ENGLISH = "The harbour of Oree was opened on Monday, and the mayor said that it would stay open until the winter. "
POLISH = (
    "Port w Oree został otwarty w poniedziałek, a burmistrz powiedział, że pozostanie otwarty do zimy. Rybacy wrócili "
    "na nabrzeże wczesnym rankiem, choć wielu z nich wątpi, czy prace naprawdę się skończyły. Rada miasta ma się zebrać "
    "jutro, żeby omówić koszty remontu oraz wysokość opłat."
)


@pytest.mark.parametrize(
    "text",
    [
        "", "Voilà.", "1 234 — 5", "???", "The bridge", "New Sarnie Times", FRENCH, FRENCH * 20,
        "La Valdorie a un plan de paix.", "El Salvador et Los Altos sont en guerre.",
        "« The show must go on », a lancé le maire d'Orée à ses adversaires.", "Selon The Sarnie Herald, non.",
    ],
)  # fmt: skip
def test_what_may_be_french_is_read(text):
    assert wrong_language(text) is None
    need_language(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The government said that it was not going to sign the treaty with Sarnie.", "English"),
        ("El gobierno ha dicho que no va a firmar el tratado con sus vecinos.", "Spanish"),
        ("Die Regierung hat den Vertrag mit der Sarnie nicht unterzeichnet.", "German"),
        ("Il governo ha detto che non firmerà il trattato con i suoi vicini.", "Italian"),
        ("O governo disse que não vai assinar o tratado com os seus vizinhos.", "Portuguese"),
        ("De regering heeft gezegd dat zij het verdrag met de buren niet zal ondertekenen.", "Dutch"),
        (ENGLISH * 5, "English"),
        (ENGLISH * 5_000, "English"),
    ],
)
def test_another_language_is_named(text, name):
    assert wrong_language(text) == f"not a French text: it looks like {name} (by its commonest words)"
    with pytest.raises(LanguageError, match=f"looks like {name}.*: leave it out"):
        need_language(text)


@pytest.mark.parametrize("text", ["Правительство не подписало договор.", "政府は条約に署名しなかった。"])
def test_another_alphabet_is_refused(text):
    assert wrong_language(text) == "not a French text: most of its letters are not Latin ones"


def test_a_long_text_in_a_language_of_which_nothing_is_known():
    assert "of its words are the commonest French ones" in (wrong_language(POLISH) or "")
    assert wrong_language(POLISH[:96]) is None, "forty words are asked for before the own ones must be there"


def test_a_language_that_lists_no_words_refuses_nothing(tmp_path):
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "Xenian"\n', "utf-8")
    assert wrong_language(ENGLISH, load(tmp_path)) is None


def test_another_language_than_french(tmp_path):
    """English by a folder of one table: French is then the other language, and English no longer is."""
    (tmp_path / "language.toml").write_text('code = "en"\nname = "English"\n', "utf-8")
    with COMMON_WORDS.open(encoding="utf-8", newline="") as lines:
        words = [row["word"] for row in csv.DictReader(lines) if row["language"] == "English"]
    (tmp_path / "function_words.csv").write_text("\n".join(["word,source", *(f"{w},own" for w in words)]), "utf-8")
    english = load(tmp_path)
    assert wrong_language(ENGLISH * 5, english) is None
    assert wrong_language(FRENCH, english) == "not an English text: it looks like French (by its commonest words)"
    assert "commonest English ones" in (wrong_language(POLISH, english) or "")


def test_common_share():
    assert common_share("") != common_share("")
    assert common_share("et ou et") == 1 and common_share("Orsel") == 0
    assert common_share(FRENCH) > 0.4 > 0.15 > common_share(ENGLISH)


def test_the_table_of_common_words():
    with COMMON_WORDS.open(encoding="utf-8", newline="") as lines:
        rows = [(row["language"], row["word"], row["source"]) for row in csv.DictReader(lines)]
    assert rows == sorted(set(rows)) and all(map(all, rows))
    names = {name for name, _, _ in rows}
    assert names == {"Dutch", "English", "German", "Italian", "Portuguese", "Spanish"}
    assert min(sum(name == n for n, _, _ in rows) for name in names) >= 80


def test_a_very_long_text_takes_no_longer():
    start = time.perf_counter()
    wrong_language(FRENCH * 50_000)
    assert time.perf_counter() - start < 1
