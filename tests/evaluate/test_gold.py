"""Annotated quotations and their texts, read and checked."""

import json

import pytest
from gold_examples import article, by_id, quote

from framing.evaluate import GoldError, gold_texts, load_gold, pairs

GOOD = json.dumps({"id": "a", "quotes": []})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "not a JSON object"),
        ('{"quotes": []}', "id is not a text"),
        ('{"id": "../b", "quotes": []}', "id is '../b'"),
        ('{"id": "b"}', "quotes is not a list"),
        ('{"id": "b", "quotes": [], "islands": 3}', "islands is not a list"),
        ('{"id": "b", "quotes": [], "islands": [{"span": [3, 3]}]}', "island 1"),
        ('{"id": "b", "quotes": ["oui"]}', "quotation 1 is not a JSON object"),
        (json.dumps(article(quote([[0, 1]], type="libre"), id="b")), "quotation 1: type is 'libre'"),
        (json.dumps(article(quote([]), id="b")), "quotation 1: content"),
        (json.dumps(article(quote([[0, 1]]), quote([[5, 4]], "q2"), id="b")), "quotation 2: content"),
        (json.dumps(article(quote([[0, True]]), id="b")), "quotation 1: content"),
        (json.dumps(article(quote([[0, 1]], cue=[-1, 2]), id="b")), "quotation 1: cue"),
        (json.dumps(article(quote([[0, 1]], source="Kerr"), id="b")), "quotation 1: source"),
        (json.dumps(article(quote([[0, 1]], speaker=3), id="b")), "quotation 1: speaker"),
        (json.dumps(article(quote([[0, 1]]), quote([[5, 6]]), id="b")), "quotation 2: the id 'q1' stands twice"),
        (GOOD, "the article 'a' stood before"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(GoldError, match="line 3") as error:
        load_gold(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_file_that_is_not_utf8_or_not_there(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(GOOD.encode() + b'\n{"id": "\xe9t\xe9", "quotes": []}\n')
    with pytest.raises(GoldError, match="line 2: not UTF-8 at byte 8"):
        load_gold(path)
    with pytest.raises(GoldError, match="cannot be read"):
        load_gold(tmp_path / "absent.jsonl")


def test_a_missing_key_of_a_quotation_is_named(tmp_path):
    path = tmp_path / "pred.jsonl"
    path.write_text('{"id": "a", "quotes": [{"type": "direct", "content": [[0, 4]]}]}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="line 1: quotation 1: cue is missing"):
        load_gold(path)


def test_an_empty_file_holds_no_article(tmp_path):
    (tmp_path / "gold.jsonl").write_text("")
    assert load_gold(tmp_path / "gold.jsonl") == {}


def test_texts_are_checked(tmp_path):
    gold = by_id(article(quote([[0, 3]])) | {"sha256": "0" * 64})
    with pytest.raises(GoldError, match=r"a\.txt is in none of the folders"):
        gold_texts(tmp_path, gold)
    (tmp_path / "a.txt").write_bytes(b"\xe9t\xe9")
    with pytest.raises(GoldError, match="not UTF-8 at byte 0"):
        gold_texts(tmp_path, gold)
    (tmp_path / "a.txt").write_bytes(b"oui\r\n")
    with pytest.raises(GoldError, match="not the one that was annotated"):
        gold_texts(tmp_path, gold)
    with pytest.raises(GoldError, match="not the one that was annotated"):
        pairs(gold, {}, {"a": "oui"})
    assert gold_texts(tmp_path, by_id(article())) == {"a": "oui\r\n"}
