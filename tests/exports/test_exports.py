"""Round trips: what was written for another tool, read back, has the words, the offsets and the voices of the tables."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
import spacy
from lxml import etree
from spacy.tokens import DocBin

from framing import cli
from framing.annotation import annotate
from framing.corpus.formats import read_file
from framing.corpus.store import read_texts
from framing.exports import export, to_conllu, to_docbin, to_iramuteq, to_tei, voices_with_texts
from framing.tables import Annotations
from framing.text.tokenisation import words

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
HOSTILE = {
    "h1": "Titre <b> & « fin »\n\n**** *voix_x\n-*theme\n0001 *a_b\n\tLe maire\tdit : « Oui | non = &amp; 🌊 ». "
    "Élise Orsel a promis d’agir.",
    "h2": "=1+1 dit-on. « =SOMME(A1) », a dit Paul Orsel.\u2028Fin\x0b sans fin de ligne",
    "h3": "",
    "h4": "Rien ici",
}  # fmt: skip


def hostile():
    table = pd.DataFrame({"article_id": list(HOSTILE), "text": list(HOSTILE.values()), "outlet": 'l\'Écho "du" <nord>'})
    return annotate(table, stance_models=["lexical"])


def sample():
    texts = read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    known = dict(zip(texts["article_id"], texts["text"], strict=True))
    return Annotations.load(SAMPLE / "annotations", known)


@pytest.fixture(scope="module", params=[sample, hostile], ids=["sample", "hostile"])
def tables(request):
    return request.param()


def of_voices(tables, id_):
    """The words of an article's stretches, in order."""
    rows = tables.voices[tables.voices["article_id"] == id_].sort_values("start")
    return words(" ".join(tables.texts[id_][s:e] for s, e in zip(rows["start"], rows["end"], strict=True)))


def test_iramuteq(tables):
    corpus = "".join(to_iramuteq(tables))
    found, voices = {}, {}
    for header, body in re.findall(r"^\*\*\*\* (.*)\n((?:(?!\*\*\*\* ).*\n)*)", corpus, re.MULTILINE):
        variables = dict(star[1:].split("_", 1) for star in header.split())
        assert all(re.fullmatch(r"[A-Za-z0-9-]+", value) for value in variables.values())
        found.setdefault(variables["article"], []).extend(words(body))
        voices.setdefault((variables["article"], variables.get("quote", "")), set()).add(variables["voice"])
    for id_ in tables.articles["article_id"]:
        assert [w for w in found.get(id_, []) if w != "."] == of_voices(tables, id_), id_
    assert {voice for (_, quote), some in voices.items() for voice in some if quote} <= {"source"}
    assert not re.search(r"^(?:-\*|\d+ \*)", corpus, re.MULTILINE)


def test_iramuteq_is_read_back(tables, tmp_path):
    export(tables, "iramuteq", tmp_path / "c.txt")
    back = list(read_file(tmp_path / "c.txt", "c.txt"))
    assert sum(len(words(raw.text)) for raw in back) == sum(len(of_voices(tables, i)) for i in tables.texts)


def test_tei(tables):
    files = dict(to_tei(tables))
    assert set(files) == set(tables.texts)
    for id_, data in files.items():
        root = etree.fromstring(data)
        pieces = root.findall(".//{*}q")
        assert words(" ".join(piece.text for piece in pieces)) == of_voices(tables, id_)
        assert root.find(".//{*}text").get("id") == id_
        quotes = tables.quotes[tables.quotes["article_id"] == id_].set_index("quote_id")
        for piece in pieces:
            assert (piece.get("quote") is None) == (piece.get("voice") == "outlet")
            if piece.get("quote"):
                speaker = quotes.loc[piece.get("quote"), "speaker"]
                assert piece.get("speaker") == (None if pd.isna(speaker) else speaker)


def test_tei_is_read_back(tables, tmp_path):
    export(tables, "txm", tmp_path / "txm")
    assert sorted(path.name for path in (tmp_path / "txm").iterdir()) == sorted(
        [*(f"{i}.xml" for i in tables.texts), "metadata.csv"]
    )
    metadata = pd.read_csv(tmp_path / "txm" / "metadata.csv", dtype="str", keep_default_na=False)
    assert metadata["id"].tolist() == sorted(tables.texts)
    for id_ in tables.texts:
        (raw,) = read_file(tmp_path / "txm" / f"{id_}.xml", id_)
        if of_voices(tables, id_):
            assert words(raw.text) == of_voices(tables, id_)


