"""Words are joined by `rectification.wording`: a sign in the code would be Chinese in English."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

SIGNS = frozenset("，、；：（）")
HOUSES = ("rectification", "workflows", "project")


def _joined(tree: ast.AST) -> Iterator[ast.Constant]:
    """The fixed parts of f-strings, and what others are joined or filled in by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from (part for part in node.values if isinstance(part, ast.Constant))
        elif (
            isinstance(node, ast.Attribute)
            and node.attr in ("join", "format")
            and isinstance(node.value, ast.Constant)
        ):
            yield node.value


def test_no_words_are_joined_by_chinese_signs_in_the_code() -> None:
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{part.lineno}"
        for house in HOUSES
        for path in sorted((Path(settings.BASE_DIR) / house).rglob("*.py"))
        if not {"migrations", "demo"} & set(path.parts)
        for part in _joined(ast.parse(path.read_text()))
        if SIGNS & set(str(part.value))
    ]
    assert found == []
