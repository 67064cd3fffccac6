"""The fast path leaves out sentences that cannot hold a relation: it must lose none."""

from pathlib import Path

import pytest

from framing.quotation.extraction import extract_many

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample" / "texts"
GOLD = [ROOT.parent / "shared" / "gold" / "texts", ROOT.parent / "shared" / "seeds"]


def test_an_empty_text_is_the_same_both_ways():
    assert list(extract_many(["", "\n"], fast=True)) == list(extract_many(["", "\n"], fast=False))


@pytest.mark.parametrize("folders", [[SAMPLE], GOLD], ids=["sample", "gold"])
def test_fast_equals_slow(folders):
    paths = sorted(p for folder in folders if folder.is_dir() for p in folder.glob("*.txt"))
    if not paths:
        pytest.skip(f"no texts in {folders[0]}")
    texts = [p.read_text(encoding="utf-8") for p in paths]
    fast, slow = extract_many(texts, fast=True), extract_many(texts, fast=False)
    for path, a, b in zip(paths, fast, slow, strict=True):
        missing = set(b.quotes) - set(a.quotes)
        assert a == b, f"{path.name}: {[(q.start, q.cue_lemma) for q in sorted(missing)]}"
