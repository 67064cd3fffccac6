"""Does the whole chain find what was written into the fictional sample, and nothing else?

Printed, for texts to tables to `compare.difference`:
1. every planted difference of data/sample/README.md that the tables can measure: estimate, 95 % interval, the true size
   (the same call on the gold), whether the interval holds it, and whether it was found (zero outside, right sign);
2. every trap (marks, apostrophes, length, quoted words, copy): interval, and whether zero is inside;
3. placebo: each group's articles split in two at random, the share of intervals that exclude zero;
4. raw against corrected: half of the articles (drawn anew each time) checked by hand.

    python bench/validation.py                              # about three minutes on one core
    python bench/validation.py --splits 50 --draws 20 --no-stance --no-hearsay      # about half a minute
    python bench/validation.py --annotations data/sample/annotations                # tables that are there already

True sizes over articles are those that the README prints (checked: the bench stops if they differ). A trap « of the texts »
is a property that the texts themselves have, told for what it is; one « of the result » would be a false alarm.
"""

import argparse
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from compile_sample import planted

from framing import Annotations, align, annotate, compare, evaluate, measures, read_study, read_texts

SAMPLE = Path(__file__).parent.parent / "data/sample"
KEYS = measures.KEYS
LOADED = "labels adopted in the outlet's voice"
LARGE = 0.1
GROUPS = ("state", "wire")
PRIMARY = ("share_quoted", "share_class:etat-tauvrien", "labels_distanced")


class Case(NamedTuple):
    """A planted difference: the observations of the tables, and those of the gold."""

    measure: str
    of: str
    found: pd.DataFrame
    true: pd.DataFrame


def said_by(found: Annotations, true: Annotations, plan: dict, classes: list[str]) -> Iterator[Case]:
    sets = {name: [name] for name in classes} | {"officials": plan["official_classes"]}
    for of, members in sets.items():
        tables = [measures.words_of_class(a, members, outermost=True) for a in (found, true)]
        yield Case("share of quoted words", of, *tables)


def adopted(found: Annotations, true: Annotations, plan: dict) -> Iterator[Case]:
    for of in ("all three", *plan["loaded_concepts"]):
        concepts = plan["loaded_concepts"] if of == "all three" else [of]
        tables = []
        for annotations in (found, true):
            labels = annotations.labels.merge(annotations.articles[KEYS], on="article_id")
            labels = labels[(labels["voice"] == "outlet") & labels["concept"].isin(concepts)]
            tables.append(labels[KEYS].assign(value=(labels["adoption"] == "adopted").astype(float)))
        yield Case(LOADED, of, *tables)


def stances(found: Annotations, study, model: str) -> Iterator[Case]:
    from framing.quotation.extraction import extract_many
    from framing.stances import StanceRow, answers, asked
    from framing.text.article import Article
    from framing.voice.segments import voice_segments

    gold = pd.read_csv(SAMPLE / "gold_stances.csv").merge(found.articles[KEYS], on="article_id")
    articles = [Article(text, id_) for id_, text in sorted(found.texts.items())]
    questions = [
        question
        for article, extraction in zip(articles, extract_many(articles), strict=True)
        for question in asked(
            article, extraction, voice_segments(article.stretches, extraction.quotes, article.marked), study
        )
    ]
    mine = pd.DataFrame(answers(questions, model), columns=list(StanceRow._fields))
    mine = mine.merge(found.articles[KEYS], on="article_id")
    for label in ("negative", "positive"):
        for of in study.targets:
            chosen = [t[(t["voice"] == "outlet") & (t["target"] == of)] for t in (mine, gold)]
            yield Case(
                f"{label} stances in the outlet's voice", of,
                *(t[KEYS].assign(value=(t["stance"] == label).astype(float)) for t in chosen),
            )  # fmt: skip


def hearsay(found: Annotations) -> Iterator[Case]:
    from framing.distance import hearsay_conditionals

    marks = [hearsay_conditionals(text).assign(article_id=id_) for id_, text in sorted(found.texts.items())]
    gold = pd.read_csv(SAMPLE / "gold_hearsay.csv")
    yield Case(
        "sentences with a hearsay conditional", "all",
        *(with_mark(found, table) for table in (pd.concat(marks, ignore_index=True), gold)),
    )  # fmt: skip


