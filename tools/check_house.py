"""The rules of the house that no linter knows. Prints what exceeds a budget; fails on a breach.

Budgets (lines): file 300 (a remark), 400 (a breach; `LONGER` names the exceptions); function 40;
flow file 280; test file 800.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
HOUSES: Final = ("project", "rectification", "workflows", "tests", "tools")
FILE_BUDGET, FILE_LIMIT, FUNCTION_LIMIT, FLOW_LIMIT, TEST_LIMIT = 300, 400, 40, 280, 800
VAGUE: Final = frozenset({"utils", "helpers", "misc", "common", "lib", "libs"})
LEFT_BEHIND: Final = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|NotImplemented" r"Error)\b")
INLINE: Final = re.compile(
    r"<style|<script(?![^>]*\bsrc=)[^>]*>|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
# Files that may be longer, each with its measure and its reason.
LONGER: Final[dict[str, tuple[int, str]]] = {
    "tools/verify_records.py": (
        810,
        "one file of the standard library, handed to people who have nothing else of the product; "
        "a fifth of it are the words of the report in two languages",
    ),
}
# Writes without a history row, each with its reason: "path::function".
WITHOUT_HISTORY: Final[dict[str, str]] = {
    "rectification/services/reading.py::mark_notices_read": "messages have no history",
    "rectification/services/erasure.py::_blank": "what is erased must not live on in the history",
    "rectification/services/erasure.py::_forget_citation": "for the same reason",
    "rectification/services/tombstones.py::_forget_parties": "for the same reason",
    "rectification/services/tombstones.py::_unlink": "for the same reason",
}
# Statements by hand, which no model hears of: the only files that may send them.
BY_HAND: Final[dict[str, str]] = {
    "project/backup/facts.py": "counts the rows of every table",
    "project/backup/postgresql.py": "takes a snapshot, sets a schema aside",
    "project/backup/sqlite.py": "asks whether a copy is sound",
    "project/health.py": "asks whether the database answers",
    "rectification/models/append_only.py": "puts triggers in place",
    "rectification/services/database_role.py": "grants rights",
    "rectification/statements.py": "runs what Django built, on no model with a history",
}
MANY_AT_ONCE: Final = frozenset({"bulk_create", "bulk_update", "abulk_create", "abulk_update"})
UNHEARD: Final = frozenset({"_raw_delete", "save_without_historical_record"})


def main() -> int:
    remarks: list[str] = []
    breaches: list[str] = []
    historic = _historic_models()
    for path in _python_files():
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        breaches += _names(path, name)
        breaches += _left_behind(text, name)
        _sizes(name, text, remarks, breaches)
        tree = ast.parse(text)
        if name.startswith("tests/"):
            remarks += _long_functions(tree, name)
            continue
        breaches += _long_functions(tree, name)
        if not name.startswith("tools/"):
            breaches += _writes_round_history(tree, name, historic)
            breaches += _statements_by_hand(tree, name)
    breaches += _templates()
    print(*(f"remark: {line}" for line in remarks), *breaches, sep="\n")
    return 1 if breaches else 0


def _python_files() -> Iterator[Path]:
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _names(path: Path, name: str) -> Iterator[str]:
    if VAGUE & {path.stem, *path.parts}:
        yield f"{name}: the name says nothing"


def _left_behind(text: str, name: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if LEFT_BEHIND.search(line):
            yield f"{name}:{number}: left behind: {line.strip()}"


def _sizes(name: str, text: str, remarks: list[str], breaches: list[str]) -> None:
    lines = len(text.splitlines())
    if name.startswith("workflows/flows/"):
        limit = FLOW_LIMIT
    else:
        limit = TEST_LIMIT if name.startswith("tests/") else FILE_LIMIT
        limit = LONGER[name][0] if name in LONGER else limit
    if lines > limit:
        breaches.append(f"{name}: {lines} lines, at most {limit}")
    elif lines > FILE_BUDGET and limit == FILE_LIMIT:
        remarks.append(f"{name}: {lines} lines, the budget is {FILE_BUDGET}")


def _long_functions(tree: ast.AST, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LIMIT:
                yield f"{name}:{node.lineno}: {node.name}() has {lines} lines, at most 40"


def _historic_models() -> frozenset[str]:
    """Classes of the models that carry `history = history(...)`."""
    found = set()
    for path in (ROOT / "rectification" / "models").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(map(_declares_history, node.body)):
                found.add(node.name)
    return frozenset(found)


def _declares_history(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "history" for target in node.targets
    )


def _writes_round_history(tree: ast.Module, name: str, historic: frozenset[str]) -> Iterator[str]:
    """Sets of rows written at once leave no trace; on a model with history that is a breach."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if f"{name}::{function.name}" in WITHOUT_HISTORY:
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and _is_bulk_write(node):
                model = _model_of(node.func)
                if model is None or model in historic:
                    where = f"{name}:{node.lineno}: {function.name}()"
                    yield f"{where} writes {model or 'rows'} round the history"


def _is_bulk_write(call: ast.Call) -> bool:
    """`update` with keywords only is a query's; with positions it is a dictionary's or a hash's."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in {"update", "aupdate"}:
        return bool(call.keywords) and not call.args
    return call.func.attr in MANY_AT_ONCE | UNHEARD


def _statements_by_hand(tree: ast.Module, name: str) -> Iterator[str]:
    if name in BY_HAND:
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in {"cursor", "raw"}:
            yield f"{name}:{node.lineno}: a statement by hand goes round the history"


def _model_of(node: ast.expr) -> str | None:
    """The model a chain like `Case.objects.filter(...).update` starts from, if it names one."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Call):
            node = node.func
            continue
        if node.attr in {"objects", "_default_manager"} and isinstance(node.value, ast.Name):
            return node.value.id
        node = node.value
    return None


def _templates() -> Iterator[str]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        name = path.relative_to(ROOT).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if INLINE.search(line):
                yield f"{name}:{number}: inline script or style: {line.strip()}"
            if LEFT_BEHIND.search(line):
                yield f"{name}:{number}: left behind: {line.strip()}"


if __name__ == "__main__":
    sys.exit(main())
