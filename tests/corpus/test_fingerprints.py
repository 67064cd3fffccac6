"""Fingerprints: what is alike looks alike, and nothing of a text can be read in them."""

import pytest

from framing.corpus.fingerprints import fingerprint, resemblance, verdict

TEXT = " ".join(f"mot{i}" for i in range(200))


def changed(n):
    return " ".join(f"autre{i}" if i < n else f"mot{i}" for i in range(200))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT, "same"),
        (TEXT.upper() + " !", "same"),
        (TEXT + " fin", "same"),
        (changed(60), "changed"),
        (changed(190), "another"),
        ("", "another"),
    ],
)
def test_verdict(text, said):
    assert verdict(fingerprint(TEXT), text) == said


@pytest.mark.parametrize("n", [0, 20, 50, 100, 150])
def test_the_share_in_common_is_estimated(n):
    ours, theirs = ({tuple(t.split()[i : i + 5]) for i in range(196)} for t in (TEXT, changed(n)))
    true = len(ours & theirs) / len(ours | theirs)
    assert abs(resemblance(fingerprint(TEXT), fingerprint(changed(n))) - true) < 0.18  # three standard errors


def test_texts_without_words_and_short_ones():
    assert fingerprint("") == fingerprint("… !") == "" and verdict("", "texte") == "new"
    assert resemblance("", fingerprint("un")) == 0
    assert resemblance(fingerprint("un deux"), fingerprint("un deux")) == 1


@pytest.mark.parametrize("wrong", ["abc", "z" * 512, "a" * 511])
def test_what_is_no_fingerprint(wrong):
    with pytest.raises(ValueError, match="is no fingerprint"):
        resemblance(wrong, fingerprint("un"))


def test_the_same_digits_on_every_machine():
    assert fingerprint("Le port rouvre.")[:16] == "67c8fd1cc174a950"