def with_mark(annotations: Annotations, marks: pd.DataFrame) -> pd.DataFrame:
    """A row a sentence: whether a mark begins in it."""
    sentences = annotations.sentences.merge(annotations.articles[KEYS], on="article_id")
    at = {id_: part["start"].tolist() for id_, part in marks.groupby("article_id")}
    rows = zip(sentences["article_id"], sentences["start"], sentences["end"], strict=True)
    value = [float(any(s <= mark < e for mark in at.get(id_, []))) for id_, s, e in rows]
    return sentences[KEYS].assign(value=value)


def facts(found: Annotations, study, plan: dict) -> Iterator[Case]:
    gold = pd.read_csv(SAMPLE / "gold_facts.csv").merge(found.articles[KEYS], on=["article_id", "event"])
    gold = gold.groupby([*KEYS, "fact"], as_index=False)["reported"].max()
    cells = pd.concat([align.coverage(e, found, found.texts, study) for e in study.events], ignore_index=True)
    cells = cells[cells["kind"] == "fact"].drop(columns=["outlet", "group", "event"])
    cells = cells.merge(found.articles[KEYS], on="article_id").rename(columns={"item": "fact", "present": "reported"})
    sides = {"left out by state": plan["left_out_by_state"], "left out by wire": plan["left_out_by_wire"]}
    either = [fact for side in sides.values() for fact in side]
    for of in (*sides, "shared"):
        chosen = [t[t["fact"].isin(sides[of])] if of in sides else t[~t["fact"].isin(either)] for t in (cells, gold)]
        yield Case("facts reported", of, *(t[KEYS].assign(value=t["reported"].astype(float)) for t in chosen))


def size(table: pd.DataFrame, event: str | None) -> float:
    """The difference in a table that is the truth itself: no interval. Within events as `compare.difference` weighs them."""
    strata = [part for _, part in table.groupby(event)] if event else [table]
    parts = [[part.loc[part["group"] == g, "value"].astype(float) for g in ("state", "wire")] for part in strata]
    weights = [len(a) * len(b) / (len(a) + len(b)) for a, b in parts]
    apart = [(a.mean() - b.mean()) * w for (a, b), w in zip(parts, weights, strict=True) if w]
    return sum(apart) / sum(weights) if sum(weights) else np.nan


def validate(cases: list[Case], sizes: pd.DataFrame) -> pd.DataFrame:
    """Each case over articles and within events."""
    rows = []
    for case in cases:
        for design, event in (("articles", None), ("within events", "event")):
            estimate = compare.difference(case.found, "value", GROUPS, event=event).iloc[0]
            true = size(case.true, event)
            if event is None:
                told = sizes.loc[case.measure, case.of]
                if not np.isclose(true, told["state"] - told["wire"], atol=0.002):
                    raise SystemExit(f"{case.measure}, {case.of}: the gold gives {true:.4f}, the README another size")
            why = "" if pd.notna(estimate["low"]) else estimate["method"]
            if not case.found["value"].any() and case.true["value"].any():
                why = "the tables hold no such case"
            known = not why
            holds = known and estimate["low"] - 1e-9 <= true <= estimate["high"] + 1e-9
            apart_from_zero = known and (estimate["low"] > 0 or estimate["high"] < 0)
            rows.append({
                "measure": case.measure, "of": case.of, "design": design, "true": true,
                **estimate[["estimate", "low", "high", "p", "n", "n_units"]],
                "holds the true size": "yes" if holds else "no" if known else "–",
                "found": "yes" if apart_from_zero and estimate["estimate"] * true > 0 else "no",
                "why not": why,
            })  # fmt: skip
    return pd.DataFrame(rows)


