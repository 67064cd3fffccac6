"""Which candidates stand together, and what the judge makes of sentences that no rule was written for."""

import pytest
import spacy

from framing.language import load, pipeline
from framing.language.lexicon import of_folder
from framing.quotation import extract
from framing.quotation.judge import THRESHOLD, Judge, Judged, judge_of, select
from framing.quotation.judge.selection import HOPE
from framing.quotation.relations.relation import Relation


def relation(cue, *content, construction="que"):
    return Relation(construction, cue, "dire", "neutral", list(content), None)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ([(0.9, (0, 0), (2, 5)), (0.8, (0, 0), (2, 4))], [0]),  # one content of a cue
        ([(0.6, (0, 0), (2, 5)), (0.9, (9, 9), (2, 5))], [1]),  # one cue of a content
        ([(0.9, (0, 0), (2, 9)), (0.8, (3, 3), (5, 9))], [0, 1]),  # the one reports the other
        ([(0.9, (0, 0), (2, 5)), (0.8, (7, 7), (8, 9))], [0, 1]),
        ([(THRESHOLD - 0.01, (0, 0), (2, 5))], []),
    ],
)
def test_select(found, kept):
    judged = [Judged(relation(cue, content), p) for p, cue, content in found]
    assert {judged.index(j) for j in select(judged)} == set(kept)


def test_of_equals_the_first_in_the_text_is_kept():
    a, b = Judged(relation((0, 0), (2, 5)), 0.7), Judged(relation((0, 0), (1, 5)), 0.7)
    assert select([a, b]) == select([b, a]) == [b]


def test_a_quotation_between_two_cues_keeps_both():
    """The assembling says which part is whose."""
    first, last = relation((1, 1), (3, 6), construction="direct"), relation((8, 8), (3, 6), construction="closing")
    assert len(select([Judged(first, 0.9), Judged(last, 0.8)])) == 2


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Le préfet conteste la fermeture du pont.", ["la fermeture du pont"]),
        ("L'attaque a été revendiquée par un groupe armé.", ["L'attaque"]),
        ("Le maire espère rouvrir le pont.", []),
        ("Le préfet refuse de rouvrir le pont.", []),
        ("Le tribunal a confirmé la peine.", []),
        ("Le maire se dit prêt à rouvrir le pont.", ["prêt à rouvrir le pont"]),
    ],
)
def test_what_no_frame_says(text, contents):
    found = extract(text).quotes
    assert [" … ".join(text[s:e] for s, e in q.spans) for q in found] == contents


def test_a_language_without_a_judge_has_its_rules(tmp_path):
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "X"\n', "utf-8")
    assert judge_of(of_folder(tmp_path)) is None
    assert judge_of(load()) is not None


def test_hope_is_below_what_is_accepted():
    """No candidate whose cue says less than HOPE could be accepted by a content of the usual weight."""
    judge = judge_of(load())
    assert judge.probability(["construction=que"], HOPE) < THRESHOLD


def test_vectors_weigh_only_words_that_have_one():
    judge = Judge({}, {})
    assert judge.share_of("cue", "dire", None) == 0.0


def test_a_model_without_vectors_leaves_the_shares_of_another_alone():
    judge, vocab = judge_of(load()), pipeline().vocab
    before = judge.share_of("cue", "proclame", vocab)
    assert Judge(judge.weights, judge.axes).share_of("cue", "proclame", spacy.blank("fr").vocab) == 0.0
    judge.share_of("cue", "clame", spacy.blank("fr").vocab)
    assert before and judge.share_of("cue", "clame", vocab)
