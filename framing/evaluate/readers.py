"""How far two readers of the same pages agree, by what they coded and by group."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from framing.annotation import Coded
from framing.compare import checked, difference, krippendorff_alpha
from framing.measures import observations, sentences_holding
from framing.tables.joint import holds
from framing.tables.schema import AnnotationError

COMMON = 20  # sentences in which somebody of a class begins to speak, for the class to be compared alone


def reader_agreement(first: Coded, second: Coded, families: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Krippendorff's alpha of two readings of the same pages, with its interval: a row a thing that was coded and group.

    `families` are concepts by a name for them. Things: whose words a sentence has; whether somebody of a class begins to speak
    in it (classes that do so in 20 sentences of the first reading); whether a word of a family stands in it as the outlet's
    own; for every fact of the event, whether the page tells it, denies it or neither; and the stance of each sentence with
    words of the outlet, by target. Only pages that both read are compared, and of those the sentences that both have.
    Columns: what, group, agreement (the share alike), and those of `compare.krippendorff_alpha`.

    Raises AnnotationError where the two have no page in common.
    """
    shared = set(first.annotations.articles["article_id"]) & set(second.annotations.articles["article_id"])
    if not shared:
        raise AnnotationError("the two readings have no page in common: name the readers of the same pages")
    rows = []
    for what, one, other in _things(first, second, families):
        both = one[one["article_id"].isin(shared)].merge(
            other, on=["article_id", "group", "unit"], suffixes=("", "_other")
        )
        for group, part in both.groupby("group"):
            ratings = pd.concat(
                [
                    pd.DataFrame(
                        {"unit": part["article_id"] + " " + part["unit"], "coder": coder, "label": part[column]}
                    )
                    for coder, column in (("first", "label"), ("second", "label_other"))
                ]
            )
            found = krippendorff_alpha(ratings)
            rows.append(found.assign(what=what, group=group, agreement=(part["label"] == part["label_other"]).mean()))
    table = pd.concat(rows, ignore_index=True)
    return table[["what", "group", "agreement", *table.columns.drop(["what", "group", "agreement"])]]


def corrected_differences(
    first: Coded, settled: Coded, questions: Mapping[str, tuple[str, Iterable[str]]]
) -> pd.DataFrame:
    """The difference of each question as one reader has it and as the settled pages correct it: a row a question.

    A question is a column and values: classes, concepts or adopted of the sentences (does one of the values stand in it?),
    or facts and families (is the fact told?). Sentences and facts are there whatever a reader found in them, so the settled
    ones can correct the others. Differences are taken within events. Columns: question, and those of `compare.difference`.
    """
    rows = []
    for name, (column, values) in questions.items():
        if column == "facts":
            table, truth = (observations(c.annotations, f"facts_told:{'+'.join(values)}") for c in (first, settled))
        else:
            table, truth = (sentences_holding(c.sentences, column, values) for c in (first, settled))
        on = ["article_id", "fact" if column == "facts" else "sentence_id"]
        sample = checked(table, truth, on, share=1)
        rows.append(difference(table, "value", event="event", checked=sample).assign(question=name))
    found = pd.concat(rows, ignore_index=True)
    return found[["question", *found.columns.drop("question")]]


def _things(
    first: Coded, second: Coded, families: Mapping[str, Iterable[str]]
) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    yield "whose words a sentence has", *(_labelled(c.sentences, c.sentences["voice"]) for c in (first, second))
    spoken = first.sentences["classes"].dropna().str.split(" ; ").explode().value_counts()
    for name in spoken[spoken >= COMMON].index:
        yield f"who speaks: {name}", *(_holding(c.sentences, "classes", [name]) for c in (first, second))
    for name, concepts in families.items():
        concepts = list(concepts)
        yield f"the outlet's own word: {name}", *(_holding(c.sentences, "adopted", concepts) for c in (first, second))
    yield "facts told", *(_facts(c) for c in (first, second))
    for target in sorted(first.annotations.stances["target"].unique()):
        yield f"stance of the outlet's words: {target}", *(_stances(c, target) for c in (first, second))


def _labelled(table: pd.DataFrame, label: pd.Series, unit: str = "sentence_id") -> pd.DataFrame:
    columns = {"article_id": table["article_id"], "group": table["group"], "unit": table[unit], "label": label}
    return pd.DataFrame(columns).reset_index(drop=True)


def _holding(sentences: pd.DataFrame, column: str, values: list[str]) -> pd.DataFrame:
    return _labelled(sentences, holds(sentences[column], values).map({True: "yes", False: "no"}))


def _facts(coded: Coded) -> pd.DataFrame:
    facts = coded.annotations.facts.merge(coded.annotations.articles[["article_id", "group"]], on="article_id")
    return _labelled(facts, facts["told"].replace({"outlet": "told", "source": "told"}), "fact")


def _stances(coded: Coded, target: str) -> pd.DataFrame:
    stances = coded.annotations.stances.merge(coded.annotations.articles[["article_id", "group"]], on="article_id")
    stances = stances[stances["target"] == target]
    return _labelled(stances, stances["stance"], "passage_id")