def test_spacy(tables, tmp_path):
    export(tables, "spacy", tmp_path / "a.spacy")
    docs = list(DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("fr").vocab))
    assert [doc.text for doc in docs] == [tables.texts[id_] for id_ in sorted(tables.texts)]
    for doc in docs:
        known = doc.user_data["framing"]
        quotes = tables.quotes[tables.quotes["article_id"] == known["article_id"]]
        assert [q["spans"] for q in known["quotations"]] == quotes["spans"].tolist()
        assert [q.get("speaker") for q in known["quotations"]] == [None if pd.isna(s) else s for s in quotes["speaker"]]
        for span, (start, end) in zip(
            doc.spans["quotations"], zip(quotes["start"], quotes["end"], strict=True), strict=True
        ):
            assert span.start_char <= start < end <= span.end_char
        assert [span.label_ for span in doc.spans["quotations"]] == quotes["type"].tolist()
        assert [span.id_ for span in doc.spans["quotations"]] == quotes["quote_id"].tolist()


def test_conllu(tables):
    for block in "".join(to_conllu(tables)).split("# newdoc id = ")[1:]:
        id_, text = block.split("\n", 1)[0], tables.texts[block.split("\n", 1)[0]]
        voices = tables.voices[tables.voices["article_id"] == id_]
        for line in (line for line in block.split("\n") if "\t" in line):
            cells = line.split("\t")
            assert len(cells) == 10
            misc = dict(cell.split("=", 1) for cell in cells[9].split("|"))
            at = int(misc["Offset"])
            assert text[at] == cells[1][0] or cells[1][0] == "_"
            row = voices[(voices["start"] <= at) & (at < voices["end"])]
            assert misc.get("Voice") == (row["voice"].iloc[0] if len(row) else None)


def test_spreadsheet(tables, tmp_path):
    export(tables, "csv", tmp_path / "v.csv")
    data = (tmp_path / "v.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False)
    voices = tables.voices.sort_values(["article_id", "start"], ignore_index=True)
    assert back["voice"].tolist() == voices["voice"].tolist()
    assert not back.stack().str.startswith(("=", "+", "-", "@")).any()
    for row, words_of_row in zip(voices.itertuples(), back["words"], strict=True):
        words_there = tables.texts[row.article_id][row.start : row.end]
        assert words_of_row.removeprefix("'").splitlines() == words_there.splitlines()


def test_labels_go_with_all(tmp_path):
    tables = sample()
    n = len(tables.labels)
    assert n > 50
    corpus = "".join(to_iramuteq(tables))
    stretches = voices_with_texts(tables)
    assert sum(len(cell.split()) for cell in stretches["labels"]) == n
    marked = [q for _, data in to_tei(tables) for q in etree.fromstring(data).iterfind(".//{*}q[@labels]")]
    assert sum(len(q.get("labels").split()) for q in marked) == n
    docs = to_docbin(tables).get_docs(spacy.blank("fr").vocab)
    found = [tuple(label) for doc in docs for label in doc.user_data["framing"]["labels"]]
    known = tables.labels[["start", "end", "concept", "adoption"]].itertuples(index=False, name=None)
    assert sorted(found) == sorted(known)
    for concept, some in tables.labels.groupby("concept"):
        assert corpus.count(f"*label-{concept}_") >= some["article_id"].nunique()
    assert "Label=" in "".join(to_conllu(tables))


@pytest.mark.parametrize("to", ["iramuteq", "txm", "spacy", "conll", "csv"])
def test_the_same_bytes_again(tables, tmp_path, to):
    for name in ("one", "two"):
        assert export(tables, to, tmp_path / name) == []
    one, two = (
        {p.name if to == "txm" else "": p.read_bytes() for p in ([root] if root.is_file() else root.iterdir())}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two


def test_articles_without_a_text_are_named(tmp_path):
    whole = sample()
    some = Annotations(whole.tables, dict(list(whole.texts.items())[1:]))
    assert export(some, "csv", tmp_path / "v.csv") == [next(iter(whole.texts))]
    assert len(voices_with_texts(some)) < len(whole.voices)
    assert len(to_docbin(some)) == len(some.texts)


def test_an_export_that_there_is_not(tmp_path):
    with pytest.raises(ValueError, match="no export 'word'"):
        export(sample(), "word", tmp_path / "x")


def test_the_command(tmp_path, capsys):
    call = ["export", "--to", "iramuteq", "--out", str(tmp_path / "c.txt"), "--texts", str(SAMPLE / "texts")]
    code = cli.main([*call, "--table", str(SAMPLE / "articles.csv"), "--annotations", str(SAMPLE / "annotations")])
    assert code == 0
    assert "other people's" in capsys.readouterr().out
    assert (tmp_path / "c.txt").read_text("utf-8").startswith("**** *article_")
