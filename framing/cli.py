"""The same functions from a shell: `framing COMMAND --help`.

Exit codes: 0 done, 1 done with something set aside or found, 2 the call or its files are wrong.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from framing.telling import HEADS, chosen, tell, telling, told

DEFAULT_STUDY = Path("data/study.toml")
DEFAULT_TEXTS = Path("data/texts")
DEFAULT_TABLES = Path("data/annotations")
UNITS = ("observation", "sentence")
EXPORTS = ("iramuteq", "txm", "spacy", "conll", "csv")

# What a command may lack, and the extra of the package that brings it.
EXTRAS = {
    **dict.fromkeys(("dateparser", "ftfy", "openpyxl", "pypdf", "striprtf", "trafilatura", "warcio"), "import"),
    **dict.fromkeys(("matplotlib", "seaborn"), "figures"),
    **dict.fromkeys(("nbclient", "nbformat", "sphinx", "traitlets"), "study"),
}

Arguments = Callable[[argparse.ArgumentParser], None]


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with its own words in the language of who reads it."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """The line of usage."""
        super().add_usage(usage, actions, groups, told("usage:") + " " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """A section, whose heading argparse ends with a colon."""
        super().start_section(told(f"{heading}:").removesuffix(":") if heading else heading)


class _Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in the language of who reads them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, **options)
        self.add_argument("-h", "--help", action="help", help="show this help message and exit")

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        """An argument, its help told."""
        return super().add_argument(
            *names, **options | {k: told(options[k]) for k in ("help", "metavar") if k in options}
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, told(f"{self.prog}: error: {message}") + "\n")


def _study(sub: argparse.ArgumentParser, use: str = "the study file (default: %(default)s)") -> None:
    sub.add_argument("--study", type=Path, default=DEFAULT_STUDY, help=use)


def _texts(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--texts", type=Path, default=DEFAULT_TEXTS, help="the folder of texts (default: %(default)s)")
    _articles(sub)


def _articles(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--table", type=Path, help="the articles table (default: articles.csv in the folder of texts)", metavar="CSV"
    )


def _tables(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--annotations", type=Path, default=DEFAULT_TABLES, help="the folder of tables (default: %(default)s)"
    )


def _seed(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--seed", type=int, default=0, help="what chance begins with (default: %(default)s)")


def _new(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("folder", type=Path)
    sub.add_argument("--title", help="what the study asks")
    sub.add_argument(
        "--outlet", action="append", metavar="NAME=GROUP", help="an outlet and the name of its group; once for each"
    )
    sub.add_argument(
        "--event",
        action="append",
        metavar="NAME=DAY..DAY",
        help="an event and its days, as Vote=2031-05-02..2031-05-09",
    )
    sub.add_argument("--ask", action="store_true", help="ask for them, one after the other")


def _suggest(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="+", type=Path, help="files, or folders of them")
    sub.add_argument("--manifest", type=Path, help="a CSV of file or article_id, outlet, event, published")
    sub.add_argument("--out", type=Path, required=True, help="a folder that has no study.toml yet")


def _collect(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "pages", type=Path, help="a CSV of article_id, url and, where known, outlet, event, published, fingerprint"
    )
    _study(sub)
    sub.add_argument("--out", type=Path, default=DEFAULT_TEXTS, help="where the texts go (default: %(default)s)")


def _import(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="+", type=Path, help="files, or folders of them")
    _study(sub)
    sub.add_argument("--out", type=Path, default=DEFAULT_TEXTS, help="where the texts go (default: %(default)s)")
    sub.add_argument(
        "--manifest",
        type=Path,
        help="a CSV of file or article_id, outlet, event, published (default: manifest.csv beside the study file)",
    )


def _annotate(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("texts", type=Path, help="the folder of texts")
    _articles(sub)
    sub.add_argument("--format", choices=("tables", "jsonl"), default="tables", help="(default: %(default)s)")
    _study(sub, "for tables: the study file (default: %(default)s)")
    sub.add_argument("--out", type=Path, help="the folder of the tables, or the JSON-lines file")
    sub.add_argument("--stance-models", nargs="+", default=["lexical"], help="lexical, transformer (default: lexical)")
    sub.add_argument("--processes", type=int, default=1, help="how many work side by side (default: %(default)s)")
    sub.add_argument(
        "--cluster", metavar="ADDRESS", help="for tables: a Dask scheduler whose workers do it, tcp://HOST:8786"
    )


def _compare(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("measure", help="for example share_quoted, or share_class:CLASS")
    _tables(sub)
    _study(sub, "where the groups are not named: the study file (default: %(default)s)")
    sub.add_argument("--groups", metavar="A,B", help="two groups, A minus B (default: the study's two)")
    sub.add_argument("--by-event", action="store_true", help="pair the groups by event")
    sub.add_argument(
        "--unit", choices=UNITS, default=UNITS[0], help="sentence: share_class: by sentence (default: %(default)s)"
    )
    sub.add_argument(
        "--checked",
        type=Path,
        metavar="CSV",
        help="hand-checked observations: article_id, value, truth, and sentence_id where the unit is the sentence",
    )
    sub.add_argument("--out", type=Path, metavar="CSV", help="write what is printed as a table")
    sub.add_argument("--figure", type=Path, metavar="SVG", help="draw it, and write the table of the figure beside it")
    _seed(sub)


def _evaluate(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("gold", nargs="?", type=Path, help="gold quotations, JSON lines")
    sub.add_argument("--texts", nargs="+", type=Path, help="the folders of <id>.txt")
    sub.add_argument("--predictions", type=Path, help="JSON lines to score instead of our own extractor's")
    sub.add_argument("--rounds", type=int, default=2000, help="bootstrap rounds (default: %(default)s)")
    sub.add_argument("--coded", nargs="+", type=Path, help="sheets that `sample-for-coding` wrote and coders filled in")
    sub.add_argument("--by", nargs="*", default=["group"], help="with --coded: columns to split by (default: group)")


def _audit(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="+", type=Path, help="files, or folders of them")
    _texts(sub)
    _tables(sub)


def _export(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--to", required=True, choices=EXPORTS, help="the tool that is to read it")
    sub.add_argument("--out", type=Path, required=True, help="the file, or for txm the folder")
    _texts(sub)
    _tables(sub)


def _report(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    sub.add_argument("--force", action="store_true", help="run every notebook")
    sub.add_argument("--study", type=Path, help="the standard pages of this study instead, into the folder --out")
    sub.add_argument("--out", type=Path, help="with --study: a new folder, or one with an earlier report")
    sub.add_argument(
        "--annotations", type=Path, help="with --study: its tables (default: annotations beside the study file)"
    )
    sub.add_argument(
        "--texts", type=Path, help="with --study: its texts, for reading pages; then for this machine only"
    )


def _sample_for_coding(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("out", type=Path, help="a .csv or .xlsx file outside the repository")
    sub.add_argument("-n", type=int, default=100, help="how many quotations (default: %(default)s)")
    _texts(sub)
    _tables(sub)
    _seed(sub)


# The name of a command, what it does, its arguments, and a call; the function of that name in `commands` runs it.
COMMANDS: tuple[tuple[str, str, Arguments, str], ...] = (
    (
        "new",
        "Write a study file into a folder: an example, or what you say of outlets and events.",
        _new,
        'framing new my-study\n  framing new my-study --outlet "Phare=State media" --outlet "Boréal=Wire agencies"',
    ),
    (
        "suggest",
        "Draft a study file from a corpus: outlets, frequent speakers, quoted labels, events.",
        _suggest,
        "framing suggest texts/ export.csv --out my-study",
    ),
    (
        "import",
        "Read texts (files, folders, CSV, JSONL, Parquet, saved HTML pages) into a study.",
        _import,
        "framing import texts/ export.csv --study my-study/study.toml --out my-study/texts\n"
        "  framing import export.csv --manifest my-study/manifest.csv --study my-study/study.toml --out my-study/texts",
    ),
    (
        "collect",
        "Fetch the pages of a list politely, and say which are still what was measured.",
        _collect,
        "framing collect data/selection.csv --study data/study.toml --out data/texts",
    ),
    (
        "annotate",
        "Turn texts into tables of facts, or into one JSON line an article.",
        _annotate,
        "framing annotate my-study/texts --study my-study/study.toml --out my-study/annotations",
    ),
    (
        "compare",
        "Compare two groups on a measure, with its interval.",
        _compare,
        "framing compare share_direct --annotations my-study/annotations --study my-study/study.toml\n"
        "  framing compare share_class:home-state --unit sentence --checked checked.csv --out it.csv --figure it.svg",
    ),
    (
        "evaluate",
        "Score quotations against gold, or read hand-coded sheets back.",
        _evaluate,
        "framing evaluate gold.jsonl --texts my-study/texts\n  framing evaluate --coded ada.csv bea.csv --by group type",
    ),
    (
        "export",
        "Write texts with their voices for IRaMuTeQ, TXM, spaCy, CoNLL-U readers or a spreadsheet.",
        _export,
        "framing export --to iramuteq --out voices.txt --texts my-study/texts --annotations my-study/annotations",
    ),
    (
        "audit",
        "Check the tables, and that no run of 8 words of a text stands in these files.",
        _audit,
        "framing audit notebooks figures --texts my-study/texts --annotations my-study/annotations",
    ),
    (
        "report",
        "Run the notebooks whose inputs changed and render the report; or the standard pages of any study.",
        _report,
        "framing report --force\n  framing report --study my-study/study.toml --out my-study/report",
    ),
    (
        "sample-for-coding",
        "Draw a stratified sample of quotations into a spreadsheet for coders.",
        _sample_for_coding,
        "framing sample-for-coding ~/ada.xlsx -n 200 --texts my-study/texts --annotations my-study/annotations",
    ),
)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="framing", description=told("Who says what, in whose words, in the news."))
    commands = parser.add_subparsers(required=True, metavar=told("COMMAND"), dest="command")
    for name, what, arguments, call in COMMANDS:
        epilog = told("example:") + f"\n  {call}"
        arguments(commands.add_parser(name, help=told(what), description=told(what), epilog=epilog))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, in the language that the environment asks for; returns its exit code."""
    try:
        code = chosen(os.environ)
    except ValueError as error:
        tell(f"framing: {error}", sys.stderr)
        return 2
    with telling(code):
        return _run(_parser().parse_args(arguments))


def _run(args: argparse.Namespace) -> int:
    from framing import commands
    from framing.tables.waiting import labelled

    try:
        with labelled(lambda word: told(word, *HEADS)):
            return commands.RUN[args.command](args)
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").split(".")[0])
        if extra is None:
            raise
        tell(f"framing: {error.name} is not installed: pip install 'framing[{extra}]'", sys.stderr)
        return 2
    except (ValueError, OSError, RuntimeError) as error:
        tell(f"framing: {error}", sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
