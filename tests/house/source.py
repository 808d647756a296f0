"""The code of the house as syntax trees, for tests about how it is written."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

ROOT: Final = Path(settings.BASE_DIR)


@cache
def trees() -> list[ast.Module]:
    return [ast.parse(text) for text in python()]


def python() -> Iterator[str]:
    for house in ("project", "rectification", "workflows"):
        for path in sorted((ROOT / house).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.read_text(encoding="utf-8")


def literals(node: ast.AST) -> set[str]:
    found = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return {value for value in found if isinstance(value, str)}
