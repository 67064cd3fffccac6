"""The same functions from a shell: `framing COMMAND --help`.

Exit codes: 0 done, 1 done with something set aside or found, 2 the call or its files are wrong.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from tqdm import tqdm

DEFAULT_STUDY = Path("data/study.toml")
TABLE = "the articles table (default: articles.csv in the folder of texts)"


def _print(table: pd.DataFrame) -> None:
    print(table.to_string(index=False) if len(table) else "(none)")


def _new(args: argparse.Namespace) -> int:
    from framing.study.reader import new_study

    print(f"Wrote {new_study(args.folder)}: edit it, then `framing import TEXTS --study {args.folder}/study.toml`")
    return 0


def _import(args: argparse.Namespace) -> int:
    from framing.corpus import importing as corpus
    from framing.study.reader import read_study

    report = corpus.import_texts(args.paths, read_study(args.study), args.out, manifest=args.manifest)
    n_duplicates = int((~report.duplicates["kept"].astype(bool)).sum())
    print(f"{report.n_read} read, {report.n_kept} kept, {len(report.set_aside)} set aside, {n_duplicates} duplicates")
    if len(report.set_aside):
        print("\nSet aside:")
        _print(report.set_aside)
    if len(report.duplicates):
        print("\nDuplicates (of one outlet counted once; of two outlets both kept, as shared copy):")
        _print(report.duplicates)
    if len(report.warnings):
        print("\nKept, but look at:")
        _print(report.warnings)
    return int(len(report.set_aside) > 0)


def _annotate(args: argparse.Namespace) -> int:
    if args.format == "jsonl":
        return _annotate_jsonl(args)
    from framing.annotation.corpus import annotate
    from framing.corpus.store import read_texts
    from framing.study.reader import read_study

    if args.out is None:
        raise ValueError("name the folder of the tables with --out, or ask for --format jsonl")
    articles = read_texts(args.texts, args.table)
    annotations = annotate(articles, read_study(args.study), stance_models=args.stance_models, processes=args.processes)
    problems = annotations.check()
    print(f"{len(articles)} articles, {len(annotations.quotes)} quotations: {annotations.save(args.out)}")
    if len(problems):
        _print(problems)
    return int(len(problems) > 0)


def _annotate_jsonl(args: argparse.Namespace) -> int:
    """One line an article, in the format of the gold; offsets are into the file's own text."""
    from framing.corpus.formats import Problem
    from framing.corpus.formats.plain import load
    from framing.quotation.extraction import extract_many
    from framing.quotation.tables import to_gold
    from framing.tables.annotations import write_atomically

    if not args.texts.is_dir():
        raise ValueError(f"{args.texts}: no such folder of texts")
    loaded = [(path, load(path, str(path))) for path in sorted(args.texts.glob("*.txt"))]
    texts = {path.stem: _as_it_stands(path, found.text) for path, found in loaded if not isinstance(found, Problem)}
    problems = [found for _, found in loaded if isinstance(found, Problem)]
    for problem in problems:
        print(f"framing: {problem.file}: {problem.reason}: {problem.advice}", file=sys.stderr)
    extractions = tqdm(extract_many(texts.values()), total=len(texts), unit="article", disable=None, desc="annotate")
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


def _compare(args: argparse.Namespace) -> int:
    from framing import compare, measures
    from framing.tables.annotations import Annotations

    annotations = Annotations.load(args.annotations)
    known = sorted(annotations.quotes["actor_class"].dropna().unique())
    if args.measure.startswith("share_class:") and args.measure.removeprefix("share_class:") not in known:
        raise ValueError(
            f"{args.measure}: nobody of that class is quoted: the classes are {', '.join(known) or '(none)'}"
        )
    table = measures.observations(annotations, args.measure)
    groups = tuple(args.groups.split(","))
    _print(compare.difference(table, "value", groups=groups, event="event" if args.by_event else None, seed=args.seed))
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    from framing import evaluate
    from framing.evaluate import coding

    if args.coded:
        coded = coding.read_coded(args.coded)
        _print(coding.precision(coded, by=args.by))
        if len(args.coded) > 1:
            _print(coding.agreement(coded))
        return 0
    if args.gold is None or args.texts is None:
        raise ValueError("name the gold file and, with --texts, the folders of its texts; or sheets with --coded")
    gold = evaluate.load_gold(args.gold)
    texts = evaluate.read_texts(args.texts, gold)
    predictions = evaluate.load_gold(args.predictions) if args.predictions else evaluate.predict(texts)
    _print(evaluate.score(gold, predictions, texts, rounds=args.rounds))
    return 0


def _audit(args: argparse.Namespace) -> int:
    from framing.corpus.store import read_texts
    from framing.tables.annotations import Annotations

    articles = read_texts(args.texts, args.table)
    annotations = Annotations.load(args.annotations, dict(zip(articles["article_id"], articles["text"], strict=True)))
    problems, leaks = annotations.check(), annotations.audit(args.paths)
    print(
        f"{len(articles)} texts, {len(args.paths)} paths: {len(problems)} problems, {len(leaks)} files with runs of 8 words"
    )
    if len(problems):
        _print(problems)
    if len(leaks):
        _print(leaks)
    return int(len(problems) + len(leaks) > 0)