def traps(found: Annotations, true: Annotations, links: pd.DataFrame) -> pd.DataFrame:
    articles = found.articles
    texts = articles["article_id"].map(found.texts)
    guillemets, curly = texts.str.contains("«"), texts.str.contains("’")
    long = articles["n_words"] > articles["n_words"].median()
    base = articles[KEYS]
    quoted = measures.observations(found, "share_quoted")
    error = quoted.assign(value=quoted["value"] - measures.observations(true, "share_quoted")["value"])
    whole = measures.article_voices(found).set_index("article_id")
    rest = measures.article_voices(align.without_reuse(found, links)).set_index("article_id").reindex(whole.index)
    copied = whole["n_words"] - rest["n_words"]
    own = copied - (whole["outlet_words"] - rest["outlet_words"])
    cells = base.set_index("article_id").loc[whole.index].reset_index()
    in_copy = cells.assign(part=own.to_numpy(), whole=copied.to_numpy())
    of_all = cells.assign(part=copied.to_numpy(), whole=whole["n_words"].to_numpy())
    tests = {
        "articles with « »": base.assign(value=guillemets.astype(float)),
        "articles with ’": base.assign(value=curly.astype(float)),
        "words of an article": base.assign(value=articles["n_words"].astype(float)),
        "quoted words among all words": words(cells.assign(part=whole["n_words"].to_numpy() - whole["outlet_words"].to_numpy(),
                                                           whole=whole["n_words"].to_numpy())),
        "quoted words among copied words": words(in_copy),
        "copied words among all words": words(of_all),
        "error of the share of quoted words": error,
    }  # fmt: skip
    rows = [(name, "state − wire", table, "event") for name, table in tests.items()]
    for name, side in (("« » v other marks", guillemets), ("’ v '", curly), ("long v short", long)):
        names = np.where(error["article_id"].map(dict(zip(articles["article_id"], side, strict=True))), "state", "wire")
        rows.append(("error of the share of quoted words", name, error.assign(group=names), "event"))
    out = []
    for name, of, table, event in rows:
        d = compare.difference(table, "value", GROUPS, event=event).iloc[0]
        in_texts = name in (
            "articles with « »",
            "articles with ’",
            "words of an article",
            "copied words among all words",
        )
        estimate = size(table, event)
        inside = d["low"] <= 0 <= d["high"] if pd.notna(d["low"]) else abs(estimate) < 1e-12
        out.append({
            "trap": name, "between": of, "of the": "texts" if in_texts else "result", "estimate": estimate,
            **d[["low", "high", "n", "n_units"]], "zero inside": "yes" if inside else "no",
            "note": "" if pd.notna(d["low"]) else d["method"],
        })  # fmt: skip
    return pd.DataFrame(out)


def words(table: pd.DataFrame) -> pd.DataFrame:
    """A row a word of `whole`, 1 for the first `part` of them."""
    rows = table.loc[table.index.repeat(table["whole"].astype(int)), KEYS]
    counts = zip(table["part"].astype(int), table["whole"].astype(int), strict=True)
    value = np.concatenate([np.repeat([1.0, 0.0], [part, whole - part]) for part, whole in counts])
    return rows.reset_index(drop=True).assign(value=value)


def placebos(found: Annotations, splits: int) -> pd.DataFrame:
    parts = []
    for measure in PRIMARY:
        table = measures.observations(found, measure)
        for event in (None, "event"):
            part = compare.placebo(table, "value", n=splits, event=event)
            parts.append(part.assign(measure=measure, design="within events" if event else "articles"))
    columns = ["measure", "design", "group", "estimate", "low", "high", "n_splits", "n_units", "n"]
    return pd.concat(parts, ignore_index=True)[columns]


