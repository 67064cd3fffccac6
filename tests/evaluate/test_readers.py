"""How far two readers agree, thing by thing."""

import pandas as pd
import pytest
from annotation.test_by_hand import PAGES, STUDY, TABLES, folder

from framing.annotation import Coded, coded_pages
from framing.evaluate import corrected_differences, reader_agreement
from framing.tables import SCHEMA, AnnotationError, Annotations, as_table


def second(text):
    return "".join(line.replace(",first", ",second") + "\n" for line in text.splitlines()[1:] if line.endswith("first"))


def both(tmp_path, **changed):
    alike = {name: text + second(changed.get(name, text)) for name, text in TABLES.items()}
    alike["pages"] = alike["pages"].replace("p1,1,1,O,second\n", "")
    where = folder(tmp_path, **alike)
    return (coded_pages(where, PAGES, STUDY, reader=reader) for reader in ("first", "second"))


def test_who_read_alike_agrees(tmp_path):
    found = reader_agreement(*both(tmp_path), {"camps": ["camps"]})
    assert set(found["what"]) == {
        "whose words a sentence has", "the outlet's own word: camps", "facts told", "stance of the outlet's words: etat"
    }  # fmt: skip
    assert (found["agreement"] == 1).all() and found["estimate"].dropna().eq(1).all()


@pytest.mark.parametrize(
    ("name", "old", "new", "what", "agreement"),
    [
        ("pages", "SMO", "SSO", "whose words a sentence has", 2 / 3),
        ("labels", "p1,camps,camps,3,,,first", "p1,camps,camps,3,,marks,first", "the outlet's own word: camps", 2 / 3),
        ("facts", "p1,vannes,source", "p1,vannes,outlet", "facts told", 1),  # told is told, in whatever voice
        ("facts", "p1,vannes,source", "p1,vannes,no", "facts told", 0),
        ("stances", "positive", "negative", "stance of the outlet's words: etat", 1 / 2),
    ],
)
def test_who_read_otherwise_does_not(tmp_path, name, old, new, what, agreement):
    found = reader_agreement(*both(tmp_path, **{name: TABLES[name].replace(old, new)}), {"camps": ["camps"]})
    assert found.set_index(["what", "group"]).loc[(what, "state"), "agreement"] == pytest.approx(agreement)


def test_no_page_in_common(tmp_path):
    one, other = both(tmp_path)
    nothing = other._replace(annotations=coded_pages(tmp_path, PAGES[1:], STUDY).annotations)
    first = one._replace(annotations=coded_pages(tmp_path, PAGES[:1], STUDY).annotations)
    with pytest.raises(AnnotationError, match="no page in common"):
        reader_agreement(first, nothing, {})


def many(n, wrong):
    """Pages of one sentence each, in two groups, on two events: the first reader errs in those that stand in `wrong`."""
    ids = [f"{group}{event}{i}" for group in "ab" for event in "xy" for i in range(n)]
    groups = ["state" if i[0] == "a" else "wire" for i in ids]
    pages = pd.DataFrame({"article_id": ids, "group": groups, "event": [i[1] for i in ids], "outlet": "o"})
    true = pages.assign(sentence_id="s1", classes=["etat" if i[0] == "a" else None for i in ids])
    read = true.assign(classes=[None if i in wrong else c for i, c in zip(ids, true["classes"], strict=True)])
    nothing = Annotations({name: as_table(name) for name in SCHEMA})
    return Coded(nothing, read), Coded(nothing, true[true["article_id"].str[2:].astype(int) < n // 2])


def test_settled_pages_correct_the_others():
    first, settled = many(12, {"ax0", "ay7", "ax1", "ay8", "ax2"})
    found = corrected_differences(first, settled, {"officials": ("classes", ["etat"])}).iloc[0]
    assert found["raw_estimate"] == pytest.approx(19 / 24)
    assert found["raw_estimate"] < found["estimate"] <= 1 and found["n_events"] == 2


def test_facts_are_corrected_too(tmp_path):
    one, other = both(tmp_path)
    found = corrected_differences(one, other, {"told": ("facts", ["etat"])})
    assert found["n"].item() == 2 and found["question"].item() == "told"
