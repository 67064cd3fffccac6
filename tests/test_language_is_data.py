"""Language is data: outside `framing/language/fr/` no module imports French, names it, or holds a word of it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import framing
from framing.language import load

PACKAGE = Path(framing.__file__).parent
MODULES = sorted(p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.py") if "language/fr" not in p.as_posix())

# Tables whose words no module may hold, and the columns that hold them.
TABLES = {
    "attitude_nouns": "noun", "attribution_phrases": "phrase", "boosters": "lemma_or_phrase", "civilities": "form",
    "closed_classes": "word", "contractions": "word", "function_words": "word", "hedges": "lemma_or_phrase",
    "intensifiers": "lemma_or_phrase", "metalinguistic_nouns": "noun",
    "negations": "lemma_or_phrase", "reporting_nouns": "lemma", "reporting_verbs": "lemma",
}  # fmt: skip

# Words of the tables that are English words too, or names in code, and so may stand in any literal.
HOMOGRAPHS = frozenset({
    "accusation", "an", "article", "attention", "bin", "code", "comment", "concept", "confidence", "description", "do",
    "document", "force", "future", "ignore", "index", "journal", "label", "mention", "message", "note", "observation",
    "parquet", "public", "question",
    "simple", "site", "source", "sources", "th", "version",
})  # fmt: skip
# English words that are a French pronoun and conjunction: only inside a longer literal.
IN_SENTENCES = frozenset({"on", "or"})
# What is no word of a text at all: labels of Universal Dependencies, fonts, an author, keys of the packed encoder and of
# models of inference (`ent` for entailment), the code of English.
NO_WORDS = re.compile(
    r"VerbForm=\w+|\A[A-Z]+\Z|\Aaux(?:[:\s]pass)?\Z|sans-serif|DejaVu Sans|Donner-Zou|\A(?:fi|ent|en)\Z"
)
KEYS = {"frame_words", "pattern", "relation", "table", "words"}  # functions that take the name of data, no word


@cache
def french_words() -> frozenset[str]:
    """The words of the tables, in lower case, without those that are English words too; two letters or more."""
    french = load("fr")
    cells = [row[column] for table, column in TABLES.items() for row in french.table(table)]
    return frozenset(w for cell in cells for w in words_of(cell) if len(w) > 1) - HOMOGRAPHS


def words_of(literal: str) -> list[str]:
    """The words of a string or of a regular expression; a name in code (`de_object`) is one word."""
    return re.findall(r"[^\W\d]+", re.sub(r"\\[A-Za-z]", " ", NO_WORDS.sub(" ", literal)).lower())


def french_in(literal: str) -> list[str]:
    """The words of a literal that are French or name French."""
    words = words_of(literal)
    allowed = IN_SENTENCES if " " in literal else frozenset()
    return [w for w in words if (w in french_words() and w not in allowed) or w in ("fr", "french")]


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Strings of a module by line, f-strings in parts; no docstring, and no name of data."""
    tree = ast.parse(source)
    skipped = {id(label) for node in ast.walk(tree) for label in _labels(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def _labels(node: ast.AST) -> Iterator[ast.AST]:
    """Strings that name data and are no words of a text: keys, names of tables and lists, frames and constructions."""
    if isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in KEYS:
        yield from node.args
    elif isinstance(node, ast.Compare | ast.BinOp | ast.Assign) and re.search(
        r"(?i)frame|construction", ast.unparse(node)
    ):
        yield from ast.walk(node)


def faults(source: str) -> list[str]:
    """What a module's source holds of French, by line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if any(f"{module}.{name}".strip(".").startswith("framing.language.fr") for name in names):
            found.append(f"line {node.lineno} imports framing.language.fr")
    found += [f"line {line} holds « {word} »" for line, literal in literals(source) for word in french_in(literal)]
    return sorted(found)


@pytest.mark.parametrize("module", MODULES)
def test_no_module_holds_french(module: str) -> None:
    assert faults((PACKAGE / module).read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "n"),
    [
        ("", 0),
        ("'\"Selon le maire\", a docstring'", 0),
        ("def f():\n    'Il pleut.'\n    return 'the harbour is open, or not'", 0),
        ("import framing.language.fr", 1),
        ("from framing.language import fr", 1),
        ("from framing.language.fr import closed", 1),
        ("from framing.language import load\nload('fr')", 1),
        ("P = re.compile(r'\\b(?:je|il)\\b')", 2),
        ("x = f'{y} selon {z}'", 1),
        ("x = {'on', 'que'}", 2),
        ("x = 'VerbForm=Part' in morph or dep == 'aux'", 0),
        ("x = 'que' in cue.frames or cue.frames & {'si', 'de_object'}", 0),
        ("x = word in ('que', 'si')", 2),
        ("_FRAMES = ('que', 'si')", 0),
        ("x = language.words('que') or row['de'] or r.construction == 'que'", 0),
        ("x = u.low[k] == 'que' and u.pos[k] in ('VERB', 'AUX')", 1),
        ("x = 'not a French text'", 1),
    ],
)
def test_what_counts_as_french(source: str, n: int) -> None:
    assert len(faults(source)) == n
