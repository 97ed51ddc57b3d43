"""What the walkers look for in our own Python, each as a function from source to faults.

A checker takes the text of a module and gives the faults with their lines, so that a test can show
it a planted one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

Checker = Callable[[str], list[str]]

BULK = frozenset({"insert", "update", "delete"})
WRITING = re.compile(
    r"^\s*(insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|replace\s+into\s|truncate\s)",
    re.IGNORECASE,
)
BANNED = frozenset(
    {"helper", "util", "manager", "common", "process", "handle", "data", "info", "misc"}
)
ALLOWED_NAMES = frozenset(
    {
        # Councils' own word.
        "service_manager",
        # What SQLAlchemy and WTForms call the methods that a type or a field overrides.
        "process",
        "process_bind_param",
        "process_data",
        "process_formdata",
        "process_result_value",
    }
)


def modules(folder: str = "tracker") -> list[Path]:
    """Our modules, by path from the project's folder."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py"))


def faults_in(paths: Iterable[Path], checker: Checker) -> list[str]:
    """The faults that ``checker`` finds in modules, each with its file and line."""
    return [
        f"{path}:{fault}"
        for path in paths
        for fault in checker((ROOT / path).read_text(encoding="utf-8"))
    ]


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The string constants, without docstrings and other strings that stand alone."""
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node


def bulk_writes(source: str) -> list[str]:
    """Statements that would change rows past the recording listener."""
    tree = ast.parse(source)
    modules_named = _sqlalchemy_names(tree)
    found = [
        f"{node.lineno}: {words}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Attribute)
        for words in _bulk_words(node, modules_named)
    ]
    written = [
        f"{text.lineno}: writes by a text of SQL"
        for text in strings(tree)
        if WRITING.match(str(text.value))
    ]
    return [*found, *written]


def _sqlalchemy_names(tree: ast.AST) -> set[str]:
    """The names by which a module knows SQLAlchemy and its dialects."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known = [name for name in node.names if name.name.split(".")[0] == "sqlalchemy"]
            names.update((name.asname or name.name).split(".")[0] for name in known)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            names.update(name.asname or name.name for name in node.names if name.name.islower())
    return names


def _bulk_words(node: ast.ImportFrom | ast.Attribute, modules_named: set[str]) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        if (node.module or "").startswith("sqlalchemy"):
            for name in BULK.intersection(name.name for name in node.names):
                yield f"imports {name} from SQLAlchemy"
    elif node.attr.startswith("bulk_"):
        yield f"calls {node.attr}"
    elif node.attr in BULK and _is_a_table(node.value, modules_named):
        yield f"calls {ast.unparse(node)}"


def _is_a_table(value: ast.expr, modules_named: set[str]) -> bool:
    if isinstance(value, ast.Name):
        return value.id in modules_named
    words = ast.unparse(value)
    return "__table__" in words or ".query(" in words or ".tables[" in words


def secondary_links(source: str) -> list[str]:
    """Many-to-many links without a class of their own, which history could not record."""
    return [
        f"{node.value.lineno}: secondary="
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.keyword) and node.arg == "secondary"
    ]


def banned_names(source: str) -> list[str]:
    """Functions and classes whose name says nothing."""
    return [
        f"{node.lineno}: {node.name}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and says_nothing(node.name)
    ]


def says_nothing(name: str) -> bool:
    """Whether a part of an identifier is a banned word, in the singular or plural."""
    if name in ALLOWED_NAMES:
        return False
    for allowed in ("service_manager", "ServiceManager"):
        name = name.replace(allowed, "")
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return any(_singular(part.lower()) in BANNED for part in parts)


def _singular(word: str) -> str:
    if word in BANNED:
        return word
    return word[:-2] if word.endswith("sses") else word.removesuffix("s")


def framework_names(words: Iterable[str]) -> Checker:
    """A checker for code that names a framework, which only a YAML file may."""
    named = re.compile(rf"(?<![a-z])({'|'.join(sorted(words))})(?![a-z])", re.IGNORECASE)

    def check(source: str) -> list[str]:
        tree = ast.parse(source)
        found = [(text.lineno, str(text.value)) for text in strings(tree)]
        found += [(name.lineno, name.id) for name in ast.walk(tree) if isinstance(name, ast.Name)]
        found += [
            (node.lineno, node.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
        return [f"{line}: “{said[:60]}”" for line, said in found if named.search(said)]

    return check


DATES = frozenset({"due_on", "first_due_on", "times_slipped"})
"""What of an action only a request may change once its plan is in force."""


def moved_dates(source: str) -> list[str]:
    """Places where a due date, a first date or a count of slips is set on a record."""
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute | ast.Call) and _sets_a_date(node)
    ]


def _sets_a_date(node: ast.Attribute | ast.Call) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in DATES and isinstance(node.ctx, ast.Store)
    if not node.args:
        return False
    match ast.unparse(node.func):
        case "setattr":
            name = node.args[1]
            return not isinstance(name, ast.Constant) or name.value in DATES
        case "amend_record":
            return "action" in ast.unparse(node.args[0]).lower()
    return False
