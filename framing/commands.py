"""What the commands of `cli` do: read files, call the library once, print what it says and give the exit code.

Each command imports what it needs when it runs, so that a shell does not wait for what it does not use.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.telling import tell, tell_down, tell_table, told

if TYPE_CHECKING:
    import pandas as pd

    from framing.tables import Annotations

CLUSTER_ANSWERS = 20  # seconds within which a scheduler has to answer
CLASS = "share_class"  # measures of one class of actors
COUNTED = {CLASS: ("quotes", "actor_class"), "labels_adopted": ("labels", "concept"), "facts_told": ("facts", "family")}
FEW_OUTLETS = 5  # in a group, below which a reader is told what the interval is of


def _with_texts(args: Namespace) -> "Annotations":
    """The tables with the texts that they speak of."""
    from framing.corpus.store import read_texts
    from framing.tables import Annotations

    articles = read_texts(args.texts, args.table)
    return Annotations.load(args.annotations, dict(zip(articles["article_id"], articles["text"], strict=True)))


def _new(args: Namespace) -> int:
    from framing.study import new_study, study_from, study_text

    title, outlets, events = _asked() if args.ask else (args.title, args.outlet or [], args.event or [])
    named = title or outlets or events
    text = study_text(study_from(args.folder.name, title or "", outlets, events)) if named else None
    tell(
        f"Wrote {new_study(args.folder, text=text)}: edit it, then `framing import TEXTS --study {args.folder}/study.toml`"
    )
    return 0


def _asked() -> tuple[str, list[str], list[str]]:
    """What a person answers: title, outlets with their groups, events with their days."""
    from framing.study import study_from

    tell("An empty line ends a list.", file=sys.stderr)
    title = input(told("What does the study ask? "))
    outlets = _lines("An outlet and its group, as Phare=State media: ", lambda line: study_from("x", "", [line], []))
    days = "An event and its days, as Vote=2031-05-02..2031-05-09: "
    return title, outlets, _lines(days, lambda line: study_from("x", "", outlets or ["x=x"], [line]))


def _lines(question: str, check: Callable[[str], object]) -> list[str]:
    """What a person answers until an empty line; what cannot be understood is asked again, and nothing is lost."""
    kept = []
    while line := input(told(question)).strip():
        try:
            check(line)
            kept.append(line)
        except ValueError as error:
            tell(f"framing: {error}", file=sys.stderr)
    return kept


def _suggest(args: Namespace) -> int:
    from framing.annotation import suggest
    from framing.study import new_study, study_text
    from framing.tables.files import write_atomically

    found = suggest(args.paths, manifest=args.manifest, name=args.out.resolve().name)
    path, study = new_study(args.out, text=study_text(found.study, found.notes)), found.study
    table = found.articles.to_csv(index=False, lineterminator="\n")
    write_atomically(args.out / "manifest.csv", table.encode("utf-8"))
    tell(
        f"{len(study.outlets)} outlets, {len(study.events)} events, {len(study.actors)} speakers, "
        f"{len(study.concepts)} labels: {path}, and what article is of what event: {args.out / 'manifest.csv'}"
    )
    tell("A draft: sort the outlets into groups and the speakers into classes, strike what is of no interest.")
    return 0


def _import(args: Namespace) -> int:
    from framing.corpus.importing import import_texts
    from framing.study import read_study

    beside = args.study.with_name("manifest.csv")  # where `framing suggest` writes it
    manifest = args.manifest or (beside if beside.is_file() else None)
    report = import_texts(args.paths, read_study(args.study), args.out, manifest=manifest)
    n_duplicates = int((~report.duplicates["kept"].astype(bool)).sum())
    tell(f"{report.n_read} read, {report.n_kept} kept, {len(report.set_aside)} set aside, {n_duplicates} duplicates")
    duplicates = "Duplicates (of one outlet counted once; of two outlets both kept, as shared copy):"
    for title, table in (
        ("Set aside:", report.set_aside),
        (duplicates, report.duplicates),
        ("Kept, but look at:", report.warnings),
    ):
        if len(table):
            tell(f"\n{title}")
            tell_table(table)
    return int(len(report.set_aside) > 0)


def _collect(args: Namespace) -> int:
    import pandas as pd

    from framing.corpus.collecting import collect
    from framing.study import read_study

    try:
        pages = pd.read_csv(args.pages, dtype="str", keep_default_na=False)
    except ValueError as error:
        raise ValueError(f"{args.pages}: no list of pages ({error})") from error
    table = collect(pages, read_study(args.study), args.out)
    tell_table(table["status"].value_counts().rename_axis("status").rename("pages").reset_index())
    missing = table[table["status"].isin(["gone", "failed", "set aside"])]
    if len(missing):
        tell("\nNot collected:")
        tell_table(missing[["article_id", "status", "reason"]])
    tell(f"\nThe texts are other people's: they lie in {args.out}, and are for reading, not for publishing.")
    return int(len(missing) > 0)


def _annotate(args: Namespace) -> int:
    if args.format == "jsonl":
        return _annotate_jsonl(args)
    from framing.annotation import annotate_corpus
    from framing.corpus.store import Texts, read_articles
    from framing.study import read_study
    from framing.tables import Annotations

    if args.out is None:
        raise ValueError("name the folder of the tables with --out, or ask for --format jsonl")
    articles, study = read_articles(args.table or args.texts / "articles.csv"), read_study(args.study)
    texts = Texts(args.texts, articles)
    with _cluster(args.cluster) as client:
        done = annotate_corpus(
            articles, texts, study, args.out, stance_models=args.stance_models, processes=args.processes, client=client
        )
    kept = articles[~articles["article_id"].isin(done.set_aside["article_id"])]
    annotations = Annotations.load(args.out, Texts(args.texts, kept))
    problems, n = annotations.check(), sum(len(part.quotes) for part in annotations.parts())
    resumed = f" ({done.n_parts - done.n_new} of {done.n_parts} parts were there)" if done.n_new < done.n_parts else ""
    tell(f"{done.n_articles} articles, {n} quotations{resumed}: {args.out}")
    for title, table in (("Set aside:", done.set_aside), ("Problems:", problems)):
        if len(table):
            tell(f"\n{title}")
            tell_table(table)
    return int(len(done.set_aside) + len(problems) > 0)


@contextmanager
def _cluster(address: str | None) -> Iterator[Any]:
    """A client of the Dask cluster at an address; nothing where none is named."""
    if address is None:
        yield None
        return
    try:
        from dask.distributed import Client
    except ImportError as error:
        raise ValueError(f"--cluster needs Dask: pip install 'framing[cluster]' ({error})") from error
    with Client(address, timeout=CLUSTER_ANSWERS) as client:
        yield client


def _annotate_jsonl(args: Namespace) -> int:
    """One line an article, in the format of the gold; offsets are into the file's own text."""
    from framing.corpus.formats import Problem
    from framing.corpus.formats.plain import load
    from framing.quotation import extract_many, to_gold
    from framing.tables.files import write_atomically
    from framing.tables.waiting import progress

    if not args.texts.is_dir():
        raise ValueError(f"{args.texts}: no such folder of texts")
    loaded = [(path, load(path, str(path), repair=False)) for path in sorted(args.texts.glob("*.txt"))]
    texts = {path.stem: _as_it_stands(path, found.text) for path, found in loaded if not isinstance(found, Problem)}
    problems = [found for _, found in loaded if isinstance(found, Problem)]
    for problem in problems:
        tell(f"framing: {problem.file}: {problem.reason}: {problem.advice}", file=sys.stderr)
    extractions = progress(extract_many(texts.values()), total=len(texts), unit="article", desc="annotate")
    found = zip(texts.items(), extractions, strict=True)
    lines = (json.dumps(to_gold(i, text, extraction), ensure_ascii=False) + "\n" for (i, text), extraction in found)
    data = "".join(lines).encode("utf-8")
    if args.out is None:
        sys.stdout.buffer.write(data)
    else:
        write_atomically(args.out, data)
    return int(len(problems) > 0)