def corrections(found: Annotations, true: Annotations, draws: int) -> pd.DataFrame:
    """Raw and corrected intervals of measures whose every observation can be checked, over random halves checked."""

    def labels(annotations: Annotations) -> pd.DataFrame:
        table = annotations.labels.merge(annotations.articles[KEYS], on="article_id")
        return table[[*KEYS, "start", "concept"]].assign(value=(table["adoption"] == "adopted").astype(float))

    tests = {
        "sentences that quote the Tauvrian state": (
            *(measures.sentences_quoting(a, ["etat-tauvrien"]) for a in (found, true)), ["article_id", "sentence_id"]),
        "label mentions that the outlet adopts": (labels(found), labels(true), ["article_id", "start", "concept"]),
        "share of quoted words, an article": (
            *(measures.observations(a, "share_quoted") for a in (found, true)), ["article_id"]),
    }  # fmt: skip
    rows = []
    for name, (table, truth, on) in tests.items():
        target = size(truth, "event")
        share = 0.5 if len(table) > 100 else 2 / 3  # at least ten checked observations a group
        drawn = [
            compare.difference(
                table, "value", GROUPS, event="event", checked=compare.checked(table, truth, on, share, seed)
            ).iloc[0]
            for seed in range(draws)
        ]
        all_ = pd.DataFrame(drawn)
        first = all_.iloc[0]
        rows.append({
            "measure": name, "true": target, "raw": first["raw_estimate"], "raw low": first["raw_low"],
            "raw high": first["raw_high"], "corrected": first["estimate"], "low": first["low"], "high": first["high"],
            "error, raw": abs(first["raw_estimate"] - target),
            "error, corrected (mean)": (all_["estimate"] - target).abs().mean(),
            "holds, raw": "yes" if first["raw_low"] <= target <= first["raw_high"] else "no",
            "holds, corrected": ((all_["low"] <= target) & (target <= all_["high"])).mean(),
            "draws": draws, "n": len(table), "checked": share,
        })  # fmt: skip
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotations", type=Path, help="tables that are there already (default: annotate the texts)")
    parser.add_argument("--splits", type=int, default=200, help="placebo splits a group")
    parser.add_argument("--draws", type=int, default=100, help="draws of the checked half")
    parser.add_argument("--stance", default="transformer", help="model of stance")
    parser.add_argument("--no-stance", action="store_true")
    parser.add_argument("--no-hearsay", action="store_true", help="leave out the conditionals, which are parsed")
    options = parser.parse_args()
    pd.set_option("display.width", 250, "display.max_columns", 30, "display.max_rows", 200, "display.precision", 3)

    study, articles = read_study(SAMPLE / "study.toml"), read_texts(SAMPLE / "texts", SAMPLE / "articles.csv")
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    found = Annotations.load(options.annotations, texts) if options.annotations else annotate(articles, study)
    true = evaluate.hand_made(found, SAMPLE)
    plan = tomllib.loads((SAMPLE / "planted.toml").read_text("utf-8"))
    sizes = pd.DataFrame(planted(SAMPLE)).set_index(["measure", "of"])

    cases = [*said_by(found, true, plan, list(study.classes)), *adopted(found, true, plan), *facts(found, study, plan)]
    if not options.no_stance:
        cases += stances(found, study, options.stance)
    if not options.no_hearsay:
        cases += hearsay(found)
    print("1. Planted differences, state − wire")
    table = validate(cases, sizes)
    print(table.to_string(index=False))
    for design, part in table.groupby("design"):
        holds = (part["holds the true size"] == "yes").sum()
        known = (part["holds the true size"] != "–").sum()
        print(f"{design}: {holds} of {known} intervals hold the true size; {len(part) - known} cannot be measured")
        large = part[(part["true"].abs() >= LARGE) & (part["holds the true size"] != "–")]
        print(
            f"  of {len(large)} planted differences of {LARGE:.0%} and more, {(large['found'] == 'yes').sum()} are found"
        )
        wrong = part[((part["low"] > 0) & (part["true"] <= 0)) | ((part["high"] < 0) & (part["true"] >= 0))]
        print(f"  found with the wrong sign, or where there is none: {len(wrong)}")
    print("\n2. Traps")
    print(traps(found, true, align.reuse(articles)).to_string(index=False))
    print("\n3. Placebo: share of intervals that exclude zero")
    print(placebos(found, options.splits).to_string(index=False))
    print("\n4. Raw against corrected, within events")
    print(corrections(found, true, options.draws).to_string(index=False))


if __name__ == "__main__":
    main()