def _report(args: argparse.Namespace) -> int:
    from framing.report import build as report

    ran = report.run_notebooks(args.root, force=args.force)
    page = report.build_site(args.root)
    print(f"{len(ran)} notebooks ran. The report lies at {page}")
    return 0


def _sample(args: argparse.Namespace) -> int:
    from framing.corpus.store import read_texts
    from framing.evaluate import coding
    from framing.tables.annotations import Annotations

    articles = read_texts(args.texts, args.table)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    annotations = Annotations.load(args.annotations, texts)
    path = coding.sample_for_coding(annotations.quotes, annotations.articles, texts, args.n, args.out, seed=args.seed)
    print(f"Wrote {path}: it holds article text, so keep it off the repository")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="framing", description="Who says what, in whose words, in French news.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    sub = command("new", _new, "Write the skeleton of a study into a folder.")
    sub.add_argument("folder", type=Path)

    sub = command("import", _import, "Read texts (files, folders, CSV, JSONL, Parquet, saved HTML pages) into a study.")
    sub.add_argument("paths", nargs="+", type=Path)
    sub.add_argument("--study", type=Path, default=DEFAULT_STUDY, help="the study file (default: %(default)s)")
    sub.add_argument("--out", type=Path, default=Path("data/texts"), help="where the texts go (default: %(default)s)")
    sub.add_argument("--manifest", type=Path, help="a CSV of file or article_id, outlet, event, published")

    sub = command("annotate", _annotate, "Turn texts into tables of facts, or into one JSON line an article.")
    sub.add_argument("texts", type=Path, help="the folder of texts")
    sub.add_argument("--table", type=Path, help=TABLE)
    sub.add_argument("--format", choices=("tables", "jsonl"), default="tables")
    sub.add_argument(
        "--study", type=Path, default=DEFAULT_STUDY, help="for tables: the study file (default: %(default)s)"
    )
    sub.add_argument("--out", type=Path, help="the folder of the tables, or the JSON-lines file")
    sub.add_argument("--stance-models", nargs="+", default=["lexical"], help="lexical, transformer (default: lexical)")
    sub.add_argument("--processes", type=int, default=1)

    sub = command("compare", _compare, "Compare two groups on a measure, with its interval.")
    sub.add_argument("measure", help="for example share_quoted")
    sub.add_argument("--annotations", type=Path, default=Path("data/annotations"))
    sub.add_argument(
        "--groups", default="state,wire", help="two groups, the first minus the second (default: %(default)s)"
    )
    sub.add_argument("--by-event", action="store_true", help="pair the groups by event")
    sub.add_argument("--seed", type=int, default=0)

    sub = command("evaluate", _evaluate, "Score quotations against gold, or read hand-coded sheets back.")
    sub.add_argument("gold", nargs="?", type=Path, help="gold quotations, JSON lines")
    sub.add_argument("--texts", nargs="+", type=Path, help="the folders of <id>.txt")
    sub.add_argument("--predictions", type=Path, help="JSON lines to score instead of our own extractor's")
    sub.add_argument("--rounds", type=int, default=2000, help="bootstrap rounds (default: %(default)s)")
    sub.add_argument("--coded", nargs="+", type=Path, help="sheets that `sample-for-coding` wrote and coders filled in")
    sub.add_argument("--by", nargs="*", default=["group"], help="with --coded: columns to split by (default: group)")

    sub = command("audit", _audit, "Check the tables, and that no run of 8 words of a text stands in these files.")
    sub.add_argument("paths", nargs="+", type=Path)
    sub.add_argument("--texts", type=Path, default=Path("data/texts"))
    sub.add_argument("--table", type=Path, help=TABLE)
    sub.add_argument("--annotations", type=Path, default=Path("data/annotations"))

    sub = command("report", _report, "Run the notebooks whose inputs changed and render the report.")
    sub.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    sub.add_argument("--force", action="store_true", help="run every notebook")

    sub = command("sample-for-coding", _sample, "Draw a stratified sample of quotations into a spreadsheet for coders.")
    sub.add_argument("out", type=Path, help="a .csv or .xlsx file outside the repository")
    sub.add_argument("-n", type=int, default=100)
    sub.add_argument("--texts", type=Path, default=Path("data/texts"))
    sub.add_argument("--table", type=Path, help=TABLE)
    sub.add_argument("--annotations", type=Path, default=Path("data/annotations"))
    sub.add_argument("--seed", type=int, default=0)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    args = _parser().parse_args(arguments)
    try:
        code: int = args.run(args)
        return code
    except (ValueError, OSError, RuntimeError) as error:
        print(f"framing: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