def _as_it_stands(path: Path, text: str) -> str:
    """The text with its byte order mark, if the file has one: offsets count from the file's first character."""
    return "\ufeff" + text if path.read_bytes().startswith(b"\xef\xbb\xbf") else text


def _compare(args: Namespace) -> int:
    from framing import compare
    from framing.evaluate.checked import read_checked
    from framing.tables import Annotations
    from framing.tables.files import write_atomically

    if args.figure is not None and args.figure.suffix.lower() != ".svg":
        raise ValueError(f"{args.figure}: a figure is an SVG: name a file that ends in .svg")
    annotations = Annotations.load(args.annotations)
    table = _observations(annotations, args.measure, args.unit)
    first, second = _groups(args)
    checked = None if args.checked is None else read_checked(args.checked, table)
    event = "event" if args.by_event else None
    found = compare.difference(table, "value", (first, second), event=event, checked=checked, seed=args.seed)
    found.insert(0, "measure", args.measure)
    found.insert(1, "group", first)
    found.insert(2, "minus", second)
    tell_down(found.drop(columns=[] if checked is not None else ["raw_estimate", "raw_low", "raw_high"]))
    for note in _cautions(table, (first, second), event):
        tell(note)
    if args.figure is not None:
        _draw(found, args)
    if args.out is not None:
        write_atomically(args.out, found.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    return 0


def _cautions(table: "pd.DataFrame", groups: tuple[str, str], event: str | None) -> Iterator[str]:
    """What a reader of a difference has to know of how it was taken."""
    told = table.dropna(subset=["event"])
    both = int((told[told["group"].isin(groups)].groupby("event")["group"].nunique() == 2).sum())
    if event is None and both:
        yield f"Whatever the articles tell of: {both} events are told by both groups, and --by-event compares within them."
    outlets = [int(table.loc[table["group"] == group, "outlet"].nunique()) for group in groups]
    if min(outlets) < FEW_OUTLETS:
        yield (
            f"Of {outlets[0]} and {outlets[1]} outlets: articles of one outlet are alike, so that the interval holds for these "
            "outlets, not for others like them."
        )


def _observations(annotations: "Annotations", measure: str, unit: str) -> "pd.DataFrame":
    """What is compared: the measure's own observations, or, of a class of actors, whether each sentence quotes it."""
    from framing import measures
    from framing.tables.joint import values_of

    name, _, ids = measure.partition(":")
    if name in COUNTED and ids:
        table, column = COUNTED[name]
        known = sorted({id_ for cell in annotations.tables[table][column].unique() for id_ in values_of(cell)})
        if not set(ids.split("+")) <= set(known):
            raise ValueError(
                f"{measure}: no row of {table} is of that {column}; those there are: {', '.join(known) or '(none)'}"
            )
    if unit != "sentence":
        return measures.observations(annotations, measure)
    if name != CLASS or not ids:
        raise ValueError(f"--unit sentence is for measures such as {CLASS}:CLASS, not for {measure}")
    return measures.sentences_quoting(annotations, ids.split("+"))


def _groups(args: Namespace) -> tuple[str, str]:
    """The two groups that the call names, or else those of the study."""
    from framing.study import read_study

    if args.groups is not None:
        named, of = tuple(name.strip() for name in args.groups.split(",")), "--groups"
    elif args.study.exists():
        named, of = tuple(read_study(args.study).groups), str(args.study)
    else:
        raise ValueError(f"{args.study}: no such study file: name it with --study, or two groups with --groups A,B")
    if len(named) != 2 or len(set(named)) != 2:
        raise ValueError(
            f"{of} names {len(named)} groups ({', '.join(named)}): two are compared, so name them with --groups A,B"
        )
    return named[0], named[1]


def _draw(found: "pd.DataFrame", args: Namespace) -> None:
    """The difference as a figure, with the names of the study where there is one."""
    from framing.measures import name_of
    from framing.report import plots
    from framing.study import read_study

    study, row = read_study(args.study) if args.study.exists() else None, found.iloc[0]
    first, second = (study.groups.get(row[side], row[side]) if study else row[side] for side in ("group", "minus"))
    name, within = name_of(args.measure, study), " within events" if args.by_event else ""
    counted = f"n = {row['n']} in {row['n_units']} articles"
    plots.use_style((row["group"], row["minus"]))
    named = found.assign(name="corrected" if args.checked else "as extracted")
    axes = plots.differences(named, "name", f"{name} ({counted})", f"{first} minus {second}{within}, 95 % interval")
    plots.publish(axes, args.figure.stem, found, args.figure.parent, both=False)


def _evaluate(args: Namespace) -> int:
    from framing import evaluate

    if args.coded:
        coded = evaluate.read_coded(args.coded)
        tell_table(evaluate.coded_precision(coded, by=args.by))
        if len(args.coded) > 1:
            tell_table(evaluate.coder_agreement(coded))
        return 0
    if args.gold is None or args.texts is None:
        raise ValueError("name the gold file and, with --texts, the folders of its texts; or sheets with --coded")
    gold = evaluate.load_gold(args.gold)
    texts = evaluate.gold_texts(args.texts, gold)
    predictions = evaluate.load_gold(args.predictions) if args.predictions else evaluate.predict(texts)
    tell_table(evaluate.score(gold, predictions, texts, rounds=args.rounds))
    return 0


def _export(args: Namespace) -> int:
    from framing.corpus.store import Texts, read_articles
    from framing.exports import export
    from framing.tables import Annotations

    texts = Texts(args.texts, read_articles(args.table or args.texts / "articles.csv"))
    left_out = export(Annotations.load(args.annotations, texts), args.to, args.out)
    if left_out:
        tell(
            f"{len(left_out)} articles without a text were left out: {', '.join(left_out[:10])}{' …' * (len(left_out) > 10)}"
        )
    tell(f"Wrote {args.out}. The texts are other people's and go out with it: for reading, not for publishing.")
    return int(len(left_out) > 0)


def _audit(args: Namespace) -> int:
    annotations = _with_texts(args)
    problems, found = annotations.check(), annotations.audit(args.paths)
    n_leaks, n_unread = (found.loc[found["n_runs"].isna() == unread, "file"].nunique() for unread in (False, True))
    tell(
        f"{len(annotations.texts)} texts, {len(args.paths)} paths: {len(problems)} problems, "
        f"{n_leaks} files with runs of 8 words, {n_unread} files that could not be read whole"
    )
    for table in (problems, found):
        if len(table):
            tell_table(table)
    return int(len(problems) + len(found) > 0)


def _report(args: Namespace) -> int:
    from framing.report import build

    if args.study is not None:
        if args.out is None:
            raise ValueError("name the folder of the report with --out")
        tables = args.annotations or args.study.parent / "annotations"
        tell(f"The report lies at {build.study_report(args.study, tables, args.out, args.texts)}")
        return 0
    ran = build.run_notebooks(args.root, force=args.force)
    page = build.build_site(args.root)
    tell(f"{len(ran)} notebooks ran. The report lies at {page}")
    return 0


def _sample_for_coding(args: Namespace) -> int:
    from framing.evaluate import sample_for_coding

    known = _with_texts(args)
    path = sample_for_coding(known.quotes, known.articles, known.texts, args.n, args.out, seed=args.seed)
    tell(f"Wrote {path}: it holds article text, so keep it off the repository")
    return 0


RUN: Mapping[str, Callable[[Namespace], int]] = {
    "new": _new,
    "suggest": _suggest,
    "import": _import,
    "collect": _collect,
    "annotate": _annotate,
    "compare": _compare,
    "evaluate": _evaluate,
    "export": _export,
    "audit": _audit,
    "report": _report,
    "sample-for-coding": _sample_for_coding,
}
