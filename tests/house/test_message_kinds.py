"""Messages that are queued and the kinds there are say the same."""

import ast
from collections.abc import Iterator, Sequence

from rectification.notifications import KINDS
from rectification.policies.ladder import APPROVAL, RECTIFICATION
from tests.house.source import literals, trees


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _kind_of(call: ast.Call) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == "kind"), None)


def _queued(trees: Sequence[ast.Module]) -> Iterator[str]:
    """Kinds given to `queue`: as a literal, by a local name, or through a function's parameter.

    Functions with an underscore pass on what their own module gives them, the others what anybody
    does.
    """
    passed_on = {tree: dict(_passing_on(tree)) for tree in trees}
    everywhere = {"queue": 0} | {
        name: place
        for found in passed_on.values()
        for name, place in found.items()
        if not name.startswith("_")
    }
    for tree in trees:
        places = everywhere | passed_on[tree]
        for function in _functions(tree):
            for call in _calls(function):
                given = _kind_of(call)
                if _name_of(call) == "queue" and isinstance(given, ast.Name):
                    yield from _assigned(function, given.id)
        for call in _calls(tree):
            if _name_of(call) in places:
                place = places[_name_of(call)]
                given = _kind_of(call) or (call.args[place] if place < len(call.args) else None)
                yield from literals(given) if given is not None else ()


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _passing_on(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions that give a parameter of theirs to `queue`, and the place of it."""
    for function in _functions(tree):
        names = [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]
        for call in _calls(function):
            given = _kind_of(call)
            if _name_of(call) == "queue" and isinstance(given, ast.Name) and given.id in names:
                yield function.name, names.index(given.id)


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and name in {
            target.id for target in node.targets if isinstance(target, ast.Name)
        }:
            value = node.value
            ways = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            yield from (word for way in ways for word in literals(way))


def test_messages_that_are_queued_are_the_kinds_there_are() -> None:
    of_the_ladder = {rung.kind for rung in (*RECTIFICATION, *APPROVAL)}
    assert set(_queued(trees())) | of_the_ladder == set(KINDS)
